"""The snap points that can mislead, a row for each reason, so that others can use and correct the list."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_point_notes import POINT_NOTES
from sitegen.artefacts.bulk_table import shaped
from sitegen.reading_names import with_reading_names
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json
from sitegen.terms import snap_point_id


def make(*, doubtful_points: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The list as CSV and as JSON Lines, sorted by place and reason; the CSV also where it has no row: then no point is known to mislead."""
    rows = with_reading_names(doubtful_points.sort("x", "y", "reason"))
    points = pl.Series("point", [snap_point_id(x, y) for x, y in rows.select("x", "y").iter_rows()], pl.String)
    table = shaped(
        POINT_NOTES,
        rows.rename({"lon": "longitude", "lat": "latitude", "crimes": "recorded", "recorded": "by_these_forces"}).with_columns(points),
    )
    yield urls.POINT_NOTES, write_csv(table)
    if not table.is_empty():
        yield urls.bulk("point-notes", "jsonl"), b"".join(to_json(row) + b"\n" for row in table.iter_rows(named=True))
