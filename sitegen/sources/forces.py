"""Police forces and their senior officers, from the API's answers."""

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import entries, list_if_readable, member, object_if_readable
from sitegen.sources.markup import plain_text, safe_html, safe_link
from sitegen.sources.vocabulary import force_names
from sitegen.tables.schemas import SCHEMAS


def read_forces(*, policing_forces: tuple[RawFile, ...], force_vocabulary: tuple[RawFile, ...], force_ids: list[str]) -> pl.DataFrame:
    """One row for each force of the site, sorted by id.

    The name is the API list's, else its detail's, else the vocabulary's; a force nobody names is shown by its id.
    A file that cannot be read is as none; `read_force_quality` tells of it.
    """
    names = {str(force.force_id): force.name for force in force_names(force_vocabulary)} | listed_names(policing_forces)
    rows = []
    for force_id in sorted(force_ids):
        file = _find(policing_forces, f"policing/forces/{force_id}.json")
        detail, fault = object_if_readable(file)
        name = names.get(force_id) or plain_text(detail.get("name")) or force_id.replace("-", " ").title()
        telephone, description = plain_text(detail.get("telephone")) or None, safe_html(detail.get("description"))
        rows.append((force_id, name, safe_link(detail.get("url")), telephone, description, file is not None and fault is None))
    return pl.DataFrame(rows, schema=SCHEMAS["forces"].types, orient="row")


def read_officers(*, policing_forces: tuple[RawFile, ...], force_ids: list[str]) -> pl.DataFrame:
    """Senior officers by name and rank as supplied, sorted by force and the force's own order; nobody without a name."""
    rows = []
    for force_id in sorted(force_ids):
        file = _find(policing_forces, f"policing/forces/{force_id}/people.json")
        people, _fault = list_if_readable(file)
        named = [(plain_text(member(person, "name")), plain_text(member(person, "rank"))) for person in people]
        rows += [(force_id, position, name, rank) for position, (name, rank) in enumerate(pair for pair in named if pair[0])]
    return pl.DataFrame(rows, schema=SCHEMAS["officers"].types, orient="row")


def read_engagements(*, policing_forces: tuple[RawFile, ...], force_ids: list[str]) -> pl.DataFrame:
    """Where else each force can be followed, sorted by force and the force's own order; nothing without a title."""
    rows: list[tuple[object, ...]] = []
    for force_id in sorted(force_ids):
        detail, _fault = object_if_readable(_find(policing_forces, f"policing/forces/{force_id}.json"))
        ways = [
            (plain_text(member(way, "type")), plain_text(member(way, "title")), plain_text(member(way, "description")), safe_link(member(way, "url")))
            for way in entries(detail.get("engagement_methods"))
        ]
        rows += [(force_id, position, *way) for position, way in enumerate(way for way in ways if way[1])]
    return pl.DataFrame(rows, schema=SCHEMAS["engagements"].types, orient="row")


def listed_names(policing_forces: tuple[RawFile, ...]) -> dict[str, str]:
    """The names of all forces that the API lists, by id; none where the list was not supplied or cannot be read."""
    file = _find(policing_forces, "policing/forces.json")
    listed, _fault = list_if_readable(file)
    names = {plain_text(member(force, "id")): plain_text(member(force, "name")) for force in listed}
    return {force_id: name for force_id, name in names.items() if name}


def _find(files: tuple[RawFile, ...], name: str) -> RawFile | None:
    return next((file for file in files if file.name == name), None)
