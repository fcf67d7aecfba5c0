"""WitMotion frames: literal captures, any cutting, garbage."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.captures import captures, decoder, readings

ROWS = captures("witmotion")
MOTION = [row for row in ROWS if "acc_g" in row]
OTHER = [row for row in ROWS if "acc_g" not in row]
SHORT = [bytes.fromhex(row["hex"]) for row in MOTION if len(row["hex"]) == 40]
LONG = [bytes.fromhex(row["hex"]) for row in MOTION if "chip_time" in row]
CHIP_TIMES = [datetime.fromisoformat(row["chip_time"]) for row in MOTION if "chip_time" in row]


@pytest.mark.parametrize("row", MOTION, ids=lambda row: row["what"])
def test_captured_frames(row: dict[str, Any]) -> None:
    """What follows tells a short frame from the beginning of a long one."""
    values = readings(decoder("witmotion").feed("data", bytes.fromhex(row["hex"]) + SHORT[0]))[0]
    np.testing.assert_allclose(values[:3], np.array(row["acc_g"]) * G_MPS2, atol=1e-5)
    np.testing.assert_allclose(values[3:], np.array(row["gyr_dps"]) * RAD_PER_DEG, atol=1e-6)


@pytest.mark.parametrize("row", OTHER, ids=lambda row: row["what"])
def test_replies_of_other_registers_say_nothing(row: dict[str, Any]) -> None:
    assert decoder("witmotion").feed("data", bytes.fromhex(row["hex"])) == []


def fed(pieces: list[bytes]) -> list[Decoded]:
    wit = decoder("witmotion")
    return [found for piece in pieces for found in wit.feed("data", piece)]


def ticks(decoded: list[Decoded]) -> list[int]:
    found = [d.ticks for d in decoded if isinstance(d, Readings) and d.ticks is not None]
    return [tick for some in found for tick in some.tolist()]


def cut(stream: bytes, at: list[int]) -> list[bytes]:
    cuts = sorted(at)
    return [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


@pytest.mark.parametrize("frames", [SHORT * 3, LONG * 3], ids=["short", "long"])
@given(st.data())
def test_frames_may_be_cut_anywhere(frames: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(frames)
    at = data.draw(st.lists(st.integers(0, len(stream)), max_size=12))
    whole, pieces = fed([stream]), fed(cut(stream, at))
    assert not [d for d in pieces if isinstance(d, BadPacket)]
    assert len(readings(whole)) == len(frames)
    np.testing.assert_array_equal(readings(pieces), readings(whole))
    assert ticks(pieces) == ticks(whole)


def test_short_frames_that_come_singly() -> None:
    """The second one shows that the first was whole; from then on each comes out at once."""
    wit = decoder("witmotion")
    assert [len(readings(wit.feed("data", frame))) for frame in SHORT] == [0, 2, 1]
    wit.reset()
    assert len(readings(wit.feed("data", SHORT[0]))) == 1


def test_long_frames_tell_the_sensors_time() -> None:
    wit = decoder("witmotion")
    first, second = ticks([found for frame in LONG for found in wit.feed("data", frame)])
    assert second - first == 50
    for tick, moment in zip((first, second), CHIP_TIMES, strict=True):
        midnight_ms = moment.toordinal() * 86_400_000
        since_midnight = timedelta(milliseconds=tick - midnight_ms)
        assert datetime.combine(moment.date(), time()) + since_midnight == moment
    assert wit.ticks == TickKind(bits=63, step_s=1e-3)


def test_a_link_that_carries_20_bytes_at_a_time_cuts_every_long_frame() -> None:
    decoded = fed([piece for frame in LONG for piece in (frame[:20], frame[20:])])
    assert not [d for d in decoded if isinstance(d, BadPacket)]
    assert len(readings(decoded)) == len(ticks(decoded)) == len(LONG)


def test_a_long_frame_without_a_time_is_bad_and_the_next_is_read() -> None:
    """Month 13."""
    broken = LONG[1][:21] + b"\x0d" + LONG[1][22:]
    decoded = fed([LONG[0], broken, LONG[1], LONG[0]])
    assert len(readings(decoded)) == 3
    assert {d.data for d in decoded if isinstance(d, BadPacket)} == {broken[:20], broken[20:]}


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
    assert len(readings(wit.feed("data", SHORT[0] + SHORT[1]))) == 2


def test_bytes_between_frames_are_a_bad_packet() -> None:
    decoded = decoder("witmotion").feed("data", b"\x01\x02\x03" + SHORT[0] + SHORT[1])
    assert [d.data for d in decoded if isinstance(d, BadPacket)] == [b"\x01\x02\x03"]
    assert len(readings(decoded)) == 2
