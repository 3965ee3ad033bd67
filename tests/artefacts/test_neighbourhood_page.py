"""The neighbourhood page says what was supplied, and what was not, in sentences a reader can trust."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import polars as pl
import pytest

from sitegen.artefacts.pages import neighbourhood
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.run import page_findings
from sitegen.terms import snap_point_id
from tests.artefacts import loamshire
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import table
from tests.artefacts.neighbourhood_page import (
    CASTLE_GATE,
    FAR_FIELD,
    MILL_BANK,
    OLD_DOCKS,
    SVG,
    baked_map,
    change_page,
    finding,
    glance,
    page,
    recorded,
    section,
)

NOTHING_IN_JUNE: dict[str, Any] = {
    "coverage": loamshire.coverage(crime="not_supplied", asb="not_supplied"),
    "neighbourhood_series": loamshire.neighbourhood_series({loamshire.NEWEST: "not_supplied"}),
    "located_counts": loamshire.located_counts().filter(pl.col("month") != loamshire.NEWEST),
}


def moved(*datasets: str) -> pl.DataFrame:
    """Shares of June 2025 that differ from those of a year earlier."""
    return table(
        "located_shares",
        *({"force_id": "loamshire", "dataset": one, "month": "2025-06", "crimes": 9, "unlocated": 1, "is_comparable": False} for one in datasets),
    )


def test_places_are_not_compared_where_the_force_located_another_share() -> None:
    tree = page(located_shares=moved("crime"))
    not_compared = "The force gave a location for another share of its crimes than in June 2024, so the number here is not compared."
    assert not_compared in finding(tree)
    assert "crimes than in June 2024." not in finding(tree).replace(not_compared, "")
    assert "not compared: another share has a location" in text(section(tree, "kinds"))
    both = finding(page(located_shares=moved("crime", "asb")))
    assert "another share of its reports of antisocial behaviour than in June 2024" in both
    assert "clear difference" not in both


@pytest.mark.parametrize("changes", [{}, NOTHING_IN_JUNE], ids=["supplied", "newest month missing"])
@pytest.mark.parametrize("path", [CASTLE_GATE, MILL_BANK, FAR_FIELD, OLD_DOCKS])
def test_page_is_good_markup(path: str, changes: dict[str, Any]) -> None:
    assert faults(loamshire.pages(neighbourhood, **changes)[path]) == []


def test_finding_gives_crime_and_antisocial_behaviour_apart() -> None:
    tree = page()
    assert finding(tree).startswith("32 crimes and 34 reports of antisocial behaviour were recorded in June 2025.")
    assert [(b.text, b.get("class")) for b in named(tree, "p", class_="finding")[0].iter("b")] == [("32", None), ("34", "asb")]


def test_finding_is_compared_with_the_same_month_a_year_earlier() -> None:
    assert finding(page()).endswith("That is fewer crimes than in June 2024, and no clear difference in reports of antisocial behaviour.")


def test_nothing_is_compared_when_the_month_a_year_earlier_was_not_supplied() -> None:
    tree = page(neighbourhood_series=loamshire.neighbourhood_series({"2024-06": "not_supplied"}), coverage=_unsupplied("2024-06"))
    assert finding(tree) == (
        "32 crimes and 34 reports of antisocial behaviour were recorded in June 2025. "
        "This site has no full figures for June 2024, so it cannot say whether that is more or fewer than a year before."
    )
    assert "2024" not in text(named(section(tree, "kinds"), "tbody")[0])


def test_antisocial_behaviour_has_a_body_of_its_own_outside_the_sum() -> None:
    table = named(section(page(), "kinds"), "table")[0]
    crime, asb = list(table.iter("tbody"))
    numbers = [int(text(cell)) for cell in named(crime, "td", class_="n")]
    assert numbers[-1] == sum(numbers[:-1]) == 32
    assert asb.get("class") == "asb"
    assert [text(cell) for cell in named(asb, "td", class_="n")] == ["34"]


def test_category_is_compared_in_words() -> None:
    rows = [text(small) for small in named(section(page(), "kinds"), "table")[0].iter("small")]
    assert rows == [
        "50 fewer than June 2024 (70)", "June 2024: 9", "June 2024: 3", "50 fewer than June 2024 (82)",
        "no clear difference from June 2024 (30)",
    ]  # fmt: skip


def test_category_never_recorded_in_any_month_is_named_in_a_sentence_and_not_listed_as_a_zero() -> None:
    kinds = section(page(), "kinds")
    assert "No month that was supplied has a count for Robbery." in text(kinds)
    assert "Robbery" not in text(named(kinds, "table")[0])


def test_quiet_month_that_was_supplied_is_a_zero() -> None:
    assert finding(page(FAR_FIELD)).startswith("0 crimes and 0 reports of antisocial behaviour were recorded in June 2025.")


def test_month_not_supplied_has_no_number_and_a_hatched_map() -> None:
    tree = page(**NOTHING_IN_JUNE)
    assert finding(tree) == "No figures that can be counted came from Loamshire Constabulary for June 2025, so there is no number to show."
    assert glance(tree)[2] == "No figures to show"
    baked = baked_map(tree)
    assert not named(baked, f"{SVG}g", class_="m-pt up")
    assert named(baked, f"{SVG}use", class_="gap")
    assert "not supplied" in text(baked)


def test_table_shows_the_newest_month_supplied_and_says_which() -> None:
    kinds = section(page(**NOTHING_IN_JUNE), "kinds")
    assert "What was recorded in May 2025, the newest month supplied, by category" in text(kinds)
    assert "Burglary9" in text(kinds).replace(" ", "")


def test_antisocial_behaviour_not_supplied_is_said_and_never_a_zero() -> None:
    in_june = (pl.col("category") == "anti-social-behaviour") & (pl.col("month") == loamshire.NEWEST)
    series = loamshire.neighbourhood_series().with_columns(
        pl.when(in_june).then(None).otherwise(pl.col("crimes")).alias("crimes"),
        pl.when(in_june).then(pl.lit("withheld")).otherwise(pl.col("state")).alias("state"),
    )
    tree = page(neighbourhood_series=series, coverage=loamshire.coverage(asb="withheld"))
    assert "supplied no figure for antisocial behaviour" in finding(tree)
    assert "34" not in finding(tree)
    assert [text(cell) for cell in named(named(tree, "tbody", class_="asb")[0], "td", class_="n missing")] == ["withheld"]
    assert "No crime was recorded in June 2025 on or near Kiln Road." in text(section(tree, "streets"))


def test_month_supplied_in_part_has_no_zero() -> None:
    tree = page(
        neighbourhood_series=loamshire.neighbourhood_series({loamshire.NEWEST: "supplied_partial"}),
        coverage=loamshire.coverage(crime="supplied_partial", asb="supplied_partial"),
    )
    assert "The force supplied this month in part, so the true numbers may be higher." in finding(tree)
    assert not [cell for cell in named(section(tree, "kinds"), "td", class_="n") if text(cell) == "0"]
    assert "Nothing was recorded" not in text(section(tree, "streets"))


def test_missing_month_is_hatched_in_the_chart_and_named_in_the_table() -> None:
    trend = section(change_page(), "trend")
    assert len(named(trend, f"{SVG}rect", class_="gap")) == 1
    assert len(re.findall("M", named(trend, f"{SVG}path", class_="line")[0].get("d"))) == 2
    row = next(row for row in trend.iter("tr") if text(row).startswith("January 2025"))
    assert text(row) == "January 2025not supplied"


def test_chart_states_its_finding_and_tells_it_to_those_who_cannot_see_it() -> None:
    trend = section(change_page(), "trend")
    assert "June 2024 to June 2025, 12 months supplied in full: between 32 and 82 crimes recorded each month" in text(trend)
    told = text(named(trend, f"{SVG}desc")[0])
    assert (
        "Crime (June 2024 to June 2025, 12 months supplied in full): lowest 32 in June 2025, highest 82 in June 2024, newest 32 in June 2025." in told
    )
    assert "There are no figures for January 2025. A line breaks where there are none." in told


def test_british_transport_police_stays_apart() -> None:
    assert "2 further crimes here were recorded by British Transport Police." in text(section(page(), "month"))
    assert "British Transport Police recorded nothing here in June 2025." in text(section(page(MILL_BANK), "month"))


def test_crimes_without_a_location_are_told_for_the_whole_force() -> None:
    assert "4 further crimes recorded by Loamshire Constabulary have no location and are on no map." in text(section(page(MILL_BANK), "month"))


def test_neighbourhood_without_a_boundary_is_not_counted_and_has_no_map() -> None:
    tree = page(OLD_DOCKS)
    assert "The force’s boundary for this neighbourhood was not supplied, so crimes cannot be counted here." in text(recorded(tree))
    assert not [svg for svg in tree.iter(f"{SVG}svg") if svg.get("data-frame")]
    assert not re.search(r"\b0 (crimes|reports)", text(tree))
    assert glance(tree)[0] == "Cannot be counted: no boundary was supplied"


def test_a_boundary_that_could_not_be_read_is_not_called_one_that_was_not_supplied() -> None:
    broken = loamshire.neighbourhoods().with_columns(pl.when(pl.col("neighbourhood_id") == "od").then(pl.lit("boundary")).alias("unreadable"))
    tree = page(OLD_DOCKS, neighbourhoods=broken)
    assert "The boundary of this neighbourhood could not be read by this site, so crimes cannot be counted here." in text(recorded(tree))
    assert glance(tree)[0] == "Cannot be counted: the boundary could not be read"
    assert "not supplied" not in text(recorded(tree))


@pytest.mark.parametrize("path", [CASTLE_GATE, OLD_DOCKS])
def test_page_passes_the_checks_of_a_finished_site(path: str) -> None:
    html = loamshire.pages(neighbourhood)[path].decode()
    assert list(page_findings(path, read_page(html))) == []
    assert read_page(html).recorded_text


def test_every_circle_can_be_placed_again_from_the_counts() -> None:
    baked = baked_map(page())
    x0, y0, scale = (float(number) for number in baked.get("data-frame").split())
    drawn = {}
    for path in (path for group in baked if group.get("class") == "m-pt up" for path in named(group, f"{SVG}path")):
        steps = np.array(re.findall(r"-?\d+", path.get("d")), dtype=int).reshape(-1, 2)
        drawn.update(dict.fromkeys(map(tuple, steps.cumsum(axis=0).tolist()), path.get("stroke-width")))
    points = {loamshire.CORN_MARKET: 45, loamshire.HIGH_STREET: 13, loamshire.HIGH_STREET_2: 5, loamshire.UNNAMED: 3}
    expected = {(int((x - x0) * scale + 0.5), int((y - y0) * scale + 0.5)): f"{1.6 + 3.4 * count**0.5:.1f}" for (x, y), count in points.items()}
    assert drawn == expected


def test_map_tells_where_most_was_recorded() -> None:
    assert text(named(baked_map(page()), f"{SVG}desc")[0]).startswith("Most of what was recorded lies on or near Corn Market.")


def test_streets_are_gathered_by_name_and_lead_to_their_first_point() -> None:
    streets = section(page(), "streets")
    lines = {text(item.find("a")): (item.find("a").get("href"), text(item.find("span"))) for item in streets.iter("li")}
    assert lines == {
        "Corn Market": (f"streets/#{snap_point_id(*loamshire.CORN_MARKET)}", "15 crimes · 30 ASB"),
        "High Street": (f"streets/#{snap_point_id(*loamshire.HIGH_STREET)}", "14 crimes · 4 ASB"),
        "Points without a name": (f"streets/#{snap_point_id(*loamshire.UNNAMED)}", "3 crimes"),
    }
    assert "Nothing was recorded in June 2025 on or near Kiln Road." in text(streets)


ISSUE = {"force_id": loamshire.FORCE, "first_month": "2025-05", "last_month": "2025-06", "state": "supplied_partial", "read": "2025-06"}


def test_known_fault_stands_beside_every_figure_it_touches() -> None:
    faults_of = table(
        "known_issues",
        {**ISSUE, "dataset": "crime", "text": "Two days are missing.", "source": "https://loamshire.example/notes"},
        {**ISSUE, "dataset": "asb", "text": "Two days are missing.", "source": "https://loamshire.example/notes"},
        {**ISSUE, "dataset": "stops", "text": "Searches of vehicles are missing.", "source": ""},
        {**ISSUE, "dataset": "crime", "text": "Long ago.", "source": "", "first_month": "2020-01", "last_month": "2020-02"},
    )
    tree = page(known_issues=faults_of, coverage=loamshire.stops())
    assert [text(section(tree, name)).count("Two days are missing. Source: Two days") for name in ("month", "change", "stops", "outcomes")] == [
        1,
        1,
        0,
        0,
    ]
    assert "Searches of vehicles are missing. Read in June 2025." in text(section(tree, "stops"))
    assert "Long ago" not in text(tree)


def test_outcomes_are_of_crimes_at_least_six_months_old_and_the_newest_are_told_apart() -> None:
    part = section(page(coverage=loamshire.stops()), "outcomes")
    assert "What became of the 140 crimes of June 2024 to December 2024" in text(part)
    assert "Still open70 crimes50%" in text(part).replace(" 50%", "50%")
    assert "20 crimes of June 2025, by the release 2 months after: 20 still open." in text(part)
    assert "Court results have not been published since June 2019." in text(part)


def test_stops_have_two_tables_and_no_small_number() -> None:
    part = section(page(coverage=loamshire.stops()), "stops")
    assert "60 stops and searches were recorded in the 12 months to June 2025." in text(part)
    assert [text(row) for row in part.iter("tr")][1:3] == ["Drugs50", "Anything elsefewer than 10"]
    assert "Age" not in text(part)


@pytest.mark.parametrize("state", ["withheld", "never"])
def test_withheld_stops_and_outcomes_have_a_sentence_and_no_number(state: str) -> None:
    tree = page(coverage=loamshire.stops(stops=state, outcomes=state))
    for name in ("stops", "outcomes"):
        part = section(tree, name)
        assert not list(part.iter("table"))
        assert len(named(part, "div", class_="notice missing read")) == 1
        assert not re.search(r"\b(60|70|140)\b", text(part))


def test_what_this_copy_was_not_given_is_not_laid_on_the_force() -> None:
    said = "No figures for stop and search by Loamshire Constabulary for July 2024 to June 2025 were given to this copy of the site."
    assert said in text(section(page(), "stops"))


def test_category_not_yet_in_use_is_neither_zero_nor_missing() -> None:
    series = loamshire.neighbourhood_series().filter((pl.col("category") != "drugs") | (pl.col("month") >= "2025-02"))
    kinds = loamshire.categories().with_columns(
        pl.when(pl.col("category") == "drugs").then(pl.lit("2025-02")).otherwise("first_month").alias("first_month")
    )
    row = next(row for row in section(page(neighbourhood_series=series, categories=kinds), "kinds").iter("tr") if text(row).startswith("Drugs"))
    assert not list(row.iter(f"{SVG}rect"))[2:]  # the two of the bar, and no hatching
    assert "June 2024" not in text(row)


def test_retired_category_that_the_month_missing_never_had_has_no_row() -> None:
    kinds = loamshire.categories().with_columns(pl.when(pl.col("category") == "drugs").then(pl.lit("2025-04")).otherwise(None).alias("last_month"))
    series = loamshire.neighbourhood_series().filter((pl.col("category") != "drugs") | (pl.col("month") <= "2025-04"))
    assert "Drugs" not in text(section(page(neighbourhood_series=series, categories=kinds), "kinds"))


def test_change_of_definition_is_marked_and_nothing_is_compared_across_it() -> None:
    changed = table(
        "breaks", {"month": "2024-10", "dataset": "crime", "force_id": "all", "text": "Crime is counted in a new way.", "label": "new rules"}
    )
    tree = page(breaks=changed)
    assert "What is counted changed in October 2024, so the number is not compared with June 2024." in finding(tree)
    assert "counted in another way since October 2024" in text(section(tree, "kinds"))
    trend = section(change_page(breaks=changed), "trend")
    assert [line.get("x1") for line in named(trend, f"{SVG}line", class_="mark")] == ["33.7%"]
    assert "new rules" in text(trend)
    assert "Crime is counted in a new way." in text(trend)


def test_what_another_force_recorded_here_is_said() -> None:
    more = loamshire.located_counts().head(1).with_columns(pl.lit("wealdmoor").alias("recorded_by"), pl.lit("cg").alias("neighbourhood_id"))
    tree = page(located_counts=pl.concat([loamshire.located_counts(), more]))
    assert "15 of what is counted here were recorded by wealdmoor." in text(section(tree, "month"))


def test_unknown_category_keeps_its_own_name() -> None:
    series = loamshire.neighbourhood_series().with_columns(pl.col("category").replace("drugs", "cattle-rustling"))
    assert "Cattle rustling" in text(section(page(neighbourhood_series=series), "kinds"))


def test_order_of_rows_does_not_reach_the_page() -> None:
    inputs = loamshire.world()
    turned: dict[str, Any] = {name: value.reverse() for name, value in inputs.items() if isinstance(value, pl.DataFrame)}
    assert loamshire.pages(neighbourhood, **turned) == loamshire.pages(neighbourhood)


def test_site_without_any_crime_data_still_has_the_team() -> None:
    empty: dict[str, Any] = {
        name: loamshire.world()[name].clear() for name in ("neighbourhood_series", "force_series", "located_counts", "force_points", "coverage")
    }
    made = loamshire.pages(neighbourhood, months=[], **empty)[CASTLE_GATE]
    assert faults(made) == []
    assert "No figures for crime were given to this copy of the site." in text(parse(made))
    assert "Ruth Hallam" in text(parse(made))


def _unsupplied(month: str) -> pl.DataFrame:
    return loamshire.coverage().with_columns(
        pl.when((pl.col("month") == month) & (pl.col("force_id") == loamshire.FORCE))
        .then(pl.lit("not_supplied"))
        .otherwise(pl.col("state"))
        .alias("state")
    )
