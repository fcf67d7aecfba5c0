"""A clock that stands still is said, in every format; rows that no sensor can have given are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.formats.tables.clock_checks import check_sample_clock
from tests.fixtures.time_tables import ACC_G, GYR_DPS, ROWS, TIME, read_text, text_of


@pytest.mark.parametrize("again", [False, True])
def test_a_clock_that_stands_still_for_a_while(again: bool, tmp_path: Path) -> None:
    """Rows go on by the usual step, and what the clock counted afterwards follows."""
    standing = np.concatenate(
        [TIME[:300], np.full(150, TIME[299]), TIME[300:450] if again else np.full(150, TIME[299])]
    )
    recording = read_text(text_of([f"{second:.2f}" for second in standing], name="time (s)"), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)
    (note,) = recording.reading_notes
    assert (note.code, note.severity) == ("clock_stands_still", "warning")
    assert "line 301" in reading_words(note)


@pytest.mark.parametrize("name", ["time_s", "time (s)"])
def test_a_clock_that_stands_still_from_the_beginning(name: str, tmp_path: Path) -> None:
    cells = [min(second, 0.1) for second in TIME.tolist()]
    with pytest.raises(RecordingError, match=r"595 of 600 rows have the time 0\.1"):
        read_text(text_of(cells, name=name), tmp_path)


@pytest.mark.parametrize("latched", [False, True])
def test_a_clock_that_catches_up(latched: bool, tmp_path: Path) -> None:
    """It shows the first time of a stretch all along, or the last as rows arrived at once: they fill the jump beside."""
    shown = TIME.copy()
    shown[200:320] = TIME[200] if latched else TIME[319]
    recording = read_text(text_of([f"{second:.2f}" for second in shown], name="time (s)"), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=0.001)
    assert [note.code for note in recording.reading_notes] == ["clock_stands_still"]


_ACC = 9.80665 * ACC_G
_HEADS = {
    "phyphox": '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"',
    "sensor-logger": "time,seconds_elapsed,x,y,z",
    "metabase": "epoch (ms),time (01:00),elapsed (s),x-axis (m/s^2),y-axis (m/s^2),z-axis (m/s^2)",
    "xsens-dot": "PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z",
}


def _first(kind: str, second: float) -> str:
    return {
        "phyphox": f"{second}",
        "sensor-logger": f"{1_777_000_000_000_000_000 + round(second * 1e9)},{second}",
        "metabase": f"{1_777_000_000_000 + round(second * 1e3)},x,{second}",
        "xsens-dot": f"1,{round(second * 1e6)}",
    }[kind]


@pytest.mark.parametrize("kind", _HEADS)
@pytest.mark.parametrize("until", [5, 400])
def test_apps_whose_clock_stands_still(kind: str, until: int, tmp_path: Path) -> None:
    """From row 5 on: refused. From row 400 on: said, and the rows keep that time."""
    values = np.column_stack([_ACC, GYR_DPS]) if kind == "xsens-dot" else _ACC
    rows = (
        ",".join([_first(kind, min(row, until) / 50), *map(repr, values[row].tolist())])
        for row in range(ROWS)
    )
    text = "\n".join([_HEADS[kind], *rows, ""])
    if until == 5:
        with pytest.raises(RecordingError, match="the clock stands still: 594 of 600"):
            read_text(text, tmp_path)
        return
    recording = read_text(text, tmp_path)
    assert recording.format == kind
    (note,) = [note for note in recording.reading_notes if note.code == "clock_stands_still"]
    assert note.severity == "warning"
    assert "for 199 samples" in reading_words(note)
    assert note.start_s == pytest.approx(recording.sensors[0].time_s[400])


def test_more_readings_than_any_sensor_gives() -> None:
    with pytest.raises(RecordingError, match="50,000 readings a second"):
        check_sample_clock(TIME / 1000.0, "a.csv", Notes())
