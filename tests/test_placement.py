"""The arm and the place that the name of a sensor tells."""

from __future__ import annotations

import pytest

from imu.placement import CURL_SENSORS, placement_name, side_of, without_side


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


@pytest.mark.parametrize(
    ("placement", "side", "words"),
    [
        ("wrist", None, "wrist"),
        ("upper_arm", None, "upper arm"),
        ("wrist", "right", "right wrist"),
        ("wrist_left", None, "left wrist"),
        ("wrist_left", "left", "left wrist"),
        ("wrist_left", "right", "left wrist"),
        ("dumbbell_right", None, "right dumbbell"),
        ("barbell", None, "barbell"),
    ],
)
def test_what_people_call_it(placement: str, side: str | None, words: str) -> None:
    assert placement_name(placement, side) == words


def test_curls_are_seen_on_one_arm_or_on_a_barbell() -> None:
    assert {without_side(sensor) for sensor in CURL_SENSORS} == {"wrist", "forearm", "dumbbell", "barbell"}
    assert "barbell_left" not in CURL_SENSORS
