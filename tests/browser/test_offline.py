"""A saved area opens without a connection and says so; what is saved is told, brought up to date, and can be removed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from sitegen.build import Options, build_site
from tests.browser.conftest import AXE, LIMIT_MS, browsing
from tests.browser.map_page import drawn, rest
from tests.browser.seen import fault_of
from tests.serving import serving
from tests.settings import SETTINGS

pytestmark = pytest.mark.browser

AREA, OTHER = "loamshire/nb01/", "loamshire/nb02/"
BUTTON = "[data-area] button"
STATUS = "#stay [role=status]"
NOTE = "[data-offline-note]"
TAKEN_OVER = """async () => {
  const names = (await caches.keys()).filter((name) => /#shell-|#area/.test(name));
  const index = await (await caches.match(new URL("../../offline/saved.json", location))).json();
  return names.length === 2 && names.some((name) => name.endsWith("#shell-ffffffffffffffff")) && index[0].version === "ffffffffffffffff";
}"""
PARTS = """async () => {
  const caught = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())));
  return caught.flat().filter((request) => request.url.includes(".pmtiles?bytes=")).length;
}"""
HATCHED = """() => {
  const canvas = document.querySelector("[data-part=canvas] canvas");
  const fine = canvas.width / canvas.getBoundingClientRect().width;
  const free = document.querySelector("[data-part=canvas]").getBoundingClientRect(), box = canvas.getBoundingClientRect();
  const [x, y] = [free.left + free.width / 2 - box.left, free.top + 130 - box.top].map((at) => Math.round(at * fine));
  const { data } = canvas.getContext("2d").getImageData(x, y, 60, 1);
  const light = [...data].filter((_, place) => place % 4 === 1).map((green) => green > 200);
  return [light.filter(Boolean).length, light.filter((is) => !is).length];
}"""
"""How many pixels in a row through the upper half of the map are ground, and how many the lines of its hatching."""
KEPT = "async () => (await caches.keys()).length"


@pytest.fixture(scope="module")
def folder(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the county's site that tests may change."""
    copy = tmp_path_factory.mktemp("offline") / "site"
    shutil.copytree(built_site, copy)
    # Its worker takes what is saved where the host is slow: the host here is as slow as the machine is busy.
    worker, patience = re.subn(rb"\b4(000|e3)\b", b"4e5", (copy / "sw.js").read_bytes())
    assert patience == 1
    (copy / "sw.js").write_bytes(worker)
    return copy


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder, "/mirror/a/") as address:
        yield address


@pytest.fixture(scope="module")
def of_archives(sample_data: Path, built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the county's site with its tiles in archives; all but the tiles is taken from the work of the other build."""
    folder = tmp_path_factory.mktemp("archives")
    shutil.copytree(built_site.with_name("site-cache"), folder / "cache")
    build_site(Options(sample_data, folder / "cache", tiles="pmtiles"), SETTINGS, folder / "site")
    with serving(folder / "site", "/mirror/a/") as address:
        yield address


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with browsing(chromium, viewport={"width": 360, "height": 800}) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def wait_for(page: Page, label: str) -> None:
    page.locator(BUTTON, has_text=re.compile(label)).wait_for()


def save(page: Page, address: str, area: str = AREA) -> None:
    page.goto(address + area)
    page.locator(BUTTON).first.click()
    wait_for(page, r"^Save \d")
    page.locator(BUTTON).first.click()
    wait_for(page, "^Remove")


def test_nothing_is_kept_before_the_reader_asks(address: str, page: Page) -> None:
    page.goto(address + AREA)
    wait_for(page, "^Save this area")
    assert page.evaluate(KEPT) == 0
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def said_size(page: Page, address: str, area: str) -> tuple[str, str]:
    """How much an area takes as said before it is saved and after."""
    page.goto(address + area)
    page.locator(BUTTON).first.click()
    wait_for(page, r"^Save \d")
    before = re.search(r"take about ([\d.]+ [kM]B) on this device", page.inner_text(STATUS))
    assert page.evaluate(KEPT) == 0
    page.locator(BUTTON).first.click()
    wait_for(page, "^Remove")
    after = re.search(r"Saved on this device on .*: ([\d.]+ [kM]B), with figures to June 2025\.", page.inner_text(STATUS))
    assert before
    assert after
    return before[1], after[1]


def test_the_size_is_said_before_and_after_with_what_is_not_kept(address: str, page: Page) -> None:
    page.goto(address + AREA)
    page.locator(BUTTON).first.click()
    wait_for(page, r"^Save \d")
    assert page.inner_text(STATUS).endswith("Of the interactive map, June 2025 is kept and no other month.")
    before, after = said_size(page, address, AREA)
    assert before == after


def test_not_now_keeps_nothing(address: str, page: Page) -> None:
    page.goto(address + AREA)
    page.locator(BUTTON).first.click()
    page.get_by_role("button", name="Not now").click()
    wait_for(page, "^Save this area")
    assert page.evaluate(KEPT) == 0
    assert page.locator(BUTTON).count() == 1


def test_saved_pages_open_offline_and_say_so(address: str, context: BrowserContext, page: Page) -> None:
    save(page, address)
    context.set_offline(True)
    for path in (AREA, f"{AREA}streets/", AREA.rstrip("/"), f"{AREA}index.html"):
        page.goto(address + path)
        assert "You are offline. This page was saved on" in page.inner_text(NOTE)
        assert "with figures to June 2025" in page.inner_text(NOTE)
        assert page.locator("h1").count() == 1


def test_meetings_can_be_put_in_a_calendar_offline(address: str, context: BrowserContext, page: Page) -> None:
    save(page, address)
    context.set_offline(True)
    page.clock.set_fixed_time("2025-07-01T09:00:00")
    page.goto(address + AREA)
    first = page.get_by_role("link", name=re.compile("^Add to calendar")).first
    told = page.evaluate("async (href) => (await fetch(href)).text()", first.get_attribute("href"))
    assert told.count("BEGIN:VEVENT") == 1
    assert page.evaluate("async () => (await (await fetch('meetings.ics')).text()).startsWith('BEGIN:VCALENDAR')")


def test_the_map_draws_what_is_saved_offline(address: str, context: BrowserContext, page: Page) -> None:
    the_map_draws_offline(address, context, page)


def test_the_map_of_archives_draws_what_is_saved_offline(of_archives: str, context: BrowserContext, page: Page) -> None:
    before, after = said_size(page, of_archives, OTHER)
    assert before == after
    assert page.evaluate(PARTS) > 10
    the_map_draws_offline(of_archives, context, page)


def the_map_draws_offline(address: str, context: BrowserContext, page: Page) -> None:
    save(page, address)
    context.set_offline(True)
    page.goto(f"{address}map/#area={AREA.rstrip('/')}")
    page.locator("#map[data-ready=true]").wait_for()
    page.locator("[data-part=status]", has_text="crimes").wait_for()
    assert "You are offline" in page.inner_text(NOTE)
    rest(page)
    assert len(drawn(page, "crimes")) > 10
    assert not page.locator("[data-part=failed]").is_visible()


def test_of_a_view_that_was_saved_in_part_no_number_is_told_as_if_whole(address: str, context: BrowserContext, page: Page) -> None:
    part = "You are offline, and part of this view was not saved."
    least = r"in June 2025: at least [\d,]+ crimes and at least [\d,]+ reports"
    refused: list[str] = []
    page.on("response", lambda response: refused.append(response.url) if response.status == 404 and "/tiles/" in response.url else None)
    save(page, address)
    assert refused == []
    context.set_offline(True)
    page.goto(f"{address}map/")
    page.locator("#map[data-ready=true]").wait_for()
    status = page.locator("[data-part=status]")
    status.get_by_text(part).wait_for()
    assert re.search(least, status.inner_text())
    assert fault_of(status.get_by_text(part)) == ""
    rest(page)
    whites, lines = page.evaluate(HATCHED)
    assert whites > 3 < lines
    numbers = page.locator("[data-part=categories] .nums").all_text_contents()
    assert any(numbers)
    assert all(number.endswith("+") for number in numbers if number not in ("", "0"))
    context.set_offline(False)
    page.goto(f"{address}map/")
    status.get_by_text(re.compile(r"2,894")).wait_for()
    assert not re.search(least, status.inner_text())


def test_any_other_page_leads_to_the_list_offline(address: str, context: BrowserContext, page: Page) -> None:
    save(page, address)
    context.set_offline(True)
    page.goto(address + OTHER)
    assert "not saved on this device" in page.inner_text(NOTE)
    page.goto(address + "constructor/")  # a folder like another, though JavaScript's objects have one of that name
    assert "not saved on this device" in page.inner_text(NOTE)
    link = page.locator("[data-saved] li a")
    link.wait_for()
    assert link.inner_text() == "Castle Gate"
    link.click()
    page.wait_for_url(address + AREA)
    assert "You are offline" in page.inner_text(NOTE)


def test_online_a_saved_page_is_the_site_s_own(address: str, page: Page) -> None:
    save(page, address)
    page.goto(address + AREA)
    assert page.locator(NOTE).count() == 0


def test_home_lists_saved_areas_and_removing_the_last_leaves_nothing(address: str, page: Page) -> None:
    page.goto(address)
    assert not page.locator("[data-saved]").is_visible()
    save(page, address)
    page.goto(address)
    assert "figures to June 2025, saved on" in page.locator("[data-saved] li").inner_text()
    page.get_by_role("button", name="Remove Castle Gate from this device").click()
    page.get_by_text("Castle Gate was removed from this device.").wait_for()
    assert page.evaluate(KEPT) == 0
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate("document.activeElement.id") == "saved-h"


def test_removing_one_area_keeps_the_other(address: str, context: BrowserContext, page: Page) -> None:
    save(page, address)
    save(page, address, OTHER)
    page.goto(address + AREA)
    wait_for(page, "^Remove")
    page.locator(BUTTON).first.click()
    wait_for(page, "^Save this area")
    context.set_offline(True)
    page.goto(address + OTHER)
    assert "You are offline. This page was saved on" in page.inner_text(NOTE)
    page.locator(BUTTON, has_text="Remove").wait_for()  # its script is still there, too
    page.goto(address + AREA)
    assert "not saved on this device" in page.inner_text(NOTE)


def test_all_of_it_with_the_keyboard(address: str, context: BrowserContext, page: Page) -> None:
    page.goto(address + AREA)
    page.locator("#stay a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Save this area to read it offline"
    page.keyboard.press("Enter")
    wait_for(page, r"^Save \d")
    page.keyboard.press("Enter")
    wait_for(page, "^Remove")
    assert page.evaluate("document.activeElement.textContent") == "Remove from this device"
    page.keyboard.press("Space")
    wait_for(page, "^Save this area")
    assert page.evaluate(KEPT) == 0


def test_a_part_that_fails_is_said_and_nothing_is_kept(address: str, page: Page) -> None:
    page.goto(address + AREA)
    page.locator(BUTTON).first.click()
    wait_for(page, r"^Save \d")
    page.route("**/map-style.*.json", lambda route: route.fulfill(status=503, body="busy"))
    page.locator(BUTTON).first.click()
    wait_for(page, "^Save this area")
    assert "could not be saved" in page.inner_text(STATUS)
    assert page.evaluate(KEPT) == 0


def test_a_full_device_is_said(address: str, page: Page) -> None:
    page.add_init_script("Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError'); };")
    page.goto(address + AREA)
    page.locator(BUTTON).first.click()
    wait_for(page, r"^Save \d")
    page.locator(BUTTON).first.click()
    wait_for(page, "^Save this area")
    assert "not enough room" in page.inner_text(STATUS)
    assert page.evaluate(KEPT) == 0


def test_a_new_build_takes_over_and_the_saved_area_follows(folder: Path, address: str, context: BrowserContext, page: Page) -> None:
    save(page, address)
    worker, words, shown = folder / "sw.js", folder / "offline/words.json", folder / AREA / "index.html"
    old = [file.read_bytes() for file in (worker, words, shown)]
    style = next((folder / "assets").glob("site.*.css"))
    new_style = style.with_name("site.0123456789.css")
    try:
        new_style.write_bytes(style.read_bytes())
        worker.write_bytes(re.sub(rb'"version":"\w+"', b'"version":"ffffffffffffffff"', old[0]))
        words.write_bytes(re.sub(rb'"version":"\w+"', b'"version":"ffffffffffffffff"', old[1]))
        shown.write_bytes(old[2].replace(style.name.encode(), new_style.name.encode()).replace(b"<h1>Castle Gate", b"<h1>Castle Gate, anew"))
        page.goto(address + AREA)
        for _ in range(LIMIT_MS // 100):  # a wait of Playwright's takes the promise itself for the answer
            if page.evaluate(TAKEN_OVER):
                break
            page.wait_for_timeout(100)
        context.set_offline(True)
        page.goto(address + AREA)
        assert page.inner_text("h1") == "Castle Gate, anew"
        assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
        assert page.evaluate("[...document.styleSheets].length") == 1
    finally:
        for file, data in zip((worker, words, shown), old, strict=True):
            file.write_bytes(data)
        new_style.unlink()


def test_old_figures_are_said_to_be_old(address: str, page: Page) -> None:
    page.clock.set_fixed_time("2025-09-20T09:00:00")
    page.goto(address + AREA)
    assert not page.locator("[data-newest]").is_visible()
    page.clock.set_fixed_time("2025-11-02T09:00:00")
    page.reload()
    assert page.inner_text("#crime .body .margin p >> nth=0").endswith("This copy shows figures to June 2025; newer ones may have been published.")


def test_from_a_folder_nothing_is_offered(built_site: Path, page: Page) -> None:
    page.goto((built_site / AREA / "index.html").as_uri())
    assert not page.locator("[data-area]").is_visible()


def test_the_pages_have_no_accessibility_fault_with_an_area_saved(address: str, page: Page) -> None:
    save(page, address)
    for path, shown in (("offline/", "[data-saved] li"), (AREA, f"{BUTTON}:has-text('Remove')")):
        page.goto(address + path)
        page.locator(shown).first.wait_for()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate("async () => (await axe.run(document)).violations.map((one) => one.id + one.nodes.map((node) => node.html))") == []


def state_release(folder: Path, sequence: int, withdrawn: list[str]) -> None:
    """What a published site has of its newest release, as far as a reader's browser asks for it."""
    digest = f"{sequence:064x}"
    (folder / "release/records").mkdir(parents=True, exist_ok=True)
    (folder / f"release/records/{sequence:06d}-{digest[:16]}.json").write_text(json.dumps({"withdrawn": withdrawn}), encoding="utf-8")
    (folder / "release/current.json").write_text(json.dumps({"record": digest, "sequence": sequence}), encoding="utf-8")


def test_an_area_that_holds_what_was_taken_down_is_let_go_of_and_others_stay(address: str, folder: Path, page: Page) -> None:
    streets = sha256((folder / AREA / "streets/index.html").read_bytes()).hexdigest()
    save(page, address, AREA)
    save(page, address, OTHER)
    areas = "async () => (await caches.keys()).filter((name) => name.includes('#area')).map((name) => name.split(' ').pop())"
    try:
        state_release(folder, 1, ["0" * 64])
        with page.expect_response("**/release/records/*"):
            page.goto(f"{address}about/")
        assert page.evaluate(areas) == [AREA, OTHER]
        state_release(folder, 2, ["0" * 64, streets])
        page.goto(f"{address}about/")
        for _ in range(LIMIT_MS // 100):
            page.wait_for_timeout(100)
            with suppress(Error):  # the page may be loading itself anew
                if len(page.evaluate(areas)) == 1:
                    break
        assert page.evaluate(areas) == [OTHER]
    finally:
        shutil.rmtree(folder / "release")
