"""What a person tells joined to what was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coaching.set_context import SetContext, with_advice
from analysis.coaching.weights import parse_rack, parse_weight
from analysis.live.live_session import LiveSession
from analysis.output.data_sentences import quality_text
from analysis.records.results import RepSet, SessionResult
from analysis.stream.offline import recording_facts
from analysis.vocabulary import Because, Reason
from imu.printable import printable
from imu.types import Note, Recording, SampleBlock
from tests.fixtures.build import controlled, make_set, session

STILL = SampleBlock(sensor="wrist", time_s=np.zeros(1), acc_mps2=np.zeros((1, 3)), gyr_radps=None)


def recording(*notes: tuple[float | None, str, str]) -> Recording:
    made = tuple(Note(time_s=t, key=key, value=value) for t, key, value in notes)
    return Recording(path="a.csv", files=("a.csv",), format="canonical", sensors=(STILL,), notes=made)


def bare(start_s: float, reps: int = 10, sensor: str = "wrist") -> RepSet:
    made = make_set([controlled(i) for i in range(reps)], start_s, advice=None, weight_kg=None)
    return replace(made, sensor=sensor, side=None, target_reps=None)


def joined(result: SessionResult, notes: Recording, told: SetContext | None = None) -> list[RepSet]:
    return list(with_advice(result, notes.notes, told or SetContext()).sets)


def test_notes_hold_from_their_time_on() -> None:
    """The first set starts at 5 s, the second at 100 s; a note at 50 s lies between, one at 500 s after both."""
    notes = recording(
        (None, "weight_kg", "7.5"), (None, "side", "right"), (50.0, "weight_kg", "12.5"),
        (50.0, "target_reps", "8"), (500.0, "weight_kg", "40"),
    )  # fmt: skip
    first, second = joined(session(bare(5.0), bare(100.0)), notes)
    assert (first.weight_kg, first.target_reps, first.side) == (7.5, None, "right")
    assert (second.weight_kg, second.target_reps, second.side) == (12.5, 8, "right")


def test_a_weight_changed_in_a_set_is_that_sets() -> None:
    notes = recording((None, "weight_kg", "7.5"), (101.0, "weight_kg", "10"))
    first, second = joined(session(bare(5.0), bare(100.0)), notes)
    assert (first.weight_kg, second.weight_kg) == (7.5, 10)


def test_without_notes_nothing_is_guessed() -> None:
    (only,) = joined(session(bare(5.0)), recording())
    assert (only.weight_kg, only.target_reps, only.side) == (None, None, None)
    assert only.advice is not None


def test_what_is_told_overrules_notes() -> None:
    told = SetContext(weight=parse_weight("25lb"), target_reps=6, side="left")
    notes = recording((None, "weight_kg", "7.5"), (None, "target_reps", "8"), (None, "side", "right"))
    (only,) = joined(session(bare(5.0)), notes, told)
    assert (only.weight_kg, only.target_reps, only.side) == (25 * 0.45359237, 6, "left")


@pytest.mark.parametrize(
    ("text", "side"), [("Left", "left"), (" RIGHT ", "right"), ("links", "left"), ("both", None)]
)
def test_a_noted_side_is_known_however_it_is_spelt(text: str, side: str | None) -> None:
    (only,) = joined(session(bare(5.0)), recording((None, "side", text)))
    assert only.side == side


def test_a_sensor_on_a_side_stays_there() -> None:
    (only,) = joined(session(bare(5.0, sensor="wrist_left")), recording(), SetContext(side="right"))
    assert only.side == "left"


UNREADABLE = [
    "heavy",
    "nan",
    "inf",
    "2x10 kg",
    "10+2.5",
    "12..5",
    "BW",
    "12 stone",
    "9" * 5000,
]


@pytest.mark.parametrize("text", ["", *UNREADABLE])
def test_a_weight_that_cannot_be_read_is_unknown_and_said(text: str) -> None:
    notes = recording((None, "weight_kg", text)).notes
    made = with_advice(session(bare(5.0), quality=()), notes)
    assert made.sets[0].weight_kg is None
    (note,) = made.quality
    assert note.because == Because(code=Reason.WEIGHT_UNREADABLE, values={"text": text})
    assert "out of range" not in quality_text(note)
    assert note.severity == ("warning" if text else "info")
    assert len(quality_text(note)) < 200


@pytest.mark.parametrize("text", ["0", "-5", "501", "900 lb", "0.0 kg", "1e9"])
def test_a_weight_that_nobody_lifts_is_said_to_be_one(text: str) -> None:
    made = with_advice(session(bare(5.0), quality=()), recording((None, "weight_kg", text)).notes)
    assert made.sets[0].weight_kg is None
    (note,) = made.quality
    assert quality_text(note).startswith(f"The weight “{text}” is out of range (more than 0 and at most 500)")


@pytest.mark.parametrize(
    ("text", "side"),
    [("left", "left"), (" Right ", "right"), ("links", "left"), ("R", "right"), ("both", None), ("5", None)],
)
def test_a_side_is_one_of_two_or_said(text: str, side: str | None) -> None:
    made = with_advice(session(bare(5.0), quality=()), recording((None, "side", text)).notes)
    assert made.sets[0].side == side
    said = [quality_text(note) for note in made.quality]
    assert said == ([] if side else [f"The note “side: {text}” cannot be read; write left or right."])


def test_a_target_that_is_none_is_said() -> None:
    made = with_advice(session(bare(5.0), quality=()), recording((None, "target_reps", "many")).notes)
    (note,) = made.quality
    assert "“target_reps: many” cannot be read; write a whole number" in quality_text(note)


def test_a_note_that_was_meant_is_said() -> None:
    notes = recording((None, "gewicht", "12"), (None, "mood", "fine"), (3.0, "rep_out", "wrist 2.0")).notes
    (note,) = with_advice(session(bare(5.0), quality=()), notes).quality
    assert quality_text(note).startswith(
        "The note “gewicht” is not known and was left out; known are weight_kg,"
    )


def test_a_rack_without_a_weight_is_said() -> None:
    rack = parse_rack("5:20:2.5kg")
    made = with_advice(session(bare(5.0), quality=()), (), SetContext(rack=rack))
    (note,) = made.quality
    assert quality_text(note).startswith("The rack is known, but not the weight that was lifted")
    with_both = SetContext(rack=rack, weight=parse_weight("10kg"))
    assert with_advice(session(bare(5.0), quality=()), (), with_both).quality == ()


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("12.5", 12.5), ("12,5", 12.5), ("12.5 kg", 12.5), ("12,5kg", 12.5), (" 12.5\u00a0KG ", 12.5), ("10.", 10.0),
        ("1e1", 10.0), ("12.5 kilos", 12.5), ("27 lb", 27 * 0.45359237), ("27lbs.", 27 * 0.45359237),
        ("27 pounds", 27 * 0.45359237), ("500", 500.0),
    ],
)  # fmt: skip
def test_a_weight_that_is_clear_is_read_without_a_word(text: str, kg: float) -> None:
    made = with_advice(session(bare(5.0), quality=()), recording((None, "weight_kg", text)).notes)
    assert made.sets[0].weight_kg == kg
    assert made.quality == ()


def test_an_option_stands_for_what_cannot_be_read() -> None:
    told = SetContext(weight=parse_weight("24kg"))
    made = with_advice(session(bare(5.0), quality=()), recording((None, "weight_kg", "heavy")).notes, told)
    assert (made.sets[0].weight_kg, made.quality) == (24.0, ())


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ([(20.0, "10")], "from 12.5 kg to 10 kg. 10 kg is taken"),
        ([(20.0, "10"), (25.0, "7.5")], "from 12.5 kg to 7.5 kg. 7.5 kg is taken"),
        ([(20.0, "10"), (25.0, "12.5")], "from 12.5 kg and back. 12.5 kg is taken"),
        ([(20.0, "27.5 lb")], "from 12.5 kg to 27.5 lb. 27.5 lb is taken"),
    ],
)
def test_a_weight_that_changes_within_a_set_is_said(noted: list[tuple[float, str]], said: str) -> None:
    """The set lasts from 5 to 43 s."""
    notes = recording((None, "weight_kg", "12.5"), *((t, "weight_kg", text) for t, text in noted)).notes
    made = with_advice(session(bare(5.0), quality=()), notes)
    (note,) = made.quality
    assert (note.severity, note.sensor, note.start_s) == ("warning", "wrist", 20.0)
    assert quality_text(note) == f"Set 1: the weight changed within it, {said} for all of its reps.".replace(
        " kg", "\u00a0kg"
    ).replace(" lb", "\u00a0lb")


@pytest.mark.parametrize(
    "noted", [(1.0, "10"), (43.55, "10"), (44.0, "10"), (20.0, "12.5"), (20.0, "12.5 kg")]
)
def test_a_weight_that_is_changed_elsewhere_is_not(noted: tuple[float, str]) -> None:
    """Before the set, at its very end (which corrects it), after it, or to the same."""
    notes = recording((None, "weight_kg", "12.5"), (noted[0], "weight_kg", noted[1])).notes
    assert with_advice(session(bare(5.0), quality=()), notes).quality == ()


def test_an_advice_on_a_set_whose_weight_changed_is_less_sure() -> None:
    notes = recording((None, "weight_kg", "12.5"), (20.0, "weight_kg", "10")).notes
    sure = [with_advice(session(bare(5.0), quality=()), kept).sets[0].advice for kept in (notes[:1], notes)]
    assert sure[0] is not None
    assert sure[1] is not None
    assert (sure[0].sureness or 0.0) > (sure[1].sureness or 0.0)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=30))
def test_any_note_is_a_weight_or_said(text: str) -> None:
    made = with_advice(session(bare(5.0), quality=()), recording((None, "weight_kg", text)).notes)
    kg = made.sets[0].weight_kg
    assert (kg is None) == (len(made.quality) == 1)
    assert kg is None or 0.0 < kg <= 500.0
    assert all(printable(quality_text(note)) == quality_text(note) for note in made.quality)


@pytest.mark.parametrize(("text", "reps"), [("8", 8), ("8.0", 8), ("8.5", None), ("0", None), ("ten", None)])
def test_targets_are_whole(text: str, reps: int | None) -> None:
    (only,) = joined(session(bare(5.0)), recording((None, "target_reps", text)))
    assert only.target_reps == reps


def test_earlier_sets_of_the_same_arm_count() -> None:
    """Twelve controlled reps, two over the target, twice with one arm: more; once with each arm: not yet."""
    notes = recording((None, "weight_kg", "20"), (None, "target_reps", "10"))
    same = joined(session(bare(5.0, 12), bare(100.0, 12)), notes)
    other = joined(session(bare(5.0, 12, "wrist_left"), bare(100.0, 12, "wrist_right")), notes)
    assert [s.advice.action for s in same if s.advice] == ["keep", "more"]
    assert [s.advice.action for s in other if s.advice] == ["keep", "keep"]


@pytest.mark.parametrize("told", [SetContext(), SetContext(weight=parse_weight("10lb"))])
def test_a_live_session_knows_no_rack_that_nobody_gave(told: SetContext) -> None:
    """It offers the usual weights, so that the page can step through them; those are nobody's rack."""
    live = LiveSession(recording_facts(recording()), told)
    assert live.told.rack is not None
    assert with_advice(session(bare(5.0), quality=()), (), live.told).quality == ()
    live.use_rack(parse_rack("5:20:2.5kg"))
    (note,) = with_advice(session(bare(5.0), quality=()), (), live.told).quality
    assert note.because.code == Reason.RACK_WITHOUT_WEIGHT


def test_the_unit_follows_rack_then_weight() -> None:
    assert SetContext().unit == "kg"
    assert SetContext(weight=parse_weight("25lb")).unit == "lb"
    assert SetContext(weight=parse_weight("25lb"), rack=parse_rack("2.5:30:2.5kg")).unit == "kg"


def test_nothing_measured_changes() -> None:
    result = session(bare(5.0))
    made = with_advice(result, recording((None, "weight_kg", "7.5")).notes)
    (before,), (after,) = result.sets, made.sets
    assert after.reps is before.reps
    assert replace(after, weight_kg=None, advice=None, slowing=None) == before
    assert replace(made, sets=result.sets, totals=None) == result
