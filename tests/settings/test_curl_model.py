"""The fixed numbers of the algorithm have one place, and the digest names them too."""

from __future__ import annotations

import ast
from dataclasses import fields, replace

import pytest

from analysis.settings import thresholds
from analysis.settings.curl_model import MODEL
from tests.fixtures.source_tree import Module, modules

NO_CHOICE = {
    "LEAST",
    "NOTHING_LEFT",
    "GATHER_S",
    "GATHER_BESIDE_S",
    "GATHER_STILL_S",
    "STILL_SHARE",
    "FEW",
    "MOST_WAITING",
    "BATCH",
    "PLOT_EVERY",
    "REST_CELLS",
    "WORTH_SAMPLES",
} | {
    "KEEP_S",
    "TIDY_EVERY",
}
"""Guards against division by nothing, what changes speed or pictures alone, and the bound of the memory."""
ROOMS = ("analysis.core", "analysis.stream")


def numbers(module: Module) -> list[str]:
    """Constants of a module that are numbers."""
    found = []
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name | ast.Tuple):
            target = node.targets[0]
            names = [target] if isinstance(target, ast.Name) else target.elts
            literals = [n for n in ast.walk(node.value) if isinstance(n, ast.Constant)]
            calls = any(isinstance(n, ast.Call | ast.Subscript) for n in ast.walk(node.value))
            if literals and not calls and all(isinstance(n.value, int | float) for n in literals):
                found += [ast.unparse(n) for n in names if not ast.unparse(n).startswith("_")]
    return found


def test_the_algorithm_keeps_no_number_of_its_own():
    own = {
        f"{m.name}.{name}"
        for m in modules()
        if m.name.startswith(ROOMS)
        for name in numbers(m)
        if name not in NO_CHOICE
    }
    assert own == set()


def test_a_number_would_be_seen():
    assert numbers(Module("x", "A_HZ, B_M = 1.0, 2 * 0.1\nWORDS = {'a': 'b'}\n")) == ["A_HZ", "B_M"]


@pytest.mark.parametrize("group", [f.name for f in fields(MODEL)])
def test_the_digest_names_each_fixed_number(group, monkeypatch):
    before = thresholds.DEFAULTS.digest
    record = getattr(MODEL, group)
    for one in fields(record):
        value = getattr(record, one.name)
        other = (value[0], value[1] + 1.0) if isinstance(value, tuple) else value + 1
        monkeypatch.setattr(
            thresholds, "MODEL", replace(MODEL, **{group: replace(record, **{one.name: other})})
        )
        assert thresholds.DEFAULTS.digest != before
