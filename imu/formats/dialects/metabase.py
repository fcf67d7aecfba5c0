"""Reads MetaBase (MbientLab): one file each for accelerometer and gyroscope, with its own rate and start."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.tables.clean import Notes
from imu.formats.tables.clock_checks import check_differ
from imu.formats.tables.header_units import GYRO_UNITS, acc_unit, gyro_unit, split_cell
from imu.formats.tables.parse_table import Table
from imu.formats.tables.samples import Stream, block, find_header, iso_utc, recording, stream, table_below
from imu.formats.tables.text import head
from imu.types import Floats, Recording

_AXES = ("x-axis", "y-axis", "z-axis")
_EPOCH, _ELAPSED = "epoch (ms)", "elapsed (s)"
_DAY_MS = 86_400_000.0
_MAC = re.compile(r"_([0-9A-F]{12})_")


def is_metabase_header(cells: tuple[str, ...]) -> bool:
    """Whether a line is the header of a MetaBase file of accelerometer or gyroscope."""
    return cells[0] == _EPOCH and _axes(cells) is not None


def _axes(cells: tuple[str, ...]) -> tuple[list[str], str | None] | None:
    found = {name: (cell, unit) for cell in cells for name, unit in [split_cell(cell)] if name in _AXES}
    if set(found) != set(_AXES):
        return None
    return [found[name][0] for name in _AXES], found["x-axis"][1]


def _sniff(document: Document) -> bool:
    return any(find_header(head(part), is_metabase_header) is not None for part in document.parts)


def _read(document: Document) -> Recording:
    notes = Notes()
    files: dict[str, tuple[Stream, str]] = {}
    for part in document.parts:
        if find_header(head(part), is_metabase_header) is not None:
            kind, unit, samples = _stream(part, notes)
            if kind in files:
                what = f"holds more than one {kind} file; give one recording at a time."
                raise RecordingError(what, path=document.path)
            files[kind] = samples, unit
    if "accelerometer" not in files:
        what = "holds a gyroscope without its accelerometer; give the folder, or both files."
        raise RecordingError(what, path=document.path)
    acc, unit = files["accelerometer"]
    gyr = _same_day(acc, files["gyroscope"][0], notes) if "gyroscope" in files else None
    base = min(float(samples.time_s[0]) for samples in (acc, gyr) if samples is not None)
    gyr = None if gyr is None else _seconds(gyr, base)
    sensor = block("wrist", _seconds(acc, base), gyr, unit=unit, notes=notes)
    started = iso_utc(round(base * 1e3))
    return recording(document, "metabase", [sensor], notes, started_at=started, device=_mac(document))


def _seconds(samples: Stream, base_ms: float) -> Stream:
    return replace(samples, time_s=(samples.time_s - base_ms) / 1000.0)


def _stream(part: Part, notes: Notes) -> tuple[str, str, Stream]:
    """Kind, unit and samples of one file; its times are Unix milliseconds, which are exact."""
    table: Table = table_below(part, is_metabase_header)
    names, stated = _axes(table.names) or ([], None)
    samples = stream(table, _EPOCH, _times_ms(table, notes), names, notes)
    acc, gyr = acc_unit(stated), gyro_unit(stated)
    if gyr is not None:
        return (
            "gyroscope",
            gyr,
            Stream(time_s=samples.time_s, values=samples.values * GYRO_UNITS[gyr], where=samples.where),
        )
    if acc is None:
        what = f"the unit {stated!r} is neither an acceleration nor an angular velocity; export again."
        raise RecordingError(what, path=part.where, line=table.body_line, field=names[0])
    return "accelerometer", acc, samples


def _times_ms(table: Table, notes: Notes) -> Floats:
    """Unix times in ms; those since the first row where a spreadsheet has shortened them to one."""
    try:
        check_differ(table, _EPOCH)
    except RecordingError:
        if _ELAPSED not in table.names:
            raise
        notes.add("elapsed_time", "warning", how="shortened", where=table.where)
        return np.asarray(table.floats([_ELAPSED])[:, 0] * 1e3)
    return np.asarray(table.floats([_EPOCH])[:, 0])


def _same_day(acc: Stream, gyr: Stream, notes: Notes) -> Stream:
    """Gyroscope moved by whole days to the accelerometer, as files saved again by other programs may lose the date."""
    days = round(float(gyr.time_s[0] - acc.time_s[0]) / _DAY_MS)
    moved = gyr.shifted(-days * _DAY_MS)
    if days == 0 or not np.isfinite(moved.time_s).all() or abs(moved.time_s[0] - acc.time_s[0]) > 60_000.0:
        return gyr
    notes.add("day_offset", "warning", n=abs(days))
    return moved


def _mac(document: Document) -> str | None:
    found = (_MAC.search(part.name) for part in document.parts)
    return next((match[1] for match in found if match is not None), None)


METABASE = Dialect(
    info=FormatInfo(
        name="metabase",
        title="MetaBase (MbientLab)",
        description=(
            "Accelerometer and gyroscope files of one recording, found by themselves beside each other."
        ),
        example="epoch (ms),time (01:00),elapsed (s),x-axis (g),y-axis (g),z-axis (g)",
    ),
    sniff=_sniff,
    read=_read,
)
