"""``demo``, ``formats``, ``--help``, ``--version``, and ``python -m``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.stream.offline import program_version
from imu.devices import Profile, load_profile, profiles
from imu.formats import FORMATS

Command = Callable[..., tuple[int, str, str]]


def test_demo_prints_the_table_and_writes_the_report(command: Command, here: Path) -> None:
    """Truth: eight light reps, the last a half one; ten heavy ones, the last four swung."""
    code, out, err = command("demo", "--out", "made/here")
    assert (code, err) == (0, "")
    rows = [line for line in out.splitlines() if line[:4].strip().isdigit()]
    assert [int(row[:4]) for row in rows] == [*range(1, 9), *range(1, 11)]
    assert "half rep" in rows[7]
    assert ["swing" in row for row in rows[8:]] == [False] * 6 + [True] * 4
    report = here / "made" / "here" / "rep-momentum-demo.html"
    assert report.read_text(encoding="utf-8").startswith("<!")
    assert str(Path("made/here/rep-momentum-demo.html")) in out.splitlines()[-1]


def test_demo_into_a_file_is_wrong_usage(command: Command, here: Path) -> None:
    (here / "taken").touch()
    code, out, err = command("demo", "--out", "taken")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_formats_lists_all_with_headers(command: Command) -> None:
    code, out, _ = command("formats")
    assert code == 0
    for info in FORMATS:
        assert f"{info.name}: {info.title}\n" in out
        assert info.example.splitlines()[0] in out


def test_sensors_lists_all_with_what_they_need(command: Command) -> None:
    code, out, err = command("sensors")
    assert (code, err) == (0, "")
    words = " ".join(out.split())
    for profile in profiles():
        assert f"\n{profile.name} " in out
        assert profile.title.split()[0] in words
    assert "rep-momentum sensors NAME > mine.toml" in out


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.name)
def test_a_profile_as_it_is_printed_can_be_read_as_ones_own(
    command: Command, here: Path, profile: Profile
) -> None:
    code, out, _ = command("sensors", profile.name)
    (here / "mine.toml").write_text(out, encoding="utf-8")
    assert code == 0
    assert load_profile("mine.toml") == profile


def test_an_unknown_sensor_is_said_in_a_line(command: Command) -> None:
    code, out, err = command("sensors", "walkie")
    assert (code != 0, out, err.count("\n")) == (True, "", 1)
    assert "walkie" in err
    assert "witmotion" in err


def test_version(command: Command) -> None:
    assert command("--version") == (0, f"rep-momentum {program_version()}\n", "")


def test_help_and_nothing_are_the_same(command: Command) -> None:
    code, out, _ = command("--help")
    assert code == 0
    for name in ("demo", "analyze", "formats", "sensors", "--debug"):
        assert name in out
    assert command()[:2] == (0, out)


def test_unknown_command(command: Command) -> None:
    code, out, err = command("analyse")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.program
def test_as_a_module_reading_standard_input(four: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "analyze", "-"],
        input=Path(four).read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 of 4 reps controlled" in done.stdout
