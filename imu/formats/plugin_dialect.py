"""Dialects of other installed packages, checked where they are loaded and in what they return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.document import Document
from imu.plugins import Plugin
from imu.types import Recording, SampleBlock


def load_dialect(plugin: Plugin) -> Dialect:
    """Imports the dialect of a plug-in, whose faults from then on name the package.

    Parameters
    ----------
    plugin : Plugin

    Raises
    ------
    PluginError
        It cannot be imported, or is no complete `Dialect` of the entry point's name.
    """
    found = plugin.load()
    if not isinstance(found, Dialect):
        raise plugin.error(f"is no Dialect but {_kind(found)}")
    if fault := _fault_of(found, plugin.name):
        raise plugin.error(fault)
    sniff, read = _checked_sniff(plugin, found.sniff), _checked_read(plugin, found.read)
    return Dialect(info=found.info, sniff=sniff, read=read)


def _fault_of(dialect: Dialect, name: str) -> str:
    """The rest of a sentence on what is wrong with a dialect; empty where nothing is."""
    info: object = dialect.info
    if not isinstance(info, FormatInfo):
        return f"has an info that is no FormatInfo but {_kind(info)}"
    for one in fields(info):
        if not isinstance(value := getattr(info, one.name), str):
            return f"has an info.{one.name} that is no text but {_kind(value)}"
    if info.name != name:
        return f"is a format named {info.name!r}, unlike its entry point"
    calls: dict[str, object] = {"sniff": dialect.sniff, "read": dialect.read}
    return next(
        (f"has a {k} that is no function but {_kind(v)}" for k, v in calls.items() if not callable(v)), ""
    )


def _checked_sniff(plugin: Plugin, sniff: Callable[[Document], object]) -> Callable[[Document], bool]:
    def sniffed(document: Document) -> bool:
        with plugin.blamed(f"fails at {document.path}"):
            found = sniff(document)
        if not isinstance(found, bool):
            raise plugin.error(f"fails at {document.path} (sniff returns {_kind(found)}, not True or False)")
        return found

    return sniffed


def _checked_read(plugin: Plugin, read: Callable[[Document], object]) -> Callable[[Document], Recording]:
    def checked(document: Document) -> Recording:
        with plugin.blamed(f"fails at {document.path}"):
            found = read(document)
        if not isinstance(found, Recording):
            raise plugin.error(f"fails at {document.path} (read returns {_kind(found)}, not a Recording)")
        if not (isinstance(found.sensors, tuple) and found.sensors and all(map(_is_block, found.sensors))):
            raise plugin.error(f"fails at {document.path} (read returns a Recording without SampleBlocks)")
        return found

    return checked


def _is_block(value: object) -> bool:
    return isinstance(value, SampleBlock) and len(value.time_s) > 0


def _kind(value: object) -> str:
    return type(value).__name__
