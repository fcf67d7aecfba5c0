"""A sensor that repeats one reading measures nothing: that is a hole, and said."""

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from analysis.output.explain import explain
from analysis.stream.tracker import Tracker
from imu.simulate import SensorModel, SimulatedRep, curls, simulate
from tests.fixtures.analyses import result_of
from tests.fixtures.spoiled import frozen, lifts, with_values, without


def calls(result):
    return [(one.closed_by, [rep.verdict for rep in one.reps]) for one in result.sets]


def told(result):
    return [q for q in result.quality if q.code == "frozen"]


MOMENTS = (7.0, 8.3, 9.1, 10.05)
"""In the lifts and lowerings of the second and third rep, s."""


@pytest.mark.parametrize("lasted_s", [0.5, 3.0, 5.0])
@pytest.mark.parametrize("start_s", MOMENTS)
def test_frozen_is_as_if_nothing_had_come(start_s, lasted_s):
    good = lifts()
    found = result_of(frozen(good, start_s, start_s + lasted_s))
    missing = result_of(without(good, start_s, start_s + lasted_s))
    (note,) = told(found)
    assert note.severity == "warning"
    assert note.because.values["gap_s"] == pytest.approx(lasted_s, abs=0.03)
    assert "The sensor repeated one reading for" in quality_text(note)
    assert calls(found) == calls(missing) != []
    assert told(missing) == []


@pytest.mark.parametrize("which", [{"acc": False}, {"gyr": False}], ids=["gyroscope", "accelerometer"])
@pytest.mark.parametrize("lasted_s", [3.0, 5.0])
@pytest.mark.parametrize("start_s", MOMENTS)
def test_one_sensor_that_stands_still_while_the_other_goes_on(start_s, lasted_s, which):
    """It is found out once the other has moved on: at once while it turns, otherwise within a second."""
    good = lifts()
    found = result_of(frozen(good, start_s, start_s + lasted_s, **which))
    (note,) = told(found)
    assert lasted_s - 1.0 < note.because.values["gap_s"] < lasted_s + 0.03
    stood_still = "gyroscope" if "acc" in which else "accelerometer"
    assert quality_text(note).startswith(f"The {stood_still} repeated one reading for")
    verdicts = [verdict for _, some in calls(found) for verdict in some]
    assert 2 <= len(verdicts) <= 6
    assert "momentum" not in verdicts


def reasons(result):
    return {one.code for some in result.sets for rep in some.reps for one in rep.reasons}


@pytest.mark.parametrize("lasted_s", [0.5, 3.0])
@pytest.mark.parametrize("start_s", MOMENTS)
def test_why_a_rep_is_not_judged_names_the_fault(start_s, lasted_s):
    """Missing readings are a matter of the link, repeated ones of the sensor; what helps is another thing."""
    good = lifts()
    stuck, missing = (how(good, start_s, start_s + lasted_s) for how in (frozen, without))
    assert reasons(result_of(missing)) <= {"gap"}
    assert reasons(result_of(stuck)) == {"frozen" for _ in reasons(result_of(missing))}
    for block, sentence, remedy in (
        (stuck, "No usable signal: the sensor repeated one reading", "start both anew"),
        (missing, "Signal lost: nothing was received", "bring the receiver nearer"),
    ):
        for rep in (r for one in result_of(block).sets for r in one.reps if r.verdict == "uncertain"):
            why = explain(rep)
            assert why.sentence.startswith(sentence)
            assert remedy in why.otherwise


def test_each_fault_has_reps_that_it_leaves_unjudged():
    """So that the test above sees some."""
    good = lifts()
    for how, code in ((frozen, "frozen"), (without, "gap")):
        assert [reasons(result_of(how(good, at, at + 0.5))) for at in MOMENTS] == [{code}] * len(MOMENTS)


def test_while_the_set_is_open_the_reason_is_the_same():
    block = frozen(lifts(), 8.3, 8.8)
    tracker = Tracker()
    tracker.push(block.slice(0, int(np.searchsorted(block.time_s, 12.0))))
    seen = {one.code for rep in tracker.sensors["wrist"].preview() for one in rep.reasons}
    assert "frozen" in seen
    assert "gap" not in seen


@pytest.mark.parametrize("spoil", [frozen, without], ids=["frozen", "missing"])
def test_a_signal_with_a_hole_is_not_called_steady(spoil):
    """Beside "repeated one reading" or "signal lost"."""
    good = lifts()

    def said(block):
        (steady,) = (q for q in result_of(block).quality if q.code == "steady")
        return quality_text(steady)

    assert said(good).startswith("Steady signal. ")
    assert said(spoil(good, 8.3, 8.8)).startswith("Otherwise steady: ")


def test_a_long_one_is_said_at_once_and_the_set_goes_on_after_it():
    good = lifts()
    tracker = Tracker()
    events = tracker.push(frozen(good, 13.0, 16.0))
    (event,) = (e for e in events if e.kind == "quality")
    assert event.because.code == "frozen"
    assert event.at_s == pytest.approx(16.0, abs=0.03)
    (one,) = tracker.sets
    assert one.closed_by == "rest"
    assert one.start_s < 13.0
    assert one.end_s > 16.0


def test_shorter_than_the_limit_is_used_as_it_came():
    good = lifts()
    found = result_of(frozen(good, 8.3, 8.5))
    assert calls(found) == calls(result_of(good))
    assert told(found) == []


@pytest.mark.parametrize("end_s", [4.0, 5.0])
def test_from_the_start_while_it_turns(end_s):
    """The recording begins in a lift, and the sensor repeats that first reading."""
    good = lifts()
    turning = good.slice(int(np.argmax(np.linalg.norm(good.gyr_radps, axis=1))), len(good))
    begun_s = float(turning.time_s[0])
    found = result_of(frozen(turning, begun_s, begun_s + end_s))
    assert calls(found) == calls(result_of(without(turning, begun_s, begun_s + end_s)))
    assert len(told(found)) == 1


def test_to_the_end():
    good = lifts()
    end_s = float(good.time_s[-1])
    found = result_of(frozen(good, 9.1, end_s + 1.0))
    assert calls(found) == calls(result_of(without(good, 9.1, end_s + 1.0)))
    (note,) = told(found)
    assert note.because.values["gap_s"] == pytest.approx(end_s - 9.1, abs=0.05)


def test_stuck_at_full_scale():
    good = lifts()
    rows = np.flatnonzero((good.time_s > 8.3) & (good.time_s < 11.3))
    found = result_of(with_values(good, rows, gyr=[34.9, 34.9, 34.9]))
    assert len(told(found)) == 1
    assert calls(found) == calls(result_of(without(good, 8.3, 11.3)))


RIGHTLY = {
    "without noise": SensorModel(rate_hz=50.0),
    "six bits": SensorModel(
        rate_hz=32.0, acc_noise_mps2=0.02, gyr_noise_radps=0.002, acc_counts=2.2, gyr_counts=30.0
    ),
    "eight bits, accelerometer alone": SensorModel(
        rate_hz=50.0, has_gyro=False, acc_noise_mps2=0.02, acc_counts=6.5
    ),
    "every row several times": SensorModel(
        rate_hz=20.0, acc_noise_mps2=0.08, gyr_noise_radps=0.02, repeat=1.0
    ),
    "slow, rows now and then twice": SensorModel(
        rate_hz=8.0, acc_noise_mps2=0.08, gyr_noise_radps=0.02, repeat=0.2
    ),
    "fine": SensorModel(
        rate_hz=100.0, acc_noise_mps2=0.01, gyr_noise_radps=0.001, acc_counts=1670.0, gyr_counts=3755.0
    ),
}


@pytest.mark.parametrize("sensor", RIGHTLY)
def test_sensors_that_repeat_themselves_by_right(sensor):
    (block,) = simulate(
        curls([SimulatedRep()] * 4, before_s=4.0), sensor=RIGHTLY[sensor], seed=4
    ).recording.sensors
    result = result_of(block)
    assert told(result) == []
    assert result.sensors[0].gaps == ()


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize(
    "which", [{}, {"acc": False}, {"gyr": False}], ids=["both", "gyroscope", "accelerometer"]
)
def test_any_chunking_gives_the_same(size, which):
    block = lifts()
    for start_s, lasted_s in ((5.0, 0.2), (7.0, 0.4), (8.3, 1.6), (15.0, 0.28), (18.0, 3.0)):
        block = frozen(block, start_s, start_s + lasted_s, **which)
    whole, parts = Tracker(), Tracker()
    events = [*whole.push(block), *whole.flush()]
    seen = [e for k in range(0, len(block), size) for e in parts.push(block.slice(k, k + size))]
    seen += parts.flush()
    assert (seen, parts.sets) == (events, whole.sets)
    assert parts.sensors["wrist"].vitals.frozen == whole.sensors["wrist"].vitals.frozen != []


def test_a_lift_that_a_hole_cuts_is_not_judged_and_no_half_rep():
    """What was seen of it is less than a full rep because of the hole."""
    good = lifts(reps=8)
    last = set()
    for start_s in np.arange(17.0, 23.0, 0.4).tolist():
        (one,) = result_of(frozen(good, start_s, start_s + 4.0)).sets
        before = [rep for rep in one.reps if rep.start_s < start_s]
        assert {rep.verdict for rep in before[:-1]} == {"controlled"}
        last.add(before[-1].verdict)
    assert last == {"controlled", "uncertain"}
