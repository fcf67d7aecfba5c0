"""The demo recording: what is committed is what the program makes, and it tells its story."""

from importlib import resources

import numpy as np
import pytest

from imu.simulate import demo_session
from imu.simulate.demo_recordings import canonical_text


@pytest.fixture(scope="module")
def demo():
    return demo_session()


def test_the_committed_file_is_what_the_program_makes(demo):
    committed = (
        resources.files("firmware_data.recordings").joinpath("demo_curls.csv").read_text(encoding="utf-8")
    )
    assert canonical_text(demo.recording) == committed


def test_eight_light_reps_then_ten_heavy_ones(demo):
    assert [(s.weight_kg, s.target_reps) for s in demo.truth.sets] == [(7.5, 8), (12.5, 10)]
    by_set = [[rep for rep in demo.truth.reps if rep.set_index == number] for number in (0, 1)]
    assert [rep.partial for rep in by_set[0]] == [False] * 7 + [True]
    assert [rep.swung for rep in by_set[1]] == [False] * 6 + [True] * 4
    throws = [rep.elbow_rms_mps2 for rep in by_set[1][6:]]
    assert throws == sorted(throws)


def test_magnitudes_are_those_of_real_people(demo):
    full = [rep for rep in demo.truth.reps if not rep.partial]
    for rep in full:
        lift_s = rep.top_s - rep.start_s
        if rep.swung:
            assert 1.0 <= lift_s <= 1.2
            assert 6.0 < rep.inertial_peak_mps2 < 9.7
            assert 1.8 < rep.elbow_rms_mps2 < 4.0
        else:
            assert 1.5 <= lift_s <= 2.0
            assert 1.6 < rep.inertial_peak_mps2 < 3.0
            assert 0.6 < rep.elbow_rms_mps2 < 1.2
            assert rep.rom_deg == pytest.approx(125.0, abs=5.0)


def test_the_watch_has_its_rate_its_gap_and_its_light_gravity(demo):
    (block,) = demo.recording.sensors
    steps = np.diff(block.time_s)
    assert 1.0 / np.median(steps) == pytest.approx(49.8, abs=0.5)
    assert np.sort(steps)[-1] == pytest.approx(0.6, abs=0.05)
    assert np.sort(steps)[-2] < 0.04
    still = block.acc_mps2[block.time_s < 2.5]
    # 0.995 g plus at most the length of the bias, 0.047 m/s²
    assert np.linalg.norm(still.mean(axis=0)) == pytest.approx(0.995 * 9.80665, abs=0.05)
