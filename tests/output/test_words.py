"""Numbers and words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coaching.weights import WeightUnit
from analysis.output import words
from analysis.report.page import digest_groups, file_name

NB = "\u00a0"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (None, 0, "–"),
        (math.nan, 1, "–"),
        (math.inf, 0, "–"),
        (0.04, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (-12.5, 1, "\u221212.5"),
        (1234.5, 0, "1,234"),
        (-3e9, 0, "> \u2212999,999"),
        (3e9, 2, "> 999,999"),
    ],
)
def test_number(value: float | None, digits: int, text: str) -> None:
    assert words.number(value, digits) == text


@pytest.mark.parametrize(
    ("momentum", "text"),
    [(0.5, "50"), (0.994, "99"), (1.7, "100"), (-0.2, "0"), (None, "–"), (math.nan, "–")],
)
def test_score(momentum: float | None, text: str) -> None:
    assert words.score_text(momentum) == text


@pytest.mark.parametrize(
    ("mass_kg", "unit", "text"),
    [
        (12.5, "kg", f"12.5{NB}kg"),
        (10.0, "kg", f"10{NB}kg"),
        (100.0, "kg", f"100{NB}kg"),
        (11.25, "kg", f"11.25{NB}kg"),
        (12.4737905, "lb", f"27.5{NB}lb"),
        (20 * 0.45359237, "lb", f"20{NB}lb"),
        (12.25 * 0.45359237, "lb", f"12.25{NB}lb"),
        (None, "kg", None),
        (math.nan, "lb", None),
    ],
)
def test_weight(mass_kg: float | None, unit: WeightUnit, text: str | None) -> None:
    assert words.weight(mass_kg, unit) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (129.9, "2:09"), (3725, "1:02:05"), (-3, "0:00"), (math.nan, "–")]
)
def test_clock(seconds: float, text: str) -> None:
    assert words.clock(seconds) == text


@pytest.mark.parametrize(
    ("given_date", "text"),
    [
        ("2026-05-14T18:42:00+02:00", "14 May 2026, 18:42"),
        ("2026-12-01T08:05:00Z", "1 December 2026, 08:05"),
        ("2026-05-14T00:00:00+02:00", "14 May 2026, 00:00"),
        ("2026-05-14", "14 May 2026"),
        ("some day", "some day"),
        (None, None),
    ],
)
def test_date(given_date: str | None, text: str | None) -> None:
    assert words.date(given_date) == text


@pytest.mark.parametrize(
    ("indices", "text"),
    [
        ([7], "rep 7"),
        ([7, 8, 9, 10], "reps 7 to 10"),
        ([3, 5], "reps 3 and 5"),
        ([1, 2], "reps 1 and 2"),
        ([1, 2, 3, 7], "reps 1 to 3 and 7"),
        ([1, 2, 4, 5], "reps 1, 2, 4 and 5"),
        ([1, 3, 5, 7, 9, 10, 11], "reps 1, 3, 5 and 4 more"),
    ],
)
def test_reps(indices: list[int], text: str) -> None:
    assert words.reps(indices) == text


@given(st.sets(st.integers(1, 60), min_size=1))
def test_every_rep_is_named_or_counted(indices: set[int]) -> None:
    text = words.numbers(indices)
    named: set[int] = set()
    rest = 0
    for part in text.replace(" and ", ", ").split(", "):
        if part.endswith(" more"):
            rest = int(part.removesuffix(" more"))
        else:
            low, _, high = part.partition(" to ")
            named |= set(range(int(low), int(high or low) + 1))
    assert named <= indices
    assert len(named) + rest == len(indices)


def test_joined_and_counted() -> None:
    assert words.joined([]) == ""
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "b", "c"]) == "a, b and c"
    assert words.count(1, "rep") == "1 rep"
    assert words.count(0, "rep") == "0 reps"


def test_spread() -> None:
    assert words.spread([0.52, 0.61, 0.55], 1) == "0.5 to 0.6"
    assert words.spread([0.52, 0.5], 1) == "0.5"


def test_units_are_bound_to_their_figures() -> None:
    text = "Keep 12.5 kg and stop at 6 s of 3 sets, 5 % less, 9.8 m/s² and 140 °/s; 8 to 40 ms, 3 x"
    assert words.bound(text) == (
        f"Keep 12.5{NB}kg and stop at 6{NB}s of 3 sets, 5{NB}% less, 9.8{NB}m/s² and 140{NB}°/s; "
        f"8 to 40{NB}ms, 3 x"
    )


@given(st.text(max_size=200), st.integers(5, 60))
def test_cut_keeps_both_ends(text: str, most: int) -> None:
    short = words.cut(text, most)
    assert len(short) <= max(most, len(short) if short == text else most)
    if len(text) > most:
        assert len(short) == most
        head, _, tail = short.partition("…") if "…" not in text else (short[:1], "", short[-1:])
        assert text.startswith(head)
        assert text.endswith(tail)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b/c.csv", "c.csv"),
        ("C:\\data\\set.csv", "set.csv"),
        ("folder/", "folder"),
        ("-", "-"),
        ("", "recording"),
    ],
)
def test_file_name_without_its_folder(path: str, name: str) -> None:
    assert file_name(path) == name


def test_digest_in_groups() -> None:
    assert digest_groups("7c1e9ab420d3ffff") == "7c1e 9ab4 20d3"
    assert digest_groups("") == ""


@pytest.mark.parametrize(
    ("momentum", "shown"),
    [
        (0.494, "49"),
        (0.4951, "49"),
        (0.4999, "49"),
        (0.5, "50"),
        (0.5049, "50"),
        (0.506, "51"),
        (0.0, "0"),
        (1.2, "100"),
    ],
)
def test_a_score_is_on_the_side_of_the_limit_that_the_verdict_is(momentum: float, shown: str) -> None:
    assert words.score_text(momentum) == shown


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (2.44, "2.4\u00a0s"),
        (9.96, "10\u00a0s"),
        (26.4, "26\u00a0s"),
        (117.9, "1:57\u00a0min"),
        (3725.0, "1:02:05\u00a0h"),
    ],
)
def test_lengths(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text
