"""Every collected vector of a sensor is among the captures that come with the program, or is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fixtures.captures import captures, decoder
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = needs_shared
CAPTURES = {"witmotion": "witmotion", "xsens_dot": "movella_dot"}
"""Sensor in the vectors to file of captures; all others are in ``others``."""
SENSORS = (
    *CAPTURES,
    "metamotion", "movesense", "polar_pmd", "microbit", "sensortag_cc2650", "thingy52", "bluest", "arduino_science",
    "generic_6f", "nus_text", "battery", "capture2go",
)  # fmt: skip


def vectors() -> list[dict[str, Any]]:
    told = json.loads((SHARED / "data" / "captures" / "vectors.json").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = told if isinstance(told, list) else told["vectors"]
    return rows


def test_no_sensor_is_left_out() -> None:
    assert {row["sensor"] for row in vectors()} == {*SENSORS}


@pytest.mark.parametrize("sensor", SENSORS)
def test_every_vector_is_a_capture_or_refused(sensor: str) -> None:
    """Refused are the DOT's payloads of 20 bytes: acceleration with gravity taken out."""
    known = {row["hex"] for row in captures(CAPTURES.get(sensor, "others"))}
    missing = [row for row in vectors() if row["sensor"] == sensor and row["hex"] not in known]
    assert {row["name"] for row in missing} <= {"mode 6 free acceleration"}
    for row in missing:
        data = bytes.fromhex(row["hex"])
        for mode in (21, 26):
            assert decoder("movella-dot", mode=mode).feed("short", data) == []
