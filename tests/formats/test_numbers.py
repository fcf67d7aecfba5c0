"""Numbers as spreadsheets and people write them; what cannot be known is refused, never read as something else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.formats.tables.cell_numbers import cell_numbers
from tests.fixtures.time_tables import ACC_G, GYR_DPS, ROWS, TIME, codes, read_text, text_of, times_read


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["0,5", "1", "-2,25"], [0.5, 1.0, -2.25]),
        (["1.003", "998", "-1.000"], [1003.0, 998.0, -1000.0]),
        (["1,003", "998", "-12"], [1003.0, 998.0, -12.0]),
        (["1.003", "2", "-1.5"], [1.003, 2.0, -1.5]),
        (["1.003", "0.998"], [1.003, 0.998]),
        (["1.003", "2", "-3"], [1.003, 2.0, -3.0]),
        (["1.003", "1002", "998"], [1.003, 1002.0, 998.0]),
        (["1.234.567", "998", "1.003"], [1234567.0, 998.0, 1003.0]),
        (["1,234.5", "1,003"], [1234.5, 1003.0]),
        (["1.234,5", "1.003"], [1234.5, 1003.0]),
        (["1'003", "1’003", "1 003", "1\u00a0003", "1\u202f003,5"], [1003.0, 1003.0, 1003.0, 1003.0, 1003.5]),
        (["−0.5", "–1", "-2"], [-0.5, -1.0, -2.0]),
        (["1,2E-3", "1,2e+3", "5,"], [0.0012, 1200.0, 5.0]),
        (["1.003E+3", "998"], [1003.0, 998.0]),
        (["", "x", "0x1F", "1_0", "1 2", "9.81 m/s2"], [np.nan] * 6),
    ],
)
def test_a_column_decides_its_marks(cells: list[str], values: list[float]) -> None:
    np.testing.assert_array_equal(cell_numbers(cells).values, values)


@pytest.mark.parametrize(
    "cells", [["0.5", "0,5"], ["1.5", "2", "1.234.567"], ["1.234,5", "1,234.5", "0,5", "0.5"]]
)
def test_marks_that_contradict_each_other(cells: list[str]) -> None:
    assert cell_numbers(cells).mixed is not None


def _milli(form: str, *, separator: str = ";") -> str:
    """Accelerometer in mg as whole numbers, thousands by ``form``."""
    lines = [separator.join(["time (ms)", "X (mg)", "Y (mg)", "Z (mg)"])]
    for row, acc in enumerate(np.rint(1050.0 * ACC_G).astype(int).tolist()):
        lines.append(separator.join(f"{value:,}".replace(",", form) for value in (20 * row, *acc)))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("form", [".", ",", "'", "’", " ", "\u00a0", "\u2009", "\u202f"])
def test_marks_of_thousands_are_read_or_said(form: str, tmp_path: Path) -> None:
    """1.003 among numbers such as 998 means 1003 mg: points and commas are said, as they could be decimal marks."""
    recording = read_text(_milli(form), tmp_path)
    expected = np.rint(1050.0 * ACC_G) * 9.80665e-3
    np.testing.assert_allclose(recording.sensors[0].acc_mps2, expected, atol=1e-9)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)
    said = [reading_words(note) for note in recording.reading_notes if note.code == "thousands"]
    assert len(said) == (2 if form in ".," else 0)  # the times, and the axis that reaches 1000
    assert all("was read as 1" in text and "line" in text for text in said)


def test_quoted_marks_of_thousands(tmp_path: Path) -> None:
    made = text_of([f'"{20 * row:,}"' for row in range(ROWS)], name="time (ms)")
    np.testing.assert_allclose(times_read(made, tmp_path), TIME, atol=1e-9)


def test_decimal_commas_within_quotes(tmp_path: Path) -> None:
    made = text_of(
        [f'"{second:.4f}"'.replace(".", ",") for second in TIME], name="time (s)", form='"{:.4f}"', mark=","
    )
    recording = read_text(made, tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)
    np.testing.assert_allclose(recording.sensors[0].acc_mps2, np.round(ACC_G, 4) * 9.80665, atol=1e-9)
    assert codes(recording) == []


def test_decimal_commas_of_phyphox_within_quotes(tmp_path: Path) -> None:
    head = '"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"\n'
    lines = (
        ",".join(f'"{value:.4f}"'.replace(".", ",") for value in (second, *acc))
        for second, acc in zip(TIME, 9.80665 * ACC_G, strict=True)
    )
    recording = read_text(head + "\n".join(lines) + "\n", tmp_path)
    assert recording.format == "phyphox"
    np.testing.assert_allclose(recording.sensors[0].acc_mps2, np.round(9.80665 * ACC_G, 4), atol=1e-9)


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("form", ["{:.4f}", "{:.5E}"])
def test_decimal_commas_that_come_late(separator: str, form: str, tmp_path: Path) -> None:
    """The first rows hold whole numbers only, as a logger writes before its sensor gives readings."""
    first = "".join(separator.join([str(20 * row), "-1", *"00000"]) + "\n" for row in range(12))
    made = text_of(
        [20 * row + 240 for row in range(ROWS)], name="time (ms)", separator=separator, mark=",", form=form
    )
    head, rest = made.split("\n", 1)
    recording = read_text(f"{head}\n{first}{rest}", tmp_path)
    np.testing.assert_allclose(recording.sensors[0].acc_mps2[12:], ACC_G * 9.80665, atol=1e-3)
    np.testing.assert_allclose(recording.sensors[0].gyr_radps[12:], np.deg2rad(GYR_DPS), atol=1e-3)


def test_a_column_with_both_marks_is_refused(tmp_path: Path) -> None:
    cells = [f"{second:.2f}".replace(".", ".,"[row % 2]) for row, second in enumerate(TIME)]
    with pytest.raises(RecordingError, match="contradict each other") as caught:
        read_text(text_of(cells, name="time (s)", separator=";"), tmp_path)
    assert caught.value.field == "time (s)"
    assert caught.value.line == 3


def test_other_minus_signs(tmp_path: Path) -> None:
    made = text_of([f"{second:.2f}" for second in TIME], name="time (s)").replace(",-", ",\u2212")
    np.testing.assert_allclose(read_text(made, tmp_path).sensors[0].acc_mps2, ACC_G * 9.80665, atol=1e-3)


@pytest.mark.parametrize("form", ["{:.3f} g", "{:.3f}g", "{:.3f} m/s2"])
def test_units_within_cells_are_refused(form: str, tmp_path: Path) -> None:
    made = text_of([f"{second:.2f}" for second in TIME], name="time (s)", form=form)
    with pytest.raises(RecordingError, match=r"\('0\.000 ?[gm].*write units in the header only") as caught:
        read_text(made, tmp_path)
    assert (caught.value.line, caught.value.field) == (2, "ax (g)")


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("time (ms),ax (g),ay (g),az (g),gx (deg/s),gy (deg/s),gz (deg/s),temp (C)", "a column 'temp (C)'"),
        ("time (ms),temp (C),ax (g),ay (g),az (g),gx (deg/s),gy (deg/s),gz (deg/s)", "a column 'temp (C)'"),
        ("time (ms),gx (deg/s),gy (deg/s),gz (deg/s),ax (g),ay (g),az (g)", "another order"),
        ("millis,accX (g),accY (g),accZ (g),gyrX (deg/s),gyrY (deg/s),gyrZ (deg/s)", "a column 'millis'"),
        ("time (ms),ax (g),ay (g),az (g)", "no column 'gx (deg/s)' any more"),
    ],
)
def test_a_second_header_names_its_line(second: str, says: str, tmp_path: Path) -> None:
    """What stands below it would be read under the first one's names."""
    lines = text_of([20 * row for row in range(ROWS)], name="time (ms)").split("\n")
    more = ",25.1" if "temp" in second else ""
    rest = [line + more for line in lines[301:] if line]
    with pytest.raises(RecordingError, match="second header") as caught:
        read_text("\n".join([*lines[:301], second, *rest]) + "\n", tmp_path)
    assert caught.value.line == 302
    assert says in caught.value.what


def test_the_same_header_again_costs_its_line(tmp_path: Path) -> None:
    lines = text_of([20 * row for row in range(ROWS)], name="time (ms)").split("\n")
    recording = read_text("\n".join([*lines[:301], lines[0], *lines[301:]]), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME, atol=1e-9)
    assert "line 302" in reading_words(recording.reading_notes[0])


def test_rows_of_words_are_no_header(tmp_path: Path) -> None:
    """Labels in front of the numbers, rows without numbers, and a remark between the rows."""
    lines = text_of([f"ann,curl,{20 * row}" for row in range(ROWS)], name="who,what,time (ms)").split("\n")
    lines[40] = "nan,nan,nan,nan,nan,nan,nan,nan,nan"
    lines[50] = "ann,curl,,,,,,,"
    recording = read_text("\n".join(lines), tmp_path)
    np.testing.assert_allclose(recording.sensors[0].time_s, np.delete(TIME, [39, 49]), atol=1e-9)


_CANONICAL = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2\n"


@pytest.mark.parametrize("note", ["# 0.5 rep_out: \0\n", "# lifter: a\0b\n", "\0\0\0\0\0\0\n"])
def test_zeros_in_a_note_make_no_binary_file(note: str, tmp_path: Path) -> None:
    rows = "".join(f"{second},0.1,0.2,9.8\n" for second in TIME.tolist())
    recording = read_text(
        _CANONICAL + rows[: rows.index("\n") + 1] + note + rows[rows.index("\n") + 1 :], tmp_path
    )
    np.testing.assert_array_equal(recording.sensors[0].time_s, TIME)


def test_a_zero_within_a_number_makes_it_none(tmp_path: Path) -> None:
    rows = "".join(f"{second},0.1,0.2,9.8\n" for second in TIME.tolist())
    recording = read_text(_CANONICAL + rows.replace("\n0.98,0.1", "\n0.98,0.\x001"), tmp_path)
    np.testing.assert_array_equal(recording.sensors[0].time_s, TIME[TIME != 0.98])
    assert codes(recording) == ["bad_cells"]


@pytest.mark.parametrize("data", [b"time_s,acc_x_mps2\n" + bytes(range(32)) * 9, b"\0\1\2\3" * 99])
def test_binary_files_are_still_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(RecordingError, match="binary"):
        read_recording(str(tmp_path / "a.csv"))


def test_times_that_are_no_seconds_in_the_canonical_form(tmp_path: Path) -> None:
    rows = "".join(f"{20 * row},0.1,0.2,9.8\n" for row in range(ROWS))
    with pytest.raises(RecordingError, match="one reading every 20 s; convert them from ms") as caught:
        read_text(_CANONICAL + rows, tmp_path)
    assert caught.value.field == "time_s"
