"""Reading the recordings people have: one file per dialect, detection by content."""

from __future__ import annotations

from dataclasses import replace

from imu.errors import RecordingError
from imu.formats.apps import APPS
from imu.formats.canonical import CANONICAL, write_canonical
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document, open_document
from imu.formats.metabase import METABASE
from imu.formats.phyphox import PHYPHOX
from imu.formats.sensor_logger import SENSOR_LOGGER
from imu.formats.shimmer import SHIMMER
from imu.formats.text import is_binary
from imu.formats.witmotion import WITMOTION, WITMOTION_ALIGNED
from imu.formats.xsens_dot import XSENS_DOT
from imu.types import Recording

__all__ = ["FORMATS", "FormatInfo", "read_recording", "write_canonical"]

_DIALECTS: tuple[Dialect, ...] = (
    CANONICAL,
    SENSOR_LOGGER,
    PHYPHOX,
    WITMOTION,
    WITMOTION_ALIGNED,
    METABASE,
    XSENS_DOT,
    SHIMMER,
    *APPS,
)

FORMATS: tuple[FormatInfo, ...] = tuple(dialect.info for dialect in _DIALECTS)
"""What can be read, in the order in which it is recognised."""


def read_recording(path: str, *, format: str | None = None, sensor: str | None = None) -> Recording:  # noqa: A002
    """Read one document.

    Parameters
    ----------
    path : str
        A file, a zip, a folder with the parts of one recording, or ``-`` for standard input.
    format : str, optional
        Name from `FORMATS`; by default the content tells.
    sensor : str, optional
        Placement of the sensor; several, in the file's order, separated by commas.

    Returns
    -------
    Recording

    Raises
    ------
    RecordingError
        With one sentence on what is wrong, where, and what to do.
    """
    return _read(open_document(str(path)), format, sensor)


def _read(document: Document, name: str | None, sensor: str | None) -> Recording:
    recording = _dialect(document, name).read(document)
    return recording if sensor is None else _renamed(recording, sensor)


def _dialect(document: Document, name: str | None) -> Dialect:
    if name is not None:
        for dialect in _DIALECTS:
            if dialect.info.name == name:
                return dialect
        known = ", ".join(info.name for info in FORMATS)
        raise RecordingError(f"there is no format {name!r}; known are {known}.", path=document.path)
    for dialect in _DIALECTS:
        if dialect.sniff(document):
            return dialect
    if all(is_binary(part.data) for part in document.parts):
        what = "is a binary file, not text; export the recording as CSV, TXT or zip."
        raise RecordingError(what, path=document.path)
    what = "no known recording format; see `rep-momentum formats` for what can be read."
    raise RecordingError(what, path=document.path)


def _renamed(recording: Recording, sensor: str) -> Recording:
    names = [name.strip() for name in sensor.split(",")]
    if len(names) != len(recording.sensors) or not all(names):
        held = ", ".join(block.sensor for block in recording.sensors)
        what = f"holds {len(recording.sensors)} sensors ({held}) but {len(names)} placements were given; give one for each."
        raise RecordingError(what, path=recording.path)
    blocks = tuple(replace(block, sensor=name) for block, name in zip(recording.sensors, names, strict=True))
    return replace(recording, sensors=blocks)
