"""Trunk and technique on the labelled recordings, with each person held out, and the fit on made reps."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from analysis.core.trunk.technique import Bottoms
from analysis.evaluation.fit_technique import (
    PUBLISHED_ELSEWHERE,
    StyledRep,
    confusion_table,
    fitted_limits,
    styled_reps,
    technique_table,
    trunk_table,
)
from analysis.records.results import Rep
from analysis.stream.offline import analyze
from analysis.vocabulary import Technique
from imu.formats import read_recording
from tests.fixtures.shared import SHARED, needs_shared

CURLS = SHARED / "data" / "curls"
HANGING, RAISED = (0.0, 0.0, 9.81), (0.0, 6.0, 7.8)
PLAIN = Rep(
    index=1, start_s=0.0, top_s=1.0, end_s=2.0, decided_at_s=9.0, trunk_verdict="still", rom_deg=130.0
)


def styled(style: Technique, rom_deg: float, bottom: tuple[float, float, float], person: str) -> StyledRep:
    rep = replace(PLAIN, rom_deg=rom_deg, bottom_force_mps2=bottom)
    return StyledRep(person=person, style=style, rep=rep, bottoms=Bottoms(forces=(HANGING,) * 3))


MADE = [
    styled(style, rom_deg, bottom, person)
    for person, (style, rom_deg, bottom) in product(
        ("ann", "bob"),
        [
            ("strict", 113.0, HANGING),
            ("strict", 135.0, HANGING),
            ("half_up", 95.0, HANGING),
            ("half_down", 95.0, RAISED),
            ("elbows_forward", 150.0, HANGING),
        ],
    )
]
"""Reps of two people between which any limits from 98 to 110° and from 140 to 148° part the styles."""


def test_a_fit_finds_limits_between_the_styles() -> None:
    limits = fitted_limits(MADE)
    assert 95.0 < limits.half_deg <= 113.0
    assert 135.0 < limits.far_deg <= 150.0
    assert all(one.called(limits) == one.style for one in MADE)


def test_the_tables_count_what_they_say() -> None:
    lines = technique_table(MADE)
    assert lines[2].startswith("| ann | 5 | 1.000 | 0 |")
    assert lines[4].startswith("| all | 10 | 1.000")
    silent = [*MADE, replace(MADE[0], rep=None)]
    assert technique_table(silent)[2].startswith("| ann | 6 | 0.833 | 1 |")
    strict = next(line for line in confusion_table(silent) if line.startswith("| strict"))
    assert strict == "| strict | 4 | 0 | 0 | 0 | 0 | 1 |"
    assert trunk_table(MADE)[-1].startswith("| all | 0 |")


@cache
def labelled() -> list[StyledRep]:
    return styled_reps(CURLS)


@needs_shared
@pytest.mark.slow
@pytest.mark.validation
def test_five_styles_are_told_better_than_by_four_sensors() -> None:
    """Of all labelled reps, those that are not told counted as wrong, each person by limits of the others."""
    every = next(line for line in technique_table(labelled()) if line.startswith("| all"))
    share = re.search(r"\| all \| \d+ \| ([\d.]+) ", every)
    assert share is not None
    assert float(share[1]) > PUBLISHED_ELSEWHERE


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("person", ["s1", "s2", "s3"])
def test_no_correct_fast_or_low_curl_is_thrown_by_the_trunk(person: str) -> None:
    result = analyze(read_recording(str(CURLS / "uci" / f"{person}_three_sensors.csv")))
    assert result.trunk is not None
    assert (result.trunk.reps, result.trunk.lean) == (30, 0)
