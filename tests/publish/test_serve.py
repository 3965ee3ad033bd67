"""Tests of sitegen.publish.serve."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.errors import ConfigError
from sitegen.publish.serve import make_server

POLICY = "default-src 'none'; script-src 'self'"
PAGE = f'<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>Page</title></head></html>'
TILE = bytes(range(256)) * 4


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Answer]


@contextmanager
def serving(folder: Path, prefix: str = "/", behind: tuple[Path, ...] = ()) -> Iterator[Ask]:
    server = make_server(folder, port=0, prefix=prefix, behind=behind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=900)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        found = connection.getresponse()
        answer = Answer(found.status, dict(found.getheaders()), found.read())
        connection.close()
        return answer

    try:
        yield ask
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "gwent/nb85").mkdir(parents=True)
    for name in ("index.html", "gwent/index.html", "gwent/nb85/index.html"):
        (folder / name).write_text(PAGE + name)
    (folder / "404.html").write_text(PAGE + "lost")
    (folder / "a.mvt").write_bytes(TILE)
    (folder / "big.pmtiles").write_bytes(TILE * 1000)
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def ask(site: Path) -> Iterator[Ask]:
    with serving(site) as asking:
        yield asking


def test_a_folder_is_its_index(ask: Ask) -> None:
    assert ask("/").body.endswith(b"index.html")
    assert ask("/gwent/nb85/").body.endswith(b"gwent/nb85/index.html")


def test_what_is_not_in_the_folder_is_looked_for_in_the_one_behind_it(site: Path, tmp_path: Path) -> None:
    (tmp_path / "before/gwent").mkdir(parents=True)
    (tmp_path / "before/gwent/index.html").write_text("newer")
    with serving(tmp_path / "before", behind=(site,)) as ask:
        assert ask("/gwent/").body == b"newer"
        assert ask("/gwent/nb85/").body.endswith(b"gwent/nb85/index.html")
        assert ask("/nothing").body.endswith(b"lost")
        assert ask("/../secret.txt").status == 404


def test_a_folder_without_its_slash_leads_to_the_one_with_it(ask: Ask) -> None:
    found = ask("/gwent/nb85?q=1")
    assert (found.status, found.headers["Location"]) == (301, "./nb85/?q=1")


@pytest.mark.parametrize("path", ["/nothing", "/gwent/nothing/", "/a.mvt/", "/index.html/", "/gwent//nb85/"])
def test_an_unknown_address_gets_the_sites_own_page_with_status_404(ask: Ask, path: str) -> None:
    found = ask(path, Range="bytes=0-3")
    assert (found.status, found.body[-4:]) == (404, b"lost")


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("x.mvt", "application/vnd.mapbox-vector-tile"),
        ("x.pmtiles", "application/vnd.pmtiles"),
        ("x.json", "application/json"),
        ("x.geojson", "application/geo+json"),
        ("x.js", "text/javascript; charset=utf-8"),
        ("x.css", "text/css; charset=utf-8"),
        ("x.svg", "image/svg+xml"),
        ("x.ics", "text/calendar; charset=utf-8"),
        ("x.xml", "application/xml; charset=utf-8"),
        ("x.webmanifest", "application/manifest+json"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
        ("x.html", "text/html; charset=utf-8"),
    ],
)
def test_every_kind_of_file_has_its_type(site: Path, ask: Ask, name: str, type_: str) -> None:
    (site / name).write_text("x")
    assert ask(f"/{name}").headers["Content-Type"] == type_


def test_head_is_get_without_the_body(ask: Ask) -> None:
    got, head = ask("/a.mvt"), ask("/a.mvt", "HEAD")
    differing = {"Date"}
    assert {k: v for k, v in head.headers.items() if k not in differing} == {k: v for k, v in got.headers.items() if k not in differing}
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(TILE)))


@pytest.mark.parametrize(
    ("wanted", "status", "body", "content_range"),
    [
        ("bytes=0-9", 206, TILE[:10], "bytes 0-9/1024"),
        ("bytes=1000-", 206, TILE[1000:], "bytes 1000-1023/1024"),
        ("bytes=-4", 206, TILE[-4:], "bytes 1020-1023/1024"),
        ("bytes=-5000", 206, TILE, "bytes 0-1023/1024"),
        ("bytes=1000-5000", 206, TILE[1000:], "bytes 1000-1023/1024"),
        ("bytes=1024-", 416, b"", "bytes */1024"),
        ("bytes=-0", 416, b"", "bytes */1024"),
        ("bytes=9-3", 200, TILE, None),
        ("bytes=0-1,4-5", 200, TILE, None),
        ("bytes=-", 200, TILE, None),
        ("lines=1-2", 200, TILE, None),
    ],
)
def test_a_range_is_answered_with_exactly_its_bytes(ask: Ask, wanted: str, status: int, body: bytes, content_range: str | None) -> None:
    found = ask("/a.mvt", Range=wanted)
    assert (found.status, found.body, found.headers.get("Content-Range")) == (status, body, content_range)
    assert found.headers["Content-Length"] == str(len(body))


def test_a_range_of_a_changed_file_is_the_whole_file(ask: Ask) -> None:
    etag = ask("/a.mvt").headers["ETag"]
    assert ask("/a.mvt", Range="bytes=0-3", If_Range=etag).status == 206
    assert ask("/a.mvt", Range="bytes=0-3", If_Range='"older"').status == 200


def test_a_large_file_arrives_whole(ask: Ask) -> None:
    assert ask("/big.pmtiles").body == TILE * 1000


def test_an_unchanged_file_is_not_sent_again(site: Path, ask: Ask) -> None:
    first = ask("/a.mvt")
    again = ask("/a.mvt", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert ask("/a.mvt", If_Modified_Since=first.headers["Last-Modified"]).status == 304
    (site / "a.mvt").write_bytes(TILE[:-1])
    assert ask("/a.mvt", If_None_Match=first.headers["ETag"]).status == 200


def test_precompressed_siblings_are_sent_to_those_who_accept_them(site: Path, ask: Ask) -> None:
    (site / "a.mvt.gz").write_bytes(gzip.compress(TILE, mtime=0))
    (site / "a.mvt.br").write_bytes(b"brotli")
    plain, zipped, brotli = (ask("/a.mvt", Accept_Encoding=accepted) for accepted in ("identity", "gzip, br;q=0", "gzip, deflate, br"))
    assert (plain.body, plain.headers.get("Content-Encoding")) == (TILE, None)
    assert (gzip.decompress(zipped.body), zipped.headers["Content-Encoding"]) == (TILE, "gzip")
    assert (brotli.body, brotli.headers["Content-Encoding"]) == (b"brotli", "br")
    assert {answer.headers["Vary"] for answer in (plain, zipped, brotli)} == {"Accept-Encoding"}
    assert {answer.headers["Content-Type"] for answer in (plain, zipped, brotli)} == {"application/vnd.mapbox-vector-tile"}
    assert len({answer.headers["ETag"] for answer in (plain, zipped, brotli)}) == 3


def test_a_range_is_of_the_file_itself_not_of_its_compressed_form(site: Path, ask: Ask) -> None:
    (site / "a.mvt.gz").write_bytes(gzip.compress(TILE, mtime=0))
    found = ask("/a.mvt", Range="bytes=0-3", Accept_Encoding="gzip")
    assert (found.body, found.headers.get("Content-Encoding")) == (TILE[:4], None)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/gwent/..%2f..%2fsecret.txt",
        "/gwent/%2e%2e/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "/link.txt",
        "/linked/secret.txt",
        "/%00",
        "/index.html%00.txt",
        "//secret.txt",
        "/%2fetc/passwd",
        "/~root/",
    ],
)
def test_nothing_outside_the_folder_can_be_read(site: Path, ask: Ask, path: str) -> None:
    (site / "link.txt").symlink_to(site.parent / "secret.txt")
    (site / "linked").symlink_to(site.parent)
    found = ask(path)
    assert found.status == 404
    assert b"secret" not in found.body


def test_a_linked_compressed_sibling_outside_is_not_sent(site: Path, ask: Ask) -> None:
    (site / "a.mvt.gz").symlink_to(site.parent / "secret.txt")
    assert ask("/a.mvt", Accept_Encoding="gzip").body == TILE


def test_every_answer_carries_the_security_headers(ask: Ask) -> None:
    for path in ("/", "/a.mvt", "/nothing", "/gwent"):
        found = ask(path)
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        assert found.headers["Referrer-Policy"] == "no-referrer"


SHARED = [
    "data/counts.parquet",
    "api/forces",
    "forces/rates.csv",
    "gwent/promise/promise.csv",
    "gwent/nb85/figures.csv",
    "gwent/history.csv",
    "gwent/nb85/boundary.geojson",
    "gwent/nb85/feed.atom",
]


@pytest.mark.parametrize("prefix", ["/", "/mirror/a/"])
@pytest.mark.parametrize("path", SHARED)
def test_a_page_elsewhere_may_read_what_is_for_other_sites_also_in_parts(site: Path, path: str, prefix: str) -> None:
    file = site / (f"{path}/index.json" if path.startswith("api/") else path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"0123456789")
    with serving(site, prefix) as ask:
        before = ask(f"{prefix}{path}", "OPTIONS", Origin="https://parish.example", Access_Control_Request_Headers="range")
        part = ask(f"{prefix}{path}", Origin="https://parish.example", Range="bytes=2-4")
        page, page_before = ask(f"{prefix}gwent/"), ask(f"{prefix}gwent/", "OPTIONS")
    assert (before.status, before.body, before.headers["Access-Control-Allow-Origin"]) == (204, b"", "*")
    assert "Range" in before.headers["Access-Control-Allow-Headers"]
    assert (part.status, part.body, part.headers["Access-Control-Allow-Origin"]) == (206, b"234", "*")
    assert "Content-Range" in part.headers["Access-Control-Expose-Headers"]
    assert page_before.status == 405
    assert not any(name.startswith("Access-Control") for answer in (page, page_before) for name in answer.headers)


def test_the_policy_in_the_header_is_the_pages_own(ask: Ask) -> None:
    assert ask("/").headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'self'"
    assert ask("/a.mvt").headers["Content-Security-Policy"] == "default-src 'self'; frame-ancestors 'self'"


def test_any_website_may_frame_what_is_made_for_that(site: Path) -> None:
    (site / "gwent/nb1/embed").mkdir(parents=True)
    (site / "gwent/nb1/embed/index.html").write_text(PAGE)
    with serving(site, "/") as ask:
        assert ask("/gwent/nb1/embed/").headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors *"
        assert ask("/gwent/").headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")


@pytest.mark.parametrize("prefix", ["/mirror/a/", "mirror/a", "/mirror/a"])
def test_the_site_can_be_served_under_a_prefix(site: Path, prefix: str) -> None:
    with serving(site, prefix) as ask:
        assert ask("/mirror/a/gwent/").body.endswith(b"gwent/index.html")
        assert ask("/mirror/a/nothing").body.endswith(b"lost")
        assert ask("/mirror/a").headers["Location"] == "./a/"
        assert ask("/mirror/a/gwent").headers["Location"] == "./gwent/"
        assert ask("/gwent/").status == 404
        assert ask("/mirror/a/../../secret.txt").status == 404


@pytest.mark.parametrize("prefix", ["/a b/", "/../", "/a//b/", "/é/"])
def test_a_prefix_that_is_no_path_is_refused(site: Path, prefix: str) -> None:
    with pytest.raises(ConfigError, match="write it like /mirror/a/"):
        make_server(site, port=0, prefix=prefix)


def test_a_port_in_use_is_said_so(site: Path) -> None:
    first = make_server(site, port=0)
    try:
        with pytest.raises(ConfigError, match="is in use"):
            make_server(site, port=first.server_address[1])
    finally:
        first.server_close()


def test_an_address_that_cannot_be_used_is_said_so(site: Path) -> None:
    with pytest.raises(ConfigError, match="--host"):
        make_server(site, host="host.invalid", port=0)
    with pytest.raises(ConfigError, match="--port"):
        make_server(site, port=70000)


def test_a_folder_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="build the site first"):
        make_server(tmp_path / "nothing", port=0)
