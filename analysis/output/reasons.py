"""Clauses for reason codes: why a rep could not be judged or was short, and why movement holds no curls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.records.results import Rep
from analysis.vocabulary import Because, Reason

OF_REPS: Mapping[Reason, str] = {
    Reason.GAP: "nothing was received for part of it",
    Reason.SLOW: "{rate_hz:.1f} readings a second are too few to judge; {needed_hz:.1f} are needed",
    Reason.NOTHING_MEASURED: "neither acceleration nor speed could be measured",
    Reason.ADDED_BY_HAND: "added by hand",
    Reason.LIFT_CUT: "the data end in its lift, before the top",
    Reason.SHORT_OF_USUAL: "you swept {swept_deg:.0f}° of your usual {usual_deg:.0f}°",
    Reason.SHORT_SWEEP: "you swept {swept_deg:.0f}°; a full curl sweeps more than {full_deg:.0f}°",
    Reason.LOW_TOP: "the forearm rose to {top_deg:.0f}°; a full curl goes beyond {full_deg:.0f}°",
}
"""Reasons for a rep that is not judged, or a half rep."""
WITHOUT_CURLS: Mapping[Reason, str] = {
    Reason.STUCK_ACCELEROMETER: "the accelerometer always reads the same",
    Reason.NO_GRAVITY: "the accelerometer does not read gravity",
    Reason.GYROSCOPE_AXES: "the gyroscope turns the other way than gravity: its axes are of the other handedness",
    Reason.NO_AGREEMENT: "the accelerometer and the gyroscope do not agree on which way is up",
    Reason.TOO_NARROW: "no movement as wide as a curl",
    Reason.INCOMPLETE: "no complete movement",
    Reason.SMALL_SWEEP: "not a curl: the movements sweep less than {least_deg:.0f}°",
    Reason.SEVERAL_KINDS: "not a curl: the movements are of several kinds, and none by itself is a set of curls",
}
"""Reasons why movement holds no curls, other than objections to its kind."""
OBJECTIONS: Mapping[Reason, str] = {
    Reason.LONG_LEVER: "it turned about a point farther off than an elbow, as on a straight arm",
    Reason.ARM_SWING: "the arm swung to and fro about hanging at the pace of steps",
    Reason.NEVER_HANGS: "the forearm never came down to hanging, as in a triceps extension",
    Reason.HIGH_MIDDLE: "the forearm moved about pointing up, as in a triceps extension or a press",
    Reason.NOT_RAISED: "what was taken for the lift lowered the sensor",
    Reason.RATES_DISAGREE: "gravity and the gyroscope saw different movements",
    Reason.UNTOLD_UP: "it could not be told which way is up",
    Reason.NARROW: "the movements were narrow",
    Reason.TOO_FAR: "the movements swept farther than an elbow bends",
    Reason.LOPSIDED: "one way was wider than the other",
    Reason.HURRIED: "the movements were over in a moment",
    Reason.STEPS: "the sensor shook at the pace of steps",
    Reason.STAYS_UP: "the arm stayed up, as for a drink or a call",
    Reason.NEVER_LOWERED: "the arm was not lowered again",
    Reason.PATH: "the hand also turned other ways",
    Reason.FAST: "it was far faster than the height needs",
    Reason.SWEEPS_DISAGREE: "the gyroscope saw another sweep than gravity",
    Reason.UPRIGHT: "much of the turning was about the vertical",
    Reason.LOW_RISE: "the hand hardly rose",
    Reason.HIGH_RISE: "the hand rose more than a forearm can lift it",
    Reason.UNLIKE_WAY_DOWN: "it did not come down as it went up",
}
"""Evidence against a curl; of one movement one or two are named."""


def reasons_of(rep: Rep) -> tuple[str, ...]:
    """Reasons why a rep is not judged or a half rep, a clause each; empty for the others."""
    return tuple(OF_REPS[one.code].format(**one.values) for one in rep.reasons)


def shared_reasons(reps: Sequence[Rep]) -> str:
    """Reasons of reps that bear the same codes, as one clause: ``you swept 76 to 118° of your usual 127°``."""
    return "; ".join(
        OF_REPS[alike[0].code].format(**{name: _Spread(alike, name) for name in alike[0].values})
        for alike in zip(*(rep.reasons for rep in reps), strict=True)
    )


class _Spread:
    """One fact of several reasons: written as the smallest to the largest, or once where they look the same."""

    def __init__(self, reasons: Sequence[Because], name: str) -> None:
        self._values = [float(one.values[name]) for one in reasons]

    def __format__(self, spec: str) -> str:
        low, high = format(min(self._values), spec), format(max(self._values), spec)
        return low if low == high else f"{low} to {high}"


def refusal_clause(because: Because) -> str:
    """Clause on why movement holds no curls."""
    if because.code not in OBJECTIONS:
        return WITHOUT_CURLS[because.code].format(**because.values)
    also = because.values.get("also")
    second = "" if also is None else f", and {OBJECTIONS[Reason(str(also))]}"
    return f"not a curl: {OBJECTIONS[because.code]}{second}"
