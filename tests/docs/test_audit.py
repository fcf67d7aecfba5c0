"""The audit of the dependencies: it fails for an advisory, and never for want of a source of them."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(*dependencies: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(dependencies), "fixes": []})


SOUND: dict[str, Any] = {"name": "numpy", "version": "2.0", "vulns": []}
SKIPPED: dict[str, Any] = {"name": "rep-momentum", "skip_reason": "not found"}
VULNERABLE: dict[str, Any] = {
    "name": "jinja2",
    "version": "3.1.5",
    "vulns": [{"id": "CVE-2025-27516", "fix_versions": ["3.1.6"]}],
}


@pytest.mark.parametrize("text", ["", "Traceback", "[]", "{}", report(), report(SKIPPED)])
def test_without_a_source_of_advisories_it_says_so_and_passes(audit: ModuleType, text: str) -> None:
    assert audit.verdict(text) == (0, [audit.NOTHING])


def test_an_advisory_fails(audit: ModuleType) -> None:
    code, lines = audit.verdict(report(SOUND, VULNERABLE, SKIPPED))
    assert (code, lines[0]) == (1, "jinja2 3.1.5: CVE-2025-27516, mended in 3.1.6")


def test_none_passes_and_says_how_many(audit: ModuleType) -> None:
    told = "1 packages audited, 1 not known to the source of advisories"
    assert audit.verdict(report(SOUND, SKIPPED)) == (0, [told])


MENDED = {
    "jinja2": (3, 1, 6),
    "starlette": (1, 6, 0),
    "h11": (0, 16, 0),
    "jupyterlab": (4, 6, 4),
    "mkdocs-material": (9, 7, 7),
    "pymdown-extensions": (11, 0, 1),
    "pytest": (9, 0, 3),
    "setuptools": (78, 1, 1),
}
"""The versions that mend the advisories known when this was written."""


def test_no_lower_bound_lets_a_version_with_a_known_advisory_in() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = told["project"]["optional-dependencies"].values()
    given = [
        *told["build-system"]["requires"],
        *told["project"]["dependencies"],
        *(one for e in extras for one in e),
    ]
    bounds = {
        m[1]: tuple(map(int, m[2].split(".")))
        for one in given
        if (m := re.match(r"([\w-]+)[^>]*>=([\d.]+)", one))
    }
    assert {name: bounds[name] for name, least in MENDED.items() if bounds[name] < least} == {}
