"""Rows of the canonical form: which sensor each is of, which can be used, and the samples in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.formats.tables.parse_table import Table
from imu.formats.tables.spikes import without_huge
from imu.types import Flags, Floats, SampleBlock

ACC_NAMES = ("acc_x_mps2", "acc_y_mps2", "acc_z_mps2")
GYR_NAMES = ("gyr_x_radps", "gyr_y_radps", "gyr_z_radps")
ONLY_SENSOR = "wrist"
"""Placement of the sensor of a file that names none."""

Rows: TypeAlias = NDArray[np.intp]
"""Indices of rows, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalRows:
    """The rows of a table, or of a part of one.

    Attributes
    ----------
    table : Table
        For lines and cells.
    columns : sequence of str
        Names of the columns of ``values``: the time, three axes of acceleration, three of angular velocity or none.
    values : (n, 7) or (n, 4) float64
        NaN where a cell is no number.
    labels : (n,) str, or None
        Sensor of each row; None where all are of `ONLY_SENSOR`.
    silent : (n,) bool
        Rows whose cells of angular velocity are all empty: the sensor has no gyroscope, or it said nothing.
    sound : (n,) bool
        Rows that can be used.
    """

    table: Table
    columns: Sequence[str]
    values: Floats
    labels: NDArray[np.str_] | None
    silent: Flags
    sound: Flags

    @property
    def checked(self) -> Floats:
        """The values with 0 where nothing was said of angular velocity, which is no fault."""
        if not self.silent.any():
            return self.values
        values = self.values.copy()
        values[self.silent, 4:] = 0.0
        return values

    def named(self) -> Iterator[tuple[str, Flags]]:
        """Yields each sensor in the order of its first row, with the rows that name it."""
        if self.labels is None:
            yield ONLY_SENSOR, np.ones(len(self.values), bool)
        else:
            for name in dict.fromkeys(self.labels.tolist()):
                yield name, self.labels == name

    def usable(self) -> Iterator[tuple[str, Rows]]:
        """Yields each sensor with its rows that can be used."""
        for name, own in self.named():
            yield name, np.flatnonzero(self.sound & own)

    def samples(self, sensor: str, rows: Rows, *, has_gyro: bool) -> SampleBlock:
        """Makes samples of some rows."""
        chosen = self.values if len(rows) == len(self.values) else self.values[rows]
        return SampleBlock(
            sensor=sensor,
            time_s=np.ascontiguousarray(chosen[:, 0]),
            acc_mps2=np.ascontiguousarray(chosen[:, 1:4]),
            gyr_radps=np.ascontiguousarray(chosen[:, 4:7]) if has_gyro else None,
        )


def canonical_rows(table: Table, names: Sequence[str], *, clockless: int = 0) -> CanonicalRows:
    """Takes the columns of the canonical form from a table.

    Parameters
    ----------
    table : Table
    names : sequence of str
        Columns that are read.
    clockless : int
        First rows whose time is 0 because the clock was not yet set.
    """
    columns = [name for name in names if name != "sensor"]
    values = without_huge(table.floats(columns))
    values[:clockless, 0] = np.nan
    labels = np.array(table.texts("sensor")) if "sensor" in names else None
    silent = _silent(table, values)
    bad = ~np.isfinite(values)
    bad[silent, 4:] = False
    sound: Flags = np.asarray(~bad.any(axis=1))
    if labels is not None:
        sound &= labels != ""
    return CanonicalRows(
        table=table, columns=columns, values=values, labels=labels, silent=silent, sound=sound
    )


def _silent(table: Table, values: Floats) -> Flags:
    if not np.isnan(values[:, 4:]).any():
        return np.zeros(len(values), bool)
    return np.asarray(np.logical_and.reduce([table.empty([name]) for name in GYR_NAMES]))


class KeptRows:
    """Leaves rows out, while a file is read from its start: those that are out of order in time.

    Parameters
    ----------
    dropped : mapping of str to (n,) int
        Of a sensor, which of its usable rows to leave out, ascending.
    """

    def __init__(self, dropped: Mapping[str, Rows]) -> None:
        self._dropped = dropped
        self._seen: dict[str, int] = {}

    def of(self, sensor: str, rows: Rows) -> Rows:
        """Returns those of its next usable rows that are kept."""
        start = self._seen.get(sensor, 0)
        self._seen[sensor] = start + len(rows)
        dropped = self._dropped.get(sensor)
        if dropped is None:
            return rows
        first, last = np.searchsorted(dropped, [start, start + len(rows)])
        return np.delete(rows, dropped[first:last] - start)
