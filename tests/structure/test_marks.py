"""The marks do what they are for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import leave_out_slow, put_in_order, skip_shared

ROOT = Path(__file__).parents[2]


class Item(pytest.Item):
    """A test in a file, with a mark."""

    def __init__(self, *, mark: str, **more: object) -> None:
        super().__init__(**more)
        self.add_marker(mark)

    def runtest(self) -> None:
        """Is never run."""


def made(request: pytest.FixtureRequest, *marked: tuple[str, str]) -> list[pytest.Item]:
    """Tests by file and mark."""
    return [
        Item.from_parent(request.session, name=f"{file}, {mark}", path=Path(file), mark=mark)
        for file, mark in marked
    ]


def test_files_with_a_slow_test_begin_and_nothing_else_moves(request: pytest.FixtureRequest) -> None:
    items = made(request, ("a", "shared"), ("b", "shared"), ("b", "slow"), ("c", "shared"), ("d", "slow"))
    put_in_order(items)
    assert [item.name for item in items] == ["b, shared", "b, slow", "d, slow", "a, shared", "c, shared"]


def test_files_of_few_tests_come_last(request: pytest.FixtureRequest) -> None:
    many = [("many", "shared")] * 20
    items = made(request, ("a", "shared"), *many, ("b", "shared"), ("c", "slow"))
    put_in_order(items)
    assert [item.path.name for item in items] == ["c", *["many"] * 20, "a", "b"]


def test_only_what_needs_the_recordings_is_skipped(request: pytest.FixtureRequest) -> None:
    items = made(request, ("a", "shared"), ("a", "slow"))
    skip_shared(items)
    assert [item.get_closest_marker("skip") is not None for item in items] == [True, False]


def test_quick_leaves_out_the_slow_ones_alone(request: pytest.FixtureRequest) -> None:
    items = made(request, ("a", "slow"), ("a", "shared"), ("b", "slow"))
    leave_out_slow(request.config, items)
    assert [item.name for item in items] == ["a, shared"]


@pytest.mark.parametrize("mark", ["browser", "program", "validation"])
def test_ci_runs_every_folder_that_holds_the_mark(mark: str) -> None:
    """A step names its folders, so that it need not gather all tests."""
    (step,) = re.findall(rf"-m {mark} (.+)", (ROOT / ".ci" / "run").read_text())
    held = {
        f"tests/{path.relative_to(ROOT / 'tests').parts[0]}"
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(rf"pytest\.mark\.{mark}\b", path.read_text())
    }
    assert held == set(step.split())
