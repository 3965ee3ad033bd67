"""The streets page keeps every snap point of the window, with counts only where there is evidence."""

from __future__ import annotations

from typing import Any

import polars as pl

from sitegen.artefacts.pages import neighbourhood, streets
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.run import page_findings
from sitegen.terms import snap_point_id
from tests.artefacts import loamshire
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import table

CASTLE_GATE, OLD_DOCKS = "loamshire/cg/streets/index.html", "loamshire/od/streets/index.html"


def page(path: str = CASTLE_GATE, **changes: Any) -> Element:  # Any: tables, settings
    return parse(loamshire.pages(streets, **changes)[path])


def rows(tree: Element) -> dict[str, list[str]]:
    """The cells of each point's row, name first, by anchor."""
    return {row.get("id"): [text(next(row.iter("summary"), row[0])), *(text(cell) for cell in row[1:])] for row in tree.iter("tr") if row.get("id")}


def detail(tree: Element, point: tuple[int, int]) -> str:
    """What a point's row unfolds; empty where it does not."""
    row = named(tree, "tr", id=snap_point_id(*point))[0]
    return " ".join(text(line) for line in row.iter("p"))


def test_page_is_good_markup_and_passes_the_checks_of_a_finished_site() -> None:
    for path, html in loamshire.pages(streets).items():
        assert faults(html) == []
        assert list(page_findings(path, read_page(html.decode()))) == []


def test_every_point_of_the_window_keeps_its_anchor_also_where_nothing_was_recorded() -> None:
    points = loamshire.force_points().filter(pl.col("neighbourhood_id") == "cg").select("x", "y").rows()
    assert set(rows(page())) == {snap_point_id(x, y) for x, y in points}
    assert rows(page())[snap_point_id(*loamshire.KILN_ROAD)] == ["Kiln Road", "nothing recorded", "1 crime"]


def test_address_of_a_point_that_left_the_window_finds_the_page_saying_what_that_means() -> None:
    points = loamshire.force_points()
    gone = (pl.col("x") == loamshire.KILN_ROAD[0]) & (pl.col("y") == loamshire.KILN_ROAD[1])
    tree = page(force_points=points.filter(~gone))
    assert snap_point_id(*loamshire.KILN_ROAD) not in rows(tree)
    told = "no row is marked, nothing is known to have been recorded there, within this neighbourhood, from"
    assert any(told in text(line) for line in tree.iter("p"))
    assert not any(told in text(line) for line in page(force_points=points.clear()).iter("p"))


def test_a_point_unfolds_its_categories_most_first_and_what_came_of_them() -> None:
    assert detail(page(), loamshire.HIGH_STREET) == "Burglary 9 · Violence and sexual offences 4What came of it: No outcome was given 9"
    assert "Charged or summonsed 3 · Still open 12" in detail(page(), loamshire.CORN_MARKET)
    assert detail(page(), loamshire.UNNAMED) == "Drugs 3"


def test_outcomes_of_a_force_that_gives_none_are_not_told() -> None:
    never = [{"dataset": "outcomes", "force_id": loamshire.FORCE, "month": month, "state": "never"} for month in loamshire.MONTHS]
    tree = page(coverage=pl.concat([loamshire.coverage(), table("coverage", *never)]))
    assert not [row for row in tree.iter("tr") if "What came of it:" in text(row)]


def test_points_that_share_a_name_are_numbered() -> None:
    assert [cells[0] for cells in rows(page()).values()] == [
        "Corn Market", "High Street, point 1 of 2", "High Street, point 2 of 2", "Kiln Road", "Point without a name",
    ]  # fmt: skip


def test_crime_and_antisocial_behaviour_are_told_apart_and_railway_crime_is_left_out() -> None:
    assert rows(page())[snap_point_id(*loamshire.CORN_MARKET)][1] == "15 crimes · 30 ASB"
    assert rows(page())[snap_point_id(*loamshire.HIGH_STREET)][1] == "13 crimes"


def test_heading_says_how_many_of_the_months_were_supplied() -> None:
    assert [text(cell) for cell in next(page().iter("thead")).iter("th")] == ["On or near", "June 2025", "11 months supplied of the 12 to June 2025"]


def test_month_not_supplied_has_no_column_and_is_named() -> None:
    tree = page(coverage=loamshire.coverage(crime="not_supplied", asb="not_supplied"))
    assert [text(cell) for cell in next(tree.iter("thead")).iter("th")] == ["On or near", "10 months supplied of the 12 to June 2025"]
    assert text(named(tree, "div", class_="notice missing read")[0]) == "Loamshire Constabulary supplied no figures for June 2025."


def test_month_supplied_in_part_leaves_a_quiet_point_open() -> None:
    tree = page(coverage=loamshire.coverage(crime="supplied_partial", asb="supplied_partial"))
    assert rows(tree)[snap_point_id(*loamshire.KILN_ROAD)] == ["Kiln Road", "supplied in part", "1 crime"]


def test_silence_speaks_of_crime_alone_where_antisocial_behaviour_was_not_supplied() -> None:
    tree = page(coverage=loamshire.coverage(asb="never"))
    assert rows(tree)[snap_point_id(*loamshire.KILN_ROAD)][1] == "no crime"
    assert rows(tree)[snap_point_id(*loamshire.CORN_MARKET)][1] == "15 crimes"


def test_neighbourhood_without_points_says_why() -> None:
    tree = page(OLD_DOCKS)
    assert rows(tree) == {}
    assert "this site has no boundary of this neighbourhood" in text(tree)


def test_every_street_of_the_neighbourhood_page_leads_to_an_anchor_here() -> None:
    here = set(rows(page()))
    links = [link.get("href", "") for link in parse(loamshire.pages(neighbourhood)["loamshire/cg/index.html"]).iter("a")]
    anchors = [href.removeprefix("streets/#") for href in links if href.startswith("streets/#")]
    assert len(anchors) == 3
    assert set(anchors) <= here


def test_order_of_rows_does_not_reach_the_page() -> None:
    turned: dict[str, Any] = {name: value.reverse() for name, value in loamshire.world().items() if isinstance(value, pl.DataFrame)}
    assert loamshire.pages(streets, **turned) == loamshire.pages(streets)


def test_site_without_any_crime_data_still_has_the_page() -> None:
    empty: dict[str, Any] = {name: loamshire.world()[name].clear() for name in ("located_counts", "force_points", "coverage")}
    assert faults(loamshire.pages(streets, months=[], **empty)[CASTLE_GATE]) == []
