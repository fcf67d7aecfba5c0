"""A decoder and a sensor profile from another package, as docs/add_sensor.md says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.cli import run
from imu.devices import (
    BadPacket,
    DeviceStream,
    Packet,
    Readings,
    load_profile,
    make_decoder,
    profile_for,
    profiles,
)
from imu.errors import DeviceError, PluginError
from tests.fixtures.doc_examples import example
from tests.fixtures.packages import entry_points_of, install

ENTRIES = entry_points_of(example("add_sensor.md", "entry points"))
OWNER = "the plug-in 'hexband' of hexband-sensor 1.2"
MEND = "; update hexband-sensor, or uninstall it."
FAILS = "fails with the sensor profile hexband"
MODULE = example("add_sensor.md", "decoder")


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str = MODULE) -> None:
    install(folder, monkeypatch, "hexband-sensor", ENTRIES, hexband=module)


def test_its_packets_become_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch)
    (readings,) = make_decoder(load_profile("hexband")).feed("data", b"0 0 3d5")
    assert isinstance(readings, Readings)
    np.testing.assert_allclose(readings.values, [[0.0, 0.0, 9.81]])
    stream, blocks = DeviceStream(load_profile("hexband"), "wrist"), []
    for k in range(100):
        packet = Packet(sensor="wrist", channel="data", data=b"0 0 3d5", arrival_s=0.02 * k)
        blocks += stream.packet(packet)
    blocks += stream.flush()
    assert sum(map(len, blocks)) == 100


@pytest.mark.parametrize("data", [b"", b"0 0", b"0 0 0 0", b"0 0 g", b"\xff\xfe"])
def test_a_packet_that_it_cannot_read_is_counted(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch)
    (found,) = make_decoder(load_profile("hexband")).feed("data", data)
    assert isinstance(found, BadPacket)


def test_it_is_recognised_and_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert profile_for("HexBand 7") is None
    installed(tmp_path, monkeypatch)
    assert profile_for("HexBand 7") == load_profile("hexband")
    assert run(["sensors"]) == 0
    assert "hexband" in capsys.readouterr().out
    assert run(["sensors", "hexband"]) == 0
    assert 'names = ["HexBand*"]' in capsys.readouterr().out


def test_an_unknown_decoder_names_those_of_packages_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, MODULE.replace('decoder = "hexband"', 'decoder = "hexbund"'))
    with pytest.raises(
        DeviceError, match=r"there is no decoder 'hexbund'; known are capture2go, dot, hexband,"
    ):
        make_decoder(load_profile("hexband"))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "class HexBand:",
            "class Other:",
            "cannot be loaded ({}: module 'hexband' has no attribute 'HexBand')",
        ),
        ("profile.name", "profile.hue", f"{FAILS} ({{}}: 'Profile' object has no attribute 'hue')"),
        ("ticks = None", "clock = None", f"{FAILS} ({{}}: 'HexBand' object has no attribute 'ticks')"),
        ("data.split()", "data.read()", f"{FAILS} ({{}}: 'bytes' object has no attribute 'read')"),
        ("self.name = profile.name", "raise SystemExit(2)", f"{FAILS} (SystemExit: 2)"),
        ("ticks = None", "ticks = 16", f"{FAILS} (ticks gives int, not a TickKind or None)"),
        (
            "return [Readings(",
            "[Readings(",
            f"{FAILS} (feed gives NoneType, not a list of Readings or Battery or BadPacket)",
        ),
        (
            'return [Readings(kind="acc", values=np.array([[x, y, z]]))]',
            "return [[x, y, z]]",
            f"{FAILS} (feed gives a list with list, not a list of Readings or Battery or BadPacket)",
        ),
    ],
    ids=["import", "init", "protocol", "feed", "leaves", "ticks", "feed none", "feed items"],
)
def test_a_fault_of_a_decoder_says_whose_it_is(
    old: str, new: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old in MODULE
    installed(tmp_path, monkeypatch, MODULE.replace(old, new))
    with pytest.raises(PluginError) as caught:
        make_decoder(load_profile("hexband")).feed("data", b"0 0 3d5")
    assert str(caught.value) == f"{OWNER} {fault.format('AttributeError')}{MEND}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("PROFILE = ", "PROFILE = 3,", f"{OWNER} is no text of a sensor profile but tuple{MEND}"),
        ('title = "HexBand"', "", f"{OWNER}: the profile lacks 'title'; add it."),
        (
            'name = "hexband"',
            'name = "hexbund"',
            f"{OWNER} is a sensor profile named 'hexbund', unlike its entry point{MEND}",
        ),
    ],
    ids=["kind", "key", "name"],
)
def test_a_fault_of_a_profile_says_whose_it_is(
    old: str,
    new: str,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    installed(tmp_path, monkeypatch, MODULE.replace(old, new))
    assert run(["sensors"]) == 2
    out, err = capsys.readouterr()
    assert err == f"rep-momentum: left out: {says}\n"
    assert "witmotion" in out, "the others are listed"


def test_a_profile_may_not_take_the_name_of_one_of_this_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = next(iter(profiles())).name
    entry = f"[rep_momentum.profiles]\n{own} = hexband:PROFILE\n"
    module = MODULE.replace('name = "hexband"', f'name = "{own}"')
    install(tmp_path, monkeypatch, "hexband-sensor", entry, hexband=module)
    with pytest.raises(PluginError) as caught:
        profiles()
    says = (
        f"the plug-in {own!r} of hexband-sensor 1.2 is a sensor profile named {own!r}, as one of this program"
    )
    assert str(caught.value) == f"{says}{MEND}"


def test_what_makes_no_decoder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch, f"{MODULE}\nHexBand = 3\n")
    with pytest.raises(PluginError) as caught:
        make_decoder(load_profile("hexband"))
    assert str(caught.value) == f"{OWNER} makes no decoder: it is no class or function but int{MEND}"


def test_two_decoders_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch)
    profile = load_profile("hexband")
    install(tmp_path, monkeypatch, "late", "[rep_momentum.decoders]\nhexband = hexband:HexBand\n")
    with pytest.raises(PluginError) as caught:
        make_decoder(profile)
    says = "the plug-in 'hexband' of late 1.2 has the name of a plug-in of hexband-sensor 1.2"
    assert str(caught.value) == f"{says}; update late, or uninstall it."


def test_a_sensor_of_this_program_does_not_ask_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(tmp_path, monkeypatch, "1 / 0")
    with pytest.raises(PluginError):
        profile_for("HexBand 7")
    found = profile_for("WT901BLE67")
    assert found is not None
    assert make_decoder(found) is not None
