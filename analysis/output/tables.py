"""Table with a row per rep, as CSV for data frames."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from typing import IO, Any

from analysis.output.set_views import SetView, set_views
from analysis.output.verdict_words import is_near_limit
from analysis.records.results import REP_FIGURES, Rep, SessionResult
from imu.printable import printable

_SESSION = ("started_at", "lifter")
_SET = ("sensor", "side")
_REP = tuple(info.name for info in REP_FIGURES.values() if info.role != "key")
_SAID = ("near_limit", "set_speed_loss")
"""What is said of them besides: whether the score is near the limit, and what share of its lift speed the set lost."""
COLUMNS = ("recording", *_SESSION, *_SET, "set", "rep", "weight_kg", "target_reps", *_REP, *_SAID)
"""Columns of the table; recording, set (its place among all sets of the recording) and rep name a row."""

DECIMALS = 4
"""Most decimals of a number: a tenth of a millisecond, and less than any figure can be known to."""
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Signs that a formula begins with, also as wide as Chinese and Japanese ones."""


def rep_rows(result: SessionResult) -> Iterator[dict[str, Any]]:
    """Yields a row per rep with the columns of `COLUMNS`; what is not known or not finite is None."""
    for view in set_views(result):
        for rep in view.rep_set.reps:
            yield {name: _known(value) for name, value in _row(result, view, rep).items()}


def _row(result: SessionResult, view: SetView, rep: Rep) -> dict[str, Any]:
    rep_set = view.rep_set
    values: dict[str, Any] = {"recording": result.path, "set": view.place, "rep": rep.index}
    values |= {"weight_kg": rep_set.weight_kg, "target_reps": rep_set.target_reps}
    values |= {name: getattr(result, name) for name in _SESSION}
    values |= {name: getattr(rep_set, name) for name in _SET}
    values |= {name: getattr(rep, name) for name in _REP}
    slowing = rep_set.slowing
    values |= {"near_limit": is_near_limit(rep), "set_speed_loss": None if slowing is None else slowing.loss}
    return {name: values[name] for name in COLUMNS}


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def safe_cell(value: Any) -> Any:
    """A text as a spreadsheet may have it: none that begins as a formula, and no control characters.

    Excel, LibreOffice and Google Sheets run a cell that begins with one of these signs; an apostrophe before it makes
    it a text (OWASP, "CSV injection"). Numbers stay, and so does ``-``, the name of standard input.
    """
    if not isinstance(value, str):
        return value
    shown = printable(value, keep="\n")
    return f"'{shown}" if value.lstrip().startswith(_FORMULA) and shown != "-" else shown


def _cell(value: Any) -> Any:
    """A number with as many decimals as mean something, or a text that is safe in a spreadsheet."""
    return round(value, DECIMALS) if isinstance(value, float) else safe_cell(value)


def write_csv(results: Iterable[SessionResult], target: IO[str]) -> None:
    """Writes a header, then a row per rep.

    An unknown figure is an empty cell, so that pandas reads every column with its type. Floats are written
    with `DECIMALS` decimals at most; the JSON document has them whole. A text that a spreadsheet would run as a
    formula gets an apostrophe.

    Parameters
    ----------
    results : iterable of SessionResult
    target : text file
        Open for writing.
    """
    writer = csv.DictWriter(target, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rep_rows(result))
