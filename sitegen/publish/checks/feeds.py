"""Checks of feeds: well formed, each entry with an id of its own and a day, and its links like those of a page."""

import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.links import is_external

_ATOM = "{http://www.w3.org/2005/Atom}"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}T00:00:00Z", re.ASCII)


def _of_file(file: File) -> Facts | None:
    """What is wrong with one feed of either form, and its links inside the site."""
    if not file.path.endswith((".atom", "/feed.json")):
        return None
    faults, links = _atom(file.data) if file.ending == "atom" else (list(_json(file.data)), ())
    return Facts(tuple(Finding("feeds", file.path, fault) for fault in faults), links)


def _atom(data: bytes) -> tuple[list[str], tuple[str, ...]]:
    try:
        feed = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError) as error:
        return [f"is not XML ({error})"], ()
    if feed.tag != f"{_ATOM}feed":
        return ["is not an Atom feed"], ()
    faults = [f"has no {name}" for name in ("id", "title", "updated", "author", "link") if feed.find(f"{_ATOM}{name}") is None]
    entries = feed.findall(f"{_ATOM}entry")
    for number, entry in enumerate(entries, 1):
        faults += [f"entry {number} has no {name}" for name in ("id", "title", "updated", "link") if entry.find(f"{_ATOM}{name}") is None]
    faults += _repeated([_text(entry, "id") for entry in entries])
    faults += _moments([_text(one, "updated") for one in (feed, *entries)])
    found = dict.fromkeys(link.get("href", "") for link in feed.iter(f"{_ATOM}link"))
    return faults, tuple(link for link in found if link and not is_external(link))


def _json(data: bytes) -> Iterator[str]:
    try:
        feed = json.loads(data)
        items = [(str(item["id"]), str(item["date_published"]), str(item["content_text"])) for item in feed["items"]]
        version, title = str(feed["version"]), str(feed["title"])
    except (ValueError, KeyError, TypeError) as error:
        yield f"is not a JSON feed ({error!r})"
        return
    if version != "https://jsonfeed.org/version/1.1" or not title:
        yield "has no version 1.1 or no title"
    if not all(identity and text for identity, _, text in items):
        yield "has an entry without an id or a text"
    yield from _repeated([identity for identity, *_ in items])
    yield from _moments([date for _, date, _ in items])


def _repeated(ids: list[str]) -> list[str]:
    return ["has two entries with one id"] if len(set(ids)) < len(ids) else []


def _moments(dates: list[str]) -> list[str]:
    return [
        f"{date[:30]!r} is not the beginning of a day; a feed tells days and no time" for date in dict.fromkeys(dates) if not _DAY.fullmatch(date)
    ]


def _text(element: Element, name: str) -> str:
    return element.findtext(f"{_ATOM}{name}") or ""


CHECK = Check("feeds", "every feed is well formed, its entries have ids of their own, and it tells days only", of_file=_of_file)
