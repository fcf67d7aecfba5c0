"""Clipping: an accelerometer or a gyroscope at the end of its range, where its peaks are cut flat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.core.signal.resample import GridBlock
from imu.types import Flags, Floats
from imu.units import G_MPS2, RAD_PER_DEG

CLIP_RANGES_MPS2 = tuple(G_MPS2 * r for r in (2, 4, 8, 16))
"""Usual ranges of accelerometers, at which they clip (saturate), m/s²."""
CLIP_RANGES_RADPS = tuple(
    RAD_PER_DEG * r for r in (62.5, 125, 143.4, 250, 286.7, 500, 573.4, 1000, 1146.9, 2000, 2293.8)
)
"""Usual ranges of gyroscopes, rad/s: the nominal ones, and those of chips whose counts reach 15 % further."""
CLIP_NEAR = 0.02
"""How near such a limit a clipped reading lies, as a share of it."""

_FEW = 200
"""Up to this many values Python's own numbers are faster than arrays."""


class Clipping:
    """Remembers when a sensor clipped: an axis stayed at exactly the same value near the end of a usual range.

    Causal. The other axes must go on: where the whole reading repeats, the row was written twice or the sensor is
    stuck. Of a gyroscope three readings must be equal, and none of any axis larger before: a slow rotation is steady.
    """

    def __init__(self) -> None:
        self._last: Floats | None = None
        self._last_s = 0.0
        self._same_before = np.zeros(3, bool)
        self._most = 0.0
        self._clipped_s: list[tuple[float, float]] = []
        self.turning_readings = 0
        """Readings so far that the gyroscope cut at its limit."""
        self.turning_limit_radps = 0.0
        """That limit, rad/s."""

    def note(self, time_s: Floats, values: Floats) -> None:
        """Takes note of the next readings, ``(n,)`` s and ``(n, 6 or 3)`` m/s² and rad/s."""
        if self._last is not None and len(self._last) != values.shape[1]:  # the gyroscope came or went
            self._last, self._same_before = None, np.zeros(3, bool)
        acc, gyr = values[:, :3].T, values[:, 3:].T
        if largest(acc) > (1.0 - CLIP_NEAR) * CLIP_RANGES_MPS2[0]:
            same = self._same(acc)
            if same.any():
                self._add(time_s, same & _near(acc, CLIP_RANGES_MPS2))
        if gyr.size:
            self._note_turning(time_s, gyr)
        self._last, self._last_s = values[-1].copy(), float(time_s[-1])

    def _note_turning(self, time_s: Floats, gyr: Floats) -> None:
        peak = largest(gyr)
        if peak <= (1.0 - CLIP_NEAR) * CLIP_RANGES_RADPS[0]:
            self._same_before = np.zeros(3, bool)
            self._most = max(self._most, peak)
            return
        same = self._same(gyr, first=3)
        if same.any():
            before = np.concatenate([self._same_before[:, None], same[:, :-1]], axis=1)
            self._note_flat(time_s, gyr, same & before)
        self._same_before, self._most = same[:, -1].copy(), max(self._most, peak)

    def _note_flat(self, time_s: Floats, gyr: Floats, flat: Flags) -> None:
        """Notes which of the angular velocities that stayed the same, ``(3, n)``, the gyroscope cut."""
        size = np.abs(gyr)
        most = np.maximum.accumulate(np.maximum(size.max(axis=0), self._most))
        cut = flat & (size >= most) & _near(gyr, CLIP_RANGES_RADPS)
        self._add(time_s, cut)
        if cut.any():
            self.turning_readings += int(np.count_nonzero(cut.any(axis=0)))
            self.turning_limit_radps = float(size[cut].max())

    def _same(self, x: Floats, first: int = 0) -> Flags:
        """Which values, ``(3, n)``, repeat the one before while another axis does not."""
        same = np.empty(x.shape, bool)
        same[:, 0] = False if self._last is None else x[:, 0] == self._last[first : first + 3]
        np.equal(x[:, 1:], x[:, :-1], out=same[:, 1:])
        return same & ~same.all(axis=0) if same.any() else same

    def _add(self, time_s: Floats, which: Flags) -> None:
        for k in np.flatnonzero(which.any(axis=0)).tolist():
            self._clipped_s.append((float(time_s[k - 1]) if k else self._last_s, float(time_s[k])))

    def cells(self, cells: GridBlock) -> Flags:
        """Returns which cells of the grid contain clipped samples, ``(n,)``; earlier ones are not asked for again."""
        out = np.zeros(len(cells.time_s), bool)
        if len(out) == 0 or not self._clipped_s:
            return out
        for start, end in self._clipped_s:
            out |= (cells.ready_s > start) & (cells.time_s <= end)
        self._clipped_s = [c for c in self._clipped_s if c[1] >= float(cells.time_s[-1])]
        return out


def largest(x: Floats) -> float:
    """Returns the largest size among the values ``(3, n)``: of a packet by Python's own numbers, which is quicker."""
    if x.size > _FEW:
        return float(max(x.max(), -x.min()))
    values = x.ravel().tolist()
    return max(*values, -min(values))


def _near(x: Floats, ranges: Sequence[float]) -> Flags:
    """Which values lie near the end of one of the ranges."""
    near = np.zeros(x.shape, bool)
    for limit in ranges:
        near |= np.abs(np.abs(x) - limit) < CLIP_NEAR * limit
    return near
