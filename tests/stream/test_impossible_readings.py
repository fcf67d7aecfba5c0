"""Readings that no arm makes: left out, said, and no call is changed by them."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from analysis.stream.offline import analyze
from analysis.stream.tracker import Tracker
from imu.simulate import SensorModel, SimulatedRep, curls, simulate
from imu.types import Recording
from tests.fixtures.analyses import result_of
from tests.fixtures.spoiled import COUNTS, FORCE, TURN, lifts, with_values

SPIKES = {
    "a gyroscope at full scale": {"gyr": [None, 2000 * TURN, None]},
    "all its axes": {"gyr": [-2000 * TURN] * 3},
    "its widest range but one": {"gyr": [1000 * TURN, None, None]},
    "an accelerometer at full scale": {"acc": [-16 * FORCE] * 3},
    "one of its axes": {"acc": [None, None, 16 * FORCE]},
    "half of its range": {"acc": [None, 8 * FORCE, None]},
    "a filler of zeros": {"acc": [0.0] * 3, "gyr": [0.0] * 3},
    "lowest counts of 2 g and 250 °/s": {
        "acc": [COUNTS / 16384 * FORCE] * 3,
        "gyr": [COUNTS / 131 * TURN] * 3,
    },
    "counts as they are": {"acc": [COUNTS] * 3, "gyr": [COUNTS] * 3},
    "beyond any sensor": {"acc": [99000.0, None, None]},
    "beyond any number": {"acc": [1e300, None, -1e300], "gyr": [1.7e308] * 3},
    "a torn float": {"gyr": [3e38, None, None]},
}


def calls(result):
    return [(one.closed_by, [rep.verdict for rep in one.reps]) for one in result.sets]


def told(result):
    return [q for q in result.quality if q.code == "impossible"]


def left_out(result):
    return sum(q.because.values["beyond"] + q.because.values["isolated"] for q in told(result))


@pytest.mark.parametrize("share", [0.01, 0.03])
@pytest.mark.parametrize("kind", SPIKES)
def test_spikes_change_no_call_and_are_counted(kind, share):
    good = lifts(swung=True)
    rows = np.flatnonzero(np.random.default_rng(3).random(len(good)) < share)
    plain, found = result_of(good), result_of(with_values(good, rows, **SPIKES[kind]))
    assert "momentum" in calls(plain)[0][1]
    assert calls(found) == calls(plain)
    if "zeros" in kind:  # one at rest differs from its neighbours by gravity alone, but by that
        assert left_out(found) >= 0.7 * len(rows)
    else:
        assert left_out(found) == len(rows)
    assert left_out(plain) == 0


@pytest.mark.parametrize("rate_hz", [8.0, 12.5, 25.0, 100.0, 200.0])
@pytest.mark.parametrize(
    "kind", ["a gyroscope at full scale", "an accelerometer at full scale", "a torn float"]
)
def test_at_any_sampling_rate(rate_hz, kind):
    good = lifts(rate_hz)
    rows = np.arange(5, len(good), 37)
    found = result_of(with_values(good, rows, **SPIKES[kind]))
    assert calls(found) == calls(result_of(good))
    assert left_out(found) == len(rows)


def moments(block):
    """Rows at rest, at the fastest of a lift, and at the top after it."""
    turn = np.linalg.norm(block.gyr_radps, axis=1)
    fastest = int(np.argmax(turn))
    slow = np.flatnonzero(turn[fastest:] < 0.1)
    return {"rest": 30, "fastest": fastest, "top": fastest + int(slow[0]), "first": 0, "last": len(block) - 1}


@pytest.mark.parametrize("moment", ["rest", "fastest", "top", "first", "last"])
@pytest.mark.parametrize(
    "kind", ["a gyroscope at full scale", "all its axes", "an accelerometer at full scale"]
)
def test_a_single_spike_at_any_moment(moment, kind):
    good = lifts()
    found = result_of(with_values(good, [moments(good)[moment]], **SPIKES[kind]))
    assert calls(found) == calls(result_of(good))
    assert left_out(found) == 1


@pytest.mark.parametrize("kind", ["a gyroscope at full scale", "an accelerometer at full scale"])
def test_two_spikes_in_a_row_and_two_with_a_reading_between(kind):
    good = lifts()
    rows = [150, 151, 300, 302, 450, 451, 453]
    found = result_of(with_values(good, rows, **SPIKES[kind]))
    assert (calls(found), left_out(found)) == (calls(result_of(good)), len(rows))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_slow_sensor_without_one_reading_has_no_hole(value):
    good = lifts(8.0)
    found = result_of(with_values(good, np.arange(20, len(good), 25), gyr=[value, None, None]))
    assert calls(found) == calls(result_of(good))
    assert {q.code for q in found.quality} >= {"dropped"}


def test_an_accelerometer_alone():
    good = lifts(has_gyro=False)
    rows = np.arange(40, len(good), 90)
    for kind in ("an accelerometer at full scale", "beyond any sensor", "a filler of zeros"):
        found = result_of(with_values(good, rows, **SPIKES[kind]))
        assert (calls(found), left_out(found)) == (calls(result_of(good)), len(rows))


def test_rows_that_are_written_twice():
    good = lifts()
    spoiled = with_values(good, [200, 501, 700], **SPIKES["a gyroscope at full scale"])
    twice = np.repeat(np.arange(len(good)), 1 + (np.arange(len(good)) % 4 == 0))
    both = [
        result_of(
            replace(b, time_s=b.time_s[twice], acc_mps2=b.acc_mps2[twice], gyr_radps=b.gyr_radps[twice])
        )
        for b in (good, spoiled)
    ]
    assert calls(both[0]) == calls(both[1])
    assert left_out(both[1]) == 5  # two of the three rows stand twice


def test_what_an_arm_can_do_is_no_spike():
    """A knock shakes both sensors; a limit that is reached is a plateau; a fast turn has a way up and down."""
    good = lifts()
    knocked = with_values(good, [400], acc=[9 * FORCE, None, None], gyr=[450 * TURN, None, None])
    knocked = with_values(knocked, [401], gyr=[-300 * TURN, None, None])
    clipped = with_values(good, range(400, 404), acc=[None, 16 * FORCE, None])
    turn = 800 * TURN * np.sin(np.pi * np.arange(9) / 8)
    quick = good
    for k, speed in enumerate(turn):
        quick = with_values(quick, [400 + k], gyr=[speed, None, None])
    for block in (knocked, clipped, quick):
        assert told(result_of(block)) == []


@pytest.mark.parametrize("rate_hz", [8.0, 25.0])
def test_a_snapped_lift_is_no_spike(rate_hz):
    """A lift of 0.35 s has three readings at 8 Hz."""
    sensor = SensorModel(rate_hz=rate_hz, acc_noise_mps2=0.08, gyr_noise_radps=0.02)
    fast = [SimulatedRep(lift_s=0.35, lower_s=0.5)] * 6
    (block,) = simulate(curls(fast), sensor=sensor).recording.sensors
    assert told(result_of(block)) == []


def test_many_are_said_strongly():
    good = lifts()
    sentences = []
    for step in (len(good), 50, 6):
        (note,) = told(result_of(with_values(good, range(7, len(good), step), **SPIKES["beyond any sensor"])))
        assert note.severity == "warning"
        sentences.append(quality_text(note))
    assert (
        sentences[0] == "One reading was beyond what any sensor measures and was left out, after 0.1\u00a0s."
    )
    assert sentences[1].endswith("left out, the first after 0.1\u00a0s. Check the sensor and its connection.")
    assert sentences[2].startswith("Do not believe this sensor: 17")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("a gyroscope at full scale", "gyroscope readings"),
        ("an accelerometer at full scale", "accelerometer readings"),
        ("counts as they are", None),
        ("lowest counts of 2 g and 250 °/s", "readings"),
    ],
)
def test_which_sensor_it_was_is_said(kind, what):
    good = lifts()
    rows = range(60, len(good), 100)
    (note,) = told(result_of(with_values(good, rows, **SPIKES[kind])))
    share = f"{100 * len(rows) / len(good):.1f}\u00a0%"
    did = f"{what} ({share}) jumped impossibly far from their neighbours"
    wanted = f"readings ({share}) were beyond what any sensor measures" if what is None else did
    end = "and were left out, the first after 1.2\u00a0s. Check the sensor and its connection."
    assert quality_text(note) == f"{len(rows)} {wanted} {end}"


def test_both_kinds_are_said_in_one_sentence():
    good = with_values(lifts(), [200], **SPIKES["beyond any sensor"])
    (note,) = told(result_of(with_values(good, [60], **SPIKES["a gyroscope at full scale"])))
    assert quality_text(note).startswith(
        "One reading was beyond what any sensor measures, and one gyroscope reading jumped impossibly far from its "
        "neighbours; these 2 (0."
    )


def test_an_accompanying_sensor_is_sifted_too():
    good = lifts()
    trunk = replace(with_values(good, [100, 300], **SPIKES["all its axes"]), sensor="trunk")
    result = analyze(Recording(path="", files=(), format="simulation", sensors=(good, trunk)), trace=True)
    (note,) = told(result)
    assert (note.sensor, note.because.values["isolated"]) == ("trunk", 2)
    assert max(result.companions[0].inclination_deg) < 200.0


@pytest.mark.parametrize("rate_hz", [8.0, 50.0])
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_any_chunking_gives_the_same(size, rate_hz):
    good = lifts(rate_hz, swung=True)
    rng = np.random.default_rng(8)
    spoiled = good
    for kind in SPIKES.values():
        spoiled = with_values(spoiled, np.flatnonzero(rng.random(len(good)) < 0.2 / rate_hz), **kind)
    spoiled = with_values(spoiled, [len(good) - 1], **SPIKES["a gyroscope at full scale"])
    whole, parts = Tracker(), Tracker()
    events = [*whole.push(spoiled), *whole.flush()]
    seen = [e for k in range(0, len(good), size) for e in parts.push(spoiled.slice(k, k + size))]
    seen += parts.flush()
    assert (seen, parts.sets) == (events, whole.sets)
    a, b = whole.sensors["wrist"].vitals, parts.sensors["wrist"].vitals
    assert (a.beyond, a.isolated, a.impossible_s) == (b.beyond, b.isolated, b.impossible_s)
    assert (a.isolated_by, b.isolated_by) == ("both", "both")
    assert a.isolated > 5
    assert parts.flush() == []


@pytest.mark.parametrize("rate_hz", [50.0, 200.0])
@pytest.mark.parametrize("gyr", [[0.0] * 3, None])
def test_zeros_of_a_sensor_that_starts_anew_are_no_readings(rate_hz, gyr):
    """Longer than a plateau of one or two readings, shorter than a hole."""
    good = lifts(rate_hz)
    rows = np.flatnonzero((good.time_s % 4.0) < 0.2)
    rows = rows[good.time_s[rows] > 1.0]
    found = result_of(with_values(good, rows, acc=[0.0] * 3, gyr=gyr))
    assert [len(verdicts) for _, verdicts in calls(found)] == [6]
    assert calls(found) == calls(result_of(good))
    assert left_out(found) == len(rows)
    assert [q.because.values["by"] for q in told(found)] == ["accelerometer"]


STUCK = {"acc": [60.0, -80.0, 40.0], "gyr": [20.0, -15.0, 10.0]}
"""One reading that a sensor repeats for a moment; far from any of a curl, and within every full scale."""


def bursts(good, **values):
    """A tenth of a second in every fourth second, and the rows."""
    rows = np.flatnonzero((good.time_s % 4.0) < 0.1)
    rows = rows[good.time_s[rows] > 1.0]
    return with_values(good, rows, **values), len(rows)


@pytest.mark.parametrize("rate_hz", [50.0, 100.0, 200.0])
@pytest.mark.parametrize("which", [["acc", "gyr"], ["gyr"], ["acc"]])
def test_a_burst_of_one_reading_is_left_out(rate_hz, which):
    good = lifts(rate_hz)
    spoiled, count = bursts(good, **{name: STUCK[name] for name in which})
    found = result_of(spoiled)
    assert (calls(found), left_out(found)) == (calls(result_of(good)), count)


@pytest.mark.parametrize("rate_hz", [50.0, 200.0])
def test_a_burst_of_an_accelerometer_alone(rate_hz):
    good = lifts(rate_hz, has_gyro=False)
    spoiled, count = bursts(good, acc=STUCK["acc"])
    assert (calls(result_of(spoiled)), left_out(result_of(spoiled))) == (calls(result_of(good)), count)


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_burst_in_any_chunks(size):
    spoiled, count = bursts(lifts(100.0), **STUCK)
    parts = Tracker()
    seen = [e for k in range(0, len(spoiled), size) for e in parts.push(spoiled.slice(k, k + size))]
    seen += parts.flush()
    whole = Tracker()
    assert seen == [*whole.push(spoiled), *whole.flush()]
    assert (parts.sensors["wrist"].vitals.isolated, parts.sets) == (count, whole.sets)


def test_zeros_and_spikes_of_the_gyroscope_are_of_both():
    good = lifts()
    zeros = with_values(good, range(400, 405), acc=[0.0] * 3)
    found = result_of(with_values(zeros, [200, 700], **SPIKES["a gyroscope at full scale"]))
    assert [q.because.values["by"] for q in told(found)] == ["both"]
    assert left_out(found) == 7


def test_a_sensor_that_says_nothing_but_zeros_is_called_constant():
    good = lifts()
    found = result_of(with_values(good, range(len(good)), acc=[0.0] * 3, gyr=[0.0] * 3))
    assert left_out(found) == 0
    assert "constant" in [q.code for q in found.quality]


def sifted(block, size):
    tracker = Tracker()
    for start in range(0, len(block), size):
        tracker.push(block.slice(start, start + size))
    tracker.flush()
    vitals = tracker.sensors["wrist"].vitals
    return vitals.isolated, vitals.summary().samples, tracker.sets


@pytest.mark.parametrize("size", [1, 5, 25])
def test_zeros_of_a_sensor_that_reads_too_little_are_none_in_packets_of_any_size(size):
    """It reads 0.45 g at rest, so that a zero is no large step from the reading before it."""
    good = lifts()
    values = 0.45 * good.acc_mps2
    values[50::97] = 0.0
    block = replace(good, acc_mps2=values)
    whole = sifted(block, len(block))
    assert whole[0] == len(values[50::97])
    assert sifted(block, size) == whole


@pytest.mark.parametrize("size", [1, 5, 25])
def test_zeros_before_the_first_reading_are_counted_as_in_one_piece(size):
    values = lifts().acc_mps2.copy()
    values[:20] = 0.0
    block = replace(lifts(), acc_mps2=values)
    assert sifted(block, size) == sifted(block, len(block))


@pytest.mark.parametrize("size", [100, 100_000])
def test_times_of_less_precision_are_taken_too(size):
    good = lifts()
    found = sifted(replace(good, time_s=good.time_s.astype(np.float32)), size)
    assert [len(one.reps) for one in found[2]] == [len(one.reps) for one in sifted(good, size)[2]] != []
