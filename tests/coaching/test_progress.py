"""Personal bests and weeks: worked out by hand from a few sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from analysis.coaching.progress import personal_bests, training_weeks, usual_unit
from analysis.records.past_sessions import PastSession, SetTally
from imu.units import KG_PER_LB

MONDAY = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


def tally(
    controlled: int | None, weight: float | None = 12.5, *, reps: int = 10, unit: str = "kg", warm_up: bool = False,
    exercise: str = "Biceps curl",
) -> SetTally:  # fmt: skip
    kg = None if weight is None else weight * (1.0 if unit == "kg" else KG_PER_LB)
    return SetTally(
        reps=reps,
        judged=None if controlled is None else reps,
        controlled=controlled,
        momentum=None if controlled is None else reps - controlled,
        weight_kg=kg,
        unit=None if weight is None else unit,  # type: ignore[arg-type]
        side=None,
        warm_up=warm_up,
        exercise=exercise,
    )


def past(
    number: int, *tallies: SetTally, at: datetime | None = MONDAY, lifter: str | None = "Anna"
) -> PastSession:
    return PastSession(
        id=number, started_at=at, duration_s=1800.0, lifter=lifter, origin="live", source="curls.csv", title=None,
        sensors=("wrist",), tallies=tallies, content_hash=f"{number:032x}", thresholds_digest="d", version="1",
    )  # fmt: skip


def bests(*sessions: PastSession) -> list[tuple[str | None, float, int, int]]:
    return [
        (one.lifter, round(one.weight_kg, 2), one.controlled, one.session) for one in personal_bests(sessions)
    ]


def test_the_most_controlled_reps_at_each_weight() -> None:
    first = past(1, tally(7), tally(9), tally(10, 10.0))
    second = past(2, tally(8), tally(4, 15.0))
    assert bests(first, second) == [("Anna", 15.0, 4, 2), ("Anna", 12.5, 9, 1), ("Anna", 10.0, 10, 1)]


def test_an_equal_set_later_is_no_new_best() -> None:
    assert bests(past(1, tally(9)), past(2, tally(9))) == [("Anna", 12.5, 9, 1)]
    assert bests(past(1, tally(9)), past(2, tally(10))) == [("Anna", 12.5, 10, 2)]


def test_a_pound_is_the_same_in_either_unit() -> None:
    assert bests(past(1, tally(6, 25.0, unit="lb")), past(2, tally(7, 11.34))) == [("Anna", 11.34, 7, 2)]


def test_warm_ups_unjudged_and_weightless_sets_are_no_records() -> None:
    session = past(1, tally(10, warm_up=True), tally(None), tally(9, None), tally(0))
    assert bests(session) == []


def test_people_and_exercises_are_told_apart_and_case_is_not() -> None:
    sessions = [past(1, tally(8)), past(2, tally(9), lifter="anna "), past(3, tally(5), lifter="Bo")]
    assert bests(*sessions) == [("anna ", 12.5, 9, 2), ("Bo", 12.5, 5, 3)]
    hammer = past(4, tally(3, exercise="Hammer curl"))
    assert [one.exercise for one in personal_bests([*sessions[:1], hammer])] == ["Biceps curl", "Hammer curl"]


def test_weeks_begin_on_monday_where_the_lifter_is() -> None:
    """Sunday, 23:30 in Honolulu is Monday in UTC."""
    honolulu = timezone(-timedelta(hours=10))
    sunday = datetime(2026, 5, 3, 23, 30, tzinfo=honolulu)
    sessions = [past(1, tally(10), at=None), past(2, tally(10), at=sunday), past(3, tally(10), at=MONDAY)]
    assert [week.monday for week in training_weeks(sessions)] == [date(2026, 4, 27), date(2026, 5, 4)]


def test_the_latest_weeks_are_whole() -> None:
    """Nobody trained in the second week; the third has two sessions."""
    days = [0, 14, 16, 21]
    sessions = [past(k, tally(10), at=MONDAY + timedelta(days=day)) for k, day in enumerate(days, start=1)]
    assert [(week.monday.day, week.sessions) for week in training_weeks(sessions, 2)] == [(18, 2), (25, 1)]
    assert training_weeks(sessions, 9) == training_weeks(sessions)


def test_a_week_adds_up() -> None:
    sets = (tally(10, 12.5), tally(9, 15.0), tally(None, 20.0), tally(10, 5.0, warm_up=True))
    (week,) = training_weeks([past(1, *sets), past(2, tally(8, 10.0, reps=8), at=MONDAY + timedelta(days=6))])
    assert (week.sessions, week.sets, week.reps) == (2, 4, 38)
    assert (week.judged_reps, week.controlled_reps, week.momentum_reps) == (28, 27, 1)
    assert week.controlled_share == 27 / 28
    assert week.heaviest_kg == 12.5, "at 15 kg one rep was not controlled, at 20 kg nobody judged"


def test_several_sessions_of_a_day_are_one_day() -> None:
    """Recordings of one set each: three of an evening, one two days later."""
    times = [
        MONDAY,
        MONDAY + timedelta(minutes=6),
        MONDAY + timedelta(minutes=12),
        MONDAY + timedelta(days=2),
    ]
    (week,) = training_weeks([past(k, tally(10), at=at) for k, at in enumerate(times, start=1)])
    assert (week.sessions, week.days) == (4, 2)


def test_a_week_that_nobody_judged_has_no_share() -> None:
    (week,) = training_weeks([past(1, tally(None))])
    assert (week.controlled_share, week.heaviest_kg) == (None, None)


def test_the_usual_unit() -> None:
    assert usual_unit([]) == "kg"
    assert usual_unit([past(1, tally(1, unit="lb"), tally(1, unit="lb"), tally(1))]) == "lb"
