"""Sliders for thresholds in notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.thresholds import DEFAULTS, Thresholds

if TYPE_CHECKING:
    from ipywidgets import FloatSlider, IntSlider

STEPS = 100


def threshold_slider(name: str, base: Thresholds = DEFAULTS) -> FloatSlider | IntSlider:
    """A slider for one threshold, over half to twice where it stands and within what is allowed.

    Parameters
    ----------
    name : str
        Dotted, e.g. ``momentum.carry``.
    base : Thresholds
        Where it stands.

    Raises
    ------
    ThresholdError
        There is no such threshold.
    """
    from ipywidgets import FloatSlider, IntSlider, Layout  # noqa: PLC0415  only notebooks have it

    row = base.row(name)
    low, high = row.nearby
    unit = f", {row.unit}" if row.unit and row.unit != "ratio" else ""
    looks = {
        "description": f"{name.partition('.')[2]}{unit}",
        "tooltip": row.meaning,
        "continuous_update": False,
        "style": {"description_width": "11em"},
        "layout": Layout(width="min(100%, 34em)"),
    }
    if isinstance(row.default, int):
        return IntSlider(value=int(row.value), min=int(low), max=int(high), **looks)
    step = float(f"{(high - low) / STEPS:.1g}")
    return FloatSlider(value=row.value, min=low, max=high, step=step, readout_format=".3g", **looks)
