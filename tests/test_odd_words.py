"""A world whose forces write what looks like a fault: its site is published whole, and says it."""

from __future__ import annotations

import csv
import gzip
import html
import json
from pathlib import Path

import pytest

import sitegen
from sitegen.build import Options, build_site
from sitegen.publish.checks.run import check_site
from sitegen.safe_csv import is_harmless
from tests.settings import SETTINGS
from tests.small_world import Force, put, put_world, street_file

pytestmark = pytest.mark.site

MONTH = "2025-06"
FORCE = Force("loamshire", 0, ("NB01", "NB 02", "=1+cmd"))
TEXTS = (
    "Report at /home/ or our page: /home/report-it please",
    "<p>Updated 2025-06-01T10:30:00 by the team</p>",
    "See file C:\\Users\\Public",
    "Meet at NP10 8XG, 10:30",
)
CATEGORY = '=Witch "craft" <1/1> on 2025-06-01'
SLUG = "witch-craft-1-1-on-2025-06-01"
STREETS = ("10:30 Club", "2025-06-01", "12 June 2025 Close", "/root/lane", "Object of search")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd-words")
    data = folder / "data"
    put_world(data, [MONTH], [FORCE])
    crimes = street_file(FORCE, MONTH).decode()
    for street, other in zip(("Mill Lane", "Moat Lane", "Corn Lane"), STREETS[:3], strict=True):
        crimes = crimes.replace(street, other)
    for street in STREETS[3:]:
        crimes = crimes.replace(f"On or near {STREETS[0]}", f"On or near {street}", 1)
    crimes = crimes.replace("Shoplifting", "Object of search", 1)
    supplied = '"' + CATEGORY.replace('"', '""').replace(" <", "\t\u202e <") + '"'
    crimes = crimes.replace("Vehicle crime", supplied, 1)
    put(data, {f"archive/{MONTH}/{MONTH}-loamshire-street.csv": crimes.encode()})
    put(data, {"policing/loamshire/NB01/priorities.json": json.dumps([{"issue": text, "action": None} for text in TEXTS]).encode()})
    build_site(Options(data, folder / "cache"), SETTINGS, folder / "site")
    return folder / "site"


def test_what_forces_write_is_published(site: Path) -> None:
    page = (site / "loamshire" / "nb01" / "index.html").read_text()
    assert "/home/report-it" in page
    assert "2025-06-01T10:30:00" in page
    assert "C:\\Users\\Public" in page
    folders = json.loads((site / "loamshire" / "ids.json").read_text()).values()
    streets = "".join((site / "loamshire" / folder / "streets" / "index.html").read_text().replace("<wbr>", "") for folder in folders)
    assert [street for street in STREETS if street not in streets] == []


def test_a_category_that_no_list_has_keeps_its_words_in_every_format(site: Path) -> None:
    shown = html.escape(CATEGORY, quote=False)
    for page in ("loamshire/index.html", "loamshire/nb01/index.html", "about/index.html"):
        assert CATEGORY.replace('"', "") in html.unescape((site / page).read_text()).replace('"', ""), page
        assert "<1/1>" not in (site / page).read_text(), shown
    rows = [*csv.DictReader(gzip.decompress((site / f"data/crimes/loamshire/{MONTH}.csv.gz").read_bytes()).decode().splitlines())]
    assert [row["Crime type"] for row in rows if "craft" in row["Crime type"]] == [f"'{CATEGORY}"]
    assert {"url": SLUG, "name": CATEGORY} in json.loads((site / "api/crime-categories/index.json").read_text())
    tiles = json.loads((site / f"tiles/crime/{MONTH}.json").read_text())
    assert [one["name"] for one in tiles["x-categories"].values() if one["category"] == SLUG] == [CATEGORY]


def test_its_column_is_described_as_what_it_is(site: Path) -> None:
    head = next(csv.reader((site / "data/counts/loamshire.csv").open(newline="")))
    package = json.loads((site / "data/datapackage.json").read_text())
    fields = next(one["schema"]["fields"] for one in package["resources"] if one["name"].startswith("counts-by-force"))
    assert SLUG in head
    assert {one["name"]: (one["type"], one.get("title")) for one in fields}[SLUG] == ("integer", CATEGORY)
    assert json.loads((site / "data/schemas/counts-by-force.json").read_text())["properties"][SLUG]["title"] == CATEGORY


def test_no_spreadsheet_runs_a_cell_of_its_files(site: Path) -> None:
    tables = {str(path.relative_to(site)): [*csv.reader(path.open(newline=""))] for path in site.rglob("*.csv")}
    folders = [f"{folder}/" for folder in json.loads((site / "loamshire" / "ids.json").read_text()).values()]
    beside = {f"loamshire/{folder}figures.csv" for folder in ("", *folders)}
    beside |= {"loamshire/history.csv", "loamshire/outcome-ages.csv", "loamshire/promise/promise.csv"}
    of_site = {f"data/{name}.csv" for name in ("counts/loamshire", "coverage", "neighbourhoods", "point-notes", "quality")}
    assert {path for path in tables if not path.startswith("data/releases/")} == of_site | beside
    assert [(path, cell) for path, rows in tables.items() for row in rows for cell in row if not is_harmless(cell)] == []
    assert "'=1+cmd" in {row[0] for row in tables["data/counts/loamshire.csv"]}


def test_every_csv_of_the_site_goes_through_the_one_writer() -> None:
    code = {path: path.read_text() for path in Path(sitegen.__file__).parent.rglob("*.py") if "sample" not in path.parts}
    programs_for_readers = "code_examples.py"  # texts, which no build runs
    writers = {path.name for path, text in code.items() if ".write_csv(" in text or "csv.writer" in text}
    assert writers - {programs_for_readers} == {"safe_csv.py"}


def test_a_copy_of_it_passes_the_checks(site: Path) -> None:
    assert check_site(site).findings == ()
