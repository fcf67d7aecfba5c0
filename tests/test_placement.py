"""The arm and the place that the name of a sensor tells."""

from __future__ import annotations

import pytest

from imu.placement import CURL_SENSORS, side_of, without_side


@pytest.mark.parametrize(
    ("placement", "side", "place"),
    [
        ("wrist", None, "wrist"),
        ("wrist_left", "left", "wrist"),
        ("upper_arm_right", "right", "upper_arm"),
        ("barbell", None, "barbell"),
        ("outright", None, "outright"),
        ("left", None, "left"),
    ],
)
def test_arm_and_place(placement: str, side: str | None, place: str) -> None:
    assert (side_of(placement), without_side(placement)) == (side, place)


def test_curls_are_seen_on_one_arm_or_on_a_barbell() -> None:
    assert {without_side(sensor) for sensor in CURL_SENSORS} == {"wrist", "forearm", "dumbbell", "barbell"}
    assert "barbell_left" not in CURL_SENSORS
