"""Where a reader can turn beside the police: the links of a force's pages, and the one that reports a problem with a page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import polars as pl

from sitegen.artefacts.pages.issues import ALL_FORCES
from sitegen.artefacts.pages.words import Words


@dataclass(frozen=True, slots=True)
class HelpLink:
    """A link and what it leads to, in words."""

    title: str
    href: str


def view_help(help_links: pl.DataFrame, force_id: str, words: Words) -> tuple[HelpLink, ...]:
    """The links of a force, its own before those of all forces; what is set to nothing is left out."""
    found = {(force, kind): href for force, kind, href in help_links.select("force_id", "kind", "href").iter_rows()}
    titles = {
        "report": words.gettext("Report a crime online, if it is not urgent"),
        "victims": words.gettext("Support for victims of crime"),
        "prevention": words.gettext("Advice on preventing crime"),
        "commissioner": words.gettext("Who holds the force to account: its Police and Crime Commissioner, or the body in that place"),
    }
    links = [HelpLink(title, found.get((force_id, kind), found.get((ALL_FORCES, kind), ""))) for kind, title in titles.items()]
    return tuple(link for link in links if link.href)


def problem_href(contact: str, base_url: str, path: str, words: Words) -> str:
    """A link to whoever runs the site that names the page at `path`; empty where nobody is named."""
    page = base_url + path.removesuffix("index.html") or "/"
    if contact.startswith("https:"):
        return contact if "#" in contact else f"{contact}{'&' if '?' in contact else '?'}page={quote(page, safe='/')}"
    if not contact:
        return ""
    return f"mailto:{quote(contact, safe='@')}?subject={quote(words.gettext('A problem with the page %(page)s', page=page), safe='/')}"
