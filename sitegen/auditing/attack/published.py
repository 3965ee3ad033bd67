"""What a built site tells of stops, read from its files: figures of pages, pages themselves, tiles, and the areas that say which points are whose."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from sitegen import urls
from sitegen.auditing.attack.pages import page_of, stray_pages
from sitegen.publish.checks.tilesets import STOPS, exact_tiles, find_tilesets
from sitegen.rules import COUNTED_STATES, EVERY_STOP, stop_year
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS
from sitegen.terms import YEAR_MONTHS
from tiles.decode import decode_points
from tiles.grid import lonlat

_STOPS = "stops"
_TILE_PIXELS = 8192


@dataclass(frozen=True, slots=True)
class Published:
    """What one release tells of stops.

    `told` are the tables of the year, `months` the forces' totals, `places` the neighbourhoods' by month as the tiles add up: tables of these
    schemas, with told_ before their names. `spans` are the months of each force's tables: those it supplied of the year of stops; `located`
    those of them in which a stop had a location; `shared` neighbourhoods that share a place of a stop in these, by force, each pair both
    ways round; `strays` pages with other numbers than their figures, as (force, path).
    """

    told: pl.DataFrame
    months: pl.DataFrame
    places: pl.DataFrame
    spans: dict[str, tuple[str, ...]]
    located: dict[str, tuple[str, ...]]
    shared: pl.DataFrame
    strays: tuple[tuple[str, str], ...] = ()


def read_site(folder: Path) -> Published:
    """Read a built site. Its English files only: the Welsh ones tell the same.

    A number that one file of a place tells and another does not is in `told` all the same. Raises OSError, ValueError or KeyError for a
    folder that is no site, or a damaged one.
    """
    told, months = _figures(folder)
    index = json.loads((folder / urls.STOP_TILE_MONTHS).read_bytes())
    window = [month["month"] for month in index["months"]]
    forces = sorted({*told["force_id"], *months["force_id"]})
    states = {(force, month["month"]): one["state"] for month in index["months"] for force, one in _coverage(folder, month).items()}
    supplied = {force: [month for month in window if states.get((force, month)) in COUNTED_STATES] for force in forces}
    spans = {force: _span(told.filter(pl.col("force_id") == force), window, supplied[force]) for force in forces}
    placed = set(months.filter(pl.col("stops") != pl.col("unlocated")).select("force_id", "month").iter_rows())
    located = {force: tuple(month for month in span if (force, month) in placed) for force, span in spans.items()}
    points = _points(folder, {month for span in spans.values() for month in span})
    pairs = _located(points, _grounds(folder))
    places = pairs.group_by("force_id", "neighbourhood_id", "month").agg(pl.col("stops").sum()).sort("force_id", "neighbourhood_id", "month")
    return Published(
        told, months, places.select([*ATTACK_SCHEMAS["told_places"].types]), spans, located, _shared(pairs, located), stray_pages(folder, told)
    )


def _span(told: pl.DataFrame, window: Sequence[str], supplied: Sequence[str]) -> tuple[str, ...]:
    """The months of a force's tables: those it supplied of the year of stops or, if its tables say otherwise, of another 12 months."""
    said = told.filter(pl.col("neighbourhood_id").is_null()).select("last_month", "months").unique().sort("last_month", "months").rows()
    years = [stop_year(window), *(list(window[max(at - YEAR_MONTHS, 0) : at]) for at in range(len(window), 0, -1))]
    spans = [tuple(month for month in supplied if month in year) for year in years]
    return next((span for span in spans if span and said == [(span[-1], len(span))]), spans[0])


def _coverage(folder: Path, month: dict[str, dict[str, dict[str, str]]]) -> dict[str, dict[str, str]]:
    """The state of each force in a month of the index of stop tiles: beside it or, of a month with tiles, in its TileJSON."""
    path = folder / urls.stop_tiles(str(month["month"])).tilejson
    found: dict[str, dict[str, str]] = month.get("coverage") or json.loads(path.read_bytes())["x-coverage"]
    return found


def _figures(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables of the year and the months of the forces, from the figures of forces and neighbourhoods in both their forms."""
    years: list[tuple[str, str | None, str, str, int | None, str, int, str]] = []
    months: list[tuple[str, str, int, int]] = []
    for path in sorted([*folder.glob("*/figures.json"), *folder.glob("*/*/figures.json")]):
        about = json.loads(path.read_bytes())
        if "force" not in about or path.relative_to(folder).parts[0] == "cy":
            continue
        force, place, page = about["force"]["id"], about.get("neighbourhood", {}).get("id"), page_of(path, folder)
        for table, month, number, kind, count in dict.fromkeys([*_rows_of_json(about), *_rows_of_csv(path.with_suffix(".csv"))]):
            if table == _STOPS and place is None and number == 1:
                if count is not None:
                    months.append((force, month, count, 0))
            elif table == _STOPS or table.startswith(f"{_STOPS}-"):
                years.append((force, place, EVERY_STOP if table == _STOPS else table.removeprefix(f"{_STOPS}-"), kind, count, month, number, page))
    told = pl.DataFrame(years, schema=ATTACK_SCHEMAS["told_stops"].types, orient="row").unique().sort(pl.all())
    by_month = pl.DataFrame(months, schema=ATTACK_SCHEMAS["told_months"].types, orient="row").unique().sort(pl.all())
    return told, _with_unlocated(folder, by_month)


def _rows_of_json(about: dict[str, list[list[object]]]) -> Iterator[tuple[str, str, int, str, int | None]]:
    at = [about["columns"].index(name) for name in ("table", "month", "months", "kind", "count")]  # type: ignore[arg-type]
    for row in about["rows"]:
        table, month, months, kind, count = (row[number] for number in at)
        if str(table).startswith(_STOPS):
            yield str(table), str(month), int(str(months)), str(kind), None if count is None else int(str(count))


def _rows_of_csv(path: Path) -> Iterator[tuple[str, str, int, str, int | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["table"].startswith(_STOPS):
                yield row["table"], row["month"], int(row["months"]), row["kind"], int(row["count"]) if row["count"] else None


def _with_unlocated(folder: Path, months: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for month in months["month"].unique().sort():
        path = folder / urls.stop_tiles(month).tilejson
        if path.is_file():
            rows += [(force, month, number) for force, number in json.loads(path.read_bytes()).get("x-unlocated", {}).items()]
    unlocated = pl.DataFrame(rows, schema={"force_id": pl.String, "month": pl.String, "without": pl.Int32}, orient="row")
    joined = months.join(unlocated, on=["force_id", "month"], how="left")
    return joined.with_columns(pl.coalesce("without", "unlocated").alias("unlocated")).drop("without").sort("force_id", "month")


def _points(folder: Path, months: Set[str]) -> pl.DataFrame:
    """Every snap point of the year's tiles with its stops, but for those by British Transport Police."""
    paths = [path.relative_to(folder).as_posix() for path in (folder / STOPS.folder).rglob("*") if path.is_file()]
    tables = [pl.DataFrame(schema=ATTACK_SCHEMAS["told_points"].types)]
    for tileset in find_tilesets(paths)[0]:
        for _, column, row, data in exact_tiles(folder, tileset) if tileset.month in months else ():
            x, y, columns, _ids = decode_points(data, STOPS.layer, _TILE_PIXELS)
            stops = columns.get("total", np.zeros(len(x), np.int64))
            one = pl.DataFrame({"x": column * _TILE_PIXELS + x, "y": row * _TILE_PIXELS + y, "stops": stops}).filter(pl.col("stops") > 0)
            tables.append(one.select(pl.lit(tileset.month).alias("month"), *(pl.col(name).cast(pl.Int32) for name in ("x", "y", "stops"))))
    return pl.concat(tables).sort("month", "x", "y")


def _grounds(folder: Path) -> pl.DataFrame:
    path = folder / urls.bulk("boundaries", "parquet")
    if not path.is_file():
        return pl.DataFrame(schema={"force_id": pl.String, "neighbourhood_id": pl.String, "geometry": pl.Binary})
    return pl.read_parquet(path).select(force_id="force", neighbourhood_id="neighbourhood", geometry="geometry").drop_nulls("geometry")


def _located(points: pl.DataFrame, grounds: pl.DataFrame) -> pl.DataFrame:
    """The points with each neighbourhood they lie in: all that enclose them or, on a line, the first of each force."""
    grounds = grounds.sort("force_id", "neighbourhood_id")
    where = points.select("x", "y").unique().sort("x", "y")
    longitude, latitude = lonlat(where["x"].to_numpy(), where["y"].to_numpy())
    tree = shapely.STRtree(shapely.from_wkb(grounds["geometry"].to_list()))
    point, ground = tree.query(shapely.points(longitude, latitude), predicate="within")
    found = grounds.select("force_id", "neighbourhood_id")[ground].hstack(where[point])
    return points.join(found, on=["x", "y"]).sort("force_id", "neighbourhood_id", "month", "x", "y")


def _shared(pairs: pl.DataFrame, located: dict[str, tuple[str, ...]]) -> pl.DataFrame:
    keys = [(force, month) for force, months in located.items() for month in months]
    inside = pl.DataFrame(keys, schema={"force_id": pl.String, "month": pl.String}, orient="row")
    lies = pairs.join(inside, on=["force_id", "month"], how="semi").select("force_id", "neighbourhood_id", "x", "y").unique()
    both = lies.join(lies, on=["force_id", "x", "y"]).filter(pl.col("neighbourhood_id") != pl.col("neighbourhood_id_right"))
    return both.select("force_id", "neighbourhood_id", other="neighbourhood_id_right").unique().sort(pl.all())
