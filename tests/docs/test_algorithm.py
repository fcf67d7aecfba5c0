"""The page that says what speaks against a curl says it with the numbers that are used."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.core.curl.recognise import WORDS
from analysis.settings.thresholds import DEFAULTS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "algorithm.md").read_text(encoding="utf-8")
RECOGNITION = TEXT.partition("\n## Is it a curl?\n")[2].partition("\n## ")[0]


def test_every_objection_stands_there_with_its_weight() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\| ([\d., ]+) \|$", RECOGNITION, re.MULTILINE)
    told = {
        name: float(weight)
        for names, weights in rows
        for name, weight in zip(re.findall(r"`(\w+)`", names), weights.split(", "), strict=True)
    }
    assert told == {name: getattr(DEFAULTS.curl, name) for name in WORDS}


def test_the_limits_are_those_in_use() -> None:
    curl = DEFAULTS.curl
    assert f"{curl.few_reps_objection:g}·w + {curl.many_reps_objection:g}·(1 − w)" in RECOGNITION
    assert f"it is {curl.no_gyro_objection:g} lower" in RECOGNITION
    assert f"more than {curl.edge_objection:g} against them" in RECOGNITION
    assert f"with {curl.edge_margin:g} more than the set's median" in RECOGNITION


def test_what_may_be_shown_live_is_told() -> None:
    live = TEXT.partition("\n## The live tier")[2].partition("\n## ")[0]
    assert f"may be {DEFAULTS.live.show_objection:g} (`live.show_objection`)" in live
    assert f"at most {DEFAULTS.live.call_objection:g} (`live.call_objection`)" in live
