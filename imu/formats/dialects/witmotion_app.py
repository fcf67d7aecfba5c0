"""Reads CSV and TXT of WitMotion's PC and phone apps, with one or several sensors in a file."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document
from imu.formats.tables.clean import Notes, forward
from imu.formats.tables.even_times import evened_ticks, steps_of
from imu.formats.tables.header_units import GYRO_UNITS, acc_unit, gyro_unit, plain, split_cell
from imu.formats.tables.parse_table import Table
from imu.formats.tables.samples import Stream, block, find_header, recording, sound_rows, table_below
from imu.formats.tables.text import head
from imu.formats.tables.timestamps import clock_us, evened, first_moment, seconds_from_first
from imu.types import Floats, Recording, SampleBlock

_ACC = ("accelerationx", "accx", "ax")
_GYRO = ("angularvelocityx", "asx", "wx", "gyrx")
_SECONDS_S = 0.5
"""Shortest tick of a clock that shows whole seconds only, as spreadsheets save the app's times, s."""
_ROOM = {"devicename", "chiptime", "anglex"}


def _axes(cells: tuple[str, ...], first: tuple[str, ...]) -> list[str] | None:
    """The three columns whose x axis has one of the names in ``first``."""
    names = [plain(cell) for cell in cells]
    for name in first:
        wanted = [name[:-1] + axis for axis in "xyz"]
        if set(wanted) <= set(names):
            return [cells[names.index(axis)] for axis in wanted]
    return None


def _is_header(cells: tuple[str, ...]) -> bool:
    acc, gyr = _axes(cells, _ACC), _axes(cells, _GYRO)
    if acc is None or gyr is None or _ROOM.isdisjoint(plain(cell) for cell in cells):
        return False
    units = acc_unit(split_cell(acc[0])[1]), gyro_unit(split_cell(gyr[0])[1])
    return None not in units and plain(cells[0]).endswith("ime")


def _sniff(document: Document) -> bool:
    return len(document.parts) == 1 and find_header(head(document.parts[0]), _is_header) is not None


def _read(document: Document, *, name: str, ahead: bool) -> Recording:
    table = table_below(document.parts[0], _is_header)
    notes = Notes()
    label = next((cell for cell in table.names if plain(cell) == "devicename"), None)
    devices = np.array([""] * len(table) if label is None else table.texts(label))
    present = [device for device in dict.fromkeys(devices.tolist()) if device or label is None]
    if not present:
        raise RecordingError("no row names its device; export again.", path=table.where, field=label)
    shift = ahead and label is not None
    blocks = _blocks(table, devices, present, notes, shift=shift)
    _remark(present, notes, shift=shift)
    device = ", ".join(filter(None, present)) or None
    began = first_moment(table.texts(table.names[0]))
    return recording(document, name, blocks, notes, started_at=began, device=device)


def _blocks(
    table: Table, devices: NDArray[np.str_], present: list[str], notes: Notes, *, shift: bool
) -> list[SampleBlock]:
    acc, gyr = _axes(table.names, _ACC), _axes(table.names, _GYRO)
    if acc is None or gyr is None:
        raise RecordingError(
            "the header lacks an axis; export again.", path=table.where, line=table.body_line
        )
    units = acc_unit(split_cell(acc[0])[1]) or "g", gyro_unit(split_cell(gyr[0])[1]) or "deg/s"
    time_s = np.where(np.isin(devices, present), _time(table), np.nan)
    values, good = sound_rows(table, table.names[0], time_s, [*acc, *gyr], notes)
    sound = np.isin(np.arange(len(table)), good)
    blocks = []
    for number, device in enumerate(present):
        rows = _once(values, np.flatnonzero(devices == device))
        _even(table, values, sound, rows, notes)
        own = _aligned(values, sound, rows, np.cumsum(devices == "")) if shift else values[rows[sound[rows]]]
        if len(own) == 0:
            what = f"device {device} has too few rows; record for longer."
            raise RecordingError(what, path=table.where)
        name = "wrist" if number == 0 else device.replace(",", " ")
        blocks.append(_sensor(name, own, units, table.where, notes))
    return blocks


def _even(
    table: Table, values: Floats, sound: NDArray[np.bool_], rows: NDArray[np.intp], notes: Notes
) -> None:
    """Evens out the times of ``rows`` in place, and marks rows out of order as not ``sound``.

    Rows with a bad cell in another column take part, as they were one step each, too.
    """
    timed = rows[np.isfinite(values[rows, 0])]
    keep = forward(table, timed, values[timed, 0], notes)
    sound[timed[~keep]] = False
    timed = timed[keep]
    steps = steps_of(values[timed, 0])
    ticks = evened_ticks(values[timed, 0], steps) if steps.tick >= _SECONDS_S and steps.coarse else None
    even = evened(values[timed, 0]) if ticks is None else ticks
    told = any(note.code == "times_evened" for note in notes.items)
    if not told and not np.array_equal(even, values[timed, 0]):
        notes.add("times_evened", "info", how="arrival")
    values[timed, 0] = even


def _time(table: Table) -> Floats:
    """Seconds of every row: a number or the computer's clock as text; never the chip time, which is read too seldom."""
    micros, good = clock_us(table.texts(table.names[0]))
    return seconds_from_first(micros, good) if good.any() else table.floats(table.names[:1])[:, 0]


def _once(values: Floats, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of ``rows`` that differ from the one before; equal ones are notifications that were written twice."""
    keep = np.ones(len(rows), dtype=bool)
    keep[1:] = (values[rows[1:]] != values[rows[:-1]]).any(axis=1)
    return rows[keep]


def _aligned(
    values: Floats, sound: NDArray[np.bool_], rows: NDArray[np.intp], nameless: NDArray[np.intp]
) -> Floats:
    """Joins acceleration X, which the app writes one row early, with the other columns of the next row.

    A row is kept only if it and the next are ``sound`` and no row without a device's name is between them (``nameless``
    counts those up to each row): nothing is joined across a row that was dropped.
    """
    here, after = rows[:-1], rows[1:]
    both = sound[here] & sound[after] & (nameless[here] == nameless[after])
    return np.column_stack([values[here[both], :2], values[after[both], 2:]])


def _sensor(name: str, own: Floats, units: tuple[str, str], where: str, notes: Notes) -> SampleBlock:
    time_s = np.ascontiguousarray(own[:, 0])
    acc = Stream(time_s=time_s, values=own[:, 1:4], where=where)
    gyr = Stream(time_s=time_s, values=own[:, 4:] * GYRO_UNITS[units[1]], where=where)
    return block(name, acc, gyr, unit=units[0], notes=notes)


def _remark(present: list[str], notes: Notes, *, shift: bool) -> None:
    if shift:
        notes.add("witmotion_shift", "info")
    if len(present) > 1:
        notes.add("several_devices", "warning", how="in_file", n=len(present), first=present[0])


def _dialect(name: str, title: str, description: str, *, ahead: bool) -> Dialect:
    example = "Time,Device name,Chip Time(),Acceleration X(g),…,Angular velocity X(°/s),…,Angle X(°),…"
    return Dialect(
        info=FormatInfo(name=name, title=title, description=description, example=example),
        sniff=_sniff if ahead else lambda _: False,
        read=partial(_read, name=name, ahead=ahead),
    )


WITMOTION = _dialect(
    "witmotion",
    "WitMotion app",
    "CSV or TXT, one or several devices; acceleration X, which the app writes a row early, is moved back.",
    ahead=True,
)
WITMOTION_ALIGNED = _dialect(
    "witmotion-aligned",
    "WitMotion app, rows as written",
    "The same, taken as it stands; only by name, should the vendor repair the app.",
    ahead=False,
)
