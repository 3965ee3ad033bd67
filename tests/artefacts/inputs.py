"""What page makers are given in tests: the project's own templates and texts, and tables from a few literal rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sitegen.artefacts.assets.names import asset_paths
from sitegen.artefacts.sections.evidence import Evidence, ForceSupply
from sitegen.artefacts.sections.issues import Breaks, Faults
from sitegen.artefacts.supply import Supply, newest_month
from sitegen.artefacts.text.render import Renderer, make_renderer
from sitegen.raw import RawFile
from sitegen.sources.listing.project import list_project
from sitegen.sources.scripts import read_scripts
from sitegen.tables.schemas import SCHEMAS
from tests.calls import called

ROOT = Path(__file__).resolve().parents[2]


def raw_group(folder: str) -> tuple[RawFile, ...]:
    """The files under a folder of the project, named as makers get them, in order of name."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return tuple(sorted((RawFile(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in paths), key=lambda file: file.name))


TEMPLATES = raw_group("templates")
ASSETS = tuple(file for file in TEMPLATES if file.name.startswith("templates/assets/") or file.name.endswith(".css"))
BUNDLER = tuple(RawFile("node_modules/esbuild", b"", path) for path in ROOT.glob("node_modules/@esbuild/*/bin/esbuild"))
MODULES = list_project(ROOT / "content", ROOT / "templates", ROOT / "node_modules", lambda _: None)["script_files"].files[()]
SCRIPTS = read_scripts(script_files=tuple(RawFile(ref.name, ref.path.read_bytes()) for ref in MODULES if ref.path), bundler=BUNDLER)
LIBRARIES = ("pmtiles.js", "sqlite.wasm")
VENDOR = tuple(RawFile(f"vendor/{name}", b"") for name in LIBRARIES)
ASSET_PATHS = asset_paths(assets=(*ASSETS, *VENDOR), scripts=SCRIPTS)
CONTENT = raw_group("content/pages")

SITE: dict[str, object] = {
    "title": "Local crime and policing",
    "operator": "The Loamshire Open Data Trust",
    "contact": "people@loamshire.example",
    "privacy_contact": "privacy@loamshire.example",
    "base_url": "",
    "public_key": "",
    "languages": ["en"],
    "unreviewed": [],
    "preview": False,
    "invented": "",
    "release": "2025-08",
    "first_month": "2025-05",
    "last_month": "2025-06",
    "as_of": "2025-06-30",
    "attributions": ["police", "os"],
    "postcodes": True,
    "places": True,
    "told_by": {"loamshire": [["2022-01", "2025-08", "2025-08"]]},
}


def renderer(site: dict[str, object] | None = None, *more: RawFile) -> Renderer:
    """The renderer of the project's templates, with further ones; `site` changes some of the settings."""
    return make_renderer(templates=(*TEMPLATES, *more), locales=(), asset_paths=ASSET_PATHS, site={**SITE, **(site or {})})


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    """A table of the schema `name`; columns that a row does not name are null."""
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def files_of(maker: Callable[..., Iterator[tuple[str, bytes]]], **values: Any) -> dict[str, bytes]:  # Any: tables, raw files, settings
    """What a maker makes of values by name, called as the engine calls it: files by public path."""
    return dict(called(maker, **values))


def evidence(
    months: Sequence[str],
    *,
    force_name: str = "Loamshire Constabulary",
    breaks: Breaks | None = None,
    faults: Faults | None = None,
    releases: Mapping[str, str] | None = None,
    **supplied: Supply,
) -> Evidence:
    """What stands behind a force's figures; of a dataset that is not named the force never supplied anything.

    Where no releases are given that of the newest month tells all.
    """
    never = Supply(("never",) * len(months), (None,) * len(months))
    crime, asb, outcomes, stops = (supplied.get(dataset, never) for dataset in ("crime", "asb", "outcomes", "stops"))
    supply = ForceSupply(force_name, crime, asb, outcomes, stops, newest_month(crime, asb))
    told_by = dict.fromkeys(months, max(months, default="")) if releases is None else releases
    return Evidence(tuple(months), supply, breaks or Breaks(), faults or Faults(), told_by)
