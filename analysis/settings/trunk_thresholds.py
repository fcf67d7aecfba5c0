"""Thresholds of the trunk: how far it may move in a rep."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.parameter import parameter as _number


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkThresholds:
    """The trunk beside a curl: from where on it is noticed, and from where on it throws the weight."""

    caution_deg: float = _number(
        10.0,
        "°",
        3.0,
        45.0,
        "Lean, or movement of the trunk in a rep, from which it is noticed; below, no rep is thrown by the trunk.",
    )
    lean_deg: float = _number(
        20.0,
        "°",
        5.0,
        90.0,
        "Movement of the trunk in a rep that is momentum whoever lifts: REBA scores a trunk higher from 20° on.",
    )
    own_times: float = _number(
        2.5,
        "ratio",
        1.2,
        10.0,
        "Movement of the trunk, as a multiple of the person's calm reps, that is momentum; raise it for loose trunks.",
    )
