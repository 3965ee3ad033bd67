"""Where the files of a data folder were fetched from, by the `inventory.json` that fetching writes."""

from hashlib import sha256
from typing import Annotated

import polars as pl
from msgspec import Meta, Struct

from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import canonical_id
from sitegen.typed_files import Line, read_json

_Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", description="a moment, written like 2025-07-01T06:00:00Z")]

_Size = Annotated[int, Meta(ge=0, le=1 << 40, description="a number of bytes, at most 1 TiB")]


class _Publisher(Struct, frozen=True):
    publisher: Line
    licence: Line
    page: Line


class _Entry(Struct, frozen=True):
    dataset: Line
    got: _Day
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="64 hexadecimal digits")]
    size_bytes: _Size
    checked: _Day | None = None


class _Inventory(Struct, frozen=True):
    datasets: dict[str, _Publisher] = {}
    files: dict[str, _Entry] = {}
    absent: dict[str, _Day] = {}


def read_provenance(*, provenance_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row a dataset that was fetched, sorted; none where nothing was. Raises ConfigError naming file and key."""
    rows: list[tuple[object, ...]] = []
    for file in provenance_file:
        told = read_json(file.data, file.name, _Inventory)
        for dataset, about in sorted(told.datasets.items()):
            found = sorted((path, entry) for path, entry in told.files.items() if entry.dataset == dataset)
            if found:
                digest = found[0][1].sha256 if len(found) == 1 else _of_all(found)
                size, last = sum(entry.size_bytes for _, entry in found), max(entry.got for _, entry in found)[:10]
                page = about.page if about.page.startswith("https://") else ""
                rows.append((dataset, about.publisher, about.licence, page, len(found), size, last, digest))
    return pl.DataFrame(rows, schema=SCHEMAS["provenance"].types, orient="row")


def read_asked(*, provenance_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """The day by which each force's answers about its teams are judged, sorted by force; none of a force that was not fetched. Raises ConfigError.

    It is the day on which one of them last changed, or the first of the month in which they were last seen to be the API's, whichever is later:
    what does not change grows older from month to month, and a fetch that brings nothing new makes no page anew within one.
    """
    days: dict[str, str] = {}
    for file in provenance_file:
        for path, entry in read_json(file.data, file.name, _Inventory).files.items():
            folder, _, rest = path.partition("/")
            force_id, within, _ = rest.partition("/")
            # Of whole forces tells `policing/forces/`, not of their teams.
            if folder == "policing" and within and force_id != "forces":
                days[force_id] = max(days.get(force_id, ""), entry.got[:10], f"{(entry.checked or entry.got)[:7]}-01")
    return pl.DataFrame(sorted(days.items()), schema=SCHEMAS["asked"].types, orient="row")


def read_unanswered(*, provenance_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """The parts of the answers about neighbourhoods that were asked for and that the API does not have, sorted. Raises ConfigError.

    What is neither here nor in the data folder nobody fetched.
    """
    rows = set()
    for file in provenance_file:
        for path in read_json(file.data, file.name, _Inventory).absent:
            folder, *steps = path.removesuffix(".json").split("/")
            if folder == "policing" and len(steps) in {2, 3} and steps[0] != "forces":
                rows.add((steps[0], canonical_id(steps[1]), steps[2] if len(steps) > len(("force", "neighbourhood")) else "detail"))
    return pl.DataFrame(sorted(rows), schema=SCHEMAS["unanswered"].types, orient="row")


def _of_all(found: list[tuple[str, _Entry]]) -> str:
    """One digest of many files: of a list of theirs, as `sha256sum` writes it."""
    return sha256("".join(f"{entry.sha256}  {path}\n" for path, entry in found).encode()).hexdigest()
