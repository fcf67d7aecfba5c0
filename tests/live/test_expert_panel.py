"""The panel of thresholds on the live page: what is kept of it is never that of other thresholds or another language."""

from __future__ import annotations

from dataclasses import replace

from analysis.live.expert_panel import EXPERT, expert_panel
from analysis.settings.thresholds import DEFAULTS
from tests.fixtures.languages import speaking


def test_the_same_values_under_another_name_are_shown_by_that_name() -> None:
    mine = DEFAULTS.with_(momentum__carry=0.3)
    for name in ("Anna", "Ben", ""):
        panel = expert_panel(replace(mine, name=name))
        assert (panel["name"], panel["custom"]) == (name, True)
        assert [one["value"] for one in panel["items"] if one["name"] == "momentum.carry"] == [0.3]


def test_other_values_and_another_language_make_other_sliders() -> None:
    english = expert_panel(DEFAULTS)["items"]
    assert [one["name"] for one in english] == [f"momentum.{name}" for name, _ in EXPERT]
    assert all(one["value"] == one["default"] for one in english)
    with speaking("de"):
        german = expert_panel(DEFAULTS)["items"]
    assert [one["value"] for one in german] == [one["value"] for one in english]
    assert all(a["title"] != b["title"] for a, b in zip(english, german, strict=True))
