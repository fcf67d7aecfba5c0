"""The trunk beside a set: its lean against the simulator's, its verdict, and whatever can happen to its sensor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from analysis.records.results import Rep, SessionResult
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from analysis.stream.tracker import Tracker
from analysis.vocabulary import Reason
from imu.simulate import CurlSet, PickUp, SensorModel, Simulation, Still, simulate
from imu.simulate import SimulatedRep as Lift
from imu.simulate.stage import Stage
from imu.types import Flags, Recording, SampleBlock
from tests.fixtures.streams import pieces

CALM = Lift(pause_bottom_s=0.5)
THROWN = replace(CALM, swing=2.0)
"""The simulated trunk dips by 5° and is thrown back to 9° for each unit of swing: 28° here."""
NOISY = SensorModel(acc_noise_mps2=0.02, gyr_noise_radps=0.002)
"""A simulated trunk may stand still to the last bit; its sensor does not."""
BIAS = (0.03, -0.02, 0.04)


@cache
def session(
    *, rate_hz: float = 50.0, mounting: int = 0, has_gyro: bool = True, bends: bool = True, seed: int = 0
) -> Simulation:
    """Stands, picks the weight up, does four calm and four thrown curls; trunk and upper arm wear sensors."""
    sensor = SensorModel(
        rate_hz=rate_hz,
        has_gyro=has_gyro,
        acc_noise_mps2=0.05,
        gyr_noise_radps=0.01,
        gyr_bias_radps=BIAS,
    )
    pick_up = (PickUp(bend_deg=50.0),) if bends else ()
    return simulate(
        (Still(2.0), *pick_up, Still(3.0), CurlSet(reps=(CALM,) * 4 + (THROWN,) * 4), Still(10.0)),
        placements=("wrist", "trunk", "upper_arm"),
        sensor=sensor,
        mounting=Rotation.random(random_state=mounting).as_matrix(),
        seed=seed,
    )


def with_trunk(made: Simulation, trunk: SampleBlock | None) -> Recording:
    """The recording with another block of the trunk, or none, and nothing on the upper arm."""
    wrist = made.recording.sensors[0]
    return replace(made.recording, sensors=(wrist,) if trunk is None else (wrist, trunk))


def trunk_of(made: Simulation) -> SampleBlock:
    return made.recording.sensors[1]


def reps_of(result: SessionResult) -> list[Rep]:
    return [rep for one in result.sets for rep in one.reps]


@dataclass(frozen=True)
class Known:
    """What the simulated trunk did in a rep."""

    back_deg: float
    forward_deg: float
    thrust_s: float


def known(made: Simulation, rep: Rep) -> Known:
    arm = made.truth.arms[0]
    during = (arm.time_s >= rep.start_s - 0.5) & (arm.time_s <= rep.end_s)
    lean, time_s = arm.lean_deg[during], arm.time_s[during]
    fastest = float(time_s[np.argmin(np.gradient(lean))])
    return Known(max(0.0, -lean.min()), max(0.0, lean.max()), fastest - rep.start_s)


@pytest.mark.parametrize("mounting", [0, 1, 2])
@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 200.0])
def test_lean_and_thrust_are_those_of_the_simulated_trunk(rate_hz: float, mounting: int) -> None:
    made = session(rate_hz=rate_hz, mounting=mounting)
    reps = reps_of(analyze(made.recording))
    assert len(reps) == 8
    for rep in reps:
        truth = known(made, rep)
        assert rep.trunk_back_deg == pytest.approx(truth.back_deg, abs=3.0)
        assert rep.trunk_forward_deg == pytest.approx(truth.forward_deg, abs=3.0)
        assert rep.trunk_range_deg == pytest.approx(truth.back_deg + truth.forward_deg, abs=3.0)
        assert rep.trunk_seen == pytest.approx(1.0, abs=0.05)
    for rep in reps[4:]:
        assert rep.trunk_thrust_s == pytest.approx(known(made, rep).thrust_s, abs=0.1)
    assert [rep.trunk_thrust_s for rep in reps[:4]] == [None] * 4


def test_an_accelerometer_alone_sees_it_less_well() -> None:
    made = session(has_gyro=False)
    result = analyze(made.recording)
    for rep in reps_of(result):
        assert rep.trunk_back_deg == pytest.approx(known(made, rep).back_deg, abs=5.0)
        assert rep.trunk_forward_deg == pytest.approx(known(made, rep).forward_deg, abs=5.0)
    assert [rep.trunk_verdict for rep in reps_of(result)] == ["still"] * 4 + ["lean"] * 4
    notes = [q for q in result.quality if q.sensor == "trunk" and q.code == Reason.NO_GYROSCOPE]
    assert [q.because.values for q in notes] == [{"accompanies": True}]


def test_a_throw_shows_which_way_is_back_without_a_bend() -> None:
    made = session(bends=False)
    for rep in reps_of(analyze(made.recording)):
        assert rep.trunk_back_deg == pytest.approx(known(made, rep).back_deg, abs=3.0)


def test_a_calm_person_who_never_bent_has_a_range_and_no_direction() -> None:
    made = simulate(
        (Still(5.0), CurlSet(reps=(CALM,) * 5), Still(10.0)),
        placements=("wrist", "trunk"),
        sensor=NOISY,
        seed=3,
    )
    result = analyze(made.recording)
    reps = reps_of(result)
    assert [(rep.trunk_back_deg, rep.trunk_forward_deg, rep.trunk_thrust_s) for rep in reps] == [
        (None,) * 3
    ] * 5
    assert [rep.trunk_range_deg for rep in reps] == pytest.approx([0.0] * 5, abs=1.0)
    assert result.trunk is not None
    assert (result.trunk.reps, result.trunk.lean, result.trunk.worst_back_deg) == (5, 0, None)


def test_the_upper_arm_is_measured_too() -> None:
    """Thrown, it swings from the dip (5° a unit of swing) to 9° of the trunk and 10° of the shoulder."""
    reps = reps_of(analyze(session().recording))
    thrown = 2.0 * (5.0 + 9.0 + 10.0)
    assert [rep.upper_arm_range_deg for rep in reps] == pytest.approx([0.0] * 4 + [thrown] * 4, abs=3.0)


def test_a_throw_of_the_trunk_is_momentum() -> None:
    """The wrist's evidence of calm lifts stays as it is; the trunk's makes the thrown ones momentum."""
    made = session()
    arm, trunk = made.recording.sensors[0], trunk_of(made)
    alone = reps_of(analyze(replace(made.recording, sensors=(arm,))))
    both = reps_of(analyze(replace(made.recording, sensors=(arm, trunk))))
    assert [rep.trunk_verdict for rep in both] == ["still"] * 4 + ["lean"] * 4
    assert [rep.verdict for rep in both] == ["controlled"] * 4 + ["momentum"] * 4
    for one, other in zip(alone, both, strict=True):
        assert other.momentum == one.momentum if other.trunk_verdict == "still" else other.momentum >= 0.5
    assert {rep.trunk_verdict for rep in alone} == {None}


class Leaning:
    """Leans forward and stays so."""

    def perform(self, stage: Stage) -> None:
        stage.go(0.8, {"lean": 25.0}, {})
        stage.hold(0.2)


def test_leaning_on_a_bench_throws_nothing() -> None:
    """25° that stay are a posture: worth a look, and no momentum."""
    made = simulate(
        (Still(3.0), PickUp(bend_deg=50.0), Still(3.0), Leaning(), CurlSet(reps=(CALM,) * 4), Still(10.0)),
        placements=("wrist", "trunk"),
    )
    reps = reps_of(analyze(made.recording))
    assert [rep.trunk_forward_deg for rep in reps] == pytest.approx([25.0] * 4, abs=3.0)
    assert {(rep.trunk_verdict, rep.verdict) for rep in reps} == {("caution", "controlled")}


@pytest.mark.parametrize(("calm", "verdict"), [(4, "lean"), (0, "caution")])
def test_the_persons_own_calm_reps_tell_a_throw_of_14_degrees(calm: int, verdict: str) -> None:
    reps = (CALM,) * calm + (replace(CALM, swing=1.0),) * 4
    made = simulate((Still(5.0), CurlSet(reps=reps), Still(10.0)), placements=("wrist", "trunk"))
    found = reps_of(analyze(made.recording))
    assert [rep.trunk_range_deg for rep in found[-4:]] == pytest.approx([14.0] * 4, abs=3.0)
    assert {rep.trunk_verdict for rep in found[-4:]} == {verdict}


def test_calm_reps_of_an_earlier_set_count() -> None:
    sets = (CurlSet(reps=(CALM,) * 4), Still(15.0), CurlSet(reps=(replace(CALM, swing=1.0),) * 4))
    made = simulate((Still(5.0), *sets, Still(10.0)), placements=("wrist", "trunk"), sensor=NOISY)
    first, second = analyze(made.recording).sets
    assert {rep.trunk_verdict for rep in first.reps} == {"still"}
    assert {rep.trunk_verdict for rep in second.reps} == {"lean"}


def interleaved(made: Simulation, sizes: tuple[int, int]) -> Iterator[SampleBlock]:
    """Both sensors in packets, the trunk's lagging by more and more."""
    wrist, trunk = (
        list(pieces(b, range(0, len(b), n))) for b, n in zip(made.recording.sensors, sizes, strict=False)
    )
    while wrist or trunk:
        yield from wrist[:3]
        yield from trunk[:1]
        del wrist[:3], trunk[:1]


def pushed(blocks: tuple[SampleBlock, ...]) -> Tracker:
    """A session of these blocks; the sets are looked at after each of them, as a page does."""
    tracker = Tracker()
    for block in blocks:
        tracker.push(block)
        assert all(one.reps for one in tracker.sets)
    tracker.flush()
    return tracker


def test_neither_order_nor_packets_change_a_bit() -> None:
    made = session()
    wrist, trunk, arm = made.recording.sensors
    whole = pushed((wrist, trunk, arm)).sets
    assert pushed((trunk, arm, wrist)).sets == whole
    packets = replace(made, recording=replace(made.recording, sensors=(wrist, trunk)))
    assert pushed((*interleaved(packets, (7, 5)), arm)).sets == whole


def test_ending_a_sensor_twice_changes_nothing() -> None:
    tracker = pushed(session().recording.sensors)
    for companion in tracker.companions.values():
        before = companion.posture()
        companion.flush()
        np.testing.assert_array_equal(companion.posture().up, before.up)


def test_of_two_sensors_on_the_trunk_the_same_one_counts_in_any_order() -> None:
    made = session()
    wrist, trunk, _ = made.recording.sensors
    still = session(seed=1).recording.sensors[1]
    left = replace(trunk, sensor="trunk_left")
    calm = replace(still, sensor="trunk_right", acc_mps2=still.acc_mps2 * 0.1 + [0.0, 0.0, 9.0])
    orders = [(wrist, left, calm), (calm, wrist, left), (left, calm, wrist), (calm, left, wrist)]
    first, *others = [pushed(blocks).sets for blocks in orders]
    assert [rep.trunk_verdict for one in first for rep in one.reps] == ["still"] * 4 + ["lean"] * 4
    assert others == [first] * 3


def test_a_sensor_that_never_measured_says_nothing() -> None:
    """It repeats one reading from the first one on: nothing shows that it ever measured."""
    made = session()
    trunk = trunk_of(made)
    dead = replace(
        trunk,
        acc_mps2=np.tile(trunk.acc_mps2[:1], (len(trunk), 1)),
        gyr_radps=np.zeros_like(trunk.acc_mps2),
    )
    result = analyze(with_trunk(made, dead))
    assert {rep.trunk_verdict for rep in reps_of(result)} == {None}
    assert Reason.CONSTANT in [q.code for q in result.quality]


def test_a_set_is_shown_before_its_trunk_is_known() -> None:
    made = session()
    tracker = Tracker()
    tracker.push(made.recording.sensors[0])
    trunk = trunk_of(made)
    half = int(np.searchsorted(trunk.time_s, 20.0))
    tracker.push(trunk.slice(0, half))
    assert {rep.trunk_verdict for one in tracker.sets for rep in one.reps} == {None}
    tracker.push(trunk.slice(half, len(trunk)))
    assert {rep.trunk_verdict for one in tracker.sets for rep in one.reps} == {"still", "lean"}


def test_a_sensor_that_stops_says_nothing_of_what_follows() -> None:
    made = session()
    stop_s = made.truth.reps[5].start_s - 1.0
    trunk = trunk_of(made)
    cut = trunk.slice(0, int(np.searchsorted(trunk.time_s, stop_s)))
    result = analyze(with_trunk(made, cut))
    verdicts = [rep.trunk_verdict for rep in reps_of(result)]
    assert verdicts == ["still"] * 4 + ["lean", None, None, None]
    assert [rep.trunk_range_deg for rep in reps_of(result)[5:]] == [None] * 3
    (note,) = [q for q in result.quality if q.code == Reason.COMPANION_SILENT]
    assert (note.severity, note.because.values["reps"], note.because.values["of"]) == ("warning", 3, 8)


def test_a_sensor_that_starts_late_says_nothing_of_what_was_before() -> None:
    made = session()
    trunk = trunk_of(made)
    start = int(np.searchsorted(trunk.time_s, made.truth.reps[4].start_s - 1.5))
    reps = reps_of(analyze(with_trunk(made, trunk.slice(start, len(trunk)))))
    assert [rep.trunk_verdict for rep in reps[:4]] == [None] * 4
    assert [rep.trunk_back_deg for rep in reps] == [None] * 8
    assert [rep.trunk_range_deg for rep in reps[4:]] == pytest.approx([28.0] * 4, abs=3.0)
    assert {rep.trunk_verdict for rep in reps[4:]} == {"lean"}


@pytest.mark.parametrize("before_s", [4.6, 4.0, 3.0])
def test_a_drop_out_before_the_set_leaves_the_posture(before_s: float) -> None:
    """The person stands for three seconds and more before the set; the stillest second of what was read counts."""
    made = session()
    trunk, hole_s = trunk_of(made), made.truth.reps[0].start_s - before_s
    kept = (trunk.time_s < hole_s) | (trunk.time_s > hole_s + 0.3)
    for rep in reps_of(analyze(with_trunk(made, trunk_without(trunk, kept)))):
        assert rep.trunk_back_deg == pytest.approx(known(made, rep).back_deg, abs=3.0)


def trunk_without(trunk: SampleBlock, kept: Flags) -> SampleBlock:
    """The samples of the trunk that are kept, ``(n,)``."""
    assert trunk.gyr_radps is not None
    return SampleBlock(
        sensor="trunk",
        time_s=trunk.time_s[kept],
        acc_mps2=trunk.acc_mps2[kept],
        gyr_radps=trunk.gyr_radps[kept],
    )


def test_a_rep_in_a_hole_has_a_least_range_and_no_verdict() -> None:
    made = session()
    trunk, rep = trunk_of(made), made.truth.reps[5]
    kept = (trunk.time_s < rep.start_s - 1.0) | (trunk.time_s > rep.end_s + 0.2)
    reps = reps_of(analyze(with_trunk(made, trunk_without(trunk, kept))))
    assert (reps[5].trunk_seen, reps[5].trunk_verdict, reps[5].trunk_back_deg) == (0.0, None, None)
    assert reps[5].trunk_range_deg is not None
    assert reps[5].trunk_range_deg < 28.0
    assert [one.trunk_verdict for one in reps[6:]] == ["lean"] * 2


@pytest.mark.parametrize("apart_s", [3600.0, -3600.0])
def test_clocks_an_hour_apart_are_told_and_nothing_is_made_up(apart_s: float) -> None:
    made = session()
    trunk = trunk_of(made)
    result = analyze(with_trunk(made, replace(trunk, time_s=trunk.time_s + apart_s)))
    plain = analyze(with_trunk(made, None))
    assert result.sets == plain.sets
    (note,) = [q for q in result.quality if q.code == Reason.NO_COMMON_TIME]
    assert note.severity == "warning"


TURNS = [(2, 0, 1), (1, 2, 0)]


@pytest.mark.parametrize("order", TURNS)
def test_a_gyroscope_with_its_axes_in_another_order_is_set_right(order: tuple[int, int, int]) -> None:
    made = session()
    trunk = trunk_of(made)
    mixed = replace(trunk, gyr_radps=trunk.gyr_radps[:, list(order)])
    reps = reps_of(analyze(with_trunk(made, mixed)))
    assert [rep.trunk_range_deg for rep in reps] == pytest.approx([0.0] * 4 + [28.0] * 4, abs=3.0)


def test_judging_again_keeps_the_trunk() -> None:
    made = session()
    tracker = Tracker(keep=True)
    for block in made.recording.sensors[:2]:
        tracker.push(block)
    tracker.flush()
    before = tracker.sets
    tracker.judge_by(DEFAULTS.with_(momentum__carry=0.5))
    after = [rep for one in tracker.sets for rep in one.reps]
    assert [rep.trunk_range_deg for one in before for rep in one.reps] == [r.trunk_range_deg for r in after]
    assert [rep.verdict for rep in after][4:] == ["momentum"] * 4


def test_a_trunk_sensor_alone_lists_its_bends() -> None:
    made = simulate(
        (Still(4.0), PickUp(bend_deg=50.0), Still(4.0), PickUp(bend_deg=35.0), Still(4.0)),
        placements=("wrist", "trunk"),
        sensor=SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01, gyr_bias_radps=BIAS),
        mounting=Rotation.random(random_state=5).as_matrix(),
    )
    result = analyze(replace(made.recording, sensors=(made.recording.sensors[1],)))
    assert result.trunk is not None
    assert result.sets == ()
    arm = made.truth.arms[0]
    bends = [move for move in result.trunk.movements if (move.forward_deg or 0.0) > 20.0]
    assert [move.forward_deg for move in bends] == pytest.approx([50.0, 35.0], abs=3.0)
    out = arm.lean_deg >= 5.0
    edges = np.flatnonzero(np.diff(out.astype(int)))
    starts, ends = arm.time_s[edges[::2]], arm.time_s[edges[1::2]]
    assert [move.start_s for move in bends] == pytest.approx(starts, abs=0.2)
    assert [move.end_s for move in bends] == pytest.approx(ends, abs=0.2)
    assert result.quality[0].code == Reason.TRUNK_ALONE


def test_a_limit_below_caution_is_raised_to_it() -> None:
    """28° of a trunk that is noticed from 40° on: whatever throws a weight is noticed first."""
    made = session()
    found = analyze(
        with_trunk(made, trunk_of(made)), DEFAULTS.with_(trunk__caution_deg=40.0, trunk__lean_deg=20.0)
    )
    compared = [one for rep in reps_of(found) for one in rep.comparisons if one.rule == "trunk"]
    assert len(compared) == 8
    assert {one.limit for one in compared} == {40.0}
    assert {rep.trunk_verdict for rep in reps_of(found)} == {"still"}
