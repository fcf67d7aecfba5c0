"""Movesense: a real packet, whole and in two parts, its clock, and what is not ours to read."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from imu.devices import DeviceStream, Packet, load_profile
from imu.devices.protocol import Readings
from imu.units import RAD_PER_DEG
from tests.fixtures.captures import close, decoder, only, others, refused

PAYLOAD = "/Meas/{}/52 payload (prefix 02 <ref> on the wire)"


def packet(ms: int, many: int, reference: int = 99) -> bytes:
    """Acceleration 1, 2, 3, .. m/s² along x, no turning."""
    acc = [v for k in range(many) for v in (k + 1.0, 0.0, 0.0)]
    return struct.pack(f"<BBI{6 * many}f", 2, reference, ms % (1 << 32), *acc, *[0.0] * (3 * many))


def test_a_real_packet_whole_and_in_two_parts() -> None:
    data, expected = others("movesense", PAYLOAD.format("IMU6"))
    whole = bytes((2, 99)) + data
    found = only(decoder("movesense").feed("data", whole))
    acc, gyr = expected["arrays"]
    close(found.values[:, :3], acc, 1.0, 1e-5)
    close(found.values[:, 3:], gyr, RAD_PER_DEG, 1e-5)
    assert found.ticks is not None
    assert found.ticks.tolist() == [expected["t_ms"] * 10 + k for k in (0, 192, 384, 576)]
    for at in (8, 50, 101):
        parted = decoder("movesense")
        assert parted.feed("data", whole[:at]) == []
        again = only(parted.feed("data", bytes((3, 99)) + whole[at:]))
        np.testing.assert_array_equal(again.values, found.values)


def test_a_part_alone_is_no_packet() -> None:
    whole = packet(1000, 4)
    made = decoder("movesense")
    assert refused(made.feed("data", bytes((3, 99)) + whole[50:])) == "a second part without its first"
    assert made.feed("data", whole[:50]) == []
    lost, found = made.feed("data", packet(1077, 4))
    assert refused([lost]) == "a first part without its second"
    assert isinstance(found, Readings)
    assert made.feed("data", whole[:50]) == []
    made.reset()
    assert refused(made.feed("data", bytes((3, 99)) + whole[50:])) == "a second part without its first"


@pytest.mark.parametrize("what", ["Acc", "Gyro", "IMU9"])
def test_other_subscriptions_are_not_read(what: str) -> None:
    """Their packets are as long as some of ours, with other values in them."""
    data = bytes((2, 98)) + others("movesense", PAYLOAD.format(what))[0]
    assert refused(decoder("movesense").feed("data", data)) == "readings of a subscription that is not ours"


def test_commands() -> None:
    made = decoder("movesense")
    assert [w.data for w in made.start(60.0)] == [b"\x01\x63/Meas/IMU6/52"]
    assert [w.data for w in made.start(200.0)] == [b"\x01\x63/Meas/IMU6/208"]
    assert [w.data for w in made.stop()] == [b"\x02\x63"]
    assert made.feed("data", bytes((1, 99, 200, 0))) == []
    assert refused(made.feed("data", bytes((1, 99)) + (404).to_bytes(2, "little"))).endswith("(status 404)")


def test_its_clock_wraps_and_a_replay_knows_the_rate() -> None:
    """Two packets of 8 at 104 Hz, the second begins 1 ms after the clock's 2³² ms; nobody asks for the start."""
    stream = DeviceStream(load_profile("movesense"), "wrist", rate_hz=104.0)
    times = [
        t
        for ms, arrival_s in ((-76, 10.0), (1, 10.077))
        for b in stream.packet(
            Packet(sensor="wrist", channel="data", data=packet(ms, 8), arrival_s=arrival_s)
        )
        for t in b.time_s.tolist()
    ]
    np.testing.assert_allclose(np.diff(times), [1 / 104] * 7 + [0.077 - 7 / 104] + [1 / 104] * 7, atol=2e-4)


def test_a_value_that_is_no_number() -> None:
    """Also one that signals, of which numpy warns when it is converted."""
    for bad in (b"\x00\x00\xc0\x7f", b"\x01\x00\x80\x7f", b"\x00\x00\x80\xff"):
        data = packet(5, 4)[:-4] + bad
        assert refused(decoder("movesense").feed("data", data)) == "a value that is no number"
