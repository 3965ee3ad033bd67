"""The page of the interactive map; without a script it leads to the same figures page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import NO_LETTER, force_names, letter_of, read_places
from sitegen.artefacts.maps.attribution import basemap_credit
from sitegen.artefacts.maps.land_picture import draw_land
from sitegen.artefacts.maps.months import map_months
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.map_picture import MonthOfForces, PictureView, read_newest, view_month, view_picture
from sitegen.artefacts.text.words import Words
from sitegen.terms import BTP

_SCRIPT = "map.js"
"""A copy built without it has the page without its map."""


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """A month to choose: `text` says where nothing was supplied, `missing` is then the state and otherwise empty."""

    month: str
    text: str
    missing: str


@dataclass(frozen=True, slots=True)
class CategoryChoice:
    """A category to choose: its attribute in the tiles, its name, and the months it was in use, empty where open."""

    key: str
    name: str
    first_month: str
    last_month: str


@dataclass(frozen=True, slots=True)
class MapView:
    """The map's page: months newest first; `places` are addresses relative to the page, whose names in braces the script fills in.

    `credit` names the owners of the basemap, empty where there is none.
    """

    months: tuple[MonthChoice, ...]
    newest: MonthOfForces
    picture: PictureView | None
    categories: tuple[CategoryChoice, ...]
    force_names: Mapping[str, str]
    """The forces that have another name in the page's language than in the tiles, by the latter."""
    letters: tuple[tuple[str, str], ...]
    places: Mapping[str, str]
    credit: str
    has_script: bool
    from_archives: bool


@dataclass(frozen=True, slots=True)
class MapTables:
    """What the map's page is made from."""

    forces: pl.DataFrame
    categories: pl.DataFrame
    coverage: pl.DataFrame
    neighbourhoods: pl.DataFrame
    basemap_owners: pl.DataFrame
    force_areas: pl.DataFrame
    force_series: pl.DataFrame
    picture_cells: pl.DataFrame
    cell_scales: pl.DataFrame


def make(*, context: PageContext, tables: MapTables, tiles: str) -> Iterator[tuple[str, bytes]]:
    """The page `/map/`."""
    renderer = context.renderer()
    months, coverage, neighbourhoods = context.months, tables.coverage, tables.neighbourhoods
    supplied = force_names(tables.forces)
    forces, categories = renderer.words.translated(tables.forces), renderer.words.translated(tables.categories)
    path = urls.page("map")
    places = read_places(neighbourhoods, forces)
    newest = read_newest(tables.force_series, coverage, forces, months)
    drawn = draw_land(force_areas=tables.force_areas, picture_cells=tables.picture_cells, cell_scales=tables.cell_scales)
    letters = sorted({letter_of(place.name) for place in places.values()}, key=lambda letter: (letter == NO_LETTER, letter))
    view = MapView(
        months=_months(renderer.words, coverage, months),
        newest=view_month(newest, forces, months, renderer.words),
        picture=view_picture(drawn, newest, forces, renderer.words) if drawn else None,
        categories=_categories(renderer.words, categories, forces, months),
        force_names={supplied[force_id]: name for force_id, name in sorted(force_names(forces).items()) if supplied[force_id] != name},
        letters=tuple((letter, urls.find_letter(letter)) for letter in letters),
        places=_places(path, renderer.link),
        credit=basemap_credit(tables.basemap_owners["attribution"].to_list(), renderer.site.as_of[:4]),
        has_script=_SCRIPT in renderer.assets,
        from_archives=tiles == "pmtiles",
    )
    yield renderer.at(path), renderer.render("pages/map.html", path, view)


def _months(words: Words, coverage: pl.DataFrame, months: list[str]) -> tuple[MonthChoice, ...]:
    choices = []
    for one in reversed(map_months(coverage=coverage, months=months)):
        name = words.month(one.month)
        if one.has_tiles:
            choices.append(MonthChoice(one.month, name, ""))
        else:
            text = words.gettext("%(month)s: %(state)s", month=name, state=words.state(one.state))
            choices.append(MonthChoice(one.month, text, one.state))
    return tuple(choices)


def _categories(words: Words, categories: pl.DataFrame, forces: pl.DataFrame, months: list[str]) -> tuple[CategoryChoice, ...]:
    """The categories in use in the window, in the vocabulary's order, British Transport Police last."""
    first, last = (months[0], months[-1]) if months else ("", "")
    used = categories.filter(pl.col("first_month") <= last, pl.col("last_month").is_null() | (pl.col("last_month") >= first)).sort("position")
    choices = [CategoryChoice(*row) for row in used.select("key", "name", "first_month", pl.col("last_month").fill_null("")).iter_rows()]
    if BTP in set(forces["force_id"]):
        choices.append(CategoryChoice(str(BTP), words.gettext("British Transport Police, all categories"), "", ""))
    return tuple(choices)


def _places(path: str, link: Callable[[str, str], str]) -> dict[str, str]:
    return {
        "crime": link(path, urls.crime_tiles("{month}").tilejson),
        "periods": link(path, urls.CRIME_TILE_MONTHS),
        "stops": link(path, urls.stop_tiles("{month}").tilejson),
        "stop_periods": link(path, urls.STOP_TILE_MONTHS),
        "outcomes": link(path, "outcomes/") + "{month}/{z}/{x}/{y}.json",
        "boundaries": link(path, urls.BOUNDARY_TILES.tilejson),
        "base": link(path, urls.BASE_TILES.tilejson),
        "boxes": link(path, urls.boundary_boxes("{force}")),
        "streets": link(path, urls.street_shard(0, 0)).removesuffix("0/0.json") + "{x}/{y}.json",
        "force": link(path, urls.force("{force}")),
        "neighbourhood": link(path, urls.neighbourhood("{force}", "{folder}")),
        "points": link(path, urls.page("points")),
        "street_page": link(path, urls.neighbourhood_streets("{force}", "{folder}")),
    }
