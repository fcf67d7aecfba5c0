"""Lists of people, history, shared picture and terminal in other languages: German, and one that shows what has no words."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from analysis.coaching.athletes import athletes_of
from analysis.coaching.progress import personal_bests, training_weeks
from analysis.language import use_language
from analysis.output.coach_words import need_lines, need_sentence, recording_result
from analysis.output.history_words import best_sentence, undated_sentence, week_sentence
from analysis.output.quality_notes import sensor_line
from analysis.output.set_views import set_views
from analysis.output.share_words import share_words
from analysis.output.terminal import print_result, totals_line
from analysis.report.share_picture import draw_share_picture
from tests.coaching.test_progress import past, tally
from tests.fixtures import samples
from tests.fixtures.athletes import one_set, recording, weeks
from tests.fixtures.languages import marked_language, speaking, unmarked
from tests.report.test_coach_page import gym, page_of
from tests.report.test_history_page import page, weeks_of


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[None]:
    with speaking(marked_language(tmp_path / "marked.json")):
        yield


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def seen(document: str) -> str:
    """What a page shows, and says to whoever cannot see it."""
    labels = " ".join(re.findall(r'aria-label="([^"]*)"', document))
    shown = re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", document, flags=re.DOTALL)
    return f"{shown} {labels}"


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("make", "given"),
    [
        (lambda: page_of(gym(9, 3), unread=(("x.csv", "x.csv: it has no rows."),)), r"client|csv|\w+_\w+"),
        (lambda: page([*weeks_of(12), past(99, tally(None), at=None)]), r"Anna|live|kg"),
        (lambda: str(draw_share_picture(set_views(samples.mixed())[0], "2026-05-14", "kg")), "rep-momentum"),
        (lambda: str(draw_share_picture(set_views(samples.both_sides())[0], None, "kg")), "rep-momentum"),
    ],
    ids=["people", "history", "picture", "picture of an arm"],
)
def test_all_that_is_shown_is_in_the_files_of_words(make: Callable[[], str], given: str) -> None:
    outside = re.sub(given, "", unmarked(seen(make())))
    assert re.findall(r"[A-Za-z]{2,}", re.sub(r"it has no rows|kg|abc", "", outside)) == []


@pytest.mark.usefixtures("german")
def test_the_pages_say_their_language() -> None:
    for document in (page_of(gym(4, 2)), page(weeks_of(3))):
        assert '<html lang="de">' in document


@pytest.mark.usefixtures("german")
def test_why_somebody_needs_a_word() -> None:
    (athlete,) = athletes_of(weeks(0, 0, 0, 0, 4, asks_less=True))
    assert need_sentence(athlete) == (
        "1. Juni 2026: 4 von 8 Wiederholungen mit Schwung, 0 von 32 in den 4 Trainings davor."
    )
    (athlete,) = athletes_of(weeks(0, 8))
    assert need_sentence(athlete) == (
        "11. Mai 2026: 8 von 8 beurteilten Wiederholungen mit Schwung, 0 von 8 im Training davor."
    )
    assert need_lines(athletes_of(gym(4, 3)))[0] == "Gesprächsbedarf bei 2 von 4 Personen:"


@pytest.mark.usefixtures("german")
def test_what_a_recording_holds() -> None:
    assert recording_result(recording("x.csv", sets=[one_set(3)])) == (
        "8 Wiederholungen: 5 kontrolliert, 3 mit Schwung"
    )
    assert recording_result(recording("x.csv", sets=[])) == "keine Curls gefunden"


@pytest.mark.usefixtures("german")
def test_the_history() -> None:
    (best,) = personal_bests([past(1, tally(9))])
    assert plain(best_sentence(best, named=False, exercise=False)) == (
        "Meiste kontrollierte Wiederholungen mit 12,5 kg: 9, am 4. Mai 2026"
    )
    (week,) = training_weeks([past(1, tally(10), tally(8, 15.0))])
    assert plain(week_sentence(week, "kg")) == (
        "Woche ab 4. Mai 2026: 1 Training, 2 Sätze, 20 Wiederholungen, 90 % kontrolliert, "
        "ein ganzer Satz kontrolliert mit 12,5 kg"
    )
    said = undated_sentence([past(1, tally(1), at=None), past(2, tally(1), at=None)])
    assert said is not None
    assert said.startswith("2 Trainings haben kein Datum, weil die Aufnahme es nicht nennt, und stehen in ")


@pytest.mark.usefixtures("german")
def test_the_picture_of_a_set() -> None:
    said = share_words(set_views(samples.mixed())[0], "2026-05-14T18:42", "kg")
    assert (said.day, said.figure, plain(said.whole), said.meaning) == (
        "14. Mai 2026",
        "5",
        "von 11",
        "beurteilten kontrolliert",
    )
    assert plain(said.about) == "Bizeps-Curls, 12,5 kg"
    assert [fact.text for fact in said.facts] == ["hoch", "runter", "Umfang"]
    left, right = (share_words(view, None, "kg").about for view in set_views(samples.both_sides())[:2])
    assert (plain(left), plain(right)) == (
        "Bizeps-Curls, 5 kg, linker Arm",
        "Bizeps-Curls, 5 kg, rechter Arm",
    )


@pytest.mark.usefixtures("german")
def test_the_terminal() -> None:
    out = io.StringIO()
    print_result(Console(file=out, width=100), samples.ordinary())
    text = plain(out.getvalue())
    assert "Satz 2, 12,5 kg, Handgelenk rechts, ab 2:09" in text
    assert re.search(r"1  ●  kontrolliert +2 +127 +1,7 +1,9 ", text)
    assert "Anstoß: über die Schwerkraft hinaus; über der Grenze ist es Schwung." in text
    assert totals_line([samples.ordinary()], 2) == (
        "1 Aufnahme, 2 Sätze, 18 Wiederholungen: 12 kontrolliert, 4 mit Schwung, 1 halb, 1 nicht beurteilt. "
        "1 von 2 nicht lesbar"
    )


@pytest.mark.usefixtures("german")
def test_a_sensor() -> None:
    (sensor,) = samples.ordinary().sensors
    assert sensor_line(sensor) == (
        "Handgelenk: 49,8 Messwerte je Sekunde, Beschleunigungssensor und Gyroskop, 1-mal kein Signal."
    )


def test_a_language_chosen_later_is_that_of_a_page_made_later() -> None:
    """Templates are kept, and their words are not."""
    with speaking("de"):
        assert "Curl-Verlauf" in page(weeks_of(2))
    use_language("en")
    assert "Curl history" in page(weeks_of(2))
