"""Messages of a phone's browser, from literal bytes: values, units, sign, and what is no message."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu.devices import load_profile, make_decoder
from imu.devices.protocol import BadPacket, Decoded, Readings

BEGIN = b'{"phone":"p","n":0,"first":0,"ios":false,"rows":['
HANGING = b"[1790000000000.5,0.1,-9.8,0.2,90,-180,45]"


def feed(body: bytes, channel: str = "motion") -> list[Decoded]:
    return make_decoder(load_profile("phone-browser")).feed(channel, body)


def readings(body: bytes) -> Readings:
    (found,) = feed(body)
    assert isinstance(found, Readings)
    return found


def test_metres_and_degrees_become_metres_and_radians_and_milliseconds_ticks() -> None:
    found = readings(BEGIN + HANGING + b",[1790000000017,0,0,9.8,0,0,0]]}")
    assert found.kind == "motion"
    assert found.ticks is not None
    assert found.ticks.tolist() == [1_790_000_000_000_500, 1_790_000_000_017_000]
    expected = [[0.1, -9.8, 0.2, math.pi / 2, -math.pi, math.pi / 4], [0.0, 0.0, 9.8, 0.0, 0.0, 0.0]]
    assert np.allclose(found.values, expected, rtol=0.0, atol=1e-12)


def test_an_iphone_has_the_whole_acceleration_turned_round_and_the_angular_velocity_not() -> None:
    """Face up, an iPhone says −9.8 on z, where the specification has +9.8."""
    found = readings(
        b'{"phone":"p","n":3,"first":1,"ios":true,"rows":[[1790000000000,1.5,-2.5,-9.5,180,0,0]]}'
    )
    assert np.allclose(found.values, [[-1.5, 2.5, 9.5, math.pi, 0.0, 0.0]], rtol=0.0, atol=1e-12)


def test_without_a_gyroscope_the_angular_velocity_is_unknown_and_never_zero() -> None:
    found = readings(BEGIN + b"[1790000000000,0,0,9.8,null,null,null],[1790000000017,0,0,9.8,0,null,0]]}")
    assert found.values[:, :3].tolist() == [[0.0, 0.0, 9.8]] * 2
    assert np.isnan(found.values[:, 3:]).all()


@pytest.mark.parametrize(
    ("sent", "age_s"),
    [
        (b"1790000000516.5", 0.5),
        (b"1790000000016.5", 0.0),
        (b"1790000000000", None),
        (b"1799999999999", None),
        (b"null", None),
    ],
)
def test_how_old_readings_were_when_they_were_sent_and_of_which_phone_they_are(
    sent: bytes, age_s: float | None
) -> None:
    """From the last one, at 1,790,000,000,016.5 ms; before it or hours after it is none."""
    rows = HANGING + b",[1790000000016.5,0,0,9.8,0,0,0]]"
    found = readings(b'{"phone":"p7","n":0,"first":0,"ios":false,"sent":' + sent + b',"rows":[' + rows + b"}")
    assert found.age_s == age_s
    assert found.source == "p7"


def test_a_message_without_readings_has_none_and_other_channels_are_not_looked_at() -> None:
    assert feed(BEGIN + b"]}") == []
    assert feed(BEGIN + HANGING + b"]}", channel="battery") == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "A message of the phone is not JSON"),
        (b"\xff\x00", "A message of the phone is not JSON"),
        (b"[" * 100_000, "A message of the phone is too long: 100000 bytes, at most 50000"),
        (b"[" * 40_000, "A message of the phone is not JSON"),
        (b"[]", "A message of the phone is no object"),
        (b'{"n":0,"first":0,"rows":[]}', "does not say which phone it is from"),
        (b'{"phone":"","n":0,"first":0,"rows":[]}', "does not say which phone it is from"),
        (b'{"phone":"p","first":0,"rows":[]}', "has no number"),
        (b'{"phone":"p","n":1,"first":2,"rows":[]}', "has no number"),
        (b'{"phone":"p","n":true,"first":0,"rows":[]}', "has no number"),
        (b'{"phone":"p","n":7,"first":0,"rows":{}}', "Message 7 of the phone has no list"),
        (BEGIN + b"[1790000000000,0,0,9.8]]}", "Reading 1 of message 0 of the phone is no list of a time and six"),
        (BEGIN + HANGING + b",[-1,0,0,9.8,0,0,0]]}", "Reading 2 of message 0 of the phone has no time"),
        (BEGIN + b"[1e300,0,0,9.8,0,0,0]]}", "has no time in milliseconds"),
        (b'{"phone":"p","n":3,"first":0,"sent":"now","rows":[]}', "Message 3 of the phone was not sent at a time"),
        (b'{"phone":"p","n":3,"first":0,"sent":-1,"rows":[]}', "Message 3 of the phone was not sent at a time"),
        (BEGIN + b"[1790000000000,null,0,9.8,0,0,0]]}", "has an acceleration that no phone can have"),
        (BEGIN + b"[1790000000000,NaN,0,9.8,0,0,0]]}", "has an acceleration that no phone can have"),
        (BEGIN + b"[1790000000000,1" + b"0" * 400 + b",0,9.8,0,0,0]]}", "has an acceleration that no phone can have"),
        (BEGIN + b'[1790000000000,0,0,9.8,"a",0,0]]}', "has an angular velocity that no phone can have"),
        (BEGIN + b"[1790000000000,0,0,9.8,Infinity,0,0]]}", "has an angular velocity that no phone can have"),
    ],
)  # fmt: skip
def test_what_is_no_message_is_said_in_a_sentence(body: bytes, says: str) -> None:
    (wrong,) = feed(body)
    assert isinstance(wrong, BadPacket)
    assert says in wrong.why
    assert wrong.why.endswith(".")
    assert len(wrong.data) <= 100


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 100))
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    good = BEGIN + HANGING + b"]}"
    for body in (noise, good[:at] + noise + good[at:], good[:at]):
        assert all(isinstance(found, (Readings, BadPacket)) for found in feed(body))
