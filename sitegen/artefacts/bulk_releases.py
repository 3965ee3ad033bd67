"""What the downloads of releases side by side are: their columns, types and meanings."""

from sitegen.artefacts.bulk_table import Field, Table
from sitegen.languages import marked

_RELEASE = r"data/releases/[0-9]{4}-[0-9]{2}/[0-9a-f]{12}"
_FORCE = Field("force_id", "text", "the police force's id", "loamshire")
_MONTH = Field("month", "month", "month of the crimes", "2025-05")

RELEASE_COUNTS = Table(
    "release-counts",
    marked("What each release told"),
    marked("Street crime by force, month and category as one release of the police's data had it. A month without a row is not known, never 0."),
    rf"{_RELEASE}/counts\.csv",
    (
        _FORCE,
        _MONTH,
        Field("category", "text", "category, a slug such as vehicle-crime", "vehicle-crime"),
        Field("crimes", "whole", "rows that count", "212"),
        Field("unlocated", "whole", "of these, without a location", "3"),
    ),
    ("force_id", "month", "category"),
)

RELEASE_FILES = Table(
    "release-files",
    marked("What each release was made of"),
    marked("The street crime files of one release, with the digests from which its own is worked out."),
    rf"{_RELEASE}/files\.csv",
    (
        _FORCE,
        _MONTH,
        Field("sha256", "text", "SHA-256 of the file as it was supplied", "9f86d081884c7d65 and 48 digits more"),
        Field("crimes", "whole", "rows that count", "2003"),
    ),
    ("force_id", "month"),
)

RELEASE_CHANGES = Table(
    "release-changes",
    marked("What changed in months already told"),
    marked(
        "What each release changed in months of a force that an older release told: how many crimes were added, withdrawn or given another outcome. "
        "Numbers from 1 to 9 are not told, nor is which crime changed. A month is told with its age: the newer it is, the more outcomes are still "
        "to come."
    ),
    r"data/releases/changes/[^/]+\.csv",
    (
        Field("release", "month", "the release", "2025-06"),
        Field("before", "month", "the release before it that has the month", "2025-05"),
        Field("dataset", "text", "crime, without antisocial behaviour, or asb", "crime"),
        Field("part", "text", "all, month, category or outcome: what the row is of", "month"),
        Field("month", "month", "month of the crimes; empty: of several", "2025-05", optional=True),
        Field("category", "text", "category; empty: of several", "burglary", optional=True),
        Field("change", "text", "added, withdrawn or reoutcomed", "reoutcomed"),
        Field("was", "text", "outcome before, a slug; empty: none, or the row is not of outcomes", "under-investigation", optional=True),
        Field("outcome", "text", "outcome after, likewise", "no-suspect-identified", optional=True),
        Field("others", "flag", "true: all categories or outcomes that are not told, together", "false"),
        Field("crimes", "whole", "how many; empty: not told", "41", optional=True),
        Field("rows", "whole", "how many the release has of these months; empty in parts of them", "2230", optional=True),
        Field("months_after", "whole", "months from that month to the release, its age; empty: of several months, or not said", "1", optional=True),
    ),
)
