"""WitMotion frames: literal captures, any cutting, garbage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices.types import BadPacket, Battery
from imu.units import G_MPS2, RAD_PER_DEG
from tests.devices.captures import captures, decoder, readings

ROWS = captures("witmotion")
MOTION = [row for row in ROWS if "acc_g" in row]
OTHER = [row for row in ROWS if "acc_g" not in row]
SHORT = [bytes.fromhex(row["hex"]) for row in MOTION if len(row["hex"]) == 40]


@pytest.mark.parametrize("row", MOTION, ids=lambda row: row["what"])
def test_captured_frames(row: dict[str, Any]) -> None:
    (values,) = readings(decoder("witmotion").feed("data", bytes.fromhex(row["hex"])))
    np.testing.assert_allclose(values[:3], np.array(row["acc_g"]) * G_MPS2, atol=1e-5)
    np.testing.assert_allclose(values[3:], np.array(row["gyr_dps"]) * RAD_PER_DEG, atol=1e-6)


@pytest.mark.parametrize("row", OTHER, ids=lambda row: row["what"])
def test_replies_of_other_registers_say_nothing(row: dict[str, Any]) -> None:
    assert decoder("witmotion").feed("data", bytes.fromhex(row["hex"])) == []


@given(st.data())
def test_frames_may_be_cut_anywhere(data: st.DataObject) -> None:
    stream = b"".join(SHORT * 3)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    whole = readings(decoder("witmotion").feed("data", stream))
    piecewise = decoder("witmotion")
    parts = [
        piecewise.feed("data", stream[a:b]) for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)
    ]
    assert not [d for part in parts for d in part if isinstance(d, BadPacket)]
    np.testing.assert_array_equal(np.concatenate([readings(part) for part in parts]), whole)


def test_long_frames_one_after_the_other() -> None:
    long = [bytes.fromhex(row["hex"]) for row in MOTION if len(row["hex"]) == 56]
    decoded = decoder("witmotion").feed("data", b"".join(long))
    np.testing.assert_array_equal(
        readings(decoded), np.concatenate([readings(decoder("witmotion").feed("data", f)) for f in long])
    )


@pytest.mark.parametrize(("centivolts", "percent"), [(397, 100), (380, 50), (341, 5), (340, 0)])
def test_the_battery_register(centivolts: int, percent: int) -> None:
    reply = bytes.fromhex("55716400") + centivolts.to_bytes(2, "little") + bytes(14)
    assert decoder("witmotion").feed("data", reply) == [Battery(percent=percent)]


def test_what_is_written_to_start() -> None:
    """Unlock, rate register 3 to 50 Hz (value 8), ask register 0x64; nothing is saved (no FF AA 00)."""
    wit = decoder("witmotion")
    assert [w.data.hex() for w in wit.start(50.0)] == ["ffaa6988b5", "ffaa030800", "ffaa276400"]
    assert wit.start(210.0)[1].data.hex() == "ffaa030b00"
    assert wit.stop() == []


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_garbage_is_counted_and_what_follows_is_read(packets: list[bytes]) -> None:
    wit = decoder("witmotion")
    for packet in packets:
        wit.feed("data", packet)
    wit.reset()
    assert len(readings(wit.feed("data", SHORT[0]))) == 1


def test_bytes_between_frames_are_a_bad_packet() -> None:
    decoded = decoder("witmotion").feed("data", b"\x01\x02\x03" + SHORT[0] + SHORT[1])
    assert [d.data for d in decoded if isinstance(d, BadPacket)] == [b"\x01\x02\x03"]
    assert len(readings(decoded)) == 2
