"""Parts of a section of the report: words, and figures drawn at two widths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

WIDE, NARROW = 800.0, 358.0
"""Widths of the two drawings of each figure, px: desktop and paper, and phone."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture, drawn for desktop and paper and again for a phone."""

    wide: Markup
    """SVG of 800 px."""
    narrow: Markup
    """SVG of 358 px."""
    caption: str | None = None
    """May carry ``**bold**``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the report."""

    title: str
    """Heading."""
    notes: tuple[str, ...] = ()
    """Sentences below it; may carry ``**bold**``."""
    figures: tuple[Figure, ...] = ()
    """Pictures that are shown."""
    missing: str | None = None
    """Sentence on why there is no figure."""
    new_page: bool = False
    """On paper it begins a page."""
    folded: tuple[Figure, ...] = ()
    """Pictures that a person opens if they want them; on paper they are open."""
    folded_title: str = ""
    """Words to open them with."""


def draw_both_widths(draw: Callable[[float], Markup], caption: str | None = None) -> Figure:
    """Makes a figure by calling ``draw`` with each of the two widths."""
    return Figure(draw(WIDE), draw(NARROW), caption)
