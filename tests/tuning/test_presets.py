"""Presets: written, read back, and refused where they do not fit."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analysis.errors import AnalysisError, PresetError, ThresholdError
from analysis.presets import preset_toml, write_preset
from analysis.thresholds import DEFAULTS, Thresholds

MINE = DEFAULTS.with_(momentum__carry=0.1 + 0.2, momentum__own_reps=5, segment__own_share=0.5)


@pytest.mark.parametrize("name", ["Anna", 'says "hi" \\ ünd', "two\nlines"])
def test_there_and_back(tmp_path: Path, name: str) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name=name, why="a light set")
    assert Thresholds.from_toml(path) == MINE
    table = tomllib.loads(path.read_text(encoding="utf-8"))["preset"]
    assert table == {
        "name": " ".join(name.split()), "why": "a light set", "format": 1, "defaults": DEFAULTS.digest,
    }  # fmt: skip


def test_only_what_differs_is_in_it() -> None:
    data = tomllib.loads(preset_toml(MINE, name="x"))
    del data["preset"]
    assert data == {"momentum": {"carry": 0.1 + 0.2, "own_reps": 5}, "segment": {"own_share": 0.5}}


def test_the_defaults_are_a_preset_too(tmp_path: Path) -> None:
    """Who finds that nothing needs to change may keep that as well."""
    path = write_preset(DEFAULTS, tmp_path / "same.toml", name="x")
    assert Thresholds.from_toml(path) == DEFAULTS
    assert "nothing differs" in path.read_text(encoding="utf-8")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PresetError, match="cannot be written"):
        write_preset(MINE, tmp_path / "none" / "mine.toml", name="x")


@pytest.mark.parametrize(
    ("old", "new", "error", "says"),
    [
        ("format = 1", "format = 2", PresetError, "format 2, this version reads format 1"),
        ("format = 1", "", PresetError, "format None"),
        (DEFAULTS.digest, "0123456789ab", PresetError, "other defaults .'0123456789ab'"),
        ("carry", "carri", ThresholdError, r"momentum\.carri = .* did you mean momentum\.carry"),
        ("own_reps = 5", "own_reps = 500", ThresholdError, "from 2 to 50"),
        ("own_reps = 5", "own_reps = ", AnalysisError, "line .*: this is not TOML"),
        ("[preset]", "preset = 3\n[other]", PresetError, "format None"),
    ],
)
def test_what_does_not_fit_is_said(
    tmp_path: Path, old: str, new: str, error: type[Exception], says: str
) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name="x")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(error, match=says) as caught:
        Thresholds.from_toml(path)
    assert str(path) in str(caught.value)


def test_without_its_table_the_values_hold_as_they_are(tmp_path: Path) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name="x")
    text = path.read_text(encoding="utf-8")
    path.write_text(text[text.index("[segment]") :], encoding="utf-8")
    assert Thresholds.from_toml(path) == MINE
