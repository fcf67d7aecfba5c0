"""Finds the recordings that paths name: files, folders, patterns, zips of many, and addresses of other computers."""

from __future__ import annotations

import errno
import glob
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from analysis.batch.lake_schema import LAKE_FILE
from analysis.batch.remote import file_system, plain_faults, protocol_of, state_in
from analysis.errors import BatchError
from analysis.roster.attribution import NOTHING_SAID, Attribution, SaidFacts, attribute
from imu.errors import ImuError, RecordingError
from imu.formats import PathGroup, group_paths, is_named_as_part
from imu.formats.folders import TABLE_SUFFIXES, is_pipe_or_device
from imu.formats.grouping import without_session_lists
from imu.formats.unzip import ZIP_FAULTS

_HEAD = 4096
"""Bytes of a file by which it is grouped."""
_SUFFIXES = (*TABLE_SUFFIXES, ".zip", ".gz")
_PATTERN = "*?["
_LAKE_DEPTH = 2
"""Folders between a lake and its files: that of the table, and that of the partition."""
_IS_LAKE = "is a lake, which `batch` made of recordings; it was left out. Give the recordings themselves."
_OUTSIDE = "lies outside of the zip by its name, and was left out; unzip it, and give its folder."
_DOUBLED = "is in the zip more than once; the first was taken and this one left out. Make the zip anew, with a name for each."
_UNFIT = "no file can be written here by this name ({reason}), so it was left out; give it another one."
_NAME_FAULTS = {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}
"""Numbers of the errors of a file whose name is too long, or is that of a folder, or goes through another file."""
_NOTHING_FITS = "no file or folder fits this pattern; check it."


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
        raise RecordingError(_NOTHING_FITS, path=path)
    folders = {one for one in fitting if Path(one).is_dir()}
    return [one for one in fitting if one in folders or one.lower().endswith(_SUFFIXES)] or fitting


def _lake_around(path: str) -> str | None:
    """The lake in which a file lies: ``LAKE/reps/lifter_key=anna/part-0.parquet`` at most that deep; None for others."""
    if not path.lower().endswith(".parquet"):
        return None
    around = Path(path).parents[1 : _LAKE_DEPTH + 1]
    return next((str(folder) for folder in around if (folder / LAKE_FILE).is_file()), None)


def _local(group: PathGroup, bad: list[ImuError | BatchError]) -> list[BatchSource]:
    if len(group.files) == 1 and group.path.lower().endswith(".zip"):
        return _of_zip(group.path, bad)
    return [BatchSource(path=group.path, files=group.files)]


def _of_zip(path: str, bad: list[ImuError | BatchError]) -> list[BatchSource]:
    """The recordings of a zip; itself where it is read as one, or is damaged.

    What has to be left out is added to ``bad``, and the rest is taken: of two members of one name the second, and what lies
    outside of the zip by its name, for nothing is ever written there.
    """
    whole = [BatchSource(path=path, files=(path,))]
    left_out: list[ImuError | BatchError] = []
    try:
        with zipfile.ZipFile(path) as archive:
            if any(one.flag_bits & 1 for one in archive.infolist()):
                return whole
            members = _members(path, archive, left_out)

            def head(name: str) -> bytes:
                with archive.open(members[name]) as member:
                    return member.read(_HEAD)

            groups = group_names(tuple(members), head, path, left_out)
    except (*ZIP_FAULTS, ImuError):
        return whole  # the reader will say what is wrong with it
    if len(groups) < 2 and not left_out:
        return whole
    bad += left_out
    return [
        BatchSource(
            path=path if name == "." else f"{path}/{name}",
            files=tuple(f"{path}/{one}" for one in files),
            container=path,
        )
        for name, files in groups
    ]


def _members(
    path: str, archive: zipfile.ZipFile, left_out: list[ImuError | BatchError]
) -> dict[str, zipfile.ZipInfo]:
    """What may hold recordings in a zip, by name."""
    members: dict[str, zipfile.ZipInfo] = {}
    for one in archive.infolist():
        name = one.filename
        if _leads_out(name):
            left_out.append(RecordingError(_OUTSIDE, path=f"{path}/{name}"))
        elif name in members:
            left_out.append(RecordingError(_DOUBLED, path=f"{path}/{name}"))
        elif _may_hold_recording(name):
            members[name] = one
    return members


def _leads_out(name: str) -> bool:
    pure = PurePosixPath(name)
    return (pure.is_absolute() or ".." in pure.parts) and name.lower().endswith(_SUFFIXES)


def _may_hold_recording(name: str) -> bool:
    pure = PurePosixPath(name)
    plain = not pure.is_absolute() and not any(p == ".." or p.startswith(".") for p in pure.parts)
    beside = {"__MACOSX", "meta"} & set(pure.parts[:-1])
    return plain and not beside and name.lower().endswith(_SUFFIXES)


def group_names(
    names: Sequence[str], head: Callable[[str], bytes], place: str, bad: list[ImuError | BatchError]
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
    bad : list of error
        Gets one for each file that cannot have its name on this computer; the others are grouped.

    Returns
    -------
    list of (str, tuple of str)
        Path of each recording, and its files.

    Raises
    ------
    RecordingError
        There is no recording.
    BatchError
        There is no room to group them.
    """
    with TemporaryDirectory(prefix="rep-momentum-") as top:
        for name in names:
            start = head(name) if is_named_as_part(name) else b""
            try:
                file = Path(top, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(start)
            except OSError as error:
                if error.errno not in _NAME_FAULTS:
                    what = f"temporary files cannot be written ({error.strerror}); make room for them."
                    raise BatchError(what, place=top) from error
                bad.append(RecordingError(_UNFIT.format(reason=error.strerror), path=f"{place}/{name}"))
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
        is_pattern = any(sign in path.partition("?")[0 if web else 2] or sign in root for sign in "*[")
        if is_pattern:
            listed = fs.glob(root, detail=True)
            base = root[: min(root.index(sign) for sign in "*[?" if sign in root)].rpartition("/")[0]
        elif path.endswith("/") if web else fs.isdir(root):
            listed, base = fs.find(root, detail=True), root.rstrip("/")
        else:
            info = fs.info(root)
            return [BatchSource(path=path, files=(path,), state=state_in(info, protocol))]
        if not listed:
            fs.ls(base if is_pattern else root)  # says why, where a search finds nothing in silence
    if is_pattern and not listed:
        raise RecordingError(_NOTHING_FITS, path=path)
    files = {name: info for name, info in listed.items() if info.get("type", "file") == "file"}
    names = {name.removeprefix(base).lstrip("/"): name for name in sorted(files)}
    lakes = [name.removesuffix(LAKE_FILE) for name in names if f"/{name}".endswith(f"/{LAKE_FILE}")]
    bad += [RecordingError(_IS_LAKE, path=f"{path.rstrip('/')}/{lake}".rstrip("/")) for lake in lakes]
    wanted = [n for n in names if _may_hold_recording(n) and not n.startswith(tuple(lakes))]
    if lakes and not wanted:
        return []

    def head(name: str) -> bytes:
        with plain_faults(path):
            start: bytes = fs.cat_file(names[name], end=_HEAD)
        return start

    def address(name: str) -> str:
        return str(fs.unstrip_protocol(f"{base}/{name}".rstrip("/") if name != "." else base))

    return [
        BatchSource(
            path=address(name),
            files=tuple(map(address, held)),
            state=_joint([state_in(files[names[one]], protocol) for one in held]),
        )
        for name, held in group_names(wanted, head, path, bad)
    ]


def _joint(states: Sequence[str | None]) -> str | None:
    """The state of several files together; None where one of them is not known."""
    known = [one for one in states if one is not None]
    if len(known) < len(states):
        return None
    return blake2b("\n".join(known).encode(), digest_size=16).hexdigest() if len(known) > 1 else known[0]
