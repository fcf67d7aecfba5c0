"""Reads numbers as people and spreadsheets write them: decimal commas, thousands marks, other minus signs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imu.types import Floats

_SIGNS = str.maketrans(
    {"−": "-", "–": "-", "‐": "-", "\u2011": "-", "﹣": "-", "－": "-", "．": ".", "，": ","}
)
"""Minus signs, hyphens and wide marks that word processors and Asian keyboards write."""
_SPACED = re.compile(r"[-+]?\d{1,3}(?:['’`\s\u00a0\u2009\u202f]\d{3})+(?:[.,]\d*)?")
_FORTRAN = re.compile(r"(?<=[\d.])[dD](?=[-+]?\d)")
"""The exponent of double precision as Fortran writes it, ``1.0D+00``."""
_GAPS = re.compile(r"['’`\s\u00a0\u2009\u202f]")
_PLAIN = re.compile(r"[-+]?\d+")
_ONE_MARK = re.compile(r"(?=.*\d)[-+]?\d*([.,])\d*(?:[eE][-+]?\d+)?")
_THREE = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")
"""One mark before exactly three digits: the thousands of a whole number, or a number with three decimals."""
_FIRST_LOOK = 1000
"""Rows that tell most columns."""
_GROUPS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3}){2,}|[-+]?\d{1,3}(?:,\d{3}){2,}")
_BOTH = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d*|[-+]?\d{1,3}(?:,\d{3})+\.\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNumbers:
    """The cells of one column as numbers.

    Attributes
    ----------
    values : (n,) float64
        NaN where a cell is no number.
    thousands : int or None
        Index of the first cell whose point or comma was read as a mark of thousands, as nothing else fits.
    mixed : tuple of int, or None
        Indices of a cell with a decimal point and one with a decimal comma: nobody can know what others mean.
    """

    values: Floats
    thousands: int | None = None
    mixed: tuple[int, int] | None = None


def cell_numbers(cells: Sequence[str]) -> CellNumbers:
    """Reads one column, whose marks are decided by all of its cells together.

    A mark before other than three digits, or after a leading zero, is that of decimals; one that a cell holds twice is
    that of thousands. ``1.003`` alone may be either. It is 1003 where the column's cells without a mark reach three
    digits but never four, as only thousands marks do that: decimals would be written in small numbers, too.

    Parameters
    ----------
    cells : sequence of str
        Without blanks around them; empty ones are no numbers.
    """
    if all(":" in cell for cell in cells if cell):  # clock texts, as a quick way out
        return CellNumbers(values=np.full(len(cells), np.nan))
    texts = [_cleaned(cell) for cell in cells]
    kinds = [_kind(text) for text in texts]
    first = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds)}
    for mark, other in ((".", ","), (",", ".")):
        if f"decimal {mark}" in first and first.keys() & {f"decimal {other}", f"thousands {mark}"}:
            at = first.get(f"decimal {other}", first.get(f"thousands {mark}", 0))
            return CellNumbers(values=np.full(len(texts), np.nan), mixed=(first[f"decimal {mark}"], at))
    told = next((mark for mark in ".," if f"thousands {mark}" in first), None)
    told = told or next((m for m, o in ((".", ","), (",", ".")) if f"decimal {o}" in first), None)
    guessed = None
    if told is None and not any(kind.startswith("decimal") for kind in first):
        guessed = next((mark for mark in ".," if f"three {mark}" in first and _reach_hundreds(texts)), None)
    thousands = told or guessed
    values = np.array([_value(text, thousands) for text in texts])
    return CellNumbers(
        values=values, thousands=None if thousands is None else first.get(f"three {thousands}")
    )


def may_hold_thousands(values: Floats) -> bool:
    """Whether numbers, read with a decimal mark, could be whole ones with marks of thousands: a quick first look.

    Whole numbers reach hundreds but not thousands, and the others are at least one and have at most three decimals.
    """
    if not _are_thousandths(values[:_FIRST_LOOK]):  # so it is of nearly every column of readings
        return False
    own = np.abs(values[np.isfinite(values)])
    whole = own[own == np.rint(own)]
    return len(whole) > 0 and 100.0 <= whole.max() < 1000.0 and _are_thousandths(values)


def _are_thousandths(values: Floats) -> bool:
    """Whether finite values that are not whole are at least one, and have at most three decimals."""
    own = np.abs(values[np.isfinite(values)])
    rest = own[own != np.rint(own)]
    return bool((rest >= 1.0).all() and (np.abs(rest * 1e3 - np.rint(rest * 1e3)) < 1e-6).all())


def _cleaned(cell: str) -> str:
    """A cell with usual signs, and without blanks or apostrophes between groups of three digits."""
    text = cell if cell.isascii() else cell.translate(_SIGNS)
    if "D" in text or "d" in text:
        text = _FORTRAN.sub("e", text)
    return _GAPS.sub("", text) if _SPACED.fullmatch(text) else text


def _kind(text: str) -> str:
    one = _ONE_MARK.fullmatch(text)
    if one is not None:
        return f"{'three' if _THREE.fullmatch(text) else 'decimal'} {one[1]}"
    if _GROUPS.fullmatch(text) or _BOTH.fullmatch(text):
        return f"thousands {next(sign for sign in text if sign in '.,')}"
    return ""


def _reach_hundreds(texts: list[str]) -> bool:
    largest = max((abs(int(text)) for text in texts if _PLAIN.fullmatch(text)), default=0)
    return 100 <= largest < 1000


def _value(text: str, thousands: str | None) -> float:
    if thousands is not None:
        text = text.replace(thousands, "")
    try:
        return float(text.replace(",", ".")) if "_" not in text else np.nan
    except ValueError:
        return np.nan
