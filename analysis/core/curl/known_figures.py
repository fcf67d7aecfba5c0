"""Known figures: those that a recording can give, by the needs that each figure's description states."""

from __future__ import annotations

from functools import cache
from math import isfinite
from typing import Any

from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Known
from analysis.records.rep_measures import Need
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
    missing = frozenset(need for need, is_there in there.items() if not is_there)
    given = {name: getattr(rep, name) for name in _given(missing, rep.lift_hidden)}
    return _NONE | {name: value for name, value in given.items() if value is not None and isfinite(value)}


_NONE: dict[str, Any] = dict.fromkeys(info.name for info in MEASURED)
"""Every figure, unknown."""


@cache
def _given(missing: frozenset[Need], lift_hidden: bool) -> tuple[str, ...]:
    """Figures that need nothing of what is missing; of a lift that a hole hides, those of its lowering alone."""
    return tuple(
        info.name
        for info in MEASURED
        if missing.isdisjoint(info.needs) and ("end" in info.needs or not lift_hidden)
    )
