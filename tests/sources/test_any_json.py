"""Whatever JSON stands where a force's answers belong, reading goes on: one bad value costs itself, one bad file costs itself."""

from __future__ import annotations

import json

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.raw import RawFile
from sitegen.sources.boundaries import read_boundaries
from sitegen.sources.forces import read_forces, read_officers
from sitegen.sources.neighbourhoods import read_contacts, read_links, read_neighbourhoods, read_stations
from sitegen.sources.team_quality import read_force_quality, read_team_quality
from sitegen.sources.teams import read_events, read_people, read_priorities
from sitegen.tables.schemas import SCHEMAS

VOCABULARY = (RawFile("content/vocabulary/forces.toml", b'[[force]]\nid = "btp"\nname = "British Transport Police"\narea_code = ""\n'),)
KEYS = (
    "id", "name", "description", "url_force", "population", "centre", "latitude", "longitude", "contact_details", "email", "telephone", "twitter",
    "links", "title", "url", "locations", "address", "postcode", "type", "rank", "issue", "issue-date", "action", "action-date", "start_date",
    "end_date", "welcome_message",
)  # fmt: skip
TEXTS = (
    "2025-06-01T10:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2025-06-01T10:00:00+99:99", "<p>a<b>b</p>", "&amp;amp;#0;",
    "https://[::1]/", "\ud800", "\x00", "NB01", "..", "9" * 5000, "<table><tr><td>a<td>b", "=1+cmd", " ",
)  # fmt: skip


def _written(value: object) -> bytes:
    # Numbers of any length are written out digit by digit: Python refuses to turn them into text by itself.
    return json.dumps(value, default=str).encode()


leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([10**400, -(10**19), 1e308, float("inf"), float("nan")]), st.floats(), st.text(),
    st.sampled_from(TEXTS),
)  # fmt: skip
keys = st.one_of(st.sampled_from(KEYS), st.text(max_size=4))
values = st.recursive(leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=5)), max_leaves=12)
entry = st.dictionaries(keys, values, max_size=8)
files = st.one_of(values, entry, st.lists(entry, max_size=4)).map(_written) | st.binary(max_size=40)


def nested(value: str, depth: int = 900) -> bytes:
    return (b"[{" + f'"{value}":'.encode()) + b"[" * depth + b"1" + b"]" * depth + b"}]"


@given(files, files)
@example(b"", b"")
@example(nested("start_date"), nested("id"))
@example(nested("issue-date"), nested("name"))
@example(b'{"contact_details":{"email":' + b"[" * 900 + b"]" * 900 + b'},"population":' + b"9" * 9000 + b"}", b"[1e999, -Infinity, NaN]")
@example(
    b'[{"id":"\\ud800","name":"\\ud800"}]',
    b'{"contact_details":{"\\ud800":"\\ud800"},"links":[{"title":"\\udfff","url":"https://a.example/\\ud800"}]}',
)
def test_no_answer_stops_a_reader(one: bytes, other: bytes) -> None:
    names = ("neighbourhoods", "NB01", "NB01/people", "NB01/priorities", "NB01/events", "NB01/boundary")
    for data, rest in ((one, other), (other, one)):
        policing = tuple(RawFile(f"policing/loamshire/{name}.json", data if number % 2 else rest) for number, name in enumerate(names[:-1]))
        boundary = RawFile("policing/loamshire/NB01/boundary.json", data)
        shapes = _checked("boundaries", read_boundaries(force_id="loamshire", boundary_files=(boundary,)))
        _checked("neighbourhoods", read_neighbourhoods(force_id="loamshire", policing=policing, boundaries=shapes))
        readers = {"contacts": read_contacts, "stations": read_stations, "links": read_links, "people": read_people, "priorities": read_priorities,
                   "events": read_events}  # fmt: skip
        for table, read in readers.items():
            _checked(table, read(force_id="loamshire", policing=policing))
        _checked("team_quality", read_team_quality(policing=policing))
        about = tuple(RawFile(f"policing/{name}.json", data) for name in ("forces", "forces/loamshire", "forces/loamshire/people"))
        _checked("forces", read_forces(policing_forces=about, force_vocabulary=VOCABULARY, force_ids=["loamshire"]))
        _checked("officers", read_officers(policing_forces=about, force_ids=["loamshire"]))
        _checked("force_quality", read_force_quality(policing_forces=about))


def _checked(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The table, of its schema, every text of which can be written."""
    assert dict(table.schema) == SCHEMAS[name].types
    for column in table.select(pl.col(pl.String)):
        assert all(text.encode() is not None for text in column if text is not None)
    return table
