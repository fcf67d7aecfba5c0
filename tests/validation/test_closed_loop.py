"""The hundred lifters of docs/advice.md: 95 of them arrive within four sets and stay."""

from __future__ import annotations

import pytest

from analysis.evaluation.closed_loop import share_near, share_staying
from docs.make_closed_loop import AFTER, LIFTERS, PAGE, followed, loop_lines

pytestmark = pytest.mark.validation


def test_95_of_100_are_within_a_step_of_their_weight_after_four_sets_and_stay() -> None:
    advised = followed("advice")
    assert share_near(advised, AFTER) >= 0.95
    assert share_staying(advised, AFTER) >= 0.9
    row = next(
        line for line in loop_lines({"advice": advised}) if line.startswith("| advice |")
    )  # no other lifters
    assert LIFTERS == 100
    assert row in PAGE.read_text(encoding="utf-8")
