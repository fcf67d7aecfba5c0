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
from tests.fixtures.lettered_sets import made
from tests.fixtures.past import MORNING, record, session, told_weight


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


def test_nor_does_a_set_whose_ranges_no_arm_has() -> None:
    """Sweeps of 190° in the session that has just ended; the same reps within 140° are evidence."""
    for swept_deg, doubtful in ((190.0, True), (140.0, False)):
        one = session().result
        reps = tuple(replace(rep, rom_deg=swept_deg) for rep in made("CCWWWWWW").reps)
        result = with_advice(
            replace(one, sets=(replace(made("CCWWWWWW"), reps=reps),)), (), told_weight("12.5kg")
        )
        assert [past.doubtful for past in sets_of_session(result)] == [doubtful]
