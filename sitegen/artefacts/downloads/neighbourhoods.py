"""Every neighbourhood by force and id, with its name and page: what makes the ids of the other tables readable."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import read_places
from sitegen.safe_csv import write_csv


def make(*, forces: pl.DataFrame, neighbourhoods: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The neighbourhoods that have a page as CSV, by force and id; docs/DATA.md has the format."""
    rows = [
        (force_id, place.force_name, neighbourhood_id, place.name, place.path.removesuffix("index.html"))
        for (force_id, neighbourhood_id), place in read_places(neighbourhoods, forces).items()
    ]
    columns = ("force", "force_name", "neighbourhood", "name", "page")
    yield urls.NEIGHBOURHOOD_TABLE, write_csv(pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row"))
