"""The page of bulk files for people, and one for each force's months: what each file is, its size and digest, its columns, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_table import LICENCE, LICENCE_NAME, OWNERS, BulkFiles, Field, Table
from sitegen.artefacts.bulk_tables import CRIMES, POLICE_CSV, all_tables
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.text.render import Site
from sitegen.artefacts.text.words import Words
from sitegen.raw import MadeFile


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file: public path, what it is called in a list, its form, its size in words, and its SHA-256."""

    path: str
    name: str
    form: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with its files; `title` and `about` are in the page's language, the columns' meanings in English.

    `forms` are what its files are in, A to Z, each with a size in words: that of the newest month where months have files of their own for all
    forces together, else of all files in that form together.
    """

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    owners: tuple[str, ...]
    files: tuple[FileLine, ...]
    schema: str
    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ForceLine:
    """A force that has files of its own: its name, their page, how many there are and their size in words."""

    name: str
    path: str
    files: int
    size: str


@dataclass(frozen=True, slots=True)
class DataView:
    """The whole page; `shelves` are the tables by whom they are for, each with its heading;
    `example` is the newest month's file of crimes, empty where there is none; `cite` is a line to cite.
    """

    tables: tuple[TableView, ...]
    shelves: tuple[tuple[str, tuple[TableView, ...]], ...]
    forces: tuple[ForceLine, ...]
    example: str
    licence: str
    licence_name: str
    cite: str
    files: int
    size: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month in words with its file in each form; None where there is none."""

    month: str
    files: tuple[FileLine | None, ...]


@dataclass(frozen=True, slots=True)
class YearLines:
    """The months of a year, the newest first."""

    name: str
    rows: tuple[MonthLine, ...]


@dataclass(frozen=True, slots=True)
class ForceFilesView:
    """The files of one force by year and month, the newest first, and all of them in that order; `name` is the force's, `forms` are the columns."""

    name: str
    forms: tuple[str, ...]
    years: tuple[YearLines, ...]
    files: tuple[FileLine, ...]


def make(*, context: PageContext, files: BulkFiles, categories: pl.DataFrame, forces: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page `/data/`, and one for the files of each force that has some."""
    renderer = context.renderer()
    by_force: dict[str, list[MadeFile]] = {}
    for file in files.of(CRIMES) + files.of(POLICE_CSV):
        if len(parts := file.path.split("/")) == 4:
            by_force.setdefault(parts[2], []).append(file)
    names = {**dict.fromkeys(sorted(by_force)), **force_names(renderer.words.translated(forces))}
    lines = tuple(
        ForceLine(name or force_id, urls.force_files(force_id), len(found), size_in_words(sum(file.size_bytes for file in found)))
        for force_id, name in names.items()
        if (found := by_force.get(force_id))
    )
    views = []
    for table in all_tables(categories):
        listed = [file for file in files.of(table) if table not in {CRIMES, POLICE_CSV} or file.path.count("/") < 3]
        if every_file := files.of(table):
            views.append(_view(table, listed, every_file, renderer.words))
    every = {file for table in all_tables(categories) for file in files.of(table)}
    newest = max((file.path for file in files.month_tables), default="")
    total = size_in_words(sum(file.size_bytes for file in every))
    path = urls.page("data")
    words = renderer.words
    view = DataView(tuple(views), _shelves(views, words), lines, newest, LICENCE, LICENCE_NAME, citation(renderer.site, words), len(every), total)
    yield renderer.at(path), renderer.render("pages/data.html", path, view)
    for force_id, found in by_force.items():
        path = urls.force_files(force_id)
        yield renderer.at(path), renderer.render("pages/force_files.html", path, _of_force(names[force_id] or force_id, found, words))


def _of_force(name: str, files: list[MadeFile], words: Words) -> ForceFilesView:
    by_month: dict[str, dict[str, FileLine]] = {}
    for line in map(_line, sorted(files, key=lambda file: file.path, reverse=True)):
        by_month.setdefault(line.name.partition(".")[0], {})[line.form] = line
    forms = ("Parquet", "CSV, gzip")
    years: dict[str, list[MonthLine]] = {}
    for month, lines in by_month.items():
        years.setdefault(month[:4], []).append(MonthLine(words.month(month), tuple(lines.get(form) for form in forms)))
    ordered = tuple(line for lines in by_month.values() for line in lines.values())
    return ForceFilesView(name, forms, tuple(YearLines(year, tuple(rows)) for year, rows in years.items()), ordered)


def _shelves(views: Sequence[TableView], words: Words) -> tuple[tuple[str, tuple[TableView, ...]], ...]:
    """The tables by whom they are for, told from the forms of their files; a shelf without a table is left out."""
    shelves: dict[str, list[TableView]] = {
        words.gettext("For a spreadsheet"): [],
        words.gettext("For a map"): [],
        words.gettext("For programs and analysis"): [],
    }
    sheets, maps, programs = shelves.values()
    for view in views:
        forms = {form for form, _ in view.forms}
        if forms & {"FlatGeobuf", "PMTiles"}:
            maps.append(view)
        elif forms <= {"CSV", "CSV, gzip"}:
            sheets.append(view)
        else:
            programs.append(view)
    return tuple((heading, tuple(held)) for heading, held in shelves.items() if held)


def _forms(listed: list[MadeFile], every_file: list[MadeFile], newest_alone: bool) -> tuple[tuple[str, str], ...]:
    sizes: dict[str, int] = {}
    for file in [max(listed, key=lambda file: file.path)] if listed and newest_alone else every_file:
        form = _line(file).form
        sizes[form] = sizes.get(form, 0) + file.size_bytes
    return tuple((form, size_in_words(size)) for form, size in sorted(sizes.items()))


def _view(table: Table, files: list[MadeFile], every_file: list[MadeFile], words: Words) -> TableView:
    newest_first = sorted(files, key=lambda file: file.path, reverse=table is CRIMES)
    return TableView(
        table.name,
        words.gettext(table.title),
        words.gettext(table.about),
        table.fields,
        tuple(OWNERS[source][0] for source in table.sources),
        tuple(map(_line, newest_first)),
        urls.data_schema(table.name),
        _forms(files, every_file, table is CRIMES),
    )


def citation(site: Site, words: Words) -> str:
    """A line to cite the whole of the data by, in the language of the page."""
    release = site.release_of()
    if release and site.first_month:
        months = words.months(site.first_month, site.last_month)
        line = words.gettext("%(title)s, %(months)s, from data.police.uk, release %(release)s.", title=site.title, months=months, release=release)
    else:
        line = words.gettext("%(title)s, from data.police.uk.", title=site.title)
    address = f" {site.base_url}{urls.page('data').removesuffix('index.html')}" if site.base_url else ""
    return f"{line} {LICENCE_NAME}.{address}"


_FORMS = {
    "csv": "CSV", "csv.gz": "CSV, gzip", "fgb": "FlatGeobuf", "geojson": "GeoJSON", "json": "JSON", "jsonl": "JSON Lines",
    "parquet": "Parquet", "pmtiles": "PMTiles",
}  # fmt: skip
"""What files are called that end so: names, the same in every language."""


def _line(file: MadeFile) -> FileLine:
    name = file.path.rpartition("/")[2]
    return FileLine(file.path, name, _FORMS.get(name.partition(".")[2], name.rpartition(".")[2]), size_in_words(file.size_bytes), file.sha256)


def size_in_words(size_bytes: int) -> str:
    """A size as a person reads it: 912 bytes, 18.4 KB, 3.2 MB, 1.1 GB; thousands, as disks are sold."""
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size_bytes >= least:
            return f"{size_bytes / least:.1f} {unit}"
    return f"{size_bytes} B"
