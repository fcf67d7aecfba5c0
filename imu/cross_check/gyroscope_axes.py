"""Finds the wrong signs or the wrong unit of a gyroscope from gravity, where the recording leaves no doubt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np

from imu.cross_check.carried_gravity import Windows, gravity_misfit
from imu.types import Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG

ENOUGH_WINDOWS, FEW_WINDOWS = 4, 2
"""Windows needed for the usual limits, and for the stricter ones below (a single rep); one window (a short clip) may
fit a wrong gyroscope by chance, so nothing follows from it."""
AGREES = 0.1
"""Median misfit up to which a gyroscope is taken as it is: 0.02 to 0.09 in most real recordings."""
FITS = 0.2
"""Largest median misfit of a corrected gyroscope (a zero that is 15 °/s off makes 0.1 to 0.2)."""
UNASKED_FITS = 0.08
"""The same for corrections made without asking. Stricter, as an uncalibrated sensor fits to 0.09 over some stretches of
a recording and to 0.3 over the whole, and a correction must not depend on where a recording ends."""
FAR_OFF = 0.35
"""Median misfit beyond which a gyroscope and an accelerometer do not belong together as they are: 0.23 is the
worst of right gyroscopes beside calibrated accelerometers."""
CLEAR_GAIN, CLEAR_SHARE = 2.0, 0.75
"""How many times smaller the misfit must become (geometric mean over windows), and in which share of the windows it
must become clearly smaller; of 470 right recordings the best reach 1.6 and 0.6."""
FEW_GAIN, FEW_SHARE = 3.0, 1.0
"""The same with few windows, whose misfit must also exceed ``FAR_OFF``."""
LIKELY_GAIN, LIKELY_SHARE = 1.75, 0.65
"""The same for a mere warning that something may be wrong."""
_SMALLER = 0.7
_ALIKE = 1.1
"""Corrections whose misfits differ by less than this factor cannot be told apart by this movement."""
_FLOOR = 0.01
"""Differences below 1 % of g say nothing."""

Signs: TypeAlias = tuple[float, float, float]
"""Factors +1 or -1 of the axes x, y, z."""
_SIGNS: tuple[Signs, ...] = tuple((x, y, z) for x, y, z in product((1.0, -1.0), repeat=3))
_MIRRORED: Signs = (-1.0, -1.0, -1.0)
UNIT_FACTORS: dict[str, float] = {
    "deg/s": RAD_PER_DEG,
    "mdeg/s": RAD_PER_DEG / 1000.0,
    "rad/s": DEG_PER_RAD,
    "counts of ±2000 °/s": RAD_PER_DEG / 16.4,
    "counts of ±1000 °/s": RAD_PER_DEG / 32.8,
    "counts of ±500 °/s": RAD_PER_DEG / 65.5,
    "counts of ±250 °/s": RAD_PER_DEG / 131.0,
}
"""True unit of a gyroscope's figures, and the factor that corrects them to rad/s where the recording claims rad/s (for
``rad/s``: where it claims °/s). Counts are those per °/s of usual 16-bit gyroscopes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxesFinding:
    """Wrong signs or axes of a gyroscope.

    Attributes
    ----------
    signs : tuple of three float or None
        Factors of the three axes that correct the angular velocity; None where no signs do.
    certain : bool
        Whether this recording leaves no doubt.
    misfit, mended : float
        Median misfit of carried gravity as recorded, and with these signs (shares of g, see `gravity_misfit`).
    """

    signs: Signs | None
    certain: bool
    misfit: float
    mended: float

    @property
    def mirrored(self) -> bool:
        """Whether all three axes have the wrong sign, as in a left-handed frame."""
        return self.signs == _MIRRORED

    @property
    def mended_unasked(self) -> bool:
        """Whether to correct it without asking: certainly mirrored, and corrected it fits within ``UNASKED_FITS``."""
        return self.mirrored and self.certain and self.mended <= UNASKED_FITS


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFinding:
    """Wrong unit of a gyroscope.

    Attributes
    ----------
    unit : str
        The true unit, a key of `UNIT_FACTORS`.
    """

    unit: str


def gyroscope_fault(windows: Windows | None) -> AxesFinding | UnitFinding | None:
    """Finds wrong signs or a wrong unit of a gyroscope.

    First the eight combinations of signs are tried. A curl rotates about one axis, so several of them may fit equally
    well; then all three signs are taken to be wrong, as in a recording from a left-handed frame. Where no signs are
    certain, units are tried.

    Parameters
    ----------
    windows : Windows or None
        From `telling_windows`.

    Returns
    -------
    AxesFinding, UnitFinding or None
        None where nothing is wrong, or where there was too little rotation to tell.
    """
    least = _least_suspect(windows)
    if windows is None or _as_recorded(windows) <= least:
        return None
    misfit = _least_misfit(windows, np.array([np.diag(s) for s in _SIGNS]))
    axes = _axes(misfit)
    if axes is not None and axes.certain:
        return axes
    return _unit(windows, misfit) or axes


def _axes(misfit: Floats) -> AxesFinding | None:
    """The signs that correct a gyroscope, from the misfits (8, n) with each of the eight combinations."""
    level, windows = np.median(misfit, axis=1), misfit.shape[1]
    gain, share = _better(misfit)
    best = _choice(gain)
    signs, fits = _SIGNS[best], bool(level[best] <= FITS)
    alone = all(gain[best] >= _ALIKE * g for k, g in enumerate(gain) if k not in (best, 0))
    needed = (CLEAR_GAIN, CLEAR_SHARE) if windows >= ENOUGH_WINDOWS else (FEW_GAIN, FEW_SHARE)
    clear = bool(gain[best] >= needed[0] and share[best] >= needed[1])
    likely = fits and bool(gain[best] >= LIKELY_GAIN and share[best] >= LIKELY_SHARE)
    if not likely and level[0] <= FAR_OFF:
        return None
    return AxesFinding(
        signs=signs if likely else None,
        certain=likely and clear and (alone or signs == _MIRRORED),
        misfit=float(level[0]),
        mended=float(level[best]),
    )


def _unit(windows: Windows, by_signs: Floats) -> UnitFinding | None:
    """The true unit of a gyroscope, where the claimed one is impossible and no signs explain the misfit as well.

    A factor below one shrinks the angular velocity towards zero, which fits any slow movement; so it is believed only
    where the misfit as recorded exceeds ``FAR_OFF``.
    """
    units = list(UNIT_FACTORS)
    factors = np.array([UNIT_FACTORS[unit] for unit in units])
    maps = np.concatenate([factors, -factors])[:, None, None] * np.eye(3)
    misfit = np.concatenate([by_signs, _least_misfit(windows, maps)])
    gain, share = _better(misfit)
    of_signs, of_units = gain[: len(by_signs)], gain[len(by_signs) :]
    best = len(by_signs) + int(np.argmax(of_units))
    unit = units[(best - len(by_signs)) % len(units)]
    clear = gain[best] >= CLEAR_GAIN and share[best] >= CLEAR_SHARE and np.median(misfit[best]) <= FITS
    hides = UNIT_FACTORS[unit] < 1.0 and np.median(misfit[0]) <= FAR_OFF
    return UnitFinding(unit=unit) if clear and not hides and gain[best] > _ALIKE * of_signs.max() else None


def is_mirrored(windows: Windows | None) -> bool:
    """Whether a gyroscope known to be wrong fits with all three signs reversed.

    One window is enough, as only this one correction is tried.

    Parameters
    ----------
    windows : Windows or None
        From `telling_windows`.
    """
    if windows is None or _as_recorded(windows) <= FAR_OFF:
        return False
    misfit = _least_misfit(windows, np.stack([np.eye(3), -np.eye(3)]))
    gain, share = _better(misfit)
    return bool(gain[1] >= CLEAR_GAIN and share[1] >= CLEAR_SHARE and np.median(misfit[1]) <= FITS)


def _least_suspect(windows: Windows | None) -> float:
    """Median misfit up to which a gyroscope is not doubted: larger with fewer windows."""
    many = 0 if windows is None else len(windows)
    return AGREES if many >= ENOUGH_WINDOWS else FAR_OFF if many >= FEW_WINDOWS else np.inf


def _as_recorded(windows: Windows) -> float:
    """Median misfit with the zero as recorded or subtracted, whichever fits better."""
    same = np.eye(3)[None]
    plain = float(np.median(gravity_misfit(windows, same)))
    return plain if plain <= AGREES else float(np.median(_least_misfit(windows, same)))


def _least_misfit(windows: Windows, maps: Floats) -> Floats:
    """`gravity_misfit` (c, n) with the gyroscope's zero as recorded or subtracted, whichever fits better."""
    plain, zeroed = gravity_misfit(windows, maps), gravity_misfit(windows, maps, windows.zero_radps)
    better = np.median(zeroed, axis=1) < np.median(plain, axis=1)
    return np.where(better[:, None], zeroed, plain)


def _better(misfit: Floats) -> tuple[Floats, Floats]:
    """Factor by which the misfit is below that of the first row, and share of windows where clearly so: (c,) each."""
    ratio = np.maximum(misfit, _FLOOR) / np.maximum(misfit[0], _FLOOR)
    return np.exp(-np.log(ratio).mean(axis=1)), (ratio < _SMALLER).mean(axis=1)


def _choice(gain: Floats) -> int:
    """Index of the signs that gain most; all three where no others gain more."""
    best, mirrored = 1 + int(np.argmax(gain[1:])), _SIGNS.index(_MIRRORED)
    return mirrored if _ALIKE * gain[mirrored] >= gain[best] else best
