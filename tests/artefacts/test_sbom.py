"""The list of components is CycloneDX 1.6, the same on every run, and has every library that a page ships and every locked package."""

from __future__ import annotations

import json
import re
from importlib.metadata import metadata
from typing import Any

import pytest

from sitegen.artefacts.downloads.sbom import make
from sitegen.artefacts.pages import licences
from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.components import read_components
from sitegen.sources.listing.project import SHIPPED, list_project
from tests.artefacts.html import parse
from tests.artefacts.inputs import ASSET_PATHS, ROOT, SITE, TEMPLATES, files_of, table

LOCKS = tuple(
    RawFile(ref.name, ref.path.read_bytes())
    for ref in list_project(ROOT / "content", ROOT / "templates", ROOT / "node_modules", lambda _: None)["lock_files"].files[()]
    if ref.path
)
COMPONENTS = read_components(lock_files=LOCKS)
((PATH, DATA),) = make(components=COMPONENTS)
BOM: dict[str, Any] = json.loads(DATA)  # as its schema says
NPM = RawFile("package-lock.json", next(file.data for file in LOCKS if file.name == "package-lock.json"))
PINNED = RawFile(
    "requirements.txt", b"polars==2.1.0 ; python_version > '3' \\\n    --hash=sha256:" + b"a" * 64 + b" \\\n    --hash=sha256:" + b"b" * 64 + b"\n"
)


def by_name(scope: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in BOM["components"]:
        if one["scope"] == scope:
            found.setdefault(one["name"], []).append(one)
    return found


def test_every_library_of_the_pages_is_required_and_every_locked_package_and_the_bundler_is_not() -> None:
    assert sorted(by_name("required")) == sorted(SHIPPED)
    locked = re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(by_name("excluded")) == sorted({*locked, "esbuild"})
    digests = (ROOT / "requirements.txt").read_text(encoding="utf-8").count("--hash=sha256:")
    assert sum(len(one["hashes"]) for one in BOM["components"] if one["purl"].startswith("pkg:pypi/")) == digests


def test_it_has_what_the_format_asks_for_and_nothing_that_changes_by_itself() -> None:
    assert (PATH, BOM["bomFormat"], BOM["specVersion"], BOM["version"]) == ("licences/sbom.json", "CycloneDX", "1.6", 1)
    assert not {"serialNumber", "timestamp"} & {*BOM, *BOM["metadata"]}
    refs = [one["bom-ref"] for one in BOM["components"]]
    assert len(set(refs)) == len(refs)
    assert BOM["dependencies"] == [{"ref": "site", "dependsOn": [one["bom-ref"] for one in BOM["components"] if one["scope"] == "required"]}]
    for one in BOM["components"]:
        assert one["type"] in {"library", "application"}
        assert re.fullmatch(r"pkg:(npm|pypi)/[A-Za-z0-9._%/-]+@[0-9A-Za-z.+%-]+", one["purl"])
        (licence,) = one["licenses"]
        assert licence.keys() == {"expression"} or licence["license"].keys() == {"id"}
        lengths = {"SHA-256": 64, "SHA-512": 128}
        assert one["hashes"]
        assert all(re.fullmatch(f"[0-9a-f]{{{lengths[each['alg']]}}}", each["content"]) for each in one["hashes"])
    assert list(make(components=read_components(lock_files=LOCKS[::-1]))) == [(PATH, DATA)]


def test_the_public_schema_accepts_it() -> None:
    schema = pytest.importorskip("cyclonedx.schema", reason="cyclonedx-python-lib[json-validation], which brings the schema, is not installed")
    strict = pytest.importorskip("cyclonedx.validation.json").JsonStrictValidator(schema.SchemaVersion.V1_6)
    assert strict.validate_str(DATA.decode()) is None
    broken = {**BOM, "components": [{**BOM["components"][0], "type": "book"}]}
    assert strict.validate_str(json.dumps(broken)) is not None


def test_a_locked_package_has_its_marker_licence_and_every_digest() -> None:
    licence = RawFile("licences/python.toml", b'polars = "MIT"\n')
    assert read_components(lock_files=(PINNED, licence)).rows() == [
        ("build", "pypi", "polars", "2.1.0", "MIT", "python_version > '3'", "SHA-256", letter * 64) for letter in "ab"
    ]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ((PINNED,), "the licence of polars"),
        ((PINNED, RawFile("licences/python.toml", b"[")), "not valid TOML"),
        ((RawFile("package-lock.json", b'{"packages": {}}'),), "is not in it"),
        ((RawFile("package-lock.json", NPM.data.replace(b'"integrity": "sha512-', b'"integrity": "sha1-')),), "no version, licence or sha512"),
        ((RawFile("package-lock.json", NPM.data.replace(b'"integrity": "sha512-', b'"integrity": "sha512-!')),), "not in base64"),
    ],
)
def test_a_lock_file_that_does_not_tell_stops(files: tuple[RawFile, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_components(lock_files=files)


def test_the_page_of_licences_leads_to_it_where_there_is_one() -> None:
    for components, expected in ((COMPONENTS, ["sbom.json"]), (table("components"), [])):
        files = files_of(
            licences.make, templates=TEMPLATES, locales=(), asset_paths=ASSET_PATHS, notices=table("notices"), components=components, site=SITE
        )
        links = [link.get("href") for link in parse(files["licences/index.html"]).iter("a") if str(link.get("href")).endswith(".json")]
        assert links == expected
    assert not list(make(components=table("components")))


def test_the_licences_of_python_packages_are_what_the_installed_ones_say_of_themselves() -> None:
    stated = {row["name"]: row["licence"] for row in COMPONENTS.filter(system="pypi").iter_rows(named=True)}
    told = {name: metadata(name)["License-Expression"] for name in stated}
    said = {name: licence for name, licence in told.items() if licence}
    assert len(said) > 10
    assert {name: stated[name] for name in said} == said
