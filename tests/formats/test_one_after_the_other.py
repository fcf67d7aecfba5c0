"""Two files of one sensor with --merge: one after the other they are one recording, at one time they are refused."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group
from imu.formats.dialects.canonical import write_canonical
from imu.types import Recording
from tests.fixtures.spoiled import lifts

BEGUN = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


def save(folder, name, block, begun):
    path = folder / name
    recording = Recording(
        path="", files=(), format="canonical", sensors=(block,), started_at=begun.isoformat()
    )
    write_canonical(recording, path)
    return str(path)


def merged(paths):
    (group,) = group_paths(paths, merge=True)
    return read_group(group)


def test_the_second_file_goes_on(tmp_path):
    block = lifts()
    later_s = float(block.time_s[-1]) + 12.5
    second = save(tmp_path, "b.csv", block, BEGUN + timedelta(seconds=later_s))
    recording = merged([second, save(tmp_path, "a.csv", block, BEGUN)])
    (one,) = recording.sensors
    assert len(one) == 2 * len(block)
    np.testing.assert_allclose(one.time_s[len(block) :] - one.time_s[: len(block)], later_s, atol=1e-6)
    (note,) = [note for note in recording.reading_notes if note.code == "joined_in_time"]
    assert reading_words(note).startswith("Two files of one sensor (wrist) follow each other, 12.5 s apart")


def test_two_at_one_time_are_refused(tmp_path):
    block = lifts()
    paths = [
        save(tmp_path, name, block, BEGUN + timedelta(seconds=k)) for k, name in enumerate(["a.csv", "b.csv"])
    ]
    with pytest.raises(RecordingError, match="tell them apart with --sensor"):
        merged(paths)


def test_remarks_name_files_and_not_their_folders(tmp_path):
    block = lifts()
    path = tmp_path / "cut.csv"
    save(tmp_path, "cut.csv", block, BEGUN)
    path.write_text(path.read_text(encoding="utf-8") + "20.0,1", encoding="utf-8")
    (group,) = group_paths([str(path)])
    texts = [reading_words(note) for note in read_group(group).reading_notes]
    assert texts == ["The last line of cut.csv has no end, so it may be cut and was left out."]
