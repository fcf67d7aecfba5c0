"""The size of gravity at rest tells whether an accelerometer's unit is what the header says."""

from __future__ import annotations

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.types import Floats
from imu.units import G_MPS2

NO_REST = "no_rest"
"""Code of the note that a recording holds no rest."""
UNITS_MPS2 = {"m/s²": 1.0, "g": G_MPS2, "mg": G_MPS2 / 1000.0, "cm/s²": 0.01}
"""Acceleration units and their size in m/s²."""
FINE_MPS2 = (8.2, 11.8)
"""Size of gravity at rest that real, badly calibrated accelerometers show."""
POSSIBLE = (0.6, 1.67)
"""Beyond these shares of standard gravity at rest the unit, or gravity itself, must be wrong."""
_SELDOM_PERCENT = 10
"""An arm in motion passes through moments with little more than gravity: a tenth of the readings stays below 1.23 g in
each of 1,715 recordings, runs and quick swings of a straight arm among them. The nearest unit by mistake (g as m/s²)
makes at least 2.9 g of it."""
_VIGOROUS = 1.4
"""Times that tenth that the quietest moments must show before a recording counts as one without a rest."""
COUNTS = (16384.0, 8192.0, 4096.0, 2048.0)
"""What accelerometers of 16 bits give for one g, in ranges of ±2 to ±16 g."""
_WINDOW = 25
_QUIET_SHARE = 0.2
_STEADY = 0.4
"""Widest 80 % range of the size at rest, as a share of its median, that is taken for gravity."""
_RESTS, _REST_WINDOWS = 0.15, 3
"""The same, and over how many windows, for a rest that overrules everything else: where nothing rests, the quietest
moments of vigorous recordings differ by 0.3 and more."""


def size_of(acc: Floats) -> Floats:
    """Sizes (n,) of (n, 3) accelerations."""
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", acc, acc)))


def rest_size(acc: Floats) -> float:
    """Median size of (n, 3) accelerations over the quietest fifth of the recording, in their own unit."""
    return float(np.median(_sizes_at_rest(acc)))


def _sizes_at_rest(acc: Floats) -> Floats:
    size = size_of(acc)
    if len(size) < 2 * _WINDOW:
        return size
    count = len(size) // _WINDOW
    windows = size[: count * _WINDOW].reshape(count, _WINDOW)
    axes = acc[: count * _WINDOW].reshape(count, _WINDOW, 3)
    spread = axes.var(axis=1).sum(axis=1) / np.maximum(np.median(windows, axis=1), 1e-12) ** 2
    quiet = np.argsort(spread, kind="stable")[: max(1, int(count * _QUIET_SHARE))]
    return windows[quiet].ravel()


def looks_like(rest: float) -> str | None:
    """The unit in which ``rest`` is about one gravity (as fine as for a stated unit), or None."""
    for unit, size in UNITS_MPS2.items():
        if FINE_MPS2[0] <= rest * size <= FINE_MPS2[1]:
            return unit
    return None


def unit_by_gravity(acc: Floats) -> str | None:
    """The unit of accelerations that state none, or None: about one gravity at rest, and that steadily.

    Without gravity the size may lie anywhere, also near one, but it does not stay there: over the quietest
    fifth its 80 % range is 1.0 or more of its median in recordings with gravity removed, and below 0.36 in 95
    of 100 with gravity.
    """
    low, middle, high = np.percentile(_sizes_at_rest(acc), [10, 50, 90])
    return looks_like(float(middle)) if high - low <= _STEADY * middle else None


def check_gravity(acc_mps2: Floats, unit: str, where: str, notes: Notes) -> None:
    """Hold an accelerometer in SI against gravity.

    A recording without a rest shows more than gravity even in its quietest moments, so too large a size there
    contradicts the unit only if it is steady, or if readings near gravity are missing altogether.

    Parameters
    ----------
    acc_mps2 : (n, 3) float64
        Converted with ``unit``.
    unit : str
        What the header, or the dialect, says.
    where : str
        File, for messages.
    notes : Notes
        Receives a warning if the size at rest is outside 8.2 to 11.8 m/s², or a note that there was no rest.

    Raises
    ------
    RecordingError
        The unit is contradicted, or gravity is missing.
    """
    sizes = _sizes_at_rest(acc_mps2)
    rest = float(np.median(sizes))
    if rest <= POSSIBLE[0] * G_MPS2:
        raise RecordingError(_contradiction(rest, unit), path=where)
    if rest >= POSSIBLE[1] * G_MPS2:
        least = float(np.percentile(size_of(acc_mps2), _SELDOM_PERCENT))
        calm = rest <= _VIGOROUS * least or _is_rest(sizes, len(acc_mps2))
        if calm or least >= POSSIBLE[1] * G_MPS2:
            raise RecordingError(_contradiction(rest, unit), path=where)
        text = f"{where} holds no rest, so gravity could not tell whether its accelerometer reads right."
        notes.add(NO_REST, "info", text)
    elif not FINE_MPS2[0] <= rest <= FINE_MPS2[1]:
        text = f"At rest {where} shows {rest:.1f} m/s² in place of 9.8; the accelerometer needs calibration."
        notes.add("gravity_size", "warning", text)


def _is_rest(sizes: Floats, readings: int) -> bool:
    """Whether the quietest moments are a rest: enough of them, and all of one size."""
    low, middle, high = np.percentile(sizes, [10, 50, 90])
    enough = len(sizes) >= min(_REST_WINDOWS * _WINDOW, readings)
    return bool(enough and high - low <= _RESTS * middle)


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
