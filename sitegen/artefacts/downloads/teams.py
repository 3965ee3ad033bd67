"""Teams, their priorities and their meetings, as lines of JSON, with the months in which each was seen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.site_json import to_json

_PLACE = ("force_id", "neighbourhood_id")


@dataclass(frozen=True, slots=True)
class TeamTables:
    """What is known of teams, a table for each kind of it, and what is known of them as they were."""

    neighbourhoods: pl.DataFrame
    people: pl.DataFrame
    contacts: pl.DataFrame
    stations: pl.DataFrame
    links: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame
    past_neighbourhoods: pl.DataFrame
    past_priorities: pl.DataFrame
    past_events: pl.DataFrame


def make(*, tables: TeamTables, months: list[str]) -> Iterator[tuple[str, bytes]]:
    """A line for each neighbourhood with its team, for each priority and for each meeting; sorted by force and neighbourhood.

    What is no longer listed follows what is, the last seen first, back to the first month of the site. People have no history.
    """
    known = tables.neighbourhoods.filter(pl.col("problem").is_null()).sort(*_PLACE)
    oldest = months[0] if months else None
    lines = {
        "teams": _teams(known, tables, oldest),
        "priorities": _listed(tables.priorities, tables.past_priorities, tables.neighbourhoods, "priorities_supplied", oldest),
        "meetings": _listed(tables.events, tables.past_events, tables.neighbourhoods, "events_supplied", oldest),
    }
    for name, rows in lines.items():
        if data := b"".join(to_json(row) + b"\n" for row in rows):
            yield urls.bulk(name, "jsonl"), data


def _teams(known: pl.DataFrame, tables: TeamTables, oldest: str | None) -> Iterator[dict[str, object]]:
    lists = {name: _by_place(getattr(tables, name)) for name in ("people", "contacts", "stations", "links")}
    names = _names(tables.past_neighbourhoods)
    rows: list[dict[str, object]] = []
    for row in known.iter_rows(named=True):
        place = row["force_id"], row["neighbourhood_id"]
        rows.append(
            {
                **_place(row),
                **{name: row[name] for name in ("name", "description", "url", "population", "centre_lon", "centre_lat")},
                # A list that was not supplied is no empty one.
                "people": lists["people"].get(place, []) if row["people_supplied"] else None,
                **{name: lists[name].get(place, []) if row["detail_supplied"] else None for name in ("contacts", "stations", "links")},
                **_history(names.get(place, []), row["name"]),
                "listed": True,
            }
        )
    here = set(tables.neighbourhoods.select(*_PLACE).iter_rows())
    forces = set(known["force_id"])
    for (force_id, neighbourhood_id), seen in names.items():
        history = _history(seen, seen[-1]["name"])
        # Without a list of today nobody knows what is gone.
        if (force_id, neighbourhood_id) not in here and force_id in forces and oldest and str(history["last_seen"] or "") >= oldest:
            empty = ("page", "description", "url", "population", "centre_lon", "centre_lat", "people", "contacts", "stations", "links")
            gone = {"force": force_id, "neighbourhood": neighbourhood_id, "name": seen[-1]["name"], **dict.fromkeys(empty), **history}
            rows.append({**gone, "listed": False})
    yield from sorted(rows, key=lambda row: (str(row["force"]), str(row["neighbourhood"])))


def _history(seen: list[dict[str, str | None]], name: str | None) -> dict[str, object]:
    """When a neighbourhood was in its force's list, and under which other names; null where no list was kept."""
    first, last = ([str(one[key]) for one in seen if one[key]] for key in ("first_seen", "last_seen"))
    return {
        "first_seen": min(first, default=None),
        "last_seen": max(last, default=None),
        "former_names": [one for one in seen if one["name"] not in {name, None}] if seen else None,
    }


def _names(past: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, str | None]]]:
    """Every name of each neighbourhood that a list ever had, with the months in which it was seen; the newest last."""
    found: dict[tuple[str, str], list[dict[str, str | None]]] = {}
    used = past.filter(pl.col("problem").is_null())
    merged = used.group_by(*_PLACE, "name").agg(pl.col("first_month").min(), pl.col("last_month").max())
    for force_id, neighbourhood_id, name, first, last in merged.sort(*_PLACE, "last_month", "first_month", "name", nulls_last=False).iter_rows():
        found.setdefault((force_id, neighbourhood_id), []).append({"name": name, "first_seen": first, "last_seen": last})
    return found


def _listed(rows: pl.DataFrame, past: pl.DataFrame, here: pl.DataFrame, supplied: str, oldest: str | None) -> Iterator[dict[str, object]]:
    """The rows of neighbourhoods that have a page, in the order of the force, then what is no longer, also of neighbourhoods that are gone."""
    columns = [name for name in rows.columns if name not in {*_PLACE, "position"}]
    key = [*_PLACE, *columns]
    seen = past.filter(pl.col("problem").is_null()).group_by(key).agg(pl.col("first_month").min(), pl.col("last_month").max())
    now = rows.join(seen, on=key, how="left", nulls_equal=True).with_columns(pl.lit(0).alias("after"))
    gone = seen.join(rows, on=key, how="anti", nulls_equal=True).filter(pl.col("last_month") >= oldest)
    gone = gone.sort(*_PLACE, "last_month", *columns, descending=[False, False, True, *[False] * len(columns)], nulls_last=True)
    gone = gone.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("position"), pl.lit(1).alias("after"))
    known = here.filter(pl.col("problem").is_null())
    # Without a list of today nobody knows what is gone.
    lost = gone.join(here, on=_PLACE, how="anti").filter(pl.col("force_id").is_in(known["force_id"].implode())).select(*_PLACE).unique()
    places = pl.concat([known.select(*_PLACE, "folder", supplied), lost.with_columns(pl.lit(True).alias(supplied))], how="diagonal")
    every = pl.concat([now, gone.select(now.columns)]).join(places, on=_PLACE, how="inner").sort(*_PLACE, "after", "position")
    for row in every.iter_rows(named=True):
        # Of what the force does not answer today nobody knows whether it stands.
        listed = True if not row["after"] else False if row[supplied] else None
        told = {name: row[name] for name in columns}
        yield {**_place(row), **told, "first_seen": row["first_month"], "last_seen": row["last_month"], "listed": listed}


def _place(row: dict[str, object]) -> dict[str, object]:
    return {"force": row["force_id"], "neighbourhood": row["neighbourhood_id"], "page": row["folder"] and f"{row['force_id']}/{row['folder']}/"}


def _by_place(rows: pl.DataFrame) -> dict[tuple[str, str], list[dict[str, object]]]:
    found: dict[tuple[str, str], list[dict[str, object]]] = {}
    ordered: Iterable[dict[str, object]] = rows.sort(*_PLACE, "position").iter_rows(named=True)
    for row in ordered:
        place = str(row["force_id"]), str(row["neighbourhood_id"])
        found.setdefault(place, []).append({name: value for name, value in row.items() if name not in {*_PLACE, "position"}})
    return found
