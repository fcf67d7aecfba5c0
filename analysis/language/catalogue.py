"""The chosen language, which holds for the whole process, and its sentences by name."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib.resources import files
from pathlib import Path

from analysis.language.language_file import (
    ONE,
    OTHER,
    Catalogue,
    LanguageError,
    Wording,
    check_against,
    read_catalogue,
)
from analysis.language.written import NumberSigns, written

ENGLISH = "en"
"""Language that has all words: what another lacks is said in it."""
_SUFFIX = ".json"


class _Chosen:
    """The language of this process."""

    name = ENGLISH


def languages() -> tuple[str, ...]:
    """Codes of the languages that come with the program, in order."""
    names = (one.name for one in files("analysis.language").iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def use_language(name: str) -> None:
    """Chooses the language of everything that this process says from now on.

    Parameters
    ----------
    name : str
        A code as in ISO 639, e.g. ``de``, of which a country is passed over (``de-AT``, ``de_DE.UTF-8``); or a file of
        words, ``fr.json``.

    Raises
    ------
    LanguageError
        There are no words of it, or the file is not as it should be.
    """
    if name.endswith(_SUFFIX):
        check_against(_catalogue(name), _catalogue(ENGLISH), name)
        _Chosen.name = name
        return
    short = name.strip().lower().replace("_", "-").split("-")[0].split(".")[0]
    if short not in languages():
        there = ", ".join(f"{one} ({_catalogue(one).own_name})" for one in languages())
        raise LanguageError(
            f"language {name!r}: there are no words of it; there are {there}, or a file fr.json."
        )
    _Chosen.name = short


def language() -> str:
    """Code of the chosen language."""
    return _catalogue(_Chosen.name).code


def language_name() -> str:
    """Name by which another process chooses the same language with `use_language`: a code, or the path of its file."""
    name = _Chosen.name
    return str(Path(name).resolve()) if name.endswith(_SUFFIX) else name


def number_signs() -> NumberSigns:
    """NumberSigns that the chosen language puts before decimals and between thousands."""
    return _catalogue(_Chosen.name).signs


def write_number(value: float, spec: str) -> str:
    """Writes a number by a format such as ``.1f``, with the signs of the chosen language."""
    return written(value, spec, number_signs())


def after_colon(text: str) -> str:
    """Writes the first letter as the language does behind a colon: small in English, as it is in German."""
    return text[:1].lower() + text[1:] if _catalogue(_Chosen.name).small_after_colon else text


def say(name: str, /, **values: object) -> str:
    """Returns a sentence in the chosen language.

    Parameters
    ----------
    name : str
        Its name in the files of words, e.g. ``cue.swing``.
    **values : object
        What stands in its braces; ``n`` also decides between its forms for one and for several.

    Raises
    ------
    KeyError
        No file has it.
    """
    chosen = _catalogue(_Chosen.name)
    if name not in chosen.sentences:
        chosen = _catalogue(ENGLISH)
    if name not in chosen.sentences:
        raise KeyError(
            f"{name} is in no file of words; add it to each in analysis/language (docs/language.md)"
        )
    sentence = chosen.sentences[name]
    text = sentence if isinstance(sentence, str) else sentence[ONE if values.get("n") == 1 else OTHER]
    return chosen.formatter.fill(text, values) if values else text


def words_below(*areas: str) -> dict[str, Wording]:
    """Returns all sentences of some areas in the chosen language, by name, for a page that says them by itself.

    Parameters
    ----------
    *areas : str
        First parts of names, e.g. ``page``.
    """
    all_words = _catalogue(ENGLISH).sentences | _catalogue(_Chosen.name).sentences
    return {name: text for name, text in all_words.items() if name.partition(".")[0] in areas}


@cache
def _catalogue(name: str) -> Catalogue:
    if not name.endswith(_SUFFIX):
        return read_catalogue(
            pkgutil.get_data("analysis.language", f"{name}{_SUFFIX}") or b"", f"{name}{_SUFFIX}"
        )
    try:
        return read_catalogue(Path(name).read_bytes(), name)
    except OSError as error:
        raise LanguageError(f"{name}: these words cannot be read ({error.strerror}).") from error
