"""Only what hangs on a change is made again; `plan` says it before the build, `why` after it."""

from __future__ import annotations

import runpy
import shutil
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from msgspec import structs

from sitegen.build import ROOT, Options, Result, build_site, explain, plan_site
from sitegen.config import Window
from sitegen.engine.plan import plan
from sitegen.engine.report import How, Progress
from sitegen.engine.stage import Stage
from sitegen.engine.store import ask_store
from sitegen.errors import StoreError
from sitegen.inputs import engine_build, inventory_of
from sitegen.notes import Notes
from sitegen.publish.checks.run import check_site
from sitegen.publish.serve import make_server
from tests.settings import SETTINGS
from tests.small_world import FORCES, LOAMSHIRE, WEALDMOOR, area_files, outcomes_file, put, put_month, put_world, street_file

pytestmark = pytest.mark.site

MONTHS = ("2025-03", "2025-04", "2025-05")
NEIGHBOURHOOD = "loamshire/nb01/index.html"


class Ran(Progress):
    """How many tasks of each stage ran."""

    def __init__(self) -> None:
        self.stages: Counter[str] = Counter()

    def finished(self, stage: Stage, how: How) -> None:
        self.stages[stage.name] += how == "ran"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with data, and the cache and site built from it."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def options(self) -> Options:
        return Options(self.data, self.folder / "cache")

    def build(self) -> tuple[Counter[str], Result]:
        """The stages that ran, each with its number of tasks, and the result."""
        ran = Ran()
        result = build_site(self.options, SETTINGS, self.folder / "output", showing=lambda: nullcontext(ran))
        return +ran.stages, result

    def files(self, under: str = "") -> dict[str, tuple[int, int, bytes]]:
        """Inode, time and bytes of every published file under a folder."""
        site = self.folder / "output"
        found = {str(path.relative_to(site)): path for path in sorted((site / under).rglob("*")) if path.is_file()}
        return {name: (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes()) for name, path in found.items()}


@pytest.fixture(scope="module")
def built(three_months: Path) -> Place:
    """Three months of two forces, built; to be copied."""
    return Place(three_months)


@pytest.fixture
def place(built: Place, tmp_path: Path) -> Place:
    """A copy of the three months, to be changed. The cache remembers its files by where they lie, so it is built once more: nothing runs."""
    shutil.copytree(built.folder / "data", tmp_path / "world" / "data")
    shutil.copytree(built.folder / "cache", tmp_path / "world" / "cache")
    copied = Place(tmp_path / "world")
    ran, _result = copied.build()
    assert not ran
    return copied


def stages_planned(place: Place) -> tuple[set[str], set[str]]:
    """The stages of which `plan` says that a task would run, and that one may run after them."""
    counts = plan_site(place.options, SETTINGS).by_stage()
    return ({name for name, states in counts.items() if states[state]} for state in ("stale", "waiting"))  # type: ignore[return-value]


def rebuild(place: Place) -> Counter[str]:
    """Build, having seen that what runs was planned, and all that was planned as certain runs."""
    certain, possible = stages_planned(place)
    ran, _result = place.build()
    assert certain <= set(ran) <= certain | possible
    return ran


def test_a_month_added_makes_its_own_tiles_and_leaves_those_of_other_months_where_they_are(place: Place) -> None:
    tiles = {month: place.files(f"tiles/crime/{month}") for month in MONTHS}
    boundaries = place.files("tiles/boundaries")
    put_month(place.data, "2025-06")
    ran = rebuild(place)
    assert ran["crimes"] == ran["crime_counts"] == len(FORCES)
    assert ran["crime_tiles"] == ran["month_points"] == 1
    assert not ran.keys() & {"boundary_tiles", "postcode_shards", "asset_files", "boundaries", "neighbourhoods", "people", "forces"}
    assert {month: place.files(f"tiles/crime/{month}") for month in MONTHS} == tiles
    assert place.files("tiles/boundaries") == boundaries
    assert place.files("tiles/crime/2025-06")


def test_a_last_outcome_changed_in_an_old_file_makes_no_tile_again(place: Place) -> None:
    tiles, street = place.files("tiles"), place.files("streets")
    put(place.data, {"archive/2025-04/2025-04-loamshire-street.csv": street_file(LOAMSHIRE, "2025-04", outcome="Local resolution")})
    ran = rebuild(place)
    assert ran["crimes"] == ran["crime_counts"] == ran["street_quality"] == 1
    assert not ran.keys() & {"month_points", "located_counts", "crime_tiles", "boundary_tiles", "street_shards", "month_coverage"}
    assert (place.files("tiles"), place.files("streets")) == (tiles, street)


def test_an_outcomes_file_changed_makes_no_tile_and_no_other_force_again(place: Place) -> None:
    before = place.files()
    put(place.data, {"archive/2025-04/2025-04-loamshire-outcomes.csv": outcomes_file(LOAMSHIRE, "2025-04", outcome="Offender given a caution")})
    ran = rebuild(place)
    assert not ran.keys() & {"crimes", "crime_counts", "crime_tiles", "boundary_tiles", "located_counts", "street_shards", "postcode_shards"}
    after = place.files()
    changed = {name for name in before if before[name][2] != after[name][2]} - {"manifest.json", "SHA256SUMS"}
    assert not {name for name in changed if name.startswith(("wealdmoor/nb01", "wealdmoor/hay", "tiles/", "streets/"))}


def test_an_old_file_supplied_again_with_more_rows_changes_its_own_months_tiles_only(place: Place) -> None:
    tiles = {month: place.files(f"tiles/crime/{month}") for month in MONTHS}
    put_month(place.data, "2025-04", [LOAMSHIRE], rows=13)
    ran = rebuild(place)
    assert ran["crimes"] == ran["crime_tiles"] == ran["month_points"] == 1
    now = {month: place.files(f"tiles/crime/{month}") for month in MONTHS}
    assert [month for month in MONTHS if now[month] != tiles[month]] == ["2025-04"]


def test_a_team_changed_makes_the_pages_and_answers_of_its_force_again_and_nothing_else(place: Place) -> None:
    before = place.files()
    put(place.data, area_files(LOAMSHIRE, constable="Sunita Balgobind"))
    ran = rebuild(place)
    assert ran.keys() - {"contacts", "stations", "links", "people", "priorities", "events", "neighbourhoods", "team_quality", "promises"} == {
        "api_forces",
        "neighbourhood_pages",
        "team_tables",
        "data_descriptions",
        "data_pages",
    }
    assert ran["api_forces"] == ran["neighbourhood_pages"] == ran["people"] == 1
    after = place.files()
    changed = {name for name in after if after[name] != before.get(name)}
    lists = {"data/datapackage.json", "data/dcat.jsonld", "data/index.html"}
    answers = {f"api/loamshire/{key}/people/index.json" for key in ("NB01", "NB 02")}
    assert changed == {NEIGHBOURHOOD, "loamshire/nb-02/index.html", *answers, *lists, "data/teams.jsonl", "manifest.json", "SHA256SUMS"}


def test_a_boundary_changed_leaves_crime_tiles_and_teams_alone(place: Place) -> None:
    tiles, other = place.files("tiles/crime"), place.files("wealdmoor/hay-x")
    put(place.data, area_files(LOAMSHIRE, wider=0.004))
    ran = rebuild(place)
    assert ran["boundaries"] == ran["point_neighbourhoods"] == ran["boundary_tiles"] == 1
    assert not ran.keys() & {"crimes", "crime_counts", "crime_tiles", "people", "snap_points", "month_points", "coverage"}
    assert place.files("tiles/crime") == tiles
    assert place.files("wealdmoor/hay-x") == other


def test_an_edit_of_the_categories_words_leaves_forces_and_boundaries_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    project = edited_project(place.folder / "project", "content/vocabulary/categories.toml", "\n# A remark.\n")
    monkeypatch.setattr("sitegen.inputs.ROOT", project)
    assert rebuild(place) == dict.fromkeys(("listed_categories", "outcome_kinds", "breaks", "force_names", "stop_words"), 1)


@pytest.mark.parametrize(("new", "is_checked"), [("# A remark.\n", False), ("UNHEARD = 1\n", True)], ids=["a comment", "code that a check imports"])
def test_a_site_is_checked_again_where_the_code_that_checks_says_something_else(
    place: Place, monkeypatch: pytest.MonkeyPatch, new: str, is_checked: bool
) -> None:
    monkeypatch.setattr("sitegen.inputs.ROOT", edited_project(place.folder / "project", "sitegen/safe_csv.py", new))
    _ran, result = place.build()
    assert result.written == 0
    assert (result.report is not None) == is_checked


def edited_project(project: Path, file: str, new: str, old: str = "") -> Path:
    """The project's folder again with one file changed: `new` at its end, or instead of an `old` text."""
    project.mkdir()
    top = file.partition("/")[0]
    for name in ("content", "templates", "licences", "sitegen", "tiles", "node_modules", "package-lock.json", "requirements.txt", "LICENSE"):
        if name != top:
            (project / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / top, project / top, ignore=shutil.ignore_patterns("__pycache__"))
    text = (project / file).read_text(encoding="utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    return project


IN_TWO_LANGUAGES = structs.replace(SETTINGS, site=structs.replace(SETTINGS.site, languages=("en", "cy")))
PAGES = {
    "site_pages", "licence_pages", "offline_pages", "copy_pages", "coverage_pages", "place_pages", "force_pages", "outcome_pages", "national_page",
    "neighbourhood_pages", "change_pages", "street_pages", "moved_pages", "map_page", "data_pages", "ask_pages", "embeds_page", "developer_pages",
    "audit_pages", "release_pages", "force_release_pages", "promise_pages", "national_promise", "timeline_pages", "history_page", "history_pages",
    "place_history_pages", "point_page", "outcomes_beside_page",
}  # fmt: skip
"""The stages that make pages of a world without postcodes."""
WITH_TRENDS = {f"{page}_pages" for page in ("neighbourhood", "change", "force", "history", "place_history", "outcome")} | {"national_page"}
WITH_TRENDS |= {"history_page"}
NAMES_ASSETS = {"asset_paths", "asset_files", "install_files"}
PACKED = {f"{what}_tables" for what in ("boundary", "crime", "month", "place_history", "point", "postcode")} | {"count_table", "place_history_files"}
"""The stages that make bulk files of Parquet."""
TILES = {"crime_tiles", "year_tiles", "crime_tile_months", "stop_tiles", "stop_tile_months", "boundary_tiles", "base_tiles"}


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A month of two forces, its pages in English and Welsh; only asked, never changed."""
    place = Place(tmp_path_factory.mktemp("asked") / "world")
    put_world(place.data, MONTHS[-1:])
    build_site(place.options, IN_TWO_LANGUAGES, place.folder / "output")
    return place


@pytest.mark.parametrize(
    ("file", "old", "new", "remade"),
    [
        pytest.param("sitegen/terms.py", "", "# A remark.\n", set(), id="a comment"),
        pytest.param("sitegen/terms.py", '"""A calendar month', '"""A month of the calendar', set(), id="a docstring"),
        pytest.param("sitegen/tables/codec.py", "= json.loads(", "=  json.loads(", set(), id="layout"),
        pytest.param("sitegen/tables/fact_schemas.py", "from sitegen", "import json\nfrom sitegen", set(), id="the code of a schema"),
        pytest.param("sitegen/artefacts/maps/base_tiles.py", "36 * 1024", "35 * 1024", {"base_tiles"}, id="what a maker does"),
        pytest.param("sitegen/site.py", "# tables to files", "# files of tables", set(), id="the list of stages"),
        pytest.param("sitegen/stages/facts.py", "Facts: tables", "Facts are tables", set(), id="a room of stages"),
        pytest.param("templates/components/hero/examples.html", "", "<p>", set(), id="an example"),
        pytest.param("templates/pages/map.html", "", "<p>", {"map_page"}, id="a template of one page"),
        pytest.param("templates/scripts/shared/names.js", "", "//", {"scripts"}, id="a script"),
        pytest.param("templates/scripts/globals.d.ts", "", "//", set(), id="types of scripts"),
        pytest.param("templates/components/streets/streets.html", "", "<p>", {"neighbourhood_pages"}, id="a component of one page"),
        pytest.param("templates/components/trend/trend.html", "", "<p>", WITH_TRENDS, id="a component"),
        pytest.param("templates/layouts/base.html", "", "<p>", PAGES, id="the layout"),
        pytest.param("templates/components/rates/rates.css", "", "p{}", NAMES_ASSETS | {"ask_pages"}, id="a stylesheet"),
        pytest.param("content/locales/site.pot", "", "# A remark.\n", set(), id="the list of messages"),
        pytest.param("content/pages/cy/about.md", "", "Mwy.", {"site_pages"}, id="a text"),
    ],
)
def test_a_change_of_the_project_makes_these_stages_again(
    bilingual: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, remade: set[str]
) -> None:
    monkeypatch.setattr("sitegen.inputs.ROOT", edited_project(tmp_path / "project", file, new, old))
    certain, possible = asked(bilingual)
    assert certain.keys() == remade
    # The page of questions says how large its program is. Names of styles and scripts follow their bytes, and stand on every page;
    # a remark in a script changes no byte of its bundle.
    waiting = {"scripts": PAGES | NAMES_ASSETS, "asset_paths": PAGES}
    follow = next((stages for stage, stages in waiting.items() if stage in remade), set())
    assert possible.keys() == follow - remade


def test_a_message_of_a_catalogue_makes_no_page_of_another_language_again(bilingual: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = "content/locales/cy/LC_MESSAGES/site.po"
    monkeypatch.setattr("sitegen.inputs.ROOT", edited_project(tmp_path / "project", file, 'msgid "A remark"\nmsgstr "Sylw"\n'))
    certain, possible = asked(bilingual)
    # What is one file for all languages, or comes with a file in each, reads all catalogues.
    assert {stage for stage, parts in certain.items() if parts != {"cy"}} == {"offline_pages", "calendars", "news_feeds", "own_force_names"}
    assert certain.keys() == PAGES | {"calendars", "news_feeds", "own_force_names", "translation_notes"}
    assert possible == {"name_shards": {""}}  # a force may have another name by it


@pytest.mark.parametrize(
    ("library", "remade"),
    [
        ("deflate", {"install_files", "ask_pages", *TILES, *PACKED}),
        ("pyogrio", {"point_tables", "boundary_tables"}),
        (
            "babel",
            PAGES
            | {"calendars", "figure_files", "history_tables", "national_figures", "news_feeds", "outcome_age_files", "outcomes_beside_files"}
            | {"own_force_names", "place_history_files", "place_history_tables", "promise_tables", "release_tables", "release_change_tables"}
            | {"translation_notes"},
        ),
        ("pytest", set[str]()),
    ],
)
def test_a_library_makes_those_stages_again_whose_code_imports_it(
    bilingual: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, remade: set[str]
) -> None:
    about = tmp_path / f"{library}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Name: {library}\nVersion: 0.0.1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert asked(bilingual)[0].keys() == remade


@pytest.mark.parametrize(
    ("old", "new", "remade"),
    [
        ('"its postcodes in use', '"postcodes of it in use', set[str]()),
        ('    "outcodes": ', '    "inlets": schema("outcode", ("outcode", S, "no table yet")),\n    "outcodes": ', set[str]()),
        (
            '"basemap_owners": schema("attribution", ("attribution", S',
            '"basemap_owners": schema("attribution", ("attribution", B',
            {"basemap_owners", "map_page"},
        ),
    ],
    ids=["a column's meaning", "a new schema", "a column's type"],
)
def test_a_schema_makes_those_stages_again_that_make_or_read_its_table(
    bilingual: Place, tmp_path: Path, old: str, new: str, remade: set[str]
) -> None:
    project = edited_project(tmp_path / "project", "sitegen/tables/fact_schemas.py", new, old)
    schemas = runpy.run_path(str(project / "sitegen/tables/fact_schemas.py"))["FACT_SCHEMAS"]
    build = engine_build(inventory_of(bilingual.options, IN_TWO_LANGUAGES, Notes()), bilingual.options, IN_TWO_LANGUAGES)
    shapes = {**build.shapes, **{name: one.shape for name, one in schemas.items()}}
    with ask_store(bilingual.options.cache) as store:
        counts = plan(replace(build, shapes=shapes), store).by_stage()
    assert {stage for stage, states in counts.items() if states["stale"]} == remade


def asked(place: Place) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The stages of which `plan` says that a task would run, and that one may run after them, with the languages of those tasks."""
    found: dict[str, dict[str, set[str]]] = {"stale": {}, "waiting": {}, "current": {}, "left out": {}}
    for planned in plan_site(place.options, IN_TWO_LANGUAGES).tasks:
        stage = planned.task.stage
        values = dict(zip(stage.by, planned.task.part, strict=True))
        found[planned.state].setdefault(stage.name, set()).add(values.get("language", ""))
    return found["stale"], found["waiting"]


def test_what_only_asks_changes_no_file(bilingual: Place) -> None:
    before = seen(bilingual.folder)
    plan_site(bilingual.options, IN_TWO_LANGUAGES)
    explain(NEIGHBOURHOOD, bilingual.options.cache)
    assert not check_site(bilingual.folder / "output").findings
    server = make_server(bilingual.folder / "output", "127.0.0.1", 0, "/")
    with server, ThreadPoolExecutor(1) as thread:
        asked_once = thread.submit(server.handle_request)
        urllib.request.urlopen(f"http://127.0.0.1:{server.server_address[1]}/").read()
        asked_once.result()
    assert seen(bilingual.folder) == before


def test_a_question_before_the_first_build_makes_no_folder(bilingual: Place, tmp_path: Path) -> None:
    plan_site(replace(bilingual.options, cache=tmp_path / "cache"), IN_TWO_LANGUAGES)
    with pytest.raises(StoreError, match="there is no cache here"):
        explain(NEIGHBOURHOOD, tmp_path / "cache")
    assert list(tmp_path.iterdir()) == []


def seen(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder, with its size and when it last changed."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in (folder, *sorted(folder.rglob("*")))}


def test_a_file_that_is_only_touched_makes_nothing_again(place: Place) -> None:
    put(place.data, area_files(LOAMSHIRE) | area_files(WEALDMOOR))
    put_month(place.data, "2025-04")
    assert not rebuild(place)


@pytest.fixture(scope="module")
def month_added(built: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same with a fourth month, built over it; to be read only."""
    place = Place(tmp_path_factory.mktemp("added") / "place")
    shutil.copytree(built.folder, place.folder)
    put_month(place.data, "2025-06")
    place.build()
    return place


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (NEIGHBOURHOOD, "archive/2025-06/2025-06-loamshire-street.csv"),
        (NEIGHBOURHOOD, "boundaries/loamshire/NB01.kml"),
        (NEIGHBOURHOOD, "policing/loamshire/NB01/people.json"),
        ("tiles/crime/2025-06.json", "archive/2025-06/2025-06-wealdmoor-street.csv"),
    ],
)
def test_why_names_the_upstream_file_that_came_last(month_added: Place, address: str, file: str) -> None:
    steps = explain(address, month_added.options.cache)
    assert steps[0].title == address
    assert [step for step in steps if step.title.endswith(f" {file}")]


def test_a_shorter_window_takes_months_away_and_makes_no_tile_again(place: Place) -> None:
    tiles = place.files("tiles/crime/2025-05")
    ran = Ran()
    options, settings = replace(place.options, accept_loss=True), structs.replace(SETTINGS, window=Window(months=2))
    build_site(options, settings, place.folder / "output", showing=lambda: nullcontext(ran))
    assert not ran.stages["crime_tiles"]
    assert not ran.stages["crimes"]
    assert place.files("tiles/crime/2025-05") == tiles
    assert not place.files("tiles/crime/2025-03")
