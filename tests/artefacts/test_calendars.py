"""Tests of sitegen.artefacts.feeds.calendars: a meeting that any telephone can put in its calendar."""

from __future__ import annotations

import polars as pl

from sitegen.artefacts.feeds.calendars import make
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import SITE, raw_group

BOTH = {"languages": ["en", "cy"]}


def table(name: str, *rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(SCHEMAS[name].types) | row for row in rows], schema=SCHEMAS[name].types)


NEIGHBOURHOODS = table("neighbourhoods", {"force_id": "kent", "neighbourhood_id": "K 1", "folder": "k-1", "name": "Castle Gate, Loam", "file": "x"})
LOCALES = raw_group("content/locales")
FORCES = table("forces", {"force_id": "kent", "name": "Kent Police"})


def made(*events: dict[str, object], **site: object) -> dict[str, str]:
    rows = [{"force_id": "kent", "neighbourhood_id": "K 1", "position": place, "address": "", **event} for place, event in enumerate(events)]
    tables = {"events": table("events", *rows), "neighbourhoods": NEIGHBOURHOODS, "forces": FORCES}
    files = make(force_id="kent", locales=LOCALES, **tables, site={**SITE, **site})
    return {path: data.decode() for path, data in files}


MEETING: dict[str, object] = {"title": "Beat meeting", "start": "2025-07-31T18:30", "end": "2025-07-31T20:00", "address": "Guildhall, Market Place"}


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_neighbourhood_has_one_calendar_of_all_meetings_and_a_file_for_each() -> None:
    files = made(MEETING, {**MEETING, "title": "Street surgery"}, {**MEETING, "start": "2025-08-01T10:00", "end": None})
    assert list(files) == [
        "kent/k-1/meetings.ics",
        "kent/k-1/meetings/2025-07-31-1830.ics",
        "kent/k-1/meetings/2025-07-31-1830-2.ics",
        "kent/k-1/meetings/2025-08-01-1000.ics",
    ]
    assert files["kent/k-1/meetings.ics"].count("BEGIN:VEVENT") == 3
    assert files["kent/k-1/meetings/2025-07-31-1830-2.ics"].count("BEGIN:VEVENT") == 1


def test_times_are_those_of_london_and_the_place_is_told() -> None:
    lines = unfolded(made(MEETING)["kent/k-1/meetings.ics"])
    assert "DTSTART;TZID=Europe/London:20250731T183000" in lines
    assert "DTEND;TZID=Europe/London:20250731T200000" in lines
    assert "SUMMARY:Beat meeting (Castle Gate\\, Loam)" in lines
    assert "LOCATION:Guildhall\\, Market Place" in lines
    assert "TZOFFSETTO:+0100" in lines


def test_a_meeting_without_a_time_takes_its_day() -> None:
    lines = unfolded(made({**MEETING, "start": "2025-12-31T00:00", "end": None})["kent/k-1/meetings.ics"])
    assert "DTSTART;VALUE=DATE:20251231" in lines
    assert "DTEND;VALUE=DATE:20260101" in lines


def test_a_meeting_of_whole_days_ends_before_the_day_after_the_last() -> None:
    lines = unfolded(made({**MEETING, "start": "2025-12-30T00:00", "end": "2026-01-01T00:00"})["kent/k-1/meetings.ics"])
    assert "DTSTART;VALUE=DATE:20251230" in lines
    assert "DTEND;VALUE=DATE:20260101" in lines


def test_a_description_becomes_plain_lines_and_no_line_is_longer_than_75_bytes() -> None:
    html = "<p>Anyone may come; ask at the desk.</p><ul><li>Tea &amp; cake</li></ul>" + "<p>" + "ŵ" * 200 + "</p>"
    text = made({**MEETING, "description": html})["kent/k-1/meetings.ics"]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "DESCRIPTION:Anyone may come\\; ask at the desk.\\nTea & cake\\n" + "ŵ" * 200 in unfolded(text)


def test_the_page_is_linked_only_where_the_site_has_an_address() -> None:
    assert "URL:" not in made(MEETING)["kent/k-1/meetings.ics"]
    lines = unfolded(made(MEETING, base_url="https://example.org/crime/")["kent/k-1/meetings.ics"])
    assert "URL:https://example.org/crime/kent/k-1/" in lines


def test_the_same_meeting_keeps_its_identity_and_two_never_share_one() -> None:
    def ids(files: dict[str, str]) -> set[str]:
        return {line for line in unfolded(files["kent/k-1/meetings.ics"]) if line.startswith("UID:")}

    both = ids(made(MEETING, {**MEETING, "title": "Street surgery"}))
    assert len(both) == 2
    assert ids(made(MEETING)) < both


def test_a_neighbourhood_without_meetings_has_no_calendar() -> None:
    assert made() == {}


def test_the_calendar_beside_a_welsh_page_is_in_welsh_and_marks_what_the_force_wrote() -> None:
    files = made(MEETING, base_url="https://example.org/", **BOTH)
    assert sorted(files) == ["cy/kent/k-1/meetings.ics", "kent/k-1/meetings.ics", "kent/k-1/meetings/2025-07-31-1830.ics"]
    welsh, english = unfolded(files["cy/kent/k-1/meetings.ics"]), unfolded(files["kent/k-1/meetings.ics"])
    assert "X-WR-CALNAME:Castle Gate\\, Loam: cyfarfodydd gyda’r tîm" in welsh
    assert "X-WR-CALNAME:Castle Gate\\, Loam: meetings with the team" in english
    assert "SUMMARY;LANGUAGE=en:Beat meeting (Castle Gate\\, Loam)" in welsh
    assert "URL:https://example.org/cy/kent/k-1/" in welsh


def test_a_meeting_is_the_same_one_in_the_calendars_of_both_languages() -> None:
    files = made(MEETING, **BOTH)
    [told] = {tuple(line for line in unfolded(text) if line.startswith("UID:")) for text in files.values()}
    assert len(told) == 1
