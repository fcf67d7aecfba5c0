"""Fixed numbers of the recognition of curls: the values at which each penalty begins and is full.

The weights of the penalties are thresholds, in `analysis.settings.recognition`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Ramp: TypeAlias = tuple[float, float]
"""Values at which a penalty is 0 and 1; between them it grows linearly. The second may be the smaller one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindModel:
    """Frequencies, lengths, and a `Ramp` for each penalty against a movement being a curl."""

    slow_hz: float = 1.5
    """Low-pass of the rotation: a lift turns more slowly, a hand's tremor and the shocks of steps faster."""
    step_hz: tuple[float, float] = (1.6, 3.2)
    """Band of walking and jogging steps, their shocks included; a curl lies below."""
    rise_hz: float = 5.0
    """Low-pass of the vertical acceleration that the height gained is integrated from."""
    full_r2: float = 0.5
    """R² of the lever arm's fit from which the lever arm counts in full."""
    forearm_m: tuple[float, float] = (0.2, 0.35)
    """Elbow to sensor, shortest and longest: bounds the height that a forearm can lift the hand by."""
    usual_forearm_m: float = 0.26
    """Usual distance from elbow to sensor."""
    sure_lever: tuple[float, float] = (2.0, 4.0)
    """Length of the lever arm over its uncertainty from which its direction counts, and counts in full."""
    few: int = 2
    """Number of reps that show little of the lever arm, and may be a drink or a look at the watch."""
    lasting_s: float = 2.3
    """Duration from which acceleration integrated twice is only its own error."""
    narrow_deg: Ramp = (105.0, 50.0)
    """Sweep of the lift: a walking arm swings 78°."""
    too_far_deg: Ramp = (210.0, 260.0)
    """Sweep beyond what an elbow bends, with what a wrist adds."""
    lopsided: Ramp = (0.2, 0.5)
    """Difference of the sweeps of lift and lowering, over the wider one."""
    hurried_s: Ramp = (0.6, 0.25)
    """Duration of the quicker of lift and lowering."""
    stays_up: Ramp = (0.45, 0.6)
    """Share of the time spent near the top."""
    steps_without_gyro: Ramp = (0.5, 1.0)
    """Acceleration in the band of steps over that below it, by an accelerometer alone."""
    path_without_gyro: Ramp = (1.3, 2.2)
    """Way turned over the sweep, by an accelerometer alone."""
    steps: Ramp = (0.3, 0.8)
    """Acceleration in the band of steps over that below it."""
    path: Ramp = (1.15, 1.6)
    """Way turned over the sweep."""
    fast: Ramp = (0.3, 1.2)
    """Coast: share of the height that the speed could carry the load, on a logarithmic scale."""
    sweeps_disagree: Ramp = (0.07, 0.3)
    """Distance from 1 of the gyroscope's sweep over gravity's."""
    rates_disagree: Ramp = (0.97, 0.8)
    """Correlation of the angular velocities that gravity and the gyroscope give."""
    long_lever_m: Ramp = (0.3, 0.37)
    """Length of the lever arm less its uncertainty: a straight arm measures 0.41 m and more."""
    long_lever_r2: Ramp = (0.2, 0.6)
    """R² of the lever arm's fit from which its length counts, and counts in full."""
    arm_swing_deg: Ramp = (70.0, 40.0)
    """Middle of bottom and top, 0 hanging: an arm that swings is centred on hanging."""
    arm_swing_s: Ramp = (2.0, 1.3)
    """Duration of lift and lowering together: two steps."""
    never_hangs_deg: Ramp = (50.0, 70.0)
    """Lowest elevation of the forearm."""
    high_middle_deg: Ramp = (112.0, 126.0)
    """Middle of bottom and top."""
    not_raised: Ramp = (0.5, -0.5)
    """Correlation of the angle with the height that the lever arm gives."""
    unlike_log: Ramp = (0.5, 1.6)
    """Logarithm of the height gained in the lift over that lost in the lowering, its size."""
    unlike_m: Ramp = (0.1, 0.4)
    """Difference of the two heights, its size."""
    upright: Ramp = (0.5, 1.0)
    """Way turned about the vertical over the sweep."""
    low_rise: Ramp = (0.8, 0.2)
    """Height gained over that of the same sweep from hanging."""
    high_rise: Ramp = (1.6, 2.6)
    """Height gained over the most that a forearm can lift the hand."""
    lopsided_unseen: float = 0.3
    """Value of the penalty ``lopsided`` where the lowering was not seen."""
