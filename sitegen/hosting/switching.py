"""Files of a release where readers look for them: each at its own path, an answer of the API in a bucket at its official address as well.

No disk can hold `api/forces` beside `api/forces/index.json`: there the web server answers the one with the other. A bucket can, and has no server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sitegen import urls
from sitegen.hosting.target import Target
from sitegen.proof import keys
from sitegen.proof.segments import File


def official_keys(target: Target, paths: Iterable[str]) -> dict[str, str]:
    """The official addresses that are keys of their own in a target, with the path of the file that each repeats; none in a folder."""
    return {address: path for path in paths if target.flat and (address := urls.official(path))}


def put_in_place(target: Target, files: Mapping[str, File], began: Callable[[str], None]) -> Iterator[str]:
    """Copy files from where they lie for good, yielding each key as it is done; `began` is told the path before each.

    The official addresses come after all files, so that none is newer than the file it repeats.
    """
    for names in ({path: path for path in files}, official_keys(target, files)):
        yield from target.copy_all(_pairs(names, files, began))


def _pairs(names: Mapping[str, str], files: Mapping[str, File], began: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    for key, path in names.items():
        began(path)
        yield keys.blob(path, files[path].digest), key
