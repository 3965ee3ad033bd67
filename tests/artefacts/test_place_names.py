"""A town is found under each of its names, on pages of about one size."""

from __future__ import annotations

import gzip
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sitegen.artefacts.lists.place_names import Piece, PlaceName, by_letter, cut, read_place_names
from sitegen.artefacts.lists.places import Place, read_places
from sitegen.artefacts.pages import places as place_pages
from sitegen.terms import place_key
from tests.artefacts.html import faults, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, table
from tests.artefacts.test_site_pages import FORCES, NEIGHBOURHOODS, OUTLYING, PLACES

TABLES: dict[str, Any] = {"place_neighbourhoods": PLACES, "outlying_places": OUTLYING, "neighbourhoods": NEIGHBOURHOODS, "forces": FORCES}
SOMEWHERE = Place("Castle Gate", "Loamshire Constabulary", "loamshire/cg/index.html")


def bake_pages(**changes: Any) -> dict[str, bytes]:
    return files_of(place_pages.make, templates=TEMPLATES, locales=(), asset_paths=ASSET_PATHS, site=SITE, **{**TABLES, **changes})


def many(count: int) -> Any:
    """A table of so many places with names as long as they come, in forty neighbourhoods."""
    names = [f"{first}{second}{third}ingham-upon-Wealdmoor Saint Bartholomew {number % 7}" for number, (first, second, third) in enumerate(
        (a, b, c) for a in "ABCDEFGHIJKLMNOPRSTUW" for b in "aeiourlhnw" for c in "bcdfghklmnprstvwy")]  # fmt: skip
    rows = [
        {"name": name, "kind": "village", "force_id": "loamshire", "neighbourhood_id": f"N{number * 7 % 40}"}
        for number, name in enumerate(names[:count])
    ]
    areas = [{"force_id": "loamshire", "neighbourhood_id": f"N{n}", "folder": f"n{n}", "name": f"Neighbourhood number {n}"} for n in range(40)]
    return {"place_neighbourhoods": table("place_neighbourhoods", *rows), "neighbourhoods": table("neighbourhoods", *areas)}


def names(*given: str) -> tuple[PlaceName, ...]:
    return tuple(sorted((PlaceName(place_key(name), name, "", SOMEWHERE) for name in given), key=lambda one: (one.key, one.name)))


def test_a_welsh_name_stands_under_its_own_letter_too() -> None:
    found = read_place_names(PLACES, OUTLYING, FORCES, read_places(NEIGHBOURHOODS, FORCES))
    assert [(one.name, one.other, one.place.name) for one in found] == [
        ("Abbotsham", "", "Northbrook <East>"),
        ("Casnewydd", "Newport", "Castle Gate"),
        ("Far Hay", "Gwair", ""),
        ("Gwair", "Far Hay", ""),
        ("Newport", "Casnewydd", "Castle Gate"),
        ("Newport", "", "Ŵyresdale"),
        ("St. Ann's", "", "Northbrook <East>"),
    ]


def test_a_page_names_neighbourhood_and_force_beside_each_place() -> None:
    files = bake_pages()
    assert sorted(files) == [f"find/places/{letter}/index.html" for letter in "acfgns"]
    assert {path: faults(html) for path, html in files.items()} == {path: [] for path in files}
    main = next(parse(files["find/places/n/index.html"]).iter("main"))
    lines = next(u for u in main.iter("ul") if u.get("class") == "list").iter("li")
    assert [(text(line), next(iter(line.iter("a"))).get("href")) for line in lines] == [
        ("Newport (Casnewydd)Castle Gate, Loamshire Constabulary", "../../../loamshire/cg/"),
        ("NewportŴyresdale, Wealdmoor & Dale Police", "../../../wealdmoor/cg/"),
    ]


def test_a_place_in_no_neighbourhood_leads_to_its_force() -> None:
    main = next(parse(bake_pages()["find/places/f/index.html"]).iter("main"))
    lines = next(u for u in main.iter("ul") if u.get("class") == "list").iter("li")
    assert [(text(line), next(iter(line.iter("a"))).get("href")) for line in lines] == [
        ("Far Hay (Gwair)Wealdmoor & Dale Police", "../../../wealdmoor/")
    ]


def test_a_place_in_no_boundary_lies_in_the_neighbourhood_of_its_force_that_is_called_after_it() -> None:
    outlying = table(
        "outlying_places", *({"name": "Northbrook East", "lon": -1, "lat": 52, "force_id": force} for force in ("loamshire", "wealdmoor"))
    )
    found = read_place_names(PLACES.clear(), outlying, FORCES, read_places(NEIGHBOURHOODS, FORCES))
    assert [(one.place.name, one.place.path, one.spot) for one in found] == [
        ("Northbrook <East>", "loamshire/nb/index.html", None),
        ("", "wealdmoor/index.html", (-1, 52)),
    ]


def test_a_site_without_places_has_no_page() -> None:
    assert bake_pages(place_neighbourhoods=PLACES.clear(), outlying_places=OUTLYING.clear()) == {}


def test_order_of_rows_does_not_matter() -> None:
    turned = {name: frame.reverse() for name, frame in TABLES.items()}
    assert bake_pages(**turned) == bake_pages()


def test_pages_of_many_names_stay_within_their_budget() -> None:
    assert max(len(gzip.compress(html, 6, mtime=0)) for html in bake_pages(**many(3570)).values()) <= 14 * 1024


def test_a_letter_with_many_names_has_a_page_for_each_run_of_them() -> None:
    letters = by_letter(names(*(f"A{a}{b}{c}" for a in "bcdf" for b in "aeiou" for c in "lmnprstvwxyzbcdfghjk")))
    assert [(piece.prefix, len(piece.names), piece.names[0].key) for piece in letters["A"]] == [("a", 200, "abab"), ("ad", 200, "adab")]


@given(st.lists(st.text("ab con'S-", min_size=1, max_size=6), max_size=60), st.integers(1, 9))
def test_every_name_stands_in_the_piece_that_its_key_leads_to(given_names: list[str], most: int) -> None:
    sorted_names = tuple(one for one in names(*given_names) if one.key)
    pieces = cut(sorted_names, most)
    assert tuple(name for piece in pieces for name in piece.names) == sorted_names
    assert [piece.prefix for piece in pieces] == sorted({piece.prefix for piece in pieces})
    for piece in pieces[1:]:
        assert not {"con"} & {piece.prefix}
    for name in sorted_names:
        assert name in _led_to(pieces, name.key).names


def _led_to(pieces: tuple[Piece[PlaceName], ...], key: str) -> Piece[PlaceName]:
    return [piece for piece in pieces if piece.prefix <= key][-1]
