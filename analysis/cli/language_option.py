"""``--language``, which may stand anywhere in any command, and the environment variable in its place."""

from __future__ import annotations

import os

from analysis.cli.messages import UsageError
from analysis.language import ENGLISH, use_language

_OPTION, _VARIABLE = "--language", "REP_MOMENTUM_LANGUAGE"


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
        The option has no value.
    LanguageError
        There are no words of this language.
    """
    rest, wanted, given = [], os.environ.get(_VARIABLE) or ENGLISH, iter(arguments)
    for one in given:
        option, is_set, value = one.partition("=")
        if option != _OPTION:
            rest.append(one)
            continue
        wanted = value if is_set else next(given, "")
        if not wanted.strip():
            raise UsageError(f"{_OPTION} needs a language, e.g. {_OPTION} de.")
    use_language(wanted)
    return rest
