"""The software that the pages ship and that bakes them, from the project's lock files."""

import base64
import binascii
import re
import tomllib
from collections.abc import Iterator

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.json_files import read_object
from sitegen.sources.listing.project import BUNDLER, NPM_LOCK, PYTHON_LICENCES, PYTHON_LOCK, SHIPPED
from sitegen.tables.schemas import SCHEMAS

_PINNED = re.compile(r"([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)(?: ; ([^\\]+?))?\s*(?:\\|$)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def read_components(*, lock_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """A row for each package and digest of one of its archives, sorted by role, package, version and digest; none without lock files.

    `role` is `shipped` for the libraries whose code is in the site's scripts, `build` for what bakes the site: the bundler of scripts and the
    locked Python packages. Nothing that happens to be installed is asked. Raises InputError where a package has no version, licence or digest.
    """
    files = {file.name: file for file in lock_files}
    rows: list[tuple[str, ...]] = []
    if NPM_LOCK in files:
        rows += _of_npm(files[NPM_LOCK])
    if PYTHON_LOCK in files:
        rows += _of_python(files[PYTHON_LOCK], files.get(PYTHON_LICENCES))
    keys = ("role", "system", "name", "version", "algorithm", "digest")
    return pl.DataFrame(rows, schema=SCHEMAS["components"].types, orient="row").unique().sort(keys)


def _of_npm(lock: RawFile) -> Iterator[tuple[str, ...]]:
    packages = read_object(lock).get("packages")
    for wanted, role in [*((name, "shipped") for name in SHIPPED), (BUNDLER, "build")]:
        # npm puts a second version of a package into the folder of the one that wants it.
        found = [one for key, one in packages.items() if key.endswith(f"node_modules/{wanted}")] if isinstance(packages, dict) else []
        for entry in found:
            told = entry if isinstance(entry, dict) else {}
            algorithm, _, encoded = str(told.get("integrity", "")).partition("-")
            version, licence = str(told.get("version", "")), str(told.get("license", ""))
            if not (algorithm == "sha512" and version and licence):
                raise InputError(f"{lock.name}: {wanted} has no version, licence or sha512; make the file anew with npm")
            yield role, "npm", wanted, version, licence, "", "SHA-512", _hexadecimal(lock.name, wanted, encoded)
        if not found:
            raise InputError(f"{lock.name}: {wanted} is not in it; make the file anew with npm")


def _hexadecimal(name: str, package: str, encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).hex()
    except (binascii.Error, ValueError) as error:
        raise InputError(f"{name}: the digest of {package} is not in base64; make the file anew with npm") from error


def _of_python(lock: RawFile, licences: RawFile | None) -> Iterator[tuple[str, ...]]:
    try:
        named = tomllib.loads(licences.data.decode()) if licences else {}
    except (ValueError, RecursionError) as error:  # what TOML cannot be is a ValueError, and so is text that is not UTF-8
        raise InputError(f"{PYTHON_LICENCES}: not valid TOML: {error}") from error
    package: tuple[str, str, str] | None = None
    for line in lock.data.decode("utf-8", "replace").splitlines():
        if found := _PINNED.match(line):
            package = (found[1], found[2], found[3] or "")
            if not isinstance(named.get(found[1]), str):
                raise InputError(f"{PYTHON_LICENCES}: the licence of {found[1]}, which {lock.name} has, is missing")
        for digest in _HASH.findall(line) if package else ():
            name, version, only_where = package or ("", "", "")
            yield "build", "pypi", name, version, named[name], only_where, "SHA-256", digest
