"""The licence notices of the code that the pages ship, from the lock file and the licence texts of its packages."""

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.json_files import read_object
from sitegen.sources.listing.project import NPM_LOCK as _LOCK
from sitegen.tables.schemas import SCHEMAS

_OWN = "LICENSE"


def read_notices(*, licence_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for the site's own code and for each package whose code its pages ship, sorted by name and version.

    Raises InputError where a text is empty or a package is not in the lock file.
    """
    lock = next((file for file in licence_files if file.name == _LOCK), None)
    packages = read_object(lock).get("packages") if lock else {}
    if not isinstance(packages, dict):
        raise InputError(f"{_LOCK}: no packages in it; make it anew with npm")
    own = {file.name for file in licence_files if file.name.startswith("node_modules/")}
    rows = []
    for file in licence_files:
        text = file.data.decode("utf-8", "replace").replace("\r\n", "\n").strip()
        if not text:
            raise InputError(f"{file.name}: empty; a library may be passed on only with its licence text")
        if file.name == _OWN:
            rows.append(("", "", "MIT", text))
        elif file.name != _LOCK:
            rows += [(*about, text) for about in _packages(file.name, packages, own)]
    return pl.DataFrame(rows, schema=SCHEMAS["notices"].types, orient="row").unique().sort("name", "version")


def _packages(name: str, packages: dict[str, object], own: set[str]) -> list[tuple[str, str, str]]:
    """Name, version and licence of the package a text belongs to; of those that bring no text, for which `licences/<package>.txt` stands."""
    folder, _, _ = name.rpartition("/")
    if name.startswith("node_modules/"):
        if folder not in packages:
            raise InputError(f"{name}: {folder} is not in {_LOCK}; run npm ci in the project's folder")
        return [_about(folder, packages[folder])]
    package = name.removeprefix("licences/").removesuffix(".txt")
    copies = [key for key in packages if key.endswith(f"node_modules/{package}") and not any(text.startswith(f"{key}/") for text in own)]
    return [_about(key, packages[key]) for key in copies] or [(package, "", "")]


def _about(key: str, entry: object) -> tuple[str, str, str]:
    told = entry if isinstance(entry, dict) else {}
    return key.rpartition("node_modules/")[2], str(told.get("version", "")), str(told.get("license", ""))
