"""The project's own inputs: texts, vocabulary, translations, templates, and the browser libraries it ships."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sitegen.errors import InputError
from sitegen.raw import RawGroup, RawRef
from sitegen.terms import SOURCE_LANGUAGE

_LIBRARIES = {
    "vendor/maplibre-gl-csp.js": "maplibre-gl/dist/maplibre-gl-csp.js",
    "vendor/maplibre-gl-csp-worker.js": "maplibre-gl/dist/maplibre-gl-csp-worker.js",
    "vendor/maplibre-gl-LICENSE.txt": "maplibre-gl/LICENSE.txt",
    "vendor/pmtiles.js": "pmtiles/dist/pmtiles.js",
}


def list_project(content: Path, templates: Path, node_modules: Path | None, note: Callable[[str], None]) -> dict[str, RawGroup]:
    """The raw groups vocabulary, of which force_vocabulary is the forces' part, known_issue_file, link_files, content, locales, templates and assets.

    Names begin with `content/` or `templates/`, those of the libraries with `vendor/`. Raises InputError where a library
    the map needs is not installed.
    """
    in_templates = _tree(templates, "templates")
    assets = tuple(ref for ref in in_templates if ref.name.startswith("templates/assets/"))
    vocabulary = _tree(content / "vocabulary", "content/vocabulary")
    return {
        "vocabulary": _group(vocabulary, ".toml"),
        # On its own, so that an edit of the categories' words leaves the forces alone.
        "force_vocabulary": _group(vocabulary, "/forces.toml"),
        "known_issue_file": _one(content, "known_issues.toml"),
        "link_files": _one(content, "links.toml"),
        "content": _by_language(_tree(content / "pages", "content/pages"), "content/pages", ".md"),
        "locales": _by_language(_tree(content / "locales", "content/locales"), "content/locales", (".po", "site.pot")),
        "templates": RawGroup((), {(): tuple(ref for ref in in_templates if ref not in assets)}),
        "assets": RawGroup((), {(): tuple(sorted(assets + _libraries(node_modules, note)))}),
    }


def _tree(folder: Path, prefix: str) -> tuple[RawRef, ...]:
    if not folder.is_dir():
        return ()
    paths = [path for path in folder.rglob("*") if path.is_file()]
    refs = [RawRef(f"{prefix}/{path.relative_to(folder).as_posix()}", path) for path in paths]
    return tuple(sorted(ref for ref in refs if "/." not in ref.name))


def _one(content: Path, name: str) -> RawGroup:
    path = content / name
    return RawGroup((), {(): (RawRef(f"content/{name}", path),) if path.is_file() else ()})


def _group(refs: tuple[RawRef, ...], ending: str) -> RawGroup:
    return RawGroup((), {(): tuple(ref for ref in refs if ref.name.endswith(ending))})


def _by_language(refs: tuple[RawRef, ...], folder: str, ending: str | tuple[str, ...]) -> RawGroup:
    """The files of each language: English's lie in the folder itself, those of another in a folder of its name."""
    files: dict[tuple[str, ...], tuple[RawRef, ...]] = {}
    for ref in refs:
        language, _, inside = ref.name.removeprefix(f"{folder}/").partition("/")
        if ref.name.endswith(ending):
            part = (language if inside else SOURCE_LANGUAGE,)
            files[part] = (*files.get(part, ()), ref)
    return RawGroup(("language",), files)


def _libraries(node_modules: Path | None, note: Callable[[str], None]) -> tuple[RawRef, ...]:
    if node_modules is None:
        note("node_modules/: none; the site is built without the library its interactive map needs")
        return ()
    for path in _LIBRARIES.values():
        if not (node_modules / path).is_file():
            raise InputError(f"node_modules/{path} is missing; run npm ci in the project's folder")
    return tuple(RawRef(name, node_modules / path) for name, path in _LIBRARIES.items())
