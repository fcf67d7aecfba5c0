"""The report's section on the method: formulas and limits in words, made from the rules that are in force."""

from __future__ import annotations

from analysis.language import say, write_number
from analysis.output import words
from analysis.settings.curl_model import REP, VERDICT
from analysis.settings.thresholds import MomentumThresholds


def method_rows(limits: MomentumThresholds) -> list[tuple[str, str]]:
    """Pairs of a term and its explanation."""
    figures: dict[str, dict[str, object]] = {
        "momentum": {
            "coast": words.percent(limits.carry),
            "push": words.number(limits.push_mps2, 1),
            "formula": evidence_formula(limits),
        },
        "coast": {"held_s": REP.held_s, "lever_cm": words.number(100 * limits.load_lever_m)},
        "push": {"hz": REP.push_hz},
        "limit": {},
        "near": {},
        "detour": {"hz": REP.detour_hz},
        "elbow": {"rule": cause_rule(limits)},
        "range": {"rule": half_rep_rule(limits)},
        "not_said": {},
    }
    return [
        (say(f"report.method.{name}.term"), words.bound(say(f"report.method.{name}.text", **values)))
        for name, values in figures.items()
    ]


def evidence_formula(limits: MomentumThresholds) -> str:
    """Writes the sum whose sign decides; a figure of no weight is left out."""
    terms = (
        (limits.carry_weight, say("report.method.formula.coast", limit=100 * limits.carry)),
        (limits.push_weight, say("report.method.formula.push", limit=limits.push_mps2)),
        (-limits.tremor_weight, say("report.method.formula.detour")),
    )
    signed = [
        f"{'+' if weight > 0 else '−'} {write_number(abs(weight), '.3g')} · {term}"
        for weight, term in terms
        if weight
    ]
    return " ".join(signed).removeprefix("+ ") or "0"


def cause_rule(limits: MomentumThresholds) -> str:
    """Writes when momentum is called a swing, and when speed."""
    return say("report.method.cause_rule", elbow_mps2=limits.elbow_mps2, coast=100 * VERDICT.fast_carry)


def half_rep_rule(limits: MomentumThresholds) -> str:
    """Writes when a rep is a half rep."""
    return say(
        "report.method.half_rep_rule",
        share=100 * limits.partial_share,
        least_deg=limits.partial_deg,
        top_deg=limits.partial_top_deg,
        full_deg=limits.full_sweep_deg,
    )
