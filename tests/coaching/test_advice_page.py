"""docs/advice.md names every rule and every number as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from analysis.coaching.advice import advise
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.parameter import ThresholdRow
from analysis.settings.thresholds import DEFAULTS
from tests.fixtures.lettered_sets import made

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "advice.md").read_text(encoding="utf-8")
ROWS = [row for row in DEFAULTS.table() if row.name.startswith("advice.")]


def line(row: ThresholdRow) -> str:
    """One row of the document's table of numbers."""
    name = row.name.removeprefix("advice.")
    unit = f" {row.unit}" if row.unit not in {"", "ratio"} else ""
    return f"| `{name}` | {row.default:.3g}{unit} | {row.low:g} to {row.high:g} | {row.meaning} |"


def test_numbers_are_as_in_the_program() -> None:
    """If this fails, put the lines it wants between the two comments of the document."""
    wanted = ["| number | default | allowed | meaning |", "|---|---|---|---|", *map(line, ROWS)]
    found = re.search(r"<!-- numbers -->\n(.*?)<!-- end of numbers -->", DOCUMENT, re.DOTALL)
    assert found is not None
    assert found[1].splitlines() == wanted


def test_no_other_number_is_named() -> None:
    named = set(re.findall(r"`([a-z_]+)`", DOCUMENT.partition("## Numbers")[0]))
    in_documents = {"agreement", "slowing", "set_speed_loss", "totals"}
    assert named - in_documents <= set(AdviceSettings.__dataclass_fields__)


def test_every_rule_is_explained_in_the_order_it_is_asked() -> None:
    spared = made("C" * 12, 20.0, 10)
    sets = ["", "UUC", "HHHH", "HHCC", "WWWW", "CCCCCCWWWW", "FFFF", "CCCC", "CCCU", "CCCCCW", "CCHHW"]
    rules = [advise(made(s)).rule for s in sets]
    wide = made("WW")
    wide = replace(wide, reps=tuple(replace(rep, rom_deg=240.0) for rep in wide.reps))
    rules[2:2] = [advise(replace(made("CC"), gravity_trusted=False)).rule, advise(wide).rule]
    rules.insert(4, advise(made("C")).rule)
    rules.insert(9, advise(made("CCCW", target=10)).rule)
    rules[11:11] = [
        advise(made("C" * 16, 20.0, 10)).rule,
        advise(spared, previous=[spared]).rule,
    ]
    after_a_set = DOCUMENT.partition("## After a set")[2]
    table = after_a_set.partition("|---|---|---|\n")[2].partition("\n\n")[0]
    assert [row.split("|")[1].strip() for row in table.splitlines()] == rules
