"""The sets at a glance: one bar per rep against the limit, all sets on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import words
from analysis.report.figure import NARROW, WIDE, Figure, Section
from analysis.report.marks import column, is_flagged, mark, text_class
from analysis.report.scales import evenly, every
from analysis.report.summary import Run, SetView, flagged, indices, runs, with_verdict
from analysis.report.svg import Canvas, Markup, shortened, text_width
from analysis.report.words import WeightUnit
from analysis.results import Rep

_GAP, _TAIL, _HEAD, _FOOT = 24.0, 62.0, 66.0, 46.0
_SCORE_PITCH, _FULL_COLUMN, _LOW_COLUMN = 18.5, 178.0, 112.0
_BRACKET = {
    "controlled": ("s-ctl-text", "tc b"),
    "momentum": ("s-mom-text", "tm b"),
    "partial": ("s-text2", "t2 b"),
    "uncertain": ("s-text2", "t2 b"),
}
_ORDER = {"momentum": 0, "partial": 1, "uncertain": 2, "controlled": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A set, or a stretch of a long one, as it stands in a row of columns."""

    view: SetView
    reps: Sequence[Rep]
    bold: str
    rest: str

    def width(self, pitch: float) -> float:
        """Units it takes: its columns or its caption."""
        caption = text_width(self.bold, bold=True, size_px=15) + text_width(self.rest, size_px=15)
        return max(len(self.reps) * pitch, caption)


@dataclass(frozen=True, slots=True)
class Label:
    """A word over a run, and where it stands."""

    x: float
    text: str
    run: int


def _panels(view: SetView, most: int, unit: WeightUnit) -> list[Panel]:
    pieces = evenly(view.rep_set.reps, most)
    weight = words.weight(view.rep_set.weight_kg, unit)
    panels = []
    for piece in pieces:
        rest = [weight] if weight else []
        if len(pieces) > 1:
            rest.append(words.reps(indices(piece)))
        panels.append(
            Panel(view=view, reps=piece, bold=view.name, rest="".join(f", {part}" for part in rest))
        )
    return panels


def _pack(panels: Sequence[Panel], width: float, pitch: float) -> list[list[Panel]]:
    rows: list[list[Panel]] = []
    used = math.inf
    for panel in panels:
        wanted = panel.width(pitch)
        if used + _GAP + wanted > width:
            rows.append([])
            used = -_GAP
        rows[-1].append(panel)
        used += _GAP + wanted
    return rows


def _layout(panels: Sequence[Panel], width: float) -> tuple[list[list[Panel]], float]:
    """Rows of panels and the pitch of their columns: wide columns in as few rows as the number of sets allows."""
    most_rows = 1 if width == WIDE else 4 if len(panels) <= 4 else 0
    for pitch in (40.8, 38.0, 36.0, 34.0, 31.8, 30.0, 28.0, 26.0):
        rows = _pack(panels, width - _TAIL, pitch)
        longest = max(len(p.reps) for p in panels) * pitch
        if len(rows) <= most_rows and longest <= width - _TAIL:
            return rows, pitch
    longest = max(len(p.reps) for p in panels)
    pitch = min(
        _SCORE_PITCH if width == WIDE else 26.0 if len(panels) <= 4 else 15.0, (width - _TAIL) / longest
    )
    return _pack(panels, width - _TAIL, pitch), pitch


def _momentum_words(reps: Sequence[Rep]) -> list[str]:
    speed = [r for r in reps if r.cause == "speed"]
    both = [r for r in reps if r.cause == "both"]
    if not any(r.cause in ("swing", "both") for r in reps):
        return ["too fast", "fast"] if speed else ["momentum"]
    if len(both) == len(reps):
        return ["swing + speed", "swing"]
    if both and not speed:
        return [f"swing, {words.numbers(indices(both))} also fast", "swing"]
    return ["swing or too fast", "swing", ""] if speed else ["swing"]


def run_words(run: Run, gap_reps: frozenset[int]) -> list[str]:
    """What may stand over a run, the fullest first."""
    if run.verdict == "controlled":
        return ["controlled"]
    if run.verdict == "partial":
        return ["half rep" if len(run.reps) == 1 else "half reps", "half"]
    if run.verdict == "uncertain":
        return ["data gap", "gap"] if all(r.index in gap_reps for r in run.reps) else ["not judged"]
    return _momentum_words(run.reps)


def place_labels(
    spans: Sequence[tuple[float, float]], texts: Sequence[list[str]], order: Sequence[int], end: float
) -> list[Label]:
    """Words over their runs so that none touch: in ``order`` of importance, each as full as fits before ``end``."""
    taken: list[tuple[float, float]] = []
    labels = []
    for i in order:
        start, stop = spans[i]
        placed = next(
            (
                p
                for t in texts[i]
                if (p := _free(start, stop, text_width(t, bold=True), taken, end)) is not None
            ),
            None,
        )
        if placed is None:
            continue
        text = next(
            t for t in texts[i] if _free(start, stop, text_width(t, bold=True), taken, end) is not None
        )
        taken.append((placed, placed + text_width(text, bold=True)))
        labels.append(Label(placed, text, i))
    return labels


def _free(
    start: float, stop: float, width: float, taken: Sequence[tuple[float, float]], end: float
) -> float | None:
    """Left edge for a label that touches its run and no other label; None where there is no room."""
    candidates = [
        start,
        max(0.0, min(stop, end) - width),
        *(b + 8 for _, b in taken),
        *(a - 8 - width for a, _ in taken),
    ]
    for x in candidates:
        over_run = x < stop and x + width > start
        if (
            x >= 0
            and x + width <= end
            and over_run
            and all(x >= b + 6 or x + width + 6 <= a for a, b in taken)
        ):
            return x
    return None


def _brackets(canvas: Canvas, panel: Panel, x: float, pitch: float, top: float, end: float) -> None:
    found = runs(panel.reps)
    bar = pitch * 0.79
    spans, first = [], 0
    for run in found:
        spans.append((first * pitch, (first + len(run.reps) - 1) * pitch + bar))
        first += len(run.reps)
    for run, (start, stop) in zip(found, spans, strict=True):
        canvas.path(
            f"M{x + start:.1f} {top + 6:.1f}V{top:.1f}H{x + stop:.1f}V{top + 6:.1f}",
            _BRACKET[run.verdict][0],
            stroke_width=1.5,
        )
    texts = [run_words(run, panel.view.gap_reps) for run in found]
    order = sorted(range(len(found)), key=lambda i: (_ORDER[found[i].verdict], i))
    for label in place_labels(spans, texts, order, end - x):
        canvas.text(x + label.x, top - 7, label.text, _BRACKET[found[label.run].verdict][1])


def _columns(canvas: Canvas, panel: Panel, x: float, pitch: float, top: float, height: float) -> None:
    bar = pitch * 0.79
    shown = every(pitch, 17.0 if len(panel.reps) > 9 else 10.0)
    for i, rep in enumerate(panel.reps):
        left, centre = x + i * pitch, x + i * pitch + bar / 2
        y = column(canvas, rep, left, top, bar, height)
        if pitch >= _SCORE_PITCH and rep.verdict != "uncertain":
            canvas.text(centre, y - 5, words.score(rep.momentum), text_class(rep), anchor="middle")
        bold = "b" if is_flagged(rep) else ""
        if rep.index % shown == 0 or shown == 1 or i == 0:
            canvas.text(centre, top + height + 18, str(rep.index), bold, anchor="middle")
        canvas.add(mark(rep, centre, top + height + 32, min(6.7, pitch * 0.4)))


def _row(canvas: Canvas, row: Sequence[Panel], pitch: float, y: float, column_height: float) -> None:
    x, top = 0.0, y + _HEAD
    end = x
    for panel, following in zip(row, [*row[1:], None], strict=True):
        right = canvas.width if following is None else x + panel.width(pitch) + _GAP - 6
        width = text_width(panel.bold, size_px=15, bold=True)
        canvas.text(x, y + 15, shortened(panel.bold, canvas.width, size_px=15, bold=True), "b l")
        canvas.text(x + width + 1, y + 15, panel.rest, "t2 l")
        _brackets(canvas, panel, x, pitch, top - 11, right)
        _columns(canvas, panel, x, pitch, top, column_height)
        end = x + (len(panel.reps) - 1) * pitch + pitch * 0.79
        limit = top + column_height * 0.55
        canvas.line(x, limit, end + 4, limit, "s-text")
        x += panel.width(pitch) + _GAP
    canvas.text(
        end + 8, top + column_height * 0.55 + 5, "limit 50" if canvas.width - end >= 66 else "50", "b"
    )


def draw(views: Sequence[SetView], width: float, unit: WeightUnit, label: str) -> Markup:
    """The figure at a width."""
    longest_line = 50 if width == WIDE else 20
    panels = [p for view in views for p in _panels(view, longest_line, unit)]
    rows, pitch = _layout(panels, width)
    column_height = (
        _FULL_COLUMN if len(rows) == 1 and width == WIDE else 140.0 if len(rows) <= 2 else _LOW_COLUMN
    )
    row_height = _HEAD + column_height + _FOOT
    canvas = Canvas(width, len(rows) * row_height + (len(rows) - 1) * 14)
    for i, row in enumerate(rows):
        _row(canvas, row, pitch, i * (row_height + 14), column_height)
    return canvas.finish(label)


def _finding(view: SetView) -> str:
    reps = view.rep_set.reps
    parts = []
    for verdict, text in (
        ("controlled", "controlled"),
        ("momentum", "momentum"),
        ("partial", "half reps"),
        ("uncertain", "not judged"),
    ):
        found = [r for r in reps if r.verdict == verdict]
        if found:
            parts.append(f"{words.reps(indices(found))} {text}")
    return f"{view.name}: {'; '.join(parts)}"


def _notes(views: Sequence[SetView]) -> tuple[str, ...]:
    reps = [r for view in views for r in view.rep_set.reps]
    notes = [
        "One bar per rep. The higher the bar, the more the weight was thrown instead of lifted.",
        "Above the line, a rep counts as **momentum**.",
    ]
    if {r.cause for r in flagged(reps)} & {"speed", "both"} and any(
        r.cause in ("swing", "both") for r in flagged(reps)
    ):
        notes.append("Slanted stripes: a swing. Level stripes: too fast. Crossed: both.")
    if with_verdict(reps, "partial"):
        notes.append("Hollow column: a half rep.")
    if with_verdict(reps, "uncertain"):
        notes.append("Dotted column: not judged.")
    return tuple(notes)


def section(views: Sequence[SetView], focus: Sequence[SetView], unit: WeightUnit) -> Section:
    """The section; on a phone the sets in focus come first."""
    label = ". ".join(_finding(view) for view in views) + "."
    first = [*focus, *(v for v in views if v not in focus)]
    figure = Figure(draw(views, WIDE, unit, label), draw(first, NARROW, unit, label))
    return Section(title="The sets at a glance", notes=_notes(views), figures=(figure,))
