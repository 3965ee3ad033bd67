"""Each fault planted in a whole site is found by its check; what is fine is not."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
import shapely

from sitegen.publish.checks.facts import Allowed
from sitegen.publish.checks.run import check_site
from sitegen.publish.manifest import read_manifest
from tests.publish.checks.whole_site import NEIGHBOURHOOD, TILES, check, home
from tests.publish.site_files import (
    OUTCOMES,
    POINTS,
    RECORDED,
    STOP_POINTS,
    api_records,
    baked_map,
    bulk_crimes,
    good_files,
    outcome_shard,
    page,
    stop_files,
    tile_files,
    write_site,
)
from tiles.archive import archive_tiles

Z12 = f"{TILES}/12/2041/1360.mvt"
TILEJSON = "tiles/crime/2025-12.json"
MAP = page(baked_map((55, 60)), root="../../")
PLAIN = page("")

STOP_TILE = "tiles/stops/2025-12/fedcba9876543210/11/1021/680.mvt"
EXTENT_4096, EXTENT_8192 = b"\x28\x80\x20", b"\x28\x80\x40"
"""How a layer says its extent."""


def stop_layers(points: list[tuple[int, int]]) -> tuple[bytes, bytes]:
    """The cells and the points of the stop tile."""
    tile = stop_files(points)[STOP_TILE]
    cut = tile.index(b"\x78\x02\x0a\x05stops") - 2
    return tile[:cut], tile[cut:]


RECORDS = "api/crimes-street/gwent/NB 85/index.json"
ARCHIVED = [(5, 15, 10, b"one"), (6, 31, 21, b"two")]
ARCHIVE = {
    "data/boundaries.pmtiles": archive_tiles(ARCHIVED, metadata={}),
    "tiles/boundaries.json": json.dumps({"x-digest": sha256(b"5/15/10 3\none6/31/21 3\ntwo").hexdigest()[:16]}).encode(),
}
"""An archive among the downloads, and what says which tiles it holds."""
BULK, CSV = "data/crimes/gwent/2025-12.parquet", "data/crimes/gwent/2025-12.csv.gz"
LARGE = "".join(random.Random(1).choices("0123456789abcdef", k=600_000))
STOP_CELLS, STOPS_ALONE = stop_layers(STOP_POINTS)
MOVED_STOPS = stop_layers([*STOP_POINTS[:2], (STOP_POINTS[2][0] + 2000, STOP_POINTS[2][1])])[1]


def changed(old: str, new: str, text: str = PLAIN) -> bytes:
    assert old in text
    return text.replace(old, new).encode()


def stop_page(value: str, stops: str, within: str = "div") -> bytes:
    """A page with a table of stops of two values."""
    rows = "".join(f'<tr><th scope="row">{head}</th><td class="n">{number}</td></tr>' for head, number in (("Drugs", "1,407"), (value, stops)))
    table = f"<table><caption>Stops</caption><thead><tr><th>Object</th><th>Searches</th></tr></thead><tbody>{rows}</tbody></table>"
    return page(f'<{within}><section id="stops">{table}</section></{within}>').encode()


FEED = b"""<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:1</id><title>T</title><updated>2025-12-31T00:00:00Z</updated>
<author><name>A</name></author><link href="./"/>
<entry><id>urn:2</id><title>T</title><updated>2025-12-31T00:00:00Z</updated><link href="./"/></entry>
<entry><id>urn:3</id><title>T</title><updated>2025-12-31T00:00:00Z</updated><link href="./"/></entry></feed>"""


FAULTS: dict[str, tuple[str, Mapping[str, bytes | None]]] = {
    "a Welsh home page on a site whose other pages have no Welsh": ("languages", {"cy/index.html": page("", root="../").encode()}),
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
    "a cell that a spreadsheet would run": ("formulas", {"data/counts/gwent.csv": b"neighbourhood,month\n=1+cmd,2025-12\n"}),
    "a cell that a spreadsheet would run after a space": ("formulas", {"data/coverage.csv": b'dataset,month\n" @SUM(A1)",2025-12\n'}),
    "a column that a spreadsheet would run": ("formulas", {"data/coverage.csv": b"+1,month\na,2025-12\n"}),
    "broken JSON": ("markup", {"gwent/ids.json": b"{"}),
    "NaN in JSON": ("markup", {"gwent/ids.json": b'{"a":NaN}'}),
    "a feed that is not XML": ("feeds", {"gwent/nb85/feed.atom": b"<feed>"}),
    "a feed without an id": ("feeds", {"gwent/nb85/feed.atom": FEED.replace(b"<id>urn:1</id>", b"")}),
    "a feed with two entries of one id": ("feeds", {"gwent/nb85/feed.atom": FEED.replace(b"<id>urn:3</id>", b"<id>urn:2</id>")}),
    "a feed that tells a time of day": ("feeds", {"gwent/nb85/feed.atom": FEED.replace(b"T00:00:00Z", b"T09:15:00Z")}),
    "a feed that leads to nothing": ("links", {"gwent/nb85/feed.atom": FEED.replace(b'href="./"', b'href="gone/"')}),
    "a JSON feed of another version": ("feeds", {"gwent/nb85/feed.json": b'{"version":"1","title":"T","items":[]}'}),
    "a web app manifest without icons": ("install", {"manifest.webmanifest": b'{"name":"N","start_url":"./","scope":"./","icons":[]}'}),
    "no policy": ("policy", {"index.html": changed("Content-Security-Policy", "X")}),
    "a policy that lets inline scripts run": (
        "policy",
        {"index.html": page("").replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").encode()},
    ),
    "a policy that lets a page run programs that asks no questions": (
        "policy",
        {"index.html": page("").replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'").encode()},
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
    "an old address that leads to another host": (
        "third-party",
        home("<p data-moved>x</p>", head='<meta http-equiv="refresh" content="0; url=//other.example/">'),
    ),
    "an old address that leads to nothing": (
        "links",
        home("<p data-moved>x</p>", head='<meta http-equiv="refresh" content="0; url=gone/index.html">'),
    ),
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
    "a circle in a row beside its snap point": ("points", {NEIGHBOURHOOD: changed("M55 60", "M55 60l0-1", MAP)}),
    "a circle element beside its snap point": ("points", {NEIGHBOURHOOD: changed("<marker", '<circle cx="56" cy="60" r="5"/><marker', MAP)}),
    "a circle that is no number": ("points", {NEIGHBOURHOOD: changed("M55 60", "M55.2 60", MAP)}),
    "a map with circles and no frame": ("points", {NEIGHBOURHOOD: changed("data-frame", "data-x", MAP)}),
    "a tile with a point that is no snap point": ("points", tile_files(points=[*POINTS[:2], (POINTS[2][0], POINTS[2][1] + 1)])),
    "a street shard with a point of another square": ("points", {"streets/12/2041/1361.json": good_files()["streets/12/2041/1360.json"]}),
    "an outcome shard with a point that is none of the source": ("points", {OUTCOMES: outcome_shard(POINTS[0], (2041 * 4096 + 11, 1360 * 4096))}),
    "an outcome shard with a point of another square": ("points", {OUTCOMES.replace("/340", "/341"): outcome_shard(POINTS[0])}),
    "an outcome shard of another month": ("points", {OUTCOMES.replace("2025-12", "2014-01"): outcome_shard(POINTS[0])}),
    "an outcome shard that is none": ("points", {OUTCOMES: b'{"points":["x"]}'}),
    "an outcome shard with neither points nor squares": ("points", {OUTCOMES: b"{}"}),
    "a record of the API beside its snap point": ("records", {RECORDS: api_records((POINTS[0][0] + 1, POINTS[0][1] + 9))}),
    "a record of the API under another point's number": ("records", {RECORDS: api_records(number=7)}),
    "a record of the API with an identifier": ("records", {RECORDS: api_records(persistent_id="0" * 64)}),
    "a record of the API with a context": ("records", {RECORDS: api_records(context="a knife")}),
    "a record of the API with a day": ("records", {RECORDS: api_records(month="2025-12-24")}),
    "a record of the API with a day as its outcome's month": ("dates", {RECORDS: api_records(outcome_status={"category": "", "date": "2025-12-24"})}),
    "a record of the API with one field more": ("records", {RECORDS: api_records(time="afternoon")}),
    "records of the API that are none": ("records", {RECORDS: b'{"a":1}'}),
    "a record of the API without a position": ("records", {RECORDS: api_records(location={"street": {}})}),
    "a crime of a bulk file beside its snap point": ("bulk", {BULK: bulk_crimes((POINTS[0][0] + 1, POINTS[0][1] + 9))}),
    "a crime of a bulk file that is drawn elsewhere": ("bulk", {BULK: bulk_crimes(geometry=shapely.to_wkb(shapely.Point(-3, 51)))}),
    "a crime of a bulk file that is drawn nowhere": ("bulk", {BULK: bulk_crimes(geometry=None)}),
    "an archive with other tiles than the map": ("archives", {**ARCHIVE, "data/boundaries.pmtiles": archive_tiles(ARCHIVED[:1], metadata={})}),
    "an archive that is none": ("archives", {**ARCHIVE, "data/boundaries.pmtiles": b"PMTiles"}),
    "a bulk file with the day of a crime": ("bulk", {BULK: bulk_crimes(month="2025-12-24")}),
    "a bulk file with a column more": ("bulk", {BULK: bulk_crimes(time="afternoon")}),
    "a bulk file that is none": ("bulk", {BULK: b"PAR1"}),
    "a bulk file of a month that is not shown": ("bulk", {"data/crimes/gwent/2014-01.parquet": bulk_crimes(month="2014-01")}),
    "a CSV of crimes beside their snap point": ("bulk", {CSV: bulk_crimes((POINTS[0][0] + 1, POINTS[0][1] + 9), "csv.gz")}),
    "a CSV of crimes with an identifier": ("bulk", {CSV: bulk_crimes(POINTS[0], "csv.gz", **{"Crime ID": "0" * 64})}),
    "a CSV of crimes with a context": ("bulk", {CSV: bulk_crimes(form="csv.gz", Context="a knife")}),
    "a CSV of crimes with a day": ("bulk", {CSV: bulk_crimes(form="csv.gz", Month="2025-12-24")}),
    "a file of snap points with another point": ("bulk", {"data/points.parquet": bulk_crimes((POINTS[0][0] + 1, POINTS[0][1] + 9))}),
    "records of the API of another month": ("records", {"api/crimes-no-location/gwent/2014-01/index.json": b"[]"}),
    "an answer of the API that is too large": ("budgets", {"api/gwent/X/index.json": json.dumps(LARGE).encode()}),
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
    "a stop tile that is missing": ("totals", {STOP_TILE: None}),
    "a stop tile of other points than its cells": ("totals", {STOP_TILE: STOP_CELLS + MOVED_STOPS}),
    "a stop tile without its points": ("attributes", {STOP_TILE: STOP_CELLS}),
    "a stop tile without its cells": ("attributes", {STOP_TILE: STOPS_ALONE}),
    "a stop tile whose points have the extent of cells": ("totals", {STOP_TILE: STOP_CELLS + STOPS_ALONE.replace(EXTENT_8192, EXTENT_4096)}),
    "a stop tile of a zoom too many": (
        "points",
        {"tiles/stops/2025-12/fedcba9876543210/12/2042/1361.mvt": STOPS_ALONE.replace(EXTENT_8192, EXTENT_4096)},
    ),
    "stops without a TileJSON": ("totals", {"tiles/stops/2025-12.json": None}),
    "a stray file among the stop tiles": ("totals", {"tiles/stops/notes.json": b"{}"}),
    "stops as records, in upstream columns": ("stops", {"data/stops.csv": b"Type,Month,Age range,Gender\nPerson search,2025-12,18-24,Male\n"}),
    "stops as records, in our columns": ("stops", {"data/stops.csv": b'month,"self_ethnicity"\n2025-12,white\n'}),
    "stops as records, in columns of JSON": ("stops", {"gwent/stops.json": b'{"age_range":["18-24","25-34"]}'}),
    "stops as records, as the API has them": ("stops", {"gwent/stops.json": b'[{"object_of_search":"Controlled drugs"}]'}),
    "a small number of stops in a table of a page": ("threshold", {NEIGHBOURHOOD: stop_page("Firearms", "9")}),
    "a small number of stops in a table of a template element": ("threshold", {NEIGHBOURHOOD: stop_page("Firearms", "1", within="template")}),
    "a small number of stops in a data file": ("threshold", {"data/stops.csv": b"field,value,stops\nobject,firearms,9\n"}),
    "a small number of stops beside a page": (
        "threshold",
        {"gwent/nb85/figures.csv": b"table,month,months,kind,count,state,months_after\nstops-object,2025-12,12,firearms,9,supplied,\n"},
    ),
    "few stops of a year beside a page": (
        "threshold",
        {"gwent/nb85/figures.csv": b"table,month,months,kind,count,state,months_after\nstops,2025-12,12,all,9,supplied,\n"},
    ),
    "a time of day in a data file": ("dates", {"data/stops.csv": b"month,time\n2025-12,23:20\n"}),
    "a full postcode in a link": ("postcodes", home('<a href="find/?q=NP10+8XG">x</a>')),
    "a full postcode in a path": ("postcodes", {"postcodes/np10-8xg/index.html": page("", root="../../").encode()}),
    "a form that sends what was typed": ("postcodes", home('<form action="find/"><input type="search" name="q"></form>')),
    "a folder of the machine": ("leaks", home("<p>/home/someone/data</p>")),
    "a file in a folder of the machine": ("leaks", {"gwent/ids.json": b'{"a":"/home/someone/data/forces.json"}'}),
    "a map's script that has grown": ("budgets", {"assets/map.1a2b3c4d5e.js": bytes(random.Random(1).choices(range(32, 127), k=60_000))}),
    "a style of every page that has grown": ("budgets", {"assets/site.1a2b3c4d5e.css": bytes(random.Random(1).choices(range(32, 127), k=15_000))}),
    "a frame that has grown": ("budgets", {"gwent/nb85/embed/index.html": page(random.Random(1).randbytes(30_000).hex(), root="../../../").encode()}),
    "a folder of the machine in a script": ("leaks", {"assets/site.1a2b3c4d5e.js": b'const a="file:///home/someone/data"'}),
    "the host": ("leaks", home("<p>built on builder-7</p>")),
    "the user at the host": ("leaks", {"gwent/ids.json": b'{"a":"root@builder-7"}'}),
    "a clock time": ("leaks", {"gwent/ids.json": b'{"made":"2025-12-31T10:00:00"}'}),
    "a clock time in a feed": ("leaks", {"gwent/nb85/feed.json": b'{"version":"1","title":"2025-12-31 10:04","items":[]}'}),
    "a clock time in a calendar": ("leaks", {"gwent/nb85/meetings.ics": b"DTSTAMP:20251231T100212Z"}),
    "a clock time as a letter has it": ("leaks", home("<p>Wed, 31 Dec 2025 10:05:00 GMT</p>")),
    "a clock time in seconds": ("leaks", {"gwent/ids.json": b'{"made":1767175201.25}'}),
    "a day in a column of a count table": (
        "dates",
        {"data/coverage.csv": b"dataset,force_id,month,state,reason\ncrime,gwent,2025-12-01,supplied,\n"},
    ),
    "a day in a cell beyond the head": ("dates", {"data/quality.csv": b"dataset,file,kind,reason,rows\na,b,c,d,1,2025-12-01\n"}),
    "a day beside a snap point": ("dates", {"streets/12/2041/1361.json": b'{"areas":[],"points":{"4zkn4-3bawk":["High Street",[],"2025-12-01"]}}'}),
    "a day in a TileJSON": ("dates", {TILEJSON: tile_files()[TILEJSON].replace(b"{", b'{"x-read":"2025-12-01",', 1)}),
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
    "a month of few stops": '<div id="stops"><table><tr><th>Month</th><th>Searches</th></tr><tr><th>June 2025</th><td>3</td></tr></table></div>',
    "few stops told in words": '<div id="stops"><table><tr><th>Drugs</th><td>fewer than 10</td></tr><tr><th>Bows</th><td>0</td></tr></table></div>',
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
    "a folder of a page": "<p>Report at /home/ or our page: /home/report-it please</p>",
    "a folder of another system": "<p>See file C:\\Users\\Public</p>",
    "a folder beside the machine's": "<p>/home/someone/data-protection, https://example.org/home/someone/database</p>",
    "a time the force wrote": "<p>Updated 2025-06-01T10:30:00 by the team</p>",
    "a time of day": "<p>10:30 Club, 1767175</p>",
    "the user's name as a word": "<p>the root of the matter</p>",
}


@pytest.mark.parametrize("name", FINE)
def test_what_is_fine_is_not_reported(tmp_path: Path, name: str) -> None:
    files = {**good_files(), **home(FINE[name])}
    streets = "gwent/nb85/streets/index.html"
    files[streets] = files[streets].replace(b"</main>", b'<p id="4zkn4-3bawk"></p></main>')
    assert check(tmp_path, files).findings == ()


NAMED = {
    "a street named after a time and one after a day": {
        "streets/12/2041/1361.json": b'{"areas":[["gwent","nb85","12:15"]],"points":{"POINT":["10:30 Club",[0]],"OTHER":["2025-06-01",[]]}}',
    },
    "a category named after a field of a stop": {
        "data/counts/gwent.csv": b"neighbourhood,month,crime_state,asb_state,object-of-search\n2025-06-01,2025-12,supplied,supplied,3\n",
    },
    "a neighbourhood whose id is a field of a stop": {"other/ids.json": b'{"object-of-search":"object-of-search"}'},
    "a street of a record of the API named after a day": {RECORDS: api_records()},
    "a file named after a day": {"data/quality.csv": b"dataset,file,kind,reason,rows\npostcodes,NSPL_2025-05-01 10:30.csv,counted,counted,1\n"},
    "a known issue with a day": {TILEJSON: tile_files()[TILEJSON].replace(b"{", b'{"x-issues":{"all":[{"text":"Since 2025-06-01, 10:30"}]},', 1)},
}


@pytest.mark.parametrize("name", NAMED)
def test_names_are_not_taken_for_days_and_fields(tmp_path: Path, name: str) -> None:
    report = check(tmp_path, NAMED[name])
    assert {finding.check for finding in report.findings} & {"dates", "stops", "leaks", "postcodes"} == set()


def test_bulk_files_of_crimes_at_snap_points_are_fine(tmp_path: Path) -> None:
    assert check(tmp_path, {BULK: bulk_crimes(), CSV: bulk_crimes(form="csv.gz"), "data/points.parquet": bulk_crimes()}).findings == ()


def test_an_archive_of_the_maps_tiles_is_fine(tmp_path: Path) -> None:
    assert [one for one in check(tmp_path, ARCHIVE).findings if one.check == "archives"] == []


def test_records_of_the_api_at_a_snap_point_are_fine(tmp_path: Path) -> None:
    unlocated = api_records(location=None, location_type=None)
    assert check(tmp_path, {RECORDS: api_records(), "api/crimes-no-location/gwent/2025-12/index.json": unlocated}).findings == ()


def test_a_day_in_a_supplied_name_is_none_on_a_page(tmp_path: Path) -> None:
    shard = json.loads(good_files()["streets/12/2041/1360.json"])
    street = "2025-06-01 Close"
    next(iter(shard["points"].values()))[0] = street
    named = {"streets/12/2041/1360.json": json.dumps(shard).encode()}
    fine = check(tmp_path, {**named, **home(f'<p data-part="recorded">{street}: 3</p>')})
    assert fine.findings == ()
    (tmp_path / "wrong").mkdir()
    wrong = check(tmp_path / "wrong", {**named, **home(f'<p data-part="recorded">{street}: 3 on 2025-06-02</p>')})
    assert [(one.check, one.path) for one in wrong.findings] == [("dates", "index.html")]
    assert "'2025-06-02'" in wrong.findings[0].message


def test_a_folder_named_after_an_id_is_no_postcode(tmp_path: Path) -> None:
    files = {"gwent/ids.json": b'{"NB85":"nb85","NP10 8XG":"np10-8xg"}', "gwent/np10-8xg/index.html": page(RECORDED, root="../../").encode()}
    assert check(tmp_path, {**files, **home('<a href="gwent/np10-8xg/">x</a>')}).findings == ()


def test_a_finding_says_how_to_find_who_wrote_it_and_how_to_go_on(tmp_path: Path) -> None:
    finding = check(tmp_path, home("<p>/home/someone/data</p>")).findings[0]
    assert "build.py why index.html" in finding.message
    assert "[[checks.allow]]" in finding.message


def test_what_is_allowed_stands_and_is_told_with_its_reason(tmp_path: Path) -> None:
    entry = Allowed("index.*", "/home/someone/data", "the force wrote it")
    report = check(tmp_path, home("<p>/home/someone/data</p>"), (entry,))
    assert report.findings == ()
    assert {(finding.path, reason) for finding, reason in report.allowed} == {
        ("index.html", "the force wrote it"),
        ("manifest.json", "the force wrote it"),
    }
    manifest = read_manifest(tmp_path / "site")
    assert manifest is not None
    assert manifest.allowed == (entry,)


def test_nothing_but_words_can_be_allowed(tmp_path: Path) -> None:
    entry = Allowed("*", "gone", "why not")
    assert {one.check for one in check(tmp_path, home('<a href="gone/">Gone</a>'), (entry,)).findings} == {"links"}


def test_of_a_copy_elsewhere_nothing_is_known_of_the_machine(tmp_path: Path) -> None:
    folder = write_site(tmp_path / "site", {**good_files(), **home("<p>/home/someone/data on builder-7, 2025-12-31T10:00:00</p>")})
    assert check_site(folder).findings == ()
