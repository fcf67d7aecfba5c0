"""Leaves out files of a gyroscope that hold no row, as apps write them on phones without one, and says so."""

from __future__ import annotations

import re
from dataclasses import replace

from imu.formats.document import Document, Part
from imu.formats.tables.text import head
from imu.types import ReadingNote

_ROW = re.compile(r"^[\s\"']*[-+]?\d", re.MULTILINE)
"""The beginning of a row: its time, a date or a number."""


def without_empty_gyroscopes(document: Document) -> tuple[Document, tuple[ReadingNote, ...]]:
    """The document without files that are named as a gyroscope's and hold no row, and a warning for each of them.

    A document of one file stays as it is; its reader says what is wrong.
    """
    empty = [part for part in document.parts if _is_empty_gyroscope(part)]
    if not empty or len(empty) == len(document.parts):
        return document, ()
    notes = tuple(
        ReadingNote(
            code="gyroscope_empty",
            severity="warning",
            values={"how": "no_reading", "where": part.where},
        )
        for part in empty
    )
    rest = tuple(part for part in document.parts if part not in empty)
    return replace(document, parts=rest), notes


def _is_empty_gyroscope(part: Part) -> bool:
    return "gyr" in part.stem and _ROW.search(head(part)) is None
