"""The page of points that can mislead: why, how many of each force, and those with most recorded, with the whole list beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import doubtful, urls
from sitegen.artefacts.lists.places import force_names, read_places
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.doubts import Doubt, read_doubts, reason_name
from sitegen.artefacts.text.words import Words
from sitegen.reading_names import with_reading_names
from sitegen.terms import snap_point_id

_SHOWN = 30
"""Points listed on the page, those with most recorded; the files have all."""


@dataclass(frozen=True, slots=True)
class PointLine:
    """One point: its anchor on the pages of streets, its name, empty where none was given, the neighbourhoods it lies in as that page and a name,
    what was recorded there, and why it may mislead."""

    anchor: str
    name: str
    places: tuple[tuple[str, str], ...]
    recorded: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class PointsPage:
    """The page `/points/`. `lines` are the forces by name with their points and, for each of `reasons` in order, how many have it; a point of
    several forces counts at each. `points` are the largest of the `number`; the thresholds are those of `sitegen.doubtful`."""

    first_month: str
    last_month: str
    reasons: tuple[str, ...]
    lines: tuple[tuple[str, str, int, tuple[int, ...]], ...]
    number: int
    points: tuple[PointLine, ...]
    premises_least: int
    premises_times: int
    shared_least: int
    outside_least: int
    outside_km: int
    renewal_least: int


@dataclass(frozen=True, slots=True)
class PointTables:
    """What the page is made from."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    doubtful_points: pl.DataFrame
    point_neighbourhoods: pl.DataFrame


def make(*, context: PageContext, tables: PointTables) -> Iterator[tuple[str, bytes]]:
    """The page `/points/`, also where no point is known to mislead."""
    renderer, months = context.renderer(), context.months
    path = urls.page("points")
    forces = renderer.words.translated(tables.forces)
    rows = tables.doubtful_points
    reasons = [reason for reason in doubtful.REASONS if reason in set(rows["reason"])]
    view = PointsPage(
        first_month=months[0] if months else "",
        last_month=months[-1] if months else "",
        reasons=tuple(reason_name(reason, renderer.words) for reason in reasons),
        lines=_lines(rows, reasons, force_names(forces)),
        number=rows.select("x", "y").n_unique() if rows.height else 0,
        points=_points(tables, forces, renderer.words),
        premises_least=doubtful.PREMISES_LEAST,
        premises_times=doubtful.PREMISES_TIMES,
        shared_least=doubtful.SHARED_LEAST,
        outside_least=doubtful.OUTSIDE_LEAST,
        outside_km=round(doubtful.OUTSIDE_BEYOND_KM["file"]),
        renewal_least=doubtful.RENEWAL_LEAST,
    )
    yield renderer.at(path), renderer.render("pages/points.html", path, view)


def _lines(rows: pl.DataFrame, reasons: list[str], names: Mapping[str, str]) -> tuple[tuple[str, str, int, tuple[int, ...]], ...]:
    by_force = rows.with_columns(pl.col("forces").str.split(" ").alias("force_id")).explode("force_id").filter(pl.col("force_id").is_not_null())
    points = dict(by_force.group_by("force_id").agg(pl.struct("x", "y").n_unique()).iter_rows())
    counted = {(force_id, reason): number for force_id, reason, number in by_force.group_by("force_id", "reason").agg(pl.len()).iter_rows()}
    found = sorted((names.get(force_id, force_id), force_id, number) for force_id, number in points.items())
    return tuple((urls.force(key), name, number, tuple(counted.get((key, reason), 0) for reason in reasons)) for name, key, number in found)


def _points(tables: PointTables, forces: pl.DataFrame, words: Words) -> tuple[PointLine, ...]:
    every = with_reading_names(tables.doubtful_points.unique(["x", "y"], keep="first", maintain_order=True))
    # What is far outside or shared is rare and says most, so it comes first.
    strange = tables.doubtful_points.filter(pl.col("reason") != doubtful.PREMISES).select("x", "y", pl.lit(value=True).alias("strange")).unique()
    ordered = every.join(strange, on=["x", "y"], how="left").sort(
        "strange", "crimes", "x", "y", descending=[False, True, False, False], nulls_last=True
    )
    shown = ordered.head(_SHOWN)
    doubts = read_doubts(tables.doubtful_points.join(shown, on=["x", "y"], how="semi"), words, force_names(forces))
    places = read_places(tables.neighbourhoods, forces)
    lies_in: dict[tuple[int, int], list[tuple[str, str]]] = {}
    inside = tables.point_neighbourhoods.join(shown, on=["x", "y"], how="semi").sort("x", "y", "force_id", "neighbourhood_id")
    for x, y, force_id, neighbourhood_id in inside.select("x", "y", "force_id", "neighbourhood_id").iter_rows():
        if place := places.get((force_id, neighbourhood_id)):
            folder = place.path.removesuffix("/index.html").rpartition("/")[2]
            page = urls.neighbourhood_streets(force_id, folder)
            lies_in.setdefault((x, y), []).append((page, f"{place.name}, {place.force_name}"))
    return tuple(
        PointLine(snap_point_id(x, y), street or "", tuple(lies_in.get((x, y), ())), crimes, doubts[x, y])
        for x, y, street, crimes in shown.select("x", "y", "street", "crimes").iter_rows()
    )
