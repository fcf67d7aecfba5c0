"""Why a rep was called what it was, in German: what a report shows below each rep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.output.explain import explain
from analysis.records.results import Comparison, Rep
from analysis.vocabulary import Because, Reason
from tests.fixtures.lettered_sets import made

pytestmark = pytest.mark.usefixtures("german")


def compared(figure: str, value: float, limit: float, weight: float, rule: str = "evidence") -> Comparison:
    return Comparison(
        figure=figure, value=value, limit=limit, weight=weight, threshold="momentum.push_mps2", rule=rule
    )  # type: ignore[arg-type]


def rep_of(letter: str, *comparisons: Comparison, **more: object) -> Rep:
    return replace(made(letter).reps[0], comparisons=comparisons, **more)  # type: ignore[arg-type]


def test_a_swing() -> None:
    """The push is twice its limit and the coast at its own: half the push, or half the coast, would be even."""
    push, coast = compared("push_mps2", 9.0, 4.5, 1.0), compared("carry", 0.2, 0.2, 1.0)
    why = explain(rep_of("W", push, coast, momentum=2 / 3, elbow_rms_mps2=3.5))
    assert why.sentence == (
        "Mit Schwung: Das Tempo allein hätte das Gewicht 20 % der Höhe weit getragen und du hast es mit 9,0 m/s² "
        "angestoßen; zusammen 67 von 100. "
        "Mehr Schwung als Tempo: Der geschleuderte Ellbogen (3,5 m/s²) wiegt mehr als der schnelle Unterarm."
    )
    assert why.otherwise == (
        "Sie wäre kontrolliert gewesen: bei diesem Tempo mit einem Anstoß unter 4,5 m/s², "
        "oder bei diesem Anstoß mit weniger als 10 % Ausrollen."
    )


def test_a_half_rep() -> None:
    evidence, swept = compared("carry", 0.1, 0.2, 1.0), compared("rom_deg", 76.0, 101.6, 0.0, "range")
    reason = Because(code=Reason.SHORT_OF_USUAL, values={"swept_deg": 76.0, "usual_deg": 127.0})
    why = explain(rep_of("H", evidence, swept, rom_deg=76.0, reasons=(reason,)))
    assert why.sentence == "Halbe Wiederholung: du kamst auf 76° von deinen üblichen 127°."
    assert why.otherwise == "Ganz wäre sie mit mindestens 102° Bewegungsumfang gewesen."


def test_a_rep_without_a_signal() -> None:
    why = explain(rep_of("U", reasons=(Because(code=Reason.GAP),)))
    assert why.sentence == "Kein Signal: ein Teil davon kam nicht an."
    assert why.otherwise.startswith("Mit Signal lässt sich eine Wiederholung beurteilen: ")


def test_a_trunk_that_swung() -> None:
    trunk = compared("trunk_range_deg", 14.0, 8.0, 0.0, "trunk")
    why = explain(rep_of("W", trunk, trunk_verdict="lean", momentum=0.7))
    assert why.sentence == "Mit Schwung: Dein Rumpf bewegte sich beim Heben um 14°; 70 von 100."
    assert why.otherwise == "Bei weniger als 8° Bewegung des Rumpfs wäre sie nicht zu beurteilen gewesen."
