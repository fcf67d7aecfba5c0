"""What a lifter does and what is said of it; every session is simulated, so its truth is known."""

import numpy as np
import pytest

from analysis.stream.offline import analyze
from imu.simulate import (
    ArmModel,
    CurlSet,
    Drink,
    Idle,
    OtherLift,
    PickUp,
    SensorModel,
    SimulatedRep,
    SimulatedSlip,
    Still,
    Walk,
    curls,
    random_rotation,
    simulate,
)
from imu.units import RAD_PER_DEG

pytestmark = pytest.mark.slow

SENSOR = SensorModel(rate_hz=100.0, acc_noise_mps2=0.05, gyr_noise_radps=0.005)
LIFTER = ArmModel(sway_mps2=0.4)
HALF = SimulatedRep(top_deg=70.0, lift_s=1.0, lower_s=1.1)


def said_of(session, *, seed=1, arm=LIFTER, sensor=SENSOR, placements=("wrist",), slip=None):
    mounting = random_rotation(np.random.default_rng(seed))
    done = simulate(
        session, sensor=sensor, arm=arm, placements=placements, mounting=mounting, slip=slip, seed=seed
    )
    return analyze(done.recording)


def verdicts(result):
    return [(r.verdict, r.cause) for s in result.sets for r in s.reps]


NOT_CURLS = {
    "idle": (Idle(60.0),),
    "picking up and putting down": (Still(2.0), PickUp(), Still(3.0), PickUp(), Still(9.0)),
    "a drink": (Still(2.0), Drink(), Still(9.0), Drink(), Still(2.0)),
    "two sips": (Still(2.0), Drink(), Still(1.0), Drink(), Still(9.0)),
    "walking": (Walk(30.0), Still(9.0)),
    "between sets": (PickUp(), Walk(9.0), Idle(20.0), Drink(), Walk(9.0), PickUp()),
} | {
    kind: (Still(2.0), OtherLift(kind=kind), Still(9.0))
    for kind in ("bench_press", "row", "press", "squat", "deadlift", "lateral_raise")
}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", NOT_CURLS)
def test_what_is_not_a_curl_gives_no_reps(name, seed):
    result = said_of(NOT_CURLS[name], seed=seed)
    assert result.sets == ()
    counted = [e.kind for e in result.events]
    assert counted.count("rep") == counted.count("withdrawn")


@pytest.mark.parametrize("placement", ["trunk", "upper_arm"])
def test_accompanying_sensors_make_no_sets(placement):
    result = said_of(curls([SimulatedRep()] * 4), placements=(placement,))
    assert (result.sets, result.rejected_sets, result.events) == ((), (), ())
    assert [s.name for s in result.sensors] == [placement]


STRICT = SimulatedRep(lift_s=1.6)
VARIANTS = {
    "dumbbell": {"placements": ("dumbbell",)},
    "barbell": {"placements": ("barbell",)},
    "forearm": {"placements": ("forearm",)},
    "incline": {"arm": ArmModel(bench_deg=-20.0, sway_mps2=0.3)},
    "preacher": {"arm": ArmModel(bench_deg=40.0, sway_mps2=0.2)},
    "concentration": {"arm": ArmModel(bench_deg=15.0, tilt_deg=20.0, sway_mps2=0.2)},
    "arm held out": {"arm": ArmModel(tilt_deg=30.0, sway_mps2=0.4)},
    "slow phone": {"sensor": SensorModel(rate_hz=10.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)},
    "no gyroscope": {"sensor": SensorModel(rate_hz=50.0, has_gyro=False, acc_noise_mps2=0.05)},
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", VARIANTS)
def test_variants_are_curls(name, seed):
    assert verdicts(said_of(curls([STRICT] * 6), seed=seed, **VARIANTS[name])) == [("controlled", None)] * 6


@pytest.mark.parametrize(
    "rep",
    [
        SimulatedRep(supination_deg=-60.0),
        SimulatedRep(supination_deg=90.0),
        SimulatedRep(lift_s=4.0, lower_s=5.0),
        SimulatedRep(pause_top_s=3.0),
    ],
    ids=["hammer", "supinating", "slow", "held at the top"],
)
def test_ways_of_curling_are_controlled(rep):
    assert verdicts(said_of(curls([rep] * 5))) == [("controlled", None)] * 5


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_short_and_long_sets(count):
    assert len(verdicts(said_of(curls([STRICT] * count)))) == count


@pytest.mark.parametrize("arms", ["both", "alternating"])
def test_two_wrists_make_sets_of_their_own(arms):
    session = (Still(2.0), CurlSet(reps=(STRICT,) * 5, arms=arms), Still(9.0))
    result = said_of(session, placements=("wrist_left", "wrist_right"))
    assert {s.sensor: len(s.reps) for s in result.sets} == {"wrist_left": 5, "wrist_right": 5}


def test_a_rest_parts_two_sets_and_a_pause_does_not():
    two = said_of(
        (Still(2.0), CurlSet(reps=(STRICT,) * 4), Still(12.0), CurlSet(reps=(STRICT,) * 3), Still(9.0))
    )
    assert [len(s.reps) for s in two.sets] == [4, 3]
    one = said_of(curls([STRICT, STRICT, SimulatedRep(lift_s=1.6, pause_bottom_s=5.0), STRICT]))
    assert [len(s.reps) for s in one.sets] == [4]


@pytest.mark.parametrize("bias_dps", [3.0, 10.0, 18.0])
@pytest.mark.parametrize("axis", [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)], ids="xyz")
def test_a_gyroscope_that_was_never_zeroed(axis, bias_dps):
    """Cheap ones are off by up to 20 °/s (MPU-6050 data sheet); a moment of rest shows it."""
    bias = tuple(bias_dps * RAD_PER_DEG * a for a in axis)
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01, gyr_bias_radps=bias)
    session = (
        Still(3.0),
        CurlSet(reps=(STRICT,) * 5),
        Still(10.0),
        CurlSet(reps=(SimulatedRep(lift_s=1.1, swing=1.2),) * 5),
        Still(9.0),
    )
    found = verdicts(said_of(session, sensor=sensor))
    assert [verdict for verdict, _ in found] == ["controlled"] * 5 + ["momentum"] * 5


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("rep", "expected"),
    [
        (SimulatedRep(lift_s=1.1, swing=1.2), ("momentum", "swing")),
        (SimulatedRep(lift_s=1.3, swing=1.6), ("momentum", "swing")),
        (SimulatedRep(lift_s=0.55, lower_s=1.2), ("momentum", "speed")),
        (SimulatedRep(lift_s=1.6, tremor_deg=0.5, tremor_hz=9.0), ("controlled", None)),
        (HALF, ("partial", None)),
    ],
    ids=["swing", "big swing", "speed", "tremor", "half reps"],
)
def test_momentum_its_causes_and_what_is_neither(rep, expected, seed):
    assert verdicts(said_of(curls([rep] * 6), seed=seed)) == [expected] * 6


def test_half_reps_at_the_end_are_partial_and_counted():
    assert [v for v, _ in verdicts(said_of(curls([STRICT] * 5 + [HALF] * 2)))] == ["controlled"] * 5 + [
        "partial"
    ] * 2


def test_a_swing_in_a_controlled_set_is_called_before_the_top():
    result = said_of(curls([STRICT] * 4 + [SimulatedRep(lift_s=1.1, swing=1.2, profile="early")] * 2))
    (one,) = result.sets
    assert [r.verdict for r in one.reps] == ["controlled"] * 4 + ["momentum"] * 2
    assert all(r.flagged_at_s < r.top_s for r in one.reps[4:])
    assert [e.n for e in result.events if e.kind == "flag"] == [5, 6]


def test_figures_that_need_a_gyroscope_are_absent_without_one():
    (one,) = said_of(curls([STRICT] * 5), sensor=SensorModel(rate_hz=50.0, has_gyro=False)).sets
    assert (one.lever_m, one.planarity) == (None, None)
    for rep in one.reps:
        assert (rep.carry, rep.peak_speed_dps, rep.elbow_rms_mps2, rep.top_deg) == (None, None, None, None)
        assert rep.rom_deg == pytest.approx(125.0, abs=10.0)


def test_a_hole_of_twelve_seconds_closes_the_set():
    sensor = SensorModel(rate_hz=50.0, gaps_s=((16.0, 28.0),))
    result = said_of(curls([STRICT] * 9), sensor=sensor)
    assert [s.closed_by for s in result.sets] == ["gap", "rest"]
    first, second = result.sets
    assert first.reps[-1].end_s <= 16.0
    assert second.reps[0].start_s >= 28.0
    assert first.decided_at_s == 28.0
    assert [(g.start_s, g.end_s) for g in result.sensors[0].gaps] == [(pytest.approx(15.98), 28.0)]
    assert "gap" in {q.code for q in result.quality}


def test_a_drop_out_within_a_rep_leaves_it_unjudged():
    sensor = SensorModel(rate_hz=50.0, gaps_s=((8.6, 9.1),))
    (one,) = said_of(curls([STRICT] * 4), sensor=sensor).sets
    inside = [r.start_s < 9.1 and r.end_s > 8.6 for r in one.reps]
    assert inside.count(True) == 1
    assert [r.verdict == "uncertain" for r in one.reps] == inside
    assert all(r.momentum is None and r.reasons for r in one.reps if r.verdict == "uncertain")


def test_two_readings_a_second_are_not_judged():
    result = said_of(curls([STRICT] * 6), sensor=SensorModel(rate_hz=2.0))
    assert {v for v, _ in verdicts(result)} <= {"uncertain"}
    assert "slow" in {q.code for q in result.quality}


def test_a_sensor_at_its_limit_is_noted():
    thrown = [SimulatedRep(lift_s=0.7, swing=1.2)] * 5
    cut = said_of(curls(thrown), sensor=SensorModel(rate_hz=50.0, acc_range_mps2=2 * 9.80665))
    assert "clipped" in {q.code for q in cut.quality}
    assert len(verdicts(cut)) == 5
    free = said_of(curls(thrown), sensor=SensorModel(rate_hz=50.0))
    assert "clipped" not in {q.code for q in free.quality}


def test_a_sensor_that_turns_on_the_wrist_is_noticed():
    result = said_of(curls([STRICT] * 8), slip=SimulatedSlip(at_s=15.0, angle_deg=40.0))
    assert len(verdicts(result)) == 8
    assert "sensor_turned" in {q.code for q in result.quality}
    assert "sensor_turned" not in {q.code for q in said_of(curls([STRICT] * 8)).quality}
