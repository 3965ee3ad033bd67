"""The page for developers: what there is, how to begin, the API's paths, programs that run as they stand, promises and limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.api.clients import CLIENTS
from sitegen.artefacts.api.describing import route_examples
from sitegen.artefacts.api.routes import ELSEWHERE, ROUTES
from sitegen.artefacts.bulk_table import LICENCE, LICENCE_NAME
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.data import citation
from sitegen.artefacts.sections.code_examples import LOCAL, Filled, Task, read_tasks
from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES
from sitegen.terms import BTP

_PLAIN = r"^[A-Za-z0-9_.-]+$"


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A path of the API, what it answers and what differs from upstream, and the public path of an example, empty where nothing answers."""

    path: str
    what: str
    differs: str
    example: str


@dataclass(frozen=True, slots=True)
class ElsewhereLine:
    """A path of upstream's that a file cannot answer, why, and what does instead, each a path with places to fill in."""

    path: str
    why: str
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientLine:
    """A client's name and version, where it is to be had, the line that tells it the address, and what can be asked with it."""

    name: str
    version: str
    registry: str
    told: str
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DevelopersView:
    """The whole page; `force`, `folder` and `area_name` are the example's, all empty where there is none.

    `address` stands in the programs for the site's own; `is_known` says whether it is.
    """

    address: str
    is_known: bool
    force: str
    folder: str
    area_name: str
    outcode: str
    newest: str
    tasks: tuple[Task, ...]
    routes: tuple[RouteLine, ...]
    elsewhere: tuple[ElsewhereLine, ...]
    clients: tuple[ClientLine, ...]
    licence: str
    licence_name: str
    cite: str


@dataclass(frozen=True, slots=True)
class DeveloperTables:
    """What the page is made from."""

    forces: pl.DataFrame
    officers: pl.DataFrame
    neighbourhoods: pl.DataFrame
    events: pl.DataFrame
    api_folders: pl.DataFrame
    coverage: pl.DataFrame
    outcodes: pl.DataFrame


def make(*, context: PageContext, tables: DeveloperTables) -> Iterator[tuple[str, bytes]]:
    """The page `/developers/` of a language."""
    renderer, path = context.renderer(), urls.page("developers")
    site, words = renderer.site, renderer.words
    force_id, neighbourhood_id, folder, name = _example(tables, context.newest, site.as_of)
    postcode = _example_postcode(tables.outcodes)
    filled = Filled(site.base_url or LOCAL, force_id, neighbourhood_id, folder, context.newest, site.as_of, postcode)
    view = DevelopersView(
        address=filled.site,
        is_known=bool(site.base_url),
        force=force_id,
        folder=folder,
        area_name=name,
        outcode=postcode.partition(" ")[0],
        newest=context.newest,
        tasks=read_tasks(words, filled),
        routes=_routes(tables, context.newest, words),
        elsewhere=tuple(ElsewhereLine(path, words.gettext(why), tuple(filter(None, instead.split("; ")))) for path, why, instead in ELSEWHERE),
        clients=tuple(ClientLine(one.name, one.version, one.registry, one.told, tuple(map(words.gettext, one.asks))) for one in CLIENTS),
        licence=LICENCE,
        licence_name=LICENCE_NAME,
        cite=citation(site, words),
    )
    yield renderer.at(path), renderer.render("pages/developers.html", path, view)


def _example(tables: DeveloperTables, newest: str, day: str) -> tuple[str, str, str, str]:
    """Force, id, folder and name of the neighbourhood that the programs ask about; empty texts where the site has none in which crimes are counted.

    Those whose team and meetings were supplied come before others, then those with meetings from the day on, then the first by force and id. Its id
    can be written into any language as it is.
    """
    counted = tables.coverage.filter(
        pl.col("dataset") == "crime", pl.col("month") == newest, pl.col("state").is_in([*COUNTED_STATES]), pl.col("force_id") != BTP
    )
    coming = tables.events.filter(pl.col("start") >= day).select("force_id", "neighbourhood_id").unique().with_columns(pl.lit(0).alias("later"))
    named = tables.neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id", pl.col("folder").alias("page"), "name")
    known = (
        tables.api_folders.filter("has_boundary", pl.col("folder").str.contains(_PLAIN))
        .filter(pl.col("folder") == pl.col("neighbourhood_id"), pl.col("force_id").is_in(counted["force_id"].implode()))
        .join(named, on=["force_id", "neighbourhood_id"])
        .join(coming, on=["force_id", "neighbourhood_id"], how="left")
        .with_columns(pl.sum_horizontal("people_supplied", "events_supplied").alias("told"))
        .sort("told", "later", "force_id", "neighbourhood_id", descending=[True, False, False, False], nulls_last=True)
        .select("force_id", "neighbourhood_id", "page", "name")
    )
    return known.row(0) if known.height else ("", "", "", "")


def _example_postcode(outcodes: pl.DataFrame) -> str:
    """The example of the outcode that has most postcodes in a neighbourhood; empty where there is none."""
    served = outcodes.filter(pl.col("example").is_not_null()).sort("postcodes", "outcode", descending=[True, False])
    return str(served["example"][0]) if served.height else ""


def _routes(tables: DeveloperTables, newest: str, words: Words) -> tuple[RouteLine, ...]:
    found = route_examples(tables.forces, tables.officers, tables.api_folders, tables.coverage, newest)

    def example(path: str, parameters: tuple[str, ...]) -> str:
        if not newest or (parameters and path not in found):
            return ""
        return urls.api("/".join(found[path][part[1:-1]] if part.startswith("{") else part for part in path.split("/")))

    return tuple(
        RouteLine(route.path, words.gettext(route.what), " ".join(map(words.gettext, route.differences)), example(route.path, route.parameters))
        for route in ROUTES
    )
