"""Makes the picture of the README: the demo's report as a browser shows it. ``python -m docs.make_images``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from analysis.cli import run

TARGET = Path(__file__).parent / "images" / "report.png"
BROWSER = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTH = 1240
LAST_SECTION = "Lift speed, rep by rep"
"""The picture ends below this section, so that none is cut through."""


def main() -> None:
    """Runs the demo and photographs the top of its page."""
    with tempfile.TemporaryDirectory() as folder:
        if run(["demo", "--out", folder]) != 0:
            sys.exit("the demo failed")
        page_file = next(Path(folder).glob("*.html"))
        TARGET.parent.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
            page = browser.new_page(viewport={"width": WIDTH, "height": 900})
            page.goto(page_file.as_uri())
            last = page.locator("section", has=page.get_by_role("heading", name=LAST_SECTION)).bounding_box()
            if last is None:
                sys.exit(f"the report has no section called {LAST_SECTION!r}")
            height = last["y"] + last["height"]
            page.screenshot(
                path=TARGET, full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height}
            )
            browser.close()


if __name__ == "__main__":
    main()
