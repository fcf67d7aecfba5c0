"""Every collected vector of these sensors is among the captures that come with the program, or is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.devices.captures import captures, decoder
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared
CAPTURES = {"witmotion": "witmotion", "xsens_dot": "movella_dot"}
"""Sensor in the vectors to file of captures."""


def vectors(sensor: str) -> list[dict[str, Any]]:
    told = json.loads((SHARED / "data" / "captures" / "vectors.json").read_text(encoding="utf-8"))
    rows = told if isinstance(told, list) else told["vectors"]
    return [row for row in rows if row["sensor"] == sensor]


@pytest.mark.parametrize("sensor", CAPTURES)
def test_every_vector_is_a_capture_or_refused(sensor: str) -> None:
    """Refused are the DOT's payloads of 20 bytes: acceleration with gravity taken out."""
    known = {row["hex"] for row in captures(CAPTURES[sensor])}
    missing = [row for row in vectors(sensor) if row["hex"] not in known]
    assert {row["name"] for row in missing} <= {"mode 6 free acceleration"}
    for row in missing:
        data = bytes.fromhex(row["hex"])
        for mode in (21, 26):
            assert decoder("movella-dot", mode=mode).feed("short", data) == []
