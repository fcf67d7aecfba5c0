"""Joins closed sets with the sensors on trunk and upper arm.

The sets of a wrist close when the wrist rests; what the trunk did is known only when its own samples reach a little
beyond the set, which may be later (live), or much later (a recording is read sensor by sensor). So a set is joined once,
when the accompanying sensor has come so far or has ended, from the cells of that sensor around it and from what the sets
before showed. Neither the order nor the size of blocks can matter, and no event waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from analysis.core.trunk.lean import Stance, leans, span_deg
from analysis.core.trunk.posture import Posture
from analysis.core.trunk.technique import Bottoms, technique_of
from analysis.core.trunk.verdict import TrunkJudgement, judge_trunk, with_trunk
from analysis.records.results import Rep, RepSet
from analysis.settings.curl_model import TRUNK
from analysis.settings.thresholds import Thresholds
from analysis.stream.companion import Companion
from imu.placement import Side, placement_that_counts, side_of

Ranges: TypeAlias = tuple[float | None, ...]
"""Range of the upper arm in each rep of a set, °."""


@dataclass(slots=True)
class _Beside:
    """What was found beside the sets of one wrist, in their order."""

    raw: list[RepSet] = field(default_factory=list)
    trunk: list[tuple[TrunkJudgement, ...]] = field(default_factory=list)
    upper_arm: list[Ranges] = field(default_factory=list)
    stance: Stance = field(default_factory=Stance)
    bottoms: Bottoms = field(default_factory=Bottoms)
    by: tuple[Companion | None, Companion | None] = (None, None)
    """Sensors on trunk and upper arm that were looked at. Of two on the trunk the same one counts, whichever came first."""
    made: dict[int, tuple[int, RepSet]] = field(default_factory=dict)
    """Joined sets by their number, with how many sensors are in them."""


class Accompaniment:
    """Joins the sets of a session with its accompanying sensors.

    Parameters
    ----------
    thresholds : Thresholds
    """

    def __init__(self, thresholds: Thresholds) -> None:
        self._t = thresholds
        self._beside: dict[str, _Beside] = {}

    def joined(
        self, sensor: str, sets: Sequence[RepSet], companions: Mapping[str, Companion]
    ) -> list[RepSet]:
        """Returns the closed sets of one sensor with all that is known beside them by now.

        Parameters
        ----------
        sensor : str
            Placement, such as ``wrist_left``.
        sets : sequence of RepSet
            Its sets so far, in order of time.
        companions : mapping of str to Companion
            The accompanying sensors by placement.
        """
        if not companions:
            return list(sets)
        beside = self._beside.setdefault(sensor, _Beside())
        trunk, arm = trunk_among(companions), upper_arm_among(companions, side_of(sensor))
        judged_again = any(one is not other for one, other in zip(beside.raw, sets, strict=False))
        others = any(
            old is not None and old is not new for old, new in zip(beside.by, (trunk, arm), strict=True)
        )
        if judged_again or others:
            beside = self._beside[sensor] = _Beside()
        beside.by = (trunk, arm)
        beside.raw = list(sets)
        self._look_at_trunk(beside, trunk)
        self._look_at_arm(beside, arm)
        return [self._made(beside, k) for k in range(len(sets))]

    def seen_so_far(
        self, sensor: str, reps: Sequence[Rep], companions: Mapping[str, Companion]
    ) -> tuple[Rep, ...]:
        """Returns the reps of an open set with what the trunk did in them so far; nothing of it is kept.

        Parameters
        ----------
        sensor : str
            Placement of the sensor that made the reps.
        reps : sequence of Rep
            All reps of the set so far; those that have a verdict on the trunk keep it.
        companions : mapping of str to Companion
            The accompanying sensors by placement.
        """
        trunk = trunk_among(companions)
        if trunk is None or not reps:
            return tuple(reps)
        posture = trunk.posture(reps[0].start_s - TRUNK.look_back_s, reps[-1].end_s)
        if posture is None:
            return tuple(reps)
        stance = self._beside[sensor].stance if sensor in self._beside else Stance()
        judged, _ = judge_trunk(*leans(posture, reps, stance), self._t.trunk)
        return tuple(
            with_trunk(rep, one) if rep.trunk_verdict is None else rep
            for rep, one in zip(reps, judged, strict=True)
        )

    def stance(self) -> Stance | None:
        """Returns how the person stood before the last set and which way is forward, None while no set shows it."""
        known = [one.stance for one in self._beside.values() if one.stance.forward is not None]
        return known[-1] if known else None

    def _look_at_trunk(self, beside: _Beside, trunk: Companion | None) -> None:
        while trunk is not None and len(beside.trunk) < len(beside.raw):
            one = beside.raw[len(beside.trunk)]
            if not trunk.reaches(one.end_s + TRUNK.after_s):
                return
            posture = _around(trunk, one)
            if posture is None:
                beside.trunk.append(())
                continue
            found, stance = leans(posture, one.reps, beside.stance)
            judged, beside.stance = judge_trunk(found, stance, self._t.trunk)
            beside.bottoms = beside.bottoms.after(one.reps)
            named = [
                technique_of(r, j.verdict, beside.bottoms) for r, j in zip(one.reps, judged, strict=True)
            ]
            beside.trunk.append(
                tuple(replace(j, technique=name) for j, name in zip(judged, named, strict=True))
            )

    def _look_at_arm(self, beside: _Beside, arm: Companion | None) -> None:
        while arm is not None and len(beside.upper_arm) < len(beside.raw):
            one = beside.raw[len(beside.upper_arm)]
            if not arm.reaches(one.end_s + TRUNK.after_s):
                return
            beside.upper_arm.append(_ranges(arm, one))

    @staticmethod
    def _made(beside: _Beside, k: int) -> RepSet:
        """The set with the figures that are known; the same object until there are more."""
        known = (len(beside.trunk) > k) + (len(beside.upper_arm) > k)
        if k not in beside.made or beside.made[k][0] != known:
            reps = beside.raw[k].reps
            if len(beside.trunk) > k and beside.trunk[k]:
                reps = tuple(with_trunk(r, j) for r, j in zip(reps, beside.trunk[k], strict=True))
            if len(beside.upper_arm) > k and beside.upper_arm[k]:
                reps = tuple(
                    replace(r, upper_arm_range_deg=v) for r, v in zip(reps, beside.upper_arm[k], strict=True)
                )
            beside.made[k] = (known, replace(beside.raw[k], reps=reps))
        return beside.made[k][1]


def trunk_among(companions: Mapping[str, Companion]) -> Companion | None:
    """Returns the sensor on the trunk, if there is one; of several the first in order of the alphabet."""
    name = placement_that_counts("trunk", companions)
    return None if name is None else companions[name]


def upper_arm_among(companions: Mapping[str, Companion], side: Side | None) -> Companion | None:
    """Returns the sensor on an upper arm that belongs to a side, or whose side is not said; None without one."""
    name = placement_that_counts("upper_arm", companions, side)
    return None if name is None else companions[name]


def _around(companion: Companion, one: RepSet) -> Posture | None:
    return companion.posture(one.start_s - TRUNK.look_back_s, one.end_s + TRUNK.after_s)


def _ranges(arm: Companion, one: RepSet) -> Ranges:
    """Range of the upper arm in each rep; None where less than `TRUNK.least_seen` of it was read."""
    posture = _around(arm, one)
    if posture is None:
        return ()

    def of(rep: Rep) -> float | None:
        window = posture.between(rep.start_s, rep.end_s)
        seen = posture.seen[window]
        due = TRUNK.least_seen * (rep.end_s - rep.start_s) / posture.step_s
        return span_deg(posture.up[window][seen]) if seen.sum() >= max(due, 2.0) else None

    return tuple(of(rep) for rep in one.reps)
