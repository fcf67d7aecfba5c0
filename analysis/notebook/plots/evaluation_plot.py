"""Pictures of evaluations: every metric with its interval, groups side by side, and the calibration of the
score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.evaluation.evaluate import By, Evaluation
from analysis.evaluation.metrics import TITLES, Metric, metric_of
from analysis.notebook.plots.style import (
    CONTROLLED_TEXT,
    LINE,
    MOMENTUM,
    TEXT,
    TEXT2,
    empty_picture,
    open_picture,
    write_title,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHARES = (
    "counted_exactly",
    "recall",
    "swung_called",
    "calm_called",
    "tremor_called",
    "not_judged",
    "balanced_accuracy",
    "auc",
)
"""Metrics that are shares, in the order of the picture."""
_NOUNS = {
    "counted": "recordings",
    "labelled": "labelled reps",
    "found": "found reps",
    "ghost_minutes": "min",
    "timed": "reps with times",
    "judgeable": "reps",
    "swung": "swung reps",
    "calm": "calm reps",
    "tremor": "trembling reps",
    "scored": "reps",
}
"""What each sum counts, as it is written beside a group."""
_ROW_IN = 0.42
_TOP_IN = 1.3


def plot_figures(evaluation: Evaluation, *, narrow: bool = False) -> Figure:
    """Plots every share with its 95 % interval: a filled mark is better to the right, a hollow one to the
    left.

    Parameters
    ----------
    evaluation : Evaluation
    narrow : bool
        For a phone.
    """
    table = evaluation.summary().loc[list(SHARES)].dropna(subset=["value"])
    if table.empty:
        return empty_picture(
            "Nothing could be measured: no recording has a count, and no rep a label.", narrow=narrow
        )
    with open_picture(_TOP_IN + _ROW_IN * (1.4 if narrow else 1.0) * len(table), narrow=narrow) as figure:
        axes = figure.subplots()
        words = [_interval(one) for _, one in table.iterrows()]
        for row, (name, one) in enumerate(table.iterrows()):
            _share(axes, row, str(name), one)
            if not narrow:
                axes.text(103.0, row, words[row], va="center", fontsize=8.5, color=TEXT2)
        names = [TITLES[str(name)] for name in table.index]
        _shares_axis(axes, [f"{a}\n{b}" for a, b in zip(names, words, strict=True)] if narrow else names)
        axes.set_xlabel(
            "share, %"
            if narrow
            else "share, % (line: 95 % interval; filled: more is better, hollow: less is)"
        )
        write_title(figure, _finding(evaluation), narrow=narrow)
    return figure


def _share(axes: Axes, row: int, name: str, one: pd.Series) -> None:
    small = metric_of(name).better == "less"
    color = MOMENTUM if small else CONTROLLED_TEXT
    axes.plot([100 * one["low"], 100 * one["high"]], [row, row], color=color, linewidth=2.2, alpha=0.55)
    axes.plot(
        100 * one["value"],
        row,
        marker="o",
        markersize=8,
        color=color,
        markerfacecolor="white" if small else color,
        markeredgewidth=1.8,
        clip_on=False,
    )


def _interval(one: pd.Series) -> str:
    text = f"{100 * one['value']:.1f} %"
    if np.isfinite(one["low"]):
        text += f", {100 * one['low']:.0f} to {100 * one['high']:.0f} ({one['drawn']} drawn)"
    return text


def _shares_axis(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names, fontsize=9)
    axes.invert_yaxis()
    axes.set_xlim(-2, 102)
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)


def _finding(evaluation: Evaluation) -> str:
    """The metrics that matter most as counts, e.g. 96 of 100."""
    parts = (
        ("exact", "counted", "counts exact"),
        ("swung_called", "swung", "swung reps called"),
        ("calm_called", "calm", "calm ones"),
    )
    said = [
        f"{evaluation.count(some)} of {evaluation.count(every)} {words}"
        for some, every, words in parts
        if evaluation.count(every)
    ]
    return ", ".join(said) or "How often it is right"


def plot_groups(
    evaluation: Evaluation, by: By = "dataset", figure: str = "swung_called", *, narrow: bool = False
) -> Figure:
    """Plots one metric of each data set, person or recording, with how much it is made from.

    Parameters
    ----------
    evaluation : Evaluation
    by : str
        ``dataset``, ``person`` or ``file``.
    figure : str
        Name of a metric of `analysis.evaluation.metrics.METRICS`.
    narrow : bool
        For a phone.

    Raises
    ------
    TuningError
        There is no such metric.
    """
    metric = metric_of(figure)
    table = evaluation.by(by).dropna(subset=[figure]).sort_values(figure)
    if table.empty:
        return empty_picture(f"No {by} has what it takes for {metric.title}.", narrow=narrow)
    share = metric.unit == "share"
    values = table[figure] * (100 if share else 1)
    with open_picture(_TOP_IN + _ROW_IN * len(table), narrow=narrow) as made:
        axes = made.subplots()
        axes.hlines(range(len(table)), 0, values, color=LINE, linewidth=2)
        axes.plot(values, range(len(table)), "o", color=CONTROLLED_TEXT, markersize=8, clip_on=False)
        unit = " %" if share else f" {metric.unit}".rstrip()
        for row, value in enumerate(values):
            axes.annotate(
                f"{value:.3g}{unit}",
                (value, row),
                (9, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=TEXT2,
            )
        of = _made_from(evaluation, by, metric)
        axes.set_yticks(range(len(table)), [f"{name or '(no name)'}, {of[name]}" for name in table.index])
        most = max(1e-9, float(values.max()))
        axes.set_xlim(-0.02 * most, 1.15 * most)
        axes.set_xlabel(f"{metric.title}, {'%' if share else metric.unit}")
        axes.tick_params(axis="y", length=0)
        words = {"dataset": "data set", "person": "person", "file": "recording"}[by]
        write_title(made, f"{metric.title[:1].upper()}{metric.title[1:]}, by {words}", narrow=narrow)
    return made


def _made_from(evaluation: Evaluation, by: By, metric: Metric) -> dict[str, str]:
    """How many reps (or recordings, or minutes) a metric is made from, for each group."""
    noun = _NOUNS.get(metric.needs[-1], metric.needs[-1])
    groups = evaluation.groups(by)
    return {
        group: f"{evaluation.only([one == group for one in groups]).count(metric.needs[-1])} {noun}"
        for group in dict.fromkeys(groups)
    }


def plot_calibration(evaluation: Evaluation, *, narrow: bool = False) -> Figure:
    """Plots how often reps of a given momentum were labelled swung (reliability diagram).

    Lines are Wilson's 95 % intervals; of a calibrated score all points lie on the diagonal.

    Parameters
    ----------
    evaluation : Evaluation
    narrow : bool
        For a phone.
    """
    table = evaluation.calibration()
    if table.empty:
        return empty_picture(
            "No rep is labelled swung or calm, so nobody can say what a momentum means.", narrow=narrow
        )
    with open_picture(4.6, narrow=narrow) as figure:
        axes = figure.subplots()
        axes.plot([0, 100], [0, 100], color=TEXT2, linewidth=1, linestyle=(0, (2, 3)))
        axes.annotate(
            "a probability would lie here",
            (25, 25),
            (-5, 5),
            textcoords="offset points",
            fontsize=8.5,
            ha="right",
            color=TEXT2,
        )
        x, y = 100 * table["momentum"], 100 * table["swung"]
        axes.vlines(
            x,
            100 * table["swung_low"],
            100 * table["swung_high"],
            color=CONTROLLED_TEXT,
            linewidth=2,
            alpha=0.5,
        )
        axes.plot(x, y, "o", color=CONTROLLED_TEXT, markersize=7)
        for a, b, n in zip(x, y, table["reps"], strict=True):
            axes.annotate(f"{n}", (a, b), (6, 5), textcoords="offset points", fontsize=8.5, color=TEXT2)
        axes.axvline(50, color=TEXT, linewidth=1.1, linestyle=(0, (4, 3)))
        axes.annotate("limit", (50, 100), (4, -2), textcoords="offset points", va="top", fontsize=8.5)
        axes.set_xlabel("momentum of a rep, 0 to 100 (number: reps)")
        axes.set_ylabel("labelled swung, %")
        axes.set_xlim(0, 100)
        axes.set_ylim(-4, 104)
        axes.grid()
        write_title(
            figure, "What a momentum of so much means: how often such reps were labelled swung", narrow=narrow
        )
    return figure
