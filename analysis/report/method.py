"""How it was worked out: formulas and limits in words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report import words
from analysis.report.summary import SetView, flagged, indices
from analysis.thresholds import MomentumThresholds


def _own_rule(views: Sequence[SetView], limits: MomentumThresholds) -> str:
    text = (
        f"With at least {limits.own_reps} controlled reps, a second rule compares with them: it speaks up at "
        f"{limits.own_ratio:g} times their median."
    )
    for view in views:
        found = flagged(view.rep_set.reps)
        named = (
            (("own",), "only your own reps"),
            (("both",), "both rules"),
            (("fixed",), "only the fixed limits"),
        )
        parts = [
            f"{words.reps(indices(r for r in found if r.rule in rules))} fired {what}"
            for rules, what in named
            if any(r.rule in rules for r in found)
        ]
        if parts:
            text += f" {words.capital(view.name)}: {words.joined(parts)}."
    return text


def rows(focus: Sequence[SetView], limits: MomentumThresholds) -> list[tuple[str, str]]:
    """Term and explanation."""
    carry, load = words.percent(limits.carry), words.number(100 * limits.load_lever_m)
    inertial, elbow = words.number(limits.inertial_mps2, 1), words.number(limits.elbow_mps2, 1)
    found = {
        "Momentum, 0 to 100": "Coast, inertial peak and elbow, combined into one score. 50 is the limit. "
        "It is a score, not a share of the work.",
        "Coast": "How much of the lift’s height the weight’s own top speed could carry it: ½v² ÷ gΔh, the "
        f"weight {load} cm from the elbow. Usual for controlled reps: 4 to 8 %. Limit alone: {carry} %.",
        "Inertial peak": "How hard the weight was accelerated, beyond gravity (95th percentile in the rep). "
        f"Limit alone: {inertial} m/s².",
        "Elbow": "How hard the elbow itself was thrown by the body (root mean square in the rep). "
        f"It tells a swing from a fast lift, from about {elbow} m/s² on.",
        "Range": "How far the forearm swept, in degrees. Half reps are counted and are not momentum.",
        "Your own reps": _own_rule(focus, limits),
        "What it does not say": "Whether momentum is good for you or not. In one 8-week study it neither "
        "helped nor hindered muscle growth (Augustin 2025). Here it means: less control, more body movement.",
    }
    return [(term, words.bound(text)) for term, text in found.items()]
