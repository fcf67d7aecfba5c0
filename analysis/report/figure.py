"""What a section of the report is made of: words, and figures drawn at two widths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

WIDE, NARROW = 800.0, 358.0
"""Units of the two drawings of each figure: desktop and paper, and phone."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture, drawn for desktop and paper and again for a phone; ``caption`` may carry ``**bold**``."""

    wide: Markup
    narrow: Markup
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, notes (``**bold**`` allowed) and figures; ``missing`` says why there is no figure.

    ``folded`` are figures that a person opens if they want them; on paper they are open.
    """

    title: str
    notes: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    missing: str | None = None
    new_page: bool = False
    folded: tuple[Figure, ...] = ()
    folded_title: str = ""


def both_widths(draw: Callable[[float], Markup], caption: str | None = None) -> Figure:
    """The figure that ``draw`` makes for a width, at both widths."""
    return Figure(draw(WIDE), draw(NARROW), caption)
