"""Pictures of thresholds and evaluations: titles that say what is seen, axes with units, and odd input said."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from analysis.errors import TuningError
from analysis.evaluation.evaluate import Evaluation
from analysis.evaluation.sweep import Condition, Sweep, find
from analysis.notebook.plots.evaluation_plot import plot_calibration, plot_figures, plot_groups
from analysis.notebook.plots.tuning_plot import plot_grid, plot_separation, plot_sweep, plot_trade_off
from analysis.settings.thresholds import DEFAULTS
from tests.fixtures.lifters import three

PUSH, CARRY = "momentum.push_mps2", "momentum.carry"
WISH = Condition(at_most={"calm_called": 0.05}, at_least={})
NOTHING = Evaluation((), ())


def drawn(figure: Figure) -> Figure:
    """Everything is laid out and nothing warns."""
    figure.canvas.draw()
    return figure


def title(figure: Figure) -> str:
    return " ".join(figure.get_suptitle().split())


@pytest.fixture(scope="module")
def one() -> Sweep:
    return Sweep(three(), {PUSH: np.linspace(2.0, 10.0, 17)})


@pytest.fixture(scope="module")
def two() -> Sweep:
    return Sweep(three(), {PUSH: np.linspace(2.0, 10.0, 9), CARRY: np.linspace(0.05, 0.4, 8)})


@pytest.mark.parametrize("narrow", [False, True])
def test_what_a_threshold_separates(narrow: bool) -> None:
    figure = drawn(plot_separation(three(), narrow=narrow))
    (axes,) = figure.axes
    assert title(figure) == "Called momentum: 18 of 18 swung, 0 of 18 calm reps"
    assert axes.get_xlabel() == "push in the lift, m/s²"
    dots = {line.get_label(): len(line.get_xdata()) for line in axes.lines if line.get_marker() in "o^"}
    assert dots == {"calm, not called (18)": 18, "swung, called (18)": 18}


def test_moved_limits_are_drawn_where_they_are() -> None:
    limits = DEFAULTS.with_(momentum__push_mps2=3.0).momentum
    figure = drawn(plot_separation(three(), limits))
    assert "6 of 18 calm" in title(figure)
    lines = {line.get_label(): line for line in figure.axes[0].lines}
    assert {"calm, called: wrong (6)", "calm, not called (12)", "swung, called (18)"} <= set(lines)
    wrong = lines["calm, called: wrong (6)"]
    rings = [line for line in lines.values() if line.get_markerfacecolor() == "none"]
    assert [ring.get_xydata().tolist() for ring in rings] == [wrong.get_xydata().tolist()]


def test_the_line_is_where_the_evidence_is_even() -> None:
    """With both axes logarithmic it is straight, through the two limits, and falls by the ratio of the weights."""
    limits = DEFAULTS.momentum
    axes = drawn(plot_separation(three(), limits)).axes[0]
    (line,) = [one for one in axes.lines if len(one.get_xdata()) == 50]
    push, coast = line.get_xdata(), line.get_ydata()
    even = limits.carry_weight * np.log(coast / limits.carry) + limits.push_weight * np.log(
        push / limits.push_mps2
    )
    assert even == pytest.approx(np.zeros(50), abs=1e-9)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")


@pytest.mark.parametrize("narrow", [False, True])
def test_what_moving_one_threshold_does(one: Sweep, narrow: bool) -> None:
    choice = find(one, WISH)
    figure = drawn(plot_sweep(one, choice, narrow=narrow))
    lines = {line.get_label(): line.get_ydata() for line in figure.axes[0].lines}
    assert lines["swung reps called"] == pytest.approx(100 * one.figures()["swung_called"])
    assert figure.axes[0].get_xlabel() == "momentum.push_mps2, m/s²"
    assert title(figure).startswith(f"At {choice.values[PUSH]:.3g}: 100 % of swung reps called")
    assert drawn(plot_sweep(one)).get_suptitle() == "What momentum.push_mps2 calls, value by value"


@pytest.mark.parametrize("narrow", [False, True])
def test_the_trade_off(two: Sweep, narrow: bool) -> None:
    figure = drawn(plot_trade_off(two, WISH, find(two, WISH), narrow=narrow))
    counts = {line.get_label(): len(line.get_xdata()) for line in figure.axes[0].lines}
    assert counts["every bound is kept"] + counts["a bound is broken"] == 72
    assert counts["now"] == counts["chosen"] == 1


def test_two_thresholds_at_once(two: Sweep) -> None:
    figure = drawn(plot_grid(two, "swung_called", WISH, find(two, WISH)))
    assert figure.axes[0].get_ylabel() == "momentum.carry, ratio"
    assert figure.axes[1].get_ylabel() == "swung reps called, %"
    mesh = figure.axes[0].collections[0]
    shown = np.asarray(mesh.get_array()).T
    assert shown == pytest.approx(100 * two.figures()["swung_called"])


def test_a_broken_bound_is_hatched_cell_by_cell(two: Sweep) -> None:
    figure = drawn(plot_grid(two, "swung_called", WISH))
    hatched = figure.axes[0].collections[1]
    assert hatched.get_hatch() == "//"
    assert (~np.ma.getmaskarray(hatched.get_array())).T.tolist() == (~WISH.kept(two.figures())).tolist()


def test_the_wrong_number_of_thresholds_is_said(one: Sweep, two: Sweep) -> None:
    assert "one is drawn by plot_sweep" in drawn(plot_grid(one)).texts[0].get_text()
    assert "two are drawn by plot_grid" in drawn(plot_sweep(two)).texts[0].get_text()


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_with_intervals(narrow: bool) -> None:
    figure = drawn(plot_figures(three().at(DEFAULTS), narrow=narrow))
    assert title(figure) == "3 of 3 counts exact, 18 of 18 swung reps called, 0 of 18 calm ones"
    names = [label.get_text().splitlines()[0] for label in figure.axes[0].get_yticklabels()]
    assert "swung reps called" in names
    assert "trembling reps called" not in names  # nobody trembled


def test_people_side_by_side() -> None:
    limits = DEFAULTS.with_(momentum__push_mps2=4.3).momentum
    figure = drawn(plot_groups(three().decide(limits), "person", "calm_called"))
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names == ["anna, 6 calm reps", "bert, 6 calm reps", "carl, 6 calm reps"]
    assert figure.axes[0].get_xlabel() == "calm reps called, %"


def test_what_a_momentum_means() -> None:
    figure = drawn(plot_calibration(three().at(DEFAULTS)))
    assert figure.axes[0].get_ylabel() == "labelled swung, %"


@pytest.mark.parametrize("plot", [plot_figures, plot_groups, plot_calibration])
def test_nothing_to_see_is_said(plot: object) -> None:
    figure = drawn(plot(NOTHING))  # type: ignore[operator]
    assert figure.axes == []
    assert len(figure.texts[0].get_text()) > 20


def test_a_figure_that_is_not_there_is_said(two: Sweep) -> None:
    for plot in (lambda: plot_grid(two, "accuracy"), lambda: plot_groups(NOTHING, "person", "accuracy")):
        with pytest.raises(TuningError, match="there is no figure 'accuracy'; there are counted_exactly, "):
            plot()
