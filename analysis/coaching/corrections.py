"""What a person says of single reps after a set: that is none, it is one after all, one was missed.

A person's word stands in the recording as a note, ``rep_out: wrist 12.34``, ``rep_in: wrist 12.34`` (the time
of the rep's top) or ``rep_added: wrist`` at the time of the rep; the last word holds. What was measured is not
touched: a rep taken out is kept aside in its set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.results import Rep, RepSet
from imu.types import Note

OUT, IN, ADDED = "rep_out", "rep_in", "rep_added"
SAME_S = 0.01
"""Times closer than this name the same rep."""
BY_HAND = "added by hand"


def rep_key(sensor: str, rep: Rep) -> str:
    """How a note names a rep."""
    return f"{sensor} {rep.top_s!r}"


def with_edits(sets: Sequence[RepSet], notes: Sequence[Note]) -> tuple[RepSet, ...]:
    """The sets as the person wants them: reps are counted anew, in order of time.

    Parameters
    ----------
    sets : sequence of RepSet
        As measured.
    notes : sequence of Note
        In order of time; those that fit no rep or no set say nothing.
    """
    out = _taken_out(notes)
    added = [(n.value.strip(), n.time_s) for n in notes if n.key == ADDED and n.time_s is not None]
    if not out and not added:
        return tuple(sets)
    edited = [replace(one, reps=_kept(one, out), removed=_removed(one, out)) for one in sets]
    for sensor, at_s in added:
        place = _set_of(edited, sensor, at_s)
        if place is not None:
            one = edited[place]
            edited[place] = replace(
                one, reps=tuple(sorted((*one.reps, _by_hand(at_s)), key=lambda r: r.top_s))
            )
    return tuple(replace(one, reps=_numbered(one.reps)) for one in edited)


def _taken_out(notes: Sequence[Note]) -> list[tuple[str, float]]:
    """Sensor and top of the reps that are out now."""
    out: list[tuple[str, float]] = []
    for note in notes:
        sensor, _, text = note.value.strip().rpartition(" ")
        try:
            top_s = float(text)
        except ValueError:
            continue
        if note.key == OUT:
            out.append((sensor, top_s))
        elif note.key == IN:
            out = [(s, t) for s, t in out if s != sensor or abs(t - top_s) > SAME_S]
    return out


def _is_out(one: RepSet, rep: Rep, out: Sequence[tuple[str, float]]) -> bool:
    return any(sensor == one.sensor and abs(rep.top_s - top_s) <= SAME_S for sensor, top_s in out)


def _kept(one: RepSet, out: Sequence[tuple[str, float]]) -> tuple[Rep, ...]:
    return tuple(rep for rep in one.reps if not _is_out(one, rep, out))


def _removed(one: RepSet, out: Sequence[tuple[str, float]]) -> tuple[Rep, ...]:
    return tuple(rep for rep in one.reps if _is_out(one, rep, out))


def _set_of(sets: Sequence[RepSet], sensor: str, at_s: float) -> int | None:
    """The set of that sensor under way at that time, else the last one before it."""
    before = [k for k, one in enumerate(sets) if one.sensor == sensor and one.start_s <= at_s]
    return before[-1] if before else None


def _by_hand(at_s: float) -> Rep:
    return Rep(index=0, start_s=at_s, top_s=at_s, end_s=at_s, decided_at_s=at_s, reasons=(BY_HAND,))


def _numbered(reps: Sequence[Rep]) -> tuple[Rep, ...]:
    return tuple(replace(rep, index=k) for k, rep in enumerate(reps, start=1))
