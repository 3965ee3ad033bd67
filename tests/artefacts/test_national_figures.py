"""The figures of all forces as files: missing is not zero, British Transport Police are left out, and rates are those of the page's table."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl

from sitegen.artefacts.downloads import national
from sitegen.artefacts.sections.rates_view import view_rates
from sitegen.artefacts.text.words import read_words
from sitegen.terms import BTP
from tests.artefacts.inputs import SITE, files_of, table

MONTHS = ["2025-05", "2025-06"]
FORCES = table("forces", *({"force_id": one, "name": one.title()} for one in ("gwent", "loamshire", BTP)))
CATEGORIES = table("categories", *({"category": one, "name": one, "position": at} for at, one in enumerate(("burglary", "anti-social-behaviour"))))


def counted(force_id: str, month: str, crimes: int | None, state: str = "supplied", category: str = "burglary") -> dict[str, Any]:
    return {"force_id": force_id, "month": month, "category": category, "crimes": crimes, "state": state}


SERIES = table(
    "force_series",
    counted("gwent", "2025-05", 3),
    counted("gwent", "2025-05", 2, category="anti-social-behaviour"),
    counted("gwent", "2025-06", 0),
    counted("gwent", "2025-06", None, "not_supplied", "anti-social-behaviour"),
    counted("loamshire", "2025-05", 7),
    counted("loamshire", "2025-06", None, "not_supplied"),
    counted(BTP, "2025-06", 9),
)
YEAR = {"first_month": "2024-07", "last_month": "2025-06"}
RATES = table(
    "force_rates",
    {"force_id": "gwent", **YEAR, "crimes": 801, "low": 700.0, "high": 903.0, "people": 10_000, "year": 2021},
    {"force_id": "loamshire", **YEAR, "crimes": 55, "people": 1_000, "year": 2021},
    {"force_id": "wealdmoor", **YEAR, "crimes": 9},
)


def made(**changed: pl.DataFrame) -> dict[str, bytes]:
    given = {"forces": FORCES, "force_series": SERIES, "force_rates": RATES, "categories": CATEGORIES, **changed}
    return files_of(national.make, **given, site=SITE, months=MONTHS)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_a_row_stands_for_each_force_and_month_and_missing_is_not_zero() -> None:
    found = rows(made()["forces/figures.csv"])
    assert [(row["force"], row["month"], row["crimes"], row["anti-social-behaviour"]) for row in found] == [
        ("gwent", "2025-05", "3", "2"),
        ("gwent", "2025-06", "0", ""),
        ("loamshire", "2025-05", "7", ""),
        ("loamshire", "2025-06", "", ""),
    ]


def test_it_is_said_which_forces_the_totals_of_the_page_hold() -> None:
    found = {(row["force"], row["in_crime_total"], row["in_asb_total"]) for row in rows(made()["forces/figures.csv"])}
    assert found == {("gwent", "true", "false"), ("loamshire", "false", "false")}


def test_json_has_the_same_rows_and_says_whose_they_are() -> None:
    told = json.loads(made()["forces/figures.json"])
    assert [["" if cell is None else str(cell).lower() for cell in row] for row in told["rows"]] == [
        [cell.lower() for cell in row.values()] for row in rows(made()["forces/figures.csv"])
    ]
    assert told["licence"] == "Open Government Licence v3.0"


def test_rates_are_those_of_the_table_on_the_page() -> None:
    found = rows(made()["forces/rates.csv"])
    view = view_rates(RATES, {"gwent": "Gwent", "loamshire": "Loamshire"}, None, read_words("en", ()))
    assert view
    assert [f"{float(row['rate']):.0f}" for row in found] == [row.rate for row in view.rows]
    assert (found[0]["rate_low"], found[0]["rate_high"], found[1]["rate_low"]) == ("70.0", "90.3", "")


def test_rates_say_where_the_page_remarks_on_few_residents() -> None:
    city = table("force_rates", {"force_id": "city", **YEAR, "crimes": 9_000, "people": 8_000, "year": 2021})
    rates = pl.concat([RATES, city]).sort("force_id")
    found = {row["force"]: row["few_residents"] for row in rows(made(force_rates=rates)["forces/rates.csv"])}
    view = view_rates(rates, {}, None, read_words("en", ()))
    assert view
    assert found == {"city": "true", "gwent": "false", "loamshire": "false"}
    assert {row.force_id for row in view.rows if row.remark} == {"city"}


def test_where_the_page_has_no_table_of_rates_there_is_no_file() -> None:
    assert made(force_rates=RATES.head(1)).keys() == {"forces/figures.csv", "forces/figures.json"}


def test_a_site_of_one_force_has_neither() -> None:
    assert made(forces=FORCES.head(1)) == {}


def test_the_order_of_rows_does_not_matter() -> None:
    assert made(forces=FORCES.reverse(), force_series=SERIES.reverse(), force_rates=RATES.reverse(), categories=CATEGORIES.reverse()) == made()
