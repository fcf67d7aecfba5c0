"""Text and column names of workout logs: decodes exports as spreadsheets leave them, and names their columns in English."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEFORE_UNIT = re.compile(r"(?P<name>.*?)\s*(?P<unit>\([^)]*\))?\s*")
_BETWEEN_WORDS = re.compile(r"[\s_.-]+")
_GERMAN: Mapping[str, tuple[str, ...]] = {
    "Date": ("datum", "datum und uhrzeit"),
    "Workout Name": ("workout name", "workoutname", "name des workouts", "workout", "training", "trainingsname"),
    "Duration": ("dauer",),
    "Workout Duration": ("workout dauer", "workoutdauer", "dauer des workouts", "trainingsdauer"),
    "Exercise Name": ("übung", "uebung", "übungsname", "name der übung", "übung name"),
    "Set Order": ("satz", "satznummer", "satz nr", "satzreihenfolge", "reihenfolge der sätze", "reihenfolge"),
    "Weight": ("gewicht",),
    "Weight Unit": ("gewichtseinheit", "einheit des gewichts", "gewicht einheit"),
    "Reps": ("wiederholungen", "wiederholung", "wdh", "wiederh"),
    "RPE": ("rpe",),
    "Notes": ("notizen", "notiz", "anmerkungen"),
}  # fmt: skip
"""Columns of Strong, and what they may be called in German, without difference of case, hyphens and points."""
_ENGLISH = {name: english for english, names in _GERMAN.items() for name in names}


def log_text(data: bytes, *, errors: str = "strict") -> str:
    """Decodes a log: UTF-16 with or without a byte order mark, UTF-8, else the usual one byte a letter (Windows-1252).

    Spreadsheets write "Unicode text" as UTF-16, and plain CSV by the letters of their system.

    Parameters
    ----------
    data : bytes
        A file, or its beginning.
    errors : str
        What is done with bytes that are no letters, as in `bytes.decode`.

    Raises
    ------
    UnicodeDecodeError
        It is no text.
    """
    if data.startswith(_WIDE):
        return data.decode("utf-16", errors)
    if b"\0" in data[:2]:  # a header begins with a plain letter: the other one of its two bytes is 0
        return data.decode("utf-16-be" if data[0] == 0 else "utf-16-le", errors)
    try:
        return _beginning_of_letters(data, errors).decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors)


def _beginning_of_letters(data: bytes, errors: str) -> bytes:
    """The bytes without a last line that was cut, where only a beginning is asked for: a letter may be cut, too."""
    return data if errors == "strict" else data[: data.rfind(b"\n") + 1] or data


def english_columns(names: Sequence[str]) -> list[str]:
    """Returns the names of columns as the English app writes them; those that are not known stay as they are.

    German ones are translated where they are those of Strong: Hevy's columns are English everywhere. "Gewicht (kg)" is
    "Weight (kg)".
    """
    german = [_translated(name) for name in names]
    return (
        [name or own for name, own in zip(german, names, strict=True)] if _is_german(names) else list(names)
    )


def _is_german(names: Sequence[str]) -> bool:
    return any(name.strip().casefold() in ("datum", "datum und uhrzeit") for name in names)


def _translated(name: str) -> str | None:
    found = _BEFORE_UNIT.fullmatch(name)
    plain, unit = (name, None) if found is None else found.group("name", "unit")
    english = _ENGLISH.get(_BETWEEN_WORDS.sub(" ", plain).strip().casefold())
    return None if english is None else english if unit is None else f"{english} {unit}"
