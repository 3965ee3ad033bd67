"""What became of everything the files about teams say: shown, shown with a fault, or left out, by named reason."""

from __future__ import annotations

from collections import Counter

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import read_object
from sitegen.sources.neighbourhoods import judge_detail
from sitegen.sources.policing_files import sort_out
from sitegen.sources.teams import KINDS, judged
from sitegen.tables.schemas import SCHEMAS


def read_team_quality(*, force_id: str, policing: tuple[RawFile, ...]) -> pl.DataFrame:
    """The entries of every team file, and what every neighbourhood's own file says, as a quality table of the dataset `teams`.

    Reasons: `person-without-name`, `priority-without-issue`, `event-without-start`, `event-without-title`, `link-unusable`,
    `station-without-name`, `channel-closed`; notes: `date-unreadable`, `event-ends-before-start`, `text-shortened`, `contact-without-link`,
    `population-unknown`. A file without entries has a line all the same: it was supplied.
    """
    del force_id
    rows: list[tuple[str, str, str, str, int]] = []

    def add(file: RawFile, counted: int, aside: Counter[str], noted: Counter[str]) -> None:
        rows.append(("teams", file.name, "counted", "counted", counted))
        rows.extend(("teams", file.name, "set-aside", reason, count) for reason, count in aside.items())
        rows.extend(("teams", file.name, "noted", reason, count) for reason, count in noted.items())

    for kind in KINDS:
        for _, file, entries in judged(kind, policing):
            kept = [entry for entry in entries if entry.problem is None]
            add(
                file, len(kept), Counter(entry.problem for entry in entries if entry.problem), Counter(note for entry in kept for note in entry.notes)
            )
    for file in sort_out(policing).details.values():
        add(file, *judge_detail(read_object(file)))
    return pl.DataFrame(rows, schema=SCHEMAS["team_quality"].types, orient="row").sort("dataset", "file", "kind", "reason")
