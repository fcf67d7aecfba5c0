"""Record that describes a file format (dialect): how it looks, how it is recognised and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imu.formats.document import Document
from imu.types import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatInfo:
    """Description of a format, as ``rep-momentum formats`` lists it.

    Attributes
    ----------
    name : str
        Name for ``--format``, such as ``sensor-logger``.
    title : str
        Name of the app or sensor, for people.
    description : str
        What is read and what is special about it, one sentence or two.
    example : str
        A header, or the name of a file.
    """

    name: str
    title: str
    description: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A file format that can be read.

    Attributes
    ----------
    info : FormatInfo
        Its description.
    sniff : callable
        Tells whether a `Document` is of this format, by its content.
    read : callable
        Makes the `Recording` of a `Document`, or raises RecordingError. Sensors are named ``wrist`` unless the file
        says where they were worn.
    """

    info: FormatInfo
    sniff: Callable[[Document], bool]
    read: Callable[[Document], Recording]
