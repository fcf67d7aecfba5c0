"""The project's own CSV: seconds, m/s², rad/s, one row per sample, ``#`` lines for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.limits import check_sensors
from imu.formats.tables.check_acceleration import check_gravity
from imu.formats.tables.check_gyroscope import check_turning
from imu.formats.tables.clean import MAX_EMPTY_SHARE, Notes, forward, usable_rows
from imu.formats.tables.parse_table import Table, read_table, split_cells
from imu.formats.tables.text import complete_lines, decode, head
from imu.types import Floats, Note, Recording, SampleBlock
from imu.whole_file import whole_file

_ACC = ("acc_x_mps2", "acc_y_mps2", "acc_z_mps2")
_GYR = ("gyr_x_radps", "gyr_y_radps", "gyr_z_radps")
HEADER = ("time_s", *_ACC, *_GYR)
"""Columns of a file with one sensor."""
_ABOUT = ("started_at", "lifter", "device", "exercise")
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
    names = re.split(r"[,;\t\"\s]+", text.split("\n")[line]) if line >= 0 else []
    return "time_s" in names and not set(_ACC).isdisjoint(names)


def _read(document: Document) -> Recording:
    part = document.parts[0]
    text = decode(part)
    line = _header_line(head(part))
    names = _checked_header(part, text.split("\n", line + 1)[line] if line >= 0 else "", line)
    table = read_table(part.where, text, header_line=line, as_text=("sensor",))
    notes = Notes()
    about, marks = _comments(text)
    return Recording(
        path=document.path,
        files=document.files,
        format="canonical",
        sensors=_sensors(table, names, notes),
        started_at=about.get("started_at"),
        lifter=about.get("lifter"),
        device=about.get("device"),
        exercise=about.get("exercise"),
        notes=tuple(marks),
        reading_notes=tuple(notes.items),
    )


def _checked_header(part: Part, line: str, index: int) -> tuple[str, ...]:
    names = split_cells(line, ",")
    for separator in (";", "\t"):
        if "time_s" not in names and "time_s" in split_cells(line, separator):
            what = f"the columns are separated by {separator!r}; this format uses commas and decimal points."
            raise RecordingError(what, path=part.where, line=index + 1)
    needed = ("time_s", *_ACC, *(_GYR if any(name in names for name in _GYR) else ()))
    if len(names) == 1:
        raise RecordingError("the columns are not separated by commas.", path=part.where, line=index + 1)
    for name in needed:
        if name not in names:
            what = f"the header lacks this column; it must hold {', '.join(needed)}."
            raise RecordingError(what, path=part.where, line=index + 1, field=name)
        if names.count(name) > 1:
            what = "the header names this column twice; leave one out."
            raise RecordingError(what, path=part.where, line=index + 1, field=name)
    return tuple(name for name in (*needed, "sensor") if name in names)


def _comments(text: str) -> tuple[dict[str, str], list[Note]]:
    """Facts and notes in the ``#`` lines: facts about the recording, and notes with or without a time."""
    kept, _ = complete_lines(text)
    about: dict[str, str] = {}
    notes: list[Note] = []
    for line in _comment_lines(kept):
        match = _NOTE.match(line)
        if match is None:
            continue
        time, key, value = match.groups()
        at = _float(time)
        if time is None and key in _ABOUT:
            about[key] = value.strip()
        elif time is None or at is not None:
            notes.append(Note(time_s=at, key=key, value=value.strip()))
    notes.sort(key=lambda note: -np.inf if note.time_s is None else note.time_s)
    return about, notes


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
    values = table.floats(columns)
    labels = np.array(table.texts("sensor")) if "sensor" in names else np.broadcast_to("wrist", len(table))
    present = list(dict.fromkeys(labels.tolist())) if "sensor" in names else ["wrist"]
    check_sensors(len(present), table.where)
    without = _without_gyro(table, values, labels, present)
    values[np.isin(labels, without), 4:] = 0.0
    good = usable_rows(table, columns, values, notes, unnamed=labels == "", max_empty_share=MAX_EMPTY_SHARE)
    blocks = []
    for name in present:
        rows = np.flatnonzero(good & (labels == name))
        if len(rows):
            has_gyro = _GYR[0] in names and name not in without
            blocks.append(_block(name, table, rows, values, notes, has_gyro=has_gyro))
    return tuple(blocks)


def _without_gyro(table: Table, values: Floats, labels: NDArray[np.str_], present: list[str]) -> list[str]:
    """Sensors without a gyroscope: their angular velocity is empty in all rows, as other sensors have one."""
    if not np.isnan(values[:, 4:]).any():
        return []
    said = ~np.logical_and.reduce([table.empty([name]) for name in _GYR])
    return [name for name in present if not said[labels == name].any()]


def _block(
    sensor: str, table: Table, rows: NDArray[np.intp], values: Floats, notes: Notes, *, has_gyro: bool
) -> SampleBlock:
    rows = rows[forward(table, rows, values[rows, 0], notes)]
    chosen = values if len(rows) == len(values) else values[rows]
    time_s, acc_mps2 = np.ascontiguousarray(chosen[:, 0]), np.ascontiguousarray(chosen[:, 1:4])
    gyr_radps = np.ascontiguousarray(chosen[:, 4:7]) if has_gyro else None
    check_gravity(acc_mps2, "m/s²", table.where, notes)
    if gyr_radps is not None:
        check_turning(time_s, acc_mps2, gyr_radps, table.where)
    return SampleBlock(sensor=sensor, time_s=time_s, acc_mps2=acc_mps2, gyr_radps=gyr_radps)


def write_canonical(recording: Recording, target: str | Path | TextIO) -> None:
    """Writes a recording as CSV, so that reading it gives the same samples and notes, bit for bit.

    Parameters
    ----------
    recording : Recording
        Where only some sensors have a gyroscope, the cells of the others are empty.
    target : str, Path or text file
        Where to write; an existing file is replaced, once all is written.
    """
    if isinstance(target, (str, Path)):
        with whole_file(target) as out:
            _write(recording, out)
    else:
        _write(recording, target)


def _write(recording: Recording, out: TextIO) -> None:
    about = {key: value for key in _ABOUT if (value := getattr(recording, key)) is not None}
    gyro = {block.sensor: block.gyr_radps is not None for block in recording.sensors}
    out.write(fact_lines(about))
    out.writelines(map(note_line, recording.notes))
    out.write(header_line(gyro))
    for block in recording.sensors:
        out.writelines(sample_lines(block, gyro))


def fact_lines(about: Mapping[str, str]) -> str:
    """Lines for the head of a file, from facts (``started_at``, ``lifter``, ``device``, ``exercise``)."""
    return "".join(f"# {_one_line(key)}: {_one_line(value)}\n" for key, value in about.items())


def note_line(note: Note) -> str:
    """A note as a ``#`` line with its line end; it may stand anywhere in a file."""
    when = "" if note.time_s is None else f"{note.time_s!r} "
    return f"# {when}{_one_line(note.key)}: {_one_line(note.value)}\n"


def header_line(sensors: Mapping[str, bool]) -> str:
    """Header with the names of the columns.

    Parameters
    ----------
    sensors : mapping of str to bool
        Whether the sensor has a gyroscope, by placement.
    """
    columns = HEADER if any(sensors.values()) else HEADER[:4]
    return ",".join((("sensor",) if _named(sensors) else ()) + columns) + "\n"


def sample_lines(block: SampleBlock, sensors: Mapping[str, bool]) -> list[str]:
    """Rows of a block, one for each sample; floats are written exactly.

    Parameters
    ----------
    block : SampleBlock
    sensors : mapping of str to bool
        All sensors of the file, as in `header_line`.
    """
    lead = f"{block.sensor}," if _named(sensors) else ""
    end = ",,,\n" if block.gyr_radps is None and any(sensors.values()) else "\n"
    turning = [] if block.gyr_radps is None else [block.gyr_radps]
    rows = np.concatenate([block.time_s[:, None], block.acc_mps2, *turning], axis=1).tolist()
    return [lead + ",".join(map(repr, row)) + end for row in rows]


def _named(sensors: Mapping[str, bool]) -> bool:
    """Whether rows name their sensor: not if there is only one and it is called ``wrist``."""
    return list(sensors) != ["wrist"]


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


CANONICAL = Dialect(
    info=FormatInfo(
        name="canonical",
        title="rep-momentum CSV",
        description="What record and live write: seconds, m/s² with gravity, rad/s; # lines hold notes.",
        example=",".join(HEADER),
    ),
    sniff=_sniff,
    read=_read,
)
