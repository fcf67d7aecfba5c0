"""Numbers as a language writes them: the signs before decimals and between thousands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import TypeAlias

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


class SentenceFormatter:
    """Fills sentences, and writes the numbers in them as a language does.

    Parameters
    ----------
    signs : pair of str
        As in `written`.
    """

    def __init__(self, signs: NumberSigns) -> None:
        self._signs = signs

    def fill(self, sentence: str, values: Mapping[str, object]) -> str:
        """Puts values into the braces of a sentence.

        Parameters
        ----------
        sentence : str
            Each of its braces holds a name and perhaps a plain format, as `read_catalogue` has seen to.
        values : mapping of str to object
            By name.
        """
        said = []
        for text, name, spec in _parts(sentence):
            said.append(text)
            if name is not None:
                said.append(self._field(values[name], spec))
        return "".join(said)

    def _field(self, value: object, spec: str) -> str:
        """Writes one value; text stays as it is."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return written(value, spec, self._signs)
        return format(value, spec)


@lru_cache(maxsize=2048)
def _parts(sentence: str) -> tuple[tuple[str, str | None, str], ...]:
    """Text, and name and format of the value behind it; kept, as a live page says the same twenty times a second."""
    return tuple((text, name, spec or "") for text, name, spec, _ in Formatter().parse(sentence))
