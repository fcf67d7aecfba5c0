"""The other sensors' bytes: captures, the vendors' own test values, literal commands, garbage."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DECODERS, DeviceStream, Packet, Profile, load_profile, make_decoder, profiles
from imu.devices.types import BadPacket, Battery, Decoded, Decoder, Readings
from imu.errors import DeviceError
from imu.types import Floats
from imu.units import G_MPS2, RAD_PER_DEG
from tests.devices.captures import captures, decoder

ROWS = {(row["sensor"], row["what"]): row for row in captures("others")}
IMU6 = "/Meas/IMU6/52 payload (prefix 02 <ref> on the wire)"
CHIPS_160 = ("0380" + "0100", "1380" + "0000")
CHIPS_270 = ("0380" + "0400", "1380" + "0100")
PROFILES = [p.name for p in profiles()]


def row(sensor: str, what: str) -> tuple[bytes, dict[str, Any]]:
    found = ROWS[sensor, what]
    return bytes.fromhex(found["hex"]), found["expect"]


def only(decoded: list[Decoded]) -> Readings:
    (found,) = decoded
    assert isinstance(found, Readings)
    return found


def close(values: Floats, expected: Any, unit: float, at_most: float) -> None:
    np.testing.assert_allclose(values, np.array(expected) * unit, rtol=0.0, atol=at_most * unit)


def metamotion(chips: tuple[str, str], **options: int) -> Decoder:
    made = decoder("metamotion", **options)
    for answer in chips:
        assert made.feed("data", bytes.fromhex(answer)) == []
    return made


@pytest.mark.parametrize(
    ("what", "key", "kind", "unit", "options"),
    [
        ("acc 4 g", "g", "acc", G_MPS2, {"acc_range_g": 4}),
        ("acc packed 8 g BMI160", "g", "acc", G_MPS2, {"acc_range_g": 8}),
        ("gyro 500 dps", "dps", "gyr", RAD_PER_DEG, {"gyro_range_dps": 500}),
        ("gyro packed 1000 dps BMI160", "dps", "gyr", RAD_PER_DEG, {"gyro_range_dps": 1000}),
    ],
)
def test_metamotion(what: str, key: str, kind: str, unit: float, options: dict[str, int]) -> None:
    data, expected = row("metamotion", what)
    found = only(metamotion(CHIPS_160, **options).feed("data", data))
    assert found.kind == kind
    close(found.values, expected[key], unit, 0.0006)


def test_metamotion_tells_its_chips_apart() -> None:
    """13 05 with 18 bytes is packed on a BMI270; on a BMI160 it would be one reading of 6."""
    packed = bytes.fromhex("1305") + row("metamotion", "gyro packed 1000 dps BMI160")[0][2:]
    assert len(only(metamotion(CHIPS_270, gyro_range_dps=1000).feed("data", packed))) == 3
    (wrong,) = metamotion(CHIPS_160).feed("data", packed)
    assert isinstance(wrong, BadPacket)
    (early,) = decoder("metamotion").feed("data", packed)
    assert isinstance(early, BadPacket)


@pytest.mark.parametrize(
    ("chips", "written"),
    [
        (CHIPS_160, ["03032808", "031c01", "03020100", "030101", "13032801", "130701", "13020100", "130101"]),
        (CHIPS_270, ["0303a802", "030501", "03020100", "030101", "13032801", "130501", "13020100", "130101"]),
    ],
)
def test_metamotion_dialogue(chips: tuple[str, str], written: list[str]) -> None:
    """Range 8 g and 1000 °/s at 100 Hz, once for each chip, however often it answers."""
    made = decoder("metamotion")
    assert [w.data.hex() for w in made.start(100.0)] == ["0380", "1380", "118c"]
    for answer in (*chips, *chips):
        made.feed("data", bytes.fromhex(answer))
    assert [w.data.hex() for w in made.replies()] == written
    assert made.replies() == []
    assert made.feed("data", bytes.fromhex("118c53e80f")) == [Battery(percent=83)]


def test_movesense() -> None:
    data, expected = row("movesense", IMU6)
    packet = bytes((2, 99)) + data
    found = only(decoder("movesense").feed("data", packet))
    acc, gyr = expected["arrays"]
    close(found.values[:, :3], acc, 1.0, 1e-5)
    close(found.values[:, 3:], gyr, RAD_PER_DEG, 1e-5)
    assert found.ticks is not None
    assert found.ticks.tolist() == [expected["t_ms"] * 10 + k for k in (0, 192, 384, 576)]
    parted = decoder("movesense")
    assert parted.feed("data", packet[:50]) == []
    again = only(parted.feed("data", bytes((3, 99)) + packet[50:]))
    np.testing.assert_array_equal(again.values, found.values)


def test_movesense_commands() -> None:
    made = decoder("movesense")
    assert [w.data for w in made.start(60.0)] == [b"\x01\x63/Meas/IMU6/52"]
    assert [w.data for w in made.stop()] == [b"\x02\x63"]
    assert made.feed("data", bytes((1, 99, 200, 0))) == []
    (refused,) = made.feed("data", bytes((1, 99)) + (404).to_bytes(2, "little"))
    assert isinstance(refused, BadPacket)
    assert "status 404" in refused.why


@pytest.mark.parametrize(
    ("what", "key", "unit"),
    [
        ("ACC raw type 1, 2 samples", "mg", G_MPS2 / 1000.0),
        ("ACC compressed type 1", "mg", G_MPS2 / 1000.0),
        ("GYRO compressed type 0, factor 1", "dps", RAD_PER_DEG),
        ("H10 ACC data frame head (truncated)", "mg", G_MPS2 / 1000.0),
    ],
)
def test_polar_frames(what: str, key: str, unit: float) -> None:
    data, expected = row("polar_pmd", what)
    found = only(decoder("polar-verity").feed("data", data))
    close(found.values, expected[key], unit, 1e-9)
    assert found.ticks is not None
    if "t_ns" in expected:
        assert found.ticks[-1] == expected["t_ns"] // 1000
    assert found.ticks[-1] - found.ticks[-2] == pytest.approx(1e6 / 52.0, abs=1.5)


def test_polar_long_compressed_frame() -> None:
    """57 readings of counts; with the factor that the start's answer gives, they are in g."""
    data, expected = row("polar_pmd", "ACC compressed type 0, 1+56 samples, factor 1 -> counts")
    made = decoder("polar-verity")
    counts = only(made.feed("data", data)).values / G_MPS2
    assert len(counts) == expected["n"]
    for at, name in ((0, "first"), (1, "second"), (-1, "last")):
        close(counts[at], expected[name], 1.0, 1e-6)
    assert made.feed("answer", bytes.fromhex("f002020000050140da7f39")) == []
    np.testing.assert_allclose(only(made.feed("data", data)).values, counts * 0.000244 * G_MPS2, rtol=1e-5)


def test_polar_commands() -> None:
    h10, verity = decoder("polar-h10"), decoder("polar-verity")
    assert [w.data.hex() for w in h10.start(200.0)] == [
        row("polar_pmd", "H10 start ACC 200 Hz 8 g (write)")[0].hex()
    ]
    assert [w.data.hex() for w in h10.stop()] == ["0302"]
    assert verity.start(52.0)[0].data.hex() == "020200013400010110000201080004" + "0103"
    assert [w.data.hex() for w in verity.stop()] == ["0302", "0305"]
    (refused,) = h10.feed("answer", bytes.fromhex("f002020d00"))
    assert isinstance(refused, BadPacket)
    assert refused.why == "the sensor refused a command: it lies in its charger"


@pytest.mark.parametrize(
    ("profile", "channel", "key"),
    [
        ("sensortag", "data", ("sensortag_cc2650", "gyro, acc (8 g), mag")),
        ("thingy52", "data", ("thingy52", "raw motion EF680406")),
        ("six-floats", "data", ("generic_6f", "13012F01 six floats")),
    ],
)
def test_structs_with_both(profile: str, channel: str, key: tuple[str, str]) -> None:
    data, expected = row(*key)
    found = only(decoder(profile).feed(channel, data))
    assert found.kind == "motion"
    close(found.values[0, :3], expected["acc_g"], G_MPS2, 1e-3)
    close(found.values[0, 3:], expected["gyro_dps"], RAD_PER_DEG, 1e-3)


def test_structs_with_a_clock_or_apart() -> None:
    data, expected = row("bluest", "acc+gyro+mag mask 00E00000")
    tile = decoder("bluest")
    found = only(tile.feed("data", data))
    assert tile.ticks is not None
    assert (found.ticks is not None and found.ticks[0], tile.ticks.bits, tile.ticks.step_s) == (
        1000,
        16,
        0.008,
    )
    close(found.values[0, :3], expected["acc_mg"], G_MPS2 / 1000.0, 1e-6)
    close(found.values[0, 3:], expected["gyro_dps"], RAD_PER_DEG, 1e-6)
    nano = decoder("arduino-science")
    acc, gyr = (row("arduino_science", f"{n} characteristic 001{k}") for n, k in (("acc", 1), ("gyro", 2)))
    close(only(nano.feed("acc", acc[0])).values[0], acc[1]["acc_g"], G_MPS2, 1e-6)
    close(only(nano.feed("gyr", gyr[0])).values[0], gyr[1]["gyro_dps"], RAD_PER_DEG, 1e-6)


@pytest.mark.parametrize("what", ["flat face up", "x=1024,y=-512,z=0"])
def test_microbit_has_the_opposite_sign(what: str) -> None:
    data, expected = row("microbit", what)
    close(only(decoder("microbit").feed("data", data)).values[0], expected["mg"], -G_MPS2 / 1000.0, 1e-9)


@given(st.lists(st.integers(0, 60), max_size=6))
def test_lines_may_be_cut_anywhere(cuts: list[int]) -> None:
    line, expected = row("nus_text", "Bangle line")
    stream = b"rest of a line\n" + line * 3 + b"> \r\n" + line
    points = [0, *sorted(min(c, len(stream)) for c in cuts), len(stream)]
    bangle = decoder("banglejs")
    found = [d for a, b in pairwise(points) for d in bangle.feed("data", stream[a:b])]
    values = np.concatenate([d.values for d in found if isinstance(d, Readings)])
    assert not [d for d in found if isinstance(d, BadPacket)]
    close(values, [expected["acc_g"]] * 4, G_MPS2, 1e-9)


def test_lines_that_are_none() -> None:
    uart = decoder("nordic-uart")
    assert uart.feed("data", b"1,2\n") == []
    (short,) = uart.feed("data", b"1,2,3\n")
    (word,) = uart.feed("data", b"1,2,3,4,5,six\n")
    (endless,) = uart.feed("data", b"7" * 600)
    assert [d.why for d in (short, word, endless) if isinstance(d, BadPacket)] == [
        "3 fields; a line has 6", "a field that is no number", "600 bytes without a line's end"
    ]  # fmt: skip


@pytest.mark.parametrize("name", PROFILES)
@given(packets=st.lists(st.tuples(st.integers(0, 4), st.binary(max_size=80)), max_size=10))
def test_garbage_never_raises(name: str, packets: list[tuple[int, bytes]]) -> None:
    profile = load_profile(name)
    made = make_decoder(profile)
    made.start(profile.rate_hz)
    channels = [*profile.channels]
    for which, data in packets:
        for found in made.feed(channels[which % len(channels)], data):
            assert isinstance(found, Readings | Battery | BadPacket)
            if isinstance(found, Readings):
                assert np.isfinite(found.values).all()
        made.replies()
    made.reset()


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_is_whole(name: str) -> None:
    profile = load_profile(name)
    assert profile.decoder in DECODERS
    assert profile.names or profile.services
    assert profile.notes.endswith(".")
    assert profile.source
    assert all(len(uuid) == 36 for uuids in profile.channels.values() for uuid in uuids)
    stream = DeviceStream(profile, profile.placement)
    assert [w for w in (*stream.start(), *stream.stop()) if w.channel not in profile.channels] == []


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


def test_a_new_sensor_is_a_toml_file() -> None:
    """Milliseconds, mg and tenths of a degree a second, from a profile written here."""
    stream = DeviceStream(Profile.from_toml(OWN, where="own.toml"), "wrist")
    data = (5000).to_bytes(4, "little") + b"".join(
        v.to_bytes(2, "little", signed=True) for v in (0, -500, 866, 10, 0, -900)
    )
    (block,) = stream.packet(Packet(sensor="wrist", channel="data", data=data, arrival_s=3.0))
    assert block.time_s.tolist() == [3.0]
    close(block.acc_mps2[0], [0, -0.5, 0.866], G_MPS2, 1e-9)
    assert block.gyr_radps is not None
    close(block.gyr_radps[0], [1, 0, -90], RAD_PER_DEG, 1e-9)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"<I6h"', '"<I5h"', "the struct has 6 values, but 7 fields are named"),
        ('"<I6h"', '"6 shorts"', "the option struct is missing or not one"),
        ('"acc_x"', '"x"', "there is no field 'x'"),
        ('"acc_z", ', "", "acc_x, acc_y, acc_z belong together"),
        ('"mg"', '"stone"', "acc_unit 'stone' is not known; use one of m/s2, g, mg"),
        ('"struct"', '"magic"', "there is no decoder 'magic'; known are"),
    ],
)
def test_a_profile_that_does_not_fit_says_what(before: str, after: str, said: str) -> None:
    with pytest.raises(DeviceError, match=said):
        DeviceStream(Profile.from_toml(OWN.replace(before, after, 1), where="own.toml"), "wrist")
