"""A gyroscope that is silent for a time, in tables and pairs of files: the accelerometer counts on, and it is said."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from analysis.stream.offline import analyze
from imu.formats import group_paths, read_group
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import SampleBlock
from tests.fixtures.exports import save

REPS = 8


@cache
def performed():
    """Eight calm curls between two rests, and the row after the fourth."""
    movement = (Still(4.0), CurlSet(reps=(SimulatedRep(lift_s=1.4),) * REPS), Still(9.0))
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)
    done = simulate(movement, sensor=sensor, seed=2)
    block = done.recording.sensors[0]
    return block, int(np.searchsorted(block.time_s, done.truth.arms[0].reps[3].end_s + 0.05))


HEAD = "time (s),ax (m/s²),ay (m/s²),az (m/s²)"


def _cells(values: np.ndarray) -> list[str]:
    return [f"{value:.5f}" for value in values]


def _blank(block: SampleBlock, cell: str, silent: slice) -> dict[str, bytes]:
    """One table whose cells of angular velocity hold no number for a time."""
    assert block.gyr_radps is not None
    lines = [f"{HEAD},gx (rad/s),gy (rad/s),gz (rad/s)"]
    for row in range(len(block)):
        turn = [cell] * 3 if row in range(len(block))[silent] else _cells(block.gyr_radps[row])
        lines.append(",".join([f"{block.time_s[row]:.3f}", *_cells(block.acc_mps2[row]), *turn]))
    return {"log.csv": "\n".join([*lines, ""]).encode()}


def _pair(block: SampleBlock, silent: slice) -> dict[str, bytes]:
    """Two files, of which that of the gyroscope lacks rows."""
    assert block.gyr_radps is not None
    missing = range(len(block))[silent]
    rows = [row for row in range(len(block)) if row not in missing]
    acc = [",".join([f"{t:.3f}", *_cells(f)]) for t, f in zip(block.time_s, block.acc_mps2, strict=True)]
    gyr = [",".join([f"{block.time_s[row]:.3f}", *_cells(block.gyr_radps[row])]) for row in rows]
    return {
        "acc.csv": "\n".join([HEAD, *acc, ""]).encode(),
        "gyr.csv": "\n".join(["time (s),gx (rad/s),gy (rad/s),gz (rad/s)", *gyr, ""]).encode(),
    }


WAYS: dict[str, Callable[[SampleBlock, slice], dict[str, bytes]]] = {
    "blank cells": lambda block, silent: _blank(block, "", silent),
    "nan": lambda block, silent: _blank(block, "nan", silent),
    "a shorter file": _pair,
}


@pytest.mark.parametrize("way", WAYS)
def test_the_accelerometer_counts_on(way, tmp_path):
    block, middle = performed()
    (group,) = group_paths(save(tmp_path, WAYS[way](block, slice(middle, None))))
    recording = read_group(group)
    (read,) = recording.sensors
    assert len(read) == len(block)
    assert np.isnan(read.gyr_radps[middle:]).all()
    assert not np.isnan(read.gyr_radps[:middle]).any()
    result = analyze(recording)
    assert [len(one.reps) for one in result.sets] == [4, 4]
    (said,) = [q for q in result.quality if q.code == "gyroscope_stopped"]
    assert "The gyroscope said nothing for" in quality_text(said)
    assert "4 reps were counted by the accelerometer alone" in quality_text(said)
    assert [note.code for note in recording.reading_notes if note.severity == "warning"] == []


def test_silent_for_a_moment_it_is_a_hole(tmp_path):
    """Less than a second: no reason to judge without it."""
    block, middle = performed()
    (group,) = group_paths(save(tmp_path, _blank(block, "", slice(middle, middle + 20))))
    (read,) = read_group(group).sensors
    assert not np.isnan(read.gyr_radps).any()
    assert len(read) == len(block) - 20
