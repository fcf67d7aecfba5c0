"""An accompanying sensor (on trunk or upper arm): monitored, and kept so that sets can be looked at beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from analysis.core.signal.resample import Grid, GridBlock
from analysis.core.trunk.lean import Stance, lean_angles_deg
from analysis.core.trunk.posture import CellRun, Posture, posture_of
from analysis.events import Event
from analysis.quality.monitor import Admitted, Vitals
from analysis.results import CompanionTrace
from analysis.settings.thresholds import Thresholds
from analysis.stream.gyroscope_presence import without_turning
from imu.types import SampleBlock

PLOT_EVERY = 5
"""Grid cells for one point of the plot."""
REST_CELLS = 50
"""Grid cells at the start that are taken as the sensor's own rest."""
KEEP_S = 4.0 * 3600.0
"""Time that is kept, s: a live session needs the last set, and four hours take 35 MB."""
TIDY_EVERY = 256
"""Blocks that are gathered before they are put into one array."""


@dataclass(slots=True)
class _Run:
    """Grid blocks without a long gap between them."""

    blocks: list[GridBlock] = field(default_factory=list)

    def whole(self) -> GridBlock:
        """The blocks as one."""
        if len(self.blocks) > 1:
            many = self.blocks
            self.blocks = [
                replace(
                    many[0],
                    time_s=np.concatenate([one.time_s for one in many]),
                    ready_s=np.concatenate([one.ready_s for one in many]),
                    values=np.concatenate([one.values for one in many]),
                    gap=np.concatenate([one.gap for one in many]),
                )
            ]
        return self.blocks[0]


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
        self._runs: list[_Run] = []
        self._end_s = float("-inf")

    def push(self, block: SampleBlock) -> list[Event]:
        """Takes the next samples; returns what became known about the data by them.

        Raises
        ------
        SignalError
            The arrays do not fit together.
        """
        return self._use(self.vitals.admit(self._as_begun(block), self._has_gyro))

    def flush(self) -> list[Event]:
        """Ends the recording; returns what became known by that. A second call changes nothing."""
        events = self._use(self.vitals.finish())
        self._end_s = float("inf")
        return events

    @property
    def ended(self) -> bool:
        """Whether no more samples will come."""
        return self._end_s == float("inf")

    def reaches(self, time_s: float) -> bool:
        """Returns whether nothing more will be known of the time before this one, s."""
        return self._end_s >= time_s

    def _use(self, admitted: Admitted) -> list[Event]:
        now = admitted.readings
        for k, cells in enumerate(self._grid.push(now.time_s, now.values)):
            if k > 0 or not self._runs:
                self._runs.append(_Run())
            if len(cells.time_s):
                self._runs[-1].blocks.append(cells)
                self._end_s = max(self._end_s, float(cells.time_s[-1]))
        if self._runs and len(self._runs[-1].blocks) > TIDY_EVERY:
            self._runs[-1].whole()
        self._forget()
        return admitted.events

    def _forget(self) -> None:
        """Drops what is older than `KEEP_S`, block by block."""
        oldest_s = self._end_s - KEEP_S
        while self._runs and self._runs[0].blocks and self._runs[0].blocks[0].time_s[-1] < oldest_s:
            del self._runs[0].blocks[0]
            if not self._runs[0].blocks and len(self._runs) > 1:
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
        """Returns the direction "up" in the cells between two times, s; None where there are none."""
        return posture_of(
            [self._cut(run.whole(), start_s, end_s) for run in self._runs if run.blocks], self.step_s
        )

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
        time_s, up, read = (x[::PLOT_EVERY] for x in (found.time_s, found.up, found.read))
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
            inclination_deg=np.where(read, degrees, np.nan),
            signed=signed,
        )
