"""Checks the unit of an accelerometer by the size of gravity at rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.formats.tables.spikes import stands_alone
from imu.formats.tables.tiles import Thinned, Tiles
from imu.types import Floats
from imu.units import G_MPS2

NO_REST = "no_rest"
"""Code of the note which says that the arm never rests in a recording."""
UNITS_MPS2 = {"m/s²": 1.0, "g": G_MPS2, "mg": G_MPS2 / 1000.0, "cm/s²": 0.01}
"""Acceleration units and their size in m/s²."""
FINE_MPS2 = (8.2, 11.8)
"""Limits of the size of gravity at rest by real accelerometers, badly calibrated ones included, m/s²."""
POSSIBLE = (0.6, 1.67)
"""Limits of the size at rest, as a multiple of standard gravity; beyond, the unit is wrong or gravity is removed."""
_SELDOM_PERCENT = 10
"""Percentile of the size that must be near gravity even without rest, as an arm in motion passes through moments with
little inertial acceleration: it was below 1.23 g in each of 1,715 recordings, including runs and quick swings of a
straight arm. The nearest unit by mistake (g as m/s²) makes it at least 2.9 g."""
_VIGOROUS = 1.4
"""A recording is without rest if its quietest moments exceed that percentile by this factor."""
COUNTS = (16384.0, 8192.0, 4096.0, 2048.0)
"""Counts per g of 16-bit accelerometers with ranges of ±2, ±4, ±8 and ±16 g."""
_WINDOW = 25
_QUIET_SHARE = 0.2
_STEADY = 0.4
"""Largest 80 % range of the size at rest, as a share of its median, with which it can be gravity."""
_RESTS, _REST_WINDOWS = 0.15, 3
"""Largest such range, and fewest windows, of a certain rest, which decides alone: without rest, the quietest moments of
vigorous recordings range over 0.3 and more."""
_STILL = 0.08
"""Largest such range of a rest that tells of calibration, below 1 m/s²: several times the noise of a sensor at rest.
In public recordings of jogging, walking and quick lifts with another size than gravity it is 0.11 and more."""


_MOST_WINDOWS = 32_768
"""Windows that are held: all of a recording of 820,000 readings; of a longer one every second, fourth, ... is."""
_MOST_SIZES = 262_144
"""The same for sizes of single readings."""


def size_of(acc: Floats) -> Floats:
    """Euclidean norms (n,) of (n, 3) accelerations, in their unit."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", acc, acc)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The size of the acceleration in the quietest fifth of a recording.

    Attributes
    ----------
    sizes : (n,) float64
        Norms of its readings, in the unit of the acceleration.
    readings : int
        Number of readings of the recording.
    seldom : float
        Norm that one reading of ten of the recording stays below.
    """

    sizes: Floats
    readings: int
    seldom: float

    @property
    def size(self) -> float:
        """Median norm at rest."""
        return float(np.median(self.sizes))

    @property
    def spread(self) -> float:
        """80 % range of the norms at rest, as a share of their median."""
        low, middle, high = np.percentile(self.sizes, [10, 50, 90])
        return float((high - low) / max(middle, 1e-12))


class RestSearch:
    """Finds the rest of a recording whose accelerations come in blocks of any size, in bounded memory."""

    def __init__(self) -> None:
        self._tiles = Tiles()
        self._windows, self._sizes = Thinned(_MOST_WINDOWS), Thinned(_MOST_SIZES)
        self._few: Floats = np.zeros(0)
        self._readings = self._sound = 0

    def add(self, acc: Floats) -> None:
        """Takes the next (n, 3) accelerations."""
        self._readings += len(acc)
        self._sizes.add(size_of(acc))
        for tile in self._tiles.push(acc):
            self._look_at(tile)

    def found(self) -> Rest:
        """Ends the search; there must have been at least one reading."""
        for tile in self._tiles.rest():
            self._look_at(tile)
        seldom = float(np.percentile(self._sizes.rows(), _SELDOM_PERCENT))
        return Rest(sizes=self._at_rest(), readings=self._readings, seldom=seldom)

    def _look_at(self, tile: Floats) -> None:
        """Adds the windows of a tile: their spread, as a share of their median size squared, and their sizes."""
        acc = tile[~stands_alone(tile)]
        size, count = size_of(acc), len(acc) // _WINDOW
        self._sound += len(acc)
        if self._sound < 2 * _WINDOW:
            self._few = size
        windows = size[: count * _WINDOW].reshape(count, _WINDOW)
        axes = acc[: count * _WINDOW].reshape(count, _WINDOW, 3)
        spread = axes.var(axis=1).sum(axis=1) / np.maximum(np.median(windows, axis=1), 1e-12) ** 2
        self._windows.add(np.column_stack([spread, windows]))

    def _at_rest(self) -> Floats:
        if self._sound < 2 * _WINDOW:
            return self._few
        windows = self._windows.rows()
        quiet = np.argsort(windows[:, 0], kind="stable")[: max(1, int(len(windows) * _QUIET_SHARE))]
        return windows[quiet, 1:].ravel()


def rest_of(acc: Floats) -> Rest:
    """The rest of (n, 3) accelerations."""
    search = RestSearch()
    search.add(acc)
    return search.found()


def rest_size(acc: Floats) -> float:
    """Median norm of (n, 3) accelerations over the quietest fifth of the recording, in their unit."""
    return rest_of(acc).size


def looks_like(rest: float) -> str | None:
    """Unit in which the size at rest ``rest`` is about one g (within ``FINE_MPS2``); None if there is none."""
    for unit, size in UNITS_MPS2.items():
        if FINE_MPS2[0] <= rest * size <= FINE_MPS2[1]:
            return unit
    return None


def unit_by_gravity(acc: Floats) -> str | None:
    """Finds the unit of (n, 3) accelerations whose header states none: the one in which rest is steadily about one g.

    Without gravity the size may happen to be near one, too, but not steadily: over the quietest fifth its 80 % range is
    1.0 or more of its median in recordings with gravity removed, and below 0.36 in 95 of 100 with gravity.

    Returns
    -------
    str or None
        A key of `UNITS_MPS2`; None where no unit fits.
    """
    low, middle, high = np.percentile(rest_of(acc).sizes, [10, 50, 90])
    return looks_like(float(middle)) if high - low <= _STEADY * middle else None


def check_gravity(found: Rest, unit: str, where: str, notes: Notes) -> None:
    """Checks the unit of an accelerometer against gravity.

    In a recording without rest even the quietest moments exceed gravity. So a size that is too large there contradicts
    the unit only if it is steady, or if no readings are near gravity; and of calibration only a certain rest tells.

    Parameters
    ----------
    found : Rest
        Of the specific force in m/s², converted from ``unit``.
    unit : str
        Unit by the header or the dialect.
    where : str
        Name of the file, for messages.
    notes : Notes
        Receives a warning if the size at a certain rest is outside 8.2 to 11.8 m/s², or a note that there was no rest.

    Raises
    ------
    RecordingError
        The unit is contradicted, or gravity is missing.
    """
    rest = found.size
    if rest <= POSSIBLE[0] * G_MPS2:
        raise RecordingError(_contradiction(rest, unit), path=where)
    if rest >= POSSIBLE[1] * G_MPS2:
        calm = rest <= _VIGOROUS * found.seldom or _is_rest(found)
        if calm or found.seldom >= POSSIBLE[1] * G_MPS2:
            raise RecordingError(_contradiction(rest, unit), path=where)
        notes.add(NO_REST, "info", where=where)
    elif not FINE_MPS2[0] <= rest <= FINE_MPS2[1] and found.spread <= _STILL:
        notes.add("gravity_size", "warning", where=where, size_mps2=float(rest))


def _is_rest(found: Rest) -> bool:
    """Whether the quietest moments are a rest: enough of them, and all of nearly the same size."""
    enough = len(found.sizes) >= min(_REST_WINDOWS * _WINDOW, found.readings)
    return enough and found.spread <= _RESTS


def _contradiction(rest: float, unit: str) -> str:
    own = rest / UNITS_MPS2[unit]
    seen = looks_like(own)
    if seen is not None:
        return (
            f"the unit is given as {unit}, but at rest the acceleration is {own:.3g}, which fits "
            f"{seen}; correct the unit."
        )
    counts = next((c for c in COUNTS if FINE_MPS2[0] <= own / c * G_MPS2 <= FINE_MPS2[1]), None)
    if counts is not None:
        return (
            f"the unit is given as {unit}, but at rest the acceleration is {own:.3g}, which fits raw counts "
            f"({counts:.0f} for one g); divide by that and name the unit g."
        )
    if rest < POSSIBLE[0] * G_MPS2:
        return (
            f"the unit is given as {unit}, but at rest the acceleration is {own:.3g} {unit}: "
            "gravity seems to be removed; export the acceleration with gravity."
        )
    expected = G_MPS2 / UNITS_MPS2[unit]
    return (
        f"the unit is given as {unit}, but at rest the acceleration is {own:.3g} {unit} in place of "
        f"{expected:.3g}; check the unit."
    )
