"""Whether every address inside the site leads somewhere, from any folder the site may be mounted in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from posixpath import normpath
from urllib.parse import unquote

from sitegen import urls
from sitegen.publish.checks.facts import Facts, Finding


def broken_links(facts: Mapping[str, Facts], paths: Collection[str]) -> Iterator[Finding]:
    """Links to no file, links that start at the server's root, and anchors that are not there; by page, in its order.

    `facts` are those of the pages; a link to a folder leads to its index.html.
    """
    anchors: dict[str, frozenset[str]] = {}
    for page, found in facts.items():
        for link in found.links:
            address, _, anchor = link.partition("#")
            address = unquote(address.partition("?")[0])
            if address.startswith("/") and page != urls.not_found():
                yield Finding("links", page, f"{link[:80]!r} starts at the server's root; make it relative, so that the site works in any folder")
                continue
            target = _mounted_target(address, paths) if address.startswith("/") else _target(page, address)
            if target not in paths:
                yield Finding("links", page, f"{link[:80]!r} leads to {target[:80]!r}, which is not published")
            elif anchor and target in facts and not _is_map_state(target, anchor):
                if target not in anchors:
                    anchors[target] = frozenset(facts[target].anchors.split(" "))
                if unquote(anchor) not in anchors[target]:
                    yield Finding("links", page, f"{link[:80]!r}: {target} has no element with that id")


def _is_map_state(target: str, anchor: str) -> bool:
    """The interactive map keeps what it shows in the fragment, as `key=value`."""
    return target == urls.page("map") and "=" in anchor


def _mounted_target(address: str, paths: Collection[str]) -> str:
    """Where a link from the server's root leads, in whatever folder the site is mounted.

    Only the page for unknown addresses has such links: a server shows it at any depth, so nothing in it can be relative.
    """
    steps = address.split("/")[1:]
    targets = [_target("", "/".join(steps[start:]) or "./") for start in range(len(steps))]
    return next((target for target in targets if target in paths), targets[0])


def _target(page: str, address: str) -> str:
    if not address:
        return page
    folder = page.rpartition("/")[0]
    joined = normpath(f"{folder}/{address}" if folder else address)
    if address.endswith("/") or address.rpartition("/")[2] in {".", ".."}:
        return "index.html" if joined == "." else f"{joined}/index.html"
    return joined
