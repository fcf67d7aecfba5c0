"""Capture2Go: the vendor's package and commands, bytes cut anywhere, and damage."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DeviceStream, Packet, load_profile
from imu.devices.protocol import BadPacket, Battery, Readings
from tests.fixtures.captures import cut, decoder, only, others

STATUS = bytes.fromhex("0287d2de6a1301020500000000000000000000000000000000c05a")
"""Of the vendor's package: charging, 64 per cent."""


def package(kind: int, payload: bytes) -> bytes:
    checked = struct.pack("<H", kind) + payload
    return struct.pack("<BIB", 2, zlib.crc32(checked), len(payload)) + checked


def reading(t_ns: int, x: int) -> bytes:
    """At rest but for ``x`` counts along x."""
    return package(0x0252, struct.pack("<q6h", t_ns, 0, 0, 0, x, 0, 2048) + bytes(11))


def test_the_vendors_package() -> None:
    data, expected = others("capture2go", "DataFull6DFixed50Hz")
    found = only(decoder("capture2go").feed("data", data))
    np.testing.assert_allclose(found.values, [[*expected["acc_ms2"], *expected["gyro_rad_s"]]], atol=1e-6)
    assert found.ticks is not None
    assert found.ticks.tolist() == [expected["t_ns"]]


def test_commands() -> None:
    """As the vendor's package writes them, for 50 Hz without a magnetic field."""
    made = decoder("capture2go")
    assert [w.data.hex() for w in made.start(50.0)] == [
        "0235f5bc44005801",
        "024a432e8f1e2001000000000000000000030000000001000000000000000000000000000001",
        "023d7f658c005001",
    ]
    assert [w.data.hex() for w in made.stop()] == ["02bf1d53be005201"]
    assert made.feed("data", STATUS) == [Battery(percent=64, charging=True)]


@given(st.lists(st.integers(0, 200), max_size=8))
def test_packages_may_be_cut_anywhere(cuts: list[int]) -> None:
    """Behind the rest of a package; one has a wrong bit."""
    parts = [reading(10**9 + k * 10**7, k) for k in range(5)]
    wrong = bytes((*parts[2][:-1], 1))
    made = decoder("capture2go")
    stream = parts[4][20:] + parts[0] + STATUS + parts[1] + wrong + parts[3]
    found = [d for piece in cut(stream, cuts) for d in made.feed("data", piece)]
    ticks = [t for d in found if isinstance(d, Readings) and d.ticks is not None for t in d.ticks.tolist()]
    assert ticks == [10**9, 10**9 + 10**7, 10**9 + 3 * 10**7]
    assert b"".join(d.data for d in found if isinstance(d, BadPacket)) == parts[4][20:] + wrong
    assert found.count(Battery(percent=64, charging=True)) == 1


def test_noise_is_counted_as_it_comes() -> None:
    """There is no end to wait for, and nothing piles up."""
    made = decoder("capture2go")
    found = [d for _ in range(20) for d in made.feed("data", b"\x01" * 100)]
    bad = [d.data for d in found if isinstance(d, BadPacket)]
    assert len(bad) == len(found) >= 2
    assert len(b"".join(bad)) > 2000 - 600


def test_times_are_the_sensors_own() -> None:
    """100 Hz by its clock, whatever the arrivals: three at a time."""
    stream = DeviceStream(load_profile("capture2go"), "wrist", rate_hz=100.0)
    times: list[float] = []
    for k in range(0, 90, 3):
        data = b"".join(reading(1_700_000_000 * 10**9 + j * 10**7, 0) for j in range(k, k + 3))
        packet = Packet(sensor="wrist", channel="data", data=data, arrival_s=5.0 + (k + 3) * 0.01)
        times += [t for b in stream.packet(packet) for t in b.time_s.tolist()]
    assert len(times) == 90
    np.testing.assert_allclose(np.diff(times), 0.01, atol=1e-6)
    assert stream.health.true_hz is not None
    assert abs(stream.health.true_hz - 100.0) < 1e-3
