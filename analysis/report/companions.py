"""Trunk and upper arm on the time axis of the forearm angle; shown, not judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.report import words
from analysis.report.angle import Window, window
from analysis.report.figure import WIDE, Section, both_widths
from analysis.report.scales import Scale, every, from_zero, round_step, steps
from analysis.report.summary import SetView
from analysis.report.svg import Canvas, Markup, polyline
from analysis.results import CompanionTrace, Rep

_LEAST_DEG = 20.0


def _rep_numbers(canvas: Canvas, x: Scale, reps: Sequence[Rep], top: float, bottom: float) -> None:
    shown = [r for r in reps if x.low <= r.top_s <= x.high]
    step = every((x.end - x.start) / max(len(shown), 1), 17.0)
    for rep in shown:
        canvas.line(x(rep.top_s), top, x(rep.top_s), bottom, "s-line dotted-line")
        if rep.index % step == 0 or step == 1:
            canvas.text(x(rep.top_s), top - 9, str(rep.index), "t2", anchor="middle")


def _y_ticks(low: float, high: float) -> list[float]:
    return steps(low, high, round_step(high - low, 3))


def draw(trace: CompanionTrace, times: Window, reps: Sequence[Rep], width: float, label: str) -> Markup:
    """Inclination over time, one row per row of the forearm's figure."""
    narrow = width != WIDE
    inside = [(trace.time_s >= a) & (trace.time_s <= b) for a, b in times.rows]
    values = np.concatenate([trace.inclination_deg[i] for i in inside])
    values = values[np.isfinite(values)]
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    if high - low < _LEAST_DEG:
        low, high = (low + high) / 2 - _LEAST_DEG / 2, (low + high) / 2 + _LEAST_DEG / 2
    height, left = 90.0, 46.0 if narrow else 64.0
    canvas = Canvas(width, len(times.rows) * (height + 62))
    for i, (start, stop) in enumerate(times.rows):
        top = i * (height + 62) + 26
        x, y = Scale(start, stop, left, width - 8), Scale(low, high, top + height, top)
        for tick in _y_ticks(low, high):
            canvas.line(left, y(tick), width - 8, y(tick), "s-line")
            canvas.text(left - 8, y(tick) + 5, f"{words.number(tick)}°", "t2", anchor="end")
        _rep_numbers(canvas, x, reps, top, top + height)
        chosen = inside[i]
        canvas.path(polyline(x(trace.time_s[chosen]), y(trace.inclination_deg[chosen])), "s-text companion")
        _time_ticks(canvas, x, top + height, times.origin_s)
    return canvas.finish(label)


def _time_ticks(canvas: Canvas, x: Scale, bottom: float, origin_s: float) -> None:
    step = max(from_zero((x.high - x.low) / 5, parts=1)[-1], 1.0)
    ticks = [t for t in steps(x.low - origin_s, x.high - origin_s, step) if t >= 0]
    for tick in ticks:
        at = x(tick + origin_s)
        canvas.line(at, bottom, at, bottom + 5, "s-text3")
        unit = f"{words.NBSP}s" if tick == ticks[-1] else ""
        canvas.text(
            at,
            bottom + 22,
            words.number(tick) + unit,
            "t2",
            anchor="end" if at > canvas.width - 16 else "middle",
        )


def _shown(trace: CompanionTrace, times: Window) -> bool:
    start, stop = times.rows[0][0], times.rows[-1][1]
    inside = (trace.time_s >= start) & (trace.time_s <= stop) & np.isfinite(trace.inclination_deg)
    return bool(np.count_nonzero(inside) > 1)


def section(
    companions: Sequence[CompanionTrace], view: SetView | None, start_s: float, duration_s: float
) -> Section | None:
    """The section for the set in focus, or for the whole recording where there is no set; None without companions."""
    times = (
        window(view)
        if view is not None
        else Window(origin_s=start_s, rows=((start_s, start_s + max(duration_s, 1.0)),))
    )
    reps = view.rep_set.reps if view is not None else ()
    where = view.name.lower() if view is not None else "the whole recording"
    made = []
    for trace in companions:
        if not _shown(trace, times):
            continue
        name = words.placement(trace.sensor)
        label = f"Inclination of the {name} over time, {where}."

        def drawn(width: float, trace: CompanionTrace = trace, label: str = label) -> Markup:
            return draw(trace, times, reps, width, label)

        made.append(both_widths(drawn, f"**{words.capital(name)}**"))
    if not made:
        return None
    title = words.capital(words.joined([words.placement(c.sensor) for c in companions]))
    notes = (
        "Degrees from where the sensor first rested. On the time axis of the forearm angle; shown, not judged.",
    )
    return Section(title=f"{title}, {where}", notes=notes, figures=tuple(made))
