"""Reads logs of Xsens / Movella DOT: of the app, of the PC software, and re-saved by spreadsheets."""

from __future__ import annotations

import re

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document
from imu.formats.tables.clean import Notes
from imu.formats.tables.parse_table import Table, split_cells
from imu.formats.tables.samples import Stream, block, find_header, recording, stream, table_below
from imu.formats.tables.text import head
from imu.types import Floats, Recording
from imu.units import G_MPS2, RAD_PER_DEG

_ACC = ("Acc_X", "Acc_Y", "Acc_Z")
_FREE = ("FreeAcc_X", "FreeAcc_Y", "FreeAcc_Z")
_GYR = ("Gyr_X", "Gyr_Y", "Gyr_Z")
_QUAT = ("Quat_W", "Quat_X", "Quat_Y", "Quat_Z")
_WRAP = 2.0**32
_START = re.compile(
    r"(\d{4}-\d{2}-\d{2})_(\d{2}:\d{2}:\d{2})_(\d{1,3})(?: GMT([+-])(\d{1,2})(?::?(\d{2}))?)?"
)


def _is_header(cells: tuple[str, ...]) -> bool:
    log = cells[0] in {"PacketCounter", "SampleTimeFine"} and "SampleTimeFine" in cells
    return log or cells[:3] == ("Timestamp", "Address", "q_w")


def _sniff(document: Document) -> bool:
    return len(document.parts) == 1 and find_header(head(document.parts[0]), _is_header) is not None


def _read(document: Document) -> Recording:
    part = document.parts[0]
    notes = Notes()
    table = table_below(part, _is_header)
    acc, gyr = _acceleration(table, notes)
    about = _about(head(part), table.body_line)
    samples = block("wrist", acc, gyr, unit="m/s²", notes=notes)
    started = _started_at(about.get("StartTime", ""))
    return recording(
        document, "xsens-dot", [samples], notes, started_at=started, device=about.get("DeviceTag") or None
    )


def _acceleration(table: Table, notes: Notes) -> tuple[Stream, Stream | None]:
    """Specific force in m/s² and angular velocity in rad/s (None if it was not logged)."""
    gyr = _GYR if set(_GYR) <= set(table.names) else ()
    if set(_ACC) <= set(table.names):
        both = _stream(table, (*_ACC, *gyr), notes)
        return _part(both, both.values[:, :3]), _part(both, both.values[:, 3:] * RAD_PER_DEG) if gyr else None
    if not set(_FREE) <= set(table.names):
        what = (
            "holds no acceleration; log acceleration and angular velocity (mode 'Inertial data' or "
            "'Custom mode 5')."
        )
        raise RecordingError(what, path=table.where, line=table.body_line)
    if not set(_QUAT) <= set(table.names):
        what = (
            "holds free acceleration (gravity removed) without the quaternion, so gravity cannot be "
            "put back; log Acc."
        )
        raise RecordingError(what, path=table.where, line=table.body_line, field="FreeAcc_X")
    both = _stream(table, (*_FREE, *_QUAT, *gyr), notes)
    notes.add("gravity_restored", "info")
    force = _specific_force(both.values[:, :3], both.values[:, 3:7], table)
    return _part(both, force), _part(both, both.values[:, 7:] * RAD_PER_DEG) if gyr else None


def _part(samples: Stream, values: Floats) -> Stream:
    return Stream(time_s=samples.time_s, values=values, where=samples.where)


def _specific_force(free: Floats, quat: Floats, table: Table) -> Floats:
    """Specific force f = q*(a + g)q in the sensor frame, (n, 3) in m/s².

    From free acceleration a (n, 3), gravity removed, in the earth frame (z up), and the quaternion q (n, 4) that rotates
    sensor coordinates to the earth frame.
    """
    size = np.sqrt(np.einsum("ij,ij->i", quat, quat))
    if not (np.abs(size - 1.0) < 0.05).all():
        row = int(np.argmax(np.abs(size - 1.0)))
        what = f"the quaternion has size {size[row]:.3g} in place of 1; log again."
        raise RecordingError(what, path=table.where, field="Quat_W")
    w, v = quat[:, :1] / size[:, None], -quat[:, 1:] / size[:, None]
    earth = free + np.array([0.0, 0.0, G_MPS2])
    cross = 2.0 * np.cross(v, earth)
    rotated: Floats = earth + w * cross + np.cross(v, cross)
    return rotated


def _stream(table: Table, names: tuple[str, ...], notes: Notes) -> Stream:
    return stream(table, "SampleTimeFine", _time(table), names, notes)


def _time(table: Table) -> Floats:
    """Seconds from the first row; the counter overflows at 2³², and counts µs, in logs of the PC 100 µs."""
    ticks = table.floats(["SampleTimeFine"])[:, 0]
    good = np.isfinite(ticks)
    if not good.any():
        return ticks
    own = ticks[good]
    own = own + _WRAP * np.cumsum(np.diff(own, prepend=own[:1]) < -_WRAP / 2)
    step = float(np.median(np.diff(own))) if len(own) > 1 else 1e4
    ticks[good] = (own - own[0]) * (1e-6 if step >= 2000.0 else 1e-4)
    return ticks


def _about(text: str, lines: int) -> dict[str, str]:
    """``key:,value`` lines above the header."""
    found = {}
    for line in text.split("\n")[: max(lines - 1, 0)]:
        cells = split_cells(line, ",")
        if len(cells) > 1 and cells[0].endswith(":"):
            found[cells[0].rstrip(": ")] = cells[1]
    return found


def _started_at(text: str) -> str | None:
    """ISO 8601 of ``2022-03-04_05:06:07_080 GMT+2``; None without a time zone, which `Recording` requires."""
    match = _START.fullmatch(text.strip())
    if match is None or match[4] is None:
        return None
    day, clock, millis, sign, hours, minutes = match.groups()
    return f"{day}T{clock}.{millis:0>3}{sign}{int(hours):02d}:{minutes or '00'}"


XSENS_DOT = Dialect(
    info=FormatInfo(
        name="xsens-dot",
        title="Xsens / Movella DOT",
        description="App and PC logs with Acc and Gyr, or with FreeAcc and quaternion (gravity is put back).",
        example="PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z",
    ),
    sniff=_sniff,
    read=_read,
)
