"""Whether every crime drawn or listed at a point stands on a snap point of the source."""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import BakedMap
from sitegen.publish.checks.points import OUTCOME_SHARD, Places, is_in, name_place, places_named, published_points, tell_strays
from sitegen.publish.checks.site import Site
from tiles.grid import SIZE

_FRAME = re.compile(r"(-?\d{1,8}) (-?\d{1,8}) (\d{1,4}(?:\.\d{1,12})?(?:e-\d{1,2})?)", re.ASCII)
_WHOLE = re.compile(r"0|-?[1-9]\d{0,5}", re.ASCII)
_FAR = 10**6
"""No circle is so far from a map's corner, in either direction."""


def _of_file(file: File) -> Facts | None:
    square = OUTCOME_SHARD.fullmatch(file.path)
    if square is not None:
        return _outcomes(file, square)
    if file.page is None:
        return None
    return Facts(tuple(_strays(file.path, file.page.maps, file.known)), points=sum(len(baked.circles) for baked in file.page.maps))


def _of_site(site: Site) -> Iterator[Finding]:
    known, faults = published_points(site.folder, site.shards)
    yield from faults
    if site.source is not None:
        yield from _differences(known, site.source)
    if site.manifest is not None:
        yield from _outdated(site.files, *site.manifest.months)


def _strays(path: str, maps: Iterable[BakedMap], known: Places) -> Iterator[Finding]:
    """Circles of a page's baked maps that are the image of no snap point.

    A circle must stand at `floor((pixel - corner) * scale + 0.5)` of a snap point, by the map's own `data-frame`: corner and scale.
    """
    for baked in maps:
        if not baked.circles:
            continue
        frame = _FRAME.fullmatch(baked.frame or "")
        if not frame:
            yield Finding("points", path, f"a map with circles has no readable data-frame ({baked.frame!r}); it must be 'x0 y0 scale'")
            continue
        x, y = _drawn(baked.circles)
        images = _images(known, int(frame[1]), int(frame[2]), float(frame[3]), int(x[x < _FAR].max(initial=0)))
        strays = [circle for circle, is_image in zip(baked.circles, np.isin(_as_one(x, y), images), strict=True) if not is_image]
        if strays:
            yield Finding("points", path, f"the circle at {' '.join(strays[0])} of a map stands on no snap point, and {len(strays) - 1} more like it")


def _drawn(circles: list[tuple[str, str]]) -> tuple[Places, Places]:
    """Columns and rows of circles; far away those that are no pair of whole numbers, written as short as can be."""
    at = [(int(x), int(y)) if _WHOLE.fullmatch(x) and _WHOLE.fullmatch(y) else (_FAR, _FAR) for x, y in circles]
    x, y = np.array(at, np.int64).T
    return x, y


def _images(known: Places, x0: int, y0: int, scale: float, reach: int) -> Places:
    """Where snap points stand in a map that reaches so far east, as one number each."""
    if not scale:
        return known[:0]
    first, last = np.searchsorted(known, [(x0 - 1 - int(1 / scale)) * SIZE, (x0 + 2 + int((reach + 1) / scale)) * SIZE])
    near = known[first:last]
    x = np.floor((near // SIZE - x0) * scale + 0.5).astype(np.int64)
    y = np.floor((near % SIZE - y0) * scale + 0.5).astype(np.int64)
    inside = (np.abs(x) < _FAR) & (np.abs(y) < _FAR)
    return _as_one(x[inside], y[inside])


def _as_one(x: Places, y: Places) -> Places:
    one: Places = (x + _FAR) * (2 * _FAR) + y + _FAR
    return one


def _outcomes(file: File, square: re.Match[str]) -> Facts:
    """Points of an outcome shard that are no snap points of the source or lie outside its square, and how many points it has."""
    try:
        shard = file.json
        if file.fault:
            raise ValueError(file.fault)
        if not isinstance(shard, dict) or not ("points" in shard) ^ ("squares" in shard):
            raise ValueError("it must have either points or squares")
        found = places_named(shard.get("points", {}), int(square[2]), int(square[3]), int(square[4]))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return Facts((Finding("points", file.path, f"cannot be read as an outcome shard ({error})"),))
    said = tell_strays(found, file.known)
    return Facts((Finding("points", file.path, said),) if said else (), points=len(found))


def _differences(published: Places, source: Places) -> Iterator[Finding]:
    """Where the street shards and the source's snap points differ."""
    for what, extra in (
        ("is no snap point of the source", published[~is_in(published, source)]),
        ("is a snap point of the source and in no street shard", source[~is_in(source, published)]),
    ):
        if len(extra):
            yield Finding("points", "streets/", f"{name_place(int(extra[0]))} {what}, and {len(extra) - 1:,} more like it")


def _outdated(paths: Iterable[str], first: str, last: str) -> Iterator[Finding]:
    """Outcome shards of a month the site does not show."""
    for path in paths:
        found = OUTCOME_SHARD.fullmatch(path)
        if found and not first <= found[1] <= last:
            yield Finding("points", path, f"lies outside the months {first} to {last}; older points must not be published")


CHECK = Check(
    "points",
    "every point of a crime or a stop is a snap point of the source; all other marks are cells of the grid",
    of_file=_of_file,
    of_site=_of_site,
)
