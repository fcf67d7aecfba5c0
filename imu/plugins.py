"""Plug-ins: entry points of other installed packages, found by group and imported only when needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from imu.errors import ImuError, PluginError


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point of another installed package."""

    entry: EntryPoint
    """The entry point as the standard library gives it."""

    @property
    def name(self) -> str:
        """Name of the entry point."""
        return self.entry.name

    @property
    def package(self) -> str:
        """Package that offers it, with its version, such as ``ringlog-reader 1.2``."""
        owner = self.entry.dist
        return "an unknown package" if owner is None else f"{owner.name} {owner.version}"

    def load(self) -> object:
        """Imports the plug-in's module and returns the object that the entry point names.

        Raises
        ------
        PluginError
            It cannot be imported.
        """
        with self.blamed("cannot be loaded"):
            return self.entry.load()

    def error(self, what: str) -> PluginError:
        """The error to raise; its message names the package and what to do.

        Parameters
        ----------
        what : str
            The rest of the sentence "the plug-in … of … <what>", such as ``cannot be loaded``.
        """
        mend = f"update {self.package.split()[0]}, or uninstall it" if self.entry.dist else "uninstall it"
        return PluginError(f"the plug-in {self.name!r} of {self.package} {what}; {mend}.")

    @contextmanager
    def blamed(self, what: str) -> Iterator[None]:
        """Turns every exception inside but `ImuError` into a PluginError that names the package.

        Parameters
        ----------
        what : str
            As in `error`.
        """
        try:
            yield
        except ImuError:
            raise
        except Exception as error:
            raise self.error(f"{what} ({type(error).__name__}: {error})") from error


def plugins(group: str) -> tuple[Plugin, ...]:
    """Plug-ins of an entry-point group, such as ``rep_momentum.dialects``, in order of name; none is imported yet."""
    return _found(group, tuple(sys.path))


@lru_cache(maxsize=16)
def _found(group: str, _places: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Cached for each import path, because searching all installed packages takes milliseconds."""
    return tuple(Plugin(entry) for entry in sorted(entry_points(group=group), key=lambda e: e.name))
