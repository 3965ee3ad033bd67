"""Streets are gathered by name, told in words, and never ranked."""

from __future__ import annotations

from sitegen.artefacts.pages.street_view import Point, Street, label_wishes, streets_of, view_streets, where_sentence
from sitegen.artefacts.pages.words import read_words

WORDS = read_words("en", ())


def street(name: str, crimes: int, asb: int = 0) -> Street:
    return Street(name, 1, 2, crimes, asb, crimes + asb)


def test_streets_stand_from_a_to_z_whatever_their_marks_and_the_unnamed_last() -> None:
    points = [Point(9, 9, name, 1, 0, 0, 0) for name in ("", "Ŵern Road", "King'S Road", "Kiln Road", "A48(M)", "Ystrad", "5th Avenue")]
    assert [one.name for one in streets_of(points)] == ["5th Avenue", "A48(M)", "Kiln Road", "King'S Road", "Ŵern Road", "Ystrad", ""]


def test_letters_of_the_list_do_not_count_accents() -> None:
    view = view_streets([street("Ŵern Road", 1), street("5th Avenue", 1), street("", 2)], "2025-06", WORDS, whole=True, crime_only=False)
    assert [(group.letter, [line.name for line in group.streets]) for group in view.letters] == [
        ("W", ["Ŵern Road"]), ("0-9", ["5th Avenue"]), ("", ["Points without a name"]),
    ]  # fmt: skip


def test_few_quiet_streets_are_named_and_many_are_counted() -> None:
    few = [street(f"Lane {letter}", 0) for letter in "ABC"]
    view = view_streets(few, "2025-06", WORDS, whole=True, crime_only=False)
    assert view.quiet == "Nothing was recorded in June 2025 on or near Lane A, Lane B and Lane C."
    assert view.letters == ()
    many = [street(f"Lane {number}", 0) for number in range(40)]
    assert view_streets(many, "2025-06", WORDS, whole=True, crime_only=False).quiet == (
        "Nothing was recorded in June 2025 on or near 40 other streets and places."
    )


def test_silence_is_not_called_nothing_where_the_month_came_in_part() -> None:
    assert view_streets([street("Kiln Road", 0)], "2025-06", WORDS, whole=False, crime_only=False).quiet == ""


def test_most_is_said_only_of_more_than_half() -> None:
    assert where_sentence([street("A", 6), street("B", 2), street("C", 2)], WORDS) == "Most of what was recorded lies on or near A."
    assert where_sentence([street("A", 5), street("B", 3), street("C", 2)], WORDS) == "Most of what was recorded lies on or near A and B."
    spread = [street(f"Lane {number}", 1) for number in range(9)]
    assert where_sentence(spread, WORDS) == "What was recorded is spread over 9 streets and places."
    assert where_sentence([street("A", 0)], WORDS) == "Nothing was recorded at any point on this map."


def test_kinds_of_place_are_no_labels() -> None:
    assert [name for name, _, _ in label_wishes([street("Supermarket", 90), street("High Street", 2), street("", 5)])] == ["High Street"]
