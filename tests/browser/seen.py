"""What a reader sees of a page: an answer in the window, whole, of a sane size and with nothing over it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

_FAULT = """element => {
  const box = element.getBoundingClientRect();
  const where = `${Math.round(box.left)},${Math.round(box.top)} ${Math.round(box.width)}×${Math.round(box.height)}`;
  if (box.width < 24 || box.height < 12) return `too small: ${where}`;
  if (box.left < -1 || box.right > innerWidth + 1) return `beside the window: ${where}`;
  if (box.top < -1 || box.top + Math.min(box.height, 60) > innerHeight) return `not in the window: ${where}`;
  const there = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20));
  return there && (element.contains(there) || there.contains(element)) ? "" : `under ${there && there.outerHTML.slice(0, 80)}`;
}"""


def fault_of(answer: Locator) -> str:
    """Why a reader does not see the beginning of an answer; empty where it is seen."""
    fault: str = answer.evaluate(_FAULT)
    return fault


def wait_until_seen(page: Page, answer: Locator) -> None:
    """Wait until the beginning of an answer is seen; a page that has been told to scroll may do so smoothly."""
    answer.wait_for()
    page.wait_for_function(f"element => !({_FAULT})(element)", arg=answer.element_handle())


class Actions:
    """Counts what a reader does: to type is one action, to tap is one, to press a key is one. To scroll is none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done = 0

    def fill(self, field: Locator, text: str) -> None:
        field.fill(text)
        self.done += 1

    def tap(self, what: Locator) -> None:
        what.tap()
        self.done += 1

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.done += 1
