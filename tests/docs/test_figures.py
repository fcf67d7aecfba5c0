"""docs/figures.md says the limits that the program has, and the score that they give."""

from __future__ import annotations

import re
from math import hypot, log

import pytest

from analysis.core.curl.measure import DETOUR_HZ, HELD_S, PUSH_HZ
from analysis.core.curl.momentum import FAST_CARRY, score
from analysis.settings.thresholds import DEFAULTS
from imu.units import G_MPS2
from tests.fixtures.doc_examples import PAGES

TEXT = (PAGES / "figures.md").read_text(encoding="utf-8").replace("\u00a0", " ")
M = DEFAULTS.momentum


@pytest.mark.parametrize(
    "said",
    [
        (
            f"evidence = {M.carry_weight:g} · ln(coast / {100 * M.carry:g} %) + {M.push_weight:g} · "
            f"ln(push / {M.push_mps2:g} m/s²) − {M.tremor_weight:g} · ln(detour)"
        ),
        f"across the curl axis, below {PUSH_HZ:g} Hz",
        f"as a multiple of the sweep** (`detour`), below {DETOUR_HZ:g} Hz",
        f"the elbow's share of {M.elbow_mps2:g} m/s² is larger than the coast's share of {100 * FAST_CARRY:g} %",
        f"v     = {M.load_lever_m:g} m · forearm speed, held for {HELD_S:g} s",
        f"- {M.load_lever_m:g} m is from the elbow to the weight",
        (
            f"Below {M.partial_deg:g}°, below {100 * M.partial_share:g} % of your own full reps, "
            f"or with a top below {M.partial_top_deg:g}° (and a sweep below {M.full_sweep_deg:g}°)"
        ),
        f"*g* = {G_MPS2} m/s²",
    ],
)
def test_a_limit_is_the_program_s(said: str) -> None:
    assert said in TEXT


def test_the_example_of_a_lifter() -> None:
    (coast, push, told) = re.findall(
        r"coasted (\d+) % of the way and was pushed with ([\d.]+) m/s²: together (\d+)", TEXT
    )[0]
    evidence = M.carry_weight * log(float(coast) / 100 / M.carry) + M.push_weight * log(
        float(push) / M.push_mps2
    )
    assert int(told) == round(100 * score(evidence))


def test_the_push_that_twice_the_coast_makes_up_for() -> None:
    (told,) = re.findall(r"With twice the coast half the push is at about the limit \(([\d.]+) m/s²\)", TEXT)
    assert float(told) == pytest.approx(M.push_mps2 * 2 ** (-M.carry_weight / M.push_weight), abs=0.05)


@pytest.mark.parametrize(("palm_deg", "told"), re.findall(r"by (\d+)°[a-z ]* (?:makes )?(1\.\d+)", TEXT))
def test_the_detour_of_a_turning_palm(palm_deg: str, told: str) -> None:
    """Turned in step with a lift of 125°: the way is the length of the two turns together."""
    assert float(told) == pytest.approx(hypot(125.0, float(palm_deg)) / 125.0, abs=0.005)
