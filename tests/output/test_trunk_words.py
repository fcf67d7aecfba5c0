"""What is said of the trunk: in the reps' sentences, in a line, in the table, and of a sensor that wears it alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from io import StringIO

import pytest
from rich.console import Console

from analysis.output.explain import explain, threshold_moves
from analysis.output.json_document import schema, to_document, to_json
from analysis.output.nothing_found import found_instead
from analysis.output.terminal import print_result
from analysis.output.trunk_words import bend_line, summary_of_trunk
from analysis.records.results import SessionResult
from analysis.records.trunk_measures import TrunkMovement, TrunkSummary
from analysis.stream.offline import analyze
from imu.simulate import CurlSet, PickUp, Still, simulate
from imu.simulate import SimulatedRep as Lift

CALM = Lift(pause_bottom_s=0.5)


@cache
def lifted(*swings: float, wears: tuple[str, ...] = ("wrist", "trunk")) -> SessionResult:
    reps = tuple(replace(CALM, swing=swing) for swing in swings)
    made = simulate(
        (Still(2.0), PickUp(bend_deg=50.0), Still(3.0), CurlSet(reps=reps), Still(10.0)), placements=wears
    )
    return analyze(made.recording)


def printed(result: SessionResult) -> str:
    console = Console(width=90, record=True, file=StringIO())
    print_result(console, result)
    return console.export_text()


def test_a_thrown_rep_says_that_the_trunk_threw_it() -> None:
    result = lifted(0.0, 0.0, 0.0, 2.0)
    thrown = result.sets[0].reps[3]
    made = explain(thrown)
    assert made.decided_by is not None
    assert made.decided_by.figure == "trunk_range_deg"
    assert f"your trunk moved through {thrown.trunk_range_deg:.0f}° with the lift" in made.sentence
    assert made.sentence.startswith("Swung: ")
    assert "would have been called all the same" in made.otherwise or "have been controlled" in made.otherwise
    assert threshold_moves(thrown) == []
    assert explain(result.sets[0].reps[0]).sentence.startswith("Controlled: ")


def test_the_sentence_and_the_column_beside_it_have_one_value() -> None:
    """How far the trunk moved; how far it leaned from the stand is another figure, and is named otherwise."""
    result = lifted(0.0, 0.0, 0.0, 2.0)
    (row,) = (line for line in printed(result).splitlines() if line.split()[:2] == ["4", "▲"])
    (degrees,) = re.findall(r"your trunk moved through (\d+)°", explain(result.sets[0].reps[3]).sentence)
    assert row.split()[-1] == degrees
    (line,) = (line for line in printed(result).splitlines() if line.startswith("Trunk: "))
    assert "leaning up to" in line
    assert "from how you stood" in line
    assert "moved through" not in line


@pytest.mark.parametrize(
    ("forearm", "verdict"),
    [
        ("controlled", "have been controlled"),
        ("partial", "have been a half rep"),
        ("uncertain", "not have been judged"),
    ],
)
def test_what_it_would_have_been_without(forearm: str, verdict: str) -> None:
    """A rep that only the trunk threw: the forearm's own comparisons are those of a calm, a half or no judged rep."""
    calm, _, _, thrown = lifted(0.0, 0.0, 0.0, 2.0).sets[0].reps
    trunk = tuple(c for c in thrown.comparisons if c.rule == "trunk")
    own = tuple(c for c in calm.comparisons if c.rule != "trunk")
    if forearm == "partial":
        own = tuple(replace(c, value=0.8 * c.limit) if c.rule == "range" else c for c in own)
    if forearm == "uncertain":
        own = ()
    assert verdict in explain(replace(thrown, comparisons=(*own, *trunk))).otherwise


def test_the_table_has_a_column_only_where_a_trunk_was_worn() -> None:
    with_trunk, alone = printed(lifted(0.0, 0.0, 0.0, 2.0)), printed(lifted(0.0, 0.0, wears=("wrist",)))
    assert "Trunk moved" in with_trunk
    assert "It threw 1 of 4 reps, leaning up to" in with_trunk
    assert "Trunk" not in alone


def test_a_trunk_alone_is_told_with_its_bends() -> None:
    result = lifted(0.0, 0.0, wears=("trunk",))
    assert found_instead(result) == "Only the trunk wore a sensor; it bent or leaned 1 time."
    (bend,) = result.trunk.movements if result.trunk is not None else ()
    assert bend.forward_deg == pytest.approx(50.0, abs=2.0)
    assert f"0:02 to 0:04: {bend.forward_deg:.0f}° forward" in printed(result)


SUMMARY = TrunkSummary(sensor="trunk", reps=8, caution=0, lean=0)


@pytest.mark.parametrize(
    ("summary", "line"),
    [
        (None, ""),
        (replace(SUMMARY, reps=0), ""),
        (SUMMARY, "Still in all 8 reps."),
        (replace(SUMMARY, reps=1), "Still in the one rep."),
        (
            replace(SUMMARY, caution=2, worst_back_deg=12.2),
            "It moved or leaned noticeably in 2 of 8 reps, leaning up to 12° back from how you stood.",
        ),
        (
            replace(SUMMARY, lean=3, worst_back_deg=18.0, worst_forward_deg=9.6),
            "It threw 3 of 8 reps, leaning up to 18° back and up to 10° forward from how you stood.",
        ),
    ],
)  # fmt: skip
def test_one_line_on_the_trunk(summary: TrunkSummary | None, line: str) -> None:
    assert summary_of_trunk(summary) == line


def test_a_bend_whose_way_is_not_known() -> None:
    move = TrunkMovement(start_s=62.0, end_s=65.0, range_deg=14.6)
    assert bend_line(move) == "1:02 to 1:05: 15°, unknown which way"
    assert bend_line(replace(move, back_deg=3.0, forward_deg=14.0)) == "1:02 to 1:05: 14° forward"
    assert bend_line(replace(move, back_deg=14.0, forward_deg=3.0)) == "1:02 to 1:05: 14° back"


def test_the_document_has_the_trunk_and_no_inner_figure() -> None:
    result = lifted(0.0, 0.0, 0.0, 2.0)
    document = json.loads(to_json(result))
    assert document["trunk"] == to_document(result)["trunk"]
    assert {k: document["trunk"][k] for k in ("sensor", "reps", "caution", "lean")} == {
        "sensor": "trunk",
        "reps": 4,
        "caution": 0,
        "lean": 1,
    }
    reps = document["sets"][0]["reps"]
    assert [rep["trunk_verdict"] for rep in reps] == ["still"] * 3 + ["lean"]
    assert all("bottom_force_mps2" not in rep for rep in reps)
    assert schema()["properties"]["trunk"]["required"] == list(document["trunk"])
