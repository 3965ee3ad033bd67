"""Pages in Welsh: where they lie, where their links lead, how they count and date, and what is said of other languages."""

from __future__ import annotations

import re
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from sitegen import urls
from sitegen.artefacts.pages import force, neighbourhood, streets
from sitegen.artefacts.text.editorial import read_editorial
from sitegen.artefacts.text.words import Words, read_words
from sitegen.raw import RawFile
from tests.artefacts import loamshire
from tests.artefacts.inputs import SITE, raw_group

LOCALES = raw_group("content/locales/cy")
IN_BOTH: dict[str, Any] = {"locales": LOCALES, "language": "cy", "site": {**SITE, "languages": ["en", "cy"], "unreviewed": ["cy"]}}
PAGE = "cy/loamshire/castle-gate/index.html"


@cache
def welsh() -> Words:
    return read_words("cy", LOCALES)


def made(maker: ModuleType, **changes: Any) -> dict[str, str]:
    pages = loamshire.pages(maker, **{**IN_BOTH, **changes})
    return {path: html.decode() for path, html in pages.items()}


def hrefs(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


@pytest.mark.parametrize("maker", [force, neighbourhood, streets])
def test_every_page_has_a_counterpart_under_cy_and_data_does_not(maker: ModuleType) -> None:
    english = {path for path in loamshire.pages(maker) if path.endswith(".html")}
    assert set(made(maker)) == {f"cy/{path}" for path in english}


def test_paths_of_pages_have_a_language_and_others_have_none() -> None:
    assert urls.in_language("gwent/index.html", "cy") == "cy/gwent/index.html"
    assert urls.in_language("gwent/index.html", "en") == "gwent/index.html"
    assert urls.in_language("tiles/crime/index.json", "cy") == "tiles/crime/index.json"
    assert (urls.language_of("cy/gwent/index.html"), urls.language_of("gwent/index.html")) == ("cy", "en")
    assert urls.in_english("cy/gwent/index.html") == urls.in_english("gwent/index.html") == "gwent/index.html"


def test_a_welsh_page_says_its_language_and_leads_to_the_same_place_in_english() -> None:
    [page] = [html for path, html in made(neighbourhood).items() if path.count("/") == 3][:1]
    path = next(path for path in made(neighbourhood) if path.count("/") == 3)
    assert '<html lang="cy">' in page
    assert f'lang="en" hreflang="en" href="{urls.link(path, urls.in_english(path))}">English</a>' in page
    assert "Cyfieithiad yn aros i gael ei adolygu gan siaradwr Cymraeg." in page


def test_an_english_page_leads_to_the_same_place_in_welsh_and_awaits_no_review() -> None:
    page = made(neighbourhood, language="en", locales=())
    path = next(path for path in page if path.count("/") == 2)
    assert f'lang="cy" hreflang="cy" href="{urls.link(path, urls.in_language(path, "cy"))}">Cymraeg</a>' in page[path]
    assert "awaiting review" not in page[path]


def test_a_reviewed_translation_says_nothing_of_a_review() -> None:
    site = {**IN_BOTH["site"], "unreviewed": []}
    assert "adolygu" not in made(force, site=site)["cy/loamshire/index.html"]


def test_a_page_says_how_many_of_its_texts_are_older_than_the_english() -> None:
    [catalogue] = LOCALES
    older = catalogue.data.replace(b'\nmsgid "Trend"', b'\n#, fuzzy\nmsgid "Trend"').replace(b'\nmsgid "Try again"', b'\n#, fuzzy\nmsgid "Try again"')
    page = made(force, locales=(RawFile(catalogue.name, older),))["cy/loamshire/index.html"]
    assert "Mae 2 destun ar y tudalennau hyn yn hŷn na’r Saesneg, neu’n dal yn Saesneg." in page
    assert "hŷn na’r Saesneg" not in made(force)["cy/loamshire/index.html"]


def test_a_welsh_page_names_the_site_and_who_runs_it_in_welsh_where_that_is_given() -> None:
    told = {"title": "Troseddau lleol", "operator": "Ymddiriedolaeth Loamshire", "invented": "Loamshire a Wealdmoor"}
    site = {
        **IN_BOTH["site"],
        "title": "Local crime",
        "operator": "Loamshire Trust",
        "invented": "Loamshire and Wealdmoor",
        "in_languages": {"cy": told},
    }
    welsh_page = made(force, site=site)["cy/loamshire/index.html"]
    english = made(force, site=site, language="en", locales=())["loamshire/index.html"]
    assert all(text in welsh_page and text not in english for text in told.values())
    assert all(site[key] in english and site[key] not in welsh_page for key in told)


def test_links_keep_the_language_for_pages_and_reach_data_and_assets_where_they_are() -> None:
    page = made(force)["cy/loamshire/index.html"]
    links = hrefs(page)
    assert "../coverage/" in links  # cy/coverage/
    assert [link for link in links if link.startswith("../../assets/site.")]
    assert "../../manifest.webmanifest" in links
    elsewhere = {link for link in links if link.startswith("../../") and link.endswith("/")}
    assert elsewhere == {"../../loamshire/"}, "only the same place in English lies outside /cy/"


def test_alternates_stand_in_the_head_where_a_base_url_is_set() -> None:
    site = {**IN_BOTH["site"], "base_url": "https://example.org/"}
    page = made(force, site=site)["cy/loamshire/index.html"]
    assert '<link rel="canonical" href="https://example.org/cy/loamshire/">' in page
    assert '<link rel="alternate" hreflang="cy" href="https://example.org/cy/loamshire/">' in page
    assert '<link rel="alternate" hreflang="en" href="https://example.org/loamshire/">' in page
    assert "alternate" not in "".join(re.findall(r"<link[^>]*hreflang[^>]*>", made(force)["cy/loamshire/index.html"]))


def test_what_a_force_supplied_is_marked_as_english_on_a_welsh_page_only() -> None:
    page = next(html for path, html in made(neighbourhood).items() if path.count("/") == 3)
    english = next(html.decode() for path, html in loamshire.pages(neighbourhood).items() if path.count("/") == 2)
    assert '<h1 lang="en">' in page
    assert re.search(r'<ul class="people[^"]*" lang="en">', page)
    assert re.search(r'data-gone="[^"]*">Dydd Iau 31 Gorffennaf 2025, 6.30yh, <span lang="en">[^<]+</span></a>', page)
    assert re.search(r'Ychwanegu at y calendr<span class="vh">: Dydd Iau 31 Gorffennaf 2025, 6.30yh</span>', page)
    assert english.count(' lang="en"') == 1  # the html element's


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (0, "0 o droseddau"),
        (1, "1 drosedd"),
        (2, "2 drosedd"),
        (3, "3 trosedd"),
        (6, "6 throsedd"),
        (7, "7 o droseddau"),
        (1312, "1,312 o droseddau"),
    ],
)
def test_crimes_are_counted_as_welsh_counts(number: int, phrase: str) -> None:
    assert welsh().ngettext("%(number)s crime", "%(number)s crimes", number) == phrase


@pytest.mark.parametrize(("number", "phrase"), [(0, "0 mis"), (1, "1 mis"), (2, "2 fis"), (3, "3 mis"), (6, "6 mis"), (36, "36 mis")])
def test_months_are_counted_as_welsh_counts(number: int, phrase: str) -> None:
    assert welsh().ngettext("%(number)s month", "%(number)s months", number) == phrase


def test_dates_and_times_are_welsh() -> None:
    words = welsh()
    assert words.month("2025-06") == "Mehefin 2025"
    assert words.months("2022-07", "2025-06") == "Gorffennaf 2022 i fis Mehefin 2025"
    assert words.date("2025-07-31") == "31 Gorffennaf 2025"
    assert words.weekday_date("2025-07-31T18:30") == "Dydd Iau 31 Gorffennaf 2025"
    assert words.times("2025-07-31T18:30", "2025-07-31T20:00") == "6.30yh tan 8yh"


def test_and_is_ac_before_a_vowel() -> None:
    assert welsh().list(["Gwent", "Dyfed", "Powys"]) == "Gwent, Dyfed a Powys"
    assert welsh().list(["Castle Gate", "Aberaeddan"]) == "Castle Gate ac Aberaeddan"
    assert welsh().list(["Castle Gate"]) == "Castle Gate"
    assert welsh().list(["ymddygiad gwrthgymdeithasol", "canlyniadau"]) == "ymddygiad gwrthgymdeithasol a chanlyniadau"
    assert welsh().list(["Dyfed", "Powys"]) == "Dyfed a Powys"


def test_categories_outcomes_and_the_names_of_forces_are_welsh() -> None:
    forces = loamshire.world()["forces"]
    assert welsh().translated(loamshire.world()["categories"])["name"].to_list()[:1] != loamshire.world()["categories"]["name"].to_list()[:1]
    assert welsh().translated(forces)["name"].to_list() == ["Loamshire Constabulary", "Heddlu Trafnidiaeth Prydain"]
    both = forces.with_columns(name=forces["name"].replace("Loamshire Constabulary", "Heddlu Dyffryn Aeddan Police"))
    assert welsh().translated(both)["name"][0] == "Heddlu Dyffryn Aeddan"


def test_a_heading_may_give_the_id_of_the_english_one() -> None:
    text = RawFile("content/pages/cy/about.md", b"# Teitl\n\nPara.\n\n## Nid sero yw coll {#missing-is-not-zero}\n\nTestun.\n")
    assert read_editorial(text, path="cy/about/index.html", values={}).body.startswith('<h2 id="missing-is-not-zero">Nid sero yw coll</h2>')


def test_every_text_of_the_site_is_there_in_welsh() -> None:
    english = {file.name.rpartition("/")[2] for file in raw_group("content/pages") if file.name.count("/") == 2}
    assert {file.name.rpartition("/")[2] for file in raw_group("content/pages/cy")} == english
