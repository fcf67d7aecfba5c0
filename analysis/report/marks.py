"""Marks and colours of verdicts: colour tells momentum from the rest, pattern and mark tell its cause."""

from __future__ import annotations

from markupsafe import Markup

from analysis.output.verdict_words import is_flagged, is_near_limit
from analysis.output.words import finite
from analysis.records.results import Rep
from analysis.report.svg import Canvas, svg_element

LIMIT_SHARE = 0.45
"""Height of the limit (score 50) as a share of the column."""


def bar_class(rep: Rep) -> str:
    """Class of the style sheet that fills the bar of a rep; near the limit it has no colour."""
    if is_near_limit(rep):
        return "f-text2"
    if rep.verdict == "momentum":
        return {"swing": "f-swing", "speed": "f-speed", "both": "f-both", None: "f-mom"}[rep.cause]
    return {"controlled": "f-ctl", "partial": "f-text3", "uncertain": "f-none"}[rep.verdict]


def curve_class(rep: Rep) -> str:
    """Class of the style sheet for a rep's curve."""
    return {"controlled": "s-ctl", "partial": "s-ctl", "momentum": "s-mom", "uncertain": "s-text3"}[
        rep.verdict
    ]


def text_class(rep: Rep) -> str:
    """Class of the style sheet for a number that belongs to a rep."""
    if is_near_limit(rep):
        return "t2 b"
    return "tm b" if is_flagged(rep) else "t2"


def _triangle(x: float, y: float, r: float, *, top: float, base: float) -> Markup:
    points = f"M{x - r:.1f} {y + base * r:.1f}L{x:.1f} {y + top * r:.1f}L{x + r:.1f} {y + base * r:.1f}Z"
    return svg_element("path", d=points, class_="f-mom")


def _chevron(x: float, y: float, r: float) -> Markup:
    points = f"M{x - 0.9 * r:.1f} {y:.1f}L{x:.1f} {y - 0.85 * r:.1f}L{x + 0.9 * r:.1f} {y:.1f}"
    return svg_element("path", d=points, class_="s-mom", stroke_width=0.36 * r)


def _half(x: float, y: float, r: float) -> Markup:
    """A ring that is filled on the left, as the terminal's sign ◐."""
    ring = svg_element("circle", cx=x, cy=y, r=0.72 * r, class_="s-text2 f-bg", stroke_width=1.5)
    left = f"M{x:.1f} {y - 0.72 * r:.1f}A{0.72 * r:.1f} {0.72 * r:.1f} 0 0 0 {x:.1f} {y + 0.72 * r:.1f}Z"
    return ring + svg_element("path", d=left, class_="f-text2")


def _question(x: float, y: float, r: float) -> Markup:
    left, right, high, low = x - 0.45 * r, x + 0.52 * r, y - 1.1 * r, y + 0.35 * r
    hook = (
        f"M{left:.1f} {y - 0.45 * r:.1f}"
        f"C{left:.1f} {high:.1f} {right:.1f} {high:.1f} {right:.1f} {y - 0.4 * r:.1f}"
        f"C{right:.1f} {y:.1f} {x:.1f} {y - 0.05 * r:.1f} {x:.1f} {low:.1f}"
    )
    stroke = svg_element("path", d=hook, class_="s-text2", stroke_width=0.3 * r)
    return stroke + svg_element("circle", cx=x, cy=y + 0.8 * r, r=0.2 * r, class_="f-text2")


def draw_mark(rep: Rep, x: float, y: float, r: float) -> Markup:
    """Draws the mark of a verdict, as paths.

    Parameters
    ----------
    rep : Rep
    x, y : float
        Centre, px.
    r : float
        Half its width, px.
    """
    if rep.verdict == "controlled":
        return svg_element("circle", cx=x, cy=y, r=0.72 * r, class_="f-ctl")
    if rep.verdict == "partial":
        return _half(x, y, r)
    if rep.verdict == "uncertain":
        return _question(x, y, r)
    if rep.cause == "speed":
        return _chevron(x, y + 0.05 * r, r) + _chevron(x, y + 0.8 * r, r)
    if rep.cause == "both":
        return _triangle(x, y, r, top=-0.35, base=1.0) + _chevron(x, y - 0.25 * r, r)
    return _triangle(x, y, r, top=-0.9, base=0.8)


def draw_icon(rep: Rep) -> Markup:
    """Draws the mark as a small picture for a table row; the word stands beside it."""
    return svg_element(
        "svg", draw_mark(rep, 0, 0, 8.5), width="16", height="16", viewBox="-10 -10 20 20", aria_hidden="true"
    )


def _ground_class(rep: Rep) -> str:
    if is_near_limit(rep):
        return "f-empty"
    return "f-mom-tint" if is_flagged(rep) else "f-ctl-tint"


def draw_column(canvas: Canvas, rep: Rep, *, x: float, top: float, width: float, height: float) -> float:
    """Draws one column of the sets at a glance; returns the top of its bar, px.

    The bar is ``0.9 × momentum`` of the column and at least 4 px high, so the limit stands at 45 % and the
    number always fits.

    Parameters
    ----------
    canvas : Canvas
    rep : Rep
    x, top : float
        Upper left corner, px.
    width, height : float
        Of the column, px.
    """
    share = min(max(finite(rep.momentum) or 0.0, 0.0), 1.0)
    bar = max(4.0, 2 * LIMIT_SHARE * share * height)
    y = top + height - bar
    if rep.verdict == "uncertain":
        canvas.rect(x + 1, top + 1, width - 2, height - 2, "dotted", rx=3)
    elif rep.verdict == "partial":
        canvas.rect(x + 1, top + 1, width - 2, height - 1, "hollow", rx=2)
        canvas.rect(x + 2, y, width - 4, bar - 1, bar_class(rep))
    else:
        canvas.rect(x, top, width, height, _ground_class(rep), rx=3)
        canvas.rect(x, y, width, bar, bar_class(rep), rx=3)
    return y
