"""Registry of file formats: those of this program, registered ones, and those of other installed packages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from imu.errors import PluginError, RecordingError
from imu.formats.diagnose import unknown
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.apps import APPS, GENERIC
from imu.formats.dialects.canonical import CANONICAL
from imu.formats.dialects.long_rows import LONG_ROWS
from imu.formats.dialects.metabase import METABASE
from imu.formats.dialects.movella_dot_log import XSENS_DOT
from imu.formats.dialects.packets import PACKETS
from imu.formats.dialects.phyphox import PHYPHOX
from imu.formats.dialects.sensor_logger import SENSOR_LOGGER
from imu.formats.dialects.shimmer import SHIMMER
from imu.formats.dialects.witmotion_app import WITMOTION, WITMOTION_ALIGNED
from imu.formats.dialects.witmotion_card import WITMOTION_FRAMES
from imu.formats.document import Document
from imu.formats.plugin_dialect import load_dialect
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
    LONG_ROWS,
    *APPS,
    GENERIC,
)

FORMATS: tuple[FormatInfo, ...] = tuple(dialect.info for dialect in _DIALECTS)
"""Formats of this program, in the order in which a document is compared with them."""

_GROUP = "rep_momentum.dialects"
"""Entry-point group of formats: each names a `Dialect`."""

_REGISTERED: dict[str, Dialect] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatList:
    """Formats that can be read, and the plug-ins that were left out."""

    formats: tuple[FormatInfo, ...]
    """In the order in which a document is compared with them."""
    left_out: tuple[PluginError, ...]
    """A fault of each plug-in that does not work."""


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
    PluginError
        A format of another package has that name.
    """
    name = dialect.info.name
    if name in _own_names():
        raise ValueError(f"{name!r} is a format of this program; give your dialect another name.")
    for plugin in plugins(_GROUP):
        if plugin.name == name:
            what = f"the dialect {name!r} has the name of a plug-in of {plugin.package}"
            raise PluginError(f"{what}; give your dialect another name, or uninstall {plugin.owner.name}.")
    _REGISTERED[name] = dialect


def known_formats() -> tuple[FormatInfo, ...]:
    """All formats that can be read: `FORMATS` with registered ones and those of other packages before ``generic``.

    Raises
    ------
    PluginError
        A format of another package does not work.
    """
    return tuple(dialect.info for dialect in _in_turn())


def list_formats() -> FormatList:
    """Lists all formats that can be read; a plug-in that does not work is left out and says why."""
    *specific, generic = FORMATS
    found, faults = [dialect.info for dialect in _REGISTERED.values()], []
    for plugin in plugins(_GROUP):
        try:
            found.append(_offered(plugin).info)
        except PluginError as error:
            faults.append(error)
    return FormatList(formats=(*specific, *found, generic), left_out=tuple(faults))


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
        return check_known(document)
    for dialect in chain(_DIALECTS, _REGISTERED.values()):
        if dialect.info.name == name:
            return dialect
    offered = plugins(_GROUP)
    named = [plugin for plugin in offered if plugin.name == name]
    for plugin in named or offered:
        plugin.check()
    if named:
        return _offered(named[0])
    known = ", ".join(info.name for info in list_formats().formats)
    raise RecordingError(f"there is no format {name!r}; known are {known}.", path=document.path)


def check_known(document: Document) -> Dialect:
    """Finds the dialect that recognises a document, or the beginning of one.

    Raises
    ------
    RecordingError
        None does.
    PluginError
        A format of another package does not work.
    """
    found = _sniffed(document)
    if found is None:
        raise unknown(document, lambda part: _sniffed(part) is not None)
    return found


def _sniffed(document: Document) -> Dialect | None:
    return next((dialect for dialect in _in_turn() if dialect.sniff(document)), None)


def _in_turn() -> Iterator[Dialect]:
    """All dialects in the order in which a document is compared with them, the most general one last."""
    *specific, generic = _DIALECTS
    yield from specific
    yield from _others()
    yield generic


def _others() -> Iterator[Dialect]:
    """Registered dialects, then plug-ins, each imported only when the iteration reaches it.

    Entry points are checked before the first is used, so that of two packages with one name none reads a file unseen.
    """
    yield from tuple(_REGISTERED.values())
    for plugin in plugins(_GROUP):
        plugin.check()
    yield from map(_offered, plugins(_GROUP))


def _offered(plugin: Plugin) -> Dialect:
    if plugin.name in _own_names():
        raise plugin.error(f"is a format named {plugin.name!r}, as one of this program")
    if plugin.name in _REGISTERED:
        raise plugin.error("has the name of a dialect that register_dialect made known")
    return load_dialect(plugin)


def _own_names() -> set[str]:
    return {info.name for info in FORMATS}
