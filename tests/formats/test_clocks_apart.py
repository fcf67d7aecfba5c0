"""An accelerometer and a gyroscope whose clocks differ: what is apart, and by how much, is said."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.formats.tables.check_axes import with_right_axes
from imu.types import Recording
from tests.fixtures.spoiled import lifts


def said(turn_s):
    """Remarks on a recording whose gyroscope was read at other times than its rows say: ``turn_s`` of these."""
    block = lifts(reps=8)
    gyr = np.column_stack([np.interp(turn_s(block.time_s), block.time_s, axis) for axis in block.gyr_radps.T])
    recording = Recording(path="", files=(), format="simulation", sensors=(replace(block, gyr_radps=gyr),))
    return [(note.code, reading_words(note)) for note in with_right_axes(recording, None).reading_notes]


@pytest.mark.parametrize(("lag_s", "word"), [(0.5, "late"), (-0.8, "early")])
def test_apart_by_a_constant_time(lag_s, word):
    ((code, text),) = said(lambda time_s: time_s - lag_s)
    assert code == "clocks_apart"
    assert f"are {abs(lag_s):.1f} s apart: the gyroscope's times are too {word}" in text


def test_clocks_that_drift_apart():
    ((code, text),) = said(lambda time_s: time_s * 0.97)
    assert code == "clocks_apart"
    assert "drift apart" in text


def test_one_clock_is_right():
    assert said(lambda time_s: time_s) == []
