"""What a notebook shows of a session: the advice, the sets, and a bar per rep; in any colours of the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.output import words
from analysis.output.headline import headline, nothing_found, result_words
from analysis.output.set_views import SetView, focus, set_views
from analysis.output.verdict_words import is_flagged, word
from analysis.output.words import WeightUnit
from analysis.results import Rep, SessionResult
from imu._html import Markup, joined, paragraph, table

_CONTROLLED, _MOMENTUM = "#5b90cc", "#d9601a"
"""Between the colours of the report for a light and for a dark ground, so that they are seen on both."""
_STRIPES = "repeating-linear-gradient(45deg,transparent 0 3px,rgba(255,255,255,.65) 3px 5px)"
_LIMIT = (
    "linear-gradient(to top,transparent 50%,currentColor 50% calc(50% + 1px),transparent calc(50% + 1px))"
)
_HEIGHT_PX, _LEAST_PX = 48, 3


def session_card(result: SessionResult, *, unit: WeightUnit, note: str = "") -> Markup:
    """The headline of the report, then a line per set.

    Parameters
    ----------
    result : SessionResult
    unit : str
        How weights are written.
    note : str
        Stands small below.
    """
    views = set_views(result)
    head = headline(views, focus(views)) if views else nothing_found(result)[0]
    said = f'<p style="font-size:130%;margin:4px 0"><b>{escape(head.lead)}</b> {escape(head.finding)}</p>'
    also = [f"{one.about}: {one.text} {one.sure}" for one in head.also]
    rows = [_row(view, unit) for view in views]
    sets = [table(("set", "result", "momentum of each rep; the line is the limit"), rows)] if rows else []
    small = " ".join(part for part in (f"Thresholds {result.thresholds_title}.", note) if part)
    return joined(Markup(said), head.sure, *also, *sets, paragraph(small, small=True))


def _row(view: SetView, unit: WeightUnit) -> tuple[str, str, Markup]:
    weight = words.weight(view.rep_set.weight_kg, unit)
    name = view.name if weight is None else f"{view.name}, {weight}"
    controlled, rest = result_words(view.rep_set.reps)
    return name, f"{controlled}, {rest}" if rest else controlled, _bars(view.rep_set.reps)


def _bars(reps: Sequence[Rep]) -> Markup:
    flagged = [rep.index for rep in reps if is_flagged(rep)]
    label = f"{words.reps(flagged)} above the limit" if flagged else "no rep above the limit"
    style = f"display:flex;align-items:flex-end;gap:2px;height:{_HEIGHT_PX}px;width:{14 * len(reps)}px;max-width:36em"
    ground = f"border-bottom:1px solid currentColor;background:{_LIMIT}"
    bars = "".join(_bar(rep) for rep in reps)
    return Markup(f'<div role="img" aria-label="{label}" style="{style};{ground}">{bars}</div>')


def _bar(rep: Rep) -> str:
    score = "not judged" if rep.momentum is None else f"{words.score(rep.momentum)} of 100"
    title = escape(f"rep {rep.index}: {word(rep)}, {score}")
    high = max(_LEAST_PX, round(_HEIGHT_PX * (0.9 if rep.momentum is None else rep.momentum)))
    box = f"flex:0 1 12px;min-width:2px;box-sizing:border-box;height:{high}px"
    return f'<span title="{title}" style="{box};{_look(rep)}"></span>'


def _look(rep: Rep) -> str:
    return {
        "controlled": f"background:{_CONTROLLED}",
        "momentum": f"background:{_STRIPES},{_MOMENTUM}",
        "partial": "border:2px solid currentColor;opacity:.6",
        "uncertain": "border:2px dotted currentColor;opacity:.6",
    }[rep.verdict]
