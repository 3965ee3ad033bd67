"""What the force says about its team, turned into lines without losing or adding a word."""

from __future__ import annotations

from typing import Any

from sitegen.artefacts.sections.components import Priority
from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.sections.team_view import TeamTables, plain_text, read_teams, short_address, view_team
from sitegen.artefacts.text.words import read_words
from tests.artefacts.inputs import table

HERE = {"force_id": "loamshire", "neighbourhood_id": "cg"}
TABLES = ("contacts", "stations", "links", "people", "priorities", "events")


def priority(**row: Any) -> Priority:  # Any: cells
    tables = {name: table(name) for name in TABLES} | {"priorities": table("priorities", {**HERE, "position": 0, **row})}
    return read_teams(TeamTables(**tables), read_words("en", ())).priorities["cg"][0]


def test_short_issue_is_the_title_alone() -> None:
    found = priority(issue="<p>Parking on Mill Lane.</p>")
    assert (found.title, found.why) == ("Parking on Mill Lane", None)


def test_long_issue_gives_its_first_sentence_and_stays_whole_below() -> None:
    issue = "<p>Bikes ridden fast through Castle Green. " + "Families say that the path by the playground does not feel safe. " * 3 + "</p>"
    found = priority(issue=issue)
    assert found.title == "Bikes ridden fast through Castle Green"
    assert found.why == issue


def test_first_paragraph_or_line_is_the_title_and_the_rest_stands_below() -> None:
    for issue in (
        "<p><strong>Shoplifting on High Street</strong></p><p>The same few people come back.</p>",
        "<p><strong>Shoplifting on High Street</strong><br>The same few people come back.</p>",
    ):
        found = priority(issue=issue)
        assert (found.title, found.why) == ("Shoplifting on High Street", "<p>The same few people come back.</p>")


def test_tag_that_runs_over_the_first_line_is_opened_again_below() -> None:
    found = priority(issue="<p><strong>Shoplifting<br>on High Street</strong></p>")
    assert (found.title, found.why) == ("Shoplifting", "<p><strong>on High Street</strong></p>")


def test_a_second_paragraph_never_stands_in_the_title() -> None:
    for issue, title, why in (
        ("<p>Parking.</p><p>On Mill Lane.</p>", "Parking", "<p>On Mill Lane.</p>"),
        ("<p></p><p>Parking</p> <p>On Mill Lane.</p>", "Parking", "<p>On Mill Lane.</p>"),
        ("<ul><li>Parking</li><li>Noise</li></ul>", "Parking", "<ul><li>Noise</li></ul>"),
        ("Parking <p>On Mill Lane.</p>", "Parking", "<p>On Mill Lane.</p>"),
    ):
        found = priority(issue=issue)
        assert (found.title, found.why) == (title, why)


def test_long_issue_without_a_sentence_is_cut_at_a_word() -> None:
    found = priority(issue="<p>" + "parking " * 40 + "</p>")
    assert found.title.endswith("parking …")
    assert len(found.title) <= 112


def test_entities_and_tags_do_not_reach_the_title() -> None:
    assert priority(issue="<p>Banks &amp; <strong>Hesketh</strong></p>").title == "Banks & Hesketh"


def test_issue_without_words_is_named_as_such() -> None:
    assert priority(issue="<p> </p>").title == "A priority without a text"


def test_action_without_words_is_no_action() -> None:
    assert priority(issue="<p>Parking</p>", action="<p>&nbsp;</p>").action is None


def test_plain_text_joins_paragraphs_with_a_space() -> None:
    assert plain_text("<p>One</p><p>two</p>") == "One two"


def test_web_addresses_are_shortened_and_other_texts_are_not() -> None:
    assert short_address("https://www.loamshire.example/castle-gate/") == "loamshire.example/castle-gate"
    assert short_address("castlegate@loamshire.example") == "castlegate@loamshire.example"


def test_priorities_of_years_ago_are_said_to_be_old() -> None:
    old = table("priorities", {**HERE, "position": 0, "issue": "<p>x</p>", "issue_date": "2016-03-12"})
    tables = {name: table(name) for name in TABLES} | {"priorities": old}
    words = read_words("en", ())
    place = Neighbourhood("cg", "cg", "Castle Gate", None, "", None, True, True, True, True)
    teams = read_teams(TeamTables(**tables), words)
    note = "The newest date here is 12 March 2016. The force has supplied nothing newer."
    assert view_team(place, teams, as_of="2025-06-30", words=words).age_note == note
    assert view_team(place, teams, as_of="2016-12-31", words=words).age_note == ""
