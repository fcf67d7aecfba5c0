"""What the report says of effort holds for the public curls whose lifters noted it, rep by rep."""

from __future__ import annotations

import csv
from collections import defaultdict
from statistics import mean

import pytest

from analysis.coaching.advice import DEFAULT_SETTINGS
from analysis.coaching.effort import slowing_of
from analysis.language import say
from analysis.stream.offline import analyze
from imu.formats import read_recording
from tests.fixtures.shared import SHARED

pytestmark = [pytest.mark.shared, pytest.mark.validation]
CURLS = SHARED / "data" / "curls"
HARD = 8.0
"""Effort, of 10, with about two reps left."""


@pytest.fixture(scope="module")
def noted() -> list[tuple[str, float, float]]:
    """Person, share of the speed lost up to a rep, and the effort noted for it; reps from the fifth on."""
    efforts: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with (CURLS / "rpe_exeter_reps.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            efforts[row["file"]].append((row["subject"], float(row["rpe"])))
    found = []
    for file, said in efforts.items():
        reps = [r for one in analyze(read_recording(str(CURLS / file))).sets for r in one.reps]
        if len(reps) != len(said):
            continue
        for k in range(5, len(reps) + 1):
            slowing = slowing_of(reps[:k], DEFAULT_SETTINGS)
            if slowing is not None and slowing.last_rep == reps[k - 1].index:
                found.append((said[k - 1][0], slowing.loss, said[k - 1][1]))
    return found


def hard(noted: list[tuple[str, float, float]], low: float, high: float) -> float:
    return mean(effort >= HARD for _, loss, effort in noted if low <= loss < high)


def test_the_numbers_that_the_report_says(noted: list[tuple[str, float, float]]) -> None:
    slow, steady = (
        hard(noted, DEFAULT_SETTINGS.near_failure_from, 1.0),
        hard(noted, -9.0, DEFAULT_SETTINGS.slowing_from),
    )
    assert f"in {len(noted)} reps" in say("effort.how_sure")
    assert f"in {100.0 * slow:.0f} % of those that were" in say("effort.how_sure")
    assert f"in {100.0 * steady:.0f} % of those that were less" in say("effort.how_sure")


def test_it_holds_for_each_person(noted: list[tuple[str, float, float]]) -> None:
    """Nobody's reps set the limits of the other: slower ones were harder for both."""
    for person in {one[0] for one in noted}:
        own = [one for one in noted if one[0] == person]
        assert hard(own, 0.2, 1.0) > hard(own, -9.0, 0.1) + 0.4
