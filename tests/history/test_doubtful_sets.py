"""Sets whose sensor measured what no arm does are kept, and are no evidence of a weight."""

from __future__ import annotations

from dataclasses import replace

from analysis.coaching.next_weight import next_weights
from analysis.coaching.session_sets import sets_of_session
from analysis.coaching.set_context import with_advice
from analysis.history.history import open_history
from analysis.history.session_record import recorded_session
from analysis.stream.offline import analyze
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from tests.fixtures.past import MORNING, record, told_weight


def test_a_set_without_gravity_tells_nothing_of_its_weight(db: str) -> None:
    """The accelerometer reads little more than half of what it should; another day it is another one."""
    weight = told_weight("12.5kg")
    stages = [Still(2.0), CurlSet(reps=(SimulatedRep(lift_s=1.5, lower_s=1.6),) * 6), Still(2.0)]
    read_low = simulate(stages, sensor=SensorModel(rate_hz=100.0, acc_scale=(0.55,) * 3), seed=5).recording
    recording = replace(read_low, started_at=MORNING.replace("-03", "-02", 1), lifter="Anna")
    result = with_advice(analyze(recording), (), weight)
    assert [one.advice and one.advice.rule for one in result.sets] == ["gravity not usable"]
    with open_history(db) as history:
        history.save(recorded_session(result, recording, weight))
        history.save(record(weight="12.5kg"))
        kept = history.sets()
    assert [(one.doubtful, one.reps) for one in kept] == [(True, 6), (False, 3)]
    assert [one.doubtful for one in sets_of_session(result)] == [True]
    (one,) = next_weights(kept)
    assert (one.doubtful, one.left_out, one.sessions, [tried.reps for tried in one.tried]) == (1, 0, 1, [3])
