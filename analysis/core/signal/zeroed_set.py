"""Removal of the gyroscope's bias (its zero) from a closed set, before anything of it is measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.gyroscope_zero import GyroscopeZero, find_zero, upright
from analysis.settings.curl_model import ZERO
from analysis.settings.thresholds import Thresholds
from imu.types import Flags, Floats


def zeroed(
    closed: ClosedSet,
    taken_off_radps: Floats,
    rested: Flags,
    earlier: GyroscopeZero | None,
    thresholds: Thresholds,
) -> ClosedSet:
    """Returns the set with its gyroscope's bias removed and "up" found anew, from the whole set.

    Where the sensor lay still before or in the set, that rest gave the bias. Else it is estimated from the
    set, starting from an earlier set's bias. Where that fails (too little movement, or one that does not come
    back), the bias that the running orientation took off is kept.

    Parameters
    ----------
    closed : ClosedSet
        As the running orientation left it.
    taken_off_radps : (n, 3) float64
        Bias that the running orientation took off, rad/s.
    rested : (n,) bool
        Whether a rest had shown the bias by then.
    earlier : GyroscopeZero or None
        Bias by an earlier set.
    thresholds : Thresholds
    """
    read = closed.gyr_radps + taken_off_radps
    if rested.any():
        summed = rested.astype(np.float64) @ np.ascontiguousarray(taken_off_radps)
        seen = summed / np.count_nonzero(rested)
        zero: GyroscopeZero | None = GyroscopeZero(radps=seen, sd_radps=ZERO.rest_sd_radps)
    else:
        mean = GyroscopeZero(radps=taken_off_radps.mean(axis=0), sd_radps=ZERO.unknown_sd_radps)
        zero = find_zero(closed.acc_mps2, read, closed.step_s, earlier or mean, thresholds.segment)
    turn = closed.gyr_radps if zero is None else read - zero.radps
    tau_s = 0.5 * thresholds.orientation.tau_acc_s
    up = upright(closed.acc_mps2, turn, closed.step_s, tau_s)
    return replace(closed, gyr_radps=turn, up=up, zero=zero)
