"""A Chromium for each file of browser tests; skipped with a reason where there is none.

Not one for all: while it runs, its driver's event loop does, and no other test could start its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

_FONTS = ["Inter", "SF Pro Text", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "Liberation Sans"]
_HAS_A_FONT = """fonts => {
  const canvas = document.createElement('canvas').getContext('2d');
  const wide = family => { canvas.font = `72px ${family}`; return canvas.measureText('mmmiiiWWW').width; };
  return fonts.some(font => wide(`"${font}", monospace`) !== wide('monospace'));
}"""
"""Only the widths tell whether a font is there: a browser takes the next one without a word."""


def _absent(reason: str) -> None:
    if os.environ.get("REP_MOMENTUM_REQUIRE_BROWSER") == "1":
        pytest.fail(f"REP_MOMENTUM_REQUIRE_BROWSER=1, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415
    except ImportError:
        _absent("playwright is not installed")
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        except Error:
            _absent("no Chromium could be started")
        page = running.new_page()
        if not page.evaluate(_HAS_A_FONT, _FONTS):
            _absent("it has none of the fonts that the pages are laid out for; fonts-liberation brings one")
        page.close()
        yield running
        running.close()
