"""Margins of what is shown: chosen on some recordings, told of others."""

from __future__ import annotations

from dataclasses import replace

from analysis.evaluation.shown_margins import Tally, choose, held_out_table, tally
from analysis.evaluation.shown_verdicts import shown_on, shown_reps
from analysis.settings.screen_model import SCREEN
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate

WIDE, NARROW = replace(SCREEN, unsaid=0.3), replace(SCREEN, unsaid=0.1)


def of(reps: int, said: int, against: int) -> Tally:
    return Tally(reps=reps, said=said, against=against)


def test_the_margins_that_say_most_are_chosen_among_those_that_are_right() -> None:
    assert choose([of(100, 99, 5), of(100, 95, 1), of(100, 90, 0)]) == 1


def test_where_none_is_right_the_surest_are_chosen() -> None:
    assert choose([of(100, 99, 9), of(100, 90, 5), of(100, 80, 8)]) == 1


def test_a_group_is_told_by_what_was_chosen_on_the_others() -> None:
    """Narrow margins do for b and c, wide ones for a: so a is told by the narrow ones, which b and c ask for."""
    groups = {
        "a": [of(100, 95, 10), of(100, 80, 0)],
        "b": [of(100, 99, 0), of(100, 90, 0)],
        "c": [of(100, 99, 1), of(100, 90, 1)],
    }
    _, _, whole, a, b, c = held_out_table(groups, (NARROW, WIDE))
    assert a == "| a | 10, 5, 5 | 100 | 5.0 % | 10 (10.5 %) |"
    assert b == "| b | 30, 15, 15 | 100 | 10.0 % | 0 (0.0 %) |"
    assert c == "| c | 30, 15, 15 | 100 | 10.0 % | 1 (1.1 %) |"
    assert whole == "| all |  | 300 | 8.3 % | 11 (4.0 %) |"


def test_screens_that_are_played_together_do_not_change_each_other() -> None:
    """One that says nothing is contradicted in nothing; the other one shows what it would show alone."""
    reps = (SimulatedRep(), SimulatedRep(lift_s=1.0, swing=1.2, profile="early"), SimulatedRep())
    stages = (Still(3.0), CurlSet(reps=reps), Still(10.0))
    recording = simulate(stages, sensor=SensorModel(rate_hz=50.0), seed=6).recording
    silent, alone = shown_on(recording, (replace(SCREEN, unsaid=1.0, lowered=1.0, agreed=1.0), SCREEN))
    assert alone == shown_reps(recording)
    assert tally(silent) == of(3, 0, 0)
    assert tally(alone) == of(3, 3, 0)
