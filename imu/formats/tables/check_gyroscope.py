"""Checks or finds the unit of a gyroscope by how fast gravity rotates in the sensor frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.header_units import GYRO_UNITS
from imu.formats.tables.spikes import without_spikes
from imu.formats.tables.tiles import Thinned, Tiles
from imu.types import Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG

_SMOOTH_S = 0.3
_GRID_S = _SMOOTH_S / 6.0
_LONGEST_S = 3600.0
"""Length of a recording that is examined, s."""
_FULL_SCALE_RADPS = 40.0
"""Largest angular velocity that gyroscopes in use can measure, rad/s (2000 °/s is 35 rad/s)."""
_IMPOSSIBLE_RADPS, _SPIKES_PERCENT = 70.0, 99
"""If this percentile of the angular velocity exceeds this limit, rad/s (4000 °/s), the unit is wrong in any case."""
_ENOUGH_READINGS = 20
_MOST_SIZES = 262_144
"""Readings whose size is held: all of a recording of so many; of a longer one every second, fourth, ... is."""
_LIKENESS = 0.5
"""Smallest correlation between measured and expected rotation for a decision."""
_AS_WELL = 0.01
"""Difference of that correlation below which one order of the columns fits as well as another."""
_SPREAD = 3.0
"""Largest factor by which the scale may differ from a unit's; the units differ by 57."""


def unit_by_motion(time_s: Floats, acc: Floats, gyr: Floats) -> str | None:
    """Finds the unit of a gyroscope by how the direction of gravity moves in the sensor frame.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        Specific force and angular velocity on the same rows, any unit.

    Returns
    -------
    {"rad/s", "deg/s"} or None
        None where neither explains the movement.
    """
    time_s, acc, gyr = without_spikes(time_s, acc, gyr)
    scale = scale_by_motion(time_s, acc, gyr)
    if scale is None:
        return None
    largest = float(np.percentile(np.abs(gyr), _SPIKES_PERCENT, axis=0).max())
    for unit in ("rad/s", "deg/s"):
        if _near(scale, GYRO_UNITS[unit]) and largest * GYRO_UNITS[unit] < _FULL_SCALE_RADPS:
            return unit
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """How a gyroscope turned in a recording, and how gravity did.

    Attributes
    ----------
    scale : float or None
        Factor that makes rad/s of its angular velocity; None where the motion does not tell.
    readings : int
        Number of readings of a gyroscope.
    largest : float
        Largest angular velocity of an axis, in its unit, but for one reading of a hundred.
    """

    scale: float | None
    readings: int
    largest: float


class TurningSearch:
    """Compares gyroscope and gravity where readings come in blocks of any size, in bounded memory."""

    def __init__(self) -> None:
        self._tiles = Tiles()
        self._motion = _Motion()
        self._sizes = Thinned(_MOST_SIZES)
        self._readings = 0

    def add(self, time_s: Floats, acc: Floats, gyr: Floats) -> None:
        """Takes the next times (n,), specific forces and angular velocities (n, 3), without NaN."""
        for tile in self._tiles.push(np.column_stack([time_s, acc, gyr])):
            self._look_at(tile)

    def found(self) -> Turning:
        """Ends the search."""
        for tile in self._tiles.rest():
            self._look_at(tile)
        sizes = self._sizes.rows()
        most = float(np.percentile(sizes, _SPIKES_PERCENT, axis=0).max()) if len(sizes) else 0.0
        return Turning(scale=self._motion.scale(_LIKENESS), readings=self._readings, largest=most)

    def _look_at(self, tile: Floats) -> None:
        time_s, acc, gyr = without_spikes(tile[:, 0], tile[:, 1:4], tile[:, 4:7])
        self._readings += len(gyr)
        self._motion.add(time_s, acc, gyr)
        self._sizes.add(np.abs(gyr))


def turning_of(time_s: Floats, acc: Floats, gyr: Floats) -> Turning:
    """How gyroscope and gravity turned; times (n,), non-decreasing, and quantities (n, 3) without NaN."""
    search = TurningSearch()
    search.add(time_s, acc, gyr)
    return search.found()


def check_turning(found: Turning, where: str) -> None:
    """Checks the unit of a gyroscope by how the direction of gravity moves in the sensor frame.

    Parameters
    ----------
    found : Turning
        Of specific force in m/s² and angular velocity in rad/s.
    where : str
        Name of the file, for messages.

    Raises
    ------
    RecordingError
        The angular velocity is about 57 or 1,000 times too large or too small, as with degrees taken for radians or
        thousandths for whole ones (in 251 real recordings with motion the factor is 0.45 to 2.3), or larger than any
        gyroscope measures.
    """
    for wrong, stated, seen in ((RAD_PER_DEG, "rad/s", "deg/s"), (DEG_PER_RAD, "deg/s", "rad/s")):
        if found.scale is not None and _near(found.scale, wrong):
            what = (
                f"the unit of the angular velocity is given as {stated}, but gravity turns as it would for "
                f"{seen}; correct the unit."
            )
            raise RecordingError(what, path=where)
    for wrong, size in ((1000.0, "small"), (0.001, "large")):
        if found.scale is not None and _near(found.scale, wrong):
            what = (
                f"the angular velocity is about 1,000 times too {size} for how gravity turns; correct the unit "
                "(is there a milli too many or too few?)."
            )
            raise RecordingError(what, path=where)
    if found.readings >= _ENOUGH_READINGS and found.largest > _IMPOSSIBLE_RADPS:
        what = (
            f"the angular velocity reaches {found.largest:.3g} rad/s, which no gyroscope measures; correct the unit "
            "(are they degrees a second, or raw counts?)."
        )
        raise RecordingError(what, path=where)


def _near(scale: float, size: float) -> bool:
    return 1.0 / _SPREAD < scale / size < _SPREAD


def scale_by_motion(time_s: Floats, acc: Floats, gyr: Floats, *, alike: float = _LIKENESS) -> float | None:
    """Factor that makes rad/s of (n, 3) angular velocities ``gyr``.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        Specific force and angular velocity on the same rows, any unit.
    alike : float
        Smallest correlation between measured and expected rotation for an answer.

    Returns
    -------
    float or None
        None where the motion does not tell.
    """
    motion = _Motion()
    motion.add(time_s, acc, gyr)
    return motion.scale(alike)


def axes_by_motion(time_s: Floats, acc: Floats, gyr: Floats) -> tuple[int, ...] | None:
    """Finds which column of a gyroscope is about which axis, by how the direction of gravity moves.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        Specific force with known axes, and angular velocity with columns in any order, any unit.

    Returns
    -------
    tuple of int or None
        Indices of the columns about x, y and z. The order as it is where it fits as well as any; None where none fits.
    """
    time_s, acc, gyr = without_spikes(time_s, acc, gyr)
    motion = _Motion()
    motion.add(time_s, acc, gyr)
    seen, turn, up = motion.turning()
    fits = {}
    for order in permutations(range(3)):
        said = -np.cross(turn[:, order], up).ravel()
        power = float(said @ said) * float(seen @ seen)
        fits[order] = float(said @ seen) / np.sqrt(power) if power > 0.0 else 0.0
    best = max(fits, key=fits.__getitem__)
    if fits[best] < _LIKENESS:
        return None
    as_it_is = (0, 1, 2)
    return as_it_is if fits[as_it_is] >= fits[best] - _AS_WELL else best


class _Motion:
    """Specific force and angular velocity of the first hour on an even grid, from blocks of any size."""

    def __init__(self) -> None:
        self._last: Floats = np.zeros((0, 7))
        self._start_s = self._end_s = 0.0
        self._readings = self._cells = 0
        self._grid: list[Floats] = []

    def add(self, time_s: Floats, acc: Floats, gyr: Floats) -> None:
        """Takes the next times (n,) and quantities (n, 3), any unit."""
        if len(time_s) == 0 or self._end_s - self._start_s > _LONGEST_S:
            return
        if self._readings == 0:
            self._start_s = float(time_s[0])
        self._readings += len(time_s)
        self._end_s = float(time_s[-1])
        rows = np.concatenate([self._last, np.column_stack([time_s, acc, gyr])])
        self._last = rows[-1:]
        grid = self._times(min(self._end_s, self._start_s + _LONGEST_S))
        if len(grid):
            values = [np.interp(grid, rows[:, 0], column) for column in rows.T[1:]]
            self._grid.append(np.stack([grid, *values], axis=1))
            self._cells += len(grid)

    def _times(self, end_s: float) -> Floats:
        """Times of the grid that were not reached before, s."""
        most = int(np.ceil((end_s - self._start_s) / _GRID_S)) + 1
        times = self._start_s + np.arange(self._cells, max(most, self._cells)) * _GRID_S
        return np.asarray(times[times < end_s])

    def turning(self) -> tuple[Floats, Floats, Floats]:
        """Movement of gravity's direction (3m,), smoothed angular velocity (m, 3) and the direction (m, 3).

        In the sensor frame a direction u that is fixed to the earth moves by du/dt = -ω × u; here u is that of smoothed
        specific force, which is mostly gravity. All are empty where the recording is too short.
        """
        if self._readings < _ENOUGH_READINGS or self._end_s - self._start_s < 2 * _SMOOTH_S:
            return np.zeros(0), np.zeros((0, 3)), np.zeros((0, 3))
        grid = np.concatenate(self._grid)
        up, turn = _smooth(grid[:, 1:4]), _smooth(grid[:, 4:7])
        up = up / np.maximum(np.linalg.norm(up, axis=1), 1e-9)[:, None]
        seen = np.gradient(up, grid[:, 0], axis=0).ravel() if len(grid) > 2 else np.zeros(up.size)
        return seen, turn, up

    def scale(self, alike: float) -> float | None:
        """Factor that makes rad/s of the angular velocity; None where the two are less alike."""
        seen, turn, up = self.turning()
        said = -np.cross(turn, up).ravel()
        power = float(said @ said), float(seen @ seen)
        if min(power) <= 0.0 or float(said @ seen) < alike * np.sqrt(power[0] * power[1]):
            return None
        # geometric mean of the slopes of regression of either on the other, as both are noisy
        return float(np.sqrt(power[1] / power[0]))


def _smooth(values: Floats) -> Floats:
    kernel = np.ones(6) / 6.0
    return np.stack([np.convolve(column, kernel, mode="same") for column in values.T], axis=1)
