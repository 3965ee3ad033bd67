"""The page of a neighbourhood's charts: every kind of crime under its anchor, with every month; and the section that leads there."""

from __future__ import annotations

from sitegen.artefacts.pages import change
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.run import page_findings
from tests.artefacts import loamshire
from tests.artefacts.html import faults, named, text
from tests.artefacts.neighbourhood_page import OLD_DOCKS, SVG, change_page, page, section

KINDS = ["crime", "violent-crime", "burglary", "drugs", "anti-social-behaviour"]


def test_every_kind_recorded_has_its_chart_and_its_table_under_its_anchor() -> None:
    tree = change_page()
    assert [one.get("id") for one in named(tree, "section", class_="sheet")] == [*KINDS, "trend"]
    for kind in KINDS:
        assert len(named(section(tree, kind), f"{SVG}svg", class_="chart")) == 1
        assert len(list(section(tree, kind).iter("tr"))) == 13
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for row in section(tree, "burglary").iter("tr")}
    assert rows["January"] == ["not supplied", ""]
    assert rows["June"] == ["9", "9"]


def test_the_section_of_the_neighbourhood_leads_to_every_chart_and_shows_the_first_as_it_is_there() -> None:
    told, charts = section(page(), "change"), change_page()
    links = [link.get("href") for link in named(told, "ul", class_="kinds")[0].iter("a")]
    assert links == [f"change/#{kind}" for kind in KINDS]
    assert [text(one) for one in told.iter("figure")] == [text(one) for one in section(charts, "crime").iter("figure")]


def test_a_place_in_which_nothing_can_be_counted_has_no_such_page_and_no_section() -> None:
    assert "loamshire/od/change/index.html" not in loamshire.pages(change)
    assert not named(page(OLD_DOCKS), "section", id="change")


def test_all_its_markup_is_sound_and_it_passes_the_checks_of_a_site() -> None:
    for path, data in loamshire.pages(change).items():
        assert faults(data) == []
        assert list(page_findings(path, read_page(data.decode()))) == []
