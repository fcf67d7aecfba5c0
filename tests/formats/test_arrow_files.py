"""Recordings in Parquet and Feather: the same as in CSV, bit for bit; and one true sentence for bad ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from analysis.output.json_document import to_document
from analysis.stream.offline import analyze
from imu.errors import RecordingError
from imu.formats import is_recording, read_recording, write_canonical
from imu.formats.folders import suffix_of
from imu.formats.grouping import group_paths
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from imu.types import Note, Recording, SampleBlock
from imu.units import G_MPS2
from tests.formats.test_canonical import NOTES, block, recording, same

SUFFIXES = (".parquet", ".feather", ".arrow")


def arrays() -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    one = block()
    assert one.gyr_radps is not None
    names = ("time_s", *(f"acc_{a}_mps2" for a in "xyz"), *(f"gyr_{a}_radps" for a in "xyz"))
    return dict(zip(names, np.column_stack([one.time_s, one.acc_mps2, one.gyr_radps]).T.copy(), strict=True))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("names", [("wrist",), ("wrist_left", "wrist_right", "trunk")])
def test_there_and_back(suffix: str, names: tuple[str, ...], tmp_path: Path) -> None:
    wrote = recording(*(block(name, gyro=name != "trunk") for name in names), notes=NOTES)
    write_canonical(wrote, tmp_path / f"a{suffix}")
    read = read_recording(tmp_path / f"a{suffix}")
    assert read.format == "canonical"
    assert (read.started_at, read.lifter, read.device, read.exercise, read.notes) == (
        wrote.started_at,
        wrote.lifter,
        wrote.device,
        wrote.exercise,
        wrote.notes,
    )
    for one, other in zip(read.sensors, wrote.sensors, strict=True):
        same(one, other)


def test_csv_and_parquet_give_the_same_result(tmp_path: Path) -> None:
    made = simulate((Still(2.0), CurlSet(reps=(SimulatedRep(),) * 4), Still(9.0)), seed=4).recording
    results = []
    for name in ("a.csv", "a.parquet"):
        write_canonical(made, tmp_path / name)
        result = to_document(analyze(read_recording(tmp_path / name)))
        result["recording"] |= {"path": "", "files": []}
        results.append(result)
    assert results[0] == results[1]
    assert len(results[0]["sets"][0]["reps"]) == 4


def test_generic_columns_are_recognised_as_in_csv(tmp_path: Path) -> None:
    held = arrays()
    table = {"timestamp (s)": held["time_s"]}
    table |= {f"a{a} (g)": held[f"acc_{a}_mps2"] / G_MPS2 for a in "xyz"}
    table |= {f"g{a} (deg/s)": np.degrees(held[f"gyr_{a}_radps"]) for a in "xyz"}
    parquet.write_table(pa.table(table), tmp_path / "a.parquet")
    rows = zip(*(column.tolist() for column in table.values()), strict=True)
    text = "\n".join([",".join(table), *(",".join(map(repr, row)) for row in rows)]) + "\n"
    (tmp_path / "a.csv").write_text(text)
    read, as_text = read_recording(tmp_path / "a.parquet"), read_recording(tmp_path / "a.csv")
    assert read.format == as_text.format == "generic"
    same(read.sensors[0], as_text.sensors[0])


def test_float32_integers_nulls_and_foreign_metadata(tmp_path: Path) -> None:
    held = {name: pa.array(values.astype(np.float32)) for name, values in arrays().items()}
    held["time_s"] = pa.array(np.arange(len(TIMES := block().time_s)))
    gyro = pa.nulls(len(TIMES), pa.float64())
    held |= {f"gyr_{axis}_radps": gyro for axis in "xyz"}
    # a reading each second would be refused as slow: hundredths, as integers, in a column of their own
    held["time_s"] = pa.array(np.arange(len(TIMES)) / 100.0)
    table = pa.table(held).replace_schema_metadata({"lifter": "Ann", "weight_kg": "12.5"})
    feather.write_feather(table, str(tmp_path / "a.feather"))
    read = read_recording(tmp_path / "a.feather")
    assert read.lifter == "Ann"
    assert read.notes == (Note(time_s=None, key="weight_kg", value="12.5"),)
    assert read.sensors[0].gyr_radps is None
    expected = block().acc_mps2.astype(np.float32).astype(np.float64)
    assert read.sensors[0].acc_mps2.tobytes() == expected.tobytes()


def test_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    write_canonical(recording(block()), tmp_path / "a.parquet")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(tmp_path / "a.parquet", "inner/a.parquet")
    found = [suffix_of(Path(group.path)) for group in group_paths([str(tmp_path)])]
    assert found == [".parquet", ".zip"]
    assert is_recording(tmp_path / "a.parquet")
    assert is_recording(tmp_path / "b.zip")
    same(read_recording(tmp_path / "b.zip").sensors[0], block())


def refusal(path: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    return str(caught.value)


def test_damaged_files(tmp_path: Path) -> None:
    for suffix, kind in ((".parquet", "Parquet"), (".feather", "Feather")):
        whole, path = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
        write_canonical(recording(block()), whole)
        data = whole.read_bytes()
        for cut in (
            data[:9],
            data[: len(data) // 2],
            data[:-1],
            bytes(64) + data[64:],
            bytes(range(256)) * 8,
        ):
            path.write_bytes(cut)
            assert refusal(path) == f"{path}: is a damaged or cut {kind} file; copy or write it again."
        assert not is_recording(path)
    renamed = tmp_path / "sent.bin"  # its last bytes tell, where the first ones are gone
    renamed.write_bytes(bytes(range(256)) + data)
    assert refusal(renamed) == f"{renamed}: is a damaged or cut Feather file; copy or write it again."
    path.write_bytes(b"FEA1" + bytes(100))
    assert "write it as version 2" in refusal(path)


def test_faults_name_column_and_row(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    held = arrays()
    lists = [[value] for value in held["acc_x_mps2"].tolist()]
    parquet.write_table(pa.table(held | {"acc_x_mps2": pa.array(lists)}), path)
    assert "column 'acc_x_mps2': this column holds values of the kind list" in refusal(path)
    parquet.write_table(pa.table({k: v for k, v in held.items() if k != "acc_y_mps2"}), path)
    assert refusal(path).startswith(f"{path}, column 'acc_y_mps2': the header lacks this column")
    parquet.write_table(pa.table({name: values[:0] for name, values in held.items()}), path)
    assert "has a header but no complete row" in refusal(path)
    back = held["time_s"].copy()
    back[10:] -= 5.0
    parquet.write_table(pa.table(held | {"time_s": back}), path)
    assert refusal(path).startswith(f"{path}, row 11: time steps back here")


def test_gyroscope_that_said_nothing_for_a_time(tmp_path: Path) -> None:
    one = block()
    assert one.gyr_radps is not None
    gyr = one.gyr_radps.copy()
    gyr[5:9] = np.nan
    quiet = SampleBlock(sensor="wrist", time_s=one.time_s, acc_mps2=one.acc_mps2, gyr_radps=gyr)
    for name in ("a.csv", "a.parquet"):
        write_canonical(recording(quiet), tmp_path / name)
    csv, arrow = (read_recording(tmp_path / name) for name in ("a.csv", "a.parquet"))
    same(csv.sensors[0], arrow.sensors[0])
    assert isinstance(csv, Recording)
