"""Numbers as a language writes them: the signs before decimals and between thousands."""

from __future__ import annotations

from string import Formatter
from typing import Any, TypeAlias

NumberSigns: TypeAlias = tuple[str, str]
"""Sign before the decimals, and sign between thousands."""
ENGLISH_SIGNS: NumberSigns = (".", ",")


def written(value: float, spec: str, signs: NumberSigns) -> str:
    """Writes a number by a format such as ``.1f``, with the signs of a language.

    Parameters
    ----------
    value : float or int
    spec : str
        Python's format of a number.
    signs : pair of str
        Before decimals and between thousands: ``(",", ".")`` writes 1234.5 as ``1.234,5``.
    """
    text = format(value, spec)
    return text if signs == ENGLISH_SIGNS else text.translate({ord("."): signs[0], ord(","): signs[1]})


class SentenceFormatter(Formatter):
    """Fills sentences, and writes the numbers in them as a language does.

    Parameters
    ----------
    signs : pair of str
        As in `written`.
    """

    def __init__(self, signs: NumberSigns) -> None:
        self._signs = signs

    def format_field(self, value: Any, format_spec: str) -> str:
        """Writes one value; text stays as it is."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return written(value, format_spec, self._signs)
        return str(super().format_field(value, format_spec))
