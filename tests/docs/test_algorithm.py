"""The page that says what speaks against a curl says it with the numbers that are used."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.settings.curl_model import ACROSS_HOLE, VERDICT
from analysis.settings.thresholds import DEFAULTS
from analysis.vocabulary import OBJECTION_REASONS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "algorithm.md").read_text(encoding="utf-8")
RECOGNITION = TEXT.partition("\n## Is it a curl?\n")[2].partition("\n## ")[0]


def test_every_objection_stands_there_with_its_weight() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\| ([\d., ]+) \|$", RECOGNITION, re.MULTILINE)
    told = {
        name: float(weight)
        for names, weights in rows
        for name, weight in zip(re.findall(r"`(\w+)`", names), weights.split(", "), strict=True)
    }
    assert told == {name: getattr(DEFAULTS.curl, name) for name in OBJECTION_REASONS}


def test_the_limits_are_those_in_use() -> None:
    curl = DEFAULTS.curl
    assert f"{curl.few_reps_objection:g}·w + {curl.many_reps_objection:g}·(1 − w)" in RECOGNITION
    assert f"it is {curl.no_gyro_objection:g} lower" in RECOGNITION
    assert f"more than {curl.edge_objection:g} against them" in RECOGNITION
    assert f"with {curl.edge_margin:g} more than the set's median" in RECOGNITION


def test_what_may_be_shown_live_is_told() -> None:
    live = TEXT.partition("\n## The live tier")[2].partition("\n## ")[0]
    assert f"may be {DEFAULTS.live.show_objection:g} (`live.show_objection`)" in live
    assert f"at most {DEFAULTS.live.call_objection:g} (`live.call_objection`)" in live


def test_what_momentum_is_is_told_by_the_limits_in_use() -> None:
    told = " ".join(TEXT.partition("\n## Momentum\n")[2].partition("\n## ")[0].split())
    m, grid = DEFAULTS.momentum, DEFAULTS.grid
    assert (
        f"z = {m.carry_weight:g}·ln(carry / {m.carry:g}) + {m.push_weight:g}·ln(push / {m.push_mps2:g} m/s²) − "
        f"{m.tremor_weight:g}·ln(detour); the score is 1/(1 + e^−z)"
    ) in told
    assert (
        f"Below {grid.sure_rate_hz:g} readings a second z is multiplied by rate/{grid.sure_rate_hz:g}" in told
    )
    assert f"below {grid.slow_rate_hz:g} nothing is judged" in told
    assert (
        f"the larger of elbow/{m.elbow_mps2:g} m/s² and carry/{VERDICT.fast_carry:g}; both when both are over"
        in told
    )
    assert (
        f"A sweep below {m.partial_deg:g}° or below {100 * m.partial_share:g} % of the person's own" in told
    )
    assert f"a top below {m.partial_top_deg:g}° with a sweep below {m.full_sweep_deg:g}°" in told
    assert f"ℓ = {m.load_lever_m:g} m to the load" in told


def test_what_a_hole_costs_is_told_by_the_limits_in_use() -> None:
    grid = DEFAULTS.grid
    hole = f'A hole of more than {grid.gap_s:g} s makes its rep "not judged"'
    parted = f"one of more than {grid.reset_gap_s:g} s ends what is analysed as one piece"
    assert f"{hole}; {parted}, and one of more than {ACROSS_HOLE.joined_s:g} s closes the set" in TEXT
