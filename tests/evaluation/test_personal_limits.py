"""A person's own limits from a light set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.errors import TuningError
from analysis.evaluation.personal_limits import calibrate
from analysis.evaluation.personal_limits import light_set as light_set_of
from analysis.records.results import Comparison, Rep, RepSet
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from tests.fixtures.lifters import lifted


def light_set(*figures: tuple[float, float, float]) -> RepSet:
    """Reps with a push (m/s²), a carry and a sweep (°); below 90° it is a half rep."""
    reps = tuple(
        Rep(
            index=k,
            start_s=3.0 * k,
            top_s=3.0 * k + 1,
            end_s=3.0 * k + 2,
            decided_at_s=99.0,
            verdict="controlled" if sweep >= 90.0 else "partial",
            carry=carry,
            rom_deg=sweep,
            comparisons=tuple(
                Comparison(
                    figure=figure,
                    value=value,
                    limit=1.0,
                    weight=1.0,
                    threshold=f"momentum.{figure}",
                    rule="evidence",
                )
                for figure, value in (("carry", carry), ("push_mps2", push))
            ),
        )
        for k, (push, carry, sweep) in enumerate(figures, start=1)
    )
    return RepSet(sensor="wrist", start_s=0.0, end_s=50.0, decided_at_s=60.0, closed_by="rest", reps=reps)


def limits(*figures: tuple[float, float, float], loosen: bool = False) -> tuple[float, float, float]:
    m = calibrate([light_set(*figures)], loosen=loosen).thresholds.momentum
    return m.push_mps2, m.carry, m.partial_deg


def test_limits_are_a_ratio_of_the_median() -> None:
    middling = [(2.8, 0.03, 140.0)] * 3 + [(2.0, 0.02, 100.0), (9.0, 0.5, 170.0)]
    assert limits(*middling) == pytest.approx((1.6 * 2.8, 1.6**2 * 0.03, 0.7 * 140.0), rel=0.005)


def test_no_limit_falls_below_the_floors() -> None:
    """Three quarters of the published push, and of the speed that gives the published coast."""
    assert limits(*[(0.5, 0.01, 120.0)] * 5) == pytest.approx((3.75, 0.0563, 90.0), rel=0.001)


def test_limits_rise_only_where_they_may() -> None:
    wild = [(6.0, 0.3, 100.0)] * 5
    assert limits(*wild) == (5.0, 0.1, 90.0)
    assert limits(*wild, loosen=True) == pytest.approx((9.6, 1.6**2 * 0.3, 70.0))


def test_what_lies_beyond_is_said() -> None:
    made = calibrate([light_set(*[(6.0, 0.05, 140.0)] * 4, (3.0, 0.05, 140.0))])
    assert made.reps == 5
    assert "4 of the 5 reps lie beyond momentum.push_mps2" in made.remarks[0]
    assert calibrate([light_set(*[(6.0, 0.05, 140.0)] * 5)], loosen=True).remarks == ()


def test_nothing_changes() -> None:
    made = calibrate([light_set(*[(3.5, 0.05, 120.0)] * 5)])
    assert made.thresholds == DEFAULTS
    assert made.remarks == ("Nothing changes: this person's own limits lie beyond those that hold already.",)


def test_few_reps_do_not_show_a_person() -> None:
    with pytest.raises(TuningError, match="3 measured reps are too few"):
        calibrate([light_set(*[(3.0, 0.1, 120.0)] * 3)])


def test_how_many_times_is_said() -> None:
    made = calibrate([light_set(*[(3.0, 0.03, 140.0)] * 5)])
    assert {one.threshold: one.times for one in made.limits} == {
        "momentum.push_mps2": 1.6, "momentum.carry": 2.56, "momentum.partial_deg": 0.7,
    }  # fmt: skip
    for one in made.limits[:1] + made.limits[2:]:
        assert one.now == pytest.approx(one.times * one.own, rel=0.005)


def test_reps_beyond_an_old_limit_are_asked_about() -> None:
    made = calibrate([light_set(*[(3.0, 0.05, 140.0)] * 4, (6.0, 0.05, 140.0))])
    assert made.remarks == (
        "1 of the 5 reps lie beyond momentum.push_mps2 as it is (5 m/s²): was the set controlled throughout?",
    )
    assert made.remarks[0] in made._repr_html_()


@pytest.mark.parametrize("place", [0, 3, -1, "1", None, True])
def test_a_set_that_is_not_there(place: Any) -> None:
    with pytest.raises(TuningError, match=f"there is no set {place!r}: 2 sets found; sets count from 1"):
        light_set_of(analyze(lifted("anna")[1]), place)


def test_a_light_set_holds_no_swung_rep() -> None:
    result = analyze(lifted("anna")[1])
    assert light_set_of(result, 1, swung={2: [1, 2]}) == (result.sets[0],)
    with pytest.raises(
        TuningError, match=r"set 2 is named as light and controlled, but reps 1 and 2 of it as swung"
    ):
        light_set_of(result, 2, swung={2: [1, 2]})


FULL, HALF = (2.5, 0.03, 140.0), (2.0, 0.02, 70.0)


def test_half_reps_are_left_out() -> None:
    assert calibrate([light_set(*[FULL] * 5, HALF, HALF)]) == replace(
        calibrate([light_set(*[FULL] * 5)]), remarks=("2 half reps were left out.",)
    )


def test_a_light_set_of_half_reps_shows_nothing() -> None:
    with pytest.raises(TuningError, match=r"6 of the 8 measured reps are half reps.*over the whole range"):
        calibrate([light_set(FULL, FULL, *[HALF] * 6)])


def test_who_reaches_no_further_may_say_so() -> None:
    assert limits(*[HALF] * 6, loosen=True)[2] == pytest.approx(0.7 * 70.0)


def test_a_measured_set() -> None:
    """Swung reps stay called, and controlled ones stay controlled, by the limits from the controlled ones."""
    _, recording = lifted("anna")
    before = analyze(recording)
    made = calibrate(before.sets[:1])
    assert made.thresholds.momentum.push_mps2 < DEFAULTS.momentum.push_mps2
    after = analyze(recording, made.thresholds)
    assert [[r.verdict for r in one.reps] for one in after.sets] == [["controlled"] * 6, ["momentum"] * 6]
