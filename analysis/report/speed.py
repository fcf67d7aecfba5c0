"""Lift speed per rep against the person's own controlled reps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import words
from analysis.report.angle import set_caption
from analysis.report.figure import WIDE, Figure, Section, both_widths
from analysis.report.marks import is_flagged, mark, text_class
from analysis.report.method import Limits
from analysis.report.scales import Scale, evenly, every, from_zero, tick_digits
from analysis.report.summary import SetView, flagged, indices, known, usual_speed_dps, with_verdict
from analysis.report.svg import Canvas, Markup, text_width
from analysis.report.words import NBSP, WeightUnit
from analysis.results import Rep

_BAND_REPS = 3


def _speed(rep: Rep) -> float | None:
    return rep.peak_speed_dps


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The person's own reps: range of the controlled ones of this set, usual speed and the limit made from it, °/s."""

    low_dps: float | None
    high_dps: float | None
    usual_dps: float | None
    limit_dps: float | None
    ratio: float


def own(view: SetView, limits: Limits) -> Own:
    """What the figure compares with; None where there are fewer than three controlled reps."""
    values = [v for _, v in known(with_verdict(view.rep_set.reps, "controlled"), _speed)]
    usual = usual_speed_dps(view.rep_set)
    enough = len(values) >= _BAND_REPS
    return Own(
        low_dps=min(values) if enough else None,
        high_dps=max(values) if enough else None,
        usual_dps=usual,
        limit_dps=None if usual is None else limits.own_ratio * usual,
        ratio=limits.own_ratio,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    canvas: Canvas
    y: Scale
    left: float
    right: float
    pitch: float
    narrow: bool


def _lines(frame: _Frame, compare: Own) -> None:
    if compare.low_dps is not None and compare.high_dps is not None:
        top, bottom = frame.y(compare.high_dps), frame.y(compare.low_dps)
        frame.canvas.rect(frame.left, top, frame.right - frame.left, max(bottom - top, 2.0), "f-ctl-tint")


def _lines_on_top(frame: _Frame, compare: Own) -> None:
    if compare.limit_dps is not None:
        frame.canvas.line(
            frame.left, frame.y(compare.limit_dps), frame.right, frame.y(compare.limit_dps), "s-text dashed"
        )
    if compare.usual_dps is not None:
        frame.canvas.line(
            frame.left, frame.y(compare.usual_dps), frame.right, frame.y(compare.usual_dps), "s-ctl usual"
        )


def _line_labels(frame: _Frame, compare: Own) -> None:
    if compare.usual_dps is None or compare.limit_dps is None:
        return
    usual, limit = (f"{words.number(v)}{NBSP}°/s" for v in (compare.usual_dps, compare.limit_dps))
    above = f"{compare.ratio:g} × your median"
    low, high = frame.y(compare.usual_dps), frame.y(compare.limit_dps)
    if frame.narrow:
        frame.canvas.text(frame.left + 3, min(high - 6, low - 24), f"{above}, {limit}", "b halo")
        frame.canvas.text(frame.left + 3, low + 18, f"your controlled reps, median {usual}", "tc b halo")
        return
    high = min(high, low - 38)
    for y, class_, first, second in (
        (high, "b", above, limit),
        (low, "tc b", "your controlled reps", f"median {usual}"),
    ):
        frame.canvas.text(frame.right + 10, y - 2, first, class_)
        frame.canvas.text(frame.right + 10, y + 15, second, "tc" if "tc" in class_ else "t2")


def _lollipops(frame: _Frame, reps: Sequence[Rep], bottom: float) -> None:
    radius = min(8.0 if not frame.narrow else 6.5, frame.pitch * 0.42)
    numbered = every(frame.pitch, 17.0 if len(reps) > 9 else 10.0)
    for i, rep in enumerate(reps):
        x, speed = frame.left + (i + 0.5) * frame.pitch, words.finite(rep.peak_speed_dps)
        if numbered == 1 or rep.index % numbered == 0 or i == 0:
            frame.canvas.text(x, bottom + 20, str(rep.index), "b" if is_flagged(rep) else "", anchor="middle")
        if speed is None:
            frame.canvas.text(x, bottom - 5, words.DASH, "t2", anchor="middle")
            continue
        y = frame.y(speed)
        stem = {"controlled": "s-ctl", "momentum": "s-mom"}.get(rep.verdict, "s-text2")
        frame.canvas.line(x, bottom, x, y, f"{stem} stem")
        frame.canvas.add(mark(rep, x, y, radius))
        if is_flagged(rep) and frame.pitch >= text_width(words.number(speed), bold=True) + 2:
            frame.canvas.text(
                x, y - radius - 7, words.number(speed), f"{text_class(rep)} halo", anchor="middle"
            )


def _row(
    canvas: Canvas,
    reps: Sequence[Rep],
    slots: int,
    compare: Own,
    ticks: Sequence[float],
    y0: float,
    height: float,
) -> None:
    narrow = canvas.width != WIDE
    labels = [words.number(t, tick_digits(ticks)) for t in ticks]
    left = 14.0 + max(28.0 if narrow else 32.0, *(text_width(label) for label in labels))
    room = canvas.width - left - (8.0 if narrow else 186.0)
    pitch = min(room / slots, 62.0)
    right = left + max(pitch * slots, room if narrow else min(room, 300.0))
    bottom = y0 + height
    frame = _Frame(
        canvas=canvas, y=Scale(0.0, ticks[-1], bottom, y0), left=left, right=right, pitch=pitch, narrow=narrow
    )
    _lines(frame, compare)
    for tick, label in zip(ticks, labels, strict=True):
        canvas.line(left, frame.y(tick), right, frame.y(tick), "s-line")
        canvas.text(left - 8, frame.y(tick) + 5, label, "t2", anchor="end")
    _lines_on_top(frame, compare)
    _lollipops(frame, reps, bottom)
    _line_labels(frame, compare)


def draw(view: SetView, compare: Own, highest: float, width: float, label: str) -> Markup:
    """The figure of one set at a width; ``highest`` is the common top of the scale, °/s."""
    rows = evenly(view.rep_set.reps, 50 if width == WIDE else 20)
    height = 110.0 if len(rows) > 1 else 200.0 if width != WIDE else 232.0
    ticks = from_zero(highest, parts=3 if len(rows) > 1 else 4)
    slots = max(len(row) for row in rows)
    row_height = height + 58
    canvas = Canvas(width, len(rows) * row_height + 28)
    canvas.text(0, 14, "°/s", "t2")
    for i, row in enumerate(rows):
        _row(canvas, row, slots, compare, ticks, i * row_height + 38, height)
    canvas.text(46, len(rows) * row_height + 22, "rep", "t2")
    return canvas.finish(label)


def _passed_note(reps: Sequence[Rep], compare: Own) -> list[str]:
    if compare.limit_dps is None:
        return []
    limit = compare.limit_dps
    passed = [r for r, v in known(reps, _speed) if v > limit]
    below = [r for r, v in known(flagged(reps), _speed) if v <= limit]
    many = f"{compare.ratio:g} times your median"
    notes = []
    if passed:
        notes.append(f"{words.capital(words.reps(indices(passed)))} passed {many}.")
    elif flagged(reps):
        notes.append(f"No rep passed {many}.")
    swings = [r for r in below if r.cause == "swing"]
    if swings:
        were = "was" if len(swings) == 1 else "were"
        notes.append(
            f"{words.capital(words.reps(indices(swings)))} {were} called for the **elbow**, not the speed."
        )
    return [" ".join(notes)] if notes else []


def _notes(views: Sequence[SetView], compared: Sequence[Own]) -> tuple[str, ...]:
    whole = all(c.usual_dps is not None for c in compared)
    notes = [
        "Fastest moment of each lift, in degrees per second"
        + (", against your own controlled reps." if whole else ".")
    ]
    for view, compare in zip(views, compared, strict=True):
        where = f"**{words.capital(view.arm)}:** " if view.arm else ""
        notes += [where + text for text in _passed_note(view.rep_set.reps, compare)]
    if any(c.low_dps is None for c in compared):
        notes.append("Fewer than 3 controlled reps in the set: no band to compare with.")
    return tuple(notes)


def _label(view: SetView, compare: Own) -> str:
    top = max((v for _, v in known(view.rep_set.reps, _speed)), default=0.0)
    against = (
        ""
        if compare.usual_dps is None
        else f", your controlled reps have a median of {words.number(compare.usual_dps)}"
    )
    return f"Fastest moment of each lift, {view.name.lower()}: up to {words.number(top)} degrees per second{against}."


def section(views: Sequence[SetView], limits: Limits, unit: WeightUnit, *, why_missing: str) -> Section:
    """The section for the sets in focus; a sentence where no rep has a lift speed."""
    title = "Lift speed, rep by rep"
    shown = [v for v in views if known(v.rep_set.reps, _speed)]
    if not shown:
        return Section(title=title, missing=why_missing, new_page=False)
    compared = [own(v, limits) for v in shown]
    tops = [v for view in shown for _, v in known(view.rep_set.reps, _speed)]
    tops += [c.limit_dps for c in compared if c.limit_dps is not None]
    made: list[Figure] = []
    for view, compare in zip(shown, compared, strict=True):

        def drawn(width: float, view: SetView = view, compare: Own = compare) -> Markup:
            return draw(view, compare, max(tops), width, _label(view, compare))

        made.append(both_widths(drawn, set_caption(view, unit) if len(views) > 1 else None))
    return Section(title=title, notes=_notes(shown, compared), figures=tuple(made), new_page=True)
