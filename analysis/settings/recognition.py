"""Thresholds of the recognition of curls: limits, and the weight of each penalty.

`analysis.evaluation.fit_recognition` fitted them to labelled recordings of curls and of other movement.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.parameter import parameter as _number


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlThresholds:
    """Recognition: whether a movement is a curl at all."""

    min_rom_deg: float = _number(
        50.0, "°", 20.0, 120.0, "A set whose typical sweep is smaller is not a set of curls."
    )
    few_reps_objection: float = _number(
        2.31,
        "",
        0.0,
        100.0,
        "Weighed objections up to which one or two reps are curls; lower it against ghosts between sets.",
    )
    many_reps_objection: float = _number(
        3.31, "", 0.0, 100.0, "The same for a long set; lower it against other exercises."
    )
    no_gyro_objection: float = _number(
        1.58,
        "",
        0.0,
        5.0,
        "How much less is allowed without a gyroscope, as less can object; raise it against ghosts.",
    )
    edge_objection: float = _number(
        6.0, "", 0.0, 100.0, "Reps at the ends of a set with more against them are set-up movements."
    )
    edge_margin: float = _number(
        3.6,
        "",
        0.2,
        100.0,
        "Reps at the ends of a longer set that lie this far above its median are set-up movements; lower it to drop more.",
    )
    long_lever: float = _number(
        4.22,
        "",
        0.0,
        10.0,
        "Weight of the objection that the lever arm is longer than a forearm: a straight arm.",
    )
    arm_swing: float = _number(
        3.02, "", 0.0, 10.0, "Weight of the objection that the arm swings about hanging at the pace of steps."
    )
    never_hangs: float = _number(
        2.11,
        "",
        0.0,
        10.0,
        "Weight of the objection that the forearm never comes down to hanging: triceps extensions.",
    )
    high_middle: float = _number(
        3.06,
        "",
        0.0,
        10.0,
        "Weight of the objection that the forearm moves about pointing up: triceps extensions, presses.",
    )
    not_raised: float = _number(
        1.5, "", 0.0, 10.0, "Weight of the objection that the lift lowers the sensor."
    )
    rates_disagree: float = _number(
        1.56, "", 0.0, 10.0, "Weight of the objection that gravity and gyroscope see different movements."
    )
    untold_up: float = _number(
        1.9,
        "",
        0.0,
        10.0,
        "Weight of the objection that it cannot be told which way is up.",
    )
    narrow: float = _number(2.13, "", 0.0, 10.0, "Weight of the objection that the sweep is narrow.")
    too_far: float = _number(
        1.32, "", 0.0, 10.0, "Weight of the objection that the sweep is wider than an elbow bends."
    )
    lopsided: float = _number(
        1.47, "", 0.0, 10.0, "Weight of the objection that lift and lowering are not equally wide."
    )
    hurried: float = _number(
        1.5, "", 0.0, 10.0, "Weight of the objection that lift or lowering are over in a moment."
    )
    steps: float = _number(
        1.78, "", 0.0, 10.0, "Weight of the objection that the sensor shakes at the pace of steps."
    )
    stays_up: float = _number(
        2.9,
        "",
        0.0,
        10.0,
        "Weight of the objection that the arm stays up, in one or two movements: a drink, a call.",
    )
    never_lowered: float = _number(
        1.36, "", 0.0, 10.0, "Weight of the objection that a lone movement is not lowered again."
    )
    path: float = _number(1.46, "", 0.0, 10.0, "Weight of the objection that the hand also turns other ways.")
    fast: float = _number(
        1.54, "", 0.0, 10.0, "Weight of the objection that the speed is far more than the height needs."
    )
    sweeps_disagree: float = _number(
        1.41, "", 0.0, 10.0, "Weight of the objection that the gyroscope sees another sweep than gravity."
    )
    upright: float = _number(
        1.6, "", 0.0, 10.0, "Weight of the objection that much of the turning is about the vertical."
    )
    low_rise: float = _number(1.48, "", 0.0, 10.0, "Weight of the objection that the hand hardly rises.")
    high_rise: float = _number(
        1.52, "", 0.0, 10.0, "Weight of the objection that the hand rises more than a forearm can lift it."
    )
    unlike_way_down: float = _number(
        1.64, "", 0.0, 10.0, "Weight of the objection that it does not come down as it went up."
    )
