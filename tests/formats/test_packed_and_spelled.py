"""Files as some programs leave them: packed alone, in wide letters, with clocks and numbers of their own."""

import gzip
from functools import cache

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group
from imu.formats.tables.clock_numbers import seconds_of_day
from tests.fixtures.exports import save
from tests.fixtures.spoiled import lifts

HEAD = "time{unit},ax (m/s²),ay (m/s²),az (m/s²),gx (rad/s),gy (rad/s),gz (rad/s)"
BEGUN_S = 18 * 3600 + 59 * 60 + 48.5
"""Time of day at which the table begins: the hour changes in it."""


@cache
def block():
    return lifts()


def table(times, unit="", number="{:.5f}"):
    values = np.column_stack([block().acc_mps2, block().gyr_radps])
    rows = [
        ",".join([str(t), *(number.format(v) for v in row)]) for t, row in zip(times, values, strict=True)
    ]
    return "\n".join([HEAD.format(unit=unit), *rows, ""])


def read(folder, data, name="log.csv"):
    (group,) = group_paths(save(folder, {name: data}))
    return read_group(group)


def plain(unit=" (s)"):
    return table([f"{t:.3f}" for t in block().time_s], unit)


def check(recording, *, first_row=0, precision_s=1e-3):
    (one,) = recording.sensors
    own = block().time_s[first_row:]
    np.testing.assert_allclose(one.time_s - one.time_s[0], own - own[0], atol=precision_s)
    np.testing.assert_allclose(one.acc_mps2, block().acc_mps2[first_row:], atol=1e-4)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_wide_letters(encoding, tmp_path):
    check(read(tmp_path, plain().encode(encoding)))


def test_packed_alone(tmp_path):
    check(read(tmp_path, gzip.compress(plain().encode()), "log.csv.gz"))


def test_packed_in_two_goes(tmp_path):
    """As a logger does that appends to it."""
    text = plain().encode()
    check(read(tmp_path, gzip.compress(text[:5000]) + gzip.compress(text[5000:]), "log.csv.gz"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(plain().encode())[:-400], "damaged or cut gz"),
        (gzip.compress(b"0" * 60_000_000), "unpacks to more than"),
    ],
    ids=["cut", "bomb"],
)
def test_packed_badly(data, said, tmp_path):
    with pytest.raises(RecordingError, match=said):
        read(tmp_path, data, "log.csv.gz")


def clock(time_s, decimals):
    ticks = round((BEGUN_S + time_s) * 10**decimals)
    seconds, rest = divmod(ticks, 10**decimals)
    whole = f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
    return whole, f"{rest:0{decimals}d}" if decimals else ""


@pytest.mark.parametrize(
    ("decimals", "mark", "precision_s"),
    [(3, ".", 2e-3), (3, "", 2e-3), (2, "", 0.02), (0, "", 1.1)],
    ids=["hhmmss.sss", "hhmmsssss", "hhmmssss", "hhmmss"],
)
def test_a_time_of_day_as_one_number(decimals, mark, precision_s, tmp_path):
    recording = read(tmp_path, table([mark.join(clock(t, decimals)) for t in block().time_s]).encode())
    check(recording, precision_s=precision_s)
    assert "clock_numbers" in [note.code for note in recording.reading_notes]


def test_over_midnight():
    clock_numbers = np.array([235959.5, 235959.9, 0.3, 0.7, np.nan, 1.1])
    np.testing.assert_allclose(np.diff(seconds_of_day(clock_numbers)[[0, 1, 2, 3, 5]]), 0.4, atol=1e-6)


@pytest.mark.parametrize(
    "numbers",
    [
        np.arange(0.0, 200.0, 0.02),
        185945.0 + np.arange(0.0, 90.0, 0.02),
        1.7e9 + np.arange(0.0, 90.0, 0.02),
        np.concatenate([np.arange(0.0, 40.0, 0.02), 90.0 + np.arange(0.0, 9.0, 0.02)]),
        np.array([np.nan, np.nan]),
    ],
    ids=["seconds", "large seconds", "epoch", "a hole", "nothing"],
)
def test_other_times_are_none(numbers):
    assert seconds_of_day(numbers) is None


@pytest.mark.parametrize("unit", [" (s)", " (ms)"])
def test_a_first_row_before_the_clock_was_set(unit, tmp_path):
    per_s = 1000 if unit == " (ms)" else 1
    times = ["0", *(f"{(1_730_000_000 + t) * per_s:.3f}" for t in block().time_s[1:])]
    recording = read(tmp_path, table(times, unit).encode())
    check(recording, first_row=1)
    (note,) = [note for note in recording.reading_notes if note.code == "time_zero"]
    assert "The first row has the time 0" in reading_words(note)


def test_exponents_of_double_precision(tmp_path):
    text = table([f"{t:.3f}" for t in block().time_s], " (s)", "{:.5E}").replace("E", "D")
    assert "D+00" in text
    check(read(tmp_path, text.encode()))
