"""Sizes that readers were promised, in bytes after gzip; a larger file or page fails the build."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

import deflate

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.sizes import (
    ALL_STYLES,
    ANSWER,
    BYTES_MOST,
    EMBED,
    FILES_MOST,
    NEAR,
    OWN_SCRIPTS,
    PAGE_MOST,
    PAGE_P99,
    SCRIPTS,
    SHARD,
    STYLES,
    TAKEN_BYTES_MOST,
    TAKEN_FILES_MOST,
    TILE,
)
from sitegen.reserved import RESERVED_IN_FORCE

_SHARD_FOLDERS = ("postcodes/", "search/")
_TILE_FOLDERS = ("streets/", "outcomes/")
"""Shards that cover a map square and come with its tile, within the same budget."""
_VENDOR = "assets/vendor/"
"""Libraries keep their own budget: they are loaded only when the reader opens the map."""


def gzip_size(data: bytes) -> int:
    """Bytes after gzip at the level servers use, by the project's own compressor: every machine finds the same."""
    return len(deflate.gzip_compress(data, 6))


def is_weighed(path: str, size_bytes: int) -> bool:
    """True when the size of this file, of so many bytes before gzip, counts towards a budget."""
    most = _most(path)
    return (most is not None and size_bytes > most) or path.endswith(".html") or _is_own_asset(path) or _is_frame_style(path)


def _of_file(file: File) -> Facts | None:
    if not is_weighed(file.path, len(file.data)):
        return None
    size, most = gzip_size(file.data), _most(file.path)
    if most is None or size <= most:
        return Facts(gzip_bytes=size)
    return Facts((Finding("budgets", file.path, f"the file is {_kb(size)}; it may be {_kb(most)}"),), gzip_bytes=size)


def _of_site(site: Site) -> Iterator[Finding]:
    yield from site_findings(site.facts)
    yield from ceiling_findings(site.files)


@dataclass(frozen=True, slots=True)
class Measure:
    """One size of the whole site: what, how much in bytes (or files), and how much it may be."""

    what: str
    found: int
    most: int
    unit: Literal["bytes after gzip", "bytes", "files"]
    of_whole: bool = False
    """True where it grows with every month and neighbourhood, and is not held page by page."""

    @property
    def is_near(self) -> bool:
        """True for a size of the whole that will soon be more than it may be."""
        return self.of_whole and self.found >= NEAR * self.most


def measures(facts: Mapping[str, Facts], sizes: Mapping[str, int]) -> tuple[Measure, ...]:
    """The sizes of a site that have a limit, those of nothing left out; `sizes` are bytes by path."""
    pages = sorted(found.gzip_bytes for path, found in facts.items() if _is_neighbourhood_page(path, facts) and not found.is_moved)
    found = list(_of_whole(sizes))
    if pages:
        found.append(Measure("99 of 100 neighbourhood pages", pages[(99 * len(pages) + 99) // 100 - 1], PAGE_P99, "bytes after gzip"))
        found.append(Measure("largest neighbourhood page", pages[-1], PAGE_MOST, "bytes after gzip"))
    for name, ending, most in (("styles together", ".css", ALL_STYLES), ("own scripts together", ".js", OWN_SCRIPTS)):
        weights = [one.gzip_bytes for path, one in facts.items() if _is_own_asset(path) and path.endswith(ending)]
        if weights:
            found.append(Measure(name, sum(weights), most, "bytes after gzip"))
    if frame := _largest_frame(facts):
        found.append(Measure("largest frame with its style", frame[0], EMBED, "bytes after gzip"))
    for name, limit in (("largest tile or map shard", TILE), ("largest lookup shard", SHARD), ("largest answer of the API", ANSWER)):
        # What is within its budget before gzip has not been packed to be weighed.
        weights = [facts[path].gzip_bytes if path in facts and size > limit else size for path, size in sizes.items() if _most(path) == limit]
        if weights:
            found.append(Measure(name, max(weights), limit, "bytes"))
    return tuple(found)


def _of_whole(sizes: Mapping[str, int]) -> Iterator[Measure]:
    taken = [size for path, size in sizes.items() if is_taken(path)]
    yield Measure("files", len(sizes), FILES_MOST, "files", of_whole=True)
    yield Measure("all files together", sum(sizes.values()), BYTES_MOST, "bytes", of_whole=True)
    yield Measure("files of API, downloads and frames", len(taken), TAKEN_FILES_MOST, "files", of_whole=True)
    yield Measure("API, downloads and frames together", sum(taken), TAKEN_BYTES_MOST, "bytes", of_whole=True)


def is_taken(path: str) -> bool:
    """True for a file that other programs or other websites take: the API, a download, one beside a page, a frame."""
    return path.startswith((urls.API, urls.DATA)) or path.endswith((*urls.BESIDE, *urls.PROMISE_TABLES)) or urls.is_embed(path)


def ceiling_findings(sizes: Mapping[str, int]) -> Iterator[Finding]:
    """A site of more files or bytes than anybody can be asked to carry."""
    files, size, taken_files, taken = _of_whole(sizes)
    if files.found > files.most:
        yield Finding("budgets", urls.MANIFEST, f"{files.found:,} files are more than {files.most:,}; build with --tiles pmtiles")
    if size.found > size.most:
        yield Finding("budgets", urls.MANIFEST, f"{size.found / 1e9:.1f} GB are more than {size.most / 1e9:.0f} GB; build with --tiles pmtiles")
    way_on = "for API, downloads and frames together; show fewer months"
    if taken_files.found > taken_files.most:
        yield Finding("budgets", urls.MANIFEST, f"{taken_files.found:,} files are more than {taken_files.most:,} {way_on}")
    if taken.found > taken.most:
        yield Finding("budgets", urls.MANIFEST, f"{taken.found / 1e9:.1f} GB are more than {taken.most / 1e9:.0f} GB {way_on}")


def site_findings(facts: Mapping[str, Facts]) -> Iterator[Finding]:
    """Neighbourhood pages by their largest and by their 99th percentile, and the site's own styles and scripts together."""
    pages = sorted((found.gzip_bytes, path) for path, found in facts.items() if _is_neighbourhood_page(path, facts))
    for size, path in pages:
        if size > PAGE_MOST:
            yield Finding("budgets", path, f"the page is {_kb(size)}; a neighbourhood page may be {_kb(PAGE_MOST)}")
    # Old addresses are small: counted among the others, they would make room for large pages.
    pages = [(size, path) for size, path in pages if not facts[path].is_moved]
    if pages:
        size, path = pages[(99 * len(pages) + 99) // 100 - 1]
        if size > PAGE_P99:
            yield Finding("budgets", path, f"99 of 100 neighbourhood pages must be within {_kb(PAGE_P99)}; they are within {_kb(size)}")
    if (frame := _largest_frame(facts)) and frame[0] > EMBED:
        yield Finding("budgets", frame[1], f"the frame is {_kb(frame[0])} with its style; it may be {_kb(EMBED)}")
    for name, ending, most in (("styles", ".css", ALL_STYLES), ("scripts", ".js", OWN_SCRIPTS)):
        size = sum(found.gzip_bytes for path, found in facts.items() if _is_own_asset(path) and path.endswith(ending))
        if size > most:
            yield Finding("budgets", "assets/", f"the site's own {name} are {_kb(size)} together; they may be {_kb(most)}")


def _is_neighbourhood_page(path: str, facts: Mapping[str, Facts]) -> bool:
    """A force's folder is one with an ids.json; the pages one folder below it are its neighbourhoods', but for those of route words."""
    parts = urls.in_english(path).split("/")
    is_below = len(parts) == 3 and parts[2] == "index.html" and f"{parts[0]}/ids.json" in facts
    return is_below and parts[1] not in RESERVED_IN_FORCE


def _largest_frame(facts: Mapping[str, Facts]) -> tuple[int, str] | None:
    """Bytes and path of the largest page for a frame on another website, with the style that such pages have to themselves; None: there is none."""
    style = sum(found.gzip_bytes for path, found in facts.items() if _is_frame_style(path))
    return max(((found.gzip_bytes + style, path) for path, found in facts.items() if urls.is_embed(path)), default=None)


def _most(path: str) -> int | None:
    """The bytes a tile, shard, script or style may have; None: no budget of its own."""
    if _is_own_asset(path):
        own = {".js": SCRIPTS, ".css": STYLES}.get(PurePosixPath(path).suffix, {})
        return own.get(path.removeprefix("assets/").partition(".")[0])
    if path.endswith(".mvt") or (path.endswith(".json") and path.startswith(_TILE_FOLDERS)):
        return TILE
    if path.startswith(urls.API):
        return ANSWER
    return SHARD if path.endswith(".json") and path.startswith(_SHARD_FOLDERS) else None


def _is_own_asset(path: str) -> bool:
    """What pages of the site load: the style of frames is weighed with them."""
    return path.startswith("assets/") and path.endswith((".css", ".js")) and not path.startswith(_VENDOR) and not _is_frame_style(path)


def _is_frame_style(path: str) -> bool:
    return path.startswith("assets/embed.") and path.endswith(".css")


def _kb(size_bytes: int) -> str:
    return f"{size_bytes / 1024:.1f} KB gzip"


CHECK = Check("budgets", "pages, tiles, shards and styles are as small as promised", of_file=_of_file, of_site=_of_site)
