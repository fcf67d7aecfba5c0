"""The direction "up" in a sensor on trunk or upper arm over some time, with the times in which it was not read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.core.signal.filters import both_ways
from analysis.core.signal.gyroscope_map import map_to_accelerometer
from analysis.core.signal.gyroscope_zero import upright
from analysis.core.signal.vectors import size
from analysis.settings.curl_model import TRUNK
from imu.types import Flags, Floats

_BRIDGE = -1
"""Number of the run of cells that bridge a gap between two runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRun:
    """Grid cells without a long gap between them, n of them; vectors are in the sensor frame."""

    time_s: Floats
    """Middle of each cell, ``(n,)``, s."""
    acc_mps2: Floats
    """Specific force, ``(n, 3)``, m/s²."""
    gyr_radps: Floats | None
    """Angular velocity as it was read, ``(n, 3)``, rad/s; None without a gyroscope."""
    gap: Flags
    """Whether a cell bridges a short gap, ``(n,)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """Direction "up" over time, n cells at even steps; long gaps are bridged by straight lines."""

    time_s: Floats
    """Middle of each cell, ``(n,)``, s."""
    up: Floats
    """Unit vector upwards in the sensor frame, ``(n, 3)``."""
    seen: Flags
    """Whether the cell was read, ``(n,)``: it bridges no gap, short or long."""
    run: NDArray[np.intp]
    """Number of the run that the cell belongs to, ``(n,)``; -1 between two of them."""
    step_s: float
    """Time between cells, s."""

    @property
    def read(self) -> Flags:
        """Whether the cell belongs to a run, ``(n,)``: it bridges no long gap."""
        return np.asarray(self.run != _BRIDGE)

    def between(self, start_s: float, end_s: float) -> slice:
        """Returns the cells in ``[start_s, end_s]``, s."""
        first, last = np.searchsorted(self.time_s, [start_s, np.nextafter(end_s, np.inf)])
        return slice(int(first), int(last))


def posture_of(runs: Sequence[CellRun], step_s: float) -> Posture | None:
    """Finds the direction "up" in all cells of some runs in order of time; None where there are none.

    Parameters
    ----------
    runs : sequence of CellRun
        All with a gyroscope, or all without.
    step_s : float
        Time between cells, s.
    """
    kept = [one for one in runs if len(one.time_s) > 0]
    if not kept:
        return None
    ups = [_up(one, turn, step_s) for one, turn in zip(kept, _turning(kept, step_s), strict=True)]
    time_s, up, seen, run = [kept[0].time_s], [ups[0]], [~kept[0].gap], [np.zeros(len(ups[0]), np.intp)]
    for number in range(1, len(kept)):
        at, bridge = _bridge(
            kept[number - 1].time_s[-1], ups[number - 1][-1], kept[number], ups[number], step_s
        )
        time_s += [at, kept[number].time_s]
        up += [bridge, ups[number]]
        seen += [np.zeros(len(at), bool), ~kept[number].gap]
        run += [np.full(len(at), _BRIDGE, np.intp), np.full(len(ups[number]), number, np.intp)]
    return Posture(
        time_s=np.concatenate(time_s),
        up=np.concatenate(up),
        seen=np.concatenate(seen),
        run=np.concatenate(run),
        step_s=step_s,
    )


def _turning(runs: Sequence[CellRun], step_s: float) -> list[Floats | None]:
    """Angular velocity of each run without bias, in the accelerometer's axes; None without a gyroscope.

    The bias is the median over all that was read: a person who stands or throws to and fro turns neither way.
    """
    read = [one.gyr_radps for one in runs]
    known = [gyr[~one.gap] for gyr, one in zip(read, runs, strict=True) if gyr is not None]
    if len(known) < len(runs) or sum(map(len, known)) == 0:
        return [None] * len(runs)
    zero = np.median(np.concatenate(known), axis=0)
    pairs = [(one.acc_mps2, gyr - zero) for gyr, one in zip(read, runs, strict=True) if gyr is not None]
    right = map_to_accelerometer(pairs, step_s)
    # products one by one: a matrix product would round differently with the number of rows
    return [None if gyr is None else np.einsum("ij,nj->ni", right, gyr - zero) for gyr in read]


def _up(run: CellRun, turn: Floats | None, step_s: float) -> Floats:
    if turn is not None:
        return upright(run.acc_mps2, turn, step_s, TRUNK.vertical_s)
    force = both_ways(run.acc_mps2, TRUNK.alone_s, step_s, times=2)
    return np.asarray(force / np.maximum(size(force), 1e-9)[:, None])


def _bridge(
    before_s: float, before: Floats, run: CellRun, ups: Floats, step_s: float
) -> tuple[Floats, Floats]:
    """Times and directions of the cells between a run's last cell and the next run."""
    gap_s = float(run.time_s[0]) - before_s
    count = max(0, round(gap_s / step_s) - 1)
    share = np.arange(1, count + 1) / (count + 1)
    line = before + share[:, None] * (ups[0] - before)
    return before_s + share * gap_s, np.asarray(line / np.maximum(size(line), 1e-9)[:, None])
