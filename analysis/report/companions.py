"""Figures of trunk and upper arm on the time axis of the forearm angle; reps that the trunk threw are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from analysis.language import say
from analysis.output import words
from analysis.output.set_views import SetView
from analysis.records.results import Rep
from analysis.records.traces import CompanionTrace
from analysis.report.axes import Scale, label_step, round_step, ticks_between
from analysis.report.figure import WIDE, Section, draw_both_widths
from analysis.report.svg import Canvas, path_data
from analysis.report.timeline import Window, draw_axis, set_window
from imu.placement import without_side
from imu.types import Gap

_LEAST_DEG, _HEIGHT, _ROW = 20.0, 90.0, 150.0
"""Least range of the scale, °; height of the curve and of its row, px."""


def _rep_numbers(canvas: Canvas, x: Scale, y: Scale, reps: Sequence[Rep]) -> None:
    shown = [r for r in reps if x.low <= r.top_s <= x.high]
    step = label_step((x.end - x.start) / max(len(shown), 1), 17.0)
    for rep in shown:
        canvas.line(x(rep.top_s), y.end, x(rep.top_s), y.start, "s-line dotted-line")
        if rep.index % step == 0 or step == 1:
            canvas.text(x(rep.top_s), y.end - 9, str(rep.index), "t2", anchor="middle")


def _bands(canvas: Canvas, x: Scale, y: Scale, reps: Sequence[Rep]) -> None:
    """Bands behind the reps that the trunk threw, as behind those that swung in the figure above."""
    for rep in reps:
        left, right = max(rep.start_s, x.low), min(rep.end_s, x.high)
        if rep.trunk_verdict == "lean" and right > left:
            canvas.rect(x(left), y.end, x(right) - x(left), y.start - y.end, "f-mom-band")


def _degrees(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    """Range of the scale: that of the values, and at least 20°."""
    known = values[np.isfinite(values)]
    low, high = float(known.min(initial=0.0)), float(known.max(initial=0.0))
    spare = max(0.0, _LEAST_DEG - (high - low)) / 2
    return low - spare, high + spare


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """Figure of one companion sensor."""

    trace: CompanionTrace
    """Its inclination."""
    times: Window
    """Rows of time."""
    reps: Sequence[Rep]
    """Reps whose numbers are written."""
    label: str
    """Sentence for people who cannot see it."""

    @property
    def is_trunk(self) -> bool:
        """Whether it shows the trunk."""
        return without_side(self.trace.sensor) == "trunk"

    def draw(self, width: float) -> Markup:
        """Draws inclination over time, one row per row of the forearm's figure."""
        time, degrees = self.trace.time_s, self.trace.inclination_deg
        inside = [(time >= a) & (time <= b) for a, b in self.times.rows]
        low, high = _degrees(degrees[np.any(inside, axis=0)])
        canvas = Canvas(width, len(inside) * _ROW - 4)
        for i, (row, chosen) in enumerate(zip(self.times.rows, inside, strict=True)):
            top = i * _ROW + 26
            x, y = (
                Scale(*row, 64.0 if width == WIDE else 46.0, width - 8),
                Scale(low, high, top + _HEIGHT, top),
            )
            if self.is_trunk:
                _bands(canvas, x, y, self.reps)
            for tick in ticks_between(low, high, round_step(high - low, 3)):
                canvas.line(x.start, y(tick), x.end, y(tick), "s-line")
                canvas.text(x.start - 8, y(tick) + 5, f"{words.number(tick)}°", "t2", anchor="end")
            _rep_numbers(canvas, x, y, self.reps)
            canvas.path(path_data(x(time[chosen]), y(degrees[chosen])), "s-text companion")
            draw_axis(canvas, x, y.start, self.times.origin_s)
        return canvas.finish(self.label)


def _shown(trace: CompanionTrace, times: Window) -> bool:
    inside = (trace.time_s >= times.rows[0][0]) & (trace.time_s <= times.rows[-1][1])
    return bool(np.count_nonzero(inside & np.isfinite(trace.inclination_deg)) > 1)


def companions_section(
    companions: Sequence[CompanionTrace],
    view: SetView | None,
    gaps: Sequence[Gap],
    start_s: float,
    duration_s: float,
) -> Section | None:
    """Makes the section for the set in focus, or for the whole recording where there is none.

    Parameters
    ----------
    companions : sequence of CompanionTrace
    view : SetView or None
        The set in focus.
    gaps : sequence of Gap
        Of its sensor: the time axis is that of its forearm angle.
    start_s, duration_s : float
        Of the recording.

    Returns
    -------
    Section or None
        None where no companion has data there.
    """
    whole = Window(origin_s=start_s, rows=((start_s, start_s + max(duration_s, 1.0)),))
    times = whole if view is None else set_window(view, gaps)
    shown = [c for c in companions if _shown(c, times)]
    if not shown:
        return None
    where = view.name_inside if view is not None else say("companions.whole_recording")
    reps = view.rep_set.reps if view is not None else ()
    made = []
    for trace in shown:
        name = words.place(trace.sensor)
        label = say("companions.label", place=name, where=where)
        drawing = _Drawing(trace=trace, times=times, reps=reps, label=label)
        made.append(draw_both_widths(drawing.draw, f"**{words.capital(name)}**"))
    places = words.capital(words.joined([words.place(c.sensor) for c in shown]))
    title = say("companions.title", places=places, where=where)
    return Section(title=title, notes=_notes(shown, reps), figures=tuple(made))


def _notes(shown: Sequence[CompanionTrace], reps: Sequence[Rep]) -> tuple[str, ...]:
    """What the curves are, and what was found in them."""
    notes = [_degrees_from(shown), say("companions.time_axis")]
    thrown = [str(rep.index) for rep in reps if rep.trunk_verdict == "lean"]
    if thrown:
        notes.append(say("companions.thrown", n=len(thrown), reps=words.joined(thrown)))
    return tuple(notes)


def _degrees_from(shown: Sequence[CompanionTrace]) -> str:
    """What the degrees are counted from; a trunk that stood has signs, another sensor has none."""
    signed = [trace.signed for trace in shown]
    if all(signed):
        return say("companions.lean")
    return say("companions.lean_and_others") if any(signed) else say("companions.from_rest")
