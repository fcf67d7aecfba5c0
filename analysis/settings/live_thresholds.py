"""Thresholds of the live count: when a set opens and closes, when a lift is counted, shown and called."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.parameter import parameter as _number


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveThresholds:
    """The live count and the early call of momentum, both causal."""

    axis_tau_s: float = _number(
        4.0, "s", 1.0, 30.0, "Memory of the running curl axis; shorter adapts faster and wobbles more."
    )
    sweep_deg: float = _number(
        40.0, "°", 15.0, 90.0, "Smallest sweep that opens a set or counts; raise it to ignore half reps."
    )
    own_share: float = _number(
        0.4,
        "ratio",
        0.1,
        0.8,
        "Share of the person's own range that a movement must reach or fall back; raise it against double counts.",
    )
    slow_share: float = _number(
        0.35,
        "ratio",
        0.05,
        0.9,
        "The count goes up when lift speed has fallen to this share of its peak; raise it to count earlier.",
    )
    rest_s: float = _number(
        8.0, "s", 2.0, 60.0, "Stillness that closes a set; raise it for long pauses within a set."
    )
    busy_s: float = _number(
        15.0, "s", 5.0, 120.0, "Time without a swing that closes a set although the sensor moves."
    )
    still_dps: float = _number(20.0, "°/s", 5.0, 90.0, "Rotation slower than this is stillness.")
    longest_set_s: float = _number(
        900.0, "s", 60.0, 3600.0, "A set is closed after this long; bounds memory."
    )
    flag_carry: float = _number(
        0.1,
        "ratio",
        0.02,
        1.0,
        "Coast so far that speaks for neither side in an early call; raise it for fewer.",
    )
    flag_push_mps2: float = _number(
        6.5,
        "m/s²",
        1.0,
        20.0,
        "Push so far that speaks for neither side in an early call; raise it for fewer.",
    )
    flag_carry_weight: float = _number(
        5.0, "", 0.0, 20.0, "As momentum.carry_weight, for an early call; raise it to make speed count more."
    )
    flag_push_weight: float = _number(
        5.0, "", 0.0, 20.0, "As momentum.push_weight, for an early call; raise it to make pushing count more."
    )
    flag_tremor_weight: float = _number(
        20.0,
        "",
        0.0,
        50.0,
        "As momentum.tremor_weight, for an early call; raise it to excuse trembling more.",
    )
    show_objection: float = _number(
        2.7,
        "",
        0.0,
        10.0,
        "Weighed objections up to which lifts are shown while the set is open; lower it for more silence in a walk.",
    )
    call_objection: float = _number(
        0.8,
        "",
        0.0,
        10.0,
        "The same for a call in the middle of the first lift, when little can be objected yet.",
    )
    flag_sweep_deg: float = _number(
        15.0,
        "°",
        0.0,
        90.0,
        "The lift must have gone this far before it can be called; raise it for later, safer calls.",
    )
