"""Where a reader can turn beside the police: the links of a force's pages, and the one that reports a problem with a page."""

from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.sections.issues import ALL_FORCES
from sitegen.artefacts.text.words import Words


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
