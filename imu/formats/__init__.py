"""Reads recordings of other apps and sensors; the dialect of a file is recognised by its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import FileIO
from itertools import accumulate
from os import PathLike, fspath
from pathlib import PurePath

from imu.errors import ImuError, RecordingError
from imu.facts import Value
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.canonical import write_canonical
from imu.formats.document import Document, Part, from_files, is_packed, open_file
from imu.formats.empty_parts import without_empty_gyroscopes
from imu.formats.folders import is_folder
from imu.formats.grouping import PathGroup, group_paths, gyroscope_beside, is_named_as_part
from imu.formats.joined_recordings import join_recordings
from imu.formats.long_files import USUAL_BLOCKS, BlockSize, open_long
from imu.formats.registry import (
    FORMATS,
    FormatList,
    check_known,
    find_dialect,
    known_formats,
    list_formats,
    register_dialect,
)
from imu.formats.tables.arrow_file import error_by_row, is_arrow
from imu.formats.tables.check_axes import is_axes, with_right_axes
from imu.types import ReadingNote, Recording

__all__ = [
    "FORMATS",
    "BlockSize",
    "Dialect",
    "FormatInfo",
    "FormatList",
    "PathGroup",
    "group_paths",
    "is_axes",
    "is_named_as_part",
    "is_recording",
    "known_formats",
    "list_formats",
    "open_group",
    "read_group",
    "read_recording",
    "register_dialect",
    "write_canonical",
]

_BEGINNING = 70_000
"""Bytes that tell what a file is: more than the dialects look at."""


def read_recording(
    path: str | PathLike[str],
    *,
    format: str | None = None,  # noqa: A002
    sensor: str | None = None,
    flip_gyro: str | None = None,
) -> Recording:
    """Reads one recording.

    Parameters
    ----------
    path : str or Path
        A file, a zip, a folder with the parts of one recording, or ``-`` for standard input.
    format : str, optional
        Name from `known_formats`; by default the format is recognised by the content.
    sensor : str, optional
        Placement of the sensor, such as ``wrist_left``; several, in the file's order, separated by commas.
    flip_gyro : str, optional
        Axes of the gyroscope to negate, such as ``xyz``, or ``none``; by default a gyroscope is compared with gravity,
        and negated only if it is certainly mirrored.

    Returns
    -------
    Recording
        Times in s, acceleration with gravity in m/s², angular velocity in rad/s; remarks of the reader in
        ``reading_notes``.

    Raises
    ------
    RecordingError
        The file cannot be read; the message says what is wrong, where, and what to do.

    Examples
    --------
    >>> from imu.formats import read_recording
    >>> recording = read_recording("curls.csv")
    >>> recording.format, [block.sensor for block in recording.sensors]
    ('canonical', ['wrist'])
    """
    path = fspath(path)
    if not path.strip() or (path != "-" and is_folder(path)):
        groups = group_paths([path])
        if len(groups) > 1:
            what = f"the folder holds {len(groups)} recordings; give one of them, e.g. {groups[0].path}."
            raise RecordingError(what, path=path)
        return read_group(replace(groups[0], path=path), format=format, sensor=sensor, flip_gyro=flip_gyro)
    alone = PathGroup(str(path), (str(path),))
    return read_group(alone, format=format, sensor=sensor, flip_gyro=flip_gyro)


def read_group(
    group: PathGroup,
    *,
    format: str | None = None,  # noqa: A002
    sensor: str | None = None,
    flip_gyro: str | None = None,
) -> Recording:
    """Reads the files of one group as one recording.

    Parameters
    ----------
    group : PathGroup
        From `group_paths`.
    format, sensor, flip_gyro : str, optional
        As in `read_recording`.

    Raises
    ------
    RecordingError
        A file cannot be read; the message says what is wrong, where, and what to do.
    """
    return _with_short_names(with_right_axes(_as_recorded(group, format, sensor), flip_gyro))


def open_group(
    group: PathGroup,
    *,
    format: str | None = None,  # noqa: A002
    sensor: str | None = None,
    flip_gyro: str | None = None,
    block: BlockSize = USUAL_BLOCKS,
) -> Recording:
    """Reads the files of one group as one recording, whose samples are not held where they are many.

    Parameters
    ----------
    group : PathGroup
        From `group_paths`.
    format, sensor, flip_gyro : str, optional
        As in `read_recording`.
    block : BlockSize
        From which size on a file is read in blocks, and in which.

    Returns
    -------
    Recording
        A `LongRecording` of a long file of this program's own form; its samples come from ``blocks()``, and are the
        same to the last bit as if it were read in one piece.

    Raises
    ------
    RecordingError
        A file cannot be read; the message says what is wrong, where, and what to do.
    """
    found = open_long(group, format, block)
    if found is None:
        return read_group(group, format=format, sensor=sensor, flip_gyro=flip_gyro)
    return _with_short_names(with_right_axes(_renamed(_hinted(found, group.files), sensor), flip_gyro))


def _with_short_names(recording: Recording) -> Recording:
    """Its remarks with the names of files in place of their paths, which stand beside them anyway."""
    paths = sorted({*recording.files, recording.path}, key=len, reverse=True)

    def short(told: Value) -> Value:
        if isinstance(told, str):
            for path in paths:
                told = told.replace(path, PurePath(path).name or path) if len(path) > 1 else told
        return told

    notes = (
        replace(note, text=str(short(note.text)), values={k: short(v) for k, v in note.values.items()})
        for note in recording.reading_notes
    )
    return replace(recording, reading_notes=tuple(notes))


def _as_recorded(group: PathGroup, format: str | None, sensor: str | None) -> Recording:  # noqa: A002
    worth = check_known if format is None else None
    documents = [_document(group.path, files, worth) for files in group.documents or (group.files,)]
    if len(documents) == 1:
        return _renamed(_hinted(_read(documents[0], format), group.files), sensor)
    try:
        recordings = [_read(document, format) for document in documents]
    except RecordingError:
        return _renamed(_read(from_files(group.path, list(group.files)), format), sensor)
    return join_recordings(group.path, _each_renamed(recordings, sensor, group.path))


def is_recording(path: str | PathLike[str]) -> bool:
    """Whether a file holds a recording, told by its beginning; False for what cannot be read."""
    name = fspath(path)
    try:
        with FileIO(name) as file:
            start = file.read(_BEGINNING)
        part = Part(name=name, where=name, data=start)
        check_known(
            open_file(name) if is_packed(start) else Document(path=name, files=(name,), parts=(part,))
        )
    except (ImuError, OSError, ValueError):
        return False
    return True


def _hinted(recording: Recording, files: tuple[str, ...]) -> Recording:
    """Adds a note where the file of the gyroscope lies beside that of the accelerometer but was not given."""
    lacks = any(block.gyr_radps is None for block in recording.sensors)
    other = gyroscope_beside(files[0]) if lacks and len(files) == 1 else None
    if other is None:
        return recording
    note = ReadingNote(code="gyroscope_beside", severity="warning", values={"file": str(other)})
    return replace(recording, reading_notes=(*recording.reading_notes, note))


def _document(path: str, files: tuple[str, ...], worth: Callable[[Document], object] | None) -> Document:
    return open_file(files[0], worth) if len(files) == 1 else from_files(path, list(files))


def _read(document: Document, name: str | None) -> Recording:
    document, notes = without_empty_gyroscopes(document)
    try:
        recording = find_dialect(document, name).read(document)
    except RecordingError as error:
        binary = any(is_arrow(part.data) for part in document.parts if part.where == error.path)
        raise (error_by_row(error) if binary else error) from None
    return replace(recording, reading_notes=(*recording.reading_notes, *notes)) if notes else recording


def _each_renamed(recordings: list[Recording], sensor: str | None, path: str) -> list[Recording]:
    """Distributes the placements of one list over the recordings in order."""
    if sensor is None:
        return recordings
    names = sensor.split(",")
    if len(names) != sum(len(recording.sensors) for recording in recordings):
        what = (
            f"{len(names)} placements were given for the sensors of {len(recordings)} files; give one "
            "for each."
        )
        raise RecordingError(what, path=path)
    ends = accumulate(len(recording.sensors) for recording in recordings)
    return [
        _renamed(r, ",".join(names[end - len(r.sensors) : end]))
        for r, end in zip(recordings, ends, strict=True)
    ]


def _renamed(recording: Recording, sensor: str | None) -> Recording:
    if sensor is None:
        return recording
    names = [name.strip() for name in sensor.split(",")]
    if len(names) != len(recording.sensors) or not all(names):
        held = ", ".join(block.sensor for block in recording.sensors)
        what = (
            f"holds {len(recording.sensors)} sensors ({held}) but {len(names)} placements were given; "
            "give one for each."
        )
        raise RecordingError(what, path=recording.path)
    return recording.changed([partial(replace, sensor=name) for name in names])
