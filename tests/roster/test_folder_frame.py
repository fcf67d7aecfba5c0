"""``analyze`` of a path: one data frame of all recordings, of which nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import DEFAULTS, analyze, read
from analysis.errors import RosterError
from analysis.history.content_hash import content_hash
from analysis.output.tables import COLUMNS
from analysis.stream.offline import program_version
from imu.errors import RecordingError
from imu.formats import write_canonical
from imu.simulate import Still, simulate
from tests.fixtures.lakes import one_set


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three curls each of Ann and Ben, a sensor on a table, and a file that holds no recording."""
    top = tmp_path_factory.mktemp("clients")
    for k, name in enumerate(("ann/2026-05-03_a.csv", "ben/2026-05-04_b.csv")):
        (top / name).parent.mkdir()
        write_canonical(one_set(k), top / name)
    write_canonical(simulate([Still(20.0)]).recording, top / "table.csv")
    (top / "broken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (top / "sessions.csv").write_text(
        "file,lifter,weight\nben/2026-05-04_b.csv,Benno,20lb\n", encoding="utf-8"
    )
    return top


@pytest.fixture(scope="module")
def frame(folder: Path) -> pd.DataFrame:
    return analyze(folder, lifter_from="{lifter}/{date}_*.csv")


def test_a_row_is_a_rep_and_says_whose_and_made_with_what(folder: Path, frame: pd.DataFrame) -> None:
    assert list(frame.columns) == [*COLUMNS, "content_hash", "thresholds_digest", "version", "problem"]
    reps = frame[frame.rep.notna()]
    assert reps.groupby("lifter").rep.count().to_dict() == {"Benno": 3, "ann": 3}
    assert set(frame.thresholds_digest) == {DEFAULTS.digest}
    assert set(frame.version) == {program_version()}
    ann = reps[reps.lifter == "ann"].iloc[0]
    path = folder / "ann" / "2026-05-03_a.csv"
    assert ann.recording == str(path)
    assert ann.content_hash == content_hash(read(str(path)))
    assert ann.started_at.startswith("2026-05-03")
    assert reps[reps.lifter == "Benno"].weight_kg.iloc[0] == pytest.approx(20 * 0.45359237)


def test_the_figures_are_those_of_each_recording_alone(folder: Path, frame: pd.DataFrame) -> None:
    path = str(folder / "ben" / "2026-05-04_b.csv")
    alone = analyze(read(path))
    together = frame[frame.recording == path]
    assert together.momentum.tolist() == [rep.momentum for one in alone.sets for rep in one.reps]


def test_recordings_without_a_rep_or_that_cannot_be_read_have_a_row(
    folder: Path, frame: pd.DataFrame
) -> None:
    others = frame[frame.rep.isna()].set_index("recording")
    assert sorted(Path(name).name for name in others.index) == ["broken.csv", "table.csv"]
    broken, table = others.loc[str(folder / "broken.csv")], others.loc[str(folder / "table.csv")]
    assert "no column" in broken.problem
    assert pd.isna(broken.content_hash)
    assert pd.isna(table.problem)
    assert len(table.content_hash) == 32


def test_what_is_to_be_said_of_the_pattern_is_kept(frame: pd.DataFrame) -> None:
    (remark,) = frame.attrs["remarks"]
    assert "it does not fit 2 of 3 recordings that nothing else names" in remark


def test_a_path_that_cannot_be_meant_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="fits none"):
        analyze(folder, lifter_from="{lifter}/{date}/*.csv")
    with pytest.raises(RecordingError, match="holds no recording"):
        analyze(tmp_path)
    with pytest.raises(ValueError, match="lifter_from is for paths"):
        analysis.analyze(read(str(folder / "table.csv")), lifter_from="{lifter}.csv")  # type: ignore[call-overload]
