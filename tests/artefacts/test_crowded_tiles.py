"""Where twice as much is recorded as anywhere in the real data, every crime tile is still small enough for a slow line."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from sitegen.artefacts.maps import crime_tiles, year_tiles
from sitegen.publish.checks.budgets import gzip_size
from sitegen.publish.checks.sizes import TILE
from sitegen.sources.vocabulary import read_categories
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import raw_group
from tests.artefacts.test_boundary_tiles import address
from tiles.decode import decode_points
from tiles.grid import lonlat

MONTHS = [f"2025-{number:02}" for number in range(1, 13)]
CORNER = (2044, 1359)
"""The north-western tile of central London at zoom 12."""
ACROSS = 4
"""Tiles of zoom 12 each way, all of them as full: about 24 km."""


class Square(NamedTuple):
    """What one tile holds: points, points times categories, and crimes."""

    points: int
    attributes: int
    crimes: int


# Counted in street-level files of data.police.uk, Leicestershire, Gwent and the City of London, 2014 to 2025.
FULLEST_MONTH = Square(732, 1478, 2429)
"""The middle of Leicester, tile 12/2035/1341: its points of April, its crimes of May 2025. The City of London has 109 points."""
FULLEST_YEAR = Square(574, 3671, 17_533)
"""The middle of Leicester, tile 13/4070/2682: all of 2025."""


def crowd(square: Square, tile: tuple[int, int], zoom: int, kinds: int, rng: np.random.Generator) -> pl.DataFrame:
    """A tile with twice what the square holds: points anywhere, each with one category at least, few of them with most of the crimes."""
    width = 1 << (24 - zoom)
    points, attributes, crimes = (2 * number for number in square)
    pixels = rng.choice(width * width, points, replace=False)
    first = np.arange(points) * kinds + rng.integers(0, kinds, points)
    shares = np.repeat(_skewed(points, rng), kinds)
    shares[first] = 0
    both = np.sort(np.concatenate([first, rng.choice(points * kinds, attributes - points, replace=False, p=shares / shares.sum())]))
    counts = 1 + rng.multinomial(crimes - len(both), _skewed(len(both), rng))
    at = pixels[both // kinds]
    return pl.DataFrame({"kind": both % kinds, "x": tile[0] * width + at % width, "y": tile[1] * width + at // width, "crimes": counts})


def _skewed(number: int, rng: np.random.Generator) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = rng.pareto(1.5, number) + 0.2
    shares /= shares.sum()
    return shares


def central_london(square: Square, zoom: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The categories of the site, and rows of x, y, category and crimes."""
    rng = np.random.default_rng(1)
    categories = read_categories(vocabulary=raw_group("content/vocabulary"))
    times = 1 << (zoom - 12)
    tiles = [(CORNER[0] * times + column, CORNER[1] * times + row) for column in range(ACROSS * times) for row in range(ACROSS * times)]
    rows = pl.concat([crowd(square, tile, zoom, len(categories), rng) for tile in tiles])
    slugs = categories.sort("position")["category"]
    return categories, rows.with_columns(pl.lit("metropolitan").alias("force_id"), slugs.gather(rows["kind"]).alias("category"))


def as_table(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    types = SCHEMAS[name].types
    return rows.select((pl.col(column) if column in rows.columns else pl.lit(None)).cast(kind).alias(column) for column, kind in types.items())


FORCES = as_table("forces", pl.DataFrame({"force_id": ["metropolitan"], "name": ["Metropolitan"], "detail_supplied": [True]}))
COVERAGE = as_table(
    "coverage",
    pl.DataFrame(
        [("metropolitan", dataset, month, "supplied") for dataset in ("asb", "crime") for month in MONTHS],
        schema=["force_id", "dataset", "month", "state"],
        orient="row",
    ),
)
NO_ISSUES = pl.DataFrame(schema=SCHEMAS["known_issues"].types)
NO_SCALES = pl.DataFrame(schema=SCHEMAS["cell_scales"].types)


@pytest.fixture(scope="module")
def month() -> dict[str, bytes]:
    categories, rows = central_london(FULLEST_MONTH, 12)
    lon, lat = lonlat(rows["x"].to_numpy(), rows["y"].to_numpy())
    counts = as_table("crime_counts", rows.with_columns(pl.lit(MONTHS[-1]).alias("month"), pl.Series("lon", lon), pl.Series("lat", lat)))
    made = crime_tiles.make(
        month=MONTHS[-1],
        crime_counts=counts,
        categories=categories,
        month_coverage=COVERAGE,
        known_issues=NO_ISSUES,
        forces=FORCES,
        cell_scales=NO_SCALES,
        tiles="folder",
    )
    return dict(made)


@pytest.fixture(scope="module")
def year() -> dict[str, bytes]:
    categories, rows = central_london(FULLEST_YEAR, 13)
    counts = as_table("year_counts", rows.with_columns(pl.lit(MONTHS[-1]).alias("month")))
    made = year_tiles.make(
        year_counts=counts,
        categories=categories,
        coverage=COVERAGE,
        known_issues=NO_ISSUES,
        forces=FORCES,
        cell_scales=NO_SCALES,
        months=MONTHS,
        tiles="folder",
    )
    return dict(made)


def largest(files: dict[str, bytes]) -> dict[int, int]:
    """The size of the largest tile of each zoom after gzip."""
    sizes: dict[int, int] = Counter()
    for path, data in files.items():
        if path.endswith(".mvt"):
            zoom = address(path)[0]
            sizes[zoom] = max(sizes[zoom], gzip_size(data))
    return sizes


def test_a_month_twice_as_dense_as_any_keeps_every_tile_within_the_budget(month: dict[str, bytes]) -> None:
    sizes = largest(month)
    assert sorted(sizes) == list(range(5, 13))
    assert max(sizes.values()) <= TILE, sizes


def test_a_year_twice_as_dense_as_any_keeps_every_tile_within_the_budget(year: dict[str, bytes]) -> None:
    sizes = largest(year)
    assert sorted(sizes) == list(range(5, 14))
    assert max(sizes.values()) <= TILE, sizes


def test_the_tiles_hold_what_they_are_weighed_for(month: dict[str, bytes], year: dict[str, bytes]) -> None:
    for files, zoom, square in ((month, 12, FULLEST_MONTH), (year, 13, FULLEST_YEAR)):
        exact = [decode_points(data, "crimes") for path, data in files.items() if path.endswith(".mvt") and address(path)[0] == zoom]
        assert len(exact) == (ACROSS << (zoom - 12)) ** 2
        assert {len(x) for x, _, _, _ in exact} == {2 * square.points}
        assert {int(attributes["total"].sum()) for _, _, attributes, _ in exact} == {2 * square.crimes}
