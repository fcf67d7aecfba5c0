"""Makes the four pictures of docs/phone.md: the program and a Chromium that is moved like a phone, at the width of one.
``python -m docs.make_phone_images`` (a minute)."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile

from playwright.sync_api import Browser, sync_playwright

from docs.make_images import BROWSER, IMAGES, QUIET
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import SampleBlock
from tests.fixtures.moving_phone import SIZE, moving_phone

RATE_HZ = 240.0
"""Of the simulated motion; the browser takes 60 readings a second from it."""


def main() -> None:
    """All four."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=QUIET)
        command = [
            sys.executable,
            "-m",
            "analysis.cli",
            "live",
            "--device",
            "wrist_right=phone",
            "--out",
            folder,
        ]
        told = ["--weight", "12.5kg", "--target-reps", "8", "--no-open", "--no-history"]
        program = subprocess.Popen([*command, *told], stdout=subprocess.PIPE, text=True)
        try:
            photograph(browser, *links(program))
        finally:
            program.send_signal(signal.SIGINT)
            program.wait()
        browser.close()


def links(program: subprocess.Popen[str]) -> tuple[str, str]:
    """Link of the page on the computer, and of that on the phone."""
    if program.stdout is None:
        sys.exit("the program says nothing")
    return program.stdout.readline().split()[-1], program.stdout.readline().split()[-1]


def photograph(browser: Browser, computer: str, phone_link: str) -> None:
    """The code, the button, the set with its cue, and the end."""
    page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
    page.goto(computer)
    page.locator("img.qr").wait_for()
    page.screenshot(path=IMAGES / "phone_1_code.png")
    page.close()
    with moving_phone(browser, phone_link) as phone:
        phone.says("Allow motion")
        phone.page.screenshot(path=IMAGES / "phone_2_allow.png")
        phone.allow()
        phone.move(curls())
        phone.says("Swing")
        phone.page.screenshot(path=IMAGES / "phone_3_swing.png")
        phone.move(rest(), until=lambda: phone.page.locator(".panel.calm").count() > 0)
        phone.page.screenshot(path=IMAGES / "phone_4_rest.png")


def curls() -> SampleBlock:
    """Five calm curls and one thrown by the body, up to its top."""
    reps = (SimulatedRep(),) * 5 + (SimulatedRep(lift_s=1.0, lower_s=1.4, swing=0.9),)
    return simulated((Still(3.0), CurlSet(reps=reps), Still(1.0)))


def rest() -> SampleBlock:
    """The arm hangs, longer than the program waits for another rep."""
    return simulated((Still(30.0),))


def simulated(session: tuple[Still | CurlSet, ...]) -> SampleBlock:
    """The samples of a sensor that is worn in this session."""
    return simulate(session, sensor=SensorModel(rate_hz=RATE_HZ), seed=2).recording.sensors[0]


if __name__ == "__main__":
    main()
