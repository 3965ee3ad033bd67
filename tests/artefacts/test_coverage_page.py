"""The coverage page says who supplied what, in shapes and in words, and what became of every row."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl

from sitegen.artefacts.downloads import supply
from sitegen.artefacts.pages import coverage
from sitegen.artefacts.text.supply_words import supply_sentences
from sitegen.artefacts.text.words import read_words
from tests.artefacts.html import faults, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, table

MONTHS = ["2025-03", "2025-04", "2025-05", "2025-06"]
FORCES = table(
    "forces",
    {"force_id": "loamshire", "name": "Loamshire Constabulary"},
    {"force_id": "northfells", "name": "Fells Police"},
    {"force_id": "wealdmoor", "name": "Wealdmoor & Dale Police"},
)
STATES = {
    ("crime", "loamshire"): "supplied supplied_partial not_supplied supplied",
    ("asb", "loamshire"): "supplied supplied_partial not_supplied supplied",
    ("crime", "wealdmoor"): "supplied supplied not_supplied not_supplied",
    ("asb", "wealdmoor"): "never never never never",
    ("crime", "northfells"): "withheld withheld withheld withheld",
    ("asb", "northfells"): "withheld withheld withheld withheld",
}


def grid() -> pl.DataFrame:
    rows = [
        {"dataset": dataset, "force_id": force, "month": month, "state": state, "reason": None}
        for (dataset, force), states in STATES.items()
        for month, state in zip(MONTHS, states.split(), strict=True)
    ]
    rows += [
        {"dataset": "stops", "force_id": force, "month": month, "state": "not_in_copy", "reason": "not-in-this-copy"}
        for force in FORCES["force_id"]
        for month in MONTHS
    ]
    rows += [{"dataset": "crime", "force_id": "loamshire", "month": "2014-01", "state": "out_of_window", "reason": None}]
    return table("coverage", *rows)


SHARES = table(
    "located_shares",
    {"force_id": "loamshire", "dataset": "crime", "month": "2025-03", "crimes": 1000, "unlocated": 24},
    {"force_id": "loamshire", "dataset": "crime", "month": "2025-06", "crimes": 900, "unlocated": 900},
    {"force_id": "loamshire", "dataset": "asb", "month": "2025-03", "crimes": 50, "unlocated": 1},
)
SUPPLY = table(
    "supply",
    *(
        {
            "dataset": "street",
            "force_id": "loamshire",
            "month": month,
            "file": f"{month}",
            "release": release,
            "older_release": older,
            "size_bytes": 9,
        }
        for month, release, older in [("2025-03", "2025-04", True), ("2025-05", "2025-06", False), ("2025-06", "2025-06", False)]
    ),
    {"dataset": "street", "force_id": "wealdmoor", "month": "2025-03", "file": "w.csv", "release": None, "older_release": False, "size_bytes": 9},
    {"dataset": "street", "force_id": "wealdmoor", "month": "2014-01", "file": "old.csv", "release": None, "older_release": False, "size_bytes": 9},
    *(
        {"dataset": "outcomes", "force_id": "loamshire", "month": month, "file": file, "release": None, "older_release": False, "size_bytes": 9}
        for month, file in [("2025-05", "o5.csv"), ("2025-06", "o6.csv")]
    ),
)
ISSUES = table(
    "known_issues",
    {"force_id": "wealdmoor", "dataset": "crime", "first_month": "2025-05", "state": "not_supplied", "text": "A new records system.",
     "source": "https://wealdmoor.example/note", "read": "2025-08"},
    {"force_id": "wealdmoor", "dataset": "crime", "first_month": "2019-01", "last_month": "2019-12", "state": "withheld",
     "text": "Long ago.", "source": ""},
    {"force_id": "elsewhere", "dataset": "crime", "first_month": "2025-01", "state": "withheld", "text": "Another force.", "source": ""},
)  # fmt: skip


def rows(dataset: str, *found: tuple[str, str, str, int]) -> pl.DataFrame:
    return table(f"{dataset}_quality", *({"dataset": d, "file": "f.csv", "kind": k, "reason": r, "rows": n} for d, k, r, n in found))


INPUTS: dict[str, Any] = {
    "templates": TEMPLATES,
    "locales": (),
    "asset_paths": ASSET_PATHS,
    "forces": FORCES,
    "coverage": grid(),
    "located_shares": SHARES,
    "supply": SUPPLY,
    "provenance": table("provenance"),
    "known_issues": ISSUES,
    "street_quality": rows("street", ("street", "counted", "counted", 11840), ("street", "set-aside", "coordinate-outside-uk", 3)),
    "outcome_quality": table("outcome_quality", {"dataset": "outcomes", "file": "o6.csv", "kind": "counted", "reason": "counted", "rows": 9}),
    "outcome_links": table("outcome_links", {"force_id": "loamshire", "month": "2025-06", "rows": 9, "linked": 5, "orphans": 4, "without_id": 0}),
    "stop_quality": rows("stop", ("stop-and-search", "counted", "counted", 410), ("stop-and-search", "noted", "value-unknown", 2)),
    "postcode_quality": rows("postcode", ("postcodes", "set-aside", "a-reason-nobody-named", 2)),
    "boundary_quality": rows("boundary"),
    "force_area_quality": rows("force_area"),
    "neighbourhood_quality": rows("neighbourhood"),
    "team_quality": rows("team"),
    "force_quality": rows("force"),
    "basemap_quality": rows("basemap"),
    "other_quality": rows("other"),
    "site": SITE,
    "months": MONTHS,
}
FILES = files_of(coverage.make, **INPUTS)
TAKEN = {name for name in INPUTS if name.endswith("_quality")} | {"coverage", "located_shares", "supply", "outcome_links", "months"}
TABLES = files_of(supply.make, **{name: INPUTS[name] for name in TAKEN})
PAGE = parse(FILES["coverage/index.html"])


def section(name: str) -> Any:
    return next(one for one in PAGE.iter("section") if one.get("aria-labelledby") == f"{name}-h")


def test_page_is_good_markup() -> None:
    assert faults(FILES["coverage/index.html"]) == []


def test_it_says_who_published_the_files_that_were_fetched_and_nothing_where_none_were() -> None:
    about = {"publisher": "Home Office", "licence": "Open Government Licence v3.0", "size_bytes": 9, "sha256": "0" * 64}
    given = table(
        "provenance",
        {**about, "dataset": "archive", "page": "https://data.police.uk/data/archive/", "files": 2, "last_got": "2025-07-01"},
        {**about, "dataset": "code-point-open", "page": "", "files": 1200, "last_got": "2025-05-30"},
    )
    made = parse(files_of(coverage.make, **{**INPUTS, "provenance": given})["coverage/index.html"])
    lines = [one for one in made.iter("li") if "Open Government Licence v3.0; " in text(one)]
    assert [text(line) for line in lines] == [
        "Crime, outcomes, stop and search Home Office Open Government Licence v3.0; 2 files, the newest of 1 July 2025",
        "Postcodes Home Office Open Government Licence v3.0; 1,200 files, the newest of 30 May 2025",
    ]
    assert [link.get("href") for line in lines for link in line.iter("a")] == ["https://data.police.uk/data/archive/"]
    assert "fetched from their publishers" not in text(PAGE)


def test_each_square_has_its_shape_and_its_words() -> None:
    body = section("grid").findall(".//tbody")[1]
    crime = body.findall("tr")[1]
    assert [(cell.get("class"), text(cell)) for cell in crime.iter("td")] == [
        ("st", "supplied"),
        ("st-p", "supplied in part"),
        ("st-n", "not supplied"),
        ("st", "supplied"),
    ]


def test_grid_holds_the_window_and_no_other_month() -> None:
    heads = [text(head) for head in section("grid").findall(".//thead/tr/th")]
    assert heads == ["Data", "March 2025", "April 2025", "May 2025", "June 2025"]


def test_each_force_has_its_gaps_in_words() -> None:
    notes = {text(head.find("a")): [text(note) for note in head.iter("small")] for head in section("grid").iter("th") if head.get("class") == "force"}
    assert notes == {
        "Fells Police": ["Crime and antisocial behaviour: withheld for March 2025 to June 2025."],
        "Loamshire Constabulary": [
            "Crime and antisocial behaviour: supplied in part for April 2025.",
            "Crime and antisocial behaviour: nothing for May 2025.",
            "Crime without a location: 2.4% to 100.0% of what was recorded in a month.",
            "Antisocial behaviour without a location: 2.0% of what was recorded.",
        ],
        "Wealdmoor & Dale Police": ["Crime: nothing for May 2025 to June 2025.", "Antisocial behaviour: this force does not give it."],
    }


def test_complete_force_is_said_to_be_complete() -> None:
    words = read_words("en", ())
    assert supply_sentences(words, {"crime": [("supplied", None)] * 2, "stops": [("not_applicable", None), ("supplied", None)]}, MONTHS[:2]) == (
        "Crime and stop and search: every month was supplied.",
    )


def test_months_missing_for_the_same_reason_are_one_sentence() -> None:
    states = [("not_supplied", None), ("supplied", None), ("not_supplied", "empty-file"), ("not_supplied", "file-unreadable")]
    assert supply_sentences(read_words("en", ()), {"crime": states}, MONTHS) == (
        "Crime: nothing for March 2025 and May 2025.",
        "Crime: the file that this site was given for June 2025 cannot be read.",
    )


def test_key_explains_the_states_that_occur() -> None:
    key = next(one for one in section("grid").iter("ul") if (one.get("class") or "").startswith("key"))
    assert [text(item.find(".//b")) for item in key.iter("li")] == ["Supplied.", "Supplied in part.", "Not supplied.", "Withheld.", "Never supplied."]


def test_dataset_this_copy_was_not_given_is_no_fault_of_the_forces() -> None:
    said = text(PAGE)
    assert "This copy of the site was given no files of this kind: stop and search." in said
    assert "Stops" not in text(section("grid"))


def test_missing_newest_month_and_silent_forces_stand_at_the_top() -> None:
    notices = [text(one) for one in PAGE.iter("div") if (one.get("class") or "").startswith("notice missing")]
    assert notices == [
        "Missing now. No crime data that can be counted came from Wealdmoor & Dale Police for June 2025.",
        "No crime data at all. Fells Police: nothing for March 2025 to June 2025.",
    ]


def test_known_faults_are_those_of_the_forces_and_months_shown() -> None:
    faults_listed = [text(item) for item in section("faults").iter("li")]
    assert faults_listed == ["since May 2025A new records system. Source: A new records system. Read in August 2025."]


def test_files_of_an_older_release_are_marked() -> None:
    forces = [text(force) for force in section("files").iter("h3")]
    lines = [[text(line) for line in force.iter("li")] for force in section("files").iter("ul")]
    assert dict(zip(forces, lines, strict=True)) == {
        "Loamshire Constabulary": [
            "Outcomes May 2025 to June 2025 Single months, 2 files",
            "Street crime March 2025 Release 2025-04, 1 file; an older release: the newest one no longer has it",
            "Street crime May 2025 to June 2025 Release 2025-06, 2 files",
        ],
        "Wealdmoor & Dale Police": ["Street crime March 2025 Single months, 1 file"],
    }


def test_months_of_files_show_their_gaps() -> None:
    assert "May 2025 to June 2025" in text(section("files"))
    gap = SUPPLY.with_columns(pl.when(pl.col("month") == "2025-05").then(pl.lit("2025-04")).otherwise("month").alias("month"))
    made = parse(files_of(coverage.make, **{**INPUTS, "supply": gap})["coverage/index.html"])
    assert "April 2025 and June 2025" in text(made)


def test_force_without_a_single_file_is_not_blamed_unless_a_fault_is_known() -> None:
    states, words = {"stops": [("not_supplied", None)] * 4, "crime": [("supplied", None)] * 4}, read_words("en", ())
    absent = "Stop and search: no file of this force is in this copy of the site, for any month shown."
    assert supply_sentences(words, states, MONTHS) == (absent,)
    assert supply_sentences(words, states, MONTHS, ["stops"]) == ("Stop and search: nothing for March 2025 to June 2025.",)


def test_rows_are_accounted_for_by_reason_and_unknown_reasons_are_shown_as_they_are() -> None:
    lines = [[[text(cell) for cell in row] for row in dataset] for dataset in section("rows").findall(".//tbody")]
    assert lines == [
        [
            ["Street crime"],
            ["counted with a note or without", "11,840", "1"],
            ["position outside the United Kingdom set aside", "3", "1"],
        ],
        [
            ["Outcomes"],
            ["counted with a note or without", "9", "1"],
            ["outcome of a crime that is not in these months counted, with a note", "4", "1"],
        ],
        [
            ["Stop and search"],
            ["counted with a note or without", "410", "1"],
            ["a value that is not in the list, kept under its own name counted, with a note", "2", "1"],
        ],
        [["Postcodes"], ["a-reason-nobody-named set aside", "2", "1"]],
    ]


def quality_lines(dataset: str) -> list[tuple[str, ...]]:
    """File, kind, reason and rows."""
    found = csv.DictReader(io.StringIO(TABLES["data/quality.csv"].decode()))
    return [(row["file"], row["kind"], row["reason"], row["rows"]) for row in found if row["dataset"] == dataset]


def test_every_file_of_the_window_has_a_line_even_one_without_rows() -> None:
    empty = [line[0] for line in quality_lines("street") if line[3] == "0"]
    assert empty == ["2025-03", "2025-05", "2025-06", "w.csv"]


def test_outcomes_without_their_crime_are_noted_with_their_file() -> None:
    assert quality_lines("outcomes") == [
        ("o5.csv", "counted", "counted", "0"),
        ("o6.csv", "counted", "counted", "9"),
        ("o6.csv", "noted", "orphan", "4"),
    ]


def test_tables_can_be_taken_away_and_keep_missing_apart_from_zero() -> None:
    found = list(csv.DictReader(io.StringIO(TABLES["data/coverage.csv"].decode())))
    assert len(found) == grid().height
    counted = {"rows": "50", "unlocated": "1", "located_share": "0.98"}
    assert found[0] == {"dataset": "asb", "force_id": "loamshire", "month": "2025-03", "state": "supplied", "reason": "", **counted}
    assert found[1]["rows"] == found[1]["located_share"] == ""
    assert TABLES["data/quality.csv"].decode().splitlines()[0] == "dataset,file,kind,reason,rows,first_row"


def test_order_of_rows_does_not_matter() -> None:
    turned: dict[str, Any] = {name: value.reverse() if isinstance(value, pl.DataFrame) else value for name, value in INPUTS.items()}
    assert files_of(coverage.make, **turned) == FILES
    assert files_of(supply.make, **{name: turned[name] for name in TAKEN}) == TABLES


def test_site_without_crime_data_says_so() -> None:
    empty: dict[str, Any] = {
        name: value.clear() if isinstance(value, pl.DataFrame) and name != "asset_paths" else value for name, value in INPUTS.items()
    }
    files = files_of(coverage.make, **{**empty, "months": []})
    assert faults(files["coverage/index.html"]) == []
    assert "No crime data was given to this copy of the site." in text(parse(files["coverage/index.html"]))


def test_a_force_that_this_copy_never_asked_for_is_not_said_to_have_given_nothing() -> None:
    is_asked = ~((pl.col("force_id") == "northfells") & (pl.col("dataset") == "crime"))
    unasked = grid().with_columns(pl.when(is_asked).then("state").otherwise(pl.lit("not_in_copy")).alias("state"))
    page = text(parse(files_of(coverage.make, **{**INPUTS, "coverage": unasked})["coverage/index.html"]))
    assert "No crime data at all. Fells Police" in text(PAGE)
    assert "No crime data at all" not in page
