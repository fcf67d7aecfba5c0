"""The colours of report, live page, plots and terminal: blue is controlled, orange is momentum, nothing else is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours on one ground, as ``#RRGGBB``. A style sheet calls them ``--bg``, ``--ctl-text`` and so on.

    Attributes
    ----------
    bg, surface, raised : str
        Grounds: of the page, of a card on it, of what lies on that.
    line, text, text2, text3 : str
        Rules, and words from the strongest to the faintest.
    ctl, ctl_text, ctl_tint : str
        A controlled rep: its bar, words about it, the ground behind it.
    mom, mom_text, mom_tint : str
        The same for a rep of momentum.
    """

    bg: str
    surface: str
    raised: str
    line: str
    text: str
    text2: str
    text3: str
    ctl: str
    ctl_text: str
    ctl_tint: str
    mom: str
    mom_text: str
    mom_tint: str


LIGHT = Palette(
    bg="#FFFFFF",
    surface="#F6F4EF",
    raised="#ECE9E2",
    line="#CDD3D9",
    text="#12171D",
    text2="#46525E",
    text3="#66717C",
    ctl="#5B90CC",
    ctl_text="#1F5C9E",
    ctl_tint="#DFE9F4",
    mom="#B73B00",
    mom_text="#A63500",
    mom_tint="#F8E3D8",
)
DARK = Palette(
    bg="#0B0F14",
    surface="#131A22",
    raised="#1D2731",
    line="#33404D",
    text="#F4F1EA",
    text2="#AAB6C2",
    text3="#7D8A97",
    ctl="#4E95E8",
    ctl_text="#7DB4F5",
    ctl_tint="#16293F",
    mom="#FFA149",
    mom_text="#FFB56E",
    mom_tint="#3A2817",
)
CONTROLLED_ON_ANY, MOMENTUM_ON_ANY = "#5B90CC", "#D9691E"
"""Seen on light and dark grounds alike, where nobody knows which it is: a terminal, a cell of a notebook."""
