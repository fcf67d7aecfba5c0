"""A long file is read in blocks: samples, notes and sentences are those of one piece, wherever blocks end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from analysis.history.content_hash import content_hash
from analysis.output.json_document import to_document
from analysis.output.reading_words import reading_words
from analysis.stream.offline import analyze
from imu.errors import RecordingError
from imu.formats import BlockSize, PathGroup, open_group, read_group, write_canonical
from imu.formats.tables.time_order import REACH
from imu.types import LongRecording, Recording, SampleBlock, concat_blocks
from imu.units import G_MPS2
from tests.fixtures.long_files import FIRST, blocks_of, curls, facts, lines, noted, opened, same, training

SUFFIXES = (".csv", ".parquet", ".feather")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("size", [2_000, 70_001, 10**7])
def test_every_byte_of_the_document_is_the_same(suffix: str, size: int, tmp_path: Path) -> None:
    path = tmp_path / f"day{suffix}"
    write_canonical(noted(training()), path)
    group = PathGroup(str(path), (str(path),))
    whole, blocks = read_group(group), opened(path, size)
    same(whole, blocks)
    assert content_hash(blocks) == content_hash(whole)
    made = analyze(whole)
    assert sum(len(one.reps) for one in made.sets) == 7  # four and three curls were lifted
    assert json.dumps(to_document(analyze(blocks))) == json.dumps(to_document(made))


@pytest.mark.parametrize("in_turn", [True, False])
def test_sensors_that_take_turns_or_stand_one_after_the_other(in_turn: bool, tmp_path: Path) -> None:
    wrist = training("even 100 Hz")
    trunk = replace(wrist, sensor="trunk", time_s=wrist.time_s + 0.004)
    alone = replace(wrist, sensor="wrist_left", gyr_radps=None, time_s=wrist.time_s + 0.006)
    path = tmp_path / "two.csv"
    write_canonical(noted(alone, trunk, wrist), path)
    if in_turn:
        *head, header = [line for line in path.read_text().splitlines() if not line.startswith(("wr", "tr"))]
        rows = sorted(path.read_text().splitlines()[FIRST:], key=lambda line: float(line.split(",")[1]))
        path.write_text("\n".join([*head, header, *rows]) + "\n")
    whole, blocks = read_group(PathGroup(str(path), (str(path),))), opened(path, 30_011)
    same(whole, blocks)
    assert {b.sensor for b in whole.sensors} == {"wrist_left", "trunk", "wrist"}
    assert json.dumps(to_document(analyze(blocks))) == json.dumps(to_document(analyze(whole)))


ODD: dict[str, Callable[[str], bytes]] = {
    "decimal commas": lambda text: text.replace(",", ";").replace(".", ",").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "Latin-1": lambda text: ("# lifter: Zoë\n" + text).encode("latin-1"),
    "marks of thousands": lambda text: (
        text.replace("\n20.0", "\n20.0", 1)
        .replace(text.splitlines()[90].split(",")[6], "1.234.567", 1)
        .encode()
    ),
    "a clock set after the start": lambda text: _since_1970(text).encode(),
    "dates in place of seconds": lambda text: _dated(text).encode(),
}


def _dated(text: str) -> str:
    rows = text.splitlines()
    for k in range(FIRST, len(rows)):
        time_s, *rest = rows[k].split(",")
        moment = datetime(2026, 11, 29, 9, 0, tzinfo=UTC) + timedelta(seconds=float(time_s))
        rows[k] = ",".join([moment.isoformat(timespec="microseconds"), *rest])
    return "\n".join(rows) + "\n"


def _since_1970(text: str) -> str:
    rows = text.splitlines()
    for k in range(FIRST, len(rows)):
        time_s, *rest = rows[k].split(",")
        rows[k] = ",".join(["0.0" if k == FIRST else repr(1.7e9 + float(time_s)), *rest])
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("name", ODD)
def test_what_shows_only_in_the_whole_is_read_in_one_piece(name: str, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_bytes(ODD[name]("\n".join(lines(curls())) + "\n"))
    group = PathGroup(str(path), (str(path),))

    def outcome(read: Callable[[], Recording]) -> object:
        try:
            found = read()
        except RecordingError as error:
            return str(error)
        return type(found), facts(found), content_hash(found)

    assert outcome(lambda: open_group(group, block=blocks_of(700))) == outcome(lambda: read_group(group))


def test_names_and_signs_are_given_to_every_block(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    mirrored = replace(training(), gyr_radps=-np.asarray(training().gyr_radps))
    write_canonical(noted(mirrored), path)
    group = PathGroup(str(path), (str(path),))
    for options in ({}, {"flip_gyro": "none"}, {"flip_gyro": "xz", "sensor": "dumbbell_left"}):
        same(read_group(group, **options), opened(path, 5_003, **options))
    assert opened(path, 5_003).reading_notes[0].code == "gyroscope_axes"


@pytest.mark.parametrize("write", [parquet.write_table, feather.write_feather])
def test_tables_of_other_programs(write: Callable[[pa.Table, Path], None], tmp_path: Path) -> None:
    """Narrow numbers, categories, null, NaN and infinity."""
    own = curls()
    assert own.gyr_radps is not None
    gyr = own.gyr_radps.copy()
    gyr[::40, 0], gyr[1::40, 1] = np.nan, np.inf
    held: dict[str, object] = {"time_s": own.time_s}
    held |= {f"acc_{axis}_mps2": own.acc_mps2[:, k].astype(np.float32) for k, axis in enumerate("xyz")}
    held |= {f"gyr_{axis}_radps": pa.array(gyr[:, k], from_pandas=k == 0) for k, axis in enumerate("xyz")}
    held |= {"note": ["n"] * len(own), "sensor": pa.array(["wrist"] * len(own)).dictionary_encode()}
    path = tmp_path / "day.parquet"
    write(pa.table(held), path)
    whole = read_group(PathGroup(str(path), (str(path),)))
    assert "line" in next(reading_words(note) for note in whole.reading_notes if note.code == "bad_cells")
    same(whole, opened(path, 1_700))


def test_a_damaged_file_is_told_in_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / "day.parquet"
    write_canonical(noted(training()), path)
    data = bytearray(path.read_bytes())
    data[2_000:2_400] = bytes(400)
    path.write_bytes(data)
    group = PathGroup(str(path), (str(path),))
    with pytest.raises(RecordingError) as whole:
        read_group(group)
    with pytest.raises(RecordingError) as blocks:
        open_group(group, block=blocks_of(5_000))
    assert str(blocks.value) == str(whole.value)


def test_an_error_in_a_table_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "day.parquet"
    again = concat_blocks([curls(), curls()])
    write_canonical(noted(again), path)
    group = PathGroup(str(path), (str(path),))
    with pytest.raises(RecordingError, match=f"row {len(curls()) + 1}: time steps back") as whole:
        read_group(group)
    with pytest.raises(RecordingError) as blocks:
        open_group(group, block=blocks_of(5_000))
    assert str(blocks.value) == str(whole.value)


def test_short_files_other_formats_and_several_files_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    write_canonical(noted(curls()), path)
    group = PathGroup(str(path), (str(path),))
    assert not isinstance(open_group(group), LongRecording)
    assert not isinstance(open_group(group, format="generic", block=blocks_of(500)), LongRecording)
    named = path.read_text().replace("time_s", "time (s)").replace("acc_x_mps2", "ax (m/s²)")
    path.write_text(named.replace("acc_y_mps2", "ay (m/s²)").replace("acc_z_mps2", "az (m/s²)"))
    assert open_group(group, block=blocks_of(500)).format == "generic"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_written_again_it_is_whole(suffix: str, tmp_path: Path) -> None:
    path, copy = tmp_path / "day.csv", tmp_path / f"copy{suffix}"
    write_canonical(noted(training()), path)
    write_canonical(opened(path, 5_000), copy)
    written = read_group(PathGroup(str(copy), (str(copy),)))
    assert content_hash(written) == content_hash(noted(training()))
    assert written.notes == noted(training()).notes


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_goes_while_it_is_read_is_told(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"day{suffix}"
    write_canonical(noted(curls()), path)
    found = opened(path, 5_000)
    path.unlink()
    with pytest.raises(RecordingError, match="has changed or gone while it was read"):
        next(found.blocks())


def test_a_text_that_is_cut_or_replaced_while_it_is_read_is_told(tmp_path: Path) -> None:
    """Half of the file, then one with the columns in another order: neither is what was surveyed."""
    path = tmp_path / "day.csv"
    write_canonical(noted(curls()), path)
    text = path.read_text()
    swapped = text.replace("acc_x_mps2,acc_y_mps2", "acc_y_mps2,acc_x_mps2")
    for other in (text[: len(text) // 2], swapped):
        path.write_text(text)
        found = opened(path, 5_000)
        path.write_text(other)
        with pytest.raises(RecordingError, match="has changed or gone while it was read"):
            list(found.blocks())


def test_what_is_appended_while_it_is_read_is_left_for_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    rows = lines(curls())
    path.write_text("\n".join(rows) + "\n")
    found = opened(path, 5_000)
    last_s, *rest = rows[-1].split(",")
    with path.open("a") as out:
        out.write(",".join([repr(float(last_s) + 1.0), *rest]) + "\n")
    assert sum(map(len, found.blocks())) == len(curls())


@pytest.mark.slow
def test_a_recording_of_hours_is_read_in_blocks_unasked(tmp_path: Path) -> None:
    """600,000 rows of noise: 33 MB of Parquet, in which nobody lifts."""
    rng = np.random.default_rng(1)
    count = 600_000
    noise = SampleBlock(
        sensor="wrist",
        time_s=np.arange(count) / 200.0,
        acc_mps2=np.array([0.0, 0.0, G_MPS2]) + rng.normal(0.0, 0.05, (count, 3)),
        gyr_radps=rng.normal(0.0, 0.01, (count, 3)),
    )
    path = tmp_path / "hours.parquet"
    write_canonical(noted(noise), path)
    found = open_group(PathGroup(str(path), (str(path),)))
    assert isinstance(found, LongRecording)
    sizes = [len(block) for block in found.blocks()]
    assert sum(sizes) == count
    assert max(sizes) < 50_000
    assert (found.start_s, found.end_s) == (0.0, (count - 1) / 200.0)


@pytest.mark.slow
def test_a_clock_set_back_by_an_hour_is_not_followed(tmp_path: Path) -> None:
    """Winter time, in a recording so long that the hour is less than a twentieth of it."""
    before, after = 22 * REACH, 2 * REACH
    step_s = 0.02
    time_s = np.concatenate([np.arange(before), np.arange(after) + before - REACH - 100]) * step_s
    still = SampleBlock(
        sensor="wrist",
        time_s=time_s,
        acc_mps2=np.tile([0.0, 0.0, G_MPS2], (len(time_s), 1)),
        gyr_radps=None,
    )
    path = tmp_path / "autumn.parquet"
    write_canonical(noted(still), path)
    with pytest.raises(
        RecordingError, match=rf"row {before + 1}: time steps back here by more than {REACH:,}"
    ):
        open_group(PathGroup(str(path), (str(path),)), block=BlockSize(from_arrow_bytes=0))
