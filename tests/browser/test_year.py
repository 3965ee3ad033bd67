"""A year that can be judged: what a person sees of the verdict, of the chart that shows why, and of the place beside its force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser import year_site
from tests.browser.conftest import Open
from tests.browser.seen import fault_of, wait_until_seen
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/cg/"
SIZES = {360: 740, 1280: 800}
HALO = 6
"""Pixels that the light edge of a word in a chart may add to its box."""


@dataclass(frozen=True)
class Tongue:
    """The words a reader of a language looks for and finds."""

    home: str
    sentence: str
    field: str
    burglary: str
    vehicles: str
    rose: str
    fell: str
    asb: str
    table: str
    june: str
    here: str
    key: tuple[str, str, str]


TONGUES = (
    Tongue(
        home="",
        sentence="All crime: too few to see a change under about 24%. Up: Burglary. Down: Vehicle crime.",
        field="Kind of crime",
        burglary="Burglary",
        vehicles="Vehicle crime",
        rose="Burglary: 228; 96 a year earlier; up, by more than chance would explain",
        fell="Vehicle crime: 132; 312 a year earlier; down, by more than chance would explain",
        asb="Antisocial behaviour: 1,620 in 9 months; 1,620 a year earlier; no more than chance would explain",
        table="Burglary, every month as a table",
        june="June",
        here="Here",
        key=("Castle Gate", "each of 9 neighbourhoods", "all of them together"),
    ),
    Tongue(
        home="cy/",
        sentence="Pob trosedd: rhy ychydig i weld newid o dan tua 24%. I fyny: Bwrgleriaeth. I lawr: Troseddau cerbydau.",
        field="Math o drosedd",
        burglary="Bwrgleriaeth",
        vehicles="Troseddau cerbydau",
        rose="Bwrgleriaeth: 228; 96 flwyddyn ynghynt; i fyny, yn fwy nag y gallai siawns ei hegluro",
        fell="Troseddau cerbydau: 132; 312 flwyddyn ynghynt; i lawr, yn fwy nag y gallai siawns ei hegluro",
        asb="Ymddygiad gwrthgymdeithasol: 1,620 mewn 9 mis; 1,620 flwyddyn ynghynt; dim mwy nag y gallai siawns ei hegluro",
        table="Bwrgleriaeth, pob mis ar ffurf tabl",
        june="Meh",
        here="Yma",
        key=("Castle Gate", "pob un o 9 o gymdogaethau", "y cyfan gyda’i gilydd"),
    ),
)

in_both_languages = pytest.mark.parametrize("tongue", TONGUES, ids=["en", "cy"])
on_both_screens = pytest.mark.parametrize("width", SIZES)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages below a prefix, as on a mirror."""
    folder = tmp_path_factory.mktemp("year")
    year_site.lay_out(folder)
    with serving(folder, "/mirror/a/") as address:
        yield address


def boxed(one: Locator) -> FloatRect:
    box = one.bounding_box()
    assert box
    return box


def check_seen(one: Locator) -> None:
    one.scroll_into_view_if_needed()
    assert fault_of(one) == ""


def check_chart(figure: Locator, *, compared: bool = True) -> None:
    """Both lines and the band lie in the chart, which is in the window, and the names of the lines can be read at its right end."""
    chart = figure.locator("svg.chart")
    check_seen(chart)
    frame = boxed(chart)
    assert frame["width"] > 250
    drawn = (".line:not(.then, .end)", ".then", *([".chance"] if compared else []))
    for part in drawn:
        box = boxed(figure.locator(part))
        assert box["width"] > frame["width"] / 2
        assert frame["x"] - 1 <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
        assert frame["y"] - 1 <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
    names = [boxed(figure.get_by_text(year, exact=True)) for year in ("2024–25", "2023–24")]
    for name in names:
        assert frame["x"] < name["x"]
        assert name["x"] + name["width"] <= frame["x"] + frame["width"] + HALO
    assert abs(names[0]["y"] - names[1]["y"]) >= min(name["height"] for name in names) - 2


def middle(one: Locator) -> float:
    box = boxed(one)
    return box["y"] + box["height"] / 2


def check_sides(figure: Locator, *, rose: bool) -> None:
    """The line of the newest year runs above the dashed one, or below it."""
    now, then = middle(figure.locator(".line:not(.then, .end)")), middle(figure.locator(".then"))
    assert (now < then) == rose


def opened(open_page: Open, address: str, tongue: Tongue, path: str, width: int, **like: bool) -> Page:
    return open_page(address + tongue.home + path, width=width, height=SIZES[width], **like).page


@on_both_screens
@in_both_languages
def test_the_verdict_is_read_and_a_kind_that_is_chosen_shows_why(address: str, open_page: Open, tongue: Tongue, width: int) -> None:
    page = opened(open_page, address, tongue, f"{PLACE}#change", width)
    sentence = page.locator("#change").get_by_text(tongue.sentence)
    wait_until_seen(page, sentence)
    figure = page.locator("#change figure")
    for kind, answer, rose in ((tongue.burglary, tongue.rose, True), (tongue.vehicles, tongue.fell, False)):
        page.get_by_label(tongue.field).select_option(kind)
        expect(figure.locator(".chart-title")).to_contain_text(answer)
        check_seen(figure.locator(".chart-title"))
        check_chart(figure)
        check_sides(figure, rose=rose)


@on_both_screens
@in_both_languages
def test_without_a_script_a_link_leads_to_the_same_chart_and_its_table(address: str, open_page: Open, tongue: Tongue, width: int) -> None:
    page = opened(open_page, address, tongue, PLACE, width, script=False)
    check_seen(page.locator("#change").get_by_text(tongue.sentence))
    page.locator("#change summary").first.click()
    page.locator("#change .kinds").get_by_role("link", name=tongue.burglary, exact=True).click()
    page.wait_for_url(f"**/{tongue.home}{PLACE}change/#burglary")
    kind = page.locator("#burglary")
    assert fault_of(kind.get_by_text(tongue.rose)) == ""
    check_chart(kind.locator("figure"))
    check_sides(kind.locator("figure"), rose=True)
    row = kind.get_by_role("row", name=tongue.june)
    expect(row).not_to_be_visible()
    kind.get_by_text(tongue.table).click()
    check_seen(row)
    assert row.inner_text().split()[1:3] == [str(year_site.crimes("cg", at)["burglary"]) for at in (25, 13)]


@on_both_screens
@in_both_languages
def test_a_change_of_rules_is_named_in_the_chart_and_below_its_title(address: str, open_page: Open, tongue: Tongue, width: int) -> None:
    page = opened(open_page, address, tongue, f"{PLACE}change/#anti-social-behaviour", width)
    figure = page.locator("#anti-social-behaviour figure")
    wait_until_seen(page, figure.get_by_text(tongue.asb))
    check_seen(figure.get_by_text(year_site.BREAK["text"]))
    check_chart(figure, compared=False)
    name, upright, chart = (boxed(one) for one in (figure.get_by_text(year_site.BREAK["label"]), figure.locator(".mark"), figure.locator(".chart")))
    assert chart["x"] <= name["x"]
    assert name["x"] + name["width"] <= chart["x"] + chart["width"]
    assert upright["height"] > 150
    # The band ends where the two years no longer count the same.
    band = boxed(figure.locator(".chance"))
    assert band["x"] + band["width"] < upright["x"]


@on_both_screens
@in_both_languages
def test_the_place_is_ringed_over_the_dots_of_all_neighbourhoods_and_named(address: str, open_page: Open, tongue: Tongue, width: int) -> None:
    page = opened(open_page, address, tongue, f"{PLACE}change/#usual", width)
    table = page.locator("#usual table")
    for said in tongue.key:
        check_seen(table.locator(".dots-key").get_by_text(said, exact=True))
    check_seen(table.get_by_role("columnheader", name=tongue.here))
    rows = table.locator("tbody tr")
    assert rows.count() == 5
    for row in rows.all():
        check_dots(row)
    burglary = rows.filter(has_text=tongue.burglary)
    assert burglary.locator("td").all_inner_texts() == ["45", "25"]
    # Eight neighbourhoods have the same share of burglaries, or nearly so, and less than Castle Gate.
    assert boxed(burglary.locator("circle.ring"))["x"] > boxed(burglary.locator("svg path"))["x"] + 40
    assert boxed(burglary.locator("line.all"))["x"] < boxed(burglary.locator("circle.ring"))["x"]


@in_both_languages
def test_three_kinds_stand_so_on_the_page_of_the_place(address: str, open_page: Open, tongue: Tongue) -> None:
    page = opened(open_page, address, tongue, PLACE, 360)
    rows = page.locator("#change .usual tbody tr")
    assert rows.count() == 3
    for row in rows.all():
        check_dots(row)


@pytest.mark.parametrize("like", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}], ids=["dark", "forced", "print"])
def test_the_dots_stand_out_from_the_page(address: str, open_page: Open, like: dict[str, str]) -> None:
    page = opened(open_page, address, TONGUES[0], f"{PLACE}change/", 1280)
    page.emulate_media(**like)  # type: ignore[arg-type]
    row = page.locator("#usual tbody tr").first
    check_dots(row)
    paint = "(element, of) => getComputedStyle(element)[of]"
    page_colour = page.locator("body").evaluate(paint, "backgroundColor")
    dots, line = row.locator("svg path").evaluate(paint, "stroke"), row.locator("line.all").evaluate(paint, "stroke")
    own, ring = row.locator("circle:not(.ring)").evaluate(paint, "fill"), row.locator("circle.ring").evaluate(paint, "stroke")
    assert page_colour not in {dots, line, own, ring}
    assert own == ring != dots


def check_dots(row: Locator) -> None:
    """The dot of the place is whole in the line's drawing and over all others, of which none covers another."""
    drawing, ring, own, dots = (row.locator(one) for one in ("svg.dots", "circle.ring", "circle:not(.ring)", "svg path"))
    check_seen(drawing)
    frame, box = boxed(drawing), boxed(ring)
    assert frame["width"] > 140
    assert frame["x"] - 1 <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
    assert box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
    assert 12 <= box["width"] <= 20
    assert own.evaluate(
        "element => { const { left, top, width, height } = element.getBoundingClientRect();"
        "return document.elementFromPoint(left + width / 2, top + height / 2) === element; }"
    )
    apart = dots.evaluate(
        "element => { const { a, d } = element.getScreenCTM(), size = parseFloat(getComputedStyle(element).strokeWidth);"
        "return [a >= size, d * Number(element.getAttribute('stroke-dasharray').split(' ')[1]) >= size]; }"
    )
    assert apart == [True, True]
