"""docs/add_sensor.md: its profile loads, and its decoder gives what the page says."""

from __future__ import annotations

import struct
from dataclasses import fields
from math import pi
from pathlib import Path

import numpy as np
import pytest

from imu.devices import DeviceStream, Packet, load_profile, make_decoder, profile_for
from imu.devices.profile import Profile
from imu.devices.protocol import Readings, TickKind
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
