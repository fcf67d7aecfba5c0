"""docs/project_structure.md names only what there is, and its rules are those that are tested."""

from __future__ import annotations

import re

from docs.make_tables import PAGES
from docs.rooms import INNER, ROOMS
from tests.fixtures.source_tree import ROOT

TEXT = (PAGES / "project_structure.md").read_text(encoding="utf-8")
TOP = ("imu", "analysis", "tests", "docs", "firmware_data")


def paths() -> list[str]:
    """What the page puts in backticks with a slash: from the root, or from `analysis/` as in ``core/signal``."""
    quoted = re.findall(r"`([\w./]+)`", TEXT)
    return [name for name in quoted if "/" in name and not re.fullmatch(r"\w+/", name)]


def test_every_path_exists() -> None:
    assert len(paths()) > 30
    missing = [
        name
        for name in paths()
        if not (ROOT / ("" if name.split("/")[0] in TOP else "analysis") / name).exists()
    ]
    assert missing == []


def test_every_inner_rule_is_told() -> None:
    told = TEXT.partition("Inside of a room, ")[2].partition("\n")[0]
    for low, high in INNER:
        first, second = (name.rpartition(".")[2] for name in (low, high))
        assert re.search(rf"{first}` (knows )?nothing of `[\w/]*{second}`", told), f"{low} below {high}"


def test_a_folder_of_tests_is_called_after_a_room_or_named_here() -> None:
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}
    rooms = {room.rpartition(".")[2] for room in ROOMS}
    of_no_room = set(re.findall(r"`tests/(\w+)`", TEXT.rpartition("no single room")[2]))
    assert folders - rooms == of_no_room | {"fixtures"}
