"""The advice in German: cases, forms by number, capitals after a colon, and the signs of numbers."""

from __future__ import annotations

import pytest

from analysis.coaching.advice import advise
from analysis.coaching.weights import parse_rack
from analysis.records.results import RepSet
from analysis.settings.advice_settings import AdviceSettings
from tests.fixtures.lettered_sets import made

pytestmark = pytest.mark.usefixtures("german")

LATE = "C" * 6 + "W" * 4
LIGHTEST = parse_rack("12.5,15,17.5kg")


def said(repset: RepSet, **more: object) -> str:
    return advise(repset, **more).why.replace("\u00a0", " ")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("repset", "todo", "finding"),
    [
        (
            made("W" * 10),
            "Nimm im nächsten Satz 10 kg",
            "Du hast von den ersten Wiederholungen an Schwung geholt",
        ),
        (
            made(LATE, target=10),
            "Bleib bei 12,5 kg und hör nach 6 auf, oder nimm 10 kg für alle 10",
            "Ab Wiederholung 7 hast du Schwung geholt",
        ),
        (
            made("CCCCCUWBCW"),
            "Bleib bei 12,5 kg und hör nach 6 auf, oder nimm 10 kg",
            "3 von 9 beurteilten Wiederholungen waren mit Schwung",
        ),
        (
            made("W" * 6, None),
            "Nimm im nächsten Satz 17 % weniger",
            "Du hast von den ersten Wiederholungen an Schwung geholt",
        ),
        (
            made("FF", None),
            "Bleib bei diesem Gewicht und heb länger als 2 s",
            "Beide Wiederholungen waren zu schnell, bei ruhigem Ellbogen",
        ),
        (
            made("C" * 11, target=15),
            "Bleib bei 12,5 kg für alle 15",
            "Alle 11 Wiederholungen waren kontrolliert",
        ),
        (
            made("CCCU"),
            "Bleib bei 12,5 kg",
            "Alle 3 beurteilten Wiederholungen waren kontrolliert; 1 wurde nicht beurteilt",
        ),
        (
            made("CCHWCCUU"),
            "Bleib bei 12,5 kg",
            "4 von 6 beurteilten Wiederholungen waren kontrolliert; 2 wurden nicht beurteilt",
        ),
        (
            made("HC"),
            "Falls das Curls waren, geh ganz nach unten",
            "1 von 2 war nur halb und zeigt nicht, ob das Gewicht passt",
        ),
        (
            made("CCC" + "W", target=10),
            "Nimm im nächsten Satz 10 kg",
            "Der Satz endete nach 4 von 10 Wiederholungen, die letzte mit Schwung",
        ),
        (made("U"), "Kein Rat zu diesem Satz", "Die Wiederholung war nicht zu beurteilen"),
        (made("UUU"), "Kein Rat zu diesem Satz", "Alle 3 Wiederholungen waren nicht zu beurteilen"),
        (made("H"), "Kein Rat aus einer einzigen Wiederholung", "Es war eine halbe Wiederholung"),
    ],
)
def test_what_to_do_and_what_was_found(repset: RepSet, todo: str, finding: str) -> None:
    assert said(repset) == f"{todo}: {finding}."


def test_one_of_the_judged_reps() -> None:
    bold = AdviceSettings(judged_share=0.5, least_judged=1)
    assert said(made("CU"), settings=bold) == (
        "Bleib bei 12,5 kg: Die beurteilte Wiederholung war kontrolliert; 1 wurde nicht beurteilt."
    )


def test_weights_that_are_not_there() -> None:
    assert said(made("W" * 8), rack=LIGHTEST) == (
        "Nächster Satz langsamer, länger als 2 s hoch: In deiner Liste ist keine leichtere Hantel."
    )
    assert said(made("W" * 8, 2.5)).endswith("In Schritten von 2,5 kg gibt es keine leichtere Hantel.")


def test_more() -> None:
    before, now = made("C" * 12, target=10), made("C" * 13, target=10)
    assert said(now, previous=[before], rack=parse_rack("12.5,14,16kg")) == (
        "Nimm im nächsten Satz 14 kg: 12 kontrollierte Wiederholungen, zwei Sätze nacheinander."
    )
    assert said(before, previous=[now], rack=LIGHTEST) == (
        "Bleib bei 12,5 kg und mach 12: Die nächste Hantel ist 20 % schwerer."
    )
