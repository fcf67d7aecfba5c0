"""A training session of several recordings: its warm-up is judged over all of them, in whatever order they are saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import permutations
from typing import Any

import pytest

from analysis.cli.history_keeper import is_worth_keeping, parts_before
from analysis.coaching.set_context import with_advice, with_recordings_before
from analysis.history.history import History, open_history
from analysis.history.session_record import SessionRecord, recorded_session
from analysis.records.results import SessionResult
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.settings.warm_up_settings import WarmUpSettings
from analysis.stream.offline import analyze
from imu.simulate import CurlSet, Phase, SensorModel, SimulatedRep, Still, Walk, simulate
from imu.types import Recording
from tests.fixtures.threads import errors_at_once

NINE = datetime.fromisoformat("2026-05-03T09:00:00+05:00")
SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)
WALK_S = 200.0
SETTINGS = WarmUpSettings()


def curls(kg: float | None) -> tuple[Phase, ...]:
    return (Still(3.0), CurlSet(reps=(SimulatedRep(),) * 6, weight_kg=kg), Still(12.0))


@cache
def simulated(what: float | str | None) -> Recording:
    """A walk, or a set of six curls with a weight; every one has samples of its own."""
    phases = (Walk(WALK_S),) if what == "walk" else curls(None if isinstance(what, str) else what)
    return simulate(phases, sensor=SENSOR, seed=len(str(what))).recording


def recorded(
    what: float | str | None,
    after_min: float,
    lifter: str | None = "Anna",
    from_s: float = 0.0,
    thresholds: Thresholds = DEFAULTS,
    day: str | None = None,
) -> tuple[SessionResult, SessionRecord]:
    """A recording that begins so long after nine, or of which only the day is known; its time axis begins at ``from_s``."""
    made = simulated(what)
    (block,) = made.sensors
    notes = tuple(replace(n, time_s=None if n.time_s is None else n.time_s + from_s) for n in made.notes)
    begins = NINE + timedelta(minutes=after_min, seconds=-from_s)
    recording = replace(
        made,
        sensors=(replace(block, time_s=block.time_s + from_s),),
        notes=notes,
        started_at=day or begins.isoformat(),
        lifter=lifter,
        path=f"{what}.csv",
    )
    result = with_advice(analyze(recording, thresholds), notes, thresholds=thresholds)
    return result, recorded_session(result, recording)


def stored(history: History) -> dict[str, dict[str, Any]]:
    """What the history keeps of each recording, by the name of its file."""
    found = {one.session["source"].split("/")[-1]: one for one in history.records()}
    return {
        name: {
            "warmup": one.session["warmup"],
            "lighter": [row["warm_up"] for row in one.sets],
            "brief": [kind[3] for kind in one.session["tallies"]["kinds"]],
        }
        for name, one in found.items()
    }


def judged(history: History, made: tuple[SessionResult, SessionRecord]) -> Any:
    """The warm-up of a recording beside those that the history has of the same session."""
    result, record = made
    return with_recordings_before(result, parts_before(history, record), SETTINGS).warmup


def test_a_walk_in_a_recording_of_its_own_is_a_warm_up(db: str) -> None:
    """200 s of walking from nine, a set at 9:04: alone it is not known what came before."""
    made = recorded(10.0, 4.0)
    assert made[0].warmup is not None
    assert made[0].warmup.verdict == "unknown"
    with open_history(db) as history:
        history.save(recorded("walk", 0.0)[1])
        found = judged(history, made)
    assert (found.verdict, found.recordings) == ("enough", 2)
    assert found.movement_s == pytest.approx(WALK_S, abs=10.0)
    assert found.after_s == pytest.approx(4 * 60 + 3.0, abs=2.0)
    assert found.first_working_set_s == pytest.approx(3.0, abs=2.0)


def test_what_lies_between_two_recordings_could_have_been_movement(db: str) -> None:
    """A set at 9:20: of the quarter of an hour before it nothing is recorded but its own three seconds."""
    with open_history(db) as history:
        history.save(recorded("walk", 0.0)[1])
        found = judged(history, recorded(10.0, 20.0))
    assert found.verdict == "unknown"
    assert found.movement_s <= found.recorded_s < 6.0


def test_recordings_of_which_only_the_day_is_known_are_no_session(db: str) -> None:
    """Nobody knows whether the walk came before the set, or at all near to it: each is judged alone."""
    made = recorded(10.0, 0.0, day="2026-05-03")
    midnight = (datetime.fromisoformat("2026-05-03").astimezone() - NINE).total_seconds() / 60.0
    late = recorded("walk", midnight - (WALK_S + 10.0) / 60.0)
    assert made[0].warmup is not None
    alone = made[0].warmup
    with open_history(db) as history:
        history.save(late[1])
        history.save(recorded("walk", 0.0, from_s=1.0, day="2026-05-03")[1])
        assert judged(history, made) == alone
        history.save(made[1])
        assert stored(history)["10.0.csv"]["warmup"]["recordings"] == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_any_order_the_session_is_judged_from_all_of_it(db: str, order: Sequence[int]) -> None:
    """A walk, a set of 5 kg and a set of 10 kg: the lighter one is a ramp-up set, which only the heavier one shows."""
    made = [recorded("walk", 0.0), recorded(5.0, 4.0), recorded(10.0, 6.0)]
    with open_history(db) as history:
        for k in order:
            history.save(made[k][1])
        found = stored(history)
    warmups = [found[name]["warmup"] for name in ("walk.csv", "5.0.csv", "10.0.csv")]
    assert [one["verdict"] for one in warmups] == ["enough"] * 3
    assert [one["ramp_up_sets"] for one in warmups] == [1] * 3
    assert [one["recordings"] for one in warmups] == [3] * 3
    minutes = [one["first_working_set_s"] / 60.0 for one in warmups]
    assert minutes == pytest.approx([6.0, 2.0, 0.0], abs=0.1)
    assert (found["5.0.csv"]["lighter"], found["10.0.csv"]["lighter"]) == ([True], [False])
    assert (found["5.0.csv"]["brief"], found["10.0.csv"]["brief"]) == ([True], [False])


def test_another_person_or_another_day_is_another_session(db: str) -> None:
    with open_history(db) as history:
        history.save(recorded("walk", 0.0, "Ben")[1])
        assert judged(history, recorded(10.0, 4.0)).recordings == 1
        history.save(recorded("walk", 0.0, "anna ")[1])
        assert judged(history, recorded(10.0, 4.0)).recordings == 2
        later = WALK_S / 60.0 + SETTINGS.same_session_s / 60.0
        assert judged(history, recorded(10.0, later - 0.5)).recordings == 2
        assert judged(history, recorded(10.0, later + 0.5)).recordings == 1


def test_recordings_of_nobody_are_one_persons_where_one_is_known_at_most(db: str) -> None:
    """At a station of a gym they could be anybody's."""
    with open_history(db) as history:
        history.save(recorded("walk", 0.0, None)[1])
        assert judged(history, recorded(10.0, 4.0, None)).recordings == 2
        for name in ("Anna", "Ben"):
            history.save(recorded(f"curl of {name}", -600.0, name)[1])
        assert judged(history, recorded(10.0, 4.0, None)).recordings == 1


def test_time_that_two_recordings_share_counts_once(db: str) -> None:
    """The walk, and a set of 5 kg in a file of its own that began in the middle of it; then the set of 10 kg."""
    with open_history(db) as history:
        history.save(recorded("walk", 0.0)[1])
        history.save(recorded(5.0, 1.0)[1])
        found = judged(history, recorded(10.0, WALK_S / 60.0))
    assert found.recordings == 3
    assert found.movement_s <= found.recorded_s <= WALK_S + 5.0


def test_the_time_axis_of_a_recording_may_begin_anywhere(db: str) -> None:
    with open_history(db) as history:
        history.save(recorded("walk", 0.0, from_s=5000.0)[1])
        made = recorded(10.0, 4.0, from_s=1000.0)
        found = judged(history, made)
        history.save(made[1])
        (one,) = history.sets()
        again = stored(history)
    assert (found.verdict, found.recordings) == ("enough", 2)
    assert found.first_working_set_s == pytest.approx(1003.0, abs=2.0)
    assert again["walk.csv"]["warmup"]["first_working_set_s"] == pytest.approx(5243.0, abs=2.0)
    assert one.started_at is not None
    assert (one.started_at - NINE).total_seconds() == pytest.approx(243.0, abs=2.0)


def test_a_recording_without_a_set_is_kept_for_its_movement_only(db: str) -> None:
    _, walk = recorded("walk", 0.0)
    assert is_worth_keeping(walk)
    undated = replace(walk, session=walk.session | {"began_at": None})
    assert not is_worth_keeping(undated)
    still = simulate((Still(60.0),), sensor=SENSOR, seed=1).recording
    rest = replace(still, started_at=NINE.isoformat())
    assert not is_worth_keeping(recorded_session(with_advice(analyze(rest), ()), rest))
    with open_history(db) as history:
        history.save(walk)
        assert (history.sessions(), history.sets(most_sessions=1)) == ([], [])
        history.save(recorded(10.0, -60.0)[1])
        assert len(history.sets(most_sessions=1)) == 1
        assert history.forget("Anna").sessions == 2


def test_two_stations_may_save_recordings_of_one_session_at_once(db: str) -> None:
    """Each replaces its own recording again and again, and judges the other one, too."""
    strict = DEFAULTS.with_(momentum__push_mps2=DEFAULTS.momentum.push_mps2 * 1.01)
    both = [
        (recorded(kg, at_min)[1], recorded(kg, at_min, thresholds=strict)[1])
        for kg, at_min in ((5.0, 4.0), (10.0, 6.0))
    ]

    def save(records: Sequence[SessionRecord], wait: Callable[[], object]) -> None:
        with open_history(db) as history:
            wait()
            for k in range(8):
                history.save(records[k % 2])

    assert errors_at_once([partial(save, records) for records in both]) == []
    with open_history(db) as history:
        found = stored(history)
    assert {name: one["lighter"] for name, one in found.items()} == {"5.0.csv": [True], "10.0.csv": [False]}
