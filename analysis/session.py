"""What a person tells about a session (weight, target, side, rack) brought together with what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.advice import advise
from analysis.advice_settings import AdviceSettings
from analysis.results import RepSet, SessionResult
from analysis.weights import Rack, Weight, WeightUnit
from imu.types import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was said on the command line; it fills in what the recording does not say."""

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


def with_advice(result: SessionResult, recording: Recording, told: Told, settings: AdviceSettings | None = None) -> SessionResult:
    """The result with weight, target and side of every set filled in, and its advice.

    A note in the recording that holds at the start of a set comes before what was told.
    """
    sets: list[RepSet] = []
    for one in result.sets:
        known = _known(one, recording, told)
        earlier = [s for s in sets if s.sensor == known.sensor and s.side == known.side]
        advice = advise(known, previous=earlier, rack=told.rack, unit=told.unit, settings=settings or AdviceSettings())
        sets.append(replace(known, advice=advice))
    return replace(result, sets=tuple(sets))


def _known(one: RepSet, recording: Recording, told: Told) -> RepSet:
    weight = _number(recording.note_at("weight_kg", one.start_s))
    target = _number(recording.note_at("target_reps", one.start_s))
    return replace(
        one,
        weight_kg=weight if weight is not None else (told.weight.kg if told.weight else None),
        target_reps=int(target) if target is not None else told.target_reps,
        side=_side(one.sensor) or recording.note_at("side", one.start_s) or told.side,
    )


def _side(sensor: str) -> str | None:
    return next((side for side in ("left", "right") if sensor.endswith(f"_{side}")), None)


def _number(text: str | None) -> float | None:
    """A positive number in a note, or None: a note that cannot be read says nothing."""
    try:
        value = float(text) if text is not None else 0.0
    except ValueError:
        return None
    return value if 0.0 < value < 1e4 else None


def last_advice(sets: Sequence[RepSet]) -> str | None:
    """The sentence for the last set of a session, or None without sets."""
    return sets[-1].advice.why if sets and sets[-1].advice is not None else None
