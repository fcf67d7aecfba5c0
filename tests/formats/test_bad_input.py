"""What is wrong with a file, where, and what to do: one sentence each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group, read_recording
from tests.fixtures import exports
from tests.fixtures.exports import ACC, DEG, GYR, TIME, G, N, rows, save, table

HEAD = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps\n"


def refusal(folder: Path, data: bytes, name: str = "a.csv", **options: str) -> RecordingError:
    path = save(folder, {name: data})[0]
    with pytest.raises(RecordingError) as caught:
        read_recording(path, **options)
    message = str(caught.value)
    assert message.startswith(path)
    assert message.endswith((".", "?"))
    assert "\n" not in message
    return caught.value


def canonical(**replaced: object) -> str:
    return HEAD + rows([replaced.get("time", TIME), *ACC.T, *GYR.T])


def with_cells(cells: dict[int, tuple[int, str]]) -> bytes:
    """The canonical file with some cells replaced: line number (from 1) to column and text."""
    lines = canonical().split("\n")
    for line, (column, text) in cells.items():
        row = lines[line - 1].split(",")
        row[column] = text
        lines[line - 1] = ",".join(row)
    return "\n".join(lines).encode()


@pytest.mark.parametrize("data", [b"", b"   \n\n"])
def test_empty_file(data: bytes, tmp_path: Path) -> None:
    assert "empty" in refusal(tmp_path, data).what


@pytest.mark.parametrize(
    "kind", [kind for kind in exports.BUILDERS if not {"zip", "two", "frames"} & set(kind.split())]
)
def test_header_only(kind: str, tmp_path: Path) -> None:
    made = exports.BUILDERS[kind][1]()
    short = {}
    for name, data in made.items():
        lines = data.split(b"\n")
        first = next(
            (i for i, line in enumerate(lines) if line[:1].isdigit() or line[1:3].isdigit()), len(lines)
        )
        short[name] = b"\n".join(lines[:first]) + b"\n"
    group = group_paths(save(tmp_path, short))[0]
    with pytest.raises(RecordingError, match="no complete row") as caught:
        read_group(group)
    assert caught.value.line is not None


@pytest.mark.parametrize("size", [40, 200, 1000])
def test_truncated_zip(size: int, tmp_path: Path) -> None:
    data = next(iter(exports.phone_zip().values()))
    assert "damaged or cut short" in refusal(tmp_path, data[:size], "a.zip").what


def test_locked_zip(tmp_path: Path) -> None:
    data = bytearray(exports.zipped({"a.csv": canonical().encode()}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1  # the bit that says: encrypted
    assert "password" in refusal(tmp_path, bytes(data), "a.zip").what


def test_zip_of_several_recordings(tmp_path: Path) -> None:
    made = {"a.csv": canonical().encode(), "b.csv": canonical().encode()}
    assert "holds 2 files" in refusal(tmp_path, exports.zipped(made), "a.zip").what


def test_zip_without_tables(tmp_path: Path) -> None:
    assert "holds no CSV" in refusal(tmp_path, exports.zipped({"a.png": b"x"}), "a.zip").what


def test_missing_axis(tmp_path: Path) -> None:
    error = refusal(tmp_path, canonical().replace("acc_y_mps2", "acc_q_mps2").encode())
    assert (error.field, error.line) == ("acc_y_mps2", 1)


def test_missing_axis_of_a_foreign_table(tmp_path: Path) -> None:
    made = table("time (s),ax (g),az (g)", [TIME, *(ACC.T[::2] / G)])["a.csv"]
    assert refusal(tmp_path, made).field == "y"


def test_a_few_bad_cells_are_left_out_and_said(tmp_path: Path) -> None:
    data = with_cells({20: (2, "abc"), 31: (4, "inf"), 40: (0, "")})
    recording = read_recording(save(tmp_path, {"a.csv": data})[0])
    block, (note,) = recording.sensors[0], recording.reading_notes
    keep = np.delete(np.arange(N), [18, 29, 38])
    assert np.array_equal(block.time_s, TIME[keep])
    assert note.severity == "warning"
    assert "3 rows" in reading_words(note)
    assert "line 20, column 'acc_y_mps2'" in reading_words(note)


def test_many_bad_cells_are_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, with_cells(dict.fromkeys((9, 10, 11, 12), (3, "oops"))))
    assert (error.line, error.field) == (9, "acc_z_mps2")


def test_empty_cells_of_a_sensor_that_wakes_up(tmp_path: Path) -> None:
    data = with_cells(dict.fromkeys(range(2, 22), (1, "")))
    recording = read_recording(save(tmp_path, {"a.csv": data})[0])
    assert np.array_equal(recording.sensors[0].time_s, TIME[20:])
    assert reading_words(recording.reading_notes[0]).startswith("20 rows")


def test_mostly_empty_cells_are_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, with_cells(dict.fromkeys(range(10, 45), (1, "nan"))))
    assert (error.line, error.field) == (10, "acc_x_mps2")


def test_line_numbers_count_comments_and_empty_lines(tmp_path: Path) -> None:
    lines = canonical().split("\n")
    lines[5:5] = ["# 0.05 side: left", "", "# weight"]
    lines[12] = lines[12].replace(",", ",x", 1)
    recording = read_recording(save(tmp_path, {"a.csv": "\n".join(lines).encode()})[0])
    assert "line 13, column 'acc_x_mps2'" in reading_words(recording.reading_notes[0])


def test_time_that_steps_back_is_left_out_and_said(tmp_path: Path) -> None:
    data = with_cells({20: (0, "0.1"), 21: (0, "0.11")})
    recording = read_recording(save(tmp_path, {"a.csv": data})[0])
    assert len(recording.sensors[0]) == N - 2
    (note,) = recording.reading_notes
    assert note.code == "time_backwards"
    assert "2 rows" in reading_words(note)
    assert "line 20" in reading_words(note)


@pytest.mark.parametrize("row", [0, 5, 40, N - 2])
def test_one_time_far_ahead_costs_one_row(row: int, tmp_path: Path) -> None:
    recording = read_recording(save(tmp_path, {"a.csv": with_cells({row + 2: (0, "912.5")})})[0])
    assert np.array_equal(recording.sensors[0].time_s, np.delete(TIME, row))
    assert "One row" in reading_words(recording.reading_notes[0])


def test_a_clock_that_starts_anew_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, canonical(time=np.concatenate([TIME[:20], TIME[:40]])).encode())
    assert "split the file" in error.what
    assert error.line == 22


def test_one_row_with_a_cell_too_many_is_left_out(tmp_path: Path) -> None:
    for line in (2, 20):
        recording = read_recording(save(tmp_path, {"a.csv": with_cells({line: (3, "9.8,9.8")})})[0])
        assert np.array_equal(recording.sensors[0].time_s, np.delete(TIME, line - 2))
        assert f"line {line}" in reading_words(recording.reading_notes[0])


def test_rows_longer_than_their_header_are_refused(tmp_path: Path) -> None:
    """Every value would stand under its neighbour's name."""
    index = "".join(f"{i},{line}\n" for i, line in enumerate(canonical().splitlines()[1:]))
    error = refusal(tmp_path, (HEAD + index).encode())
    assert "8 cells under a header of 7 names" in error.what
    assert error.line == 2
    commas = HEAD + canonical()[len(HEAD) :].replace(".", ",")
    assert "decimal points" in refusal(tmp_path, commas.encode()).what


def test_a_row_that_lost_a_cell_is_left_out(tmp_path: Path) -> None:
    """Its last cell is in a column that nobody reads, so only the count of cells tells."""
    lines = exports.phyphox_single()["Raw Data.csv"].decode().split("\n")
    lines[20] = lines[20].split(",", 1)[0] + "," + lines[20].split(",", 2)[2]
    recording = read_recording(save(tmp_path, {"a.csv": "\n".join(lines).encode()})[0])
    assert np.array_equal(recording.sensors[0].acc_mps2, np.delete(ACC, 19, axis=0))
    assert "line 21" in reading_words(recording.reading_notes[0])


def test_a_header_with_a_name_too_many_is_refused(tmp_path: Path) -> None:
    made = exports.phyphox_single()["Raw Data.csv"].replace(b',"Acceleration y', b',"extra","Acceleration y')
    error = refusal(tmp_path, made)
    assert "5 cells under a header of 6 names" in error.what
    assert error.line == 2


def test_a_column_named_twice(tmp_path: Path) -> None:
    error = refusal(tmp_path, canonical().replace("acc_y_mps2", "acc_x_mps2,acc_y_mps2").encode())
    assert (error.field, error.line) == ("acc_x_mps2", 1)


def test_time_running_backwards(tmp_path: Path) -> None:
    error = refusal(tmp_path, canonical(time=TIME[::-1]).encode())
    assert "time steps back here" in error.what
    assert error.line == 3


@pytest.mark.parametrize("name", ["a.csv", "a.TXT", "a.bin"])
def test_binary_file(name: str, tmp_path: Path) -> None:
    assert "binary" in refusal(tmp_path, bytes(range(256)) * 20, name).what


def test_a_table_of_something_else_is_told_what_it_lacks(tmp_path: Path) -> None:
    error = refusal(tmp_path, b"\nTime,Heart rate (bpm),Cadence\n0.0,61,0\n1.0,62,0\n")
    assert "an acceleration or rotation among its columns (Time, Heart rate (bpm), Cadence)" in error.what
    assert error.line == 2


def test_unknown_text(tmp_path: Path) -> None:
    assert "rep-momentum formats" in refusal(tmp_path, b"dear diary,\ntoday I curled.\n").what


def test_json(tmp_path: Path) -> None:
    assert "JSON" in refusal(tmp_path, b'{"time": [0, 1], "ax": [1, 2]}\n').what


def test_unknown_format_name(tmp_path: Path) -> None:
    assert "known are canonical" in refusal(tmp_path, canonical().encode(), format="excel").what


def test_format_that_does_not_fit(tmp_path: Path) -> None:
    for name in ("phyphox", "metabase", "witmotion", "xsens-dot", "sensor-logger", "shimmer", "polar"):
        refusal(tmp_path, b"a,b\n1,2\n", format=name)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no such file"):
        read_recording(str(tmp_path / "none.csv"))


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, exports.canonical())[0]

    def refuse(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("imu.formats.read_file.FileIO", refuse)
    with pytest.raises(RecordingError, match=r"Permission denied.*check its permissions"):
        read_recording(path)


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(RecordingError, match="cannot be read"):
        read_recording("a" * 5000)


def test_folder_without_recordings(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("none")
    with pytest.raises(RecordingError, match="holds no recording"):
        group_paths([str(tmp_path)])
    with pytest.raises(RecordingError, match="holds no recording"):
        read_recording(str(tmp_path))


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    for ask in (read_recording, lambda path: group_paths([path])):
        with pytest.raises(RecordingError, match=r"Permission denied.*check its permissions"):
            ask(str(tmp_path))


def test_gyroscope_alone(tmp_path: Path) -> None:
    gyro = {name: data for name, data in exports.metabase().items() if "Gyroscope" in name}
    assert "without its accelerometer" in refusal(tmp_path, *gyro.values()).what


def test_linear_acceleration_alone(tmp_path: Path) -> None:
    made = exports.phyphox_parts()
    assert (
        "gravity removed"
        in refusal(tmp_path, made["Linear Accelerometer.csv"], "Linear Accelerometer.csv").what
    )
    head = "time,ax (m/s^2),ay (m/s^2),az (m/s^2),aT (m/s^2)"
    toolbox = table(head, [TIME, *(0.1 * ACC.T), [1.0] * N])["a.csv"]
    assert "gravity removed" in refusal(tmp_path, toolbox).what


def test_free_acceleration_without_quaternion(tmp_path: Path) -> None:
    head = "SampleTimeFine,Euler_X,Euler_Y,Euler_Z,FreeAcc_X,FreeAcc_Y,FreeAcc_Z,Status"
    made = table(head, [[20_000 * i for i in range(N)], *ACC.T, *ACC.T, [0] * N])["a.csv"]
    assert "without the quaternion" in refusal(tmp_path, made).what


def test_parts_of_different_recordings(tmp_path: Path) -> None:
    made = exports.metabase()
    name = next(name for name in made if "Gyroscope" in name)
    made[name] = made[name].replace(b"\n15500", b"\n15501")
    with pytest.raises(RecordingError, match="no time in common"):
        read_group(group_paths(save(tmp_path, made))[0])


@pytest.mark.parametrize(
    ("stated", "size", "seen"),
    [("m/s^2", 1.0, "g"), ("g", G, "m/s²"), ("g", 1000.0, "mg"), ("m/s^2", 1000.0, "mg")],
)
def test_unit_against_gravity(stated: str, size: float, seen: str, tmp_path: Path) -> None:
    head = f"time (s),ax ({stated}),ay ({stated}),az ({stated}),gx (deg/s),gy (deg/s),gz (deg/s)"
    error = refusal(tmp_path, table(head, [TIME, *(ACC.T / G * size), *DEG.T])["a.csv"])
    assert f"given as {stated.replace('^2', '²')}," in error.what
    assert f"fits {seen};" in error.what


@pytest.mark.parametrize(("stated", "turn", "seen"), [("rad/s", DEG, "deg/s"), ("deg/s", GYR, "rad/s")])
def test_angular_velocity_against_the_turning_of_gravity(
    stated: str, turn: np.ndarray, seen: str, tmp_path: Path
) -> None:
    head = f"time (s),ax (g),ay (g),az (g),gx ({stated}),gy ({stated}),gz ({stated})"
    error = refusal(tmp_path, table(head, [TIME, *(ACC.T / G), *turn.T])["a.csv"])
    assert f"given as {stated}," in error.what
    assert f"for {seen};" in error.what


@pytest.mark.parametrize(
    ("stated", "turn", "size"),
    [
        ("mdps", DEG, "small"),
        ("rad/s", GYR / 1e3, "small"),
        ("rad/s", 1e3 * GYR, "large"),
        ("deg/s", 1e3 * DEG, "large"),
    ],
)
def test_a_milli_too_many_or_too_few(stated: str, turn: np.ndarray, size: str, tmp_path: Path) -> None:
    head = f"time (s),ax (g),ay (g),az (g),gx ({stated}),gy ({stated}),gz ({stated})"
    error = refusal(tmp_path, table(head, [TIME, *(ACC.T / G), *turn.T])["a.csv"])
    assert f"about 1,000 times too {size} for how gravity turns;" in error.what


def test_degrees_in_the_canonical_form(tmp_path: Path) -> None:
    assert "for deg/s" in refusal(tmp_path, (HEAD + rows([TIME, *ACC.T, *DEG.T])).encode()).what


@pytest.mark.parametrize("size", [8.3, 9.0, 11.7])
def test_miscalibration_is_no_contradiction(size: float, tmp_path: Path) -> None:
    made = HEAD + rows([TIME, *(ACC.T / G * size), *GYR.T])
    assert read_recording(save(tmp_path, {"a.csv": made.encode()})[0]).reading_notes == ()


@pytest.mark.parametrize("size", [7.0, 13.0])
def test_bad_miscalibration_is_said(size: float, tmp_path: Path) -> None:
    made = HEAD + rows([TIME, *(ACC.T / G * size), *GYR.T])
    (note,) = read_recording(save(tmp_path, {"a.csv": made.encode()})[0]).reading_notes
    assert f"{size:.1f} m/s²" in reading_words(note)


@pytest.mark.parametrize("size", [3.0, 30.0])
def test_no_unit_explains_the_size(size: float, tmp_path: Path) -> None:
    assert "at rest" in refusal(tmp_path, (HEAD + rows([TIME, *(ACC.T / G * size), *GYR.T])).encode()).what


def test_no_gravity_at_all(tmp_path: Path) -> None:
    assert (
        "gravity seems to be removed"
        in refusal(tmp_path, (HEAD + rows([TIME, *(0 * ACC.T), *GYR.T])).encode()).what
    )


def test_unknown_units(tmp_path: Path) -> None:
    head = "time (s),ax ({}),ay ({}),az ({}),gx ({}),gy ({}),gz ({})"
    counts = table(head.format(*["counts"] * 3, *["deg/s"] * 3), [TIME, *ACC.T, *DEG.T])["a.csv"]
    assert "'counts' is not an acceleration" in refusal(tmp_path, counts).what
    turns = table(head.format(*["g"] * 3, *["rev/min"] * 3), [TIME, *(ACC.T / G), *DEG.T])["a.csv"]
    assert "'rev/min' for the angular velocity" in refusal(tmp_path, turns).what


def test_gyroscope_whose_unit_nothing_tells(tmp_path: Path) -> None:
    still = np.tile(ACC[:1], (N, 1))
    noise = np.where(np.arange(N) % 2, 0.1, -0.1)
    made = table("time,ax,ay,az,gx,gy,gz", [TIME, *still.T, noise, noise, noise])["a.csv"]
    assert "no unit for the angular velocity" in refusal(tmp_path, made).what


def test_a_time_far_away_takes_no_memory(tmp_path: Path) -> None:
    made = table("time,ax,ay,az,gx,gy,gz", [np.append(TIME[:-1], 1e14), *ACC.T, *DEG.T])["a.csv"]
    assert "no unit for the angular velocity" in refusal(tmp_path, made).what


def test_metadata_of_one_broken_line(tmp_path: Path) -> None:
    made = {**exports.phone(), "Metadata.csv": b'"version,platform,standardisation\n3,ios,false'}
    save(tmp_path, made)
    assert read_recording(str(tmp_path)).device is None


@pytest.mark.parametrize("step", [0.5, 1.0])
def test_slow_times_without_a_unit_are_not_taken_for_milliseconds(step: float, tmp_path: Path) -> None:
    made = table("time,ax (g),ay (g),az (g)", [np.arange(N) * step, *(ACC.T / G)])["a.csv"]
    assert "no unit of time" in refusal(tmp_path, made).what
    stated = made.replace(b"time,", b"time (s),")
    assert read_recording(save(tmp_path, {"a.csv": stated})[0]).sensors[0].time_s[2] == 2 * step


def test_a_unit_that_is_no_time(tmp_path: Path) -> None:
    made = table("time (frames),ax (g),ay (g),az (g)", [TIME / 60, *(ACC.T / G)])["a.csv"]
    error = refusal(tmp_path, made)
    assert "'frames'" in error.what
    assert error.field == "time (frames)"


def _without_gravity() -> np.ndarray:
    """Accelerations whose size is near one on the whole, as those of a lift without gravity can be."""
    return np.random.default_rng(7).normal(scale=0.62, size=(N, 3))


def test_accelerations_near_one_without_gravity_are_not_taken_for_g(tmp_path: Path) -> None:
    bare = table("time (s),ax,ay,az", [TIME, *_without_gravity().T])["a.csv"]
    assert "not that of gravity or not steady" in refusal(tmp_path, bare).what
    logger = table(
        "time,seconds_elapsed,z,y,x", [exports.nanoseconds(), TIME, *_without_gravity().T], name="x"
    )["x"]
    assert "has gravity removed" in refusal(tmp_path, logger, "Accelerometer.csv").what
    assert "do not say what they hold" in refusal(tmp_path, logger, "lift.csv").what


def test_no_time_column(tmp_path: Path) -> None:
    error = refusal(tmp_path, b"sep=,\n" + table("ax (g),ay (g),az (g)", list(ACC.T / G))["a.csv"])
    assert "no time column" in error.what
    assert error.line == 2


def test_no_header(tmp_path: Path) -> None:
    error = refusal(tmp_path, rows([TIME, *ACC.T, *GYR.T]).encode())
    assert "has no header" in error.what
    assert error.line == 1


@pytest.mark.parametrize(("separator", "called"), [("|", "'|'")])
def test_separators_that_are_not_read(separator: str, called: str, tmp_path: Path) -> None:
    head = separator.join(["time", "ax", "ay", "az"])
    error = refusal(tmp_path, table(head, [TIME, *ACC.T], separator)["a.csv"])
    assert f"separated by {called};" in error.what


def test_too_many_or_too_few_placements(tmp_path: Path) -> None:
    assert (
        "give one for each" in refusal(tmp_path, canonical().encode(), sensor="wrist_left,wrist_right").what
    )


@pytest.mark.parametrize("count", [1, 2, 3])
def test_very_few_samples_are_read(count: int, tmp_path: Path) -> None:
    data = HEAD + rows([TIME[:count], *ACC[:count].T, *GYR[:count].T])
    assert len(read_recording(save(tmp_path, {"a.csv": data.encode()})[0]).sensors[0]) == count


def test_a_hole_of_twelve_seconds_stays_a_hole(tmp_path: Path) -> None:
    made = exports.phyphox_parts()
    del made["meta/time.csv"]
    for name in ("Accelerometer.csv", "Gyroscope.csv"):
        lines = made[name].decode().splitlines(keepends=True)
        late = [f"{float(line.split(';')[0]) + 12};{line.split(';', 1)[1]}" for line in lines[31:]]
        made[name] = "".join([*lines[:31], *late]).encode()
    save(tmp_path, made)
    steps = np.diff(read_recording(str(tmp_path)).sensors[0].time_s)
    assert steps.max() > 12.0
    assert np.sort(steps)[-2] < 0.2
