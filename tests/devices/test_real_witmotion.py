"""Other people's WitMotion logs: what their sensors really sent, and when it arrived."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from imu.devices import DeviceStream, Packet, load_profile
from imu.types import Floats
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = needs_shared
LOGS = SHARED / "data" / "formats" / "witmotion"
RECEIVED = 1


def log_packets(path: Path) -> list[Packet]:
    """Notifications of a ``.wplay`` log, times from its first."""
    received = [(at_ms, data) for at_ms, kind, data in log_records(path.read_bytes()) if kind == RECEIVED]
    first_ms = received[0][0]
    return [
        Packet(sensor="wrist", channel="data", data=data, arrival_s=(at_ms - first_ms) / 1e3)
        for at_ms, data in received
    ]


def log_records(log: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Host time in ms, kind, payload: ``24 0D 0A 24``, u64, u8, u32 length, bytes."""
    at = 0
    while (at := log.find(b"\x24\x0d\x0a\x24", at)) >= 0:
        length = int.from_bytes(log[at + 13 : at + 17], "little")
        yield int.from_bytes(log[at + 4 : at + 12], "little"), log[at + 12], log[at + 17 : at + 17 + length]
        at += 17 + length


def played(packets: list[Packet]) -> tuple[DeviceStream, Floats]:
    device = DeviceStream(load_profile("witmotion"), "wrist")
    blocks = [b for p in packets for b in device.packet(p)] + device.flush()
    return device, np.concatenate([b.time_s for b in blocks])


@pytest.mark.parametrize("name", ["wt9011dcl_d7", "wt9011dcl_fc"])
def test_bunched_notifications_at_ten_hertz(name: str) -> None:
    """Arrivals 0 to 360 ms apart, asked for 50 Hz and sending 10: even again, nothing lost, no gap."""
    packets = log_packets(LOGS / f"{name}.wplay")
    frames = sum(p.data[k : k + 2] == b"\x55\x61" for p in packets for k in range(0, len(p.data), 20))
    device, time_s = played(packets)
    health = device.health
    assert len(time_s) == frames
    assert (health.bad, health.lost, health.duplicates, health.gaps) == (0, 0, 0, ())
    assert health.true_hz == pytest.approx((frames - 1) / packets[-1].arrival_s, rel=0.01)
    steps_s = np.diff(time_s[time_s > 5.0])
    assert np.abs(steps_s - 0.1).max() < 0.05
    assert np.std(steps_s) < 0.005
    assert health.battery is not None


def test_a_log_that_holds_every_notification_twice() -> None:
    """992 frames, 496 of them repeats (counted in the log itself)."""
    device, time_s = played(log_packets(LOGS / "wt9011dcl_duplicate_notifications.wplay"))
    assert len(time_s) == 496
    assert (device.health.packets, device.health.duplicates) == (1248, 624)


def test_long_frames_that_a_small_link_cut_are_timed_by_the_sensor() -> None:
    """2197 frames, 50 ms apart by the sensor's clock, in pieces of 20 bytes that arrive in bunches."""
    stream = (LOGS / "wt901sdcl_28byte.TXT").read_bytes()
    packets = [
        Packet(
            sensor="wrist",
            channel="data",
            data=stream[begin : begin + 20],
            arrival_s=0.3 * np.ceil((begin + 20) / 28 * 0.05 / 0.3),
        )
        for begin in range(0, len(stream), 20)
    ]
    device, time_s = played(packets)
    assert (len(time_s), device.health.bad, device.health.lost, device.health.gaps) == (2197, 0, 0, ())
    assert device.health.true_hz == pytest.approx(20.0, rel=1e-3)
    assert np.abs(np.diff(time_s) - 0.05).max() < 0.003
