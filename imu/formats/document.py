"""Documents: the bytes of a file, a zip, a folder of parts, or standard input, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from imu.errors import RecordingError
from imu.formats.folders import TABLE_SUFFIXES, is_folder
from imu.formats.read_file import read_bytes, read_standard_input
from imu.formats.tables.arrow_file import check_arrow, is_arrow
from imu.formats.unzip import gunzip, unzip

ZIP_MARK = b"PK"
"""Begins every zip."""
GZIP_MARK = b"\x1f\x8b"
"""Begins every gz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of a document.

    Attributes
    ----------
    name : str
        Path inside the document with forward slashes, e.g. ``meta/time.csv``.
    where : str
        Its name in messages.
    data : bytes
        Content.
    """

    name: str
    where: str
    data: bytes

    @property
    def stem(self) -> str:
        """File name without folder and suffix, lower case."""
        return PurePosixPath(self.name).stem.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The files that together make one recording.

    Attributes
    ----------
    path : str
        As the person gave it.
    files : tuple of str
        Paths of the files that were read.
    parts : tuple of Part
        Their contents; a zip gives one part for each member.
    """

    path: str
    files: tuple[str, ...]
    parts: tuple[Part, ...]


def open_file(path: str, worth: Callable[[Document], object] | None = None) -> Document:
    """Reads one file, zip, or ``-`` for standard input.

    Parameters
    ----------
    path : str
    worth : callable, optional
        Gets a document of the beginning of a large file, and raises where the rest is not worth reading.

    Raises
    ------
    RecordingError
        It cannot be read.
    """
    look = None if worth is None else partial(_look, path, worth)
    return from_bytes(path, read_standard_input(look) if path == "-" else read_bytes(path, look))


def _look(path: str, worth: Callable[[Document], object], start: bytes) -> None:
    if not is_packed(start):
        worth(Document(path=path, files=(path,), parts=(Part(name=path, where=path, data=start),)))


def is_packed(start: bytes) -> bool:
    """Whether a file that begins so tells what it holds only as a whole: a zip, a gz, Parquet or Feather."""
    return start.startswith((ZIP_MARK, GZIP_MARK)) or is_arrow(start)


def from_bytes(path: str, data: bytes) -> Document:
    """Makes a document from the bytes of one file; a zip or a gz is unpacked.

    Raises
    ------
    RecordingError
        The file is empty, or a zip that is damaged or holds nothing to read.
    """
    if not data or data.isspace():
        raise RecordingError("the file is empty; export the recording again.", path=path)
    if path.lower().endswith(".zip") and not data.startswith(ZIP_MARK):
        raise RecordingError("this is no zip, or a damaged one; copy or export it again.", path=path)
    parts = _unzip(path, data) if data.startswith(ZIP_MARK) else (_part(path, path, data),)
    return Document(path=path, files=(path,), parts=parts)


def from_files(path: str, files: list[str]) -> Document:
    """Makes a document from several files that belong together."""
    base = Path(path) if is_folder(path) else Path(path).parent
    parts = tuple(_part(_inside(base, file), file, read_bytes(file)) for file in files)
    return Document(path=path, files=tuple(files), parts=parts)


def _part(name: str, where: str, data: bytes) -> Part:
    """One file; a gz by the name of what is in it."""
    if is_arrow(data):
        check_arrow(where, data)
    if not data.startswith(GZIP_MARK):
        return Part(name=name, where=where, data=data)
    return Part(name=name.removesuffix(".gz"), where=where, data=gunzip(where, data))


def _inside(base: Path, file: str) -> str:
    return Path(file).relative_to(base).as_posix() if Path(file).is_relative_to(base) else Path(file).name


def _unzip(path: str, packed: bytes) -> tuple[Part, ...]:
    held = unzip(path, packed, _wanted)
    if not held:
        raise RecordingError(
            "the zip holds no CSV or TXT file and no Parquet; export the recording as CSV.", path=path
        )
    return tuple(_part(name, f"{path}/{name}", data) for name, data in held.items())


def _wanted(name: str) -> bool:
    pure = PurePosixPath(name)
    return (
        pure.suffix.lower() in TABLE_SUFFIXES
        and "__MACOSX" not in pure.parts
        and not pure.name.startswith(".")
    )
