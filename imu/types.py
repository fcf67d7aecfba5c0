"""The records that pass between the rooms: samples, gaps, notes and recordings.

Frozen, keyword-only, SI inside (m/s², rad/s, s). Intervals are ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu._html import bold, joined, table

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

CURL_SENSORS = (
    "wrist",
    "wrist_left",
    "wrist_right",
    "forearm",
    "forearm_left",
    "forearm_right",
    "dumbbell",
    "dumbbell_left",
    "dumbbell_right",
    "barbell",
)
"""Placements that make sets; every other placement only accompanies them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBlock:
    """Consecutive samples of one sensor.

    Attributes
    ----------
    sensor : str
        Placement, e.g. ``wrist``, ``wrist_left``, ``dumbbell``, ``upper_arm``, ``trunk``.
    time_s : (n,) float64
        Seconds on the recording's own axis, non-decreasing; repeats, gaps and jitter are normal.
    acc_mps2 : (n, 3) float64
        Specific force in the sensor frame, gravity included: at rest +9.81 m/s² points up.
    gyr_radps : (n, 3) float64 or None
        Angular velocity in the sensor frame, rad/s, right-handed; None for an accelerometer alone.
    """

    sensor: str
    time_s: Floats
    acc_mps2: Floats
    gyr_radps: Floats | None

    def __len__(self) -> int:
        return len(self.time_s)

    def slice(self, start: int, stop: int) -> SampleBlock:
        """Samples ``start`` to ``stop`` (indices, half-open) as a view."""
        gyr = None if self.gyr_radps is None else self.gyr_radps[start:stop]
        return SampleBlock(
            sensor=self.sensor,
            time_s=self.time_s[start:stop],
            acc_mps2=self.acc_mps2[start:stop],
            gyr_radps=gyr,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """No samples in ``[start_s, end_s)``."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A ``# time key: value`` line of a recording: ``key`` holds ``value`` from ``time_s`` on (None: from the
    start)."""

    time_s: float | None
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingNote:
    """Something a reader noticed that a person should know: what was converted, dropped or guessed.

    ``severity`` is ``fine``, ``info`` or ``warning``; ``text`` is one plain sentence.
    """

    code: str
    severity: str
    text: str
    start_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Everything one document is made from.

    Attributes
    ----------
    path : str
        What the person gave (file or folder).
    files : tuple of str
        The files that were read.
    format : str
        Name of the dialect, e.g. ``canonical``.
    sensors : tuple of SampleBlock
        One block per sensor, whole recording; at least one, none of them empty.
    started_at : str or None
        ISO 8601 with zone.
    lifter, device, exercise : str or None
    notes : tuple of Note
        ``weight_kg``, ``target_reps``, ``side`` and the like, in order of time.
    reading_notes : tuple of ReadingNote
    """

    path: str
    files: tuple[str, ...]
    format: str
    sensors: tuple[SampleBlock, ...]
    started_at: str | None = None
    lifter: str | None = None
    device: str | None = None
    exercise: str | None = None
    notes: tuple[Note, ...] = field(default=())
    reading_notes: tuple[ReadingNote, ...] = field(default=())

    def _repr_html_(self) -> str:
        """What a notebook shows: where it is from, its sensors, and what the reader noticed."""
        known = (self.started_at, self.lifter, self.device, self.exercise)
        about = ", ".join([self.format, *(fact for fact in known if fact is not None)])
        rows = [
            (
                block.sensor,
                f"{len(block):,}",
                f"{block.time_s[0]:.1f} to {block.time_s[-1]:.1f} s",
                "no" if block.gyr_radps is None else "yes",
            )
            for block in self.sensors
        ]
        sensors = table(("sensor", "samples", "time", "gyroscope"), rows)
        return joined(
            bold(PurePath(self.path).name or self.path),
            about,
            sensors,
            *(note.text for note in self.reading_notes),
        )


def note_at(notes: Sequence[Note], key: str, time_s: float) -> str | None:
    """The value of ``key`` that holds at ``time_s`` by notes in order of time, or None."""
    value = None
    for note in notes:
        if note.key == key and (note.time_s is None or note.time_s <= time_s):
            value = note.value
    return value
