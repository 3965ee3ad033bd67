"""A feed written as Atom (RFC 4287) and as JSON Feed 1.1."""

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from sitegen import urls
from sitegen.artefacts.text.render import read_site
from sitegen.site_json import to_json
from sitegen.terms import SOURCE_LANGUAGE

_OURS = uuid.UUID("5d1f2c3e-8a44-5b0f-9c5e-0f6c3a7be210")
"""What the ids of feeds and entries are made in; another one would make every entry new."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Entry(NamedTuple):
    """One thing that is new: its id, a title, its words without markup, its day, and where on which page it stands.

    `supplied`: the words are the force's own, in the language it supplied them in.
    """

    id: str
    title: str
    text: str
    date: str
    page: str
    anchor: str
    supplied: bool = False


class Feed(NamedTuple):
    """A feed: what it is told by, its title, the page it is of, and its entries, newest first."""

    key: str
    title: str
    page: str
    entries: Sequence[Entry]


def entry_id(*parts: str) -> str:
    """A name for ever, the same in every copy of the site wherever it is published: urn:uuid of the parts."""
    return f"urn:uuid:{uuid.uuid5(_OURS, chr(0).join(parts))}"


def atom(feed: Feed, path: str, site: Mapping[str, object], language: str) -> bytes:
    """The feed as Atom; links are whole where the site has a base URL, and relative to the feed where it has none, as RFC 4287 allows."""
    base = str(site.get("base_url") or "")

    def link(target: str, anchor: str = "") -> str:
        return quoteattr(base + urls.link(urls.HOME, target, anchor).removeprefix("./") if base else urls.link(path, target, anchor))

    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>{entry_id('feed', feed.key, language)}</id>",
        f"<title>{_text(feed.title)}</title>",
        f"<updated>{_moment(_newest(feed, site))}</updated>",
        f"<author><name>{_text(_author(site, language))}</name></author>",
        f'<link rel="self" type="application/atom+xml" href={link(path)}/>',
        f'<link rel="alternate" type="text/html" href={link(feed.page)}/>',
    ]
    for entry in feed.entries:
        lines += [
            "<entry>",
            f"<id>{entry.id}</id>",
            f"<title>{_text(entry.title)}</title>",
            f"<updated>{_moment(entry.date)}</updated>",
            f'<link rel="alternate" type="text/html" href={link(entry.page, entry.anchor)}/>',
            f"<content{_marked(entry, language)}>{_text(entry.text)}</content>",
            "</entry>",
        ]
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def json_feed(feed: Feed, path: str, site: Mapping[str, object], language: str) -> bytes:
    """The feed as JSON Feed 1.1; it has addresses only where the site has a base URL, since the format knows no relative ones."""
    base = str(site.get("base_url") or "")

    def addresses(**targets: tuple[str, str]) -> dict[str, str]:
        return {name: base + urls.link(urls.HOME, *target).removeprefix("./") for name, target in targets.items()} if base else {}

    items = [
        {
            "id": entry.id,
            "title": _clean(entry.title),
            "content_text": _clean(entry.text) or _clean(entry.title),
            "date_published": _moment(entry.date),
            **({"language": SOURCE_LANGUAGE} if _marked(entry, language) else {}),
            **addresses(url=(entry.page, entry.anchor)),
        }
        for entry in feed.entries
    ]
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _clean(feed.title),
        "language": language,
        "authors": [{"name": _clean(_author(site, language))}],
        **addresses(home_page_url=(feed.page, ""), feed_url=(path, "")),
        "items": items,
    }
    return to_json(about)


def _marked(entry: Entry, language: str) -> str:
    """What says that the words are in another language than the feed."""
    return f' xml:lang="{SOURCE_LANGUAGE}"' if entry.supplied and language != SOURCE_LANGUAGE else ""


def _newest(feed: Feed, site: Mapping[str, object]) -> str:
    return max((entry.date for entry in feed.entries), default=str(site["as_of"]))


def _author(site: Mapping[str, object], language: str) -> str:
    told = read_site(site).in_language(language)
    return told.operator or told.title


def _moment(date: str) -> str:
    """The beginning of a day: a feed's dates are days, and its format wants a time."""
    return f"{date[:10]}T00:00:00Z"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _text(text: str) -> str:
    return escape(_clean(text))
