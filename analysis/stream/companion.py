"""An accompanying sensor (on trunk or upper arm): monitored and plotted, not judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.core.signal.orientation import AccOrientation, GyroOrientation
from analysis.core.signal.resample import Grid
from analysis.events import Event
from analysis.quality.monitor import Admitted, Vitals
from analysis.results import CompanionTrace
from analysis.settings.thresholds import Thresholds
from analysis.stream.gyroscope_presence import without_turning
from imu.types import Floats, SampleBlock

PLOT_EVERY = 5
"""Grid cells for one point of the plot."""
REST_CELLS = 50
"""Grid cells at the start that are taken as the sensor's own rest."""


class Companion:
    """One accompanying sensor.

    Parameters
    ----------
    sensor : str
        Its placement.
    has_gyro : bool
    thresholds : Thresholds
    trace : bool
        Keep its inclination for plots; otherwise only its vitals are kept.
    """

    def __init__(self, sensor: str, *, has_gyro: bool, thresholds: Thresholds, trace: bool) -> None:
        self.vitals = Vitals(sensor, thresholds.grid)
        self._t, self._has_gyro, self._trace = thresholds, has_gyro, trace
        self._grid = Grid(6 if has_gyro else 3, thresholds.grid)
        self._orientation = self._new_orientation()
        self._cells = 0
        self._times: list[Floats] = []
        self._ups: list[Floats] = []

    def _new_orientation(self) -> GyroOrientation | AccOrientation:
        kind = GyroOrientation if self._has_gyro else AccOrientation
        return kind(self._grid.step_s, self._t.orientation)

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
        return self._use(self.vitals.finish())

    def _use(self, admitted: Admitted) -> list[Event]:
        if self._trace:
            now = admitted.readings
            for k, cells in enumerate(self._grid.push(now.time_s, now.values)):
                if k > 0:
                    self._orientation = self._new_orientation()
                self._keep(cells.time_s, cells.values)
        return admitted.events

    def _as_begun(self, block: SampleBlock) -> SampleBlock:
        """The block with a gyroscope if the sensor began with one: without angular velocity it is left out."""
        if self._has_gyro == (block.gyr_radps is not None):
            return block
        return without_turning(block) if self._has_gyro else replace(block, gyr_radps=None)

    def _keep(self, time_s: Floats, values: Floats) -> None:
        acc = values[:, :3]
        turning = self._orientation
        up = (
            turning.push(acc, values[:, 3:]).up
            if isinstance(turning, GyroOrientation)
            else turning.push(acc).up
        )
        chosen = (np.arange(len(time_s)) + self._cells) % PLOT_EVERY == 0
        self._cells += len(time_s)
        self._times.append(time_s[chosen])
        self._ups.append(up[chosen])

    def trace(self) -> CompanionTrace | None:
        """Returns the sensor's inclination against its own first rest; None where nothing was kept."""
        up = np.concatenate([*self._ups, np.empty((0, 3))])
        if len(up) == 0:
            return None
        rest = up[: max(1, REST_CELLS // PLOT_EVERY)].mean(axis=0)
        cosine = up @ rest / max(float(np.linalg.norm(rest)), 1e-9)
        return CompanionTrace(
            sensor=self.vitals.sensor,
            time_s=np.concatenate(self._times),
            inclination_deg=np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))),
        )
