"""Logistic regression against what is known without it."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.evaluation.logistic import balanced_weights, fit_logistic, leave_one_group_out, sigmoid

RNG = np.random.default_rng(4)


def drawn(n: int, offset: float, weights: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Figures, and labels drawn with the probability that these weights give."""
    figures = RNG.normal(size=(n, len(weights))) * np.array([1.0, 20.0][: len(weights)]) + 3.0
    return figures, RNG.random(n) < sigmoid(offset + figures @ np.array(weights))


def test_finds_the_weights_that_the_labels_were_drawn_with() -> None:
    figures, labels = drawn(40_000, -4.0, [1.5, -0.05])
    fit = fit_logistic(figures, labels, ridge=0.0)
    assert fit.offset == pytest.approx(-4.0, abs=0.3)
    assert fit.weights == pytest.approx([1.5, -0.05], rel=0.05)


def test_a_single_share_is_its_log_odds() -> None:
    """With a figure that says nothing the offset is the log-odds of the class, by definition."""
    labels = np.arange(100) < 20
    fit = fit_logistic(np.zeros((100, 1)), labels)
    assert fit.offset == pytest.approx(np.log(0.2 / 0.8), abs=1e-3)


def test_a_weight_never_takes_the_wrong_sign() -> None:
    figures, labels = drawn(2_000, 0.0, [1.0, -0.1])
    fit = fit_logistic(figures, labels, signs=[-1, -1])
    assert fit.weights[0] == pytest.approx(0.0, abs=1e-9)
    assert fit.weights[1] < 0


def test_a_ridge_brings_weights_nearer_to_nothing() -> None:
    figures, labels = drawn(2_000, -3.0, [1.0])
    sizes = [abs(float(fit_logistic(figures, labels, ridge=r).weights[0])) for r in (0.0, 0.1, 10.0)]
    assert sizes[0] > sizes[1] > sizes[2]


def test_the_unit_of_a_figure_makes_no_difference() -> None:
    figures, labels = drawn(2_000, -3.0, [1.0, 0.02])
    one, other = fit_logistic(figures, labels), fit_logistic(figures * np.array([1.0, 1000.0]), labels)
    assert other.evidence(figures * np.array([1.0, 1000.0])) == pytest.approx(one.evidence(figures), abs=1e-3)


def test_each_class_and_each_data_set_has_the_same_say() -> None:
    labels = np.array([True] * 90 + [True] * 10 + [False] * 5)
    groups = ["a"] * 90 + ["b"] * 10 + ["b"] * 5
    say = balanced_weights(labels, groups)
    assert say[:90].sum() == pytest.approx(0.25)
    assert say[90:100].sum() == pytest.approx(0.25)
    assert say[100:].sum() == pytest.approx(0.5)


def test_rows_of_less_weight_count_less_within_their_group() -> None:
    say = balanced_weights(np.array([False, False, True]), ["a", "a", "a"], np.array([1.0, 0.5, 1.0]))
    assert say.tolist() == pytest.approx([1 / 3, 1 / 6, 1 / 2])


def test_every_row_is_held_out_once() -> None:
    groups = ["x", "y", "x", "z"]
    rows = [own for _, own in leave_one_group_out(groups)]
    assert np.sum(rows, axis=0).tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("z", [-1e4, 1e4])
def test_the_probability_never_overflows(z: float) -> None:
    assert sigmoid(np.array([z]))[0] == pytest.approx(float(z > 0))
