"""A second run does what is new or changed; what was broken off ends as if it had been done in one go."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.batch.lake import Lake
from analysis.batch.lake_schema import TABLE_NAMES, TableName
from analysis.batch.merge import merge_journal
from analysis.batch.rows import packed
from analysis.batch.sources import find_sources
from analysis.batch.storage import Storage
from analysis.batch.task import BatchOutcome, WorkItem, work_on
from analysis.coaching.set_context import with_advice
from analysis.errors import BatchError
from analysis.history.content_hash import ContentHash
from analysis.output.json_document import to_document
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.formats import read_recording, write_canonical
from tests.fixtures.disks import largest_file
from tests.fixtures.lakes import TASK, content, fill, names_in, one_set, rows_of
from tests.fixtures.languages import speaking


@pytest.fixture
def recordings(season: Path, tmp_path: Path) -> Path:
    """A copy of the season that may be changed; the lake lies beside it."""
    return Path(shutil.copytree(season, tmp_path / "recordings"))


def test_nothing_new_is_nothing_done(recordings: Path, tmp_path: Path) -> None:
    place = tmp_path / "lake"
    assert fill(place, [recordings]).counts == {"done": 6}
    before = content(place)
    (recordings / "000.csv").touch()
    assert fill(place, [recordings / "000.csv", recordings]).counts == {"unchanged": 6}
    assert content(place) == before


def test_what_changed_takes_the_place_of_the_old_rows(recordings: Path, tmp_path: Path) -> None:
    place = tmp_path / "lake"
    fill(place, [recordings])
    write_canonical(one_set(50, lifter="Ben"), recordings / "000.csv")  # Anna's before: it moves
    write_canonical(one_set(51, lifter="Ben"), recordings / "new.csv")
    summary = fill(place, [recordings])
    assert summary.counts == {"done": 2, "unchanged": 5}
    assert (summary.recordings, summary.copies) == (7, 0)
    fill(tmp_path / "anew", [recordings])
    assert content(place) == content(tmp_path / "anew")
    assert sorted(row["lifter"] or "" for row in rows_of(place, "recordings")).count("Ben") == 2


def test_a_partition_that_loses_all_its_rows_goes(tmp_path: Path) -> None:
    path, place = tmp_path / "one.csv", tmp_path / "lake"
    write_canonical(one_set(1, lifter="Anna"), path)
    fill(place, [path])
    write_canonical(one_set(1, lifter="Ben"), path)
    fill(place, [path])
    assert {p.name for p in (place / "reps").iterdir()} == {"lifter_key=ben"}


def test_other_thresholds_or_options_do_it_anew(recordings: Path, tmp_path: Path) -> None:
    place = tmp_path / "lake"
    fill(place, [recordings])
    other = replace(TASK, thresholds=DEFAULTS.with_(momentum__carry=0.3))
    assert fill(place, [recordings], task=other).counts == {"done": 6}
    assert fill(place, [recordings], task=other, lifter="Cem").counts == {"done": 6}
    assert {row["lifter"] for row in rows_of(place, "reps")} == {"Cem"}
    assert {len(names) for names in names_in(place).values() if names} == {
        6,
        18,
        len(rows_of(place, "quality")),
    }


def test_a_name_that_was_said_stays_where_nobody_says_another(tmp_path: Path) -> None:
    path, place = tmp_path / "one.csv", tmp_path / "lake"
    write_canonical(one_set(1, lifter=None), path)
    fill(place, [path], lifter="Cem")
    before = names_in(place)
    assert fill(place, [path]).counts == {"done": 1}
    assert {row["lifter"] for table in TABLE_NAMES for row in rows_of(place, table)} == {"Cem"}
    assert names_in(place) == before


@pytest.mark.parametrize("table", TABLE_NAMES)
@pytest.mark.parametrize("how", ["missing", "cut", "changed"])
def test_a_lake_that_lost_a_file_says_which_and_how_its_rows_come_back(
    season: Path, lake: Path, tmp_path: Path, table: TableName, how: str
) -> None:
    """Of a file that is not read at once the damage is found when rows are added to it, before anything is changed."""
    place = Path(shutil.copytree(lake, tmp_path / "lake"))
    whole = content(place)
    folder = next(
        path for path in sorted((place / table).iterdir()) if (path / "part-0.parquet").stat().st_size > 0
    )
    hit = folder / "part-0.parquet"
    held = hit.read_bytes()
    if how == "missing":
        hit.unlink()
    else:
        hit.write_bytes(
            held[:200] if how == "cut" else held[:40] + bytes(b ^ 255 for b in held[40:60]) + held[60:]
        )
    lifter = None if folder.name.endswith("unknown") else folder.name.partition("=")[2].capitalize()
    another = tmp_path / "another.csv"
    write_canonical(one_set(77, lifter=lifter), another)
    what = "is missing" if how == "missing" else "is damaged"
    with pytest.raises(BatchError, match=rf"{table}/{folder.name}/part-0.parquet: this file {what}; remove"):
        fill(place, [season, another])
    for one in TABLE_NAMES:
        (place / one / folder.name / "part-0.parquet").unlink(missing_ok=True)
    fill(place, [season, another])
    assert set(whole) <= set(content(place))
    assert {row["recording"] for row in rows_of(lake, "reps")} <= {
        row["recording"] for row in rows_of(place, "reps")
    }


@pytest.mark.parametrize("damage", [b"", b"xx"])
def test_a_damaged_note_of_the_journal_says_which_file(
    recordings: Path, tmp_path: Path, damage: bytes
) -> None:
    place = tmp_path / "lake"
    fill(place, [recordings])
    note = place / "_journal" / "0123456789abcdef.json.gz"
    note.parent.mkdir(exist_ok=True)
    note.write_bytes(damage)
    with pytest.raises(BatchError, match=r"0123456789abcdef.json.gz: this file is damaged; remove it"):
        fill(place, [recordings])


def test_notes_of_another_version_say_what_to_do(recordings: Path, tmp_path: Path) -> None:
    """Rows as lists, as an earlier version noted them."""
    place = tmp_path / "lake"
    lake = Lake(str(place), "lifter")
    rows = (packed([["a list"]]),) * len(TABLE_NAMES)
    lake.note(BatchOutcome(name="0123", path="one.csv", kind="done", version="1", rows=rows))
    with pytest.raises(BatchError, match=r"_journal: these notes are of another version; remove them"):
        fill(place, [recordings])
    shutil.rmtree(place / "_journal")
    fill(place, [recordings])
    fill(tmp_path / "anew", [recordings])
    assert content(place) == content(tmp_path / "anew")


def test_copies_are_counted(recordings: Path, tmp_path: Path) -> None:
    shutil.copy(recordings / "000.csv", recordings / "copy.csv")
    assert fill(tmp_path / "lake", [recordings]).copies == 1


def test_a_file_that_turns_bad_is_a_row_of_quality_and_good_again_it_is_none(
    recordings: Path, tmp_path: Path
) -> None:
    place, path = tmp_path / "lake", recordings / "000.csv"
    good = path.read_bytes()
    fill(place, [recordings])
    before = content(place)
    path.write_text("no recording\n")
    summary = fill(place, [recordings])
    assert summary.counts == {"unreadable": 1, "unchanged": 5}
    (bad,) = (row for row in rows_of(place, "quality") if row["severity"] == "error")
    assert (bad["path"], bad["code"]) == (str(path), "unreadable")
    assert str(path) in bad["text"]
    assert all(bad["recording"] not in names_in(place)[table] for table in TABLE_NAMES if table != "quality")
    assert fill(place, [recordings]).counts == {"unreadable": 1, "unchanged": 5}, "it is tried again"
    path.write_bytes(good)
    assert fill(place, [recordings]).counts == {"done": 1, "unchanged": 5}
    assert content(place) == before


class _Stop(KeyboardInterrupt):
    pass


@pytest.mark.parametrize("after", [1, 4])
def test_broken_off_it_goes_on_from_there(season: Path, lake: Path, tmp_path: Path, after: int) -> None:
    place, seen = tmp_path / "lake", []

    def stop(outcome: BatchOutcome) -> None:
        if len(seen) == after:
            raise _Stop
        seen.append(outcome.path)

    with pytest.raises(_Stop):
        fill(place, [season], listen=stop)
    assert not list(place.rglob("*.tmp"))
    assert fill(place, [season]).counts == {"unchanged": after, "done": 6 - after}
    assert content(place) == content(lake)


class _FullDisk(Storage):
    """A disk that takes so many files and no more."""

    def __init__(self, place: str, free: int) -> None:
        super().__init__(place)
        self._free = free

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        if self._free == 0:
            raise BatchError("cannot be written (No space left on device); make room.", place=self.place)
        self._free -= 1
        with super().making(name) as path:
            yield path


@pytest.fixture(scope="module")
def moved(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A season in which a file of Anna's has become Ben's; beside it, the lakes ``before`` and ``after``. Nothing may
    write into them."""
    recordings = Path(shutil.copytree(season, tmp_path_factory.mktemp("moved") / "recordings"))
    fill(recordings.parent / "before", [recordings])
    write_canonical(one_set(50, lifter="Ben"), recordings / "000.csv")
    fill(recordings.parent / "after", [recordings])
    return recordings


@pytest.mark.parametrize("free", [0, 1, 2, 3, 5, 7, 8])
def test_a_merge_that_is_broken_off_anywhere_is_done_again(moved: Path, tmp_path: Path, free: int) -> None:
    """A file moved from Anna to Ben meanwhile: rows of it are in neither partition twice."""
    place = Path(shutil.copytree(moved.parent / "before", tmp_path / "lake"))
    lake = Lake(str(place), "lifter")
    known = lake.known()

    def only_noted(outcome: BatchOutcome) -> None:
        if outcome.kind == "done":
            lake.note(outcome)
            raise _Stop

    with pytest.raises(_Stop):
        fill(place, [moved], listen=only_noted)
    lake.storage = _FullDisk(str(place), free)
    if free < 8:
        with pytest.raises(BatchError, match="No space left"):
            merge_journal(lake, known)
    else:
        assert merge_journal(lake, known) == 1
    fill(place, [moved])
    assert content(place) == content(moved.parent / "after")


@pytest.mark.parametrize("size", [100, 5_000])
def test_a_full_disk_is_one_sentence_and_the_next_run_goes_on(
    season: Path, lake: Path, tmp_path: Path, size: int
) -> None:
    """With 100 bytes a file nothing can be noted; with 5,000 the journal fits and no table does."""
    place = tmp_path / "lake"
    fill(place, [season / "000.csv"])
    with largest_file(size), pytest.raises(BatchError, match=r"cannot be written \(File too large\)"):
        fill(place, [season])
    assert not list(place.rglob("*.tmp"))
    fill(place, [season])
    assert content(place) == content(lake)


def test_with_the_history_it_is_done_once_for_each_database(recordings: Path, tmp_path: Path) -> None:
    place = tmp_path / "lake"
    fill(place, [recordings])
    saving = replace(TASK, saved_in="one.db")
    lines: list[str | None] = []
    summary = fill(place, [recordings], task=saving, listen=lambda outcome: lines.append(outcome.session))
    assert summary.counts == {"done": 6}
    assert all(line and '"reps"' in line for line in lines)
    assert fill(place, [recordings], task=saving).counts == {"unchanged": 6}
    assert fill(place, [recordings]).counts == {"unchanged": 6}
    assert fill(place, [recordings], task=replace(TASK, saved_in="two.db")).counts == {"done": 6}


def test_sentences_follow_the_language_of_the_run(tmp_path: Path) -> None:
    """As those of a JSON do; a run in another language writes them anew."""
    path, place = tmp_path / "one.csv", tmp_path / "lake"
    write_canonical(one_set(1, lifter="Anna"), path)
    german = replace(TASK, language="de")
    with speaking("en"):
        assert fill(place, [path]).counts == {"done": 1}
        (english_set,), english = rows_of(place, "sets"), rows_of(place, "quality")
        assert fill(place, [path], task=german).counts == {"done": 1}
        assert fill(place, [path], task=german).counts == {"unchanged": 1}
        (german_set,), said = rows_of(place, "sets"), rows_of(place, "quality")
        document = to_document(with_advice(analyze(read_recording(str(path))), ()))
    assert [row["code"] for row in said] == [row["code"] for row in english]
    assert [row["text"] for row in said] == [one["text"] for one in document["quality"]]
    assert {row["text"] for row in said}.isdisjoint(row["text"] for row in english)
    assert german_set["advice"] != english_set["advice"]
    assert [german_set[name] for name in ("action", "rule", "sure")] == [
        english_set[name] for name in ("action", "rule", "sure")
    ]


def test_a_fingerprint_is_made_once(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long recording it means to read it once more; lake and history hold the same one."""
    begun, begin = [], ContentHash.__init__

    def counted(self: ContentHash) -> None:
        begun.append(self)
        begin(self)

    monkeypatch.setattr(ContentHash, "__init__", counted)
    (source,), _ = find_sources([str(season / "000.csv")])
    outcome = work_on(replace(TASK, saved_in="history.db"), WorkItem(source=source))
    assert len(begun) == 1
    assert outcome.session is not None
    row = json.loads(gzip.decompress(outcome.rows[0]))
    assert json.loads(outcome.session)["session"]["content_hash"] == row["content_hash"]
