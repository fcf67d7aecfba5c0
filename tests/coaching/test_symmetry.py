"""The symmetry index: closed forms, the t distribution's tables, and how often the interval holds the truth."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coaching.symmetry import symmetry_indices, t_quantile
from analysis.records.results import Rep
from analysis.records.session_checks import SymmetryIndex
from analysis.settings.balance_settings import BalanceSettings

S = BalanceSettings()


def reps(ranges: Sequence[float]) -> list[Rep]:
    return [
        Rep(
            index=k, start_s=4.0 * k, top_s=4.0 * k + 2.0, end_s=4.0 * k + 4.0, decided_at_s=99.0, rom_deg=deg
        )
        for k, deg in enumerate(ranges, start=1)
    ]


def index(left: Sequence[float], right: Sequence[float], *, paired: bool = False) -> SymmetryIndex:
    a, b = reps(left), reps(right)
    pairs = tuple(zip(a, b, strict=True)) if paired else ()
    return symmetry_indices(a, b, pairs, S)["rom_deg"]


@pytest.mark.parametrize("paired", [True, False])
def test_it_is_the_difference_over_the_mean(paired: bool) -> None:
    """|90 − 110| over 100 is 20 %."""
    found = index([90.0] * 5, [110.0] * 5, paired=paired)
    assert (found.value, found.low, found.high) == pytest.approx((20.0, 20.0, 20.0))
    assert found.lower_side == "left"


def test_equal_sides_have_no_lower_one() -> None:
    found = index([100.0, 110.0, 120.0], [100.0, 110.0, 120.0])
    assert (found.value, found.low, found.lower_side) == (0.0, 0.0, None)
    assert found.high > 0.0


@pytest.mark.parametrize(
    ("freedom", "tabled"), [(2, 4.303), (3, 3.182), (4, 2.776), (7, 2.365), (18, 2.101), (100, 1.984)]
)
def test_quantiles_are_those_of_the_tables(freedom: int, tabled: float) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(tabled, rel=0.03 if freedom == 2 else 0.01)


def test_drift_of_both_arms_widens_only_what_is_not_paired() -> None:
    """Both tire alike: the range falls from 130° to 100°, the right arm always 5 % further."""
    left = np.linspace(130.0, 100.0, 9)
    paired, alone = index(left, 1.05 * left, paired=True), index(left, 1.05 * left)
    assert paired.value == alone.value == pytest.approx(200 * 0.05 / 2.05)
    assert paired.high - paired.low < 1e-6
    assert alone.low == 0.0


def test_one_odd_rep_of_each_arm_does_not_move_it() -> None:
    """Of 9 · 9 differences 64 are ln 1.1, whatever the odd reps did: 200·0.1 / 2.1."""
    found = index([100.0] * 8 + [300.0], [20.0] + [110.0] * 8)
    assert found.value == pytest.approx(200 * 0.1 / 2.1)


def test_of_a_day_of_reps_the_index_is_the_same() -> None:
    """2,500 reps of the left arm from 80° to 125°, and 1,700 over the same span, each 5 % further."""
    found = index(np.geomspace(80.0, 125.0, 2500), 1.05 * np.geomspace(80.0, 125.0, 1700))
    assert found.value == pytest.approx(200 * 0.05 / 2.05, abs=0.01)


def test_too_few_reps_have_no_index() -> None:
    assert symmetry_indices(reps([100.0] * 2), reps([100.0] * 9), (), S) == {}


@given(
    st.lists(st.floats(50.0, 150.0), min_size=3, max_size=12),
    st.lists(st.floats(50.0, 150.0), min_size=3, max_size=12),
    st.floats(0.01, 100.0),
)
def test_it_depends_on_neither_unit_nor_side(left: list[float], right: list[float], unit: float) -> None:
    found, mirrored = index(left, right), index(right, left)
    scaled = index([unit * v for v in left], [unit * v for v in right])
    assert 0.0 <= found.low <= found.value <= found.high <= 200.0
    assert (mirrored.value, mirrored.low, mirrored.high) == pytest.approx(
        (found.value, found.low, found.high)
    )
    assert (scaled.value, scaled.low, scaled.high) == pytest.approx((found.value, found.low, found.high))


@pytest.mark.parametrize("paired", [True, False])
@pytest.mark.parametrize("many", [5, 8, 12])
def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says(paired: bool, many: int) -> None:
    """2,000 lifters whose right arm goes 12 % further, with reps that vary by 4 % (log-normal); 95 % is meant.

    That the true index 200·tanh(ln 1.12 / 2) = 11.3 % lies within is the interval's one promise.
    """
    random, true = np.random.default_rng(many), 200.0 * (1.12 - 1.0) / 2.12
    held = 0
    for _ in range(2000):
        noise = 0.04 * random.standard_normal((2, many))
        left, right = (exp(log(100.0)) * np.exp(noise[0])), 112.0 * np.exp(noise[1])
        found = index(left, right, paired=paired)
        held += found.low <= true <= found.high
    assert 0.93 <= held / 2000 <= 0.99
