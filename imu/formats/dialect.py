"""What a dialect is: how it looks, how it is recognised, how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imu.formats.document import Document
from imu.types import Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatInfo:
    """One line of ``rep-momentum formats``: name, title, description and an example header."""

    name: str
    title: str
    description: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A way people's recordings are written.

    Attributes
    ----------
    info : FormatInfo
    sniff : callable
        Whether a document is of this dialect, by its content.
    read : callable
        The recording, or RecordingError. Sensors are named ``wrist`` (or what the file says).
    """

    info: FormatInfo
    sniff: Callable[[Document], bool]
    read: Callable[[Document], Recording]
