"""Reads one language from its file, and finds what in it cannot be meant.

A file of words is a tree of names: ``{"cue": {"swing": "Swing"}}`` has the sentence ``cue.swing``. A sentence holds values in
braces, as Python formats them (``{seconds:.1f}``). One that depends on a number has two forms, ``one`` and ``other``; the
value ``n`` decides between them. ``_language`` says how the language calls itself, which signs its numbers have, and whether a
clause behind a colon begins with a small letter.
"""

from __future__ import annotations

import json
import re
from string import Formatter
from typing import Any, NamedTuple, TypeAlias

from analysis.errors import AnalysisError
from analysis.language.written import NumberSigns, SentenceFormatter

Wording: TypeAlias = str | dict[str, str]
"""Text with values in braces, or its forms by number."""
ONE, OTHER = "one", "other"
"""Names of the two forms."""
_ABOUT = "_language"
_PLAIN_FORMAT = re.compile(r"|,|,?(\.\d)?[fg]")
"""Formats that any number can be written by."""
_HEAD = {"code", "name", "decimal", "thousands", "after_colon"}
SMALL_LETTER = "small letter"
"""``after_colon`` of a language that writes a clause behind a colon small; any other leaves it as it is."""


class LanguageError(AnalysisError):
    """There is no such language, or its file is not as it should be."""


class Catalogue(NamedTuple):
    """All words of one language."""

    code: str
    """As in ISO 639: ``en``, ``de``."""
    own_name: str
    """As its speakers call it."""
    signs: NumberSigns
    """Before decimals and between thousands."""
    small_after_colon: bool
    """A clause behind a colon begins with a small letter."""
    sentences: dict[str, Wording]
    """By name, with dots."""
    formatter: SentenceFormatter


def read_catalogue(data: bytes, where: str) -> Catalogue:
    """Reads the words of a language.

    Parameters
    ----------
    data : bytes
        JSON in UTF-8.
    where : str
        Name of the file, for messages.

    Raises
    ------
    LanguageError
        It is no JSON, has no ``_language``, or a sentence is no text.
    """
    try:
        tree = json.loads(data)
        data.decode("utf-8")
    except ValueError as error:
        raise LanguageError(f"{where}: this is no JSON in UTF-8 ({error}).") from error
    except RecursionError as error:
        raise LanguageError(f"{where}: its groups lie too deep in each other.") from error
    about = tree.pop(_ABOUT, None) if isinstance(tree, dict) else None
    if (
        not isinstance(about, dict)
        or set(about) != _HEAD
        or not all(isinstance(v, str) for v in about.values())
    ):
        raise LanguageError(
            f'{where}: it needs "{_ABOUT}" with {", ".join(sorted(_HEAD))}, each of them text.'
        )
    signs = (about["decimal"], about["thousands"])
    if (
        len(signs[0]) != 1
        or len(signs[1]) > 1
        or signs[0] == signs[1]
        or any(map(str.isalnum, "".join(signs)))
    ):
        raise LanguageError(
            f"{where}: decimal and thousands are one sign each, not the same, and no letter or digit."
        )
    return Catalogue(
        about["code"],
        about["name"],
        signs,
        about["after_colon"] == SMALL_LETTER,
        _flat(tree, where),
        SentenceFormatter(signs),
    )


def _flat(tree: dict[str, Any], where: str, before: str = "") -> dict[str, Wording]:
    found: dict[str, Wording] = {}
    for name, part in tree.items():
        if isinstance(part, str) or _is_forms(part):
            found[f"{before}{name}"] = part
            _check_text(part, f"{where}: {before}{name}")
        elif isinstance(part, dict):
            found |= _flat(part, where, f"{before}{name}.")
        else:
            raise LanguageError(f"{where}: {before}{name} is neither text nor a group of texts.")
    return found


def _is_forms(part: object) -> bool:
    return (
        isinstance(part, dict)
        and set(part) == {ONE, OTHER}
        and all(isinstance(v, str) for v in part.values())
    )


def _check_text(sentence: Wording, where: str) -> None:
    """Checks that a sentence can be written, and that its braces hold names with plain formats alone."""
    for text in [sentence] if isinstance(sentence, str) else sentence.values():
        try:
            text.encode("utf-8")
            fields = [
                (field, spec or "", how)
                for _, field, spec, how in Formatter().parse(text)
                if field is not None
            ]
        except ValueError as error:
            raise LanguageError(f"{where} cannot be written ({error}).") from error
        for field, spec, how in fields:
            if how or not field.isidentifier() or not _PLAIN_FORMAT.fullmatch(spec):
                raise LanguageError(f"{where}: braces hold a name, or a name and a format such as {{n:.1f}}.")


def check_against(found: Catalogue, english: Catalogue, where: str) -> None:
    """Checks that a file says nothing that the program does not, and leaves no value out that it knows.

    Parameters
    ----------
    found, english : Catalogue
    where : str
        Name of the file, for messages.

    Raises
    ------
    LanguageError
        It has a sentence that English has not, or one with other values in its braces.
    """
    for name, sentence in found.sentences.items():
        if name not in english.sentences:
            raise LanguageError(f"{where}: the program says nothing by the name {name}; leave it out.")
        original = english.sentences[name]
        wanted, given = values_in(_longest(original)), values_in(_longest(sentence))
        if given != wanted or not values_in(sentence) <= wanted:
            shown = ", ".join(f"{{{one}}}" for one in sorted(wanted)) or "no values"
            raise LanguageError(f"{where}: {name} needs {shown} in braces, not {sorted(given)}.")
        if text := _numbers_in(sentence) - _numbers_in(original) - {"n"}:
            raise LanguageError(f"{where}: {name} gives {sorted(text)} a format, but it is no number.")


def _longest(sentence: Wording) -> Wording:
    """The form that leaves no value out."""
    return sentence if isinstance(sentence, str) else sentence[OTHER]


def _numbers_in(sentence: Wording) -> set[str]:
    """Names of the values with a format."""
    texts = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return {field for text in texts for _, field, spec, _ in Formatter().parse(text) if field and spec}


def values_in(sentence: Wording) -> set[str]:
    """Names of the values that stand in the braces of a sentence; in one form of it is enough."""
    texts = [sentence] if isinstance(sentence, str) else list(sentence.values())
    return {field for text in texts for _, field, _, _ in Formatter().parse(text) if field is not None}
