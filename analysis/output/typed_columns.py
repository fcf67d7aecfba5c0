"""Columns of typed tables for other programs: name, kind, unit and meaning of each, and the Arrow schema made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

from analysis.records.results import REP_FIGURES, Rep

ColumnKind: TypeAlias = Literal["text", "number", "whole", "truth", "moment", "texts", "sensors"]
"""Content of a column: a text, a float64, an int64, a truth, a moment in UTC (µs), a list of texts, or a list of the
sensors of a recording (`SENSOR_COLUMNS`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: it is empty (null) where its value is not known."""

    name: str
    """Name, which ends with the unit where there is one."""
    kind: ColumnKind
    """Kind of its values."""
    unit: str = ""
    """Unit of the value; ``ratio`` for a share, empty for words and counts."""
    meaning: str = ""
    """Its meaning in one plain sentence."""


SENSOR_COLUMNS: tuple[Column, ...] = (
    Column(name="name", kind="text", meaning="Placement of the sensor, such as wrist_left."),
    Column(name="rate_hz", kind="number", unit="Hz", meaning="Sampling rate."),
    Column(name="has_gyro", kind="truth", meaning="Whether it has a gyroscope."),
    Column(name="samples", kind="whole", meaning="Number of readings."),
    Column(name="start_s", kind="number", unit="s", meaning="Time of its first reading."),
    Column(name="end_s", kind="number", unit="s", meaning="Time of its last reading."),
    Column(name="gaps", kind="whole", meaning="Number of times without readings."),
    Column(name="gap_s", kind="number", unit="s", meaning="Length of these times together."),
)
"""Facts about each sensor of a recording."""


def figure_columns(*, without: Iterable[str] = ()) -> tuple[Column, ...]:
    """Returns a column for each figure of a rep but its number, from the figure's own description.

    Parameters
    ----------
    without : iterable of str
        Names of figures that are left out.
    """
    hints, left_out = get_type_hints(Rep), set(without)
    return tuple(
        Column(name=name, kind=_kind(hints[name]), unit=info.unit, meaning=info.meaning)
        for name, info in REP_FIGURES.items()
        if info.role != "key" and name not in left_out
    )


def _kind(hint: Any) -> ColumnKind:
    """Kind of a column that holds the values of a field with this type."""
    options = (hint,) if get_origin(hint) is Literal else get_args(hint) or (hint,)
    (kind,) = (one for one in options if one is not NoneType)
    return {float: "number", int: "whole", bool: "truth"}.get(kind, "text")  # type: ignore[return-value]


def arrow_schema(columns: Iterable[Column], metadata: dict[str, str] | None = None) -> Any:
    """Returns the Arrow schema of a table; unit and meaning of a column are metadata of its field.

    Parameters
    ----------
    columns : iterable of Column
    metadata : dict, optional
        Facts about the whole table.
    """
    import pyarrow as pa  # noqa: PLC0415  slow to load

    return pa.schema([_field(pa, one) for one in columns], metadata=metadata)


def _field(pa: Any, one: Column) -> Any:
    said = {"unit": one.unit, "meaning": one.meaning}
    known = {name: text for name, text in said.items() if text}
    return pa.field(one.name, _type(pa, one.kind), metadata=known or None)


def _type(pa: Any, kind: ColumnKind) -> Any:
    match kind:
        case "texts":
            return pa.list_(pa.string())
        case "sensors":
            return pa.list_(pa.struct([_field(pa, one) for one in SENSOR_COLUMNS]))
        case "moment":
            return pa.timestamp("us", tz="UTC")
        case _:
            plain = {"text": pa.string(), "number": pa.float64(), "whole": pa.int64(), "truth": pa.bool_()}
            return plain[kind]
