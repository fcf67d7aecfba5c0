"""Every rep with every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report import words
from analysis.report.marks import icon, is_flagged, word
from analysis.report.summary import SetView, indices, lead_s
from analysis.report.svg import Markup
from analysis.report.words import WeightUnit
from analysis.results import Rep

COLUMNS = (
    ("Momentum", "0–100"),
    ("Range", "°"),
    ("Lift", "s"),
    ("Lower", "s"),
    ("Peak speed", "°/s"),
    ("Coast", "% of height"),
    ("Inertial peak", "m/s²"),
    ("Elbow", "m/s²"),
    ("Called", "s before top"),
)
"""Heading and unit of the columns of figures."""
_LONG = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One rep as printed."""

    index: int
    momentum: bool
    icon: Markup
    word: str
    cells: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Table:
    """One set as printed; ``reasons`` says why figures are missing."""

    name: str
    rest: str
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]

    @property
    def long(self) -> bool:
        """True where the table may break across pages."""
        return len(self.rows) > _LONG


def cells(rep: Rep) -> tuple[str, ...]:
    """The figures of a rep in the order of `COLUMNS`; a dash where one could not be had."""
    called = lead_s(rep)
    return (
        words.score(rep.momentum),
        words.number(rep.rom_deg),
        words.number(rep.lift_s, 1),
        words.number(rep.lower_s, 1),
        words.number(rep.peak_speed_dps),
        words.percent(rep.carry),
        words.number(rep.inertial_peak_mps2, 1),
        words.number(rep.elbow_rms_mps2, 1),
        words.number(called, 1) if called is not None else words.DASH if is_flagged(rep) else "",
    )


def _reasons(reps: Sequence[Rep]) -> tuple[str, ...]:
    said: dict[tuple[str, ...], list[Rep]] = {}
    for rep in reps:
        if rep.reasons:
            said.setdefault(rep.reasons, []).append(rep)
    return tuple(
        words.capital(words.reps(indices(found)))
        + f", {word(found[0])}: {words.bound('; '.join(why)).rstrip('.')}."
        for why, found in said.items()
    )


def table(view: SetView, unit: WeightUnit, start_s: float) -> Table:
    """The table of one set; ``start_s`` is the recording's first moment."""
    rep_set = view.rep_set
    rows = tuple(
        Row(
            r.index,
            is_flagged(r),
            icon(r),
            word(r),
            cells(r),
            (r.rule or words.DASH) if is_flagged(r) else "",
        )
        for r in rep_set.reps
    )
    parts = [words.weight(rep_set.weight_kg, unit), f"starts at {words.clock(rep_set.start_s - start_s)}"]
    return Table(view.name, "".join(f", {p}" for p in parts if p), rows, _reasons(rep_set.reps))
