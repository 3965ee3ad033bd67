"""Where a reader can turn beside the police: the links of a force's pages, and the one that reports a problem with a page."""

from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.sections.issues import ALL_FORCES
from sitegen.artefacts.text.words import Words


@dataclass(frozen=True, slots=True)
class HelpLink:
    """A link, what it leads to, in words, and what kind it is in `content/links.toml`."""

    title: str
    href: str
    kind: str


def view_help(help_links: pl.DataFrame, force_id: str, words: Words) -> tuple[HelpLink, ...]:
    """The links of a force, its own before those of all forces; what is set to nothing is left out."""
    titles = {
        "report": words.gettext("Report a crime online, if it is not urgent"),
        "victims": words.gettext("Support for victims of crime"),
        "prevention": words.gettext("Advice on preventing crime"),
        "commissioner": words.gettext("Who holds the force to account: its Police and Crime Commissioner, or the body in that place"),
    }
    links = [HelpLink(title, find_help(help_links, force_id, kind), kind) for kind, title in titles.items()]
    return tuple(link for link in links if link.href)


def find_help(help_links: pl.DataFrame, force_id: str, kind: str) -> str:
    """The address of a kind that a force's pages link to: its own, else that of all forces, else empty."""
    of_kind = help_links.filter(pl.col("kind") == kind).select("force_id", "href")
    found: dict[str, str] = dict(of_kind.iter_rows())
    return found.get(force_id, found.get(ALL_FORCES, ""))
