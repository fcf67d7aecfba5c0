"""Whether the sureness that a movement is a curl is as good as it says, on all labelled recordings; nothing is fitted."""

from __future__ import annotations

import csv
from statistics import mean

import pytest

from analysis.coaching.advice import DEFAULT_SETTINGS
from analysis.stream.offline import analyze
from imu.formats import read_recording
from tests.fixtures.shared import SHARED

pytestmark = [pytest.mark.shared, pytest.mark.validation]
CURLS = SHARED / "data" / "curls"
BANDS = ((0.0, 0.2), (0.2, 0.6), (0.6, 1.01))
"""Doubts that are looked at together."""
MOST_OFF = 0.1
"""Most by which what is said may be above what is so."""


@pytest.fixture(scope="module")
def found() -> list[tuple[float, bool]]:
    """Doubt of each set of two reps or more that the program finds, and whether it is one of curls."""
    with (CURLS / "labels.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [
        (one.curl_doubt, row["kind"] not in ("other", "idle"))
        for row in rows
        if row["dataset"] != "wle_trunk"  # the same wrists as those of wle
        for one in analyze(read_recording(str(CURLS / row["file"]))).sets
        if len(one.reps) > 1 and one.curl_doubt is not None
    ]


@pytest.mark.parametrize("band", BANDS)
def test_no_more_is_said_than_is_so(found: list[tuple[float, bool]], band: tuple[float, float]) -> None:
    inside = [(doubt, curls) for doubt, curls in found if band[0] <= doubt < band[1]]
    said = mean(1.0 - DEFAULT_SETTINGS.kind_doubt * doubt for doubt, _ in inside)
    assert len(inside) >= 20
    assert said <= mean(curls for _, curls in inside) + MOST_OFF


def test_most_of_what_is_no_curl_is_in_doubt(found: list[tuple[float, bool]]) -> None:
    others = [doubt for doubt, curls in found if not curls]
    assert mean(doubt > 0.2 for doubt in others) > 0.8
