"""A page that watches a walk stays silent, or nearly so: reps that are shown while people only walk."""

from __future__ import annotations

import csv

import pytest

from analysis.stream.offline import analyze
from imu.formats import read_recording
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.validation]
WALKS = {("wisdm6", "walking"), ("sp_sw_har", "sit/stand up/walk/turn/walk/sit")}
CURLS = SHARED / "data" / "curls"
MOST_A_MINUTE = 0.3
"""A wish, not a limit of the program: less than one rep in three minutes is seen by nobody who walks to the next
dumbbell."""


def test_hardly_any_rep_is_shown_while_people_walk() -> None:
    minutes, shown = 0.0, 0
    with (CURLS / "labels.csv").open(encoding="utf-8", newline="") as labels:
        walks = [row["file"] for row in csv.DictReader(labels) if (row["dataset"], row["style"]) in WALKS]
    for walk in walks:
        result = analyze(read_recording(CURLS / walk))
        minutes += result.duration_s / 60.0
        shown += sum(event.kind == "rep" and event.closed_by is None for event in result.events)
    assert minutes > 40.0
    assert shown / minutes <= MOST_A_MINUTE
