"""A page shows where its readers can turn, and how to report a problem with it; what is not set is not shown."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from sitegen.artefacts.pages import force, neighbourhood
from sitegen.artefacts.text.links import problem_href
from sitegen.artefacts.text.words import Words
from tests.artefacts import loamshire
from tests.artefacts.inputs import SITE, table

WORDS = Words("en", NullTranslations())
PAGES = [(force, "loamshire/index.html"), (neighbourhood, "loamshire/cg/index.html")]


@pytest.mark.parametrize(("maker", "path"), PAGES)
def test_a_forces_own_link_stands_instead_of_everybodys_and_an_empty_one_hides_it(maker: object, path: str) -> None:
    html = loamshire.pages(maker)[path].decode()  # type: ignore[arg-type]
    assert html.count('<a href="https://loamshire.example/report/">Report ') == 1
    assert "report.example" not in html
    assert "commissioner.example" not in html
    assert "Support for victims" not in html


@pytest.mark.parametrize(("maker", "path"), PAGES)
def test_links_of_other_forces_are_not_shown(maker: object, path: str) -> None:
    links = table("help_links", {"force_id": "gwent", "kind": "victims", "href": "https://v.example/"})
    assert "v.example" not in loamshire.pages(maker, help_links=links)[path].decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(("maker", "path"), PAGES)
def test_a_problem_is_reported_with_the_pages_path(maker: object, path: str) -> None:
    html = loamshire.pages(maker)[path].decode()  # type: ignore[arg-type]
    assert f'href="mailto:people@loamshire.example?subject=A%20problem%20with%20the%20page%20{path.removesuffix("index.html")}"' in html
    silent = loamshire.pages(maker, site={**SITE, "contact": ""})[path].decode()  # type: ignore[arg-type]
    assert "Report a problem" not in silent


@pytest.mark.parametrize(
    ("contact", "base_url", "href"),
    [
        ("", "", ""),
        ("a+b&c@x.example", "", "mailto:a%2Bb%26c@x.example?subject=A%20problem%20with%20the%20page%20gwent/"),
        ("a@x.example", "https://y.example/", "mailto:a@x.example?subject=A%20problem%20with%20the%20page%20https%3A//y.example/gwent/"),
        ("https://x.example/contact", "", "https://x.example/contact?page=gwent/"),
        ("https://x.example/contact?to=us", "", "https://x.example/contact?to=us&page=gwent/"),
        ("https://x.example/contact#form", "", "https://x.example/contact#form"),
    ],
)
def test_the_link_follows_the_kind_of_contact(contact: str, base_url: str, href: str) -> None:
    assert problem_href(contact, base_url, "gwent/index.html", WORDS) == href
