"""Whether a site in several languages is whole in each: every page there, with the way to its other versions and to no other page of theirs."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from sitegen import urls
from sitegen.languages import LANGUAGES
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.links import target_of
from sitegen.publish.checks.site import Site


def language_findings(pages: Mapping[str, Facts]) -> Iterator[Finding]:
    """Pages without a version in a language of the site, without a link to it, or with a link that leaves the language; by page, in its order.

    A language is one of the site where its home page is there. A page for unknown addresses starts its links at the server's root.
    """
    languages = [one for one in LANGUAGES if urls.in_language(urls.HOME, one) in pages]
    for page, found in pages.items() if len(languages) > 1 else ():
        own, english = urls.language_of(page), urls.in_english(page)
        targets = {link: _target(page, link) for link in found.links}
        for other in languages:
            version = urls.in_language(english, other)
            if other == own:
                continue
            if version not in pages:
                yield Finding("languages", page, f"there is no {version}; every page is made in each language of the site")
            elif version not in targets.values() and english != urls.NOT_FOUND:
                yield Finding("languages", page, f"no link leads to {version}, its version in another language")
        for link, target in targets.items():
            same = urls.in_language(urls.in_english(target), own)
            if target in pages and urls.language_of(target) != own and same in pages and same != page:
                yield Finding("languages", page, f"{link[:80]!r} leads out of its language, to {target}; link to {same}")


def _target(page: str, link: str) -> str:
    address = unquote(link.partition("#")[0].partition("?")[0])
    return target_of(page, address) if address and not address.startswith("/") else ""


def _of_site(site: Site) -> Iterator[Finding]:
    return language_findings(site.pages)


CHECK = Check("languages", "every page is there in each language of the site, leads to its others, and else to pages of its own", of_site=_of_site)
