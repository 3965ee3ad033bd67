"""A real browser, folders served as a site, and a record of everything a page asked for or complained about."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

from tests.browser import tiny_site, wide_site
from tests.serving import serving

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_AXE_RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}"""


@dataclass
class Visit:
    """One page in the browser, with what it asked for, what it got and what it complained about."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def other_origins(self) -> list[str]:
        """Requests that left the site."""
        return [url for url in self.requests if not url.startswith((self.origin, "blob:", "data:"))]

    def axe(self) -> list[str]:
        """What the accessibility checker finds wrong with the page as it is now."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[str] = self.page.evaluate(_AXE_RUN)
        return found


Open = Callable[..., Visit]
Serve = Callable[..., str]


LIMIT_MS = 30_000
"""How long a page is given for anything it is waited for: a page that works meets this on no machine, however busy."""

CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The same engine without windows and toolbars, which take a third of the work, where it is installed."""

_FLAGS = ["--no-sandbox", "--disable-gpu"]

expect.set_options(timeout=LIMIT_MS)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one Chromium of this process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def browsing(chromium: Browser, **like: Any) -> Iterator[BrowserContext]:  # Any: what Playwright takes
    """A reader's browser of its own, with nothing kept in it; `like` what Playwright knows of screens and readers."""
    context = chromium.new_context(**like)
    context.set_default_timeout(LIMIT_MS)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Open]:
    """Opens an address in a context of its own: `open_page(url, width=1280, height=900, scheme="light", script=True)`."""
    contexts = ExitStack()

    def open_one(url: str, *, width: int = 1280, height: int = 900, scheme: str = "light", script: bool = True, before: str = "") -> Visit:
        like = {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "java_script_enabled": script, "has_touch": width < 600}
        context = contexts.enter_context(browsing(chromium, **like))
        if before:
            context.add_init_script(before)
        page = context.new_page()
        parts = urlsplit(url)
        visit = Visit(page, f"{parts.scheme}://{parts.netloc}/")
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("response", lambda response: _note_refusal(visit, response))
        page.on("console", lambda message: _note_complaint(visit, message))
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.goto(url)
        return visit

    with contexts:
        yield open_one


Reader = Callable[..., Page]


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Reader]:
    """Gives an empty tab in a browser of its own."""
    with ExitStack() as browsers:
        yield lambda **like: browsers.enter_context(browsing(chromium, **like)).new_page()


@pytest.fixture(scope="module")
def wide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site-wide pages below a sub-path, as on a mirror."""
    root = tmp_path_factory.mktemp("wide")
    wide_site.lay_out(root)
    return root


@pytest.fixture(scope="module")
def served(wide_folder: Path) -> Iterator[wide_site.Served]:
    """They are served, and can be cut off."""
    running = wide_site.Served(wide_folder)
    yield running
    running.stop()


@pytest.fixture(scope="session", params=["folder", "pmtiles"])
def any_tiny_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the tiny site, once with its tiles in folders and once in archives."""
    folder = tmp_path_factory.mktemp(f"tiny-{request.param}")
    tiny_site.bake(folder, request.param)
    with serving(folder, "/mirror/a/") as address:
        yield address


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tiny site."""
    folder = tmp_path_factory.mktemp("tiny")
    tiny_site.bake(folder, "folder")
    return folder


@pytest.fixture(scope="session")
def tiny_site_address(tiny_folder: Path) -> Iterator[str]:
    """The address of the tiny site under a prefix, as on a mirror."""
    with serving(tiny_folder, "/mirror/a/") as address:
        yield address


def _note_refusal(visit: Visit, response: Response) -> None:
    if response.status >= 400:
        visit.refused.append(f"{response.status} {response.url}")


def _note_complaint(visit: Visit, message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"} and "GPU stall" not in message.text:
        visit.complaints.append(message.text)
