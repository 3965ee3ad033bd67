"""What the downloads are: each table's columns, types and meanings, written once for the files, their descriptions and the page for people."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sitegen.artefacts.bulk_history import PLACE_HISTORY
from sitegen.artefacts.bulk_point_notes import NOTES, POINT_NOTES
from sitegen.artefacts.bulk_releases import RELEASE_CHANGES, RELEASE_COUNTS, RELEASE_FILES
from sitegen.artefacts.bulk_table import Field, Table
from sitegen.languages import marked

_MONTHS = r"[0-9]{4}-[0-9]{2}"
_FORCE = Field("force", "text", "the police force's id, loamshire", "loamshire")
_NEIGHBOURHOOD = Field("neighbourhood", "text", "the force's own id of the neighbourhood, unique within the force only", "CG")
_POINT = Field("geometry", "shape", "the same position as well-known binary", "POINT (-1.1349 52.6321)", optional=True)

CRIMES = Table(
    "crimes",
    marked("Crimes, one row each"),
    marked(
        "Every crime and report of antisocial behaviour that the pages count: a row for each, by the month and the force that recorded it. "
        "Rows that were set aside, and months that were not supplied, have no row: the table of counts says which those are. "
        "Two rows may be the same."
    ),
    rf"data/crimes/(?:[^/]+/)?{_MONTHS}\.parquet",
    (
        Field("month", "month", "month in which it was recorded", "2025-06"),
        Field("force", "text", "id of the force that recorded it", "loamshire"),
        Field("category", "text", "category, a slug such as vehicle-crime", "vehicle-crime"),
        Field("longitude", "degrees", "of the snap point as supplied, WGS84; empty: no location", "-1.1349", optional=True),
        Field("latitude", "degrees", "likewise", "52.6321", optional=True),
        Field("street", "text", "what stands after On or near; empty: no name", "Corn Street", optional=True),
        Field("lsoa_code", "text", "census area of the snap point, as supplied", "E01099001", optional=True),
        Field("lsoa_name", "text", "its name, as supplied", "Loamshire 001A", optional=True),
        Field("outcome", "text", "last outcome as supplied; newer months have had less time; empty: none", "Under investigation", optional=True),
        _POINT,
    ),
)

POLICE_CSV = Table(
    "crimes-police-uk",
    marked("Crimes in the columns of data.police.uk"),
    marked(
        "The same rows with the columns, names and words of the files that data.police.uk gives. Crime ID and Context are always empty: this site "
        "publishes no id of a crime. The month is that of the file."
    ),
    rf"data/crimes/[^/]+/{_MONTHS}\.csv\.gz",
    (
        Field("Crime ID", "text", "always empty", "", optional=True),
        Field("Month", "month", "month in which it was recorded", "2025-06"),
        Field("Reported by", "text", "name of the force that recorded it", "Loamshire Constabulary"),
        Field("Falls within", "text", "the same name", "Loamshire Constabulary"),
        Field("Longitude", "degrees", "of the snap point as supplied, WGS84; empty: no location", "-1.1349", optional=True),
        Field("Latitude", "degrees", "likewise", "52.6321", optional=True),
        Field("Location", "text", "On or near and the name of the place, or No Location", "On or near Corn Street"),
        Field("LSOA code", "text", "census area of the snap point, as supplied", "E01099001", optional=True),
        Field("LSOA name", "text", "its name, as supplied", "Loamshire 001A", optional=True),
        Field("Crime type", "text", "category in words", "Vehicle crime"),
        Field("Last outcome category", "text", "as supplied; newer months have had less time; empty: none", "Under investigation", optional=True),
        Field("Context", "text", "always empty", "", optional=True),
    ),
)

COUNTS = Table(
    "counts",
    marked("Counts by neighbourhood, month and category"),
    marked(
        "What the pages show: the number recorded in each neighbourhood, and by each whole force, in every month of the site. A month that was not "
        "supplied has an empty number and the state that says why; 0 stands only where the month was supplied."
    ),
    r"data/counts\.parquet",
    (
        _FORCE,
        Field(
            "neighbourhood",
            "text",
            "the force's own id of the neighbourhood; empty: all that the force recorded, so never add these rows to the others",
            "CG",
            optional=True,
        ),
        Field("month", "month", "month in which it was recorded", "2025-06"),
        Field("category", "text", "category, a slug", "vehicle-crime"),
        Field("state", "text", "state of the force's month, as in data/coverage.csv", "supplied"),
        Field("crimes", "whole", "number recorded; empty: not known, see state", "14", optional=True),
    ),
    ("force", "neighbourhood", "month", "category"),
)


def points_table(categories: Sequence[str]) -> Table:
    """The snap points, with a column for each of the site's categories, given as slugs in order."""
    return Table(
        "points",
        marked("Snap points with counts of the newest 12 months"),
        marked(
            "Every point on the map that crimes are published at, with what was recorded there in the newest 12 months of the site, as far as forces "
            "supplied them. An empty number says that nothing is recorded there, which is no zero where a month was not supplied."
        ),
        r"data/points\.(?:parquet|fgb)",
        (
            Field("point", "text", "id of the snap point, the same in every file and page of the site", "4wt5e-3bft2"),
            Field("longitude", "degrees", "WGS84", "-1.1349"),
            Field("latitude", "degrees", "WGS84", "52.6321"),
            Field("street", "text", "name that most rows gave it; empty: none", "Corn Street", optional=True),
            Field(
                "forces", "text", "ids of the forces that recorded something there in these months, with a space between", "loamshire", optional=True
            ),
            NOTES,
            Field("crimes", "whole", "recorded in these months, antisocial behaviour left out", "14", optional=True),
            *(Field(column_of(slug), "whole", f"those of the category {slug}", "3", optional=True) for slug in categories),
            Field(UNLISTED, "whole", "those of categories that have no column here; they stand in the table of crimes", "1", optional=True),
            Field("geometry", "shape", "the position as well-known binary", "POINT (-1.1349 52.6321)"),
        ),
        ("point",),
    )


UNLISTED = "unlisted_categories"


def listed(categories: pl.DataFrame) -> pl.DataFrame:
    """The categories of the site's list in its order, without those that only the files have."""
    return categories.filter(pl.col("key").is_not_null()).sort("position")


def column_of(category: str) -> str:
    """The column of a category: its slug with a low line for each hyphen, as SQL wants it."""
    return category.replace("-", "_")


BOUNDARIES = Table(
    "boundaries",
    marked("Boundaries of neighbourhoods"),
    marked("The area of each neighbourhood as its force gave it. Neighbourhoods without a boundary that can be read have no row."),
    r"data/boundaries\.(?:parquet|fgb)",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        Field("name", "text", "name as supplied; empty: none", "Castle Gate", optional=True),
        Field("page", "text", "path of its page on this site; empty: it has none", "loamshire/cg/", optional=True),
        Field("geometry", "shape", "polygon or polygons as well-known binary", "POLYGON ((…))"),
    ),
    ("force", "neighbourhood"),
    ("police", "os"),
)

POSTCODES = Table(
    "postcodes",
    marked("Postcodes and their neighbourhoods"),
    marked(
        "The neighbourhood that each postcode's point lies in: several rows where it stands on a boundary or where areas overlap, a row without a "
        "neighbourhood where it lies in none that was given. Homes at the edge of a neighbourhood may belong next door."
    ),
    r"data/postcodes\.(?:parquet|csv\.gz)",
    (
        Field("postcode", "text", "NP10 0AA", "LM1 0AA"),
        Field("force", "text", "id of the force; empty: in no neighbourhood", "loamshire", optional=True),
        Field("neighbourhood", "text", "the force's own id of the neighbourhood; empty: in none", "CG", optional=True),
        Field("name", "text", "its name; empty: in none, or it has no name", "Castle Gate", optional=True),
        Field("terminated", "month", "month in which the postcode went out of use; empty: in use, or not known", "1996-06", optional=True),
    ),
    ("postcode", "force", "neighbourhood"),
    ("os", "royal-mail", "ons", "police"),
)

_SEEN = (
    Field("first_seen", "month", "month in which it was first seen, as far as was kept; empty: not known", "2024-11", optional=True),
    Field("last_seen", "month", "month in which it was last seen; empty: not known", "2025-06", optional=True),
    Field("listed", "flag", "whether the force lists it today; empty: it does not say", "true", optional=True),
)
_PAGE = Field("page", "text", "path of the neighbourhood's page on this site", "loamshire/cg/")
_PAGE_IF_LISTED = Field(
    "page", "text", "path of the neighbourhood's page on this site; empty: the force no longer lists it", "loamshire/cg/", optional=True
)

TEAMS = Table(
    "teams",
    marked("Neighbourhoods and their teams"),
    marked(
        "What each force tells of its neighbourhoods: names, words, ways to get in touch, stations, links and the people of the team. "
        "A list that the force did not give is null, which is not an empty one. Neighbourhoods that its list no longer has follow with what they "
        "were called. Of people only those of today are told: their history is not kept."
    ),
    r"data/teams\.jsonl",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        _PAGE_IF_LISTED,
        Field("name", "text", "name as supplied, or the last one known", "Castle Gate"),
        Field("description", "text", "the force's words, cleaned HTML; empty: none", "<p>The old town.</p>", optional=True),
        Field("url", "text", "the force's own page about it; empty: none", "https://loamshire.example/castle-gate", optional=True),
        Field("population", "whole", "residents, as the force says; empty: not known", "6400", optional=True),
        Field("centre_lon", "degrees", "the middle, WGS84; empty: none given", "-1.1402", optional=True),
        Field("centre_lat", "degrees", "likewise", "52.6340", optional=True),
        Field(
            "people",
            "list",
            "name and rank of each member of the team, in the force's order",
            '[{"name":"A. Hill","rank":"Sergeant"}]',
            optional=True,
        ),
        Field(
            "contacts",
            "list",
            "channel, text and href of each way to get in touch",
            '[{"channel":"telephone","href":"tel:101","text":"101"}]',
            optional=True,
        ),
        Field("stations", "list", "name, kind, address and postcode of each place", "[]", optional=True),
        Field("links", "list", "title and href of each link", "[]", optional=True),
        Field(
            "former_names",
            "list",
            "other names that the force's list gave it, each with first_seen and last_seen, the newest last; empty: no list was kept",
            '[{"first_seen":"2023-02","last_seen":"2024-09","name":"Castle"}]',
            optional=True,
        ),
        *_SEEN,
    ),
    ("force", "neighbourhood"),
)

PRIORITIES = Table(
    "priorities",
    marked("Priorities of neighbourhoods"),
    marked(
        "What each team says it works on, and what was done about it, as supplied; then what it said before, as far as it was seen, back to the "
        "first month of the site. One whose words changed is another."
    ),
    r"data/priorities\.jsonl",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        _PAGE_IF_LISTED,
        Field("issue", "text", "what it is about, cleaned HTML", "<p>Speeding in Corn Street</p>"),
        Field("issue_date", "date", "day it was set; empty: none", "2025-04-02", optional=True),
        Field("action", "text", "what was done, cleaned HTML; empty: none published", "<p>Checks on three evenings.</p>", optional=True),
        Field("action_date", "date", "day of that; empty: none", "2025-05-20", optional=True),
        *_SEEN,
    ),
)

MEETINGS = Table(
    "meetings",
    marked("Meetings"),
    marked(
        "Meetings and other events of each team, past and to come, as supplied; then those that it no longer lists, held or not, as far as they were "
        "seen, back to the first month of the site. Times are those of London."
    ),
    r"data/meetings\.jsonl",
    (
        _FORCE,
        _NEIGHBOURHOOD,
        _PAGE_IF_LISTED,
        Field("title", "text", "plain text", "Meet the team"),
        Field("kind", "text", "meeting, or the kind supplied; may be empty", "meeting"),
        Field("start", "time", "beginning, local time", "2025-07-03T18:30"),
        Field("end", "time", "end, local time; empty: none", "2025-07-03T20:00", optional=True),
        Field("description", "text", "cleaned HTML; empty: none", "<p>The old town.</p>", optional=True),
        Field("address", "text", "one line; may be empty", "Library, Corn Street"),
        *_SEEN,
    ),
)

_COUNTS_ABOUT = marked(
    "The same counts for spreadsheets: a file for each force, a row for each month of the whole force and of each neighbourhood, a column for each "
    "category. An empty cell is not known, or no category of that month."
)


def force_counts_table(categories: pl.DataFrame) -> Table:
    """The counts of one force a file, with a column for each of the site's categories that it met, and the words of those that no list has."""
    return Table(
        "counts-by-force",
        marked("Counts of each force as CSV"),
        _COUNTS_ABOUT,
        r"data/counts/[^/]+\.csv",
        (
            Field("neighbourhood", "text", "the force's own id of the neighbourhood; empty: all that the force recorded", "CG", optional=True),
            Field("month", "month", "month in which it was recorded", "2025-06"),
            Field("crime_state", "text", "state of the month's crime, as in data/coverage.csv", "supplied", optional=True),
            Field("asb_state", "text", "state of the month's antisocial behaviour", "supplied", optional=True),
            *(
                Field(slug, "whole", f"recorded of the category {slug}; absent where the force never met it", "3", optional=True, title=words)
                for slug, words in _columns(categories)
            ),
        ),
        leaves_out=True,
    )


def _columns(categories: pl.DataFrame) -> list[tuple[str, str]]:
    """Each category in order with its words as supplied where no list has it; empty for those of the list, whose slug says it."""
    words = pl.when(pl.col("key").is_null()).then("name").otherwise(pl.lit(""))
    return categories.sort("position").select("category", words).rows()


NEIGHBOURHOODS = Table(
    "neighbourhoods",
    marked("Neighbourhoods by force and id"),
    marked("The name and the page of every neighbourhood: what makes the ids of the other tables readable."),
    r"data/neighbourhoods\.csv",
    (
        _FORCE,
        Field("force_name", "text", "its name", "Loamshire Constabulary"),
        _NEIGHBOURHOOD,
        Field("name", "text", "name as supplied", "Castle Gate"),
        _PAGE,
    ),
    ("force", "neighbourhood"),
)

COVERAGE = Table(
    "coverage",
    marked("Coverage: what was supplied"),
    marked("The state of each data set, force and month, and the reason. A count stands only beside the states supplied and supplied_partial."),
    r"data/coverage\.csv",
    (
        Field("dataset", "text", "crime, asb, outcomes or stops", "crime"),
        Field("force_id", "text", "the police force's id", "loamshire"),
        Field("month", "month", "the month", "2025-06"),
        Field(
            "state",
            "text",
            "supplied, supplied_partial, not_supplied, withheld, never, not_yet, not_in_copy, out_of_window, not_applicable",
            "supplied",
        ),
        Field("reason", "text", "why, as a slug; empty: nothing to say", "older-release", optional=True),
        Field("rows", "whole", "recorded by the force; empty: not known, or of another data set than crime and asb", "812", optional=True),
        Field("unlocated", "whole", "of these, without a location", "9", optional=True),
        Field("located_share", "share", "share of them that has one, to four decimals", "0.9889", optional=True),
    ),
    ("dataset", "force_id", "month"),
)

QUALITY = Table(
    "quality",
    marked("Rows counted and set aside"),
    marked("What became of the rows of every file: counted and set aside add up to its rows; noted ones were counted although something is odd."),
    r"data/quality\.csv",
    (
        Field("dataset", "text", "what the file holds", "street"),
        Field("file", "text", "the file, as it lies in the data folder", "archive/2025-06/2025-06-loamshire-street.csv"),
        Field("kind", "text", "counted, set-aside or noted", "set-aside"),
        Field("reason", "text", "why, as a slug", "month-differs"),
        Field("rows", "whole", "how many", "3"),
        Field("first_row", "whole", "line of the first of them, or its place in a list; empty: says nothing", "17", optional=True),
    ),
)

BOUNDARY_TILES = Table(
    "boundary-tiles",
    marked("Boundaries as one archive of tiles"),
    marked(
        "The areas of forces and neighbourhoods with the places of their names as vector tiles in one PMTiles file, for maps on other websites: the "
        "tiles of this site's own map. Areas are simplified for each zoom; to measure, take the boundaries above."
    ),
    r"data/boundaries\.pmtiles",
    (
        _FORCE,
        Field("name", "text", "name as supplied", "Castle Gate"),
        Field("key", "text", "of a neighbourhood force and folder of its page; absent of a force", "loamshire/cg", optional=True),
    ),
    sources=("police", "os"),
    leaves_out=True,
)


def point_tiles_table(categories: pl.DataFrame) -> Table:
    """The snap points with counts as tiles, whose attributes are the short names of the site's categories."""
    known = listed(categories).select("category", "key").iter_rows()
    return Table(
        "point-tiles",
        marked("Snap points with counts as one archive of tiles"),
        marked(
            "What was recorded at each snap point in the newest 12 months as vector tiles in one PMTiles file, for maps on other websites: the tiles "
            "of this site's own map. Layer crimes at zoom 13 has the points, layer cells below it their sums in squares. An attribute that is absent "
            "is 0, or not known where a month was not supplied."
        ),
        r"data/points\.pmtiles",
        (
            Field("total", "whole", "recorded there, antisocial behaviour included, British Transport Police left out", "17", optional=True),
            *(Field(key, "whole", f"of these, the category {slug}", "3", optional=True) for slug, key in known),
            Field("btp", "whole", "recorded by British Transport Police, all categories; in no other attribute", "1", optional=True),
            Field("points", "whole", "of a square, how many snap points with something recorded lie in it", "6", optional=True),
        ),
        leaves_out=True,
    )


def all_tables(categories: pl.DataFrame) -> tuple[Table, ...]:
    """Every table in the order of the page; `categories` are the site's."""
    slugs = listed(categories)["category"].to_list()
    figures = (CRIMES, POLICE_CSV, COUNTS, force_counts_table(categories), PLACE_HISTORY, COVERAGE, QUALITY)
    places = (points_table(slugs), POINT_NOTES, point_tiles_table(categories), BOUNDARIES, BOUNDARY_TILES, POSTCODES, NEIGHBOURHOODS)
    return *figures, RELEASE_COUNTS, RELEASE_CHANGES, RELEASE_FILES, *places, TEAMS, PRIORITIES, MEETINGS
