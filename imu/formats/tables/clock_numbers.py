"""Times of day that are written as one number: ``185945.020`` is 18:59:45.02, and no count of seconds."""

from __future__ import annotations

import numpy as np

from imu.types import Floats

_DAY_S = 86400.0
_SCALES = (1.0, 1e2, 1e3, 1e6)
"""How many of the number's unit a second has: ``hhmmss``, and with hundredths, ms or µs behind it without a point."""
_JUMP = 30.0
"""Step, in the number's seconds, from which a minute must have begun: it goes from 59 to 100."""


def seconds_of_day(numbers: Floats) -> Floats | None:
    """Converts times of day written as numbers; None where they are something else.

    They tell by the minute: what counts seconds has no step of 41 there, nor is it always below 60 in its last two places.

    Parameters
    ----------
    numbers : (n,) float64
        NaN where a cell is no number.

    Returns
    -------
    (n,) float64 or None
        s since midnight, going on where a day begins.
    """
    good = np.isfinite(numbers)
    own = numbers[good]
    if len(own) < 2 or own.min() < 0.0:
        return None
    for scale in _SCALES:
        seconds = _converted(own / scale)
        if seconds is not None:
            out = numbers.copy()
            out[good] = seconds
            return out
    return None


def _converted(clock: Floats) -> Floats | None:
    whole = np.floor(clock)
    hours, minutes, seconds = whole // 10000, whole // 100 % 100, whole % 100 + (clock - whole)
    if hours.max() >= 24 or minutes.max() >= 60 or seconds.max() >= 60.0:
        return None
    time_s = 3600.0 * hours + 60.0 * minutes + seconds
    time_s += _DAY_S * np.cumsum(np.concatenate([[0.0], np.diff(time_s) < -0.5 * _DAY_S]))
    far = np.abs(np.diff(clock)) > _JUMP
    smooth = np.diff(time_s)[far]
    began = np.count_nonzero(far) > 0 and bool((np.abs(smooth) < _JUMP).all())
    return time_s if began else None
