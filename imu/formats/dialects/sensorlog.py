"""Reads SensorLog (Bernd Thomas) of iPhone and Apple Watch: Apple's sign, gravity included or in columns of its own."""

from __future__ import annotations

from dataclasses import replace

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.generic import header_of, open_table, read
from imu.formats.dialects.sheets import TableTraits
from imu.formats.document import Document
from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import find_columns
from imu.formats.tables.header_units import GYRO_UNITS, acc_unit, gyro_unit, plain, split_cell
from imu.formats.tables.parse_table import Table
from imu.formats.tables.samples import block, recording, stream
from imu.formats.tables.time_column import time_column
from imu.types import Recording

_WHOLE = "accelerometeracceleration"
_APART = ("motiongravity", "motionuseracceleration")


def _cells(names: tuple[str, ...], stem: str) -> list[str]:
    """Columns x, y, z of ``stem``; fewer where the header lacks some."""
    return [name for axis in "xyz" for name in names if plain(name) == stem + axis]


def _sniff(document: Document) -> bool:
    names = header_of(document)
    return bool(_cells(names, _WHOLE)) or all(len(_cells(names, stem)) == 3 for stem in _APART)


def _read(document: Document) -> Recording:
    if _cells(header_of(document), _WHOLE) or len(document.parts) != 1:
        return read(document, TableTraits(name="sensorlog", sign=-1.0))
    return _from_motion(document, open_table(document.parts[0]))


def _from_motion(document: Document, table: Table) -> Recording:
    """Adds gravity and user acceleration, which are logged separately where the raw accelerometer is off."""
    notes, columns = Notes(), find_columns(table.names)
    gravity, user = (_cells(table.names, stem) for stem in _APART)
    unit = acc_unit(split_cell(gravity[0])[1]) if gravity else None
    if len(gravity) != 3 or len(user) != 3 or unit is None:
        what = "holds no acceleration with gravity; log the accelerometer, or device motion with its gravity."
        raise RecordingError(what, path=table.where, line=table.body_line)
    turning = columns.gyr[0].cells if columns.gyr else []
    scale = GYRO_UNITS[gyro_unit(columns.gyr[0].unit) or "rad/s"] if turning else 1.0
    axis = time_column(table, columns.times, notes)
    both = stream(table, axis.name, axis.time_s, [*gravity, *user, *turning], notes)
    acc = replace(both, values=-(both.values[:, :3] + both.values[:, 3:6]))
    gyr = replace(both, values=both.values[:, 6:] * scale) if turning else None
    blocks = [block("wrist", acc, gyr, unit=unit, notes=notes)]
    return recording(document, "sensorlog", blocks, notes, started_at=axis.started_at)


SENSORLOG = Dialect(
    info=FormatInfo(
        name="sensorlog",
        title="SensorLog (Apple)",
        description="iPhone and Apple Watch: accelerometer and gyroscope, or device motion; Apple's sign turned round.",
        example="loggingTime(txt),…,accelerometerAccelerationX(G),…,motionRotationRateX(rad/s),…",
    ),
    sniff=_sniff,
    read=_read,
)
