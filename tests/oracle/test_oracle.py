"""The tracker against the naive analysis: two programs, one physics.

They differ in the grid, in VQF's time constant, in the robustness of the lever fit and in how a rep's edges
are drawn; the tolerances say how much of a difference that may make. Both can still be wrong together: the
truth of the simulator is asked elsewhere. Of a thrown elbow a plain and a robust fit make different levers.
"""

import numpy as np
import pytest

from analysis.stream.offline import analyze
from imu.simulate import ArmModel, SensorModel, SimulatedRep, curls, random_rotation, simulate, varied
from tests.oracle.naive import analyse

pytestmark = pytest.mark.slow

REPS = {
    "strict": SimulatedRep(),
    "slow": SimulatedRep(lift_s=2.4, lower_s=2.4),
    "fast": SimulatedRep(lift_s=0.8, lower_s=1.0),
    "swung": SimulatedRep(lift_s=1.1, lower_s=1.3, swing=1.1),
    "supinated": SimulatedRep(supination_deg=12.0),
    "partial": SimulatedRep(top_deg=85.0, lift_s=1.2, lower_s=1.3),
}


def both(name, seed, rate_hz):
    rng = np.random.default_rng([seed, 5])
    done = simulate(
        curls(varied(REPS[name], 6, rng)),
        sensor=SensorModel(rate_hz=rate_hz, acc_noise_mps2=0.03, gyr_noise_radps=0.003),
        arm=ArmModel(sway_mps2=0.4),
        mounting=random_rotation(rng),
        seed=seed,
    )
    (one,) = analyze(done.recording).sets
    return one, analyse(done.recording.sensors[0], rate_hz)


@pytest.mark.parametrize("name", REPS)
@pytest.mark.parametrize(("seed", "rate_hz"), [(1, 100.0), (2, 50.0), (3, 100.0)])
def test_two_programs_one_physics(name, seed, rate_hz):
    found, naive = both(name, seed, rate_hz)
    assert len(found.reps) == len(naive.reps) == 6
    assert found.planarity == pytest.approx(naive.planarity, abs=0.02)
    assert found.lever_m == pytest.approx(naive.lever_m, abs=0.04 if name == "swung" else 0.02)
    for rep, other in zip(found.reps, naive.reps, strict=True):
        assert other.low_s - 0.05 <= rep.start_s < rep.top_s < rep.end_s <= other.end_s + 0.3
        assert rep.rom_deg == pytest.approx(other.rom_deg, abs=2.0)
        assert rep.peak_speed_dps == pytest.approx(other.peak_speed_dps, rel=0.03)
        assert rep.carry == pytest.approx(other.carry, rel=0.15, abs=0.01)
        assert rep.inertial_peak_mps2 == pytest.approx(other.inertial_peak_mps2, rel=0.12, abs=0.2)
        assert rep.push_mps2 == pytest.approx(other.push_mps2, rel=0.12, abs=0.25)
        assert rep.detour == pytest.approx(other.detour, abs=0.02)
        assert rep.elbow_rms_mps2 == pytest.approx(other.elbow_rms_mps2, rel=0.25, abs=0.2)
