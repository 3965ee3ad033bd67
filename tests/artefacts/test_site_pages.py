"""Home, lists, texts and 404: a reader finds a place without a script, and nothing is claimed that was not supplied."""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import pytest

from sitegen import urls
from sitegen.artefacts.pages import outcodes as outcode_pages
from sitegen.artefacts.pages import site
from sitegen.errors import InputError
from sitegen.facts.outcodes import outcodes
from sitegen.raw import RawFile
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import ASSET_PATHS, CONTENT, SITE, TEMPLATES, files_of, raw_group, table

FORCES = table(
    "forces",
    {"force_id": "loamshire", "name": "Loamshire Constabulary", "detail_supplied": True},
    {"force_id": "wealdmoor", "name": "Wealdmoor & Dale Police", "detail_supplied": True},
    {"force_id": "btp", "name": "British Transport Police", "detail_supplied": False},
)
NEIGHBOURHOODS = table(
    "neighbourhoods",
    *(
        {"force_id": force, "neighbourhood_id": key, "folder": key.lower(), "name": name, "events_supplied": key == "NB", "file": "x"}
        for force, key, name in [
            ("loamshire", "CG", "Castle Gate"),
            ("loamshire", "NB", "Northbrook <East>"),
            ("wealdmoor", "CG", "Ŵyresdale"),
            ("wealdmoor", "5A", "5th Avenue"),
        ]
    ),
    {"force_id": "loamshire", "neighbourhood_id": "X", "folder": "x", "name": "Broken", "problem": "name-missing"},
)
POSTCODES = table(
    "postcode_neighbourhoods",
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM10 1AA", "force_id": "wealdmoor", "neighbourhood_id": "CG"},
    {"postcode": "LM9 1AA", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM9 1AB"},
    {"postcode": "LM20 1AA"},
)
OUTCODES = outcodes(postcode_neighbourhoods=POSTCODES)
PLACES = table(
    "place_neighbourhoods",
    {"name": "Abbotsham", "kind": "village", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"name": "Newport", "other_name": "Casnewydd", "kind": "city", "lon": -2.9971, "lat": 51.588, "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"name": "Newport", "kind": "hamlet", "force_id": "wealdmoor", "neighbourhood_id": "CG"},
    {"name": "Nowhere", "kind": "hamlet", "force_id": "loamshire", "neighbourhood_id": "WITHOUT-A-PAGE"},
    {"name": "St. Ann's", "kind": "suburb", "force_id": "loamshire", "neighbourhood_id": "NB"},
)
OUTLYING = table(
    "outlying_places",
    {"name": "Far Hay", "other_name": "Gwair", "kind": "village", "lon": -1.0004, "lat": 52.5, "force_id": "wealdmoor"},
    {"name": "Westport", "other_name": "Porth y Gorllewin", "kind": "city", "lon": -3.2, "lat": 51.5, "force_id": None},
)
CATEGORIES = table(
    "categories",
    {"category": "drugs", "name": "Drugs", "is_crime": True, "about": "", "position": 0},
    {"category": "anti-social-behaviour", "name": "Antisocial behaviour", "is_crime": False, "about": "Not counted as crime.", "position": 1},
)
MONTHS = ["2025-05", "2025-06"]


def cover(states: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """Crime coverage of the two months by force."""
    return table(
        "coverage",
        *(
            {"dataset": "crime", "force_id": force, "month": month, "state": state}
            for force, found in states.items()
            for month, state in zip(MONTHS, found, strict=True)
        ),
    )


COVERAGE = cover({"loamshire": ("supplied", "supplied"), "wealdmoor": ("supplied", "not_supplied"), "btp": ("not_supplied", "not_supplied")})


def bake(**changes: Any) -> dict[str, bytes]:
    """The files of the stage, by path; `changes` replace some of its inputs."""
    inputs: dict[str, Any] = {
        "templates": TEMPLATES,
        "locales": (),
        "content": CONTENT,
        "asset_paths": ASSET_PATHS,
        "forces": FORCES,
        "neighbourhoods": NEIGHBOURHOODS,
        "coverage": COVERAGE,
        "categories": CATEGORIES,
        "outcodes": OUTCODES,
        "place_neighbourhoods": PLACES,
        "outlying_places": OUTLYING,
        "point_neighbourhoods": table("point_neighbourhoods"),
        "provenance": table("provenance"),
        "site": SITE,
        "months": MONTHS,
    }
    return files_of(site.make, **{**inputs, **changes})


FILES = bake()
NOTHING: dict[str, Any] = {
    "forces": FORCES.clear(),
    "neighbourhoods": NEIGHBOURHOODS.clear(),
    "coverage": COVERAGE.clear(),
    "outcodes": OUTCODES.clear(),
    "place_neighbourhoods": PLACES.clear(),
    "outlying_places": OUTLYING.clear(),
    "site": {
        **SITE,
        "operator": "",
        "contact": "",
        "privacy_contact": "",
        "first_month": "",
        "last_month": "",
        "release": "",
        "attributions": [],
        "postcodes": False,
        "places": False,
    },
    "months": [],
}


@pytest.mark.parametrize("path", sorted(FILES))
def test_page_is_good_markup(path: str) -> None:
    assert faults(FILES[path]) == []


def test_site_of_nothing_still_has_its_pages_and_says_so() -> None:
    files = bake(**NOTHING)
    assert {path: faults(html) for path, html in files.items()} == {path: [] for path in files}
    assert sorted(files) == sorted(
        [
            "index.html",
            "find/index.html",
            "postcodes/index.html",
            "about/index.html",
            "method/index.html",
            "privacy/index.html",
            "accessibility/index.html",
            "404.html",
        ]
    )
    assert "No police data was given to this copy of the site" in text(parse(files["index.html"]))
    assert "Nobody has yet said who runs this copy of the site." in text(parse(files["about/index.html"]))


def test_site_without_postcodes_and_places_is_searched_by_street_and_neighbourhood() -> None:
    files = bake(
        site={**SITE, "postcodes": False, "places": False},
        outcodes=NOTHING["outcodes"],
        place_neighbourhoods=PLACES.clear(),
        outlying_places=OUTLYING.clear(),
    )
    for path, html in files.items():
        if path.endswith(".html"):
            labels = [text(label) for label in parse(html).iter("label") if label.get("for") == "q"]
            assert labels == ["Street or neighbourhood"], path
            assert b"NP10" not in html, path
    assert "cannot be searched by postcode" in text(parse(files["index.html"]))


def test_no_placeholder_is_left_in_a_text() -> None:
    for html in FILES.values():
        assert not re.search(r"\{\{|\}\}|\{%", text(parse(html)).replace("{q}", ""))


def test_each_force_says_how_far_its_data_goes() -> None:
    lines = [text(item) for item in next(u for u in parse(FILES["index.html"]).iter("ul") if u.get("class") == "forces").iter("li")]
    assert lines == [
        "Loamshire Constabulary2 neighbourhoods. Crime data to June 2025.",
        "Wealdmoor & Dale Police2 neighbourhoods. Crime data to May 2025, and none since.",
        "British Transport PoliceStations and trains; it has no neighbourhoods. No crime data for May 2025 to June 2025.",
    ]


def test_of_months_that_this_copy_never_asked_for_nothing_is_said_of_a_force() -> None:
    unasked = COVERAGE.with_columns(pl.when(pl.col("state") == "not_supplied").then(pl.lit("not_in_copy")).otherwise("state").alias("state"))
    home = text(parse(bake(coverage=unasked)["index.html"]))
    assert "Wealdmoor & Dale Police2 neighbourhoods. Crime data to May 2025.British" in home


def test_example_is_the_neighbourhood_with_most_from_its_team() -> None:
    assert named(parse(FILES["index.html"]), "a", href="loamshire/nb/")


def test_postcode_field_has_no_name_so_that_no_address_holds_a_postcode() -> None:
    for html in FILES.values():
        fields = list(parse(html).iter("input"))
        assert len(fields) == 1
        assert fields[0].get("name") is None


def test_hint_is_a_postcode_of_the_site() -> None:
    assert "For example LM10 1AA or LM10" in text(parse(FILES["index.html"]))


def test_names_stand_under_their_letter_whatever_their_accents() -> None:
    assert {path for path in FILES if re.match("find/[^/]+/index", path)} == {urls.find_letter(letter) for letter in ("C", "N", "W", "0-9")}
    assert "Ŵyresdale" in text(parse(FILES["find/w/index.html"]))
    assert named(parse(FILES["find/c/index.html"]), "a", aria_current="page")[0].text == "C"


def test_towns_and_villages_can_be_chosen_by_letter_where_there_are_any() -> None:
    links = [link.get("href") for link in parse(FILES["find/index.html"]).iter("a") if (link.get("href") or "").startswith("places/")]
    assert links == ["places/a/", "places/c/", "places/f/", "places/g/", "places/n/", "places/s/"]
    assert named(parse(FILES["index.html"]), "a", href="find/#towns")
    assert "By town or village" not in text(parse(bake(place_neighbourhoods=PLACES.clear(), outlying_places=OUTLYING.clear())["find/index.html"]))


def test_neighbourhood_set_aside_is_in_no_list() -> None:
    assert all("Broken" not in text(parse(html)) for html in FILES.values())


def test_outcodes_are_in_the_order_people_count() -> None:
    links = [a.text for a in parse(FILES["postcodes/index.html"]).iter("a") if (a.text or "").startswith("LM")]
    assert links == ["LM1", "LM9", "LM10"]


def test_text_without_its_file_is_named() -> None:
    with pytest.raises(InputError, match=r"content/pages/privacy\.md"):
        bake(content=tuple(file for file in CONTENT if not file.name.endswith("privacy.md")))


def test_operator_with_odd_signs_is_shown_as_written() -> None:
    about = parse(bake(site={**SITE, "operator": "Open *Data* <b> & [Co]"})["about/index.html"])
    assert "This site is run by Open *Data* <b> & [Co]." in text(about)


FETCHED = table(
    "provenance",
    {"dataset": "own_*file*", "publisher": "A <b> & [Co]", "licence": "OGL", "last_got": "2025-05-30"},
    {"dataset": "archive", "publisher": "Home Office", "licence": "Open Government Licence v3.0", "last_got": "2025-07-01"},
)


def origins(html: bytes) -> list[str]:
    """The paragraphs and list items under the heading of where the figures come from."""
    body = next(one for one in parse(html).iter("div") if one.get("class") == "text read")
    heads = [place for place, one in enumerate(body) if one.tag == "h2"]
    return [text(one) for part in list(body)[heads[0] + 1 : heads[1]] for one in ([part] if part.tag == "p" else part)]


def test_the_figures_page_says_who_published_the_files_that_were_fetched_and_when() -> None:
    html = bake(provenance=FETCHED)["about/index.html"]
    assert faults(html) == []
    assert origins(html)[2:] == [
        "The files were fetched from their publishers:",
        "Crime, outcomes, stop and search: Home Office, Open Government Licence v3.0; the newest fetched on 1 July 2025.",
        "own_*file*: A <b> & [Co], OGL; the newest fetched on 30 May 2025.",
        "The page about coverage says how many files each was; manifest.json has their digests.",
    ]


def test_the_welsh_figures_page_says_it_in_welsh() -> None:
    welsh = {"language": "cy", "locales": raw_group("content/locales/cy"), "content": raw_group("content/pages"), "provenance": FETCHED}
    told = origins(bake(**welsh)["cy/about/index.html"])[2:]
    assert told[0] == "Cafodd y ffeiliau eu nôl gan eu cyhoeddwyr:"
    assert told[1].endswith("Home Office, Open Government Licence v3.0; cafodd y diweddaraf ei nôl ar 1 Gorffennaf 2025.")
    assert len(told) == 4


def test_the_figures_page_says_nothing_of_files_that_nobody_knows_the_origin_of() -> None:
    without = tuple(RawFile(one.name, one.data.replace(b"{{ fetched }}\n\n", b"")) for one in CONTENT)
    assert without != CONTENT
    assert bake(content=without) == FILES


def test_a_wrong_link_is_told_by_its_row_in_the_file_whatever_stands_above_it() -> None:
    with pytest.raises(InputError, match=r"about\.md row 7: no page abuot"):
        bake(content=(RawFile("content/pages/about.md", b"# About\n\nLede.\n\n{{ fetched }}\n\n[x](page:abuot)\n"), *CONTENT[1:]), provenance=FETCHED)


def test_categories_are_explained_with_antisocial_behaviour_apart() -> None:
    items = [text(item) for item in named(parse(FILES["about/index.html"]), "section", id="categories")[0].iter("li")]
    assert items == ["Drugs", "Antisocial behaviour: Not counted as crime."]


def test_404_works_at_any_depth_of_the_configured_address() -> None:
    deep = bake(site={**SITE, "base_url": "https://crime.example/mirror/a/"})["404.html"].decode()
    assert 'href="/mirror/a/find/"' in deep
    assert 'href="/mirror/a/assets/' in deep
    assert 'data-root="/mirror/a/"' in deep
    assert 'href="/find/"' in FILES["404.html"].decode()
    assert 'href="/"' in FILES["404.html"].decode()


def test_sitemap_needs_a_base_url_and_a_public_site() -> None:
    assert "sitemap.xml" not in FILES
    assert "sitemap.xml" not in bake(site={**SITE, "base_url": "https://crime.example/", "preview": True})
    files = bake(site={**SITE, "base_url": "https://crime.example/"})
    assert b"<loc>https://crime.example/loamshire/cg/</loc>" in files["sitemap.xml"]
    assert b"<loc>https://crime.example/</loc>" in files["sitemap.xml"]
    assert files["robots.txt"].endswith(b"Sitemap: https://crime.example/sitemap.xml\n")
    assert b"\nDisallow: /release/\n" in files["robots.txt"]


def test_order_of_rows_does_not_matter() -> None:
    turned = bake(forces=FORCES.reverse(), neighbourhoods=NEIGHBOURHOODS.reverse(), coverage=COVERAGE.reverse(), outcodes=OUTCODES.reverse())
    assert turned == FILES


def bake_outcodes(**changes: Any) -> dict[str, bytes]:
    inputs: dict[str, Any] = {
        "area": "lm",
        "templates": TEMPLATES,
        "locales": (),
        "asset_paths": ASSET_PATHS,
        "postcode_neighbourhoods": POSTCODES,
        "forces": FORCES,
        "neighbourhoods": NEIGHBOURHOODS,
        "site": SITE,
    }
    return files_of(outcode_pages.make, **{**inputs, **changes})


FILES_OF_OUTCODES = bake_outcodes()


def test_outcode_page_lists_its_neighbourhoods_and_no_postcode() -> None:
    files = FILES_OF_OUTCODES
    assert sorted(files) == [f"postcodes/{outcode}/index.html" for outcode in ("lm1", "lm10", "lm20", "lm9")]
    for html in files.values():
        assert faults(html) == []
        assert not re.search(r"LM\d+ \d[A-Z]{2}", text(next(parse(html).iter("main"))))
    page = parse(files["postcodes/lm1/index.html"])
    assert [a.get("href") for a in next(u for u in page.iter("ul") if u.get("class") == "list" and u.get("data-list") is None).iter("a")] == [
        "../../loamshire/cg/",
        "../../loamshire/nb/",
    ]


def test_outcode_page_lists_what_postcodes_in_use_reach() -> None:
    ended = {"force_id": "wealdmoor", "neighbourhood_id": "CG", "terminated": "1996-06"}
    areas = pl.concat([POSTCODES, table("postcode_neighbourhoods", {**ended, "postcode": "LM1 9ZZ"}, {**ended, "postcode": "LM5 1AA"})])
    files = bake_outcodes(postcode_neighbourhoods=areas)
    assert files["postcodes/lm1/index.html"] == FILES_OF_OUTCODES["postcodes/lm1/index.html"]
    assert "No postcode that begins with LM5 is in use any more." in text(parse(files["postcodes/lm5/index.html"]))
    assert bake(outcodes=outcodes(postcode_neighbourhoods=areas)) == FILES


def test_outcode_page_says_where_no_boundary_is_known() -> None:
    files = {path: text(parse(html)) for path, html in bake_outcodes().items()}
    assert "Some postcodes in LM9 lie in no neighbourhood" in files["postcodes/lm9/index.html"]
    assert "No postcode in LM20 lies in a neighbourhood" in files["postcodes/lm20/index.html"]
    assert "lie in no neighbourhood" not in files["postcodes/lm1/index.html"]


def test_area_without_postcodes_has_no_pages() -> None:
    assert bake_outcodes(postcode_neighbourhoods=POSTCODES.clear()) == {}


def test_text_names_a_value_or_page_that_does_not_exist() -> None:
    with pytest.raises(InputError, match=r"about\.md row 3: no value telephone"):
        bake(content=(RawFile("content/pages/about.md", b"# About\n\nCall {{ telephone }}.\n"), *CONTENT[1:]))
    with pytest.raises(InputError, match=r"about\.md row 5: no page abuot"):
        bake(content=(RawFile("content/pages/about.md", b"# About\n\nLede.\n\n[x](page:abuot)\n"), *CONTENT[1:]))
    with pytest.raises(InputError, match=r"about\.md row 1: a page begins with its title"):
        bake(content=(RawFile("content/pages/about.md", b"No title\n"), *CONTENT[1:]))


def test_html_in_a_text_is_shown_and_not_run() -> None:
    files = bake(content=(RawFile("content/pages/about.md", b"# About\n\nLede.\n\n<script>alert(1)</script>\n"), *CONTENT[1:]))
    assert faults(files["about/index.html"]) == []
    assert "&lt;script&gt;" in files["about/index.html"].decode()


def test_the_example_of_a_neighbourhood_is_one_in_which_something_can_be_counted() -> None:
    tells_most = (pl.col("force_id") == "loamshire") & (pl.col("neighbourhood_id") == "NB")
    neighbourhoods = NEIGHBOURHOODS.with_columns(tells_most.alias("events_supplied"))

    def example(*counted: str) -> str:
        points = table("point_neighbourhoods", *({"x": 1, "y": 1, "force_id": "loamshire", "neighbourhood_id": name} for name in counted))
        home = parse(bake(neighbourhoods=neighbourhoods, point_neighbourhoods=points)["index.html"])
        line = next(paragraph for paragraph in home.iter("p") if "One example:" in text(paragraph))
        return str(next(line.iter("a")).get("href"))

    assert [example(), example("CG"), example("CG", "NB")] == ["loamshire/nb/", "loamshire/cg/", "loamshire/nb/"]
