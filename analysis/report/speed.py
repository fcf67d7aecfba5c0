"""Figure of the lift speed per rep against the person's own controlled reps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.set_views import (
    SetView,
    flagged_reps,
    rep_numbers,
    reps_with_figure,
    usual_speed_dps,
    with_verdict,
)
from analysis.output.verdict_words import is_flagged
from analysis.records.results import Rep
from analysis.report.angle import set_caption
from analysis.report.axes import Scale, even_rows, labelled_numbers, tick_digits, ticks_from_zero
from analysis.report.figure import WIDE, Section, draw_both_widths
from analysis.report.marks import draw_mark
from analysis.report.svg import Canvas, text_width

_BAND_REPS, _WIDE_ROW, _PHONE_ROW, _WIDEST_PITCH = 3, 50, 20, 66.0
"""Controlled reps from which a band is drawn; most reps of a row on desktop and phone; widest pitch, px."""
_SAMPLE_PX, _NAMES_PX = 24.0, 40.0
"""Length of the piece of line in the legend, and room for the legend."""


def _speed(rep: Rep) -> float | None:
    return rep.peak_speed_dps


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The person's own lift speed, to compare with; °/s, None where it is not known."""

    low_dps: float | None
    """Slowest controlled rep of the set."""
    high_dps: float | None
    """Fastest controlled rep of the set."""
    usual_dps: float | None
    """Median of the person's controlled reps."""


def own_speeds(view: SetView) -> Own:
    """Speeds to compare with; the range is None for fewer than three controlled reps."""
    values = [v for _, v in reps_with_figure(with_verdict(view.rep_set.reps, "controlled"), _speed)]
    usual = usual_speed_dps(view.rep_set)
    enough = len(values) >= _BAND_REPS
    return Own(
        low_dps=min(values) if enough else None,
        high_dps=max(values) if enough else None,
        usual_dps=usual,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Place of one row of lollipops, px."""

    canvas: Canvas
    """Drawn on."""
    y: Scale
    """Scale of speed, °/s to px."""
    left: float
    """Left end."""
    right: float
    """Right end."""
    pitch: float
    """Distance of the reps."""
    narrow: bool
    """For a phone."""

    def across(self, speed_dps: float | None, class_: str) -> None:
        if speed_dps is not None:
            self.canvas.line(self.left, self.y(speed_dps), self.right, self.y(speed_dps), class_)


def _band(frame: _Frame, compare: Own) -> None:
    if compare.low_dps is not None and compare.high_dps is not None:
        top, bottom = frame.y(compare.high_dps), frame.y(compare.low_dps)
        frame.canvas.rect(frame.left, top, frame.right - frame.left, max(bottom - top, 2.0), "f-ctl-tint")


def _grid(frame: _Frame, ticks: Sequence[float]) -> None:
    for tick in ticks:
        frame.across(tick, "s-line")
        text = words.number(tick, tick_digits(ticks))
        frame.canvas.text(frame.left - 8, frame.y(tick) + 5, text, "t2", anchor="end")


def _line_labels(frame: _Frame, compare: Own) -> None:
    if compare.usual_dps is None:
        return
    if frame.narrow:
        text = say("report.speed.own_median", speed=words.number(compare.usual_dps))
        _named_above(frame, 14.0, "s-ctl usual", text, "tc b")
        return
    x, y = frame.right + 10, frame.y(compare.usual_dps)
    frame.canvas.text(x, y - 2, say("report.speed.own"), "tc b")
    frame.canvas.text(x, y + 15, say("report.speed.median", speed=words.number(compare.usual_dps)), "tc")


def _named_above(frame: _Frame, y: float, line: str, text: str, class_: str) -> None:
    """Draws a piece of a line and its name above the figure: on a phone there is no room beside it."""
    frame.canvas.line(frame.left, y - 5, frame.left + _SAMPLE_PX, y - 5, line)
    frame.canvas.text(frame.left + _SAMPLE_PX + 8, y, text, class_)


def _value(frame: _Frame, rep: Rep, *, x: float, radius: float) -> None:
    """Writes the speed of a flagged rep above its mark."""
    speed = words.finite(rep.peak_speed_dps)
    width = text_width(words.number(speed), bold=True)
    if speed is None or not is_flagged(rep) or frame.pitch < width + 2:
        return
    y = frame.y(speed)
    frame.canvas.text(x, y - radius - 7, words.number(speed), "tm b halo", anchor="middle")


def _lollipops(frame: _Frame, reps: Sequence[Rep]) -> None:
    bottom, radius = frame.y.start, min(6.5 if frame.narrow else 8.0, frame.pitch * 0.42)
    numbers = labelled_numbers(rep_numbers(reps), frame.pitch)
    for i, rep in enumerate(reps):
        x, speed = frame.left + (i + 0.5) * frame.pitch, words.finite(rep.peak_speed_dps)
        if rep.index in numbers:
            frame.canvas.text(x, bottom + 20, str(rep.index), "b" if is_flagged(rep) else "", anchor="middle")
        if speed is None:
            frame.canvas.text(x, bottom - 5, words.DASH, "t2", anchor="middle")
            continue
        stem = {"controlled": "s-ctl", "momentum": "s-mom"}.get(rep.verdict, "s-text2")
        frame.canvas.line(x, bottom, x, frame.y(speed), f"{stem} stem")
        frame.canvas.add(draw_mark(rep, x, frame.y(speed), radius))
        _value(frame, rep, x=x, radius=radius)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedDrawing:
    """Figure of one set."""

    reps: Sequence[Rep]
    """Reps of the set."""
    compare: Own
    """Speeds to compare with."""
    highest_dps: float
    """Top of the common scale."""
    slots: int
    """Reps that there must be room for, so that all sets have one pitch."""
    label: str
    """Sentence for people who cannot see it."""

    def draw(self, width: float) -> Markup:
        """Draws the figure at a width, px, in rows of at most 50 reps (20 on a phone)."""
        narrow = width != WIDE
        rows = even_rows(self.reps, _PHONE_ROW if narrow else _WIDE_ROW)
        height = 110.0 if len(rows) > 1 else 200.0 if narrow else 232.0
        ticks = ticks_from_zero(self.highest_dps, parts=3 if len(rows) > 1 else 4)
        head = _NAMES_PX if narrow and self.compare.usual_dps is not None else 0.0
        canvas = Canvas(width, head + len(rows) * (height + 52) + 14)
        canvas.text(0, head + 14, "°/s", "t2")
        for i, row in enumerate(rows):
            top = head + i * (height + 52) + 38
            y = Scale(0.0, ticks[-1], top + height, top)
            frame = self._frame(
                canvas, y, ticks, max(len(rows[0]), min(self.slots, _PHONE_ROW if narrow else _WIDE_ROW))
            )
            _band(frame, self.compare)
            _grid(frame, ticks)
            frame.across(self.compare.usual_dps, "s-ctl usual")
            _lollipops(frame, row)
            canvas.text(frame.left - 8, y.start + 20, say("report.speed.axis"), "t2", anchor="end")
            if i == 0:
                _line_labels(frame, self.compare)
        return canvas.finish(self.label)

    def _frame(self, canvas: Canvas, y: Scale, ticks: Sequence[float], slots: int) -> _Frame:
        narrow = canvas.width != WIDE
        labels = [text_width(words.number(t, tick_digits(ticks))) for t in ticks]
        left = 14.0 + max(28.0 if narrow else 32.0, *labels)
        words_px = 8.0 if narrow or self.compare.usual_dps is None else 186.0
        room = canvas.width - left - words_px
        pitch = min(room / slots, _WIDEST_PITCH)
        right = left + max(pitch * slots, room if narrow else min(room, 300.0))
        return _Frame(canvas=canvas, y=y, left=left, right=right, pitch=pitch, narrow=narrow)


def _named(reps: Sequence[Rep]) -> str:
    return words.capital(words.reps(rep_numbers(reps)))


def _passed_note(reps: Sequence[Rep], compare: Own) -> list[str]:
    if compare.high_dps is None:
        return []
    fastest = compare.high_dps
    passed = [r for r, v in reps_with_figure(flagged_reps(reps), _speed) if v > fastest]
    below = [r for r, v in reps_with_figure(flagged_reps(reps), _speed) if v <= fastest]
    notes = []
    if passed:
        notes.append(say("report.speed.faster", n=len(passed), reps=_named(passed)))
    swings = [r for r in below if r.cause == "swing"]
    if swings:
        notes.append(say("report.speed.no_faster", n=len(swings), reps=_named(swings)))
    return [" ".join(notes)] if notes else []


def _notes(views: Sequence[SetView], compared: Sequence[Own]) -> tuple[str, ...]:
    whole = all(c.usual_dps is not None for c in compared)
    notes = [say("report.speed.against_own" if whole else "report.speed.fastest_moment")]
    for view, compare in zip(views, compared, strict=True):
        where = f"**{words.capital(view.arm)}:** " if view.arm else ""
        notes += [where + text for text in _passed_note(view.rep_set.reps, compare)]
    if any(c.low_dps is None for c in compared):
        notes.append(say("report.speed.no_band"))
    return tuple(notes)


def _label(view: SetView, compare: Own) -> str:
    top = max((v for _, v in reps_with_figure(view.rep_set.reps, _speed)), default=0.0)
    told = {"set": view.name_inside, "speed": words.number(top)}
    if compare.usual_dps is None:
        return say("report.speed.label", **told)
    return say("report.speed.label_and_usual", usual=words.number(compare.usual_dps), **told)


def speed_section(views: Sequence[SetView], unit: WeightUnit, *, why_missing: str) -> Section:
    """Makes the section for the sets in focus.

    Parameters
    ----------
    views : sequence of SetView
    unit : str
        How weights are written.
    why_missing : str
        Sentence for where no rep has a lift speed.
    """
    shown = [v for v in views if reps_with_figure(v.rep_set.reps, _speed)]
    if not shown:
        return Section(title=say("report.speed.title"), missing=why_missing)
    compared = [own_speeds(v) for v in shown]
    highest = max(v for view in shown for _, v in reps_with_figure(view.rep_set.reps, _speed))
    slots = max(len(v.rep_set.reps) for v in shown)
    made = []
    for view, compare in zip(shown, compared, strict=True):
        drawing = SpeedDrawing(
            reps=view.rep_set.reps,
            compare=compare,
            highest_dps=highest,
            slots=slots,
            label=_label(view, compare),
        )
        made.append(draw_both_widths(drawing.draw, set_caption(view, unit) if len(views) > 1 else None))
    return Section(title=say("report.speed.title"), notes=_notes(shown, compared), figures=tuple(made))
