"""The project's own inputs: texts, vocabulary, translations, templates, and the browser libraries it ships."""

from collections.abc import Callable
from pathlib import Path

from sitegen.errors import ConfigError, InputError
from sitegen.languages import TRANSLATED
from sitegen.raw import RawGroup, RawRef
from sitegen.sources.listing.templates import pieces_of
from sitegen.terms import SOURCE_LANGUAGE

_LIBRARIES = {
    "vendor/pmtiles.js": "pmtiles/dist/pmtiles.js",
    "vendor/sqlite.wasm": "sql.js/dist/sql-wasm-browser.wasm",
}

_MODULES = (
    "@mapbox/point-geometry/package.json", "@mapbox/point-geometry/index.js", "@mapbox/vector-tile/package.json", "@mapbox/vector-tile/index.js",
    "fzstd/package.json", "fzstd/esm/*.mjs", "hyparquet/package.json", "hyparquet/src/*.js", "pbf/package.json", "pbf/index.js",
    "sql.js/package.json", "sql.js/dist/sql-wasm-browser.js",
)  # fmt: skip
"""What scripts import by the name of a package and are bundled with: the modules a browser takes, and where the package says they are."""

SHIPPED = (
    "@mapbox/point-geometry", "@mapbox/vector-tile", "fflate", "fzstd", "hyparquet", "pbf", "pmtiles", "sql.js",
)  # fmt: skip
"""The packages whose code is in those files; the tests compare it with what the files were bundled from."""


BUNDLER = "esbuild"
"""The package of the program that bundles scripts."""
NPM_LOCK, PYTHON_LOCK, PYTHON_LICENCES = "package-lock.json", "requirements.txt", "licences/python.toml"
"""Which versions of which packages are used, by digest; and the licences of the Python ones, which their lock file has not."""


def list_project(content: Path, templates: Path, node_modules: Path | None, note: Callable[[str], None]) -> dict[str, RawGroup]:
    """The raw groups vocabulary, of which force_vocabulary is the forces' part, known_issue_file, link_files, content, locales, catalogues,
    templates, assets, script_files, bundler, licence_files and lock_files.

    Names begin with `content/` or `templates/`, those of the libraries with `vendor/`. A wheel holds no bundler: the scripts that were bundled when
    it was made, `bundled/…`, stand in its place. Raises InputError where a library
    the map needs is not installed, ConfigError where the bundler of scripts is not.
    """
    in_templates = _tree(templates, "templates")
    assets = tuple(ref for ref in in_templates if ref.name.startswith("templates/assets/") or ref.name.endswith(".css"))
    scripts = tuple(ref for ref in in_templates if ref.name.startswith("templates/scripts/"))
    apart = {*assets, *scripts}
    others = tuple(ref for ref in in_templates if ref not in apart)
    vocabulary = _tree(content / "vocabulary", "content/vocabulary")
    bundled = _tree(templates.parent / "bundled", "bundled")
    packages = None if bundled else node_modules
    return {
        "vocabulary": _group(vocabulary, ".toml"),
        # On its own, so that an edit of the categories' words leaves the forces alone.
        "force_vocabulary": _group(vocabulary, "/forces.toml"),
        "known_issue_file": _one(content, "known_issues.toml"),
        "link_files": _one(content, "links.toml"),
        "content": _texts(_tree(content / "pages", "content/pages")),
        "locales": _catalogues(_tree(content / "locales", "content/locales")),
        # All of them, also of languages that the site has no pages in.
        "catalogues": _group(_tree(content / "locales", "content/locales"), ".po"),
        "templates": RawGroup((), {(): others}, pieces_of(others)),
        "assets": RawGroup((), {(): tuple(sorted(assets + _libraries(node_modules, note)))}),
        "licence_files": RawGroup((), {(): _licences(templates.parent, node_modules)}),
        "lock_files": RawGroup((), {(): _locks(templates.parent)}),
        "script_files": RawGroup((), {(): tuple(ref for ref in (*_modules(packages), *scripts) if not ref.name.endswith(".ts"))}),
        "bundler": RawGroup((), {(): bundled or _bundler(node_modules)}),
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


def _catalogues(refs: tuple[RawRef, ...]) -> RawGroup:
    """The catalogue of each language. English is written in code and templates: nothing stands for its, so that there are English pages to make."""
    group = _by_language(refs, "content/locales", ".po")
    return RawGroup(group.by, {(SOURCE_LANGUAGE,): (RawRef(f"content/locales/{SOURCE_LANGUAGE}", inline=b""),), **group.files})


def _texts(refs: tuple[RawRef, ...]) -> RawGroup:
    """The pages of text of each language, in English where they are not translated."""
    written = _by_language(refs, "content/pages", ".md")
    files = {**written.files}
    for language in TRANSLATED:
        own = files.get((language,), ())
        names = {ref.name.replace(f"/{language}/", "/") for ref in own}
        files[language,] = tuple(sorted((*own, *(ref for ref in files.get((SOURCE_LANGUAGE,), ()) if ref.name not in names))))
    return RawGroup(written.by, files)


def _by_language(refs: tuple[RawRef, ...], folder: str, ending: str) -> RawGroup:
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


def _modules(node_modules: Path | None) -> tuple[RawRef, ...]:
    """The modules of packages that scripts import, `node_modules/…`."""
    if node_modules is None:
        return ()
    found = []
    for pattern in _MODULES:
        paths = sorted(node_modules.glob(pattern))
        if not paths:
            raise InputError(f"node_modules/{pattern} is missing; run npm ci in the project's folder")
        found += [RawRef(f"node_modules/{path.relative_to(node_modules).as_posix()}", path) for path in paths]
    return tuple(sorted(found))


def _bundler(node_modules: Path | None) -> tuple[RawRef, ...]:
    """The program that bundles scripts, of which npm installs the one for this kind of machine; its bytes, and so its version, enter keys."""
    if node_modules is None:
        return ()
    found = sorted(node_modules.glob("@esbuild/*/bin/esbuild"))
    if not found:
        raise ConfigError(f"{node_modules}: esbuild, which bundles the scripts, is missing; run `make setup` in the project's folder")
    return (RawRef("node_modules/esbuild", found[0].absolute(), in_place=True),)


def _locks(project: Path) -> tuple[RawRef, ...]:
    return tuple(RawRef(name, project / name) for name in sorted((NPM_LOCK, PYTHON_LOCK, PYTHON_LICENCES)) if (project / name).is_file())


def _licences(project: Path, node_modules: Path | None) -> tuple[RawRef, ...]:
    """The project's own licence, and with the libraries their lock file and a licence text for each: its own, else the one in `licences/`."""
    names = ["LICENSE"] if node_modules is None else ["LICENSE", NPM_LOCK]
    found = [RawRef(name, project / name) for name in names if (project / name).is_file()]
    if node_modules is None:
        return tuple(found)
    for package in SHIPPED:
        # npm puts a second version of a package into the folder of the one that wants it.
        copies = [folder for nest in ("", "*/node_modules/", "@*/*/node_modules/") for folder in node_modules.glob(nest + package)]
        texts = [text for folder in copies for text in sorted(folder.glob("LICEN[CS]E*"))[:1]]
        found += [RawRef(f"node_modules/{text.relative_to(node_modules).as_posix()}", text) for text in texts]
        ours = f"licences/{package}.txt"
        if (project / ours).is_file():
            found.append(RawRef(ours, project / ours))
        elif len(texts) < len(copies) or not copies:
            raise InputError(f"node_modules/{package}: no licence text came with it; put one into {ours}")
    return tuple(sorted(found))
