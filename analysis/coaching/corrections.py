"""Corrections by a person after a set: a rep is taken out, put back in, or added where one was missed.

A correction is a note of the recording: ``rep_out: wrist 12.34`` or ``rep_in: wrist 12.34`` (time of the
rep's top, s), or ``rep_added: wrist`` at the time of the rep; the last one holds. Figures are not changed: a
rep taken out is kept aside in its set (`RepSet.removed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.records.results import Rep, RepSet
from analysis.vocabulary import Because, Reason
from imu.types import Note

OUT, IN, ADDED = "rep_out", "rep_in", "rep_added"
"""Keys of the notes."""
SAME_S = 0.01
"""Tops closer than this, in s, are the same rep."""
BY_HAND = Because(code=Reason.ADDED_BY_HAND)
"""Why an added rep has no figures."""


def rep_key(sensor: str, rep: Rep) -> str:
    """Returns the name of a rep in a note: sensor and time of its top, s."""
    return f"{sensor} {rep.top_s!r}"


def with_edits(sets: Sequence[RepSet], notes: Sequence[Note]) -> tuple[RepSet, ...]:
    """Returns the sets with a person's corrections, their reps numbered anew in order of time.

    Parameters
    ----------
    sets : sequence of RepSet
        As measured.
    notes : sequence of Note
        In order of time; those that fit no rep or no set are ignored.
    """
    out = _taken_out(notes)
    added = [(n.value.strip(), n.time_s) for n in notes if n.key == ADDED and n.time_s is not None]
    if not out and not added:
        return tuple(sets)
    whole = list(sets)
    for sensor, at_s in added:
        place = _set_of(whole, sensor, at_s)
        if place is not None:
            one = whole[place]
            rep = _by_hand(_free_s(one, at_s))
            whole[place] = replace(one, reps=tuple(sorted((*one.reps, rep), key=_top_s)))
    edited = [replace(one, reps=_kept(one, out), removed=_removed(one, out)) for one in whole]
    return tuple(replace(one, reps=_numbered(one.reps)) for one in edited)


def _free_s(one: RepSet, at_s: float) -> float:
    """Time, s, at which no rep of the set has its top, the next from this one: reps added one after the other while the
    sensor rests are still two, and each can be taken out by itself."""
    while any(abs(rep.top_s - at_s) <= SAME_S for rep in one.reps):
        at_s += 2.0 * SAME_S
    return at_s


def _top_s(rep: Rep) -> float:
    return rep.top_s


def _taken_out(notes: Sequence[Note]) -> list[tuple[str, float]]:
    """Sensor and time of the top, s, of the reps that the last word took out."""
    out: list[tuple[str, float]] = []
    for note in notes:
        if note.key not in (OUT, IN):
            continue
        sensor, _, text = note.value.strip().rpartition(" ")
        try:
            top_s = float(text)
        except ValueError:
            continue
        if note.key == OUT:
            out.append((sensor, top_s))
        else:
            out = [(s, t) for s, t in out if s != sensor or abs(t - top_s) > SAME_S]
    return out


def _is_out(one: RepSet, rep: Rep, out: Sequence[tuple[str, float]]) -> bool:
    return any(sensor == one.sensor and abs(rep.top_s - top_s) <= SAME_S for sensor, top_s in out)


def _kept(one: RepSet, out: Sequence[tuple[str, float]]) -> tuple[Rep, ...]:
    return tuple(rep for rep in one.reps if not _is_out(one, rep, out))


def _removed(one: RepSet, out: Sequence[tuple[str, float]]) -> tuple[Rep, ...]:
    return tuple(rep for rep in one.reps if _is_out(one, rep, out))


def _set_of(sets: Sequence[RepSet], sensor: str, at_s: float) -> int | None:
    """Index of the sensor's set under way at that time, else of the last one before; None without any."""
    before = [k for k, one in enumerate(sets) if one.sensor == sensor and one.start_s <= at_s]
    return before[-1] if before else None


def _by_hand(at_s: float) -> Rep:
    return Rep(index=0, start_s=at_s, top_s=at_s, end_s=at_s, decided_at_s=at_s, reasons=(BY_HAND,))


def _numbered(reps: Sequence[Rep]) -> tuple[Rep, ...]:
    return tuple(replace(rep, index=k) for k, rep in enumerate(reps, start=1))
