"""Reads the binary files that WitMotion's sensors write to their memory card, named like ``WIT18.TXT``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from math import nan

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, Part
from imu.formats.tables.clean import MAX_BACKWARD_SHARE, Notes
from imu.formats.tables.samples import Stream, block, recording
from imu.formats.tables.text import is_binary
from imu.formats.tables.time_order import in_time_order
from imu.types import Recording
from imu.units import RAD_PER_DEG

_LONG, _SHORT = 28, 11
_TIME, _ACC, _GYR = 0x50, 0x51, 0x52
_G_PER_COUNT = 16.0 / 32768.0
_RADPS_PER_COUNT = 2000.0 / 32768.0 * RAD_PER_DEG
_LOOK = 4096

_Sample = tuple[float, tuple[int, ...]]
"""Milliseconds on the sensor's clock, and counts of acceleration x, y, z and angular velocity x, y, z."""


def _long_frames(data: bytes) -> Iterator[bytes]:
    """Frames ``55 61`` of 28 bytes; without a checksum, the next frame (or the end) must follow at once."""
    at = data.find(b"\x55\x61")
    while 0 <= at <= len(data) - _LONG:
        end = at + _LONG
        whole = end == len(data) or data.startswith(b"\x55\x61", end)
        if whole:
            yield data[at:end]
        at = data.find(b"\x55\x61", end if whole else at + 1)


def _short_frames(data: bytes) -> Iterator[bytes]:
    """Frames ``55 5x`` of 11 bytes whose last byte is the sum of the others."""
    at = data.find(b"\x55")
    while 0 <= at <= len(data) - _SHORT:
        frame = data[at : at + _SHORT]
        whole = frame[1] >> 4 == 5 and sum(frame[:10]) & 0xFF == frame[10]
        if whole:
            yield frame
        at = data.find(b"\x55", at + (_SHORT if whole else 1))


def _clock_ms(stamp: bytes) -> float:
    """Time in ms from year, month, day, hour, minute, second and u16 ms, without time zone; NaN if it is no time."""
    year, month, day, hour, minute, second = stamp[:6]
    millis = int.from_bytes(stamp[6:8], "little")
    try:
        moment = datetime(2000 + year, month, day, hour, minute, second, 1000 * millis, UTC)
    except ValueError:
        return nan
    return float(round(moment.timestamp() * 1000.0))


def _counts(payload: bytes) -> tuple[int, ...]:
    return tuple(np.frombuffer(payload, "<i2").tolist())


def _long_samples(data: bytes) -> list[_Sample]:
    return [(_clock_ms(frame[20:28]), _counts(frame[2:14])) for frame in _long_frames(data)]


def _short_samples(data: bytes) -> list[_Sample]:
    """Samples: one for each time that is followed by an acceleration and an angular velocity."""
    samples, held = list[_Sample](), dict[int, bytes]()
    for frame in _short_frames(data):
        if frame[1] == _TIME:
            held = {}
        held[frame[1]] = frame[2:10]
        if frame[1] == _GYR and held.keys() >= {_TIME, _ACC}:
            samples.append((_clock_ms(held.pop(_TIME)), _counts(held[_ACC][:6] + frame[2:8])))
    return samples


def _remark_other_bytes(part: Part, notes: Notes) -> None:
    """Says how many bytes belong to no frame: not the parts of one at each end, nor what fills an unwritten card."""
    frames, length = sum(1 for _ in _long_frames(part.data)), _LONG
    if frames == 0:
        frames, length = sum(1 for _ in _short_frames(part.data)), _SHORT
    unwritten = len(part.data) - len(part.data.rstrip(b"\0\xff"))
    size = len(part.data) - (unwritten if unwritten >= length else 0)
    other = size - length * frames
    if frames and other >= 2 * length:
        notes.add("no_frames", "warning", n=other, of=size, where=part.where)


def _sniff(document: Document) -> bool:
    if len(document.parts) != 1 or not is_binary(document.parts[0].data):
        return False
    start = document.parts[0].data[:_LOOK]
    return _several(_long_frames(start)) or _several(_short_frames(start))


def _several(frames: Iterator[bytes]) -> bool:
    return next(frames, None) is not None and next(frames, None) is not None


def _read(document: Document) -> Recording:
    part, notes = document.parts[0], Notes()
    samples = _long_samples(part.data) or _short_samples(part.data)
    _remark_other_bytes(part, notes)
    if not samples:
        what = "holds no acceleration and angular velocity with a time; switch on the sensor's time output."
        raise RecordingError(what, path=part.where)
    clock_ms = np.array([time for time, _ in samples])
    counts = np.array([values for _, values in samples], dtype=np.float64)
    good = np.flatnonzero(np.isfinite(clock_ms))
    good = good[in_time_order(clock_ms[good])]
    lost = len(samples) - len(good)
    if lost > MAX_BACKWARD_SHARE * len(samples):
        what = (
            f"the clock of {lost} of {len(samples)} frames is unset or out of order; set it and record again."
        )
        raise RecordingError(what, path=part.where)
    if lost:
        notes.add("time_backwards", "warning", how="frames", n=lost)
    time_s, counts = (clock_ms[good] - clock_ms[good[0]]) / 1000.0, counts[good]
    acc = Stream(time_s=time_s, values=counts[:, :3] * _G_PER_COUNT, where=part.where)
    gyr = Stream(time_s=time_s, values=counts[:, 3:] * _RADPS_PER_COUNT, where=part.where)
    return recording(document, "witmotion-frames", [block("wrist", acc, gyr, unit="g", notes=notes)], notes)


WITMOTION_FRAMES = Dialect(
    info=FormatInfo(
        name="witmotion-frames",
        title="WitMotion card",
        description="Binary .TXT of a sensor's own card: frames of 28 bytes, or of 11 with the time among them.",
        example="55 61 … (28 bytes a sample), or 55 50 … 55 51 … 55 52 … (11 bytes each)",
    ),
    sniff=_sniff,
    read=_read,
)
