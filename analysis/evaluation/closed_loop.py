"""Simulated lifters follow a rule, set after set, through the whole pipeline: samples, verdicts, next weight.

Nothing public couples load with swinging, so no recording can show where advice leads. Here a lifter limited by torque
(`imu.simulate.limited_lifter`) lifts what a rule tells him; his sensor is recorded, the recording analysed, and the rule
given nothing but the sets that were found. It knows neither his strength nor what his body did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from analysis.coaching.advice import advise
from analysis.coaching.weights import Rack, parse_rack, to_kg
from analysis.records.results import RepSet
from analysis.stream.offline import analyze
from imu.simulate import ArmModel, CurlSet, Phase, SensorModel, SimulatedRep, Still, random_rotation, simulate
from imu.simulate.limited_lifter import LOAD_LEVER_M, LimitedLifter
from imu.types import Floats
from imu.units import RAD_PER_DEG

SLIGHT_SHARE = 0.1
"""A rep of which the body does no more of the work counts as controlled: a tenth, which nobody sees."""
RACKS = ("2.5:40:2.5kg", "2:40:2kg", "5:90:5lb")
"""Racks of the simulated gyms, in the steps in which dumbbells are sold."""
LEAST_LIFTED = 3
"""Reps that a lifter gets up at all with the heaviest weight that he starts with."""

WeightRule: TypeAlias = Callable[[Sequence[RepSet], Rack], float]
"""A rule: weight of the next set, kg, from the sets so far (at least one) and the rack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GymVisit:
    """A lifter with his arm, his sensor, his plan, and the rack in front of him."""

    lifter: LimitedLifter
    """Strength, fatigue and tempo."""
    arm: ArmModel
    """Lengths of his arm."""
    mounting: Floats
    """How the sensor is turned on the wrist: ``(3, 3)`` rotation matrix."""
    rack: Rack
    """Weights there are."""
    wanted: int
    """Reps that he wants in a set."""
    more: int
    """Reps that he adds at most, as long as no body is needed."""
    rest_s: float
    """Rest between sets, s."""
    start_kg: float
    """Weight of the first set, kg."""
    seed: int
    """Seed of everything random in his sets."""

    @property
    def weights_kg(self) -> tuple[float, ...]:
        """Weights of the rack, ascending, kg."""
        return tuple(to_kg(value, self.rack.unit) for value in self.rack.values)

    def controls(self, weight_kg: float) -> bool:
        """Whether, rested, he does all wanted reps but the last with hardly any body: one swung rep is chance."""
        left = 1.0
        for _ in range(self.wanted - 1):
            if self.lifter.thrown_share(weight_kg, left) > SLIGHT_SHARE:
                return False
            left = self.lifter.after_rep(weight_kg, left)
        return True

    @property
    def goal(self) -> int:
        """Place on the rack, from 0, of the heaviest weight that he controls; 0 where it is none."""
        return max((k for k, kg in enumerate(self.weights_kg) if self.controls(kg)), default=0)

    def steps_off(self, weight_kg: float) -> int:
        """Steps of the rack from the heaviest weight that he controls; positive for too heavy."""
        place = int(np.argmin(np.abs(np.array(self.weights_kg) - weight_kg)))
        return place - self.goal


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedSet:
    """One set of the loop."""

    weight_kg: float
    """Weight, kg."""
    steps_off: int
    """Steps of the rack from the heaviest weight that he controls; positive for too heavy."""
    measured: RepSet | None
    """The set that the pipeline found; None where it found none."""


def draw_visit(seed: int, *, more: int = 22) -> GymVisit:
    """Draws a lifter, a gym and a first weight, from the lightest to the heaviest that he gets up at all.

    Parameters
    ----------
    seed : int
        Equal seeds draw equal visits.
    more : int
        Reps that he adds at most to those he wants, as long as no body is needed.
    """
    rng = np.random.default_rng([seed, 13])
    fatigue, wanted = rng.uniform(0.02, 0.05), int(rng.integers(6, 13))
    limit_kg = float(np.clip(rng.lognormal(np.log(12.5), 0.35), 5.0, 25.0))
    torque = LimitedLifter(strength_nm=1.0, fatigue=fatigue)
    lifter = replace(
        torque.with_limit(limit_kg, wanted),
        recovery_s=rng.uniform(40.0, 100.0),
        lift_s=rng.uniform(1.3, 2.0),
        lower_s=rng.uniform(1.4, 2.4),
        grind=rng.uniform(0.1, 0.4),
        whip=rng.uniform(0.15, 0.4),
    )
    arm = ArmModel(
        forearm_m=rng.uniform(0.23, 0.29),
        upper_arm_m=rng.uniform(0.27, 0.33),
        tilt_deg=rng.uniform(0.0, 15.0),
        sway_mps2=rng.uniform(0.2, 0.8),
    )
    visit = GymVisit(
        lifter=lifter,
        arm=arm,
        mounting=random_rotation(rng),
        rack=parse_rack(str(rng.choice(RACKS))),
        wanted=wanted,
        more=more,
        rest_s=rng.uniform(90.0, 180.0),
        start_kg=0.0,
        seed=seed,
    )
    lifted = [kg for kg in visit.weights_kg if _gets_up(visit, kg)]
    return replace(visit, start_kg=float(rng.choice(lifted)))


def _gets_up(visit: GymVisit, weight_kg: float) -> bool:
    rng = np.random.default_rng(0)
    return len(visit.lifter.lift_set(weight_kg, LEAST_LIFTED, rng=rng).reps) == LEAST_LIFTED


def follow_rule(visit: GymVisit, rule: WeightRule, sets: int = 8) -> list[FollowedSet]:
    """Lets a lifter follow a rule; where no set is found in the recording, he takes the same weight again.

    Parameters
    ----------
    visit : GymVisit
    rule : callable
    sets : int
        Number of sets.
    """
    done: list[FollowedSet] = []
    found: list[RepSet] = []
    weight_kg, left = visit.start_kg, 1.0
    for number in range(sets):
        rng = np.random.default_rng([visit.seed, 14, number])
        lifted = visit.lifter.lift_set(weight_kg, visit.wanted, more=visit.more, left=left, rng=rng)
        measured = measure_set(visit, lifted.reps, weight_kg, number)
        done.append(FollowedSet(weight_kg=weight_kg, steps_off=visit.steps_off(weight_kg), measured=measured))
        left = visit.lifter.after_rest(lifted.left, visit.rest_s)
        if measured is not None:
            found.append(measured)
            weight_kg = rule(found, visit.rack)
    return done


WRIST_WATCH = SensorModel(
    rate_hz=50.0, acc_noise_mps2=0.04, gyr_noise_radps=0.005, acc_bias_mps2=(0.03, -0.02, 0.03)
)
"""Sensor of the simulated lifters: an ordinary watch."""


def measure_set(
    visit: GymVisit, reps: Sequence[SimulatedRep], weight_kg: float, number: int
) -> RepSet | None:
    """Records the reps with the lifter's sensor and analyses the recording; None where no set is found."""
    if not reps:
        return None
    session: list[Phase] = [Still(2.0), CurlSet(reps=tuple(reps)), Still(9.0)]
    made = simulate(
        session, sensor=WRIST_WATCH, mounting=visit.mounting, arm=visit.arm, seed=1000 * visit.seed + number
    )
    sets = analyze(made.recording).sets
    return replace(sets[-1], weight_kg=weight_kg, target_reps=visit.wanted) if sets else None


def by_advice(done: Sequence[RepSet], rack: Rack) -> float:
    """The program's own advice; of two options the lighter one, as the lifter wants all his reps."""
    advice = advise(done[-1], previous=done[:-1], rack=rack)
    weights = [option.weight_kg for option in advice.options if option.weight_kg is not None]
    return min(weights, default=_weight(done[-1]))


def by_five_percent(done: Sequence[RepSet], rack: Rack) -> float:
    """The plain rule: 5 % less after a set with swing, rounded down to the rack; else the same weight."""
    weight_kg = _weight(done[-1])
    if all(rep.verdict != "momentum" for rep in done[-1].reps):
        return weight_kg
    below = [kg for value in rack.values if (kg := to_kg(value, rack.unit)) <= 0.95 * weight_kg]
    return max(below, default=weight_kg)


ZONE_MPS = (0.25, 0.5)
"""Mean speed of the weight in the lift that the rule of speed zones wants, m/s: a curl of 1.5 to 3 s."""


def by_speed_zone(done: Sequence[RepSet], rack: Rack) -> float:
    """A rule of speed zones, as of velocity-based training: a step heavier where the lifts are faster, and lighter
    where they are slower than the zone."""
    weight_kg = _weight(done[-1])
    speeds = [
        LOAD_LEVER_M * rep.rom_deg * RAD_PER_DEG / rep.lift_s
        for rep in done[-1].reps
        if rep.rom_deg is not None and rep.lift_s
    ]
    weights = [to_kg(value, rack.unit) for value in rack.values]
    place = int(np.argmin(np.abs(np.array(weights) - weight_kg)))
    if speeds and np.median(speeds) > ZONE_MPS[1]:
        place += 1
    elif speeds and np.median(speeds) < ZONE_MPS[0]:
        place -= 1
    return weights[min(max(place, 0), len(weights) - 1)]


def _weight(one: RepSet) -> float:
    if one.weight_kg is None:
        raise ValueError("a set of the closed loop has no weight; measure_set gives it one")
    return one.weight_kg


RULES: dict[str, WeightRule] = {
    "advice": by_advice,
    "5 % less after swing": by_five_percent,
    "speed zone": by_speed_zone,
}
"""Rules that are compared, by name."""


def share_near(visits: Sequence[Sequence[FollowedSet]], number: int, steps: int = 1) -> float:
    """Share of lifters within so many steps of the rack of their heaviest controllable weight.

    Parameters
    ----------
    visits : sequence of sequences of FollowedSet
    number : int
        Number of the set, from 0.
    steps : int
        How far off still counts.
    """
    return float(np.mean([abs(sets[number].steps_off) <= steps for sets in visits]))


def share_staying(visits: Sequence[Sequence[FollowedSet]], first: int, steps: int = 1) -> float:
    """Share of lifters within so many steps in every set from number ``first`` (from 0) on."""
    return float(np.mean([all(abs(one.steps_off) <= steps for one in sets[first:]) for sets in visits]))
