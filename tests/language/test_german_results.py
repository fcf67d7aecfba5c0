"""Headline, counts and reasons in German: forms by number, genders of arms and places, ranges, decimal commas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.live.summary_state import result_lines
from analysis.output.headline import (
    headline_facts,
    make_headline,
    other_results,
    result_in_short,
    result_words,
)
from analysis.output.nothing_found import found_instead
from analysis.output.reasons import reasons_of, refusal_clause, shared_reasons
from analysis.output.set_views import focus_sets, set_views
from analysis.output.verdict_words import verdict_in_table
from analysis.records.results import RejectedSet
from analysis.vocabulary import Because, Reason
from tests.fixtures import build, samples
from tests.fixtures.lettered_sets import made

pytestmark = pytest.mark.usefixtures("german")


@pytest.mark.parametrize(
    ("letters", "controlled", "others"),
    [
        ("CCCCCCWWWW", "6 von 10 Wiederholungen kontrolliert", "4 mit Schwung"),
        ("C", "1 von 1 Wiederholung kontrolliert", ""),
        ("CCWFHUU", "2 von 5 beurteilten Wiederholungen kontrolliert", None),
    ],
)
def test_counts_of_a_set(letters: str, controlled: str, others: str | None) -> None:
    mixed = "1 mit Schwung, 1 zu schnell, 1 halbe Wiederholung und 2 nicht beurteilt"
    assert result_words(made(letters).reps) == (controlled, mixed if others is None else others)


def test_lines_of_the_live_page() -> None:
    assert [one["text"] for one in result_lines(made("CCWFHHU").reps)] == [
        "2 kontrolliert",
        "1 mit Schwung",
        "1 zu schnell, 2 halbe Wiederholungen",
        "+ 1 nicht beurteilt",
    ]
    assert [one["text"] for one in result_lines([])] == ["Keine Wdh. übrig"]


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ("WWCU", "2 von 3 beurteilten mit Schwung"),
        ("WFC", "2 von 3 mit Schwung oder zu schnell"),
        ("HHC", "2 von 3 nur halb"),
        ("UUC", "2 von 3 nicht beurteilt"),
    ],
)
def test_a_set_in_short(letters: str, said: str) -> None:
    assert result_in_short(made(letters).reps) == said


def test_arms_are_named_in_their_gender() -> None:
    """An arm is masculine where it stands alone; a set begins with a capital within a sentence, too."""
    views = set_views(samples.two_wrists())
    head = make_headline(views, focus_sets(views))
    assert (head.about, head.also[0].about) == ("Rechter Arm", "Linker Arm")
    assert head.sure.startswith("Ziemlich sicher. 10 von 10 Wiederholungen gemessen. 10\u00a0kg wären ")
    assert [(v.name, v.name_inside) for v in views] == [
        ("Links, Satz 1", "links, Satz 1"),
        ("Rechts, Satz 1", "rechts, Satz 1"),
    ]
    assert {v.worn for v in views} == {"Handgelenk"}
    assert set_views(samples.ordinary())[0].worn == "Handgelenk rechts"


def test_arms_that_their_sensors_tell() -> None:
    sets = [made("CCC"), replace(made("CCC"), sensor="dumbbell")]
    assert [v.name for v in set_views(build.session(*sets))] == ["Handgelenk, Satz 1", "Hantel, Satz 1"]


def test_the_other_sets() -> None:
    calm = [replace(made("C"), start_s=100.0 * k) for k in range(4)]
    views = set_views(build.session(*calm, replace(made("FFF"), start_s=900.0)))
    assert other_results(views) == (
        "1 der anderen 5 Sätze hatte Wiederholungen mit Schwung oder zu schnelle, "
        "am meisten Satz 5: 3 von 3 zu schnell."
    )


def test_reps_that_are_missing_to_the_target() -> None:
    views = set_views(build.session(replace(made("CCC", target=4), advice=build.KEEP)))
    assert make_headline(views, views).sure.endswith("1 Wiederholung fehlte zum Ziel von 4.")


def test_figures_have_a_comma() -> None:
    of_lift = {"lift_s": 1.5, "lower_s": 2.0}
    calm = replace(made("C"), reps=(replace(made("C").reps[0], **of_lift),))
    assert (
        headline_facts(set_views(build.session(calm)))[3].text
        == "typisch: 1,5\u00a0s hoch, 2,0\u00a0s runter"
    )


def test_a_verdict_near_the_limit() -> None:
    (rep,) = made("B").reps
    assert verdict_in_table(replace(rep, momentum=0.52)) == "Schwung + zu schnell, knapp"


def test_reasons() -> None:
    slow = Because(code=Reason.SLOW, values={"rate_hz": 4.5, "needed_hz": 6.0})
    (rep,) = made("U").reps
    assert reasons_of(replace(rep, reasons=(slow,))) == (
        "4,5 Messwerte pro Sekunde sind zu wenig für ein Urteil; 6,0 sind nötig",
    )
    short = [
        replace(
            half, reasons=(Because(code=Reason.SHORT_OF_USUAL, values={"swept_deg": d, "usual_deg": 127}),)
        )
        for half, d in zip(made("HH").reps, (76.0, 70.0), strict=True)
    ]
    assert shared_reasons(short) == "du kamst auf 70 bis 76° von deinen üblichen 127°"


def test_why_movement_was_no_curl() -> None:
    """``denn`` keeps the order of a main clause, so that each objection can follow it."""
    assert refusal_clause(Because(code=Reason.NARROW, values={"also": "lopsided"})) == (
        "kein Curl, denn die Bewegungen waren zu klein, und ein Weg war weiter als der andere"
    )


def test_what_was_found_instead() -> None:
    refused = RejectedSet(sensor="wrist", start_s=2.0, end_s=28.0, because=Because(code=Reason.SEVERAL_KINDS))
    brief = replace(refused, start_s=30.0, end_s=34.5, because=Because(code=Reason.NARROW))
    result = replace(samples.no_sets(), rejected_sets=(refused, brief))
    assert found_instead(result) == (
        "Stattdessen gefunden: 26\u00a0s andere Bewegung, etwa eine andere Übung oder Gehen; "
        "4,5\u00a0s Bewegung, die für einen Curl zu klein war."
    )
