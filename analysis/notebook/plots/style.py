"""The look of all pictures: colour says whether, pattern and line width say it again for grey and for other eyes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.results import Rep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXT, TEXT2, LINE, GAP = "#12171D", "#46525E", "#CDD3D9", "#ECE9E2"
CONTROLLED, CONTROLLED_TEXT, CONTROLLED_TINT = "#5B90CC", "#1F5C9E", "#DFE9F4"
MOMENTUM, MOMENTUM_TEXT, MOMENTUM_TINT = "#B73B00", "#A63500", "#F8E3D8"
WIDE_IN, NARROW_IN = 9.6, 4.4
"""Widths of a page and of a phone; text keeps its size in both."""
DPI, SHARPER = 100, 2
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
    """How the reps of one kind are drawn: bar (face, edge, hatch), tint of the time and of the
    column behind the bar, and the word in the legend."""

    word: str
    face: str
    edge: str
    hatch: str
    tint: str
    ground: str
    dotted: bool = False


_MOMENTUM_HATCH = {"swing": "///", "speed": "---", "both": "xxx", None: "///"}
_MOMENTUM_WORD = {"swing": "swing", "speed": "too fast", "both": "swing + speed", None: "momentum"}


def look(rep: Rep) -> Look:
    """The look of a rep, by verdict and cause."""
    if rep.verdict == "momentum":
        word, hatch = _MOMENTUM_WORD[rep.cause], _MOMENTUM_HATCH[rep.cause]
        return Look(word, MOMENTUM, "#FFFFFF", hatch, MOMENTUM_TINT, MOMENTUM_TINT)
    if rep.verdict == "controlled":
        return Look("controlled", CONTROLLED, CONTROLLED, "", CONTROLLED_TINT, CONTROLLED_TINT)
    if rep.verdict == "partial":
        return Look("half rep", "#AEB6BE", TEXT2, "", "none", TEXT2)
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
def picture(height_in: float, *, narrow: bool) -> Iterator[Figure]:
    """A white figure of a page's or a phone's width; what is drawn inside the block is drawn in this style."""
    from matplotlib import rc_context  # noqa: PLC0415  slow to load

    width = NARROW_IN if narrow else WIDE_IN
    with rc_context(_RC):
        yield _picture()(figsize=(width, height_in), dpi=DPI, layout="constrained", facecolor="white")


def title(figure: Figure, text: str, *, narrow: bool) -> None:
    """What the picture shows, above it and flush left; broken into lines that fit."""
    from textwrap import fill  # noqa: PLC0415

    shown = fill(text, 40 if narrow else 100)
    figure.suptitle(shown, x=0.01, ha="left", fontsize=11.5, fontweight="bold")


def limit_line(axes: Axes, at: float, words: str) -> None:
    """A dashed line with its name outside, at the right end, where no curve is."""
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


def said(text: str, *, narrow: bool, height_in: float = 1.6) -> Figure:
    """A picture that only says why there is nothing to see."""
    from textwrap import fill  # noqa: PLC0415

    with picture(height_in, narrow=narrow) as figure:
        figure.text(0.5, 0.5, fill(text, 44 if narrow else 90), ha="center", va="center", color=TEXT2)
    return figure
