"""Presets: written, read back, and refused where they do not fit."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import pytest

from analysis.errors import AnalysisError, PresetError, ThresholdError
from analysis.settings.presets import preset_toml, write_preset
from analysis.settings.thresholds import DEFAULTS, Thresholds
from tests.fixtures.disks import largest_file

MINE = DEFAULTS.with_(momentum__carry=0.1 + 0.2, momentum__carry_weight=5.0, segment__own_share=0.5)


@pytest.mark.parametrize("name", ["Anna", 'says "hi" \\ ünd', "two\nlines"])
def test_there_and_back(tmp_path: Path, name: str) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name=name, why="a light set").path
    assert Thresholds.from_toml(path) == MINE
    assert Thresholds.from_toml(path).name == " ".join(name.split())
    table = tomllib.loads(path.read_text(encoding="utf-8"))["preset"]
    assert table == {
        "name": " ".join(name.split()), "why": "a light set", "format": 1, "defaults": DEFAULTS.digest,
    }  # fmt: skip


def test_only_what_differs_is_in_it() -> None:
    data = tomllib.loads(preset_toml(MINE, name="x"))
    del data["preset"]
    assert data == {"momentum": {"carry": 0.1 + 0.2, "carry_weight": 5.0}, "segment": {"own_share": 0.5}}


def test_the_defaults_are_a_preset_too(tmp_path: Path) -> None:
    """Who finds that nothing needs to change may keep that as well."""
    path = write_preset(DEFAULTS, tmp_path / "same.toml", name="x").path
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
        ("carry_weight = 5.0", "carry_weight = 500.0", ThresholdError, "from 0 to 20"),
        ("carry_weight = 5.0", "carry_weight = ", AnalysisError, "line .*: this is not TOML"),
        ("[preset]", "preset = 3\n[other]", PresetError, "format None"),
    ],
)
def test_what_does_not_fit_is_said(
    tmp_path: Path, old: str, new: str, error: type[Exception], says: str
) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name="x").path
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(error, match=says) as caught:
        Thresholds.from_toml(path)
    assert str(path) in str(caught.value)


def test_without_its_table_the_values_hold_as_they_are(tmp_path: Path) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name="x").path
    text = path.read_text(encoding="utf-8")
    path.write_text(text[text.index("[segment]") :], encoding="utf-8")
    assert Thresholds.from_toml(path) == MINE


def test_another_preset_is_put_aside_and_never_lost(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    first = write_preset(MINE, path, name="first")
    again = write_preset(MINE, path, name="first")
    second = write_preset(DEFAULTS, path, name="second")
    third = write_preset(MINE, path, name="third")
    assert (first.earlier, again.earlier) == (None, None)
    assert second.earlier == tmp_path / "mine.1.toml"
    assert third.earlier == tmp_path / "mine.2.toml"
    texts = {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()}
    assert texts == {"mine.toml": third.text, "mine.1.toml": first.text, "mine.2.toml": second.text}
    assert str(third) == f"Saved as {path}. What was there before is kept as mine.2.toml."


def test_a_preset_that_only_adds_to_the_old_one_is_another_preset(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    first = write_preset(DEFAULTS.with_(momentum__carry=0.3), path, name="x")
    longer = write_preset(DEFAULTS.with_(momentum__carry=0.3, momentum__partial_deg=95.0), path, name="x")
    assert longer.text.startswith(first.text)
    assert longer.earlier is not None
    assert longer.earlier.read_text(encoding="utf-8") == first.text


def test_a_preset_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """As on a full disk: no file may grow beyond some bytes."""
    path = tmp_path / "mine.toml"
    first = write_preset(MINE, path, name="x")
    with largest_file(50), pytest.raises(PresetError, match="cannot be written"):
        write_preset(DEFAULTS, path, name="y")
    assert path.read_text(encoding="utf-8") == first.text
    assert [p.name for p in tmp_path.iterdir()] == ["mine.toml"]


def test_a_preset_behind_a_link_is_kept_beside_what_the_link_names(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link, place = tmp_path / "mine.toml", tmp_path / "elsewhere" / "real.toml"
    first = write_preset(MINE, place, name="x")
    link.symlink_to(place)
    second = write_preset(DEFAULTS, link, name="y")
    assert link.is_symlink()
    assert place.read_text(encoding="utf-8") == second.text
    assert second.earlier == tmp_path / "elsewhere" / "real.1.toml"
    assert second.earlier.read_text(encoding="utf-8") == first.text


def test_whether_it_was_tried_on_others_stands_in_it() -> None:
    text = preset_toml(MINE, name="x", tested="Not tried on others: one recording.")
    assert tomllib.loads(text)["preset"]["tested"] == "Not tried on others: one recording."


def test_a_preset_shows_how_to_use_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line works in any folder: the path in it is whole, also with a blank in it."""
    folder = tmp_path / "my presets"
    folder.mkdir()
    monkeypatch.chdir(folder)
    saved = write_preset(MINE, "mine.toml", name="x")
    words = shlex.split(saved.command)
    assert words[1:] == ["analyze", "curls.csv", "--thresholds", str(folder / "mine.toml")]
    assert Path(words[0]).name == "rep-momentum"
    assert "carry = 0.30000000000000004" in saved._repr_html_()


def test_moved_on_it_is_the_preset_no_more(tmp_path: Path) -> None:
    path = write_preset(MINE, tmp_path / "mine.toml", name="Anna").path
    mine = Thresholds.from_toml(path)
    assert mine.title == f"{MINE.digest} (preset “Anna”)"
    assert mine.with_(momentum__carry=0.5).title == mine.with_(momentum__carry=0.5).digest
