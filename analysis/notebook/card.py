"""Summary of a session for a notebook: the advice, the sets, and a bar per rep; readable on light and dark
pages."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.output import words
from analysis.output.headline import headline_without_curls, make_headline, result_words
from analysis.output.palette import CONTROLLED_ON_ANY, MOMENTUM_ON_ANY
from analysis.output.set_views import SetView, focus_sets, set_views
from analysis.output.verdict_words import is_flagged, verdict_word
from analysis.records.results import Rep, SessionResult
from imu._html import paragraph, stacked, table

_STRIPES = "repeating-linear-gradient(45deg,transparent 0 3px,rgba(255,255,255,.65) 3px 5px)"
_LIMIT = (
    "linear-gradient(to top,transparent 50%,currentColor 50% calc(50% + 1px),transparent calc(50% + 1px))"
)
"""A line at half the height: the limit of 50."""
_HEIGHT_PX, _LEAST_PX = 48, 3
"""Height of a full bar and of the lowest one that is drawn."""


def session_card(result: SessionResult, *, unit: WeightUnit, note: str = "") -> Markup:
    """Renders the headline of the report, then a line per set.

    Parameters
    ----------
    result : SessionResult
    unit : str
        How weights are written.
    note : str
        Stands small below.
    """
    views = set_views(result)
    head = make_headline(views, focus_sets(views), unit) if views else headline_without_curls(result)[0]
    said = Markup('<p style="font-size:130%;margin:4px 0"><b>{}</b> {}</p>').format(head.lead, head.finding)
    also = [f"{one.about}: {one.text} {one.sure}" for one in head.also]
    rows = [_row(view, unit) for view in views]
    sets = [table(("set", "result", "momentum of each rep; the line is the limit"), rows)] if rows else []
    small = " ".join(part for part in (f"Thresholds {result.thresholds_title}.", note) if part)
    return stacked(said, head.sure, *also, *sets, paragraph(small, small=True))


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
    box = '<div role="img" aria-label="{}" style="{};{}">{}</div>'
    return Markup(box).format(label, style, ground, Markup("").join(_bar(rep) for rep in reps))


def _bar(rep: Rep) -> Markup:
    score = "not judged" if rep.momentum is None else f"{words.score_text(rep.momentum)} of 100"
    title = f"rep {rep.index}: {verdict_word(rep)}, {score}"
    high = max(_LEAST_PX, round(_HEIGHT_PX * (0.9 if rep.momentum is None else rep.momentum)))
    box = f"flex:0 1 12px;min-width:2px;box-sizing:border-box;height:{high}px"
    return Markup('<span title="{}" style="{};{}"></span>').format(title, box, _look(rep))


def _look(rep: Rep) -> str:
    return {
        "controlled": f"background:{CONTROLLED_ON_ANY}",
        "momentum": f"background:{_STRIPES},{MOMENTUM_ON_ANY}",
        "partial": "border:2px solid currentColor;opacity:.6",
        "uncertain": "border:2px dotted currentColor;opacity:.6",
    }[rep.verdict]
