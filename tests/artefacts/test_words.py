"""Numbers, months, dates, times and texts read as people write them."""

from __future__ import annotations

import pytest

from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.text.translations import note_translations
from sitegen.artefacts.text.words import read_words
from sitegen.errors import InputError
from sitegen.raw import RawFile

WORDS = read_words("en", ())

WELSH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;\\n"

msgid "not supplied"
msgstr "heb ei gyflenwi"

msgid "%(crimes)s and %(reports)s"
msgstr "%(crimes)s a %(reports)s"

msgid "In these %(number)s months"
msgstr "Yn y %(number)s mis hyn"

msgid "%(number)s crime"
msgid_plural "%(number)s crimes"
msgstr[0] "%(number)s trosedd"
msgstr[1] "un trosedd"
msgstr[2] "%(number)s drosedd"
msgstr[3] "%(number)s throsedd"
msgstr[4] "%(number)s throsedd"
msgstr[5] "%(number)s o droseddau"
"""
CATALOGUE = RawFile("content/locales/cy/LC_MESSAGES/site.po", WELSH.encode())


def test_whole_numbers_have_thousands_commas() -> None:
    assert [WORDS.number(number) for number in (0, 999, 11840, 1234567)] == ["0", "999", "11,840", "1,234,567"]


def test_months_and_dates_are_written_in_full() -> None:
    assert WORDS.month("2025-06") == "June 2025"
    assert WORDS.months("2022-07", "2025-06") == "July 2022 to June 2025"
    assert WORDS.months("2025-06", "2025-06") == "June 2025"
    assert WORDS.date("2025-07-31T18:30") == "31 July 2025"
    assert WORDS.weekday_date("2025-07-31") == "Thursday 31 July 2025"
    assert (WORDS.weekday_short("2025-08-09"), WORDS.day("2025-08-09"), WORDS.month_name("2025-08-09")) == ("Sat", "9", "August")


@pytest.mark.parametrize(
    ("clock", "said"), [("18:30", "6.30pm"), ("10:00", "10am"), ("12:00", "noon"), ("00:00", "midnight"), ("00:05", "12.05am"), ("12:45", "12.45pm")]
)
def test_times_are_written_as_people_say_them(clock: str, said: str) -> None:
    assert WORDS.time(f"2025-07-31T{clock}") == said


def test_end_is_left_out_where_it_is_not_known_or_on_another_day() -> None:
    assert WORDS.times("2025-07-31T18:30", "2025-07-31T20:00") == "6.30pm to 8pm"
    assert WORDS.times("2025-07-31T18:30", None) == "6.30pm"
    assert WORDS.times("2025-07-31T18:30", "2025-08-01T20:00") == "from 6.30pm, until 8pm on Friday 1 August 2025"
    assert WORDS.times("2025-07-31T18:30", "2025-08-01T00:00") == "6.30pm to midnight"
    assert WORDS.times("2025-07-31T00:00", None) == "all day"
    assert WORDS.times("2025-07-31T00:00", "2025-07-31T17:00") == "midnight to 5pm"
    assert WORDS.times("2025-07-13T00:00", "2025-07-15T00:00") == "all day, until the end of Monday 14 July 2025"


def test_lists_end_with_and() -> None:
    assert [WORDS.list(items) for items in ([], ["Gwent"], ["Gwent", "Kent"], ["Gwent", "Kent", "Surrey"])] == [
        "",
        "Gwent",
        "Gwent and Kent",
        "Gwent, Kent and Surrey",
    ]


def test_figure_is_its_number_or_its_reason() -> None:
    assert WORDS.figure(Recorded(1312)) == "1,312"
    assert WORDS.figure(Missing("not_supplied")) == "not supplied"
    assert WORDS.state("a-new-state") == "a-new-state"


def test_plurals_follow_the_catalogue() -> None:
    welsh = read_words("cy", (CATALOGUE,))
    assert [welsh.ngettext("%(number)s crime", "%(number)s crimes", number) for number in (1, 2, 3, 1200)] == [
        "un trosedd",
        "2 drosedd",
        "3 throsedd",
        "1,200 o droseddau",
    ]
    assert welsh.figure(Missing("not_supplied")) == "heb ei gyflenwi"
    assert welsh.month("2025-06") == "Mehefin 2025"


def test_plural_forms_for_scripts_have_every_category_of_the_language() -> None:
    assert WORDS.plural_forms("Open for %(number)s day.", "Open for %(number)s days.") == {"one": "Open for {n} day.", "other": "Open for {n} days."}
    welsh = read_words("cy", (CATALOGUE,)).plural_forms("%(number)s crime", "%(number)s crimes")
    assert welsh == {
        "few": "{n} throsedd", "many": "{n} throsedd", "one": "un trosedd", "other": "{n} o droseddau", "two": "{n} drosedd", "zero": "{n} trosedd"
    }  # fmt: skip


def test_absent_catalogue_is_named() -> None:
    with pytest.raises(InputError, match=r"content/locales/cy/LC_MESSAGES/site\.po"):
        read_words("cy", ())


def test_broken_catalogue_is_named() -> None:
    with pytest.raises(InputError, match=r"site\.po"):
        read_words("cy", (RawFile(CATALOGUE.name, b"not a catalogue"),))


@pytest.mark.parametrize("line", ['msgstr "open', 'msgstr closed"', "msgstr bare", 'msgstr "a" b', 'msgtsr "a"'])
def test_a_broken_line_of_a_catalogue_is_named(line: str) -> None:
    data = f'msgid ""\nmsgstr ""\n\n# a note\nmsgid "a"\n{line}\n'.encode()
    with pytest.raises(InputError, match=r"^content/locales/cy/LC_MESSAGES/site\.po:6: not a line of a catalogue"):
        read_words("cy", (RawFile(CATALOGUE.name, data),))


BEHIND = RawFile(
    CATALOGUE.name,
    b"""msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

#, fuzzy
#| msgid "Old"
msgid "New"
msgstr "Hen"

msgid "Street"
msgstr "Stryd"

msgid "Not yet"
msgstr ""
""",
)


def test_a_translation_older_than_its_english_is_shown_and_counted() -> None:
    welsh = read_words("cy", (BEHIND,))
    assert [welsh.gettext(message) for message in ("New", "Street", "Not yet")] == ["Hen", "Stryd", "Not yet"]
    assert welsh.behind == 2
    assert (WORDS.behind, read_words("cy", (CATALOGUE,)).behind) == (0, 0)


def test_what_awaits_translation_is_noted_for_the_operator() -> None:
    assert note_translations(locales=(CATALOGUE,), language="cy").is_empty()
    assert note_translations(locales=(), language="en").is_empty()
    [line] = note_translations(locales=(BEHIND,), language="cy")["line"]
    assert line.startswith("content/locales/cy/: translations that are older than their English, or not there yet (2)")


def test_a_welsh_link_before_a_number_follows_how_the_number_is_said() -> None:
    welsh = read_words("cy", (CATALOGUE,))
    said = {number: welsh.gettext("%(crimes)s and %(reports)s", crimes="9", reports=number) for number in ("1", "2", "8", "10", "11", "12", "80")}
    assert said == {"1": "9 ac 1", "2": "9 a 2", "8": "9 ac 8", "10": "9 a 10", "11": "9 ac 11", "12": "9 a 12", "80": "9 ac 80"}
    large = {"1,183": "a", "8,000 o droseddau": "ac", "11,020": "ac", "110": "a", "18": "a", "1.5": "ac"}
    assert {number: welsh.gettext("%(crimes)s and %(reports)s", crimes="9", reports=number).split()[1] for number in large} == large
    assert [welsh.gettext("In these %(number)s months", number=number) for number in ("10", "11")] == ["Yn y 10 mis hyn", "Yn yr 11 mis hyn"]
    assert welsh.list(["3 o bobl", "8 mis"]) == "3 o bobl ac 8 mis"
