"""The panel of a live page with the thresholds of momentum, for whoever tunes them while somebody lifts."""

from __future__ import annotations

from functools import lru_cache

from analysis.language import language_name, say
from analysis.live.summary_state import State
from analysis.settings.thresholds import DEFAULTS, Thresholds

EXPERT = (
    ("push_mps2", 0.1),
    ("carry", 0.005),
    ("tremor_weight", 0.5),
    ("partial_share", 0.01),
)
"""Thresholds of momentum on the panel: name, step of the slider."""


def expert_panel(thresholds: Thresholds) -> State:
    """Makes the panel, as it is said in the chosen language.

    Parameters
    ----------
    thresholds : Thresholds

    Returns
    -------
    dict
        ``name``, ``custom`` (whether a value differs from the published ones) and ``items``, one for each slider.
    """
    return {
        "name": thresholds.name,
        "custom": thresholds != DEFAULTS,
        "items": _sliders(thresholds, language_name()),
    }


@lru_cache(maxsize=8)
def _sliders(thresholds: Thresholds, language: str) -> list[State]:  # noqa: ARG001  they are said in it
    """The sliders; kept, as a page asks for them twenty times a second. A name makes no other ones."""
    return [_slider(thresholds, name, step) for name, step in EXPERT]


def _slider(thresholds: Thresholds, name: str, step: float) -> State:
    row = thresholds.row(f"momentum.{name}")
    return {
        "name": row.name,
        "title": say(f"threshold.{name}.title"),
        "value": row.value,
        "default": row.default,
        "unit": say("threshold.unit.ratio") if row.unit == "ratio" else row.unit,
        "low": row.low,
        "high": row.high,
        "step": step,
        "effect": say(f"threshold.{name}.effect"),
    }
