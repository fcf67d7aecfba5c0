"""All kinds of sensors that come with the program: whole, proof against garbage, and written to as their makers say."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu.devices import (
    DECODERS,
    DeviceStream,
    Profile,
    load_profile,
    make_decoder,
    profile_for,
    profile_text,
    profiles,
)
from imu.devices.protocol import BadPacket, Battery, Readings
from imu.errors import DeviceError
from tests.fixtures.captures import others

_SHIPPED = {
    f.name.partition(".")[0].replace("_", "-") for f in (files("firmware_data") / "sensors").iterdir()
}
PROFILES = [p.name for p in profiles() if p.channels and p.name in _SHIPPED]
"""Those over Bluetooth, of this program alone; a phone posts, and has no characteristics."""
BANGLE = b"\x10Bangle.on('accel',function(a){Bluetooth.println('A,'+(a.x*100|0)+','+(a.y*100|0)+','+(a.z*100|0))});\n"
WRITES: dict[str, tuple[list[tuple[str, bytes]], list[tuple[str, bytes]]]] = {
    "arduino-science": ([], []),
    "bluest": ([], []),
    "microbit": ([("command", b"\x14\x00")], []),
    "nordic-uart": ([], []),
    "sensortag": (
        [("command", b"\x7f\x02"), ("period", b"\x0a")],
        [("command", b"\x00\x00")],
    ),
    "six-floats": ([], []),
    "thingy52": ([("command", bytes.fromhex("e803f401f401320000"))], []),
}
"""Sensors whose commands stand in their profile: (channel, bytes) at the start and before leaving."""


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


@pytest.mark.parametrize("name", WRITES)
def test_what_is_written(name: str) -> None:
    stream = DeviceStream(load_profile(name), "wrist")
    for writes, expected in zip((stream.start(), stream.stop()), WRITES[name], strict=True):
        assert [(w.channel, w.data) for w in writes] == expected


def test_a_bangle_is_told_in_pieces_that_every_link_takes() -> None:
    stream = DeviceStream(load_profile("banglejs"), "wrist")
    for writes, line in (
        (stream.start(), BANGLE),
        (stream.stop(), b"\x10Bangle.removeAllListeners('accel');\n"),
    ):
        assert writes[0].data == b"\x03"
        assert b"".join(w.data for w in writes[1:]) == line
        assert max(len(w.data) for w in writes) <= 20


@pytest.mark.parametrize("name", sorted({*PROFILES} - {"movella-dot"}))
def test_a_charge_is_read(name: str) -> None:
    """Of the Bluetooth SIG's own characteristic: one byte, per cent. A DOT has one of its own."""
    made = make_decoder(load_profile(name))
    data, expected = others("battery", "SIG 2A19")
    assert made.feed("battery", data) == [Battery(percent=expected["percent"])]
    assert made.feed("battery", b"\xff") == []


@pytest.mark.parametrize(
    ("name", "services", "kind"),
    [
        ("MetaWear", (), "metamotion"),
        ("Movesense 203130000123", (), "movesense"),
        ("Polar H10 8E1B2A2F", (), "polar-h10"),
        ("Polar Sense A1B2C3D4", (), "polar-verity"),
        ("BBC micro:bit [gazep]", (), "microbit"),
        ("CC2650 SensorTag", (), "sensortag"),
        ("SensorTag 2.0", (), "sensortag"),
        ("Thingy", (), "thingy52"),
        ("BLE Sense - 1A2B", (), "arduino-science"),
        ("Bangle.js 1a2b", ("6E400001-B5A3-F393-E0A9-E50E24DCCA9E",), "banglejs"),
        ("ESP32", ("6E400001-B5A3-F393-E0A9-E50E24DCCA9E",), "nordic-uart"),
        (None, ("13012F00-F8C3-4F4A-A8F4-15CD926DA146",), "six-floats"),
        ("Kettle", (), None),
    ],
)
def test_what_advertises_this_is_of_that_kind(
    name: str | None, services: tuple[str, ...], kind: str | None
) -> None:
    found = profile_for(name, services)
    assert (None if found is None else found.name) == kind


WHOLE = profile_text("sensortag")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WHOLE.replace("has_gyro = true", 'has_gyro = "yes"'), "of the wrong kind"),
        (WHOLE.replace('name = "sensortag"', "name = 5"), "of the wrong kind"),
        (re.sub(r"rate_hz = .*", "rate_hz = " + "9" * 400, WHOLE, count=1), "of the wrong kind"),
        (re.sub(r"rate_hz = .*", "rate_hz = " + "9" * 5000, WHOLE, count=1), "not TOML"),
        ("a = " + "[" * 20_000, "not TOML"),
        (re.sub(r"names = .*", "names = [1]", WHOLE, count=1), "of the wrong kind"),
        (re.sub(r"names = .*", 'names = "SensorTag"', WHOLE, count=1), "of the wrong kind"),
    ],
)
def test_a_profile_that_cannot_be_meant_is_refused_in_a_sentence(text: str, said: str) -> None:
    assert text != WHOLE
    with pytest.raises(DeviceError, match=said) as caught:
        Profile.from_toml(text, where="mine.toml")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("name", "said"), [("no.toml", "there is no such file"), ("folder.toml", "is a folder")]
)
def test_a_profile_that_is_no_file(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(DeviceError, match=said):
        load_profile(str(tmp_path / name))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.data())
def test_any_change_of_a_profile_gives_a_profile_or_a_sentence(data: st.DataObject) -> None:
    lines = WHOLE.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    key = lines[at].partition("=")[0]
    value = data.draw(
        st.sampled_from(["1", "-1", "inf", "nan", "true", '""', "[]", "{}", "[1]", "1979-05-27", '"\\u0000"'])
    )
    lines[at] = data.draw(
        st.sampled_from([f"{key} = {value}", value, "", f"[{key.strip()}]"]) | st.text(max_size=30)
    )
    try:
        made = Profile.from_toml("\n".join(lines), where="mine.toml")
    except DeviceError as error:
        assert str(error).startswith("mine.toml")  # noqa: PT017
    else:
        assert isinstance(made.name, str)
        assert made.matches("any name") in (True, False)
