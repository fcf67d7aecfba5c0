"""Known figures: those that a recording can give, by the needs that each figure's description states."""

from __future__ import annotations

from math import isfinite
from typing import Any

from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Known
from analysis.records.rep_measures import FigureInfo, Need
from analysis.records.results import REP_FIGURES

MEASURED = tuple(info for info in REP_FIGURES.values() if info.unit and hasattr(RepFigures, info.name))
"""Figures with a unit that are measured of a rep alone: fields and properties of `RepFigures`."""


def known_figures(rep: RepFigures, known: Known) -> dict[str, Any]:
    """Returns the figures in `MEASURED` by name; None for one that lacks what it needs or is not finite.

    Parameters
    ----------
    rep : RepFigures
    known : Known
        What the recording can give.
    """
    there: dict[Need, bool] = {
        "gyroscope": known.turning,
        "gravity": known.inertial,
        "direction": rep.bottom_deg is not None,
        "end": rep.whole,
        "edges": not rep.cut and not rep.gap,
    }
    missing = {need for need, is_there in there.items() if not is_there}
    return {
        info.name: None if rep.lift_hidden and "end" not in info.needs else _value(rep, info, missing)
        for info in MEASURED
    }


def _value(rep: RepFigures, info: FigureInfo, missing: set[Need]) -> float | None:
    value: float | None = getattr(rep, info.name)
    return value if value is not None and isfinite(value) and missing.isdisjoint(info.needs) else None
