"""Pictures of the history: reps week by week, and the weight of every set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from analysis.coaching.progress import TrainingWeek
from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.records.past_sessions import PastSession, SetTally
from analysis.report.axes import Scale, round_step, tick_digits, ticks_between, ticks_from_zero
from analysis.report.figure import WIDE
from analysis.report.svg import Canvas, text_width
from imu.units import KG_PER_LB

_LEFT, _BOTTOM, _TOP, _RIGHT = 48.0, 34.0, 16.0, 12.0
_WIDEST_BAR = 46.0
_REMARK = 14.0
"""Height of the line that says which weeks are left out, px."""
_MOST_WEEKS = {True: 16, False: 40}
"""Weeks that a phone and a desktop show; the latest."""
_DOT = {True: 5.0, False: 6.5}
"""Radius of a dot, px."""
_MOST_DOTS, _MOST_SPANS = 300, 60
"""Dots from which on those of some days are put together, and in how many spans then."""
_LABEL_GAP = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksDrawing:
    """Bars of the reps of each week, those without a session among them."""

    weeks: tuple[TrainingWeek, ...]
    """Weeks with a session, in order of time."""

    def draw(self, width: float) -> Markup:
        """Draws the picture at a width, px."""
        narrow = width != WIDE
        height = 220.0 if narrow else 260.0
        first = max(self.weeks[0].monday, self.weeks[-1].monday - timedelta(weeks=_MOST_WEEKS[narrow] - 1))
        shown = [week for week in self.weeks if week.monday >= first]
        slots = (shown[-1].monday - first).days // 7 + 1
        canvas = Canvas(width, height)
        left_out = self._left_out(len(self.weeks) - len(shown), first)
        if left_out:
            canvas.text(_LEFT, _TOP - 2, left_out, "t2")
        ticks = ticks_from_zero(max(week.reps for week in shown), parts=4)
        y = Scale(0.0, ticks[-1], height - _BOTTOM, _TOP + (_REMARK if left_out else 0.0))
        _grid(canvas, y, ticks)
        pitch = (width - _LEFT - _RIGHT) / slots
        bar = min(0.72 * pitch, _WIDEST_BAR)
        last_end = -math.inf
        for week in shown:
            middle = _LEFT + ((week.monday - first).days // 7 + 0.5) * pitch
            _bar(canvas, y, week, middle - bar / 2, bar)
            short = self._short_day(week.monday)
            half = text_width(short) / 2
            place = min(middle, width - half)
            if place - half > last_end + _LABEL_GAP:
                canvas.text(place, height - 10, short, "t2", anchor="middle")
                last_end = place + half
        return canvas.finish(" ".join(filter(None, [self._label(shown), left_out])))

    def _left_out(self, many: int, first: date) -> str:
        """Says how many weeks with a session there were before the first day of the picture; empty for none."""
        return say("history.weeks.left_out", n=many, day=self._short_day(first)) if many else ""

    def _short_day(self, day: date) -> str:
        return _short_day(day, (self.weeks[0].monday, self.weeks[-1].monday))

    def _label(self, shown: Sequence[TrainingWeek]) -> str:
        reps, controlled = sum(w.reps for w in shown), sum(w.controlled_reps for w in shown)
        return say("history.weeks.label", n=len(shown), reps=reps, controlled=controlled)


def _grid(canvas: Canvas, y: Scale, ticks: Sequence[float]) -> None:
    for tick in ticks:
        canvas.line(_LEFT, y(tick), canvas.width - _RIGHT, y(tick), "s-line")
        canvas.text(_LEFT - 8, y(tick) + 5, words.number(tick, tick_digits(ticks)), "t2", anchor="end")


def _bar(canvas: Canvas, y: Scale, week: TrainingWeek, left: float, bar: float) -> None:
    """Draws a week from below: controlled, then neither or not judged, and momentum on top."""
    rest = week.reps - week.controlled_reps - week.momentum_reps
    below = 0.0
    for reps, class_ in ((week.controlled_reps, "f-ctl"), (rest, "f-rest"), (week.momentum_reps, "f-mom")):
        if reps:
            canvas.rect(left, y(below + reps), bar, y(below) - y(below + reps), class_)
        below += reps


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightDot:
    """Weight of a session in the picture of weights."""

    at: datetime
    """Beginning of the session."""
    weight: float
    """Weight, in the unit of the picture."""
    controlled: int
    """Controlled reps at it."""
    momentum: int
    """Reps of momentum at it."""
    judged: int
    """All judged reps at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsDrawing:
    """Weights of every session against the day, each with how its reps were lifted."""

    dots: tuple[WeightDot, ...]
    """Weights of known day, in order of time."""
    unit: WeightUnit
    """Unit of the scale."""
    days: int
    """Days of which the sets at one weight are one dot; 0: a dot for each session."""

    @classmethod
    def of(cls, sessions: Sequence[PastSession], unit: WeightUnit) -> WeightsDrawing:
        """Makes the picture of sessions in order of time; sets to warm up and other exercises than curls are left out.

        Of very many sessions those of some days are put together: more dots could not be told apart.
        """
        dots = [dot for session in sessions for dot in _dots(session, unit)]
        if len(dots) <= _MOST_DOTS:
            return cls(dots=tuple(dots), unit=unit, days=0)
        days = math.ceil((dots[-1].at - dots[0].at).days / _MOST_SPANS) or 1
        return cls(dots=_put_together(dots, days), unit=unit, days=days)

    @property
    def ticks(self) -> list[float]:
        """Ticks of the scale, in its unit; there must be dots."""
        weights = [dot.weight for dot in self.dots]
        step = round_step(max(max(weights) - min(weights), 1.0), 4)
        return ticks_between(step * (min(weights) // step), step * (max(weights) // step + 1), step)

    def draw(self, width: float) -> Markup:
        """Draws the picture at a width, px."""
        narrow = width != WIDE
        canvas = Canvas(width, 240.0 if narrow else 300.0)
        ticks = self.ticks
        y = Scale(ticks[0], ticks[-1], canvas.height - _BOTTOM - 10, _TOP + 16)
        _grid(canvas, y, ticks)
        canvas.text(_LEFT - 8, _TOP - 2, self.unit, "t2", anchor="end")
        x = self._days(canvas)
        for dot in self.dots:
            _pie(canvas, dot, x(dot.at.timestamp()), y(dot.weight), _DOT[narrow])
        return canvas.finish(self._label())

    def _days(self, canvas: Canvas) -> Scale:
        """The scale of days; a few of them are written below."""
        first, last = self.dots[0].at, self.dots[-1].at
        span = max(last - first, timedelta(days=1))
        low, high = (first - span * 0.02).timestamp(), (first + span * 1.02).timestamp()
        x = Scale(low, high, _LEFT + 8, canvas.width - _RIGHT - 8)
        last_end = -math.inf
        for dot in self.dots:
            text = _short_day(dot.at, (first, last))
            half = text_width(text) / 2
            place = min(x(dot.at.timestamp()), canvas.width - half)
            if place - half > last_end + 3 * _LABEL_GAP:
                canvas.text(place, canvas.height - 10, text, "t2", anchor="middle")
                last_end = place + half
        return x

    def _label(self) -> str:
        weights = [dot.weight for dot in self.dots]
        return say("history.weights.label", low=min(weights), high=max(weights), unit=self.unit)


def _dots(session: PastSession, unit: WeightUnit) -> Iterator[WeightDot]:
    """A dot for each weight of a session of known day."""
    if session.started_at is None:
        return
    found: dict[float, list[SetTally]] = {}
    for one in session.tallies:
        if one.weight_kg is not None and one.is_curl and not one.warm_up:
            found.setdefault(one.weight_kg, []).append(one)
    for kg, sets in found.items():
        judged = [one for one in sets if one.controlled is not None]
        yield WeightDot(
            at=session.started_at,
            weight=kg if unit == "kg" else kg / KG_PER_LB,
            controlled=sum(one.controlled or 0 for one in judged),
            momentum=sum(one.momentum or 0 for one in judged),
            judged=sum(one.judged or 0 for one in judged),
        )


def _put_together(dots: Sequence[WeightDot], days: int) -> tuple[WeightDot, ...]:
    """One dot for each weight in each span of so many days."""
    first = dots[0].at
    found: dict[tuple[int, float], list[WeightDot]] = {}
    for dot in dots:
        found.setdefault(((dot.at - first).days // days, round(dot.weight, 2)), []).append(dot)
    return tuple(
        WeightDot(
            at=first + timedelta(days=span * days),
            weight=weight,
            controlled=sum(dot.controlled for dot in some),
            momentum=sum(dot.momentum for dot in some),
            judged=sum(dot.judged for dot in some),
        )
        for (span, weight), some in found.items()
    )


def _pie(canvas: Canvas, dot: WeightDot, x: float, y: float, radius: float) -> None:
    """Draws a dot: blue, with its orange share from the top clockwise, then its grey one."""
    if not dot.judged:
        canvas.circle(x, y, radius, "hollow")
        return
    canvas.circle(x, y, radius, "f-ctl")
    momentum = dot.momentum / dot.judged
    neither = 1.0 - momentum - dot.controlled / dot.judged
    for start, share, class_ in ((0.0, momentum, "f-mom"), (momentum, neither, "f-text3")):
        if share > 1.0 - 1e-9:
            canvas.circle(x, y, radius, class_)
        elif share > 1e-9:
            canvas.path(_wedge(x, y, radius, start, start + share), class_)


def _wedge(x: float, y: float, radius: float, start: float, stop: float) -> str:
    """Path of a slice between two shares of the full turn, clockwise from the top."""
    (x1, y1), (x2, y2) = (
        (x + radius * math.sin(math.tau * share), y - radius * math.cos(math.tau * share))
        for share in (start, stop)
    )
    large = int(stop - start > 0.5)
    return f"M{x:.2f} {y:.2f}L{x1:.2f} {y1:.2f}A{radius} {radius} 0 {large} 1 {x2:.2f} {y2:.2f}Z"


def _short_day(day: date, span: tuple[date, date]) -> str:
    """A day as short as an axis from one day to another needs it: ``3 Sep``; with its year where theirs differ."""
    first, last = span
    name = "day" if first.year == last.year else "day_of_year"
    month = say(f"date.short.month.{day.month}")
    return say(f"date.short.{name}", day=day.day, month=month, year=day.year)
