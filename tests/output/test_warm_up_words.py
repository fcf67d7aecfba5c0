"""The warm-up in words: true in every case, and never more than was recorded."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.output.warm_up_words import minutes_and_seconds, moved_words, warm_up_words
from analysis.records.session_checks import WarmUp
from imu.units import NBSP


def warm(**more: Any) -> WarmUp:
    given: dict[str, Any] = {
        "movement_s": 25.0,
        "mobility_s": 0.0,
        "activation_s": 0.0,
        "recorded_s": 40.0,
        "unseen_s": 0.0,
        "recordings": 1,
        "ramp_up_sets": 0,
        "first_working_set_s": 40.0,
        "after_s": 40.0,
        "lead_s": 40.0,
        "asked_s": (180.0, 300.0),
        "verdict": "short",
    }
    return WarmUp(**(given | more))


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(0.0, "0 s"), (40.2, "40 s"), (59.7, "1 min"), (250.0, "4 min 10 s"), (3600.0, "60 min")],
)
def test_minutes_and_seconds(seconds: float, says: str) -> None:
    assert minutes_and_seconds(seconds) == says.replace(" min", f"{NBSP}min").replace(" s", f"{NBSP}s")


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (
            warm(verdict="enough", movement_s=250.0, ramp_up_sets=1),
            "4 min 10 s of movement and 1 ramp-up set before the first working set.",
        ),
        (
            warm(verdict="enough", movement_s=250.0, ramp_up_sets=None, first_working_set_s=None),
            "4 min 10 s of movement before the first set.",
        ),
        (warm(), "First working set after 40 s, with 25 s of movement: the article asks for 3 to 5 min."),
        (
            warm(ramp_up_sets=2, after_s=100.0),
            "First working set after 1 min 40 s, with 25 s of movement and 2 ramp-up sets: the article asks for 3 to 5 min.",
        ),
        (
            warm(verdict="unknown", lead_s=8.0, after_s=8.0, recorded_s=8.0),
            "Not known: the recording begins 8 s before the first set.",
        ),
        (
            warm(verdict="unknown", lead_s=240.0, after_s=240.0, recorded_s=60.0, unseen_s=180.0),
            "25 s of movement before the first working set; 3 min before it were not recorded.",
        ),
        (
            warm(verdict="unknown", lead_s=8.0, after_s=1500.0, recorded_s=900.0, recordings=2),
            "Not known: the first of 2 recordings begins 8 s before the first set.",
        ),
        (
            warm(verdict="enough", movement_s=250.0, ramp_up_sets=1, recordings=3),
            "4 min 10 s of movement and 1 ramp-up set before the first working set, in 3 recordings.",
        ),
        (
            warm(verdict="unknown", ramp_up_sets=None, first_working_set_s=None),
            "First set after 40 s, with 25 s of movement; without weights it is not known whether it was a ramp-up set.",
        ),
        (
            warm(verdict="unknown", after_s=None, lead_s=None, unseen_s=None, first_working_set_s=None),
            "25 s of movement, and no set.",
        ),
    ],
)
def test_one_sentence(made: WarmUp, says: str) -> None:
    assert warm_up_words(made).replace(NBSP, " ") == says


def test_the_line_of_the_live_page() -> None:
    assert moved_words(130.0, (180.0, 300.0)).replace(NBSP, " ") == "Moved 2 min 10 s of 3 to 5 min"
    assert moved_words(0.0, (240.0, 240.0)).replace(NBSP, " ") == "Moved 0 s of 4 min"
