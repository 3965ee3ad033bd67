"""What was asked and done stands month by month in the force's words; nothing is said to have come of it."""

from __future__ import annotations

from typing import Any

import polars as pl

from sitegen.artefacts.pages import neighbourhood, timeline
from tests.artefacts import loamshire
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import raw_group, table
from tests.artefacts.loamshire import FORCE

PAGE = f"{FORCE}/cg/timeline/index.html"
ENTRIES = (
    {"kind": "coming", "day": "2025-07-04", "text": "Surgery & tea", "about": "Town hall"},
    {"kind": "done", "day": "2025-05-20", "text": "<p>Two <strong>warnings</strong></p>", "about": "<p>Speeding in Mill Lane</p>"},
    {"kind": "unlisted", "day": "2025-05-09", "text": "Market stall", "last_month": "2025-04"},
    {"kind": "raised", "day": "2025-05-02", "text": "<p>Speeding in Mill Lane</p>"},
    {"kind": "raised", "day": None, "text": "<p>Litter</p>", "last_month": "2025-03"},
)


def entries(*given: dict[str, Any], place: str = "cg") -> pl.DataFrame:
    return table("timelines", *({"force_id": FORCE, "neighbourhood_id": place, "position": at, **one} for at, one in enumerate(given)))


def main(*given: dict[str, Any]) -> Element:
    return next(parse(loamshire.pages(timeline, timelines=entries(*given))[PAGE]).iter("main"))


def test_months_are_headings_the_newest_first_and_what_has_no_date_stands_last() -> None:
    page = main(*ENTRIES)
    assert [text(one) for one in page.iter("h2")] == ["July 2025", "May 2025", "Without a date", "What came of it"]
    assert [" ".join(text(one).split()) for one in page.iter("h3")] == [
        "Meeting: Surgery & tea",
        "What the team did",
        "Meeting: Market stall",
        "Asked: Speeding in Mill Lane",
        "Asked: Litter",
    ]


def test_an_action_names_the_priority_it_is_about_and_what_is_gone_says_when_it_was_last_seen() -> None:
    said = " ".join(" ".join(main(*ENTRIES).itertext()).split())
    for phrase in (
        "What the team did About: Speeding in Mill Lane 20 May 2025 Two warnings",
        "Last seen in the force’s list in April 2025, before its day.",
        "Last seen among the priorities in March 2025.",
        "Nobody has supplied what an action led to",
    ):
        assert phrase in said


def test_one_thing_alone_is_no_timeline_and_no_page_links_to_one() -> None:
    assert loamshire.pages(timeline, timelines=entries(ENTRIES[0])) == {}
    for given, links in ((ENTRIES, 1), (ENTRIES[:1], 0)):
        pages = loamshire.pages(neighbourhood, timelines=entries(*given))
        found = named(parse(pages[f"{FORCE}/cg/index.html"]), "a", href="timeline/")
        assert len(found) == links
        assert not named(parse(pages[f"{FORCE}/ff/index.html"]), "a", href="timeline/")


def test_a_place_of_which_nothing_is_supplied_today_leads_to_what_was_once_seen() -> None:
    pages = loamshire.pages(neighbourhood, timelines=entries(*ENTRIES, place="MB 1"))
    assert len(named(parse(pages[f"{FORCE}/mb-1/index.html"]), "a", href="timeline/")) == 1


def test_a_place_without_figures_is_not_said_to_have_any() -> None:
    files = loamshire.pages(timeline, timelines=entries(*ENTRIES, place="od"))
    page = parse(files[f"{FORCE}/od/timeline/index.html"])
    assert not named(page, "a", href="../#outcomes")
    assert named(main(*ENTRIES), "a", href="../#outcomes")


def test_a_page_that_would_be_too_large_leaves_the_oldest_to_the_downloads() -> None:
    long = [{"kind": "raised", "day": f"2025-0{9 - at}-01", "text": f"<p>{'word ' * 1500}</p>"} for at in range(5)]
    page = main(*long)
    assert len(list(page.iter("article"))) == 2
    assert "3 older entries have no room here." in " ".join(text(page).split())


def test_the_page_is_sound_in_both_languages() -> None:
    assert faults(loamshire.pages(timeline, timelines=entries(*ENTRIES))[PAGE]) == []
    site = {**loamshire.world()["site"], "languages": ["en", "cy"]}
    welsh = loamshire.pages(timeline, timelines=entries(*ENTRIES), language="cy", locales=raw_group("content/locales/cy"), site=site)[f"cy/{PAGE}"]
    assert faults(welsh) == []
    # The force's words are in its own language.
    assert [one.get("lang") for one in parse(welsh).iter("span") if text(one) == "Market stall"] == ["en"]
