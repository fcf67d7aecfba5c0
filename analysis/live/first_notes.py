"""Notes of a session's start: what was given beforehand, then what stands in the recording."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.coaching.set_context import SetContext
from imu.types import Note


def first_notes(told: SetContext, notes: Sequence[Note]) -> list[Note]:
    """Returns the notes that a session begins with; those given beforehand hold from the start.

    Parameters
    ----------
    told : SetContext
        Weight, target and side of the command line.
    notes : sequence of Note
        The recording's own; those that say the same thing are left out.
    """
    said = {
        "weight_kg": None if told.weight is None else repr(told.weight.kg),
        "target_reps": None if told.target_reps is None else str(told.target_reps),
        "side": told.side,
    }
    first = [Note(time_s=None, key=key, value=value) for key, value in said.items() if value is not None]
    return [*first, *(note for note in notes if said.get(note.key) is None)]
