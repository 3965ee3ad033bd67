"""A force over the years: no line and no sum leads across what nobody supplied or what changed, and old categories keep their names."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import polars as pl

from sitegen.artefacts.downloads import history as downloads
from sitegen.artefacts.pages.history import make, make_all
from sitegen.facts.long_series import long_series, long_years
from sitegen.facts.year_changes import force_year_changes
from tests.artefacts.html import faults
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, table

FORCES = table(
    "forces",
    {"force_id": "kent", "name": "Kent Police", "detail_supplied": True},
    {"force_id": "btp", "name": "British Transport Police"},
    {"force_id": "gwent", "name": "Gwent Police"},
)
CATEGORIES = table(
    "categories",
    {"category": "violent-crime", "name": "Violence and sexual offences", "is_crime": True, "first_month": "2010-12", "about": "", "position": 0},
    {"category": "burglary", "name": "Burglary", "is_crime": True, "first_month": "2010-12", "about": "", "position": 1},
    {"category": "anti-social-behaviour", "name": "Antisocial behaviour", "is_crime": False, "first_month": "2010-12", "about": "", "position": 2},
)
EVERY = {"dataset": "crime", "force_id": "all"}
BREAKS = table(
    "breaks",
    {**EVERY, "month": "2012-01", "dataset": "all", "text": "The points were made anew.", "label": "new map points"},
    {
        **EVERY,
        "month": "2013-05",
        "category": "violent-crime",
        "text": "It was called violent crime.",
        "label": "new name",
        "old_name": "Violent crime",
    },
    {**EVERY, "month": "2013-06", "dataset": "outcomes", "text": "Courts tell nothing more.", "label": "no court results"},
    {**EVERY, "month": "2013-08", "force_id": "essex", "text": "Essex counts anew.", "label": "new system"},
)
YEARS_SINCE_CHANGE = [f"{year}-{month:02d}" for year in range(2014, 2019) for month in range(1, 13)]
MONTHS = [f"{year}-{month:02d}" for year in range(2011, 2015) for month in range(1, 13)]


def tables(missing: dict[str, str], months: list[str] = MONTHS, breaks: pl.DataFrame = BREAKS) -> dict[str, pl.DataFrame]:
    """Ten burglaries, five violent crimes and three reports a month, but in months that are `missing`, each with its state."""
    rows = [
        {"dataset": dataset, "force_id": "kent", "month": month, "state": missing.get(month, "supplied")}
        for dataset in ("asb", "crime")
        for month in months
    ]
    coverage = table("long_coverage", *rows)
    told = table(
        "told_counts",
        *(
            {"force_id": "kent", "month": month, "release": "2015-02", "category": category, "crimes": crimes, "unlocated": 0}
            for month in months
            if missing.get(month, "supplied") in {"supplied", "supplied_partial"}
            for category, crimes in (("burglary", 10), ("violent-crime", 5), ("anti-social-behaviour", 3))
        ),
    )
    series = long_series(force_id="kent", told_counts=told, long_coverage=coverage, categories=CATEGORIES)
    years = long_years(force_id="kent", long_series=series, breaks=breaks)
    return {"long_coverage": coverage, "long_series": series, "long_years": years, "breaks": breaks, "categories": CATEGORIES, "forces": FORCES}


def changes_of(found: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The newest year against the one before, as a build works it out."""
    return force_year_changes(force_id="kent", long_series=found["long_series"], breaks=found["breaks"], recording_steps=table("recording_steps"))


def figures_of(found: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """What the files of a force are made from."""
    return {
        **{name: found[name] for name in ("forces", "categories", "long_series", "long_years", "breaks")},
        "force_year_changes": changes_of(found),
    }


def page(found: dict[str, pl.DataFrame], window: list[str] | None = None, **changed: Any) -> str:  # Any: tables
    given = {
        "known_issues": table("known_issues"),
        "unchanged_grounds": table("unchanged_grounds"),
        "neighbourhoods": table("neighbourhoods"),
        "boundaries": table("boundaries"),
        "force_year_changes": changes_of(found),
        **found,
        **changed,
    }
    site = {"templates": TEMPLATES, "locales": (), "asset_paths": ASSET_PATHS, "site": SITE, "months": MONTHS[-3:] if window is None else window}
    files = files_of(make, force_id="kent", **given, **site)
    assert list(files) == ["kent/history/index.html"]
    assert faults(files["kent/history/index.html"]) == []
    return files["kent/history/index.html"].decode()


def text(page: str) -> str:
    """What a page says, a blank at each mark."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def told(found: dict[str, pl.DataFrame], **changed: Any) -> str:  # Any: as above
    return text(page(found, **changed))


def starts(made: str) -> list[int]:
    """The months at which a part of the line of crime begins."""
    path = made.partition('class="line" d="')[2].partition('"')[0]
    return [int(part.split()[0]) for part in path.split("M")[1:]]


def test_the_line_is_cut_at_each_change_of_the_force_and_at_each_gap() -> None:
    made = page(tables({"2012-06": "not_supplied"}))
    assert [MONTHS[start] for start in starts(made)] == ["2011-01", "2012-01", "2012-07", "2013-05"]
    said = text(made)
    assert "January 2012. The points were made anew. May 2013. It was called violent crime." in said
    assert "Courts tell nothing more." in said.partition("Changes of outcomes, which touch no number here")[2]
    assert "Essex" not in said


def test_a_known_fault_cuts_the_line_where_it_begins_and_where_it_ends() -> None:
    fault = {
        "force_id": "kent",
        "dataset": "crime",
        "first_month": "2014-03",
        "last_month": "2014-04",
        "state": "supplied_partial",
        "text": "A district is missing.",
    }
    made = page(tables(dict.fromkeys(("2014-03", "2014-04"), "supplied_partial")), known_issues=table("known_issues", fault))
    assert [MONTHS[start] for start in starts(made)][-2:] == ["2014-03", "2014-05"]
    said = text(made)
    assert "March 2014. A district is missing. May 2014. The known fault that began in March 2014 is over." in said
    assert "May 2013 to December 2014, 18 months supplied in full: 15 crimes recorded each month" in said


def test_a_year_that_is_not_whole_has_no_sum_and_says_how_many_months_there_are() -> None:
    said = told(tables({"2012-06": "not_supplied", "2014-12": "supplied_partial"}))
    assert "2012 changes: 1 11 of 12 months supplied to this copy: no sum of the year" in said
    assert "2014 11 of 12 months supplied to this copy in full, 1 in part: no sum of the year" in said
    assert "2013 changes: 2 180 36" in said
    assert "2011 180 36" in said


def test_a_year_without_a_month_says_where_its_months_miss_for_different_reasons() -> None:
    months = [month for month in MONTHS if month.startswith("2013")]
    said = told(tables({**dict.fromkeys(months[:4], "not_supplied"), **dict.fromkeys(months[4:], "not_in_copy")}))
    assert "2013 changes: 2 no month has a figure, and not all for the same reason" in said
    assert "0 of 12" not in said


def test_the_title_tells_the_range_of_the_newest_months_that_count_the_same_thing() -> None:
    found = tables({"2013-11": "not_supplied"})
    bigger = pl.when(pl.col("month") < "2013-05").then(pl.col("crimes") * 9).otherwise(pl.col("crimes") + (pl.col("month") == "2014-06"))
    said = text(page({**found, "long_series": found["long_series"].with_columns(bigger.cast(pl.Int32).alias("crimes"))}))
    assert "May 2013 to December 2014, 19 months supplied in full: between 15 and 17 crimes recorded each month" in said
    assert "135" not in said.partition("The same figures as a table")[0]


def test_a_month_supplied_in_part_is_neither_the_lowest_nor_the_highest() -> None:
    found = tables({"2014-12": "supplied_partial"})
    few = pl.when(pl.col("month") == "2014-12").then(1).otherwise("crimes")
    made = page({**found, "long_series": found["long_series"].with_columns(few.cast(pl.Int32).alias("crimes"))})
    said = text(made)
    assert "May 2013 to November 2014: 15 crimes recorded each month" in said
    assert "Supplied in part for December 2014: the true numbers may be higher." in said
    assert "lowest 15 in May 2013, highest 15 in May 2013, newest 2 (supplied in part) in December 2014." in html.unescape(made)


def test_map_points_made_anew_change_nothing_of_what_a_force_recorded() -> None:
    anew = BREAKS.with_columns((pl.col("month") == "2012-01").alias("of_places"))
    found = tables({}, breaks=anew)
    made = page(found)
    assert [MONTHS[start] for start in starts(made)] == ["2011-01", "2013-05"]
    assert "The points were made anew." not in text(made)
    given = {name: found[name] for name in ("forces", "categories", "long_series", "long_years", "breaks")} | {
        "force_year_changes": changes_of(found)
    }
    files = files_of(downloads.make, force_id="kent", site=SITE, **given)
    assert [row[0] for row in json.loads(files["kent/history.json"])["breaks"]] == ["2013-05", "2013-06"]


def test_each_upright_of_the_chart_has_its_number_on_its_own_side() -> None:
    near = [
        {**EVERY, "month": month, "text": f"Something changed in {month}.", "label": "x"} for month in ("2012-01", "2012-03", "2012-05", "2014-01")
    ]
    made = page(tables({}, breaks=table("breaks", *({**one, "force_id": "kent"} for one in near))))
    uprights = re.findall(r'<line class="mark"[^>]*/><text x="[^"]*" y="14" ([^>]*)>([^<]*)<', made)
    assert uprights == [('dx="-4" text-anchor="end"', "1"), ('dx="4"', ""), ('dx="4"', "3"), ('dx="4"', "4")]


def test_a_change_in_a_year_without_a_sum_stands_over_the_next_year_that_has_one() -> None:
    said = told(tables({"2013-06": "not_supplied"}))
    assert "Category 2014 changes: 2 2012 changes: 1 2011" in said


def test_no_share_is_worked_out_between_years() -> None:
    said = told(tables({}))
    assert "%" not in said


def test_a_category_keeps_the_name_that_it_had_and_has_a_row_for_each_meaning() -> None:
    said = told(tables({}))
    assert "Category 2014 2013 changes: 2 2012 changes: 1 2011" in said
    assert "Violent crime December 2010 to April 2013 – 60 60" in said
    assert "Violence and sexual offences since May 2013 60 –" in said
    assert "Burglary 120 120 120 120" in said


def test_a_copy_of_the_windows_months_alone_says_so() -> None:
    recent = MONTHS[-14:]
    said = told(tables({}, recent), window=recent)
    assert "recorded in every month from November 2013 to December 2014." in said
    assert "this copy has no older archives" in said
    assert "Months before" not in said
    older = told(tables({}), window=recent)
    assert "Months before November 2013 are told as sums for the whole force." in older


def test_a_force_without_any_month_has_a_page_without_a_chart_or_table() -> None:
    made = page(tables(dict.fromkeys(MONTHS, "not_supplied")))
    assert "This copy of the site has no street crime of Kent Police." in made
    assert "<table" not in made
    assert '<svg class="chart"' not in made
    assert "This copy of the site has no street crime of Kent Police." in page(tables({}, []), window=[])


def test_the_months_begin_with_the_first_that_the_force_has() -> None:
    said = told(tables(dict.fromkeys(MONTHS[:20], "not_in_copy")))
    assert "recorded in every month from September 2012 to December 2014." in said
    assert "2011" not in said.partition("Year by year")[2]


def test_all_forces_stand_side_by_side_without_a_sum_of_them() -> None:
    found = tables({"2012-06": "not_supplied"})
    files = files_of(
        make_all,
        templates=TEMPLATES,
        locales=(),
        asset_paths=ASSET_PATHS,
        site=SITE,
        known_issues=table("known_issues"),
        **{name: found[name] for name in ("forces", "long_years", "long_coverage", "breaks")},
    )
    assert faults(files["history/index.html"]) == []
    said = text(files["history/index.html"].decode())
    assert "Force 2014 2013 changes: 1 , 2 2011 British Transport Police – – – Gwent Police – – – Kent Police 180 180 180" in said
    assert "This copy of the site has street crime of January 2011 to December 2014." in said
    assert "Essex" not in said


def test_a_site_of_one_force_has_no_page_of_all() -> None:
    found = tables({})
    one = {"forces": FORCES.head(2), **{name: found[name] for name in ("long_years", "long_coverage", "breaks")}}
    assert files_of(make_all, templates=TEMPLATES, locales=(), asset_paths=ASSET_PATHS, site=SITE, known_issues=table("known_issues"), **one) == {}


def test_the_files_have_every_month_and_category_with_its_state_and_its_name_then() -> None:
    found = tables({"2014-12": "withheld"})
    files = files_of(downloads.make, force_id="kent", site=SITE, **figures_of(found))
    assert list(files) == ["kent/history.csv", "kent/history.json"]
    rows = list(csv.DictReader(io.StringIO(files["kent/history.csv"].decode())))
    assert list(rows[0]) == list(downloads.COLUMNS)
    assert [(row["month"], row["name"], row["crimes"], row["release"]) for row in rows if row["category"] == "violent-crime"][27:29] == [
        ("2013-04", "Violent crime", "5", "2015-02"),
        ("2013-05", "Violence and sexual offences", "5", "2015-02"),
    ]
    assert {(row["crimes"], row["state"]) for row in rows if row["month"] == "2014-12"} == {("", "withheld")}
    whole = json.loads(files["kent/history.json"])
    assert len(whole["rows"]) == len(rows) == 3 * len(MONTHS)
    assert ["2012", "crime", 180, 12, 0, None] in whole["years"]
    assert ["2014", "crime", None, 11, 0, None] in whole["years"]
    assert [row[:3] for row in whole["breaks"]] == [["2012-01", "all", ""], ["2013-05", "crime", "violent-crime"], ["2013-06", "outcomes", ""]]
    assert (whole["first_month"], whole["last_month"]) == ("2011-01", "2014-12")


def test_a_copy_without_a_month_has_no_files() -> None:
    found = tables({}, [])
    given = figures_of(found)
    assert files_of(downloads.make, force_id="kent", site=SITE, **given) == {}


def test_the_newest_year_stands_beside_the_one_before_with_what_would_be_usual() -> None:
    said = told(tables({}, YEARS_SINCE_CHANGE))
    assert "In the twelve months to December 2018, Kent Police recorded 0.49 crimes a day, and 0.49 a day in the twelve months before." in said
    assert re.search(r"Years have differed as much before: from 0\.\d\d to 1\.\d\d a day would be usual\.", said)
    assert re.search(r"Burglary as usual \(0\.\d\d to \d\.\d\d\) 0\.33 0\.33", said)


def test_where_years_before_are_missing_the_page_says_how_many_there_are() -> None:
    said = told(tables({"2014-06": "not_supplied", "2016-03": "supplied_partial"}, YEARS_SINCE_CHANGE))
    assert "3 earlier years are needed that can each be compared with the year before; this copy has 0." in said
    assert "Burglary 0.33 0.33" in said  # why is in the sentence above
    assert "not known what is usual" not in said


def test_without_two_years_in_a_row_nothing_is_said_of_a_change() -> None:
    said = told(tables({"2014-06": "not_supplied", "2016-03": "supplied_partial", "2018-01": "withheld"}, YEARS_SINCE_CHANGE))
    assert "This copy has no two years in a row in full, so nothing is said of a change from one to the next." in said


def test_the_file_has_the_year_against_the_one_before() -> None:
    files = files_of(downloads.make, force_id="kent", site=SITE, **figures_of(tables({}, YEARS_SINCE_CHANGE)))
    found = json.loads(files["kent/history.json"])
    rows = {row[0]: dict(zip(found["change_columns"], row, strict=True)) for row in found["changes"]}
    assert (rows["crime"]["before"], rows["crime"]["now"], rows["crime"]["days"], rows["crime"]["earlier"], rows["crime"]["verdict"]) == (
        180, 180, 365, 3, "usual",
    )  # fmt: skip
    assert rows["anti-social-behaviour"]["now"] == 36
