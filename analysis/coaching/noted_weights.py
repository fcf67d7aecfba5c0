"""Weights in the notes of a recording: which one holds, and what is to be said about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.coaching.weights import HEAVIEST, is_out_of_range, noted_kg
from analysis.records.results import Quality, RepSet
from analysis.vocabulary import Because, Reason
from imu.facts import Value
from imu.types import Note, note_at

_KEY = "weight_kg"


def weight_kg_at(notes: Sequence[Note], time_s: float) -> float | None:
    """The weight that holds at a time, kg; None where none was noted, or it cannot be read.

    Parameters
    ----------
    notes : sequence of Note
        In order of time.
    time_s : float
        On the recording's axis, s.
    """
    text = note_at(notes, _KEY, time_s)
    return None if text is None else noted_kg(text)


def weight_findings(sets: Sequence[RepSet], notes: Sequence[Note]) -> Iterator[Quality]:
    """Findings about the weights that were noted: not readable, out of range, or changed within a set.

    Parameters
    ----------
    sets : sequence of RepSet
    notes : sequence of Note
        In order of time.

    Yields
    ------
    Quality
    """
    noted = [note for note in notes if note.key == _KEY]
    for note in noted:
        if is_out_of_range(note.value):
            facts: dict[str, Value] = {"text": note.value, "most": HEAVIEST}
            because = Because(code=Reason.WEIGHT_OUT_OF_RANGE, values=facts)
            yield Quality(severity="warning", because=because, start_s=note.time_s)
        elif noted_kg(note.value) is None:
            yield Quality(
                severity="warning" if note.value else "info",
                because=Because(code=Reason.WEIGHT_UNREADABLE, values={"text": note.value}),
                start_s=note.time_s,
            )
    for number, one in enumerate(sets, start=1):
        changed = _changed(number, one, noted)
        if changed is not None:
            yield changed


def _changed(number: int, one: RepSet, noted: Sequence[Note]) -> Quality | None:
    """The change of the weight within a set; what is noted at its very end corrects it."""
    first, last = weight_kg_at(noted, one.start_s), weight_kg_at(noted, one.end_s)
    if first is None or last is None:
        return None
    within = [n for n in noted if n.time_s is not None and one.start_s < n.time_s < one.end_s]
    other = [n for n in within if noted_kg(n.value) not in (None, first)]
    if not other:
        return None
    because = Because(code=Reason.WEIGHT_CHANGED, values={"set": number, "from_kg": first, "to_kg": last})
    return Quality(severity="warning", because=because, sensor=one.sensor, start_s=other[0].time_s)
