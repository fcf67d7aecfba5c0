"""Figure of where in the lift momentum came from: forearm speed and elbow acceleration over the forearm's
angle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

import numpy as np
from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.set_views import SetView, flagged_reps, median_figure, rep_numbers, with_verdict
from analysis.records.results import Rep
from analysis.records.traces import SetTrace
from analysis.report.angle import angle_name, angle_range, set_caption
from analysis.report.axes import Scale, angle_ticks, tick_digits, ticks_from_zero
from analysis.report.curve_labels import Labels
from analysis.report.figure import WIDE, Figure, Section, draw_both_widths
from analysis.report.svg import Canvas, path_data, text_width
from imu.types import Floats

Signal = Literal["speed", "elbow"]
"""Angular velocity of the forearm, or acceleration of the elbow."""
_BAND_REPS, _MANY, _STEP_DEG, _MOST_STEPS = 3, 10, 2.0, 200
"""Lifts from which a band is drawn, and from which its ends are percentiles; step of its angles, °, and
how many at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """One lift as a function of angle; finite values only."""

    rep: Rep
    """Its rep."""
    angle_deg: Floats
    """``(n,)``: forearm angle."""
    value: Floats
    """``(n,)``: the signal, °/s or m/s²."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Range and median of several lifts over angle, as far as half of them reach.

    The range is lowest to highest, from ten lifts on the 10th to the 90th percentile.
    """

    angle_deg: Floats
    """``(n,)``: forearm angle."""
    low: Floats
    """``(n,)``: lower end, in the unit of the signal."""
    middle: Floats
    """``(n,)``: median."""
    high: Floats
    """``(n,)``: upper end."""


def cut_lifts(trace: SetTrace, reps: Sequence[Rep], signal: Signal) -> list[Lift]:
    """Cuts out the lifts of the reps that have at least three samples of the signal.

    Parameters
    ----------
    trace : SetTrace
    reps : sequence of Rep
    signal : str
        ``speed`` or ``elbow``.
    """
    values = trace.lift_speed_dps if signal == "speed" else trace.elbow_mps2
    if values is None:
        return []
    known = np.isfinite(trace.angle_deg) & np.isfinite(values)
    found = []
    for rep in reps:
        inside = known & (trace.time_s >= rep.start_s) & (trace.time_s <= rep.top_s)
        if np.count_nonzero(inside) >= 3:
            found.append(Lift(rep=rep, angle_deg=trace.angle_deg[inside], value=values[inside]))
    return found


def lift_band(found: Sequence[Lift]) -> Band | None:
    """Computes range and median of the lifts, angle by angle; None for fewer than three."""
    if len(found) < _BAND_REPS:
        return None
    first = min(float(lift.angle_deg.min()) for lift in found)
    last = max(float(lift.angle_deg.max()) for lift in found)
    grid = np.linspace(first, last, max(2, min(_MOST_STEPS, round((last - first) / _STEP_DEG))))
    table = np.full((len(found), len(grid)), np.nan)
    for row, lift in zip(table, found, strict=True):
        rising = np.maximum.accumulate(lift.angle_deg)
        row[:] = np.interp(grid, rising, lift.value, left=np.nan, right=np.nan)
    enough = np.count_nonzero(np.isfinite(table), axis=0) * 2 >= len(found)
    if np.count_nonzero(enough) < 2:
        return None
    outer = (0, 100) if len(found) < _MANY else (10, 90)
    low, half, high = np.nanpercentile(table[:, enough], [outer[0], 50, outer[1]], axis=0)
    return Band(angle_deg=grid[enough], low=low, middle=half, high=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curves:
    """Content of one panel."""

    signal: Signal
    """Which signal it shows."""
    controlled: Sequence[Lift]
    """Controlled lifts."""
    flagged: Sequence[Lift]
    """Lifts of momentum."""
    band: Band | None
    """Range of the controlled ones; None where they are too few."""

    @property
    def strongest(self) -> Lift | None:
        """The flagged lift with the highest score."""
        return max(self.flagged, key=lambda lift: lift.rep.momentum or 0.0, default=None)

    @property
    def thin(self) -> list[Lift]:
        """Flagged lifts drawn beside the strongest: all, or some of many, spread over the set."""
        rest = [lift for lift in self.flagged if lift is not self.strongest]
        return rest[:: max(1, -(-len(rest) // _MANY))]

    def highest(self) -> float:
        """Largest value that is drawn, in the unit of the signal."""
        strongest = () if self.strongest is None else (self.strongest,)
        alone = self.controlled if self.band is None else ()
        tops = [float(lift.value.max()) for lift in (*alone, *self.thin, *strongest)]
        return max(
            tops + ([] if self.band is None else [float(self.band.high.max(initial=0.0))]), default=0.0
        )


def set_curves(view: SetView, signal: Signal) -> Curves:
    """Collects controlled and flagged lifts of a set."""
    trace = view.rep_set.trace
    if trace is None:
        return Curves(signal=signal, controlled=(), flagged=(), band=None)
    controlled = cut_lifts(trace, with_verdict(view.rep_set.reps, "controlled"), signal)
    return Curves(
        signal=signal,
        controlled=controlled,
        flagged=cut_lifts(trace, flagged_reps(view.rep_set.reps), signal),
        band=lift_band(controlled),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One panel: where it is drawn, and its scales of angle (x) and signal (y), px."""

    canvas: Canvas
    x: Scale
    y: Scale

    def points(self, angle: Floats, value: Floats) -> tuple[Floats, Floats]:
        """Places of a curve, px; values off the scale stay at its edge."""
        return self.x(angle), np.clip(self.y(value), self.y.end - 4, self.y.start + 4)


def _grid(
    panel: _Panel, angles: Sequence[float], ticks: Sequence[float], *, labelled: bool, absolute: bool
) -> None:
    canvas, bottom = panel.canvas, panel.y.start
    for angle in angles:
        canvas.line(panel.x(angle), panel.y.end, panel.x(angle), bottom, "s-line")
    for tick in ticks:
        canvas.line(panel.x.start, panel.y(tick), panel.x.end, panel.y(tick), "s-line")
        canvas.text(
            panel.x.start - 8, panel.y(tick) + 5, words.number(tick, tick_digits(ticks)), "t2", anchor="end"
        )
    if not labelled:
        return
    for angle in angles:
        at = panel.x(angle)
        near_edge = at + text_width(f"{words.number(angle)}°") / 2 > canvas.width
        canvas.text(at, bottom + 20, f"{words.number(angle)}°", "t2", anchor="end" if near_edge else "middle")
        name = _name_of_angle(angle) if absolute else None
        if name is not None:
            near_edge = at + max(34.0, text_width(name) / 2) > canvas.width
            anchor = "start" if at < 60 else "end" if near_edge else "middle"
            canvas.text(at, bottom + 39, name, "t2", anchor=anchor)


def _name_of_angle(angle_deg: float) -> str | None:
    return say("report.angle.full_curl") if angle_deg == 135.0 else angle_name(angle_deg)


def _band(panel: _Panel, shown: Band) -> None:
    x, low = panel.points(shown.angle_deg, shown.low)
    _, high = panel.points(shown.angle_deg, shown.high)
    there = path_data(x, high, every_px=2)
    back = path_data(x[::-1], low[::-1], every_px=2).replace("M", "L", 1)
    if there and back:
        panel.canvas.path(f"{there}{back}Z", "f-ctl-band")
    panel.canvas.path(
        path_data(*panel.points(shown.angle_deg, shown.middle), every_px=2), "s-ctl-text median"
    )


def _panel_curves(panel: _Panel, shown: Curves) -> None:
    if shown.band is not None:
        _band(panel, shown.band)
    alone = [panel.points(lift.angle_deg, lift.value) for lift in shown.controlled]
    thin = [panel.points(lift.angle_deg, lift.value) for lift in shown.thin]
    strongest = (
        None if shown.strongest is None else panel.points(shown.strongest.angle_deg, shown.strongest.value)
    )
    if shown.band is None:
        for points in alone:
            panel.canvas.path(path_data(*points), "s-ctl-text single")
    for points in thin:
        panel.canvas.path(path_data(*points), "s-mom single")
    if strongest is not None:
        panel.canvas.path(path_data(*strongest), "s-mom thick")
    frame = (panel.x.start, panel.x.end, panel.y.end, panel.y.start)
    labels = Labels(frame, [*alone, *thin, *([] if strongest is None else [strongest])])
    if shown.strongest is not None and strongest is not None:
        name = words.reps([shown.strongest.rep.index])
        panel.canvas.text(*labels.place(name, strongest), name, "tm b halo")
    if shown.controlled:
        own = alone[0] if shown.band is None else panel.points(shown.band.angle_deg, shown.band.middle)
        name = _by_number([lift.rep for lift in shown.controlled]) or say("report.lift.controlled_reps")
        panel.canvas.text(*labels.place(name, own), name, "tc b halo")


def draw_lift(
    panels: Sequence[tuple[Curves, float]],
    degrees: tuple[float, float],
    width: float,
    label: str,
    *,
    absolute: bool,
) -> Markup:
    """Draws panels under each other on one angle axis.

    Parameters
    ----------
    panels : sequence of (Curves, float)
        Each with the top of its scale, in the unit of its signal.
    degrees : (float, float)
        Ends of the angle axis.
    width : float
        `WIDE` or `NARROW`.
    label : str
        Sentence for people who cannot see it.
    absolute : bool
        Angle 0 is a hanging forearm; else the lowest point of the set.
    """
    narrow = width != WIDE
    height, gap = (140.0, 58.0) if narrow else (156.0, 60.0)
    ticks = [ticks_from_zero(top, parts=4) for _, top in panels]
    figures = [words.number(t, tick_digits(row)) for row in ticks for t in row]
    left = 14.0 + max(24.0 if narrow else 32.0, *(text_width(f) for f in figures))
    canvas = Canvas(width, len(panels) * (height + gap) + (22 if absolute else 4))
    x = Scale(*degrees, left, width - 8)
    for i, ((shown, _), row) in enumerate(zip(panels, ticks, strict=True)):
        top = i * (height + gap) + 34
        panel = _Panel(canvas=canvas, x=x, y=Scale(0.0, row[-1], top + height, top))
        canvas.text(left, top - 19, say(f"report.lift.axis.{shown.signal}"), "b l")
        _grid(panel, angle_ticks(*degrees), row, labelled=i == len(panels) - 1, absolute=absolute)
        _panel_curves(panel, shown)
    return canvas.finish(label)


def _peak_angle(found: Sequence[Lift]) -> float | None:
    return median(float(lift.angle_deg[int(np.argmax(lift.value))]) for lift in found) if found else None


def _words_for(view: SetView, speed: Curves, elbow: Curves) -> list[str]:
    reps = view.rep_set.reps
    found = flagged_reps(reps)
    who = f"**{words.capital(view.arm)}:** " if view.arm else ""
    if not found:
        return [who + say("report.lift.none_called")]
    notes = []
    fast, thrown = _peak_angle(speed.flagged), _peak_angle(elbow.flagged)
    swings = any(r.cause in ("swing", "both") for r in found)
    absolute = view.rep_set.trace is None or view.rep_set.trace.angle_is_absolute
    if thrown is not None and swings:
        notes.append(who + _thrown(thrown, absolute=absolute))
    elif thrown is not None:
        notes.append(who + say("report.lift.too_fast"))
    if fast is not None:
        notes.append(say("report.lift.fastest_at", degrees=words.number(fast)))
    return [" ".join(notes), *_coast(reps)]


def _thrown(angle_deg: float, *, absolute: bool) -> str:
    degrees = words.number(angle_deg)
    return say("report.lift.thrown_at" if absolute else "report.lift.thrown_above_lowest", degrees=degrees)


def _by_number(reps: Sequence[Rep]) -> str | None:
    """Names reps by number where that is short, in at most two stretches; else None."""
    name = words.reps(rep_numbers(reps))
    return name if "," not in name else None


def _coast(reps: Sequence[Rep]) -> list[str]:
    strongest = max(flagged_reps(reps), key=lambda r: r.momentum or 0.0)
    controlled = with_verdict(reps, "controlled")
    usual = median_figure(controlled, lambda r: r.carry)
    if words.finite(strongest.carry) is None:
        return []
    told = {"rep": strongest.index, "share": words.percent(strongest.carry), "usual": words.percent(usual)}
    if usual is None:
        return [say("report.lift.coast", **told)]
    who = _by_number(controlled)
    if who is None:
        return [say("report.lift.coast_and_controlled", **told)]
    return [say("report.lift.coast_and_reps", reps=who, **told)]


def _figure(
    view: SetView,
    shown: Sequence[Curves],
    tops: dict[Signal, float],
    degrees: tuple[float, float],
    caption: str | None,
) -> Figure:
    trace = view.rep_set.trace
    absolute = trace is not None and trace.angle_is_absolute
    found = flagged_reps(view.rep_set.reps)
    label = say("report.lift.label_controlled", set=view.name_inside)
    if found:
        label = say("report.lift.label", set=view.name_inside, reps=words.reps(rep_numbers(found)))
    panels = [(c, tops[c.signal]) for c in shown]
    return draw_both_widths(
        lambda width: draw_lift(panels, degrees, width, label, absolute=absolute), caption
    )


def lift_section(views: Sequence[SetView], unit: WeightUnit, *, has_gyro: bool) -> Section:
    """Makes the section for the sets in focus; a sentence where it cannot be drawn.

    Parameters
    ----------
    views : sequence of SetView
    unit : str
        How weights are written.
    has_gyro : bool
        Without a gyroscope there is nothing to draw.
    """
    any_flagged = any(flagged_reps(v.rep_set.reps) for v in views)
    title = say("report.lift.title_momentum" if any_flagged else "report.lift.title")
    if not has_gyro:
        return Section(title=title, missing=say("report.lift.no_gyroscope"))
    pairs = [(v, set_curves(v, "speed"), set_curves(v, "elbow")) for v in views]
    pairs = [p for p in pairs if p[1].controlled or p[1].flagged]
    if not pairs:
        return Section(title=title, missing=say("report.lift.no_curves"))
    tops: dict[Signal, float] = {
        "speed": max(p[1].highest() for p in pairs),
        "elbow": max(p[2].highest() for p in pairs),
    }
    degrees = angle_range([p[0] for p in pairs])
    made, notes = [], [say("report.lift.same_lifts")]
    for view, speed, elbow in pairs:
        shown = [speed, elbow] if elbow.controlled or elbow.flagged else [speed]
        made.append(_figure(view, shown, tops, degrees, set_caption(view, unit) if len(views) > 1 else None))
        notes += _words_for(view, speed, elbow)
        if len(speed.thin) + 1 < len(speed.flagged):
            drawn = len(speed.thin) + 1
            notes.append(say("report.lift.some_drawn", set=view.name, n=drawn, of=len(speed.flagged)))
        if len(shown) == 1:
            notes.append(say("report.lift.no_elbow"))
    return Section(title=title, notes=tuple(notes), figures=tuple(made))
