"""What other installed packages add to this program: entry points, found by their group and loaded when needed."""

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
    """One thing that a package offers under a name."""

    entry: EntryPoint

    @property
    def name(self) -> str:
        """Name under which it is offered."""
        return self.entry.name

    @property
    def package(self) -> str:
        """Who offers it, such as ``ringlog-reader 1.2``."""
        owner = self.entry.dist
        return "an unknown package" if owner is None else f"{owner.name} {owner.version}"

    def load(self) -> object:
        """The thing itself; its module is imported now.

        Raises
        ------
        PluginError
            It cannot be imported.
        """
        with self.blamed("cannot be loaded"):
            return self.entry.load()

    def error(self, what: str) -> PluginError:
        """An error that says whose fault it is and what to do; ``what`` ends the phrase "the plug-in ..."."""
        mend = f"update {self.package.split()[0]}, or uninstall it" if self.entry.dist else "uninstall it"
        return PluginError(f"the plug-in {self.name!r} of {self.package} {what}; {mend}.")

    @contextmanager
    def blamed(self, what: str) -> Iterator[None]:
        """Turns every error inside that is no sentence for people into a PluginError."""
        try:
            yield
        except ImuError:
            raise
        except Exception as error:
            raise self.error(f"{what} ({type(error).__name__}: {error})") from error


def plugins(group: str) -> tuple[Plugin, ...]:
    """What is offered in a group, such as ``rep_momentum.dialects``, in order of name; nothing is imported yet."""
    return _found(group, tuple(sys.path))


@lru_cache(maxsize=16)
def _found(group: str, _places: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Looking through all installed packages takes milliseconds, so it is done once for each search path."""
    return tuple(Plugin(entry) for entry in sorted(entry_points(group=group), key=lambda e: e.name))
