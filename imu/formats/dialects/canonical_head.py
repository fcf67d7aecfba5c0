"""The head and the ``#`` lines of the canonical form: names of columns, facts about the recording, and notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialects.canonical_rows import ACC_NAMES, GYR_NAMES
from imu.formats.tables.arrow_file import PLAIN_KEYS
from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import find_columns
from imu.formats.tables.parse_table import SEPARATORS, split_cells
from imu.formats.tables.text import comment_lines, complete_lines
from imu.formats.tables.timestamps import is_clock_text
from imu.types import Note, ReadingNote

ABOUT = ("started_at", "lifter", "device", "exercise")
"""Keys of facts about a recording."""
NOT_RECORDED = "not_recorded"
"""Key of the note of a time in which nothing could be recorded; its value is when that ended, s."""
_WEIGHTS = {"weight": "", "weight_lb": " lb", "weight_lbs": " lb"}
"""Other notes of a weight, and the unit of a number alone."""
_NOTE = re.compile(r"#\s*(?:([-+]?\d[-+.\deE]*)\s+)?([A-Za-z_]\w*)\s*:\s?(.*)")


class FactFields(TypedDict):
    """Fields of a `Recording` that its ``#`` lines tell."""

    started_at: str | None
    lifter: str | None
    device: str | None
    exercise: str | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFacts:
    """Facts that the ``#`` lines of a file tell.

    Attributes
    ----------
    fields : FactFields
    remarks : tuple of ReadingNote
        On times in which nothing could be recorded.
    """

    fields: FactFields
    remarks: tuple[ReadingNote, ...]


def is_canonical_text(lines: Sequence[str]) -> bool:
    """Whether a text is of the canonical form, by its header and the first row.

    One with dates as its ``time_s`` is not, nor one whose gyroscope has other names, such as ``gyr_x_dps``: read as the
    canonical form it would have none.

    Parameters
    ----------
    lines : sequence of str
        The header, and at least the first row where there is one.
    """
    names = re.split(r"[,;\t\"\s]+", lines[0])
    if "time_s" not in names or set(ACC_NAMES).isdisjoint(names) or _has_clock_texts(lines):
        return False
    return not set(GYR_NAMES).isdisjoint(names) or not find_columns(tuple(names)).gyr


def _has_clock_texts(lines: Sequence[str]) -> bool:
    """Whether the first row below a header has a time of day or a date as its ``time_s``."""
    separator = next((mark for mark in SEPARATORS if mark in lines[0]), ",")
    row = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    cells = dict(zip(split_cells(lines[0], separator), split_cells(row, separator), strict=False))
    return is_clock_text(cells.get("time_s", ""))


def header_index(text: str) -> int:
    """Index of the first line that is neither a comment nor empty, or -1."""
    for index, line in enumerate(text.split("\n")):
        if line.strip() and not line.startswith("#"):
            return index
    return -1


def checked_names(where: str, names: tuple[str, ...], index: int) -> tuple[str, ...]:
    """The columns that are read, by the names of a header.

    Parameters
    ----------
    where : str
        Name of the file in messages.
    names : tuple of str
        All names of the header.
    index : int
        Index of the header's line.

    Raises
    ------
    RecordingError
        A column is missing, or there twice.
    """
    needed = ("time_s", *ACC_NAMES, *(GYR_NAMES if any(name in names for name in GYR_NAMES) else ()))
    if len(names) == 1:
        raise RecordingError("the columns are separated by no comma.", path=where, line=index + 1)
    for name in needed:
        if name not in names:
            what = f"the header lacks this column; it must hold {', '.join(needed)}."
            raise RecordingError(what, path=where, line=index + 1, field=name)
        if names.count(name) > 1:
            what = "the header names this column twice; leave one out."
            raise RecordingError(what, path=where, line=index + 1, field=name)
    return tuple(name for name in (*needed, "sensor") if name in names)


def facts_of(comments: str, *, padding: str) -> CommentFacts:
    """Reads facts and notes from ``#`` lines.

    Parameters
    ----------
    comments : str
        A text that holds them, each with its end.
    padding : str
        What spreadsheets add to them: a separator for every other column.
    """
    about, marks = _comments(comments, padding=padding)
    notes = Notes()
    for mark in marks:
        until_s = _float(mark.value)
        if mark.key == NOT_RECORDED and mark.time_s is not None and until_s is not None:
            notes.not_recorded(mark.time_s, until_s)
    fields: FactFields = {
        "started_at": about.get("started_at"),
        "lifter": about.get("lifter"),
        "device": about.get("device"),
        "exercise": about.get("exercise"),
        "notes": tuple(mark for mark in marks if mark.key != NOT_RECORDED),
    }
    return CommentFacts(fields=fields, remarks=tuple(notes.items))


def plain_facts(text: str) -> FactFields:
    """Reads from the ``#`` lines of any table what holds for the whole recording: `PLAIN_KEYS`, and nothing else.

    Parameters
    ----------
    text : str
        The table, or its beginning.
    """
    lines = [line for line in comment_lines(text) if (found := _NOTE.match(line)) and _is_plain(found)]
    return facts_of("".join(f"{line}\n" for line in lines), padding="").fields


def _is_plain(found: re.Match[str]) -> bool:
    return found[1] is None and found[2] in PLAIN_KEYS


def _comments(text: str, *, padding: str) -> tuple[dict[str, str], list[Note]]:
    """Facts and notes in the ``#`` lines: facts about the recording, and notes with or without a time.

    ``padding`` is what spreadsheets add to them: a separator for every other column.
    """
    kept, _ = complete_lines(text)
    about: dict[str, str] = {}
    notes: list[Note] = []
    for line in comment_lines(kept):
        match = _NOTE.match(line.removesuffix(padding))
        if match is None:
            continue
        time, key, value = match.groups()
        at = _float(time)
        if time is None and key in ABOUT:
            about[key] = value.strip()
        elif time is None or at is not None:
            notes.append(_in_kg(Note(time_s=at, key=key, value=value.strip())))
    notes.sort(key=lambda note: -np.inf if note.time_s is None else note.time_s)
    return about, notes


def _in_kg(note: Note) -> Note:
    """The note of a weight in lb or with its unit as one that says so: ``weight_kg: 27 lb``."""
    if note.key not in _WEIGHTS:
        return note
    unit = _WEIGHTS[note.key] if _float(note.value) is not None else ""
    return replace(note, key="weight_kg", value=note.value + unit)


def _float(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
