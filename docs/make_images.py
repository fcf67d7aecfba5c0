"""Makes the pictures of the README, as a browser shows them: the demo's report, and the live page while the demo's
recording is played again. ``python -m docs.make_images``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from analysis.cli import run

IMAGES = Path(__file__).parent / "images"
BROWSER = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTH = 1240
LAST_SECTION = "Lift speed, rep by rep"
"""The picture ends below this section, so that none is cut through."""

LIVE_SIZE = {"width": 1280, "height": 800}
SPEED = "8"


def main() -> None:
    """Both pictures."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        report(browser)
        live(browser)
        browser.close()


def report(browser: Browser) -> None:
    """Runs the demo and photographs the top of its page."""
    with tempfile.TemporaryDirectory() as folder:
        if run(["demo", "--out", folder]) != 0:
            sys.exit("the demo failed")
        page_file = next(Path(folder).glob("*.html"))
        page = browser.new_page(viewport={"width": WIDTH, "height": 900})
        page.goto(page_file.as_uri())
        last = page.locator("section", has=page.get_by_role("heading", name=LAST_SECTION)).bounding_box()
        if last is None:
            sys.exit(f"the report has no section called {LAST_SECTION!r}")
        height = last["y"] + last["height"]
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height}
        page.screenshot(path=IMAGES / "report.png", full_page=True, clip=clip)
        page.close()


def live(browser: Browser) -> None:
    """Plays the demo's recording and photographs the page at the third swung rep (reduced motion: no flash)."""
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        command = [
            sys.executable,
            "-m",
            "analysis.cli",
            "live",
            "--replay",
            str(path),
            "--speed",
            SPEED,
            "--no-open",
        ]
        program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            link = program.stdout.readline().split()[-1] if program.stdout is not None else ""
            page = browser.new_page(viewport=LIVE_SIZE, reduced_motion="reduce")
            page.goto(link)
            page.get_by_text("Swing ×4").first.wait_for(timeout=60_000)
            page.mouse.click(5, LIVE_SIZE["height"] // 2)
            page.get_by_text("Tap once for sound").wait_for(state="hidden")
            page.screenshot(path=IMAGES / "live.png")
            page.close()
        finally:
            program.terminate()
            program.wait()


if __name__ == "__main__":
    main()
