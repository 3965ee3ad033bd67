"""Links are relative, so that the site works from any folder."""

from __future__ import annotations

import pytest

from sitegen import urls
from sitegen.reserved import RESERVED_AT_ROOT, RESERVED_IN_FORCE


@pytest.mark.parametrize(
    ("source", "target", "href"),
    [
        ("index.html", "gwent/index.html", "gwent/"),
        ("gwent/index.html", "gwent/nb85/index.html", "nb85/"),
        ("gwent/nb85/index.html", "index.html", "../../"),
        ("gwent/nb85/index.html", "assets/site.1.css", "../../assets/site.1.css"),
        ("gwent/nb85/streets/index.html", "gwent/nb85/index.html", "../"),
        ("404.html", "about/index.html", "about/"),
        ("gwent/nb85/index.html", "gwent/nb85/index.html", "./"),
    ],
)
def test_a_link_leads_from_one_page_to_another(source: str, target: str, href: str) -> None:
    assert urls.link(source, target) == href


def test_an_anchor_on_the_same_page_is_all_of_the_link() -> None:
    assert urls.link("a/index.html", "a/index.html", "team") == "#team"
    assert urls.link("a/index.html", "b/index.html", "team") == "../b/#team"


def test_no_public_path_starts_with_a_slash() -> None:
    paths = [urls.HOME, urls.force("gwent"), urls.crime_tiles("2025-06").tile("ab", 12, 1, 2), urls.postcode_shard("NP10"), urls.street_shard(1, 2)]
    assert not [path for path in paths if path.startswith("/")]


def test_route_words_at_the_root_are_reserved() -> None:
    paths = (urls.postcode_shard("X"), urls.crime_tiles("x").tilejson, urls.street_shard(1, 1), "find", "map")
    assert {path.split("/")[0] for path in paths} <= RESERVED_AT_ROOT


def test_no_neighbourhoods_folder_is_a_file_of_its_force() -> None:
    assert {
        path.rpartition("/")[2] for path in (urls.force("x"), urls.force_ids("x"), urls.force_figures("x", "csv"), urls.force_figures("x", "json"))
    } <= RESERVED_IN_FORCE


def test_no_forces_folder_is_a_file_at_the_root() -> None:
    at_root = {urls.HOME, urls.NOT_FOUND, urls.MANIFEST, urls.CHECKSUMS, urls.ROBOTS, urls.SITEMAP}
    assert {name.lower() for name in at_root} <= RESERVED_AT_ROOT
