"""What is saved comes back: once, complete, in its zone, with the weights as typed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from analysis.coaching.set_context import with_advice
from analysis.history.history import open_history
from analysis.history.session_record import SessionRecord, recorded_session
from analysis.records.past_sessions import PastSession, SetTally
from analysis.records.results import REP_FIGURES
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.formats import read_recording, write_canonical
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from imu.types import Note
from tests.fixtures.past import MORNING, at_hour, calm_curls, record, session, told_weight
from tests.fixtures.threads import errors_at_once

STRICT = DEFAULTS.with_(momentum__push_mps2=DEFAULTS.momentum.push_mps2 * 1.01)


def test_a_session_comes_back_as_it_was(db: str) -> None:
    made = session(weight="25lb")
    with open_history(db) as history:
        saved = history.save(made.record(told_weight("25lb")))
        (one,) = history.sessions()
    assert (saved.outcome, saved.session, saved.at_that_time) == ("new", one.id, ())
    began = datetime.fromisoformat(MORNING) + timedelta(seconds=made.result.start_s)
    assert one == PastSession(
        id=one.id,
        started_at=began,
        duration_s=made.result.duration_s,
        lifter="Anna",
        origin="recording",
        source=str(Path(made.result.path).absolute()),
        title=None,
        sensors=("wrist",),
        tallies=(
            SetTally(
                reps=3, judged=3, controlled=3, momentum=0, weight_kg=25 * 0.45359237, unit="lb", side=None, warm_up=False,
                exercise="Biceps curl",
            ),
        ),
        content_hash=one.content_hash,
        thresholds_digest=DEFAULTS.digest,
        version=made.result.version,
    )  # fmt: skip
    assert one.started_at is not None
    assert one.started_at.utcoffset() == timedelta(hours=5)


def test_every_figure_of_every_rep_is_kept(db: str) -> None:
    made = session()
    with open_history(db) as history:
        history.save(made.record())
        rows = list(history.rows())
    reps = made.result.sets[0].reps
    assert [row["rep_number"] for row in rows] == [rep.index for rep in reps]
    for row, rep in zip(rows, reps, strict=True):
        kept = row["rep_figures"] | {name.removeprefix("rep_"): value for name, value in row.items()}
        for name, info in REP_FIGURES.items():
            value = getattr(rep, name)
            known = not (value is None or (isinstance(value, float) and not math.isfinite(value)))
            if info.role != "key":
                assert kept.get(name) == (value if known else None), name


def test_the_set_comes_back_with_a_verdict_for_every_rep(db: str) -> None:
    made = session(weight="12.5kg", notes=(Note(time_s=None, key="target_reps", value="8"),))
    with open_history(db) as history:
        history.save(made.record(told_weight("12.5kg")))
        (one,) = history.sets()
    assert one.verdicts == tuple(rep.verdict for rep in made.result.sets[0].reps)
    assert (one.controlled, one.reps, one.weight_kg, one.weight_unit, one.target_reps) == (
        3,
        3,
        12.5,
        "kg",
        8,
    )
    assert one.started_at is not None
    since = one.started_at - datetime.fromisoformat(MORNING)
    assert since.total_seconds() == pytest.approx(made.result.sets[0].start_s, abs=1e-5)
    assert one.is_curl


@pytest.mark.parametrize(
    ("exercise", "is_curl"),
    [("Hammer Curl (Dumbbell)", True), ("Bicep curl", True), ("Lying Leg Curl", False), ("Squat", False)],
)
def test_which_exercises_are_curls(db: str, exercise: str, is_curl: bool) -> None:
    made = session()
    named = replace(made, recording=replace(made.recording, exercise=exercise))
    with open_history(db) as history:
        history.save(named.record())
        assert [one.is_curl for one in history.sets()] == [is_curl]


@pytest.mark.parametrize(
    ("told", "noted", "kept"),
    [
        ("90lb", None, (90.0, "lb")),
        (None, "27,5 lb", (27.5, "lb")),
        (None, "40.8233", (90.0, "lb")),
        (None, "12.5", (12.5, "kg")),
        ("12.25kg", "20", (12.25, "kg")),
        (None, "0", (None, None)),
        (None, "900 kg", (None, None)),
        (None, "12.5 stone", (None, None)),
    ],
)
def test_a_weight_is_kept_as_it_was_typed(
    db: str, told: str | None, noted: str | None, kept: tuple[float | None, str | None]
) -> None:
    notes = () if noted is None else (Note(time_s=None, key="weight_kg", value=noted),)
    made = session(weight=told, notes=notes)
    with open_history(db) as history:
        history.save(made.record(told_weight(told)))
        (one,) = history.sets()
    assert (one.weight_value, one.weight_unit) == kept


def test_the_same_recording_is_one_session(db: str, tmp_path: Path) -> None:
    """Saved twice, copied under another name, read from a file: the samples say that it is the same."""
    made = session()
    copy = tmp_path / "copy of it.csv"
    write_canonical(made.recording, copy)
    read = read_recording(str(copy))
    with open_history(db) as history:
        outcomes = [history.save(made.record()).outcome for _ in range(2)]
        outcomes.append(history.save(replace(made, recording=read).record()).outcome)
        other = history.save(record(2, started_at=at_hour(12))).outcome
        assert len(history.sessions()) == 2
    assert [*outcomes, other] == ["new", "unchanged", "unchanged", "new"]


def test_another_analysis_takes_the_place_of_the_old_one(db: str) -> None:
    with open_history(db) as history:
        first = history.save(record())
        second = history.save(record(thresholds=STRICT))
        (one,) = history.sessions()
        reps = list(history.rows())
    assert (second.outcome, second.session) == ("replaced", first.session)
    assert one.thresholds_digest == STRICT.digest
    assert len(reps) == 3


def test_what_a_person_said_outlives_an_analysis_that_does_not_know_it(db: str) -> None:
    notes = (Note(time_s=None, key="target_reps", value="8"), Note(time_s=None, key="side", value="left"))
    with open_history(db) as history:
        history.save(record(weight="25lb", notes=notes))
        history.save(record(lifter=None, thresholds=STRICT))
        (one,) = history.sets()
        assert (one.weight_value, one.weight_unit, one.target_reps, one.side) == (25.0, "lb", 8, "left")
        assert one.lifter == "Anna"
        history.save(record(weight="30lb"))
        (one,) = history.sets()
        (brief,) = history.sessions()[0].tallies
    assert (one.weight_value, one.target_reps, brief.weight_kg, brief.side) == (
        30.0,
        8,
        one.weight_kg,
        "left",
    )


def test_two_sessions_at_one_time_are_both_kept_and_said(db: str) -> None:
    with open_history(db) as history:
        history.save(record(1))
        second = history.save(record(2))
        later = history.save(record(3, started_at=at_hour(11)))
        other_person = history.save(record(4, lifter="Bo"))
        assert len(history.sessions()) == 4
    assert second.at_that_time == ((1, str(Path(calm_curls(1).path).absolute())),)
    assert (later.at_that_time, other_person.at_that_time) == ((), ())


def test_a_day_alone_is_no_moment_that_sessions_share(db: str) -> None:
    """Not even with a session that did begin a few seconds after its midnight."""
    midnight = datetime.fromisoformat("2026-05-03").astimezone()
    with open_history(db) as history:
        saved = [
            history.save(record(k, started_at=moment))
            for k, moment in enumerate(
                ("2026-05-03", "2026-05-03", (midnight + timedelta(seconds=3)).isoformat()), start=1
            )
        ]
    assert [one.at_that_time for one in saved] == [(), (), ()]


def test_sessions_are_asked_for_by_person_and_day(db: str) -> None:
    with open_history(db) as history:
        for k, (lifter, started) in enumerate(
            [("Anna", at_hour(9)), ("bo", at_hour(7)), ("ANNA ", at_hour(8)), (None, None)], start=1
        ):
            history.save(record(k, lifter=lifter, started_at=started))
        assert [one.lifter for one in history.sessions()] == [None, "bo", "ANNA", "Anna"]
        assert [one.lifter for one in history.sessions("anna")] == ["ANNA", "Anna"]
        since = datetime.fromisoformat(at_hour(8)).astimezone(UTC)
        assert [one.lifter for one in history.sessions(since=since)] == ["ANNA", "Anna"]
        assert [one.lifter for one in history.sets(most_sessions=1)] == ["Anna"]
        assert [one.lifter for one in history.sets("Anna", since=since)] == ["ANNA", "Anna"]
        assert {name.casefold() for name in history.lifters()} == {"anna", "bo"}


def test_a_day_without_a_time_stands_between_its_neighbours(db: str) -> None:
    """Whenever it was, it was after all of the day before and before all of the day after."""
    days = ("2026-05-04T12:00:00", "2026-05-03", "2026-05-02T12:00:00")
    with open_history(db) as history:
        for k, started_at in enumerate(days):
            history.save(record(k, started_at=started_at))
        found = [one.started_at for one in history.sessions()]
    assert [None if one is None else one.day for one in found] == [2, 3, 4]


def test_a_person_is_forgotten_wholly(db: str) -> None:
    with open_history(db) as history:
        history.save(record(1))
        history.save(record(2, started_at=at_hour(12)))
        history.save(record(3, lifter="Bo"))
        gone = history.forget(" ANNA")
        assert (gone.sessions, gone.sets, gone.reps) == (2, 2, 6)
        assert history.lifters() == ["Bo"]
        assert len(list(history.rows())) == 3
        assert history.forget("Anna").sessions == 0
        (left,) = history.sessions()
        assert history.forget_session(left.id)
        assert not history.forget_session(left.id)
        assert list(history.rows()) == []


def test_what_is_forgotten_is_wiped_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with open_history(str(path)) as history:
        history.save(record(lifter="Annabella"))
        assert b"Annabella" in path.read_bytes()
        history.forget("Annabella")
    assert b"Annabella" not in path.read_bytes()


def test_a_backup_restores_everything_into_any_database(db: str, tmp_path: Path) -> None:
    backup, restored = tmp_path / "backup.db", tmp_path / "restored.db"
    with open_history(db) as history:
        history.save(record(1, weight="25lb"))
        history.save(record(2, started_at=None, lifter=None))
        history.backup(backup)
        before = (history.sessions(), history.sets(), list(history.rows()))
    with open_history(str(backup)) as history:
        assert (history.sessions(), history.sets(), list(history.rows())) == before
        records = list(history.records())
    with open_history(str(restored)) as history:
        outcomes = [history.save(one).outcome for one in records * 2]
        assert [history.sessions(), history.sets()] == [before[0], before[1]]
    assert outcomes == ["new", "new", "unchanged", "unchanged"]


def test_four_writers_at_once_lose_nothing(db: str) -> None:
    """All of them also find no tables at first, and save one recording that is the same for all."""
    shared = record(99, started_at=at_hour(20))
    own = {k: [record(10 * k + n, started_at=at_hour(3 * k + n)) for n in range(3)] for k in range(4)}

    def save(records: Sequence[SessionRecord], wait: Callable[[], object]) -> None:
        with open_history(db) as history:
            wait()
            for one in records:
                history.save(one)

    assert errors_at_once([partial(save, [shared, *records]) for records in own.values()]) == []
    with open_history(db) as history:
        hashes = [one.content_hash for one in history.sessions()]
        assert len(list(history.rows())) == 13 * 3
    assert sorted(hashes) == sorted(
        {shared.session["content_hash"], *(r.session["content_hash"] for k in own for r in own[k])}
    )


def test_a_record_survives_the_way_through_a_file() -> None:
    made = record(weight="12.5kg")
    again = type(made).from_json(made.to_json())
    assert [getattr(again, f.name) for f in fields(made)] == [getattr(made, f.name) for f in fields(made)]
    with pytest.raises(ValueError, match="half"):
        type(made).from_json('{"half": 1}')


def test_sets_before_the_first_working_set_are_to_warm_up(db: str) -> None:
    """As the session itself was judged: 5 kg before 12.5 kg."""
    reps = CurlSet(reps=(SimulatedRep(lift_s=1.5, lower_s=1.6),) * 3)
    recording = simulate([Still(2.0), reps, Still(20.0), reps, Still(2.0)], seed=1).recording
    bare = analyze(recording)
    second_s = bare.sets[1].start_s
    notes = (
        Note(time_s=None, key="weight_kg", value="5"),
        Note(time_s=second_s, key="weight_kg", value="12.5"),
    )
    result = with_advice(bare, notes)
    with open_history(db) as history:
        history.save(recorded_session(result, replace(recording, notes=notes)))
        sets = history.sets()
        (brief,) = history.sessions()
    assert [(one.weight_kg, one.warm_up) for one in sets] == [(5.0, True), (12.5, False)]
    assert [one.warm_up for one in brief.tallies] == [True, False]


def test_names_that_no_database_takes(db: str) -> None:
    """Half characters come from the command line, where a name is no Unicode; a server takes no zero either."""
    with open_history(db) as history:
        history.save(record(lifter="An\udcffna\0"))
        assert history.lifters() == ["An\ufffdna\ufffd"]
        assert len(history.sessions(lifter="an\udcffna\0")) == 1
        assert history.forget("An\ufffdna\ufffd").sessions == 1


@pytest.mark.parametrize("started_at", ["0001-01-01T12:00:00+00:00", "9999-12-31T23:59:59-12:00"])
def test_a_year_that_cannot_be_is_unknown(db: str, started_at: str) -> None:
    with open_history(db) as history:
        history.save(record(started_at=started_at))
        assert [one.started_at for one in history.sessions()] == [None]
