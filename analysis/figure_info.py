"""Descriptions of the figures of a rep, from which tables, JSON schema, documents and words are made.

A figure is a field of `analysis.results.Rep` whose metadata holds a `FigureInfo`. To add one: a field made by
`figure` in `analysis.rep_measures`, and its value, a field or property of the same name, in
`analysis.core.curl.measure.RepFigures`; then ``python -m docs.make_tables`` writes it into the pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias, get_args

Role: TypeAlias = Literal[
    "key", "time", "verdict", "score", "movement", "evidence", "description", "live", "record"
]
"""Purpose of a figure.

``key`` names the rep, ``time`` says when it was, ``verdict`` what it was called and ``score`` how surely;
``movement`` says how the forearm moved, ``evidence`` is part of the score, ``description`` is not; ``live``
says when a live run showed it, ``record`` how it was recorded."""
Need: TypeAlias = Literal["gyroscope", "gravity", "direction", "end", "edges"]
"""A condition without which a figure is unknown."""
NEEDS: dict[Need, str] = {
    "gyroscope": "a gyroscope",
    "gravity": "an accelerometer that reads gravity rightly",
    "direction": "the forearm's direction in the sensor",
    "end": "the end of the lowering, seen",
    "edges": "start and end seen, no gap between them",
}
"""Each need in words, to follow "it needs"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureInfo:
    """Description of one figure of a rep: its name, unit and meaning, and how people see it."""

    name: str
    """Field of `Rep`; key in JSON, column in CSV and data frames."""
    title: str
    """Heading for people."""
    unit: str
    """Unit of the stored value; ``ratio`` for a share, empty for words."""
    meaning: str
    """Its meaning in one plain sentence."""
    role: Role
    """Its purpose."""
    term: str = ""
    """The field's term for it."""
    source: str = ""
    """Publication that the term or the formula is from."""
    needs: tuple[Need, ...] = ()
    """Conditions without which it is unknown (None)."""
    low: float | None = None
    """Smallest possible value."""
    high: float | None = None
    """Largest possible value."""
    digits: int = 0
    """Digits after the point that people are shown."""
    factor: float = 1.0
    """Shown value over stored value: 100 for a share shown in per cent."""
    shown_unit: str = ""
    """Unit under a heading, where it is not ``unit``."""
    noun: str = ""
    """How a sentence names it, with its article."""
    said_unit: str = ""
    """Words that follow the number in a sentence, where they are not the unit."""
    in_report: bool = False
    """Whether the report's table has a column for it."""
    terminal_rank: int | None = None
    """Order in which a terminal's columns are kept: 0 stays longest; None for no column there."""

    @property
    def heading_unit(self) -> str:
        """Unit as it stands under the heading of a column."""
        return self.shown_unit or self.unit

    def in_sentence(self, value: float) -> str:
        """Returns a stored value as a sentence says it: ``12 % of the height``, ``128°``."""
        unit = self.said_unit or (self.unit if self.unit == "°" else f" {self.unit}")
        return f"{self.factor * value:.{self.digits}f}{unit}"


def described(title: str, unit: str, meaning: str, *, role: Role, **more: Any) -> dict[str, Any]:
    """Returns the metadata of a dataclass field that is a figure.

    Parameters
    ----------
    title, unit, meaning : str
        As in `FigureInfo`.
    role : Role
        As in `FigureInfo`.
    **more
        Other fields of `FigureInfo`.
    """
    return {"figure": {"title": title, "unit": unit, "meaning": meaning, "role": role} | more}


def figure(title: str, unit: str, meaning: str, *, role: Role, **more: Any) -> Any:
    """Returns a dataclass field for a figure that may be unknown (None); arguments as in `described`."""
    return field(default=None, metadata=described(title, unit, meaning, role=role, **more))


def figures_of(record: type) -> dict[str, FigureInfo]:
    """Returns the figures among a dataclass's fields by name, ordered by role, then as the fields."""
    found = [
        FigureInfo(name=one.name, **one.metadata["figure"])
        for one in fields(record)
        if "figure" in one.metadata
    ]
    roles = get_args(Role)
    return {info.name: info for info in sorted(found, key=lambda info: roles.index(info.role))}
