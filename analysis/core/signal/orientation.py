"""Orientation: which way is up in the sensor frame, and how the sensor turns. Causal.

With a gyroscope: VQF without magnetometer (Laidig and Seel 2023), after a grossly wrong bias was taken off.
With an accelerometer alone: the direction of the low-passed specific force, and the rotation of this
direction (none about the vertical).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.core.compiled import Loop, loop_numbers, loop_room, worth_a_loop
from analysis.core.loops.cells import mean_stays_below, middles_of_cells
from analysis.core.signal.filters import ExponentialMean, LowPass
from analysis.core.signal.vectors import cross, dot, size
from analysis.settings.curl_model import REST
from analysis.settings.thresholds import OrientationThresholds
from imu.types import Flags, Floats

_middles, _stays_below = Loop(middles_of_cells), Loop(mean_stays_below)
_NOTHING = np.empty((0, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitude:
    """Orientation in n cells, in the sensor frame."""

    up: Floats
    """Unit vector upwards, ``(n, 3)``."""
    gyr_radps: Floats
    """Angular velocity without bias, ``(n, 3)``, rad/s."""
    rested: Flags
    """Whether a rest had shown the gyroscope's bias by then, ``(n,)``; always True without a gyroscope."""


class GyroOrientation:
    """Orientation from accelerometer and gyroscope.

    Parameters
    ----------
    step_s : float
        Time between cells, s.
    thresholds : OrientationThresholds
    zero_radps : (3,) float64, optional
        Bias of the gyroscope, where an earlier set showed it.
    """

    def __init__(
        self, step_s: float, thresholds: OrientationThresholds, zero_radps: Floats | None = None
    ) -> None:
        from vqf import VQF  # noqa: PLC0415  compiled; kept off the path of --help

        self._step_s, self._t = step_s, thresholds
        self._start = zero_radps
        self._rested, self._enough = 0, round(REST.rested_s / step_s)
        self._vqf = VQF(step_s, tauAcc=thresholds.tau_acc_s, biasClip=thresholds.rest_bias_dps)
        self._zero = GrossBias(step_s, thresholds)

    def push(self, acc_mps2: Floats, gyr_radps: Floats) -> Attitude:
        """Returns the orientation in the next cells; arguments ``(n, 3)``, n may be 0."""
        if len(acc_mps2) == 0:
            return Attitude(up=_NOTHING, gyr_radps=_NOTHING, rested=np.empty(0, bool))
        gyr = np.ascontiguousarray(
            self._zero.push(gyr_radps if self._start is None else gyr_radps - self._start)
        )
        out = self._vqf.updateBatch(gyr, np.ascontiguousarray(acc_mps2))
        rested = self._rests(out["restDetected"])
        if worth_a_loop(len(gyr)):
            seen = loop_room(6, len(gyr))
            _middles.run(
                loop_numbers(out["quat6D"]), loop_numbers(gyr), loop_numbers(out["bias"]), self._step_s, seen
            )
            both = np.asarray(seen)
            return Attitude(up=both[:3].T, gyr_radps=both[3:].T, rested=rested)
        w, x, y, z = out["quat6D"].T
        up = np.array([2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]).T
        turn = np.subtract(gyr.T, out["bias"].T, order="C").T
        middle = up + 0.5 * self._step_s * cross(turn, up)  # VQF gives the end of the cell
        return Attitude(up=middle / size(middle)[:, None], gyr_radps=turn, rested=rested)

    def _rests(self, resting: Flags) -> Flags:
        """Whether the sensor has rested long enough by each cell, ``(n,)``."""
        if self._rested >= self._enough:
            return np.ones(len(resting), bool)
        rested = np.cumsum(resting) + self._rested
        self._rested = int(rested[-1])
        return np.asarray(rested >= self._enough)

    def __getstate__(self) -> dict[str, Any]:
        """Returns the state, the compiled filter's own included: a saved stream goes on bit for bit."""
        return {**self.__dict__, "_vqf": self._vqf.state}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Restores what `__getstate__` returned."""
        from vqf import VQF  # noqa: PLC0415

        self.__dict__.update(state)
        self._vqf = VQF(self._step_s, tauAcc=self._t.tau_acc_s, biasClip=self._t.rest_bias_dps)
        self._vqf.state = state["_vqf"]

    @property
    def gross_bias(self) -> bool:
        """Whether a bias beyond any movement was found."""
        return self._zero.latched


class GrossBias:
    """Takes off a gyroscope bias so large that no movement explains it.

    A lift and its lowering cancel, so that a mean rotation above the limit does not come from a body. Once
    found, the mean is taken off for good.

    Parameters
    ----------
    step_s : float
        Time between cells, s.
    thresholds : OrientationThresholds
    """

    def __init__(self, step_s: float, thresholds: OrientationThresholds) -> None:
        self._share = step_s / thresholds.gross_bias_tau_s
        self._mean = ExponentialMean(self._share, channels=3)
        self._limit = thresholds.gross_bias_radps
        self._keep = 1.0 - self._share
        self._count = 0
        self.latched = False

    def push(self, gyr_radps: Floats) -> Floats:
        """Returns the angular velocity of the next cells without that bias, ``(n, 3)``, rad/s."""
        if worth_a_loop(len(gyr_radps)) and not self.latched and self._stays_below(gyr_radps):
            return gyr_radps
        mean = self._mean.push(gyr_radps)
        first = self._count + 1
        self._count += len(gyr_radps)
        over = dot(mean, mean) > self._limit**2
        if not self.latched and not over.any():
            return gyr_radps
        over = np.maximum.accumulate(over) | self.latched
        self.latched = True
        filled = 1.0 - self._keep ** np.arange(first, first + len(gyr_radps))
        return gyr_radps - np.where(over[:, None], mean / filled[:, None], 0.0)

    def _stays_below(self, gyr_radps: Floats) -> bool:
        """Whether the mean never passes the limit in the next cells; then they are taken, else nothing is."""
        state = loop_numbers(self._mean.state[:, 0].copy())
        if not _stays_below.run(loop_numbers(gyr_radps), state, self._share, self._limit):
            return False
        self._mean.state = np.array(state)[:, None]
        self._count += len(gyr_radps)
        return True


class AccOrientation:
    """Orientation from an accelerometer alone.

    Parameters
    ----------
    step_s : float
        Time between cells, s.
    thresholds : OrientationThresholds
    """

    def __init__(self, step_s: float, thresholds: OrientationThresholds) -> None:
        self._low = LowPass(thresholds.acc_only_hz, step_s, channels=3)
        self._step_s = step_s
        self._last: Floats | None = None

    def push(self, acc_mps2: Floats) -> Attitude:
        """Returns the orientation in the next cells; ``acc_mps2`` is ``(n, 3)``, n may be 0."""
        if len(acc_mps2) == 0:
            return Attitude(up=_NOTHING, gyr_radps=_NOTHING, rested=np.empty(0, bool))
        low = self._low.push(acc_mps2)
        up = low / np.maximum(size(low), 1e-6)[:, None]
        before = np.concatenate([up[:1] if self._last is None else self._last[None], up[:-1]])
        self._last = up[-1].copy()
        turn = cross(up, before) / self._step_s
        return Attitude(up=up, gyr_radps=turn, rested=np.ones(len(up), bool))
