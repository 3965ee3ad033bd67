"""Tests of sitegen.publish.nu with the real validator: good pages pass, and a broken one is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.build import ROOT
from sitegen.errors import ConfigError
from sitegen.publish.nu import nu_findings

LIBRARIES = ROOT / "node_modules"
PAGE = '<!doctype html>\n<html lang="en">\n<head><title>A page</title></head>\n<body><h1>A page</h1>{}</body>\n</html>\n'


def write(folder: Path, pages: dict[str, str]) -> Path:
    for path, body in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(PAGE.format(body), encoding="utf-8")
    return folder


def test_a_broken_page_is_named_with_its_line_and_good_ones_are_not(tmp_path: Path) -> None:
    folder = write(tmp_path / "a site", {"index.html": "<p>Good</p>", "kent/k 1/index.html": '<p id="a">One</p><ul><p id="a">Two</p></ul>'})
    found = nu_findings(folder, LIBRARIES)
    assert {finding.path for finding in found} == {"kent/k 1/index.html"}
    assert any("Duplicate ID" in finding.message and finding.message.startswith("line 4: ") for finding in found)
    assert {finding.check for finding in found} == {"html"}


def test_every_page_of_the_invented_county_is_valid(built_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # So few pages do not repay the compiler that makes Java fast in the long run.
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss2m")
    assert nu_findings(built_site, LIBRARIES) == []


def test_a_missing_validator_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="npm ci"):
        nu_findings(tmp_path, tmp_path / "node_modules")


def test_without_java_the_operator_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="java"):
        nu_findings(tmp_path, LIBRARIES)
