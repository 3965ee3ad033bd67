"""Tests of sitegen.publish.checks.languages."""

from __future__ import annotations

from sitegen.publish.checks.facts import Facts
from sitegen.publish.checks.languages import language_findings

WHOLE = {
    "index.html": ("cy/", "about/"),
    "about/index.html": ("../cy/about/", "../"),
    "cy/index.html": ("../", "about/", "../data/x.csv"),
    "cy/about/index.html": ("../../about/", "../"),
}


def faults(**changed: tuple[str, ...] | None) -> list[tuple[str, str]]:
    """The findings of the whole site with the links of some pages changed, a page given as None left out."""
    links = {**WHOLE, **changed}
    return [(found.path, found.message) for found in language_findings({path: Facts(links=row) for path, row in links.items() if row is not None})]


def test_a_site_that_is_whole_in_both_languages_passes() -> None:
    assert faults() == []


def test_a_site_in_one_language_is_not_held_to_another() -> None:
    assert faults(**{"cy/index.html": None, "cy/about/index.html": None, "index.html": ("about/",), "about/index.html": ("../",)}) == []


def test_a_page_without_its_counterpart_is_found_in_either_language() -> None:
    assert faults(**{"cy/about/index.html": None})[0][0] == "about/index.html"
    assert [path for path, _ in faults(**{"about/index.html": None})] == ["cy/about/index.html"]


def test_a_page_that_does_not_lead_to_its_counterpart_is_found() -> None:
    assert faults(**{"about/index.html": ("../",)}) == [("about/index.html", "no link leads to cy/about/index.html, its version in another language")]


def test_a_link_that_leaves_the_language_is_found() -> None:
    [(path, message)] = faults(**{"cy/index.html": ("../", "../about/")})
    assert path == "cy/index.html"
    assert message == "'../about/' leads out of its language, to about/index.html; link to cy/about/index.html"
