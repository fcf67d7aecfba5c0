"""How sure an advice is: Laplace's rule, and the caps of docs/advice.md."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.coaching.advice import DEFAULT_SETTINGS
from analysis.coaching.confidence import with_sureness
from analysis.records.results import Advice, Quality, RepSet
from tests.fixtures import build

ALL_AGREE = Advice(action="keep", options=(), rule="all controlled", todo="Keep it", agreement=1.0)


def calm(reps: int) -> RepSet:
    return build.make_set([build.controlled(i) for i in range(reps)], 10.0)


def sure(repset: RepSet, *notes: Quality, advice: Advice = ALL_AGREE) -> tuple[float | None, str | None]:
    made = with_sureness(advice, repset, notes, DEFAULT_SETTINGS)
    return made.sureness, made.sure


@pytest.mark.parametrize(
    ("reps", "value", "word"),
    [(1, 2 / 3, "fairly sure"), (2, 3 / 4, "fairly sure"), (8, 0.9, "sure"), (18, 19 / 20, "sure")],
)
def test_few_reps_are_less_sure(reps: int, value: float, word: str) -> None:
    """All of n agree: (n + 1) / (n + 2)."""
    assert sure(calm(reps)) == (pytest.approx(value), word)


def test_what_is_not_judged_does_not_count() -> None:
    """Three of five judged, all agree: 4 / 5."""
    plans = [build.controlled(), build.controlled(), build.controlled(), build.unsure(), build.unsure()]
    assert sure(build.make_set(plans)) == (pytest.approx(0.8), "fairly sure")


def test_disagreement_is_a_guess() -> None:
    """Four of ten: 5 / 12."""
    assert sure(calm(10), advice=replace(ALL_AGREE, agreement=0.4)) == (pytest.approx(5 / 12), "a guess")


def test_half_of_the_figures_are_not_enough_to_be_sure() -> None:
    bare = tuple(replace(r, carry=None) for r in calm(18).reps)
    assert sure(replace(calm(18), reps=bare)) == (0.7, "fairly sure")


@pytest.mark.parametrize(
    ("doubt", "value", "word"),
    [
        (None, 0.95, "sure"),
        (0.0, 0.95, "sure"),
        (0.1, 0.95, "sure"),
        (0.5, 0.75, "fairly sure"),
        (1.0, 0.5, "a guess"),
        (3.0, 0.5, "a guess"),
    ],
)
def test_who_may_not_have_curled_at_all_is_told_with_less_certainty(
    doubt: float | None, value: float, word: str
) -> None:
    """At the limit of what is taken for a curl it is a coin's toss, in proportion below; of 18 reps 19 / 20."""
    assert sure(replace(calm(18), curl_doubt=doubt)) == (pytest.approx(value), word)


def test_half_reps_are_often_another_exercise() -> None:
    fuller = replace(ALL_AGREE, action="range", rule="mostly half reps")
    assert sure(calm(18), advice=fuller) == (0.5, "a guess")


@pytest.mark.parametrize(
    ("note", "capped"),
    [
        ({"sensor": "wrist", "start_s": 20.0}, True),
        ({"sensor": "wrist"}, True),
        ({"sensor": "wrist", "start_s": 5.0}, False),
        ({"sensor": "wrist", "start_s": 500.0}, False),
        ({"sensor": "wrist_left", "start_s": 20.0}, False),
        ({}, False),
    ],
)
def test_a_warning_counts_where_it_concerns_the_set(note: dict[str, object], capped: bool) -> None:
    """The set lasts from 10 s to about 80 s."""
    warning = build.noted("warning", "Something.", **note)
    assert sure(calm(18), warning) == ((0.85, "fairly sure") if capped else (pytest.approx(0.95), "sure"))
    assert sure(calm(18), replace(warning, severity="info"))[1] == "sure"


def test_no_advice_has_no_sureness() -> None:
    none = Advice(action="none", options=(), rule="too little to judge", todo="No advice", agreement=None)
    assert sure(calm(3), advice=none) == (None, None)


def test_without_doubt_it_is_the_agreement() -> None:
    settings = replace(DEFAULT_SETTINGS, doubt_reps=0.0)
    assert with_sureness(replace(ALL_AGREE, agreement=0.5), calm(2), (), settings).sureness == 0.5


def test_axes_that_seem_turned_make_every_advice_less_sure() -> None:
    """The reader says it of the file, not of a sensor; a note about typed weights changes no verdict."""
    turned = build.noted("warning", "Axes x and y seem turned.", "gyroscope_axes")
    unreadable = build.noted("warning", "A weight cannot be read.", "weight_unreadable")
    assert sure(calm(18), replace(turned, sensor=None)) == (DEFAULT_SETTINGS.warned_most, "fairly sure")
    assert sure(calm(18), replace(unreadable, sensor=None)) == (pytest.approx(0.95), "sure")
