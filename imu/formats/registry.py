"""Registry of file formats: those of this program, registered ones, and those of other installed packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from imu.errors import RecordingError
from imu.formats.diagnose import unknown
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.apps import APPS
from imu.formats.dialects.canonical import CANONICAL
from imu.formats.dialects.metabase import METABASE
from imu.formats.dialects.movella_dot_log import XSENS_DOT
from imu.formats.dialects.packets import PACKETS
from imu.formats.dialects.phyphox import PHYPHOX
from imu.formats.dialects.sensor_logger import SENSOR_LOGGER
from imu.formats.dialects.shimmer import SHIMMER
from imu.formats.dialects.witmotion_app import WITMOTION, WITMOTION_ALIGNED
from imu.formats.dialects.witmotion_card import WITMOTION_FRAMES
from imu.formats.document import Document
from imu.plugins import Plugin, plugins

_DIALECTS: tuple[Dialect, ...] = (
    CANONICAL,
    PACKETS,
    SENSOR_LOGGER,
    PHYPHOX,
    WITMOTION,
    WITMOTION_ALIGNED,
    WITMOTION_FRAMES,
    METABASE,
    XSENS_DOT,
    SHIMMER,
    *APPS,
)

FORMATS: tuple[FormatInfo, ...] = tuple(dialect.info for dialect in _DIALECTS)
"""Formats of this program, in the order in which a document is compared with them."""

_GROUP = "rep_momentum.dialects"
"""Entry-point group of formats: each names a `Dialect`."""

_Found = TypeVar("_Found")
_REGISTERED: dict[str, Dialect] = {}


def register_dialect(dialect: Dialect) -> None:
    """Makes a format known to `read_recording` in this process.

    Parameters
    ----------
    dialect : Dialect
        A document is compared with it after the formats of this program, but before ``generic``. It replaces one that
        was registered under the same name before, so that a notebook's cell can run again.

    Raises
    ------
    ValueError
        A format of this program has that name.
    """
    name = dialect.info.name
    if name in {info.name for info in FORMATS}:
        raise ValueError(f"{name!r} is a format of this program; give your dialect another name.")
    _REGISTERED[name] = dialect


def known_formats() -> tuple[FormatInfo, ...]:
    """All formats that can be read: `FORMATS` with registered ones and those of other packages before ``generic``.

    Raises
    ------
    PluginError
        A format of another package does not work.
    """
    return tuple(dialect.info for dialect in _in_turn())


def find_dialect(document: Document, name: str | None) -> Dialect:
    """Finds the dialect that reads a document.

    Parameters
    ----------
    document : Document
    name : str or None
        Name of the format; None: it is recognised by the content.

    Raises
    ------
    RecordingError
        There is no format of that name, or none recognises the document.
    PluginError
        A format of another package does not work.
    """
    if name is None:
        found = _sniffed(document)
        if found is None:
            raise unknown(document, lambda part: _sniffed(part) is not None)
        return found
    for dialect in chain(_DIALECTS, _others()):
        if dialect.info.name == name:
            return dialect
    known = ", ".join(info.name for info in known_formats())
    raise RecordingError(f"there is no format {name!r}; known are {known}.", path=document.path)


def _sniffed(document: Document) -> Dialect | None:
    return next((dialect for dialect in _in_turn() if dialect.sniff(document)), None)


def _in_turn() -> Iterator[Dialect]:
    """All dialects in the order in which a document is compared with them, the most general one last."""
    *specific, generic = _DIALECTS
    yield from specific
    yield from _others()
    yield generic


def _others() -> Iterator[Dialect]:
    """Registered dialects, then plug-ins, each imported only when the iteration reaches it."""
    yield from tuple(_REGISTERED.values())
    yield from map(_offered, plugins(_GROUP))


def _offered(plugin: Plugin) -> Dialect:
    found = plugin.load()
    if not isinstance(found, Dialect):
        raise plugin.error(f"is no Dialect but {type(found).__name__}")
    if found.info.name in {info.name for info in FORMATS}:
        raise plugin.error(f"is a format named {found.info.name!r}, as one of this program")
    return replace(found, sniff=_blamed(plugin, found.sniff), read=_blamed(plugin, found.read))


def _blamed(plugin: Plugin, call: Callable[[Document], _Found]) -> Callable[[Document], _Found]:
    def called(document: Document) -> _Found:
        with plugin.blamed(f"fails at {document.path}"):
            return call(document)

    return called
