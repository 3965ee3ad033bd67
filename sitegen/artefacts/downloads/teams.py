"""Teams, their priorities and their meetings, as lines of JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.site_json import to_json

_PLACE = ("force_id", "neighbourhood_id")


@dataclass(frozen=True, slots=True)
class TeamTables:
    """What is known of teams, a table for each kind of it."""

    neighbourhoods: pl.DataFrame
    people: pl.DataFrame
    contacts: pl.DataFrame
    stations: pl.DataFrame
    links: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame


def make(*, tables: TeamTables) -> Iterator[tuple[str, bytes]]:
    """A line for each neighbourhood with its team, for each priority and for each meeting; sorted by force and neighbourhood."""
    known = tables.neighbourhoods.filter(pl.col("problem").is_null()).sort(*_PLACE)
    lines = {"teams": _teams(known, tables), "priorities": _listed(tables.priorities, known), "meetings": _listed(tables.events, known)}
    for name, rows in lines.items():
        if data := b"".join(to_json(row) + b"\n" for row in rows):
            yield urls.bulk(name, "jsonl"), data


def _teams(known: pl.DataFrame, tables: TeamTables) -> Iterator[dict[str, object]]:
    lists = {name: _by_place(getattr(tables, name)) for name in ("people", "contacts", "stations", "links")}
    for row in known.iter_rows(named=True):
        place = row["force_id"], row["neighbourhood_id"]
        yield {
            **_place(row),
            **{name: row[name] for name in ("name", "description", "url", "population", "centre_lon", "centre_lat")},
            # A list that was not supplied is no empty one.
            "people": lists["people"].get(place, []) if row["people_supplied"] else None,
            **{name: lists[name].get(place, []) if row["detail_supplied"] else None for name in ("contacts", "stations", "links")},
        }


def _listed(rows: pl.DataFrame, known: pl.DataFrame) -> Iterator[dict[str, object]]:
    """The rows of neighbourhoods that have a page, in the order of the force."""
    pages = known.select(*_PLACE, "folder")
    for row in rows.join(pages, on=_PLACE, how="inner").sort(*_PLACE, "position").iter_rows(named=True):
        yield {**_place(row), **{name: value for name, value in row.items() if name not in {*_PLACE, "folder", "position"}}}


def _place(row: dict[str, object]) -> dict[str, object]:
    return {"force": row["force_id"], "neighbourhood": row["neighbourhood_id"], "page": f"{row['force_id']}/{row['folder']}/"}


def _by_place(rows: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, object]]]:
    found: dict[tuple[str, str], list[dict[str, object]]] = {}
    ordered: Iterable[dict[str, object]] = rows.sort(*_PLACE, "position").iter_rows(named=True)
    for row in ordered:
        place = str(row["force_id"]), str(row["neighbourhood_id"])
        found.setdefault(place, []).append({name: value for name, value in row.items() if name not in {*_PLACE, "position"}})
    return found
