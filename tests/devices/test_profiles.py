"""All kinds of sensors that come with the program: whole, proof against garbage, and written to as their makers say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.devices import DECODERS, DeviceStream, load_profile, make_decoder, profile_for, profiles
from imu.devices.protocol import BadPacket, Battery, Readings
from tests.fixtures.captures import others

PROFILES = [p.name for p in profiles() if p.channels]
"""Those over Bluetooth; a phone posts, and has no characteristics."""
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
