"""Findings about sensors beside those that count, as on trunk and upper arm: what of the reps they saw."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.quality.monitor import Vitals
from analysis.results import Quality, RepSet
from analysis.vocabulary import Because, Reason
from imu.placement import side_of, without_side

_FIGURES = {"trunk": "trunk_verdict", "upper_arm": "upper_arm_range_deg"}
"""Figure that a rep has of a sensor, by where that is worn; of other places there is none, and none can be missing."""


def of_companion(v: Vitals, sets: Sequence[RepSet]) -> list[Quality]:
    """Returns what is worth knowing about one accompanying sensor beside its rate.

    Parameters
    ----------
    v : Vitals
    sets : sequence of RepSet
        Sets of all sensors.
    """
    found = [_gyroscope(v), _silent(v, _beside(v.sensor, sets))]
    return [q for q in found if q is not None]


def _beside(sensor: str, sets: Sequence[RepSet]) -> list[RepSet]:
    """The sets that it accompanies: those of its own arm, or all."""
    side = side_of(sensor)
    return [s for s in sets if side is None or side_of(s.sensor) in (None, side)]


def _gyroscope(v: Vitals) -> Quality | None:
    if v.has_gyro:
        return None
    because = Because(code=Reason.NO_GYROSCOPE, values={"accompanies": True})
    return Quality(severity="info", because=because, sensor=v.sensor)


def _silent(v: Vitals, sets: Sequence[RepSet]) -> Quality | None:
    """Reps in which it was not read, or too little for a figure."""
    reps = [rep for one in sets for rep in one.reps]
    if v.start_s is None or v.end_s is None or not (reps or v.gaps):
        return None
    if reps and not any(rep.start_s < v.end_s and rep.end_s > v.start_s for rep in reps):
        span = {"start_s": v.start_s, "end_s": v.end_s}
        return Quality(
            severity="warning", because=Because(code=Reason.NO_COMMON_TIME, values=span), sensor=v.sensor
        )
    figure = _FIGURES.get(without_side(v.sensor))
    unseen = 0 if figure is None else sum(getattr(rep, figure) is None for rep in reps)
    if not unseen and not v.gaps:
        return None
    total_s = sum(gap.end_s - gap.start_s for gap in v.gaps)
    facts = {"gaps": len(v.gaps), "total_s": total_s, "reps": unseen, "of": len(reps)}
    return Quality(
        severity="warning" if unseen else "info",
        because=Because(code=Reason.COMPANION_SILENT, values=facts),
        sensor=v.sensor,
        start_s=v.gaps[0].start_s if v.gaps else None,
    )
