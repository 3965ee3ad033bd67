"""Sums over all months of the archive: the window's states stand, older months have states too, and a year needs its twelve months."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from typing import Any

import polars as pl
import pytest

from sitegen.build import ROOT
from sitegen.facts.long_series import cover_long, long_series, long_years
from sitegen.raw import RawFile
from sitegen.rules import COUNTED_STATES
from sitegen.site_json import to_json
from sitegen.sources.releases import Doubts, Vocabulary, follow_releases, list_release_files, newest_told
from sitegen.sources.vocabulary import read_breaks, read_categories, read_force_names, read_outcome_kinds
from tests.artefacts.inputs import raw_group, table
from tests.calls import called

WINDOW = ["2025-01", "2025-02"]
ARCHIVE = ROOT.parent / "shared" / "data-long" / "archive"
CITY = "city-of-london"
CATEGORIES = table(
    "categories",
    {"category": "burglary", "name": "Burglary", "is_crime": True, "first_month": "2010-12", "position": 0},
    {"category": "bicycle-theft", "name": "Bicycle theft", "is_crime": True, "first_month": "2013-05", "position": 1},
    {"category": "anti-social-behaviour", "name": "Antisocial behaviour", "is_crime": False, "first_month": "2010-12", "position": 2},
)


def covered(
    months: dict[str, dict[str, Any]], window: pl.DataFrame | None = None, issues: pl.DataFrame | None = None
) -> dict[str, tuple[str, str | None]]:
    """The states of Loamshire's crime; of each month what its file holds: `crimes`, rows set `aside`, a `doubt`, its `size`."""
    files = {month: {"crimes": 300, "aside": 0, "doubt": None, "size": 9000, **file} for month, file in months.items()}
    found = called(
        cover_long,
        supply=table(
            "supply",
            *(
                {"dataset": "street", "force_id": "loamshire", "month": month, "file": month, "older_release": False, "size_bytes": file["size"]}
                for month, file in files.items()
            ),
            {"dataset": "stop-and-search", "force_id": "loamshire", "month": "2014-04", "file": "stops", "older_release": False, "size_bytes": 5},
        ),
        copied_months=table("copied_months", *({"dataset": "street", "force_id": "loamshire", "month": month} for month in (*files, "2024-11"))),
        told_counts=table(
            "told_counts",
            *(
                {"force_id": "loamshire", "month": month, "release": "2025-03", "category": "burglary", "crimes": file["crimes"], "unlocated": 0}
                for month, file in files.items()
                if file["crimes"] and not file["doubt"]
            ),
        ),
        release_files=table(
            "release_files",
            *({"release": "2025-03", "force_id": "loamshire", "month": month, "file": month, "sha256": "", **file} for month, file in files.items()),
        ),
        known_issues=table("known_issues") if issues is None else issues,
        coverage=table("coverage") if window is None else window,
        months=WINDOW,
        force_ids=["loamshire"],
        quality={"share": 0.05, "least": 20},
        fragment={"share": 0.2, "least": 100},
    )
    assert found["dataset"].unique().sort().to_list() == ["asb", "crime"]
    rows = found.filter(pl.col("dataset") == "crime").select("month", "state", "reason").rows()
    return {month: (state, reason) for month, state, reason in rows}


WHOLE: dict[str, dict[str, Any]] = {month: {} for month in ("2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-12")}


def test_every_month_from_the_first_file_has_a_state_and_none_is_outside() -> None:
    found = covered(WHOLE)
    assert list(found) == ["2024-06", "2024-07", "2024-08", "2024-09", "2024-10", "2024-11", "2024-12"]
    assert {month: state for month, (state, _) in found.items()} == {**dict.fromkeys(WHOLE, "supplied"), "2024-11": "not_supplied"}


def test_a_month_of_no_force_is_the_copys_gap() -> None:
    assert covered({**WHOLE, "2024-03": {}})["2024-05"] == ("not_in_copy", "not-in-this-copy")


def test_the_windows_own_states_stand() -> None:
    own = {"force_id": "loamshire", "month": "2025-01", "state": "withheld", "reason": "known-issue"}
    window = table("coverage", {**own, "dataset": "crime"}, {**own, "dataset": "stops"}, {**own, "dataset": "asb"})
    assert covered({**WHOLE, "2025-01": {}}, window)["2025-01"] == ("withheld", "known-issue")


@pytest.mark.parametrize(
    ("file", "state"),
    [
        ({"aside": 30}, ("supplied_partial", "rows-set-aside")),
        ({"aside": 10}, ("supplied", None)),
        ({"crimes": 20}, ("supplied_partial", "fewer-rows-than-usual")),
        ({"crimes": 0, "doubt": "misfiled"}, ("not_supplied", "misfiled")),
        ({"crimes": 0, "doubt": "outside-force"}, ("not_supplied", "outside-force")),
        ({"crimes": 0, "aside": 1, "doubt": "file-unreadable"}, ("not_supplied", "file-unreadable")),
        ({"crimes": 0, "size": 0}, ("not_supplied", "empty-file")),
        ({"crimes": 0}, ("not_supplied", "file-without-rows")),
    ],
)
def test_an_old_file_is_doubted_as_one_of_the_window_is(file: dict[str, Any], state: tuple[str, str | None]) -> None:
    assert covered({**WHOLE, "2024-08": file})["2024-08"] == state


def test_a_known_issue_holds_against_an_old_file() -> None:
    issue = {"force_id": "loamshire", "dataset": "crime", "first_month": "2024-08", "last_month": "2024-08", "state": "withheld", "text": "Withheld."}
    assert covered(WHOLE, issues=table("known_issues", issue))["2024-08"] == ("withheld", "known-issue")


def states(**by_month: str) -> pl.DataFrame:
    """Long coverage of both datasets: m201305="supplied" and so on."""
    rows = [
        {"dataset": dataset, "force_id": "loamshire", "month": f"{month[1:5]}-{month[5:]}", "state": state}
        for dataset in ("asb", "crime")
        for month, state in by_month.items()
    ]
    return table("long_coverage", *rows)


def told(*rows: tuple[str, str, int]) -> pl.DataFrame:
    shared = {"force_id": "loamshire", "release": "2025-03", "unlocated": 0}
    return table("told_counts", *({**shared, "month": month, "category": category, "crimes": crimes} for month, category, crimes in rows))


def series(coverage: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    return long_series(force_id="loamshire", told_counts=counts, long_coverage=coverage, categories=CATEGORIES)


def test_a_zero_stands_only_in_a_month_supplied_in_full_and_a_category_only_where_it_was_in_use() -> None:
    found = series(
        states(m201304="supplied", m201305="supplied_partial", m201306="not_in_copy"), told(("2013-04", "burglary", 3), ("2013-05", "burglary", 2))
    )
    assert found.select("month", "category", "crimes", "state").rows() == [
        ("2013-04", "anti-social-behaviour", 0, "supplied"),
        ("2013-04", "burglary", 3, "supplied"),
        ("2013-05", "anti-social-behaviour", None, "supplied_partial"),
        ("2013-05", "bicycle-theft", None, "supplied_partial"),
        ("2013-05", "burglary", 2, "supplied_partial"),
        ("2013-06", "anti-social-behaviour", None, "not_in_copy"),
        ("2013-06", "bicycle-theft", None, "not_in_copy"),
        ("2013-06", "burglary", None, "not_in_copy"),
    ]


def year(*, lacking: dict[int, str] | None = None, breaks: pl.DataFrame | None = None) -> dict[str, tuple[int | None, int, int, str | None]]:
    """The sums of 2013 with ten burglaries, a theft and two reports a month; some months in another state."""
    by_month = {f"m2013{month:02d}": (lacking or {}).get(month, "supplied") for month in range(1, 13)}
    rows = [
        (f"2013-{month:02d}", category, crimes)
        for month in range(1, 13)
        if (lacking or {}).get(month, "supplied") in COUNTED_STATES
        for category, crimes in (("burglary", 10), ("bicycle-theft", 1), ("anti-social-behaviour", 2))
        if category != "bicycle-theft" or month >= 5
    ]
    found = long_years(
        force_id="loamshire", long_series=series(states(**by_month), told(*rows)), breaks=table("breaks") if breaks is None else breaks
    )
    return {row["category"]: (row["crimes"], row["supplied"], row["partly"], row["changed"]) for row in found.iter_rows(named=True)}


def test_a_year_of_twelve_months_has_a_sum_and_antisocial_behaviour_stands_apart_from_it() -> None:
    found = year()
    assert found["crime"] == (128, 12, 0, None)
    assert found["anti-social-behaviour"] == (24, 12, 0, None)


@pytest.mark.parametrize("state", ["supplied_partial", "not_supplied", "not_in_copy", "withheld"])
def test_a_year_that_lacks_one_month_has_no_sum(state: str) -> None:
    crimes, supplied, partly, _ = year(lacking={9: state})["crime"]
    assert (crimes, supplied, partly) == (None, 11, int(state == "supplied_partial"))


def test_a_category_that_changed_within_the_year_has_no_sum_of_it_and_all_crime_has() -> None:
    change = {"month": "2013-05", "dataset": "crime", "force_id": "all", "text": "Narrower.", "label": "narrower"}
    found = year(breaks=table("breaks", {**change, "category": "burglary"}))
    assert found["burglary"] == (None, 12, 0, "2013-05")
    assert found["crime"][0] == 128
    assert year(breaks=table("breaks", {**change, "month": "2013-01", "category": "burglary"}))["burglary"][0] == 120
    assert year(breaks=table("breaks", {**change, "force_id": "essex", "category": "burglary"}))["burglary"][0] == 120


def test_a_category_in_use_for_a_part_of_the_year_has_no_sum_of_it() -> None:
    assert year()["bicycle-theft"] == (None, 8, 0, None)


@pytest.fixture(scope="module")
def real() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The months and years of a real force, read as a build reads them from its archive."""
    vocabulary = raw_group("content/vocabulary")
    known = Vocabulary(*(read(vocabulary=vocabulary) for read in (read_categories, read_force_names, read_outcome_kinds)))
    doubts = Doubts(table("known_issues"), table("force_extents"), {"share": 0.05, "least": 20})
    flows = []
    with zipfile.ZipFile(ARCHIVE / "2026-03.zip") as release:
        sizes = {name[:7]: release.getinfo(name).file_size for name in release.namelist()}
        for name in release.namelist():
            file = RawFile(name, release.read(name))
            states = (RawFile("list.json", to_json([["2026-03", name]])), file)
            flows.append(follow_releases(force_id=CITY, archive_month=name[:7], street_states=states, vocabulary=known, doubts=doubts))
    told = newest_told(release_flows=pl.concat(flows))
    own = {"dataset": "street", "force_id": CITY, "older_release": False}
    coverage = called(
        cover_long,
        supply=table(
            "supply", *({**own, "month": month, "file": f"{month}/{month}-{CITY}-street.csv", "size_bytes": size} for month, size in sizes.items())
        ),
        copied_months=table("copied_months", *({"dataset": "street", "force_id": CITY, "month": month} for month in sizes)),
        told_counts=told,
        release_files=list_release_files(release_flows=pl.concat(flows)),
        known_issues=table("known_issues"),
        coverage=table("coverage"),
        months=["2025-12"],
        force_ids=[CITY],
        quality={"share": 0.05, "least": 20},
        fragment={"share": 0.2, "least": 100},
    )
    coverage = pl.concat(
        [coverage, table("long_coverage", *({"dataset": one, "force_id": CITY, "month": "2025-12", "state": "supplied"} for one in ("asb", "crime")))]
    )
    months = long_series(force_id=CITY, told_counts=told, long_coverage=coverage, categories=known.listed_categories)
    return months, long_years(force_id=CITY, long_series=months, breaks=read_breaks(vocabulary=vocabulary))


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="no long archive here")
def test_the_figures_of_a_real_force_are_those_counted_by_hand(real: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    months, years = real
    of_year: Counter[str] = Counter()
    burglary: Counter[str] = Counter()
    with zipfile.ZipFile(ARCHIVE / "2026-03.zip") as release:
        for name in release.namelist():
            for row in csv.DictReader(io.TextIOWrapper(release.open(name), "utf-8")):
                of_year[name[:4]] += row["Crime type"] != "Anti-social behaviour"
                burglary[name[:7]] += row["Crime type"] == "Burglary"
    sums = dict(years.filter(pl.col("category") == "crime").select("year", "crimes").iter_rows())
    whole = ("2016", "2019", "2024", "2025")
    assert {one: sums[one] for one in whole} == {one: of_year[one] for one in whole}
    assert [one for one, crimes in sums.items() if crimes is None] == ["2017", "2018", "2020", "2021", "2022", "2023"]
    told_burglary = months.filter(pl.col("category") == "burglary", pl.col("crimes").is_not_null()).select("month", "crimes")
    assert dict(told_burglary.iter_rows()) == dict(burglary)
