"""The names of the five styles, each by the figure that makes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.core.trunk.technique import Bottoms, technique_of
from analysis.records.results import Rep
from analysis.vocabulary import Technique, TrunkVerdict

HANGING, RAISED = (0.0, 0.0, 9.81), (0.0, 6.0, 7.8)
"""Specific force in the sensor of a hanging forearm, and of one that is 38° up."""
STRICT = Rep(
    index=1,
    start_s=0.0,
    top_s=1.0,
    end_s=2.0,
    decided_at_s=9.0,
    rom_deg=130.0,
    verdict="controlled",
    bottom_force_mps2=HANGING,
)
KNOWN = Bottoms().after([STRICT] * 3)


@pytest.mark.parametrize(
    ("rom_deg", "bottom", "trunk", "name"),
    [
        (130.0, HANGING, "still", "strict"),
        (130.0, HANGING, "caution", "strict"),
        (170.0, HANGING, "still", "elbows_forward"),
        (80.0, HANGING, "still", "half_up"),
        (80.0, RAISED, "still", "half_down"),
        (130.0, HANGING, "lean", "hips_forward"),
        (80.0, RAISED, "lean", "hips_forward"),
        (130.0, HANGING, None, None),
        (None, HANGING, "still", None),
    ],
)
def test_each_style_has_its_figure(
    rom_deg: float | None,
    bottom: tuple[float, float, float],
    trunk: TrunkVerdict | None,
    name: Technique | None,
) -> None:
    rep = replace(STRICT, rom_deg=rom_deg, bottom_force_mps2=bottom)
    assert technique_of(rep, trunk, KNOWN) == name


def test_a_short_rep_of_an_unknown_person_has_no_name() -> None:
    short = replace(STRICT, rom_deg=80.0)
    assert technique_of(short, "still", Bottoms().after([short] * 8)) is None
    assert technique_of(short, "still", Bottoms().after([STRICT] * 2)) is None
    assert technique_of(short, "still", Bottoms().after([STRICT] * 2).after([STRICT])) == "half_up"
    assert technique_of(STRICT, "still", Bottoms()) == "strict"
