"""Plug-ins: entry points of other installed packages, found by group and imported only when needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import Distribution, EntryPoint, distributions

from imu.errors import ImuError, PluginError


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point of another installed package."""

    entry: EntryPoint
    """The entry point as the standard library gives it."""
    owner: Distribution
    """The package that offers it."""
    fault: str = ""
    """Fault that shows without an import, as the rest of a sentence (see `error`); empty where there is none."""

    @property
    def name(self) -> str:
        """Name of the entry point."""
        return self.entry.name

    @property
    def package(self) -> str:
        """Package that offers it, with its version, such as ``ringlog-reader 1.2``."""
        return f"{self.owner.name} {self.owner.version}"

    def check(self) -> None:
        """Checks what is known without an import.

        Raises
        ------
        PluginError
            Its entry point cannot be used: damaged, or of a name that another package offers too.
        """
        if self.fault:
            raise self.error(self.fault)

    def load(self) -> object:
        """Imports the plug-in's module and returns the object that the entry point names.

        Raises
        ------
        PluginError
            It cannot be imported.
        """
        self.check()
        with self.blamed("cannot be loaded"):
            return self.entry.load()

    def error(self, what: str) -> PluginError:
        """The error to raise; its message names the package and what to do.

        Parameters
        ----------
        what : str
            The rest of the sentence "the plug-in … of … <what>", such as ``cannot be loaded``.
        """
        mend = f"update {self.owner.name}, or uninstall it"
        return PluginError(f"the plug-in {self.name!r} of {self.package} {what}; {mend}.")

    @contextmanager
    def blamed(self, what: str) -> Iterator[None]:
        """Turns every exception inside but `ImuError` into a PluginError that names the package.

        SystemExit is one of them: a plug-in must not end the program. Ctrl-C still does.

        Parameters
        ----------
        what : str
            As in `error`.
        """
        try:
            yield
        except ImuError:
            raise
        except (Exception, SystemExit) as error:
            raise self.error(f"{what} ({type(error).__name__}: {error})") from error


def plugins(group: str) -> tuple[Plugin, ...]:
    """Plug-ins of an entry-point group, such as ``rep_momentum.dialects``, in order of name; none is imported yet.

    Of several with one name, that of the package that comes first in the alphabet is sound; the others bear a fault.
    """
    return _found(group, tuple(sys.path))


@lru_cache(maxsize=16)
def _found(group: str, places: tuple[str, ...]) -> tuple[Plugin, ...]:
    """Cached for each import path, because searching all installed packages takes milliseconds."""
    all_of_it = (plugin for owner in _owners(group, list(places)) for plugin in _of_package(owner, group))
    first: dict[str, Plugin] = {}
    found = []
    for plugin in sorted(all_of_it, key=lambda plugin: plugin.name):
        other = first.setdefault(plugin.name, plugin)
        taken = f"has the name of a plug-in of {other.package}"
        found.append(plugin if other is plugin else replace(plugin, fault=plugin.fault or taken))
    return tuple(found)


def _owners(group: str, places: list[str]) -> list[Distribution]:
    """Packages that mention the group, in order of name; of one installed twice, that which Python would import."""
    offering = [dist for dist in distributions(path=places) if f"[{group}]" in _entry_text(dist)]
    names = sorted({dist.name for dist in offering if dist.name})
    return [next(iter(distributions(name=name, path=places))) for name in names]


def _entry_text(dist: Distribution) -> str:
    return dist.read_text("entry_points.txt") or ""


def _of_package(owner: Distribution, group: str) -> list[Plugin]:
    try:
        entries = owner.entry_points.select(group=group)
    except Exception:  # a line without "=" makes the standard library raise whatever its parser meets
        damaged = EntryPoint(name=group, value="", group=group)
        return [Plugin(damaged, owner, "cannot be found, because its entry_points.txt is damaged")]
    return [Plugin(entry, owner, _fault_of(entry)) for entry in entries]


def _fault_of(entry: EntryPoint) -> str:
    if entry.pattern.match(entry.value) is not None:
        return ""
    return f"has the entry point {entry.value!r}, which does not read MODULE:OBJECT"
