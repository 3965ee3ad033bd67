"""A force's zip, unpacked on a disk, is read like a site: its start opens the force, an area is a click away, no server is asked."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sitegen.mirroring.force_zip import force_zip
from tests.browser.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.mark.parametrize("script", [True, False], ids=["with-scripts", "without"])
def test_an_unpacked_zip_is_read_from_a_disk(built_site: Path, tmp_path: Path, open_page: Open, script: bool) -> None:
    zipfile.ZipFile(BytesIO(force_zip(built_site, "loamshire"))).extractall(tmp_path)
    visit = open_page((tmp_path / "index.html").as_uri(), script=script)
    expect(visit.page.locator("h1")).to_contain_text("Loamshire")
    visit.page.locator("main summary", has_text="neighbourhoods, A to Z").click()
    visit.page.locator("main a[href='nb01/index.html']").first.click()
    expect(visit.page).to_have_url((tmp_path / "loamshire/nb01/index.html").as_uri())
    expect(visit.page.locator("h2").first).to_be_visible()
    assert visit.complaints == []
    assert all(url.startswith("file:") for url in visit.requests)
