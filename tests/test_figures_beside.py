"""The files beside the pages of a county have the pages' own numbers, and other software reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
import shapely

from sitegen.artefacts.downloads.figures import COLUMNS, SUPPRESSED
from sitegen.publish.checks.html import Page, read_page
from sitegen.rules import COUNTED_STATES, THRESHOLD
from sitegen.terms import ASB
from tests.artefacts.html import named, parse, text

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def folders(built_site: Path) -> list[Path]:
    """Every folder of a force or a neighbourhood that has figures."""
    found = sorted(path.parent for path in built_site.rglob("figures.csv") if path.parent.name != "forces")
    assert len(found) > 40
    return found


@pytest.fixture(scope="module")
def pages(folders: list[Path]) -> dict[Path, tuple[Page, pl.DataFrame]]:
    """The page and the figures of each folder."""
    return {folder: (read_page((folder / "index.html").read_text(encoding="utf-8")), figures(folder)) for folder in folders}


def figures(folder: Path) -> pl.DataFrame:
    return pl.read_csv(folder / "figures.csv", schema_overrides={"count": pl.Int64, "months_after": pl.Int64})


def crimes_and_asb(table: pl.DataFrame) -> list[tuple[int | None, int | None]]:
    """Crimes and reports of antisocial behaviour of each month, the newest first; None: not known."""
    found = []
    crimes = table.filter(table="crimes")
    for month in crimes["month"].unique().sort(descending=True):
        of = crimes.filter(month=month)
        parts = (of.filter(pl.col("kind") != ASB), of.filter(kind=ASB))
        sums = [int(part["count"].sum()) if part["count"].is_not_null().any() else None for part in parts]
        in_part = [(part["state"] == "supplied_partial").any() for part in parts]
        found.append(tuple(None if partly and not number else number for number, partly in zip(sums, in_part, strict=True)))
    return found  # type: ignore[return-value]


def test_the_crimes_of_every_month_are_those_of_the_page(pages: dict[Path, tuple[Page, pl.DataFrame]]) -> None:
    compared = 0
    for folder, (page, table) in pages.items():
        change = folder / "change" / "index.html"  # where a neighbourhood has its months
        months = read_page(change.read_text(encoding="utf-8")).figures if change.exists() else page.figures
        if months:
            assert list(months) == crimes_and_asb(table)[: len(months)], folder
            compared += 1
    assert compared > 30


def test_every_stop_table_of_a_page_is_there_and_no_number_is_smaller_than_may_be_told(pages: dict[Path, tuple[Page, pl.DataFrame]]) -> None:
    compared = 0
    for folder, (page, table) in pages.items():
        fields = table.filter(pl.col("table").str.starts_with("stops-"))
        tree = parse((folder / "index.html").read_text(encoding="utf-8"))
        shown = [number for _, numbers in page.stop_values for number in numbers if number is not None]
        assert sorted(shown) == sorted(fields["count"].drop_nulls()), folder
        assert fields.filter(pl.col("count").is_between(1, THRESHOLD - 1)).is_empty(), folder
        year = table.filter(pl.col("table") == "stops", pl.col("months") > 1)
        assert year.filter(pl.col("count").is_between(1, THRESHOLD - 1)).is_empty(), folder
        for number in year["count"].drop_nulls():
            assert (f"{number:,}" if number else "No stop") in text(named(tree, "section", id="stops")[0]), folder
        compared += bool(shown)
    assert compared > 20


def test_the_outcomes_of_a_year_add_up_to_those_of_the_page(pages: dict[Path, tuple[Page, pl.DataFrame]]) -> None:
    compared = 0
    for folder, (_, table) in pages.items():
        section = named(parse((folder / "index.html").read_text(encoding="utf-8")), "section", id="outcomes")
        caption = next((text(one) for one in (section[0].iter("caption") if section else ())), "")
        months = sorted(table.filter(table="crimes")["month"].unique())[:-6][-12:]
        of = table.filter(pl.col("table") == "outcomes", pl.col("month").is_in(months))
        if said := re.match(r"What became of (?:the )?([\d,]+) crimes? of", caption):
            assert int(said[1].replace(",", "")) == of["count"].sum(), folder
            compared += 1
    assert compared > 30


def test_what_is_not_known_has_a_state_and_no_number(pages: dict[Path, tuple[Page, pl.DataFrame]]) -> None:
    every = pl.concat([table for _, table in pages.values()])
    assert every["state"].is_not_null().all()
    assert every.filter(~pl.col("state").is_in(COUNTED_STATES), pl.col("count").is_not_null()).is_empty()
    assert every.filter(pl.col("count") == 0, pl.col("state") != "supplied").is_empty()
    assert {"supplied", "supplied_partial", "not_supplied", "never", SUPPRESSED} <= set(every["state"])


def test_json_has_the_rows_of_the_csv(pages: dict[Path, tuple[Page, pl.DataFrame]], sample_data: Path) -> None:
    for folder, (_, table) in pages.items():
        told = json.loads((folder / "figures.json").read_bytes())
        assert tuple(told["columns"]) == COLUMNS
        assert [tuple(row) for row in told["rows"]] == table.rows(), folder
        # A street file in a month folder does not say when it was made, so no release can be named of a force that has one; each of the county's has.
        assert list((sample_data / "archive").glob(f"*/*-{told['force']['id']}-street.csv")), folder
        assert told["release"] is None, folder
        assert ", from data.police.uk." in told["cite"], folder


def test_the_figures_of_all_forces_add_up_to_those_of_their_page(built_site: Path) -> None:
    table = pl.read_csv(built_site / "forces" / "figures.csv")
    tree = parse((built_site / "forces" / "index.html").read_text(encoding="utf-8"))
    (section,) = named(tree, "section", id="months")
    rows = [[cell.text or "" for cell in row] for row in section.findall(".//tbody/tr")]  # without the note below a number
    months = sorted(table["month"].unique(), reverse=True)
    assert len(rows) == len(months) > 3
    compared = 0
    for month, (_, *cells) in zip(months, rows, strict=True):
        of = table.filter(month=month)
        for column, cell in zip(("crimes", ASB), cells, strict=True):
            if number := cell.replace(",", ""):
                assert int(number) == of[column].sum(), (month, column)
                compared += 1
    assert compared > 3
    assert table.filter(~pl.col("crime_state").is_in(COUNTED_STATES), pl.col("crimes").is_not_null()).is_empty()
    assert table.filter(crimes=0, crime_state="supplied_partial").is_empty()
    told = json.loads((built_site / "forces" / "figures.json").read_bytes())
    assert [tuple(row) for row in told["rows"]] == table.rows()
    assert "All forces together" in told["cite"]


NO_FIGURES = {("coverage", "files-h")}
"""Page and part: which files came with which release."""


def test_beside_every_table_of_figures_is_a_file_that_holds_them(built_site: Path) -> None:
    seen: set[str] = set()
    for path in sorted(built_site.rglob("index.html")):
        folder = path.parent.relative_to(built_site).parts
        if folder[:1] not in {("forces",), ("coverage",), ("dyffryn-aeddan",)}:
            continue
        tree = parse(path.read_text(encoding="utf-8"))
        within = {table: part for part in [tree, *tree.iter("section")] for table in part.iter("table")}
        for table, part in within.items():
            has_figures = any("n" in (cell.get("class") or "").split() for cell in table.iter("td"))
            name = (*folder[:1], part.get("aria-labelledby") or part.get("id") or "")
            if has_figures and name not in NO_FIGURES:
                offering = tree if len(folder) > 1 else part  # a neighbourhood's figures are in one file, offered once
                links = [str(link.get("href")) for link in offering.iter("a")]
                assert any(href.endswith((".csv", ".parquet")) for href in links), (path, name)
                seen.add(folder[-1] if folder[-1] in {"coverage", "forces"} else str(len(folder)))
    assert seen == {"coverage", "forces", "1", "2", "3"}


def test_gdal_reads_every_boundary(folders: list[Path], tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    found = [path for folder in folders for path in folder.glob("boundary.geojson")]
    assert len(found) > 30
    for path in found:
        about, _, geometry, columns = pyogrio.raw.read(path)
        assert list(about["fields"]) == ["force", "id", "name"]
        assert columns[0][0] == path.parts[-3]
        assert shapely.is_valid(shapely.from_wkb(geometry[0]))
