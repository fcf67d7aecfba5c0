"""Figure of the forearm angle over time, with the reps marked; gaps are broken and hatched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.set_views import FEW_SETS, SetView, called_s, flagged_reps, lead_s, rep_numbers
from analysis.output.verdict_words import is_flagged
from analysis.records.results import Rep
from analysis.records.traces import SetTrace
from analysis.report.axes import Scale, angle_ticks, label_step, unknown_spans
from analysis.report.figure import WIDE, Figure, Section, draw_both_widths
from analysis.report.marks import curve_class
from analysis.report.svg import Canvas, path_data, text_width
from analysis.report.timeline import Window, draw_axis, set_windows
from imu.types import Floats, Gap

Gaps = Mapping[str, tuple[Gap, ...]]
"""Times without readings, by sensor."""
_HOLE_S, _NEAR_S, _NUMBER_PX = 0.3, 0.2, 17.0


def trace_gaps(trace: SetTrace, gaps: Sequence[Gap]) -> list[tuple[float, float]]:
    """Finds where nothing was measured, s: the sensor's gaps and NaN for longer than 0.3 s, joined.

    Parameters
    ----------
    trace : SetTrace
    gaps : sequence of Gap
        Of its sensor.
    """
    time = trace.time_s
    found = [(g.start_s, g.end_s) for g in gaps]
    for start, stop in unknown_spans(np.isfinite(trace.angle_deg)):
        begin, end = float(time[max(start - 1, 0)]), float(time[min(stop, len(time) - 1)])
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


def angle_range(views: Sequence[SetView]) -> tuple[float, float]:
    """Common scale of the sets, °: at least 0 to 135, wider where the angle goes further."""
    values = [v.rep_set.trace.angle_deg for v in views if v.rep_set.trace is not None]
    known = np.concatenate([a[np.isfinite(a)] for a in values]) if values else np.zeros(0)
    low = min(0.0, float(known.min(initial=0.0)))
    return low, max(135.0, float(known.max(initial=0.0))) * 1.04


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    """One row of the figure, with the curve it shows."""

    canvas: Canvas
    """Drawn on."""
    x: Scale
    """Scale of time, s to px."""
    y: Scale
    """Scale of the angle, ° to px."""
    time: Floats
    """``(n,)``: s."""
    angle: Floats
    """``(n,)``: °, NaN in gaps."""

    def stroke(self, start_s: float, stop_s: float, class_: str) -> None:
        """Draws the curve from ``start_s`` to ``stop_s``, its ends between samples so that strokes meet."""
        if stop_s <= start_s:
            return
        inside = (self.time > start_s) & (self.time < stop_s)
        time = np.concatenate([[start_s], self.time[inside], [stop_s]])
        first, last = np.interp([start_s, stop_s], self.time, self.angle, left=np.nan, right=np.nan)
        angle = np.concatenate([[first], self.angle[inside], [last]])
        self.canvas.path(path_data(self.x(time), self.y(angle)), class_)

    def span(self, start_s: float, stop_s: float) -> tuple[float, float] | None:
        """Left edge and width of an interval, px, as far as this row shows it."""
        left, right = max(start_s, self.x.low), min(stop_s, self.x.high)
        return (self.x(left), self.x(right) - self.x(left)) if right > left else None

    def shows(self, time_s: float) -> bool:
        """Whether this row shows a time."""
        return self.x.low <= time_s <= self.x.high

    def height_at(self, time_s: float) -> float | None:
        """Height of the curve at a time, px; None in a gap."""
        near = np.flatnonzero(np.isfinite(self.angle) & (np.abs(self.time - time_s) < _NEAR_S))
        if not len(near):
            return None
        return self.y(float(np.interp(time_s, self.time[near], self.angle[near])))


def _tick_width(tick: float, *, with_words: bool) -> float:
    """Width of what stands at a tick, px."""
    name = angle_name(tick) if with_words else None
    return max(text_width(f"{words.number(tick)}°"), text_width(name or ""))


def _y_axis(plot: _Plot, *, with_words: bool) -> None:
    for tick in angle_ticks(plot.y.low, plot.y.high):
        y = plot.y(tick)
        plot.canvas.line(plot.x.start, y, plot.x.end, y, "s-line")
        plot.canvas.text(plot.x.start - 8, y + 5, f"{words.number(tick)}°", "t2", anchor="end")
        name = angle_name(tick) if with_words else None
        if name is not None:
            plot.canvas.text(plot.x.start - 8, y + 20, name, "t3", anchor="end")


def angle_name(angle_deg: float) -> str | None:
    """Where the forearm is at an angle; None where it has no name."""
    if angle_deg == 0.0:
        return say("report.angle.hanging")
    return say("report.angle.level") if angle_deg == 90.0 else None


def _bands(plot: _Plot, reps: Sequence[Rep]) -> None:
    for rep in flagged_reps(reps):
        span = plot.span(rep.start_s, rep.end_s)
        if span is not None:
            plot.canvas.rect(span[0], plot.y.end, span[1], plot.y.start - plot.y.end, "f-mom-band")


def _hatched(plot: _Plot, hatched: Sequence[tuple[float, float]]) -> None:
    middle, words_px = (plot.y.start + plot.y.end) / 2, text_width(say("report.angle.no_data"), bold=True)
    room = max(58.0, words_px + 7)
    for start, stop in hatched:
        span = plot.span(start, stop)
        if span is None:
            continue
        left, wide = span[0], max(span[1], 4.0)
        plot.canvas.rect(left, plot.y.end, wide, plot.y.start - plot.y.end, "f-gap")
        if wide > room + 2:
            plot.canvas.rect(left + wide / 2 - room / 2, middle - 12, room, 21, "f-bg")
            plot.canvas.text(
                left + wide / 2, middle + 4, say("report.angle.no_data"), "t2 b", anchor="middle"
            )


def _curves(plot: _Plot, reps: Sequence[Rep]) -> None:
    low, high = plot.x.low, plot.x.high
    edges = [low, *(t for r in reps for t in (r.start_s, r.end_s)), high]
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        plot.stroke(max(start, low), min(stop, high), "s-text3 rest")
    for rep in reps:
        start, stop = max(rep.start_s, low), min(rep.end_s, high)
        if is_flagged(rep):
            called = called_s(rep)
            from_s = rep.start_s if called is None else called
            plot.stroke(start, min(from_s, stop), "s-mom thin")
            plot.stroke(max(from_s, start), stop, "s-mom thick")
        else:
            plot.stroke(start, stop, f"{curve_class(rep)} thin")


def _calls(plot: _Plot, reps: Sequence[Rep]) -> None:
    for rep in reps:
        called = called_s(rep)
        y = plot.height_at(called) if called is not None and plot.shows(called) else None
        if called is not None and y is not None:
            plot.canvas.circle(plot.x(called), y, 4.2, "open")


def _numbers(plot: _Plot, reps: Sequence[Rep], y: float) -> None:
    shown = [r for r in reps if plot.shows(r.top_s)]
    apart = np.diff([plot.x(r.top_s) for r in shown])
    step = label_step(float(median(apart)) if len(apart) else plot.canvas.width, _NUMBER_PX)
    for rep in shown:
        if step == 1 or rep.index % step == 0:
            class_ = "b" if is_flagged(rep) else ""
            plot.canvas.text(plot.x(rep.top_s), y, str(rep.index), class_, anchor="middle")


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleDrawing:
    """One row of time of a set."""

    trace: SetTrace
    """Curves of the set."""
    reps: Sequence[Rep]
    """Reps of the set."""
    origin_s: float
    """Time that is written as second 0."""
    row: tuple[float, float]
    """Start and end of the row, s."""
    limits_deg: tuple[float, float]
    """Ends of the scale."""
    gaps: Sequence[Gap]
    """Times without readings."""
    label: str
    """Sentence for people who cannot see it."""
    low: bool
    """Draw it low."""

    def draw(self, width: float) -> Markup:
        """Draws the row at a width, px."""
        narrow, top = width != WIDE, 28.0
        bottom = top + (96.0 if self.low else 150.0 if narrow else 196.0)
        canvas = Canvas(width, bottom + 32)
        with_words = self.trace.angle_is_absolute and not (narrow or self.low)
        widest = max(_tick_width(tick, with_words=with_words) for tick in angle_ticks(*self.limits_deg))
        x = Scale(*self.row, max(46.0 if narrow else 64.0, widest + 10), width - 8)
        y = Scale(*self.limits_deg, bottom, top)
        angle = _broken(self.trace, self.gaps)
        plot = _Plot(canvas=canvas, x=x, y=y, time=self.trace.time_s, angle=angle)
        _bands(plot, self.reps)
        _y_axis(plot, with_words=with_words)
        _hatched(plot, trace_gaps(self.trace, self.gaps))
        draw_axis(canvas, x, bottom, self.origin_s)
        _curves(plot, self.reps)
        _calls(plot, self.reps)
        _numbers(plot, self.reps, top - 11)
        return canvas.finish(self.label)


def _called_note(reps: Sequence[Rep]) -> str | None:
    found = flagged_reps(reps)
    leads = [lead for r in found if (lead := lead_s(r)) is not None]
    if not leads:
        return None
    swing = all(r.cause in ("swing", "both") for r in found)
    early = [lead for lead in leads if lead > 0]
    if not early:
        return say("report.angle.swing_called_late" if swing else "report.angle.momentum_called_late")
    share = say("report.angle.in_some", n=len(early), of=len(found))
    if len(early) == len(found):
        share = say("report.angle.in_all", n=len(found))
    seconds = words.spread(early, 1)
    return say(
        "report.angle.swing_called" if swing else "report.angle.momentum_called", seconds=seconds, share=share
    )


def _holes_note(views: Sequence[SetView], gaps: Gaps) -> tuple[str, ...]:
    """Sentence on what is hatched; empty where no row shows a hole."""
    for view, times in zip(views, set_windows(views, gaps), strict=True):
        trace, begin, end = view.rep_set.trace, times.rows[0][0], times.rows[-1][1]
        holes = () if trace is None else trace_gaps(trace, gaps.get(view.rep_set.sensor, ()))
        if any(start < end and stop > begin for start, stop in holes):
            return (say("report.angle.hatched"),)
    return ()


def _notes(views: Sequence[SetView], gaps: Gaps) -> tuple[str, ...]:
    traces = [v.rep_set.trace for v in views if v.rep_set.trace is not None]
    if all(t.angle_is_absolute for t in traces):
        notes = [say("report.angle.humps_from_hanging")]
    else:
        notes = [say("report.angle.humps"), say("report.angle.above_lowest")]
    called = _called_note([r for v in views for r in v.rep_set.reps])
    if called:
        notes.append(called)
    return (*notes, *_holes_note(views, gaps))


def _label(view: SetView) -> str:
    found = flagged_reps(view.rep_set.reps)
    many = words.count(len(view.rep_set.reps), "rep")
    if not found:
        return say("report.angle.label_none", set=view.name_inside, count=many)
    return say("report.angle.label", set=view.name_inside, count=many, reps=words.reps(rep_numbers(found)))


def set_caption(view: SetView, unit: WeightUnit) -> str:
    """Writes the caption of a set: ``**Set 2, left**, 12.5 kg``."""
    weight = words.weight(view.rep_set.weight_kg, unit)
    return f"**{view.name}**" + (f", {weight}" if weight else "")


def _rows(
    view: SetView, times: Window, gaps: Sequence[Gap], limits: tuple[float, float], *, low: bool
) -> list[AngleDrawing]:
    """Rows of a set; none where its curve was not kept."""
    trace = view.rep_set.trace
    if trace is None or len(trace.time_s) < 2:
        return []
    many = len(times.rows) > 1
    return [
        AngleDrawing(
            trace=trace,
            reps=view.rep_set.reps,
            origin_s=times.origin_s,
            row=row,
            limits_deg=limits,
            gaps=gaps,
            label=_label(view)
            if not many
            else say("report.angle.part", part=i, of=len(times.rows), label=_label(view)),
            low=low or many,
        )
        for i, row in enumerate(times.rows, start=1)
    ]


def angle_figures(
    views: Sequence[SetView], gaps: Gaps, unit: WeightUnit, *, captions: bool, low: bool = False
) -> tuple[Figure, ...]:
    """Makes a figure per row of time of each set that has a trace, all on one scale.

    Parameters
    ----------
    views : sequence of SetView
    gaps : mapping of str to sequence of Gap
        By sensor.
    unit : str
        How weights are written.
    captions : bool
        Name each set.
    low : bool
        Small rows.
    """
    limits, made = angle_range(views), []
    for view, times in zip(views, set_windows(views, gaps), strict=True):
        rows = _rows(view, times, gaps.get(view.rep_set.sensor, ()), limits, low=low)
        for i, drawing in enumerate(rows):
            caption = set_caption(view, unit) if captions and i == 0 else None
            made.append(draw_both_widths(drawing.draw, caption))
    return tuple(made)


def _title_of(view: SetView) -> str:
    return say("report.angle.title_of_set", set=view.name_inside)


def angle_section(views: Sequence[SetView], gaps: Gaps, unit: WeightUnit) -> Section:
    """Makes the section for the sets in focus.

    Parameters
    ----------
    views : sequence of SetView
    gaps : mapping of str to sequence of Gap
        By sensor.
    unit : str
        How weights are written.
    """
    title = _title_of(views[0]) if len(views) == 1 else say("report.angle.title")
    made = angle_figures(views, gaps, unit, captions=len(views) > 1)
    if not made:
        return Section(title=title, missing=say("report.angle.no_curves"))
    return Section(title=title, notes=_notes(views, gaps), figures=made)


def other_angles(views: Sequence[SetView], gaps: Gaps, unit: WeightUnit) -> Section | None:
    """Makes the section for the sets that are not in focus; None where there are none with curves.

    Parameters
    ----------
    views : sequence of SetView
    gaps : mapping of str to sequence of Gap
        By sensor.
    unit : str
        How weights are written.
    """
    shown = [v for v in views if v.rep_set.trace is not None]
    made = angle_figures(shown, gaps, unit, captions=len(shown) > 1, low=True)
    if not made:
        return None
    holes = _holes_note(shown, gaps)
    if len(shown) == 1:
        return Section(title=_title_of(shown[0]), notes=holes, figures=made)
    title = say("report.angle.title_of_others")
    notes = (say("report.angle.same_scale"), *holes)
    if len(shown) <= FEW_SETS:
        return Section(title=title, notes=notes, figures=made)
    opens = say("report.angle.show_sets", n=len(shown))
    return Section(title=title, notes=notes, folded=made, folded_title=opens)
