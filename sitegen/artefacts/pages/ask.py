"""The page that answers questions in SQL in the reader's browser, from the site's own tables; without a script it says how to do so elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import deflate
import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import force_names, read_places
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.questions import Question, ready_questions
from sitegen.artefacts.text.words import Words
from sitegen.raw import RawFile

_PROGRAM = "vendor/sqlite.wasm"
"""A copy built without it has the page without the box for questions."""
_YEAR = 12
_NUMBERS = {"rows": "INTEGER", "unlocated": "INTEGER", "located_share": "REAL"}
"""The columns of the CSV tables that are no text."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be asked: its name in SQL, its public path, what it holds, and its columns with what each means."""

    name: str
    path: str
    about: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AskView:
    """The page: forces to choose from (id, name), ready questions, tables, and the commands that make these tables known to DuckDB.

    `given` is what the script is told: addresses relative to the page, some with blanks for force and month, and how many bytes the program has
    on its way.
    """

    forces: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    tables: tuple[Table, ...]
    commands: tuple[str, ...]
    given: Mapping[str, object]
    has_program: bool


@dataclass(frozen=True, slots=True)
class AskTables:
    """What the page is made from."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame


def make(*, context: PageContext, tables: AskTables, assets: tuple[RawFile, ...], scripts: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page `/ask/` of a language."""
    renderer, path = context.renderer(), urls.page("ask")
    names = force_names(renderer.words.translated(tables.forces))
    places = list(read_places(tables.neighbourhoods, tables.forces))
    force_id, neighbourhood_id = places[0] if places else ("", "")
    since = context.months[-_YEAR:][0] if context.months else ""
    has_program = _PROGRAM in renderer.assets
    given = {}
    if has_program:
        given = {
            "program": renderer.link(path, renderer.assets[_PROGRAM]),
            "worker": renderer.link(path, renderer.assets["ask-worker.js"]),
            "programBytes": _bytes_on_the_way(assets, scripts),
            "tables": [
                {"name": "counts", "url": renderer.link(path, urls.bulk("counts", "parquet")), "only": {"force": ""}},
                {"name": "coverage", "url": renderer.link(path, urls.COVERAGE_TABLE), "types": _NUMBERS},
                {"name": "neighbourhoods", "url": renderer.link(path, urls.NEIGHBOURHOOD_TABLE)},
            ],
            "crimes": renderer.link(path, urls.crime_table("{month}", "{force}")),
            "monthCrimes": renderer.link(path, urls.crime_table("{month}")),
        }
    view = AskView(
        forces=tuple((one, names.get(one, one)) for one in sorted({force for force, _ in places}, key=lambda one: names.get(one, one))),
        questions=ready_questions(renderer.words, {"force": force_id, "neighbourhood": neighbourhood_id, "since": since}),
        tables=_tables(renderer.words),
        commands=duckdb_views(context.newest),
        given=given,
        has_program=has_program,
    )
    yield renderer.at(path), renderer.render("pages/ask.html", path, view)


def duckdb_views(month: str, folder: str = "") -> tuple[str, ...]:
    """The commands that make the tables, downloaded into a folder, known to DuckDB under the names they have here; `month` is that of the crimes."""
    types = "types = {'month': 'VARCHAR', 'rows': 'INTEGER', 'unlocated': 'INTEGER', 'located_share': 'DOUBLE'}"
    return (
        f"CREATE VIEW counts AS SELECT * FROM '{folder}counts.parquet';",
        f"CREATE VIEW coverage AS SELECT * FROM read_csv('{folder}coverage.csv', {types});",
        f"CREATE VIEW neighbourhoods AS SELECT * FROM read_csv('{folder}neighbourhoods.csv', all_varchar = true);",
        *((f"CREATE VIEW crimes AS SELECT * EXCLUDE (geometry) FROM '{folder}{month}.parquet';",) if month else ()),
    )


def _bytes_on_the_way(assets: tuple[RawFile, ...], scripts: pl.DataFrame) -> int:
    """What a server sends of the program and its worker, compressed."""
    program = next(file.data for file in assets if file.name == _PROGRAM)
    texts = scripts.filter(pl.col("name") == "ask-worker.js")["text"].to_list()
    return sum(len(deflate.gzip_compress(data, 6)) for data in (program, *(text.encode() for text in texts)))


def _tables(words: Words) -> tuple[Table, ...]:
    return (
        Table(
            "counts",
            urls.bulk("counts", "parquet"),
            words.gettext("One row for each neighbourhood, and for the whole force, month and kind of crime."),
            (
                ("force", words.gettext("id of the police force")),
                ("neighbourhood", words.gettext("the force’s id of the neighbourhood; null: the whole force, which includes them all")),
                ("month", words.gettext("such as 2025-06")),
                ("category", words.gettext("kind of crime, or anti-social-behaviour")),
                ("state", words.gettext("supplied, or why there is no number")),
                ("crimes", words.gettext("how many were recorded; null where that is not known, never 0 for it")),
            ),
        ),
        Table(
            "neighbourhoods",
            urls.NEIGHBOURHOOD_TABLE,
            words.gettext("One row for each neighbourhood: what the ids stand for."),
            (
                ("force, neighbourhood", words.gettext("the ids, as in counts")),
                ("force_name, name", words.gettext("what they are called")),
                ("page", words.gettext("where its page lies on this site")),
            ),
        ),
        Table(
            "coverage",
            urls.COVERAGE_TABLE,
            words.gettext("One row for each data set, force and month: whether it was supplied."),
            (
                ("dataset", words.gettext("crime, asb, outcomes or stops")),
                ("force_id, month", words.gettext("whose, and of which month")),
                ("state, reason", words.gettext("supplied, or why not")),
                ("rows", words.gettext("how many crimes the force recorded; null where that is not known")),
                ("unlocated", words.gettext("those of them without a location")),
                ("located_share", words.gettext("the share of the others, from 0 to 1")),
            ),
        ),
        Table(
            "crimes",
            urls.page("data"),
            words.gettext("One row for each crime and report of a month that you choose: of the force, or of all."),
            (
                ("month, force, category", words.gettext("as in counts")),
                ("longitude, latitude", words.gettext("of the point on the map that stands near it; null: no location")),
                ("street", words.gettext("what that point is on or near")),
                ("lsoa_code, lsoa_name", words.gettext("the census area of that point")),
                ("outcome", words.gettext("what became of it so far, and newer crimes have had less time; null: nothing is known")),
            ),
        ),
    )
