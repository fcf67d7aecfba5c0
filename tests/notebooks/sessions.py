"""Recordings that tell the interface's paths apart, each made once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from imu.simulate import CurlSet, Idle, Rep, SensorModel, Still, simulate
from imu.types import Recording

CALM = Rep(lift_s=1.4, lower_s=1.4)
SWUNG = Rep(lift_s=1.0, lower_s=1.2, swing=1.2, profile="early")
FAST = Rep(lift_s=0.55, lower_s=1.0, profile="early")
HALF = Rep(top_deg=70.0)


def performed(
    *sets: CurlSet, placements: Sequence[str] = ("wrist",), sensor: SensorModel | None = None
) -> Recording:
    phases = [Still(3.0), *(phase for one in sets for phase in (one, Still(14.0)))]
    model = SensorModel(rate_hz=50.0) if sensor is None else sensor
    return simulate(phases, placements=placements, sensor=model).recording


@cache
def two_wrists() -> Recording:
    """Two sets of six calm reps, a swung, a half and a fast one, with both arms."""
    done = CurlSet(reps=(*[CALM] * 6, SWUNG, HALF, FAST), arms="both", weight_kg=10.0)
    return performed(done, done, placements=("wrist_left", "wrist_right"))


@cache
def one_rep() -> Recording:
    return performed(CurlSet(reps=(CALM,)))


@cache
def hundred_reps() -> Recording:
    return performed(CurlSet(reps=(*[CALM] * 70, *[SWUNG] * 30)))


@cache
def no_gyroscope() -> Recording:
    return performed(CurlSet(reps=(CALM,) * 5), sensor=SensorModel(rate_hz=50.0, has_gyro=False))


@cache
def no_curls() -> Recording:
    return simulate([Idle(20.0)]).recording
