"""What the API says of all forces together: their list, the categories, the newest month, and who supplied stops."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.api.shapes import Category, ForceName, LastUpdated, StopMonth, to_bytes
from sitegen.rules import COUNTED_STATES
from sitegen.terms import BTP

_ALL_CRIME = Category("all-crime", "All crime")
_LAST = "other-crime"


def make(
    *, forces: pl.DataFrame, categories: pl.DataFrame, force_counts: pl.DataFrame, coverage: pl.DataFrame, months: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Four files, each sorted as upstream sorts it.

    British Transport Police is no force of the list, as upstream. Categories are those in use, and every other that a crime of the
    site has, under the newest text of the CSV files; those that no list has come last. Months are those of which any force supplied
    anything, newest first.
    """
    listed = forces.filter(pl.col("force_id") != BTP).sort("force_id").select("force_id", "name")
    yield urls.api("forces"), to_bytes([ForceName(*row) for row in listed.iter_rows()])
    yield urls.api("crime-categories"), to_bytes([_ALL_CRIME, *_categories(categories, force_counts)])
    yield urls.api("crime-last-updated"), to_bytes(LastUpdated(f"{months[-1]}-01"))
    yield urls.api("crimes-street-dates"), to_bytes([*_stop_months(coverage)])


def _categories(categories: pl.DataFrame, force_counts: pl.DataFrame) -> list[Category]:
    met = set(force_counts["category"])
    known = {slug: (labels[0], last) for slug, labels, last in categories.select("category", "labels", "last_month").iter_rows()}
    unlisted = met - known.keys() | set(categories.filter(pl.col("key").is_null())["category"])
    in_use = {slug for slug, (_label, last) in known.items() if last is None}
    slugs = sorted(in_use | met, key=lambda slug: (slug in unlisted, slug == _LAST, slug))
    return [Category(slug, known[slug][0] if slug in known else slug) for slug in slugs]


def _stop_months(coverage: pl.DataFrame) -> Iterator[StopMonth]:
    supplied = coverage.filter(pl.col("state").is_in([*COUNTED_STATES])).sort("month", "force_id")
    stops = supplied.filter(pl.col("dataset") == "stops")
    for month in supplied["month"].unique().sort(descending=True):
        yield StopMonth(month, stops.filter(pl.col("month") == month)["force_id"].to_list())
