"""How it was worked out: formulas and limits in words."""

from __future__ import annotations

from analysis.output import words
from analysis.settings.thresholds import MomentumThresholds


def rows(limits: MomentumThresholds) -> list[tuple[str, str]]:
    """Term and explanation."""
    carry, load = words.percent(limits.carry), words.number(100 * limits.load_lever_m)
    push, elbow = words.number(limits.push_mps2, 1), words.number(limits.elbow_mps2, 1)
    found = {
        "Momentum, 0 to 100": "How likely the lift was thrown, 50 is the limit: at 70 it is at least seven in ten. Coast and "
        "push are weighed together, as a weight must be fast enough to coast and pushed beyond what carries it; "
        f"at {carry} % of coast the limit is a push of {push} m/s², with more of the one it is less of the other. "
        "It is a score, not a share of the work.",
        "Coast": "How much of the lift’s height the weight’s own speed, held for 0.4 s, could carry it: ½v² ÷ gΔh, "
        f"the weight {load} cm from the elbow. Usual for controlled reps: 3 to 8 %.",
        "Push": "How hard the weight was accelerated beyond gravity in the lift, in the plane of the curl and slower "
        "than a tremor (95th percentile below 3 Hz). Usual for controlled reps: 1.5 to 3.5 m/s².",
        "Detour": "The way that the sensor turned in the lift, over the sweep: 1.00 when steady. A trembling lift "
        "goes a longer way, and that speaks against momentum.",
        "Elbow": "How hard the elbow itself was thrown by the body (root mean square in the rep). "
        f"It only tells a swing from a fast lift, from about {elbow} m/s² on.",
        "Range": "How far the forearm swept, in degrees. Half reps are counted; they are momentum only when thrown.",
        "What it does not say": "Whether momentum is good for you or not. In one 8-week study it neither "
        "helped nor hindered muscle growth (Augustin 2025). Here it means: less control, more body movement. "
        "A fast lift of a light weight is momentum too: it says slower, not lighter.",
    }
    return [(term, words.bound(text)) for term, text in found.items()]
