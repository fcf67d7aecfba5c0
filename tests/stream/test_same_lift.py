"""The same lifts get the same count and the same calls, however they were recorded.

A gyroscope whose zero was never taken off, a slow or a fast sensor, a recording that begins and ends in the middle
of a set: none of this is of the lifter's doing. The truth is what was simulated: which reps the body threw.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from analysis.stream.offline import analyze
from imu.simulate import ArmModel, CurlSet, SensorModel, SimulatedRep, Still, random_rotation, simulate
from imu.units import RAD_PER_DEG

pytestmark = pytest.mark.slow

CALM = tuple(SimulatedRep(lift_s=s, lower_s=s + 0.2, supination_deg=15.0) for s in (1.5, 1.7, 1.6, 1.8))
THROWN = tuple(
    SimulatedRep(lift_s=s, lower_s=1.4, swing=1.2, profile="early", supination_deg=10.0)
    for s in (1.1, 1.05, 1.0, 1.1)
)
SETS = {"calm": CALM + CALM, "thrown": THROWN + THROWN, "calm, then thrown": CALM + THROWN}
DIRECTIONS = {
    "lifting": (0.0, -1.0, 0.0),
    "lowering": (0.0, 1.0, 0.0),
    "along the forearm": (0.0, 0.0, 1.0),
    "across": (1.0, 0.0, 0.0),
    "all at once": (0.6, -0.6, 0.53),
}
"""Of the gyroscope's zero, in the hanging forearm (x forwards, y left, z up)."""
RATES_HZ = (7.0, 8.0, 10.0, 14.0, 25.0, 50.0, 100.0, 200.0)
MOUNTING = random_rotation(np.random.default_rng(8))
NEAR_S = 0.4


ALL_S = (-1.0, 999.0)
"""Of a session with a rest before and after the set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is said of the whole reps of a recording, one word each (``missed`` where there is none), and how many
    reps are found where nothing was lifted."""

    calls: tuple[str, ...]
    extra: int = 0


@cache
def lifted(name, *, rate_hz=50.0, zero_dps=0.0, direction="lifting"):
    zero = MOUNTING.T @ np.array(DIRECTIONS[direction]) * zero_dps * RAD_PER_DEG
    sensor = SensorModel(
        rate_hz=rate_hz, acc_noise_mps2=0.05, gyr_noise_radps=0.005, gyr_bias_radps=tuple(zero.tolist())
    )
    session = (Still(3.0), CurlSet(reps=SETS[name]), Still(9.0))
    return simulate(session, sensor=sensor, arm=ArmModel(sway_mps2=0.4), mounting=MOUNTING, seed=5)


def the_set(done):
    """From the first lift to the end of the last lowering: no rest in it."""
    return done.truth.reps[0].start_s, done.truth.reps[-1].end_s


def said_of(done, start_s, end_s):
    """The analysis of the samples in ``[start_s, end_s)``."""
    (block,) = done.recording.sensors
    part = block.slice(*np.searchsorted(block.time_s, [start_s - 1e-6, end_s]).tolist())
    return analyze(replace(done.recording, sensors=(part,)))


def found(done, start_s, end_s):
    """What is said of the part in ``[start_s, end_s)``; a rep that an end cuts in two may be found or not."""
    reps = [r for s in said_of(done, start_s, end_s).sets for r in s.reps]
    whole = [t for t in done.truth.reps if start_s < t.start_s + 1e-6 and t.end_s < end_s + 1e-6]
    cut = [t for t in done.truth.reps if t not in whole and t.end_s > start_s and t.start_s < end_s]
    of = [[r for r in reps if abs(r.top_s - t.top_s) < NEAR_S] for t in whole]
    spare = [r for r in reps if all(r not in rs for rs in of)]
    return Found(
        calls=tuple(rs[0].verdict if rs else "missed" for rs in of),
        extra=sum(all(r.end_s < t.start_s or r.start_s > t.end_s for t in cut) for r in spare)
        + sum(len(rs) > 1 for rs in of),
    )


def expected(done, start_s, end_s):
    """What was lifted there."""
    whole = [t for t in done.truth.reps if start_s < t.start_s + 1e-6 and t.end_s < end_s + 1e-6]
    return Found(calls=tuple("momentum" if t.swung else "controlled" for t in whole))


each_set = pytest.mark.parametrize("name", SETS)
each_direction = pytest.mark.parametrize("direction", DIRECTIONS)


@each_set
@pytest.mark.parametrize("rest", [True, False], ids=["with rests", "from the first lift to the last"])
def test_what_was_lifted_is_found(name, rest):
    done = lifted(name)
    part = ALL_S if rest else the_set(done)
    assert found(done, *part) == expected(done, *part)


@each_set
@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_any_rate(name, rate_hz):
    done = lifted(name, rate_hz=rate_hz)
    assert found(done, *the_set(done)) == expected(done, *the_set(done))


@each_set
@pytest.mark.parametrize("zero_dps", [5.0, 10.0, 20.0])
@each_direction
def test_a_zero_that_was_never_taken_off_and_no_rest_to_see_it(name, zero_dps, direction):
    done = lifted(name, zero_dps=zero_dps, direction=direction)
    assert found(done, *the_set(done)) == expected(done, *the_set(done))


@each_set
@each_direction
def test_three_seconds_of_rest_are_enough_for_the_largest_zero(name, direction):
    done = lifted(name, zero_dps=20.0, direction=direction)
    assert found(done, *ALL_S) == expected(done, *ALL_S)


@each_set
@pytest.mark.parametrize("rate_hz", [8.0, 25.0, 200.0])
@each_direction
def test_a_zero_at_any_rate(name, direction, rate_hz):
    done = lifted(name, rate_hz=rate_hz, zero_dps=15.0, direction=direction)
    assert found(done, *the_set(done)) == expected(done, *the_set(done))


MOMENTS = {
    "at the bottom": lambda rep: rep.start_s,
    "in the lift": lambda rep: (rep.start_s + rep.top_s) / 2.0,
    "at the top": lambda rep: rep.top_s,
    "while lowering": lambda rep: (rep.lower_start_s + rep.end_s) / 2.0,
}
"""Where a rep may be cut."""


@each_set
@pytest.mark.parametrize("rep", range(6))
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_recording_that_begins_anywhere(name, rep, moment):
    done = lifted(name)
    part = (MOMENTS[moment](done.truth.reps[rep]), ALL_S[1])
    assert found(done, *part) == expected(done, *part)


@each_set
@pytest.mark.parametrize("rep", range(2, 8))
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_recording_that_ends_anywhere(name, rep, moment):
    done = lifted(name)
    part = (ALL_S[0], MOMENTS[moment](done.truth.reps[rep]))
    assert found(done, *part) == expected(done, *part)


@each_set
@pytest.mark.parametrize("zero_dps", [10.0, 20.0])
@each_direction
def test_a_zero_in_a_recording_that_begins_at_a_top(name, zero_dps, direction):
    done = lifted(name, zero_dps=zero_dps, direction=direction)
    part = (done.truth.reps[2].top_s, ALL_S[1])
    assert found(done, *part) == expected(done, *part)


@pytest.mark.parametrize("zero_dps", [0.0, 10.0, 20.0])
@each_direction
def test_no_calm_rep_is_called_live_before_the_zero_is_known(zero_dps, direction):
    done = lifted("calm", zero_dps=zero_dps, direction=direction)
    said = said_of(done, *the_set(done))
    assert [e.n for e in said.events if e.kind == "flag"] == []
    assert sum(e.kind == "rep" for e in said.events) == len(SETS["calm"])
