"""The force page: its neighbourhoods, what it recorded and what it supplied."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from sitegen.artefacts.pages import force
from sitegen.artefacts.sections.force_map import placed_crimes
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.run import page_findings
from tests.artefacts import loamshire
from tests.artefacts.html import Element, faults, named, parse, text

SVG = "{http://www.w3.org/2000/svg}"
PATH = "loamshire/index.html"


def page(force_id: str = loamshire.FORCE, **changes: Any) -> Element:  # Any: tables, settings
    return parse(loamshire.pages(force, force_id, **changes)[f"{force_id}/index.html"])


def section(tree: Element, name: str) -> Element:
    return named(tree, "section", id=name)[0]


def railway() -> dict[str, Any]:  # Any: tables
    """The inputs of the page of British Transport Police: 40 burglaries a month, never antisocial behaviour."""
    series = loamshire.force_series().with_columns(pl.lit("btp").alias("force_id"), pl.lit("supplied").alias("state"))
    crimes = pl.when(pl.col("category") == "anti-social-behaviour").then(None).otherwise(40).cast(pl.Int32).alias("crimes")
    states = pl.when(pl.col("category") == "anti-social-behaviour").then(pl.lit("never")).otherwise(pl.lit("supplied")).alias("state")
    nothing = {name: loamshire.world()[name].clear() for name in ("neighbourhoods", "boundaries", "located_counts")}
    return {"force_series": series.with_columns(crimes, states), **nothing}


def test_page_is_good_markup_and_passes_the_checks_of_a_finished_site() -> None:
    for made in (loamshire.pages(force)[PATH], loamshire.pages(force, "btp", **railway())["btp/index.html"]):
        assert faults(made) == []
        assert list(page_findings(PATH, read_page(made.decode()))) == []


def test_neighbourhoods_are_listed_from_a_to_z_with_their_pages() -> None:
    links = [(text(link), link.get("href")) for link in named(page(), "ul", class_="az list")[0].iter("a")]
    assert links == [("Castle Gate", "cg/"), ("Far Field", "ff/"), ("Mill Bank", "mb-1/"), ("Old Docks", "od/")]


def test_ids_lead_to_folders() -> None:
    assert json.loads(loamshire.pages(force)["loamshire/ids.json"]) == {"MB 1": "mb-1", "cg": "cg", "ff": "ff", "od": "od"}


def test_population_is_told_only_when_every_neighbourhood_has_one() -> None:
    assert text(named(page(), "p", class_="lede")[0]) == "A police force with 4 neighbourhoods."
    known = loamshire.neighbourhoods().with_columns(pl.lit(5000, dtype=pl.Int32).alias("population"))
    assert text(named(page(neighbourhoods=known), "p", class_="lede")[0]) == "A police force with 4 neighbourhoods and about 20,000 people."


def test_totals_keep_antisocial_behaviour_apart_and_name_what_is_on_no_map() -> None:
    totals = text(section(page(), "totals"))
    assert "39 crimes and 34 reports of antisocial behaviour were recorded in June 2025." in totals
    assert "4 of these crimes have no location. They are counted here and are on no map." in totals
    assert "2 crimes lie outside every neighbourhood boundary we have." in totals
    assert "The boundary of 1 neighbourhood was not supplied." in totals


def test_a_boundary_that_could_not_be_read_is_not_called_one_that_was_not_supplied() -> None:
    broken = loamshire.neighbourhoods().with_columns(pl.when(pl.col("neighbourhood_id") == "od").then(pl.lit("boundary")).alias("unreadable"))
    totals = text(section(page(neighbourhoods=broken), "totals"))
    assert "The boundary of 1 neighbourhood could not be read by this site." in totals
    assert "was not supplied" not in totals


def test_squares_hold_every_crime_once_and_no_antisocial_behaviour() -> None:
    shared = loamshire.located_counts().filter(pl.col("neighbourhood_id") == "cg").with_columns(pl.lit("MB 1").alias("neighbourhood_id"))
    for counts in (loamshire.located_counts(), pl.concat([loamshire.located_counts(), shared])):
        placed = placed_crimes(counts, loamshire.NEWEST)
        assert placed["crimes"].sum() == 33
        assert placed.filter(pl.col("x") == loamshire.CORN_MARKET[0])["crimes"].to_list() == [15]


def test_the_key_has_squares_as_large_as_on_the_map_for_their_numbers() -> None:
    tree = page()
    (key,) = named(tree, f"{SVG}g", class_="m-key")
    assert [text(one) for one in key.iter(f"{SVG}text")] == ["2 or fewer", "11", "45 or more"]
    cell = float(named(tree, f"{SVG}g", class_="m-sq")[0].get("transform").rpartition("(")[2].rstrip(")"))
    shares = [float(square.get("width")) / cell for square in named(key, f"{SVG}rect", class_="m-sq")]
    assert shares == pytest.approx([0.94 / 4, 0.94 * (11 / 45) ** 0.5, 0.94], abs=0.01)
    legend = text(named(tree, "div", class_="legend")[0])
    assert "the larger it is, the more crimes were placed there" in legend
    assert "Points are approximate." in legend


def test_month_not_supplied_is_hatched_on_the_map_and_in_the_grid() -> None:
    series = loamshire.force_series().with_columns(
        pl.when(pl.col("month") == loamshire.NEWEST).then(None).otherwise(pl.col(name)).alias(name) for name in ("crimes", "unlocated", "elsewhere")
    )
    tree = page(force_series=series, coverage=loamshire.coverage(crime="not_supplied", asb="not_supplied"))
    baked = next(svg for svg in tree.iter(f"{SVG}svg") if svg.get("data-frame"))
    assert named(baked, f"{SVG}path", class_="gap")
    assert not named(baked, f"{SVG}g", class_="m-sq")
    assert "No figures that can be counted came from Loamshire Constabulary for June 2025" in text(section(tree, "totals"))
    assert [len(named(row, "td", class_="st-n")) for row in section(tree, "coverage").iter("tr")][1:] == [2, 2]


def test_glance_names_the_months_without_crime_data() -> None:
    assert [text(answer) for answer in named(page(), "dl", class_="glance")[0].iter("dd")][2] == "January 2025"


def test_glance_names_the_months_supplied_in_part() -> None:
    newest = pl.col("month") == loamshire.NEWEST
    series = loamshire.force_series().with_columns(
        pl.when(newest).then(pl.lit("supplied_partial")).otherwise("state").alias("state"),
        pl.when(newest & (pl.col("crimes") == 0)).then(None).otherwise("crimes").alias("crimes"),
    )
    tree = page(force_series=series, coverage=loamshire.coverage(crime="supplied_partial", asb="supplied_partial"))
    assert [text(answer) for answer in named(tree, "dl", class_="glance")[0].iter("dd")][2] == "January 2025; in part: June 2025"


def test_dataset_this_copy_was_given_nothing_of_is_not_in_the_grid() -> None:
    assert [text(row[0]) for row in section(page(), "coverage").iter("tr")][1:] == ["Crime", "ASB"]


def test_transport_police_has_a_page_of_its_own_without_neighbourhoods_and_map() -> None:
    tree = page("btp", **railway())
    assert "kept apart from every other total" in text(named(tree, "p", class_="lede")[0])
    assert not [svg for svg in tree.iter(f"{SVG}svg") if svg.get("data-frame")]
    assert "120 crimes" not in text(tree)
    assert "160 crimes recorded in June 2025. British Transport Police supplied no figure for antisocial behaviour." in text(tree)


def test_officers_not_supplied_are_said_to_be() -> None:
    assert [text(name) for name in named(page(), "ul", class_="people")[0].iter("b")] == ["Margaret Olusanya"]
    assert "The names of senior officers were not supplied to this site." in text(page(officers=loamshire.world()["officers"].clear()))


def test_force_tells_every_outcome_and_every_table_of_stops() -> None:
    tree = page(coverage=loamshire.stops())
    outcomes, stops = section(tree, "outcomes"), section(tree, "stops")
    assert "What became of the 210 crimes of June 2024 to December 2024" in text(outcomes)
    assert [text(one) for one in outcomes.iter("summary")] == ["Every outcome by its name"]
    assert next(link.get("href") for link in outcomes.iter("a")) == "outcomes/"
    assert [text(one) for one in stops.iter("summary")] == ["What the officer was looking for", "Age", "Stop and search month by month"]
    assert "12 stops and searches have no location: they are counted for the force and in no neighbourhood." in text(stops)
    assert faults(loamshire.pages(force, coverage=loamshire.stops())[PATH]) == []


def test_crimes_in_the_neighbourhoods_of_another_force_are_said() -> None:
    fewer = loamshire.located_counts().filter(pl.col("neighbourhood_id") != "MB 1")
    assert "1 lies in a neighbourhood of another force and is counted there too." in text(section(page(located_counts=fewer), "totals"))
    assert "another force" not in text(section(page(), "totals"))


def test_order_of_rows_does_not_reach_the_page() -> None:
    turned: dict[str, Any] = {name: value.reverse() for name, value in loamshire.world().items() if isinstance(value, pl.DataFrame)}
    assert loamshire.pages(force, **turned) == loamshire.pages(force)


def test_site_without_any_crime_data_still_has_the_page() -> None:
    empty: dict[str, Any] = {name: loamshire.world()[name].clear() for name in ("force_series", "located_counts", "coverage")}
    made = loamshire.pages(force, months=[], **empty)[PATH]
    assert faults(made) == []
    assert "Castle Gate" in text(parse(made))


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("0116 222 2222", ["tel:01162222222"]), ("+44 (0)116 222", ["tel:+44116222"]), ("101 (from abroad 0300 123 4567)", []), ("0116 222 ext 5", [])],
)
def test_a_telephone_text_is_dialled_only_where_it_is_one_number(written: str, dialled: list[str]) -> None:
    forces = loamshire.world()["forces"].with_columns(pl.lit(written).alias("telephone"))
    tree = page(forces=forces)
    links = [link.get("href", "") for link in named(tree, "a") if link.get("href", "").startswith("tel:")]
    assert [link for link in links if link not in {"tel:999", "tel:101", "tel:18001101"}] == dialled
    assert written in text(tree)
