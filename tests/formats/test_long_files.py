"""A long file is read in blocks: samples, notes and sentences are those of one piece, wherever blocks end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from analysis.history.content_hash import content_hash
from analysis.output.json_document import to_document
from analysis.stream.offline import analyze
from imu.errors import RecordingError
from imu.formats import BlockSize, PathGroup, open_group, read_group, write_canonical
from imu.formats.tables.time_order import REACH
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from imu.types import LongRecording, Note, Recording, SampleBlock, concat_blocks
from imu.units import DEG_PER_RAD, G_MPS2
from tests.fixtures.streams import SENSORS, SESSION

SUFFIXES = (".csv", ".parquet", ".feather")
NOTES = (
    Note(time_s=None, key="target_reps", value="4"),
    Note(time_s=None, key="weight_kg", value="12.5"),
    Note(time_s=20.0, key="weight_kg", value="10"),
)
FIRST = 4
"""Lines of a file above its first row: three notes and the header."""


@cache
def training(sensor: str = "25 Hz, jitter") -> SampleBlock:
    return simulate(SESSION, sensor=SENSORS[sensor], seed=3).recording.sensors[0]


@cache
def curls() -> SampleBlock:
    phases = (Still(2.0), CurlSet(reps=(SimulatedRep(),) * 2), Still(2.0))
    return simulate(phases, sensor=SENSORS["25 Hz, jitter"], seed=3).recording.sensors[0]


def recording(*blocks: SampleBlock) -> Recording:
    return Recording(
        path="", files=(), format="canonical", sensors=blocks, lifter=None, notes=NOTES, started_at=None
    )


def lines(block: SampleBlock) -> list[str]:
    """The file of a sensor, line by line."""
    out = StringIO()
    write_canonical(recording(block), out)
    return out.getvalue().splitlines()


def blocks_of(size: int) -> BlockSize:
    """Blocks of so many bytes, or rows of a hundred bytes, for files of any size."""
    return BlockSize(from_bytes=0, from_arrow_bytes=0, read_bytes=size, read_rows=max(1, size // 100))


def opened(path: Path, size: int, **options: str) -> LongRecording:
    found = open_group(PathGroup(str(path), (str(path),)), block=blocks_of(size), **options)
    assert isinstance(found, LongRecording)
    return found


def facts(one: Recording) -> tuple[object, ...]:
    about = (one.path, one.files, one.format, one.started_at, one.lifter, one.device, one.exercise)
    return *about, one.start_s, one.end_s, one.notes, one.reading_notes


def same(whole: Recording, blocks: Recording) -> None:
    """Compares all that was read, to the last bit."""
    assert facts(blocks) == facts(whole)
    assert [b.sensor for b in blocks.sensors] == [b.sensor for b in whole.sensors]
    for own in whole.sensors:
        got = concat_blocks([b for b in blocks.blocks() if b.sensor == own.sensor])
        assert got.time_s.tobytes() == own.time_s.tobytes()
        assert got.acc_mps2.tobytes() == own.acc_mps2.tobytes()
        assert (got.gyr_radps is None) == (own.gyr_radps is None)
        if got.gyr_radps is not None and own.gyr_radps is not None:
            np.testing.assert_array_equal(got.gyr_radps, own.gyr_radps)
            assert np.signbit(got.gyr_radps).tobytes() == np.signbit(own.gyr_radps).tobytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("size", [2_000, 70_001, 10**7])
def test_every_byte_of_the_document_is_the_same(suffix: str, size: int, tmp_path: Path) -> None:
    path = tmp_path / f"day{suffix}"
    write_canonical(recording(training()), path)
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
    write_canonical(recording(alone, trunk, wrist), path)
    if in_turn:
        *head, header = [line for line in path.read_text().splitlines() if not line.startswith(("wr", "tr"))]
        rows = sorted(path.read_text().splitlines()[FIRST:], key=lambda line: float(line.split(",")[1]))
        path.write_text("\n".join([*head, header, *rows]) + "\n")
    whole, blocks = read_group(PathGroup(str(path), (str(path),))), opened(path, 30_011)
    same(whole, blocks)
    assert {b.sensor for b in whole.sensors} == {"wrist_left", "trunk", "wrist"}
    assert json.dumps(to_document(analyze(blocks))) == json.dumps(to_document(analyze(whole)))


Fault = Callable[[list[str], int], None]
"""Spoils the lines of a file around one of them."""


def cell(value: str, column: int = 1) -> Fault:
    def spoil(rows: list[str], at: int) -> None:
        cells = rows[at].split(",")
        cells[column] = value
        rows[at] = ",".join(cells)

    return spoil


def later(by_s: float, many: int = 1) -> Fault:
    def spoil(rows: list[str], at: int) -> None:
        for k in range(at, at + many):
            time_s, *rest = rows[k].split(",")
            rows[k] = ",".join([repr(float(time_s) + by_s), *rest])

    return spoil


def silent(rows: list[str], at: int) -> None:
    for k in range(at, at + 30):
        rows[k] = ",".join([*rows[k].split(",")[:-3], "", "", ""])


def standing_still(rows: list[str], at: int) -> None:
    for k in range(at, at + 70):
        rows[k] = ",".join([rows[at].split(",")[0], *rows[k].split(",")[1:]])


def exchanged(rows: list[str], at: int) -> None:
    rows[at : at + 5], rows[at + 5 : at + 10] = rows[at + 5 : at + 10], rows[at : at + 5]


def gone(rows: list[str], at: int) -> None:
    del rows[at : at + 60]


def line(text: str) -> Fault:
    return lambda rows, at: rows.insert(at, text)


def ended(by: str) -> Fault:
    def spoil(rows: list[str], at: int) -> None:
        rows[at] += by

    return spoil


def zeros(rows: list[str], at: int) -> None:
    rows[at] = "\0\0\0" + rows[at]


FAULTS: dict[str, Fault] = {
    "a word": cell("x"),
    "not a number": cell("NaN", 4),
    "an empty cell": cell(""),
    "no time": cell("", 0),
    "infinity": cell("inf", 6),
    "a spike": cell("1e9", 2),
    "more than any number": cell("1e300", 2),
    "quoted": cell('"0.5"', 3),
    "a silent gyroscope": silent,
    "a time too late": later(500.0),
    "a time too early": later(-0.3),
    "rows too late": later(20.0, 4),
    "a clock set back": later(-1.5, 6),
    "rows exchanged": exchanged,
    "a clock that stands still": standing_still,
    "a hole": gone,
    "a note": line("# 12.5 rep_out: 2"),
    "a comment": line("# a, b, c"),
    "an empty line": line(""),
    "a row too short": line("1.0,2.0"),
    "a row too long": ended(",5"),
    "another line end": ended("\r"),
    "zeros of a power cut": zeros,
    "the header again": line("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_wherever_blocks_end(name: str, tmp_path: Path) -> None:
    """Blocks of one row or of five: each row of the fault is at the edge of one."""
    path = tmp_path / "day.csv"
    rows = lines(curls())
    first = FIRST + (name == "a row too long")  # the first row tells how many cells the others have
    for at in (first, 61, 200):
        FAULTS[name](rows, at)
    path.write_text("\n".join(rows) + "\n")
    whole = read_group(PathGroup(str(path), (str(path),)))
    for size in (130, 650):
        same(whole, opened(path, size))


def test_faults_together_and_what_becomes_of_them(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    rows = lines(training())
    for k, fault in enumerate(FAULTS.values()):
        fault(rows, 50 + len(rows) // (len(FAULTS) + 1) * k)
    path.write_text("\ufeff" + "\n".join(rows) + "\n" + rows[-1][:20])
    whole = read_group(PathGroup(str(path), (str(path),)))
    assert {note.code for note in whole.reading_notes} >= {
        "cut_line",
        "bad_cells",
        "time_backwards",
        "clock_stands_still",
    }
    document = json.dumps(to_document(analyze(whole)))
    for size in (1_003, 20_011):
        blocks = opened(path, size)
        same(whole, blocks)
        assert json.dumps(to_document(analyze(blocks))) == document


def many(fault: Fault, every: int) -> Callable[[list[str]], None]:
    def spoil(rows: list[str]) -> None:
        for at in range(FIRST, len(rows), every):
            fault(rows, at)

    return spoil


def scaled(acc: float = 1.0, gyr: float = 1.0, time: float = 1.0) -> Callable[[list[str]], None]:
    def spoil(rows: list[str]) -> None:
        for k in range(FIRST, len(rows)):
            time_s, *rest = map(float, rows[k].split(","))
            values = [time * time_s, *(acc * v for v in rest[:3]), *(gyr * v for v in rest[3:])]
            rows[k] = ",".join(map(repr, values))

    return spoil


def twice(rows: list[str]) -> None:
    rows += rows[FIRST:]


def second_header(rows: list[str]) -> None:
    rows.insert(150, "time,x,y,z,a,b,c")


REFUSED: dict[str, Callable[[list[str]], None]] = {
    "too many words": many(cell("x"), 15),
    "too many empty cells": many(cell(""), 1),
    "too many odd rows": many(ended(",5"), 15),
    "time begins again": twice,
    "a clock that stands still": many(cell("1.5", 0), 1),
    "in g": scaled(acc=1.0 / G_MPS2),
    "in degrees": scaled(gyr=DEG_PER_RAD),
    "in milliseconds": scaled(time=1000.0),
    "too close": scaled(time=1e-5),
    "another header": second_header,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_sentence_with_the_same_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    rows = lines(curls())
    REFUSED[name](rows)
    path.write_text("\n".join(rows) + "\n")
    group = PathGroup(str(path), (str(path),))
    with pytest.raises(RecordingError) as whole:
        read_group(group)
    for size in (130, 2_000):
        with pytest.raises(RecordingError) as blocks:
            open_group(group, block=blocks_of(size))
        assert str(blocks.value) == str(whole.value)


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
}


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
    write_canonical(recording(mirrored), path)
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
    assert "line" in next(note.text for note in whole.reading_notes if note.code == "bad_cells")
    same(whole, opened(path, 1_700))


def test_a_damaged_file_is_told_in_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / "day.parquet"
    write_canonical(recording(training()), path)
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
    write_canonical(recording(again), path)
    group = PathGroup(str(path), (str(path),))
    with pytest.raises(RecordingError, match=f"row {len(curls()) + 1}: time steps back") as whole:
        read_group(group)
    with pytest.raises(RecordingError) as blocks:
        open_group(group, block=blocks_of(5_000))
    assert str(blocks.value) == str(whole.value)


def test_short_files_other_formats_and_several_files_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    write_canonical(recording(curls()), path)
    group = PathGroup(str(path), (str(path),))
    assert not isinstance(open_group(group), LongRecording)
    assert not isinstance(open_group(group, format="generic", block=blocks_of(500)), LongRecording)
    named = path.read_text().replace("time_s", "time (s)").replace("acc_x_mps2", "ax (m/s²)")
    path.write_text(named.replace("acc_y_mps2", "ay (m/s²)").replace("acc_z_mps2", "az (m/s²)"))
    assert open_group(group, block=blocks_of(500)).format == "generic"


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
    write_canonical(recording(noise), path)
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
    write_canonical(recording(still), path)
    with pytest.raises(
        RecordingError, match=rf"row {before + 1}: time steps back here by more than {REACH:,}"
    ):
        open_group(PathGroup(str(path), (str(path),)), block=BlockSize(from_arrow_bytes=0))
