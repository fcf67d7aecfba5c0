"""Context that a person gives to a session (weight, target, side, rack), joined to the measured sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.coaching.advice import advise
from analysis.coaching.balance import apart_findings, balance_of
from analysis.coaching.confidence import with_sureness
from analysis.coaching.effort import slowing_of, totals_of
from analysis.coaching.noted_facts import note_findings, noted_side, noted_target
from analysis.coaching.noted_weights import weight_findings, weight_kg_at
from analysis.coaching.session_part import session_part
from analysis.coaching.warmup import judge_warm_up
from analysis.coaching.weights import Rack, Weight, WeightUnit, is_usual_rack
from analysis.records.results import Quality, RepSet, SessionResult
from analysis.records.session_checks import SessionPart
from analysis.records.session_totals import Slowing
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.settings.warm_up_settings import WarmUpSettings
from analysis.vocabulary import Because, Reason
from imu.placement import side_of
from imu.types import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContext:
    """Context given beside the recording, as by options; it overrules the recording's own notes."""

    weight: Weight | None = None
    """Weight lifted in all sets."""
    target_reps: int | None = None
    """Reps wanted in a set."""
    side: str | None = None
    """Arm: left or right."""
    rack: Rack | None = None
    """Weights there are to choose from."""

    @property
    def unit(self) -> WeightUnit:
        """Unit in which weights are written: the rack's, else the weight's, else kg."""
        if self.rack is not None:
            return self.rack.unit
        return self.weight.unit if self.weight is not None else "kg"


NO_CONTEXT = SetContext()


def with_advice(
    result: SessionResult,
    notes: Sequence[Note],
    told: SetContext = NO_CONTEXT,
    thresholds: Thresholds = DEFAULTS,
) -> SessionResult:
    """Returns the result with each set's weight, target, side and advice filled in.

    Parameters
    ----------
    result : SessionResult
        As `analyze` made it.
    notes : sequence of Note
        Notes of the recording in order of time; those in force at the end of a set give its weight, target
        and side (a weight entered during a set corrects it).
    told : SetContext
        Overrules the notes; but a sensor that is called left or right is on that side.
    thresholds : Thresholds
        The numbers of the rules, of the warm-up check and of the comparison of both sides.

    Returns
    -------
    SessionResult
        A copy; the advice on a set takes account of earlier sets of the same sensor and side. Findings about the
        notes are added: a weight that cannot be read, or that changed within a set. The warm-up and both sides are
        judged with the weights and sides at hand.
    """
    settings = thresholds.advice
    quality = _with(result, notes, told)
    done: list[RepSet] = []
    for rep_set in result.sets:
        known = _described(rep_set, notes, told)
        advice = advise(
            known, previous=_same_arm(done, known), rack=told.rack, unit=told.unit, settings=settings
        )
        sure = with_sureness(advice, known, quality, settings)
        done.append(replace(known, advice=sure, slowing=_slowing(known, settings)))
    balance = balance_of(done, result.sensors, thresholds.balance, settings)
    made = replace(
        result,
        sets=tuple(done),
        quality=tuple(dict.fromkeys((*quality, *apart_findings(balance)))),
        part=session_part(done, result.movement, result.start_s, thresholds.warm_up),
        balance=balance,
        totals=totals_of(done),
    )
    return with_recordings_before(made, result.before, thresholds.warm_up)


def with_recordings_before(
    result: SessionResult, before: Sequence[SessionPart], settings: WarmUpSettings
) -> SessionResult:
    """Returns the result with its warm-up judged together with earlier recordings of the session.

    Parameters
    ----------
    result : SessionResult
        With advice.
    before : sequence of SessionPart
        Earlier recordings of the same training session, on this one's time axis.
    settings : WarmUpSettings
    """
    parts = () if result.part is None else (*before, result.part)
    return replace(result, before=tuple(before), warmup=judge_warm_up(parts, settings))


def _slowing(one: RepSet, settings: AdviceSettings) -> Slowing | None:
    """How the set slowed; not known without gravity, as swung reps, which are fast, cannot be told from others then."""
    return slowing_of(one.reps, settings) if one.gravity_trusted else None


def _with(result: SessionResult, notes: Sequence[Note], told: SetContext) -> tuple[Quality, ...]:
    """The findings of the result, and those about the notes; each only once."""
    found = [*result.quality, *note_findings(notes)]
    if told.weight is None:
        found += weight_findings(result.sets, notes)
        unknown = [one for one in result.sets if weight_kg_at(notes, one.end_s) is None]
        if told.rack is not None and not is_usual_rack(told.rack) and unknown:
            because = Because(code=Reason.RACK_WITHOUT_WEIGHT)
            found.append(Quality(severity="info", because=because, start_s=unknown[0].start_s))
    return tuple(dict.fromkeys(found))


def _same_arm(sets: Sequence[RepSet], of: RepSet) -> list[RepSet]:
    return [s for s in sets if (s.sensor, s.side) == (of.sensor, of.side)]


def _described(rep_set: RepSet, notes: Sequence[Note], told: SetContext) -> RepSet:
    weight_kg = told.weight.kg if told.weight is not None else weight_kg_at(notes, rep_set.end_s)
    target = told.target_reps if told.target_reps is not None else noted_target(notes, rep_set.end_s)
    side = side_of(rep_set.sensor) or told.side or noted_side(notes, rep_set.end_s)
    return replace(rep_set, weight_kg=weight_kg, target_reps=target, side=side)
