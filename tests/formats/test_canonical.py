"""The canonical CSV: bit for bit there and back, notes included."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.output.reading_words import reading_words
from imu.formats import read_recording, write_canonical
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from imu.types import Note, Recording, SampleBlock, note_at
from tests.fixtures.exports import ACC, GYR, TIME

HEAD = "time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2"


def same(one: SampleBlock, other: SampleBlock) -> None:
    assert one.sensor == other.sensor
    assert one.time_s.tobytes() == other.time_s.tobytes()
    assert one.acc_mps2.tobytes() == other.acc_mps2.tobytes()
    assert (one.gyr_radps is None) == (other.gyr_radps is None)
    if one.gyr_radps is not None and other.gyr_radps is not None:
        assert one.gyr_radps.tobytes() == other.gyr_radps.tobytes()


def recording(*blocks: SampleBlock, notes: tuple[Note, ...] = ()) -> Recording:
    return Recording(
        path="x",
        files=("x",),
        format="canonical",
        sensors=blocks,
        started_at="2026-01-02T03:04:05+01:00",
        lifter="Ann: the first",
        device="WT901 #2",
        exercise="hammer curl",
        notes=notes,
    )


def block(sensor: str = "wrist", *, gyro: bool = True) -> SampleBlock:
    return SampleBlock(sensor=sensor, time_s=TIME, acc_mps2=ACC, gyr_radps=GYR if gyro else None)


NOTES = (
    Note(time_s=None, key="weight_kg", value="12.5"),
    Note(time_s=0.1 + 0.2, key="side", value="left"),
    Note(time_s=7.0, key="weight_kg", value="10"),
)


@pytest.mark.parametrize("names", [("wrist",), ("dumbbell",), ("wrist_left", "wrist_right", "trunk")])
@pytest.mark.parametrize("gyro", [True, False])
def test_there_and_back(names: tuple[str, ...], gyro: bool, tmp_path: Path) -> None:
    wrote = recording(*(block(name, gyro=gyro) for name in names), notes=NOTES)
    write_canonical(wrote, tmp_path / "a.csv")
    read = read_recording(str(tmp_path / "a.csv"))
    for one, other in zip(wrote.sensors, read.sensors, strict=True):
        same(one, other)
    assert read.notes == NOTES
    assert (read.started_at, read.lifter, read.device, read.exercise) == (
        wrote.started_at,
        wrote.lifter,
        wrote.device,
        wrote.exercise,
    )
    assert read.reading_notes == ()


FINITE = st.floats(min_value=-3.0, max_value=3.0, allow_subnormal=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    time=arrays(np.float64, 6, elements=st.floats(min_value=-1e9, max_value=1e12)),
    wobble=arrays(np.float64, (6, 3), elements=FINITE),
    gyr=arrays(np.float64, (6, 3), elements=st.floats(min_value=-99.0, max_value=99.0)),
)
def test_any_floats_survive(time: np.ndarray, wobble: np.ndarray, gyr: np.ndarray, tmp_path: Path) -> None:
    wrote = SampleBlock(
        sensor="wrist", time_s=np.sort(time), acc_mps2=wobble + np.array([0.0, 0.0, 9.8]), gyr_radps=gyr
    )
    write_canonical(recording(wrote), tmp_path / "a.csv")
    same(read_recording(str(tmp_path / "a.csv")).sensors[0], wrote)


def test_writes_to_an_open_file(tmp_path: Path) -> None:
    out = StringIO()
    write_canonical(recording(block(), notes=NOTES), out)
    (tmp_path / "a.csv").write_text(out.getvalue(), encoding="utf-8")
    same(read_recording(str(tmp_path / "a.csv")).sensors[0], block())


def test_a_sensor_without_gyroscope_beside_one_with(tmp_path: Path) -> None:
    wrote = recording(block(), block("trunk", gyro=False))
    write_canonical(wrote, tmp_path / "a.csv")
    read = read_recording(str(tmp_path / "a.csv"))
    for one, other in zip(wrote.sensors, read.sensors, strict=True):
        same(one, other)
    assert read.reading_notes == ()


def test_angular_velocity_left_empty_is_an_accelerometer_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{HEAD},gyr_x_radps,gyr_y_radps,gyr_z_radps\n0,0,0,9.8,,,\n", "utf-8")
    (read,) = read_recording(str(tmp_path / "a.csv")).sensors
    assert read.gyr_radps is None
    assert read.acc_mps2.tolist() == [[0.0, 0.0, 9.8]]


def test_columns_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("acc_z_mps2,acc_x_mps2,acc_y_mps2,time_s\n9.8,1,2,5\n", "utf-8")
    (read,) = read_recording(str(tmp_path / "a.csv")).sensors
    assert (read.acc_mps2.tolist(), read.time_s.tolist()) == ([[1.0, 2.0, 9.8]], [5.0])


def test_notes_may_stand_anywhere(tmp_path: Path) -> None:
    text = (
        f"# side: right\n\n# started_at: 2026-01-02T03:04:05Z\n{HEAD}\n0,0,0,9.8\n# 0.5 weight_kg: "
        "8\n#nothing\n1,0,0,9.8\n"
    )
    (tmp_path / "a.csv").write_text(text + "# 1 weight_kg: 6\n", encoding="utf-8")
    read = read_recording(str(tmp_path / "a.csv"))
    assert len(read.sensors[0]) == 2
    assert read.started_at == "2026-01-02T03:04:05Z"
    assert [note_at(read.notes, "weight_kg", t) for t in (0.0, 0.5, 2.0)] == [None, "8", "6"]
    assert note_at(read.notes, "side", 0.0) == "right"


def test_sensors_may_take_turns(tmp_path: Path) -> None:
    rows = "".join(f"{name},{t},0,{t},9.8\n" for t in range(4) for name in ("wrist", "trunk"))
    (tmp_path / "a.csv").write_text(f"sensor,{HEAD}\n{rows}", encoding="utf-8")
    wrist, trunk = read_recording(str(tmp_path / "a.csv")).sensors
    assert (wrist.sensor, trunk.sensor) == ("wrist", "trunk")
    assert wrist.time_s.tolist() == trunk.time_s.tolist() == [0.0, 1.0, 2.0, 3.0]


def test_a_file_cut_anywhere_loses_at_most_its_last_row(tmp_path: Path) -> None:
    write_canonical(recording(block(), notes=NOTES), tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    for end in range(len(data) - 400, len(data)):
        (tmp_path / "b.csv").write_bytes(data[:end])
        read = read_recording(str(tmp_path / "b.csv"))
        count = len(read.sensors[0])
        whole = data[:end].count(b"\n") - data.split(b"time_s")[0].count(b"\n") - 1
        assert count == whole
        assert np.array_equal(read.sensors[0].acc_mps2, ACC[:count])
        assert [n.code for n in read.reading_notes] == ([] if data[end - 1 : end] == b"\n" else ["cut_line"])


def test_repeats_and_gaps_are_kept(tmp_path: Path) -> None:
    text = f"{HEAD}\n" + "".join(f"{t},0,0,9.8\n" for t in (5, 5, 5.5, 17, 17))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert read_recording(str(tmp_path / "a.csv")).sensors[0].time_s.tolist() == [5.0, 5.0, 5.5, 17.0, 17.0]


def test_many_identical_samples_are_kept(tmp_path: Path) -> None:
    rows = "".join(f"{row / 100},0,0,9.8\n" for row in range(200_000))
    (tmp_path / "a.csv").write_text(f"{HEAD}\n{rows}", encoding="utf-8")
    read = read_recording(str(tmp_path / "a.csv"))
    assert len(read.sensors[0]) == 200_000


def test_a_sensor_that_reads_nothing_true_costs_no_other(tmp_path: Path) -> None:
    """Zeros on the trunk, as of one whose power failed: the wrist is read, and the trunk named."""
    made = simulate(
        (Still(2.0), CurlSet(reps=(SimulatedRep(),) * 2), Still(2.0)), placements=("wrist", "trunk")
    )
    rows = ["sensor,time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps"]
    for block in made.recording.sensors:
        keep = 0.0 if block.sensor == "trunk" else 1.0
        values = keep * np.column_stack([block.acc_mps2, block.gyr_radps])
        rows += [
            f"{block.sensor},{t!r},{','.join(map(repr, v))}"
            for t, v in zip(block.time_s.tolist(), values.tolist(), strict=True)
        ]
    path = tmp_path / "both.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    recording = read_recording(str(path))
    assert [block.sensor for block in recording.sensors] == ["wrist"]
    (told,) = [reading_words(note) for note in recording.reading_notes if note.code == "sensor_left_out"]
    assert told.startswith("The sensor trunk of both.csv was left out: ")


@pytest.mark.parametrize("gyr", ["gyr_{}_dps", "gyro_{} (deg/s)", "w{} (deg/s)"])
def test_a_gyroscope_of_other_names_is_read_and_the_notes_are_too(gyr: str, tmp_path: Path) -> None:
    """The canonical form with the gyroscope in °/s: any table, which says its units itself."""
    made = simulate((Still(2.0), CurlSet(reps=(SimulatedRep(),) * 2), Still(2.0))).recording.sensors[0]
    values = np.column_stack([made.time_s, made.acc_mps2, np.degrees(made.gyr_radps)])
    head = ",".join([HEAD, *(gyr.format(axis) for axis in "xyz")])
    rows = [",".join(map(repr, row)) for row in values.tolist()]
    notes = ["# lifter: Ann", "# weight_kg: 12.5", "# Rate: 100", "# 3.0 rep_out: 2", "# made by: hand"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*notes, head, *rows]) + "\n", encoding="utf-8")
    read = read_recording(str(path))
    assert read.format == "generic"
    np.testing.assert_allclose(read.sensors[0].gyr_radps, made.gyr_radps, atol=1e-12)
    assert read.lifter == "Ann"
    assert read.notes == (Note(time_s=None, key="weight_kg", value="12.5"),)


def test_the_time_of_a_note_may_be_in_digits_of_any_script(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f"# ٣.٥ weight_kg: 12.5\n{HEAD}\n0,0,0,9.8\n0.1,0,0,9.8\n", encoding="utf-8"
    )
    assert read_recording(str(tmp_path / "a.csv")).notes == (Note(time_s=3.5, key="weight_kg", value="12.5"),)
