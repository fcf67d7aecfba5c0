"""How a set slowed, and what a session adds up to: from closed forms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coaching.advice import DEFAULT_SETTINGS
from analysis.coaching.effort import slowing_of, totals_of
from analysis.output.effort_words import slowing_words, totals_words, volume_words
from analysis.records.results import Rep, RepSet
from analysis.records.session_totals import SessionTotals, Slowing
from tests.fixtures.lettered_sets import made

SWEEP_DEG = 120.0


def lifted(lifts_s: list[float], letters: str = "", weight_kg: float | None = 10.0) -> RepSet:
    """A set whose lifts all sweep 120° and last so long."""
    one = made(letters or "C" * len(lifts_s), weight_kg)
    reps = tuple(
        replace(rep, rom_deg=SWEEP_DEG, lift_s=s, lower_s=2.0, time_under_tension_s=s + 2.0)
        for rep, s in zip(one.reps, lifts_s, strict=True)
    )
    return replace(one, reps=reps)


def slowing(lifts_s: list[float], letters: str = "") -> Slowing | None:
    return slowing_of(lifted(lifts_s, letters).reps, DEFAULT_SETTINGS)


def test_loss_is_the_share_of_the_first_speed() -> None:
    """Medians: 120 / 1.5 = 80 °/s of the first three; 120 / 2 = 60 °/s of the last two, a quarter less."""
    found = slowing([1.6, 1.5, 1.5, 1.7, 1.8, 2.0, 2.0])
    assert found is not None
    assert (found.first_dps, found.last_dps, found.loss) == (80.0, 60.0, 0.25)
    assert (found.first_lift_s, found.last_lift_s) == (1.5, 2.0)
    assert (found.reps, found.last_rep, found.effort) == (7, 7, "near_failure")


@pytest.mark.parametrize(
    ("last_s", "effort"),
    [(1.0, "steady"), (1.1, "steady"), (1.12, "slowing"), (1.24, "slowing"), (1.26, "near_failure")],
)
def test_what_it_is_a_sign_of(last_s: float, effort: str) -> None:
    """A tenth of the speed is lost at 1 / 0.9 = 1.11 s, a fifth at 1.25 s."""
    found = slowing([1.0, 1.0, 1.0, 1.0, last_s, last_s])
    assert found is not None
    assert found.effort == effort


@pytest.mark.parametrize("letters", ["CCCC", "CCCCHU", "CCCCWF"])
def test_few_controlled_reps_tell_nothing(letters: str) -> None:
    assert slowing([1.0] * len(letters), letters) is None


def test_what_was_not_measured_is_left_out() -> None:
    reps = list(lifted([1.0] * 6).reps)
    blind: list[Rep] = [replace(reps[0], rom_deg=None), replace(reps[1], lift_s=None), *reps[2:]]
    assert slowing_of(blind, DEFAULT_SETTINGS) is None


def test_a_swing_is_fast_however_tired_one_is() -> None:
    """Swung lifts of half a second would be a gain of 100 %; they are left out, and the set is not called easy."""
    found = slowing([1.0] * 6 + [0.5] * 2, "CCCCCCWW")
    assert found is not None
    assert (found.loss, found.last_rep, found.swung, found.effort) == (0.0, 6, True, "steady")
    assert "near your limit" not in slowing_words(found)
    assert "the swung reps hide how tired you were" in slowing_words(found)


@pytest.mark.parametrize(
    ("letters", "swung"), [("CCCCCCCC", False), ("CCWCCCCC", False), ("CCWCWCCC", True), ("CCCCCCCW", True)]
)
def test_a_lone_swing_within_a_set_is_chance(letters: str, swung: bool) -> None:
    found = slowing([1.0] * 8, letters)
    assert found is not None
    assert found.swung is swung


@given(st.lists(st.floats(0.3, 6.0), min_size=5, max_size=20), st.floats(0.5, 2.0))
def test_the_loss_does_not_depend_on_how_fast_a_person_lifts(lifts_s: list[float], times: float) -> None:
    one, other = slowing(lifts_s), slowing([times * s for s in lifts_s])
    assert one is not None
    assert other is not None
    assert other.loss == pytest.approx(one.loss, abs=1e-9)


def test_words() -> None:
    found = slowing([1.6, 1.5, 1.5, 1.7, 1.8, 2.0, 2.0])
    assert found is not None
    said = slowing_words(found).replace("\u00a0", " ")
    assert said == (
        "Up to rep 7 your lifts got 25 % slower than your first ones (80 °/s, then 60 °/s): "
        "a sign of about two reps left or fewer."
    )


def totals(*sets: RepSet) -> SessionTotals:
    found = totals_of(sets)
    assert found is not None
    return found


def at(one: RepSet, start_s: float, **more: object) -> RepSet:
    return replace(one, start_s=start_s, end_s=start_s + 20.0, **more)  # type: ignore[arg-type]


def test_totals() -> None:
    """Two sets of four: 4 · 10 kg + 4 · 15 kg; each rep 1 + 2 s; from 20 s to 110 s a rest of 90 s."""
    found = totals(at(lifted([1.0] * 4), 0.0), at(lifted([1.0] * 4, weight_kg=15.0), 110.0))
    assert (found.sets, found.reps, found.volume_kg) == (2, 8, 100.0)
    assert (found.time_under_tension_s, found.timed_reps) == (24.0, 8)
    assert (found.rests_s, found.rest_s) == ((90.0,), 90.0)
    assert (found.lift_s, found.pause_top_s, found.lower_s) == (1.0, None, 2.0)
    assert totals_words(found, "kg").replace("\u00a0", " ") == (
        "8 reps in 2 sets, volume 100 kg, 24 s under tension, rest 90 s, tempo 1.0 s up, 2.0 s down."
    )
    assert "volume 220.5\u00a0lb" in totals_words(found, "lb")


@pytest.mark.parametrize(
    ("reps", "weight_kg", "kg", "lb"),
    [
        (11, 7.5, "82.5 kg", "181.9 lb"),  # 82.5 / 0.45359237 = 181.88
        (9, 6.25, "56.3 kg", "124.0 lb"),  # 56.25, of which the half goes up; 124.01
        (9, 7.5, "67.5 kg", "148.8 lb"),
        (10, 12.5, "125 kg", "275.6 lb"),
        (11, 25 * 0.45359237, "124.7 kg", "275 lb"),
        (100, 20.05, "2,005 kg", "4,420.3 lb"),
    ],
)
def test_a_volume_is_what_the_sum_is(reps: int, weight_kg: float, kg: str, lb: str) -> None:
    found = totals(lifted([1.0] * reps, weight_kg=weight_kg))
    shown = kg.replace(" ", "\u00a0"), lb.replace(" ", "\u00a0")
    assert (volume_words(found, "kg"), volume_words(found, "lb")) == shown


def test_what_is_not_known_is_not_summed() -> None:
    bare = made("CCC", None)
    found = totals(at(bare, 0.0), at(lifted([1.0] * 4), 100.0))
    assert found.volume_kg is None
    assert (found.time_under_tension_s, found.timed_reps) == (12.0, 4)
    assert "volume" not in totals_words(found, "kg")
    assert totals(bare).time_under_tension_s is None
    assert totals_of(()) is None


def test_a_rest_is_between_sets_of_the_same_arm() -> None:
    left, right = {"sensor": "wrist_left", "side": "left"}, {"sensor": "wrist_right", "side": "right"}
    one = lifted([1.0] * 4)
    found = totals(
        at(one, 0.0, **left), at(one, 5.0, **right), at(one, 80.0, **left), at(one, 100.0, **right)
    )
    assert found.rests_s == (60.0, 75.0)
    assert found.rest_s == 67.5


def test_a_lost_signal_is_no_rest() -> None:
    one = lifted([1.0] * 4)
    found = totals(at(one, 0.0, closed_by="gap"), at(one, 25.0))
    assert (found.rests_s, found.rest_s) == ((), None)
