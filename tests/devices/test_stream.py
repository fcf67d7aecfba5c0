"""One device: packets to samples, with what can go wrong on the way."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from imu.devices import DeviceStream, LinkChange, Packet, load_profile
from imu.types import SampleBlock
from imu.units import RAD_PER_DEG


def dot_packet(tick_us: int, acc: tuple[float, float, float], arrival_s: float) -> Packet:
    data = struct.pack("<I6f", tick_us % (1 << 32), *acc, 10.0, 0.0, -10.0)
    return Packet(sensor="wrist", channel="medium", data=data.ljust(40, b"\0"), arrival_s=arrival_s)


def session(many: int = 200, hz: float = 60.0) -> list[Packet]:
    """Readings numbered in their x acceleration, arriving 5 ms after they were taken."""
    step_us = round(1e6 / hz)
    return [dot_packet(k * step_us, (k * 0.125, 0.0, 9.75), k * step_us * 1e-6 + 0.005) for k in range(many)]


def stream() -> DeviceStream:
    return DeviceStream(load_profile("movella-dot"), "wrist")


def numbers(blocks: list[SampleBlock]) -> list[float]:
    return [x / 0.125 for b in blocks for x in b.acc_mps2[:, 0].tolist()]


def play(device: DeviceStream, packets: list[Packet]) -> list[SampleBlock]:
    return [b for p in packets for b in device.packet(p)] + device.flush()


def test_readings_become_samples() -> None:
    device = stream()
    blocks = play(device, session())
    time_s = np.concatenate([b.time_s for b in blocks])
    assert numbers(blocks) == list(range(200))
    np.testing.assert_allclose(time_s, np.arange(200) * 16667e-6 + 0.005, atol=1e-9)
    assert blocks[0].sensor == "wrist"
    assert blocks[0].gyr_radps is not None
    np.testing.assert_allclose(blocks[0].gyr_radps[0], [10 * RAD_PER_DEG, 0.0, -10 * RAD_PER_DEG])
    health = device.health
    assert (health.packets, health.readings, health.duplicates, health.lost, health.bad) == (
        200,
        200,
        0,
        0,
        0,
    )
    assert health.true_hz is not None
    assert abs(health.true_hz - 60.0) < 0.01


def test_a_notification_delivered_twice_counts_once() -> None:
    device = stream()
    packets = [p for packet in session() for p in (packet, packet)]
    assert numbers(play(device, packets)) == list(range(200))
    assert device.health.duplicates == 200


def test_lost_and_reordered_notifications() -> None:
    device = stream()
    packets = session()
    kept = [p for k, p in enumerate(packets) if k not in (100, 101)]
    swapped = [*kept[:150], kept[151], kept[150], *kept[152:]]
    came = numbers(play(device, swapped))
    assert came == sorted(set(came))
    assert device.health.duplicates == 1
    assert set(range(200)) - set(came) == {100, 101, 152}


def test_a_lost_link_is_a_gap_with_true_times() -> None:
    device = stream()
    packets = session()
    first = [b for p in packets[:100] for b in device.packet(p)]
    first += device.link(LinkChange(sensor="wrist", state="lost", at_s=1.7))
    assert device.health.last_arrival_s == packets[99].arrival_s
    second = play(device, packets[160:])
    (gap,) = device.health.gaps
    assert gap.end_s - gap.start_s == pytest.approx(61 * 16667e-6, abs=1e-9)
    assert numbers([*first, *second]) == [*range(100), *range(160, 200)]


def test_bad_packets_are_counted_and_said() -> None:
    device = stream()
    packets = session(10)
    bad = Packet(sensor="wrist", channel="medium", data=b"\x01\x02", arrival_s=0.05)
    assert numbers(play(device, [*packets[:5], bad, *packets[5:]])) == list(range(10))
    assert device.health.bad == 1
    assert device.health.bad_why == "2 bytes; mode 21 has 28"


def test_the_same_packets_give_the_same_bits() -> None:
    once, again = play(stream(), session()), play(stream(), session())
    for a, b in zip(once, again, strict=True):
        assert a.time_s.tobytes() == b.time_s.tobytes()
        assert a.acc_mps2.tobytes() == b.acc_mps2.tobytes()


@pytest.mark.parametrize(("rate_hz", "period_ms"), [(None, 20), (60.0, 20), (90.0, 10), (400.0, 10)])
def test_the_nearest_rate_there_is_is_set(rate_hz: float | None, period_ms: int) -> None:
    """A micro:bit takes its period in milliseconds, 20 or 10."""
    writes = DeviceStream(load_profile("microbit"), "wrist", rate_hz=rate_hz).start()
    assert [w.data for w in writes] == [period_ms.to_bytes(2, "little")]
