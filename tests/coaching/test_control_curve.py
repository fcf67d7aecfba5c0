"""The curve of control: against a general optimizer, by formulas, and in what must hold whatever the data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import expit, logit

from analysis.coaching.control_curve import ControlCurve, CurveData, fit_curve
from analysis.settings.advice_settings import AdviceSettings
from imu.types import Floats

SETTINGS = AdviceSettings()
ROWS = st.lists(
    st.tuples(
        st.floats(1.0, 60.0), st.integers(1, 20), st.integers(0, 10), st.floats(0.1, 1.0), st.booleans()
    ),
    min_size=1,
    max_size=60,
)


def columns(rows: list[tuple[float, int, int, float, bool]]) -> CurveData:
    weight, number, ago, counts, controlled = zip(*rows, strict=True)
    return CurveData(
        weight_kg=np.array(weight),
        number=np.array(number, dtype=np.float64),
        sessions_ago=np.array(ago, dtype=np.float64),
        counts=np.array(counts),
        controlled=np.array(controlled),
    )


def sets(*told: tuple[float, str, int]) -> CurveData:
    """Weight, letters (C controlled, W swung), sessions ago."""
    return columns(
        [(kg, k, ago, 0.5, c == "C") for kg, letters, ago in told for k, c in enumerate(letters, start=1)]
    )


def minus_log_posterior(values: Floats, data: CurveData) -> float:
    """Written down once more, from the docstring alone."""
    m, beta, kappa, trend = values
    total = 0.0
    rows = zip(data.weight_kg, data.number, data.sessions_ago, data.counts, data.controlled, strict=True)
    for weight, number, ago, counts, controlled in rows:
        z = math.exp(beta) * (
            m - trend * ago - math.log(weight) - math.exp(kappa) * math.log(1.0 + (number - 1.0) / 30.0)
        )
        total += counts * np.logaddexp(0.0, -z if controlled else z)
    as_one_rep = np.log(data.weight_kg) + np.log(1.0 + (data.number - 1.0) / 30.0)
    guess = np.average(as_one_rep, weights=data.counts)
    total += 0.5 * ((m - guess) / 0.4) ** 2 + 0.5 * ((beta - math.log(14.0)) / 0.35) ** 2
    return float(total + 0.5 * (kappa / 0.3) ** 2 + 0.5 * (trend / 0.02) ** 2)


@pytest.mark.parametrize(
    "data",
    [
        sets((10.0, "CCCCCCCC", 2), (12.5, "CCCCCCCC", 1), (15.0, "CCCWCWWW", 0)),
        sets((20.0, "WWWWWW", 0), (15.0, "CWWWWWWW", 0)),
        sets((5.0, "CCCC", 0)),
        sets((8.0, "CCCWWW", 6), (8.0, "CCCCCW", 3), (8.0, "CCCCCC", 0), (10.0, "CCCWWW", 0)),
    ],
)
def test_it_is_the_most_probable_curve(data: CurveData) -> None:
    curve = fit_curve(data, SETTINGS)
    start = np.array([math.log(10.0), math.log(14.0), 0.0, 0.0])
    found = minimize(minus_log_posterior, start, args=(data,), method="BFGS", options={"gtol": 1e-9})
    np.testing.assert_allclose(curve.values, found.x, atol=2e-5)


@settings(deadline=None)
@given(ROWS, st.floats(1.0, 60.0), st.floats(1.0, 60.0), st.integers(1, 20), st.integers(1, 20))
def test_a_heavier_weight_or_a_later_rep_is_never_likelier(
    rows: list[tuple[float, int, int, float, bool]], one: float, other: float, early: int, late: int
) -> None:
    curve = fit_curve(columns(rows), SETTINGS)
    light, heavy = sorted((one, other))
    early, late = sorted((early, late))
    assert curve.chance(heavy, early).chance <= curve.chance(light, early).chance
    assert curve.chance(light, late).chance <= curve.chance(light, early).chance
    found = curve.chance(light, early)
    assert 0.0 <= found.low <= found.chance <= found.high <= 1.0


def known_curve(covariance: Floats) -> ControlCurve:
    """Limit of one rep 20 kg, steepness 10."""
    values = np.array([math.log(20.0), math.log(10.0), 0.0, 0.0])
    return ControlCurve(values=values, covariance=covariance, reps_constant=30.0)


def test_chance_and_limit_by_hand() -> None:
    curve = known_curve(np.zeros((4, 4)))
    assert curve.chance(20.0, 1).chance == pytest.approx(0.5)
    assert curve.chance(15.0, 8).chance == pytest.approx(expit(10.0 * math.log(20.0 / (15.0 * 37.0 / 30.0))))
    low, value, high = curve.limit_kg(8, 0.8)
    assert low == value == high == pytest.approx(20.0 * 30.0 / 37.0 * math.exp(-logit(0.8) / 10.0))
    assert curve.chance(value, 8).chance == pytest.approx(0.8)


def test_the_interval_is_that_of_the_delta_method() -> None:
    """With doubt about the limit alone, 5 %, that of ln w is 5 % too, and z has ten times as much."""
    curve = known_curve(np.diag([0.05**2, 0.0, 0.0, 0.0]))
    low, value, high = curve.limit_kg(8, 0.8)
    assert math.log(high / value) == pytest.approx(1.2816 * 0.05, rel=1e-4)
    assert math.log(value / low) == pytest.approx(1.2816 * 0.05, rel=1e-4)
    found = curve.chance(20.0, 1)
    assert logit(found.high) == pytest.approx(1.2816 * 0.5, rel=1e-4)
    assert found.low == pytest.approx(1.0 - found.high)


def test_without_data_to_speak_of_the_priors_stand() -> None:
    hardly = columns([(12.0, 1, 0, 1e-9, True)])
    curve = fit_curve(hardly, SETTINGS)
    np.testing.assert_allclose(curve.values, [math.log(12.0), math.log(14.0), 0.0, 0.0], atol=1e-6)
    np.testing.assert_allclose(curve.covariance, np.diag([0.4, 0.35, 0.3, 0.02]) ** 2, rtol=1e-5, atol=1e-12)


def test_more_data_leave_less_doubt() -> None:
    once = sets((10.0, "CCCCCCCC", 0), (15.0, "CCCWWWWW", 0))
    often = sets(*[(10.0, "CCCCCCCC", 0), (15.0, "CCCWWWWW", 0)] * 5)
    width = [high / low for low, _, high in (fit_curve(d, SETTINGS).limit_kg(8, 0.8) for d in (once, often))]
    assert width[1] < width[0]


def test_the_latest_sessions_count_as_the_present() -> None:
    """What was thrown ten sessions ago and is controlled today is within reach; the other way round it is not."""
    better = fit_curve(sets((15.0, "WWWWWW", 10), (15.0, "CCCCCC", 0)), SETTINGS)
    worse = fit_curve(sets((15.0, "CCCCCC", 10), (15.0, "WWWWWW", 0)), SETTINGS)
    assert better.chance(15.0, 6).chance > 0.6
    assert worse.chance(15.0, 6).chance < 0.4
