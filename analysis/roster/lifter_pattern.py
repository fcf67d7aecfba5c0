"""Patterns such as ``{lifter}/{date}_*.csv``, which say where in a path stands who lifted, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.errors import RosterError
from analysis.roster.session_dates import parse_moment

_FIELDS = {"lifter": r"(?P<lifter>[^/]+?)", "date": r"(?P<date>\d{4}(?P<sign>[-_.]?)\d{2}(?P=sign)\d{2})"}
"""Fields of a pattern: a name within one folder or file name, as short as the rest allows; year, month and day."""
_PARTS = re.compile(r"\{([^{}]*)\}|(\*\*/)|(\*\*)|(\*)|(\?)|([{}])|([^{}*?]+)")
_ZIP_OR_FOLDER = r"(?:\.zip)?/"
"""End of a folder's name: of ``anna.zip/curls.csv`` it is anna."""
_PLACE = "--lifter-from"
_EXAMPLE = "write e.g. '{lifter}/{date}_*.csv'"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternMatch:
    """Facts that a pattern found in a path."""

    lifter: str
    """Name of the person."""
    date: str | None
    """Day, as the path writes it; None where the pattern asks for none."""

    @property
    def began_at(self) -> str | None:
        """Beginning of that day in ISO 8601; None where there is none, or it is no day of the calendar."""
        return None if self.date is None else parse_moment(re.sub("[-_.]", "", self.date))


class LifterPattern:
    """A pattern of paths: ``{lifter}`` is a name, ``{date}`` a day, ``*`` anything within a name, ``**/`` any folders.

    Capitals are not told from small letters. A zip is a folder by its name without ``.zip``.

    Parameters
    ----------
    text : str
        As typed.

    Raises
    ------
    RosterError
        It has no ``{lifter}``, has a field twice, or one that is not known.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._expression = re.compile(_expression(text), re.IGNORECASE)

    def match_whole(self, path: str) -> PatternMatch | None:
        """Finds the facts in a path that the pattern describes from end to end; None where it does not fit."""
        found = self._expression.fullmatch(path.replace("\\", "/"))
        name = "" if found is None else found["lifter"].strip()
        if found is None or not name:
            return None
        return PatternMatch(lifter=name, date=found.groupdict().get("date"))

    def match_end(self, path: str) -> PatternMatch | None:
        """Finds the facts in the shortest end of a path, from the beginning of a name on; None where none fits."""
        parts = path.replace("\\", "/").split("/")
        ends = ("/".join(parts[k:]) for k in reversed(range(len(parts))))
        return next((found for end in ends if (found := self.match_whole(end)) is not None), None)


def _expression(text: str) -> str:
    place = f"{_PLACE} {text}"
    if not text.strip():
        raise RosterError(f"an empty pattern fits nothing; {_EXAMPLE}.", place=f"{_PLACE} {text!r}")
    used: list[str] = []
    made = []
    for part in _PARTS.finditer(text.replace("\\", "/").lstrip("/")):
        field, folders, anything, within, sign, brace, plain = part.groups()
        if brace is not None:
            raise RosterError(f"a brace {brace} stands alone; {_EXAMPLE}.", place=place)
        if field is not None:
            if field not in _FIELDS:
                raise RosterError(f"{{{field}}} is not known, only {{lifter}} and {{date}} are.", place=place)
            if field in used:
                raise RosterError(
                    f"{{{field}}} stands there twice; keep one and write * for the other.", place=place
                )
            used.append(field)
            made.append(_FIELDS[field])
        elif folders is not None:
            made.append("(?:[^/]+/)*")
        else:
            made.append(".*" if anything else "[^/]*?" if within else "[^/]" if sign else _plain(plain))
    if "lifter" not in used:
        raise RosterError(
            f"{{lifter}} is missing, which says where the name stands; {_EXAMPLE}.", place=place
        )
    return "".join(made)


def _plain(text: str) -> str:
    """Fits a text as it is; a folder may be a zip."""
    return re.escape(text).replace("/", _ZIP_OR_FOLDER)
