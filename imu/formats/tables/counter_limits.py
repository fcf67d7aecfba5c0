"""Puts back what a time counter lost when it reached its limit and began again, as 32-bit microseconds do in 72 min."""

from __future__ import annotations

import numpy as np

from imu.types import Floats

COUNTER_LIMITS: dict[str, float] = {
    "2^32": 2.0**32,
    "2^31": 2.0**31,
    "2^16": 2.0**16,
    "2^24": 2.0**24,
    "2^32 / 1000": 2.0**32 / 1e3,
    "2^32 / 1000000": 2.0**32 / 1e6,
    "a minute": 60.0,
    "a minute in ms": 6e4,
    "an hour": 3600.0,
    "an hour in ms": 3.6e6,
    "a day": 86400.0,
    "a day in ms": 8.64e7,
    "1000": 1e3,
    "1000000": 1e6,
}
"""Where counters begin again, in their own unit: overflows of integers, also after a division into ms or s, and parts of
a clock. Signed integers go from half of it to minus half of it."""
_MOST_STEPS = 5.0
"""Largest step across a limit, as a multiple of the usual one: a restart at zero lies farther off almost surely."""
_WIDE_SHARE = 2e-3
"""The same as a share of the limit, for rows that were lost just there (8.6 s of 2^32 µs)."""


def unwrapped(values: Floats) -> tuple[Floats, str | None]:
    """Adds the limit from every point on at which a counter began again.

    Parameters
    ----------
    values : (n,) float64
        In the column's own unit; NaN where a cell is no number.

    Returns
    -------
    (n,) float64, str or None
        Values that go on, and the name of the limit; None where none explains the steps back.
    """
    good = np.flatnonzero(np.isfinite(values))
    own = values[good]
    steps = np.diff(own)
    if len(steps) == 0 or steps.min() >= 0.0 or not (steps > 0.0).any():
        return values, None
    usual = float(np.median(steps[steps > 0.0]))
    for name, limit in COUNTER_LIMITS.items():
        if _explains(own, steps, limit, max(_MOST_STEPS * usual, _WIDE_SHARE * limit)):
            out = values.copy()
            out[good] = own + limit * np.cumsum(np.concatenate([[0.0], steps < -limit / 2]))
            return out, name
    return values, None


def _explains(values: Floats, steps: Floats, limit: float, longest: float) -> bool:
    """Whether all values fit an integer of that limit, and each step far back is a short one across it."""
    unsigned = values.min() >= 0.0 and values.max() <= limit
    signed = values.min() >= -limit / 2 and values.max() <= limit / 2
    across = steps[steps < -limit / 2] + limit
    if not (unsigned or signed) or len(across) == 0 or longest > limit / 2:
        return False
    # a single wild number at the limit came out of nothing; a counter came there step by step
    before = steps[:-1][steps[1:] < -limit / 2]
    return bool((across >= 0.0).all() and (across <= longest).all() and (before <= longest).all())
