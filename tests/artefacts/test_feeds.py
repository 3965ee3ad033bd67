"""Tests of sitegen.artefacts.feeds: what is new in a neighbourhood, for a feed reader, the same on any day and wherever it is published."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree.ElementTree import Element

import polars as pl
import pytest
from defusedxml.ElementTree import fromstring

from sitegen.artefacts.feeds.formats import Entry, Feed, atom, entry_id
from sitegen.artefacts.feeds.news import ENTRIES_MOST, MONTHS_LISTED, make
from sitegen.publish.checks import feeds
from tests.artefacts.inputs import SITE, files_of, raw_group, table
from tests.publish.checks.whole_site import facts_of

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MONTHS = ["2025-05", "2025-06"]
LOCALES = raw_group("content/locales")
PLACE = {"force_id": "kent", "neighbourhood_id": "K 1", "folder": "k-1", "name": "Castle Gate & Quay", "detail_supplied": True}
OF_PLACE = {"force_id": "kent", "neighbourhood_id": "K 1"}
PRIORITY = {**OF_PLACE, "position": 0, "issue": "<p>Bicycles &amp; tools stolen</p>", "issue_date": "2025-03-12"}
MEETING = {**OF_PLACE, "position": 0, "title": "Beat meeting", "kind": "meeting", "start": "2025-07-31T18:30", "end": "2025-07-31T20:00",
           "address": "Guildhall"}  # fmt: skip
CATEGORIES = table(
    "categories",
    {"category": "burglary", "name": "Burglary", "position": 1, "is_crime": True},
    {"category": "anti-social-behaviour", "name": "Antisocial behaviour", "position": 2, "is_crime": False},
)


def made(
    *,
    months: list[str] = MONTHS,
    missing: str = "",
    priorities: Any = (PRIORITY,),
    events: Any = (MEETING,),
    changes: Any = (),
    outcome_ages: pl.DataFrame | None = None,
    **site: object,
) -> dict[str, bytes]:
    kinds = ("burglary", "anti-social-behaviour")
    series = [
        {"month": month, "category": kind, "crimes": None if month == missing else number} for month in months for number, kind in enumerate(kinds, 3)
    ]
    states = [
        {"dataset": dataset, "force_id": "kent", "month": month, "state": "not_supplied" if month == missing else "supplied"}
        for dataset in ("crime", "asb")
        for month in months
    ]
    return files_of(
        make,
        force_id="kent",
        locales=LOCALES,
        forces=table("forces", {"force_id": "kent", "name": "Kent Police", "detail_supplied": True}),
        neighbourhoods=table("neighbourhoods", PLACE),
        priorities=table("priorities", *priorities),
        events=table("events", *events),
        neighbourhood_series=table("neighbourhood_series", *({**OF_PLACE, **row} for row in series)),
        force_series=table("force_series", *({"force_id": "kent", **row} for row in series)),
        coverage=table("coverage", *states),
        categories=CATEGORIES,
        release_changes=table("release_changes", *changes),
        outcome_ages=outcome_ages if outcome_ages is not None else table("outcome_ages"),
        site={**SITE, "as_of": f"{months[-1]}-30", **site},
        months=months,
    )


def test_a_force_is_told_of_a_release_that_changed_months_already_told() -> None:
    of = {"force_id": "kent", "release": "2025-06", "before": "2025-05", "dataset": "crime", "others": False, "rows": 90}
    numbers = {"added": 0, "withdrawn": None, "reoutcomed": 40}
    changes = [
        {**of, "part": part, "month": month, "change": change, "crimes": crimes}
        for part, month in (("all", None), ("month", "2025-05"))
        for change, crimes in numbers.items()
    ]
    told = entries(made(changes=changes)["kent/feed.atom"])
    entry = told["June 2025: what changed in months already told"]
    assert "Crimes taken out: fewer than 10 in any month. Crimes with another outcome: 40." in (entry.findtext(f"{ATOM}content") or "")
    assert "come to an age" not in (entry.findtext(f"{ATOM}content") or "")


def test_a_force_is_told_which_months_came_to_an_age_though_the_release_changed_nothing() -> None:
    of = {"force_id": "kent", "release": "2025-06", "before": "2025-05", "dataset": "crime", "others": False, "rows": 90, "crimes": 0}
    changes = [{**of, "part": part, "month": month, "change": "added"} for part, month in (("all", None), ("month", "2025-05"))]
    known = {"force_id": "kent", "month": "2025-05", "age": 1, "state": "known", "witness": "release", "release": "2025-06", "category": "burglary"}
    ages = table("outcome_ages", known | {"group": "charged", "crimes": 30}, known | {"group": "open", "crimes": 60})
    entry = entries(made(changes=changes, outcome_ages=ages)["kent/feed.atom"])["June 2025: what changed in months already told"]
    assert (entry.findtext(f"{ATOM}content") or "").endswith(
        "Nothing has changed. 90 crimes of May 2025 have come to an age of 1 month since the release before; with an outcome within 1 month: 33%."
    )
    unchanged = [{**row, "crimes": 0} for row in changes]
    assert not [title for title in entries(made(changes=unchanged)["kent/feed.atom"]) if "already told" in title]


def entries(data: bytes) -> dict[str, Element]:
    return {entry.findtext(f"{ATOM}title") or "": entry for entry in fromstring(data).findall(f"{ATOM}entry")}


def ids(data: bytes) -> set[str]:
    return {entry.findtext(f"{ATOM}id") or "" for entry in fromstring(data).findall(f"{ATOM}entry")}


def test_a_neighbourhood_is_told_of_months_priorities_and_meetings_newest_first() -> None:
    files = made()
    assert list(files) == ["kent/feed.atom", "kent/feed.json", "kent/k-1/feed.atom", "kent/k-1/feed.json"]
    told = entries(files["kent/k-1/feed.atom"])
    assert sorted(told) == [
        "June 2025: 3 crimes and 4 reports of antisocial behaviour",
        "May 2025: 3 crimes and 4 reports of antisocial behaviour",
        "Meeting: Beat meeting, 31 July 2025",
        "Priority: Bicycles & tools stolen",
    ]
    dates = [entry.findtext(f"{ATOM}updated") or "" for entry in told.values()]
    assert dates == sorted(dates, reverse=True)


def test_dates_come_from_the_data() -> None:
    told = entries(made()["kent/k-1/feed.atom"])
    dates = {title.partition(":")[0]: entry.findtext(f"{ATOM}updated") for title, entry in told.items()}
    assert dates == {
        "June 2025": "2025-06-30T00:00:00Z",
        "May 2025": "2025-05-31T00:00:00Z",
        "Meeting": "2025-06-30T00:00:00Z",
        "Priority": "2025-03-12T00:00:00Z",
    }


def test_a_force_is_told_of_months_only() -> None:
    assert list(entries(made()["kent/feed.atom"])) == [
        "June 2025: 3 crimes and 4 reports of antisocial behaviour",
        "May 2025: 3 crimes and 4 reports of antisocial behaviour",
    ]


def test_entries_keep_their_ids_when_a_month_is_added_and_the_site_moves() -> None:
    before = ids(made()["kent/k-1/feed.atom"])
    after = ids(made(months=[*MONTHS, "2025-07"], base_url="https://crime.example/")["kent/k-1/feed.atom"])
    assert before < after
    assert len(after - before) == 1


def test_an_action_is_news_and_the_priority_stays_the_same_entry() -> None:
    before = ids(made()["kent/k-1/feed.atom"])
    files = made(priorities=[{**PRIORITY, "action": "<p>Marked 40 bicycles.</p>", "action_date": "2025-06-18"}])
    assert before < ids(files["kent/k-1/feed.atom"])
    action = entries(files["kent/k-1/feed.atom"])["What was done: Bicycles & tools stolen"]
    assert action.findtext(f"{ATOM}content") == "Marked 40 bicycles."
    assert action.findtext(f"{ATOM}updated") == "2025-06-18T00:00:00Z"


def test_no_entry_is_dated_after_the_data() -> None:
    late = {**PRIORITY, "issue_date": "2052-05-01", "action": "<p>Done.</p>", "action_date": "2099-06-01"}
    files = made(priorities=[late], events=[{**MEETING, "start": "2050-01-01T10:00", "end": None}])
    for feed in (files["kent/k-1/feed.atom"], files["kent/k-1/feed.json"]):
        assert max(re.findall(r"\d{4}-\d{2}-\d{2}T00:00:00Z", feed.decode())) == f"{SITE['as_of']}T00:00:00Z"


def test_a_month_that_was_not_supplied_says_so_and_is_new_once_it_is() -> None:
    missing, supplied = made(missing="2025-06"), made()
    assert "June 2025: no figures" in entries(missing["kent/k-1/feed.atom"])
    assert ids(supplied["kent/k-1/feed.atom"]) - ids(missing["kent/k-1/feed.atom"])


def test_equal_priorities_and_meetings_have_ids_of_their_own() -> None:
    files = made(priorities=[PRIORITY, {**PRIORITY, "position": 1}], events=[MEETING, {**MEETING, "position": 1}])
    assert len(ids(files["kent/k-1/feed.atom"])) == 2 + 2 + 2


def test_a_feed_holds_the_newest_entries_only() -> None:
    months = [f"20{year}-{month:02d}" for year in (23, 24) for month in range(1, 13)]
    many = [{**MEETING, "position": day, "start": f"2025-01-{day:02d}T10:00", "end": None} for day in range(1, 29)]
    files = made(months=months, events=many)
    assert len(ids(files["kent/feed.atom"])) == MONTHS_LISTED
    assert len(ids(files["kent/k-1/feed.atom"])) == ENTRIES_MOST


def test_without_a_base_url_links_are_relative_in_atom_and_left_out_of_json() -> None:
    files = made()
    assert [link.get("href") for link in fromstring(files["kent/k-1/feed.atom"]).findall(f"{ATOM}link")] == ["feed.atom", "./"]
    assert not [key for item in json.loads(files["kent/k-1/feed.json"])["items"] for key in item if "url" in key]


def test_with_a_base_url_links_are_whole() -> None:
    files = made(base_url="https://crime.example/a/")
    feed = json.loads(files["kent/k-1/feed.json"])
    assert feed["home_page_url"] == "https://crime.example/a/kent/k-1/"
    assert feed["feed_url"] == "https://crime.example/a/kent/k-1/feed.json"
    assert {item["url"].partition("#")[2] for item in feed["items"]} == {"crime", "priorities", "meetings"}
    self_link = fromstring(files["kent/feed.atom"]).find(f"{ATOM}link[@rel='self']")
    assert self_link is not None
    assert self_link.get("href") == "https://crime.example/a/kent/feed.atom"


def test_both_forms_say_the_same() -> None:
    files = made()
    told = [(entry.findtext(f"{ATOM}id"), title) for title, entry in entries(files["kent/k-1/feed.atom"]).items()]
    assert told == [(item["id"], item["title"]) for item in json.loads(files["kent/k-1/feed.json"])["items"]]


def test_signs_that_xml_forbids_are_left_out() -> None:
    feed = Feed("k", "A < B", "kent/index.html", [Entry(entry_id("x"), "]]>\x08 &", "a\x00b", "2025-06-30", "kent/index.html", "")])
    data = atom(feed, "kent/feed.atom", SITE, "en")
    assert fromstring(data).findtext(f"{ATOM}entry/{ATOM}title") == "]]> &"
    assert fromstring(data).findtext(f"{ATOM}entry/{ATOM}content") == "ab"


@pytest.mark.parametrize("path", ["kent/feed.atom", "kent/feed.json", "kent/k-1/feed.atom", "kent/k-1/feed.json"])
def test_feeds_pass_the_checks_of_a_published_site(path: str) -> None:
    assert facts_of(feeds.CHECK, path, made()[path]).findings == ()


def test_another_language_has_feeds_of_its_own_beside_its_pages() -> None:
    files = made(languages=["en", "cy"])
    assert [path for path in files if path.startswith("cy/")] == [
        "cy/kent/feed.atom",
        "cy/kent/feed.json",
        "cy/kent/k-1/feed.atom",
        "cy/kent/k-1/feed.json",
    ]
    welsh = fromstring(files["cy/kent/k-1/feed.atom"])
    assert welsh.get("{http://www.w3.org/XML/1998/namespace}lang") == "cy"
    assert [link.get("href") for link in welsh.findall(f"{ATOM}link")] == ["feed.atom", "./"]
    assert not ids(files["cy/kent/k-1/feed.atom"]) & ids(files["kent/k-1/feed.atom"])
    assert ids(files["kent/k-1/feed.atom"]) == ids(made()["kent/k-1/feed.atom"])


def test_a_welsh_feed_says_which_words_are_the_force_s_english_ones() -> None:
    action = {"action": "<p>Marked 40 bicycles</p>", "action_date": "2025-05-01"}
    files = made(priorities=({**PRIORITY, **action},), languages=["en", "cy"])
    content = {title: entry.find(f"{ATOM}content") for title, entry in entries(files["cy/kent/k-1/feed.atom"]).items()}
    marked = {title for title, element in content.items() if element is not None and element.get(LANGUAGE) == "en"}
    assert marked == {"Blaenoriaeth: Bicycles & tools stolen", "Yr hyn a wnaed: Bicycles & tools stolen"}
    items = json.loads(files["cy/kent/k-1/feed.json"])["items"]
    assert {item["title"] for item in items if item.get("language") == "en"} == marked
    assert b"<content xml:lang" not in files["kent/k-1/feed.atom"]
