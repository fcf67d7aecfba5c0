"""Both sides: the left arm against the right one, figure by figure. Pure functions over the sets of a session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from statistics import median

from analysis.coaching.momentum_onset import momentum_onset
from analysis.coaching.symmetry import COMPARED_FIGURES, Pairs, symmetry_indices
from analysis.records.results import Quality, Rep, RepSet, SensorSummary
from analysis.records.session_checks import Balance, SideSummary, SymmetryIndex
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.balance_settings import BalanceSettings
from analysis.vocabulary import Because, NotCompared, Reason, SidesHow
from imu.placement import Side, side_of

DEFAULT_BALANCE = BalanceSettings()
_DEFAULT_ADVICE = AdviceSettings()
_LEFT: Side = "left"
_RIGHT: Side = "right"
_PAIR_SHARE = 0.75
"""Two tops of different arms within this part of a rep's period belong together: half a period by turns."""


def balance_of(
    sets: Sequence[RepSet],
    sensors: Sequence[SensorSummary] = (),
    settings: BalanceSettings = DEFAULT_BALANCE,
    advice: AdviceSettings = _DEFAULT_ADVICE,
) -> Balance | None:
    """Compares both arms.

    Parameters
    ----------
    sets : sequence of RepSet
        With side and weight, in order of time.
    sensors : sequence of SensorSummary
        Say when each sensor was recorded.
    settings : BalanceSettings
    advice : AdviceSettings
        Say which weights are the same, and how many reps of momentum are more than chance.

    Returns
    -------
    Balance or None
        None where no set says which arm it is of.
    """
    arms = {side: [one for one in sets if one.side == side and one.reps] for side in (_LEFT, _RIGHT)}
    if not any(arms.values()):
        return None
    both = all(arms.values())
    chosen, weight_kg = _comparable(arms, settings, advice) if both else (None, None)
    compared = arms if chosen is None else chosen
    period_s = _period_s(compared)
    pairs = _paired(compared, period_s) if both and _overlap(compared) else ()
    left, right = (_summary(compared[side], advice) for side in (_LEFT, _RIGHT))
    index = (
        {}
        if chosen is None
        else symmetry_indices(_judged(chosen[_LEFT]), _judged(chosen[_RIGHT]), pairs, settings)
    )
    return Balance(
        how=_how(pairs, period_s, settings) if both else "one_side",
        left=left,
        right=right,
        index=index,
        not_compared=_why_not(arms, both=both, compared=chosen is not None, settings=settings),
        weight_kg=weight_kg,
        pairs=len(pairs) if index else 0,
        weaker=_weaker(left, right, index, settings) if chosen is not None else None,
        apart_s=_apart_s(sensors),
    )


def _judged(sets: Sequence[RepSet]) -> list[Rep]:
    return [rep for one in sets for rep in one.reps if rep.verdict != "uncertain"]


def _comparable(
    arms: dict[Side, list[RepSet]], settings: BalanceSettings, advice: AdviceSettings
) -> tuple[dict[Side, list[RepSet]] | None, float | None]:
    """Sets of both arms at one weight: that with most judged reps, of equals the heaviest; and the weight.

    Where no weight is known of either arm, all sets are compared: it is left to the reader whether they weighed
    the same.
    """

    def at(weight_kg: float | None) -> dict[Side, list[RepSet]]:
        return {
            side: [one for one in sets if _same(one.weight_kg, weight_kg, advice.same_weight)]
            for side, sets in arms.items()
        }

    def reps(of: dict[Side, list[RepSet]]) -> int:
        return min(len(_judged(sets)) for sets in of.values())

    weights = {one.weight_kg for sets in arms.values() for one in sets}
    found = [(at(kg), kg) for kg in sorted(weights, key=lambda kg: -1.0 if kg is None else kg)]
    best = max(found, key=lambda one: (reps(one[0]), one[1] or -1.0))
    return best if reps(best[0]) >= settings.fewest_reps else (None, None)


def _same(one_kg: float | None, other_kg: float | None, share: float) -> bool:
    if one_kg is None or other_kg is None:
        return one_kg is other_kg
    return abs(one_kg - other_kg) <= share * max(one_kg, other_kg)


def _why_not(
    arms: dict[Side, list[RepSet]], *, both: bool, compared: bool, settings: BalanceSettings
) -> NotCompared | None:
    if compared:
        return None
    if not both:
        return "one_side"
    few = any(len(_judged(sets)) < settings.fewest_reps for sets in arms.values())
    return "few_reps" if few else "weights"


def _overlap(arms: dict[Side, list[RepSet]]) -> bool:
    """Whether most of the left arm's time in sets is also the right arm's, or the other way round."""
    spans = {side: sum(one.end_s - one.start_s for one in sets) for side, sets in arms.items()}
    shared = sum(
        max(0.0, min(a.end_s, b.end_s) - max(a.start_s, b.start_s)) for a in arms[_LEFT] for b in arms[_RIGHT]
    )
    return 2.0 * shared >= min(spans.values())


def _period_s(arms: dict[Side, list[RepSet]]) -> float:
    """Usual time from one top to the next of the same arm, s; 0 where there is no second one."""
    steps = [
        b.top_s - a.top_s
        for sets in arms.values()
        for one in sets
        for a, b in zip(one.reps[:-1], one.reps[1:], strict=True)
    ]
    return median(steps) if steps else 0.0


def _paired(arms: dict[Side, list[RepSet]], period_s: float) -> Pairs:
    """Pairs of a left and a right rep that follow each other within three quarters of a period, each rep once."""
    reps = sorted(
        ((rep.top_s, side, rep) for side, sets in arms.items() for rep in _judged(sets)),
        key=lambda one: one[:2],
    )
    pairs, k = [], 0
    while k + 1 < len(reps):
        (at_s, side, rep), (next_s, other, following) = reps[k], reps[k + 1]
        if side != other and next_s - at_s <= _PAIR_SHARE * period_s:
            pairs.append((rep, following) if side == _LEFT else (following, rep))
            k += 1
        k += 1
    return tuple(pairs)


def _how(pairs: Pairs, period_s: float, settings: BalanceSettings) -> SidesHow:
    if not pairs:
        return "one_after_other"
    apart_s = median(abs(a.top_s - b.top_s) for a, b in pairs)
    return "together" if apart_s <= settings.together_share * period_s else "alternating"


def _summary(sets: Sequence[RepSet], advice: AdviceSettings) -> SideSummary | None:
    reps = _judged(sets)
    if not sets:
        return None
    onsets = [onset for one in sets if (onset := _swings_from(one, advice)) is not None]
    scores = [rep.momentum for rep in reps if rep.momentum is not None]
    figures = {
        name: [value for rep in reps if (value := figure(rep)) is not None]
        for name, figure in COMPARED_FIGURES.items()
    }
    medians = {name: median(values) if values else None for name, values in figures.items()}
    return SideSummary(
        sets=len(sets),
        reps=sum(len(one.reps) for one in sets),
        controlled=sum(rep.verdict == "controlled" for rep in reps),
        flagged=sum(rep.verdict == "momentum" for rep in reps),
        swings_from=min(onsets, default=None),
        rom_deg=medians["rom_deg"],
        lift_s=medians["lift_s"],
        lower_s=medians["lower_s"],
        peak_speed_dps=medians["peak_speed_dps"],
        momentum=median(scores) if scores else None,
    )


def _swings_from(one: RepSet, advice: AdviceSettings) -> int | None:
    """Number of the rep from which the body swings; speed with a still elbow is no swing."""
    judged = _judged([one])
    swung = [rep.verdict == "momentum" and rep.cause != "speed" for rep in judged]
    onset = momentum_onset(swung, min(advice.flagged_run, len(judged)))
    return None if onset is None else judged[onset].index


def _weaker(
    left: SideSummary | None,
    right: SideSummary | None,
    index: dict[str, SymmetryIndex],
    settings: BalanceSettings,
) -> Side | None:
    """The side that swings clearly earlier; else the one whose range is clearly shorter.

    A side that is only slower is not called weaker: pace is a choice.
    """
    if left is None or right is None:
        return None
    first = _earlier(left, right, settings.earlier_reps)
    if first is not None:
        return _LEFT if first is left else _RIGHT
    rom = index.get("rom_deg")
    clear = rom is not None and rom.low > 0.0 and rom.value >= 100.0 * settings.worth_saying
    return rom.lower_side if rom is not None and clear else None


def _earlier(left: SideSummary, right: SideSummary, reps: int) -> SideSummary | None:
    """The summary of the side that swings earlier by so many reps; None where neither does.

    A side that never swung, but did no more reps either, might have swung as early.
    """
    a, b = (inf if one.swings_from is None else one.swings_from for one in (left, right))
    first, other, onset = (left, right, a) if a < b else (right, left, b)
    later = other.reps / other.sets + 1.0 if other.swings_from is None else other.swings_from
    return first if onset != inf and later - onset >= reps else None


def _apart_s(sensors: Sequence[SensorSummary]) -> float | None:
    """Time between the recordings of the left and the right sensors, s; None where they share some, or one is missing."""
    spans = {
        side: [
            (one.start_s, one.end_s)
            for one in sensors
            if side_of(one.name) == side and one.start_s is not None and one.end_s is not None
        ]
        for side in (_LEFT, _RIGHT)
    }
    gaps = [max(a[0], b[0]) - min(a[1], b[1]) for a in spans[_LEFT] for b in spans[_RIGHT]]
    return min(gaps) if gaps and min(gaps) > 0.0 else None


def apart_findings(balance: Balance | None) -> Iterator[Quality]:
    """Finding about the data where the sensors of both arms never recorded at the same time."""
    if balance is not None and balance.apart_s is not None:
        because = Because(code=Reason.SIDES_APART, values={"apart_s": balance.apart_s})
        yield Quality(severity="info", because=because)
