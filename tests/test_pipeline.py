"""One true path from CSV to citizen: what stands in the files stands on the pages, in the tables and in the tiles."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import mapbox_vector_tile
import pytest
import shapely

from sitegen.sample.write import SampleReport

CRIME_TILES = "tiles/crime"
ASB = "Anti-social behaviour"


def quality(site: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((site / "data" / "quality.csv").read_text(encoding="utf-8"))))


def tile_totals(site: Path, month: str) -> dict[int, Counter[str]]:
    """The sums of every attribute by zoom."""
    tilejson = json.loads((site / CRIME_TILES / f"{month}.json").read_text())
    folder = (site / CRIME_TILES / tilejson["tiles"][0]).parents[2]
    totals: dict[int, Counter[str]] = {}
    for path in sorted(folder.rglob("*.mvt")):
        zoom = int(path.parts[-3])
        for layer in mapbox_vector_tile.decode(path.read_bytes()).values():
            for feature in layer["features"]:
                totals.setdefault(zoom, Counter()).update(feature["properties"])
    return totals


def test_rows_in_the_file_are_rows_counted_and_rows_set_aside(built_site: Path, sample_report: SampleReport) -> None:
    by_file: Counter[tuple[str, str]] = Counter()
    for row in quality(built_site):
        found = re.search(r"(\d{4}-\d{2})-([a-z-]+)-street\.csv$", row["file"])
        if found and row["kind"] != "noted":
            by_file[found[2], found[1]] += int(row["rows"])
    assert sample_report.rows == dict(by_file)


def test_every_planted_oddity_is_counted_under_its_reason(built_site: Path, sample_report: SampleReport) -> None:
    expected = Counter(planted.reason for planted in sample_report.planted if planted.dataset == "street")
    found: Counter[str] = Counter()
    for row in quality(built_site):
        if row["dataset"] == "street" and row["reason"] != "counted":
            found[row["reason"]] += int(row["rows"])
    assert found == expected


def test_each_month_comes_from_the_newest_file_that_has_it(built_site: Path) -> None:
    files = {row["file"] for row in quality(built_site) if row["dataset"] == "street"}
    assert "archive/2025-06.zip!2025-05/2025-05-loamshire-street.csv" in files
    assert "archive/2025-05.zip!2025-05/2025-05-loamshire-street.csv" not in files
    assert "archive/2025-05.zip!2025-05/2025-05-dyffryn-aeddan-street.csv" in files


@pytest.mark.parametrize("month", ["2025-02", "2025-06"])
def test_crimes_sum_to_the_same_total_in_the_files_and_at_every_zoom(built_site: Path, sample_data: Path, month: str) -> None:
    bodies = [path.read_bytes() for path in sample_data.glob(f"archive/{month}/*-street.csv") if "btp" not in path.name]
    if not bodies:
        with zipfile.ZipFile(sample_data / "archive" / "2025-06.zip") as archive:
            bodies = [
                archive.read(name) for name in archive.namelist() if name.startswith(month) and name.endswith("-street.csv") and "btp" not in name
            ]
    rows = [row for body in bodies for row in csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))]
    placed = [row for row in rows if re.fullmatch(r"-?\d+\.\d+", row["Longitude"]) and re.fullmatch(r"\d+\.\d+", row["Latitude"])]
    good = [
        r for r in placed if -9 < float(r["Longitude"]) < 2.1 and 49 < float(r["Latitude"]) < 61.1 and r["Crime type"] and r["Month"][:4] == "2025"
    ]
    totals = tile_totals(built_site, month)
    assert sorted(totals) == [5, 6, 7, 8, 9, 10, 11, 12]
    assert {sums["total"] for sums in totals.values()} == {len(good)}
    assert {sums["asb"] for sums in totals.values()} == {sum(row["Crime type"] == ASB for row in good)}
    attributes = {key for sums in totals.values() for key in sums} - {"total", "points", "btp"}
    assert all(sum(sums[key] for key in attributes) == sums["total"] for sums in totals.values())


def test_a_neighbourhoods_page_says_what_its_files_say(built_site: Path, sample_data: Path) -> None:
    """Castle Gate's crimes of June, counted from the CSV with a point in polygon worked out from the KML's text."""
    text = (sample_data / "boundaries" / "loamshire" / "NB01.kml").read_text(encoding="utf-8")
    rings = [[tuple(map(float, p.split(",")[:2])) for p in ring.split()] for ring in re.findall(r"<coordinates>(.*?)</coordinates>", text)]
    area = shapely.Polygon(rings[0], rings[1:])
    with zipfile.ZipFile(sample_data / "archive" / "2025-06.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith("2025-06/") and name.endswith("-street.csv") and "btp" not in name]
        rows = [row for name in names for row in csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline=""))]
    inside = [row for row in rows if row["Longitude"] and shapely.contains_xy(area, float(row["Longitude"]), float(row["Latitude"]))]
    asb = sum(row["Crime type"] == ASB for row in inside)
    page = (built_site / "loamshire" / "nb01" / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<p class="finding"[^>]*>(.*?)</p>', page, re.DOTALL)
    assert found
    numbers = [int(number.replace(",", "")) for number in re.findall(r"<b[^>]*>([\d,]+)</b>", found[1])]
    assert numbers == [len(inside) - asb, asb]


def test_a_month_not_supplied_has_no_number_anywhere(built_site: Path) -> None:
    coverage = list(csv.DictReader(io.StringIO((built_site / "data" / "coverage.csv").read_text())))
    state = {(row["dataset"], row["force_id"], row["month"]): (row["state"], row["reason"]) for row in coverage}
    assert state["crime", "dyffryn-aeddan", "2025-03"] == ("not_supplied", "")
    assert state["crime", "dyffryn-aeddan", "2025-05"] == ("supplied", "older-release")
    assert state["crime", "btp", "2025-04"] == ("not_supplied", "file-without-rows")
    assert state["crime", "btp", "2025-05"] == ("not_supplied", "empty-file")
    assert state["crime", "loamshire", "2024-11"] == ("supplied_partial", "known-issue")
    assert state["outcomes", "loamshire", "2024-08"] == ("not_supplied", "")
    assert state["outcomes", "dyffryn-aeddan", "2024-12"] == ("supplied_partial", "known-issue")
    assert state["stops", "dyffryn-aeddan", "2024-12"] == ("withheld", "known-issue")
    assert state["stops", "dyffryn-aeddan", "2025-06"] == ("not_yet", "")
    page = (built_site / "dyffryn-aeddan" / "pyd" / "change" / "index.html").read_text(encoding="utf-8")
    row = re.search(r"<tr><th[^>]*>March 2025</th>(.*?)</tr>", page, re.DOTALL)
    assert row
    assert "not supplied" in row[1]
    assert not re.search(r">\s*\d", row[1])


def test_a_postcode_on_the_line_offers_both_neighbourhoods(built_site: Path, sample_report: SampleReport) -> None:
    outcode, inward = sample_report.straddling_postcode.split()
    shard = json.loads((built_site / "postcodes" / f"{outcode}.json").read_text())
    assert len(shard["postcodes"][inward]) == 2


def test_every_page_says_who_runs_the_site_and_which_number_to_call(built_site: Path) -> None:
    frames = {*built_site.glob("*/*/embed/index.html"), *built_site.glob("cy/*/*/embed/index.html")}  # say what they have room for
    pages = sorted({*built_site.rglob("*.html")} - frames)
    assert len(pages) > 30
    for path in pages:
        text = path.read_text(encoding="utf-8")
        welsh = path.relative_to(built_site).parts[0] == "cy"
        assert ("Ymddiriedolaeth Data Agored Loamshire" if welsh else "Loamshire Open Data Trust") in text, path
        in_welsh = path.is_relative_to(built_site / "cy")
        assert ("Nid gwefan yr heddlu" if in_welsh else "Not a police website") in text, path
        assert ("Data dychmygol." if in_welsh else "Invented data.") in text, path
        assert all(f'href="tel:{number}"' in text for number in ("999", "101", "18001101")), path
        assert ("Mehefin 2024 i fis Mehefin 2025" if in_welsh else "June 2024 to June 2025") in text, path


def test_names_and_texts_of_the_force_come_out_harmless(built_site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in built_site.rglob("*.html")}
    assert not [path for path, text in pages.items() if "javascript:" in text or "document.title" in text or "&amp;amp;" in text]
    assert "Abbey Fields &amp; Westgate" in (built_site / "loamshire" / "index.html").read_text(encoding="utf-8")


def test_the_real_data_builds_and_says_it_is_a_preview(real_data: Path, built_real_site: Path) -> None:
    output = built_real_site
    assert json.loads((output / "manifest.json").read_text(encoding="utf-8"))["preview"]
    home = (output / "index.html").read_text(encoding="utf-8")
    assert "Preview, not for publication." in home
    for force in ("gwent", "leicestershire", "city-of-london"):
        assert (output / force / "index.html").is_file()
    rows = quality(output)
    for path in sorted(real_data.glob("archive/2025-12/*-street.csv")):
        name = f"archive/2025-12/{path.name}"
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert sum(int(r["rows"]) for r in rows if r["file"] == name and r["kind"] != "noted") == sum(1 for _ in csv.DictReader(file))
