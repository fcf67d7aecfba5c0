"""Figures of sums, against closed forms and other implementations."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evaluation.metrics import (
    METRICS,
    SUMS,
    bootstrap_weights,
    compute_metrics,
    percentile_interval,
    rank_pairs,
    wilson_interval,
)


def sums(**values: float) -> np.ndarray:
    return np.array([values.get(name, 0.0) for name in SUMS])


def test_every_figure_is_named_once() -> None:
    assert {m.name for m in METRICS} == {*compute_metrics(sums()), "auc", "auc_found"}
    assert {need for m in METRICS for need in m.needs} <= set(SUMS)


def test_nothing_measured_is_not_a_number() -> None:
    assert all(np.isnan(value) for value in compute_metrics(sums()).values())


def test_figures_by_hand() -> None:
    made = compute_metrics(
        sums(
            counted=4, exact=3, within_1=4, count_off=1, labelled=20, found=25, matched=19,
            ghosts=5, ghost_minutes=10, timed=19, start_off_s=1.9, end_off_s=3.8,
            swung=8, swung_called=6, calm=10, calm_called=1, calm_cleared=9,
            tremor=4, tremor_called=1, judgeable=18, unjudged=2, scored=16, squares=4,
        )
    )  # fmt: skip
    expected = {
        "counted_exactly": 0.75, "counted_within_1": 1.0, "count_error": 0.25,
        "precision": 19 / 25, "recall": 19 / 20, "f1": 38 / 45, "ghosts_per_minute": 0.5,
        "start_error_s": 0.1, "end_error_s": 0.2, "swung_called": 0.75, "calm_called": 0.1,
        "tremor_called": 0.25, "not_judged": 1 / 9, "balanced_accuracy": (0.75 + 0.9) / 2, "brier": 0.25,
    }  # fmt: skip
    assert {k: float(v) for k, v in made.items()} == pytest.approx(expected)


def test_the_harmonic_mean() -> None:
    made = compute_metrics(sums(labelled=20, found=25, matched=19))
    p, r = made["precision"], made["recall"]
    assert made["f1"] == pytest.approx(2 * p * r / (p + r))


@pytest.mark.parametrize("seed", range(5))
def test_the_area_is_that_of_the_rank_test(seed: int) -> None:
    rng = np.random.default_rng(seed)
    truth, score = rng.random(60) < 0.4, rng.integers(0, 12, 60) / 11.0
    place = rng.integers(0, 7, 60)
    area = rank_pairs(truth, score, place).area(np.ones(7))
    ahead = score[truth][:, None] - score[~truth]
    u = (ahead > 0).sum() + 0.5 * (ahead == 0).sum()  # Mann and Whitney's, counted pair by pair
    assert float(area) == pytest.approx(u / (truth.sum() * (~truth).sum()))


def test_weights_are_repeats() -> None:
    rng = np.random.default_rng(3)
    truth, score, place = rng.random(40) < 0.5, rng.random(40), rng.integers(0, 4, 40)
    weights = np.array([2.0, 0.0, 1.0, 3.0])
    times = weights[place].astype(int)
    repeated = rank_pairs(np.repeat(truth, times), np.repeat(score, times), np.repeat(place, times))
    assert float(rank_pairs(truth, score, place).area(weights)) == pytest.approx(
        float(repeated.area(np.ones(4)))
    )


def test_one_kind_has_no_area() -> None:
    assert np.isnan(
        rank_pairs(np.array([True, True]), np.array([0.1, 0.9]), np.array([0, 1])).area(np.ones(2))
    )


def test_whole_clusters_are_drawn() -> None:
    clusters = np.array([0, 0, 1, 2, 2, 2])
    drawn = bootstrap_weights(clusters, 200, seed=1)
    assert np.array_equal(drawn[:, 0], drawn[:, 1])
    assert np.array_equal(drawn[:, 3], drawn[:, 5])
    assert np.array_equal(drawn[:, 0] + drawn[:, 2] + drawn[:, 3], np.full(200, 3.0))
    assert np.array_equal(drawn, bootstrap_weights(clusters, 200, seed=1))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634)]
)
def test_the_interval_of_a_share(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998 gives these to four digits."""
    assert wilson_interval(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_percentiles_leave_out_what_is_not_known() -> None:
    assert percentile_interval(np.array([np.nan, *np.linspace(0, 1, 1001)])) == pytest.approx((0.025, 0.975))
    assert all(np.isnan(percentile_interval(np.array([np.nan, np.nan]))))
