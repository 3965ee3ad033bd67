"""What must not be published is found in data files of every form: lines, packed tables, shapes, answers of the API; what is fine is not."""

from __future__ import annotations

import gzip
import io
import warnings
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio.raw
import pytest
import shapely

from tests.publish.checks.whole_site import check
from tests.publish.site_files import bulk_crimes

CSV = "data/crimes/gwent/2025-12.csv.gz"


def parquet(about: dict[str, str] | None = None, **row: object) -> bytes:
    """A table of one row, and what it says of itself."""
    buffer = io.BytesIO()
    pl.DataFrame([row]).write_parquet(buffer, metadata=about)
    return buffer.getvalue()


def shapes(name: str) -> bytes:
    """A FlatGeobuf of one point with a name."""
    buffer = io.BytesIO()
    place = np.array([shapely.to_wkb(shapely.Point(-3, 51))], object)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(buffer, place, [np.array([name], object)], ["name"], geometry_type="Point", crs="EPSG:4326", driver="FlatGeobuf")
    return buffer.getvalue()


FAULTS: dict[str, tuple[str, dict[str, bytes]]] = {
    "the host in lines of JSON": ("leaks", {"data/teams.jsonl": b'{"name":"a"}\n{"name":"builder-7"}\n'}),
    "the host in a description of the downloads": ("leaks", {"data/dcat.jsonld": b'{"@id":"http://builder-7/"}'}),
    "a folder of the machine in a shape beside a page": ("leaks", {"gwent/nb85/boundary.geojson": b'{"name":"/home/someone/data"}'}),
    "a folder of the machine in an answer of the API": ("leaks", {"api/forces/index.json": b'[{"id":"/home/someone/data"}]'}),
    "a folder of the machine in a packed CSV": ("leaks", {CSV: bulk_crimes(form="csv.gz", Location="/home/someone/data/a.csv")}),
    "a folder of the machine in a column of Parquet": ("leaks", {"data/counts.parquet": parquet(state="/home/someone/data")}),
    "the host in what a Parquet file says of itself": ("leaks", {"data/counts.parquet": parquet({"made by": "root@builder-7"}, state="a")}),
    "a folder of the machine in a file of shapes": ("leaks", {"data/boundaries.fgb": shapes("/home/someone/data")}),
    "a time of this build in lines of JSON": ("leaks", {"data/meetings.jsonl": b'{"read":"2025-12-31T10:03"}'}),
    "lines of which one is no JSON": ("markup", {"data/teams.jsonl": b'{"name":"a"}\n{\n'}),
    "a table that cannot be read": ("markup", {"data/counts.parquet": b"PAR1"}),
    "a day in a table of counts": ("dates", {"data/counts.parquet": parquet(month="2025-12-24")}),
    "a day that is no text in a table of counts": ("dates", {"data/counts.parquet": parquet(read=date(2025, 12, 24))}),
    "a time of day in a packed table": ("dates", {"data/postcodes.csv.gz": gzip.compress(b"postcode,terminated\nAE1 1AA,10:30\n", mtime=0)}),
    "a day beside the figures of a page": (
        "dates",
        {"gwent/nb85/figures.csv": b"table,month,months,kind,count,state,months_after\ncrimes,2025-12-24,1,burglary,3,supplied,\n"},
    ),
    "a day in the figures of a force": ("dates", {"gwent/figures.json": b'{"rows":[["crimes","2025-12-24",1,"burglary",3,"supplied"]]}'}),
    "a cell of a packed CSV that a spreadsheet would run": (
        "formulas",
        {"data/postcodes.csv.gz": gzip.compress(b"postcode,name\nAE1 1AA,=1+cmd\n", mtime=0)},
    ),
    "stops as records in Parquet": ("stops", {"data/stops.parquet": parquet(month="2025-12", age_range="18-24")}),
    "stops as lines of JSON": ("stops", {"data/stops.jsonl": b'{"age_range":"18-24"}\n'}),
    "a Crime ID in lines of JSON": ("records", {"data/teams.jsonl": b'{"name":"' + b"0a" * 32 + b'"}'}),
    "a Crime ID in figures": ("records", {"gwent/figures.json": b'{"rows":["' + b"0a" * 32 + b'"]}'}),
    "a Crime ID in Parquet": ("records", {"data/counts.parquet": parquet(state="0a" * 32)}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_must_not_be_published_is_found_in_any_form_of_file(tmp_path: Path, name: str) -> None:
    wanted, change = FAULTS[name]
    assert wanted in {finding.check for finding in check(tmp_path, change).findings}


FINE = {
    "a street of a packed table named after a day": {"data/points.csv.gz": gzip.compress(b"point,street\na,2025-06-01 10:30 Club\n", mtime=0)},
    "a meeting's day and time": {"data/meetings.jsonl": b'{"start":"2025-06-01T19:30"}\n'},
    "a digest in a description of the downloads": {"data/datapackage.json": b'{"hash":"sha256:' + b"0a" * 32 + b'"}'},
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_in_a_data_file_is_not_reported(tmp_path: Path, name: str) -> None:
    assert {finding.check for finding in check(tmp_path, FINE[name]).findings} & {"dates", "stops", "leaks", "postcodes", "records"} == set()
