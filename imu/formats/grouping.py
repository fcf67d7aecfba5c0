"""Groups files into recordings: one for each path; only files that make no recording alone are joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from imu.errors import RecordingError
from imu.formats.dialects.generic import is_header
from imu.formats.dialects.metabase import is_metabase_header as is_metabase
from imu.formats.document import Part
from imu.formats.folders import TABLE_SUFFIXES, FolderWalk, is_folder, is_pipe_or_device, suffix_of
from imu.formats.tables.column_labels import quantity_of
from imu.formats.tables.columns import find_columns
from imu.formats.tables.foreign_words import english
from imu.formats.tables.header_rows import header_rows
from imu.formats.tables.samples import find_header
from imu.formats.tables.text import head

RECORDING_SUFFIXES = (*TABLE_SUFFIXES, ".zip")
"""Suffixes of files that may be recordings."""
SESSION_LIST = "sessions.csv"
"""Name of a small table beside recordings that says whose they are; it holds no readings itself."""
_HALVES = {
    "accelerometer",
    "accelerometeruncalibrated",
    "gyroscope",
    "gyroscopeuncalibrated",
    "gravity",
    "totalacceleration",
    "linear accelerometer",
    "linear acceleration",
}
"""Names (without suffix) of files of Sensor Logger and phyphox that hold one quantity each."""
_APP_FILES = _HALVES | {
    "orientation",
    "wristmotion",
    "watchaccelerometeruncalibrated",
    "metadata",
    "annotation",
}
_OTHER_SENSORS = {"magnetometer", "magnetometeruncalibrated", "location", "barometer", "pressure", "light"}
"""Names of further files that loggers write beside them, which hold no motion."""
_META = re.compile(r"(?:.*[ _-])?meta[ _-](?:time|device)(?:[ _-].*)?", re.IGNORECASE)
"""Names of the files in which phyphox tells when it was started, and on which phone."""
_METABASE = re.compile(r"(.*)_(?:Accelerometer|Gyroscope)_[\d.]+Hz_[\d.]+", re.IGNORECASE)
_POLAR = re.compile(r"(.*)_(?:ACC|GYRO)", re.IGNORECASE)
_LOGGER = re.compile(f"()(?:{'|'.join(map(re.escape, sorted(_HALVES)))})", re.IGNORECASE)
_PHYPHOX = re.compile(
    r"(.*?)[ _-]?(?:gyroscope|(?:linear[ _])?accelero?meter|(?:linear[ _])?acceleration)", re.IGNORECASE
)
_ANY = re.compile(
    r"((?:.*[^a-z])?)(?:(?:total[ _-]?)?acc(?:el(?:eration|erometer)?)?|gyr(?:o(?:scope)?)?|"
    r"angular[ _-]?velocity|rotation[ _-]?rate)(?![a-z])(.*)",
    re.IGNORECASE,
)
"""Any other logger's: the rest of the name is common to both."""


def _holds_one_quantity(start: str) -> bool:
    """Whether a file begins as a table of an accelerometer or a gyroscope alone."""
    found = header_rows(start, is_header)
    columns = None if found is None else find_columns(found[2])
    return columns is not None and not (columns.gyr and (columns.acc or columns.linear))


_PAIRED: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_METABASE, lambda start: find_header(start, is_metabase) is not None),
    (_POLAR, lambda start: "sensor timestamp" in start),
    (_PHYPHOX, lambda start: start.startswith(('"Time (s)"', "Time (s)"))),
    (_LOGGER, lambda start: start.startswith("time,seconds_elapsed")),
    (_ANY, _holds_one_quantity),
)
"""Patterns of names whose first group is common to the two files of a recording, each with a test of the content."""


@dataclass(frozen=True, slots=True)
class PathGroup:
    """Files that make one recording.

    Attributes
    ----------
    path : str
        As the person gave it; for one of several recordings in a folder, its file.
    files : tuple of str
        Paths of the files.
    documents : tuple of tuple of str
        Files of each recording, where several were merged because the person asked for it; else empty.
    """

    path: str
    files: tuple[str, ...]
    documents: tuple[tuple[str, ...], ...] = ()


def group_paths(paths: Iterable[str], *, merge: bool = False) -> list[PathGroup]:
    """Groups files into recordings.

    Parameters
    ----------
    paths : iterable of str
        Files, folders and ``-``. A folder with the parts of one recording makes one group; any other folder makes one
        for each recording in it.
    merge : bool
        Join all files given into one group.

    Returns
    -------
    list of PathGroup
        In the order given; the files of accelerometer and gyroscope of one recording are in one group.

    Raises
    ------
    RecordingError
        A folder holds no recording.
    """
    groups = _joined([group for path in paths for group in _of_path(str(path))])
    if not merge or len(groups) < 2:
        return groups
    documents = tuple(group.files for group in groups)
    return [PathGroup(groups[0].path, tuple(file for files in documents for file in files), documents)]


def _of_path(path: str) -> list[PathGroup]:
    if not path.strip():
        what = "an empty name is no file; give a file, or . for the folder that you are in."
        raise RecordingError(what, path=repr(path))
    if path == "-" or not is_folder(path):
        return [PathGroup(path, (path,))]
    walk = FolderWalk(Path(path))
    walk.enter(Path(path))
    found = _of_folder(Path(path), path, walk)
    if not found:
        what = "the folder holds no recording (CSV, TXT, Parquet or zip); give the file itself."
        raise RecordingError(what, path=path)
    return found


def _is_one_recording(folder: Path, entries: list[Path]) -> bool:
    """Whether a folder is an unzipped export: files named as Sensor Logger and phyphox name them."""
    stems = {entry.stem.lower() for entry in entries if entry.suffix.lower() == ".csv"}
    named = stems & _APP_FILES
    return bool(named) and (
        stems <= _APP_FILES | _OTHER_SENSORS or bool(stems & {"metadata"}) or (folder / "meta").is_dir()
    )


def _of_folder(folder: Path, path: str, walk: FolderWalk) -> list[PathGroup]:
    """One group for each recording in and below a folder; pipes and devices are left out."""
    entries = walk.entries(folder)
    if _is_one_recording(folder, entries):
        return [PathGroup(path, tuple(map(str, walk.text_files(folder))))]
    groups = []
    for entry in entries:
        if is_folder(str(entry)):
            if walk.enter(entry):
                groups += _of_folder(entry, str(entry), walk)
        elif (
            suffix_of(entry) in RECORDING_SUFFIXES
            and not is_pipe_or_device(entry)
            and not _is_phyphox_meta(entry)
            and not is_session_list(str(entry))
        ):
            groups.append(PathGroup(str(entry), (str(entry),)))
    return groups


def _is_phyphox_meta(file: Path) -> bool:
    """Whether a file is one that phyphox writes beside its tables: it holds no readings."""
    start = _head(file).replace('"', "").lstrip("\ufeff").lower() if _META.fullmatch(file.stem) else ""
    return start.startswith(("event", "property"))


def is_session_list(path: str) -> bool:
    """Whether a file is a list of sessions: by its name, and a heading with a column ``file``."""
    if Path(path).name.casefold() != SESSION_LIST:
        return False
    lines = (line for line in _head(Path(path)).splitlines() if line.strip() and not line.startswith("#"))
    heading = next(lines, "").lstrip("\ufeff")
    return "file" in {cell.strip(' "').casefold() for cell in re.split("[,;\t]", heading)}


def without_session_lists(paths: Iterable[str]) -> list[str]:
    """Returns paths without lists of sessions, which a pattern of a shell takes in with the recordings beside them."""
    return [path for path in paths if not is_session_list(path)]


def _joined(groups: list[PathGroup]) -> list[PathGroup]:
    """Joins the files of accelerometer and gyroscope of one recording, wherever the second was given."""
    by_key: dict[object, PathGroup] = {}
    for index, group in enumerate(groups):
        key: object = _pair_key(group.files[0]) if len(group.files) == 1 else None
        key = index if key is None else key
        first = by_key.get(key)
        if first is not None and not _complete(first, group):
            key, first = index, None
        by_key[key] = group if first is None else PathGroup(first.path, (*first.files, *group.files))
    return list(by_key.values())


def _complete(first: PathGroup, second: PathGroup) -> bool:
    """Whether the second file is not of a quantity that the first ones hold already."""
    kinds = {quantity_of(Path(file).stem) for file in first.files}
    return quantity_of(Path(second.files[0]).stem) not in kinds


def is_named_as_part(file: str) -> bool:
    """Whether the beginning of a file has to be read to group it: by its name it may be a part of a recording."""
    stem = Path(file).stem
    plain = english(stem).strip()
    named = bool(_META.fullmatch(stem)) or Path(file).name.casefold() == SESSION_LIST
    return named or any(name.fullmatch(plain) for name, _ in _PAIRED)


def gyroscope_beside(file: str) -> str | None:
    """Name of the file beside this one that holds the gyroscope of the same recording; None where there is none."""
    key = None if file == "-" else _pair_key(file)
    if key is None:
        return None
    folder = Path(file).parent
    try:
        beside = FolderWalk(folder).entries(folder)
    except RecordingError:  # the file itself can be read
        return None
    found = (e for e in beside if quantity_of(e.stem) == "gyr" and _pair_key(str(e)) == key)
    return next((e.name for e in found), None)


def _pair_key(file: str) -> tuple[str, str] | None:
    """Key that the two files of one recording share; None for a file that makes a recording alone."""
    path = Path(file)
    for name, is_export in _PAIRED:
        match = name.fullmatch(english(path.stem).strip())
        if match is not None and is_export(_head(path)):
            return str(path.parent), " ".join(match.groups())
    return None


def _head(path: Path) -> str:
    if is_pipe_or_device(path):  # what is read of a pipe is gone
        return ""
    try:
        with path.open("rb") as file:
            return head(Part(name=path.name, where=str(path), data=file.read(4096)))
    except OSError:
        return ""
