"""Writes SVG: texts and attributes are escaped here, colours come from the style sheet."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup, escape

from imu.types import Floats

TEXT_PX = 14.0
"""Usual size of text."""
_NARROW, _WIDE = set("iljtfrI.,:;'|!()[] \u00a0"), set("mwMW%@—")


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.1f}".removesuffix(".0")


def svg_element(tag: str, content: str = "", /, **attributes: str | float | None) -> Markup:
    """Writes one element; ``class_`` becomes ``class``, ``a_b`` becomes ``a-b``; what is no markup is
    escaped."""
    shown = {
        name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None
    }
    inside = "".join(f' {name}="{_value(value)}"' for name, value in shown.items())
    return Markup(f"<{tag}{inside}>{escape(content)}</{tag}>" if content else f"<{tag}{inside}/>")


def text_width(text: str, *, size_px: float = TEXT_PX, bold: bool = False) -> float:
    """Estimates the width of a text in a Helvetica-like face, px; rather too large.

    Parameters
    ----------
    text : str
    size_px : float
    bold : bool
    """
    ems = sum(0.29 if c in _NARROW else 0.88 if c in _WIDE else 0.68 if c.isupper() else 0.565 for c in text)
    return ems * size_px * (1.06 if bold else 1.0)


def path_data(x: Floats, y: Floats, *, every_px: float = 1.1) -> str:
    """Writes path data through finite points; a new stroke begins after each gap.

    Parameters
    ----------
    x, y : (n,) float64
        Places, px; NaN where nothing is known.
    every_px : float
        Points that are closer along x are left out.
    """
    commands: list[str] = []
    pen_up, last_x = True, -np.inf
    known = np.isfinite(x) & np.isfinite(y)
    for i in range(len(x)):
        if not known[i]:
            pen_up = True
            continue
        ends = i + 1 == len(x) or not known[i + 1]
        if pen_up or ends or abs(x[i] - last_x) >= every_px:
            commands.append(f"{'M' if pen_up else 'L'}{x[i]:.1f} {y[i]:.1f}")
            pen_up, last_x = False, x[i]
    return "".join(commands)


class Canvas:
    """Collects the parts of one figure.

    Parameters
    ----------
    width, height : float
        Units of the drawing, px at full size.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._parts: list[Markup] = []

    def add(self, part: Markup) -> None:
        """Puts an element on top of what is there."""
        self._parts.append(part)

    def path(self, data: str, class_: str, **more: str | float | None) -> None:
        """Draws a path; nothing where there are no data.

        Parameters
        ----------
        data : str
            As SVG writes it.
        class_ : str
            Of the style sheet.
        **more
            Other attributes.
        """
        if data:
            self.add(svg_element("path", d=data, class_=class_, **more))

    def line(self, x1: float, y1: float, x2: float, y2: float, class_: str) -> None:
        """Draws a straight line.

        Parameters
        ----------
        x1, y1, x2, y2 : float
            Ends, px.
        class_ : str
        """
        self.path(f"M{_value(x1)} {_value(y1)}L{_value(x2)} {_value(y2)}", class_)

    def rect(
        self, x: float, y: float, width: float, height: float, class_: str, *, rx: float | None = None
    ) -> None:
        """Draws a rectangle; sizes below zero are drawn as zero.

        Parameters
        ----------
        x, y : float
            Upper left corner, px.
        width, height : float
        class_ : str
        rx : float or None
            Radius of its corners.
        """
        self.add(
            svg_element(
                "rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), rx=rx, class_=class_
            )
        )

    def circle(self, x: float, y: float, radius: float, class_: str) -> None:
        """Draws a circle.

        Parameters
        ----------
        x, y : float
            Centre, px.
        radius : float
        class_ : str
        """
        self.add(svg_element("circle", cx=x, cy=y, r=radius, class_=class_))

    def text(self, x: float, y: float, text: str, class_: str = "", *, anchor: str = "start") -> None:
        """Writes a text.

        Parameters
        ----------
        x, y : float
            Place of the anchor on the baseline, px.
        text : str
        class_ : str
        anchor : str
            ``start``, ``middle`` or ``end`` of the text.
        """
        if text:
            self.add(svg_element("text", text, x=x, y=y, text_anchor=anchor, class_=class_ or None))

    def link(self, part: Canvas, href: str, says: str) -> None:
        """Adds another canvas of the same size as a link.

        Parameters
        ----------
        part : Canvas
        href : str
        says : str
            Shown when it is pointed at.
        """
        shown = svg_element("title", says) + part.drawn()
        self.add(svg_element("a", shown, href=href, aria_label=says))

    def drawn(self) -> Markup:
        """All parts, to be put into another figure."""
        return Markup("").join(self._parts)

    def finish(self, label: str, *, role: str = "img") -> Markup:
        """Writes the figure with its one-sentence label; ``role`` is ``group`` for one with links in it."""
        return svg_element(
            "svg",
            self.drawn(),
            viewBox=f"0 0 {_value(self.width)} {_value(self.height)}",
            width="100%",
            role=role,
            aria_label=label,
        )
