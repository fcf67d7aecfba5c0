"""The fixed numbers of the recognition: from where on something speaks against a curl. How much it then weighs is set in
`analysis.settings.recognition`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Ramp: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindModel:
    """What speaks against a curl: each `Ramp` is where an objection begins, and where it is full."""

    slow_hz: float = 1.5
    """A lift turns more slowly than this, a hand's tremor and the shocks of steps faster."""
    step_hz: tuple[float, float] = (1.6, 3.2)
    """Steps of walking and jogging lie between, their shocks included; a curl lies below."""
    rise_hz: float = 5.0
    full_r2: float = 0.5
    """Share of the inertial acceleration explained from which a lever arm is worth all that it says."""
    forearm_m: tuple[float, float] = (0.2, 0.35)
    """Elbow to sensor, shortest and longest: what a forearm can lift the hand by."""
    usual_forearm_m: float = 0.26
    sure_lever: tuple[float, float] = (2.0, 4.0)
    """Length of the lever arm over its uncertainty from which its direction says something, and all."""
    few: int = 2
    """So many reps show little of the lever arm, and may be a drink or a look at the watch."""
    lasting_s: float = 2.3
    """Acceleration integrated twice over this time is only its own error."""
    narrow_deg: Ramp = (105.0, 50.0)
    """Sweep of the lift: a walking arm swings 78°."""
    too_far_deg: Ramp = (210.0, 260.0)
    """Sweep beyond what an elbow bends, with what a wrist adds."""
    lopsided: Ramp = (0.2, 0.5)
    """Difference of the two ways over the wider one."""
    hurried_s: Ramp = (0.6, 0.25)
    """Time of the quicker way."""
    stays_up: Ramp = (0.45, 0.6)
    """Share of the time spent near the top."""
    steps_without_gyro: Ramp = (0.5, 1.0)
    """Acceleration at the pace of steps over that below, by an accelerometer alone."""
    path_without_gyro: Ramp = (1.3, 2.2)
    """Way turned over the sweep, by an accelerometer alone."""
    steps: Ramp = (0.3, 0.8)
    """Acceleration at the pace of steps over that below."""
    path: Ramp = (1.15, 1.6)
    """Way turned over the sweep."""
    fast: Ramp = (0.3, 1.2)
    """Share of the height that the speed could carry the load, on a logarithmic scale."""
    sweeps_disagree: Ramp = (0.07, 0.3)
    """Gyroscope's sweep over gravity's, how far from 1."""
    rates_disagree: Ramp = (0.97, 0.8)
    """Correlation of the rates that gravity and the gyroscope give."""
    long_lever_m: Ramp = (0.3, 0.37)
    """Length of the lever arm, less its uncertainty: a straight arm measures 0.41 m and more."""
    long_lever_r2: Ramp = (0.2, 0.6)
    """Share explained from which its length says something, and all."""
    arm_swing_deg: Ramp = (70.0, 40.0)
    """Middle of bottom and top, 0 hanging: an arm that swings is centred on hanging."""
    arm_swing_s: Ramp = (2.0, 1.3)
    """Time of both ways: two steps."""
    never_hangs_deg: Ramp = (50.0, 70.0)
    """Lowest elevation of the forearm."""
    high_middle_deg: Ramp = (112.0, 126.0)
    """Middle of bottom and top."""
    not_raised: Ramp = (0.5, -0.5)
    """Correlation of the angle with the height that the lever arm gives."""
    unlike_log: Ramp = (0.5, 1.6)
    """Height of the way up over that of the way down, logarithm."""
    unlike_m: Ramp = (0.1, 0.4)
    """Difference of the two."""
    upright: Ramp = (0.5, 1.0)
    """Way turned about the vertical over the sweep."""
    low_rise: Ramp = (0.8, 0.2)
    """Height gained over that of the same sweep from hanging."""
    high_rise: Ramp = (1.6, 2.6)
    """Height gained over the most that a forearm can lift the hand."""
    lopsided_unseen: float = 0.3
    """Degree where the lowering was not seen."""
