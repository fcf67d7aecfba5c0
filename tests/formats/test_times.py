"""Times in every spelling that loggers, apps and spreadsheets have: read right, or refused with the cause."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group
from tests.fixtures import exports
from tests.fixtures.exports import save
from tests.fixtures.time_tables import (
    ACC_G,
    GYR_DPS,
    ROWS,
    TIME,
    codes,
    dates,
    read_text,
    text_of,
    times_read,
)

MS = [20 * row for row in range(ROWS)]
_UNITS = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}
NAMES = {
    "ms": (
        "time_milliseconds|time_millisecond|time (millisecond)|t [msec]|elapsedMillis|millis()|Zeit in ms|t_ms|epoch_ms|"
        "Milliseconds|ms_since_start|时间(ms)|时间戳(毫秒)|TimestampMS|uptime_ms|mcu_ms|time.ms|Zeit (Millisekunden)|ts_ms"
    ),
    "us": (
        "time_usec|Timestamp_us|t[us]|t [µs]|t [μs]|TIME(µS)|micros|micros()|time_microseconds|boot_us|elapsed (microsecs)"
    ),
    "ns": "time_nanoseconds|Timestamp[nanosec]|timestamp (nanosecond)|t_ns|sensor timestamp [ns]",
    "s": "time_sec|Time (sec.)|seconds_elapsed|tiempo (s)|temps (secondes)|Zeit [Sek]|time (second)|uptime_s",
}
NAMED = [(unit, name) for unit, names in NAMES.items() for name in names.split("|")]


@pytest.mark.parametrize(("unit", "name"), NAMED)
def test_a_unit_in_the_name(unit: str, name: str, tmp_path: Path) -> None:
    """The unit is told by the longest ending: ``milliseconds`` are no seconds. Nothing needs to be said."""
    cells = [
        f"{1000 + second:.2f}" if unit == "s" else round((1000 + second) * _UNITS[unit]) for second in TIME
    ]
    recording = read_text(text_of(cells, name=name), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s - recording.sensors[0].time_s[0], TIME, atol=1e-6)
    assert codes(recording) == []


PLAIN_NAMES = (
    "t|ts|time|Zeit|Zeitstempel|temps|tiempo|tempo|czas|tijd|tid|aika|时间|時間|時刻|시간|время|date|datetime|uptime|epoch|"
    "sample_time|host_timestamp|Date/Time|Unix time|Time Stamp|device_ts|clock|Time [hh:mm:ss]|DateTime UTC"
)


@pytest.mark.parametrize("name", PLAIN_NAMES.split("|"))
@pytest.mark.parametrize("unit", ["epoch_ms", "clock"])
def test_names_without_a_unit(name: str, unit: str, tmp_path: Path) -> None:
    clock = dates(lambda moment: moment.isoformat(sep=" ", timespec="milliseconds"))
    cells = clock if unit == "clock" or "[" in name else [1_777_000_000_000 + ms for ms in MS]
    np.testing.assert_allclose(times_read(text_of(cells, name=name), tmp_path), TIME, atol=1e-6)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("origin_s", [0, 1_777_000_000])
def test_the_unit_is_told_by_the_step(unit: str, origin_s: int, tmp_path: Path) -> None:
    cells = [origin_s + second if unit == "s" else round(second * _UNITS[unit]) for second in TIME]
    if unit != "s":
        cells = [int(origin_s * _UNITS[unit]) + int(cell) for cell in cells]
    recording = read_text(text_of(cells, name="timestamp"), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s - recording.sensors[0].time_s[0], TIME, atol=1e-6)
    assert codes(recording) == ([] if unit == "s" else ["time_unit_by_step"])


def test_a_kilohertz_is_told_by_the_size_of_the_times(tmp_path: Path) -> None:
    """A step of one may be a millisecond or a second; times since 1970 tell which."""
    cells = [1_777_000_000_000 + row for row in range(ROWS)]
    np.testing.assert_allclose(times_read(text_of(cells, name="timestamp"), tmp_path), TIME / 20.0, atol=1e-6)


@pytest.mark.parametrize(
    ("stated", "true"),
    [("ms", "s"), ("s", "ms"), ("ms", "us"), ("us", "ms"), ("ns", "us"), ("us", "s"), ("s", "us")],
)
def test_a_unit_that_cannot_be(stated: str, true: str, tmp_path: Path) -> None:
    """No unit but the true one gives 2.5 to 2,000 readings a second, as units differ by 1,000."""
    cells = [f"{second:.2f}" if true == "s" else round(second * _UNITS[true]) for second in TIME]
    recording = read_text(text_of(cells, name=f"time ({stated})"), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)
    (note,) = recording.reading_notes
    assert (note.code, note.severity) == ("time_unit_by_rate", "warning")
    assert f"the header says {stated}" in reading_words(note)
    assert f"as {true} there are 50." in reading_words(note)


def test_minutes_and_the_days_of_spreadsheets(tmp_path: Path) -> None:
    """Spreadsheets count days since 1900: a step of 20 ms is 2.3e-7 of one."""
    minutes = [f"{second / 60:.8f}" for second in TIME]
    np.testing.assert_allclose(times_read(text_of(minutes, name="time (min)"), tmp_path), TIME, atol=1e-6)
    serial = [f"{46146.5 + second / 86400:.10f}" for second in TIME]
    np.testing.assert_allclose(times_read(text_of(serial, name="Time"), tmp_path), TIME, atol=2e-5)


def _of(form: str, digits: int = 3) -> list[str]:
    """Texts by a form of `strftime`, in which ``@`` is a fraction of a second with so many digits."""
    return dates(lambda moment: moment.strftime(form).replace("@", f"{moment.microsecond:06d}"[:digits]))


@pytest.mark.parametrize(
    "form",
    [
        "%d.%m.%Y %H:%M:%S.@",
        "%d/%m/%Y %H:%M:%S.@",
        "%m/%d/%Y %I:%M:%S.@ %p",
        "%Y/%m/%d %H:%M:%S.@",
        "%Y-%m-%dT%H:%M:%S.@Z",
        "%Y-%m-%dT%H:%M:%S.@+02:00",
        "%Y-%m-%d %H:%M:%S.@ +0200",
        "%Y-%m-%d %H:%M:%S:@",
        "%Y年%m月%d日 %H:%M:%S.@",
        "%d-%b-%Y %H:%M:%S.@",
        "%a %b %d %H:%M:%S.@ %Y",
        "%d.%m.%y %H:%M:%S.@",
        "%d.%m.%Y %H.%M.%S.@",
        "%H:%M:%S.@ %d/%m/%Y",
        "%Y%m%dT%H%M%S.@",
        "%Y%m%d_%H%M%S_@",
        "%Y%m%d%H%M%S@",
        "%Y%m%d%H%M%S.@",
        "%I:%M:%S.@ p.m.",
        "下午 %I:%M:%S.@",
        "0 days %H:%M:%S.@",
    ],
)
def test_texts(form: str, tmp_path: Path) -> None:
    np.testing.assert_allclose(times_read(text_of(_of(form)), tmp_path), TIME, atol=1e-6)


def test_texts_with_a_decimal_comma(tmp_path: Path) -> None:
    quoted = [f'"{cell}"' for cell in _of("%H:%M:%S,@")]
    np.testing.assert_allclose(times_read(text_of(quoted), tmp_path), TIME, atol=1e-6)
    german = text_of(_of("%d.%m.%Y %H:%M:%S,@"), name="Zeit", separator=";", mark=",")
    np.testing.assert_allclose(times_read(german, tmp_path), TIME, atol=1e-6)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("%H:%M:%S.%f", datetime(2026, 5, 4, 23, 59, 55)),  # noqa: DTZ001
        ("%I:%M:%S.%f", datetime(2026, 5, 4, 12, 59, 55)),  # noqa: DTZ001
        ("%M:%S.%f", datetime(2026, 5, 4, 12, 59, 55)),  # noqa: DTZ001
        ("%d/%m/%Y %H:%M:%S.%f", datetime(2026, 4, 5, 23, 59, 55)),  # noqa: DTZ001
        ("%m/%d/%Y %H:%M:%S.%f", datetime(2026, 4, 5, 23, 59, 55)),  # noqa: DTZ001
        ("%m/%d/%Y %I:%M:%S.%f %p", datetime(2026, 4, 5, 11, 59, 55)),  # noqa: DTZ001
        ("%d.%m.%Y %H:%M:%S.%f", datetime(2026, 12, 31, 23, 59, 55)),  # noqa: DTZ001
    ],
)
def test_texts_go_on_past_midnight_noon_and_the_hour(form: str, start: datetime, tmp_path: Path) -> None:
    cells = dates(lambda moment: moment.strftime(form), start)
    np.testing.assert_allclose(times_read(text_of(cells), tmp_path), TIME, atol=1e-6)


def test_summer_time_ends(tmp_path: Path) -> None:
    """From 3:00 the clock goes back to 2:00."""
    start = datetime(2026, 10, 25, 2, 59, 55)  # noqa: DTZ001
    late = dates(lambda moment: moment.strftime("%d.%m.%Y %H:%M:%S.%f"), start)
    cells = [cell.replace(" 03:", " 02:") for cell in late]
    np.testing.assert_allclose(times_read(text_of(cells), tmp_path), TIME, atol=1e-6)


def test_a_date_beside_the_time(tmp_path: Path) -> None:
    cells = _of("%d.%m.%Y,%H:%M:%S.@")
    np.testing.assert_allclose(times_read(text_of(cells, name="Date,Time"), tmp_path), TIME, atol=1e-6)


_WRAPS = {
    "uint32 us": ("micros", lambda us: (us + 2**32 - 3_000_000) % 2**32),
    "int32 us": ("t_us", lambda us: (us + 2**31 - 3_000_000 + 2**31) % 2**32 - 2**31),
    "uint32 ms": ("millis", lambda us: (us // 1000 + 2**32 - 3_000) % 2**32),
    "int31 ms": ("t_ms", lambda us: (us // 1000 + 2**31 - 3_000) % 2**31),
    "uint16 ms": ("time (ms)", lambda us: (us // 1000 + 60_000) % 2**16),
    "int16 ms": ("time (ms)", lambda us: (us // 1000 + 30_000 + 2**15) % 2**16 - 2**15),
    "us / 1000": ("t_ms", lambda us: (us + 2**32 - 3_000_000) % 2**32 / 1000),
    "us / 1e6": ("t_s", lambda us: (us + 2**32 - 3_000_000) % 2**32 / 1e6),
    "ns": ("t_ns", lambda us: us * 1000 % 2**32),
    "ms of a second": ("ms", lambda us: us // 1000 % 1000),
    "s of a day": ("time (s)", lambda us: (us / 1e6 + 86_395) % 86_400),
}


@pytest.mark.parametrize("kind", _WRAPS)
def test_counters_that_begin_again_go_on(kind: str, tmp_path: Path) -> None:
    name, counted = _WRAPS[kind]
    cells = [counted(20_000 * row) for row in range(ROWS)]
    recording = read_text(text_of(cells, name=name), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s - recording.sensors[0].time_s[0], TIME, atol=1e-6)
    assert codes(recording) == ["time_unwrapped"]


@pytest.mark.parametrize("wild", [2**16, 10**6, 2**31])
def test_one_wild_time_at_a_limit_is_no_counter_that_begins_again(wild: int, tmp_path: Path) -> None:
    cells = [*MS[:300], str(wild), *MS[301:]]
    recording = read_text(text_of(cells, name="t_ms"), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, np.delete(TIME, 300) - TIME[0], atol=1e-6)
    assert codes(recording) == ["time_backwards"]


def test_a_restart_is_no_limit(tmp_path: Path) -> None:
    """A logger that was switched off and on begins at zero long before its counter's limit."""
    with pytest.raises(RecordingError, match="split the file in front of this line"):
        read_text(text_of(MS[:300] * 2, name="t_ms"), tmp_path)


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("second,millisecond", [f"{row // 50 % 60},{20 * row % 1000}" for row in range(ROWS)]),
        ("Time,Milliseconds", [f"17:30:{row // 50:02d},{20 * row % 1000}" for row in range(ROWS)]),
        ("epoch_s,usec", [f"{1_777_000_000 + row // 50},{20_000 * row % 1_000_000}" for row in range(ROWS)]),
        (
            "hour,minute,second,ms",
            [f"17,30,{(row // 50 + 10) % 60},{20 * row % 1000}" for row in range(ROWS)],
        ),
    ],
)
def test_seconds_beside_their_parts(name: str, cells: list[str], tmp_path: Path) -> None:
    """A hole of whole seconds shows in the seconds alone."""
    kept = cells[:200] + cells[350:]
    rest = text_of(kept, name=name)
    np.testing.assert_allclose(
        times_read(rest, tmp_path), np.concatenate([TIME[:200], TIME[350:]]), atol=1e-6
    )


@pytest.mark.parametrize("other", ["Milliseconds", "counter_ms", "elapsed (ms)"])
def test_the_finer_of_two_columns(other: str, tmp_path: Path) -> None:
    seconds = dates(lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S"))
    cells = [f"{second},{ms + 1}" for second, ms in zip(seconds, MS, strict=True)]
    np.testing.assert_allclose(
        times_read(text_of(cells, name=f"Timestamp,{other}"), tmp_path), TIME, atol=1e-6
    )


_COARSE = {
    "whole seconds": lambda ms: f"17:30:{(ms + 370) // 1000:02d}",
    "since 1970": lambda ms: str(1_777_000_000 + (ms + 370) // 1000),
    "tenths, rounded": lambda ms: f"{ms / 1000:.1f}",
    "tenths, cut": lambda ms: f"{ms // 100 / 10:.1f}",
    "mm:ss.0 of a spreadsheet": lambda ms: f"30:{ms // 1000:02d}.{ms // 100 % 10}",
    "halves": lambda ms: f"{ms // 500 / 2:.1f}",
    "days with five decimals": lambda ms: f"{46146.5 + ms / 86_400_000:.5f}",
    "in bunches": lambda ms: f"{ms // 200 * 0.2 + 0.01 * (ms // 200 % 3):.2f}",
}


@pytest.mark.parametrize("kind", _COARSE)
def test_coarse_times_are_evened_out(kind: str, tmp_path: Path) -> None:
    """The number of rows in a tick tells their rate; the first and last tick may be partial ones."""
    recording = read_text(text_of([_COARSE[kind](ms) for ms in MS], name="Time"), tmp_path)
    steps = np.diff(recording.sensors[0].time_s)
    np.testing.assert_allclose(steps, 0.02, rtol=0.01)
    (note,) = [note for note in recording.reading_notes if note.code == "times_evened"]
    assert "a second" in reading_words(note)


def test_a_hole_in_coarse_times_stays(tmp_path: Path) -> None:
    late = [ms + (5000 if ms > 6140 else 0) for ms in MS]
    time_s = times_read(text_of([_COARSE["whole seconds"](ms) for ms in late]), tmp_path)
    np.testing.assert_allclose(time_s, TIME + 5.0 * (TIME > 6.14), atol=0.05)


@pytest.mark.parametrize("cell", ["1.7E+12", "1,7E+12", "1.62E+12", "2E+12"])
def test_times_that_a_spreadsheet_shortened(cell: str, tmp_path: Path) -> None:
    made = text_of([cell] * ROWS, name="timestamp (ms)", separator=";", mark="," if "," in cell else ".")
    with pytest.raises(RecordingError, match="shortened") as caught:
        read_text(made, tmp_path)
    assert cell in caught.value.what
    assert (caught.value.line, caught.value.field) == (2, "timestamp (ms)")


@pytest.mark.parametrize("cell", ["1777000000", "0.0", "2026-05-04 17:30:01"])
def test_times_that_are_all_alike(cell: str, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=f"stands still: all {ROWS} rows have the time {cell}"):
        read_text(text_of([cell] * ROWS), tmp_path)


def test_times_to_the_minute_are_too_coarse(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="only every 60 s"):
        read_text(text_of(_of("%d.%m.%Y %H:%M")[:-50] + ["04.05.2026 17:31"] * 50), tmp_path)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("sample", "'sample' only counts"),
        ("Index", "'Index' only counts"),
        ("#", "'#' only counts"),
        ("PacketCounter", "only counts"),
        ("dt (ms)", r"add 'dt \(ms\)' up"),
        ("temp (C)", "names no time column; add one"),
    ],
)
def test_no_time_at_all(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=why):
        read_text(text_of(range(ROWS), name=name), tmp_path)


def test_a_column_that_fails_gives_way_to_another(tmp_path: Path) -> None:
    cells = [f"1.7E+12,{second:.2f}" for second in TIME]
    np.testing.assert_allclose(times_read(text_of(cells, name="epoch (ms),time"), tmp_path), TIME, atol=1e-9)


def test_rows_from_the_last_to_the_first(tmp_path: Path) -> None:
    head, *lines = text_of([f"{second:.2f}" for second in TIME], name="time (s)").splitlines()
    recording = read_text("\n".join([head, *lines[::-1], ""]), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)
    np.testing.assert_allclose(recording.sensors[0].acc_mps2, ACC_G * 9.80665, atol=1e-3)
    assert codes(recording) == ["last_row_first"]


@pytest.mark.parametrize("since_s", [11_644_473_600 + 1_777_000_000, 62_135_596_800 + 1_777_000_000])
def test_ticks_of_a_tenth_of_a_microsecond(since_s: int, tmp_path: Path) -> None:
    """Windows counts them since 1601, .NET since the year 1."""
    cells = [(since_s * 100 + 2 * row) * 100_000 for row in range(ROWS)]
    np.testing.assert_allclose(times_read(text_of(cells, name="timestamp"), tmp_path), TIME, atol=1e-5)


@pytest.mark.parametrize(
    "name", ["timestamp (UTC)", "time (since boot)", "Time (unix)", "time [2026]", "time (GMT+2)"]
)
def test_brackets_that_hold_a_remark(name: str, tmp_path: Path) -> None:
    np.testing.assert_allclose(times_read(text_of(MS, name=name), tmp_path), TIME, atol=1e-9)


def test_times_of_metabase_that_a_spreadsheet_shortened(tmp_path: Path) -> None:
    made = exports.metabase()
    short = {name: re.sub(rb"(?m)^15\d{11}", b"1.55E+12", data) for name, data in made.items()}
    whole = read_group(group_paths(save(tmp_path / "whole", made))[0]).sensors[0]
    recording = read_group(group_paths(save(tmp_path / "short", short))[0])
    assert "elapsed_time" in codes(recording)
    assert recording.started_at is None
    np.testing.assert_allclose(np.diff(recording.sensors[0].time_s), np.diff(whole.time_s)[0], atol=1e-3)


def test_times_of_witmotion_to_the_second(tmp_path: Path) -> None:
    """The app writes milliseconds; a spreadsheet that opened the file keeps the seconds."""
    rows = [
        f"2026-5-4 17:30:{row // 50:02d},{row},{','.join(f'{value:.4f}' for value in (*acc, *gyr))}"
        for row, (acc, gyr) in enumerate(zip(ACC_G, GYR_DPS, strict=True))
    ]
    head = "Time,Chip Time(),Acceleration X(g),Acceleration Y(g),Acceleration Z(g),"
    head += "Angular velocity X(°/s),Angular velocity Y(°/s),Angular velocity Z(°/s)"
    recording = read_text("\n".join([head, *rows, ""]), tmp_path)
    assert recording.format == "witmotion"
    np.testing.assert_allclose(np.diff(recording.sensors[0].time_s), 0.02, atol=1e-6)
    assert "times_evened" in codes(recording)


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_the_canonical_form_as_a_spreadsheet_saves_it(separator: str, tmp_path: Path) -> None:
    """Decimal commas, and comment lines filled up with separators."""
    mark = "." if separator == "," else ","
    head = ("time_s", "acc_x_mps2", "acc_y_mps2", "acc_z_mps2")
    rows = [
        separator.join(repr(value).replace(".", mark) for value in (second, *acc))
        for second, acc in zip(TIME.tolist(), (ACC_G * 9.80665).tolist(), strict=True)
    ]
    fill = separator * 3
    made = [
        f"# lifter: ann{fill}",
        separator.join(head),
        *rows[:300],
        f"# 6.0 side: left{fill}",
        *rows[300:],
        "",
    ]
    recording = read_text("\n".join(made), tmp_path)
    assert (recording.format, recording.lifter) == ("canonical", "ann")
    assert [(note.time_s, note.value) for note in recording.notes] == [(6.0, "left")]
    np.testing.assert_array_equal(recording.sensors[0].time_s, TIME)
    np.testing.assert_array_equal(recording.sensors[0].acc_mps2, ACC_G * 9.80665)
