"""The records that the rooms pass to each other: samples, gaps, notes and recordings.

All are frozen and keyword-only, in SI units (m/s², rad/s, s). Intervals are half-open: ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu._html import bold, stacked, table
from imu.facts import Value

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


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
        Angular velocity in the sensor frame, rad/s, right-handed; None for an accelerometer alone, NaN where the
        gyroscope said nothing.
    """

    sensor: str
    time_s: Floats
    acc_mps2: Floats
    gyr_radps: Floats | None

    def __len__(self) -> int:
        return len(self.time_s)

    def slice(self, start: int, stop: int) -> SampleBlock:
        """Samples ``start`` to ``stop`` (indices, ``stop`` left out) as a view on the same arrays."""
        gyr = None if self.gyr_radps is None else self.gyr_radps[start:stop]
        return SampleBlock(
            sensor=self.sensor,
            time_s=self.time_s[start:stop],
            acc_mps2=self.acc_mps2[start:stop],
            gyr_radps=gyr,
        )

    def copy(self) -> SampleBlock:
        """The same samples in new arrays, so that the old ones may be overwritten."""
        gyr = None if self.gyr_radps is None else self.gyr_radps.copy()
        return SampleBlock(
            sensor=self.sensor, time_s=self.time_s.copy(), acc_mps2=self.acc_mps2.copy(), gyr_radps=gyr
        )


def concat_blocks(blocks: Sequence[SampleBlock]) -> SampleBlock:
    """Consecutive blocks of one sensor as one block.

    Parameters
    ----------
    blocks : sequence of SampleBlock
        At least one, in order of time.

    Returns
    -------
    SampleBlock
        Has angular velocity if any block has it, NaN for samples without; a single block is returned as it is.
    """
    if len(blocks) == 1:
        return blocks[0]
    none = all(block.gyr_radps is None for block in blocks)
    turns = [np.full((len(b), 3), np.nan) if b.gyr_radps is None else b.gyr_radps for b in blocks]
    return SampleBlock(
        sensor=blocks[0].sensor,
        time_s=np.concatenate([block.time_s for block in blocks]),
        acc_mps2=np.concatenate([block.acc_mps2 for block in blocks]),
        gyr_radps=None if none else np.concatenate(turns),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An interval ``[start_s, end_s)`` without samples.

    Attributes
    ----------
    start_s, end_s : float
        Last sample before it and first sample after it, s on the recording's axis.
    """

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A fact that a person stated about a recording: its ``# time key: value`` line.

    Attributes
    ----------
    time_s : float or None
        The value holds from this time on, s on the recording's axis; None: from the start.
    key : str
        Such as ``weight_kg``, ``target_reps`` or ``side``.
    value : str
        As written.
    """

    time_s: float | None
    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingNote:
    """Something converted, dropped or guessed while reading a file, which a person should know.

    Attributes
    ----------
    code : str
        Identifies the kind of note for programs.
    severity : {"fine", "info", "warning"}
        Nothing is wrong; something was changed, and no result suffers; a result may suffer.
    values : mapping of str to Value
        What the sentence about it needs, by name; ``how`` tells kinds of one code apart.
    text : str
        One plain sentence, of a reader that is not of this program: nobody else has words for its codes.
    start_s : float or None
        Where in the recording, s; None: everywhere, or not at one place.
    """

    code: str
    severity: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    text: str = ""
    start_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All samples of one session and what its files say about it.

    Attributes
    ----------
    path : str
        File or folder as the person gave it.
    files : tuple of str
        The files that were read.
    format : str
        Name of the dialect, e.g. ``canonical``.
    sensors : tuple of SampleBlock
        One block for each sensor over the whole recording; at least one block, none of them empty.
    started_at : str or None
        Date and time of ``time_s`` 0, ISO 8601 with time zone.
    lifter, device, exercise : str or None
        Free text, where the file says it.
    notes : tuple of Note
        ``weight_kg``, ``target_reps``, ``side`` and the like, in order of time.
    reading_notes : tuple of ReadingNote
        Remarks of the reader on the data.
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

    @property
    def start_s(self) -> float:
        """Time of the first sample, s."""
        return min(float(block.time_s[0]) for block in self.sensors)

    @property
    def end_s(self) -> float:
        """Time of the last sample, s."""
        return max(float(block.time_s[-1]) for block in self.sensors)

    def blocks(self) -> Iterator[SampleBlock]:
        """Yields all samples; those of one sensor are in order of time."""
        yield from self.sensors

    def changed(self, changes: Sequence[Callable[[SampleBlock], SampleBlock]]) -> Self:
        """The same recording with each sensor's samples changed by one of ``changes``, in the order of `sensors`."""
        blocks = tuple(change(block) for change, block in zip(changes, self.sensors, strict=True))
        return replace(self, sensors=blocks)

    def _repr_html_(self) -> str:
        """HTML for notebooks: the file, a table of the sensors, and the reader's remarks."""
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
        return stacked(
            bold(PurePath(self.path).name or self.path),
            about,
            sensors,
            *(note.text or _shown_by(note) for note in self.reading_notes),
        )


def _without_words(note: ReadingNote) -> str:
    """``time unit by rate (unit: ms, where: a.csv)``: what was noted, where no language is known."""
    facts = ", ".join(f"{name}: {value}" for name, value in note.values.items())
    return f"{note.code.replace('_', ' ')} ({facts})" if facts else note.code.replace("_", " ")


_shown_by: Callable[[ReadingNote], str] = _without_words


def show_notes_by(words: Callable[[ReadingNote], str]) -> None:
    """Has notebooks show the reader's notes in these words: this package knows codes and facts, and no language."""
    global _shown_by  # noqa: PLW0603  what a notebook shows, not what a program works with
    _shown_by = words


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRecording(Recording):
    """A recording that is too long to be held: ``sensors`` hold the first samples of each sensor only.

    Attributes
    ----------
    span_s : (float, float)
        Time of the first sample and of the last one, s.
    read : callable
        Reads the samples from the start, each time that it is called: blocks with the index of their sensor.
    """

    span_s: tuple[float, float]
    read: Callable[[], Iterator[tuple[int, SampleBlock]]]

    @property
    def start_s(self) -> float:
        """Time of the first sample, s."""
        return self.span_s[0]

    @property
    def end_s(self) -> float:
        """Time of the last sample, s."""
        return self.span_s[1]

    def blocks(self) -> Iterator[SampleBlock]:
        """Yields all samples in blocks that a memory holds; those of one sensor are in order of time."""
        for _, block in self.read():
            yield block

    def changed(self, changes: Sequence[Callable[[SampleBlock], SampleBlock]]) -> Self:
        """The same recording with each sensor's samples changed by one of ``changes``, in the order of `sensors`."""
        before = self.read

        def read() -> Iterator[tuple[int, SampleBlock]]:
            return ((k, changes[k](block)) for k, block in before())

        blocks = tuple(change(block) for change, block in zip(changes, self.sensors, strict=True))
        return replace(self, sensors=blocks, read=read)


def note_at(notes: Sequence[Note], key: str, time_s: float) -> str | None:
    """The value of a note that holds at a time.

    Parameters
    ----------
    notes : sequence of Note
        In order of time.
    key : str
    time_s : float
        On the recording's axis, s.

    Returns
    -------
    str or None
        None where nothing was stated up to then.
    """
    value = None
    for note in notes:
        if note.key == key and (note.time_s is None or note.time_s <= time_s):
            value = note.value
    return value
