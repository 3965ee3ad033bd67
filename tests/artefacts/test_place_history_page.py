"""A neighbourhood over the years: what its ground stands on is said, no line and no sum crosses a change, and what is not known is not told."""

from __future__ import annotations

import csv
import gzip
import io
import re
from random import Random
from typing import Any

import polars as pl
import pytest

from sitegen.artefacts.downloads import place_history as downloads
from sitegen.artefacts.pages.history import make as make_force
from sitegen.artefacts.pages.place_history import make
from sitegen.facts.long_places import long_place_years
from sitegen.rules import GROUND_REASONS
from sitegen.sources.vocabulary import read_breaks, read_categories
from tests.artefacts.html import faults
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, raw_group, table
from tests.artefacts.test_history_pages import BREAKS, CATEGORIES, FORCES, MONTHS, changes_of, starts, tables, text

WINDOW = MONTHS[-3:]
PLACE: dict[str, Any] = {"force_id": "kent", "neighbourhood_id": "NB01"}  # Any: cells
PLACES = table(
    "neighbourhoods",
    *(
        {"force_id": "kent", "neighbourhood_id": key, "folder": key.lower(), "name": name} | dict.fromkeys(
            ("detail_supplied", "people_supplied", "priorities_supplied", "events_supplied"), True
        )
        for key, name in (("NB01", "Old Town"), ("NB02", "New Town"))
    ),
)  # fmt: skip
ANEW = BREAKS.with_columns((pl.col("month") == "2012-01").alias("of_places"))
RENEWED = pl.concat(
    [
        ANEW,
        table(
            "breaks", {"month": "2014-07", "dataset": "all", "force_id": "all", "text": "Points anew.", "label": "new map points", "of_places": True}
        ),
    ]
)


def grounds(**of: Any) -> pl.DataFrame:  # Any: cells
    told = {"since": "2011-01", "first_month": "2011-01", "boundaries": ["2011-01", "2013-02"], "points": 80, "why": "not-supplied"}
    return table("unchanged_grounds", PLACE | told | of, {"force_id": "kent", "neighbourhood_id": "NB02", "why": "changed", "at": "2013-02"})


def series(missing: dict[str, str] | None = None, first: str = "2011-01") -> pl.DataFrame:
    """Ten burglaries and three reports a month."""
    rows = [
        PLACE | {"month": month, "category": category, "state": state, "crimes": crimes if state == "supplied" else None}
        for month in MONTHS
        if month >= first
        for state in [(missing or {}).get(month, "supplied")]
        for category, crimes in (("burglary", 10), ("violent-crime", 5), ("anti-social-behaviour", 3))
    ]
    return table("long_place_series", *rows)


def pages(ground: pl.DataFrame | None = None, missing: dict[str, str] | None = None, breaks: pl.DataFrame = ANEW) -> dict[str, bytes]:
    ground = grounds() if ground is None else ground
    rows = series(missing, ground["first_month"][0] or "9999")
    return files_of(
        make,
        force_id="kent",
        forces=FORCES,
        neighbourhoods=PLACES,
        unchanged_grounds=ground,
        categories=CATEGORIES,
        long_coverage=tables(missing or {})["long_coverage"],
        long_place_series=rows,
        long_place_years=long_place_years(force_id="kent", long_place_series=rows, unchanged_grounds=ground, breaks=breaks),
        breaks=breaks,
        known_issues=table("known_issues"),
        templates=TEMPLATES,
        locales=(),
        asset_paths=ASSET_PATHS,
        site=SITE,
        months=WINDOW,
    )


def page(**given: Any) -> str:  # Any: as above
    found = pages(**given)
    assert list(found) == ["kent/nb01/history/index.html"]
    assert faults(found["kent/nb01/history/index.html"]) == []
    return found["kent/nb01/history/index.html"].decode()


def test_the_page_says_on_which_boundaries_its_ground_stands_and_that_the_rest_is_inferred() -> None:
    said = text(page())
    assert "the boundaries of January 2011 and February 2013 put the same ones into it as today’s. Between the months of boundaries that is " in said
    assert "Nothing before January 2011 is told: where its ground lay then was not supplied." in said
    assert "Of months before October 2014 the whole neighbourhood’s sums alone are told" in said


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (
            {"why": "changed", "at": "2010-12", "moved": 4},
            "in the boundaries of December 2010 its ground was another (map points on the other side of its line: 4).",
        ),
        ({"why": "not-there", "at": "2010-12"}, "the boundaries of December 2010 have none under its id that can be read."),
    ],
)
def test_the_page_says_why_nothing_older_is_told(of: dict[str, Any], told: str) -> None:
    assert f"Nothing before January 2011 is told: {told}" in text(page(ground=grounds(**of)))


def test_the_line_is_cut_where_map_points_were_renewed_and_the_change_is_named() -> None:
    made = page(missing={"2012-06": "not_supplied"})
    assert [MONTHS[start] for start in starts(made)] == ["2011-01", "2012-01", "2012-07", "2013-05"]
    assert "January 2012. The points were made anew." in text(made)


def test_a_year_within_which_map_points_were_renewed_has_no_sum_and_says_so() -> None:
    said = text(page(breaks=RENEWED))
    assert "2014 changes: 3 the list of map points was renewed in July 2014: no sum of the year 2013 changes: 2 180 36" in said
    fewer = text(page(breaks=RENEWED, missing={"2014-03": "not_supplied"}))
    assert "2014 changes: 3 11 of 12 months supplied to this copy: no sum of the year" in fewer


def test_the_page_begins_with_the_first_month_told_and_has_no_row_for_a_year_of_which_the_ground_is_not_known() -> None:
    said = text(page(ground=grounds(since="2012-08", first_month="2012-08", boundaries=["2012-08"])))
    assert "Old Town, each month from August 2012 to December 2014." in said
    years = said.partition("each calendar year")[2]
    assert "2013 changes:" in years
    assert "2012" not in years.partition("by category")[0]


def test_no_share_is_worked_out_between_years() -> None:
    assert "%" not in text(page())


@pytest.mark.parametrize("language", ["en", "cy"])
def test_fifteen_years_with_every_change_there_was_fit_a_slow_connection(language: str) -> None:
    vocabulary = raw_group("content/vocabulary")
    categories, breaks = read_categories(vocabulary=vocabulary), read_breaks(vocabulary=vocabulary)
    months = [f"{year}-{month:02d}" for year in range(2011, 2026) for month in range(1, 13)]
    in_use = categories.with_columns(pl.col("first_month").fill_null(""), pl.col("last_month").fill_null("9999"))
    chance = Random(5)
    rows = table(
        "long_place_series",
        *(
            PLACE | {"month": month, "category": category, "crimes": chance.randrange(400), "state": "supplied"}
            for month in months
            for category, first, last in in_use.select("category", "first_month", "last_month").iter_rows()
            if first <= month <= last
        ),
    )
    ground = grounds(
        boundaries=[f"{year}-{month}" for year in range(2011, 2026) for month in ("01", "05", "09")], why="changed", at="2010-12", moved=4
    )
    coverage = [{"dataset": dataset, "force_id": "kent", "month": month, "state": "supplied"} for dataset in ("asb", "crime") for month in months]
    found = files_of(
        make,
        force_id="kent",
        forces=FORCES,
        neighbourhoods=PLACES,
        unchanged_grounds=ground,
        categories=categories,
        long_coverage=table("long_coverage", *coverage),
        long_place_series=rows,
        long_place_years=long_place_years(force_id="kent", long_place_series=rows, unchanged_grounds=ground, breaks=breaks),
        breaks=breaks,
        known_issues=table("known_issues"),
        templates=TEMPLATES,
        locales=raw_group("content/locales"),
        asset_paths=ASSET_PATHS,
        site=SITE | {"languages": ["en", "cy"]},
        months=months[-36:],
        language=language,
    )
    (made,) = found.values()
    assert len(gzip.compress(made, 9)) <= 14_336


def test_where_nothing_is_told_there_is_no_page() -> None:
    nothing = table("unchanged_grounds", PLACE | {"why": "not-supplied"})
    assert pages(ground=nothing) == {}


def force_page(ground: pl.DataFrame, window: list[str] = WINDOW) -> str:
    found = tables({})
    given = {"known_issues": table("known_issues"), "neighbourhoods": PLACES, "boundaries": table("boundaries"), "unchanged_grounds": ground}
    shared = {"templates": TEMPLATES, "locales": (), "asset_paths": ASSET_PATHS, "site": SITE, "months": window}
    return files_of(make_force, force_id="kent", force_year_changes=changes_of(found), **found, **given, **shared)["kent/history/index.html"].decode()


def test_the_forces_page_says_for_how_many_neighbourhoods_it_is_told_and_why_not_for_others() -> None:
    made = force_page(grounds())
    assert faults(made.encode()) == []
    said = text(made)
    assert "Neighbourhoods of which months before October 2014 are told, too: 1 of 2. Their ground did not change" in said
    assert "Not told: other ground in older boundaries (1)." in said
    assert 'href="../nb01/history/' in made
    assert 'href="../nb02/history/' not in made


def test_where_none_is_told_the_forces_page_says_so_and_leads_nowhere() -> None:
    made = force_page(table("unchanged_grounds", *(PLACE | {"neighbourhood_id": key, "why": "not-supplied"} for key in ("NB01", "NB02"))))
    assert "Months before October 2014 are told of no single neighbourhood. Not told: no older boundaries supplied (2)." in text(made)
    assert "nb01/history" not in made


@pytest.mark.parametrize("why", GROUND_REASONS)
def test_every_reason_is_told_in_words(why: str) -> None:
    said = text(force_page(table("unchanged_grounds", PLACE | {"why": why})))
    assert re.match(r"[a-z][a-z ,0-9]+ \(1\)\.", said.partition("Not told: ")[2])


def test_a_copy_of_the_windows_months_alone_says_nothing_of_neighbourhoods_before() -> None:
    assert "Neighbourhoods over the years" not in force_page(grounds(), MONTHS)


def test_the_csv_has_each_month_with_the_name_its_category_had() -> None:
    files = files_of(
        downloads.make,
        force_id="kent",
        neighbourhoods=PLACES,
        long_place_series=series({"2014-12": "withheld"}),
        categories=CATEGORIES,
        breaks=ANEW,
    )
    assert list(files) == ["kent/nb01/history.csv"]
    rows = list(csv.DictReader(io.StringIO(files["kent/nb01/history.csv"].decode())))
    assert list(rows[0]) == list(downloads.COLUMNS)
    assert [(row["month"], row["name"]) for row in rows if row["category"] == "violent-crime"][27:29] == [
        ("2013-04", "Violent crime"),
        ("2013-05", "Violence and sexual offences"),
    ]
    assert {(row["crimes"], row["state"]) for row in rows if row["month"] == "2014-12"} == {("", "withheld")}


def test_the_forces_table_has_every_neighbourhood_that_is_told() -> None:
    files = files_of(downloads.make_table, force_id="kent", long_place_series=series())
    rows = pl.read_parquet(io.BytesIO(files["data/history/kent.parquet"]))
    assert rows.height == 3 * len(MONTHS)
    assert rows.row(0) == ("kent", "NB01", "2011-01", "anti-social-behaviour", "supplied", 3)
    assert files_of(downloads.make_table, force_id="kent", long_place_series=series().clear()) == {}
