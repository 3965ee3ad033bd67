"""Who comes by an old address is taken on where there is one place to go, and told in plain words where there is not."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.artefacts.pages import moved
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, raw_group, table

FORCES = table("forces", {"force_id": "gwent", "name": "Gwent Police"}, {"force_id": "kent", "name": "Kent Police"})
MILL_BANK = {"neighbourhood_id": "A2", "folder": "a2", "name": "Mill Bank", "since": "2025-06", "last_month": "2025-04"}
OLD_TOWN = {"to_force_id": "gwent", "to_folder": "b1", "to_name": "Old Town"}
GONE = table(
    "moved_neighbourhoods",
    {"force_id": "gwent", "neighbourhood_id": "A1", "folder": "a1", "name": "Castle <Gate>", "last_month": "2025-05", "position": 0, **OLD_TOWN},
    {"force_id": "gwent", **MILL_BANK, "position": 0, "to_force_id": "kent", "to_folder": "k1", "to_name": "Quay"},
    {"force_id": "gwent", **MILL_BANK, "position": 1, **OLD_TOWN},
    {"force_id": "gwent", "neighbourhood_id": "A3", "folder": "a3", "position": 0},
)
PUBLIC = {**SITE, "base_url": "https://crime.example/", "languages": ["en", "cy"]}


def bake(**changes: Any) -> dict[str, bytes]:
    inputs: dict[str, Any] = {
        "force_id": "gwent",
        "templates": TEMPLATES,
        "locales": (),
        "asset_paths": ASSET_PATHS,
        "forces": FORCES,
        "moved_neighbourhoods": GONE,
        "site": SITE,
    }
    return files_of(moved.make, **{**inputs, **changes})


FILES = bake()
WELSH = bake(language="cy", locales=raw_group("content/locales/cy"), site=PUBLIC)


def main(path: str, files: dict[str, bytes] = FILES) -> Any:
    return next(parse(files[path]).iter("main"))


def hrefs(path: str, files: dict[str, bytes] = FILES) -> list[str]:
    return [str(one.get("href")) for one in main(path, files).iter("a")]


def refresh(html: bytes) -> list[str]:
    return [str(one.get("content")) for one in parse(html).iter("meta") if one.get("http-equiv") == "refresh"]


def test_each_old_address_has_its_page_and_one_where_its_streets_were() -> None:
    assert sorted(FILES) == sorted(f"gwent/{folder}/{rest}index.html" for folder in ("a1", "a2", "a3") for rest in ("", "streets/"))
    assert set(WELSH) == {f"cy/{path}" for path in FILES}


@pytest.mark.parametrize("path", sorted(FILES))
def test_page_is_good_markup_in_both_languages(path: str) -> None:
    assert faults(FILES[path]) == []
    assert faults(WELSH[f"cy/{path}"]) == []


def test_one_successor_is_gone_to_at_once_and_can_be_reached_by_a_link_too() -> None:
    assert refresh(FILES["gwent/a1/index.html"]) == ["0; url=../b1/index.html"]
    assert refresh(FILES["gwent/a1/streets/index.html"]) == ["0; url=../../b1/streets/index.html"]
    assert refresh(WELSH["cy/gwent/a1/index.html"]) == ["0; url=../b1/index.html"]
    assert hrefs("gwent/a1/index.html")[0] == "../b1/"
    assert text(next(main("gwent/a1/index.html").iter("h1"))) == "Castle <Gate>: this page has moved"


@pytest.mark.parametrize("folder", ["a2", "a3"])
def test_where_there_are_several_or_none_nobody_is_taken_away(folder: str) -> None:
    for rest in ("", "streets/"):
        assert refresh(FILES[f"gwent/{folder}/{rest}index.html"]) == []
    assert "is no longer on the force’s list" in text(next(main(f"gwent/{folder}/index.html").iter("h1")))


def test_several_successors_are_links_in_the_operator_s_order() -> None:
    assert hrefs("gwent/a2/index.html") == ["../../kent/k1/", "../b1/", "../", "../../", "../../find/"]
    assert hrefs("gwent/a2/streets/index.html")[:2] == ["../../../kent/k1/streets/", "../../b1/streets/"]


def test_one_without_a_successor_leads_to_its_force_to_the_search_and_to_the_lists() -> None:
    assert hrefs("gwent/a3/index.html") == ["../", "../../", "../../find/"]
    assert "A3 is no longer on the force’s list" in text(main("gwent/a3/index.html"))


def test_the_month_is_the_operator_s_else_that_of_the_list_and_no_word_of_it_where_nobody_knows() -> None:
    said = {
        folder: text(next(one for one in main(f"gwent/{folder}/index.html").iter("p") if one.get("data-part") == "recorded"))
        for folder in ("a1", "a2", "a3")
    }
    whole = "The list of neighbourhoods that the force publishes does not have this one any more."
    assert said == {"a1": f"{whole} It was last there in May 2025.", "a2": f"{whole} It was taken off in June 2025.", "a3": whole}


def test_search_engines_keep_the_page_it_leads_to() -> None:
    def told(html: bytes) -> tuple[list[str], list[str]]:
        page = parse(html)
        robots = [str(one.get("content")) for one in page.iter("meta") if one.get("name") == "robots"]
        return robots, [str(one.get("href")) for one in page.iter("link") if one.get("rel") == "canonical"]

    public = bake(site=PUBLIC)
    assert told(public["gwent/a1/index.html"]) == (["noindex"], ["https://crime.example/gwent/b1/"])
    assert told(public["gwent/a1/streets/index.html"])[1] == ["https://crime.example/gwent/b1/streets/"]
    assert told(WELSH["cy/gwent/a1/index.html"])[1] == ["https://crime.example/cy/gwent/b1/"]
    assert told(public["gwent/a2/index.html"]) == (["noindex"], [])
    assert told(FILES["gwent/a1/index.html"]) == (["noindex"], [])


def test_it_is_told_in_welsh() -> None:
    page = parse(WELSH["cy/gwent/a2/index.html"])
    assert text(next(page.iter("h1"))) == "Nid yw Mill Bank ar restr yr heddlu mwyach"
    assert named(page, "a", hreflang="en")[0].get("href") == "../../../gwent/a2/"


def test_a_force_that_redrew_nothing_has_no_such_page() -> None:
    assert bake(moved_neighbourhoods=GONE.clear()) == {}
