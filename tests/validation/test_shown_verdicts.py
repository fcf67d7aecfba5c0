"""The live page does not say what the closed set takes back, over all labelled curls."""

from __future__ import annotations

import pytest

from analysis.evaluation.labels import read_labels
from analysis.evaluation.shown_verdicts import shown_reps
from imu.formats import read_recording
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.validation]
MOST = 0.03
"""A wish: of a hundred verdicts that a lifter sees in the set, at most three are others afterwards."""


def test_hardly_any_verdict_that_was_shown_is_another_one_afterwards() -> None:
    curls = [one for one in read_labels(SHARED / "data" / "curls" / "labels.csv") if one.kind == "curl"]
    reps = [rep for label in curls for rep in shown_reps(read_recording(label.path))]
    said = [rep for rep in reps if rep.shown and rep.final is not None]
    assert len(said) > 2000
    assert sum(rep.is_contradicted for rep in said) <= MOST * len(said)
