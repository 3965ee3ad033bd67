"""What a citizen comes for, on a telephone: from a postcode to the next meeting, to whether burglary goes up, to a printed sheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
POSTCODE = "lm11aa"
TODAY = "2025-07-02T09:00:00"
SCREEN = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Tongue:
    """What a reader of a language looks for: names of fields and links, and what the page should answer."""

    home: str
    field: str
    find: str
    meeting: str
    calendar: str
    sections: str
    kinds: str
    burglary: str
    same: str
    month: str


ENGLISH = Tongue(
    "", "Postcode, street, town or village", "Find my area", "Next meeting", "Add to calendar", "On this page", "By category", "Burglary",
    "no clear difference from|the same as|[0-9]+ more than|[0-9]+ fewer than", "June 2024",
)  # fmt: skip
WELSH = Tongue(
    "cy/", "Cod post, stryd, tref neu bentref", "Dod o hyd i fy ardal", "Y cyfarfod nesaf", "Ychwanegu at y calendr", "Ar y dudalen hon",
    "Yn ôl categori", "Bwrgleriaeth",
    "dim gwahaniaeth clir ers mis|yr un faint ag ym mis|[0-9]+ yn fwy nag ym mis|[0-9]+ yn llai nag ym mis", "Mehefin 2024",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """The address of the invented county below a prefix, as on a mirror."""
    with serving(built_site, "/mirror/a/") as address:
        yield address


@pytest.fixture(scope="module")
def real_address(built_real_site: Path) -> Iterator[str]:
    with serving(built_real_site) as address:
        yield address


@pytest.fixture(scope="module")
def burglaries(built_site: Path) -> dict[str, int]:
    """Burglaries of the neighbourhood by month, as the site's own table has them."""
    with (built_site / "data/counts/loamshire.csv").open(encoding="utf-8", newline="") as file:
        return {row["month"]: int(row["burglary"]) for row in csv.DictReader(file) if row["neighbourhood"] == "NB01" and row["burglary"]}


def telephone(open_page: Open, url: str, *, script: bool = True) -> Page:
    """A page on a telephone's screen on a morning in July 2025."""
    page = open_page("about:blank", **SCREEN, script=script).page
    page.clock.set_fixed_time(TODAY)
    page.goto(url)
    return page


def search_by_touch(page: Page, tongue: Tongue, postcode: str = POSTCODE) -> None:
    page.get_by_role("searchbox", name=tongue.field).or_(page.get_by_role("combobox", name=tongue.field)).fill(postcode)
    page.get_by_role("button", name=tongue.find, exact=True).tap()


def next_meeting(page: Page, tongue: Tongue) -> str:
    """The answer under the heading, which stands on the first screen."""
    answer = page.locator(".glance div", has_text=tongue.meeting).get_by_role("link")
    box = answer.bounding_box()
    assert box
    assert box["y"] + box["height"] <= SCREEN["height"]
    return answer.inner_text()


def burglary(page: Page, tongue: Tongue) -> str:
    """What the row of burglary says: the name, the change in words and the number; it may stand among the categories that are folded."""
    rest = page.locator("#kinds .rest summary")
    if rest.count():
        rest.click()
    row = page.locator("#kinds tr", has=page.get_by_role("rowheader", name=re.compile(f"^{tongue.burglary}")))
    return " ".join(row.inner_text().split())


def check_burglary(page: Page, tongue: Tongue, burglaries: dict[str, int]) -> None:
    before, now = burglaries["2024-06"], burglaries["2025-06"]
    assert re.fullmatch(rf"{tongue.burglary} (({tongue.same}) {tongue.month} \({before}\)|{tongue.month}: {before}) {now}", burglary(page, tongue))


def in_view(page: Page, section: str) -> None:
    """Wait until the reader sees the beginning of a section."""
    page.wait_for_function(
        "id => { const top = document.getElementById(id).getBoundingClientRect().top; return top >= -1 && top < innerHeight; }", arg=section
    )


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("tongue", [ENGLISH, WELSH], ids=["en", "cy"])
def test_by_touch_from_a_postcode_to_the_meeting_to_burglary_to_paper(
    address: str, open_page: Open, burglaries: dict[str, int], tongue: Tongue
) -> None:
    page = telephone(open_page, address + tongue.home)
    search_by_touch(page, tongue)
    page.wait_for_url(f"{address}{tongue.home}{PLACE}")
    says = next_meeting(page, tongue)
    page.locator(".glance").get_by_text(says).tap()
    in_view(page, "meetings")
    meeting = page.locator(".event.next")
    day, _, where = says.rpartition(", ")
    assert where in meeting.inner_text()
    calendar = meeting.get_by_role("link", name=re.compile(f"^{tongue.calendar}")).get_attribute("href")
    assert calendar
    answer = page.request.get(page.evaluate("href => new URL(href, location).href", calendar))
    assert answer.ok
    start = meeting.locator("time").get_attribute("datetime") or ""
    assert f"DTSTART;TZID=Europe/London:{re.sub('[-:]', '', start)}00" in answer.text()
    assert f" {int(start[8:10])} " in day
    page.get_by_role("navigation", name=tongue.sections).get_by_role("link", name=tongue.kinds).tap()
    in_view(page, "kinds")
    check_burglary(page, tongue, burglaries)
    assert sheets(page) <= 2


class Keys:
    """A reader who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str:
        text: str = self.page.evaluate("document.activeElement.innerText || document.activeElement.id")
        return " ".join(text.split()).replace(" :", ":")

    def tab_to(self, wanted: str, most: int = 25) -> None:
        """Press Tab until what is reached says what is wanted (a regular expression); each stop must be seen to have the focus."""
        met = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            met.append(self.focused())
            outlined = "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
            assert self.page.evaluate(outlined) != "nonenone", met[-1]
            if re.search(wanted, met[-1]):
                return
        raise AssertionError(f"{wanted!r} is not among {met}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)


@pytest.mark.parametrize("tongue", [ENGLISH, WELSH], ids=["en", "cy"])
def test_the_same_with_the_keyboard_alone(address: str, open_page: Open, burglaries: dict[str, int], tongue: Tongue) -> None:
    page = telephone(open_page, address + tongue.home)
    keys = Keys(page)
    keys.tab_to("^q$", most=8)
    page.keyboard.type(POSTCODE)
    keys.press("Enter")
    page.wait_for_url(f"{address}{tongue.home}{PLACE}")
    says = next_meeting(page, tongue)
    keys.tab_to(f"^{re.escape(says)}$", most=12)
    keys.press("Enter")
    in_view(page, "meetings")
    keys.tab_to(f"^{tongue.calendar}", most=3)
    assert page.evaluate("document.activeElement.closest('.event').classList.contains('next')")
    back = page.locator(".jump a").count() + 40
    for _ in range(back):
        keys.press("Shift+Tab")
        if keys.focused() == tongue.kinds:
            break
    keys.press("Enter")
    in_view(page, "kinds")
    check_burglary(page, tongue, burglaries)
    assert sheets(page) <= 2


@pytest.mark.parametrize(
    "way",
    [
        ("Or choose from a list", "Postcode districts", "LM1", "Castle Gate"),
        ("All places, A to Z", "^C$", "Castle Gate"),
        ("Or choose from a list", "Loamshire Constabulary", "26 neighbourhoods, A to Z", "Castle Gate"),
    ],
    ids=["postcode", "name", "force"],
)
def test_the_same_without_scripts(address: str, open_page: Open, burglaries: dict[str, int], way: tuple[str, ...]) -> None:
    page = telephone(open_page, address, script=False)
    for step in way:
        name = re.compile(step) if step.startswith("^") else step
        link = page.get_by_role("main").or_(page.get_by_role("contentinfo")).get_by_role("link", name=name, exact=True)
        link.or_(page.locator("summary", has_text=name)).first.tap()
    page.wait_for_url(address + PLACE)
    says = next_meeting(page, ENGLISH)
    page.locator(".glance").get_by_text(says).tap()
    assert says.rpartition(", ")[2] in page.locator(".event.next").inner_text()
    page.get_by_role("navigation", name=ENGLISH.sections).get_by_role("link", name=ENGLISH.kinds).tap()
    page.wait_for_url("**/#kinds")
    check_burglary(page, ENGLISH, burglaries)
    assert sheets(page) <= 2


def test_without_scripts_a_typed_postcode_leads_to_the_lists(address: str, open_page: Open) -> None:
    page = telephone(open_page, address, script=False)
    search_by_touch(page, ENGLISH)
    page.get_by_role("link", name="Without a script").tap()
    page.wait_for_url(f"{address}postcodes/")


def test_the_same_in_a_place_without_a_connection(address: str, open_page: Open, burglaries: dict[str, int]) -> None:
    page = telephone(open_page, address)
    search_by_touch(page, ENGLISH)
    page.wait_for_url(address + PLACE)
    page.get_by_role("button", name="Save this area").tap()
    page.get_by_role("button", name=re.compile(r"^Save \d")).tap()
    page.get_by_role("button", name="Remove from this device").wait_for()
    page.context.set_offline(True)
    page.goto(address)
    page.get_by_role("link", name="Castle Gate").tap()
    page.wait_for_url(address + PLACE)
    assert "You are offline" in page.locator("[data-offline-note]").inner_text()
    says = next_meeting(page, ENGLISH)
    page.locator(".glance").get_by_text(says).tap()
    in_view(page, "meetings")
    page.get_by_role("navigation", name=ENGLISH.sections).get_by_role("link", name=ENGLISH.kinds).tap()
    check_burglary(page, ENGLISH, burglaries)
    assert sheets(page) <= 2


def test_a_newport_postcode_leads_to_a_page_that_says_what_was_not_supplied(real_address: str, open_page: Open) -> None:
    page = telephone(open_page, real_address)
    search_by_touch(page, ENGLISH, "NP20 1AA")
    page.wait_for_url(f"{real_address}gwent/nc81/")
    assert page.locator("h1").inner_text() == "Stow Hill"
    page.locator(".glance").get_by_text("Not supplied to this site").first.tap()
    in_view(page, "reach")
    assert page.get_by_role("link", name="Team and meetings: see what the force has published").is_visible()
    assert page.get_by_role("link", name="Report it online").is_visible()
    page.get_by_role("navigation", name=ENGLISH.sections).get_by_role("link", name=ENGLISH.kinds).tap()
    in_view(page, "kinds")
    assert re.fullmatch(r"Burglary [0-9]+", burglary(page, ENGLISH))
    assert "There are no full figures for December 2024 to compare with." in page.inner_text("#kinds")
    assert "it cannot say whether that is more or fewer than a year before" in page.inner_text(".finding")
    assert sheets(page) <= 2
