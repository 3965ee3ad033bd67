"""Every public path, a name or a function each; paths are relative to the site's root and never start with a slash.

A published URL is a promise: a change here is an entry in CHANGELOG.md.
"""

from dataclasses import dataclass

from sitegen.languages import TRANSLATED
from sitegen.terms import SOURCE_LANGUAGE

HOME = "index.html"
"""The home page."""
NOTICES = "licences/notices.txt"
"""The licence notices of the code that the pages ship, as plain text."""
SBOM = "licences/sbom.json"
"""The components that the pages ship and that bake them, CycloneDX."""
NOT_FOUND = "404.html"
"""The page a server shows for an unknown address."""
API = "api/"
"""Where the static API lies: the answer at the official address `api/forces` is the file `api/forces/index.json`."""
API_NOT_FOUND = "api/404.json"
"""What a server answers below `api/` for what is not there."""
DATA = "data/"
"""Where the downloads lie, and what is said of them."""
BESIDE = ("/figures.csv", "/figures.json", "/history.csv", "/history.json", "/outcome-ages.csv", "/outcome-ages.json", "/boundary.geojson")
"""How the files end that lie beside the page of a neighbourhood or a force."""
PROMISE_TABLES = ("/promise.csv", "/promise.json")
"""How the files end that lie beside a force's page of what was promised."""
_FOLLOWED = ("/feed.atom", "/feed.json", ".ics")
"""How feeds and calendars end."""
OUTCODES_PAGE = "postcodes/index.html"
"""The outcodes that have a page, by postcode area."""
SEARCH_INDEX = "search/index.json"
NEAR_NAMES = "search/near.json"
"""The lookup shards there are: outcodes, and how the first name of each shard of names begins."""
QUALITY_TABLE = "data/quality.csv"
"""The published quality table, CSV."""
COVERAGE_TABLE = "data/coverage.csv"
"""The published coverage table, CSV."""
NEIGHBOURHOOD_TABLE = "data/neighbourhoods.csv"
"""Every neighbourhood by force and id, with its name and page, CSV."""
NATIONAL_RATES = "forces/rates.csv"
"""Crimes of each force for every 1,000 people, beside the page of all forces, CSV."""
AUDIT_PAGE = "privacy/audit/index.html"
"""What an audit of the site's privacy found, for people."""
AUDIT_REPORT = "privacy/audit.json"
"""The same for programs."""
RELEASES = "data/releases/index.json"
"""The releases of the police's data that this copy holds, each with its digest."""
POINT_NOTES = "data/point-notes.csv"
"""The snap points that can mislead, a row for each reason, CSV."""
SITEMAP = "sitemap.xml"
"""The list of pages for search engines; written only where a base URL is configured."""
ROBOTS = "robots.txt"
"""What robots are asked not to fetch; written only where a base URL is configured."""
WEB_MANIFEST = "manifest.webmanifest"
"""What a home screen must know of the site to install it."""
WORKER = "sw.js"
"""The script that gives readers their saved areas when there is no connection; at the root, since it serves the whole site."""
WITH_DIGESTS = r"data/(datapackage\.json|dcat\.jsonld|releases/index\.json|releases/[0-9]{4}-[0-9]{2}/[0-9a-f]{12}/files\.csv)"
"""Downloads that give the SHA-256 of files, as a pattern of the whole path."""
DATA_PACKAGE = "data/datapackage.json"
"""Every bulk file with its columns, size and digest, as a Frictionless Data Package."""
DATA_CATALOGUE = "data/dcat.jsonld"
"""The bulk files as a catalogue in DCAT, JSON-LD."""
MANIFEST = "manifest.json"
"""SHA-256 and size of every other file."""
CHECKSUMS = "SHA256SUMS"
"""The same digests in the form sha256sum reads."""
SIBLINGS = "SHA256SUMS.compressed"
"""The digests of compressed siblings, in the same form; written only where a build makes such."""
CRIME_TILE_MONTHS = "tiles/crime/index.json"
"""The months that have crime tiles, and why the others have none."""
STOP_TILE_MONTHS = "tiles/stops/index.json"
"""The months that have stop tiles, and why the others have none."""

YEAR = "last-12"
"""Stands for a month in the paths of the crime tiles of the newest 12 months summed."""

KEPT_FOR_EVER = (
    r"assets/(.+/)?[^/]+\.[0-9a-f]{10}\.[a-z0-9]+",
    r"tiles/(base|boundaries|(crime|stops)/([0-9]{4}-[0-9]{2}|last-12))/[0-9a-f]{16}(/[0-9]+/[0-9]+/[0-9]+\.mvt|\.pmtiles)",
)
"""Paths that are named by a digest of their content, as patterns of the whole path: what lies there never changes."""

ASKED_EACH_TIME = (r"sw\.js", r"manifest\.webmanifest", r"([a-z]{2}/)?offline/words\.json")
"""Paths that tell a browser of a new build, as patterns of the whole path: a copy that is kept hides it."""

API_INDEX, API_DESCRIPTION = "api/index.json", "api/openapi.json"
"""What the API answers, what not and why; the same as OpenAPI."""


def official(path: str) -> str:
    """The police's own address of an answer of the API, empty for any other file.

    `official("api/forces/index.json")` is `api/forces`.
    """
    inner = path.removeprefix(API).removesuffix("/index.json")
    return f"{API}{inner}" if path == f"{API}{inner}/index.json" else ""


def in_language(path: str, language: str) -> str:
    """A page's public path in a language; what is no page exists once and stays where it is.

    `in_language("gwent/index.html", "cy")` is `cy/gwent/index.html`.
    """
    return path if language == SOURCE_LANGUAGE or not path.endswith(".html") else f"{language}/{path}"


def language_of(path: str) -> str:
    """The language of the page at a public path."""
    folder = path.partition("/")[0]
    return folder if folder in TRANSLATED and "/" in path else SOURCE_LANGUAGE


def in_english(path: str) -> str:
    """The public path of the English version of a page."""
    language = language_of(path)
    return path if language == SOURCE_LANGUAGE else path.removeprefix(f"{language}/")


def page(folder: str) -> str:
    """A page that is a folder at the root, such as about, privacy, accessibility, coverage, find, forces or map."""
    return f"{folder}/index.html"


def force(force_id: str) -> str:
    """A force's page."""
    return f"{force_id}/index.html"


def force_ids(force_id: str) -> str:
    """The map from a force's neighbourhood ids to their folders."""
    return f"{force_id}/ids.json"


def history(force_id: str, folder: str = "") -> str:
    """A force, or a neighbourhood whose ground did not change, over the months of the archive, the window's and those before it."""
    return "/".join(filter(None, (force_id, folder, "history/index.html")))


def history_table(force_id: str, form: str, folder: str = "") -> str:
    """The same month by month and by category, beside its page; `form` is csv, or of a force json."""
    return "/".join(filter(None, (force_id, folder, f"history.{form}")))


def force_releases(force_id: str) -> str:
    """What changed in months of a force that an older release told."""
    return f"{force_id}/releases/index.html"


def release_changes(force_id: str, form: str) -> str:
    """The same as one long table; `form` is csv or json."""
    return f"data/releases/changes/{force_id}.{form}"


def release_table(release: str, digest: str, table: str) -> str:
    """What one release told, under its month and the beginning of its digest, CSV; `table` is counts or files."""
    return f"data/releases/{release}/{digest[:12]}/{table}.csv"


def neighbourhood(force_id: str, folder: str) -> str:
    """A neighbourhood's page."""
    return f"{force_id}/{folder}/index.html"


def neighbourhood_streets(force_id: str, folder: str) -> str:
    """A neighbourhood's streets, with an anchor for every snap point."""
    return f"{force_id}/{folder}/streets/index.html"


def neighbourhood_change(force_id: str, folder: str) -> str:
    """How a neighbourhood's figures change, with an anchor for every kind of crime."""
    return f"{force_id}/{folder}/change/index.html"


def neighbourhood_timeline(force_id: str, folder: str) -> str:
    """What was asked of a neighbourhood's team, what it did, and its meetings, month by month."""
    return f"{force_id}/{folder}/timeline/index.html"


def promise(force_id: str = "", letter: str = "") -> str:
    """What was supplied about what neighbourhoods were promised: of a force, of all forces, or of a force's neighbourhoods under a letter."""
    return "/".join(filter(None, (force_id, "promise", letter.lower(), "index.html")))


def promise_table(force_id: str, form: str) -> str:
    """The same as one table, a row for each neighbourhood of a force, beside its page; `form` is csv or json."""
    return f"{force_id}/promise/promise.{form}"


def calendar(force_id: str, folder: str, language: str = SOURCE_LANGUAGE) -> str:
    """All meetings of a neighbourhood as a calendar to follow, beside its page in a language."""
    return in_language(neighbourhood(force_id, folder), language).removesuffix("index.html") + "meetings.ics"


def event_calendar(force_id: str, folder: str, start: str, number: int) -> str:
    """One meeting as a calendar file, one for all languages since no word in it is ours.

    `start` is local time, 2025-07-31T18:30, `number` its place among those of that minute, from 1.
    """
    name = start.replace(":", "").replace("T", "-")
    return f"{force_id}/{folder}/meetings/{name}{f'-{number}' if number > 1 else ''}.ics"


def feed(force_id: str, folder: str, form: str, language: str = SOURCE_LANGUAGE) -> str:
    """What is new in a neighbourhood, as a feed beside its page in a language; `form` is atom or json."""
    return in_language(neighbourhood(force_id, folder), language).removesuffix("index.html") + f"feed.{form}"


def force_feed(force_id: str, form: str, language: str = SOURCE_LANGUAGE) -> str:
    """The new months of a force, as a feed beside its page in a language; `form` is atom or json."""
    return in_language(force(force_id), language).removesuffix("index.html") + f"feed.{form}"


def figures(force_id: str, folder: str, form: str) -> str:
    """A neighbourhood's figures over the window as one long table, beside its page; `form` is csv or json."""
    return f"{force_id}/{folder}/figures.{form}"


def force_figures(force_id: str, form: str) -> str:
    """The same of a whole force."""
    return f"{force_id}/figures.{form}"


def force_outcomes(force_id: str = "") -> str:
    """What came of a force's crimes, month by month at equal age; without one, of all forces whose months and sources are alike."""
    return "/".join(filter(None, (force_id, "outcomes", "index.html")))


def outcome_ages(force_id: str, form: str) -> str:
    """The same as one long table, beside the force's page, and of all forces beside theirs where `force_id` is empty; `form` is csv or json."""
    return f"{force_id or 'outcomes'}/outcome-ages.{form}"


def national_figures(form: str) -> str:
    """The figures of all forces over the window, a row for each force and month, beside their page; `form` is csv or json."""
    return f"forces/figures.{form}"


def boundary(force_id: str, folder: str) -> str:
    """A neighbourhood's boundary as GeoJSON, beside its page."""
    return f"{force_id}/{folder}/boundary.geojson"


def embed(force_id: str, folder: str) -> str:
    """A neighbourhood as it stands in a frame on another website; the anchors map, trend and meeting are its parts."""
    return f"{force_id}/{folder}/embed/index.html"


def is_for_other_sites(path: str) -> bool:
    """True for a file that pages elsewhere may read: a server allows it in its answers."""
    return path.startswith((API, DATA, "tiles/")) or path.endswith((*BESIDE, *PROMISE_TABLES, *_FOLLOWED)) or path == NATIONAL_RATES


def is_embed(path: str) -> bool:
    """True for the public path of a page that other websites may show in a frame; the only ones that they may."""
    steps = in_english(path).split("/")
    return len(steps) == 4 and steps[2:] == ["embed", "index.html"]


def find_letter(letter: str) -> str:
    """All neighbourhoods whose names begin with a letter, for readers without JavaScript."""
    return f"find/{letter.lower()}/index.html"


def find_places(prefix: str) -> str:
    """Towns and villages whose names begin with a letter, or a run of them from some letters on, for readers without JavaScript."""
    return f"find/places/{prefix.replace(' ', '-')}/index.html"


def outcode_page(outcode: str) -> str:
    """The neighbourhoods an outcode covers, for readers without JavaScript."""
    return f"postcodes/{outcode.lower()}/index.html"


def postcode_shard(outcode: str) -> str:
    """The lookup shard of one outcode."""
    return f"postcodes/{outcode}.json"


def name_shard(prefix: str) -> str:
    """The lookup shard of the names from a beginning on."""
    return f"search/names/{prefix.replace(' ', '-')}.json"


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where a tileset lies: its TileJSON, and beside it, in a folder that never changes once published, its tiles or one archive."""

    name: str

    @property
    def tilejson(self) -> str:
        """The TileJSON."""
        return f"tiles/{self.name}.json"

    def tile(self, digest: str, z: int, x: int, y: int) -> str:
        """One tile."""
        return f"tiles/{self.name}/{digest}/{z}/{x}/{y}.mvt"

    def archive(self, digest: str) -> str:
        """All of its tiles as a single PMTiles archive."""
        return f"tiles/{self.name}/{digest}.pmtiles"


BOUNDARY_TILES, BASE_TILES = Tiles("boundaries"), Tiles("base")


def crime_tiles(month: str) -> Tiles:
    """The crimes of a month, or under `YEAR` of the newest 12 months summed."""
    return Tiles(f"crime/{month}")


def stop_tiles(month: str) -> Tiles:
    """The stops of a month."""
    return Tiles(f"stops/{month}")


def boundary_boxes(force_id: str) -> str:
    """Where each neighbourhood of a force lies, for opening the map on it."""
    return f"tiles/boundaries/{force_id}.json"


def street_shard(x: int, y: int) -> str:
    """Names of the snap points of one z12 square."""
    return f"streets/12/{x}/{y}.json"


def outcome_shard(month: str, z: int, x: int, y: int) -> str:
    """Outcomes at the snap points of one square in a month; deeper than z10 only where that square is too full."""
    return f"outcomes/{month}/{z}/{x}/{y}.json"


def count_table(force_id: str) -> str:
    """What was recorded in each neighbourhood of a force, month by month and by category, CSV."""
    return f"data/counts/{force_id}.csv"


def crime_table(month: str, force_id: str = "") -> str:
    """The crimes of a month, one row each, Parquet: those that a force recorded, or all."""
    return f"data/crimes/{force_id}/{month}.parquet" if force_id else f"data/crimes/{month}.parquet"


def crime_csv(month: str, force_id: str) -> str:
    """The crimes that a force recorded in a month with the columns of data.police.uk, gzip CSV."""
    return f"data/crimes/{force_id}/{month}.csv.gz"


def bulk(name: str, form: str) -> str:
    """A table of the whole site as one file; `form` is its ending: parquet, fgb, pmtiles, csv.gz or jsonl."""
    return f"data/{name}.{form}"


def api(route: str) -> str:
    """The file that answers an official path of the API, such as `forces/gwent` or `gwent/NB85/people`."""
    return f"{API}{route}/index.json"


def api_neighbourhood_ids(force_id: str) -> str:
    """The map from a force's neighbourhood ids to their folders in the API."""
    return f"{API}{force_id}/ids.json"


def data_schema(table: str) -> str:
    """What a row of a table of the bulk files is, as JSON Schema."""
    return f"data/schemas/{table}.json"


def force_files(force_id: str) -> str:
    """The page of a force's bulk files, month by month."""
    return f"data/crimes/{force_id}/index.html"


def asset(name: str, digest: str) -> str:
    """A stylesheet, script or library under a name that changes with its content."""
    stem, _, ending = name.rpartition(".")
    return f"assets/{stem}.{digest[:10]}.{ending}"


def offline_words(language: str = SOURCE_LANGUAGE) -> str:
    """What the script that saves areas has to know and say, beside the page that lists them."""
    return in_language(page("offline"), language).removesuffix("index.html") + "words.json"


def link(source: str, target: str, anchor: str = "") -> str:
    """A relative link from one public path to another, with folders' index.html left out; a space in an id of the API is written `%20`.

    `link("gwent/index.html", "gwent/nb85/index.html")` is `nb85/`.
    """
    if anchor and target == source:
        return f"#{anchor}"
    here, there = source.split("/")[:-1], target.split("/")
    shared = 0
    for one, other in zip(here, there[:-1], strict=False):
        if one != other:
            break
        shared += 1
    href = "../" * (len(here) - shared) + "/".join(there[shared:]).removesuffix("index.html").replace(" ", "%20")
    return f"{href or './'}#{anchor}" if anchor else href or "./"
