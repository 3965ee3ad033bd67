"""A neighbourhood over the years in a built site: sums as counted by hand from old files, and not one point of theirs in any file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from sitegen.auditing.audit import audit
from sitegen.publish.checks.machine import Machine
from tests.artefacts.test_history_pages import text
from tests.older_world import OLD, old_longitude
from tests.small_world import LOAMSHIRE

pytestmark = pytest.mark.site

PAGE = "loamshire/nb01/history/index.html"


@dataclass(frozen=True)
class Built:
    """A site and where it was built."""

    folder: Path

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.folder / "output"

    def text(self, path: str) -> str:
        return text((self.site / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(older: Path) -> Built:
    return Built(older)


def test_a_year_before_the_window_has_the_sum_counted_by_hand(built: Built) -> None:
    said = built.text(PAGE)
    assert "2019 720 12" in said
    assert "the boundaries of November 2018 put the same ones into it as today’s" in said
    assert (
        "Nothing before November 2018 is told: in the boundaries of June 2017 its ground was another (map points on the other side of its line: 1)."
        in said
    )
    rows = list(csv.DictReader(io.StringIO((built.site / "loamshire/nb01/history.csv").read_text(encoding="utf-8"))))
    assert [row["crimes"] for row in rows if row["category"] == "burglary" and row["month"] in OLD] == ["60"] * 12
    assert {row["state"] for row in rows if row["month"] == "2020-02"} == {"not_in_copy"}


def test_the_pages_of_the_force_and_of_the_neighbourhood_lead_there(built: Built) -> None:
    said = built.text("loamshire/history/index.html")
    assert "Neighbourhoods of which months before May 2025 are told, too: 1 of 2." in said
    assert "Not told: fewer than 50 map points of its own (1)." in said
    for page, link in (("loamshire/history/index.html", "../nb01/history/"), ("loamshire/nb01/change/index.html", "../history/")):
        assert f'href="{link}' in (built.site / page).read_text(encoding="utf-8")
    assert not (built.site / "loamshire/nb-02/history").exists()
    assert "history/" not in (built.site / "loamshire/nb-02/change/index.html").read_text(encoding="utf-8")


def test_the_table_for_programs_has_the_same_and_no_position(built: Built) -> None:
    table = pl.read_parquet(built.site / "data/history/loamshire.parquet")
    assert table.columns == ["force", "neighbourhood", "month", "category", "state", "crimes"]
    assert table["neighbourhood"].unique().to_list() == ["NB01"]
    assert table.filter(pl.col("month").str.starts_with("2019"), pl.col("category") == "burglary")["crimes"].sum() == 720
    assert "data/history/loamshire.parquet".removeprefix("data/") in (built.site / "data/datapackage.json").read_text(encoding="utf-8")


def test_no_file_has_a_point_or_a_street_of_an_old_month(built: Built) -> None:
    west, _south = LOAMSHIRE.corner(0)
    old = [old_longitude(west, row).rstrip("0") for row in range(60)]
    window = "".join(path.read_text(encoding="utf-8") for path in built.folder.glob("data/archive/2025-*/*-street.csv"))
    alone = [place for place in old if place not in window]
    assert len(alone) > 50
    for path in built.site.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert b"Old Lane" not in body, path
            assert not [place for place in alone if place.encode() in body], path


def test_an_audit_sees_no_point_that_is_too_old(built: Built) -> None:
    found = {one.check: one.state for one in audit(built.site, None, machine=Machine.of((built.folder,))).findings}
    assert (found["P5"], found["P9"]) == ("proved", "proved")
