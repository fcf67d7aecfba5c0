"""The style sheets of report and live page have the colours that plots and terminal are drawn with."""

from __future__ import annotations

import re
from dataclasses import asdict
from importlib.resources import files

import pytest

from analysis.output.palette import DARK, LIGHT, Palette

REPORT = (files("analysis.report") / "templates" / "style.css").read_text(encoding="utf-8")
PAGE = (files("analysis.live") / "page" / "style.css").read_text(encoding="utf-8")


def colours(block: str) -> dict[str, str]:
    """Names and colours of a block of a style sheet, as far as a palette has them."""
    found = {
        name.replace("-", "_"): colour.upper()
        for name, colour in re.findall(r"--([\w-]+):\s*(#\w{6})\b", block)
    }
    return {name: colour for name, colour in found.items() if name in asdict(LIGHT)}


@pytest.mark.parametrize("sheet", [REPORT, PAGE], ids=["report", "page"])
@pytest.mark.parametrize(("place", "palette"), [(0, LIGHT), (1, DARK)], ids=["light", "dark"])
def test_a_style_sheet_has_the_palette(sheet: str, place: int, palette: Palette) -> None:
    block = re.findall(r"(?::root|\[data-theme=\"dark\"\])\s*\{([^}]*)\}", sheet)[place]
    assert colours(block) == asdict(palette)
