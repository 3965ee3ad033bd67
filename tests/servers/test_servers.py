"""The configurations in docs/servers, each started as it stands: every kind of file is served as it should be, at a root and below a path."""

from __future__ import annotations

import gzip
import http.client
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.headers import headers_of
from sitegen.publish.serve import TYPES
from tests.hosting.small_site import put_out, release_in, write_site
from tests.servers.started import give_away, started

ROOT = Path(__file__).parents[2]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every answer says, whoever asks for what."""
PAGE = b"<!doctype html><title>A page</title>" + b"<p>which is long enough to be compressed</p>" * 20
FILES = {
    **{f"data/one.{ending}": f"{ending} ".encode() * 200 for ending in TYPES},
    "data/two.csv.gz": gzip.compress(b"a,b\n1,2\n" * 99, mtime=0),
    "index.html": PAGE,
    "gwent/index.html": PAGE + b"gwent",
    "ask/index.html": PAGE + b"ask",
    "cy/ask/index.html": PAGE + b"gofyn",
    "gwent/nb1/embed/index.html": PAGE + b"embed",
    "api/forces/index.json": b"[]" * 200,
    "forces/rates.csv": b"beside " * 99,
    "gwent/promise/promise.csv": b"beside " * 99,
    **{
        f"gwent/{name}": b"beside " * 99
        for name in ("nb1/figures.csv", "figures.json", "history.csv", "nb1/boundary.geojson", "nb1/feed.atom", "nb1/feed.json")
    },
    "cy/gwent/nb1/meetings.ics": b"calendar " * 99,
    "404.html": PAGE + b"There is no such page",
    "sw.js": b"self.x = 1",
    "manifest.webmanifest": b"{}",
    "offline/words.json": b"{}",
    "cy/offline/words.json": b"{}",
    "assets/site.00000000aa.css": b"body{}",
    "assets/fonts/one.00000000aa.woff2": b"font",
    "tiles/crime/2025-06/00000000000000aa/5/15/10.mvt": b"tile" * 100,
    "tiles/crime/2025-06/00000000000000aa.pmtiles": b"archive" * 100,
    "tiles/boundaries/gwent.json": b"{}",
}


@dataclass(frozen=True)
class Server:
    """A server at work: where it listens, the path that the site lies below, and the site's folder."""

    port: int
    prefix: str
    site: Path

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, self.prefix + path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()


@pytest.fixture(scope="module", params=["/", "/mirror/a/"], ids=["root", "below"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[Path, str]]:
    """A folder that a server serves, readable by its user, and the path below which a published site lies in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = folder / "www" / request.param.strip("/")
        built = folder / "built"
        put_out(FolderTarget(site), release_in(write_site(built, FILES)))
        (site / "data/one.css.gz").write_bytes(gzip.compress(FILES["data/one.css"], mtime=0))
        give_away(folder)
        yield folder, request.param


@pytest.fixture(scope="module", params=["nginx", "caddy", "apache2"])
def server(request: pytest.FixtureRequest, place: tuple[Path, str]) -> Iterator[Server]:
    """Each server with its configuration."""
    folder, prefix = place
    with started(request.param, folder, prefix) as port:
        yield Server(port, prefix, folder / "www" / prefix.strip("/"))


def test_every_kind_of_file_comes_whole_with_its_type_and_time(server: Server) -> None:
    wrong = []
    paths = [path.relative_to(server.site).as_posix() for path in sorted(server.site.rglob("*")) if path.is_file()]
    for path in paths:
        if path.startswith(("release/.", "release/blobs/", "data/one.css.gz")):
            continue
        answer, data = server.get(path)
        expected = headers_of(path)
        found = (answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"], data == (server.site / path).read_bytes())
        if found != (200, expected.content_type, expected.cache_control, True):
            wrong.append((path, found, expected))
    assert wrong == []
    assert len(paths) > 40


def test_a_folder_is_its_page_and_without_a_slash_leads_there(server: Server) -> None:
    assert server.get("gwent/")[1] == FILES["gwent/index.html"]
    answer, _ = server.get("gwent")
    assert answer.status in {301, 308}
    assert answer.headers["Location"].removeprefix(f"http://127.0.0.1:{server.port}").endswith("gwent/")


@pytest.mark.parametrize("path", ["nothing/", "data/", "gwent/nothing.html", "assets/gone.0123456789.js", "release/.new", "release/.lock"])
def test_what_is_not_there_is_404_with_the_sites_page_and_not_kept_for_long(server: Server, path: str) -> None:
    answer, data = server.get(path)
    assert (answer.status, data) == (404, FILES["404.html"])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_part_of_an_archive_can_be_asked_for(server: Server) -> None:
    path = "tiles/crime/2025-06/00000000000000aa.pmtiles"
    answer, data = server.get(path, Range="bytes=7-20")
    assert (answer.status, data) == (206, FILES[path][7:21])
    assert answer.headers["Content-Range"] == f"bytes 7-20/{len(FILES[path])}"


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_what_a_browser_has_already_is_not_sent_again(server: Server, accepted: str) -> None:
    answer, _ = server.get("gwent/", Accept_Encoding=accepted)
    assert server.get("gwent/", Accept_Encoding=accepted, If_None_Match=answer.headers["ETag"])[0].status == 304
    assert server.get("gwent/", Accept_Encoding=accepted, If_Modified_Since=answer.headers["Last-Modified"])[0].status == 304


@pytest.mark.parametrize("path", ["gwent/", "data/one.css", "data/one.json", "tiles/crime/2025-06/00000000000000aa/5/15/10.mvt"])
def test_text_and_tiles_are_compressed_for_who_takes_that(server: Server, path: str) -> None:
    answer, data = server.get(path, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(data) == FILES[f"{path}index.html" if path.endswith("/") else path]


def test_what_is_compressed_in_itself_is_sent_as_it_is(server: Server) -> None:
    answer, data = server.get("assets/fonts/one.00000000aa.woff2", Accept_Encoding="gzip, br")
    assert (answer.headers["Content-Encoding"], data) == (None, b"font")
    segment = next(server.site.glob("release/segments/*.gz"))
    answer, data = server.get(segment.relative_to(server.site).as_posix(), Accept_Encoding="gzip, br")
    assert (answer.headers["Content-Encoding"], data) == (None, segment.read_bytes())


def test_the_policy_of_the_host_allows_what_pages_need_and_frames_of_its_own(server: Server) -> None:
    sent = _directives(server.get("")[0].headers["Content-Security-Policy"])
    base = (ROOT / "templates/layouts/base.html").read_text(encoding="utf-8")
    needed = _directives(re.sub(r"{%.*?%}", "", re.findall(r'Content-Security-Policy" content="([^"]*)"', base)[0]))
    assert sent.pop("frame-ancestors") == {"'self'"}
    assert sent.pop("img-src") == needed.pop("img-src") | {"data:", "blob:"}
    assert sent == needed
    answer, _ = server.get("gwent/")
    assert {name: answer.headers.get_all(name) for name in ALWAYS} == {name: [value] for name, value in ALWAYS.items()}


@pytest.mark.parametrize(
    ("path", "loaded"),
    [
        *((path, "cross-origin") for path in ("api/forces", "data/one.json", "gwent/figures.json", "gwent/nb1/feed.atom", "gwent/nb1/embed/")),
        *((path, "same-origin") for path in ("", "gwent/", "sw.js", "assets/site.00000000aa.css")),
    ],
)
def test_pages_elsewhere_may_load_what_is_for_them_and_nothing_else(server: Server, path: str, loaded: str) -> None:
    assert server.get(path)[0].headers.get_all("Cross-Origin-Resource-Policy") == [loaded]


@pytest.mark.parametrize("path", ["ask/", "ask/index.html", "cy/ask/"])
def test_the_page_of_questions_may_run_a_program_and_no_other(server: Server, path: str) -> None:
    others = _directives(server.get("gwent/")[0].headers["Content-Security-Policy"])
    sent = _directives(server.get(path)[0].headers["Content-Security-Policy"])
    assert sent.pop("script-src") == others.pop("script-src") | {"'wasm-unsafe-eval'"}
    assert sent == others


@pytest.mark.parametrize(
    ("path", "framed"), [("gwent/nb1/embed/", "*"), ("gwent/nb1/embed/index.html", "*"), ("gwent/", "'self'"), ("sw.js", "'self'")]
)
def test_any_website_may_frame_what_is_made_for_that_and_nothing_else(server: Server, path: str, framed: str) -> None:
    answer, _ = server.get(path)
    assert answer.status == 200
    policies = answer.headers.get_all("Content-Security-Policy") or []
    assert len(policies) == 1
    sent, page = _directives(policies[0]), _directives(server.get("")[0].headers["Content-Security-Policy"])
    assert sent.pop("frame-ancestors") == {framed}
    assert sent == {name: sources for name, sources in page.items() if name != "frame-ancestors"}


SHARED = [
    "api/forces",
    "data/one.parquet",
    "data/two.csv.gz",
    "tiles/crime/2025-06/00000000000000aa.pmtiles",
    "gwent/nb1/figures.csv",
    "gwent/figures.json",
    "forces/rates.csv",
    "gwent/promise/promise.csv",
    "gwent/nb1/boundary.geojson",
    "gwent/nb1/feed.atom",
    "gwent/nb1/feed.json",
    "cy/gwent/nb1/meetings.ics",
]


@pytest.mark.parametrize("path", SHARED)
def test_a_page_elsewhere_may_read_what_is_for_other_sites_also_in_parts(server: Server, path: str) -> None:
    asked, body = server.ask("OPTIONS", path, Origin="https://parish.example", Access_Control_Request_Method="GET")
    assert (asked.status, body) == (204, b"")
    assert asked.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert asked.headers.get_all("Access-Control-Allow-Methods") == ["GET, HEAD"]
    assert "Range" in asked.headers["Access-Control-Allow-Headers"]
    for status, headers in ((200, {}), (206, {"Range": "bytes=0-3"})):
        answer, data = server.get(path, Origin="https://parish.example", **headers)
        assert (answer.status, len(data) > 0) == (status, True)
        assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
        assert set((answer.headers["Access-Control-Expose-Headers"] or "").split(", ")) >= {
            "Content-Length",
            "Content-Range",
            "ETag",
            "Accept-Ranges",
        }
        assert answer.headers["Access-Control-Allow-Methods"] is None


@pytest.mark.parametrize("path", ["api/nothing", "data/crimes/1999-01.parquet", "gwent/nb9/figures.csv?a=/b", "cy/gwent/nb9/meetings.ics"])
def test_a_page_elsewhere_learns_that_what_it_asks_for_is_not_there(server: Server, path: str) -> None:
    answer, _ = server.get(path, Origin="https://parish.example")
    assert answer.status == 404
    assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert server.get("nothing?a=/data/", Origin="https://parish.example")[0].headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize("path", ["", "gwent/", "gwent/nb1/embed/", "sw.js", "assets/site.00000000aa.css"])
def test_a_page_elsewhere_may_not_read_what_is_for_people(server: Server, path: str) -> None:
    assert server.get(path, Origin="https://parish.example")[0].headers["Access-Control-Allow-Origin"] is None
    assert server.ask("OPTIONS", path)[0].headers["Access-Control-Allow-Origin"] is None


def test_a_packed_download_is_a_file_of_its_own_and_not_a_way_of_sending_one(server: Server) -> None:
    answer, data = server.get("data/two.csv.gz", Accept_Encoding="gzip, br")
    assert (answer.headers["Content-Type"], answer.headers["Content-Encoding"], data) == ("application/gzip", None, FILES["data/two.csv.gz"])


def _directives(policy: str) -> dict[str, set[str]]:
    return {name: set(sources) for name, *sources in (one.split() for one in policy.split(";"))}
