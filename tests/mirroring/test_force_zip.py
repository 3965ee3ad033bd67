"""A force's zip holds its pages, is the same everywhere, and no link in it leads to a file that is not there."""

from __future__ import annotations

import posixpath
import re
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, ProofError
from sitegen.mirroring.force_zip import NOT_HERE, force_zip, relinked
from sitegen.publish.manifest import Manifest, manifest_bytes
from tests.command_line import run

LINKS = '<link href="{0}assets/a.0000000001.css"><a href="{0}">home</a><a href="{0}gwent/nb1/#crime">area</a><a href="{0}kent/">other</a>'
FILES = {
    "index.html": "home",
    "gwent/index.html": LINKS.format("../") + '<a href="nb1/">x</a><a href="#top">y</a><a href="mailto:a@b.example">z</a>',
    "gwent/nb1/index.html": LINKS.format("../../") + '<form action="../../find/"></form><a href="../../map/#area=1">map</a>',
    "cy/gwent/index.html": LINKS.format("../../"),
    "about/index.html": LINKS.format("../"),
    "kent/index.html": "another force",
    "find/index.html": "search",
    "assets/a.0000000001.css": "body{}",
    "assets/map.0000000001.js": "a library of the map",
    "data/counts/gwent.csv": "month\n",
    "data/counts/kent.csv": "month\n",
}


def write_site(folder: Path, files: dict[str, str]) -> Path:
    digests = {path: (sha256(text.encode()).hexdigest(), len(text.encode())) for path, text in files.items()}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "manifest.json").write_bytes(manifest_bytes(Manifest("Crime", "", ("2025-05", "2025-06"), preview=False, invented="", files=digests)))
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of two forces."""
    return write_site(tmp_path / "site", FILES)


def unpacked(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def dead_links(files: dict[str, str]) -> list[str]:
    found = []
    for path, text in files.items():
        for link in re.findall(r'(?:href|action)="([^"#:]+)(?:#[^"]*)?"', text):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
            found += [] if target in files else [f"{path}: {link}"]
    return found


def test_it_holds_the_forces_pages_and_those_about_the_site_and_no_other(site: Path) -> None:
    assert sorted(unpacked(force_zip(site, "gwent"))) == [
        "about/index.html", "assets/a.0000000001.css", "cy/gwent/index.html", "data/counts/gwent.csv", "gwent/index.html", "gwent/nb1/index.html",
        "index.html", "not-here.html",
    ]  # fmt: skip


def test_every_link_leads_to_a_file_that_is_there(site: Path) -> None:
    files = unpacked(force_zip(site, "gwent"))
    assert dead_links(files) == []
    assert 'href="nb1/index.html#crime"' in files["gwent/index.html"]
    assert 'href="../not-here.html">other' in files["gwent/index.html"]
    assert 'href="#top"' in files["gwent/index.html"]


def test_links_to_what_is_not_there_lead_to_the_sites_address_where_it_has_one(site: Path) -> None:
    page = '<link rel="canonical" href="https://example.org/crime/gwent/"><a href="../map/#area=1">map</a>'
    write_site(site, {**FILES, "gwent/index.html": page})
    assert 'href="https://example.org/crime/map/#area=1"' in unpacked(force_zip(site, "gwent"))["gwent/index.html"]


REFRESH = '<meta http-equiv="refresh" content="0; url={}">'


def test_an_old_address_leads_on_in_the_zip_too_and_what_is_not_there_is_led_to_at_the_sites_address(site: Path) -> None:
    own, other = "../nb1/index.html", "../../kent/index.html"
    files = {"gwent/old/index.html": f'{REFRESH.format(own)}<a href="../nb1/">x</a>', "gwent/gone/index.html": REFRESH.format(other)}
    write_site(site, {**FILES, **files})
    made = unpacked(force_zip(site, "gwent"))
    assert made["gwent/old/index.html"] == f'{REFRESH.format(own)}<a href="../nb1/index.html">x</a>'
    assert made["gwent/gone/index.html"] == REFRESH.format("../../not-here.html")
    canonical = '<link rel="canonical" href="https://example.org/crime/kent/">'
    write_site(site, {**FILES, "gwent/gone/index.html": f'{REFRESH.format(other)}{canonical}<a href="../../map/">map</a>'})
    page = unpacked(force_zip(site, "gwent"))["gwent/gone/index.html"]
    assert REFRESH.format("https://example.org/crime/kent/") in page
    assert 'href="https://example.org/crime/map/"' in page


def test_the_same_site_gives_the_same_bytes(site: Path) -> None:
    assert sha256(force_zip(site, "gwent")).hexdigest() == sha256(force_zip(site, "gwent")).hexdigest()
    assert {info.date_time for info in zipfile.ZipFile(BytesIO(force_zip(site, "gwent"))).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_force_that_is_not_there_is_refused(site: Path) -> None:
    with pytest.raises(ConfigError, match="has no force dorset"):
        force_zip(site, "dorset")


def test_a_file_that_was_altered_is_not_handed_on(site: Path) -> None:
    (site / "gwent/nb1/index.html").write_text("altered", encoding="utf-8")
    with pytest.raises(ProofError, match="has other bytes than its manifest says"):
        force_zip(site, "gwent")


@pytest.mark.site
def test_no_link_of_the_countys_zip_is_dead(built_site: Path) -> None:
    files = _texts(force_zip(built_site, "loamshire"))
    assert dead_links(files) == []
    assert "loamshire/nb01/index.html" in files


def _texts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() if name.endswith(".html") else "" for name in archive.namelist()}


def test_nothing_is_put_into_the_site_itself(site: Path) -> None:
    done = run(site.parent, "export", "zip", site, "gwent", site / "gwent.zip")
    assert done.returncode == 1
    assert "lies in the site" in done.stderr
    assert not (site / "gwent.zip").exists()


@pytest.mark.parametrize(
    ("there", "leads_to"),
    [({"gwent/index.html", "api/gwent/NB 85/index.json"}, "../api/gwent/NB%2085/index.json"), ({"gwent/index.html"}, f"../{NOT_HERE}")],
    ids=["there", "not there"],
)
def test_a_link_to_an_answer_about_an_id_with_a_space_is_followed(there: set[str], leads_to: str) -> None:
    page = b'<a href="../api/gwent/NB%2085/index.json">record</a>'
    assert relinked("gwent/index.html", page, there) == page.replace(b"../api/gwent/NB%2085/index.json", leads_to.encode())
