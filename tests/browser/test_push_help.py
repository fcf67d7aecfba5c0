"""The page at the address that apps post to: its address, a button that copies it, and nothing off the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.test_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_the_address_is_shown_and_copied(browser: Browser, width: int) -> None:
    with serving("0.0.0.0", lambda _, __: None) as served:
        address = f"http://127.0.0.1:{served.address.rpartition(':')[2]}/push?{served.query}"
        context = browser.new_context(viewport={"width": width, "height": 844})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(address)
        assert page.locator("#address").inner_text() == address
        page.get_by_role("button", name="Copy the address").click()
        page.get_by_text("Copied.").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == address
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()
