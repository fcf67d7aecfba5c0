"""What a person tells joined to what was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.coaching.set_context import Told, with_advice
from analysis.coaching.weights import parse_rack, parse_weight
from analysis.results import RepSet, SessionResult
from imu.types import Note, Recording, SampleBlock
from tests.fixtures.build import controlled, make_set, session

STILL = SampleBlock(sensor="wrist", time_s=np.zeros(1), acc_mps2=np.zeros((1, 3)), gyr_radps=None)


def recording(*notes: tuple[float | None, str, str]) -> Recording:
    made = tuple(Note(time_s=t, key=key, value=value) for t, key, value in notes)
    return Recording(path="a.csv", files=("a.csv",), format="canonical", sensors=(STILL,), notes=made)


def bare(start_s: float, reps: int = 10, sensor: str = "wrist") -> RepSet:
    made = make_set([controlled(i) for i in range(reps)], start_s, advice=None, weight_kg=None)
    return replace(made, sensor=sensor, side=None, target_reps=None)


def joined(result: SessionResult, notes: Recording, told: Told | None = None) -> list[RepSet]:
    return list(with_advice(result, notes.notes, told or Told()).sets)


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
    told = Told(weight=parse_weight("25lb"), target_reps=6, side="left")
    notes = recording((None, "weight_kg", "7.5"), (None, "target_reps", "8"), (None, "side", "right"))
    (only,) = joined(session(bare(5.0)), notes, told)
    assert (only.weight_kg, only.target_reps, only.side) == (25 * 0.45359237, 6, "left")


def test_a_sensor_on_a_side_stays_there() -> None:
    (only,) = joined(session(bare(5.0, sensor="wrist_left")), recording(), Told(side="right"))
    assert only.side == "left"


@pytest.mark.parametrize("text", ["", "heavy", "-5", "0", "nan", "inf", "1e9", "12,5"])
def test_a_weight_that_cannot_be_read_is_unknown(text: str) -> None:
    (only,) = joined(session(bare(5.0)), recording((None, "weight_kg", text)))
    assert only.weight_kg is None


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


def test_the_unit_follows_rack_then_weight() -> None:
    assert Told().unit == "kg"
    assert Told(weight=parse_weight("25lb")).unit == "lb"
    assert Told(weight=parse_weight("25lb"), rack=parse_rack("2.5:30:2.5kg")).unit == "kg"


def test_nothing_measured_changes() -> None:
    result = session(bare(5.0))
    made = with_advice(result, recording((None, "weight_kg", "7.5")).notes)
    (before,), (after,) = result.sets, made.sets
    assert after.reps is before.reps
    assert replace(after, weight_kg=None, advice=None) == before
    assert replace(made, sets=result.sets) == result
