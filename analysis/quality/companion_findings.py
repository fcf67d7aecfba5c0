"""Findings about sensors beside those that count, as on trunk and upper arm: what of the reps they saw."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from analysis.quality.monitor import Vitals
from analysis.records.results import Quality, RepSet
from analysis.records.session_checks import MovementSlice
from analysis.records.trunk_measures import TrunkMovement
from analysis.settings.curl_model import TRUNK
from analysis.vocabulary import Because, Reason
from imu.facts import Value
from imu.placement import CURL_SENSORS, placement_that_counts, side_of, without_side

_FIGURES = {"trunk": "trunk_verdict", "upper_arm": "upper_arm_range_deg"}
"""Figure that a rep has of a sensor, by where that is worn; of other places there is none, and none can be missing."""


def of_companion(v: Vitals, sensors: Sequence[str], sets: Sequence[RepSet]) -> list[Quality]:
    """Returns what is worth knowing about one accompanying sensor beside its rate.

    Parameters
    ----------
    v : Vitals
    sensors : sequence of str
        Placements of all sensors.
    sets : sequence of RepSet
        Sets of all sensors.
    """
    unused = _unused(v.sensor, sensors)
    found = [unused] if unused else [_gyroscope(v), _silent(v, _beside(v.sensor, sets))]
    return [q for q in found if q is not None]


def places_exchanged(
    wrist: str, movement: Sequence[MovementSlice], trunk: str, bends: Sequence[TrunkMovement]
) -> Quality | None:
    """Returns the finding that wrist and trunk seem to be called by each other's name; None where they do not.

    A forearm sweeps 100° and more in every curl, a trunk never does again and again; and while it did, the sensor that
    is called the wrist turned less than any forearm in a curl.

    Parameters
    ----------
    wrist : str
        Placement of a sensor that made no reps.
    movement : sequence of MovementSlice
        How far its "up" came round, slice by slice.
    trunk : str
        Placement of the sensor on the trunk.
    bends : sequence of TrunkMovement
        Its bends.
    """
    wide = [bend for bend in bends if bend.range_deg >= TRUNK.exchanged_deg]
    beside = [s.reach for s in movement if any(b.start_s < s.end_s and b.end_s > s.start_s for b in wide)]
    if len(wide) < TRUNK.exchanged_bends or not beside or median(beside) > TRUNK.exchanged_reach:
        return None
    facts: dict[str, Value] = {
        "wrist": wrist,
        "trunk": trunk,
        "times": len(wide),
        "sweep_deg": TRUNK.exchanged_deg,
    }
    because = Because(code=Reason.PLACES_EXCHANGED, values=facts)
    return Quality(severity="warning", because=because, start_s=wide[0].start_s)


def _unused(sensor: str, sensors: Sequence[str]) -> Quality | None:
    """One of several sensors at one place, of which another counts."""
    place, side = without_side(sensor), side_of(sensor)
    if place not in _FIGURES:
        return None
    arms = {side_of(name) for name in sensors if name in CURL_SENSORS} or {side}
    counted = [placement_that_counts(place, sensors, None if place == "trunk" else arm) for arm in arms]
    if sensor in counted or not counted[0]:
        return None
    because = Because(code=Reason.COMPANION_UNUSED, values={"used": counted[0]})
    return Quality(severity="info", because=because, sensor=sensor)


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
