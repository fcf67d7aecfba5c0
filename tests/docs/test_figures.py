"""docs/figures.md says the limits that the program has, and the score that they give."""

from __future__ import annotations

import re

import pytest

from analysis.core.momentum import FAST_CARRY, STEEPNESS
from analysis.thresholds import DEFAULTS
from imu.units import G_MPS2
from tests.docs.examples import PAGES

TEXT = (PAGES / "figures.md").read_text(encoding="utf-8").replace("\u00a0", " ")
M = DEFAULTS.momentum


@pytest.mark.parametrize(
    "said",
    [
        f"From {M.inertial_mps2:g} m/s² on it is momentum",
        f"it counts from {100 * M.carry:g} % on",
        f"the elbow's share of {M.elbow_mps2:g} m/s² is larger than the coast's share of {100 * FAST_CARRY:g} %",
        f"v     = {M.load_lever_m:g} m · peak forearm speed",
        f"- {M.load_lever_m:g} m is from the elbow to the weight",
        (
            f"Below {M.partial_deg:g}°, below {100 * M.partial_share:g} % of your own full reps, "
            f"or with a top below {M.partial_top_deg:g}° (and a sweep below {M.full_sweep_deg:g}°)"
        ),
        (
            f"{M.own_ratio:g} times their peak speed or inertial peak, "
            f"and never below {M.own_inertial_mps2:g} m/s² or a coast of {100 * M.own_carry:g} %"
        ),
        f"*g* = {G_MPS2} m/s²",
    ],
)
def test_a_limit_is_the_program_s(said: str) -> None:
    assert said in TEXT


def test_how_many_reps_the_own_rule_needs() -> None:
    assert M.own_reps == 3
    assert "From three controlled reps on" in TEXT


def test_the_score_of_some_excesses() -> None:
    (one, pairs) = re.findall(r"so 1\.0 times the limit is (\d+), (.*?), twice is 94\.", TEXT)[0]
    told = {1.0: int(one), 2.0: 94} | {
        float(x): int(s) for x, s in re.findall(r"([\d.]+)(?: times)? is (\d+)", pairs)
    }
    assert len(told) == 4
    for excess, score in told.items():
        power = excess**STEEPNESS
        assert score == round(100 * power / (1 + power))
