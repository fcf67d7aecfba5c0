"""MetaMotion: the vendor's test values, the questions at the start, and models that are not known."""

from __future__ import annotations

import pytest

from imu.devices import DeviceStream, Packet, Profile, load_profile, make_decoder, profile_text
from imu.devices.protocol import Battery, Decoder
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.captures import close, decoder, only, others, refused

CHIPS_160 = ("0380" + "0100", "1380" + "0000")
CHIPS_270 = ("0380" + "0400", "1380" + "0100")
PACKED = "gyro packed 1000 dps BMI160"


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
        (PACKED, "dps", "gyr", RAD_PER_DEG, {"gyro_range_dps": 1000}),
    ],
)
def test_values(what: str, key: str, kind: str, unit: float, options: dict[str, int]) -> None:
    data, expected = others("metamotion", what)
    found = only(metamotion(CHIPS_160, **options).feed("data", data))
    assert found.kind == kind
    close(found.values, expected[key], unit, 0.0006)


def test_the_chips_are_told_apart() -> None:
    """13 05 with 18 bytes is packed on a BMI270; on a BMI160 it would be one reading of 6."""
    packed = bytes.fromhex("1305") + others("metamotion", PACKED)[0][2:]
    assert len(only(metamotion(CHIPS_270, gyro_range_dps=1000).feed("data", packed))) == 3
    assert refused(metamotion(CHIPS_160).feed("data", packed)) == "18 bytes; this register has 6"
    assert refused(decoder("metamotion").feed("data", packed)) == "readings before the chip was known"


@pytest.mark.parametrize(
    ("chips", "written", "stopped"),
    [
        (
            CHIPS_160,
            ["03032808", "031c01", "03020100", "030101", "13032801", "130701", "13020100", "130101"],
            ["030100", "03020001", "130100", "13020001", "031c00", "130700"],
        ),
        (
            CHIPS_270,
            ["0303a802", "030501", "03020100", "030101", "13032801", "130501", "13020100", "130101"],
            ["030100", "03020001", "130100", "13020001", "030500", "130500"],
        ),
    ],
)
def test_dialogue(chips: tuple[str, str], written: list[str], stopped: list[str]) -> None:
    """Range 8 g and 1000 °/s at 100 Hz, once for each chip, however often it answers; anew on a new link."""
    made = decoder("metamotion")
    assert [w.data.hex() for w in made.start(100.0)] == ["0380", "1380", "118c"]
    for _ in range(2):
        for answer in (*chips, *chips):
            assert made.feed("data", bytes.fromhex(answer)) == []
        assert [w.data.hex() for w in made.replies()] == written
        assert made.replies() == []
        assert [w.data.hex() for w in made.stop()] == stopped
        made.reset()
    assert made.feed("data", bytes.fromhex("118c53e80f")) == [Battery(percent=83)]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("03800300", "the accelerometer of this model is not known here (chip 3)"),
        ("1380", "this model has no gyroscope"),
    ],
)
def test_a_model_that_is_not_known_is_not_written_to(answer: str, why: str) -> None:
    made = decoder("metamotion")
    assert refused(made.feed("data", bytes.fromhex(answer))) == why
    assert made.replies() == []


def test_fused_acceleration_is_never_read() -> None:
    """Module 19 leaves gravity out."""
    made = metamotion(CHIPS_160)
    for what in ("fusion quaternion", "fusion linear acc"):
        assert made.feed("data", others("metamotion", what)[0]) == []


def test_a_model_without_a_gyroscope_is_a_profile_that_says_so() -> None:
    text = profile_text("metamotion").replace("has_gyro = true", "has_gyro = false")
    stream = DeviceStream(Profile.from_toml(text, where="own.toml"), "wrist")
    assert [w.data.hex() for w in stream.start()] == ["0380", "118c"]
    data = others("metamotion", "acc packed 8 g BMI160")[0]
    packets = [
        Packet(sensor="wrist", channel="data", data=d, arrival_s=float(k))
        for k, d in enumerate((bytes.fromhex(CHIPS_160[0]), data))
    ]
    blocks = [b for p in packets for b in stream.packet(p)] + stream.flush()
    assert [len(b) for b in blocks] == [3]
    assert blocks[0].gyr_radps is None


@pytest.mark.parametrize("option", ["acc_range_g = 8", "gyro_range_dps = 1000"])
def test_a_range_that_the_chip_lacks_is_refused(option: str) -> None:
    name = option.split(maxsplit=1)[0]
    text = profile_text("metamotion").replace(option, f"{name} = 3")
    with pytest.raises(DeviceError, match=f"metamotion: {name} is 3; use one of "):
        make_decoder(Profile.from_toml(text, where="own.toml"))
    assert load_profile("metamotion").options[name] != 3
