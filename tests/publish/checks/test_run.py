"""Tests of sitegen.publish.checks.run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sitegen.publish.checks.budgets import ceiling_findings, gzip_size, measures
from sitegen.publish.checks.facts import Facts
from sitegen.publish.checks.listed import CHECKS
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.points import places
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.checks.run import Report, check_site
from sitegen.publish.checks.sizes import BYTES_MOST, FILES_MOST, SHARD, TAKEN_BYTES_MOST, TAKEN_FILES_MOST
from tests.publish.checks.whole_site import NEIGHBOURHOOD, TILES, check, home
from tests.publish.site_files import ABOUT, OUTCOMES, POINTS, STOP_POINTS, good_files, outcome_shard, page, tile_files, write_site


def found(report: Report) -> set[tuple[str, str]]:
    return {(finding.check, finding.path) for finding in report.findings}


def test_a_good_site_passes_every_check(tmp_path: Path) -> None:
    report = check(tmp_path, {})
    assert report.findings == ()
    assert report.by_check == {check.name: 0 for check in CHECKS}
    assert (report.files, report.pages) == (len(good_files()) + 2, 5)
    assert report.points > len(POINTS)


def test_a_good_site_with_archives_passes_every_check(tmp_path: Path) -> None:
    folder_tiles: dict[str, bytes | None] = {path: None for path in good_files() if path.startswith(TILES)}
    assert check(tmp_path, {**folder_tiles, **tile_files("pmtiles")}).findings == ()


@pytest.mark.parametrize("mount", ["/", "/mirror/a/"])
def test_the_page_for_unknown_addresses_may_start_at_the_servers_root(tmp_path: Path, mount: str) -> None:
    assert check(tmp_path, {"404.html": page(f'<a href="{mount}">x</a><a href="{mount}gwent/#main">y</a>', root=mount).encode()}).findings == ()


def test_what_the_map_shows_is_no_anchor(tmp_path: Path) -> None:
    shown = {**home('<a href="map/#area=gwent/nb85">x</a>'), "map/index.html": page("", root="../").encode()}
    assert check(tmp_path, shown).findings == ()
    wrong = {**home('<a href="map/#gone">x</a>'), "map/index.html": page("", root="../").encode()}
    (tmp_path / "wrong").mkdir()
    assert found(check(tmp_path / "wrong", wrong)) == {("links", "index.html")}


def test_private_words_are_found_in_any_text(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", good_files())
    assert found(check_site(folder, machine=Machine(("(function ()",)))) == {("leaks", "assets/site.1a2b3c4d5e.js")}


def test_snap_points_that_the_source_does_not_have_are_found(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", good_files())
    x, y = (np.array([point[axis] for point in POINTS], np.int32) for axis in range(2))
    assert check_site(folder, source=places(x, y)).findings == ()
    assert found(check_site(folder, source=places(x[:2], y[:2]))) == {("points", "streets/")}
    assert found(check_site(folder, source=places(np.append(x, 5), np.append(y, 5)))) == {("points", "streets/")}


def test_stops_at_points_that_the_source_does_not_have_are_found(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", good_files())
    x, y = (np.array([point[axis] for point in STOP_POINTS], np.int32) for axis in range(2))
    assert check_site(folder, stop_source=places(x, y)).findings == ()
    assert found(check_site(folder, stop_source=places(x[:2], y[:2]))) == {("points", "tiles/stops/2025-12/fedcba9876543210/11/")}


def test_a_table_of_stops_is_no_record(tmp_path: Path) -> None:
    table = b"field,value,stops\nofficer-ethnicity,white,40\nage,18-24,12\n"
    assert check(tmp_path, {"data/stops.csv": table, "data/stops.json": b'{"object":{"controlled-drugs":86}}'}).findings == ()


def test_new_stop_points_make_stop_tiles_be_checked_again(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", good_files())
    x, y = (np.array([point[axis] for point in STOP_POINTS], np.int32) for axis in range(2))
    remembered = RememberedFile(tmp_path / "memory", "1")
    assert check_site(folder, verify=False, stop_source=places(x, y), remembered=remembered).findings == ()
    remembered.save()
    fewer = check_site(folder, verify=False, stop_source=places(x[:2], y[:2]), remembered=RememberedFile(tmp_path / "memory", "1"))
    assert {check for check, _ in found(fewer)} == {"points"}


def test_months_outside_the_window_are_found(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", good_files(), replace(ABOUT, months=("2026-01", "2026-02")))
    outside = {("points", "tiles/crime/2025-12.json"), ("points", "tiles/stops/2025-12.json"), ("points", OUTCOMES)}
    assert outside <= found(check_site(folder))


def spoil_bytes(folder: Path) -> str:
    path = folder / "gwent/index.html"
    path.write_bytes(path.read_bytes().replace(b"One", b"Two"))
    return "gwent/index.html"


def spoil_size(folder: Path) -> str:
    (folder / "gwent/ids.json").write_bytes(b"{}")
    return "gwent/ids.json"


def spoil_extra(folder: Path) -> str:
    (folder / "extra.txt").write_text("x")
    return "extra.txt"


def spoil_missing(folder: Path) -> str:
    (folder / "data/coverage.csv").unlink()
    return "data/coverage.csv"


def spoil_link(folder: Path) -> str:
    (folder / "linked").symlink_to("/")
    return "linked"


def spoil_sums(folder: Path) -> str:
    (folder / "SHA256SUMS").write_text("")
    return "SHA256SUMS"


def spoil_manifest(folder: Path) -> str:
    (folder / "manifest.json").unlink()
    return "manifest.json"


@pytest.mark.parametrize("spoil", [spoil_bytes, spoil_size, spoil_extra, spoil_missing, spoil_link, spoil_sums, spoil_manifest])
def test_a_folder_that_is_not_its_manifest_is_found(tmp_path: Path, spoil: Callable[[Path], str]) -> None:
    folder = write_site(tmp_path / "site", good_files())
    spoiled = spoil(folder)
    assert ("manifest", spoiled) in found(check_site(folder))


def noise(size: int) -> str:
    return "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=size))


@pytest.mark.parametrize(
    ("path", "is_known"), [("release/current.json", True), (f"release/segments/{'0' * 64}.gz", True), ("release/odd.html", False)]
)
def test_what_publishing_adds_is_no_finding_and_anything_else_is(tmp_path: Path, path: str, is_known: bool) -> None:
    site = write_site(tmp_path / "site", good_files())
    (site / path).parent.mkdir(parents=True)
    (site / path).write_bytes(b"{}")
    assert (check_site(site).findings == ()) is is_known


def test_a_neighbourhood_page_over_its_budget_is_found(tmp_path: Path) -> None:
    report = check(tmp_path, {NEIGHBOURHOOD: page(noise(60_000), root="../../").encode()})
    assert found(report) == {("budgets", NEIGHBOURHOOD)}
    assert len(report.findings) == 2


def test_one_large_page_in_a_hundred_is_within_the_percentile(tmp_path: Path) -> None:
    pages: dict[str, bytes | None] = {f"gwent/n{number}/index.html": page("", root="../../").encode() for number in range(100)}
    pages["gwent/n7/index.html"] = page(noise(25_000), root="../../").encode()
    assert check(tmp_path, pages).findings == ()
    pages["gwent/n8/index.html"] = page(noise(24_000), root="../../").encode()
    (tmp_path / "more").mkdir()
    assert found(check(tmp_path / "more", pages)) == {("budgets", "gwent/n8/index.html")}


def test_a_page_of_a_force_under_a_route_word_is_no_neighbourhood_and_has_not_its_budget(tmp_path: Path) -> None:
    pages: dict[str, bytes | None] = {"gwent/promise/index.html": page(noise(25_000), root="../../").encode()}
    assert check(tmp_path, pages).findings == ()


def test_pages_of_old_addresses_make_no_room_for_a_large_page_and_have_a_budget_too(tmp_path: Path) -> None:
    pages: dict[str, bytes | None] = {f"gwent/n{number}/index.html": page("<p data-moved>x</p>", root="../../").encode() for number in range(100)}
    pages["gwent/large/index.html"] = page(noise(25_000), root="../../").encode()
    assert found(check(tmp_path, pages)) == {("budgets", "gwent/large/index.html")}
    (tmp_path / "more").mkdir()
    assert found(check(tmp_path / "more", {NEIGHBOURHOOD: page(f"<p data-moved>{noise(60_000)}</p>", root="../../").encode()})) == {
        ("budgets", NEIGHBOURHOOD)
    }


@pytest.mark.parametrize(
    ("path", "reported"),
    [
        ("postcodes/NP10.json", "postcodes/NP10.json"),
        ("outcomes/2025-12/10/1/1.json", "outcomes/2025-12/10/1/1.json"),
        ("tiles/boundaries/0123456789abcdef/5/1/1.mvt", "tiles/boundaries/0123456789abcdef/5/1/1.mvt"),
        ("assets/site.1a2b3c4d5e.css", "assets/"),
        ("assets/site.1a2b3c4d5e.js", "assets/site.1a2b3c4d5e.js"),
    ],
)
def test_a_file_over_its_budget_is_found(tmp_path: Path, path: str, reported: str) -> None:
    assert ("budgets", reported) in found(check(tmp_path, {path: f'"{noise(80_000)}"'.encode()}))


def test_libraries_have_their_own_budget(tmp_path: Path) -> None:
    assert check(tmp_path, {"assets/vendor/pmtiles.1a2b3c4d5e.js": noise(200_000).encode()}).findings == ()


def test_findings_are_sorted_and_the_same_in_several_threads(tmp_path: Path) -> None:
    pages = {f"gwent/n{number}/index.html": page('<a href="gone/">x</a>', root="../../").encode() for number in range(400)}
    folder = write_site(tmp_path / "site", {**good_files(), **pages})
    alone = check_site(folder)
    with ThreadPoolExecutor(3) as executor:
        assert check_site(folder, executor=executor) == alone
    assert list(alone.findings) == sorted(alone.findings)
    assert len(alone.findings) == 400


class Counting(RememberedFile):
    def __init__(self, path: Path, version: str) -> None:
        super().__init__(path, version)
        self.learned: list[str] = []

    def put(self, key: str, facts: object) -> None:
        self.learned.append(key)
        super().put(key, facts)  # type: ignore[arg-type]


def learn(folder: Path, memory: Path, version: str = "1") -> tuple[Report, int]:
    remembered = Counting(memory, version)
    report = check_site(folder, verify=False, remembered=remembered)
    remembered.save()
    return report, len(remembered.learned)


def test_a_file_checked_before_is_not_read_again(tmp_path: Path) -> None:
    first, learned = learn(write_site(tmp_path / "one", good_files()), tmp_path / "memory")
    second, again = learn(write_site(tmp_path / "two", good_files()), tmp_path / "memory")
    assert second == first
    assert (learned > 10, again) == (True, 0)
    changed = {**good_files(), "find/index.html": page("changed", root="../").encode()}
    _third, changed_files = learn(write_site(tmp_path / "three", changed), tmp_path / "memory")
    assert changed_files == 1


def test_what_other_checks_learned_is_not_trusted(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "one", good_files())
    assert learn(folder, tmp_path / "memory")[1] == learn(folder, tmp_path / "memory", "2")[1] > 10


def test_a_remembered_page_is_still_held_against_the_rest_of_the_site(tmp_path: Path) -> None:
    learn(write_site(tmp_path / "one", good_files()), tmp_path / "memory")
    without = {path: data for path, data in good_files().items() if path != "find/index.html"}
    without["find/other.html"] = page("", root="../").encode()
    report, _learned = learn(write_site(tmp_path / "two", without), tmp_path / "memory")
    assert found(report) == {("links", "index.html")}


def test_a_square_of_outcomes_may_be_cut_into_smaller_ones(tmp_path: Path) -> None:
    cut = {OUTCOMES: b'{"squares":[[2041,1360]],"zoom":12}', "outcomes/2025-12/12/2041/1360.json": outcome_shard(*POINTS)}
    assert check(tmp_path, cut).findings == ()


def test_new_snap_points_make_maps_and_tiles_be_checked_again(tmp_path: Path) -> None:
    learn(write_site(tmp_path / "one", good_files()), tmp_path / "memory")
    fewer = {**good_files(), "streets/12/2041/1360.json": json.dumps({"points": {}}).encode()}
    report, _learned = learn(write_site(tmp_path / "two", fewer), tmp_path / "memory")
    assert found(report) == {("points", NEIGHBOURHOOD), ("points", f"{TILES}/12/"), ("points", OUTCOMES)}


def test_a_file_with_findings_is_never_remembered_as_good(tmp_path: Path) -> None:
    bad = {**good_files(), **home('<p style="x">x</p>')}
    first, _learned = learn(write_site(tmp_path / "one", bad), tmp_path / "memory")
    second, _again = learn(write_site(tmp_path / "two", bad), tmp_path / "memory")
    assert found(first) == found(second) == {("inline", "index.html")}


def test_a_damaged_memory_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "memory").write_bytes(b"\xff key\nhalf")
    report, learned = learn(write_site(tmp_path / "one", good_files()), tmp_path / "memory")
    assert (report.findings, learned > 10) == ((), True)


def test_a_site_too_large_for_anybody_to_carry_is_found() -> None:
    assert list(ceiling_findings({"a": 1, "b": 2})) == []
    assert [finding.check for finding in ceiling_findings({"a": BYTES_MOST, "b": 1})] == ["budgets"]
    assert [finding.check for finding in ceiling_findings(dict.fromkeys(map(str, range(FILES_MOST + 1)), 0))] == ["budgets"]


@pytest.mark.parametrize(
    "path", ["api/a{}/index.json", "data/a{}.csv", "gwent/nb{}/figures.json", "gwent/nb{}/boundary.geojson", "cy/gwent/nb{}/embed/index.html"]
)
def test_more_files_for_others_than_anybody_can_carry_are_found_and_told_long_before(path: str) -> None:
    def sizes(files: int, size: int = 0) -> dict[str, int]:
        return {path.format(number): size for number in range(files)}

    def near(found: dict[str, int]) -> list[str]:
        return [measure.what for measure in measures({}, found) if measure.is_near]

    told = TAKEN_FILES_MOST * 9 // 10
    assert (near(sizes(told - 1)), near(sizes(told))) == ([], ["files of API, downloads and frames"])
    assert list(ceiling_findings(sizes(TAKEN_FILES_MOST))) == []
    assert [finding.check for finding in ceiling_findings(sizes(TAKEN_FILES_MOST + 1))] == ["budgets"]
    assert near(sizes(10, TAKEN_BYTES_MOST // 11)) == ["API, downloads and frames together"]
    assert [finding.check for finding in ceiling_findings(sizes(10, TAKEN_BYTES_MOST // 9))] == ["budgets"]


def test_the_report_measures_what_has_a_limit(tmp_path: Path) -> None:
    measured = {measure.what: measure for measure in check(tmp_path, {}).measures}
    assert measured["files"].found == len(good_files()) + 2
    assert 0 < measured["largest neighbourhood page"].found <= measured["largest neighbourhood page"].most


def test_a_shard_is_measured_as_its_budget_counts_it() -> None:
    repeating, small = b"[" + b"1," * SHARD + b"1]", 900
    sizes = {"postcodes/aa1.json": len(repeating), "postcodes/aa2.json": small}
    facts = {"postcodes/aa1.json": Facts(gzip_bytes=gzip_size(repeating))}
    measured = {measure.what: measure for measure in measures(facts, sizes)}
    assert measured["largest lookup shard"].found == small > gzip_size(repeating)
    assert measures({}, {"postcodes/aa2.json": small})[-1].found == small


def test_a_page_nobody_links_to_is_told_also_where_its_other_languages_do(tmp_path: Path) -> None:
    glossary = page('<a href="../cy/glossary/">Cymraeg</a>', root="../").encode()
    welsh = page('<a href="../../glossary/">English</a>', root="../../").encode()
    (tmp_path / "linked").mkdir()
    report = check(tmp_path, {"glossary/index.html": glossary, "cy/glossary/index.html": welsh})
    assert {"glossary/index.html", "cy/glossary/index.html"} <= set(report.unlinked)
    about = page('<a href="../glossary/">Words</a>', root="../").encode()
    linked = check(tmp_path / "linked", {"glossary/index.html": glossary, "about/index.html": about})
    assert "glossary/index.html" not in linked.unlinked
    assert "404.html" not in linked.unlinked
