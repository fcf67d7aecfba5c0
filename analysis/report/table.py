"""Every rep with every figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.output import words
from analysis.output.explain import explain
from analysis.output.headline import in_short
from analysis.output.set_views import SetView, lead_s
from analysis.output.verdict_words import is_flagged, word
from analysis.output.words import WeightUnit
from analysis.report.marks import icon
from analysis.report.svg import Markup
from analysis.results import Rep
from analysis.settings.thresholds import DEFAULTS, MomentumThresholds

COLUMNS = (
    ("Momentum", "0–100"),
    ("Range", "°"),
    ("Lift", "s"),
    ("Lower", "s"),
    ("Peak speed", "°/s"),
    ("Coast", "% of height"),
    ("Push", "m/s²"),
    ("Detour", "× sweep"),
    ("Elbow", "m/s²"),
    ("Called", "s before top"),
)
"""Heading and unit of the columns of figures."""
_LONG = 24
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One rep as printed; ``why`` it was called so, what would have changed it, and where the page says so."""

    index: int
    momentum: bool
    icon: Markup
    word: str
    cells: tuple[str, ...]
    why: str
    otherwise: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Table:
    """One set as printed; ``reasons`` says why figures are missing, ``folded`` what it was in short where its
    rows are folded away."""

    name: str
    rest: str
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]
    folded: str | None

    @property
    def long(self) -> bool:
        """True where the table may break across pages."""
        return len(self.rows) > _LONG


def _called(rep: Rep) -> str:
    """Seconds before the top; ``later`` for a call after the rep, a dash for a flagged rep never called."""
    lead = lead_s(rep)
    if lead is not None:
        return words.number(lead, 1)
    if not is_flagged(rep):
        return ""
    return words.DASH if rep.flagged_at_s is None else "later"


def cells(rep: Rep) -> tuple[str, ...]:
    """The figures of a rep in the order of `COLUMNS`; a dash where one could not be had."""
    return (
        words.score(rep.momentum),
        words.number(rep.rom_deg),
        words.number(rep.lift_s, 1),
        words.number(rep.lower_s, 1),
        words.number(rep.peak_speed_dps),
        words.percent(rep.carry),
        words.number(rep.push_mps2, 1),
        words.number(rep.detour, 2),
        words.number(rep.elbow_rms_mps2, 1),
        _called(rep),
    )


def _merged(texts: Sequence[str]) -> str:
    """One text for several that differ only in their figures: ``swept 76 to 118°``."""
    figures = [[float(f) for f in _FIGURE.findall(text)] for text in texts]
    parts = _FIGURE.split(texts[0])
    digits = [len(f.partition(".")[2]) for f in _FIGURE.findall(texts[0])]
    spreads = [words.spread(values, d) for values, d in zip(zip(*figures, strict=True), digits, strict=True)]
    return "".join(part + spread for part, spread in zip(parts, [*spreads, ""], strict=True))


def _reasons(reps: Sequence[Rep]) -> tuple[str, ...]:
    """Why reps are not judged or short, one line for the reps that share a reason."""
    said: dict[tuple[str, str], list[tuple[Rep, str]]] = {}
    for rep in reps:
        if rep.reasons:
            text = "; ".join(rep.reasons)
            said.setdefault((word(rep), _FIGURE.sub("0", text)), []).append((rep, text))
    return tuple(
        f"{words.capital(words.reps([r.index for r, _ in found]))}, {verdict}: "
        f"{words.bound(_merged([text for _, text in found])).rstrip('.')}."
        for (verdict, _), found in said.items()
    )


def _row(view: SetView, rep: Rep, limits: MomentumThresholds) -> Row:
    why = explain(rep, replace(DEFAULTS, momentum=limits))
    return Row(
        index=rep.index,
        momentum=is_flagged(rep),
        icon=icon(rep),
        word=word(rep),
        cells=cells(rep),
        why=words.bound(why.sentence),
        otherwise=words.bound(why.otherwise),
        anchor=view.anchor(rep),
    )


def table(
    view: SetView, unit: WeightUnit, start_s: float, limits: MomentumThresholds, *, fold: bool = False
) -> Table:
    """The table of one set; ``start_s`` is the recording's first moment."""
    rep_set = view.rep_set
    rows = tuple(_row(view, rep, limits) for rep in rep_set.reps)
    parts = [
        words.weight(rep_set.weight_kg, unit),
        view.worn,
        f"starts at {words.clock(rep_set.start_s - start_s)}",
    ]
    rest, folded = "".join(f", {p}" for p in parts if p), in_short(rep_set.reps) if fold else None
    return Table(view.name, rest, rows, _reasons(rep_set.reps), folded)
