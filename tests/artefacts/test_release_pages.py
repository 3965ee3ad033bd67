"""What a release changed, as pages and files tell it: many are told, few are not, and one release alone says so."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from sitegen import urls
from sitegen.artefacts.downloads import releases as downloads
from sitegen.artefacts.pages.releases import make, make_force
from tests.artefacts.html import faults, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, table

FORCES = table("forces", {"force_id": "kent", "name": "Kent Police", "detail_supplied": True})
A, B = "a" * 64, "b" * 64
MONTHS: dict[str, Any] = {"months": ["2025-02", "2025-03", "2025-11"], "single_months": []}  # Any: lists of texts
FILES = table(
    "release_files",
    *(
        {"release": release, "force_id": "kent", "month": month, "file": f"archive/{release}.zip!{month}", "sha256": "", "crimes": 1}
        for release in ("2026-01", "2026-03")
        for month in MONTHS["months"]
    ),
)
TWO = table(
    "releases",
    {"release": "2026-01", "digest": A, "first_month": "2025-01", "last_month": "2025-11", **MONTHS, "force_ids": ["kent"], "files": 11},
    {"release": "2026-03", "digest": B, "first_month": "2025-02", "last_month": "2026-01", **MONTHS, "force_ids": ["kent"], "files": 12},
)
NO_AGES = table("outcome_ages")
KINDS = table(
    "outcome_kinds",
    {"outcome": "open", "labels": [], "name": "Under investigation", "group": "open", "position": 0},
    {"outcome": "charged", "labels": [], "name": "Charged", "group": "charged", "position": 1},
)


def changes(*rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    of = {"force_id": "kent", "release": "2026-03", "before": "2026-01", "dataset": "crime", "others": False}
    return table("release_changes", *({**of, **row} for row in rows))


def told(part: str, month: str | None, *numbers: int | None, rows: int = 700, **more: Any) -> list[dict[str, Any]]:  # Any: as above
    names = ("added", "withdrawn", "reoutcomed")
    return [{"part": part, "month": month, "change": name, "crimes": n, "rows": rows, **more} for name, n in zip(names, numbers, strict=False)]


SOME = changes(
    *told("all", None, 0, None, 482, rows=1400),
    *told("month", "2025-11", 0, 0, 482, rows=1810, age=4),
    *told("month", "2025-02", 0, None, 0, age=13),
    *told("month", "2025-03", 0, 0, 0, age=12),
    *told("all", None, 0, 0, dataset="asb"),
    *told("month", "2025-11", 0, 0, dataset="asb"),
    {"part": "outcome", "change": "reoutcomed", "was": "open", "outcome": "charged", "crimes": 450},
    {"part": "outcome", "change": "reoutcomed", "others": True, "crimes": 32},
)


def page_of(found: pl.DataFrame, releases: pl.DataFrame = TWO, release_files: pl.DataFrame = FILES, outcome_ages: pl.DataFrame = NO_AGES) -> str:
    files = files_of(
        make_force,
        force_id="kent",
        templates=TEMPLATES,
        locales=(),
        asset_paths=ASSET_PATHS,
        site=SITE,
        forces=FORCES,
        neighbourhoods=table("neighbourhoods"),
        boundaries=table("boundaries"),
        releases=releases,
        release_files=release_files,
        release_changes=found,
        outcome_ages=outcome_ages,
        outcome_kinds=KINDS,
    )
    assert faults(files["kent/releases/index.html"]) == []
    return text(parse(files["kent/releases/index.html"]))


def test_the_page_tells_sums_months_and_outcomes_and_hides_the_few() -> None:
    page = page_of(SOME)
    assert "The release of March 2026, compared with that of January 2026 in 3 months: February 2025 to March 2025 and November 2025." in page
    assert "Crimes added: none. Crimes taken out: fewer than 10 in any month. Crimes with another outcome: 482." in page
    assert "Those with another outcome are of a month that was 4 months old." in page
    assert "November 20251,810 crimes482at 4 monthsnonenone" in page
    assert "February 2025700 crimesnoneat 13 monthsnoneunder 10" in page
    assert "Every crime as before: March 2025." in page
    assert "Under investigationthen Charged450All others together32" in page


def test_a_sum_that_is_not_told_is_more_than_the_months_that_are() -> None:
    page = page_of(changes(*told("all", None, 0, 0, None), *told("month", "2025-11", 0, 0, 40), *told("month", "2025-10", 0, 0, None)))
    assert "Crimes with another outcome: more than 40." in page


def at(month: str, age: int, state: str, **more: Any) -> dict[str, Any]:  # Any: cells of every column type
    return {"force_id": "kent", "month": month, "age": age, "state": state, **more}


def test_other_outcomes_are_told_with_the_ages_of_their_months_and_not_where_one_is_not_known() -> None:
    rows = [*told("all", None, 0, 0, 60), *told("month", "2025-11", 0, 0, 40, age=4), *told("month", "2025-10", 0, 0, 20, age=5)]
    assert "Those with another outcome are of months that were from 4 to 5 months old." in page_of(changes(*rows))
    page = page_of(changes(*(row | {"age": None} if row["month"] == "2025-10" else row for row in rows)))
    assert "Those with another outcome" not in page
    assert "October 2025700 crimes20age not saidnonenone" in page


def test_a_newer_release_tells_what_had_come_of_the_months_that_reached_an_age_with_it() -> None:
    known = {"witness": "release", "category": "burglary"}
    ages = table(
        "outcome_ages",
        *(at("2025-09", 6, "known", release="2026-03", group=group, crimes=n, **known) for group, n in (("charged", 60), ("open", 40))),
        *(at("2025-07", 6, "known", release="2026-01", group=group, crimes=n, **known) for group, n in (("charged", 10), ("open", 90))),
        *(at("2025-12", 3, "partial", release="2026-03", group=group, crimes=n, **known) for group, n in (("charged", 3), ("open", 5))),
        at("2025-08", 6, "unknown", reason="no-state"),
        at("2026-01", 3, "too_recent"),
    )
    page = page_of(SOME, outcome_ages=ages)
    assert "100 crimes of September 2025 have come to an age of 6 months since the release before; with an outcome within 6 months: 60%." in page
    assert "8 crimes of December 2025 have come to an age of 3 months since the release before; with an outcome within 3 months: 3." in page
    assert "These crimes were supplied in part, so the true numbers may be others." in page
    assert "Of other months that have come to an age of 1, 3, 6 or 12 months since then it is not known." in page
    assert "July 2025" not in page  # old enough for the oldest release already
    assert "January 2026 have" not in page


def test_nothing_is_said_of_ages_where_no_outcome_is_published() -> None:
    assert "come to an age" not in page_of(SOME, outcome_ages=table("outcome_ages", at("2025-09", 6, "unknown", reason="never")))
    assert "what had come of their crimes by then is not known" in page_of(
        SOME, outcome_ages=table("outcome_ages", at("2025-09", 6, "unknown", reason="undated"))
    )


def test_a_release_that_changed_nothing_says_so_without_an_empty_table() -> None:
    page = page_of(changes(*told("all", None, 0, 0, 0), *told("month", "2025-11", 0, 0, 0)))
    assert "Nothing has changed." in page
    assert "Crime by month" not in page
    assert "Which outcomes changed" not in page


def test_one_release_alone_says_from_when_on_changes_are_told() -> None:
    page = page_of(changes(), TWO.head(1))
    assert "This copy has each month of this force in one state only; what changed in earlier months is told from the second on." in page
    assert "Crime by month" not in page


def test_releases_without_a_month_in_common_say_that_nothing_can_be_compared() -> None:
    assert "No month of this force can be compared" in page_of(changes())


def test_a_force_without_street_crime_says_that_none_was_given() -> None:
    assert "No figures for crime were given to this copy of the site." in page_of(changes(), TWO.clear())


def test_a_force_of_one_of_two_releases_has_its_own_months_and_no_word_of_the_other() -> None:
    page = page_of(changes(), release_files=FILES.filter(pl.col("release") == "2026-01", pl.col("month") < "2025-11"))
    assert "This copy has each month of this force in one state only" in page
    assert "January 2026February 2025 to March 2025Digest: aaaaaaaaaaaa" in page
    assert "March 2026" not in page


def test_files_of_month_folders_are_no_release() -> None:
    single = SOME.with_columns(pl.when(pl.col("month").is_not_null()).then(pl.lit(value=True)).alias("single"))
    folders = FILES.with_columns(pl.when(pl.col("release") == "2026-03").then(pl.lit("archive/x.csv")).otherwise("file").alias("file"))
    page = page_of(single, release_files=folders)
    assert "Files of single months, compared with the release of January 2026 in 3 months" in page
    assert "When they were made is not said; they are taken as the newest." in page
    assert "March 2026" not in page
    part = SOME.with_columns((pl.col("month") == "2025-11").alias("single"))
    some = FILES.with_columns(
        pl.when(pl.col("release") == "2026-03", pl.col("month") == "2025-11").then(pl.lit("archive/x.csv")).otherwise("file").alias("file")
    )
    page = page_of(part, release_files=some)
    assert "For November 2025 files of single months stand in its place." in page
    assert "Files of single months: November 2025" in page


def test_the_page_of_all_says_which_months_no_release_told_and_which_lie_between() -> None:
    def baked(single: list[str]) -> str:
        releases = TWO.head(1).with_columns(pl.lit(single, pl.List(pl.String)).alias("single_months"))
        files = files_of(make, templates=TEMPLATES, locales=(), asset_paths=ASSET_PATHS, site=SITE, forces=FORCES, releases=releases)
        assert faults(files["releases/index.html"]) == []
        return text(parse(files["releases/index.html"]))

    assert "February 2025 to March 2025 and November 2025, 1 force." in baked([])
    assert "Some of these files are of single months and of no release: March 2025." in baked(["2025-03"])
    page = baked(MONTHS["months"])
    assert "This copy holds no release, but files of single months" in page
    assert "What the release of" not in page
    assert "files of single months to 2026-01, digest aaaaaaaaaaaa" in page


def test_an_older_release_keeps_its_summary() -> None:
    older = changes(*told("all", None, 77, 0, 0), *told("month", "2025-11", 77, 0, 0)).with_columns(pl.lit("2026-02").alias("release"))
    page = page_of(pl.concat([older, SOME]))
    assert "The release of February 2026, compared with that of January 2026 in 1 month: November 2025. Crimes added: 77." in page


@pytest.mark.parametrize(("releases", "said"), [(TWO, "as of release 2026-03, digest bbbbbbbbbbbb"), (TWO.clear(), "No crime data was given")])
def test_the_page_of_all_releases_says_how_to_cite_the_newest(releases: pl.DataFrame, said: str) -> None:
    files = files_of(make, templates=TEMPLATES, locales=(), asset_paths=ASSET_PATHS, site=SITE, forces=FORCES, releases=releases)
    assert faults(files["releases/index.html"]) == []
    assert said in text(parse(files["releases/index.html"]))


def test_what_each_release_told_stays_under_its_month_and_digest() -> None:
    counts = table(
        "release_counts",
        *(
            {"force_id": "kent", "month": "2025-05", "release": "2026-01", "category": "burglary", "outcome": outcome, "crimes": 4, "unlocated": 1}
            for outcome in ("open", "charged")
        ),
    )
    files = table("release_files", {"release": "2026-01", "force_id": "kent", "month": "2025-05", "file": "x", "sha256": "c" * 64, "crimes": 8})
    made = files_of(downloads.make, releases=TWO.head(1), release_files=files, release_counts=counts, site=SITE)
    assert made[f"data/releases/2026-01/{A[:12]}/counts.csv"].decode() == "force_id,month,category,crimes,unlocated\nkent,2025-05,burglary,8,2\n"
    assert made[f"data/releases/2026-01/{A[:12]}/files.csv"].decode() == f"force_id,month,sha256,crimes\nkent,2025-05,{'c' * 64},8\n"
    (listed,) = json.loads(made[urls.RELEASES])["releases"]
    assert (listed["release"], listed["digest"], listed["forces"], listed["first_month"]) == ("2026-01", A, ["kent"], "2025-01")
    assert (listed["months"], listed["single_months"]) == (3, [])
    assert listed["counts"] in made


def test_the_changes_of_a_force_are_files_for_programs_without_small_numbers() -> None:
    made = files_of(downloads.make_changes, force_id="kent", forces=FORCES, releases=TWO, release_changes=SOME, site=SITE)
    answer = json.loads(made["data/releases/changes/kent.json"])
    assert (answer["force"]["name"], answer["smallest_told"], answer["digests"]["2026-03"]) == ("Kent Police", 10, B[:12])
    rows = list(csv.DictReader(io.StringIO(made["data/releases/changes/kent.csv"].decode())))
    assert [*rows[0]] == answer["columns"]
    assert {row["crimes"] for row in rows} == {"", "0", "482", "450", "32"}
