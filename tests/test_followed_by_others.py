"""Calendars and feeds as the programs of others read them, beside what our pages say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import feedparser
from icalendar import Calendar, Event
from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.publish.checks.html import read_page


def words(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node is not None else ""


def listed_meetings(page: Path) -> Iterator[tuple[str, str]]:
    """The day and the first words of every meeting of a page."""
    tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
    for item in tree.css("li.event, ul.past li"):
        time, title = item.css_first("time"), item.css_first("h3, h4, h5") or item.css_first("span")
        assert time is not None
        yield (time.attributes["datetime"] or "")[:10], words(title)


def events_of(path: Path) -> list[Event]:
    return Calendar.from_ical(path.read_bytes()).events


def test_a_calendar_holds_the_meetings_of_its_page(built_site: Path) -> None:
    calendars = sorted(built_site.rglob("meetings.ics"))
    assert len(calendars) > 5
    for path in calendars:
        events = events_of(path)
        told = sorted((str(event.start)[:10], str(event["SUMMARY"])) for event in events)
        listed = sorted(listed_meetings(path.parent / "index.html"))
        assert [day for day, _ in told] == [day for day, _ in listed], path
        titles = {re.sub(r" \([^()]*\)$", "", summary) for _, summary in told}
        assert all(any(text.startswith(title) for title in titles) for _, text in listed), path
        zones = {str(event.start.tzinfo) for event in events if isinstance(event.start, datetime)}
        assert zones <= {"Europe/London"}, path


def test_the_file_of_a_meeting_is_that_meeting_of_the_calendar(built_site: Path) -> None:
    for path in sorted(built_site.rglob("meetings/*.ics")):
        (one,) = events_of(path)
        (same,) = [event for event in events_of(path.parents[1] / "meetings.ics") if event["UID"] == one["UID"]]
        assert one == same, path


def test_a_feed_reads_the_same_in_both_forms_and_tells_the_figures_of_its_page(built_site: Path) -> None:
    feeds = sorted(built_site.rglob("feed.atom"))
    assert len(feeds) > 5
    told = 0
    for path in feeds:
        found = feedparser.parse(path.read_bytes())
        assert not found.bozo, path
        items = json.loads((path.parent / "feed.json").read_bytes())["items"]
        assert [(one.id, one.title) for one in found.entries] == [(one["id"], one["title"]) for one in items], path
        pages = [folder / "index.html" for folder in (path.parent, path.parent / "change") if (folder / "index.html").exists()]
        figures = {number for page in pages for row in read_page(page.read_text(encoding="utf-8")).figures for number in row}
        for entry in found.entries:
            if entry.link.endswith("#crime"):
                numbers = [int(one.replace(",", "")) for one in re.findall(r"\b\d{1,3}(?:,\d{3})*\b(?! 20)", entry.title.partition(": ")[2])]
                assert set(numbers) <= figures, (path, entry.title)
                told += len(numbers)
    assert told > 50
