"""What a person tells about a session (weight, target, side, rack) joined to what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.coaching.advice import DEFAULT_SETTINGS, advise
from analysis.coaching.confidence import with_sureness
from analysis.coaching.weights import Rack, Weight, WeightUnit
from analysis.results import RepSet, SessionResult
from analysis.settings.advice_settings import AdviceSettings
from imu.types import Note, note_at

_MOST_KG, _MOST_REPS = 1000.0, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says besides the recording; it comes before the recording's own notes."""

    weight: Weight | None = None
    target_reps: int | None = None
    side: str | None = None
    rack: Rack | None = None

    @property
    def unit(self) -> WeightUnit:
        """Unit in which weights are written: the rack's, else the weight's, else kg."""
        if self.rack is not None:
            return self.rack.unit
        return self.weight.unit if self.weight is not None else "kg"


NOTHING_TOLD = Told()


def with_advice(
    result: SessionResult,
    notes: Sequence[Note],
    told: Told = NOTHING_TOLD,
    settings: AdviceSettings = DEFAULT_SETTINGS,
) -> SessionResult:
    """The result with weight, target and side of every set filled in, and its advice.

    Parameters
    ----------
    result : SessionResult
        As `analyze` made it.
    notes : sequence of Note
        Of the recording, in order of time: one that holds at the end of a set says its weight, target and side
        (who changes the weight in a set has found out that it is another).
    told : Told
        Overrules the notes, except that a sensor called left or right is on that side.
    settings : AdviceSettings
        The numbers of the rules.

    Returns
    -------
    SessionResult
        A copy; the advice of a set knows the earlier sets of the same sensor and side.
    """
    done: list[RepSet] = []
    for rep_set in result.sets:
        known = _described(rep_set, notes, told)
        advice = advise(
            known, previous=_same_arm(done, known), rack=told.rack, unit=told.unit, settings=settings
        )
        done.append(replace(known, advice=with_sureness(advice, known, result.quality, settings)))
    return replace(result, sets=tuple(done))


def _same_arm(sets: Sequence[RepSet], of: RepSet) -> list[RepSet]:
    return [s for s in sets if (s.sensor, s.side) == (of.sensor, of.side)]


def _described(rep_set: RepSet, notes: Sequence[Note], told: Told) -> RepSet:
    def noted(key: str) -> str | None:
        return note_at(notes, key, rep_set.end_s)

    weight_kg = told.weight.kg if told.weight is not None else _positive(noted("weight_kg"), _MOST_KG)
    target = told.target_reps if told.target_reps is not None else _whole(noted("target_reps"))
    side = _side_of(rep_set.sensor) or told.side or noted("side")
    return replace(rep_set, weight_kg=weight_kg, target_reps=target, side=side)


def _side_of(sensor: str) -> str | None:
    return next((side for side in ("left", "right") if sensor.endswith(f"_{side}")), None)


def _positive(text: str | None, most: float) -> float | None:
    """The number in a note, if it is above 0 and below ``most``; a note that cannot be read says nothing."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0.0 < value < most else None


def _whole(text: str | None) -> int | None:
    value = _positive(text, _MOST_REPS)
    return int(value) if value is not None and value.is_integer() else None
