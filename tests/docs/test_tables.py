"""The tables that the program writes into the documentation are up to date, and leave nothing out."""

from __future__ import annotations

import re

import pytest

from analysis.settings.thresholds import DEFAULTS
from docs.make_tables import PAGES, PARTS, written
from imu.devices import profiles
from imu.formats import FORMATS


def text_of(page: str) -> str:
    return (PAGES / page).read_text(encoding="utf-8")


def part(page: str, name: str) -> str:
    return text_of(page).partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]


@pytest.mark.parametrize("page", sorted({page for page, _ in PARTS}))
def test_what_the_program_wrote_is_current(page: str) -> None:
    """If this fails: python -m docs.make_tables."""
    assert written(page, text_of(page)) == text_of(page)


def test_a_page_without_its_comments_is_refused() -> None:
    with pytest.raises(ValueError, match=r"formats\.md: the comments of 'formats' are missing"):
        written("formats.md", "# Sensors and formats\n")


def test_every_threshold_has_its_line() -> None:
    lines = part("thresholds.md", "thresholds") + part("advice.md", "numbers")
    named = re.findall(r"^\| `(\w+)` \|", lines, re.MULTILINE)
    assert sorted(named) == sorted(row.name.partition(".")[2] for row in DEFAULTS.table())


def test_every_format_and_every_sensor_has_its_place() -> None:
    assert re.findall(r"`--format ([a-z-]+)`", part("formats.md", "formats")) == [f.name for f in FORMATS]
    for name in ("sensors", "sources"):
        found = re.findall(r"`([a-z0-9-]+)`(?: \||: )", part("formats.md", name))
        assert sorted(found) == sorted(profile.name for profile in profiles())


def test_no_cell_breaks_its_table() -> None:
    for page, name in PARTS:
        rows = [line for line in part(page, name).splitlines() if line.startswith("|")]
        assert {row.count("|") for row in rows} <= {5, 6}
