"""Recognises raw counts of a sensor, and says by what they are to be divided."""

from __future__ import annotations

import numpy as np

from imu.formats.tables.check_acceleration import COUNTS, FINE_MPS2
from imu.types import Floats
from imu.units import DEG_PER_RAD, G_MPS2

_GYRO_COUNTS = (131.0, 65.5, 32.8, 16.4)
"""Counts for one deg/s of 16-bit gyroscopes with ranges of ±250, ±500, ±1000 and ±2000 deg/s."""
_TELLS_APART = 1.2
"""Largest factor between the turning of gravity and a range that still tells it from its neighbours, twice as large."""


def counts_of_a_g(acc: Floats, rest: float) -> float | None:
    """Counts for one g if whole numbers (n, 3) have the size ``rest`` at rest; None if they are no raw counts."""
    if not np.array_equal(acc, np.round(acc)):
        return None
    return next((c for c in COUNTS if FINE_MPS2[0] <= rest / c * G_MPS2 <= FINE_MPS2[1]), None)


def counts_sentence(acc: list[str], rest: float, counts: float, gyr: list[str], scale: float | None) -> str:
    """Says that columns hold raw counts, and how to make units of them.

    Parameters
    ----------
    acc, gyr : list of str
        Names of the columns; ``gyr`` is empty where there is no gyroscope.
    rest : float
        Size of the acceleration at rest, counts.
    counts : float
        Counts for one g.
    scale : float or None
        Factor from the gyroscope's counts to rad/s by how gravity turns; None where that cannot be told.
    """
    what = (
        f"the columns {', '.join(acc)} hold raw counts: at rest {rest:.0f}, about {counts:.0f} for one g. Divide them by "
        f"{counts:.0f} and name them {_named(acc, 'g')}"
    )
    if not gyr:
        return what + "."
    return f"{what}; {_divide(gyr, scale)}."


def gyro_counts_sentence(gyr: list[str], scale: float) -> str:
    """Says that the columns of a gyroscope hold raw counts, as `counts_sentence` of both."""
    return f"the columns {', '.join(gyr)} hold raw counts of the angular velocity: {_divide(gyr, scale)}."


def _divide(gyr: list[str], scale: float | None) -> str:
    seen = None if scale is None or scale <= 0.0 else 1.0 / (scale * DEG_PER_RAD)
    fits = next((c for c in _GYRO_COUNTS if seen and abs(np.log(seen / c)) < np.log(_TELLS_APART)), None)
    ranges = "131 at its range of ±250 deg/s, 65.5 at ±500, 32.8 at ±1000, 16.4 at ±2000"
    by = f"its counts for one deg/s ({ranges})"
    if fits is not None:
        by = f"{fits:g}, which fits the turning of gravity ({ranges})"
    return f"divide {', '.join(gyr)} by {by} and name them {_named(gyr, 'deg/s')}"


def _named(cells: list[str], unit: str) -> str:
    return ", ".join(f"'{cell.split('(')[0].split('[')[0].strip()} ({unit})'" for cell in cells)
