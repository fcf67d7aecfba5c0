"""CONTRIBUTING.md names only what there is: files, links, marks, extras and entry points."""

from __future__ import annotations

import re
import tomllib

from tests.fixtures.source_tree import ROOT, modules

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ELSEWHERE = {".venv", "..", ""}
"""First parts of paths outside of the checkout: the environment, what lies beside it, the system's own."""


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", TEXT)
    assert len(targets) > 10
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_path_exists() -> None:
    named = {path for path in re.findall(r"[\w./-]+", TEXT) if "/" in path.strip("/.")}
    inside = {path for path in named if path.split("/")[0] not in ELSEWHERE}
    assert len(inside) > 20
    assert [path for path in sorted(inside) if not (ROOT / path).exists()] == []


def test_the_marks_are_those_that_there_are() -> None:
    table = TEXT.partition("| mark |")[2].partition("\n\n")[0]
    marks = {mark.partition(":")[0] for mark in PYPROJECT["tool"]["pytest"]["ini_options"]["markers"]}
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == marks


def test_the_extra_and_the_entry_points_are_known() -> None:
    extras = re.findall(r"\.\[([\w,]+)\]", TEXT)
    assert extras
    assert set(extras) <= PYPROJECT["project"]["optional-dependencies"].keys()
    groups = set(re.findall(r"rep_momentum\.\w+", TEXT))
    read = {group for module in modules() for group in re.findall(r'"(rep_momentum\.\w+)"', module.text)}
    assert groups == read


def test_the_style_is_told_in_ten_lines() -> None:
    rules = re.findall(r"^(\d+)\. ", TEXT.partition("## Style")[2], re.MULTILINE)
    assert rules == [str(n) for n in range(1, 11)]


def test_commands_that_ci_runs_are_the_same() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in ("ruff check .", "mypy --strict imu analysis", "-m bluez tests/ble/test_bluez.py"):
        assert command in TEXT
        assert command in ci
