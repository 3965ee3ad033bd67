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
from tests.artefacts.inputs import SITE, table

CASTLE_GATE, OLD_DOCKS = "loamshire/cg/streets/index.html", "loamshire/od/streets/index.html"


def page(path: str = CASTLE_GATE, **changes: Any) -> Element:  # Any: tables, settings
    return parse(loamshire.pages(streets, **changes)[path])


def rows(tree: Element) -> dict[str, list[str]]:
    """The name of each point and its counts, by anchor."""
    found = {}
    for row in [row for row in tree.iter("li") if row.get("id")]:
        head = next((one for one in row.iter() if one.tag in {"summary", "p"}), row)
        counts = [text(span) for span in head.iter("span")]
        found[row.get("id")] = [text(head).removesuffix(counts[0] if counts else "").strip(), *(part for span in counts for part in span.split("; "))]
    return found


def headings(tree: Element) -> dict[str, str]:
    """What is said of the streets that have several points, by name."""
    heads = [row.find("p") for row in tree.iter("li") if not row.get("id") and row.find("p") is not None]
    return {head.text.strip(): text(head.find("span")) for head in heads}


def detail(tree: Element, point: tuple[int, int]) -> list[list[str]]:
    """The lists that a point's row unfolds; empty where it does not."""
    row = named(tree, "li", id=snap_point_id(*point))[0]
    return [[text(line) for line in lines.iter("li")] for lines in row.iter("ul")]


def test_page_is_good_markup_and_passes_the_checks_of_a_finished_site() -> None:
    for path, html in loamshire.pages(streets).items():
        assert faults(html) == []
        assert list(page_findings(path, read_page(html.decode()))) == []


def test_every_point_of_the_window_keeps_its_anchor_also_where_nothing_was_recorded() -> None:
    points = loamshire.force_points().filter(pl.col("neighbourhood_id") == "cg").select("x", "y").rows()
    assert set(rows(page())) == {snap_point_id(x, y) for x, y in points}
    assert rows(page())[snap_point_id(*loamshire.KILN_ROAD)] == ["Kiln Road", "In June 2025: nothing recorded", "11 months: 1 crime"]


def test_address_of_a_point_that_left_the_window_finds_the_page_saying_what_that_means() -> None:
    points = loamshire.force_points()
    gone = (pl.col("x") == loamshire.KILN_ROAD[0]) & (pl.col("y") == loamshire.KILN_ROAD[1])
    tree = page(force_points=points.filter(~gone))
    assert snap_point_id(*loamshire.KILN_ROAD) not in rows(tree)
    told = "no row is marked, nothing is known to have been recorded there, within this neighbourhood, from"
    assert any(told in text(line) for line in tree.iter("p"))
    assert not any(told in text(line) for line in page(force_points=points.clear()).iter("p"))


def test_a_point_unfolds_its_categories_most_first_and_what_came_of_them() -> None:
    assert detail(page(), loamshire.HIGH_STREET) == [
        ["Burglary 9 (June 2025: 9)", "Violence and sexual offences 4 (June 2025: 4)"], ["No outcome was given 9"],
    ]  # fmt: skip
    assert detail(page(), loamshire.CORN_MARKET)[1] == ["Charged or summonsed 3", "Still open 12"]
    assert detail(page(), loamshire.UNNAMED) == [["Drugs 3 (June 2025: 3)"]]


def test_months_before_the_newest_are_in_the_whole_number_alone() -> None:
    assert detail(page(), loamshire.KILN_ROAD)[0] == ["Burglary 1"]


def test_outcomes_of_a_force_that_gives_none_are_not_told() -> None:
    never = [{"dataset": "outcomes", "force_id": loamshire.FORCE, "month": month, "state": "never"} for month in loamshire.MONTHS]
    tree = page(coverage=pl.concat([loamshire.coverage(), table("coverage", *never)]))
    assert not [line for line in tree.iter("p") if text(line) == "What came of it"]


def test_page_says_of_which_month_the_outcomes_are_where_it_has_any() -> None:
    sentence = "What came of it is as it stood in July 2025, of crimes of every age till then together; newer crimes have had less time."
    site = {**SITE, "told_by": {"loamshire": [["2022-01", "2025-06", "2025-07"]]}}
    single = {**SITE, "told_by": {"loamshire": [["2022-01", "2025-06", ""]]}}
    assert "What came of it is as this copy’s files have it: when they were made is not said of all." in text(page(site=single))
    assert sentence in text(page(site=site))
    never = [{"dataset": "outcomes", "force_id": loamshire.FORCE, "month": month, "state": "never"} for month in loamshire.MONTHS]
    assert "as it stood" not in text(page(site=site, coverage=pl.concat([loamshire.coverage(), table("coverage", *never)])))


def test_points_of_one_street_stand_under_its_name_with_their_number_and_total() -> None:
    assert [cells[0] for cells in rows(page()).values()] == ["Corn Market", "Point 1", "Point 2", "Kiln Road", "Point without a name"]
    assert headings(page()) == {"High Street": "2 points; 11 months: 14 crimes · 4 ASB"}


def test_streets_with_nothing_lately_fold_into_one_line_and_keep_their_anchors() -> None:
    counts = loamshire.world()["located_counts"]
    gone = (pl.col("x") == loamshire.KILN_ROAD[0]) & (pl.col("y") == loamshire.KILN_ROAD[1])
    high = pl.col("x").is_in([loamshire.HIGH_STREET[0], loamshire.HIGH_STREET_2[0]])
    tree = page(located_counts=counts.filter(~gone & ~high))
    assert [[text(one) for one in line] for line in named(tree, "ul", class_="silent")] == [
        ["11 months: nothing recorded", "High Street, point 1 of 2", "High Street, point 2 of 2"], ["11 months: nothing recorded", "Kiln Road"],
    ]  # fmt: skip
    assert set(rows(tree)) == set(rows(page()))


def test_letters_lead_to_their_streets() -> None:
    tree = page()
    links = [link.get("href") for line in named(tree, "ul", class_="letters") for link in line.iter("a")]
    assert links == [f"#{section.get('id')}" for section in tree.iter("section")]
    assert links == ["#C", "#H", "#K", "#…"]


def test_crime_and_antisocial_behaviour_are_told_apart_and_railway_crime_is_left_out() -> None:
    assert rows(page())[snap_point_id(*loamshire.CORN_MARKET)][1] == "In June 2025: 15 crimes · 30 ASB"
    assert rows(page())[snap_point_id(*loamshire.HIGH_STREET)][1] == "In June 2025: 13 crimes"


def told(tree: Element) -> str:
    """The sentences over the list."""
    return " ".join(text(line) for line in named(tree, "p", class_="read"))


def test_page_says_how_many_of_the_months_were_supplied() -> None:
    assert "Counts are of June 2025 and 11 months supplied of the 12 to June 2025." in told(page())


def test_month_not_supplied_has_no_counts_and_is_named() -> None:
    tree = page(coverage=loamshire.coverage(crime="not_supplied", asb="not_supplied"))
    assert "Counts are of 10 months supplied of the 12 to June 2025." in told(tree)
    assert {len(cells) for cells in rows(tree).values()} == {1, 2}
    assert text(named(tree, "div", class_="notice missing read")[0]) == "Loamshire Constabulary supplied no figures for June 2025."


def test_month_supplied_in_part_leaves_a_quiet_point_open() -> None:
    tree = page(coverage=loamshire.coverage(crime="supplied_partial", asb="supplied_partial"))
    assert rows(tree)[snap_point_id(*loamshire.KILN_ROAD)] == ["Kiln Road", "In June 2025: supplied in part", "11 months: 1 crime"]


def test_silence_speaks_of_crime_alone_where_antisocial_behaviour_was_not_supplied() -> None:
    tree = page(coverage=loamshire.coverage(asb="never"))
    assert rows(tree)[snap_point_id(*loamshire.KILN_ROAD)][1] == "In June 2025: no crime"
    assert rows(tree)[snap_point_id(*loamshire.CORN_MARKET)][1] == "In June 2025: 15 crimes"


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


def doubts(*rows: dict[str, Any]) -> pl.DataFrame:
    return table("doubtful_force_points", *({"forces": loamshire.FORCE, "crimes": 99, **row} for row in rows))


def notes(tree: Element) -> list[tuple[str | None, str]]:
    """The notes under the points' rows, by anchor."""
    return [(row.get("id"), text(note)) for row in tree.iter("li") for note in row.findall("em")]


def test_a_point_that_may_mislead_says_why_under_its_row_and_the_page_leads_to_the_list() -> None:
    (x, y), (x2, y2) = loamshire.CORN_MARKET, loamshire.HIGH_STREET
    rows = doubts(
        {"x": x, "y": y, "reason": "named-premises", "premises": "hospital"},
        {"x": x, "y": y, "reason": "far-outside", "distance_km": 25},
        {"x": x2, "y": y2, "reason": "told", "text": "The records <office>."},
    )
    tree = page(doubtful_force_points=rows)
    assert notes(tree) == [
        (snap_point_id(x, y), "Stands for more than one address (hospital): reports may be filed here of what happened elsewhere."),
        (
            snap_point_id(x, y),
            "About 25 km outside the area of Loamshire Constabulary, which placed records here again and again: it may have happened somewhere else.",
        ),
        (snap_point_id(x2, y2), "The records <office>."),
    ]
    assert [link.get("href") for link in tree.iter("a") if text(link) == "Points that can mislead"] == ["../../../points/"]
    assert faults(loamshire.pages(streets, doubtful_force_points=rows)[CASTLE_GATE]) == []


def test_a_page_without_such_points_has_no_note_and_no_word_of_them() -> None:
    elsewhere = doubts({"x": loamshire.MILL_LANE[0], "y": loamshire.MILL_LANE[1], "reason": "named-premises", "premises": "shops"})
    assert notes(page(doubtful_force_points=elsewhere)) == []
    assert not [link for link in page(doubtful_force_points=elsewhere).iter("a") if text(link) == "Points that can mislead"]
