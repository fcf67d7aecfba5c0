"""Draws the page's icons in the sizes that home screens want, all from its one drawing. ``python -m docs.make_icons``."""

from __future__ import annotations

from pathlib import Path

import resvg_py

PAGE = Path(__file__).parent.parent / "analysis" / "live" / "page"
SIZES_PX = {"icon_180.png": 180, "icon_192.png": 192, "icon_512.png": 512, "icon_full_512.png": 512}
_CORNER = ' rx="7"'
"""Rounding of the ground; a system that cuts icons into its own shape wants it filled to the edge."""
_CUT = {"icon_180.png", "icon_full_512.png"}
"""Icons that are cut so."""


def draw_icons() -> dict[str, bytes]:
    """The PNG of each icon by its name."""
    drawing = (PAGE / "icon.svg").read_text(encoding="utf-8")
    return {
        name: bytes(
            resvg_py.svg_to_bytes(
                svg_string=drawing.replace(_CORNER, "") if name in _CUT else drawing, width=size, height=size
            )
        )
        for name, size in SIZES_PX.items()
    }


def main() -> None:
    """Writes them beside the page."""
    for name, png in draw_icons().items():
        (PAGE / name).write_bytes(png)


if __name__ == "__main__":
    main()
