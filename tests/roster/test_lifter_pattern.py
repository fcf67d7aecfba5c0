"""Patterns of paths: what they find, and what is said of those that cannot be meant."""

from __future__ import annotations

import pytest

from analysis.errors import RosterError
from analysis.roster.lifter_pattern import LifterPattern


@pytest.mark.parametrize(
    ("pattern", "path", "lifter", "date"),
    [
        ("{lifter}/{date}_*.csv", "anna/2026-05-03_curls.csv", "anna", "2026-05-03"),
        ("{lifter}/{date}_*.csv", "anna/20260503_curls.csv", "anna", "20260503"),
        ("{date}/{lifter}.*", "2026.05.03/Anna Berg.csv.gz", "Anna Berg", "2026.05.03"),
        ("{lifter}_*.csv", "anna_lee_27.csv", "anna", None),
        ("athlete_{lifter}_??_active.csv", "athlete_7_27_active.csv", "7", None),
        ("{lifter}/**/*.csv", "anna/may/27.csv", "anna", None),
        ("{lifter}/**/*.csv", "anna/27.csv", "anna", None),
        ("**{lifter}.csv", "a/b/c.csv", "c", None),
        ("{LIFTER}.csv".replace("LIFTER", "lifter"), "ANNA.CSV", "ANNA", None),
        ("{lifter}\\{date}*", "anna\\2026_05_03.csv", "anna", "2026_05_03"),
        ("{lifter}+(1).csv", "anna+(1).csv", "anna", None),
        ("{lifter}/*.csv", "anna.zip/27.csv", "anna", None),
        ("{lifter}/{date}.csv", "Anna.ZIP/2026-05-03.csv", "Anna", "2026-05-03"),
        ("{lifter}.zip/*.csv", "anna.zip/27.csv", "anna", None),
        ("class/{lifter}.csv", "class.zip/anna.csv", "anna", None),
        ("{lifter}.zip", "anna.zip", "anna", None),
    ],
)
def test_a_pattern_finds_name_and_day(pattern: str, path: str, lifter: str, date: str | None) -> None:
    found = LifterPattern(pattern).match_whole(path)
    assert found is not None
    assert (found.lifter, found.date) == (lifter, date)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("{lifter}/*.csv", "anna.csv"),
        ("{lifter}/*.csv", "clients/anna/27.csv"),
        ("{lifter}_{date}.csv", "anna_2026-0503.csv"),
        ("{lifter}_{date}.csv", "anna_may.csv"),
        ("x{lifter}.csv", "anna.csv"),
        ("{lifter}.csv", " .csv"),
        ("{lifter}+.csv", "annaa.csv"),
        ("{lifter}.zip/*.csv", "anna/27.csv"),
    ],
)
def test_a_path_that_does_not_fit_gives_nothing(pattern: str, path: str) -> None:
    assert LifterPattern(pattern).match_whole(path) is None


def test_the_end_of_a_path_begins_with_a_name() -> None:
    found = LifterPattern("{lifter}/*.csv").match_end("/home/coach/clients/anna/27.csv")
    assert found is not None
    assert found.lifter == "anna"
    assert LifterPattern("{lifter}/may/*.csv").match_end("/home/anna/june/27.csv") is None


def test_a_day_that_the_calendar_has_not_is_none() -> None:
    found = LifterPattern("{lifter}_{date}.csv").match_whole("anna_2026-02-30.csv")
    assert found is not None
    assert (found.date, found.began_at) == ("2026-02-30", None)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "an empty pattern fits nothing"),
        ("*.csv", "{lifter} is missing"),
        ("{name}/*.csv", "{name} is not known, only {lifter} and {date} are"),
        ("{lifter}/{lifter}.csv", "{lifter} stands there twice"),
        ("{lifter/*.csv", "a brace { stands alone"),
    ],
)
def test_a_pattern_that_cannot_be_meant_is_one_sentence(pattern: str, said: str) -> None:
    with pytest.raises(RosterError, match="--lifter-from") as raised:
        LifterPattern(pattern)
    assert said in str(raised.value)
