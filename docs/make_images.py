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
HEIGHT = 1480


def main() -> None:
    """Runs the demo and photographs the top of its page."""
    with tempfile.TemporaryDirectory() as folder:
        if run(["demo", "--out", folder]) != 0:
            sys.exit("the demo failed")
        page_file = next(Path(folder).glob("*.html"))
        TARGET.parent.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
            page = browser.new_page(viewport={"width": 1240, "height": HEIGHT})
            page.goto(page_file.as_uri())
            page.screenshot(path=TARGET)
            browser.close()


if __name__ == "__main__":
    main()
