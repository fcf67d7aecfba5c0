"""Pictures for tuning: how well thresholds separate reps, what moving them costs, and where a choice lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.evaluation.labelled_set import LabelledSet
from analysis.evaluation.metrics import TITLES, metric_of
from analysis.evaluation.sweep import Bools, Choice, Condition, Sweep
from analysis.notebook.plots.style import (
    CONTROLLED,
    CONTROLLED_TEXT,
    CONTROLLED_TINT,
    MOMENTUM,
    TEXT,
    TEXT2,
    empty_picture,
    open_picture,
    write_title,
)
from analysis.settings.thresholds import DEFAULTS, MomentumThresholds
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES = {
    "swung_called": (MOMENTUM, "-", 2.6),
    "calm_called": (CONTROLLED_TEXT, "--", 2.0),
    "tremor_called": (TEXT2, ":", 2.0),
}
"""The metrics of a sweep: colour, dashes and width of their lines."""
_KINDS = {"calm": (CONTROLLED_TEXT, "o"), "tremor": (TEXT2, "s"), "swung": (MOMENTUM, "^")}
"""Colour and mark of reps by their label; filled is what was called."""
_FIGURES = {"push_mps2": "push in the lift, m/s²", "carry": "coast, share of the height"}
"""The two axes of the separation picture."""


def plot_separation(
    study: LabelledSet, limits: MomentumThresholds = DEFAULTS.momentum, *, narrow: bool = False
) -> Figure:
    """Plots every rep with a label by coast and push, and the line where the evidence is even.

    Both axes are logarithmic, so the line is straight: more of the one makes up for less of the other. It
    is that of a steady lift; one that trembles needs more of both. Filled is what was called; a ring marks
    a wrong call and a missed swing.

    Parameters
    ----------
    study : LabelledSet
    limits : MomentumThresholds
    narrow : bool
        For a phone.
    """
    table = study.table(limits).dropna(subset=list(_FIGURES))
    table = table[table["kind"] != ""]
    if table.empty:
        return empty_picture(
            "No rep was found that is labelled swung or calm and whose figures are known.", narrow=narrow
        )
    with open_picture(5.2, narrow=narrow) as figure:
        axes = figure.subplots()
        _even_line(axes, limits, table)
        for kind in _KINDS:
            for called in (False, True):
                _dots(
                    axes,
                    table[(table["kind"] == kind) & ((table["verdict"] == "momentum") == called)],
                    kind,
                    called,
                )
        axes.set_xlabel(_FIGURES["push_mps2"])
        axes.set_ylabel(_FIGURES["carry"])
        figure.legend(loc="outside lower left", ncols=1 if narrow else 3, fontsize=9)
        write_title(figure, _separated(table), narrow=narrow)
    return figure


def _dots(axes: Axes, part: pd.DataFrame, kind: str, called: bool) -> None:
    """Draws the reps of one kind that were called, or not; wrong ones have a ring."""
    if part.empty:
        return
    color, marker = _KINDS[kind]
    wrong = called != (kind == "swung")
    words = f"{kind}, {'called' if called else 'not called'}{': wrong' if wrong else ''} ({len(part)})"
    looks: dict[str, Any] = {
        "color": color,
        "markersize": 6.5 if wrong else 5.5,
        "linestyle": "none",
        "label": words,
    }
    looks |= {"markerfacecolor": color if called else "white", "markeredgewidth": 1.2}
    if wrong:
        axes.plot(part["push_mps2"], part["carry"], "o", markersize=13, markerfacecolor="none",
                  markeredgecolor=TEXT, markeredgewidth=1.1, linestyle="none", zorder=4)  # fmt: skip
    axes.plot(part["push_mps2"], part["carry"], marker, **looks, zorder=3 + called)


def _even_line(axes: Axes, limits: MomentumThresholds, table: pd.DataFrame) -> None:
    """Draws the line at which the evidence of a steady lift is even; controlled lies below."""
    from matplotlib.ticker import FixedLocator, NullLocator, StrMethodFormatter  # noqa: PLC0415  slow to load

    x, y = (
        np.geomspace(0.8 * min(values.min(), limit), 1.25 * max(values.max(), limit), 50)
        for values, limit in ((table["push_mps2"], limits.push_mps2), (table["carry"], limits.carry))
    )
    for set_scale, set_limits, ends in (
        (axes.set_xscale, axes.set_xlim, x),
        (axes.set_yscale, axes.set_ylim, y),
    ):
        set_scale("log")
        set_limits(ends[0], ends[-1])
    if limits.carry_weight > 0:
        even = limits.carry * (x / limits.push_mps2) ** (-limits.push_weight / limits.carry_weight)
        axes.fill_between(x, y[0], np.clip(even, y[0], y[-1]), color=CONTROLLED_TINT, linewidth=0, zorder=0)
        axes.plot(x, even, color=TEXT, linewidth=1.1, linestyle=(0, (4, 3)), label="limit of a steady lift")
    for axis, ticks in ((axes.xaxis, (1, 2, 3, 5, 8, 12)), (axes.yaxis, (0.02, 0.05, 0.1, 0.2, 0.5, 1.0))):
        axis.set_major_locator(FixedLocator(ticks))
        axis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axis.set_minor_locator(NullLocator())


def _separated(table: pd.DataFrame) -> str:
    called = table["verdict"] == "momentum"
    parts = [
        f"{int(called[table['kind'] == kind].sum())} of {int((table['kind'] == kind).sum())} {kind}"
        for kind in ("swung", "calm", "tremor")
        if (table["kind"] == kind).any()
    ]
    return f"Called momentum: {', '.join(parts)} reps"


def plot_sweep(sweep: Sweep, choice: Choice | None = None, *, narrow: bool = False) -> Figure:
    """Plots swung, calm and trembling reps called over the values of one threshold.

    Parameters
    ----------
    sweep : Sweep
        Of one threshold.
    choice : Choice, optional
        Marked where it lies.
    narrow : bool
        For a phone.
    """
    if len(sweep.names) != 1:
        return empty_picture("This picture is for one threshold; two are drawn by plot_grid.", narrow=narrow)
    figures, (values,) = sweep.figures(), sweep.axes
    with open_picture(4.2, narrow=narrow) as figure:
        axes = figure.subplots()
        for name, (color, style, width) in LINES.items():
            if np.isfinite(figures[name]).any():
                axes.plot(
                    values,
                    100 * figures[name],
                    linestyle=style,
                    color=color,
                    linewidth=width,
                    label=TITLES[name],
                )
        _mark(axes, _now(sweep, 0), "now", TEXT2)
        if choice is not None:
            _mark(axes, choice.values[sweep.names[0]], "chosen", TEXT)
        axes.set_xlabel(_axis_name(sweep.names[0]))
        axes.set_ylabel("reps called momentum, %")
        axes.set_ylim(-3, 103)
        axes.grid(axis="y")
        figure.legend(loc="outside lower left", ncols=1 if narrow else 3, fontsize=9)
        write_title(figure, _moved(sweep, choice), narrow=narrow)
    return figure


def _mark(axes: Axes, at: float, words: str, color: str) -> None:
    axes.axvline(at, color=color, linewidth=1.2, linestyle=(0, (4, 3)) if words == "now" else "-")
    right = words == "chosen"
    axes.annotate(
        f"{words} {at:.3g}",
        (at, 1.0),
        (4 if right else -4, 2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=8.5,
        color=color,
        ha="left" if right else "right",
    )


def _now(sweep: Sweep, k: int) -> float:
    return float(sweep.base.row(sweep.names[k]).value)


def _axis_name(name: str) -> str:
    row = DEFAULTS.row(name)
    return f"{name}{f', {row.unit}' if row.unit else ''}"


def _moved(sweep: Sweep, choice: Choice | None) -> str:
    if choice is None:
        return f"What {' and '.join(sweep.names)} calls, value by value"
    figures = [
        f"{100 * choice.figures[name]:.0f} % of {TITLES[name].removesuffix(' called')} called"
        for name in LINES
        if np.isfinite(choice.figures[name])
    ]
    return f"At {' and '.join(f'{value:.3g}' for value in choice.values.values())}: {', '.join(figures)}"


def plot_trade_off(
    sweep: Sweep, condition: Condition, choice: Choice | None = None, *, narrow: bool = False
) -> Figure:
    """Plots every setting by its false calls and its sensitivity, as in a ROC curve.

    Calm reps called lie to the right, swung ones upwards.

    Parameters
    ----------
    sweep : Sweep
    condition : Condition
        A bound on calm reps called is drawn.
    choice : Choice, optional
        Marked.
    narrow : bool
        For a phone.
    """
    figures = sweep.figures()
    x, y = 100 * figures["calm_called"].ravel(), 100 * figures["swung_called"].ravel()
    if not np.isfinite(x + y).any():
        return empty_picture("A trade-off needs labels of both kinds, swung and calm.", narrow=narrow)
    kept = condition.kept(figures).ravel()
    now = sweep.study.at(sweep.base).figures()
    with open_picture(4.8, narrow=narrow) as figure:
        axes = figure.subplots()
        axes.plot(x[~kept], y[~kept], "o", color="#B9C0C7", markersize=5, label="a bound is broken")
        axes.plot(x[kept], y[kept], "o", color=CONTROLLED, markersize=5, label="every bound is kept")
        axes.plot(100 * now["calm_called"], 100 * now["swung_called"], "D", color=TEXT, markersize=8,
                  markerfacecolor="white", markeredgewidth=1.8, label="now", linestyle="none")  # fmt: skip
        if choice is not None:
            axes.plot(100 * choice.figures["calm_called"], 100 * choice.figures["swung_called"], "*", color=MOMENTUM,
                      markersize=17, markeredgecolor="white", label="chosen", linestyle="none")  # fmt: skip
        if "calm_called" in condition.at_most:
            bound = 100 * condition.at_most["calm_called"]
            axes.axvline(bound, color=TEXT, linewidth=1.1, linestyle=(0, (4, 3)))
            axes.annotate(
                f"at most {bound:g} %", (bound, 0), (4, 4), textcoords="offset points", fontsize=8.5
            )
        axes.set_xlabel("calm reps called momentum, % (false calls)")
        axes.set_ylabel("swung reps called momentum, %")
        axes.set_ylim(-3, 103)
        axes.set_xlim(left=-1)
        axes.grid()
        axes.legend(loc="lower right", fontsize=9)
        write_title(
            figure,
            f"{len(sweep.settings)} settings: what calling more swung reps costs in calm ones",
            narrow=narrow,
        )
    return figure


def plot_grid(
    sweep: Sweep,
    figure: str = "balanced_accuracy",
    condition: Condition | None = None,
    choice: Choice | None = None,
    *,
    narrow: bool = False,
) -> Figure:
    """Plots one metric over two thresholds; settings that break a bound are hatched.

    Parameters
    ----------
    sweep : Sweep
        Of two thresholds.
    figure : str
        Name of a metric of `analysis.evaluation.metrics.METRICS`.
    condition : Condition, optional
    choice : Choice, optional
        Marked.
    narrow : bool
        For a phone.

    Raises
    ------
    TuningError
        There is no such metric.
    """
    if len(sweep.names) != 2:
        return empty_picture("This picture is for two thresholds; one is drawn by plot_sweep.", narrow=narrow)
    metric = metric_of(figure)
    all_figures = sweep.figures()
    factor = 100 if metric.unit == "share" else 1
    with open_picture(4.8, narrow=narrow) as made:
        axes = made.subplots()
        x, y = sweep.axes
        drawn = axes.pcolormesh(x, y, factor * all_figures[figure].T, cmap="cividis", shading="nearest")
        bar = made.colorbar(drawn, ax=axes)
        bar.set_label(f"{metric.title}, {'%' if factor == 100 else metric.unit}".rstrip(", "))
        if condition is not None:
            _hatch(axes, x, y, ~condition.kept(all_figures))
        axes.plot(_now(sweep, 0), _now(sweep, 1), "D", color=TEXT, markerfacecolor="white", markersize=8,
                  markeredgewidth=1.8, label="now", linestyle="none")  # fmt: skip
        if choice is not None:
            axes.plot(*choice.values.values(), "*", color=MOMENTUM, markeredgecolor="white", markersize=17,
                      label="chosen", linestyle="none")  # fmt: skip
        axes.set_xlabel(_axis_name(sweep.names[0]))
        axes.set_ylabel(_axis_name(sweep.names[1]))
        axes.legend(loc="upper right", fontsize=9, frameon=True)
        hatched = "; hatched: a bound is broken" if condition is not None else ""
        write_title(
            made, f"{metric.title[:1].upper()}{metric.title[1:]} over two thresholds{hatched}", narrow=narrow
        )
    return made


def _hatch(axes: Axes, x: Floats, y: Floats, broken: Bools) -> None:
    """Hatches the cells where a bound is broken, each as large as it is coloured."""
    from matplotlib.colors import ListedColormap  # noqa: PLC0415  slow to load

    if broken.any():
        cells = np.ma.masked_array(np.zeros(broken.T.shape), ~broken.T)
        clear = ListedColormap(["none"])
        axes.pcolor(x, y, cells, shading="nearest", cmap=clear, hatch="//", edgecolor=TEXT, linewidth=0)
