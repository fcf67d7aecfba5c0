"""An accompanying sensor (on trunk or upper arm): monitored, and kept so that sets can be looked at beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.core.signal.resample import Grid, GridBlock
from analysis.core.trunk.lean import Stance, lean_angles_deg
from analysis.core.trunk.posture import CellRun, Posture, posture_of
from analysis.quality.monitor import Admitted, Vitals
from analysis.records.events import Event
from analysis.records.traces import CompanionTrace
from analysis.settings.thresholds import Thresholds
from analysis.stream.gyroscope_presence import without_turning
from analysis.stream.waiting_packets import WaitingPackets
from imu.types import SampleBlock

PLOT_EVERY = 5
"""Grid cells for one point of the plot."""
REST_CELLS = 50
"""Grid cells at the start that are taken as the sensor's own rest."""
KEEP_S = 4.0 * 3600.0
"""Time that is kept, s: a live session needs the last set, and four hours take 35 MB."""
GATHER_BESIDE_S = 0.25
"""Packets shorter than this wait for the next, s: nothing of an accompanying sensor is shown at once."""
_ROUNDING_MPS2 = 1e-9
"""Differences of interpolated cells of equal readings stay below this, m/s²."""
TIDY_EVERY = 256
"""Blocks that are gathered before they are put into one array."""


@dataclass(slots=True)
class _Run:
    """Grid blocks without a long gap between them: joined ones, then those that came since."""

    blocks: list[GridBlock] = field(default_factory=list)
    joined: int = 0
    """How many of them are joined ones."""

    def add(self, cells: GridBlock) -> None:
        self.blocks.append(cells)
        if len(self.blocks) - self.joined > TIDY_EVERY:
            self.blocks[self.joined :] = [_join(self.blocks[self.joined :])]
            self.joined += 1

    def forget(self, oldest_s: float) -> None:
        """Drops the blocks that end before this time, s, but for the last one."""
        while len(self.blocks) > 1 and self.blocks[0].time_s[-1] < oldest_s:
            del self.blocks[0]
            self.joined = max(0, self.joined - 1)

    def between(self, start_s: float, end_s: float) -> GridBlock | None:
        """Returns the blocks that reach into ``[start_s, end_s)`` as one."""
        found = [one for one in self.blocks if one.time_s[-1] >= start_s and one.time_s[0] < end_s]
        return _join(found) if found else None


def _join(many: Sequence[GridBlock]) -> GridBlock:
    return replace(
        many[0],
        time_s=np.concatenate([one.time_s for one in many]),
        ready_s=np.concatenate([one.ready_s for one in many]),
        values=np.concatenate([one.values for one in many]),
        gap=np.concatenate([one.gap for one in many]),
    )


def _all_alike(runs: Sequence[CellRun]) -> bool:
    """Whether no axis of the accelerometer changes by more than rounding, m/s², from the first cell to the last."""
    cells = [run.acc_mps2 for run in runs if len(run.acc_mps2)]
    return len(cells) > 0 and all(bool(np.all(np.abs(one - cells[0][0]) <= _ROUNDING_MPS2)) for one in cells)


class Companion:
    """One accompanying sensor.

    Parameters
    ----------
    sensor : str
        Its placement.
    has_gyro : bool
        Whether it begins with a gyroscope.
    thresholds : Thresholds
    """

    def __init__(self, sensor: str, *, has_gyro: bool, thresholds: Thresholds) -> None:
        self.vitals = Vitals(sensor, thresholds.grid)
        self._has_gyro = has_gyro
        self._grid = Grid(6 if has_gyro else 3, thresholds.grid)
        self._waiting = WaitingPackets(GATHER_BESIDE_S)
        self._runs: list[_Run] = []
        self._end_s = float("-inf")
        self.ended = False
        """Whether no more samples will come."""

    def push(self, block: SampleBlock) -> list[Event]:
        """Takes the next samples; returns what became known about the data by them.

        Raises
        ------
        SignalError
            The arrays do not fit together.
        """
        return self._take_waiting() if self._waiting.push(self._as_begun(block)) else []

    def _take_waiting(self) -> list[Event]:
        """Processes gathered packets; gathering is for speed alone, and changes no event."""
        block = self._waiting.take()
        return [] if block is None else self._use(self.vitals.admit(block, self._has_gyro))

    def flush(self) -> list[Event]:
        """Ends the recording; returns what became known by that. A second call changes nothing."""
        events = [*self._take_waiting(), *self._use(self.vitals.finish())]
        self.ended = True
        return events

    def reaches(self, time_s: float) -> bool:
        """Returns whether nothing more will be known of the time before this one, s."""
        return self.ended or self._end_s >= time_s

    def _use(self, admitted: Admitted) -> list[Event]:
        now = admitted.readings
        for k, cells in enumerate(self._grid.push(now.time_s, now.values)):
            if k > 0 or not self._runs:
                self._runs.append(_Run())
            if len(cells.time_s):
                self._runs[-1].add(cells)
                self._end_s = max(self._end_s, float(cells.time_s[-1]))
        self._forget(self._end_s - KEEP_S)
        return admitted.events

    def _forget(self, oldest_s: float) -> None:
        """Drops what is older than this time, s, block by block, and the runs that nothing is left of."""
        for run in self._runs[:1]:
            run.forget(oldest_s)
        while len(self._runs) > 1 and (
            not self._runs[0].blocks or self._runs[0].blocks[-1].time_s[-1] < oldest_s
        ):
            del self._runs[0]

    def _as_begun(self, block: SampleBlock) -> SampleBlock:
        """The block with a gyroscope if the sensor began with one: without angular velocity it is left out."""
        if self._has_gyro == (block.gyr_radps is not None):
            return block
        return without_turning(block) if self._has_gyro else replace(block, gyr_radps=None)

    @property
    def step_s(self) -> float:
        """Time between cells, s."""
        return self._grid.step_s

    def posture(self, start_s: float = float("-inf"), end_s: float = float("inf")) -> Posture | None:
        """Returns the direction "up" in the cells between two times, s; None where there are none, or all are alike.

        Nobody stands so still that a sensor on him says the same again and again: it is not measuring.
        """
        found = [run.between(start_s, end_s) for run in self._runs]
        runs = [self._cut(one, start_s, end_s) for one in found if one is not None]
        return None if _all_alike(runs) else posture_of(runs, self.step_s)

    def _cut(self, cells: GridBlock, start_s: float, end_s: float) -> CellRun:
        first, last = np.searchsorted(cells.time_s, [start_s, end_s])
        part = slice(int(first), int(last))
        values = cells.values[part]
        return CellRun(
            time_s=cells.time_s[part],
            acc_mps2=values[:, :3],
            gyr_radps=values[:, 3:] if self._has_gyro else None,
            gap=cells.gap[part],
        )

    def trace(self, stance: Stance | None = None) -> CompanionTrace | None:
        """Returns the sensor's inclination over time; None where nothing was kept.

        Parameters
        ----------
        stance : Stance, optional
            How the person stood, and which way is forward, as sets showed it; else its own first rest counts.
        """
        found = self.posture()
        if found is None:
            return None
        time_s, up = found.time_s[::PLOT_EVERY], found.up[::PLOT_EVERY]
        signed = stance is not None and stance.standing is not None and stance.forward is not None
        if stance is not None and stance.standing is not None and stance.forward is not None:
            degrees = lean_angles_deg(up, stance.standing, stance.forward)
        else:
            rest = up[: max(1, REST_CELLS // PLOT_EVERY)].mean(axis=0)
            cosine = up @ rest / max(float(np.linalg.norm(rest)), 1e-9)
            degrees = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        return CompanionTrace(
            sensor=self.vitals.sensor,
            time_s=time_s,
            inclination_deg=np.where(found.read[::PLOT_EVERY], degrees, np.nan),
            signed=signed,
        )
