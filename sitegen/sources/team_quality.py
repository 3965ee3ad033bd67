"""What became of everything the files about forces and teams say: shown, shown with a fault, or left out, by named reason."""

from collections import Counter
from collections.abc import Iterator, Sequence

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import list_if_readable, member, object_if_readable
from sitegen.sources.markup import plain_text
from sitegen.sources.neighbourhoods import judge_detail
from sitegen.sources.policing_files import sort_out
from sitegen.sources.teams import KINDS, judged
from sitegen.tables.schemas import SCHEMAS


def read_team_quality(*, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """The entries of every team file, and what every neighbourhood's own file says, as a quality table of the dataset `teams`.

    Reasons: `person-without-name`, `priority-without-issue`, `event-without-start`, `event-without-title`, `link-unusable`,
    `station-without-name`, `channel-closed`; notes: `date-unreadable`, `event-ends-before-start`, `text-shortened`, `contact-without-link`,
    `population-unknown`. A file without entries has a line all the same: it was supplied. One that cannot be read is set aside whole, as one
    row: `json-unreadable`, `json-unexpected` (a list where an object belongs, or the like), `nested-too-deeply`, `too-large`.
    """
    rows: list[_Row] = []
    for kind in KINDS:
        for file in judged(kind, policing):
            kept = [(number, entry) for number, entry in enumerate(file.entries, start=1) if entry.problem is None]
            aside = [(entry.problem, number) for number, entry in enumerate(file.entries, start=1) if entry.problem]
            rows += _lines("teams", file.file, file.fault, len(kept), aside, [(note, number) for number, entry in kept for note in entry.notes])
    for detail_file in sort_out(policing).details.values():
        detail, fault = object_if_readable(detail_file)
        shown, left_out, faulty = judge_detail(detail)
        rows += _lines("teams", detail_file, fault, shown, _anywhere(left_out), _anywhere(faulty))
    return _table(rows)


def read_force_quality(*, policing_forces: tuple[RawFile, ...]) -> pl.DataFrame:
    """The entries of the files about whole forces, the list, each one's own and its officers, as a quality table of the dataset `forces`.

    Reasons: `id-unusable`, `person-without-name`, and those of a whole file as in `read_team_quality`.
    """
    rows: list[_Row] = []
    for file in sorted(policing_forces, key=lambda file: file.name):
        is_list = file.name.endswith("/people.json") or file.name == "policing/forces.json"
        if not is_list:
            _detail, fault = object_if_readable(file)
            rows += _lines("forces", file, fault, 1, [], [])
            continue
        key, reason = ("name", "person-without-name") if file.name.endswith("/people.json") else ("id", "id-unusable")
        entries, fault = list_if_readable(file)
        nameless = [(reason, number) for number, entry in enumerate(entries, start=1) if not plain_text(member(entry, key))]
        rows += _lines("forces", file, fault, len(entries) - len(nameless), nameless, [])
    return _table(rows)


_Row = tuple[str, str, str, str, int, int | None]
_Told = Sequence[tuple[str, int | None]]
"""Reasons, each with the number of the entry it was found in."""


def _anywhere(reasons: Counter[str]) -> _Told:
    return [(reason, None) for reason in reasons.elements()]


def _lines(dataset: str, file: RawFile, fault: str | None, counted: int, aside: _Told, noted: _Told) -> Iterator[_Row]:
    if fault is not None:
        yield (dataset, file.name, "set-aside", fault, 1, None)
        return
    yield (dataset, file.name, "counted", "counted", counted, None)
    for kind, told in (("set-aside", aside), ("noted", noted)):
        for reason, count in Counter(reason for reason, _ in told).items():
            # Entries come in the order of the file: the first that has the reason is the first of its kind.
            yield (dataset, file.name, kind, reason, count, next(number for found, number in told if found == reason))


def _table(rows: list[_Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS["team_quality"].types, orient="row").sort("dataset", "file", "kind", "reason")
