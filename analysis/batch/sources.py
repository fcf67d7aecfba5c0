"""Finds the recordings that paths name: files, folders, patterns, zips of many, and addresses of other computers."""

from __future__ import annotations

import glob
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from analysis.batch.lake_schema import LAKE_FILE
from analysis.batch.remote import file_system, plain_faults, protocol_of, state_in
from analysis.errors import BatchError
from analysis.roster.attribution import NOTHING_SAID, Attribution, SaidFacts, attribute
from imu.errors import ImuError, RecordingError
from imu.formats import PathGroup, group_paths, is_named_as_part
from imu.formats.folders import TABLE_SUFFIXES, is_pipe_or_device
from imu.formats.grouping import without_session_lists

_HEAD = 4096
"""Bytes of a file by which it is grouped."""
_SUFFIXES = (*TABLE_SUFFIXES, ".zip", ".gz")
_PATTERN = "*?["
_LAKE_DEPTH = 2
"""Folders between a lake and its files: that of the table, and that of the partition."""
_IS_LAKE = "is a lake, which `batch` made of recordings; it was left out. Give the recordings themselves."
_OUTSIDE = "lies outside of the zip by its name, and was left out; unzip it, and give its folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSource:
    """One recording that is to be read."""

    path: str
    """File, folder or address, whole; of one in a zip the zip's path and the name in it."""
    files: tuple[str, ...]
    """Its files, likewise."""
    container: str | None = None
    """Zip that holds them, where it holds several recordings."""
    state: str | None = None
    """State of the files as the service that holds them tells it; None where only their content does."""
    said: SaidFacts = NOTHING_SAID
    """Facts said beside it: whose it is, its weight and its date."""

    @property
    def id(self) -> str:
        """Short name, the same on every computer: sixteen hexadecimal digits made of the path."""
        return blake2b(self.path.encode(errors="surrogateescape"), digest_size=8).hexdigest()


def find_sources(paths: Iterable[str]) -> tuple[list[BatchSource], list[ImuError | BatchError]]:
    """Finds the recordings that paths name.

    Parameters
    ----------
    paths : iterable of str

    Returns
    -------
    sources : list of BatchSource
        In order of path, each once.
    bad : list of error
        Of each path that names no recording.
    """
    local: list[str] = []
    bad: list[ImuError | BatchError] = []
    found: list[BatchSource] = []
    given_paths = list(dict.fromkeys(paths))
    for path in without_session_lists(given_paths) or given_paths:
        try:
            if protocol_of(path) is not None:
                found += _remote(path, bad)
            else:
                given = _expanded(path)
                group_paths(given)
                local += given
        except (ImuError, BatchError) as error:
            bad.append(error)
    lakes: set[str] = set()
    for group in group_paths(dict.fromkeys(map(os.path.abspath, local))):
        lake = _lake_around(group.path)
        try:
            found += _local(group, bad) if lake is None else []
        except ImuError as error:
            bad.append(error)
        lakes |= set() if lake is None else {lake}
    bad += [RecordingError(_IS_LAKE, path=lake) for lake in sorted(lakes)]
    return sorted({one.path: one for one in found}.values(), key=lambda one: one.path), bad


def with_said_facts(
    sources: Sequence[BatchSource],
    paths: Iterable[str],
    *,
    lifter: str | None = None,
    pattern: str | None = None,
    began_at: str | None = None,
) -> tuple[list[BatchSource], Attribution]:
    """Gives each recording what is said beside it, by `analysis.roster.attribution.attribute`.

    Parameters
    ----------
    sources : sequence of BatchSource
    paths : iterable of str
        As the person gave them.
    lifter : str, optional
        Who lifted in all of them.
    pattern : str, optional
        Of ``--lifter-from``.
    began_at : str, optional
        When recordings began that name no date.

    Raises
    ------
    RosterError
        The pattern cannot be meant or fits nothing, or a list of sessions cannot be read.
    """
    files = {source.path: source.files for source in sources}
    found = attribute(files, map(_given_folder, paths), lifter=lifter, pattern=pattern, began_at=began_at)
    return [replace(source, said=found.of(source.path)) for source in sources], found


def _given_folder(path: str) -> str:
    """The path, or of a pattern the folder in which it begins."""
    if os.path.lexists(path) or protocol_of(path) is not None:
        return path
    first = next((k for k, sign in enumerate(path) if sign in _PATTERN), len(path))
    return os.path.dirname(path[:first]) or "."  # noqa: PTH120  the pattern may be absolute


def _expanded(path: str) -> list[str]:
    """The files and folders that a local path or pattern names.

    Raises
    ------
    RecordingError
        The pattern fits nothing, or it is standard input.
    """
    if path == "-":
        raise RecordingError("batch reads files; give - to analyze.", path=path)
    if is_pipe_or_device(Path(path)):
        raise RecordingError(
            "is a pipe or a device, which can be read only once; give it to analyze.", path=path
        )
    if os.path.lexists(path) or not any(sign in path for sign in _PATTERN):
        return [path]
    found = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  the pattern may be absolute
    fitting = without_session_lists(found)
    if not fitting:
        raise RecordingError("no file or folder fits this pattern; check it.", path=path)
    folders = {one for one in fitting if Path(one).is_dir()}
    return [one for one in fitting if one in folders or one.lower().endswith(_SUFFIXES)] or fitting


def _lake_around(path: str) -> str | None:
    """The lake in which a file lies: ``LAKE/reps/lifter_key=anna/part-0.parquet`` at most that deep; None for others."""
    if not path.lower().endswith(".parquet"):
        return None
    around = Path(path).parents[1 : _LAKE_DEPTH + 1]
    return next((str(folder) for folder in around if (folder / LAKE_FILE).is_file()), None)


def _local(group: PathGroup, bad: list[ImuError | BatchError]) -> list[BatchSource]:
    whole = BatchSource(path=group.path, files=group.files)
    if len(group.files) == 1 and group.path.lower().endswith(".zip"):
        return _of_zip(group.path, group.path, bad) or [whole]
    return [whole]


def _of_zip(path: str, file: Any, bad: list[ImuError | BatchError]) -> list[BatchSource]:
    """The recordings of a zip that holds several; none where it is read as one, or is damaged.

    What it names outside of itself is added to ``bad``: nothing is ever written there.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            outside = [one.filename for one in archive.infolist() if _leads_out(one.filename)]
            names = [one.filename for one in archive.infolist() if _may_hold_recording(one.filename)]
            if len(names) < 2 or any(one.flag_bits & 1 for one in archive.infolist()):
                return []

            def head(name: str) -> bytes:
                with archive.open(name) as member:
                    return member.read(_HEAD)

            groups = group_names(names, head, path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ImuError):
        return []  # the reader will say what is wrong with it
    if len(groups) < 2:
        return []
    bad += [RecordingError(_OUTSIDE, path=f"{path}/{name}") for name in outside]
    return [
        BatchSource(path=f"{path}/{name}", files=tuple(f"{path}/{one}" for one in files), container=path)
        for name, files in groups
    ]


def _leads_out(name: str) -> bool:
    pure = PurePosixPath(name)
    return (pure.is_absolute() or ".." in pure.parts) and name.lower().endswith(_SUFFIXES)


def _may_hold_recording(name: str) -> bool:
    pure = PurePosixPath(name)
    plain = not pure.is_absolute() and not any(p == ".." or p.startswith(".") for p in pure.parts)
    beside = {"__MACOSX", "meta"} & set(pure.parts[:-1])
    return plain and not beside and name.lower().endswith(_SUFFIXES)


def group_names(
    names: Sequence[str], head: Callable[[str], bytes], place: str
) -> list[tuple[str, tuple[str, ...]]]:
    """Groups files that lie elsewhere into recordings, by the same rules as those of a folder here.

    Parameters
    ----------
    names : sequence of str
        Paths below one folder, with forward slashes.
    head : callable
        Gives the beginning of a file; only asked where the name does not tell enough.
    place : str
        That folder, for messages.

    Returns
    -------
    list of (str, tuple of str)
        Path of each recording, and its files.

    Raises
    ------
    RecordingError
        There is no recording.
    """
    with TemporaryDirectory(prefix="rep-momentum-") as top:
        for name in names:
            file = Path(top, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(head(name) if is_named_as_part(name) else b"")
        try:
            groups = group_paths([top])
        except RecordingError as error:
            raise RecordingError(error.what, path=place) from None
        return [(_below(top, one.path), tuple(_below(top, file) for file in one.files)) for one in groups]


def _below(top: str, path: str) -> str:
    return Path(path).relative_to(top).as_posix()


def _remote(path: str, bad: list[ImuError | BatchError]) -> list[BatchSource]:
    """The recordings at an address; lakes among them are added to ``bad``.

    Raises
    ------
    BatchError
        It cannot be listed.
    RecordingError
        It holds none.
    """
    protocol = protocol_of(path)
    fs, root = file_system(path)
    with plain_faults(path):
        web = protocol in {"http", "https"}
        if any(sign in path.partition("?")[0 if web else 2] or sign in root for sign in "*["):
            listed = fs.glob(root, detail=True)
            base = root[: min(root.index(sign) for sign in "*[?" if sign in root)].rpartition("/")[0]
        elif path.endswith("/") if web else fs.isdir(root):
            listed, base = fs.find(root, detail=True), root.rstrip("/")
        else:
            info = fs.info(root)
            return [BatchSource(path=path, files=(path,), state=state_in(info, protocol))]
        files = {name: info for name, info in listed.items() if info.get("type", "file") == "file"}
        names = {name.removeprefix(base).lstrip("/"): name for name in sorted(files)}
        lakes = [name.removesuffix(LAKE_FILE) for name in names if f"/{name}".endswith(f"/{LAKE_FILE}")]
        bad += [RecordingError(_IS_LAKE, path=f"{path.rstrip('/')}/{lake}".rstrip("/")) for lake in lakes]
        wanted = [n for n in names if _may_hold_recording(n) and not n.startswith(tuple(lakes))]
        if lakes and not wanted:
            return []
        groups = group_names(wanted, lambda name: fs.cat_file(names[name], end=_HEAD), path)

    def address(name: str) -> str:
        return str(fs.unstrip_protocol(f"{base}/{name}".rstrip("/") if name != "." else base))

    return [
        BatchSource(
            path=address(name),
            files=tuple(map(address, held)),
            state=_joint([state_in(files[names[one]], protocol) for one in held]),
        )
        for name, held in groups
    ]


def _joint(states: Sequence[str | None]) -> str | None:
    """The state of several files together; None where one of them is not known."""
    known = [one for one in states if one is not None]
    if len(known) < len(states):
        return None
    return blake2b("\n".join(known).encode(), digest_size=16).hexdigest() if len(known) > 1 else known[0]
