"""Whatever is given, reading it ends soon and stays small: real bombs, pipes, devices, links and deep folders."""

from __future__ import annotations

import bz2
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imu.errors import RecordingError
from imu.formats import group_paths, read_recording
from imu.formats import limits as limits_module
from imu.formats.unzip import unzip
from tests.fixtures import exports

pytestmark = pytest.mark.program
MOST_MB = 200.0
HEADER = "time (s),ax (g),ay (g),az (g),gx (deg/s),gy (deg/s),gz (deg/s)\n"
ROWS = "".join(f"{i / 50:.2f},0.1,0.2,0.97,1,2,{i % 7}\n" for i in range(2000))
# what the kernel counts for `resource` is that of the process which started this one, where that had more
PEAK = r"""
import json, re, sys
from imu.errors import RecordingError
from imu.formats import group_paths, read_group
try:
    for group in group_paths([sys.argv[1]]):
        read_group(group)
    said = None
except RecordingError as error:
    said = str(error)
peak = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())
print(json.dumps([said, int(peak[1]) / 1024]))
"""


def refusal(path: str | Path, **more: object) -> tuple[str, float]:
    """The sentence with which a path is refused, and the most memory that it took, MB, in a process of its own."""
    command = [sys.executable, "-c", PEAK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, **more)  # type: ignore[call-overload]
    said, peak_mb = json.loads(done.stdout)
    assert said is not None, "it was read"
    return said, peak_mb


def directory_of_lies(name: str, packed: bytes, method: int, size: int) -> bytes:
    """A zip whose directory says that the only file is of ``size`` bytes, whatever it unpacks to."""
    head = struct.pack("<HHHHHLLLHH", 20, 0, method, 0, 33, 0, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + head + name.encode() + packed
    entry = (
        b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name.encode()
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def zeros(machine: object, megabytes: int) -> bytes:
    parts = [machine.compress(bytes(1 << 20)) for _ in range(megabytes)]  # type: ignore[attr-defined]
    return b"".join(parts) + machine.flush()  # type: ignore[attr-defined]


BOMBS = {
    "deflate": lambda: (zeros(zlib.compressobj(1, zlib.DEFLATED, -15), 250), zipfile.ZIP_DEFLATED),
    "bzip2": lambda: (zeros(bz2.BZ2Compressor(1), 250), zipfile.ZIP_BZIP2),
}


@cache
def bomb(kind: str) -> tuple[bytes, int]:
    """250 MB, packed."""
    return BOMBS[kind]()


@pytest.mark.parametrize("kind", BOMBS)
@pytest.mark.parametrize("size", [100, 250 << 20], ids=["called small", "called large"])
def test_a_zip_that_unpacks_to_very_much(kind: str, size: int, tmp_path: Path) -> None:
    packed, method = bomb(kind)
    path = tmp_path / "b.zip"
    path.write_bytes(directory_of_lies("a.csv", packed, method, size))
    said, peak_mb = refusal(path)
    assert "a.csv in the zip unpacks to more than" in said
    assert peak_mb < MOST_MB


def test_many_files_that_each_unpack_to_much(tmp_path: Path) -> None:
    """Each is below what one file may hold; together they are not."""
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for k in range(12):
            archive.writestr(f"{k}.csv", b"0,0\n" * 3_500_000)
    said, peak_mb = refusal(path)
    assert "in the zip unpacks to more than" in said
    assert peak_mb < MOST_MB


def test_a_zip_of_very_many_files(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for k in range(limits_module.MAX_MEMBERS + 1):
            archive.writestr(f"{k}.txt", b"")
    assert "holds more than 10,000 files" in refusal(path)[0]


def test_a_zip_within_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = directory_of_lies("a.csv", *bomb("deflate"), 100)
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner)
    assert "holds no CSV or TXT file" in refusal(path)[0]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_recording_that_packs_well_is_read(method: int, tmp_path: Path) -> None:
    """A sensor that lay still packs to less than a hundredth."""
    still = "".join(f"{i / 50:.2f},0,0,1,0,0,0\n" for i in range(40_000))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
        archive.writestr("a.csv", HEADER + still)
    (block,) = read_recording(str(tmp_path / "a.zip")).sensors
    assert len(block) == 40_000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data[:-30], "damaged or cut short"),
        (lambda data: data.replace(b"0.97", b"0.98", 1), "damaged or cut short"),
    ],
    ids=["cut", "changed"],
)
def test_a_damaged_zip(change: object, said: str, tmp_path: Path) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", HEADER + ROWS)
    (tmp_path / "a.zip").write_bytes(change(buffer.getvalue()))  # type: ignore[operator]
    with pytest.raises(RecordingError, match=said):
        read_recording(str(tmp_path / "a.zip"))


def test_a_zip_packed_in_a_way_that_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(directory_of_lies("a.csv", b"xyz", 9, 3))
    with pytest.raises(RecordingError, match=r"in a way that is not read \(method 9\)"):
        read_recording(str(tmp_path / "a.zip"))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.integers(0, 400), st.sampled_from([0, 8, 12, 14, 9]))
def test_any_bytes_in_a_zip_are_unpacked_or_refused(packed: bytes, cut: int, method: int) -> None:
    data = directory_of_lies("a.csv", packed, method, len(packed))
    for damaged in (data, data[:cut] + data[cut + 1 :], data[:cut]):
        try:
            held = unzip("z.zip", damaged, lambda name: name.endswith(".csv"))
        except RecordingError as error:
            held = {"refused.csv": str(error).encode()}
        assert all(name.endswith(".csv") and isinstance(text, bytes) for name, text in held.items())


def test_a_device(tmp_path: Path) -> None:
    link = tmp_path / "a.csv"
    link.symlink_to("/dev/zero")
    for path in ("/dev/zero", link):
        said, peak_mb = refusal(path)
        assert said == f"{path}: is a device or a socket, not a file; give the file of a recording."
        assert peak_mb < MOST_MB


def test_a_device_as_standard_input() -> None:
    with Path("/dev/zero").open("rb") as endless:
        assert "is a device or a socket" in refusal("-", stdin=endless)[0]
    with Path("/dev/null").open("rb") as nothing:
        assert "the file is empty" in refusal("-", stdin=nothing)[0]


@pytest.mark.parametrize("source", [["cat", "/dev/zero"], ["yes"]], ids=" ".join)
def test_an_endless_pipe_that_is_no_recording_is_left_early(source: list[str]) -> None:
    with subprocess.Popen(source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as endless:
        said, peak_mb = refusal("-", stdin=endless.stdout)
        endless.kill()
    assert said.startswith("-: ")
    assert peak_mb < MOST_MB


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """As a shell's ``<(...)`` or a named pipe whose writer comes a little later, and writes in two parts."""
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    writer = (
        f"import sys; f = open({str(pipe)!r}, 'w'); f.write({HEADER!r}); f.flush(); f.write(sys.stdin.read())"
    )
    with subprocess.Popen([sys.executable, "-c", writer], stdin=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        process.stdin.write(ROWS)
        process.stdin.close()
        (block,) = read_recording(str(pipe)).sensors
    assert len(block) == 2000


def test_a_pipe_that_nobody_writes_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(RecordingError, match="is a pipe that nobody writes into"):
        read_recording(str(tmp_path / "a.csv"))


@pytest.mark.parametrize("name", ["pipe.csv", "session_Gyroscope_50.000Hz_1.5.csv", "Gyroscope.csv"])
def test_a_pipe_in_a_folder_holds_up_nobody(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(HEADER + ROWS)
    os.mkfifo(tmp_path / name)
    assert [group.files for group in group_paths([str(tmp_path)])] == [(str(tmp_path / "a.csv"),)]


def test_a_folder_of_nothing_but_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(RecordingError, match="holds no recording"):
        group_paths([str(tmp_path)])


@pytest.mark.parametrize("start", ["", HEADER], ids=["first", "second"])
@pytest.mark.parametrize(
    "row", ["," * 1_000_000 + "\n", "0,1,2,3" + "," * 50_000 + "\n"], ids=["million", "many"]
)
def test_a_row_of_very_many_cells(start: str, row: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(start + row + ROWS)
    said, peak_mb = refusal(path)
    assert str(path) in said
    assert peak_mb < MOST_MB


def test_as_many_columns_as_a_suit_of_sensors_has(tmp_path: Path) -> None:
    more = 400
    names = HEADER.strip() + "".join(f",joint {k}" for k in range(more))
    rows = [line + ",0" * more for line in ROWS.splitlines()[:200]]
    (tmp_path / "a.csv").write_text("\n".join([names, *rows]) + "\n")
    assert len(read_recording(str(tmp_path / "a.csv")).sensors[0]) == 200


@pytest.mark.parametrize("start", ["", HEADER + ROWS], ids=["alone", "after a recording"])
def test_a_very_long_line(start: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(start + "a" * 30_000_000)
    said, peak_mb = refusal(path)
    assert "has a line of more than 10 MB" in said or "no known recording format" in said
    assert peak_mb < MOST_MB


def test_very_many_sensors(tmp_path: Path) -> None:
    head = "sensor,time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2\n"
    (tmp_path / "a.csv").write_text(head + "".join(f"s{i},{i / 100},0,0,9.81\n" for i in range(20_000)))
    said, peak_mb = refusal(tmp_path / "a.csv")
    assert "column 'sensor': names 20,000 sensors; at most 64 are read" in said
    assert peak_mb < MOST_MB


def test_links_that_lead_round_in_many_ways(tmp_path: Path) -> None:
    """Eight links each way: as many ways through them as there are orders of sixteen links."""
    for name in "ab":
        (tmp_path / name).mkdir()
    for k in range(8):
        (tmp_path / "a" / f"to b {k}").symlink_to(tmp_path / "b", target_is_directory=True)
        (tmp_path / "b" / f"to a {k}").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "b" / "x.csv").write_text(HEADER + ROWS)
    assert len(group_paths([str(tmp_path)])) == 1


def test_a_link_to_itself_is_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(RecordingError, match=r"cannot be read|no such file"):
        read_recording(str(tmp_path / "a.csv"))


def test_very_deep_folders(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
    deep.mkdir(parents=True)
    said, _ = refusal(tmp_path)
    assert said == f"{tmp_path}: holds folders more than 40 deep; give the folder of the recordings."


def test_very_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imu.formats.folders.MAX_ENTRIES", 300)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for k in range(200):
            (tmp_path / folder / f"{k}.jpg").touch()
    with pytest.raises(RecordingError, match="holds more than 300 files and folders"):
        group_paths([str(tmp_path)])
    with pytest.raises(RecordingError, match="holds no recording"):
        group_paths([str(tmp_path / "a")])


def test_a_file_is_read_though_its_folder_holds_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a hint about the gyroscope's file beside it is gone then."""
    paths = [tmp_path / name for name in exports.metabase()]
    for path, data in zip(paths, exports.metabase().values(), strict=True):
        path.write_bytes(data)
    (acc,) = (path for path in paths if "Accelerometer" in path.name)
    assert "gyroscope_beside" in {note.code for note in read_recording(str(acc)).reading_notes}
    monkeypatch.setattr("imu.formats.folders.MAX_ENTRIES", 1)
    assert "gyroscope_beside" not in {note.code for note in read_recording(str(acc)).reading_notes}


def test_a_file_larger_than_any_recording_is_not_read(tmp_path: Path) -> None:
    """3 GB that take no room on the disk."""
    path = tmp_path / "a.csv"
    path.write_text(HEADER)
    os.truncate(path, 3_000_000_000)
    said, peak_mb = refusal(path)
    assert said == f"{path}: holds more than 2 GB; cut the recording into parts."
    assert peak_mb < MOST_MB


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_not_the_folder_one_is_in(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(HEADER + ROWS)
    monkeypatch.chdir(tmp_path)
    for ask in (read_recording, lambda path: group_paths([path])):
        with pytest.raises(RecordingError, match="an empty name is no file"):
            ask(name)
