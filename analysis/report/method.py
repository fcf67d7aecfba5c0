"""The report's section on the method: formulas and limits in words, made from the rules that are in force."""

from __future__ import annotations

from analysis.output import words
from analysis.settings.curl_model import REP, VERDICT
from analysis.settings.thresholds import MomentumThresholds


def method_rows(limits: MomentumThresholds) -> list[tuple[str, str]]:
    """Pairs of a term and its explanation."""
    push, load = words.number(limits.push_mps2, 1), words.number(100 * limits.load_lever_m)
    found = {
        "Momentum, 0 to 100": "How likely the lift was thrown, 50 is the limit: at 70 it is at least seven in ten. Coast and "
        "push are weighed together, as a weight must be fast enough to coast and pushed beyond what carries it; "
        f"at {words.percent(limits.carry)} % of coast the limit is a push of {push} m/s², with more of the one it is less "
        f"of the other. It is 1 ÷ (1 + e^−z) with z = {evidence_formula(limits)}; no other figure is in it. "
        "It is a score, not a share of the work.",
        "Coast": f"How much of the lift’s height the weight’s own speed, held for {REP.held_s:g} s, could carry it: ½v² ÷ gΔh, "
        f"the weight {load} cm from the elbow. In most people’s controlled reps: 3 to 8 %.",
        "Push": "How hard the weight was accelerated beyond gravity in the lift, in the plane of the curl and slower "
        f"than a tremor (95th percentile below {REP.push_hz:g} Hz). In most people’s controlled reps: 1.5 to 3.5 m/s².",
        "Limit": "The push at which that lift would be at the limit, its coast and detour as they are: the limit that "
        "acted. A push above it is momentum.",
        "Near the limit": "A score of 45 to 55 could as well be on the other side, so it has no colour of its own.",
        "Detour": f"The way that the sensor turned in the lift (below {REP.detour_hz:g} Hz), over the sweep: 1.00 when steady. "
        "A trembling lift goes a longer way, and that speaks against momentum.",
        "Elbow": "How hard the elbow itself was thrown by the body (root mean square in the rep). It is not in the score; "
        f"it names the cause of momentum: {cause_rule(limits)}.",
        "Range": f"How far the forearm swept, in degrees. {half_rep_rule(limits)}. "
        "Half reps are counted; they are momentum only when thrown.",
        "What it does not say": "Whether momentum is good for you or not. In one 8-week study it neither "
        "helped nor hindered muscle growth (Augustin 2025). Here it means: less control, more body movement. "
        "A fast lift of a light weight is momentum too: it says slower, not lighter.",
    }
    return [(term, words.bound(text)) for term, text in found.items()]


def evidence_formula(limits: MomentumThresholds) -> str:
    """Writes the sum whose sign decides; a figure of no weight is left out."""
    terms = (
        (limits.carry_weight, f"ln(coast ÷ {100 * limits.carry:.3g} %)"),
        (limits.push_weight, f"ln(push ÷ {limits.push_mps2:.3g} m/s²)"),
        (-limits.tremor_weight, "ln(detour)"),
    )
    signed = [f"{'+' if weight > 0 else '−'} {abs(weight):.3g} · {term}" for weight, term in terms if weight]
    return " ".join(signed).removeprefix("+ ") or "0"


def cause_rule(limits: MomentumThresholds) -> str:
    """Writes when momentum is called a swing, and when speed."""
    elbow, coast = f"{limits.elbow_mps2:.3g} m/s²", f"{100 * VERDICT.fast_carry:.3g} %"
    return (
        f"a swing where the elbow’s share of {elbow} is larger than the coast’s share of {coast}, else speed, "
        "and both where both are reached"
    )


def half_rep_rule(limits: MomentumThresholds) -> str:
    """Writes when a rep is a half rep."""
    share, least = 100 * limits.partial_share, limits.partial_deg
    top = f"a forearm that rises to less than {limits.partial_top_deg:.3g}° in a sweep below {limits.full_sweep_deg:.3g}°"
    return f"Less than {share:.3g} % of your full reps or than {least:.3g}°, or {top}, is a half rep"
