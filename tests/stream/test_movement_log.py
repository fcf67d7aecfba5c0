"""The log of movement: exact counts, the same in any chunking, of bounded size."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from analysis.settings.curl_model import MOVEMENT
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.movement_log import MovementLog
from analysis.stream.tracker import Tracker
from imu.simulate import CurlSet, Idle, SensorModel, SimulatedRep, Still, Walk, simulate
from imu.types import Floats
from tests.fixtures.streams import pieces

STEP_S = 0.025
SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)


def log() -> MovementLog:
    return MovementLog(STEP_S, DEFAULTS.live.still_dps)


def cells(seconds: float, turn_dps: float, start_s: float = 0.0) -> tuple[Floats, Floats, Floats]:
    """Cells in which it turns evenly while "up" goes from z to x, a quarter of a circle."""
    n = round(seconds / STEP_S)
    time_s = start_s + (np.arange(n) + 0.5) * STEP_S
    way = np.linspace(0.0, np.pi / 2, n) if turn_dps else np.zeros(n)
    up = np.stack([np.sin(way), np.zeros(n), np.cos(way)], axis=1)
    return time_s, np.full(n, turn_dps), up


def test_every_slice_has_its_own_seconds() -> None:
    """Five seconds at 60 °/s, five at 200 °/s, five still; quick is beyond 120 °/s."""
    made = log()
    for k, turn_dps in enumerate((60.0, 200.0, 0.0)):
        made.push(*cells(5.0, turn_dps, 5.0 * k))
    slow, quick, still = made.slices()
    assert [one.start_s for one in (slow, quick, still)] == [0.0, 5.0, 10.0]
    assert [one.recorded_s for one in (slow, quick, still)] == pytest.approx([5.0, 5.0, 5.0])
    assert [one.turning_s for one in (slow, quick, still)] == pytest.approx([5.0, 5.0, 0.0])
    assert [one.quick_s for one in (slow, quick, still)] == pytest.approx([0.0, 5.0, 0.0])
    assert made.moved_s == pytest.approx(10.0)


def test_a_quarter_turn_of_up_reaches_over_the_diagonal_of_a_square() -> None:
    """From (0, 0, 1) to (1, 0, 0) both coordinates span 1."""
    made = log()
    made.push(*cells(5.0, 60.0))
    (only,) = made.slices()
    assert only.reach == pytest.approx(sqrt(2.0))


def test_seconds_without_readings_are_not_recorded() -> None:
    made = log()
    made.push(*cells(2.0, 60.0))
    made.push(*cells(2.0, 60.0, 21.0))
    first, second = made.slices()
    assert (first.start_s, second.start_s) == (0.0, 20.0)
    assert (first.recorded_s, second.recorded_s) == pytest.approx((2.0, 2.0))


def test_before_a_set_the_last_quarter_of_an_hour_is_kept_and_after_it_two_hours() -> None:
    made, per = log(), round(MOVEMENT.slice_s / STEP_S)
    one = cells(MOVEMENT.slice_s, 60.0)

    def push(slices: range) -> None:
        for k in slices:
            made.push(one[0] + k * MOVEMENT.slice_s, one[1], one[2])

    push(range(1000))
    kept = made.slices()
    assert len(kept) == MOVEMENT.slices_before + 1
    assert kept[-1].start_s - kept[0].start_s == MOVEMENT.slices_before * MOVEMENT.slice_s == 900.0
    made.keep_from_now()
    push(range(1000, 4000))
    assert len(made.slices()) == MOVEMENT.slices_in_all + 1
    assert made.slices()[0] == kept[0]
    assert made.moved_s == pytest.approx(4000 * per * STEP_S)


def test_a_clock_that_was_set_back_loses_nothing() -> None:
    made = log()
    made.push(*cells(5.0, 60.0, 100.0))
    made.push(*cells(5.0, 60.0))
    assert sum(one.recorded_s for one in made.slices()) == pytest.approx(10.0)


@pytest.mark.parametrize("size", [1, 7, 333])
def test_any_chunking_gives_the_same_slices(size: int) -> None:
    """With a set in it, after which the gyroscope's zero is another and cells are looked at once more."""
    biased = SensorModel(
        rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01, gyr_bias_radps=(0.15, -0.1, 0.12)
    )
    sets = [one for _ in range(2) for one in (CurlSet(reps=(SimulatedRep(),) * 5), Idle(12.0))]
    (block,) = simulate((Walk(11.0), Still(1.0), *sets), sensor=biased, seed=4).recording.sensors
    whole, parts = Tracker(), Tracker()
    whole.push(block)
    whole.flush()
    for piece in pieces(block, range(0, len(block), size)):
        parts.push(piece)
    parts.flush()
    (one,), (other,) = whole.sensors.values(), parts.sensors.values()
    assert whole.sets
    assert one.movement.slices() == other.movement.slices()
    recorded = sum(part.recorded_s for part in one.movement.slices())
    assert recorded == pytest.approx(float(block.time_s[-1] - block.time_s[0]), abs=0.1)
