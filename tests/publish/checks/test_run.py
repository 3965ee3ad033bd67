"""Tests of sitegen.publish.checks.run, each planting one fault in a whole site."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sitegen.publish.checks.budgets import BYTES_MOST, FILES_MOST, ceiling_findings
from sitegen.publish.checks.facts import CHECKS
from sitegen.publish.checks.points import places
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.checks.run import Report, check_site
from tests.publish.site_files import (
    ABOUT,
    OUTCOMES,
    POINTS,
    RECORDED,
    STOP_POINTS,
    baked_map,
    good_files,
    outcome_shard,
    page,
    stop_files,
    tile_files,
    write_site,
)  # fmt: skip

NEIGHBOURHOOD = "gwent/nb85/index.html"
TILES = "tiles/crime/2025-12/0123456789abcdef"
Z12 = f"{TILES}/12/2041/1360.mvt"


def check(folder: Path, change: Mapping[str, bytes | None]) -> Report:
    files = {path: data for path, data in {**good_files(), **change}.items() if data is not None}
    return check_site(write_site(folder / "site", files))


def found(report: Report) -> set[tuple[str, str]]:
    return {(finding.check, finding.path) for finding in report.findings}


def home(body: str = "", head: str = "") -> dict[str, bytes]:
    return {"index.html": page(body, head=head).encode()}


def test_a_good_site_passes_every_check(tmp_path: Path) -> None:
    report = check(tmp_path, {})
    assert report.findings == ()
    assert report.by_check == dict.fromkeys(CHECKS, 0)
    assert (report.files, report.pages) == (len(good_files()) + 2, 5)
    assert report.points > len(POINTS)


def test_a_good_site_with_archives_passes_every_check(tmp_path: Path) -> None:
    folder_tiles: dict[str, bytes | None] = {path: None for path in good_files() if path.startswith(TILES)}
    assert check(tmp_path, {**folder_tiles, **tile_files("pmtiles")}).findings == ()


TILEJSON = "tiles/crime/2025-12.json"
MAP = page(baked_map((55, 60)), root="../../")
PLAIN = page("")


def changed(old: str, new: str, text: str = PLAIN) -> bytes:
    assert old in text
    return text.replace(old, new).encode()


FAULTS: dict[str, tuple[str, Mapping[str, bytes | None]]] = {
    "a link to nothing": ("links", home('<a href="gone/">Gone</a>')),
    "a link to a folder without its slash": ("links", home('<a href="gwent">Gwent</a>')),
    "a link from the server's root": ("links", home('<a href="/gwent/">Gwent</a>')),
    "a link out of the site": ("links", home('<a href="../gwent/">Gwent</a>')),
    "an anchor that is not there": ("links", home('<a href="#gone">Gone</a>')),
    "an anchor that is not on the other page": ("links", home('<a href="gwent/#gone">Gone</a>')),
    "a stylesheet that is not there": ("links", home(head='<link rel="stylesheet" href="assets/gone.css">')),
    "a used symbol that is not there": ("links", home('<svg><use href="#gone"/></svg>')),
    "a fill that is not there": ("links", home('<svg><path fill="url(#gone)"/></svg>')),
    "no title": ("markup", {"index.html": changed("<title>A page</title>", "")}),
    "no language": ("markup", {"index.html": changed(' lang="en"', "")}),
    "two main headings": ("markup", home("<h1>Two</h1>")),
    "a link to nothing from the page for unknown addresses": ("links", {"404.html": page('<a href="/gone/">x</a>', root="/").encode()}),
    "a page that is not UTF-8": ("markup", {"index.html": page("\xe9").encode("latin-1")}),
    "broken JSON": ("markup", {"gwent/ids.json": b"{"}),
    "NaN in JSON": ("markup", {"gwent/ids.json": b'{"a":NaN}'}),
    "no policy": ("policy", {"index.html": changed("Content-Security-Policy", "X")}),
    "a policy that lets inline scripts run": (
        "policy",
        {"index.html": page("").replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").encode()},
    ),
    "a policy that lets another host in": ("policy", {"index.html": changed("img-src 'self'", "img-src https://tiles.example")}),
    "a policy that starts open": ("policy", {"index.html": changed("default-src 'none'", "default-src 'self'")}),
    "a policy after a script": (
        "policy",
        {"index.html": page("").replace("<head>", '<head><script src="assets/site.1a2b3c4d5e.js"></script>').encode()},
    ),
    "an inline script": ("inline", home("<script>go()</script>")),
    "an inline style": ("inline", home("<style>p{}</style>")),
    "a style attribute": ("inline", home('<p style="color:red">x</p>')),
    "an event attribute": ("inline", home('<p onclick="go()">x</p>')),
    "a base element": ("inline", home(head='<base href="x/">')),
    "a refresh": ("inline", home(head='<meta http-equiv="refresh" content="0;url=gwent/">')),
    "a foreign script": ("third-party", home('<script src="https://cdn.example/x.js"></script>')),
    "a foreign script without a scheme": ("third-party", home('<script src="//cdn.example/x.js"></script>')),
    "a foreign script behind odd characters": ("third-party", home('<script src=" \thttps://cdn.example/x.js"></script>')),
    "a foreign picture set": ("third-party", home('<img srcset="a.png 1x, https://cdn.example/b.png 2x" alt="">')),
    "a foreign picture in a drawing": ("third-party", home('<svg><image href="https://cdn.example/b.png"/></svg>')),
    "a foreign style": ("third-party", home(head='<link rel="stylesheet" href="https://cdn.example/x.css">')),
    "an early look-up of a foreign host": ("third-party", home(head='<link rel="preconnect" href="https://cdn.example/">')),
    "a form to another host": ("third-party", home('<form action="https://search.example/"></form>')),
    "a script as a link": ("third-party", home('<a href="javascript:go()">x</a>')),
    "a foreign font in a stylesheet": ("third-party", {"assets/site.1a2b3c4d5e.css": b"@font-face{src:url( 'https://fonts.example/x' )}"}),
    "a foreign import in a stylesheet": ("third-party", {"assets/site.1a2b3c4d5e.css": b'@import "//fonts.example/x.css";'}),
    "a foreign picture in a drawing file": ("third-party", {"assets/a.svg": b'<svg><image href="http://x.example/"/></svg>'}),
    "a script in a drawing file": ("inline", {"assets/a.svg": b"<svg><script>go()</script></svg>"}),
    "a day beside a crime": ("dates", home('<div data-part="recorded"><div><p>on 12 March 2025</p></div></div>')),
    "a day beside a crime, in pieces": ("dates", home('<p data-part="recorded">on <b>12</b> March&nbsp;2025</p>')),
    "a day beside a crime, American": ("dates", home('<p data-part="recorded">on March 12, 2025</p>')),
    "a day beside a crime, in Welsh": ("dates", home('<p data-part="recorded">12 Mawrth 2025</p>')),
    "a day beside a crime, in figures": ("dates", home('<p data-part="recorded">12/03/2025</p>')),
    "a day in an attribute beside a crime": ("dates", home('<p data-part="recorded"><time datetime="2025-03-12">March</time></p>')),
    "a day after an inner element of the same name": ("dates", home('<div data-part="recorded"><div></div>2025-03-12</div>')),
    "a page that marks nothing as recorded": ("dates", {NEIGHBOURHOOD: changed(' data-part="recorded"', "", page("", root="../../"))}),
    "a day in a data file": ("dates", {"data/coverage.csv": b"month\n2025-03-12\n"}),
    "a day in a shard": ("dates", {"postcodes/NP10.json": b'{"read":"2025-03-12"}'}),
    "a circle beside its snap point": ("points", {NEIGHBOURHOOD: page(f"{baked_map((56, 60))}{RECORDED}", root="../../").encode()}),
    "a circle that is no number": ("points", {NEIGHBOURHOOD: changed('cx="55"', 'cx="55.2"', MAP)}),
    "a map with circles and no frame": ("points", {NEIGHBOURHOOD: changed("data-frame", "data-x", MAP)}),
    "a tile with a point that is no snap point": ("points", tile_files(points=[*POINTS[:2], (POINTS[2][0], POINTS[2][1] + 1)])),
    "a street shard with a point of another square": ("points", {"streets/12/2041/1361.json": good_files()["streets/12/2041/1360.json"]}),
    "an outcome shard with a point that is none of the source": ("points", {OUTCOMES: outcome_shard(POINTS[0], (2041 * 4096 + 11, 1360 * 4096))}),
    "an outcome shard with a point of another square": ("points", {OUTCOMES.replace("/340", "/341"): outcome_shard(POINTS[0])}),
    "an outcome shard of another month": ("points", {OUTCOMES.replace("2025-12", "2014-01"): outcome_shard(POINTS[0])}),
    "an outcome shard that is none": ("points", {OUTCOMES: b'{"points":["x"]}'}),
    "an outcome shard with neither points nor squares": ("points", {OUTCOMES: b"{}"}),
    "a street shard that is none": ("points", {"streets/12/2041/1360.json": b"[]"}),
    "an attribute nobody declared": (
        "attributes",
        {TILEJSON: tile_files()[TILEJSON].replace(b'"burglary"', b'"theft"')},
    ),
    "points in the layer of cells": ("attributes", {Z12: next(data for path, data in tile_files().items() if "/11/" in path)}),
    "a tile with a second layer": ("attributes", {Z12: tile_files()[Z12] + tile_files()[Z12].replace(b"crimes", b"extras")}),
    "a tile that is cut short": ("totals", {Z12: tile_files()[Z12][:-3]}),
    "totals that are too high": ("totals", tile_files(totals={"crimes": 4, "asb": 3, "btp": 0})),
    "a tile that is missing": ("totals", {Z12: None}),
    "tiles without a TileJSON": ("totals", {TILEJSON: None}),
    "a tile of an older digest": ("totals", {"tiles/crime/2025-12/fedcba9876543210/12/2041/1360.mvt": tile_files()[Z12]}),
    "a stray file among the tiles": ("totals", {"tiles/crime/notes.json": b"{}"}),
    "a stop tile that says more than totals": ("attributes", stop_files(attribute="arrest")),
    "a stop point that no cell counts": ("totals", stop_files(cells=[*STOP_POINTS[:2], POINTS[0]])),
    "a stop tile that is missing": ("totals", {"tiles/stops/2025-12/fedcba9876543210/12/2042/1361.mvt": None}),
    "stops without a TileJSON": ("totals", {"tiles/stops/2025-12.json": None}),
    "a stray file among the stop tiles": ("totals", {"tiles/stops/notes.json": b"{}"}),
    "stops as records, in upstream columns": ("stops", {"data/stops.csv": b"Type,Month,Age range,Gender\nPerson search,2025-12,18-24,Male\n"}),
    "stops as records, in our columns": ("stops", {"data/stops.csv": b'month,"self_ethnicity"\n2025-12,white\n'}),
    "stops as records, as the API has them": ("stops", {"gwent/stops.json": b'[{"object_of_search":"Controlled drugs"}]'}),
    "a time of day in a data file": ("dates", {"data/stops.csv": b"month,time\n2025-12,23:20\n"}),
    "a full postcode in a link": ("postcodes", home('<a href="find/?q=NP10+8XG">x</a>')),
    "a full postcode in a path": ("postcodes", {"postcodes/np10-8xg/index.html": page("", root="../../").encode()}),
    "a form that sends what was typed": ("postcodes", home('<form action="find/"><input type="search" name="q"></form>')),
    "a folder of the machine": ("leaks", home("<p>/home/someone/data</p>")),
    "a clock time": ("leaks", {"gwent/ids.json": b'{"made":"2025-12-31T10:00:00"}'}),
    "a source map in a script": ("leaks", {"assets/site.1a2b3c4d5e.js": b"//# sourceMappingURL=data:application/json;base64,AA"}),
    "a source map beside a script": ("leaks", {"assets/site.1a2b3c4d5e.js.map": b"{}"}),
    "a map that does not say it is approximate": (
        "words",
        {NEIGHBOURHOOD: page(baked_map((55, 60)).replace("approximate", "here"), root="../../").encode()},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_by_its_check(tmp_path: Path, name: str) -> None:
    wanted, change = FAULTS[name]
    report = check(tmp_path, change)
    assert wanted in {finding.check for finding in report.findings}


FINE = {
    "a link to another site": '<a href="https://www.example.org/">x</a>',
    "a telephone number": '<a href="tel:999">x</a>',
    "a day away from crimes": "<p>31 December 2025</p>",
    "a month beside a crime": '<p data-part="recorded">June 2025 <time datetime="2025-06">June</time></p>',
    "a count before a month in a table": RECORDED,
    "a day after the recorded part": '<div data-part="recorded"><div></div></div><p>12 March 2025</p>',
    "an outcode in a link": '<a href="gwent/?q=NP10">x</a>',
    "a snap point as an anchor": '<a href="gwent/nb85/streets/#4zkn4-3bawk">x</a>',
    "a hidden field": '<form><input type="hidden" name="q"></form>',
    "a form that does not reach the address": '<form method="dialog"><input name="q"></form>',
    "a canonical address": '<link rel="canonical" href="https://example.org/">',
    "a picture in the page": '<img src="data:image/png;base64,AA" alt="">',
    "an escaped tag": "<p>&lt;script&gt;</p>",
    "a place called home": '<a href="gwent/#main">/home</a>',
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_is_not_reported(tmp_path: Path, name: str) -> None:
    files = {**good_files(), **home(FINE[name])}
    streets = "gwent/nb85/streets/index.html"
    files[streets] = files[streets].replace(b"</main>", b'<p id="4zkn4-3bawk"></p></main>')
    assert check(tmp_path, files).findings == ()


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
    assert found(check_site(folder, private=["(function ()"])) == {("leaks", "assets/site.1a2b3c4d5e.js")}


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
    assert found(check_site(folder, stop_source=places(x[:2], y[:2]))) == {("points", "tiles/stops/2025-12/fedcba9876543210/12/")}


def test_a_table_of_stops_is_no_record(tmp_path: Path) -> None:
    table = b"field,value,stops\nofficer-ethnicity,white,40\nage,18-24,12\n"
    assert check(tmp_path, {"data/stops.csv": table, "data/stops.json": b'{"object":{"controlled-drugs":86}}'}).findings == ()


def test_new_stop_points_make_stop_tiles_be_checked_again(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", good_files())
    x, y = (np.array([point[axis] for point in STOP_POINTS], np.int32) for axis in range(2))
    remembered = RememberedFile(tmp_path / "memory")
    assert check_site(folder, verify=False, stop_source=places(x, y), remembered=remembered).findings == ()
    remembered.save()
    fewer = check_site(folder, verify=False, stop_source=places(x[:2], y[:2]), remembered=RememberedFile(tmp_path / "memory"))
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


@pytest.mark.parametrize(
    ("path", "reported"),
    [
        ("postcodes/NP10.json", "postcodes/NP10.json"),
        ("outcomes/2025-12/10/1/1.json", "outcomes/2025-12/10/1/1.json"),
        ("tiles/boundaries/0123456789abcdef/5/1/1.mvt", "tiles/boundaries/0123456789abcdef/5/1/1.mvt"),
        ("assets/site.1a2b3c4d5e.css", "assets/"),
        ("assets/site.1a2b3c4d5e.js", "assets/"),
    ],
)
def test_a_file_over_its_budget_is_found(tmp_path: Path, path: str, reported: str) -> None:
    assert ("budgets", reported) in found(check(tmp_path, {path: f'"{noise(80_000)}"'.encode()}))


def test_libraries_have_their_own_budget(tmp_path: Path) -> None:
    assert check(tmp_path, {"assets/vendor/maplibre-gl.1a2b3c4d5e.js": noise(200_000).encode()}).findings == ()


def test_findings_are_sorted_and_the_same_in_several_threads(tmp_path: Path) -> None:
    pages = {f"gwent/n{number}/index.html": page('<a href="gone/">x</a>', root="../../").encode() for number in range(400)}
    folder = write_site(tmp_path / "site", {**good_files(), **pages})
    alone = check_site(folder)
    with ThreadPoolExecutor(3) as executor:
        assert check_site(folder, executor=executor) == alone
    assert list(alone.findings) == sorted(alone.findings)
    assert len(alone.findings) == 400


class Counting(RememberedFile):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.learned: list[str] = []

    def put(self, key: str, facts: object) -> None:
        self.learned.append(key)
        super().put(key, facts)  # type: ignore[arg-type]


def learn(folder: Path, memory: Path) -> tuple[Report, int]:
    remembered = Counting(memory)
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


def test_the_report_measures_what_has_a_limit(tmp_path: Path) -> None:
    measured = {measure.what: measure for measure in check(tmp_path, {}).measures}
    assert measured["files"].found == len(good_files()) + 2
    assert 0 < measured["largest neighbourhood page"].found <= measured["largest neighbourhood page"].most
