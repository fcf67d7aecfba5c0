"""docs/add_sensor.md: its profile loads, and its decoder gives what the page says."""

from __future__ import annotations

import re
import struct
import tomllib
from dataclasses import fields
from itertools import dropwhile
from math import pi
from pathlib import Path

import numpy as np
import pytest

from imu.devices import DeviceStream, Packet, load_profile, make_decoder, profile_for
from imu.devices.profile import Profile
from imu.devices.protocol import Readings, TickKind
from imu.errors import DeviceError
from tests.fixtures.doc_examples import PAGES, example


@pytest.fixture
def mine(tmp_path: Path) -> Profile:
    path = tmp_path / "mine.toml"
    path.write_text(example("add_sensor.md", "profile"), encoding="utf-8")
    return load_profile(str(path))


def notification(millis: int) -> bytes:
    """Lying flat, turning by 90 °/s about z."""
    return struct.pack("<I6h", millis, 0, 0, 1000, 0, 0, 900)


def test_the_notification_is_read_as_told(mine: Profile) -> None:
    decoder = make_decoder(mine)
    (found,) = decoder.feed("data", notification(1000))
    assert isinstance(found, Readings)
    np.testing.assert_allclose(found.values, [[0, 0, 9.80665, 0, 0, pi / 2]], rtol=1e-12)
    assert found.ticks is not None
    assert found.ticks.tolist() == [1000]
    assert decoder.ticks == TickKind(bits=32, step_s=0.001)


def test_the_shown_code_runs(
    mine: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mine.name == "my-esp32"
    monkeypatch.chdir(tmp_path)
    exec(compile(example("add_sensor.md", "decode"), "add_sensor.md", "exec"), {})
    assert "9.80665" in capsys.readouterr().out


def test_ten_seconds_of_it_are_ten_seconds(mine: Profile) -> None:
    """Notifications that arrive in bunches; the board's clock says when each was taken."""
    stream, blocks = DeviceStream(mine, "wrist"), []
    for k in range(1001):
        arrival_s = 0.05 * np.ceil(k * 0.01 / 0.05)
        packet = Packet(sensor="wrist", channel="data", data=notification(500 + 10 * k), arrival_s=arrival_s)
        blocks += stream.packet(packet)
    blocks += stream.flush()
    time_s = np.concatenate([block.time_s for block in blocks])
    assert len(time_s) == 1001
    assert time_s[-1] - time_s[0] == pytest.approx(10.0, abs=0.05)


def test_it_takes_no_other_sensor(mine: Profile) -> None:
    assert mine.matches("CurlBand-1")
    assert profile_for("CurlBand-1", mine.services) is None


def test_every_key_is_explained() -> None:
    table = (
        (PAGES / "add_sensor.md").read_text(encoding="utf-8").partition("## The keys")[2].partition("###")[0]
    )
    assert [f.name for f in fields(Profile) if f"`{f.name}`" not in table] == []


def test_the_keys_that_must_be_there_are_those_without_which_no_profile_loads(tmp_path: Path) -> None:
    page = (PAGES / "add_sensor.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"^(`name`.*) must be there", page, re.MULTILINE)
    text = example("add_sensor.md", "profile")
    faults = {key: fault_of(_without(text.splitlines(), key), tmp_path) for key in tomllib.loads(text)}
    needed = {key: fault for key, fault in faults.items() if fault}
    assert sorted(needed) == sorted(re.findall(r"`(\w+)`", said))
    assert all(fault.endswith(f"the profile lacks {key!r}; add it.") for key, fault in needed.items())


def fault_of(lines: list[str], folder: Path) -> str:
    """What is said when a profile is loaded; nothing if it can be."""
    path = folder / "profile.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        load_profile(str(path))
    except DeviceError as error:
        return str(error)
    return ""


def _without(lines: list[str], key: str) -> list[str]:
    """The lines of a profile but those of a key, or of a table."""
    table = f"[{key}]"
    if table not in lines:
        return [line for line in lines if not line.startswith(f"{key} = ")]
    at = lines.index(table)
    return [*lines[:at], *dropwhile(lambda line: not line.startswith("["), lines[at + 1 :])]
