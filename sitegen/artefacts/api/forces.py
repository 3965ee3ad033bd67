"""A force as the API has it: its own answers, and those about each of its neighbourhoods."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import polars as pl
import shapely

from sitegen import urls
from sitegen.artefacts.api.shapes import (
    EngagementMethod,
    Event,
    Force,
    Link,
    Neighbourhood,
    NeighbourhoodName,
    Person,
    Place,
    Position,
    Priority,
    to_bytes,
)
from sitegen.site_json import to_json

Answer = TypeVar("Answer")
Row = dict[str, Any]  # Any: cells of every column type


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is known of a force and its neighbourhoods."""

    forces: pl.DataFrame
    engagements: pl.DataFrame
    officers: pl.DataFrame
    neighbourhoods: pl.DataFrame
    api_folders: pl.DataFrame
    boundaries: pl.DataFrame
    contacts: pl.DataFrame
    stations: pl.DataFrame
    links: pl.DataFrame
    people: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame


def make(*, force_id: str, tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The answers about one force and each of its neighbourhoods; what was not supplied has no file.

    An empty list stands only where the force gave one. `ids.json` has the folder of each neighbourhood.
    """
    yield from _of_force(force_id, tables)
    if tables.api_folders.is_empty():
        return
    folders = dict(tables.api_folders.select("neighbourhood_id", "folder").iter_rows())
    yield urls.api_neighbourhood_ids(force_id), to_json(folders)
    known = tables.neighbourhoods.filter(pl.col("problem").is_null())
    names = [NeighbourhoodName(key, name) for key, name in known.sort("name", "neighbourhood_id").select("neighbourhood_id", "name").iter_rows()]
    yield urls.api(f"{force_id}/neighbourhoods"), to_bytes(names)
    for part, answers in (
        ("", _details(tables)),
        ("/boundary", _boundaries(tables)),
        ("/people", _listed(tables, "people_supplied", tables.people, _person)),
        ("/events", _listed(tables, "events_supplied", tables.events.sort("neighbourhood_id", "start", "position"), _event)),
        ("/priorities", _listed(tables, "priorities_supplied", tables.priorities, _priority)),
    ):
        for key, answer in answers:
            yield urls.api(f"{force_id}/{folders[key]}{part}"), to_bytes(answer)


def _of_force(force_id: str, tables: Tables) -> Iterator[tuple[str, bytes]]:
    ways = [
        EngagementMethod(type=way["kind"], title=way["title"], description=way["description"] or None, url=way["href"] or "")
        for way in _rows(tables.engagements.filter(pl.col("force_id") == force_id).sort("position"))
    ]
    for row in _rows(tables.forces.filter(pl.col("force_id") == force_id, "detail_supplied")):
        about = (row["description"], row["url"], ways, row["telephone"], force_id, row["name"])
        yield urls.api(f"forces/{force_id}"), to_bytes(Force(*about))
    officers = [_person(row) for row in _rows(tables.officers.filter(pl.col("force_id") == force_id).sort("position"))]
    if officers:
        yield urls.api(f"forces/{force_id}/people"), to_bytes(officers)


def _details(tables: Tables) -> Iterator[tuple[str, Neighbourhood]]:
    links, stations = _grouped(tables.links, _link), _grouped(tables.stations, _place)
    contacts = _grouped(tables.contacts, lambda row: (_channel(row["channel"]), row["text"]))
    for row in _rows(tables.neighbourhoods.filter(pl.col("problem").is_null(), "detail_supplied").sort("neighbourhood_id")):
        key = row["neighbourhood_id"]
        reached: dict[str, str] = {}
        for channel, text in contacts.get(key, []):
            reached.setdefault(channel, text)
        yield (
            key,
            Neighbourhood(
                url_force=row["url"] or "",
                contact_details=reached,
                name=row["name"],
                links=links.get(key, []),
                centre=None if row["centre_lon"] is None else Position(_degrees(row["centre_lat"]), _degrees(row["centre_lon"])),
                locations=stations.get(key, []),
                description=row["description"],
                id=key,
                # Upstream writes 0 where the people are not known, and clients make a number of it.
                population=str(row["population"] or 0),
            ),
        )


def _boundaries(tables: Tables) -> Iterator[tuple[str, list[Position]]]:
    """The outer ring of each boundary; of one in several parts that of the largest, since an answer is one ring."""
    shaped = tables.boundaries.filter(pl.col("geometry").is_not_null()).sort("neighbourhood_id")
    listed = shaped.join(tables.api_folders.select("neighbourhood_id"), on="neighbourhood_id", how="semi", maintain_order="left")
    for key, geometry in listed.select("neighbourhood_id", "geometry").iter_rows():
        parts = shapely.get_parts(shapely.from_wkb(geometry))
        ring = shapely.get_coordinates(shapely.get_exterior_ring(parts[shapely.area(parts).argmax()]))
        yield key, [Position(_degrees(lat), _degrees(lon)) for lon, lat in ring.tolist()]


def _listed(tables: Tables, flag: str, table: pl.DataFrame, written: Callable[[Row], Answer]) -> Iterator[tuple[str, list[Answer]]]:
    """The entries of each neighbourhood of which the force gave a list, if an empty one."""
    given = _grouped(table, written)
    for key in tables.api_folders.filter(flag).sort("neighbourhood_id")["neighbourhood_id"]:
        yield key, given.get(key, [])


def _person(row: Row) -> Person:
    return Person(bio=None, contact_details={}, name=row["name"], rank=row["rank"])


def _event(row: Row) -> Event:
    return Event(
        contact_details={},
        description=row["description"],
        title=row["title"],
        address=row["address"],
        type=row["kind"],
        start_date=f"{row['start']}:00",
        end_date=f"{row['end']}:00" if row["end"] else None,
    )


def _priority(row: Row) -> Priority:
    return Priority(action=row["action"], issue_date=_midnight(row["issue_date"]), action_date=_midnight(row["action_date"]), issue=row["issue"])


def _link(row: Row) -> Link:
    return Link(url=row["href"], description=row["description"], title=row["title"])


def _place(row: Row) -> Place:
    place = Place(name=row["name"], postcode=row["postcode"], address=row["address"], type=row["kind"], description=row["description"])
    if row["lon"] is not None:
        place.latitude, place.longitude = _degrees(row["lat"]), _degrees(row["lon"])
    return place


def _channel(channel: str) -> str:
    # Upstream still calls it by its older name, and clients have a field for that.
    return "twitter" if channel == "x" else channel


def _rows(table: pl.DataFrame) -> Iterator[Row]:
    return table.iter_rows(named=True)


def _midnight(day: str | None) -> str | None:
    return f"{day}T00:00:00" if day else None


def _degrees(value: float) -> str:
    """Degrees as text of at most six decimals (0.1 m), without noughts at their end."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _grouped(table: pl.DataFrame, written: Callable[[Row], Answer]) -> dict[str, list[Answer]]:
    """What is written of each row of a table, by neighbourhood and in the table's order."""
    groups: dict[str, list[Answer]] = {}
    for row in _rows(table):
        groups.setdefault(row["neighbourhood_id"], []).append(written(row))
    return groups
