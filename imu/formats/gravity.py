"""The size of gravity at rest tells whether an accelerometer's unit is what the header says."""

from __future__ import annotations

import numpy as np

from imu.errors import RecordingError
from imu.formats.clean import Notes
from imu.types import Floats
from imu.units import G_MPS2

UNITS_MPS2 = {"m/s²": 1.0, "g": G_MPS2, "mg": G_MPS2 / 1000.0, "cm/s²": 0.01}
"""Acceleration units and their size in m/s²."""
FINE_MPS2 = (8.2, 11.8)
"""Size of gravity at rest that real, badly calibrated accelerometers show."""
POSSIBLE = (0.6, 1.67)
"""Beyond these shares of standard gravity the unit, or gravity itself, must be wrong."""
_WINDOW = 25
_QUIET_SHARE = 0.2
_STEADY = 0.4
"""Widest 80 % range of the size at rest, as a share of its median, that is taken for gravity."""


def rest_size(acc: Floats) -> float:
    """Median size of (n, 3) accelerations over the quietest fifth of the recording, in their own unit."""
    return float(np.median(_sizes_at_rest(acc)))


def _sizes_at_rest(acc: Floats) -> Floats:
    size: Floats = np.sqrt(np.einsum("ij,ij->i", acc, acc))
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

    Parameters
    ----------
    acc_mps2 : (n, 3) float64
        Converted with ``unit``.
    unit : str
        What the header, or the dialect, says.
    where : str
        File, for messages.
    notes : Notes
        Receives a warning if the size at rest is outside 8.2 to 11.8 m/s².

    Raises
    ------
    RecordingError
        The size at rest contradicts the unit, or gravity is missing.
    """
    rest = rest_size(acc_mps2)
    if not POSSIBLE[0] < rest / G_MPS2 < POSSIBLE[1]:
        raise RecordingError(_contradiction(rest, unit), path=where)
    if not FINE_MPS2[0] <= rest <= FINE_MPS2[1]:
        text = f"At rest {where} shows {rest:.1f} m/s² in place of 9.8; the accelerometer needs calibration."
        notes.add("gravity_size", "warning", text)


def _contradiction(rest: float, unit: str) -> str:
    own = rest / UNITS_MPS2[unit]
    seen = looks_like(own)
    if seen is not None:
        return (
            f"the unit is given as {unit}, but at rest the acceleration is {own:.3g}, which fits "
            f"{seen}; correct the unit."
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
