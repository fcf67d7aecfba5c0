"""The project's own CSV: seconds, m/s², rad/s, one row per sample, ``#`` lines for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.limits import check_sensors
from imu.formats.tables.arrow_file import ARROW_SUFFIXES, arrow_comments, arrow_table, arrow_text, is_arrow
from imu.formats.tables.arrow_table import table_of_numbers
from imu.formats.tables.arrow_writer import write_arrow
from imu.formats.tables.check_acceleration import check_gravity
from imu.formats.tables.check_gyroscope import check_turning
from imu.formats.tables.clean import MAX_EMPTY_SHARE, Notes, forward, not_recorded_text, usable_rows
from imu.formats.tables.clock_checks import checked_steps, remark_still, zeros_before_clock
from imu.formats.tables.parse_table import SEPARATORS, Table, read_table, split_cells
from imu.formats.tables.spikes import without_huge
from imu.formats.tables.text import complete_lines, decode, head
from imu.formats.tables.time_units import SLOW_HZ, fitting_unit
from imu.formats.tables.timestamps import is_clock_text
from imu.types import Floats, Note, Recording, SampleBlock
from imu.whole_file import whole_file

_ACC = ("acc_x_mps2", "acc_y_mps2", "acc_z_mps2")
_GYR = ("gyr_x_radps", "gyr_y_radps", "gyr_z_radps")
HEADER = ("time_s", *_ACC, *_GYR)
"""Columns of a file with one sensor."""
_NOT_RECORDED = "not_recorded"
"""Key of the note of a time in which nothing could be recorded; its value is when that ended, s."""
_WEIGHTS = {"weight": "", "weight_lb": " lb", "weight_lbs": " lb"}
"""Other notes of a weight, and the unit of a number alone."""
_ABOUT = ("started_at", "lifter", "device", "exercise")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NOTE = re.compile(r"#\s*(?:([-+]?[0-9][-+.0-9eE]*)\s+)?([A-Za-z_]\w*)\s*:\s?(.*)")


def _header_line(text: str) -> int:
    """Index of the first line that is neither a comment nor empty, or -1."""
    for index, line in enumerate(text.split("\n")):
        if line.strip() and not line.startswith("#"):
            return index
    return -1


def _sniff(document: Document) -> bool:
    if len(document.parts) != 1:
        return False
    text = head(document.parts[0])
    line = _header_line(text)
    lines = text.split("\n")[line:] if line >= 0 else [""]
    names = re.split(r"[,;\t\"\s]+", lines[0])
    return "time_s" in names and not set(_ACC).isdisjoint(names) and not _has_clock_texts(lines)


def _has_clock_texts(lines: list[str]) -> bool:
    """Whether the first row below a header has a time of day or a date as its ``time_s``: then it is no canonical file.

    Parameters
    ----------
    lines : list of str
        The header and what follows.
    """
    separator = next((mark for mark in SEPARATORS if mark in lines[0]), ",")
    row = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    cells = dict(zip(split_cells(lines[0], separator), split_cells(row, separator), strict=False))
    return is_clock_text(cells.get("time_s", ""))


def _read(document: Document) -> Recording:
    part = document.parts[0]
    names, table, comments, padding = (_of_arrow if is_arrow(part.data) else _of_text)(part)
    notes = Notes()
    about, marks = _comments(comments, padding=padding)
    for mark in marks:
        until_s = _float(mark.value)
        if mark.key == _NOT_RECORDED and mark.time_s is not None and until_s is not None:
            notes.add(_NOT_RECORDED, "warning", not_recorded_text(mark.time_s, until_s), mark.time_s)
    return Recording(
        path=document.path,
        files=document.files,
        format="canonical",
        sensors=_sensors(table, names, notes),
        started_at=about.get("started_at"),
        lifter=about.get("lifter"),
        device=about.get("device"),
        exercise=about.get("exercise"),
        notes=tuple(mark for mark in marks if mark.key != _NOT_RECORDED),
        reading_notes=tuple(notes.items),
    )


def _of_text(part: Part, text: str | None = None) -> tuple[tuple[str, ...], Table, str, str]:
    """Names of the columns, the table, the text with ``#`` lines, and what spreadsheets add to these."""
    text = decode(part) if text is None else text
    line = _header_line(head(part))
    header = text.split("\n", line + 1)[line] if line >= 0 else ""
    separator = next((mark for mark in SEPARATORS if mark in header), ",")
    names = _checked_header(part, split_cells(header, separator), line)
    table = read_table(part.where, text, header_line=line, separator=separator, as_text=("sensor",))
    return names, table, text, separator * header.count(separator)


def _of_arrow(part: Part) -> tuple[tuple[str, ...], Table, str, str]:
    """The same of a Parquet or Feather file, whose metadata hold the ``#`` lines."""
    held = arrow_table(part.where, part.data)
    names = _checked_header(part, tuple(held.column_names), 0)
    table = table_of_numbers(part.where, held, names, as_text=("sensor",))
    if table is None:
        return (*_of_text(part, arrow_text(held))[:2], arrow_comments(held), "")
    return names, table, arrow_comments(held), ""


def _checked_header(part: Part, names: tuple[str, ...], index: int) -> tuple[str, ...]:
    needed = ("time_s", *_ACC, *(_GYR if any(name in names for name in _GYR) else ()))
    if len(names) == 1:
        raise RecordingError("the columns are separated by no comma.", path=part.where, line=index + 1)
    for name in needed:
        if name not in names:
            what = f"the header lacks this column; it must hold {', '.join(needed)}."
            raise RecordingError(what, path=part.where, line=index + 1, field=name)
        if names.count(name) > 1:
            what = "the header names this column twice; leave one out."
            raise RecordingError(what, path=part.where, line=index + 1, field=name)
    return tuple(name for name in (*needed, "sensor") if name in names)


def _comments(text: str, *, padding: str) -> tuple[dict[str, str], list[Note]]:
    """Facts and notes in the ``#`` lines: facts about the recording, and notes with or without a time.

    ``padding`` is what spreadsheets add to them: a separator for every other column.
    """
    kept, _ = complete_lines(text)
    about: dict[str, str] = {}
    notes: list[Note] = []
    for line in _comment_lines(kept):
        match = _NOTE.match(line.removesuffix(padding))
        if match is None:
            continue
        time, key, value = match.groups()
        at = _float(time)
        if time is None and key in _ABOUT:
            about[key] = value.strip()
        elif time is None or at is not None:
            notes.append(_in_kg(Note(time_s=at, key=key, value=value.strip())))
    notes.sort(key=lambda note: -np.inf if note.time_s is None else note.time_s)
    return about, notes


def _in_kg(note: Note) -> Note:
    """The note of a weight in lb or with its unit as one that says so: ``weight_kg: 27 lb``."""
    if note.key not in _WEIGHTS:
        return note
    unit = _WEIGHTS[note.key] if _float(note.value) is not None else ""
    return replace(note, key="weight_kg", value=note.value + unit)


def _comment_lines(text: str) -> Iterator[str]:
    at = text.find("#")
    while at >= 0:
        end = text.find("\n", at)
        if at == 0 or text[at - 1] == "\n":
            yield text[at:end]
        at = text.find("#", end)


def _float(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _sensors(table: Table, names: tuple[str, ...], notes: Notes) -> tuple[SampleBlock, ...]:
    columns = [name for name in names if name != "sensor"]
    values = without_huge(table.floats(columns))
    values[: zeros_before_clock(values[:, 0]), 0] = np.nan
    labels = np.array(table.texts("sensor")) if "sensor" in names else np.broadcast_to("wrist", len(table))
    present = list(dict.fromkeys(labels.tolist())) if "sensor" in names else ["wrist"]
    check_sensors(len(present), table.where)
    silent = _silent(table, values)
    without = [name for name in present if silent[labels == name].all()] if silent.any() else []
    values[silent, 4:] = 0.0
    good = usable_rows(table, columns, values, notes, unnamed=labels == "", max_empty_share=MAX_EMPTY_SHARE)
    values[silent, 4:] = np.nan
    blocks, broken = [], {}
    for name in present:
        rows = np.flatnonzero(good & (labels == name))
        if len(rows):
            has_gyro = _GYR[0] in names and name not in without
            try:
                blocks.append(_block(name, table, rows, values, notes, has_gyro=has_gyro))
            except RecordingError as error:
                broken[name] = error
    if broken and not blocks:
        raise next(iter(broken.values()))
    for name, fault in broken.items():
        notes.add(
            "sensor_left_out", "warning", f"The sensor {name} of {table.where} was left out: {fault.what}"
        )
    return tuple(blocks)


def _silent(table: Table, values: Floats) -> NDArray[np.bool_]:
    """Rows whose cells of angular velocity are all empty: the sensor has no gyroscope, or it said nothing."""
    if not np.isnan(values[:, 4:]).any():
        return np.zeros(len(values), bool)
    return np.asarray(np.logical_and.reduce([table.empty([name]) for name in _GYR]))


def _block(
    sensor: str, table: Table, rows: NDArray[np.intp], values: Floats, notes: Notes, *, has_gyro: bool
) -> SampleBlock:
    rows = rows[forward(table, rows, values[rows, 0], notes)]
    chosen = values if len(rows) == len(values) else values[rows]
    time_s, acc_mps2 = np.ascontiguousarray(chosen[:, 0]), np.ascontiguousarray(chosen[:, 1:4])
    gyr_radps = np.ascontiguousarray(chosen[:, 4:7]) if has_gyro else None
    _check_clock(table, rows, time_s, notes)
    check_gravity(acc_mps2, "m/s²", table.where, notes)
    if gyr_radps is not None:
        said = ~np.isnan(gyr_radps[:, 0])
        check_turning(time_s[said], acc_mps2[said], gyr_radps[said], table.where)
    return SampleBlock(sensor=sensor, time_s=time_s, acc_mps2=acc_mps2, gyr_radps=gyr_radps)


def _check_clock(table: Table, rows: NDArray[np.intp], time_s: Floats, notes: Notes) -> None:
    """Refuses times that are not in seconds, and says where the clock stands still.

    Nothing is moved: the file's notes have times, too, and a live session showed the same.
    """
    every = np.full(len(table), np.nan)
    every[rows] = time_s
    steps = checked_steps(table, "time_s", every)
    remark_still(table, "time_s", every, steps, notes, moved=False)
    unit = fitting_unit("s", steps.row) if steps.row > 1.0 / SLOW_HZ else None
    if unit is not None:
        what = f"these are no seconds: there would be one reading every {steps.row:.3g} s; convert them from {unit}."
        raise RecordingError(what, path=table.where, line=table.body_line, field="time_s")


def write_canonical(recording: Recording, target: str | Path | TextIO) -> None:
    """Writes a recording, so that reading it gives the same samples and notes, bit for bit.

    Parameters
    ----------
    recording : Recording
        Where only some sensors have a gyroscope, or it said nothing for a time, those cells are empty.
    target : str, Path or text file
        Where to write; an existing file is replaced, once all is written. A name that ends in ``.parquet``,
        ``.feather`` or ``.arrow`` makes such a file, anything else CSV.
    """
    if isinstance(target, (str, Path)) and str(target).lower().endswith(ARROW_SUFFIXES):
        gyro = {block.sensor: block.gyr_radps is not None for block in recording.sensors}
        write_arrow(target, _columns(gyro), recording.sensors, _comment_text(recording))
    elif isinstance(target, (str, Path)):
        with whole_file(target) as out:
            _write(recording, out)
    else:
        _write(recording, target)


def _write(recording: Recording, out: TextIO) -> None:
    gyro = {block.sensor: block.gyr_radps is not None for block in recording.sensors}
    out.write(_comment_text(recording))
    out.write(header_line(gyro))
    for block in recording.sensors:
        out.writelines(sample_lines(block, gyro))


def _comment_text(recording: Recording) -> str:
    """Facts and notes as ``#`` lines."""
    about = {key: value for key in _ABOUT if (value := getattr(recording, key)) is not None}
    return fact_lines(about) + "".join(map(note_line, recording.notes))


def fact_lines(about: Mapping[str, str]) -> str:
    """Lines for the head of a file, from facts (``started_at``, ``lifter``, ``device``, ``exercise``)."""
    return "".join(f"# {_one_line(key)}: {_one_line(value)}\n" for key, value in about.items())


def note_line(note: Note) -> str:
    """A note as a ``#`` line with its line end; it may stand anywhere in a file."""
    when = "" if note.time_s is None else f"{note.time_s!r} "
    return f"# {when}{_one_line(note.key)}: {_one_line(note.value)}\n"


def not_recorded_note(from_s: float, until_s: float) -> Note:
    """Note of a time in which nothing could be recorded, by the first sample lost and the first one after."""
    return Note(time_s=from_s, key=_NOT_RECORDED, value=repr(until_s))


def header_line(sensors: Mapping[str, bool]) -> str:
    """Header with the names of the columns.

    Parameters
    ----------
    sensors : mapping of str to bool
        Whether the sensor has a gyroscope, by placement.
    """
    return ",".join(_columns(sensors)) + "\n"


def _columns(sensors: Mapping[str, bool]) -> tuple[str, ...]:
    return (("sensor",) if _named(sensors) else ()) + (HEADER if any(sensors.values()) else HEADER[:4])


def sample_lines(block: SampleBlock, sensors: Mapping[str, bool]) -> list[str]:
    """Rows of a block, one for each sample; floats are written exactly.

    Parameters
    ----------
    block : SampleBlock
    sensors : mapping of str to bool
        All sensors of the file, as in `header_line`.
    """
    lead = f"{block.sensor}," if _named(sensors) else ""
    alone = ",,,\n" if any(sensors.values()) else "\n"
    rows = np.column_stack([block.time_s, block.acc_mps2]).tolist()
    turning = [None] * len(rows) if block.gyr_radps is None else block.gyr_radps.tolist()
    return [
        lead + ",".join(map(repr, row)) + (alone if turn is None else f",{_cells(turn)}\n")
        for row, turn in zip(rows, turning, strict=True)
    ]


def _cells(turn: list[float]) -> str:
    """Cells of angular velocity; empty where the gyroscope said nothing."""
    return ",," if all(value != value for value in turn) else ",".join(map(repr, turn))  # noqa: PLR0124  NaN


def _named(sensors: Mapping[str, bool]) -> bool:
    """Whether rows name their sensor: not if there is only one and it is called ``wrist``."""
    return list(sensors) != ["wrist"]


def _one_line(text: str) -> str:
    """The text with blanks for what would end the line, or make the file one that is no text."""
    return _CONTROL.sub(" ", text)


CANONICAL = Dialect(
    info=FormatInfo(
        name="canonical",
        title="rep-momentum CSV",
        description="What record and live write: seconds, m/s² with gravity, rad/s; # lines hold notes. Also as Parquet or Feather.",
        example=",".join(HEADER),
    ),
    sniff=_sniff,
    read=_read,
)
