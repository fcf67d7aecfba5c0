"""Notes of a recording about its sets: which side, which target, and what is to be said of those that are not understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.records.results import Quality
from analysis.vocabulary import Because, Reason
from imu.placement import Side
from imu.types import Note, note_at

KEYS = ("weight_kg", "weight_lb", "target_reps", "side")
"""Notes about sets that people write; others are the program's own or for people alone."""
_MOST_REPS = 10_000
"""A target beyond this is a slip, and is ignored."""
_SIDES: Mapping[str, Side] = {
    "left": "left",
    "l": "left",
    "links": "left",
    "right": "right",
    "r": "right",
    "rechts": "right",
}
"""Words for a side, in lower case."""
_MEANT = ("weight", "gewicht", "poids", "peso", "side", "seite", "reps", "target")
"""Parts of a key by which somebody meant one of `KEYS`."""
_SIMULATED = "simulated"
"""Key of the note that nobody lifted this, as `imu.simulate.demo_recordings` writes it."""
_OWN = ("rep_out", "rep_in", "rep_added")
"""Keys of corrections, see `analysis.coaching.corrections`."""


def noted_side(notes: Sequence[Note], time_s: float) -> Side | None:
    """Returns the side that holds at a time; None where none was noted, or it is none.

    Parameters
    ----------
    notes : sequence of Note
        In order of time.
    time_s : float
        On the recording's axis, s.
    """
    return _SIDES.get((note_at(notes, "side", time_s) or "").strip().lower())


def noted_target(notes: Sequence[Note], time_s: float) -> int | None:
    """Returns the target that holds at a time; None where none was noted, or it can be none. Parameters as above."""
    return _whole(note_at(notes, "target_reps", time_s) or "")


def note_findings(notes: Sequence[Note]) -> Iterator[Quality]:
    """Findings about notes: those that are not understood, each only once, and that nobody lifted this.

    Parameters
    ----------
    notes : sequence of Note

    Yields
    ------
    Quality
    """
    for note in notes:
        if note.key == "side":
            known = note.value.strip().lower() in _SIDES
        elif note.key == "target_reps":
            known = _whole(note.value) is not None
        else:
            if note.key == _SIMULATED and note.value == "yes":
                yield Quality(severity="info", because=Because(code=Reason.SIMULATED))
            if _looks_meant(note.key):
                facts = {"key": note.key, "keys": ", ".join(KEYS)}
                yield _warning(Because(code=Reason.NOTE_UNKNOWN, values=facts), note)
            continue
        if not known and note.value.strip():
            facts = {"key": note.key, "text": note.value}
            yield _warning(Because(code=Reason.NOTE_UNREADABLE, values=facts), note)


def _warning(because: Because, note: Note) -> Quality:
    return Quality(severity="warning", because=because, start_s=note.time_s)


def _looks_meant(key: str) -> bool:
    return key not in (*KEYS, *_OWN) and any(part in key.lower() for part in _MEANT)


def _whole(text: str) -> int | None:
    """The whole number in a note, if it is a target that can be meant; None for any other note."""
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if 0.0 < value < _MOST_REPS and value.is_integer() else None
