"""``--language``, which may stand anywhere in any command, and the environment variable in its place."""

from __future__ import annotations

import os

from analysis.cli.messages import UsageError
from analysis.language import ENGLISH, LanguageError, use_language

LANGUAGE_OPTION = "--language"
_VARIABLE = "REP_MOMENTUM_LANGUAGE"
_NAMES_FOLLOW = "--"
"""Behind it stand names of files, whatever they look like."""


def choose_language(arguments: list[str]) -> list[str]:
    """Chooses the language in which this command speaks to a lifter: as asked, else as the environment says, else English.

    Parameters
    ----------
    arguments : list of str
        As they were typed.

    Returns
    -------
    list of str
        The arguments without this option.

    Raises
    ------
    UsageError
        The option has no value, or there are no words of this language.
    """
    rest, wanted, given = [], "", iter(arguments)
    for one in given:
        if one == _NAMES_FOLLOW:
            rest += [one, *given]
            break
        option, is_set, value = one.partition("=")
        if option != LANGUAGE_OPTION:
            rest.append(one)
            continue
        wanted = value if is_set else next(given, "")
        if not wanted.strip():
            raise UsageError(f"{LANGUAGE_OPTION} needs a language, e.g. {LANGUAGE_OPTION} de.")
    _use(wanted, os.environ.get(_VARIABLE, "").strip())
    return rest


def _use(wanted: str, usual: str) -> None:
    """Uses the language that was typed, else that of the environment, else English; says where a wrong one stands."""
    try:
        use_language(wanted or usual or ENGLISH)
    except LanguageError as error:
        raise UsageError(f"{LANGUAGE_OPTION if wanted else _VARIABLE}: {error}") from error
