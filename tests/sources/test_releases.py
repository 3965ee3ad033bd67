"""What each release told of a month, and what changed from one to the next: rows are known again by all but their outcome."""

from __future__ import annotations

import hashlib
from random import Random

import polars as pl
import pytest

from sitegen.raw import RawFile
from sitegen.site_json import to_json
from sitegen.sources.releases import (
    Doubts,
    Vocabulary,
    count_by_release,
    earlier_counts,
    follow_releases,
    list_release_files,
    newest_told,
    release_flows,
)
from sitegen.tables.schemas import SCHEMAS
from tests.sources.test_crimes import CATEGORIES, FORCES, HEADER, ID, line

KINDS = pl.DataFrame(
    [("open", ["Under investigation"], "Open", "open", 0), ("charged", ["Suspect charged"], "Charged", "charged", 1)],
    schema=SCHEMAS["outcome_kinds"].types,
    orient="row",
)
OPEN, CHARGED = "Under investigation", "Suspect charged"
A, B, C = (ID.replace("0", digit) for digit in "abc")


def follow(*releases: tuple[str, bytes], issues: pl.DataFrame | None = None, month: str = "2025-06", with_places: bool = False) -> pl.DataFrame:
    """What is made of a month's files, each told by a release; files with the same bytes as if the zip files said so."""
    names: dict[bytes, str] = {}
    for release, data in reversed(releases):
        names.setdefault(data, f"archive/{release}.zip!x")
    listing = RawFile("list.json", to_json([[release, names[data]] for release, data in releases]))
    return follow_releases(
        force_id="loamshire",
        archive_month=month,
        street_states=(listing, *(RawFile(name, data) for data, name in names.items())),
        vocabulary=Vocabulary(CATEGORIES, FORCES, KINDS),
        doubts=Doubts(
            pl.DataFrame(schema=SCHEMAS["known_issues"].types) if issues is None else issues,
            pl.DataFrame(schema=SCHEMAS["force_extents"].types),
            {"share": 0.05, "least": 5},
        ),
        earlier_months=(RawFile("asked", b""),) if with_places else (),
    )


def file(*lines: bytes) -> bytes:
    return b"\n".join([HEADER, *lines]) + b"\n"


def changes(flows: pl.DataFrame, release: str = "2026-02") -> dict[tuple[str, str, str | None, str | None], int]:
    rows = flows.filter(pl.col("change") != "file", pl.col("release") == release)
    return {tuple(row[:4]): row[4] for row in rows.select("change", "category", "was", "outcome", "crimes").iter_rows()}


def test_the_table_is_that_of_its_schema() -> None:
    assert dict(follow(("2026-01", file(line(id=A)))).schema) == SCHEMAS["followed_months"].types
    assert dict(follow().schema) == SCHEMAS["followed_months"].types
    assert dict(follow(("2026-01", b"")).schema) == SCHEMAS["followed_months"].types
    flows = release_flows(followed_months=follow(("2026-01", file(line(id=A)))))
    assert dict(flows.schema) == SCHEMAS["release_flows"].types


def test_no_position_is_told_of_a_month_whose_places_nobody_asks_for() -> None:
    told = follow(("2026-01", file(line(id=A), line(id=B))))
    assert earlier_counts(followed_months=told).is_empty()
    assert told["lon"].null_count() == told.height


def test_the_places_of_a_month_are_those_of_the_newest_release_that_has_its_file() -> None:
    old, new = file(line(id=A)), file(line(id=A), line(id=B), line(id=C, lon="", lat=""), line(kind="Anti-social behaviour"))
    told = follow(("2026-01", old), ("2026-02", new), with_places=True)
    counts = earlier_counts(followed_months=told).sort("category")
    assert counts.select("archive_month", "category", "crimes").rows() == [("2025-06", "anti-social-behaviour", 1), ("2025-06", "burglary", 2)]
    assert dict(counts.schema) == SCHEMAS["earlier_counts"].types
    assert changes(release_flows(followed_months=told)) == changes(release_flows(followed_months=follow(("2026-01", old), ("2026-02", new))))


def test_a_month_whose_newest_file_does_not_count_has_no_places() -> None:
    assert earlier_counts(followed_months=follow(("2026-01", file(line(id=A))), ("2026-02", file()), with_places=True)).is_empty()


def test_two_releases_that_share_a_file_tell_its_places_once() -> None:
    same = file(line(id=A))
    assert earlier_counts(followed_months=follow(("2026-01", same), ("2026-02", same), with_places=True))["crimes"].to_list() == [1]


def test_a_row_with_another_outcome_is_the_same_crime() -> None:
    flows = follow(("2026-01", file(line(id=A, end=OPEN), line(id=B, end=OPEN))), ("2026-02", file(line(id=B, end=CHARGED), line(id=A, end=OPEN))))
    assert changes(flows) == {("kept", "burglary", "open", "open"): 1, ("reoutcomed", "burglary", "open", "charged"): 1}


def test_rows_that_came_and_went_are_added_and_withdrawn() -> None:
    flows = follow(("2026-01", file(line(id=A, end=OPEN))), ("2026-02", file(line(id=B, end=OPEN), line(id=C, kind="Violence and sexual offences"))))
    assert changes(flows) == {
        ("withdrawn", "burglary", "open", None): 1,
        ("added", "burglary", None, "open"): 1,
        ("added", "violent-crime", None, None): 1,
    }


def test_a_row_that_moved_is_another_row() -> None:
    flows = follow(("2026-01", file(line(id=A))), ("2026-02", file(line(id=A, lon="-3.197174"))))
    assert sorted(change for change, *_ in changes(flows)) == ["added", "withdrawn"]


def test_identical_rows_are_separate_incidents() -> None:
    asb = line(id="", kind="Anti-social behaviour")
    flows = follow(("2026-01", file(asb, asb, asb)), ("2026-02", file(asb, asb, asb, asb)))
    assert changes(flows) == {("kept", "anti-social-behaviour", None, None): 3, ("added", "anti-social-behaviour", None, None): 1}


def test_several_rows_of_a_key_are_paired_and_what_is_left_was_added() -> None:
    flows = follow(("2026-01", file(line(id=A, end=OPEN), line(id=A, end=OPEN))), ("2026-02", file(*[line(id=A, end=CHARGED)] * 3)))
    assert changes(flows) == {("reoutcomed", "burglary", "open", "charged"): 2, ("added", "burglary", None, "charged"): 1}


def test_the_order_of_rows_means_nothing() -> None:
    rows = [line(id=id_, end=end) for id_ in (A, B, C, "") for end in (OPEN, CHARGED, "", OPEN)]
    mixed = Random(1).sample(rows, len(rows))
    assert {change for change, *_ in changes(follow(("2026-01", file(*rows)), ("2026-02", file(*mixed))))} == {"kept"}


def test_each_release_keeps_its_counts_and_one_that_is_the_same_file_too() -> None:
    old, new = file(line(id=A, end=OPEN), line(id="", lon="", lat="", end="")), file(line(id=A, end=CHARGED))
    counts = count_by_release(release_flows=follow(("2026-01", old), ("2026-02", new), ("2026-03", new)))
    assert counts.select("release", "category", "outcome", "crimes", "unlocated").rows() == [
        ("2026-01", "burglary", None, 1, 1),
        ("2026-01", "burglary", "open", 1, 0),
        ("2026-02", "burglary", "charged", 1, 0),
        ("2026-03", "burglary", "charged", 1, 0),
    ]


def test_counts_add_up_over_any_two_files() -> None:
    chance = Random(2)
    rows = [line(id=id_, end=end, lon=lon) for id_ in (A, B, "") for end in (OPEN, CHARGED, "") for lon in ("-3.1", "-3.2")]
    for _ in range(30):
        old, new = (file(*chance.choices(rows, k=chance.randrange(1, 30))) for _ in range(2))
        flows = follow(("2026-01", old), ("2026-02", new))
        by = dict(flows.filter(pl.col("release") == "2026-02").group_by("change").agg(pl.col("crimes").sum()).iter_rows())
        assert by.get("kept", 0) + by.get("reoutcomed", 0) + by.get("withdrawn", 0) == old.count(b"\n") - 1 or old == new
        assert by.get("kept", 0) + by.get("reoutcomed", 0) + by.get("added", 0) == by["file"] == new.count(b"\n") - 1
        assert not changes(flows).keys() & {("reoutcomed", "burglary", end, end) for end in ("open", "charged", None)}


@pytest.mark.parametrize("empty", [b"", file(), b"\0\0"])
def test_a_file_without_a_row_is_no_withdrawal(empty: bytes) -> None:
    full = file(line(id=A, end=OPEN))
    flows = follow(("2026-01", full), ("2026-02", empty), ("2026-03", file(line(id=A, end=CHARGED))))
    assert changes(flows) == {}
    assert changes(flows, "2026-03") == {("reoutcomed", "burglary", "open", "charged"): 1}
    assert flows.filter(pl.col("change") == "reoutcomed")["before"].to_list() == ["2026-01"]


def test_a_file_of_another_force_is_compared_with_nothing() -> None:
    own, other = file(line(id=A)), file(*[line(id=A, force="British Transport Police")] * 6)
    assert changes(follow(("2026-01", own), ("2026-02", other))) == {}


def test_what_a_known_issue_overrules_is_set_aside_in_every_release() -> None:
    asb = line(id="", kind="Anti-social behaviour")
    issue = {"force_id": "loamshire", "dataset": "asb", "state": "withheld", "first_month": "2025-06", "last_month": None}
    issues = pl.DataFrame([{**dict.fromkeys(SCHEMAS["known_issues"].types), **issue}], schema=SCHEMAS["known_issues"].types)
    flows = follow(("2026-01", file(asb, line(id=A))), ("2026-02", file(line(id=A))), issues=issues)
    assert changes(flows) == {("kept", "burglary", None, None): 1}


def test_the_files_of_a_release_are_listed_with_their_digests() -> None:
    old, new = file(line(id=A)), file(line(id=B), line(id=C))
    files = list_release_files(release_flows=follow(("2026-01", old), ("2026-02", new)))
    assert files.select("release", "month", "sha256", "crimes").rows() == [
        ("2026-01", "2025-06", hashlib.sha256(old).hexdigest(), 1),
        ("2026-02", "2025-06", hashlib.sha256(new).hexdigest(), 2),
    ]


def test_a_month_is_told_as_the_newest_file_of_it_tells_it() -> None:
    old, new = file(line(id=A, end=OPEN), line(id=B, end=OPEN)), file(line(id=A, end=CHARGED), line(id="", lon="", lat="", end=""))
    told = newest_told(release_flows=follow(("2026-01", old), ("2026-02", new)))
    assert told.select("month", "release", "category", "crimes", "unlocated").rows() == [("2025-06", "2026-02", "burglary", 2, 1)]
    assert newest_told(release_flows=follow(("2026-01", old), ("2026-02", file()))).is_empty()


def test_a_file_says_how_many_rows_it_lost_and_why_none_of_it_counts() -> None:
    files = [file(line(id=A), line(kind="")), file(*[line(id=A, force="British Transport Police")] * 6), b"\0\0"]
    doubted = list_release_files(release_flows=follow(*zip(("2026-01", "2026-02", "2026-03"), files, strict=True)))
    assert doubted.select("crimes", "aside", "doubt").rows() == [(1, 1, None), (0, 0, "misfiled"), (0, 1, "file-not-text")]
