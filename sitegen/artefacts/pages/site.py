"""The pages of the site as a whole: home, the lists to choose a place from, the texts, and the page for unknown addresses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.outcodes import area_of, listing_order
from sitegen.artefacts.lists.place_names import by_letter, letter_paths, read_place_names
from sitegen.artefacts.lists.places import NO_LETTER, Place, by_name, force_names, letter_of, read_places
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.force_lines import ForceLine, force_lines
from sitegen.artefacts.sections.series import Category, read_categories
from sitegen.artefacts.text.editorial import Editorial, address, plain, read_editorial
from sitegen.artefacts.text.render import Renderer, Site
from sitegen.artefacts.text.supply_words import fetched_dataset_name
from sitegen.artefacts.text.words import Words
from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.rules import THRESHOLD
from sitegen.terms import BTP


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page; `example` is a neighbourhood with figures and much else, None where there are none; `several`: there is a page of all forces."""

    forces: tuple[ForceLine, ...]
    example: Place | None
    postcode: str
    has_places: bool
    several: bool


@dataclass(frozen=True, slots=True)
class FindView:
    """All ways to choose a place without a script; `letters` of neighbourhoods and of towns with the paths of their pages."""

    forces: tuple[ForceLine, ...]
    letters: tuple[tuple[str, str], ...]
    place_letters: tuple[tuple[str, str], ...]
    neighbourhoods: int
    has_postcodes: bool
    postcode: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """The neighbourhoods under one letter; all letters with the paths of their pages."""

    letter: str
    letters: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class OutcodesView:
    """The outcodes of each postcode area that have a neighbourhood, with the paths of their pages."""

    areas: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """A page of text; `categories` stand on the page about the figures only."""

    text: Editorial
    is_english: bool
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class SiteTables:
    """What the pages of the site as a whole are made from, and their texts."""

    content: tuple[RawFile, ...]
    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    coverage: pl.DataFrame
    categories: pl.DataFrame
    outcodes: pl.DataFrame
    place_neighbourhoods: pl.DataFrame
    outlying_places: pl.DataFrame
    point_neighbourhoods: pl.DataFrame
    provenance: pl.DataFrame


def make(*, context: PageContext, tables: SiteTables) -> Iterator[tuple[str, bytes]]:
    """Home, find, a page for each letter, the outcodes, about, method, privacy, accessibility and 404; a sitemap where a base URL is set.

    Raises InputError where a text of `content/pages/` is absent or names an unknown value.
    """
    renderer = context.renderer()
    forces, categories = renderer.words.translated(tables.forces), renderer.words.translated(tables.categories)
    places = read_places(tables.neighbourhoods, forces)
    lines = force_lines(renderer.words, forces, tables.neighbourhoods, tables.coverage, context.months)
    served = _served(tables.outcodes)
    listed = tuple(sorted(served["outcode"], key=listing_order))
    letters = _letters(places)
    names = by_letter(read_place_names(tables.place_neighbourhoods, tables.outlying_places, forces, places))
    postcode = _example_postcode(served)
    pages: list[tuple[str, str, object]] = [
        (
            "pages/home.html",
            urls.HOME,
            HomeView(
                lines,
                _example(tables.neighbourhoods, tables.point_neighbourhoods, places),
                postcode,
                has_places=bool(names),
                several=_several(forces),
            ),
        ),
        (
            "pages/find.html",
            urls.page("find"),
            FindView(lines, _letter_links(letters), letter_paths(names), len(places), bool(listed), postcode),
        ),
        ("pages/outcodes.html", urls.OUTCODES_PAGE, OutcodesView(_by_area(listed))),
    ]
    for letter, under in letters.items():
        pages.append(("pages/letter.html", urls.find_letter(letter), LetterView(letter, _letter_links(letters), under)))
    known = read_categories(categories)
    values = {**_values(renderer), "fetched": _fetched(renderer.words, tables.provenance)}
    for name in ("about", "method", "privacy", "accessibility"):
        file = _text(tables.content, name, context.language)
        text = read_editorial(file, path=urls.page(name), link=renderer.link, values=values)
        is_english = file.name == f"content/pages/{name}.md"
        pages.append(("pages/text.html", urls.page(name), TextView(text, is_english, known if name == "about" else ())))
    for template, path, view in pages:
        yield renderer.at(path), renderer.render(template, path, view)
    yield renderer.at(urls.NOT_FOUND), renderer.render_anywhere("pages/404.html", urls.NOT_FOUND, None)
    if not context.is_source:
        return
    towns = [urls.find_places(piece.prefix) for pieces in names.values() for piece in pieces]
    yield from _for_robots(renderer.site, [*(path for _, path, _ in pages), *towns], forces, places, listed)


def _several(forces: pl.DataFrame) -> bool:
    """True where there is a page of all forces together: British Transport Police are no second one."""
    return forces.filter(pl.col("force_id") != BTP).height > 1


def _example(neighbourhoods: pl.DataFrame, point_neighbourhoods: pl.DataFrame, places: Mapping[tuple[str, str], Place]) -> Place | None:
    """Of the neighbourhoods in which anything was recorded, or of all where it was in none, that with the most kinds of information from its
    team, the first by id among equals: without a boundary nothing can be counted.
    """
    counted = point_neighbourhoods.select("force_id", "neighbourhood_id", pl.lit(value=True).alias("is_counted")).unique()
    parts = ("events_supplied", "priorities_supplied", "people_supplied", "detail_supplied")
    ranked = (
        neighbourhoods.filter(pl.col("problem").is_null())
        .join(counted, on=["force_id", "neighbourhood_id"], how="left")
        .with_columns(pl.col("is_counted").fill_null(value=False), pl.sum_horizontal(pl.col(part).cast(pl.Int32) for part in parts).alias("parts"))
        .sort("is_counted", "parts", "force_id", "neighbourhood_id", descending=[True, True, False, False])
    )
    return places[ranked["force_id"][0], ranked["neighbourhood_id"][0]] if ranked.height else None


def _letters(places: Mapping[tuple[str, str], Place]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in by_name(places):
        found.setdefault(letter_of(place.name), []).append(place)
    return {letter: tuple(found[letter]) for letter in sorted(found, key=lambda letter: (letter == NO_LETTER, letter))}


def _letter_links(letters: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((letter, urls.find_letter(letter)) for letter in letters)


def _served(outcodes: pl.DataFrame) -> pl.DataFrame:
    """The outcodes with at least one postcode in use in a neighbourhood."""
    return outcodes.filter(pl.col("postcodes") > 0)


def _by_area(outcodes: Sequence[str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    areas: dict[str, list[tuple[str, str]]] = {}
    for outcode in outcodes:
        areas.setdefault(area_of(outcode), []).append((outcode, urls.outcode_page(outcode)))
    return tuple((area, tuple(found)) for area, found in areas.items())


def _example_postcode(served: pl.DataFrame) -> str:
    """A postcode for the hint under the search: the example of the middle outcode; empty where there is none."""
    found = served["example"].sort()
    return str(found[len(found) // 2]) if len(found) else ""


def _text(content: Sequence[RawFile], name: str, language: str) -> RawFile:
    """The text in a language; in English where it is not translated."""
    english = f"content/pages/{name}.md"
    found = {file.name: file for file in content}
    text = found.get(f"content/pages/{language}/{name}.md") or found.get(english)
    if text is None:
        raise InputError(f"{english}: the file is missing; every site needs this page")
    return text


def _values(renderer: Renderer) -> dict[str, str]:
    """What the texts may name, as Markdown."""
    words, site = renderer.words, renderer.site
    nobody = words.gettext("Nobody has yet said who runs this copy of the site.")
    silent = words.gettext("No address has been given for this copy of the site.")
    unsigned = words.gettext("It names no key that its releases are signed with.")
    return {
        "title": plain(site.title),
        "who_runs_it": words.gettext("This site is run by %(operator)s.", operator=plain(site.operator)) if site.operator else nobody,
        "contact": words.gettext("Write to %(contact)s.", contact=address(site.contact)) if site.contact else silent,
        "privacy_contact": words.gettext("Write to %(contact)s.", contact=address(site.privacy_contact)) if site.privacy_contact else silent,
        "signed": words.gettext("Its releases are signed with the key %(key)s.", key=f"`{site.public_key}`") if site.public_key else unsigned,
        "release": words.gettext("release %(release)s", release=plain(site.release)) if site.release else words.gettext("no numbered release"),
        "threshold": words.number(THRESHOLD),
        "months": words.months(site.first_month, site.last_month) if site.first_month else words.gettext("no month"),
    }


def _fetched(words: Words, provenance: pl.DataFrame) -> str:
    """A sentence and a list, as Markdown, of what was fetched from whom and when; empty where that is not known."""
    if provenance.is_empty():
        return ""
    told = [
        words.gettext(
            "%(dataset)s: %(publisher)s, %(licence)s; the newest fetched on %(day)s.",
            dataset=plain(fetched_dataset_name(words, dataset)),
            publisher=plain(publisher),
            licence=plain(licence),
            day=words.date(day),
        )
        for dataset, publisher, licence, day in provenance.sort("dataset").select("dataset", "publisher", "licence", "last_got").iter_rows()
    ]
    head = words.gettext("The files were fetched from their publishers:")
    more = words.gettext("The page about [coverage](page:coverage) says how many files each was; `manifest.json` has their digests.")
    return "\n".join([head, "", *(f"- {one}" for one in told), "", more])


def _for_robots(
    site: Site, pages: Sequence[str], forces: pl.DataFrame, places: Mapping[tuple[str, str], Place], outcodes: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """A sitemap and its announcement: only for a site with a base URL that is meant for the public."""
    if not site.base_url or site.preview or site.invented:
        return
    others = [
        urls.AUDIT_PAGE,
        urls.page("copy"),
        urls.page("coverage"),
        urls.page("licences"),
        urls.page("map"),
        urls.page("offline"),
        *([urls.page("forces")] if _several(forces) else []),
        *(urls.force(force_id) for force_id in force_names(forces)),
    ]
    paths = sorted({*pages, *others, *(place.path for place in places.values()), *(urls.outcode_page(outcode) for outcode in outcodes)})
    every = [urls.in_language(path, language) for language in site.languages for path in paths]
    entries = "".join(f"<url><loc>{site.base_url}{path.removesuffix('index.html')}</loc></url>\n" for path in every)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    yield urls.SITEMAP, f"{head}{entries}</urlset>\n".encode()
    # Earlier releases keep their pages there, by digest; none is for readers.
    kept = f"{urlsplit(site.base_url).path}release/"
    yield urls.ROBOTS, f"User-agent: *\nDisallow: {kept}\nAllow: /\nSitemap: {site.base_url}{urls.SITEMAP}\n".encode()
