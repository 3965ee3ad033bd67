"""A site in a ZIM: zimcheck finds no fault in it, and in Kiwix its pages, search and folders work."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sitegen.mirroring.zim import write_zim
from tests.browser.conftest import Open

pytest.importorskip("libzim")
pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture(scope="module")
def zim(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county in a ZIM."""
    path = tmp_path_factory.mktemp("zim") / "county.zim"
    assert write_zim(built_site, path) > 2000
    return path


@pytest.fixture
def kiwix(zim: Path) -> Iterator[str]:
    """Its address in kiwix-serve."""
    program = shutil.which("kiwix-serve")
    if program is None:
        pytest.skip("kiwix-serve is not installed; make servers does that")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([program, "--nolibrarybutton", "--address", "127.0.0.1", "--port", str(port), str(zim)], stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            assert process.poll() is None
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/county/"
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0 and asked.getsockname() != asked.getpeername()


def test_zimcheck_finds_no_fault(zim: Path) -> None:
    if shutil.which("zimcheck") is None:
        pytest.skip("zimcheck is not installed; make servers does that")
    done = subprocess.run(["zimcheck", str(zim)], capture_output=True, text=True, check=False)
    assert "[ERROR]" not in done.stdout
    assert "Overall Test Status: Pass" in done.stdout
    assert done.returncode == 0


def test_kiwix_opens_a_neighbourhood_from_the_home_page(kiwix: str, open_page: Open) -> None:
    visit = open_page(f"{kiwix}index.html")
    visit.page.locator("main a[href$='loamshire/index.html']").first.click()
    visit.page.locator("main summary", has_text="neighbourhoods, A to Z").click()
    visit.page.locator("main a[href='nb01/index.html']").first.click()
    expect(visit.page.locator("h1")).to_be_visible()
    assert visit.page.url == f"{kiwix}loamshire/nb01/index.html"
    assert visit.refused == []


def test_kiwix_answers_a_search_by_postcode(kiwix: str, open_page: Open) -> None:
    visit = open_page(f"{kiwix}index.html")
    visit.page.locator("main form input").fill("LM1")
    visit.page.locator("main form button").first.click()
    expect(visit.page.locator("main [role=status]").first).not_to_be_empty()
    assert not any("not-here" in url for url in visit.requests)
