"""German of a session as a whole: cases after prepositions, forms by number, decimal commas, both sides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.coaching.weights import parse_rack
from analysis.output.balance_words import balance_words, side_advice
from analysis.output.effort_words import slowing_words, totals_words
from analysis.output.next_weight_words import next_weight_lines, rack_sentences
from analysis.output.reasons import refusal_clause
from analysis.output.session_words import (
    last_time_words,
    next_session_lines,
    refused_remark,
    session_lines,
    taken_back_remark,
)
from analysis.output.trunk_words import bend_line, summary_of_trunk
from analysis.output.warm_up_words import moved_words, warm_up_words
from analysis.records.past_sessions import PastSet
from analysis.records.session_totals import SessionTotals, Slowing
from analysis.records.trunk_measures import TrunkMovement, TrunkSummary
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Because, Reason
from tests.fixtures import samples
from tests.fixtures.past_sets import past_set
from tests.output.test_warm_up_words import warm

pytestmark = pytest.mark.usefixtures("german")

SETTINGS = AdviceSettings()
MONDAY = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
CALM = [past_set("CCCCCCCC", 12.5, 1), past_set("CCCCCCCC", 12.5, 2)]
HEAVY = [past_set("CCWWWWWW", 15.0, 1), past_set("CCCWWWWW", 15.0, 2)]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def found(*sets: PastSet) -> NextWeight:
    (one,) = next_weights(sets, rack=parse_rack("2.5:40:2.5kg"))
    return one


@pytest.mark.parametrize(
    ("sets", "sentence"),
    [
        (
            [*CALM, *HEAVY],
            (
                "Nächstes Training: 12,5 kg × 8. Letztes Mal 8 von 8 kontrolliert; "
                "bisher waren 5 von 16 Wiederholungen mit 15 kg kontrolliert, in zwei Sätzen."
            ),
        ),
        (
            [*CALM, HEAVY[0]],
            (
                "Nächstes Training: 12,5 kg × 8. Letztes Mal 8 von 8 kontrolliert; "
                "bisher waren 2 von 8 Wiederholungen mit 15 kg kontrolliert, in einem Satz."
            ),
        ),
        (
            CALM,
            (
                "Nächstes Training: kein Gewicht, denn alle Sätze waren mit 12,5 kg; "
                "ein Satz mit einem anderen Gewicht zeigt, wie viel es ausmacht."
            ),
        ),
    ],
)
def test_the_next_weight(sets: list[PastSet], sentence: str) -> None:
    assert plain(next_weight_lines(found(*sets), SETTINGS)[0]) == sentence


def test_the_title_is_no_part_of_what_stands_below_it() -> None:
    (line,) = next_session_lines([found(*CALM, *HEAVY)], SETTINGS)
    assert line.title == "Nächstes Training"
    assert plain(line.text).startswith("12,5 kg × 8. Letztes Mal")
    (line,) = next_session_lines([found(*CALM)], SETTINGS)
    assert plain(line.text).startswith("Kein Gewicht, denn alle Sätze")


def test_the_evidence_has_decimal_commas() -> None:
    said = plain(next_weight_lines(found(*CALM, *HEAVY), SETTINGS)[1])
    assert said.startswith("Deine Grenze liegt mit 80 % Sicherheit zwischen ")
    assert said.endswith(
        " kg: 16 von 16 Wiederholungen mit 12,5 kg und 5 von 16 Wiederholungen mit 15 kg kontrolliert."
    )


def test_a_typed_rack_keeps_its_signs() -> None:
    """Its weights are told as they were typed: a comma would part two weights."""
    (said,) = rack_sentences(parse_rack("2.5,2.5,5kg"))
    assert plain(said).startswith("2.5 kg steht mehrfach da und zählt einmal;")
    (said,) = rack_sentences(parse_rack("2.5,2.5,5,5kg"))
    assert plain(said).startswith("2.5, 5 kg stehen mehrfach da und zählen je einmal;")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"verdict": "enough", "movement_s": 250.0, "ramp_up_sets": 1},
            "4 min 10 s Bewegung und 1 Aufwärmsatz vor dem ersten Arbeitssatz.",
        ),
        (
            {"ramp_up_sets": 2, "after_s": 100.0, "asked_s": (150.0, 300.0), "recordings": 2},
            (
                "Erster Arbeitssatz nach 1 min 40 s, davor 25 s Bewegung und 2 Aufwärmsätze, in 2 Aufnahmen: "
                "Der Artikel verlangt 2,5 bis 5 min."
            ),
        ),
        (
            {"verdict": "unknown", "lead_s": 8.0, "recordings": 3},
            "Nicht bekannt: Die erste von 3 Aufnahmen beginnt erst 8 s vor dem ersten Satz.",
        ),
    ],
)
def test_the_warm_up(more: dict[str, Any], sentence: str) -> None:
    assert plain(warm_up_words(warm(**more))) == sentence


def test_movement_so_far() -> None:
    assert plain(moved_words(70.0, (180.0, 300.0))) == "1 min 10 s bewegt, gut sind 3 bis 5 min"


def slowed(loss: float, last_lift_s: float, *, swung: bool = False) -> Slowing:
    return Slowing(
        reps=8,
        last_rep=9,
        first_dps=120.0,
        last_dps=120.0 * (1.0 - loss),
        first_lift_s=1.1,
        last_lift_s=last_lift_s,
        loss=loss,
        swung=swung,
        effort="near_failure" if loss > 0.2 else "steady",
    )


def test_how_a_set_slowed() -> None:
    assert plain(slowing_words(slowed(0.25, 1.4))) == (
        "Bis Wiederholung 9 wurdest du beim Heben 25 % langsamer als am Anfang (120 °/s, dann 90 °/s): "
        "ein Zeichen, dass noch etwa zwei Wiederholungen drin waren oder weniger."
    )
    assert plain(slowing_words(slowed(0.0, 1.1, swung=True))) == (
        "Bis Wiederholung 9 wurdest du beim Heben nicht langsamer als am Anfang: "
        "der Schwung verdeckt, wie müde du warst."
    )


@pytest.mark.parametrize(
    ("sets", "reps", "begins"),
    [(1, 1, "1 Wiederholung in 1 Satz,"), (3, 24, "24 Wiederholungen in 3 Sätzen,")],
)
def test_sums_of_a_session(sets: int, reps: int, begins: str) -> None:
    totals = SessionTotals(
        sets=sets,
        reps=reps,
        volume_kg=1250.0,
        time_under_tension_s=75.5,
        timed_reps=reps,
        rests_s=(90.0,),
        rest_s=90.0,
        lift_s=1.25,
        pause_top_s=0.5,
        lower_s=2.0,
    )
    said = plain(totals_words(totals, "kg"))
    assert said.startswith(begins)
    assert said.endswith(
        " Volumen 1.250 kg, 76 s unter Spannung, Pause 90 s, Tempo 1,2 s hoch, 0,5 s gehalten, 2,0 s runter."
    )


def test_both_sides() -> None:
    balance = samples.both_sides().balance
    assert balance is not None
    assert plain(balance_words(balance)) == "Rechts mit Schwung ab Wiederholung 6, links ab Wiederholung 9."
    assert side_advice(balance) == (
        "Beginne nächstes Mal mit dem rechten Arm, und mach mit dem linken genauso viele Wiederholungen."
    )


def test_remarks_have_german_titles_and_codes_of_their_subject() -> None:
    said = {line.subject: line.title for line in session_lines(samples.both_sides())}
    assert said["sides"] == "Beide Seiten"
    assert said["warm_up"] == "Aufwärmen"


def test_taken_back_reps() -> None:
    assert taken_back_remark(1).in_one_line == (
        "Zählung: 1 weniger als angezeigt: Es war keine volle Wiederholung dieses Satzes."
    )
    assert taken_back_remark(2).text == (
        "2 weniger als angezeigt: Es waren keine vollen Wiederholungen dieses Satzes."
    )


def test_what_was_counted_and_is_no_set() -> None:
    why = refusal_clause(Because(code=Reason.STAYS_UP))
    assert refused_remark(why).in_one_line == (
        "Zählung: Was danach gezählt wurde, ist kein Satz "
        "(kein Curl, denn der Arm blieb oben, wie beim Trinken oder Telefonieren)."
    )


def test_last_time_names_the_day_without_its_year() -> None:
    assert plain(last_time_words([past_set("CCCCCCWW", 12.5, at=MONDAY)])) == (
        "Letztes Mal, 4. Mai: 8 × 12,5 kg, 6 kontrolliert"
    )


def test_the_trunk() -> None:
    seen: dict[str, Any] = {"sensor": "trunk", "worst_back_deg": 12.0, "worst_forward_deg": None}
    assert summary_of_trunk(TrunkSummary(reps=10, lean=3, caution=1, **seen)) == (
        "Er half bei 3 von 10 Wiederholungen mit Schwung nach, geneigt bis 12° nach hinten, gegenüber deinem Stand."
    )
    assert summary_of_trunk(TrunkSummary(reps=1, lean=0, caution=0, **(seen | {"worst_back_deg": 0.0}))) == (
        "Ruhig bei der einen Wiederholung."
    )
    bend = TrunkMovement(start_s=65.0, end_s=68.0, range_deg=30.0, back_deg=2.0, forward_deg=28.0)
    assert bend_line(bend, 5.0) == "1:00 bis 1:03: 28° nach vorn"
