"""Documents: the bytes of a file, a zip, a folder of parts, or standard input, by name."""

from __future__ import annotations

import lzma
import sys
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from imu.errors import RecordingError

_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
"""Suffixes of files in a zip or folder that may hold samples or notes about them."""


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


def open_file(path: str) -> Document:
    """Reads one file, zip, or ``-`` for standard input.

    Raises
    ------
    RecordingError
        It cannot be read.
    """
    return from_bytes(path, sys.stdin.buffer.read() if path == "-" else read_bytes(path))


def is_folder(path: str) -> bool:
    """Whether ``path`` is a folder; False for names that no file can have."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def text_files(folder: Path) -> list[Path]:
    """Files below ``folder`` that may belong to a recording, in order of name, hidden ones left out."""
    found = (p for p in folder.rglob("*") if p.suffix.lower() in TEXT_SUFFIXES and not p.name.startswith("."))
    return sorted(p for p in found if p.is_file() and "__MACOSX" not in p.parts)


def entries(folder: Path) -> list[Path]:
    """Files and folders in a folder in order of name, hidden ones left out.

    Raises
    ------
    RecordingError
        The folder cannot be listed.
    """
    try:
        return sorted(p for p in folder.iterdir() if not p.name.startswith(".") and p.name != "__MACOSX")
    except OSError as error:
        what = f"the folder cannot be read ({error.strerror}); check its permissions."
        raise RecordingError(what, path=str(folder)) from None


def read_bytes(path: str) -> bytes:
    """Reads the bytes of one file.

    Raises
    ------
    RecordingError
        It cannot be read; the message says why.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise RecordingError("there is no such file; check the path.", path=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordingError(f"cannot be read ({reason}); check its permissions.", path=path) from None


def from_bytes(path: str, data: bytes) -> Document:
    """Makes a document from the bytes of one file; a zip is unpacked.

    Raises
    ------
    RecordingError
        The file is empty, or a zip that is damaged or holds nothing to read.
    """
    if not data or data.isspace():
        raise RecordingError("the file is empty; export the recording again.", path=path)
    if path.lower().endswith(".zip") and not data.startswith(b"PK"):
        raise RecordingError("this is no zip, or a damaged one; copy or export it again.", path=path)
    parts = _unzip(path, data) if data.startswith(b"PK") else (Part(name=path, where=path, data=data),)
    return Document(path=path, files=(path,), parts=parts)


def from_files(path: str, files: list[str]) -> Document:
    """Makes a document from several files that belong together."""
    base = Path(path) if is_folder(path) else Path(path).parent
    parts = tuple(Part(name=_inside(base, file), where=file, data=read_bytes(file)) for file in files)
    return Document(path=path, files=tuple(files), parts=parts)


def _inside(base: Path, file: str) -> str:
    return Path(file).relative_to(base).as_posix() if Path(file).is_relative_to(base) else Path(file).name


def _unzip(path: str, data: bytes) -> tuple[Part, ...]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if _wanted(name)]
            parts = tuple(Part(name=n, where=f"{path}/{n}", data=archive.read(n)) for n in sorted(names))
    except _ZIP_FAULTS as error:
        locked = "password" in str(error)
        what = (
            "is locked with a password; unzip it first"
            if locked
            else "is damaged or cut short; copy it again"
        )
        raise RecordingError(f"the zip {what}.", path=path) from None
    if not parts:
        raise RecordingError("the zip holds no CSV or TXT file; export the recording as CSV.", path=path)
    return parts


def _wanted(name: str) -> bool:
    pure = PurePosixPath(name)
    return (
        pure.suffix.lower() in TEXT_SUFFIXES
        and "__MACOSX" not in pure.parts
        and not pure.name.startswith(".")
    )
