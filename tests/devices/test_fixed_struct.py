"""Fixed structs: the boards' vectors, clocks and counters, streams with a sync, and profiles that do not fit."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DeviceStream, Packet, Profile, load_profile, make_decoder
from imu.devices.protocol import BadPacket, Readings
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.captures import close, cut, decoder, only, others, refused

OWN = """
name = "own"
title = "A sketch of one's own"
decoder = "struct"
names = ["MySensor*"]
services = []
has_gyro = true
rate_hz = 100
notes = "Mine."
source = "me"

[channels]
data = "12345678-0000-1000-8000-00805f9b34fb"

[options]
struct = "<I6h"
fields = ["tick", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"]
tick_s = 0.001
acc_unit = "mg"
gyr_unit = "deg/s"
gyr_scale = 0.1
"""


def own(**changes: str) -> Profile:
    """The profile with options in TOML changed; an empty one is left out."""
    lines = [line for line in OWN.split("\n") if line.split(" =")[0] not in changes]
    lines += [f"{name} = {value}" for name, value in changes.items() if value]
    return Profile.from_toml("\n".join(lines), where="own.toml")


def frame(ms: int, *fields: int) -> bytes:
    return struct.pack("<I6h", ms, *fields)


@pytest.mark.parametrize(
    ("profile", "key"),
    [
        ("sensortag", ("sensortag_cc2650", "gyro, acc (8 g), mag")),
        ("thingy52", ("thingy52", "raw motion EF680406")),
        ("six-floats", ("generic_6f", "13012F01 six floats")),
    ],
)
def test_both_in_one_frame(profile: str, key: tuple[str, str]) -> None:
    data, expected = others(*key)
    found = only(decoder(profile).feed("data", data))
    assert found.kind == "motion"
    close(found.values[0, :3], expected["acc_g"], G_MPS2, 1e-3)
    close(found.values[0, 3:], expected["gyro_dps"], RAD_PER_DEG, 1e-3)


def test_a_sensortag_upside_down() -> None:
    data, expected = others("sensortag_cc2650", "gravity on -z")
    close(only(decoder("sensortag").feed("data", data)).values[0, :3], expected["acc_g"], G_MPS2, 1e-9)


def test_a_thingy_says_no_attitude_on_the_channel_of_readings() -> None:
    data = others("thingy52", "quaternion Q30")[0]
    assert refused(decoder("thingy52").feed("data", data)) == "16 bytes; a frame has 18"


@pytest.mark.parametrize("what", ["flat face up", "x=1024,y=-512,z=0"])
def test_a_microbit_has_the_opposite_sign(what: str) -> None:
    data, expected = others("microbit", what)
    close(only(decoder("microbit").feed("data", data)).values[0], expected["mg"], -G_MPS2 / 1000.0, 1e-9)


def test_acceleration_and_turning_on_channels_of_their_own() -> None:
    nano = decoder("arduino-science")
    for channel, what, key, unit in (
        ("acc", "acc characteristic 0011", "acc_g", G_MPS2),
        ("gyr", "gyro characteristic 0012", "gyro_dps", RAD_PER_DEG),
    ):
        data, expected = others("arduino_science", what)
        found = only(nano.feed(channel, data))
        assert found.kind == channel
        close(found.values[0], expected[key], unit, 1e-6)


def test_ticks_of_8_ms_wrap() -> None:
    """The vector, and ticks 65533 and 3: 6 ticks, which are 48 ms."""
    data, expected = others("bluest", "acc+gyro+mag mask 00E00000")
    found = only(decoder("bluest").feed("data", data))
    assert found.ticks is not None
    assert found.ticks.tolist() == [expected["ticks"]]
    close(found.values[0, :3], expected["acc_mg"], G_MPS2 / 1000.0, 1e-6)
    close(found.values[0, 3:], expected["gyro_dps"], RAD_PER_DEG, 1e-6)
    stream = DeviceStream(load_profile("bluest"), "wrist")
    before = struct.pack("<H9h", 65533, *[0] * 9)
    (first,), (second,) = (
        stream.packet(Packet(sensor="wrist", channel="data", data=d, arrival_s=t))
        for d, t in ((before, 5.0), (others("bluest", "tick wrap")[0], 5.048))
    )
    assert second.time_s[0] - first.time_s[0] == pytest.approx(0.048, abs=1e-9)


def test_a_new_sensor_is_a_toml_file() -> None:
    """Milliseconds, mg and tenths of a degree a second, from a profile written here."""
    stream = DeviceStream(own(), "wrist")
    data = frame(5000, 0, -500, 866, 10, 0, -900)
    (block,) = stream.packet(Packet(sensor="wrist", channel="data", data=data, arrival_s=3.0))
    assert block.time_s.tolist() == [3.0]
    close(block.acc_mps2[0], [0, -0.5, 0.866], G_MPS2, 1e-9)
    assert block.gyr_radps is not None
    close(block.gyr_radps[0], [1, 0, -90], RAD_PER_DEG, 1e-9)


@given(st.lists(st.integers(0, 120), max_size=8))
def test_a_stream_with_a_sync_may_be_cut_anywhere(cuts: list[int]) -> None:
    """It begins within a frame that holds what looks like a sync, and a frame in the middle lacks a byte."""
    sync = b"\xaa\x55"
    frames = [frame(k * 10, k, 0x55AA if k == 1 else 0, -k, 0, 0, 0) for k in range(1, 7)]
    stream = frames[0][3:] + b"".join(sync + f for f in (*frames[1:3], frames[3][:-1], *frames[4:])) + sync
    made = make_decoder(own(sync='"aa55"'))
    found = [d for piece in cut(stream, cuts) for d in made.feed("data", piece)]
    ticks = [t for d in found if isinstance(d, Readings) and d.ticks is not None for t in d.ticks.tolist()]
    assert ticks == [20, 30, 50, 60]
    bad = b"".join(d.data for d in found if isinstance(d, BadPacket))
    assert bad == frames[0][3:] + sync + frames[3][:-1]


def test_half_a_frame_does_not_outlive_the_link() -> None:
    made = make_decoder(own(sync='"aa55"'))
    whole = b"\xaa\x55" + frame(10, 1, 2, 3, 4, 5, 6)
    assert made.feed("data", whole[:9]) == []
    made.reset()
    assert len(only(made.feed("data", whole + b"\xaa\x55"))) == 1


def test_one_bad_value_costs_one_frame() -> None:
    made = make_decoder(own(struct='"<I6f"'))
    good, nan, far = ((1.0,) * 6, (float("nan"),) + (1.0,) * 5, (1.0,) * 5 + (3e38,))
    found, *bad = made.feed("data", b"".join(struct.pack("<I6f", 1, *v) for v in (good, nan, far, good)))
    assert isinstance(found, Readings)
    assert len(found) == 2
    assert [refused([b]) for b in bad] == ["a value that is no number, or far too large"] * 2


def test_a_clock_beyond_64_bits_of_sign() -> None:
    """A u64 of nanoseconds may be anything; what cannot be a time is refused, not turned over."""
    made = make_decoder(own(struct='"<Q6h"', tick_s="1e-9", tick_bits="64"))
    assert refused(made.feed("data", b"\xff" * 8 + bytes(12))).startswith("a value that is no number")
    now = 1_700_000_000_000_000_000
    ticks = only(made.feed("data", now.to_bytes(8, "little") + bytes(12))).ticks
    assert ticks is not None
    assert abs(int(ticks[0]) - now) <= 256


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"struct": '"<I5h"'}, "the struct has 6 values, but 7 fields are named"),
        ({"struct": '"6 shorts"'}, "the option struct .* is missing or not one"),
        ({"struct": ""}, "the option struct .* is missing or not one"),
        ({"struct": '"<4s6h"'}, "the struct holds text"),
        ({"sync": '"xy"'}, "or sync .* is missing or not one"),
        ({"fields": '["x", "acc_y", "acc_z"]'}, "there is no field 'x'"),
        ({"fields": '["acc_x", "acc_y"]'}, "acc_x, acc_y, acc_z belong together"),
        ({"fields": '["acc_x", "acc_x", "acc_y", "acc_z"]'}, "acc_x is named twice"),
        ({"struct": '"<3h"', "fields": '["acc_x", "acc_y", "acc_z"]'}, "set has_gyro = false, or name it"),
        ({"has_gyro": ""}, "lacks 'has_gyro'"),
        ({"acc_unit": '"stone"'}, "acc_unit 'stone' is not known; use one of m/s2, g, mg"),
        ({"acc_scale": '"two"'}, "an option is missing or of the wrong kind"),
        ({"tick_s": "0.0"}, "tick_bits is 32 and tick_s 0.0"),
        ({"tick_bits": "0"}, "tick_bits is 0 and tick_s 0.001"),
    ],
)
def test_a_profile_that_does_not_fit_says_what(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DeviceError, match=said):
        DeviceStream(own(**changes), "wrist")


def test_turning_that_the_profile_denies() -> None:
    text = OWN.replace("has_gyro = true", "has_gyro = false")
    with pytest.raises(DeviceError, match="has_gyro is false, but the options name turning"):
        make_decoder(Profile.from_toml(text, where="own.toml"))


@pytest.mark.parametrize("rate", ["0", "-5", "nan", "inf"])
def test_a_rate_that_is_none(rate: str) -> None:
    text = OWN.replace("rate_hz = 100", f"rate_hz = {rate}")
    with pytest.raises(DeviceError, match=r"own\.toml: rate_hz is .*; it must be above 0"):
        Profile.from_toml(text, where="own.toml")


def test_no_decoder_of_that_name() -> None:
    with pytest.raises(DeviceError, match="there is no decoder 'magic'; known are"):
        make_decoder(Profile.from_toml(OWN.replace('"struct"', '"magic"'), where="own.toml"))


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_garbage_on_a_stream_is_all_counted(pieces: list[bytes]) -> None:
    made = make_decoder(own(sync='"aa55"'))
    for found in (d for piece in pieces for d in made.feed("data", piece)):
        assert isinstance(found, Readings | BadPacket)
        if isinstance(found, Readings):
            assert np.isfinite(found.values).all()
