"""Effort: how the lift slowed over a set, and the sums of a session. Pure functions over what was measured.

In speed-based training the loss of speed within a set is the sign of how near failure is: a muscle that tires lifts
the same weight more slowly. Here the speed is that of the forearm, sweep over duration, of the controlled reps alone: a
swung rep is fast however tired the muscle is. How far it can be believed: docs/advice.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from statistics import median

from analysis.records.results import Rep, RepSet
from analysis.records.session_totals import SessionTotals, Slowing
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Effort

FIRST, LAST = 3, 2
"""Reps at both ends of a set that are compared."""


def slowing_of(reps: Sequence[Rep], settings: AdviceSettings) -> Slowing | None:
    """Returns how the lift slowed over a set.

    Parameters
    ----------
    reps : sequence of Rep
        All reps of the set.
    settings : AdviceSettings
        The numbers of the rules.

    Returns
    -------
    Slowing or None
        None for fewer than ``slowing_reps`` controlled reps whose lift was measured.
    """
    known = [(rep, lift) for rep in reps if (lift := _lift(rep)) is not None]
    if len(known) < max(settings.slowing_reps, FIRST + LAST):
        return None
    first, last = [lift for _, lift in known[:FIRST]], [lift for _, lift in known[-LAST:]]
    first_dps, last_dps = (median(dps for dps, _ in lifts) for lifts in (first, last))
    loss = 1.0 - last_dps / first_dps
    return Slowing(
        reps=len(known),
        last_rep=known[-1][0].index,
        first_dps=first_dps,
        last_dps=last_dps,
        first_lift_s=median(s for _, s in first),
        last_lift_s=median(s for _, s in last),
        loss=loss,
        swung=_swung(reps, known[-1][0].index, settings),
        effort=_effort(loss, settings),
    )


def _lift(rep: Rep) -> tuple[float, float] | None:
    """Mean speed, °/s, and duration, s, of a controlled lift."""
    if rep.verdict != "controlled" or rep.rom_deg is None or rep.lift_s is None or rep.lift_s <= 0.0:
        return None
    speed = rep.rom_deg / rep.lift_s
    return (speed, rep.lift_s) if isfinite(speed) and speed > 0.0 else None


def _swung(reps: Sequence[Rep], last: int, settings: AdviceSettings) -> bool:
    """Whether more reps were swung than chance has it, or any after the rep of this number."""
    swung = [rep for rep in reps if rep.verdict == "momentum" and rep.cause != "speed"]
    return len(swung) >= settings.flagged_run or any(rep.index > last for rep in swung)


def _effort(loss: float, settings: AdviceSettings) -> Effort:
    if loss >= settings.near_failure_from:
        return "near_failure"
    return "slowing" if loss >= settings.slowing_from else "steady"


def totals_of(sets: Sequence[RepSet]) -> SessionTotals | None:
    """Returns what a session adds up to; None without a set."""
    if not sets:
        return None
    reps = [rep for one in sets for rep in one.reps]
    volume = [one.weight_kg * len(one.reps) for one in sets if one.weight_kg is not None]
    tensions = _known(reps, lambda rep: rep.time_under_tension_s)
    rests = tuple(_rests(sets))
    return SessionTotals(
        sets=len(sets),
        reps=len(reps),
        volume_kg=sum(volume) if len(volume) == len(sets) else None,
        time_under_tension_s=sum(tensions) if tensions else None,
        timed_reps=len(tensions),
        rests_s=rests,
        rest_s=median(rests) if rests else None,
        lift_s=_middle(_known(reps, lambda rep: rep.lift_s)),
        pause_top_s=_middle(_known(reps, lambda rep: rep.pause_top_s)),
        lower_s=_middle(_known(reps, lambda rep: rep.lower_s)),
    )


def _rests(sets: Sequence[RepSet]) -> Iterable[float]:
    """Rests between sets of the same arm, s, in order of time."""
    latest: dict[tuple[str, str | None], RepSet] = {}
    for one in sorted(sets, key=lambda s: s.start_s):
        before = latest.get((one.sensor, one.side))
        if before is not None and before.closed_by != "gap" and one.start_s > before.end_s:
            yield one.start_s - before.end_s
        latest[one.sensor, one.side] = one


def _known(reps: Iterable[Rep], figure: Callable[[Rep], float | None]) -> list[float]:
    return [value for rep in reps if (value := figure(rep)) is not None and isfinite(value)]


def _middle(values: Sequence[float]) -> float | None:
    return median(values) if values else None
