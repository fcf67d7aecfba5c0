"""Where a lake may be: what is a path of this computer, and what is said of a place that can be none."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.batch.lake import Lake
from analysis.batch.sources import find_sources
from analysis.errors import BatchError
from tests.fixtures.lakes import fill


def test_two_colons_are_part_of_a_name(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fill("x::y", [season / "000.csv"])
    assert [path.name for path in tmp_path.iterdir()] == ["x::y"]
    assert fill(tmp_path / "x::y", [season / "000.csv"]).counts == {"unchanged": 1}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("file://{here}/new", "give the path alone, without file://."),
        ("{here}/afile/lake", "a part of this path is a file, and nothing can lie in it; check the path."),
        ("/", "the top of a disk holds other files; give a new or an empty folder."),
        ("{here}/..{up}", "the top of a disk holds other files; give a new or an empty folder."),
        ("{here}", "this folder holds other files; give a new or an empty one."),
    ],
)
def test_a_place_that_can_be_no_lake_is_refused_with_the_reason(
    place: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "afile").write_text("words", encoding="utf-8")
    whole = place.format(here=tmp_path, up="/.." * len(tmp_path.parts))
    with pytest.raises(BatchError) as refused:
        Lake(whole, "none")
    assert str(refused.value).endswith(f": {said}")
    assert str(refused.value).startswith(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["afile"]


def test_recordings_are_taken_by_file_addresses(season: Path, tmp_path: Path) -> None:
    (source,), bad = find_sources([f"file://{season}/000.csv"])
    assert (source.path, bad) == (f"file://{season}/000.csv", [])
    assert fill(tmp_path / "lake", [f"file://{season}/000.csv"]).counts == {"done": 1}
    assert fill(tmp_path / "lake", [f"file://{season}/"]).counts == {"done": 5, "unchanged": 1}
