"""Forearm angle over time, with the reps marked; gaps broken and hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from analysis.report import words
from analysis.report.figure import WIDE, Figure, Section, both_widths
from analysis.report.marks import curve_class, is_flagged
from analysis.report.scales import Scale, angle_ticks, every, holes, round_step, steps
from analysis.report.summary import SetView, flagged, indices, lead_s
from analysis.report.svg import Canvas, Markup, polyline, text_width
from analysis.report.words import WeightUnit
from analysis.results import Rep, SetTrace
from imu.types import Floats, Gap

ROW_S = 40.0
"""Length of a row where a set has too many reps for one."""
_ONE_ROW_REPS, _LEAD_S, _HOLE_S = 12, 0.8, 0.3
_LEVELS = {0.0: "hanging", 90.0: "level"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Rows of time shared by the figures of a set: ``[start, stop)`` on the recording's axis, ``origin_s`` is second 0."""

    origin_s: float
    rows: tuple[tuple[float, float], ...]


def _extent(view: SetView) -> tuple[float, float]:
    rep_set, trace = view.rep_set, view.rep_set.trace
    start, stop = rep_set.start_s, rep_set.end_s
    if trace is None or len(trace.time_s) == 0:
        return start, max(stop, start + 1.0)
    return max(float(trace.time_s[0]), start - _LEAD_S), max(
        min(float(trace.time_s[-1]), stop + _LEAD_S), start + 1.0
    )


def window(view: SetView) -> Window:
    """One row for up to 12 reps, else a row per 40 s."""
    start, stop = _extent(view)
    if len(view.rep_set.reps) <= _ONE_ROW_REPS:
        return Window(origin_s=view.rep_set.start_s, rows=((start, stop),))
    many = max(1, int(np.ceil((stop - start) / ROW_S)))
    rows = tuple((start + i * ROW_S, start + (i + 1) * ROW_S) for i in range(many))
    return Window(origin_s=view.rep_set.start_s, rows=rows)


def trace_holes(trace: SetTrace, gaps: Sequence[Gap]) -> list[tuple[float, float]]:
    """Where nothing was measured: the sensor's gaps and stretches of NaN longer than 0.3 s, joined."""
    time = trace.time_s
    found = [(g.start_s, g.end_s) for g in gaps]
    for start, stop in holes(np.isfinite(trace.angle_deg)):
        begin = float(time[max(start - 1, 0)])
        end = float(time[min(stop, len(time) - 1)])
        if end - begin > _HOLE_S:
            found.append((begin, end))
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _broken(trace: SetTrace, gaps: Sequence[Gap]) -> Floats:
    """The angle with NaN inside the sensor's gaps, so that no line crosses them."""
    angle = trace.angle_deg.astype(np.float64, copy=True)
    for gap in gaps:
        angle[(trace.time_s > gap.start_s) & (trace.time_s < gap.end_s)] = np.nan
    return angle


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    canvas: Canvas
    x: Scale
    y: Scale
    time: Floats
    angle: Floats

    def stroke(self, start: float, stop: float, class_: str) -> None:
        inside = (self.time >= start) & (self.time <= stop)
        data = polyline(self.x(self.time[inside]), self.y(self.angle[inside]))
        self.canvas.path(data, class_)

    def shows(self, time_s: float) -> bool:
        return self.x.low <= time_s <= self.x.high

    def height_at(self, time_s: float) -> float | None:
        near = np.flatnonzero(np.isfinite(self.angle) & (np.abs(self.time - time_s) < 0.2))
        if not len(near):
            return None
        return float(self.y(float(np.interp(time_s, self.time[near], self.angle[near]))))


def angle_range(views: Sequence[SetView]) -> tuple[float, float]:
    """Common scale of the sets: at least 0 to 135°, wider where the angle goes further."""
    values = [v.rep_set.trace.angle_deg for v in views if v.rep_set.trace is not None]
    known = np.concatenate([a[np.isfinite(a)] for a in values]) if values else np.zeros(0)
    low = min(0.0, float(known.min(initial=0.0)))
    return low, max(135.0, float(known.max(initial=0.0))) * 1.04


def _y_axis(plot: _Plot, *, absolute: bool, narrow: bool, words_too: bool) -> None:
    for tick in angle_ticks(plot.y.low, plot.y.high):
        y = plot.y(tick)
        plot.canvas.line(plot.x.start, y, plot.x.end, y, "s-line")
        plot.canvas.text(plot.x.start - 8, y + 5, f"{words.number(tick)}°", "t2", anchor="end")
        if absolute and tick in _LEVELS and words_too and not narrow:
            plot.canvas.text(plot.x.start - 8, y + 20, _LEVELS[tick], "t3", anchor="end")


def _x_axis(canvas: Canvas, x: Scale, bottom: float, origin: float) -> None:
    room = text_width("00,000") + 12
    step = max(1.0, round_step(x.high - x.low, max(2, min(8, int((x.end - x.start) / room)))))
    ticks = [t for t in steps(x.low - origin, x.high - origin, step) if t >= 0]
    for tick in ticks:
        at = x(tick + origin)
        canvas.line(at, bottom, at, bottom + 5, "s-text3")
        unit = f"{words.NBSP}s" if tick == ticks[-1] else ""
        canvas.text(
            at,
            bottom + 22,
            words.number(tick) + unit,
            "t2",
            anchor="end" if at > canvas.width - 16 else "middle",
        )


def _bands(
    plot: _Plot, reps: Sequence[Rep], gaps: Sequence[tuple[float, float]], top: float, bottom: float
) -> None:
    for rep in flagged(reps):
        left, right = max(rep.start_s, plot.x.low), min(rep.end_s, plot.x.high)
        if right > left:
            plot.canvas.rect(plot.x(left), top, plot.x(right) - plot.x(left), bottom - top, "f-mom-band")
    for start, stop in gaps:
        left, right = max(start, plot.x.low), min(stop, plot.x.high)
        if right > left:
            wide = max(plot.x(right) - plot.x(left), 4.0)
            plot.canvas.rect(plot.x(left), top, wide, bottom - top, "f-gap")
            if wide > 60:
                plot.canvas.text(plot.x(left) + wide / 2, top + 18, "no data", "t2 b halo", anchor="middle")


def _curves(plot: _Plot, reps: Sequence[Rep]) -> None:
    low, high = plot.x.low, plot.x.high
    edges = [low, *(t for r in reps for t in (r.start_s, r.end_s)), high]
    for i in range(0, len(edges), 2):
        plot.stroke(max(edges[i], low), min(edges[i + 1], high), "s-text3 rest")
    for rep in reps:
        start, stop = max(rep.start_s, low), min(rep.end_s, high)
        if not is_flagged(rep):
            plot.stroke(start, stop, f"{curve_class(rep)} thin")
            continue
        called = (
            rep.flagged_at_s
            if rep.flagged_at_s is not None and rep.start_s < rep.flagged_at_s < rep.end_s
            else rep.start_s
        )
        plot.stroke(start, min(called, stop), "s-mom thin")
        plot.stroke(max(called, start), stop, "s-mom thick")


def _calls(plot: _Plot, reps: Sequence[Rep]) -> None:
    for rep in flagged(reps):
        if rep.flagged_at_s is None or not plot.shows(rep.flagged_at_s):
            continue
        y = plot.height_at(rep.flagged_at_s)
        if y is not None:
            plot.canvas.circle(plot.x(rep.flagged_at_s), y, 4.2, "open")


def _numbers(plot: _Plot, reps: Sequence[Rep], y: float) -> None:
    shown = [r for r in reps if plot.shows(r.top_s)]
    apart = np.diff([plot.x(r.top_s) for r in shown])
    step = every(float(median(apart)) if len(apart) else 99.0, 17.0)
    for rep in shown:
        if step == 1 or rep.index % step == 0:
            plot.canvas.text(
                plot.x(rep.top_s), y, str(rep.index), "b" if is_flagged(rep) else "", anchor="middle"
            )


def draw(
    view: SetView, times: Window, limits: tuple[float, float], gaps: Sequence[Gap], width: float, label: str
) -> Markup:
    """The figure of one set at a width."""
    trace = view.rep_set.trace
    assert trace is not None
    narrow, many = width != WIDE, len(times.rows) > 1
    plot_height = 96.0 if many else 150.0 if narrow else 196.0
    row_height = plot_height + 34 + 42 + (0 if many else 6)
    canvas = Canvas(width, len(times.rows) * row_height)
    left = 46.0 if narrow else 64.0
    angle, hatched = _broken(trace, gaps), trace_holes(trace, gaps)
    for i, (start, stop) in enumerate(times.rows):
        top = i * row_height + 28
        bottom = top + plot_height
        plot = _Plot(
            canvas=canvas,
            x=Scale(start, stop, left, width - 8),
            y=Scale(*limits, bottom, top),
            time=trace.time_s,
            angle=angle,
        )
        _bands(plot, view.rep_set.reps, hatched, top, bottom)
        _y_axis(plot, absolute=trace.angle_is_absolute, narrow=narrow, words_too=i == 0)
        _x_axis(canvas, plot.x, bottom, times.origin_s)
        _curves(plot, view.rep_set.reps)
        _calls(plot, view.rep_set.reps)
        _numbers(plot, view.rep_set.reps, top - 11)
    return canvas.finish(label)


def _called_note(reps: Sequence[Rep]) -> str | None:
    found = flagged(reps)
    leads = [lead for r in found if (lead := lead_s(r)) is not None]
    if not leads:
        return None
    what = "the swing" if all(r.cause in ("swing", "both") for r in found) else "momentum"
    early = [lead for lead in leads if lead > 0]
    if not early:
        return f"The **open circle** is the moment {what} was called, after the top of the lift."
    share = (
        f"in all {len(found)} reps" if len(early) == len(found) else f"in {len(early)} of {len(found)} reps"
    )
    share = "in the one rep flagged" if len(found) == 1 else share
    return f"The **open circle** is the moment {what} was called: {words.spread(early, 1)}{words.NBSP}s before the top, {share}."


def _notes(views: Sequence[SetView]) -> tuple[str, ...]:
    traces = [v.rep_set.trace for v in views if v.rep_set.trace is not None]
    if all(t.angle_is_absolute for t in traces):
        notes = ["Each hump is one rep, from hanging (0°) to the top."]
    else:
        notes = [
            "Each hump is one rep. Degrees above the lowest point of the set; where the forearm hangs is not known."
        ]
    called = _called_note([r for v in views for r in v.rep_set.reps])
    if called:
        notes.append(called)
    if any(not np.isfinite(t.angle_deg).all() for t in traces) or any(v.gap_reps for v in views):
        notes.append("Hatched: no data. The line is broken there.")
    return tuple(notes)


def _label(view: SetView) -> str:
    found = flagged(view.rep_set.reps)
    marked = f"{words.reps(indices(found))} marked as momentum" if found else "none marked as momentum"
    return f"Forearm angle over time, {view.name.lower()}: {words.count(len(view.rep_set.reps), 'rep')}, {marked}."


def set_caption(view: SetView, unit: WeightUnit) -> str:
    """``**Set 2, left**, 12.5 kg``."""
    weight = words.weight(view.rep_set.weight_kg, unit)
    return f"**{view.name}**" + (f", {weight}" if weight else "")


def _aligned(views: Sequence[SetView]) -> dict[int, Window]:
    """Windows of the sets by position; sets that overlap in time share one, so their rows stand under each other."""
    windows = {i: window(v) for i, v in enumerate(views)}
    if len(views) == 2 and all(len(w.rows) == 1 for w in windows.values()):
        (a, b), (c, d) = windows[0].rows[0], windows[1].rows[0]
        if a < d and c < b:
            origin = min(w.origin_s for w in windows.values())
            shared = Window(origin_s=origin, rows=((min(a, c), max(b, d)),))
            return {0: shared, 1: shared}
    return windows


def figures(
    views: Sequence[SetView], gaps: dict[str, tuple[Gap, ...]], unit: WeightUnit, *, captions: bool
) -> tuple[Figure, ...]:
    """One figure per set that has a trace, all on one scale."""
    limits, times = angle_range(views), _aligned(views)
    made = []
    for i, view in enumerate(views):
        if view.rep_set.trace is None or len(view.rep_set.trace.time_s) < 2:
            continue
        holes_here = gaps.get(view.rep_set.sensor, ())

        def drawn(
            width: float, view: SetView = view, i: int = i, holes_here: tuple[Gap, ...] = holes_here
        ) -> Markup:
            return draw(view, times[i], limits, holes_here, width, _label(view))

        made.append(both_widths(drawn, set_caption(view, unit) if captions else None))
    return tuple(made)


def section(views: Sequence[SetView], gaps: dict[str, tuple[Gap, ...]], unit: WeightUnit) -> Section:
    """The section for the sets in focus."""
    title = f"Forearm angle, {views[0].name.lower()}" if len(views) == 1 else "Forearm angle"
    made = figures(views, gaps, unit, captions=len(views) > 1)
    if not made:
        return Section(
            title=title, missing="The curves of this set were not kept, so there is nothing to draw."
        )
    return Section(title=title, notes=_notes(views), figures=made)


def others(views: Sequence[SetView], gaps: dict[str, tuple[Gap, ...]], unit: WeightUnit) -> Section | None:
    """The same figure for the sets that are not in focus; None where there are none with curves."""
    made = figures(views, gaps, unit, captions=True)
    if not made:
        return None
    return Section(
        title="Forearm angle, the other sets", notes=("The same scale in every row.",), figures=made
    )
