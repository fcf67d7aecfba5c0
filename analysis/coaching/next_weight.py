"""Rule 5 of the advice: the weight of the next session, from earlier sets of one arm at two weights or more.

`analysis.coaching.control_curve` is fitted to their reps; the answer is the heaviest weight of the rack at which the
target is reached controlled with the wanted chance. Where the sets do not tell, there is a reason and no weight.
docs/advice.md has the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from statistics import median_low

import numpy as np

from analysis.coaching.advice import DEFAULT_SETTINGS
from analysis.coaching.control_curve import ControlCurve, CurveData, fit_curve
from analysis.coaching.weights import HEAVIEST, Rack, WeightUnit, to_kg, usual_rack
from analysis.records.past_sessions import PastSet
from analysis.records.results import AdviceOption
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Because, Reason
from imu.facts import Value

_SAME_KG = 0.005
"""Weights nearer to each other than this are one: 27.5 lb, and the same in kilograms with two decimals."""
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedWeight:
    """Earlier sets with one weight, counted together."""

    weight_kg: float
    """Weight, kg."""
    sets: int
    """Number of sets with judged reps."""
    reps: int
    """Judged reps."""
    controlled: int
    """Controlled ones among them."""
    fast: int
    """Those of momentum by speed alone: a matter of pace, which tells nothing about the weight."""
    telling: int
    """Reps that show whether the weight was controlled: neither half nor fast with a still elbow."""
    last_reps: int
    """Judged reps of the latest set alone."""
    last_controlled: int
    """Controlled ones among those."""
    last_fast: int
    """Those of momentum by speed alone among them."""
    proven_reps: int
    """Reps that each of its latest sets had, all of them controlled; 0 where one had others, or there are too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightChance:
    """Chance that the target is reached controlled with one weight; shares from 0 to 1."""

    weight_kg: float
    """Weight, kg."""
    chance: float
    """Chance that all target reps are controlled."""
    low: float
    """Lower end of its 80 % interval."""
    high: float
    """Upper end of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextWeight:
    """Weight of the next session for one arm, or the reason why there is none."""

    side: str | None
    """Arm: left or right; None where it is not known."""
    unit: WeightUnit
    """Unit in which its weights are written: the rack's, else that of the latest set."""
    sets_unit: WeightUnit | None = None
    """Unit in which the latest weight was typed; None where it is not known."""
    sessions: int
    """Sessions that were looked at."""
    tried: tuple[TriedWeight, ...]
    """Counts at each weight, lightest first."""
    left_out: int = 0
    """Sets whose weight cannot be meant: 0, or more than anybody lifts."""
    doubtful: int = 0
    """Other sets that were left out, as their verdicts tell nothing of the weight (`PastSet.doubtful`)."""
    target_reps: int | None = None
    """Reps to do; None without sets."""
    target_assumed: bool = False
    """Whether nobody said how many: then the usual number of controlled reps is taken, within a common range."""
    weight_kg: float | None = None
    """Weight to take, kg; None where the sets do not tell."""
    chance: float | None = None
    """Chance that all target reps are controlled with it, 0 to 1."""
    limit_kg: tuple[float, float] | None = None
    """80 % interval of the heaviest weight that is controlled with the wanted chance, kg."""
    chances: tuple[WeightChance, ...] = ()
    """The curve over the weights of the rack, up to a step above the heaviest that was tried."""
    heavier_kg: float | None = None
    """Next heavier weight of the rack, kg; None without one."""
    next_set: AdviceOption | None = None
    """First advice on the next set of this arm; None where the session is over."""
    because: Because | None = None
    """Why there is no weight; None where there is one."""
    curve: ControlCurve | None = field(default=None, compare=False, repr=False)
    """The fitted curve itself, for pictures; None where the sets do not tell."""


def next_weights(
    sets: Sequence[PastSet],
    *,
    target_reps: int | None = None,
    rack: Rack | None = None,
    now: datetime | None = None,
    settings: AdviceSettings = DEFAULT_SETTINGS,
) -> tuple[NextWeight, ...]:
    """Returns the next weight of each arm apart, left before right; one without an arm where there are no sets.

    Parameters
    ----------
    sets : sequence of PastSet
        Earlier sets of one person and one exercise, oldest first.
    target_reps : int, optional
        Reps that are wanted; otherwise those that were wanted last; where nobody ever said, the usual number of the
        person's controlled reps, within ``next_least_target`` and ``next_most_target`` of the settings.
    rack : Rack, optional
        The weights there are; otherwise steps of 2.5 kg or 5 lb, by the unit of the latest weight.
    now : datetime, optional
        The present, with a time zone; with it sets before a long pause are not believed.
    settings : AdviceSettings
        The numbers of the rule.
    """
    sides = sorted({one.side for one in sets} or {None}, key=lambda side: side or "~")
    return tuple(
        _of_arm(
            [one for one in sets if one.side == side],
            side=side,
            target=target_reps,
            rack=rack,
            now=now,
            settings=settings,
        )
        for side in sides
    )


def _of_arm(
    sets: Sequence[PastSet],
    *,
    side: str | None,
    target: int | None,
    rack: Rack | None,
    now: datetime | None,
    settings: AdviceSettings,
) -> NextWeight:
    weighed = [one for one in sets if one.weight_kg is not None]
    meant = [one for one in weighed if _believable(one)]
    known = _latest([one for one in meant if not one.doubtful], settings.next_sessions)
    sets_unit = next((one.weight_unit for one in reversed(known) if one.weight_unit is not None), None)
    unit: WeightUnit = rack.unit if rack else sets_unit or "kg"
    told = target or next((one.target_reps for one in reversed(known) if one.target_reps is not None), None)
    found = NextWeight(
        side=side,
        unit=unit,
        sets_unit=sets_unit,
        sessions=len({one.session for one in known}),
        tried=_tried(known, settings),
        left_out=len(weighed) - len(meant),
        doubtful=sum(one.doubtful for one in meant),
        target_reps=told or _usual_target(known, settings),
        target_assumed=told is None and bool(known),
    )
    refusal = _refusal(found, known, now, settings)
    if refusal is not None or found.target_reps is None:
        return replace(found, because=refusal)
    curve = fit_curve(_data(known, settings), settings)
    return _chosen(found, curve, rack or usual_rack(unit), found.target_reps, settings)


def _refusal(
    found: NextWeight, known: Sequence[PastSet], now: datetime | None, settings: AdviceSettings
) -> Because | None:
    """Why the sets do not tell; None where they do."""
    reps = sum(one.telling for one in found.tried)
    if not known:
        return Because(code=Reason.NO_EARLIER_SETS)
    latest = max((one.started_at for one in known if one.started_at is not None), default=None)
    if now is not None and latest is not None and (now - latest).total_seconds() > _stale_s(settings):
        days = round((now - latest).total_seconds() / _DAY_S)
        return Because(code=Reason.LONG_AGO, values={"days": days})
    if reps < settings.next_fewest_reps:
        values = {"reps": reps, "needed": settings.next_fewest_reps}
        return Because(code=Reason.TOO_FEW_REPS, values=values)
    if len(found.tried) == 1:
        only: dict[str, Value] = {"weight_kg": found.tried[0].weight_kg, "unit": found.unit}
        return Because(code=Reason.ONE_WEIGHT, values=only)
    return None


def _stale_s(settings: AdviceSettings) -> float:
    return settings.next_stale_days * _DAY_S


def _chosen(
    found: NextWeight, curve: ControlCurve, rack: Rack, wanted: int, settings: AdviceSettings
) -> NextWeight:
    """The heaviest weight of the rack that is controlled with the wanted chance, not far above what was tried."""
    rack_kg = [to_kg(value, rack.unit) for value in rack.values]
    above = [kg for kg in rack_kg if kg > found.tried[-1].weight_kg + _SAME_KG]
    allowed = set(rack_kg) - set(above[settings.next_most_steps :])
    chances = tuple(_at(curve, kg, wanted) for kg in sorted(allowed))
    low, _, high = curve.limit_kg(wanted, settings.next_chance)
    seen = replace(found, chances=chances, limit_kg=(low, high), curve=curve)
    good = [
        one
        for one in chances
        if one.chance >= settings.next_chance or _is_proven(one.weight_kg, found, wanted)
    ]
    if not good:
        values = {"lightest_kg": rack_kg[0], "unit": found.unit, "reps": wanted}
        return replace(seen, because=Because(code=Reason.NOTHING_LIGHT_ENOUGH, values=values))
    best = good[-1]
    heavier = next((kg for kg in rack_kg if kg > best.weight_kg + _SAME_KG), None)
    return replace(seen, weight_kg=best.weight_kg, chance=best.chance, heavier_kg=heavier)


def _is_proven(weight_kg: float, found: NextWeight, wanted: int) -> bool:
    """Whether the target was reached with this weight in each of its latest sets, all reps controlled."""
    return any(
        abs(one.weight_kg - weight_kg) <= _SAME_KG and one.proven_reps >= wanted for one in found.tried
    )


def _at(curve: ControlCurve, weight_kg: float, reps: int) -> WeightChance:
    found = curve.chance(weight_kg, reps)
    return WeightChance(weight_kg=weight_kg, chance=found.chance, low=found.low, high=found.high)


def _believable(one: PastSet) -> bool:
    value = one.weight_kg if one.weight_value is None else one.weight_value
    return value is not None and 0.0 < value <= HEAVIEST


def _latest(sets: Sequence[PastSet], sessions: int) -> list[PastSet]:
    """The sets of the latest sessions, oldest first; by time where every set has one, else in the order given."""
    ordered = list(sets)
    times = [one.started_at for one in ordered if one.started_at is not None]
    if len(times) == len(ordered):
        ordered = [one for _, one in sorted(zip(times, ordered, strict=True), key=itemgetter(0))]
    names = list(dict.fromkeys(one.session for one in reversed(ordered)))[:sessions]
    return [one for one in ordered if one.session in names]


def _usual_target(sets: Sequence[PastSet], settings: AdviceSettings) -> int | None:
    """The middle of the controlled reps of the sets, within the range that is common; None without sets.

    Of a set that nobody judged, all reps are taken. Reps done are not reps wanted: a set of a hundred with a light
    weight asks for no second one.
    """
    done = [one.reps if one.controlled is None else one.controlled for one in sets if not one.warm_up]
    if not sets:
        return None
    usual = median_low(done or [one.reps for one in sets])
    return min(max(usual, settings.next_least_target), settings.next_most_target)


def _shown(one: PastSet) -> list[tuple[int, bool]]:
    """Number and control of the reps that tell.

    Half reps and reps that were not judged tell nothing; nor do those that were fast with a still elbow, which is a
    matter of pace, not of weight.
    """
    return [
        (number, verdict == "controlled")
        for number, verdict in enumerate(one.verdicts, start=1)
        if verdict == "controlled" or (verdict == "momentum" and number not in one.fast)
    ]


def _tried(sets: Sequence[PastSet], settings: AdviceSettings) -> tuple[TriedWeight, ...]:
    """What was seen at each weight, lightest first; sets without a rep that tells are left out."""
    by_weight: dict[float, list[PastSet]] = {}
    for one in sets:
        if one.weight_kg is not None and _shown(one):
            kg = next((w for w in by_weight if abs(w - one.weight_kg) <= _SAME_KG), one.weight_kg)
            by_weight.setdefault(kg, []).append(one)
    return tuple(_at_weight(kg, by_weight[kg], settings) for kg in sorted(by_weight))


def _at_weight(kg: float, sets: Sequence[PastSet], settings: AdviceSettings) -> TriedWeight:
    return TriedWeight(
        weight_kg=kg,
        sets=len(sets),
        reps=sum(map(_judged, sets)),
        controlled=sum(one.controlled or 0 for one in sets),
        fast=sum(len(one.fast) for one in sets),
        telling=sum(len(_shown(one)) for one in sets),
        last_reps=_judged(sets[-1]),
        last_controlled=sets[-1].controlled or 0,
        last_fast=len(sets[-1].fast),
        proven_reps=_proven_reps(sets[-settings.next_proven_sets :], settings),
    )


def _proven_reps(latest: Sequence[PastSet], settings: AdviceSettings) -> int:
    if len(latest) < settings.next_proven_sets:
        return 0
    return min(one.reps if one.controlled == one.reps else 0 for one in latest)


def _judged(one: PastSet) -> int:
    return sum(verdict != "uncertain" for verdict in one.verdicts)


def _data(sets: Sequence[PastSet], settings: AdviceSettings) -> CurveData:
    """The reps that tell as columns; the age of a set is that of its session, counted in sessions."""
    sessions = list(dict.fromkeys(one.session for one in reversed(sets)))
    rows = []
    for one in sets:
        shown, ago = _shown(one), sessions.index(one.session)
        # reps of a set are alike (design effect of cluster samples), and sets long ago tell less
        say = 0.5 ** (ago / settings.next_half_life) / (1.0 + (len(shown) - 1) * settings.next_alike)
        rows += [(one.weight_kg or 0.0, number, ago, say, controlled) for number, controlled in shown]
    weight_kg, number, ago_sessions, counts, controlled = np.array(rows, dtype=np.float64).T
    return CurveData(
        weight_kg=weight_kg,
        number=number,
        sessions_ago=ago_sessions,
        counts=counts,
        controlled=controlled > 0.5,
    )
