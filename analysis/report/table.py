"""Tables of a set: every rep with every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.explain import explain
from analysis.output.headline import result_in_short
from analysis.output.reasons import shared_reasons
from analysis.output.set_views import SetView, lead_s
from analysis.output.verdict_words import is_flagged, verdict_in_table, verdict_word
from analysis.records.results import REP_FIGURES, Rep
from analysis.report.marks import draw_icon
from analysis.settings.thresholds import DEFAULTS, MomentumThresholds

_FIGURES = tuple(info for info in REP_FIGURES.values() if info.in_report)
_LONG = 24
"""Rows from which on a table may break across pages."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rep as printed."""

    index: int
    """Its number."""
    momentum: bool
    """It counts as momentum."""
    icon: Markup
    """Mark of its verdict."""
    word: str
    """The verdict."""
    cells: tuple[str, ...]
    """Figures, in the order of the columns."""
    why: str
    """Sentence on why it was called so."""
    otherwise: str
    """Sentence on what would have changed it."""
    anchor: str
    """Where the page says so."""


@dataclass(frozen=True, slots=True)
class RepTable:
    """One set as printed."""

    name: str
    """E.g. ``Set 2``."""
    rest: str
    """Weight, sensor and start, after the name."""
    rows: tuple[Row, ...]
    """A row per rep."""
    reasons: tuple[str, ...]
    """Sentences on reps that are not judged, or short."""
    folded: str | None
    """The set in short, where its rows are folded away; else None."""

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Heading and unit of each figure of a row."""
        called = (say("report.table.called"), say("report.table.before_top"))
        return (*((info.title, info.heading_unit) for info in _FIGURES), called)

    @property
    def long(self) -> bool:
        """Whether the table may break across pages."""
        return len(self.rows) > _LONG


def _called(rep: Rep) -> str:
    """Seconds before the top; a word for a call after the rep, a dash for a flagged rep never called."""
    lead = lead_s(rep)
    if lead is not None:
        return words.number(lead, 1)
    if not is_flagged(rep):
        return ""
    return words.DASH if rep.flagged_at_s is None else say("report.table.later")


def figure_cells(rep: Rep) -> tuple[str, ...]:
    """Figures of a rep in the order of `RepTable.columns`; a dash where one could not be measured."""
    return (*(words.shown_figure(info, getattr(rep, info.name)) for info in _FIGURES), _called(rep))


def _reasons(reps: Sequence[Rep]) -> tuple[str, ...]:
    """Sentences on why reps are not judged or short, one for the reps that share a reason."""
    alike: dict[tuple[str, ...], list[Rep]] = {}
    for rep in reps:
        if rep.reasons:
            alike.setdefault((verdict_word(rep), *(one.code for one in rep.reasons)), []).append(rep)
    return tuple(
        f"{words.capital(words.reps([rep.index for rep in found]))}, {verdict}: {words.bound(shared_reasons(found))}."
        for (verdict, *_), found in alike.items()
    )


def _row(view: SetView, rep: Rep, limits: MomentumThresholds) -> Row:
    why = explain(rep, replace(DEFAULTS, momentum=limits))
    return Row(
        index=rep.index,
        momentum=is_flagged(rep),
        icon=draw_icon(rep),
        word=verdict_in_table(rep),
        cells=figure_cells(rep),
        why=words.bound(why.sentence),
        otherwise=words.bound(why.otherwise),
        anchor=view.anchor(rep),
    )


def set_table(
    view: SetView, unit: WeightUnit, start_s: float, limits: MomentumThresholds, *, fold: bool = False
) -> RepTable:
    """Makes the table of one set.

    Parameters
    ----------
    view : SetView
    unit : str
        How weights are written.
    start_s : float
        First moment of the recording.
    limits : MomentumThresholds
        Those it was judged by.
    fold : bool
        Fold the rows away.
    """
    rep_set = view.rep_set
    rows = tuple(_row(view, rep, limits) for rep in rep_set.reps)
    parts = [
        words.weight(rep_set.weight_kg, unit),
        view.worn,
        say("report.table.starts", time=words.clock(rep_set.start_s - start_s)),
    ]
    rest, folded = "".join(f", {p}" for p in parts if p), result_in_short(rep_set.reps) if fold else None
    return RepTable(view.name, rest, rows, _reasons(rep_set.reps), folded)
