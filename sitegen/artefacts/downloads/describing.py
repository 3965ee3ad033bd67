"""What the bulk files are, for programs: a data package, a catalogue in DCAT, and what a row of each table is as JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_table import LICENCE, LICENCE_NAME, OWNERS, BulkFiles, Field, Kind, Table, form_of
from sitegen.artefacts.bulk_tables import all_tables
from sitegen.raw import MadeFile
from sitegen.site_json import to_json

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]

_MEDIA = {
    "parquet": "application/vnd.apache.parquet",
    "csv.gz": "text/csv",
    "csv": "text/csv",
    "pmtiles": "application/vnd.pmtiles",
    "fgb": "application/flatgeobuf",
    "jsonl": "application/jsonl",
}
_TABLE_SCHEMA: dict[Kind, dict[str, str]] = {
    "text": {"type": "string"},
    "month": {"type": "yearmonth"},
    "date": {"type": "date"},
    "time": {"type": "datetime", "format": "%Y-%m-%dT%H:%M"},
    "whole": {"type": "integer"},
    "degrees": {"type": "number"},
    "share": {"type": "number"},
    "flag": {"type": "boolean"},
    "list": {"type": "array"},
    "shape": {"type": "any"},
}
_JSON_SCHEMA: dict[Kind, dict[str, str]] = {
    "text": {"type": "string"},
    "month": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "time": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"},
    "whole": {"type": "integer"},
    "degrees": {"type": "number"},
    "share": {"type": "number"},
    "flag": {"type": "boolean"},
    "list": {"type": "array"},
}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def make(*, files: BulkFiles, categories: pl.DataFrame, site: Mapping[str, object], months: list[str]) -> Iterator[tuple[str, bytes]]:
    """The data package, the catalogue, and a schema for each table that the site has a file of; nothing where it has none."""
    tables = [(table, found) for table in all_tables(categories) if (found := files.of(table))]
    if not tables:
        return
    yield urls.DATA_PACKAGE, to_json(_package(tables, site, months))
    yield urls.DATA_CATALOGUE, to_json(_catalogue(tables, site, months))
    for table, _ in tables:
        yield urls.data_schema(table.name), to_json(_row(table))


def _package(tables: Sequence[tuple[Table, list[MadeFile]]], site: Mapping[str, object], months: Sequence[str]) -> Json:
    """The bulk files as Frictionless Data Package 2: one resource for each table and form, and for each file that may lack a column."""
    licences = [{"name": "OGL-UK-3.0", "path": LICENCE, "title": LICENCE_NAME}]
    resources = [_resource(table, form, found) for table, files in tables for form, found in _alike(table, files)]
    owners = sorted({source for table, _ in tables for source in table.sources}, key=[*OWNERS].index)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "local-crime-and-policing",
        "title": str(site["title"]),
        "description": _about(site, months),
        "version": str(site["release"] or (months or [""])[-1]),
        **({"homepage": str(site["base_url"])} if site["base_url"] else {}),
        "licenses": licences,
        "sources": [{"title": OWNERS[owner][0], "path": OWNERS[owner][1]} for owner in owners],
        "resources": resources,
    }


def _resource(table: Table, form: str, files: Sequence[MadeFile]) -> Json:
    """One table in one form; of several files each has its size and digest in `files`, since `bytes` and `hash` are of a single one."""
    paths = [_beside(file.path) for file in files]
    only = files[0] if len(files) == 1 else None
    sizes: dict[str, Json] = (
        {"path": paths[0], "bytes": only.size_bytes, "hash": f"sha256:{only.sha256}"}
        if only
        else {
            "path": paths,
            "files": [{"path": path, "bytes": file.size_bytes, "hash": f"sha256:{file.sha256}"} for path, file in zip(paths, files, strict=True)],
        }
    )
    return {
        "name": "-".join([table.name, *_part(table, paths[0]), form.replace(".", "-")]),
        "title": table.title,
        "description": table.about,
        "format": form.removesuffix(".gz"),
        "mediatype": _MEDIA[form],
        **({"encoding": "utf-8"} if form in {"csv", "csv.gz", "jsonl"} else {}),
        **({"compression": "gz"} if form.endswith(".gz") else {}),
        **sizes,
        "sources": [{"title": OWNERS[source][0], "path": OWNERS[source][1]} for source in table.sources],
        "schema": _table_schema(table, form),
    }


def _table_schema(table: Table, form: str) -> Json:
    listed = [field for field in table.fields if form != "fgb" or field.kind != "shape"]
    if form == "jsonl":  # a line has its keys in this order, and readers compare the two
        listed = sorted(listed, key=lambda field: field.name)
    key = [field for field in listed if field.name in table.key]
    return {
        **({"fieldsMatch": "partial"} if table.leaves_out else {}),
        "fields": [
            {
                "name": field.name,
                **({"title": field.title} if field.title else {}),
                **_TABLE_SCHEMA[field.kind],
                "description": field.meaning,
                **({"example": field.example} if _is_exemplified(field) else {}),
                **({} if field.optional else {"constraints": {"required": True}}),
            }
            for field in listed
        ],
        "missingValues": [""],
        **({"primaryKey": [*table.key]} if key and not any(field.optional for field in key) else {}),
    }


def _row(table: Table) -> Json:
    """What one row is, as JSON Schema 2020-12; a shape may be anything, since JSON has no bytes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.title,
        "description": table.about,
        "type": "object",
        "properties": {field.name: _property(field) for field in table.fields},
        "required": [field.name for field in table.fields if field.kind != "shape" and not (table.leaves_out and field.optional)],
        "additionalProperties": table.leaves_out,
    }


def _property(field: Field) -> Json:
    found: dict[str, Json] = {**({"title": field.title} if field.title else {}), "description": field.meaning, **_JSON_SCHEMA.get(field.kind, {})}
    if _is_exemplified(field) and field.kind != "shape":
        found["examples"] = [_value(field)]
    if field.optional and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def _is_exemplified(field: Field) -> bool:
    # Nothing that is about crimes names a day or a time of day, not even an invented one.
    return bool(field.example) and field.kind not in {"date", "time"}


def _value(field: Field) -> Json:
    """The example as a value of JSON."""
    if field.kind in {"whole", "degrees", "share", "flag", "list"}:
        value: Json = json.loads(field.example)
        return value
    return field.example


def _catalogue(tables: Sequence[tuple[Table, list[MadeFile]]], site: Mapping[str, object], months: Sequence[str]) -> Json:
    """The bulk files as a DCAT 3 catalogue in JSON-LD; addresses are relative to the file itself."""
    return {
        "@context": _CONTEXT,
        "@id": "./#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": {"@language": "en", "@value": str(site["title"])},
        "dct:description": {"@language": "en", "@value": _about(site, months)},
        "dct:license": {"@id": LICENCE},
        "foaf:homepage": {"@id": str(site["base_url"]) or "../"},
        **({"dct:publisher": {"@type": "foaf:Agent", "foaf:name": str(site["operator"])}} if site["operator"] else {}),
        "dcat:dataset": [_dataset(table, files, site, months) for table, files in tables],
    }


def _dataset(table: Table, files: Sequence[MadeFile], site: Mapping[str, object], months: Sequence[str]) -> Json:
    return {
        "@id": f"./#{table.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": table.name,
        "dct:title": {"@language": "en", "@value": table.title},
        "dct:description": {"@language": "en", "@value": table.about},
        "dct:license": {"@id": LICENCE},
        "dct:source": [{"@id": OWNERS[source][1]} for source in table.sources],
        "dct:conformsTo": {"@id": _beside(urls.data_schema(table.name))},
        "dcat:version": str(site["release"] or (months or [""])[-1]),
        **({"dct:temporal": _period(months)} if months else {}),
        "dcat:distribution": [_distribution(file) for file in files],
    }


def _period(months: Sequence[str]) -> Json:
    first, last = ({"@type": "xsd:gYearMonth", "@value": month} for month in (months[0], months[-1]))
    return {"@type": "dct:PeriodOfTime", "dcat:startDate": first, "dcat:endDate": last}


def _distribution(file: MadeFile) -> Json:
    form = form_of(file.path)
    iana = "https://www.iana.org/assignments/media-types/"
    return {
        "@type": "dcat:Distribution",
        "dct:title": _beside(file.path),
        "dct:license": {"@id": LICENCE},
        "dcat:downloadURL": {"@id": _beside(file.path)},
        "dcat:mediaType": {"@id": iana + _MEDIA[form]},
        **({"dcat:compressFormat": {"@id": f"{iana}application/gzip"}} if form.endswith(".gz") else {}),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size_bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _about(site: Mapping[str, object], months: Sequence[str]) -> str:
    span = f", {months[0]} to {months[-1]}" if months else ""
    invented = f" Invented data: the places, people and figures ({site['invented']}) are made up." if site["invented"] else ""
    return f"Crime recorded by the police by neighbourhood and month{span}, with points, boundaries, postcodes and teams.{invented}"


def _beside(path: str) -> str:
    """A public path as seen from `data/`, where the descriptions lie."""
    return path.removeprefix("data/")


def _alike(table: Table, files: Sequence[MadeFile]) -> Iterator[tuple[str, list[MadeFile]]]:
    """The files of each form; one by one where each may leave out other columns, since readers put those of one resource end to end."""
    for form, found in _by_form(files):
        yield from ((form, [file]) for file in found) if table.leaves_out else [(form, found)]


def _part(table: Table, path: str) -> list[str]:
    """What the name of a resource needs besides where a table has several of one form: the file's own name."""
    stem = path.rpartition("/")[2].partition(".")[0]
    return [stem] if table.leaves_out and "/" in path else []


def _by_form(files: Sequence[MadeFile]) -> Iterator[tuple[str, list[MadeFile]]]:
    for form in dict.fromkeys(form_of(file.path) for file in files):
        yield form, [file for file in files if form_of(file.path) == form]
