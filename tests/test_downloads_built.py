"""The bulk files of a built site, read by other people's programs: every total is that of the pages."""

from __future__ import annotations

import codecs
import gzip
import io
import json
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyogrio
import pyogrio.raw
import pytest
import shapely
from pmtiles.reader import MemorySource, all_tiles

from sitegen.artefacts.bulk_tables import BOUNDARIES, COUNTS, CRIMES, POLICE_CSV, POSTCODES, column_of
from sitegen.terms import ASB, BTP, Month
from tiles.decode import decode_points

KEYS = ["force", "month", "category"]


@pytest.fixture(scope="module")
def data(built_site: Path) -> Path:
    """The folder of the downloads."""
    return built_site / "data"


@pytest.fixture(scope="module")
def counted(data: Path) -> pl.DataFrame:
    """What the CSV tables of counts hold, which are held against the pages when the site is checked: as rows of the table of counts."""
    tables = []
    for path in sorted((data / "counts").glob("*.csv")):
        table = pl.read_csv(path, schema_overrides={"neighbourhood": pl.String})
        long = table.unpivot(index=["neighbourhood", "month", "crime_state", "asb_state"], variable_name="category", value_name="crimes")
        tables.append(
            long.with_columns(pl.lit(path.stem).alias("force"), pl.col("neighbourhood").str.strip_prefix("'"), pl.col("crimes").cast(pl.Int32))
        )
    state = pl.when(pl.col("category") == ASB).then("asb_state").otherwise("crime_state")
    return pl.concat(tables).with_columns(state.alias("state"))


def recorded(counted: pl.DataFrame) -> dict[tuple[str, str, str], int]:
    """What each force recorded, nothing left out."""
    rows = counted.filter(pl.col("neighbourhood").is_null(), pl.col("crimes") > 0)
    return {(force, month, category): crimes for force, month, category, crimes in rows.select(*KEYS, "crimes").iter_rows()}


def test_the_crimes_of_all_months_are_the_counts_of_the_forces_in_duckdb(data: Path, counted: pl.DataFrame) -> None:
    query = f"select force, month, category, count(*) from '{data}/crimes/*.parquet' group by all"
    country = duckdb.connect().execute(query).fetchall()
    assert {tuple(row[:3]): row[3] for row in country} == recorded(counted)


def test_the_files_of_forces_hold_the_same_rows_as_those_of_the_country(data: Path) -> None:
    country, forces = (pl.read_parquet(f"{data}/crimes/{pattern}").sort(pl.all().exclude("geometry")) for pattern in ("*.parquet", "*/*.parquet"))
    assert country.equals(forces)
    assert country.columns == [field.name for field in CRIMES.fields]


def test_the_csv_of_a_force_has_upstreams_columns_and_the_rows_of_its_parquet(data: Path) -> None:
    for path in sorted((data / "crimes").glob("*/*.csv.gz")):
        text = gzip.decompress(path.read_bytes())
        assert not text.startswith(b"\xef\xbb\xbf")
        rows = pl.read_csv(io.BytesIO(text), infer_schema=False)
        crimes = pl.read_parquet(path.with_name(path.name.removesuffix(".csv.gz") + ".parquet"))
        assert rows.columns == [field.name for field in POLICE_CSV.fields]
        assert rows["Longitude"].cast(pl.Float64).to_list() == crimes["longitude"].to_list()
        assert rows["LSOA name"].to_list() == crimes["lsoa_name"].to_list()
        assert rows["Last outcome category"].to_list() == crimes["outcome"].to_list()
        assert rows["Crime ID"].null_count() == rows["Context"].null_count() == rows.height
        assert set(rows["Month"]) == set(crimes["month"])


def test_a_gzip_file_names_no_time_and_no_file(data: Path) -> None:
    heads = {path.read_bytes()[:8] for path in data.rglob("*.gz")}
    assert {head[3:] for head in heads} == {bytes(5)}


def test_counts_are_those_of_the_pages_and_what_is_missing_is_no_zero(data: Path, counted: pl.DataFrame) -> None:
    found = pl.read_parquet(data / "counts.parquet")
    assert found.columns == [field.name for field in COUNTS.fields]
    keys = ["force", "neighbourhood", "month", "category"]
    joined = found.join(counted.select(*keys, "crimes", "state"), on=keys, how="left", nulls_equal=True, suffix="_csv")
    assert joined.filter(pl.col("crimes").ne_missing(pl.col("crimes_csv")) | pl.col("state").ne_missing(pl.col("state_csv"))).is_empty()
    assert found["crimes"].sum() == counted["crimes"].sum()
    missing = found.filter(~pl.col("state").is_in(["supplied", "supplied_partial"]))
    assert missing.height == missing["crimes"].null_count() > 0
    assert found.filter(pl.col("crimes") == 0)["state"].unique().to_list() == ["supplied"]


def test_points_have_the_newest_12_months_in_both_forms(data: Path) -> None:
    points = pl.read_parquet(data / "points.parquet")
    newest = max(path.stem for path in (data / "crimes").glob("*.parquet"))
    first = str(Month.parse(newest).plus(-11))
    crimes = pl.read_parquet(f"{data}/crimes/*.parquet").filter(pl.col("month") >= first, pl.col("longitude").is_not_null())
    by_category = dict(crimes.group_by("category").len().iter_rows())
    assert points["crimes"].sum() == sum(count for category, count in by_category.items() if category != ASB)
    unlisted = sum(count for category, count in by_category.items() if column_of(category) not in points.columns)
    assert points["unlisted_categories"].sum() == unlisted
    for category, count in by_category.items():
        if column_of(category) in points.columns:
            assert points[column_of(category)].sum() == count
    assert 0 not in set(points.select(pl.selectors.integer()).unpivot()["value"])

    meta, _, shapes, columns = pyogrio.raw.read(data / "points.fgb")
    drawn = pl.DataFrame(dict(zip(meta["fields"], columns, strict=True))).with_columns(pl.Series("geometry", shapes.tolist(), pl.Binary()))
    both = points.join(drawn, on="point", validate="1:1")
    assert both.height == points.height == drawn.height
    assert both.filter(pl.col("geometry") != pl.col("geometry_right")).is_empty()
    assert both["crimes"].sum() == both["crimes_right"].fill_nan(None).sum()


def test_boundaries_are_the_same_areas_in_both_forms_and_lead_to_their_pages(data: Path, built_site: Path) -> None:
    table = pl.read_parquet(data / "boundaries.parquet")
    meta, _, shapes, columns = pyogrio.raw.read(data / "boundaries.fgb")
    drawn = dict(zip(zip(columns[0], columns[1], strict=True), shapes, strict=True))
    assert [*meta["fields"]] == [field.name for field in BOUNDARIES.fields if field.kind != "shape"]
    assert meta["crs"] == "OGC:CRS84" or "CRS84" in meta["crs"]
    assert [pyogrio.list_layers(data / f"{name}.fgb")[0][0] for name in ("boundaries", "points")] == ["boundaries", "points"]
    for force, neighbourhood, _name, page, shape in table.iter_rows():
        assert shapely.equals(shapely.from_wkb(shape), shapely.from_wkb(drawn.pop((force, neighbourhood))))
        assert page is None or (built_site / page / "index.html").is_file()
    assert not drawn


def test_the_archive_of_points_has_the_counts_of_the_other_forms(data: Path) -> None:
    points = pl.read_parquet(data / "points.parquet")
    counted = points.filter(
        pl.col("crimes").is_not_null() | pl.col("anti_social_behaviour").is_not_null() | pl.col("unlisted_categories").is_not_null()
    )
    archive = all_tiles(MemorySource((data / "points.pmtiles").read_bytes()))  # type: ignore[no-untyped-call]
    tiles = {place: gzip.decompress(packed) for place, packed in archive if place[0] == 13}
    total, reports, btp, features = 0, 0, 0, 0
    for tile in tiles.values():
        at, _, columns, _ = decode_points(tile, "crimes")
        features += len(at)
        total, reports, btp = (
            so_far + int(columns[name].sum() if name in columns else 0) for so_far, name in ((total, "total"), (reports, "asb"), (btp, "btp"))
        )
    by_transport = pl.read_parquet(f"{data}/crimes/*.parquet").filter(pl.col("force") == BTP, pl.col("longitude").is_not_null())
    of_all = int(points.select(pl.selectors.integer()).drop("crimes").sum().sum_horizontal().item())
    assert total + btp == of_all
    assert reports <= points["anti_social_behaviour"].sum()
    assert btp <= by_transport.height
    assert features == counted.height


@pytest.mark.parametrize(("name", "layer"), [("points", "crimes"), ("boundaries", "neighbourhood")])
def test_gdal_reads_an_archive_of_tiles(data: Path, name: str, layer: str) -> None:
    path = data / f"{name}.pmtiles"
    assert layer in {found for found, _ in pyogrio.list_layers(path)}
    about, _, shapes, columns = pyogrio.raw.read(path, layer=layer)
    drawn = dict(zip(about["fields"], columns, strict=True))
    if name == "points":
        points = pl.read_parquet(data / "points.parquet")
        of_all = int(points.select(pl.selectors.integer()).drop("crimes").sum().sum_horizontal().item())
        assert sum(int(np.nansum(drawn[key].astype(float))) for key in ("total", "btp") if key in drawn) == of_all
    else:
        listed = pl.read_parquet(data / "boundaries.parquet").filter(pl.col("page").is_not_null())
        assert {f"{key}/" for key in drawn["key"]} == set(listed["page"])
        assert len(shapes) >= listed.height


def test_geoparquet_says_where_all_shapes_lie(data: Path) -> None:
    for name, kind in (("points", "Point"), ("boundaries", "MultiPolygon")):
        geo = json.loads(pl.read_parquet_metadata(data / f"{name}.parquet")["geo"])
        shapes = shapely.from_wkb(pl.read_parquet(data / f"{name}.parquet")["geometry"].to_list())
        assert geo["version"] == "1.1.0"
        assert geo["primary_column"] == "geometry"
        assert geo["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": [kind], "bbox": shapely.total_bounds(shapes).tolist()}


def test_postcodes_are_those_of_the_lookup_files(data: Path, built_site: Path) -> None:
    table = pl.read_parquet(data / "postcodes.parquet")
    assert table.columns == [field.name for field in POSTCODES.fields]
    packed = pl.read_csv(io.BytesIO(gzip.decompress((data / "postcodes.csv.gz").read_bytes())), infer_schema=False)
    assert packed.with_columns(pl.col("neighbourhood", "name").str.strip_prefix("'")).equals(table)
    looked_up: dict[str, set[str]] = {}
    for path in (built_site / "postcodes").glob("*.json"):
        shard = json.loads(path.read_bytes())
        for incode, places in shard["postcodes"].items():
            looked_up[f"{shard['outcode']} {incode}"] = {shard["neighbourhoods"][place][0] for place in places}
    found = {postcode: set(names) - {None} for postcode, names in table.group_by("postcode").agg("name").iter_rows()}
    assert found == looked_up
    assert max(table["postcode"].value_counts()["count"]) > 1


def test_teams_priorities_and_meetings_lead_to_their_pages(data: Path, built_site: Path) -> None:
    for name in ("teams", "priorities", "meetings"):
        lines = [json.loads(line) for line in (data / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert lines
        assert all((built_site / line["page"] / "index.html").is_file() for line in lines if line["page"])
        assert {line["listed"] for line in lines if not line["page"]} <= {False}
        assert pl.read_ndjson(data / f"{name}.jsonl", infer_schema_length=None).height == len(lines)


def test_no_table_of_text_begins_with_a_byte_order_mark(built_site: Path) -> None:
    tables = [path.read_bytes() for path in built_site.rglob("*.csv")] + [gzip.decompress(path.read_bytes()) for path in built_site.rglob("*.csv.gz")]
    assert tables
    assert not any(table.startswith(codecs.BOM_UTF8) for table in tables)
