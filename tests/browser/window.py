"""A window of another size, or a reader with other wishes: told to a page that has then followed."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# What is new to an observer of sizes is told at the end of a frame. A frame that a script asks for is none where a test has set the clock,
# which counts milliseconds instead.
_FRAME = "() => new Promise((done) => new ResizeObserver((_, self) => (self.disconnect(), done())).observe(document.documentElement))"


def frame(page: Page) -> None:
    """Wait for a frame: in it scripts hear of fingers, sizes and media, and what they make of them is laid out."""
    page.evaluate(_FRAME)


def resize(page: Page, width: int, height: int) -> None:
    """The window has this size, and the page has followed."""
    page.set_viewport_size({"width": width, "height": height})
    frame(page)


def emulate(page: Page, **like: Any) -> None:  # Any: what Playwright takes
    """The page is on paper, dark, or whatever else Playwright emulates, and has followed."""
    page.emulate_media(**like)
    frame(page)
