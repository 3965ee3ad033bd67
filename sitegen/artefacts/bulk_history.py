"""What the download of neighbourhoods over the years is: its columns, types and meanings."""

from sitegen.artefacts.bulk_table import Field, Table
from sitegen.languages import marked

PLACE_HISTORY = Table(
    "neighbourhood-history",
    marked("Neighbourhoods over the years"),
    marked(
        "What was recorded in neighbourhoods in months before those of the site, and in those: of neighbourhoods whose ground holds the same map "
        "points in every boundary that was supplied since then, and enough of its own. Sums of whole neighbourhoods: no position of an older "
        "month is told. A month that was not supplied has an empty number and the state that says why."
    ),
    r"data/history/[^/]+\.parquet",
    (
        Field("force", "text", "the police force's id, loamshire", "loamshire"),
        Field("neighbourhood", "text", "the force's own id of the neighbourhood, unique within the force only", "CG"),
        Field("month", "month", "month in which it was recorded", "2016-06"),
        Field("category", "text", "category, a slug of today; the same in all years", "vehicle-crime"),
        Field("state", "text", "state of the force's month, as in data/coverage.csv; without_location: the month came without positions", "supplied"),
        Field("crimes", "whole", "number recorded; empty: not known, see state", "14", optional=True),
    ),
    ("force", "neighbourhood", "month", "category"),
    ("police", "os"),
)
