"""``sessions.csv``: a small table beside recordings that says who lifted in each, what, and when."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.coaching.weights import Weight, WeightError, WeightUnit, parse_weight
from analysis.errors import RosterError
from analysis.roster.session_dates import parse_moment

_FILE, _LIFTER, _DATE = "file", "lifter", "date"
_WEIGHTS: Mapping[str, WeightUnit | None] = {"weight": None, "weight_kg": "kg", "weight_lb": "lb"}
"""Columns of weights, and the unit of a number that has none."""
_KNOWN = (_FILE, _LIFTER, *_WEIGHTS, _DATE)
_SEPARATORS = ",;\t"
_MOST_BYTES = 10_000_000
"""A larger file is no list that somebody wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSession:
    """Row of the list: facts about one recording; None is what it leaves open, or cannot mean."""

    lifter: str | None = None
    """Name of the person."""
    weight: Weight | None = None
    """Weight that was lifted in all sets."""
    began_at: str | None = None
    """Day or moment in ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionList:
    """A list, read."""

    path: str
    """Its file."""
    sessions: Mapping[str, ListedSession]
    """By the file that a row names, a path below the folder of the list, with forward slashes."""
    lines: Mapping[str, int]
    """Line of each of them."""
    remarks: tuple[str, ...]
    """Sentences on what could not be meant."""
    unused: tuple[str, ...] = ()
    """Columns that are not read."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    said: ListedSession


def read_session_list(path: Path) -> SessionList:
    """Reads a list; what cannot be meant in a row is left out, with a sentence, and the rest of the row is read.

    Parameters
    ----------
    path : Path

    Raises
    ------
    RosterError
        It cannot be read, or has no column of files.
    """
    place = str(path)
    text = _text(path, place)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    remarks: list[str] = []
    rows: dict[str, list[_Row]] = defaultdict(list)
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            if not names:
                names = _columns(cells, place)
                continue
            where = f"{place}, line {reader.line_num}"
            row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
            if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                remarks.append(
                    f"{where}: it has more cells than the heading; put cells with a {separator!r} in quotes."
                )
            file = _plain(row.get(_FILE, ""))
            if not file:
                remarks.append(f"{where}: it names no file, and was left out.")
                continue
            rows[file].append(_Row(reader.line_num, _session(row, where, remarks)))
    except csv.Error as error:
        raise RosterError(
            f"line {reader.line_num + 1} cannot be read ({error}); save the list as CSV again.", place=place
        ) from error
    if not names:
        raise RosterError(
            "the list is empty; its first line names the columns file, lifter, weight and date.", place=place
        )
    kept = {
        file: found for file, held in rows.items() if (found := _only(file, held, place, remarks)) is not None
    }
    return SessionList(
        path=place,
        sessions={file: row.said for file, row in kept.items()},
        lines={file: row.line for file, row in kept.items()},
        remarks=tuple(remarks),
        unused=tuple(name for name in names if name and name not in _KNOWN),
    )


def _text(path: Path, place: str) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RosterError(
                "it is too large for a list of sessions; remove it, or name it otherwise.", place=place
            )
        data = path.read_bytes()
    except OSError as error:
        raise RosterError(
            f"the list cannot be read ({error.strerror}); check its permissions.", place=place
        ) from error
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError("this is no text; save the list as CSV in UTF-8.", place=place)


def _columns(cells: Sequence[str], place: str) -> list[str]:
    """Names of the columns in small letters."""
    names = [cell.strip().casefold().replace(" ", "_") for cell in cells]
    if _FILE not in names:
        raise RosterError(
            "no column is called file; the first line names file, lifter, weight and date.", place=place
        )
    doubled = next((name for name in _KNOWN if names.count(name) > 1), None)
    if doubled is not None:
        raise RosterError(f"two columns are called {doubled}; keep one of them.", place=place)
    weights = [name for name in names if name in _WEIGHTS]
    if len(weights) > 1:
        raise RosterError(
            f"{' and '.join(weights)} are both columns of weights; keep one of them.", place=place
        )
    return names


def _plain(file: str) -> str:
    return file.replace("\\", "/").removeprefix("./")


def _session(row: Mapping[str, str], where: str, remarks: list[str]) -> ListedSession:
    said = ListedSession(lifter=row.get(_LIFTER) or None)
    column = next((name for name in row if name in _WEIGHTS), None)
    typed = "" if column is None else row[column]
    if column is not None and typed:
        unit = _WEIGHTS[column] if typed[-1:].isdecimal() else None
        try:
            said = replace(said, weight=parse_weight(f"{typed}{unit or ''}"))
        except WeightError as error:
            remarks.append(f"{where}: {error}; its weight was left out.")
    date = row.get(_DATE, "")
    if date:
        began_at = parse_moment(date)
        said = replace(said, began_at=began_at)
        if began_at is None:
            how = "write a day such as 2026-05-03, or with a time 2026-05-03T18:30"
            remarks.append(f"{where}: {date!r} is no date of a recording; {how}; its date was left out.")
    return said


def _only(file: str, rows: Sequence[_Row], place: str, remarks: list[str]) -> _Row | None:
    """The row of a file; None where two rows say different things of it."""
    if len(rows) == 1:
        return rows[0]
    lines = " and ".join(str(row.line) for row in rows)
    same = all(row.said == rows[0].said for row in rows)
    what = "say the same; one is enough" if same else "differ, and none of them is used; keep one"
    remarks.append(f"{place}: lines {lines} are of {file} and {what}.")
    return rows[0] if same else None


def unknown_files(
    listed: SessionList, is_there: Callable[[str], bool], known: Sequence[str]
) -> Iterator[str]:
    """Sentences on rows that name no recording.

    Parameters
    ----------
    listed : SessionList
    is_there : callable
        Whether a file is there, by the path in the list.
    known : sequence of str
        Paths of the recordings below the folder of the list, as it would name them.
    """
    for file, line in listed.lines.items():
        if is_there(file):
            continue
        name = file.rpartition("/")[2].casefold()
        alike = [one for one in known if one.rpartition("/")[2].casefold() == name]
        hint = f"; {alike[0]} is there" if len(alike) == 1 else ""
        yield f"{listed.path}, line {line}: there is no file {file} beside it{hint}. Correct the name or remove the line."
