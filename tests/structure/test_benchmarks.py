"""The benchmarks are there and begin; what they measure is not judged."""

from __future__ import annotations

import sys
from importlib import import_module
from inspect import signature
from pathlib import Path

import numpy as np
import pytest

from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, random_rotation, simulate
from tests.benchmarks import peers
from tests.benchmarks.__main__ import PARTS, main

FOLDER = Path(__file__).parents[1] / "benchmarks"
SHARED_BY_PARTS = {"__init__", "__main__", "recordings", "timing"}


def test_every_file_is_a_part_or_serves_the_parts() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - SHARED_BY_PARTS == set(PARTS.values())


@pytest.mark.parametrize("name", PARTS)
def test_a_part_takes_words_and_needs_none(name: str) -> None:
    given = signature(import_module(f"tests.benchmarks.{PARTS[name]}").main).parameters.values()
    assert all(one.default is not one.empty for one in given)


def test_a_part_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "nothing"])
    with pytest.raises(SystemExit, match="There is no benchmark 'nothing'; there are pipeline, "):
        main()


def test_missing_peers_are_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stumpy", None)  # an import of it fails
    with pytest.raises(SystemExit, match=r"\[benchmarks\].*stumpy"):
        peers.main()


@pytest.mark.parametrize("rate_hz", [25.0, 100.0])
def test_peaks_are_counted_as_they_were_lifted(rate_hz: float) -> None:
    """About the main axis, whose direction is found whichever way the sensor is worn."""
    done = simulate(
        (Still(3.0), CurlSet(reps=(SimulatedRep(),) * 7), Still(3.0)),
        sensor=SensorModel(rate_hz=rate_hz),
        mounting=random_rotation(np.random.default_rng(4)),
    )
    (block,) = done.recording.sensors
    one = peers.Labelled(block=block, reps=7, main_rate=peers.main_axis_rate(block))
    assert peers.by_peaks(one, 0.5, 1.0) == peers.by_us(one) == 7
