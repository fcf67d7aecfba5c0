"""Tables for people and for programs: the rep table of the terminal, and one row per rep for data frames."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from analysis.results import Rep, RepSet, SessionResult
from analysis.weights import WeightUnit, format_weight

if TYPE_CHECKING:
    from rich.table import Table

CONTROLLED, MOMENTUM, QUIET = "#5B90CC", "#D9691E", "bright_black"
WORDS = {"swing": "swing", "speed": "too fast", "both": "swing + speed"}
MARKS = {"controlled": "●", "partial": "◐", "uncertain": "?", "swing": "▲", "speed": "»", "both": "▲»"}
DASH = "–"

COLUMNS: dict[str, str] = {
    "recording": "str", "sensor": "str", "side": "str", "set": "int", "rep": "int", "weight_kg": "float", "start_s": "float", "top_s": "float",
    "end_s": "float", "verdict": "str", "cause": "str", "rule": "str", "momentum": "float", "rom_deg": "float", "bottom_deg": "float",
    "top_deg": "float", "lift_s": "float", "lower_s": "float", "pause_top_s": "float", "pause_bottom_s": "float", "peak_speed_dps": "float",
    "carry": "float", "inertial_peak_mps2": "float", "elbow_rms_mps2": "float", "smoothness": "float", "announced_at_s": "float",
    "flagged_at_s": "float", "decided_at_s": "float", "clipped": "bool",
}  # fmt: skip
"""Columns of the table per rep, and what they hold."""


def rep_rows(result: SessionResult) -> Iterable[dict[str, Any]]:
    """One row per rep with the columns of `COLUMNS`; what is not known is None."""
    for number, one in enumerate(result.sets, start=1):
        for rep in one.reps:
            own = {"recording": result.path, "sensor": one.sensor, "side": one.side, "set": number, "rep": rep.index, "weight_kg": one.weight_kg}
            yield {name: own[name] if name in own else getattr(rep, name) for name in COLUMNS}


def write_csv(results: Iterable[SessionResult], target: IO[str]) -> None:
    """A row per rep, a header first; an unknown figure is an empty cell, so that pandas reads every column with its own type."""
    writer = csv.DictWriter(target, fieldnames=list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerows(rep_rows(result))


def rep_table(one: RepSet, number: int, unit: WeightUnit = "kg") -> Table:
    """The reps of a set for the terminal; marks and words say the same as the colours."""
    from rich.table import Table  # noqa: PLC0415  not on the path of --help

    table = Table(title=_title(one, number, unit), title_justify="left", box=None, padding=(0, 1), header_style="bold", pad_edge=False)
    for name in ("Rep", "Verdict", "Momentum", "Range °", "Lift s", "Lower s", "°/s", "Coast %", "Elbow"):
        table.add_column(name, justify="left" if name == "Verdict" else "right", no_wrap=True)
    for rep in one.reps:
        table.add_row(*_cells(rep), style=_style(rep))
    return table


def _title(one: RepSet, number: int, unit: WeightUnit) -> str:
    weight = f", {format_weight(one.weight_kg, unit)}" if one.weight_kg is not None else ""
    side = f", {one.side}" if one.side else ""
    minutes, seconds = divmod(int(max(one.start_s, 0.0)), 60)
    return f"Set {number}{weight}{side}, {one.sensor}, starts at {minutes}:{seconds:02d}"


def verdict_words(rep: Rep) -> str:
    """The verdict in the words of the report."""
    if rep.verdict == "momentum":
        return WORDS[rep.cause or "swing"]
    return {"partial": "half rep", "uncertain": "not judged", "controlled": "controlled"}[rep.verdict]


def _cells(rep: Rep) -> list[str]:
    mark = MARKS[rep.cause or "swing"] if rep.verdict == "momentum" else MARKS[rep.verdict]
    return [
        str(rep.index),
        f"{mark} {verdict_words(rep)}",
        _figure(rep.momentum, 100.0),
        _figure(rep.rom_deg),
        _figure(rep.lift_s, digits=1),
        _figure(rep.lower_s, digits=1),
        _figure(rep.peak_speed_dps),
        _figure(rep.carry, 100.0),
        _figure(rep.elbow_rms_mps2, digits=1),
    ]


def _figure(value: float | None, factor: float = 1.0, digits: int = 0) -> str:
    return DASH if value is None else f"{value * factor:.{digits}f}"


def _style(rep: Rep) -> str:
    return {"controlled": CONTROLLED, "momentum": f"bold {MOMENTUM}"}.get(rep.verdict, QUIET)


def outcome(sets: Sequence[RepSet]) -> str:
    """``10 reps: 6 controlled, 4 with momentum`` over all sets, for one line per recording."""
    reps = [r for s in sets for r in s.reps]
    if not reps:
        return "no curls found"
    names = (("controlled", "controlled"), ("momentum", "with momentum"), ("partial", "half"), ("uncertain", "not judged"))
    parts = [f"{n} {name}" for verdict, name in names if (n := sum(r.verdict == verdict for r in reps))]
    return f"{len(reps)} {'rep' if len(reps) == 1 else 'reps'} in {len(sets)} {'set' if len(sets) == 1 else 'sets'}: {', '.join(parts)}"
