"""Tests of sitegen.publish.manifest."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.publish.manifest import GENERATOR, Fetched, Manifest, checksums_bytes, manifest_bytes, parse_manifest, read_manifest

SITE = Manifest(
    site="Crime & policing, ŵ",
    release="2025-12",
    months=("2025-07", "2025-12"),
    preview=False,
    invented="Loamshire",
    files={"a.css": (sha256(b"one").hexdigest(), 3), "b/index.html": (sha256(b"two").hexdigest(), 3)},
)


def test_the_manifest_reads_back_as_it_was_written() -> None:
    assert parse_manifest(manifest_bytes(SITE)) == SITE


def test_it_says_where_the_data_were_fetched_from_where_they_were() -> None:
    fetched = Fetched("archive", "Home Office", "OGL", "https://data.police.uk/", 1, 1_700_000_000, "2025-07-01", "0" * 64)
    site = replace(SITE, fetched=(fetched,))
    assert json.loads(manifest_bytes(site))["fetched"] == [fetched._asdict()]
    assert parse_manifest(manifest_bytes(site)) == site


def test_the_manifest_is_plain_json_with_sorted_keys() -> None:
    found = json.loads(manifest_bytes(SITE))
    assert list(found) == ["files", "generator", "invented", "months", "preview", "release", "site"]
    assert list(found["files"]) == ["a.css", "b/index.html"]


def test_an_empty_site_has_a_manifest_too() -> None:
    assert json.loads(manifest_bytes(replace(SITE, files={})))["files"] == {}


def test_the_order_of_files_does_not_change_a_byte() -> None:
    assert manifest_bytes(SITE) == manifest_bytes(replace(SITE, files=dict(sorted(SITE.files.items(), reverse=True))))


def test_the_generator_names_the_version_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert f"sitegen {project['project']['version']}" == GENERATOR


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b"\xff", b'{"generator":"other 1"}', b"[" * 100_000, manifest_bytes(replace(SITE, generator="hugo"))]
)
def test_what_is_not_our_manifest_is_none(data: bytes) -> None:
    assert parse_manifest(data) is None


def test_a_linked_manifest_does_not_make_a_folder_ours(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_bytes(manifest_bytes(SITE))
    (tmp_path / "manifest.json").symlink_to(tmp_path / "elsewhere.json")
    assert read_manifest(tmp_path) is None


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_checksums_are_read_by_sha256sum(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.css").write_bytes(b"one")
    (tmp_path / "b/index.html").write_bytes(b"two")
    data = manifest_bytes(SITE)
    (tmp_path / "manifest.json").write_bytes(data)
    (tmp_path / "SHA256SUMS").write_bytes(checksums_bytes(SITE, data))
    ran = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, b"a.css: OK\nb/index.html: OK\nmanifest.json: OK\n")
