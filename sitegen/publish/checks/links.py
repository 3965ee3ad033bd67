"""Whether every address inside the site leads somewhere, from any folder the site may be mounted in."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from posixpath import normpath
from urllib.parse import unquote

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.site import Site

_IGNORED = re.compile(r"[\t\r\n\0]")
_REACHED_OTHERWISE = re.compile(rf"{re.escape(urls.NOT_FOUND)}|postcodes/[^/]+/index\.html|[^/]+/[^/]+/(?:streets|embed)/index\.html")
"""Pages that need no link: search leads to an outcode, a server to the page for unknown addresses, other websites to what they show in a frame, and
streets are linked where there are some."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def broken_links(facts: Mapping[str, Facts], paths: Collection[str]) -> Iterator[Finding]:
    """Links to no file, links that start at the server's root, and anchors that are not there; by page, in its order.

    `facts` are those of the pages; a link to a folder leads to its index.html.
    """
    anchors: dict[str, frozenset[str]] = {}
    for page, found in facts.items():
        # Only the page for unknown addresses may start at the server's root: a server shows it at any depth.
        mount = _mount(found.links, paths) if urls.in_english(page) == urls.NOT_FOUND else None
        for link in found.links:
            address, _, anchor = link.partition("#")
            address = unquote(address.partition("?")[0])
            if address.startswith("/") and mount is None:
                yield Finding("links", page, f"{link[:80]!r} starts at the server's root; make it relative, so that the site works in any folder")
                continue
            target = target_of("" if address.startswith("/") else page, address.removeprefix(mount or "/") or "./") if address else page
            if target not in paths:
                yield Finding("links", page, f"{link[:80]!r} leads to {target[:80]!r}, which is not published")
            elif anchor and target in facts and not _is_map_state(target, anchor):
                if target not in anchors:
                    anchors[target] = frozenset(facts[target].anchors.split(" "))
                if unquote(anchor) not in anchors[target]:
                    yield Finding("links", page, f"{link[:80]!r}: {target} has no element with that id")


def unlinked_pages(facts: Mapping[str, Facts]) -> Iterator[str]:
    """Pages to which no page leads but their own in other languages, in the order of `facts`.

    Some are such by rule: those of `_REACHED_OTHERWISE`, and old addresses.
    """
    linked: set[str] = set()
    for page, found in facts.items():
        one = urls.in_english(page)
        targets = {urls.in_english(target_of(page, unquote(re.split("[?#]", link)[0]) or "./")) for link in found.links if not link.startswith("/")}
        linked |= targets - {one}
    return (
        page
        for page, found in facts.items()
        if (one := urls.in_english(page)) not in linked and not found.is_moved and not _REACHED_OTHERWISE.fullmatch(one)
    )


def _is_map_state(target: str, anchor: str) -> bool:
    """The interactive map keeps what it shows in the fragment, as `key=value`, and the page of frames the neighbourhood that is chosen."""
    return urls.in_english(target) in {urls.page("map"), urls.page("embed")} and "=" in anchor


def _mount(links: Iterable[str], paths: Collection[str]) -> str:
    """The folder of the server in which most of the links that start at its root lead somewhere; the shortest of several."""
    rooted = [link.partition("#")[0] for link in links if link.startswith("/")]
    folders = {"/", *(link[: at + 1] for link in rooted for at, letter in enumerate(link) if letter == "/")}

    def leads(folder: str) -> int:
        return sum(link.startswith(folder) and target_of("", unquote(link.removeprefix(folder)) or "./") in paths for link in rooted)

    return min(folders, key=lambda folder: (-leads(folder), len(folder), folder))


def target_of(page: str, address: str) -> str:
    """The public path that a relative address on a page leads to."""
    folder = page.rpartition("/")[0]
    joined = normpath(f"{folder}/{address}" if folder else address)
    if address.endswith("/") or address.rpartition("/")[2] in {".", ".."}:
        return "index.html" if joined == "." else f"{joined}/index.html"
    return joined


@lru_cache(maxsize=1 << 14)
def is_external(address: str) -> bool:
    """True for an address with a scheme or a host of its own, as a browser would read it."""
    clean = as_read(address)
    return bool(_SCHEME.match(clean)) or clean.replace("\\", "/").startswith("//")


def as_read(address: str) -> str:
    """An address without what a browser ignores in it."""
    return _IGNORED.sub("", address).strip()


def _of_file(file: File) -> Facts | None:
    if file.page is None:
        return None
    # What leads to a file or anchor of the site, each once, in the page's order.
    found = dict.fromkeys(one.value for one in file.page.references if not is_external(one.value))
    links = tuple(link for link in found if link not in {"", "#"})
    return Facts(links=links, anchors=" ".join(file.page.anchors), is_moved=file.page.is_moved)


def _of_site(site: Site) -> Iterator[Finding]:
    return broken_links({path: found for path, found in site.facts.items() if found.links or path.endswith(".html")}, site.files.keys())


CHECK = Check(
    "links",
    "every link and anchor inside the site leads somewhere, and none depends on where the site is mounted",
    of_file=_of_file,
    of_site=_of_site,
)
