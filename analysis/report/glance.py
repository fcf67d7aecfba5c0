"""Figure of the sets at a glance: one bar per rep against the limit, all sets on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.explain import explain
from analysis.output.set_views import SetView, flagged_reps, rep_numbers, verdict_runs, with_verdict
from analysis.output.verdict_words import is_flagged, is_near_limit
from analysis.records.results import Rep
from analysis.report.axes import even_rows, labelled_numbers
from analysis.report.figure import NARROW, WIDE, Figure, Section
from analysis.report.marks import LIMIT_SHARE, draw_column, draw_mark, text_class
from analysis.report.run_labels import place_labels, run_words
from analysis.report.svg import Canvas, svg_element, text_width
from analysis.vocabulary import VERDICTS

_GAP, _HEAD, _FOOT, _ROW_GAP, _CAPTION_PX = 24.0, 66.0, 46.0, 14.0, 15.0
"""Sizes, px: between panels, above and below the columns, between rows, of the caption."""
_BAR, _SCORE_PITCH, _ONE_ROW_PITCH, _SMALL_PITCH = 0.79, 18.5, 26.0, 15.0
"""Width of a bar as a share of its pitch; pitches, px, from which scores are written and all sets share a
row, and of small columns."""
_MOST_SETS = 12
"""Sets that are shown at once; the earlier ones are folded away."""
_ORDER = {"momentum": 0, "partial": 1, "uncertain": 2, "controlled": 3}
"""Verdicts by how much their word matters where room is short."""
_BRACKET = {
    "controlled": ("s-ctl-text", "tc b"),
    "momentum": ("s-mom-text", "tm b"),
    "partial": ("s-text2", "t2 b"),
    "uncertain": ("s-text2", "t2 b"),
}
"""Classes of bracket and word over a run of reps."""


def _limit_px() -> float:
    """Room to the right of the columns for the word at the limit line, px."""
    return text_width(say("report.glance.limit"), bold=True) + 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A set, or a part of a long one, in a row of columns."""

    view: SetView
    """The set."""
    reps: Sequence[Rep]
    """The reps that are shown."""
    bold: str
    """Name of the set."""
    rest: str
    """Weight and reps, after the name."""

    def width(self, pitch: float) -> float:
        """Width that it takes, px: its columns or its caption; ``pitch`` is that of the columns."""
        caption = text_width(self.bold, bold=True, size_px=_CAPTION_PX)
        return max(len(self.reps) * pitch, caption + text_width(self.rest, size_px=_CAPTION_PX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Arrangement of the panels."""

    rows: Sequence[Sequence[Panel]]
    """Panels, row by row."""
    pitch: float
    """Distance of the columns, px."""
    column_height: float
    """Height of the columns, px."""

    @property
    def row_height(self) -> float:
        """Height from the caption to the marks, px."""
        return _HEAD + self.column_height + _FOOT


def _panels(view: SetView, most: int, unit: WeightUnit) -> list[Panel]:
    pieces = even_rows(view.rep_set.reps, most)
    weight = words.weight(view.rep_set.weight_kg, unit)
    panels = []
    for piece in pieces:
        parts = [weight, words.reps(rep_numbers(piece)) if len(pieces) > 1 else None]
        rest = "".join(f", {part}" for part in parts if part)
        panels.append(Panel(view=view, reps=piece, bold=view.name, rest=rest))
    return panels


def _pack(panels: Sequence[Panel], room: float, pitch: float) -> list[list[Panel]]:
    rows: list[list[Panel]] = []
    used = math.inf
    for panel in panels:
        wanted = panel.width(pitch)
        if used + _GAP + wanted > room:
            rows.append([])
            used = -_GAP
        rows[-1].append(panel)
        used += _GAP + wanted
    return rows


def _wide_layout(panels: Sequence[Panel]) -> Layout:
    """One row of tall columns where they fit at 26 px, else rows of low ones."""
    room = WIDE - _limit_px()
    reps, longest = sum(len(p.reps) for p in panels), max(len(p.reps) for p in panels)
    pitch = min(56.0 if len(panels) == 1 else 40.8, (room - _GAP * (len(panels) - 1)) / reps)
    while pitch >= _ONE_ROW_PITCH or len(panels) == 1:
        rows = _pack(panels, room, pitch)
        if len(rows) == 1:
            return Layout(rows=rows, pitch=pitch, column_height=178.0)
        pitch -= 1.0
    pitch = min(_SCORE_PITCH, room / longest)
    rows = _pack(panels, room, pitch)
    return Layout(rows=rows, pitch=pitch, column_height=140.0 if len(rows) <= 2 else 112.0)


def _narrow_layout(panels: Sequence[Panel]) -> Layout:
    """A row per set for up to four of them, else as many small ones in a row as fit."""
    room = NARROW - _limit_px()
    longest = max(len(p.reps) for p in panels)
    few = len(panels) <= 4
    pitch = min(34.0 if few else _SMALL_PITCH, room / longest)
    rows = [[p] for p in panels] if few else _pack(panels, room, pitch)
    return Layout(rows=rows, pitch=pitch, column_height=140.0 if few else 104.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Place of a panel, px."""

    x: float
    """Left edge."""
    top: float
    """Top of its columns."""
    end: float
    """Right end of the room for words."""
    pitch: float
    """Distance of the columns."""
    height: float
    """Of the columns."""

    @property
    def limit(self) -> float:
        """Height of the line of the limit."""
        return self.top + self.height * (1 - LIMIT_SHARE)


def _brackets(canvas: Canvas, panel: Panel, at: _Place) -> None:
    found, spans, first = verdict_runs(panel.reps), [], 0
    for run in found:
        last = first + len(run.reps) - 1
        spans.append((first * at.pitch, (last + _BAR) * at.pitch))
        first = last + 1
    y = at.top - 11
    for run, (start, stop) in zip(found, spans, strict=True):
        data = f"M{at.x + start:.1f} {y + 6:.1f}V{y:.1f}H{at.x + stop:.1f}V{y + 6:.1f}"
        canvas.path(data, _BRACKET[run.verdict][0], stroke_width=1.5)
    texts = [run_words(run, panel.view.gap_reps) for run in found]
    order = sorted(range(len(found)), key=lambda i: (_ORDER[found[i].verdict], i))
    for label in place_labels(spans, texts, order, at.end - at.x):
        canvas.text(at.x + label.x, y - 7, label.text, _BRACKET[found[label.run].verdict][1])


def _has_room(rep: Rep, score: str, width: float) -> bool:
    """Whether the score fits over its bar; the outline of a half rep takes some of the width."""
    inside = width - 5.0 if rep.verdict == "partial" else width + 4.0
    return rep.verdict != "uncertain" and text_width(score) <= inside


def _score_y(bar: float, limit: float) -> float:
    """Baseline of the number over a bar, above the limit's line where that would strike it through."""
    y = bar - 5.0
    return min(y, limit - 5.0) if y < limit + 13.0 else y


def _columns(canvas: Canvas, panel: Panel, at: _Place) -> None:
    width, bottom = at.pitch * _BAR, at.top + at.height
    numbers = labelled_numbers(rep_numbers(panel.reps), at.pitch)
    for i, rep in enumerate(panel.reps):
        left, drawn = at.x + i * at.pitch, Canvas(canvas.width, canvas.height)
        centre = left + width / 2
        y = draw_column(drawn, rep, x=left, top=at.top, width=width, height=at.height)
        score = words.score_text(rep.momentum)
        if at.pitch >= _SCORE_PITCH and _has_room(rep, score, width):
            drawn.text(centre, _score_y(y, at.limit), score, text_class(rep), anchor="middle")
        if rep.index in numbers:
            text = str(rep.index)
            inside = max(centre, text_width(text, bold=True) / 2)
            drawn.text(inside, bottom + 18, text, "b" if is_flagged(rep) else "", anchor="middle")
        drawn.add(draw_mark(rep, centre, bottom + 32, min(6.7, at.pitch * 0.4)))
        says = say("report.glance.rep", rep=rep.index, why=words.bound(explain(rep).sentence))
        canvas.link(drawn, f"#{panel.view.anchor(rep)}", says)


def _caption(canvas: Canvas, panel: Panel, x: float, y: float) -> None:
    rest = svg_element("tspan", panel.rest, class_="t2 r")
    canvas.add(svg_element("text", escape(panel.bold) + rest, x=x, y=y, class_="b l"))


def _row(canvas: Canvas, row: Sequence[Panel], y: float, layout: Layout) -> None:
    x, top, right, limit = 0.0, y + _HEAD, 0.0, 0.0
    for i, panel in enumerate(row):
        following = x + panel.width(layout.pitch) + _GAP
        end = canvas.width if i == len(row) - 1 else following - 6
        at = _Place(x=x, top=top, end=end, pitch=layout.pitch, height=layout.column_height)
        limit = at.limit
        _caption(canvas, panel, x, y + 15)
        _brackets(canvas, panel, at)
        _columns(canvas, panel, at)
        right = x + (len(panel.reps) - 1 + _BAR) * layout.pitch
        canvas.line(x, limit, right + 4, limit, "s-text")
        x = following
    canvas.text(right + 8, limit + 5, say("report.glance.limit"), "b")


def draw_glance(views: Sequence[SetView], width: float, unit: WeightUnit, label: str) -> Markup:
    """Draws the figure.

    Parameters
    ----------
    views : sequence of SetView
    width : float
        `WIDE` or `NARROW`.
    unit : str
        How weights are written.
    label : str
        Sentence for people who cannot see it.
    """
    panels = [p for view in views for p in _panels(view, 50 if width == WIDE else 20, unit)]
    layout = _wide_layout(panels) if width == WIDE else _narrow_layout(panels)
    step = layout.row_height + _ROW_GAP
    canvas = Canvas(width, len(layout.rows) * step - _ROW_GAP)
    for i, row in enumerate(layout.rows):
        _row(canvas, row, i * step, layout)
    return canvas.finish(label, role="group")


def _finding(view: SetView) -> str:
    found = {verdict: rep_numbers(with_verdict(view.rep_set.reps, verdict)) for verdict in VERDICTS}
    parts = [
        say(f"report.glance.found.{verdict}", reps=words.reps(who)) for verdict, who in found.items() if who
    ]
    return f"{view.name}: {'; '.join(parts)}"


def _notes(views: Sequence[SetView]) -> tuple[str, ...]:
    reps = [r for view in views for r in view.rep_set.reps]
    causes = {r.cause for r in flagged_reps(reps)}
    notes = [say("report.glance.bars"), say("report.glance.line")]
    if len(causes & {"swing", "speed", "both"}) > 1:
        notes.append(say("report.glance.stripes"))
    if with_verdict(reps, "partial"):
        notes.append(say("report.glance.hollow"))
    if with_verdict(reps, "uncertain"):
        notes.append(say("report.glance.dotted"))
    if any(map(is_near_limit, reps)):
        notes.append(say("report.glance.grey"))
    return tuple(notes)


def glance_section(views: Sequence[SetView], focus: Sequence[SetView], unit: WeightUnit) -> Section:
    """Makes the section; on a phone the sets in focus come first. Of many sets the earlier ones are folded
    away.

    Parameters
    ----------
    views : sequence of SetView
        All sets.
    focus : sequence of SetView
        Those that the report is about.
    unit : str
        How weights are written.
    """
    shown = [v for i, v in enumerate(views) if v in focus or i >= len(views) - _MOST_SETS]
    earlier = [v for v in views if v not in shown]
    return Section(
        title=say("report.glance.title"),
        notes=_notes(views),
        figures=(_figure(shown, [*focus, *(v for v in shown if v not in focus)], unit),),
        folded=(_figure(earlier, earlier, unit),) if earlier else (),
        folded_title=say("report.glance.earlier", n=len(earlier)),
    )


def _figure(wide: Sequence[SetView], narrow: Sequence[SetView], unit: WeightUnit) -> Figure:
    label = ". ".join(_finding(view) for view in wide) + "."
    return Figure(draw_glance(wide, WIDE, unit, label), draw_glance(narrow, NARROW, unit, label))
