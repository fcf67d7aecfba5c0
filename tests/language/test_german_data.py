"""German remarks on the data, and places of sensors, where its grammar or its numbers differ from English."""

from __future__ import annotations

import pytest

from analysis.output import words
from analysis.output.data_sentences import quality_text
from analysis.records.results import Quality
from analysis.vocabulary import Because, Reason
from imu.facts import Value
from imu.placement import CURL_SENSORS, OTHER_PLACES
from imu.units import NBSP


@pytest.mark.parametrize("placement", [*CURL_SENSORS, *OTHER_PLACES, "thigh_left", "kettle_bell"])
def test_a_place_is_called_as_it_is_named(placement: str) -> None:
    """The arm first, then the place with blanks."""
    arm = next((side for side in ("left", "right") if placement.endswith(f"_{side}")), "")
    where = placement.removesuffix(f"_{arm}") if arm else placement
    assert words.place(placement) == f"{arm} {where.replace('_', ' ')}".strip()


@pytest.mark.parametrize(
    ("placement", "side", "said"),
    [
        ("wrist", "right", "right wrist"),
        ("wrist_left", "left", "left wrist"),
        ("wrist_left", "right", "left wrist"),
    ],
)
def test_an_arm_in_the_name_of_a_place_goes_before_another(placement: str, side: str, said: str) -> None:
    assert words.place(placement, side) == said


@pytest.mark.usefixtures("german")
def test_the_side_of_a_place_follows_it() -> None:
    """So that it need not agree with the gender of the place."""
    assert words.place("wrist_left") == "Handgelenk links"
    assert words.place("dumbbell", "right") == "Hantel rechts"
    assert words.place("kettle_bell") == "kettle bell"


def found(code: Reason, **facts: Value) -> Quality:
    return Quality(severity="info", because=Because(code=code, values=facts))


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("note", "said"),
    [
        (
            found(Reason.GAP, start_s=12.0, gap_s=0.84, set=1, rep=3, judged=False),
            f"0,8{NBSP}s lang kein Signal in Satz 1, Wiederholung 3. Die Wiederholung zählt, wird aber nicht beurteilt.",
        ),
        (
            found(Reason.FROZEN, start_s=65.0, gap_s=1.5, long=True, cut=0, by="gyroscope"),
            (
                f"1,5{NBSP}s lang immer derselbe Messwert (Gyroskop) bei 1:05: "
                "Wiederholungen darin können nicht gezählt werden."
            ),
        ),
        (
            found(Reason.IMPOSSIBLE, start_s=3.2, beyond=1, isolated=0, by="accelerometer", share=0.0001),
            f"Ein Messwert war größer, als ein Sensor messen kann; er wurde ausgelassen, nach 3,2{NBSP}s.",
        ),
        (
            found(Reason.IMPOSSIBLE, start_s=3.2, beyond=1, isolated=2, by="gyroscope", share=0.004),
            (
                "Ein Messwert war größer, als ein Sensor messen kann, und 2 Messwerte des Gyroskops sprangen unmöglich weit "
                f"von ihren Nachbarn weg; diese 3 (0,4{NBSP}%) wurden ausgelassen, der erste nach 3,2{NBSP}s. "
                "Prüfe den Sensor und seine Verbindung."
            ),
        ),
        (
            found(Reason.GYROSCOPE_STOPPED, start_s=20.0, total_s=9.0, times=1, reps=1),
            (
                f"Das Gyroskop schwieg 9{NBSP}s lang, ab 0:20: 1 Wiederholung wurde allein mit dem Beschleunigungssensor "
                "gezählt und weniger genau beurteilt."
            ),
        ),
        (
            found(Reason.GRAVITY, gravity_mps2=9.9, off=0.0095, use="as_it_is"),
            f"Die Schwerkraft misst 9,90{NBSP}m/s², wie sie soll.",
        ),
        (
            found(Reason.HALF_REP, set=2, reps=1, of=6),
            "Satz 2: 1 von 6 Wiederholungen war kurz. Kurze Wiederholungen sind kein Schwung.",
        ),
        (
            found(Reason.WEIGHT_CHANGED, set=1, from_kg=12.5, to_kg=1250.0),
            (
                f"Satz 1: Das Gewicht wechselte mittendrin, von 12,5{NBSP}kg auf 1250{NBSP}kg. "
                f"Für alle Wiederholungen gilt 1250{NBSP}kg."
            ),
        ),
    ],
)
def test_a_remark_on_the_data(note: Quality, said: str) -> None:
    assert quality_text(note) == said


@pytest.mark.usefixtures("german")
def test_a_remark_on_a_set_names_where_the_sensor_is() -> None:
    note = found(Reason.CLIPPED, set=2, reps=3)
    said = "Handgelenk links, Satz 2: In 3 Wiederholungen kam der Sensor ans Ende seines Messbereichs: "
    assert quality_text(note, words.place("wrist_left")) == f"{said}Ihre Spitzen sind zu niedrig."
