"""Tiny packages as an installer would leave them: modules beside a ``.dist-info`` with their entry points."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest


def entry_points_of(pyproject: str) -> str:
    """``entry_points.txt`` of what stands in a ``pyproject.toml``."""
    groups = tomllib.loads(pyproject)["project"]["entry-points"]
    return "\n".join(
        f"[{group}]\n" + "\n".join(f"{name} = {value}" for name, value in entries.items()) + "\n"
        for group, entries in groups.items()
    )


def install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, entry_points: str, **modules: str
) -> None:
    """Version 1.2 of the package ``name`` on the search path until the test ends."""
    about = folder / f"{name.replace('-', '_')}-1.2.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(entry_points, encoding="utf-8")
    for module, text in modules.items():
        (folder / f"{module}.py").write_text(text, encoding="utf-8")
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.syspath_prepend(folder)
