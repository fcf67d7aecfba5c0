"""Movella DOT: literal payloads of modes 21 and 26."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices.protocol import BadPacket, Battery, Readings
from imu.errors import DeviceError
from imu.units import RAD_PER_DEG
from tests.fixtures.captures import captures, decoder, readings

ROWS = captures("movella_dot")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_payloads(row: dict[str, Any]) -> None:
    dot = decoder("movella-dot", mode=row["mode"])
    (found,) = dot.feed(row["channel"], bytes.fromhex(row["hex"]))
    assert isinstance(found, Readings)
    assert found.ticks is not None
    assert found.ticks.tolist() == [row["tick"]]
    if "acc_mps2" in row:
        np.testing.assert_array_equal(found.values[0, :3], row["acc_mps2"])
        np.testing.assert_allclose(found.values[0, 3:], np.array(row["gyr_dps"]) * RAD_PER_DEG, rtol=1e-12)


def test_modes_without_gravity_are_refused() -> None:
    with pytest.raises(DeviceError, match="mode 6 lacks acceleration with gravity; use 21 and 26"):
        decoder("movella-dot", mode=6)


@pytest.mark.parametrize("mode", [21, 26])
@pytest.mark.parametrize("channel", ["short", "medium", "long"])
def test_acceleration_without_gravity_is_never_read(mode: int, channel: str) -> None:
    """A payload of mode 6 as a sensor sent it: 20 bytes, on whatever channel."""
    data = bytes.fromhex("d8052244af9640406b2aa7405add14c000000000")
    found = decoder("movella-dot", mode=mode).feed(channel, data)
    assert not [d for d in found if isinstance(d, Readings)]


def test_what_is_written() -> None:
    """Rate 60 Hz (0x3c) behind visit bit 4, then start and stop of mode 21 (0x15)."""
    dot = decoder("movella-dot")
    rate, start = dot.start(60.0)
    assert (rate.channel, len(rate.data), rate.data[0], rate.data[24:26].hex()) == (
        "control",
        32,
        0x10,
        "3c00",
    )
    assert (start.channel, start.data.hex()) == ("command", "010115")
    assert [w.data.hex() for w in dot.stop()] == ["010015"]


@pytest.mark.parametrize(("data", "percent", "charging"), [("4b00", 75, False), ("6401", 100, True)])
def test_battery(data: str, percent: int, charging: bool) -> None:
    assert decoder("movella-dot").feed("battery", bytes.fromhex(data)) == [
        Battery(percent=percent, charging=charging)
    ]


@given(st.binary(max_size=60), st.sampled_from(["medium", "long", "battery", "short"]))
def test_garbage_never_raises(data: bytes, channel: str) -> None:
    for found in decoder("movella-dot").feed(channel, data):
        assert isinstance(found, Readings | Battery | BadPacket)
        if isinstance(found, Readings):
            assert np.isfinite(readings([found])).all()
