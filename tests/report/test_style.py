"""The colours of UX section 3: contrast, grey values, and used only with their meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import analysis.report
from analysis.records.results import SessionResult
from tests.fixtures import samples
from tests.fixtures.report_reader import Node
from tests.fixtures.sample_pages import page

CSS = (Path(analysis.report.__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
THEMES = dict(zip(("light", "dark"), re.findall(r":root\{(.*?)\}", CSS, re.DOTALL), strict=False))
CONTROLLED = {"f-ctl", "f-ctl-tint", "f-ctl-band", "s-ctl", "s-ctl-text", "tc"}
MOMENTUM = {
    "f-mom",
    "f-mom-tint",
    "f-mom-band",
    "f-swing",
    "f-speed",
    "f-both",
    "s-mom",
    "s-mom-text",
    "tm",
    "mo",
    "open",
}


def tokens(theme: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9A-F]{6})", THEMES[theme]))


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """CIE L*."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_of_words(theme: str) -> None:
    t = tokens(theme)
    for ground in ("bg", "surface"):
        assert contrast(t["text"], t[ground]) >= 7
        assert contrast(t["text2"], t[ground]) >= 7
        assert contrast(t["text3"], t[ground]) >= 4.5
        assert contrast(t["ctl-text"], t[ground]) >= 4.5
        assert contrast(t["mom-text"], t[ground]) >= 4.5


def test_contrast_of_marks() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert contrast(light["ctl"], light["bg"]) >= 3.3
    assert contrast(light["mom"], light["bg"]) >= 3.3
    assert contrast(dark["ctl"], dark["bg"]) >= 6.2
    assert contrast(dark["mom"], dark["bg"]) >= 9.5


def test_momentum_has_the_ink_in_grey() -> None:
    light, dark = tokens("light"), tokens("dark")
    assert [round(lightness(c)) for c in (dark["ctl"], dark["mom"])] == [61, 74]
    assert [round(lightness(c)) for c in (light["ctl"], light["mom"])] == [59, 43]


def test_paper_is_light() -> None:
    assert re.search(r"@media screen and \(prefers-color-scheme:dark\)", CSS)
    assert "print-color-adjust:exact" in CSS


def test_colours_come_from_tokens_only() -> None:
    rest = re.sub(r":root\{.*?\}", "", CSS, flags=re.DOTALL)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", rest)) == {"#66717C"}, (
        "the foot of the page cannot read tokens"
    )


def used(root: Node) -> set[str]:
    drawn = [n for d in root.all("article") + root.all("header") for n in d.walk()]
    return {c for n in drawn for c in n.classes}


@pytest.mark.parametrize(
    ("make", "blue", "orange"),
    [
        (samples.all_controlled, True, False),
        (samples.all_momentum, False, True),
        (samples.no_sets, False, False),
        (samples.ordinary, True, True),
    ],
)
def test_blue_is_controlled_and_orange_is_momentum(
    make: Callable[[], SessionResult], *, blue: bool, orange: bool
) -> None:
    found = used(page(make))
    assert bool(found & CONTROLLED) is blue
    assert bool(found & MOMENTUM) is orange


def test_rules_that_use_a_hue_are_the_ones_with_its_meaning() -> None:
    for names, body in re.findall(r"([^{}]+)\{([^{}]*)\}", CSS):
        if "var(--ctl" in body or "var(--mom" in body:
            allowed = {*CONTROLLED, *MOMENTUM}
            classes = set(re.findall(r"\.([\w-]+)", names))
            assert classes & allowed or names.strip() == ".advice em", names


def test_uncertain_and_partial_reps_carry_no_hue_of_their_own() -> None:
    root = page(samples.all_uncertain)
    assert not used(root) & (CONTROLLED | MOMENTUM)


def test_every_class_in_a_drawing_has_a_rule() -> None:
    defined = set(re.findall(r"\.([a-z][\w-]*)", CSS))
    for make in samples.SAMPLES.values():
        for svg in page(make).all("svg"):
            assert {c for n in svg.walk() for c in n.classes} <= defined
