"""Times that change too seldom to be made even are refused in a sentence, not with a warning of numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imu.errors import RecordingError
from imu.formats import read_recording
from imu.formats.tables.even_times import evened_ticks, steps_of


def test_one_far_too_late_time_in_front_leaves_no_rate_to_tell() -> None:
    times = np.array([1e15, *np.repeat(np.arange(10) * 0.125, 6)])
    assert evened_ticks(times, steps_of(times)) is None


def test_a_file_that_begins_so_is_refused(tmp_path: Path) -> None:
    """Milliseconds since 1970 that a clock of 8 Hz tells, and a first one of 10^18."""
    times_ms = [10**18, *(1_700_000_000_000 + 125 * (row // 6) for row in range(60))]
    rows = "".join(f"{t},{0.1 * (k % 7)},0.2,9.8\n" for k, t in enumerate(times_ms))
    (tmp_path / "a.csv").write_text("timestamp_ms,acc_x,acc_y,acc_z\n" + rows, encoding="utf-8")
    with pytest.raises(RecordingError, match="too seldom to tell when the rows were read"):
        read_recording(str(tmp_path / "a.csv"))
