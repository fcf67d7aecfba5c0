"""Makes acceleration and angular velocity of columns: their units and axes by the header, else by gravity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.align import on_one_grid
from imu.formats.tables.check_acceleration import POSSIBLE, UNITS_MPS2, rest_size, unit_by_gravity
from imu.formats.tables.check_gyroscope import axes_by_motion, scale_by_motion, unit_by_motion
from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import Triple
from imu.formats.tables.header_units import (
    GYRO_UNITS,
    acc_unit,
    angle_a_second,
    gyro_unit,
    is_counts,
    is_no_unit,
)
from imu.formats.tables.raw_counts import counts_of_a_g, counts_sentence, gyro_counts_sentence
from imu.formats.tables.samples import Stream
from imu.types import Floats
from imu.units import G_MPS2


def stated_acc_unit(acc: Triple, known: Mapping[str, str]) -> str | None:
    """Unit of an acceleration by its header, or by what the app (``known``, by stem) is known to write."""
    return acc_unit(acc.unit) or known.get(acc.stem)


def stated_gyro_unit(gyr: Triple, known: Mapping[str, str]) -> str | None:
    """Unit of an angular velocity by its header, or by what the app (``known``, by stem) is known to write."""
    return gyro_unit(gyr.unit) or known.get(gyr.stem) or angle_a_second(gyr.unit)


def holds_gravity(raw: Stream, acc: Triple, known: Mapping[str, str]) -> bool:
    """Whether gravity can be in an acceleration: its size at rest is not too small in the stated unit, or fits some."""
    unit = stated_acc_unit(acc, known)
    if unit is None:
        return unit_by_gravity(raw.values) is not None
    return rest_size(raw.values) * UNITS_MPS2[unit] > POSSIBLE[0] * G_MPS2


def surely_gravity(raw: Stream, acc: Triple, known: Mapping[str, str]) -> bool:
    """Whether the size at rest is steadily that of gravity, so that it was not removed whatever the name says."""
    seen, stated = unit_by_gravity(raw.values), stated_acc_unit(acc, known)
    return seen is not None and stated in {None, seen}


def unit_of_acceleration(
    raw: Stream,
    acc: Triple,
    known: Mapping[str, str],
    notes: Notes,
    turning: tuple[Triple, Stream] | None = None,
) -> str:
    """Finds the unit of an acceleration: by the header, by the app, else by gravity at rest.

    Parameters
    ----------
    raw : Stream
        Acceleration (n, 3) as in the file.
    acc : Triple
        Its columns.
    known : mapping
        Unit by stem, where the app writes none.
    notes : Notes
        Receives a note where gravity told.
    turning : Triple and Stream, optional
        The gyroscope beside it, for what is said of raw counts.

    Raises
    ------
    RecordingError
        There is no unit, and gravity does not tell.
    """
    unit = stated_acc_unit(acc, known)
    if unit is not None:
        return unit
    rest = rest_size(raw.values)
    counts = counts_of_a_g(raw.values, rest)
    if counts is not None and (is_no_unit(acc.unit) or is_counts(acc.unit)):
        raise RecordingError(_counts(raw, acc, rest, counts, turning), path=raw.where, field=acc.cells[0])
    if not is_no_unit(acc.unit):
        what = f"the unit {acc.unit!r} is not an acceleration; write m/s², g or mg in the header."
        raise RecordingError(what, path=raw.where, field=acc.cells[0])
    unit = unit_by_gravity(raw.values)
    if unit is None:
        what = (
            f"the header gives no unit, and the size at rest, {rest:.3g}, is not that of gravity or not "
            "steady; write m/s², g or mg in the header."
        )
        raise RecordingError(what, path=raw.where, field=acc.cells[0])
    notes.add("unit_by_gravity", "info", how="by_size", where=raw.where, size=float(rest), unit=unit)
    return unit


def _counts(
    raw: Stream, acc: Triple, rest: float, counts: float, turning: tuple[Triple, Stream] | None
) -> str:
    scale, cells = None, list[str]()
    if turning is not None:
        time_s, force, turn = _together(raw, turning[1])
        scale, cells = scale_by_motion(time_s, force, turn), turning[0].cells
    return counts_sentence(acc.cells, rest, counts, cells, scale)


def angular_velocity(
    turn: Stream, gyr: Triple, acc: Stream, known: Mapping[str, str], notes: Notes, line: int
) -> Stream:
    """Angular velocity (n, 3) in rad/s, its unit and axes by the header, by the app, or by how gravity turns.

    Parameters
    ----------
    turn : Stream
        As in the file.
    gyr : Triple
        Its columns.
    acc : Stream
        Acceleration with gravity, any unit, maybe at other times of the same axis.
    known : mapping
        Unit by stem, where the app writes none.
    notes : Notes
        Receives a note where gravity told.
    line : int
        Line of the header, for messages.

    Raises
    ------
    RecordingError
        There is no unit, and gravity does not tell.
    """
    if not gyr.told:
        turn, gyr = _with_axes(turn, gyr, acc, notes)
    unit = stated_gyro_unit(gyr, known)
    if unit is None and is_no_unit(gyr.unit):
        unit = unit_by_motion(*_together(acc, turn))
        if unit is not None:
            notes.add("unit_by_motion", "info", where=turn.where, unit=unit)
    if unit is None:
        _refuse_counts(turn, gyr, acc, line)
        stated = "no unit" if gyr.unit is None else f"the unit {gyr.unit!r}"
        what = (
            f"the header gives {stated} for the angular velocity; write rad/s or deg/s in it, e.g. 'gx "
            "(deg/s)'."
        )
        raise RecordingError(what, path=turn.where, line=line, field=gyr.cells[0])
    return replace(turn, values=turn.values * GYRO_UNITS[unit])


def _refuse_counts(turn: Stream, gyr: Triple, acc: Stream, line: int) -> None:
    """Refuses raw counts, if the turning of gravity says that they are a gyroscope's."""
    scale = scale_by_motion(*_together(acc, turn))
    if scale is None or not np.array_equal(turn.values, np.round(turn.values)):
        return
    if is_no_unit(gyr.unit) or is_counts(gyr.unit):
        raise RecordingError(
            gyro_counts_sentence(gyr.cells, scale), path=turn.where, line=line, field=gyr.cells[0]
        )


def is_angular_velocity(raw: Stream, acc: Stream) -> bool:
    """Whether gravity turns in the sensor as three columns of unknown meaning say."""
    return unit_by_motion(*_together(acc, raw)) is not None


def _with_axes(turn: Stream, gyr: Triple, acc: Stream, notes: Notes) -> tuple[Stream, Triple]:
    """Columns in the order x, y, z: yaw is often about z, but which it is the turning of gravity tells."""
    cells = gyr.cells
    order = axes_by_motion(*_together(acc, turn))
    taken = [cells[i] for i in order or (0, 1, 2)]
    axes = dict(zip("xyz", taken, strict=True))
    how, severity = ("as_usual", "warning") if order is None else ("by_gravity", "info")
    columns = ", ".join(cells)
    notes.add(
        "axes_by_motion",
        severity,
        how=how,
        columns=columns,
        where=turn.where,
        x=taken[0],
        y=taken[1],
        z=taken[2],
    )
    values = turn.values if order is None else np.ascontiguousarray(turn.values[:, list(order)])
    return replace(turn, values=values), replace(gyr, axes=axes, told=True)


def _together(acc: Stream, turn: Stream) -> tuple[Floats, Floats, Floats]:
    """Times, accelerations and angular velocities on the same rows."""
    return on_one_grid(acc.time_s, acc.values, turn.time_s, turn.values, acc.where)
