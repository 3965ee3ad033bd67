"""Neighbourhoods of a force: what they are called and how to reach their team."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from sitegen.raw import RawFile
from sitegen.reserved import RESERVED_IN_FORCE
from sitegen.sources.json_files import entries, list_if_readable, member, object_if_readable
from sitegen.sources.markup import SafeText, address_line, email_link, plain_text, safe_link, safe_text, telephone_link
from sitegen.sources.policing_files import sort_out
from sitegen.sources.positions import degrees, in_uk
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import canonical_id, folder_names, is_usable_id, slug

_CHANNELS = (
    "email", "telephone", "mobile", "fax", "web", "e-messaging", "address",
    "facebook", "x", "instagram", "youtube", "flickr", "forum", "blog", "rss",
)  # fmt: skip
_LINKED = frozenset(_CHANNELS) - {"address", "fax"}
_DEFUNCT = frozenset({"bebo", "myspace", "google-plus"})
_POPULATION_MOST = 10_000_000
_TEAM_KINDS = ("people", "priorities", "events")


def read_neighbourhoods(*, force_id: str, policing: tuple[RawFile, ...], boundaries: pl.DataFrame) -> pl.DataFrame:
    """One row for each neighbourhood the force lists, has detail of, or has a usable boundary of, sorted by id.

    Where there is no list that can be read, a boundary that cannot be tells of a neighbourhood, too.
    Entries of the list that cannot be used stay as rows with a problem, `id-unusable` or `id-repeated`; their `row` is
    the place in the list, from 1. The note `not-listed` marks a neighbourhood that a list was given without. Its name is
    the list's, else the detail's, else the boundary file's, else its id. A list that cannot be read is one row with its
    problem, and as none otherwise; of other files `unreadable` says which cannot be read.
    """
    files = sort_out(policing)
    listed_entries, list_fault = list_if_readable(files.listing)
    names, spoiled = _listed(listed_entries)
    if list_fault is not None:
        spoiled = [(1, list_fault)]
    has_list = files.listing is not None and list_fault is None
    unreadable = {found for found, file in files.teams.items() if list_if_readable(file)[1] is not None}
    shapes = {
        str(key): (name, str(file))
        for key, name, file in boundaries.filter(pl.col("problem").is_null()).select("neighbourhood_id", "name", "file").iter_rows()
    }
    teams = {neighbourhood_id for _, neighbourhood_id in files.teams}
    shapeless = {str(key): str(file) for key, file in boundaries.select("neighbourhood_id", "file").iter_rows() if key not in shapes}
    ids = sorted(set(names) | set(files.details) | teams | set(shapes) | (set() if has_list else set(shapeless)))
    folders = folder_names(ids, RESERVED_IN_FORCE)
    rows: list[tuple[object, ...]] = []
    for key in ids:
        file = files.details.get(key)
        detail, fault = object_if_readable(file)
        lost = [
            *(["detail"] if fault else []),
            *(kind for kind in _TEAM_KINDS if (kind, key) in unreadable),
            *(["boundary"] if key in shapeless else []),
        ]
        lon, lat = _position(member(detail, "centre"))
        name = names.get(key) or plain_text(detail.get("name")) or (shapes[key][0] if key in shapes else None) or key
        supplied = (file is not None and fault is None, *((kind, key) in files.teams and kind not in lost for kind in _TEAM_KINDS))
        listed = has_list and key in names
        source = files.listing if listed else file or next((found for (_, team), found in sorted(files.teams.items()) if team == key), None)
        note = None if listed or not has_list else "not-listed"
        quality = (source.name if source else shapes[key][1] if key in shapes else shapeless[key], 1 if note else None, None, note)
        facts = (folders[key], name, _description(detail).html, safe_link(detail.get("url_force")), _population(detail.get("population")), lon, lat)
        rows.append((force_id, key, *facts, *supplied, " ".join(lost), *quality))
    if files.listing is not None:
        rows += [
            (force_id, None, None, None, None, None, None, None, None, False, False, False, False, "", files.listing.name, *at, None)
            for at in spoiled
        ]
    return pl.DataFrame(rows, schema=SCHEMAS["neighbourhoods"].types, orient="row").sort("neighbourhood_id", "row", nulls_last=True)


def read_contacts(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Ways to reach each team, sorted by neighbourhood and a fixed order of channels; services that closed are left out.

    What was called twitter is `x`. A channel nobody has heard of comes last, under its own name.
    """
    return _details_table(SCHEMAS["contacts"].types, force_id, policing, _contacts)


def read_stations(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Police stations and other places of each neighbourhood, in the force's own order; nothing without name and address."""
    return _details_table(SCHEMAS["stations"].types, force_id, policing, _stations)


def read_links(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """Links a force gives for each neighbourhood, in its own order; unsafe ones are left out."""
    return _details_table(SCHEMAS["links"].types, force_id, policing, _links)


def judge_detail(detail: dict[str, object]) -> tuple[int, Counter[str], Counter[str]]:
    """What becomes of the contacts, stations and links in a neighbourhood's own file, and of the file itself as one more entry.

    The number shown, those left out by reason, and those shown with a fault by its name.
    """
    contacts, stations, links = _contacts(detail), _stations(detail), _links(detail)
    given = detail.get("contact_details")
    closed = [slug(key) for key, value in given.items() if plain_text(value)] if isinstance(given, dict) else []
    aside = {
        "channel-closed": sum(key in _DEFUNCT for key in closed),
        "link-unusable": len(entries(detail.get("links")))
        - len(links)
        + (bool(detail.get("url_force")) and safe_link(detail.get("url_force")) is None),
        "station-without-name": len(entries(detail.get("locations"))) - len(stations),
    }
    noted = {
        "contact-without-link": sum(href is None and channel in _LINKED for channel, _, href in contacts),
        "population-unknown": plain_text(detail.get("population")) != "" and _population(detail.get("population")) is None,
        "text-shortened": _description(detail).is_shortened,
    }
    return 1 + len(contacts) + len(stations) + len(links), +Counter(aside), +Counter(noted)


def _description(detail: dict[str, object]) -> SafeText:
    about, welcome = safe_text(detail.get("description")), safe_text(detail.get("welcome_message"))
    return about if about.html else welcome


def _listed(listing: list[object]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Names by id as the list gives them, and place and problem of each entry that cannot be used."""
    names: dict[str, str] = {}
    spoiled: list[tuple[int, str]] = []
    for place, entry in enumerate(listing, start=1):
        key = canonical_id(given) if isinstance(given := member(entry, "id"), str) else None
        if key is None or not is_usable_id(key):
            spoiled.append((place, "id-unusable"))
        elif key in names:
            spoiled.append((place, "id-repeated"))
        else:
            names[key] = plain_text(member(entry, "name"))
    return names, spoiled


def _contacts(detail: dict[str, object]) -> list[tuple[str, str, str | None]]:
    given = detail.get("contact_details")
    pairs = [("x" if slug(key) == "twitter" else slug(key), value) for key, value in given.items()] if isinstance(given, dict) else []
    rows = [(channel, plain_text(value), _contact_link(channel, value)) for channel, value in pairs if channel not in _DEFUNCT]
    return sorted({row for row in rows if row[1]}, key=lambda row: (_place(row[0]), row[0], row[1], row[2] or ""))


def _stations(detail: dict[str, object]) -> list[tuple[str, str, str, str, str, float | None, float | None]]:
    rows = [
        (
            plain_text(member(place, "name")),
            plain_text(member(place, "type")),
            address_line(member(place, "address")),
            plain_text(member(place, "postcode")),
            plain_text(member(place, "description")),
            *_position(place),
        )
        for place in entries(detail.get("locations"))
    ]
    return [row for row in rows if row[0] or row[2]]


def _links(detail: dict[str, object]) -> list[tuple[str, str, str]]:
    rows = [
        (plain_text(member(link, "title")), safe_link(member(link, "url")), plain_text(member(link, "description")))
        for link in entries(detail.get("links"))
    ]
    return [(title or href, href, description) for title, href, description in rows if href]


def _position(place: object) -> tuple[float | None, float | None]:
    lon, lat = degrees(member(place, "longitude")), degrees(member(place, "latitude"))
    return (round(lon, 6), round(lat, 6)) if not math.isnan(lon + lat) and in_uk(lon, lat) else (None, None)


def _population(value: object) -> int | None:
    # "0" is how forces write that they do not know.
    digits = plain_text(value).replace(",", "")
    people = int(digits) if re.fullmatch(r"[0-9]{1,9}", digits, re.ASCII) else 0
    return people if 0 < people <= _POPULATION_MOST else None


def _details_table(
    types: Mapping[str, pl.DataType], force_id: str, policing: tuple[RawFile, ...], read: Callable[[dict[str, object]], Sequence[tuple[object, ...]]]
) -> pl.DataFrame:
    details = sorted(sort_out(policing).details.items())
    rows = [(force_id, key, position, *row) for key, file in details for position, row in enumerate(read(object_if_readable(file)[0]))]
    return pl.DataFrame(rows, schema=types, orient="row")


def _contact_link(channel: str, value: object) -> str | None:
    text = plain_text(value)
    if channel == "email":
        return email_link(text)
    if channel in {"telephone", "mobile"}:
        return telephone_link(text)
    return safe_link(value)


def _place(channel: str) -> int:
    return _CHANNELS.index(channel) if channel in _CHANNELS else len(_CHANNELS)
