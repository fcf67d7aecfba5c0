"""Survey of a file of the canonical form: all that shows only when all of its rows were seen.

Who reads it in one piece and who reads it in blocks asks the same survey, and is told the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np

from imu.errors import RecordingError
from imu.formats.dialects.canonical_rows import GYR_NAMES, CanonicalRows, KeptRows, Rows
from imu.formats.limits import check_sensors
from imu.formats.tables.check_acceleration import RestSearch, check_gravity
from imu.formats.tables.check_axes import examined
from imu.formats.tables.check_gyroscope import TurningSearch, check_turning
from imu.formats.tables.clean import MAX_EMPTY_SHARE, BadRows, Notes, remark_order
from imu.formats.tables.clock_checks import ClockCell, check_clock_seconds
from imu.formats.tables.clock_steps import ClockSteps
from imu.formats.tables.parse_table import Table
from imu.formats.tables.time_order import TimeOrder
from imu.types import SampleBlock, concat_blocks

ReadRows: TypeAlias = Callable[[], Iterator[CanonicalRows]]
"""Reads the tables of a file from its start, each time that it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyedSensor:
    """A sensor that was found sound.

    Attributes
    ----------
    has_gyro : bool
        Whether any of its rows has an angular velocity.
    dropped : (n,) int
        Its usable rows that are out of order in time, by their index among them.
    beginning : SampleBlock
        Its first samples: those that the check of the axes looks at, or more.
    span_s : (float, float)
        Time of its first sample and of its last one, s.
    """

    has_gyro: bool
    dropped: Rows
    beginning: SampleBlock
    span_s: tuple[float, float]


class _Sensor:
    """The survey of one sensor."""

    def __init__(self) -> None:
        self.rows = self.silent = 0
        """Rows that name it, and those of them that say nothing of angular velocity."""
        self.order = TimeOrder()
        self.dropped = np.zeros(0, np.intp)
        self._begin()

    def _begin(self) -> None:
        self.clock, self.rest, self.turning = ClockSteps(), RestSearch(), TurningSearch()
        self.span_s = (np.inf, -np.inf)
        self._first: list[SampleBlock] = []
        self._has_all_first = False

    def settle(self) -> bool:
        """Ends the order of time; returns whether its rows have to be looked at again, without those dropped."""
        self.dropped = self.order.finish()
        if self.order.first_back is not None:
            self._begin()
        return self.order.first_back is not None

    def look_at(self, block: SampleBlock) -> None:
        """Takes its next samples, in order of time."""
        if len(block) == 0:
            return
        self.clock.add(block.time_s)
        self.rest.add(block.acc_mps2)
        if block.gyr_radps is not None:
            said = ~np.isnan(block.gyr_radps[:, 0])
            rows = slice(None) if said.all() else said
            self.turning.add(block.time_s[rows], block.acc_mps2[rows], block.gyr_radps[rows])
        self.span_s = min(self.span_s[0], float(block.time_s[0])), float(block.time_s[-1])
        if not self._has_all_first:
            self._first = [concat_blocks([*self._first, block])]
            self._has_all_first = len(examined(self._first[0])) < len(self._first[0])

    def found(self, *, has_gyro: bool) -> SurveyedSensor:
        """Tells what was found."""
        (first,) = self._first
        return SurveyedSensor(
            has_gyro=has_gyro,
            dropped=self.dropped,
            beginning=first if has_gyro else replace(first, gyr_radps=None),
            span_s=self.span_s,
        )


class CanonicalSurvey:
    """Surveys the rows of a file.

    Parameters
    ----------
    where : str
        Name of the file in messages.
    names : sequence of str
        Columns that are read.
    header_line : int
        Line of the header, from 1.
    read : callable
        Reads the rows.
    """

    def __init__(self, where: str, names: Sequence[str], header_line: int, read: ReadRows) -> None:
        self._where, self._header_line, self._read = where, header_line, read
        self._gyro = GYR_NAMES[0] in names
        self._bad = BadRows(where, MAX_EMPTY_SHARE)
        self._sensors: dict[str, _Sensor] = {}

    def look(self) -> None:
        """Reads all rows, and again where some of them are out of order in time.

        Raises
        ------
        RecordingError
            They name more sensors than are read.
        """
        for rows in self._read():
            self._count(rows)
            for name, own in rows.usable():
                one = self._sensors[name]
                one.order.push(rows.values[own, 0])
                if one.order.first_back is None:
                    one.look_at(rows.samples(name, own, has_gyro=self._gyro))
        again = {name: one.dropped for name, one in self._sensors.items() if one.settle()}
        kept = KeptRows(again)
        for rows in self._read() if again else ():
            for name, own in rows.usable():
                if name in again:
                    block = rows.samples(name, kept.of(name, own), has_gyro=self._gyro)
                    self._sensors[name].look_at(block)

    def _count(self, rows: CanonicalRows) -> None:
        unnamed = None if rows.labels is None else rows.labels == ""
        self._bad.add(rows.table, rows.columns, rows.checked, unnamed)
        for name, own in rows.named():
            one = self._sensors.setdefault(name, _Sensor())
            one.rows += int(own.sum())
            one.silent += int(rows.silent[own].sum())
        check_sensors(len(self._sensors), self._where)

    def sensors(self, notes: Notes) -> dict[str, SurveyedSensor]:
        """Judges what was seen; returns the sound sensors by placement, in the order of their first rows.

        Raises
        ------
        RecordingError
            Too many rows cannot be used, or no sensor is sound.
        """
        self._bad.finish(notes)
        found: dict[str, SurveyedSensor] = {}
        broken: dict[str, RecordingError] = {}
        for name, one in self._sensors.items():
            if one.order.rows == 0:
                continue
            try:
                found[name] = self._judged(name, one, notes)
            except RecordingError as error:
                broken[name] = error
        if broken and not found:
            raise next(iter(broken.values()))
        for name, fault in broken.items():
            notes.add("sensor_left_out", "warning", sensor=name, where=self._where, why=fault.what)
        return found

    def _judged(self, name: str, one: _Sensor, notes: Notes) -> SurveyedSensor:
        has_gyro = self._gyro and one.silent < one.rows
        remark_order(one.order, len(one.dropped), partial(self._line, name), self._where, notes)
        clock = one.clock.found()
        cell = partial(self._cell, name, one.dropped)
        check_clock_seconds(clock, self._where, self._header_line, "time_s", cell, notes)
        check_gravity(one.rest.found(), "m/s²", self._where, notes)
        if has_gyro:
            check_turning(one.turning.found(), self._where)
        return one.found(has_gyro=has_gyro)

    def _line(self, name: str, row: int) -> int:
        """Line of one of a sensor's usable rows."""
        table, at = self._row(name, row, np.zeros(0, np.intp))
        return table.line(at)

    def _cell(self, name: str, dropped: Rows, row: int) -> ClockCell:
        """Cell of the time of one of a sensor's kept rows."""
        table, at = self._row(name, row, dropped)
        return ClockCell(line=table.line(at), text=table.written("time_s")[at])

    def _row(self, name: str, row: int, dropped: Rows) -> tuple[Table, int]:
        """Table and row of it, of the row with this index among those of a sensor that are usable and not dropped."""
        kept = KeptRows({name: dropped})
        for rows in self._read():
            own = next((at for sensor, at in rows.usable() if sensor == name), np.zeros(0, np.intp))
            left = kept.of(name, own)
            if row < len(left):
                return rows.table, int(left[row])
            row -= len(left)
        what = "has changed while it was read; analyse it again once it is complete."
        raise RecordingError(what, path=self._where)


def surveyed_blocks(read: ReadRows, sensors: dict[str, SurveyedSensor]) -> Iterator[tuple[int, SampleBlock]]:
    """Reads the samples of sound sensors; yields blocks with the index of their sensor.

    Parameters
    ----------
    read : callable
        Reads the rows.
    sensors : dict of str to SurveyedSensor
        From `CanonicalSurvey.sensors`.
    """
    index = {name: k for k, name in enumerate(sensors)}
    kept = KeptRows({name: one.dropped for name, one in sensors.items()})
    for rows in read():
        for name, own in rows.usable():
            if name in sensors:
                left = kept.of(name, own)
                if len(left):
                    yield index[name], rows.samples(name, left, has_gyro=sensors[name].has_gyro)
