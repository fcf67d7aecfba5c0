"""Rows of time shared by the figures of a set, and the axis under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.output import words
from analysis.output.set_views import SetView
from analysis.report.axes import Scale, round_step, ticks_between
from analysis.report.svg import Canvas, text_width
from imu.types import Gap
from imu.units import NBSP

ROW_S = 40.0
"""Length of a row where a set has too many reps for one."""
_ONE_ROW_REPS, _LEAD_S, _MOST_TICKS = 12, 0.8, 8
"""Reps up to which a set has one row; seconds shown before and after a set; most ticks of an axis."""
_HOLE_S, _BESIDE_S = 2.5, 0.2
"""Seconds shown of a hole that cuts a set, enough to name it; seconds within which a hole lies at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The time that the figures of a set show."""

    origin_s: float
    """Time that is written as second 0."""
    rows: tuple[tuple[float, float], ...]
    """Start and end of each row, ``[start, stop)`` on the recording's axis, s."""


def _extent(view: SetView) -> tuple[float, float]:
    rep_set, trace = view.rep_set, view.rep_set.trace
    start, stop = rep_set.start_s, rep_set.end_s
    if trace is None or len(trace.time_s) == 0:
        return start, max(stop, start + 1.0)
    first, last = float(trace.time_s[0]), float(trace.time_s[-1])
    return max(first, start - _LEAD_S), max(min(last, stop + _LEAD_S), start + 1.0)


def _with_holes(start_s: float, stop_s: float, gaps: Sequence[Gap]) -> tuple[float, float]:
    """The extent of a set, with the beginning or the end of a hole that cuts it: else nobody sees why it ends there."""
    before = [g.start_s for g in gaps if g.start_s < start_s <= g.end_s + _BESIDE_S]
    after = [g.end_s for g in gaps if g.start_s - _BESIDE_S <= stop_s < g.end_s]
    return (
        max(min(before, default=start_s), start_s - _HOLE_S),
        min(max(after, default=stop_s), stop_s + _HOLE_S),
    )


def set_window(view: SetView, gaps: Sequence[Gap] = ()) -> Window:
    """Window of a set: one row for up to 12 reps, else a row per 40 s.

    Parameters
    ----------
    view : SetView
    gaps : sequence of Gap
        Of its sensor.
    """
    start, stop = _with_holes(*_extent(view), gaps)
    origin = view.rep_set.start_s
    if len(view.rep_set.reps) <= _ONE_ROW_REPS:
        return Window(origin_s=origin, rows=((start, stop),))
    many = max(1, int(np.ceil((stop - start) / ROW_S)))
    return Window(
        origin_s=origin, rows=tuple((start + i * ROW_S, start + (i + 1) * ROW_S) for i in range(many))
    )


def set_windows(views: Sequence[SetView], gaps: Mapping[str, Sequence[Gap]]) -> list[Window]:
    """Window of each set; two sets that overlap in time share one, so that their rows are aligned.

    Parameters
    ----------
    views : sequence of SetView
    gaps : mapping of str to sequence of Gap
        By sensor.
    """
    found = [set_window(view, gaps.get(view.rep_set.sensor, ())) for view in views]
    if len(found) == 2 and all(len(w.rows) == 1 for w in found):
        (a, b), (c, d) = map(_extent, views)
        if a < d and c < b:
            (first, last), (begin, end) = found[0].rows[0], found[1].rows[0]
            origin = min(w.origin_s for w in found)
            return [Window(origin_s=origin, rows=((min(first, begin), max(last, end)),))] * 2
    return found


def draw_axis(canvas: Canvas, x: Scale, bottom: float, origin_s: float) -> None:
    """Draws an axis with whole seconds, the unit on the last of them.

    Parameters
    ----------
    canvas : Canvas
    x : Scale
        Of time.
    bottom : float
        Place of the axis, px.
    origin_s : float
        Time that is written as second 0.
    """
    room = text_width("00,000") + 12
    parts = max(2, min(_MOST_TICKS, int((x.end - x.start) / room)))
    step = max(1.0, round_step(x.high - x.low, parts))
    ticks = [t for t in ticks_between(x.low - origin_s, x.high - origin_s, step) if t >= 0]
    for tick in ticks:
        at = x(tick + origin_s)
        canvas.line(at, bottom, at, bottom + 5, "s-text3")
        text = words.number(tick) + (f"{NBSP}s" if tick == ticks[-1] else "")
        canvas.text(at, bottom + 22, text, "t2", anchor="end" if at > canvas.width - 16 else "middle")
