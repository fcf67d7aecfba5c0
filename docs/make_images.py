"""Makes the README's picture from the demo's own report: ``python docs/make_images.py`` (needs the dev extra and Chromium)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from analysis.cli import run

IMAGE = Path(__file__).resolve().parent / "images" / "report.png"
WIDTH_PX, SCALE = 1120, 1.5
LAST_SECTION = "Lift speed, rep by rep"
"""The picture ends below this section of the report."""


def make_report_image(target: Path = IMAGE) -> None:
    """Run the demo, open its report, and keep the upper part of the page."""
    with tempfile.TemporaryDirectory() as folder:
        if run(["demo", "--out", folder]) != 0:
            sys.exit("the demo did not run; the picture is as it was")
        (page,) = Path(folder).glob("*.html")
        target.parent.mkdir(exist_ok=True)
        _photograph(page, target)


def _photograph(html: Path, target: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH_PX, "height": 900}, device_scale_factor=SCALE)
        page.goto(html.as_uri())
        box = page.locator("section", has=page.get_by_role("heading", name=LAST_SECTION)).bounding_box()
        if box is None:
            sys.exit(f"the report has no section called {LAST_SECTION!r}")
        height = box["y"] + box["height"]
        page.screenshot(
            path=target, full_page=True, clip={"x": 0, "y": 0, "width": WIDTH_PX, "height": height}
        )
        browser.close()


if __name__ == "__main__":
    make_report_image()
