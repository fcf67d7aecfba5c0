"""A simulated lifter's sessions over four weeks, to try history and advice before there are recordings of one's own.

The lifter is limited by the torque of the elbow (`imu.simulate.limited_lifter`), so swing is not written into a set: it
follows from weight, strength and fatigue. Strength grows from session to session, the left arm is the weaker one, and
12.5 kg is tried too early. What is in them was made up; what real people do is another matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from imu.formats import write_canonical
from imu.simulate import ArmModel, CurlSet, Phase, SensorModel, Simulation, Still, Walk, rotation, simulate
from imu.simulate.limited_lifter import LimitedLifter
from imu.types import Note

PRACTICE_LIFTER = "Kim"
"""Name of the lifter."""
PRACTICE_REPS = 8
"""Reps that she wants in a set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDay:
    """One planned session: each weight is lifted by the right arm, then by the left."""

    days_before: int
    """Days before the last session."""
    weights_kg: tuple[float, ...]
    """Weights of its sets, kg."""
    right_limit_kg: float
    """Heaviest weight of which the right arm does all reps without the body, kg."""
    warm_up_s: float = 0.0
    """Walk before the first set, s."""
    trunk: bool = False
    """Whether a second sensor is worn on the trunk."""


PRACTICE_PLAN = (
    PracticeDay(days_before=28, weights_kg=(7.5, 10.0), right_limit_kg=9.4),
    PracticeDay(days_before=24, weights_kg=(7.5, 10.0), right_limit_kg=9.8),
    PracticeDay(days_before=21, weights_kg=(10.0, 12.5), right_limit_kg=10.2),
    PracticeDay(days_before=17, weights_kg=(7.5, 10.0), right_limit_kg=10.6),
    PracticeDay(days_before=14, weights_kg=(10.0, 12.5), right_limit_kg=11.0),
    PracticeDay(days_before=7, weights_kg=(10.0, 12.5), right_limit_kg=11.5),
    PracticeDay(days_before=3, weights_kg=(10.0, 12.5), right_limit_kg=12.0),
    PracticeDay(days_before=0, weights_kg=(7.5, 12.5), right_limit_kg=12.6, warm_up_s=120.0, trunk=True),
)
"""Sessions in order of time; on the last day there is a warm-up, and a sensor on the trunk."""

_LEFT_SHARE = 0.84
"""Limit of the left arm as a share of that of the right one."""
_CLOCK = time(18, 30)
_BEFORE_S = 15.0
"""Time of standing still before the first set, s."""
_REST_S = 14.0
"""Time between two sets in the recording, s. The lifter is rested all the same: minutes of standing would only make the
files larger."""
_THURSDAY, _WEEK_DAYS = 3, 7
_WATCH = SensorModel(
    rate_hz=40.0,
    acc_noise_mps2=0.04,
    gyr_noise_radps=0.005,
    acc_bias_mps2=(0.03, -0.02, 0.03),
    jitter_s=0.001,
)
_WORN = rotation((0.2, 0.3, 1.0), 160.0)
"""How the sensors are turned: no axis along the arm."""
_ARM = ArmModel(sway_mps2=0.4)
_ELBOW = LimitedLifter(strength_nm=1.0, lift_s=1.35, grind=0.15, whip=0.3)


def make_sessions(folder: str | Path, last_day: date | None = None) -> tuple[Path, ...]:
    """Writes a recording of each session, named after its day.

    Parameters
    ----------
    folder : str or Path
        Made where it does not exist.
    last_day : date, optional
        Day of the last session; by default the latest Thursday before today, so that the sessions are recent ones.

    Returns
    -------
    tuple of Path
        The recordings in order of time.
    """
    where = Path(folder)
    where.mkdir(parents=True, exist_ok=True)
    until = last_day or _latest_thursday(datetime.now().astimezone().date())
    paths = []
    for number, day in enumerate(PRACTICE_PLAN, start=1):
        when = until - timedelta(days=day.days_before)
        made = practice_session(day, number, when)
        paths.append(where / f"{when.isoformat()}.csv")
        write_canonical(replace(made.recording, lifter=PRACTICE_LIFTER), paths[-1])
    return tuple(paths)


def practice_session(day: PracticeDay, seed: int, when: date) -> Simulation:
    """Simulates one session as it was planned.

    Parameters
    ----------
    day : PracticeDay
    seed : int
        Equal seeds make equal samples.
    when : date
        Day on which it begins.
    """
    rng = np.random.default_rng([seed, 6])
    phases: list[Phase] = [Walk(day.warm_up_s, swing_deg=25.0)] if day.warm_up_s else []
    phases.append(Still(_BEFORE_S))
    sides = []
    for weight_kg in day.weights_kg:
        for side, share in (("right", 1.0), ("left", _LEFT_SHARE)):
            lifter = _ELBOW.with_limit(share * day.right_limit_kg, PRACTICE_REPS)
            reps = lifter.lift_set(weight_kg, PRACTICE_REPS, rng=rng).reps
            # the watch goes to the arm that lifts, so every set is that of the simulation's right arm
            phases += [CurlSet(reps=reps, weight_kg=weight_kg, target_reps=PRACTICE_REPS), Still(_REST_S)]
            sides.append(side)
    made = simulate(
        phases,
        placements=("wrist", "trunk") if day.trunk else ("wrist",),
        sensor=_WATCH,
        mounting=_WORN,
        arm=_ARM,
        seed=seed,
        started_at=datetime.combine(when, _CLOCK).astimezone().isoformat(),
    )
    noted = [
        Note(time_s=one.start_s - 1.0, key="side", value=side)
        for side, one in zip(sides, made.truth.sets, strict=True)
    ]
    notes = sorted((*made.recording.notes, *noted), key=lambda note: note.time_s or 0.0)
    return replace(made, recording=replace(made.recording, notes=tuple(notes)))


def _latest_thursday(today: date) -> date:
    return today - timedelta(days=(today.weekday() - _THURSDAY - 1) % _WEEK_DAYS + 1)
