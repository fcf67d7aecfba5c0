"""What the report says of the rules is what the rules are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Known, gather
from analysis.report.method import cause_rule, evidence_formula, half_rep_rule, method_rows
from analysis.settings.curl_model import VERDICT
from analysis.settings.thresholds import DEFAULTS
from tests.fixtures.lifters import lifted, study

M = DEFAULTS.momentum
OTHER = replace(
    M, carry=0.12, carry_weight=3.0, push_mps2=6.5, push_weight=7.5, tremor_weight=2.0, elbow_mps2=2.5,
    partial_share=0.6, partial_deg=80.0, partial_top_deg=95.0, full_sweep_deg=120.0, load_lever_m=0.4,
)  # fmt: skip
NAMES = {"carry": "coast", "push_mps2": "push", "detour": "detour"}


def figures() -> RepFigures:
    """Those of one lift of a simulated lifter."""
    return study(lifted("anna")).measured[0].sets[0].reps[0]


@pytest.mark.parametrize("limits", [M, OTHER], ids=["defaults", "other"])
def test_the_score_s_formula_names_what_is_added_up_and_nothing_else(limits) -> None:
    told = dict(method_rows(limits))["Momentum, 0 to 100"].replace("\u00a0", " ")
    formula = evidence_formula(limits)
    assert f"z = {formula}; no other figure is in it." in told
    added = gather(figures(), Known(inertial=True, turning=True), limits)
    assert [NAMES[c.figure] for c in added] == [
        n for n in ("coast", "push", "detour") if f"ln({n}" in formula
    ]
    assert formula.count("ln(") == len(added)
    for one in added:
        assert f"{abs(one.weight):.3g} · ln({NAMES[one.figure]}" in formula
    assert f"− {limits.tremor_weight:.3g} · ln(detour)" in formula
    assert "elbow" not in told


def test_a_figure_without_weight_is_not_in_the_formula() -> None:
    assert "push" not in evidence_formula(replace(M, push_weight=0.0))
    assert evidence_formula(replace(M, carry_weight=0.0, push_weight=0.0, tremor_weight=0.0)) == "0"


@pytest.mark.parametrize("limits", [M, OTHER], ids=["defaults", "other"])
def test_the_elbow_only_names_the_cause(limits) -> None:
    told = dict(method_rows(limits))["Elbow"].replace("\u00a0", " ")
    assert "not in the score" in told
    assert cause_rule(limits) in told.replace("\u00a0", " ")
    assert f"share of {limits.elbow_mps2:g} m/s² " in told
    assert f"share of {100 * VERDICT.fast_carry:g} %" in told


@pytest.mark.parametrize("limits", [M, OTHER], ids=["defaults", "other"])
def test_half_reps_are_told_by_their_limits(limits) -> None:
    told = half_rep_rule(limits)
    for value in (
        100 * limits.partial_share, limits.partial_deg, limits.partial_top_deg, limits.full_sweep_deg
    ):  # fmt: skip
        assert f"{value:g}" in told
    assert told in dict(method_rows(limits))["Range"].replace("\u00a0", " ")
