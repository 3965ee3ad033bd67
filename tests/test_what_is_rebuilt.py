"""Only what hangs on a change is made again; `plan` says it before the build, `why` after it."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sitegen.build import ROOT, Options, Result, build_site, explain, plan_site
from sitegen.engine.report import How, Progress
from sitegen.engine.stage import Stage
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
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Three months of two forces, built; to be copied."""
    place = Place(tmp_path_factory.mktemp("rebuilt") / "world")
    put_world(place.data, MONTHS)
    place.build()
    return place


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


def test_a_team_changed_makes_the_pages_of_its_force_again_and_nothing_else(place: Place) -> None:
    before = place.files()
    put(place.data, area_files(LOAMSHIRE, constable="Sunita Balgobind"))
    ran = rebuild(place)
    assert ran.keys() - {"contacts", "stations", "links", "people", "priorities", "events", "neighbourhoods", "team_quality"} == {
        "neighbourhood_pages"
    }
    assert ran["neighbourhood_pages"] == ran["people"] == 1
    after = place.files()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {NEIGHBOURHOOD, "loamshire/nb-02/index.html", "manifest.json", "SHA256SUMS"}


def test_a_boundary_changed_leaves_crime_tiles_and_teams_alone(place: Place) -> None:
    tiles, other = place.files("tiles/crime"), place.files("wealdmoor/hay-x")
    put(place.data, area_files(LOAMSHIRE, wider=0.004))
    ran = rebuild(place)
    assert ran["boundaries"] == ran["point_areas"] == ran["boundary_tiles"] == 1
    assert not ran.keys() & {"crimes", "crime_counts", "crime_tiles", "people", "snap_points", "month_points", "coverage"}
    assert place.files("tiles/crime") == tiles
    assert place.files("wealdmoor/hay-x") == other


def test_an_edit_of_the_categories_words_leaves_forces_and_boundaries_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    project = place.folder / "project"
    for name in ("content", "templates", "licences"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("sitegen", "tiles", "node_modules", "package-lock.json", "LICENSE"):
        (project / name).symlink_to(ROOT / name)
    monkeypatch.setattr("sitegen.inputs.ROOT", project)
    assert not place.build()[0]
    words = project / "content" / "vocabulary" / "categories.toml"
    words.write_text(words.read_text(encoding="utf-8") + "\n# A remark.\n", encoding="utf-8")
    assert rebuild(place) == dict.fromkeys(("categories", "outcome_kinds", "breaks", "force_names", "stop_words"), 1)


def test_a_file_that_is_only_touched_makes_nothing_again(place: Place) -> None:
    put(place.data, area_files(LOAMSHIRE) | area_files(WEALDMOOR))
    put_month(place.data, "2025-04")
    assert not rebuild(place)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (NEIGHBOURHOOD, "archive/2025-06/2025-06-loamshire-street.csv"),
        (NEIGHBOURHOOD, "boundaries/loamshire/NB01.kml"),
        (NEIGHBOURHOOD, "policing/loamshire/NB01/people.json"),
        ("tiles/crime/2025-06.json", "archive/2025-06/2025-06-wealdmoor-street.csv"),
    ],
)
def test_why_names_the_upstream_file_that_came_last(place: Place, address: str, file: str) -> None:
    put_month(place.data, "2025-06")
    place.build()
    steps = explain(address, place.options.cache)
    assert steps[0].title == address
    assert [step for step in steps if step.title.endswith(f" {file}")]


def test_a_shorter_window_takes_months_away_and_makes_no_tile_again(place: Place) -> None:
    tiles = place.files("tiles/crime/2025-05")
    ran = Ran()
    options, settings = replace(place.options, accept_loss=True), replace(SETTINGS, window_months=2)
    build_site(options, settings, place.folder / "output", showing=lambda: nullcontext(ran))
    assert not ran.stages["crime_tiles"]
    assert not ran.stages["crimes"]
    assert place.files("tiles/crime/2025-05") == tiles
    assert not place.files("tiles/crime/2025-03")
