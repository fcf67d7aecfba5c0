"""Which movement is the lift, where the accelerometer cannot say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.stream.offline import analyze
from imu.simulate import Rep, SensorModel, curls, simulate
from imu.types import Recording

REP = Rep(lift_s=1.4)
WEAK = SensorModel(rate_hz=50.0, acc_scale=(0.6, 0.6, 0.6), acc_noise_mps2=0.05, gyr_noise_radps=0.01)


def tops(recording: Recording) -> list[float]:
    result = analyze(recording)
    assert not any(one.gravity_trusted for one in result.sets)
    return [rep.top_s for one in result.sets for rep in one.reps]


@pytest.mark.parametrize("seed", range(3))
def test_an_arm_is_brought_down_slowly_before_the_set(seed: int) -> None:
    made = simulate(curls([replace(REP, lower_s=7.0), *[REP] * 6]), sensor=WEAK, seed=seed)
    (block,) = made.recording.sensors
    begin_s = made.truth.reps[0].lower_start_s - 1.0
    late = block.slice(int((block.time_s < begin_s).sum()), len(block))
    found = tops(replace(made.recording, sensors=(late,)))
    assert found[-6:] == pytest.approx([rep.top_s for rep in made.truth.reps[1:]], abs=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_a_gap_ends_at_the_top(seed: int) -> None:
    plain = simulate(curls([REP] * 10), sensor=WEAK, seed=seed)
    fifth = plain.truth.reps[4]
    sensor = replace(WEAK, gaps_s=((fifth.top_s - 1.5, fifth.top_s + 0.1),))
    made = simulate(curls([REP] * 10), sensor=sensor, seed=seed)
    found = tops(made.recording)
    assert found[:4] == pytest.approx([rep.top_s for rep in made.truth.reps[:4]], abs=0.1)
    assert found[-5:] == pytest.approx([rep.top_s for rep in made.truth.reps[5:]], abs=0.1)
