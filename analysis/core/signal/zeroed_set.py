"""A closed set with the zero of its gyroscope taken off and "up" looked for again, before anything of it is
measured."""

from __future__ import annotations

from dataclasses import replace

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
    """The set, seen again from all of it at once.

    Where the sensor lay still before or in the set, the zero is known. Else the set is asked, beginning from
    an earlier set's answer. Where it gives none (too little movement, or one that does not come back), what
    the running orientation had taken off stays so.

    Parameters
    ----------
    closed : ClosedSet
        As the running orientation saw it.
    taken_off_radps : (n, 3) float64
        What that took for the zero.
    rested : (n,) bool
        Whether a rest had shown it by then.
    earlier : GyroscopeZero or None
    thresholds : Thresholds
    """
    read = closed.gyr_radps + taken_off_radps
    if rested.any():
        seen = taken_off_radps[rested].mean(axis=0)
        zero: GyroscopeZero | None = GyroscopeZero(radps=seen, sd_radps=ZERO.rest_sd_radps)
    else:
        mean = GyroscopeZero(radps=taken_off_radps.mean(axis=0), sd_radps=ZERO.unknown_sd_radps)
        zero = find_zero(closed.acc_mps2, read, closed.step_s, earlier or mean, thresholds.segment)
    turn = closed.gyr_radps if zero is None else read - zero.radps
    tau_s = 0.5 * thresholds.orientation.tau_acc_s
    up = upright(closed.acc_mps2, turn, closed.step_s, tau_s)
    return replace(closed, gyr_radps=turn, up=up, zero=zero)
