"""Both sides in the report: per figure a pair of dots, left and right, about the mean of both, with the interval."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.balance_words import balance_words, side_advice, unilateral_words
from analysis.records.results import REP_FIGURES
from analysis.records.session_checks import Balance, SideSummary, SymmetryIndex
from analysis.report.axes import Scale
from analysis.report.figure import WIDE, Section, draw_both_widths
from analysis.report.svg import Canvas, text_width
from imu.placement import Side
from imu.units import NBSP

_SHOWN = ("rom_deg", "lift_s", "lower_s", "peak_speed_dps")
"""Figures, from top to bottom."""
_ROW, _TOP, _DOT = 58.0, 34.0, 9.0
"""Height of a row, room above the rows, and radius of a dot, px."""
_LEAST_PERCENT = 20.0
"""The scale shows differences up to this at least, %."""
_CONVENTIONS = (10.0, 15.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SidesDrawing:
    """Figure of both sides."""

    balance: Balance
    left: SideSummary
    right: SideSummary
    label: str
    """Sentence for people who cannot see it."""

    def draw(self, width: float) -> Markup:
        """Draws a row for each figure: the interval as a band, the two dots in it, the numbers beside."""
        rows = [(name, self.balance.index[name]) for name in _SHOWN if name in self.balance.index]
        wide = width == WIDE
        most = max(_LEAST_PERCENT, *(one.high for _, one in rows))
        names_px, numbers_px = (104.0, 210.0) if wide else (0.0, 0.0)
        x = Scale(-most / 2, most / 2, names_px + 24.0, width - numbers_px - 24.0)
        row_px = _ROW if wide else _ROW + 24.0
        canvas = Canvas(width, _TOP + row_px * len(rows) + 30.0)
        bottom = _TOP + row_px * len(rows)
        self._limits(canvas, x, bottom)
        for k, (name, one) in enumerate(rows):
            y = _TOP + row_px * k + (row_px / 2 if wide else row_px - 24.0)
            title = say(f"sides.figure.{name}")
            if wide:
                canvas.text(0, y + 5, title, "b")
                canvas.text(width, y - 4, self._values(name), "", anchor="end")
                canvas.text(width, y + 15, _span(one), "t2", anchor="end")
            else:
                canvas.text(0, y - 24, title, "b halo")
                canvas.text(width, y - 24, f"{self._values(name)}, {_span(one)}", "t2 halo", anchor="end")
            _pair(canvas, x, y, one)
        return canvas.finish(self.label)

    def _limits(self, canvas: Canvas, x: Scale, bottom: float) -> None:
        """The mean of both sides, and the conventional differences about it."""
        canvas.line(x(0.0), _TOP, x(0.0), bottom, "s-text2")
        canvas.text(x(0.0), _TOP - 12, say("sides.equal"), "t2", anchor="middle")
        for percent in _CONVENTIONS:
            for sign in (-1.0, 1.0):
                place = x(sign * percent / 2)
                canvas.line(place, _TOP, place, bottom, "s-line dashed")
            text = f"{percent:.0f}{NBSP}%"
            canvas.text(x(percent / 2), bottom + 18, text, "t2", anchor="start" if percent > 10.0 else "end")
        more = say("sides.more")
        canvas.text(x.start, bottom + 18, say("sides.less"), "t2")
        if x.end - x(7.5) > text_width(f"15{NBSP}%") + text_width(more) + 12:
            canvas.text(x.end, bottom + 18, more, "t2", anchor="end")

    def _values(self, name: str) -> str:
        info = REP_FIGURES[name]
        left, right = (words.shown_figure(info, getattr(side, name)) for side in (self.left, self.right))
        unit = "°" if info.unit == "°" else f"{NBSP}{info.unit}"
        return say("sides.values", left=f"{left}{unit}", right=f"{right}{unit}")


def _span(one: SymmetryIndex) -> str:
    value, low, high = (words.number(percent) for percent in (one.value, one.low, one.high))
    return say("sides.span", value=value, low=low, high=high)


def _pair(canvas: Canvas, x: Scale, y: float, one: SymmetryIndex) -> None:
    """A band as wide as the difference may be, a narrower one that it surely is, and the two sides."""
    canvas.rect(x(-one.high / 2), y - 5, x(one.high / 2) - x(-one.high / 2), 10, "f-spread", rx=5)
    canvas.line(x(-one.value / 2), y, x(one.value / 2), y, "s-text")
    lower: Side = one.lower_side or "left"
    apart = max(one.value / 2, 0.0)
    for side in ("left", "right"):
        place = x(-apart if side == lower else apart)
        if abs(x(apart) - x(-apart)) < 2 * _DOT:
            place += -_DOT if side == lower else _DOT
        canvas.circle(place, y, _DOT, "f-bg s-text" if side == "left" else "f-text")
        letter = say(f"sides.letter.{side}")
        canvas.text(place, y + 5, letter, "b" if side == "left" else "b on-dot", anchor="middle")


def sides_section(balance: Balance | None, unit: WeightUnit) -> Section | None:
    """Makes the section on both sides.

    Parameters
    ----------
    balance : Balance or None
    unit : str
        How weights are written.

    Returns
    -------
    Section or None
        None where only one arm is known, or none.
    """
    if balance is None or balance.not_compared == "one_side" or balance.left is None or balance.right is None:
        return None
    said = balance_words(balance)
    if not balance.index:
        return Section(title=say("sides.title"), missing=said)
    label = say("sides.label", said=said)
    drawing = _SidesDrawing(balance=balance, left=balance.left, right=balance.right, label=label)
    advice, unilateral = side_advice(balance), unilateral_words(balance)
    weight = words.weight(balance.weight_kg, unit)
    many = say("sides.reps", n=balance.left.reps, right=balance.right.reps)
    how = ", ".join(filter(None, (say(f"sides.how.{balance.how}"), weight, many)))
    notes = [
        f"**{advice}**" if advice else "",
        say("sides.medians", how=how),
        say("sides.dashed"),
        unilateral or "",
    ]
    figure = draw_both_widths(drawing.draw, f"**{said}**")
    return Section(title=say("sides.title"), notes=tuple(filter(None, notes)), figures=(figure,))
