"""What the site says of its bulk files is true, in forms that other people's programs understand."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
import rdflib
from frictionless import Package
from selectolax.lexbor import LexborHTMLParser

DCAT, SPDX = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://spdx.org/rdf/terms#")
SAID_OF_THEM = ("datapackage.json", "dcat.jsonld", "schemas/", "index.html")
"""What lies beside the bulk files and says what they are, as do JSON files: lists of them, and the same rows with what is to be said of them."""


@pytest.fixture(scope="module")
def data(built_site: Path) -> Path:
    """The folder of the downloads."""
    return built_site / "data"


@pytest.fixture(scope="module")
def package(data: Path) -> Any:  # Any: JSON
    """The data package."""
    return json.loads((data / "datapackage.json").read_bytes())


def bulk_files(data: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file that lies in the folder, but for what says what they are."""
    files = {str(path.relative_to(data)): path for path in data.rglob("*") if path.is_file()}
    return {
        name: (path.stat().st_size, sha256(path.read_bytes()).hexdigest())
        for name, path in files.items()
        if not name.startswith(SAID_OF_THEM) and not name.endswith(("index.html", ".json"))
    }


def test_the_data_package_is_one_and_names_every_file_under_data_with_its_size_and_digest(data: Path, package: Any) -> None:
    Package.from_descriptor(package)  # raises where the descriptor is none
    listed = [one for resource in package["resources"] for one in resource.get("files", [resource])]
    assert {one["path"]: (one["bytes"], one["hash"].removeprefix("sha256:")) for one in listed} == bulk_files(data)
    assert all(resource["path"] == [one["path"] for one in resource["files"]] for resource in package["resources"] if "files" in resource)


def test_the_columns_of_every_parquet_file_are_those_that_the_package_names(data: Path, package: Any) -> None:
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            paths = [one["path"] for one in resource.get("files", [resource])]
            assert {tuple(pl.read_parquet_schema(data / path)) for path in paths} == {tuple(field["name"] for field in resource["schema"]["fields"])}


def test_a_line_of_json_has_its_keys_in_the_order_that_the_package_names(data: Path, package: Any) -> None:
    of_lines = [resource for resource in package["resources"] if resource["format"] == "jsonl"]
    assert {resource["path"] for resource in of_lines} == {path.name for path in data.glob("*.jsonl")}
    for resource in of_lines:
        keys = {tuple(json.loads(line)) for line in (data / resource["path"]).read_bytes().splitlines()}
        assert keys == {tuple(field["name"] for field in resource["schema"]["fields"])}


def test_no_column_has_a_gap_that_the_package_denies(data: Path, package: Any) -> None:
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            needed = [field["name"] for field in resource["schema"]["fields"] if field.get("constraints")]
            gaps = pl.concat(pl.read_parquet(data / one["path"], columns=needed) for one in resource.get("files", [resource])).null_count()
            assert gaps.sum_horizontal().item() == 0


def test_the_columns_of_every_csv_are_those_that_the_package_names(data: Path, package: Any) -> None:
    seen = 0
    for resource in package["resources"]:
        if resource["format"] == "csv" and "compression" not in resource:
            named = [field["name"] for field in resource["schema"]["fields"]]
            for one in resource.get("files", [resource]):
                found = pl.read_csv(data / one["path"], n_rows=0).columns
                if "fieldsMatch" in resource["schema"]:
                    assert found == [*(name for name in named if name in found), *sorted(set(found) - set(named))]
                else:
                    assert found == named
                seen += 1
    assert seen > 4


def test_no_two_files_that_may_have_other_columns_are_one_resource(data: Path, package: Any) -> None:
    counts = [resource["path"] for resource in package["resources"] if resource["name"].startswith("counts-by-force-")]
    assert sorted(counts) == sorted(f"counts/{path.name}" for path in (data / "counts").iterdir())
    assert len({(data / path).read_text(encoding="utf-8").partition("\n")[0] for path in counts}) > 1


def test_the_example_of_every_column_is_what_its_schema_allows(data: Path) -> None:
    seen = 0
    for path in (data / "schemas").glob("*.json"):
        for name, about in json.loads(path.read_bytes())["properties"].items():
            for example in about.get("examples", []):
                assert jsonschema.Draft202012Validator(about).is_valid(example), (path.name, name)
                seen += 1
    assert seen > 100


@pytest.mark.parametrize("name", ["postcodes-csv-gz", "coverage-csv", "quality-csv", "neighbourhoods-csv", "counts-by-force-dyffryn-aeddan-csv"])
def test_a_csv_is_sound_to_frictionless(data: Path, package: Any, name: str) -> None:
    report = Package.from_descriptor(package, basepath=str(data)).get_resource(name).validate(limit_rows=300)
    assert report.flatten(["message"]) == []


def test_a_row_of_every_table_keeps_to_its_json_schema_and_another_does_not(data: Path) -> None:
    samples = {
        "crimes": pl.read_parquet(min((data / "crimes").glob("*.parquet"))),
        "counts": pl.read_parquet(data / "counts.parquet"),
        "points": pl.read_parquet(data / "points.parquet"),
        "boundaries": pl.read_parquet(data / "boundaries.parquet"),
        "postcodes": pl.read_parquet(data / "postcodes.parquet"),
    }
    rows = {name: table.drop("geometry", strict=False).head(300).to_dicts() for name, table in samples.items()}
    rows |= {name: [json.loads(line) for line in (data / f"{name}.jsonl").read_bytes().splitlines()] for name in ("teams", "priorities", "meetings")}
    for name, found in rows.items():
        schema = json.loads((data / f"schemas/{name}.json").read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        assert found
        assert [error.message for row in found for error in validator.iter_errors(row)] == []
        assert not validator.is_valid({**found[0], "crime_id": "0" * 64})
        assert not validator.is_valid({key: value for key, value in found[0].items() if key != next(iter(found[0]))})


def test_the_catalogue_is_dcat_and_leads_to_every_file(data: Path) -> None:
    graph = rdflib.Graph().parse(data / "dcat.jsonld", format="json-ld", publicID="https://crime.example/data/dcat.jsonld")
    found = {}
    for distribution in graph.subjects(rdflib.RDF.type, DCAT.Distribution):
        checksum = graph.value(graph.value(distribution, SPDX.checksum), SPDX.checksumValue)
        path = str(graph.value(distribution, DCAT.downloadURL)).removeprefix("https://crime.example/data/")
        found[path] = (int(str(graph.value(distribution, DCAT.byteSize))), str(checksum))
    assert found == bulk_files(data)
    datasets = set(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    assert set(graph.objects(None, DCAT.dataset)) == datasets
    assert len(datasets) == 19
    assert all(graph.value(dataset, rdflib.DCTERMS.license) for dataset in datasets)


def test_the_pages_list_every_file_with_its_digest_in_both_languages(built_site: Path, data: Path) -> None:
    for root in (built_site, built_site / "cy"):
        listed: dict[str, str] = {}
        for path in (root / "data").rglob("index.html"):
            page = LexborHTMLParser(path.read_text(encoding="utf-8"))
            links = {(path.parent / str(link.attributes["href"])).resolve() for link in page.css("a")}
            told = {str(digest.attributes["data-path"]): digest.text() for digest in page.css("code[data-path]")}
            assert {data.parent / name for name in told} <= links
            listed |= {name.removeprefix("data/"): digest for name, digest in told.items()}
        assert listed == {path: digest for path, (_size, digest) in bulk_files(data).items()}
