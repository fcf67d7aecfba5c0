"""Numbers of the warm-up check."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.parameter import parameter as _number


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUpSettings:
    """Numbers of the warm-up check: what counts as movement, and how much of it is enough. Sources: docs/warm_up_and_sides.md."""

    enough_s: float = _number(
        180.0,
        "s",
        30.0,
        900.0,
        "Movement before the first working set that is enough; raise it to ask for more.",
    )
    ample_s: float = _number(
        300.0, "s", 30.0, 1800.0, "Upper end of what is asked for, as it is said: 3 to 5 minutes."
    )
    look_back_s: float = _number(
        900.0, "s", 180.0, 900.0, "Movement longer than this before the first working set no longer counts."
    )
    same_session_s: float = _number(
        1800.0,
        "s",
        60.0,
        7200.0,
        "Recordings of one person belong to one session if the next begins within this after the end of the one before.",
    )
    least_recorded_s: float = _number(
        30.0,
        "s",
        0.0,
        300.0,
        "A recording that begins less than this before the set says nothing of the warm-up.",
    )
    moving_share: float = _number(
        0.6, "ratio", 0.1, 1.0, "Share of five seconds that the sensor must turn in to count as movement."
    )
    moving_run_s: float = _number(
        15.0, "s", 5.0, 60.0, "Movement counts from this long on end; raise it to ignore more gestures."
    )
    least_reach: float = _number(
        0.5,
        "",
        0.0,
        2.0,
        "Extent of the directions below which slow turning is fidgeting: 0.5 is a sweep of about 30°.",
    )
    wide_share: float = _number(
        0.2,
        "ratio",
        0.05,
        1.0,
        "Share of five seconds that is enough where the movement is wide, as in slow work with pauses.",
    )
    wide_reach: float = _number(
        1.0, "", 0.2, 3.0, "Extent of the directions from which movement is wide: 1 is a sweep of about 60°."
    )
    quick_share: float = _number(
        0.25, "ratio", 0.05, 1.0, "Share of quick turning from which movement is brisk rather than slow."
    )
    ramp_up_most: float = _number(
        0.8, "ratio", 0.3, 0.95, "Sets up to this share of the heaviest weight, before it, are ramp-up sets."
    )
