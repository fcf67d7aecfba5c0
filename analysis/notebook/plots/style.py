"""Style of all pictures: colour tells verdicts apart, pattern and line width do so again for print and
colour blindness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.output.palette import LIGHT
from analysis.records.results import Rep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXT, TEXT2, LINE, GAP = LIGHT.text, LIGHT.text2, LIGHT.line, LIGHT.raised
CONTROLLED, CONTROLLED_TEXT, CONTROLLED_TINT = LIGHT.ctl, LIGHT.ctl_text, LIGHT.ctl_tint
MOMENTUM, MOMENTUM_TINT = LIGHT.mom, LIGHT.mom_tint
HALF_REP = "#AEB6BE"
"""A half rep, and others that are neither controlled nor momentum."""
WIDE_IN, NARROW_IN = 9.6, 4.4
"""Widths of a page and of a phone; text keeps its size in both."""
DPI, SHARPER = 100, 2
"""Pixels per inch on the page, and how many times finer the picture is made."""
_RC: Any = {
    "font.size": 10.0,
    "font.family": "sans-serif",
    "axes.edgecolor": TEXT2,
    "axes.labelcolor": TEXT2,
    "axes.titlecolor": TEXT,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "hatch.linewidth": 1.4,
    "text.color": TEXT,
    "xtick.color": TEXT2,
    "ytick.color": TEXT2,
    "legend.frameon": False,
    "lines.linewidth": 1.5,
}


class Look(NamedTuple):
    """How the reps of one kind are drawn."""

    word: str
    """In the legend."""
    face: str
    """Colour of the bar."""
    edge: str
    """Colour of its edge and hatching."""
    hatch: str
    """Pattern of the bar, as matplotlib writes it."""
    tint: str
    """Colour of the rep's time in the curves."""
    ground: str
    """Colour of the column behind the bar."""
    dotted: bool = False
    """Whether the edge is dotted."""


_MOMENTUM_HATCH = {"swing": "///", "speed": "---", "both": "xxx", None: "///"}
_MOMENTUM_WORD = {"swing": "swing", "speed": "too fast", "both": "swing + speed", None: "momentum"}


def rep_look(rep: Rep) -> Look:
    """Look of a rep, by verdict and cause."""
    if rep.verdict == "momentum":
        word, hatch = _MOMENTUM_WORD[rep.cause], _MOMENTUM_HATCH[rep.cause]
        return Look(word, MOMENTUM, LIGHT.bg, hatch, MOMENTUM_TINT, MOMENTUM_TINT)
    if rep.verdict == "controlled":
        return Look("controlled", CONTROLLED, CONTROLLED, "", CONTROLLED_TINT, CONTROLLED_TINT)
    if rep.verdict == "partial":
        return Look("half rep", HALF_REP, TEXT2, "", "none", TEXT2)
    return Look("not judged", "none", TEXT2, "", "none", TEXT2, dotted=True)


@cache
def _picture() -> type[Figure]:
    from matplotlib.figure import Figure  # noqa: PLC0415  slow to load

    class Picture(Figure):
        """A figure that a notebook shows by itself, without pyplot and its memory of all figures."""

        def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
            held = BytesIO()
            self.savefig(held, format="png", dpi=DPI * SHARPER)
            return held.getvalue(), {"width": round(self.get_figwidth() * DPI)}

    return Picture


@contextmanager
def open_picture(height_in: float, *, narrow: bool) -> Iterator[Figure]:
    """Opens a white figure of a page's or a phone's width; the block inside draws in this style.

    Parameters
    ----------
    height_in : float
        Inches.
    narrow : bool
        For a phone.
    """
    from matplotlib import rc_context  # noqa: PLC0415  slow to load

    width = NARROW_IN if narrow else WIDE_IN
    with rc_context(_RC):
        yield _picture()(figsize=(width, height_in), dpi=DPI, layout="constrained", facecolor="white")


def write_title(figure: Figure, text: str, *, narrow: bool) -> None:
    """Writes the finding above the picture, flush left, broken into lines that fit.

    Parameters
    ----------
    figure : Figure
    text : str
    narrow : bool
        For a phone.
    """
    from textwrap import fill  # noqa: PLC0415

    shown = fill(text, 40 if narrow else 100)
    figure.suptitle(shown, x=0.01, ha="left", fontsize=11.5, fontweight="bold")


def draw_limit_line(axes: Axes, at: float, words: str) -> None:
    """Draws a dashed horizontal line with its name outside, at the right end, where no curve is.

    Parameters
    ----------
    axes : Axes
    at : float
        In data coordinates.
    words : str
        Its name.
    """
    axes.axhline(at, color=TEXT, linewidth=1.1, linestyle=(0, (4, 3)), zorder=3)
    axes.annotate(
        words,
        (1.0, at),
        xycoords=("axes fraction", "data"),
        xytext=(3, 0),
        textcoords="offset points",
        ha="left",
        va="center",
        fontsize=8.5,
    )


def empty_picture(text: str, *, narrow: bool, height_in: float = 1.6) -> Figure:
    """Makes a picture that only says why there is nothing to see.

    Parameters
    ----------
    text : str
    narrow : bool
        For a phone.
    height_in : float
        Inches.
    """
    from textwrap import fill  # noqa: PLC0415

    with open_picture(height_in, narrow=narrow) as figure:
        figure.text(0.5, 0.5, fill(text, 44 if narrow else 90), ha="center", va="center", color=TEXT2)
    return figure
