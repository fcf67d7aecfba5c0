"""Tells rows that stand alone, in any unit, so that one spike does not spoil a check of units or axes.

Only for such checks. Which readings are left out of the analysis is decided in SI units, and by the stream of samples:
`analysis.core.signal.isolated`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

HUGE = 1e30
"""Larger numbers of a file are cut to this: no unit makes readings of them, and squares stay finite."""
_ASIDE = 8.0
"""Least distance of a spike from its neighbours, as a multiple of what these differ from each other: white noise comes as
far in one row of a thousand, which no check notices."""
_LONGEST = 2
"""Most rows of a spike."""
_ROUNDS = 4


def without_huge(values: Floats) -> Floats:
    """Returns the values with finite ones cut to ± `HUGE`."""
    return np.asarray(np.where(np.isfinite(values), values.clip(-HUGE, HUGE), values))


def without_spikes(time_s: Floats, *values: Floats) -> tuple[Floats, ...]:
    """Returns times (n,) and quantities (n, 3) without the rows in which one of these stands alone or is missing (NaN).

    What has no such row is returned as it is, without a copy.
    """
    rows = np.ones(len(time_s), dtype=bool)
    for one in values:
        missing = np.isnan(one)
        if missing.any():
            rows &= ~missing.any(axis=1)
    for one in values:
        alone = stands_alone(one if rows.all() else one[rows])
        if alone.any():
            rows[rows] = ~alone
    return (time_s, *values) if rows.all() else (time_s[rows], *(one[rows] for one in values))


def stands_alone(values: Floats) -> NDArray[np.bool_]:
    """Finds rows far from those before and after, which agree.

    Parameters
    ----------
    values : (n, 3) float64
        Any unit.

    Returns
    -------
    (n,) bool
        True for rows of spikes of one or two rows.
    """
    found = np.zeros(len(values), dtype=bool)
    for _ in range(_ROUNDS):  # spikes close to each other show only once their neighbours are gone
        left = np.flatnonzero(~found)
        alone = _stands_alone(values if len(left) == len(values) else values[left])
        if not alone.any():
            break
        found[left[alone]] = True
    return found


def _stands_alone(values: Floats) -> NDArray[np.bool_]:
    found = np.zeros(len(values), dtype=bool)
    if len(values) < 4:
        return found
    step = _size(values[1:] - values[:-1])
    # most rows are no further from the one before than that from its own: only the others are looked at
    abrupt = np.flatnonzero(step[1:] > _ASIDE * step[:-1])
    for length in range(1, _LONGEST + 1):
        # rows k and k + 1 are before the spike, k + 2 + length is the first after it
        k = abrupt[abrupt < len(values) - length - 2]
        before, after = values[k + 1], values[k + 2 + length]
        rough = np.maximum(step[k], _size(after - before))
        far = np.full(len(k), np.inf)
        for row in range(length):
            spike = values[k + 2 + row]
            far = np.minimum(far, np.minimum(_size(spike - before), _size(spike - after)))
        begins = k[far > _ASIDE * rough]
        for row in range(length):
            found[begins + 2 + row] = True
    return found


def _size(values: Floats) -> Floats:
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", values, values)))
