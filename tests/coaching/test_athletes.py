"""Who needs a word: sessions in order, sets that ask for less, and shares that rise by more than chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

import pytest

from analysis.coaching.athletes import athletes_of, brief_of, fisher_chance
from analysis.records.results import AdviceOption
from analysis.vocabulary import Because, Reason
from tests.fixtures import samples
from tests.fixtures.athletes import MONDAY, one_set, recording, weeks


@pytest.mark.parametrize(
    ("now", "now_of", "before", "before_of"), [(0, 4, 0, 5), (2, 4, 1, 5), (3, 4, 0, 6), (4, 4, 2, 3)]
)
def test_the_chance_is_the_share_of_all_ways_to_deal_the_reps(
    now: int, now_of: int, before: int, before_of: int
) -> None:
    """Every choice of which reps have momentum is as likely; so many fall into the last session."""
    reps, total = range(now_of + before_of), now + before
    dealt = [sum(rep < now_of for rep in chosen) for chosen in combinations(reps, total)]
    as_many = sum(many >= now for many in dealt)
    assert fisher_chance(now, now_of, before, before_of) == pytest.approx(
        float(Fraction(as_many, len(dealt)))
    )


def test_people_are_told_apart_by_name_and_folders_where_nobody_is_named() -> None:
    briefs = [
        recording("x/1.csv", "Ann  Lee"),
        recording("y/2.csv", "ann lee"),
        recording("x/3.csv", None),
        recording("x/4.csv", " "),
        recording("y/5.csv", None),
    ]
    found = athletes_of(briefs)
    assert [(one.name, one.is_named, len(one.sessions)) for one in found] == [
        ("Ann Lee", True, 1),
        ("x", False, 1),
        ("y", False, 1),
    ]


def test_a_session_is_a_day_and_they_are_in_order_of_time() -> None:
    briefs = [recording("b.csv", day=MONDAY + timedelta(1)), recording("c.csv"), recording("a.csv")]
    (ann,) = athletes_of(briefs)
    assert [[one.path for one in session.recordings] for session in ann.sessions] == [
        ["a.csv", "c.csv"],
        ["b.csv"],
    ]
    assert ann.last.day == MONDAY + timedelta(1)


def test_without_a_date_nobody_knows_which_session_was_the_last() -> None:
    briefs = [*weeks(0, 0, 0, 0), recording("0.csv", day=None, sets=[one_set(6, asks_less=True)])]
    (ann,) = athletes_of(briefs)
    assert not ann.is_dated
    assert ann.before == ()
    assert ann.last.judged == 5 * 8
    assert ann.needs == ("throws",)


@pytest.mark.parametrize(
    ("momentum", "asks_less", "needs"),
    [
        ((0, 0, 0, 0, 4), True, ("throws", "worse")),
        ((0, 0, 0, 0, 4), False, ("worse",)),
        ((0, 0, 0, 0, 2), False, ()),
        ((4, 4, 4, 4, 4), True, ("throws",)),
        ((4, 4, 4, 4, 4), False, ()),
        ((8, 8, 8, 8, 0), False, ()),
        ((4,), False, ()),
        ((), False, None),
    ],
)
def test_who_throws_or_gets_worse_needs_a_word(
    momentum: tuple[int, ...], asks_less: bool, needs: tuple[str, ...] | None
) -> None:
    """4 of 8 after 0 of 32 happens by chance once in 1,306 times, 2 of 8 once in 28."""
    found = athletes_of(weeks(*momentum, asks_less=asks_less))
    assert [one.needs for one in found] == ([] if needs is None else [needs])


def test_four_judged_reps_are_too_few_to_be_worse() -> None:
    assert athletes_of(weeks(0, 0, 0, 0, 4, of=5))[0].needs == ("worse",)
    assert athletes_of(weeks(0, 0, 0, 0, 4, of=4))[0].needs == ()


def test_only_five_sessions_before_are_looked_at() -> None:
    """Long ago all were thrown: with those the last session would be better than most."""
    (ann,) = athletes_of(weeks(8, 8, 8, 8, 8, 8, 0, 0, 0, 0, 0, 4))
    assert len(ann.before) == 5
    assert ann.needs == ("worse",)


def test_who_has_most_momentum_comes_first_then_the_others_by_name() -> None:
    briefs = [
        replace(one, lifter=name, path=f"{name}.csv")
        for name, one in [
            ("Zoë", weeks(0)[0]),
            ("ben", weeks(0)[0]),
            ("Cem", weeks(3, asks_less=True)[0]),
            ("Dan", weeks(5, asks_less=True)[0]),
        ]
    ]
    assert [one.name for one in athletes_of(briefs)] == ["Dan", "Cem", "ben", "Zoë"]


def test_a_brief_counts_what_the_result_holds() -> None:
    result = samples.ordinary()
    brief = brief_of(result, "clients")
    reps = [rep for one in result.sets for rep in one.reps]
    assert sum(one.reps for one in brief.sets) == len(reps)
    assert sum(one.momentum for one in brief.sets) == sum(rep.verdict == "momentum" for rep in reps) > 0
    assert sum(one.fast for one in brief.sets) == sum(
        rep.verdict == "momentum" and rep.cause == "speed" for rep in reps
    )
    assert sum(one.judged for one in brief.sets) == sum(rep.verdict != "uncertain" for rep in reps)
    assert (brief.folder, brief.lifter, brief.path) == ("clients", result.lifter, result.path)


def test_a_set_asks_for_less_only_for_its_momentum() -> None:
    result = samples.ordinary()
    advice = result.sets[-1].advice
    assert advice is not None

    def asking(action: str, momentum: bool) -> list[bool]:
        said = replace(advice, action=action, options=(AdviceOption(weight_kg=10.0, reps=8),))
        reps = tuple(rep for rep in result.sets[-1].reps if momentum or rep.verdict != "momentum")
        last = replace(result.sets[-1], advice=said, reps=reps)
        return [one.asks_less for one in brief_of(replace(result, sets=(last,))).sets]

    assert [asking(action, True) for action in ("lighter", "fewer", "slower", "keep", "more", "none")] == [
        [True], [True], [True], [False], [False], [False]
    ]  # fmt: skip
    assert asking("lighter", False) == [False]


def test_who_cannot_be_judged_comes_before_who_needs_no_word() -> None:
    """Nobody knows whether they need one. The last session counts, as it does for the others."""
    blind = replace(one_set(0), judged=0, controlled=0)
    briefs = [
        recording("a.csv", "Ann", sets=[one_set(0)]),
        recording("b.csv", "Ben", sets=[one_set(0)]),
        recording("c.csv", "Ben", day=MONDAY + timedelta(7), sets=[blind]),
        recording("d.csv", "Zoë", sets=[one_set(4, asks_less=True)]),
    ]
    found = athletes_of(briefs)
    assert [(one.name, one.is_unjudged) for one in found] == [("Zoë", False), ("Ben", True), ("Ann", False)]


def test_a_day_without_curls_is_no_session_to_judge_by() -> None:
    """Neither as the last one nor among those that the last is compared with."""
    walks = [recording(f"walk{k}.csv", day=MONDAY + timedelta(weeks=k, days=2)) for k in range(5)]
    (ann,) = athletes_of([*weeks(0, 0, 0, 0, 4, asks_less=True), *walks])
    assert ann.last.day == MONDAY + timedelta(weeks=4)
    assert ann.needs == ("throws", "worse")
    assert [one.judged for one in ann.before] == [8, 8, 8, 8]
    (walker,) = athletes_of(walks)
    assert (walker.last.day, walker.before, walker.is_unjudged) == (walks[-1].day, (), True)


def test_why_most_reps_could_not_be_judged() -> None:
    """The first reason of each rep, and the one that most of them have."""
    gap, slow = Because(code=Reason.GAP), Because(code=Reason.SLOW, values={"rate_hz": 4.0, "needed_hz": 6.0})
    result = samples.all_uncertain()
    first, *rest = result.sets[0].reps
    reps = (replace(first, reasons=(gap, slow)), *(replace(rep, reasons=(slow,)) for rep in rest))
    brief = brief_of(replace(result, sets=(replace(result.sets[0], reps=reps),)))
    assert brief.sets[0].unjudged_because == slow
    assert brief_of(samples.all_controlled()).sets[0].unjudged_because is None
