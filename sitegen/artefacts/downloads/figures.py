"""The figures of a page beside it, for other software: one long table as CSV and as JSON, of each force and each of its neighbourhoods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.whole_forces import whole_forces
from sitegen.artefacts.sections.records import Neighbourhood, read_force, read_neighbourhoods
from sitegen.artefacts.text.render import Site, read_site
from sitegen.rules import COUNTED_STATES, EVERY_STOP, NOT_GIVEN, SILENT_STATES, STOP_FIELDS, STOP_FIELDS_OF_NEIGHBOURHOODS, stop_year
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json
from sitegen.tables.states import placed_states
from sitegen.terms import BTP, Month

COLUMNS = ("table", "month", "months", "kind", "count", "state", "months_after")
"""Of both files; docs/DATA.md says what each means."""

SUPPRESSED = "suppressed"
"""The state of a number of stops that is too small to be told."""

_CRIMES, _OUTCOMES, _STOPS = "crimes", "outcomes", "stops"
_TABLES = (_CRIMES, _OUTCOMES, _STOPS, *(f"{_STOPS}-{field}" for field in STOP_FIELDS))
_TYPES = {"place": pl.String, "table": pl.String, "month": pl.String, "months": pl.Int32, "kind": pl.String, "count": pl.Int32, "state": pl.String}

SOURCE = "data.police.uk"
LICENCE = "Open Government Licence v3.0"
LICENCE_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True, slots=True)
class FigureTables:
    """What the figures of a force and its neighbourhoods are made from."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    coverage: pl.DataFrame
    force_series: pl.DataFrame
    neighbourhood_series: pl.DataFrame
    force_outcomes: pl.DataFrame
    located_outcomes: pl.DataFrame
    stop_series: pl.DataFrame
    stop_tables: pl.DataFrame


def make(*, force_id: str, tables: FigureTables, site: Mapping[str, object], months: list[str]) -> Iterator[tuple[str, bytes]]:
    """Two files for the force, then two for each of its neighbourhoods in which something can be counted, A to Z.

    Nothing is told that the pages leave out: of stops those tables alone in which no small number stands.
    """
    if not months:
        return
    told, force = read_site(site), read_force(tables.forces, force_id)
    about = {"force": {"id": force_id, "name": force.name}}
    ages = _ages(told.releases_of(force_id))
    whole = _rows(tables, force_id, months, placed=False).join(ages, on=["table", "month"], how="left", maintain_order="left")
    if not whole.is_empty():
        named = {**about, **about_figures(told, force.name, urls.force(force_id), months, force_id)}
        yield from _written(whole, named, urls.force_figures(force_id, "csv"), urls.force_figures(force_id, "json"))
    rows = _rows(tables, force_id, months, placed=True).join(ages, on=["table", "month"], how="left", maintain_order="left")
    places = rows.partition_by("place", as_dict=True, include_key=True)
    for place in read_neighbourhoods(tables.neighbourhoods):
        own = places.get((place.neighbourhood_id,))
        if own is not None:
            where = {"neighbourhood": {"id": place.neighbourhood_id, "name": place.name}}
            address = urls.neighbourhood(force_id, place.folder)
            named = {**about, **where, **about_figures(told, f"{place.name}, {force.name}", address, months, force_id)}
            yield from _written(own, named, *(_path(force_id, place, form) for form in ("csv", "json")))


def _path(force_id: str, place: Neighbourhood, form: str) -> str:
    return urls.figures(force_id, place.folder, form)


def _written(rows: pl.DataFrame, about: Mapping[str, object], csv_path: str, json_path: str) -> Iterator[tuple[str, bytes]]:
    # Of a month without a number there is nothing that could have an age.
    table = rows.with_columns(pl.when(pl.col("count").is_not_null()).then("months_after")).select(COLUMNS)
    yield csv_path, write_csv(table)
    yield json_path, to_json({**about, "columns": COLUMNS, "rows": table.rows()})


def about_figures(site: Site, name: str, page: str, months: list[str], force_id: str = "") -> dict[str, object]:
    """What the JSON says besides its rows: whose data it is, of which release, and a line to cite it by."""
    address = site.base_url + page.removesuffix("index.html") if site.base_url else ""
    told_by = site.release_of(force_id)
    release = f"{SOURCE}, release {told_by}" if told_by else SOURCE
    return {
        "cite": " ".join(filter(None, (f"{name}, {months[0]} to {months[-1]}.", f"{site.title}, from {release}.", address))),
        "first_month": months[0],
        "last_month": months[-1],
        "licence": LICENCE,
        "licence_url": LICENCE_ADDRESS,
        "release": told_by or None,
        "source": SOURCE,
        **({"page": address} if address else {}),
        **({"invented": site.invented} if site.invented else {}),
    }


def _ages(releases: Mapping[str, str]) -> pl.DataFrame:
    """How many months after a month the release was made that tells what became of its crimes, where that is known."""
    rows = [(_OUTCOMES, month, Month.parse(month).months_to(Month.parse(release))) for month, release in releases.items() if release]
    return pl.DataFrame(rows, schema={"table": pl.String, "month": pl.String, "months_after": pl.Int32}, orient="row")


def _rows(tables: FigureTables, force_id: str, months: list[str], *, placed: bool) -> pl.DataFrame:
    """All rows of the force, or of its neighbourhoods by id, in the order of the files; no rows where nothing can be counted."""
    coverage = (placed_states(tables.coverage) if placed else tables.coverage).filter(pl.col("force_id") == force_id)
    whole = whole_forces(tables.force_series, tables.neighbourhood_series).with_columns(neighbourhood_id=pl.lit(""))
    series = tables.neighbourhood_series if placed else whole
    places = series.select(pl.col("neighbourhood_id").alias("place")).unique()
    crimes = series.select(
        pl.col("neighbourhood_id").alias("place"),
        pl.lit(_CRIMES).alias("table"),
        "month",
        pl.lit(1, pl.Int32).alias("months"),
        pl.col("category").alias("kind"),
        pl.col("crimes").alias("count"),
        "state",
    )
    found = tables.located_outcomes.filter(pl.col("recorded_by") != BTP) if placed else tables.force_outcomes
    stops = _placed_stops(tables, places, months) if placed else _force_stops(tables, months)
    parts = [crimes, _outcomes(found, places, coverage, months, placed=placed), stops]
    return pl.concat([part.select(pl.col(name).cast(kind) for name, kind in _TYPES.items()) for part in parts]).sort(
        "place", pl.col("table").cast(pl.Enum(_TABLES)), "month", "kind", nulls_last=True
    )


def _outcomes(found: pl.DataFrame, places: pl.DataFrame, coverage: pl.DataFrame, months: list[str], *, placed: bool) -> pl.DataFrame:
    """What became of each month's crimes; a month of which that cannot be told has one row without a kind that says why."""
    states = {dataset: dict(coverage.filter(pl.col("dataset") == dataset).select("month", "state").iter_rows()) for dataset in (_OUTCOMES, "crime")}
    has_file = any(states[_OUTCOMES].get(month) in COUNTED_STATES for month in months)
    is_given = has_file or found["outcome"].is_not_null().any()
    said: list[tuple[str, str]] = []
    for month in months:
        outcomes, crime = (states[dataset].get(month, "not_supplied") for dataset in (_OUTCOMES, "crime"))
        said.append((month, outcomes if outcomes in SILENT_STATES or (crime in COUNTED_STATES and not is_given) else crime))
    stated = pl.DataFrame(said, schema={"month": pl.String, "state": pl.String}, orient="row")
    # A month supplied in which no outcome can be told is not among those counted: its state says so, whatever it is.
    counted = stated.filter(pl.col("state").is_in(COUNTED_STATES)) if is_given else stated.clear()
    silent = stated.join(counted, on="month", how="anti")
    place = pl.col("neighbourhood_id") if placed else pl.lit("")
    rows = (
        found.with_columns(place.alias("place"), pl.col("outcome").fill_null(NOT_GIVEN).alias("kind"))
        .join(places, on="place", how="semi")
        .group_by("place", "month", "kind")
        .agg(pl.col("crimes").sum().cast(pl.Int32).alias("count"))
        .join(counted, on="month")
    )
    absent = places.join(silent, how="cross").with_columns(pl.lit(None, pl.String).alias("kind"), pl.lit(None, pl.Int32).alias("count"))
    columns = ("place", "month", "kind", "count", "state")
    both = pl.concat([rows.select(columns), absent.select(columns)])
    return both.with_columns(pl.lit(_OUTCOMES).alias("table"), pl.lit(1, pl.Int32).alias("months"))


def _force_stops(tables: FigureTables, months: list[str]) -> pl.DataFrame:
    """The whole force's stops month by month, and what those of the year of stops were by each field."""
    whole = tables.stop_series.filter(pl.col("neighbourhood_id").is_null())
    monthly = whole.select(
        pl.lit("").alias("place"),
        pl.lit(_STOPS).alias("table"),
        "month",
        pl.lit(1, pl.Int32).alias("months"),
        pl.lit(EVERY_STOP).alias("kind"),
        pl.col("stops").alias("count"),
        "state",
    )
    fields = tables.stop_tables.filter(pl.col("neighbourhood_id").is_null(), pl.col("field") != EVERY_STOP)
    year = whole.filter(pl.col("month").is_in(stop_year(months))).select(pl.lit("").alias("place"), "state")
    return pl.concat([monthly, _fields(fields.with_columns(pl.lit("").alias("place")), year)], how="vertical_relaxed")


def _placed_stops(tables: FigureTables, places: pl.DataFrame, months: list[str]) -> pl.DataFrame:
    """What pages of neighbourhoods say of stops: their number in the year of stops, where it is not too small, and two tables of it."""
    shown = (EVERY_STOP, *STOP_FIELDS_OF_NEIGHBOURHOODS)
    named = tables.stop_tables.filter(pl.col("neighbourhood_id").is_not_null(), pl.col("field").is_in(shown)).with_columns(
        pl.col("neighbourhood_id").alias("place")
    )
    year = (
        tables.stop_series.filter(pl.col("neighbourhood_id").is_not_null(), pl.col("month").is_in(stop_year(months)))
        .select(pl.col("neighbourhood_id").alias("place"), "month", "stops", "state")
        .sort("place", "month")
    )
    told = _fields(named.join(places, on="place", how="semi"), year)
    # None at all, in months that were all supplied, is no small number.
    none = year.group_by("place").agg(((pl.col("state") == "supplied").all() & (pl.col("stops") == 0).all()).alias("is_none"))
    is_none = pl.col("is_none").fill_null(value=False) & (pl.col("kind") == EVERY_STOP) & pl.col("count").is_null()
    told = told.join(none, on="place", how="left").with_columns(
        pl.when(is_none).then(pl.lit(0, pl.Int32)).otherwise("count").alias("count"),
        pl.when(is_none).then(pl.lit("supplied")).otherwise("state").alias("state"),
    )
    without = places.join(told, on="place", how="anti").sort("place")
    newest = year.group_by("place").agg(pl.col("state").last())
    absent = without.join(newest, on="place", how="left").select(
        "place",
        pl.lit(_STOPS).alias("table"),
        pl.lit(stop_year(months)[-1]).alias("month"),
        pl.lit(len(stop_year(months)), pl.Int32).alias("months"),
        pl.lit(EVERY_STOP).alias("kind"),
        pl.lit(None, pl.Int32).alias("count"),
        pl.col("state").fill_null("not_supplied"),
    )
    return pl.concat([told.select(absent.columns), absent], how="vertical_relaxed")


def _fields(rows: pl.DataFrame, year: pl.DataFrame) -> pl.DataFrame:
    """Rows of `stop_tables` as rows of the file; `year` has the states of that year's months by place."""
    whole = year.group_by("place").agg((pl.col("state") == "supplied").all().alias("is_whole"))
    state = pl.when(pl.col("stops").is_null()).then(pl.lit(SUPPRESSED)).when("is_whole").then(pl.lit("supplied"))
    of_field = pl.when(pl.col("field") == EVERY_STOP).then(pl.lit(_STOPS)).otherwise(pl.concat_str(pl.lit(f"{_STOPS}-"), "field"))
    return rows.join(whole, on="place", how="left").select(
        "place",
        of_field.alias("table"),
        pl.col("last_month").alias("month"),
        "months",
        pl.col("value").alias("kind"),
        pl.col("stops").alias("count"),
        state.otherwise(pl.lit("supplied_partial")).alias("state"),
    )
