"""Reads phyphox: a single CSV or a zip of several, in all five variants of separator and decimal mark."""

from __future__ import annotations

import csv
import re

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.tables.clean import Notes
from imu.formats.tables.header_units import acc_unit, gyro_unit, split_cell
from imu.formats.tables.parse_table import SEPARATORS, Table
from imu.formats.tables.samples import (
    Stream,
    block,
    find_header,
    iso_utc,
    recording,
    remark_unread,
    stream,
    table_below,
)
from imu.formats.tables.text import head
from imu.types import Floats, Recording

_ACC, _LINEAR, _GYRO = "acceleration", "linear acceleration", "gyroscope"
_QUANTITY = re.compile(
    r"(?:(linear )?accelerat(?:ion|or)|(linear )?accelerometer|(gyroscope|gyr))? ?([xyz])", re.IGNORECASE
)
_TIME = "Time (s)"


def _columns(cells: tuple[str, ...], stem: str) -> dict[str, list[str]]:
    """Columns x, y, z of each quantity; for mere ``X (m/s^2)`` the name of the file tells the quantity."""
    found: dict[str, dict[str, str]] = {}
    for cell in cells:
        name, unit = split_cell(cell)
        match = _QUANTITY.fullmatch(name)
        if match is None:
            continue
        linear = bool(match[1] or match[2]) or ("linear" in stem and name.lower() in {"x", "y", "z"})
        if gyro_unit(unit) == "rad/s" and not linear:
            found.setdefault(_GYRO, {}).setdefault(match[4].lower(), cell)
        elif acc_unit(unit) == "m/s²" and not match[3]:
            found.setdefault(_LINEAR if linear else _ACC, {}).setdefault(match[4].lower(), cell)
    return {quantity: [axes.get(axis, axis.upper()) for axis in "xyz"] for quantity, axes in found.items()}


def _is_header(cells: tuple[str, ...]) -> bool:
    return _TIME in cells and bool(_columns(cells, ""))


def _sample_parts(document: Document) -> list[Part]:
    return [part for part in document.parts if find_header(head(part), _is_header) is not None]


def _sniff(document: Document) -> bool:
    return bool(_sample_parts(document))


def _read(document: Document) -> Recording:
    notes = Notes()
    streams: dict[str, Stream] = {}
    parts = _sample_parts(document)
    remark_unread(document, parts, ("accelerometer", "gyroscope", "acceleration"), notes)
    for part in parts:
        _add_streams(part, streams, document, notes)
    acc = _accelerometer(streams, document)
    gyr = streams.get(_GYRO)
    events = _events(document)
    if len(events) > 1:
        notes.add("pauses", "info", n=len(events) - 1)
    acc, gyr = _with_pauses(acc, events), None if gyr is None else _with_pauses(gyr, events)
    started = iso_utc(round(events[0][1] * 1e6)) if events else None
    samples = block("wrist", acc, gyr, unit="m/s²", notes=notes)
    return recording(document, "phyphox", [samples], notes, started_at=started, device=_device(document))


def _add_streams(part: Part, streams: dict[str, Stream], document: Document, notes: Notes) -> None:
    table = table_below(part, _is_header)
    for quantity, names in _columns(table.names, part.stem).items():
        if quantity in streams:
            what = f"holds more than one {quantity} file; give one recording at a time."
            raise RecordingError(what, path=document.path)
        if quantity != _LINEAR:
            streams[quantity] = _stream(table, names, notes)
        else:
            streams[quantity] = Stream(time_s=np.empty(0), values=np.empty((0, 3)), where=part.where)


def _stream(table: Table, names: list[str], notes: Notes) -> Stream:
    return stream(table, _TIME, table.floats([_TIME])[:, 0], names, notes)


def _accelerometer(streams: dict[str, Stream], document: Document) -> Stream:
    if _ACC in streams:
        return streams[_ACC]
    if _LINEAR in streams:
        what = (
            "holds only the linear acceleration, with gravity removed; record phyphox's acceleration "
            "(with g)."
        )
    else:
        what = (
            "holds no accelerometer; give the file of phyphox's acceleration (with g) as well, or the folder "
            "of both."
        )
    raise RecordingError(what, path=document.path)


def _rows_of(document: Document, first_cell: str) -> list[list[str]]:
    """Rows below the header of the ``meta`` file whose first header cell is ``first_cell``."""
    for part in document.parts:
        lines = [line for line in head(part).split("\n") if line]
        for separator in SEPARATORS:
            if lines and lines[0].startswith((f'"{first_cell}"{separator}', f"{first_cell}{separator}")):
                return [row for row in csv.reader(lines[1:], delimiter=separator) if len(row) > 1]
    return []


def _events(document: Document) -> list[tuple[float, float]]:
    """Experiment and Unix time (s) of every start."""
    starts = []
    for row in _rows_of(document, "event"):
        try:
            times = float(row[1].replace(",", ".")), float(row[2].replace(",", "."))
        except (ValueError, IndexError):
            continue
        if row[0] == "START" and np.isfinite(times).all():
            starts.append(times)
    return sorted(starts)


def _with_pauses(samples: Stream, starts: list[tuple[float, float]]) -> Stream:
    """Puts pauses back, which phyphox cuts out of its times, by the wall clock of each start."""
    if len(starts) < 2:
        return samples
    experiment, system = np.array(starts).T
    pauses: Floats = np.maximum.accumulate(np.maximum(system - system[0] - (experiment - experiment[0]), 0.0))
    segment = np.maximum(np.searchsorted(experiment, samples.time_s, side="right") - 1, 0)
    return Stream(time_s=samples.time_s + pauses[segment], values=samples.values, where=samples.where)


def _device(document: Document) -> str | None:
    properties = {row[0]: row[1] for row in _rows_of(document, "property")}
    words = (properties.get("deviceBrand", ""), properties.get("deviceModel", ""))
    return " ".join(word for word in words if word) or None


PHYPHOX = Dialect(
    info=FormatInfo(
        name="phyphox",
        title="phyphox",
        description=(
            "Acceleration (with g), with or without gyroscope: CSV or zip, any separator and decimal mark."
        ),
        example='"Time (s)";"X (m/s^2)";"Y (m/s^2)";"Z (m/s^2)"',
    ),
    sniff=_sniff,
    read=_read,
)
