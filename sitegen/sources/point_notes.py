"""What the operator says of snap points that mislead, in `point_notes.toml` of the data folder: reasons added, and reasons taken away."""

from typing import Annotated, Literal

import polars as pl
from msgspec import Meta

from sitegen.doubtful import REASONS, TOLD
from sitegen.errors import ConfigError
from sitegen.languages import TRANSLATED
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import parse_snap_point_id
from sitegen.typed_files import FilledLine, Line, Written, read_entries, with_texts

_ID = Annotated[str, Meta(pattern=r"^[0-9a-z]{1,5}-[0-9a-z]{1,5}$", description="the id of a snap point, written like 4wt5e-3bft2")]


class _Note(Written, frozen=True):
    id: _ID
    say: Literal["add", "remove"]
    text: FilledLine
    reason: Literal[*REASONS] = TOLD  # type: ignore[valid-type]  # the rule's words
    source: Annotated[str, Meta(pattern="^(https://.*)?$", description="an https:// address or empty")] = ""

    def __post_init__(self) -> None:
        parse_snap_point_id(self.id)
        if self.say == "remove" and self.reason == TOLD:
            raise ValueError(f"reason must name what is to be taken away: one of {', '.join(one for one in REASONS if one != TOLD)}")


_TEXTS = [f"text_{language}" for language in sorted(TRANSLATED)]
_WITH_TEXTS = with_texts(_Note, _TEXTS, Line)


def read_point_remarks(*, point_note_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row an entry, sorted by point and reason; raises ConfigError naming file, entry and key, also for two of one point and reason."""
    rows: dict[tuple[int, int, str], tuple[object, ...]] = {}
    for file in point_note_file:
        for number, note in enumerate(read_entries(file.data, file.name, "point", _WITH_TEXTS), start=1):
            key = (*parse_snap_point_id(note.id), note.reason)
            if key in rows:
                raise ConfigError(f"{file.name}: point {number}: id {note.id} has an entry with the reason {note.reason} already")
            rows[key] = (*key[:2], note.say, note.reason, note.text, *(getattr(note, key) or None for key in _TEXTS), note.source or None)
    return pl.DataFrame(list(rows.values()), schema=SCHEMAS["point_remarks"].types, orient="row").sort("x", "y", "reason")
