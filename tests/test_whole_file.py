"""Files are there whole or not at all; what was there before stays until then."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from imu.whole_file import whole_file, write_whole
from tests.fixtures.disks import largest_file


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.txt"
    path.write_text("old", encoding="utf-8")
    return path


def test_the_old_one_stays_until_the_new_one_is_whole(old: Path) -> None:
    with whole_file(old) as file:
        file.write("new\r\n")
        file.flush()
        assert old.read_bytes() == b"old"
    assert old.read_bytes() == b"new\r\n"
    assert list(old.parent.iterdir()) == [old]


def broken_off(path: Path, fault: type[BaseException]) -> None:
    with whole_file(path) as file:
        file.write("half")
        raise fault


@pytest.mark.parametrize("fault", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_what_is_broken_off_leaves_no_trace(old: Path, fault: type[BaseException]) -> None:
    for path in (old, old.with_name("new.txt")):
        with pytest.raises(fault):
            broken_off(path, fault)
    assert {path.name: path.read_text() for path in old.parent.iterdir()} == {"old.txt": "old"}


@pytest.mark.parametrize("length", [100, 1_000_000], ids=["at the end", "on the way"])
def test_a_full_disk_names_the_file(old: Path, length: int) -> None:
    with largest_file(50), pytest.raises(OSError, match=os.strerror(errno.EFBIG)) as caught:
        write_whole(old, "x" * length)
    assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, str(old))
    assert {path.name: path.read_text() for path in old.parent.iterdir()} == {"old.txt": "old"}


def test_a_full_device_names_itself() -> None:
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as caught:
        write_whole("/dev/full", "x")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, "/dev/full")


def test_links_stay_links(old: Path) -> None:
    first, second, none = (old.with_name(name) for name in ("first", "second", "none"))
    first.symlink_to(old)
    second.symlink_to("first")
    none.symlink_to("not yet")
    write_whole(second, "new")
    write_whole(none, "made")
    assert old.read_text() == "new"
    assert old.with_name("not yet").read_text() == "made"
    assert all(path.is_symlink() for path in (first, second, none))


def test_a_link_to_itself_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        write_whole(tmp_path / "a", "x")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, "x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "no" / "a", "x")
    assert caught.value.filename == str(tmp_path / "no" / "a")


def test_permissions_and_owner_stay(old: Path) -> None:
    old.chmod(0o640)
    if os.getuid() == 0:
        os.chown(old, 1234, 1235)
    before = old.stat()
    write_whole(old, "new")
    now = old.stat()
    assert (now.st_mode, now.st_uid, now.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_a_new_file_heeds_the_mask(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", "x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read = f"print(open({str(tmp_path / 'pipe')!r}).read(), end='')"
    with subprocess.Popen([sys.executable, "-c", read], stdout=subprocess.PIPE, text=True) as reader:
        write_whole(tmp_path / "pipe", "through")
        assert reader.communicate()[0] == "through"
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_name_that_is_no_text_is_written_as_escapes(tmp_path: Path) -> None:
    """Linux gives bytes that are no UTF-8 as half characters."""
    write_whole(tmp_path / "a", "caf\udce9.csv")
    assert (tmp_path / "a").read_bytes() == b"caf\\udce9.csv"
