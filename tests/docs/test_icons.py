"""The page's icons are those of its drawing."""

from __future__ import annotations

from docs.make_icons import PAGE, draw_icons


def test_the_icons_are_current() -> None:
    """If this fails: python -m docs.make_icons."""
    drawn = draw_icons()
    assert {name: (PAGE / name).read_bytes() for name in drawn} == drawn
    assert len(set(drawn.values())) == len(drawn)
