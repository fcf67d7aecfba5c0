"""Figures of one rep, and the one description of each, from which tables, JSON schema, documents and words are made.

A figure is a field whose metadata holds a `FigureInfo`. To add one: a field made by `figure` in `RepMeasures`, its title,
``figure.NAME.title`` in the files of words (docs/language.md), and its value, a field or property of the same name, in
`analysis.core.curl.measure.RepFigures`; then ``python -m docs.make_tables`` writes it into the pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias, get_args

from analysis.language import say

Role: TypeAlias = Literal[
    "key", "time", "verdict", "score", "movement", "evidence", "description", "trunk", "live", "record"
]
"""Purpose of a figure.

``key`` names the rep, ``time`` says when it was, ``verdict`` what it was called and ``score`` how surely;
``movement`` says how the forearm moved, ``evidence`` is part of the score or its limit, ``description`` is not; ``trunk`` says
how trunk and upper arm moved, where a sensor was worn there; ``live``
says when a live run showed it, ``record`` how it was recorded."""
Need: TypeAlias = Literal[
    "gyroscope", "gravity", "direction", "end", "edges", "trunk", "standing", "upper_arm"
]
"""A condition without which a figure is unknown."""
NEEDS: dict[Need, str] = {
    "gyroscope": "a gyroscope",
    "gravity": "an accelerometer that reads gravity rightly",
    "direction": "the forearm's direction in the sensor",
    "end": "the end of the lowering, seen",
    "edges": "start and end seen, no gap between them",
    "trunk": "a sensor on the trunk",
    "standing": "a sensor on the trunk that saw the person stand, and bend or throw",
    "upper_arm": "a sensor on the upper arm",
}
"""Each need in words, to follow "it needs"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureInfo:
    """Description of one figure of a rep: its name, unit and meaning, and how people see it.

    Its title, and its unit where people read another one, stand in the files of words, as a language has them.
    """

    name: str
    """Field of `Rep`; key in JSON, column in CSV and data frames."""
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
    unit_in_words: bool = False
    """Whether people read another unit under its heading, ``figure.NAME.unit`` in the files of words."""
    noun: str = ""
    """How a sentence names it, with its article."""
    said_unit: str = ""
    """Words that follow the number in a sentence, where they are not the unit."""
    in_report: bool = False
    """Whether the report's table has a column for it."""
    terminal_rank: int | None = None
    """Order in which a terminal's columns are kept: 0 stays longest; None for no column there."""

    @property
    def title(self) -> str:
        """Heading for people, ``figure.NAME.title`` in the files of words."""
        return say(f"figure.{self.name}.title")

    @property
    def shown_unit(self) -> str:
        """Unit under a heading, where it is not ``unit``; else empty."""
        return say(f"figure.{self.name}.unit") if self.unit_in_words else ""

    @property
    def heading_unit(self) -> str:
        """Unit as it stands under the heading of a column."""
        return self.shown_unit or self.unit

    def in_sentence(self, value: float) -> str:
        """Returns a stored value as a sentence says it: ``12 % of the height``, ``128°``."""
        unit = self.said_unit or (self.unit if self.unit == "°" else f" {self.unit}")
        return f"{self.factor * value:.{self.digits}f}{unit}"


def described(unit: str, meaning: str, *, role: Role, **more: Any) -> dict[str, Any]:
    """Returns the metadata of a dataclass field that is a figure.

    Parameters
    ----------
    unit, meaning : str
        As in `FigureInfo`.
    role : Role
        As in `FigureInfo`.
    **more
        Other fields of `FigureInfo`.
    """
    return {"figure": {"unit": unit, "meaning": meaning, "role": role} | more}


def figure(unit: str, meaning: str, *, role: Role, **more: Any) -> Any:
    """Returns a dataclass field for a figure that may be unknown (None); arguments as in `described`."""
    return field(default=None, metadata=described(unit, meaning, role=role, **more))


def figures_of(record: type) -> dict[str, FigureInfo]:
    """Returns the figures among a dataclass's fields by name, ordered by role, then as the fields."""
    found = [
        FigureInfo(name=one.name, **one.metadata["figure"])
        for one in fields(record)
        if "figure" in one.metadata
    ]
    roles = get_args(Role)
    return {info.name: info for info in sorted(found, key=lambda info: roles.index(info.role))}


@dataclass(frozen=True, slots=True, kw_only=True)
class RepMeasures:
    """Figures measured of one rep: one lift (concentric phase) and its lowering (eccentric phase).

    The glossary (docs/glossary.md) lists all fields with units, terms and meanings; None is "not known".
    """

    index: int = field(
        metadata=described("", "Number in its set, from 1.", role="key", low=1, term="repetition")
    )
    start_s: float = field(
        metadata=described(
            "s",
            "Where lifting begins, on the recording's time axis.",
            role="time",
            digits=2,
            term="start of the concentric phase",
        )
    )
    top_s: float = field(
        metadata=described(
            "s",
            "The top of the lift.",
            role="time",
            digits=2,
            term="end of the concentric phase",
        )
    )
    end_s: float = field(
        metadata=described(
            "s",
            "Where lowering ends; pauses belong to no rep.",
            role="time",
            digits=2,
            term="end of the eccentric phase",
        )
    )
    decided_at_s: float = field(
        metadata=described(
            "s",
            "When the set closed and the rep became final.",
            role="record",
            digits=2,
        )
    )
    announced_at_s: float | None = figure(
        "s", "When the live count first included the rep.", role="live", digits=2
    )
    flagged_at_s: float | None = figure(
        "s", "When a live run first called it momentum.", role="live", digits=2
    )
    rom_deg: float | None = figure(
        "°",
        "Angle that the forearm swept in the lift.",
        role="movement",
        term="range of motion (ROM)",
        source="Pinto 2012",
        low=0,
        noun="the sweep",
        in_report=True,
        terminal_rank=1,
    )
    bottom_deg: float | None = figure(
        "°",
        "Elevation of the forearm at the start: 0 hanging, 90 level.",
        role="movement",
        term="forearm elevation",
        needs=("direction",),
    )
    top_deg: float | None = figure(
        "°",
        "Elevation of the forearm at the top.",
        role="movement",
        term="forearm elevation",
        needs=("direction",),
        noun="the highest angle of the forearm",
    )
    lift_s: float | None = figure(
        "s",
        "Time of the lift, from start to top.",
        role="movement",
        term="concentric phase, duration",
        low=0,
        digits=1,
        in_report=True,
        terminal_rank=6,
    )
    lower_s: float | None = figure(
        "s",
        "Time of the lowering, without the pause at the top.",
        role="movement",
        term="eccentric phase, duration",
        needs=("end",),
        low=0,
        digits=1,
        in_report=True,
        terminal_rank=7,
    )
    pause_top_s: float | None = figure(
        "s",
        "How long the weight was held at the top.",
        role="movement",
        term="isometric phase, duration",
        low=0,
        digits=1,
    )
    pause_bottom_s: float | None = figure(
        "s",
        "How long the arm rested at the bottom before this rep; unknown for the first of a set.",
        role="movement",
        term="inter-repetition rest",
        low=0,
        digits=1,
    )
    time_under_tension_s: float | None = figure(
        "s",
        "Time of the lift, the hold at the top and the lowering; rests at the bottom are not counted.",
        role="movement",
        term="time under tension (TUT): concentric, isometric and eccentric phase",
        source="Burd 2012",
        needs=("edges",),
        low=0,
        digits=1,
    )
    peak_speed_dps: float | None = figure(
        "°/s",
        "Highest rotation speed of the forearm in the lift, below 5 Hz.",
        role="movement",
        term="peak angular velocity",
        needs=("gyroscope",),
        low=0,
        in_report=True,
    )
    carry: float | None = figure(
        "ratio",
        "Share of the lift's height that the weight could coast by the speed that it held for 0.4 s.",
        role="evidence",
        term="kinetic energy over the lift's potential energy, ½v² / gΔh",
        needs=("gyroscope",),
        low=0,
        factor=100.0,
        unit_in_words=True,
        noun="the coast",
        said_unit=" % of the height",
        in_report=True,
        terminal_rank=2,
    )
    inertial_peak_mps2: float | None = figure(
        "m/s²",
        "Acceleration besides gravity in the whole rep, all directions, 95th percentile below 8 Hz.",
        role="description",
        term="inertial acceleration",
        needs=("gravity",),
        low=0,
        digits=1,
    )
    push_mps2: float | None = figure(
        "m/s²",
        "Acceleration besides gravity in the lift, in the plane of the curl, 95th percentile below 3 Hz.",
        role="evidence",
        term="inertial acceleration in the plane of the movement",
        needs=("gravity",),
        low=0,
        digits=1,
        noun="the push",
        in_report=True,
        terminal_rank=4,
    )
    push_limit_mps2: float | None = figure(
        "m/s²",
        "Push at which this lift would be at the limit, its speed and its detour as they are: the limit that acted.",
        role="evidence",
        term="decision boundary",
        needs=("gravity",),
        low=0,
        digits=1,
        unit_in_words=True,
        in_report=True,
        terminal_rank=8,
    )
    detour: float | None = figure(
        "ratio",
        "Way that the sensor turned in the lift, over the sweep: 1 when steady, more with a tremor.",
        role="evidence",
        term="path length over displacement",
        needs=("gyroscope",),
        low=1,
        digits=2,
        unit_in_words=True,
        noun="the detour",
        said_unit=" times the sweep",
        in_report=True,
    )
    elbow_rms_mps2: float | None = figure(
        "m/s²",
        "Acceleration of the elbow itself over the rep, root mean square; it tells a swing from a fast lift.",
        role="description",
        term="linear acceleration of the elbow joint",
        needs=("gyroscope", "gravity"),
        low=0,
        digits=1,
        in_report=True,
        terminal_rank=5,
    )
    smoothness: float | None = figure(
        "ratio",
        "Spectral arc length of the lift's speed below 5 Hz: about −1.6 when smooth, more negative when less so.",
        role="description",
        term="spectral arc length (SPARC)",
        source="Balasubramanian 2015",
        needs=("gyroscope",),
        digits=2,
    )
    momentum: float | None = figure(
        "ratio",
        "Score from 0 to 1 that says how surely the lift was thrown; 0.5 is the decision. People see 0 to 100.",
        role="score",
        term="calibrated probability",
        low=0,
        high=1,
        factor=100.0,
        unit_in_words=True,
        in_report=True,
        terminal_rank=0,
    )
