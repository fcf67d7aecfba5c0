"""The tables that the program writes into the documentation are up to date, and leave nothing out."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from analysis.batch.lake_schema import TABLES
from analysis.records.rep_measures import figure, figures_of
from analysis.records.results import REP_FIGURES, Rep
from analysis.settings.thresholds import DEFAULTS
from docs.make_tables import MEASURED_ROLES, PAGES, PARTS, figure_lines, glossary_lines, written
from imu.devices import profiles
from imu.formats import FORMATS


def text_of(page: str) -> str:
    return (PAGES / page).read_text(encoding="utf-8")


def part(page: str, name: str) -> str:
    return text_of(page).partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]


@pytest.mark.parametrize("page", sorted({page for page, _ in PARTS}))
def test_what_the_program_wrote_is_current(page: str) -> None:
    is_current = written(page, text_of(page)) == text_of(page)
    assert is_current, f"docs/{page} is out of date; run: python -m docs.make_tables"


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


def test_every_figure_of_a_rep_has_its_line() -> None:
    lines = part("glossary.md", "figures").splitlines()
    for name, info in REP_FIGURES.items():
        (line,) = (one for one in lines if f"`{name}`" in one)
        assert line.startswith(f"| {info.title}, ")
        assert info.meaning in line
    measured = re.findall(r"`(\w+)`", part("figures.md", "figures"))
    assert measured == [name for name, info in REP_FIGURES.items() if info.role in MEASURED_ROLES]


def test_every_column_of_the_lake_has_its_line_with_its_meaning() -> None:
    lines = part("batch.md", "lake")
    for name, columns in TABLES.items():
        of_table = lines.partition(f"### {name}\n")[2].partition("###")[0]
        assert re.findall(r"^\| `(\w+)` \|", of_table, re.MULTILINE) == [one.name for one in columns]
        assert all(one.meaning and one.meaning in of_table for one in columns)


def test_the_pages_take_all_they_say_of_a_figure_from_its_field_and_its_title(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Longer(Rep):
        rom_deg: float | None = figure("mm", "How long its way was.", role="movement", digits=1)

    monkeypatch.setattr("docs.make_tables.REP_FIGURES", figures_of(Longer))
    assert "| Range | `rom_deg` | mm | 1 | – |" in figure_lines()
    assert "| Range, `rom_deg` |  | mm | How long its way was. |  |" in glossary_lines()


def test_every_term_of_the_glossary_says_what_it_is() -> None:
    rows = [line.split("|")[1:-1] for line in text_of("glossary.md").splitlines() if line.startswith("| ")]
    assert all(len(row) in {4, 5} and row[0].strip() and row[3].strip() for row in rows)


@pytest.mark.parametrize(
    "term",
    [
        "concentric phase",
        "eccentric phase",
        "time under tension",
        "range of motion",
        "angular velocity",
        "sensitivity",
        "specificity",
        "cross-validation",
    ],
)
def test_the_field_s_words_are_found(term: str) -> None:
    assert term in text_of("glossary.md")


def test_no_cell_breaks_its_table() -> None:
    for page, name in PARTS:
        rows = [line for line in part(page, name).splitlines() if line.startswith("|")]
        assert {row.count("|") for row in rows} <= {3, 5, 6}
