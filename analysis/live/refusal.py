"""Movement that was counted, and is no set: what the screen says of it, until something else is counted."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.live.sensor_view import SensorView
from analysis.output.reasons import refusal_clause
from analysis.records.results import RepSet


def refusal_since(sets: Iterable[RepSet], arms: Iterable[SensorView]) -> str | None:
    """Clause on why the reps that were shown last are none; None where they are, or others are shown.

    Parameters
    ----------
    sets : iterable of RepSet
        Closed sets.
    arms : iterable of SensorView
    """
    views = tuple(arms)
    found = [arm.refused for arm in views if arm.refused is not None]
    if not found or any(arm.open and arm.count for arm in views):
        return None
    last = max(found, key=lambda one: one.at_s)
    if last.at_s < max((one.decided_at_s for one in sets), default=float("-inf")):
        return None
    return refusal_clause(last.because)
