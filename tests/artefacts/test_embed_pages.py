"""A neighbourhood in a frame on another website: three parts, each known or said to be missing, no script; and the page with the lines to copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sitegen import urls
from sitegen.artefacts.pages import embeds, neighbourhood, site
from sitegen.publish.checks.budgets import gzip_size
from sitegen.publish.checks.sizes import EMBED
from tests.artefacts import loamshire
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import CONTENT, SITE, table

CASTLE_GATE, OLD_DOCKS = urls.embed("loamshire", "cg"), urls.embed("loamshire", "od")
PARTS = ["map", "trend", "meeting"]


def frame(path: str = CASTLE_GATE, **changes: Any) -> Element:  # Any: tables, settings
    """One page for frames as an element tree."""
    return parse(loamshire.pages(neighbourhood, **changes)[path])


def part(tree: Element, name: str) -> str:
    return text(named(tree, "section", id=name)[0])


@pytest.mark.parametrize("path", [CASTLE_GATE, OLD_DOCKS])
def test_it_has_all_parts_whatever_is_known_and_nothing_wrong_with_it(path: str) -> None:
    assert [section.get("id") for section in frame(path).iter("section")] == PARTS
    assert faults(loamshire.pages(neighbourhood)[path]) == []


def test_it_runs_and_loads_nothing_but_its_style() -> None:
    tree = frame()
    assert list(tree.iter("script")) == []
    assert [(one.get("rel"), one.get("href")) for one in tree.iter("link")] == [("stylesheet", next(one.get("href") for one in tree.iter("link")))]
    (policy,) = named(tree, "meta", http_equiv="Content-Security-Policy")
    assert policy.get("content") == "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'"


def test_search_engines_leave_it_alone() -> None:
    site_ = {**SITE, "base_url": "https://crime.example/"}
    assert [one.get("content") for one in frame(site=site_).iter("meta") if one.get("name") == "robots"] == ["noindex"]
    sitemap = loamshire.pages(site, content=CONTENT, site=site_)[urls.SITEMAP].decode()
    assert "https://crime.example/loamshire/cg/<" in sitemap
    assert "/embed/" not in sitemap


def test_its_links_leave_the_frame_and_tell_the_other_page_nothing() -> None:
    links = [one for one in frame().iter("a") if not one.get("href").startswith(("tel:", "mailto:")) and not one.get("hreflang")]
    assert links
    assert {(one.get("target"), one.get("rel")) for one in links} == {("_blank", "noopener")}


def test_it_says_place_month_release_and_source() -> None:
    said = text(frame())
    for what in ("Castle Gate", "Loamshire Constabulary, June 2025", "Release 2025-08, months May 2025 to June 2025", "data.police.uk"):
        assert what in said


def test_it_has_the_numbers_of_the_page() -> None:
    page = parse(loamshire.pages(neighbourhood)[urls.neighbourhood("loamshire", "cg")])
    assert text(named(page, "p", class_="finding")[0]).startswith(text(named(frame(), "p", class_="finding")[0]))


def test_it_names_the_next_three_meetings_and_whom_to_ask() -> None:
    events = loamshire.world()["events"].filter(neighbourhood_id="cg").head(1)
    days = range(1, 6)
    many = pl.concat([events.with_columns(pl.lit(f"2025-08-0{day}T18:30").alias("start"), pl.lit(f"Talk {day}").alias("title")) for day in days])
    said = part(frame(events=many.with_columns(pl.lit(None, pl.String).alias("end"))), "meeting")
    assert [f"Talk {day}" in said for day in days] == [True, True, True, False, False]
    assert "As known on 30 June 2025" in said
    assert "101 and ask for Castle Gate" in said


def test_without_a_boundary_it_says_why_there_is_no_map_and_no_number() -> None:
    tree = frame(OLD_DOCKS)
    for name in ("map", "trend"):
        assert "boundary for this neighbourhood was not supplied" in part(tree, name)


def test_without_a_month_it_says_that_there_are_no_figures() -> None:
    names = ("neighbourhood_series", "force_series", "coverage", "neighbourhood_changes")
    none: dict[str, Any] = {name: table(name) for name in names}
    tree = frame(months=[], **none)
    assert "No figures for crime were given" in part(tree, "trend")


def test_a_name_of_any_text_stays_text() -> None:
    odd = '<b>"Quote"</b>\n=1+1 \u202e'
    tree = frame(neighbourhoods=loamshire.neighbourhoods().with_columns(pl.lit(odd).alias("name")))
    assert text(named(tree, "h1")[0]) == " ".join(odd.split())


def test_the_page_of_lines_lists_forces_that_have_something_to_show_and_an_example() -> None:
    (html,) = loamshire.pages(embeds).values()
    tree = parse(html)
    assert faults(html) == []
    options = [option.get("value") for option in named(tree, "select", id="e-force")[0].iter("option")]
    assert options == ["", "loamshire"]
    assert named(tree, "iframe")[0].get("src") == "../loamshire/cg/embed/"
    assert named(tree, "div", class_="embed-make stack")[0].get("hidden") is not None


def test_a_site_without_a_boundary_has_the_instructions_alone() -> None:
    (html,) = loamshire.pages(embeds, boundaries=table("boundaries")).values()
    assert named(parse(html), "iframe") == []
    assert "ADDRESS/embed/" in html.decode()


def test_the_page_leads_to_the_lines_for_it() -> None:
    page = parse(loamshire.pages(neighbourhood)[urls.neighbourhood("loamshire", "cg")])
    assert [text(one) for one in named(page, "a", href="../../embed/#area=loamshire/cg")] == ["Show this on your website"]


def test_the_page_leads_to_its_record_in_the_api_where_there_is_one() -> None:
    pages = loamshire.pages(neighbourhood, neighbourhoods=loamshire.neighbourhoods().with_columns(detail_supplied=pl.col("neighbourhood_id") == "cg"))
    there = [b"the API\xe2\x80\x99s record" in pages[urls.neighbourhood("loamshire", folder)] for folder in ("cg", "mb-1")]
    assert there == [True, False]
    assert b'href="../../api/loamshire/cg/index.json"' in pages[urls.neighbourhood("loamshire", "cg")]


@pytest.mark.site
def test_every_frame_of_a_county_is_small_with_the_style_it_brings(built_site: Path) -> None:
    (style,) = built_site.glob("assets/embed.*.css")
    frames = [path for path in built_site.rglob("*/embed/index.html") if urls.is_embed(path.relative_to(built_site).as_posix())]
    assert len(frames) > 70
    largest = max(gzip_size(path.read_bytes()) for path in frames) + gzip_size(style.read_bytes())
    assert largest <= EMBED // 2
