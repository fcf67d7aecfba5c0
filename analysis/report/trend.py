"""Small picture of a trend: the share of controlled reps, a point a session, in the height of a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

_WIDTH, _HEIGHT, _EDGE = 108.0, 26.0, 4.0
_MOST_POINTS = 12
"""Sessions that are drawn, the last ones."""


def draw_trend(shares: Sequence[float | None], label: str) -> Markup:
    """Draws the shares of the last sessions from left to right; the upper edge is all, the lower one none.

    Parameters
    ----------
    shares : sequence of float or None
        From 0 to 1, in order of time; None where nothing could be judged, which leaves a gap.
    label : str
        Says the same in words.
    """
    shown = list(shares)[-_MOST_POINTS:]
    step = (_WIDTH - 2 * _EDGE) / max(len(shown) - 1, 1)
    points = [
        None if share is None else (_EDGE + step * k, _EDGE + (_HEIGHT - 2 * _EDGE) * (1.0 - share))
        for k, share in enumerate(shown)
    ]
    lines = "".join(
        f"M{a[0]:.0f} {a[1]:.1f}L{b[0]:.0f} {b[1]:.1f}"
        for a, b in pairwise(points)
        if a is not None and b is not None
    )
    dots = "".join(
        f'<circle cx="{one[0]:.0f}" cy="{one[1]:.1f}" r="{3 if k == len(points) - 1 else 1.8}"/>'
        for k, one in enumerate(points)
        if one is not None
    )
    size = f'width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}"'
    path = f'<path d="{lines}"/>' if lines else ""
    return Markup(f'<svg class="trend" {size} role="img" aria-label="{escape(label)}">{path}{dots}</svg>')
