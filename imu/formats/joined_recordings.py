"""Joins several recordings of one session into one, side by side or one after the other, where the person asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from math import inf

from imu.errors import RecordingError
from imu.types import Note, ReadingNote, Recording, SampleBlock, concat_blocks


def join_recordings(path: str, recordings: list[Recording]) -> Recording:
    """Joins recordings: the sensors of all of them on one time axis.

    Parameters
    ----------
    path : str
        As the person gave it.
    recordings : list of Recording
        If all of them hold the date and time of their start, they are aligned by it; else their times are taken as
        they are.

    Raises
    ------
    RecordingError
        Two sensors have the same placement at one time.
    """
    offsets = _offsets(recordings)
    shifted = [_later(r, by_s) for r, by_s in zip(recordings, offsets, strict=True)]
    blocks, joined = _one_each([block for recording in shifted for block in recording.sensors], path)
    notes = [note for recording in shifted for note in recording.notes]
    return replace(
        shifted[offsets.index(min(offsets))],
        path=path,
        files=tuple(file for recording in shifted for file in recording.files),
        format="+".join(dict.fromkeys(recording.format for recording in shifted)),
        sensors=tuple(blocks),
        notes=tuple(sorted(notes, key=lambda note: -inf if note.time_s is None else note.time_s)),
        reading_notes=(*(note for recording in shifted for note in recording.reading_notes), *joined),
    )


def _one_each(blocks: list[SampleBlock], path: str) -> tuple[list[SampleBlock], list[ReadingNote]]:
    """One block for each placement: those of one sensor that follow each other are put together, and that is noted."""
    named: dict[str, list[SampleBlock]] = {}
    for block in sorted(blocks, key=lambda one: float(one.time_s[0])):
        named.setdefault(block.sensor, []).append(block)
    notes = []
    for name, parts in named.items():
        apart_s = [float(b.time_s[0] - a.time_s[-1]) for a, b in pairwise(parts)]
        if any(step_s < 0.0 for step_s in apart_s):
            what = (
                f"the files name their sensors {', '.join(block.sensor for block in blocks)}; tell them apart with "
                "--sensor, one name for each."
            )
            raise RecordingError(what, path=path)
        notes += [
            ReadingNote(
                code="joined_in_time",
                severity="info",
                values={"sensor": name, "apart_s": step_s},
                start_s=float(after.time_s[0]),
            )
            for step_s, after in zip(apart_s, parts[1:], strict=True)
        ]
    order = dict.fromkeys(block.sensor for block in blocks)
    return [concat_blocks(named[name]) for name in order], notes


def _started(recording: Recording) -> datetime | None:
    try:
        moment = datetime.fromisoformat(recording.started_at or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _offsets(recordings: list[Recording]) -> list[float]:
    """Start of each recording after that of the earliest one, s; 0 where a start is unknown."""
    starts = [_started(recording) for recording in recordings]
    known = [start for start in starts if start is not None]
    if len(known) < len(starts):
        return [0.0] * len(recordings)
    return [(start - min(known)).total_seconds() for start in known]


def _later(recording: Recording, by_s: float) -> Recording:
    blocks = tuple(_block_later(block, by_s) for block in recording.sensors)
    notes = tuple(
        Note(time_s=None if n.time_s is None else n.time_s + by_s, key=n.key, value=n.value)
        for n in recording.notes
    )
    return replace(recording, sensors=blocks, notes=notes)


def _block_later(block: SampleBlock, by_s: float) -> SampleBlock:
    return replace(block, time_s=block.time_s + by_s) if by_s else block
