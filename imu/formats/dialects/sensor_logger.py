"""Reads Sensor Logger (Kelvin Choi) of phone and Apple Watch: zip, folder, single files and re-exports."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.tables.align import on_one_grid, remark_cut
from imu.formats.tables.check_acceleration import looks_like, rest_size, unit_by_gravity
from imu.formats.tables.clean import Notes
from imu.formats.tables.parse_table import Table
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
from imu.types import Floats, Recording, SampleBlock

_XYZ = ("x", "y", "z")
_TOTAL, _USER, _GRAVITY, _GYRO, _UNKNOWN = "total", "user", "gravity", "gyro", "unknown"
_KINDS = {
    "totalacceleration": _TOTAL,
    "accelerometeruncalibrated": _TOTAL,
    "accelerometer": _USER,
    "gravity": _GRAVITY,
    "gyroscopeuncalibrated": _GYRO,
    "gyroscope": _GYRO,
}
_TIMES = ("time", "seconds_elapsed", "secondsElapsed")


def _is_xyz(cells: tuple[str, ...]) -> bool:
    return "seconds_elapsed" in cells and {"time", *_XYZ} <= set(cells)


def _is_watch(cells: tuple[str, ...]) -> bool:
    names = {cell.removeprefix("wristMotion_") for cell in cells}
    return {"rotationRateX", "gravityX", "accelerationX"} <= names and not names.isdisjoint(_TIMES)


def _is_either(cells: tuple[str, ...]) -> bool:
    return _is_xyz(cells) or _is_watch(cells)


def _with_header(document: Document, wanted: Callable[[tuple[str, ...]], bool]) -> list[Part]:
    return [part for part in document.parts if find_header(head(part), wanted) is not None]


def _sniff(document: Document) -> bool:
    return any(find_header(head(part), _is_either) is not None for part in document.parts)


def _read(document: Document) -> Recording:
    notes = Notes()
    meta = _metadata(document)
    watch = _with_header(document, _is_watch)
    if len(watch) > 1:
        what = f"holds {len(watch)} WristMotion files; give one recording at a time."
        raise RecordingError(what, path=document.path)
    reader = _watch if watch else _phone
    samples, base = reader(document, watch, meta, notes)
    started = None if base is None else iso_utc(base // 1000)
    return recording(
        document,
        "sensor-logger",
        [samples],
        notes,
        started_at=started,
        device=meta.get("device name") or None,
    )


def _metadata(document: Document) -> dict[str, str]:
    """The one row of Metadata.csv, lower-case keys; empty where there is none."""
    for part in document.parts:
        lines = head(part).split("\n")
        if "standardisation" in lines[0] and "platform" in lines[0] and len(lines) > 1:
            names, *values = csv.reader(lines[:2])
            return dict(
                zip((name.strip().lower() for name in names), values[0] if values else (), strict=False)
            )
    return {}


def _standard_sign(meta: dict[str, str], notes: Notes) -> float:
    """Sign of acceleration: +1 if at rest +g points up (Android, or standardised), -1 for Apple's."""
    if meta.get("standardisation", "").strip().lower() == "true":
        return 1.0
    platform = meta.get("platform", "").strip().lower()
    if not platform:
        notes.add("sign_unknown", "info")
    return -1.0 if platform.startswith("ios") else 1.0


def _timed(part: Part, notes: Notes) -> tuple[Table, str, Floats, int | None]:
    """Reads a table with its times.

    Returns
    -------
    Table, str, (n,) float64, int or None
        The table, the name of its time column, times in s from the first row, and the Unix time of that row in ns; None
        where a spreadsheet has rounded the Unix times or they are missing, so that elapsed seconds were used.
    """
    table = table_below(part, _is_either, as_text=("time",))
    if "time" in table.names:
        time_ns, good = table.nanoseconds("time")
        if good.mean() > 0.5:
            base = int(time_ns[np.argmax(good)])
            return table, "time", np.where(good, (time_ns - base) * 1e-9, np.nan), base
    name = next((name for name in _TIMES[1:] if name in table.names), "time")
    if "time" in table.names and name != "time":
        notes.add("elapsed_time", "info", how="rounded", where=table.where, column=name)
    return table, name, table.floats([name])[:, 0], None


def _watch(
    document: Document, parts: list[Part], meta: dict[str, str], notes: Notes
) -> tuple[SampleBlock, int | None]:
    """Motion of an Apple Watch: gravity and user acceleration, in g with Apple's sign or standardised in m/s²."""
    table, time_name, time_s, base = _timed(parts[0], notes)
    lead = "wristMotion_" if "wristMotion_gravityX" in table.names else ""
    names = [f"{lead}{kind}{axis}" for kind in ("rotationRate", "gravity", "acceleration") for axis in "XYZ"]
    all_nine = stream(table, time_name, time_s, names, notes)
    gravity = all_nine.values[:, 3:6]
    unit = _unit_of(gravity, table.where)
    sign = -1.0 if unit == "g" and meta.get("standardisation", "").strip().lower() != "true" else 1.0
    total = replace(all_nine, values=sign * (gravity + all_nine.values[:, 6:9]))
    if len(document.parts) > 1 and _with_header(document, _is_xyz):
        notes.add("phone_left_out", "info")
    gyr = replace(all_nine, values=all_nine.values[:, 0:3])
    return block("wrist", total, gyr, unit=unit, notes=notes), base


def _unit_of(gravity: Floats, where: str) -> str:
    rest = rest_size(gravity)
    unit = looks_like(rest)
    if unit not in {"g", "m/s²"}:
        what = (
            f"the gravity columns have a size of {rest:.3g}, which is neither 1 g nor 9.81 m/s²; export "
            "again."
        )
        raise RecordingError(what, path=where)
    return unit


def _kind(part: Part) -> str | None:
    """Quantity in a file of x, y, z by the name that Sensor Logger gave it, as the header does not tell."""
    stem = part.stem.replace(" ", "").replace("_", "")
    return next((kind for ending, kind in _KINDS.items() if stem.endswith(ending)), None)


def _phone(
    document: Document, _: list[Part], meta: dict[str, str], notes: Notes
) -> tuple[SampleBlock, int | None]:
    found: dict[str, Part] = {}
    parts = _with_header(document, _is_xyz)
    remark_unread(document, parts, _KINDS, notes)
    for part in sorted(parts, key=lambda part: "uncalibrated" in part.stem):
        kind = _kind(part)
        if kind is not None:
            found.setdefault(kind, part)
    if not found and len(parts) == 1:
        found[_UNKNOWN] = parts[0]
    streams, base = _streams(found, notes)
    acc, unit = _total(streams, document, meta, notes)
    return block("wrist", acc, streams.get(_GYRO), unit=unit, notes=notes), base


def _streams(found: dict[str, Part], notes: Notes) -> tuple[dict[str, Stream], int | None]:
    """Samples of each quantity, on one time axis from the earliest sample; and its Unix time in ns, if known."""
    timed = {kind: _timed(part, notes) for kind, part in found.items()}
    starts = [start for *_, start in timed.values()]
    known = [start for start in starts if start is not None]
    base = min(known) if known and len(known) == len(starts) else None
    streams = {}
    for kind, (table, name, time_s, start) in timed.items():
        if base is not None and start is not None:
            streams[kind] = stream(table, name, time_s + (start - base) * 1e-9, _XYZ, notes)
        else:
            elapsed_s = table.floats(["seconds_elapsed"])[:, 0]
            streams[kind] = stream(table, "seconds_elapsed", elapsed_s, _XYZ, notes)
    return streams, base


def _total(
    streams: dict[str, Stream], document: Document, meta: dict[str, str], notes: Notes
) -> tuple[Stream, str]:
    """Acceleration with gravity and the standard sign, and its unit."""
    if _TOTAL in streams:
        return _signed_total(streams[_TOTAL], meta, notes)
    if _UNKNOWN in streams:
        return _signed_total(_steady(streams[_UNKNOWN]), meta, notes)
    if _USER not in streams:
        what = "holds no acceleration; export TotalAcceleration, or Accelerometer with Gravity."
        raise RecordingError(what, path=document.path)
    user, gravity = streams[_USER], streams.get(_GRAVITY)
    if gravity is None:
        what = (
            "Accelerometer.csv has gravity removed and Gravity.csv is missing; export "
            "TotalAcceleration, or add Gravity.csv."
        )
        raise RecordingError(what, path=user.where)
    remark_cut(("accelerometer", user.time_s), ("gravity", gravity.time_s), notes)
    time_s, a, g = on_one_grid(user.time_s, user.values, gravity.time_s, gravity.values, user.where)
    return Stream(time_s=time_s, values=_standard_sign(meta, notes) * (a + g), where=user.where), _unit_of(
        g, gravity.where
    )


def _steady(samples: Stream) -> Stream:
    """Samples of a file whose name tells no quantity, if their size at rest can only be gravity."""
    if unit_by_gravity(samples.values) is None:
        what = (
            "its columns do not say what they hold, and their size at rest is not that of gravity; keep the "
            "name Sensor Logger gave the file, e.g. TotalAcceleration.csv."
        )
        raise RecordingError(what, path=samples.where)
    return samples


def _signed_total(total: Stream, meta: dict[str, str], notes: Notes) -> tuple[Stream, str]:
    """Acceleration with gravity, with the standard sign: values in g are from an Apple device and have its sign."""
    if looks_like(rest_size(total.values)) != "g":
        return total, "m/s²"
    if meta.get("platform", "ios").strip().lower().startswith("ios"):
        total = replace(total, values=-total.values)
    notes.add("unit_by_gravity", "info", how="shows_1", where=total.where)
    return total, "g"


SENSOR_LOGGER = Dialect(
    info=FormatInfo(
        name="sensor-logger",
        title="Sensor Logger",
        description=(
            "Phone or Apple Watch: zip, folder, WristMotion.csv, TotalAcceleration.csv, or "
            "Accelerometer with Gravity."
        ),
        example="time,seconds_elapsed,rotationRateX,…,gravityX,…,accelerationX,…,quaternionW,…",
    ),
    sniff=_sniff,
    read=_read,
)
