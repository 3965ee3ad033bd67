"""What teams said before is read like what they say today, and only the months are kept in which it was seen."""

from __future__ import annotations

import json

from sitegen.raw import RawFile
from sitegen.sources.past_entries import read_past_events, read_past_priorities

ISSUE = {"issue": "<p>Speeding in <b>Mill Lane</b><script>x</script></p>", "issue-date": "2025-01-09T00:00:00", "action": None, "action-date": None}


def seen(entry: object, first: str = "2025-01-20", last: str = "2025-03-02") -> dict[str, object]:
    return {"entry": entry, "first": first, "last": last}


def history(name: str, *entries: object) -> RawFile:
    return RawFile(f"history/gwent/{name}.json", json.dumps({"entries": entries, "format": 1}).encode())


def test_a_priority_has_the_months_it_was_seen_and_the_words_a_page_may_show() -> None:
    rows = read_past_priorities(force_id="gwent", team_history=(history("NB85/priorities", seen(ISSUE)), history("NB85/events", seen({}))))
    (row,) = rows.to_dicts()
    assert (row["neighbourhood_id"], row["issue_date"], row["first_month"], row["last_month"]) == ("NB85", "2025-01-09", "2025-01", "2025-03")
    assert "<script" not in row["issue"]
    assert "Speeding in" in row["issue"]
    assert (row["problem"], row["note"]) == (None, None)


def test_a_meeting_is_read_as_one_of_today_is() -> None:
    meeting = {"title": "Surgery", "type": "meeting", "start_date": "2025-02-03T18:00:00", "end_date": None, "description": None, "address": "Hall"}
    (row,) = read_past_events(force_id="gwent", team_history=(history("NB85/events", seen(meeting)),)).to_dicts()
    assert (row["title"], row["start"], row["address"], row["last_month"]) == ("Surgery", "2025-02-03T18:00", "Hall", "2025-03")


def test_what_cannot_be_used_costs_itself() -> None:
    files = (
        RawFile("history/gwent/A/priorities.json", b"{"),
        RawFile("history/gwent/B/priorities.json", b'{"entries":3}'),
        history("C/priorities", seen({"issue": ""}), seen(ISSUE, first="soon")),
    )
    rows = read_past_priorities(force_id="gwent", team_history=files)
    assert rows.select("neighbourhood_id", "row", "problem", "note").rows() == [
        ("A", 1, "json-unreadable", None),
        ("B", 1, "json-unexpected", None),
        ("C", 1, "priority-without-issue", None),
        ("C", 2, None, "date-unreadable"),
    ]


def test_no_history_is_no_rows() -> None:
    assert read_past_priorities(force_id="gwent", team_history=()).is_empty()
