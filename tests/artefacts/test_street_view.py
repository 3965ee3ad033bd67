"""Streets are gathered by name, told in words, and never ranked."""

from __future__ import annotations

from sitegen.artefacts.maps.svg import NOWHERE
from sitegen.artefacts.sections.street_view import Street, label_wishes, read_recorded, street_counts, view_streets, where_sentence
from sitegen.artefacts.text.words import read_words
from tests.artefacts.inputs import table

WORDS = read_words("en", ())


def street(name: str, crimes: int, asb: int = 0) -> Street:
    return Street(name, 1, 2, crimes, asb, crimes + asb)


HERE = {"force_id": "loamshire", "neighbourhood_id": "cg"}


def test_streets_stand_from_a_to_z_whatever_their_marks_and_the_unnamed_last() -> None:
    names = ("Ŵern Road", "King'S Road", "Kiln Road", "A48(M)", "Ystrad", "5th Avenue")
    points = table("force_points", *({**HERE, "x": 9, "y": 9, "street": name} for name in (None, *names)))
    found = read_recorded(points, table("located_counts"), "2025-06")
    assert [one.name for one in found["cg"].streets] == ["5th Avenue", "A48(M)", "Kiln Road", "King's Road", "Ŵern Road", "Ystrad", ""]
    assert found["cg"].points == NOWHERE


def test_street_adds_up_its_points_and_the_map_has_each_of_them_the_biggest_first() -> None:
    at = [(5, 7), (5, 2), (9, 1), (1, 1)]
    points = table("force_points", *({**HERE, "x": x, "y": y, "street": "Kiln Road"} for x, y in at))
    counted = {**HERE, "month": "2025-06", "recorded_by": "loamshire", "category": "burglary"}
    rows = [
        {**counted, "x": 5, "y": 7, "crimes": 2},
        {**counted, "x": 5, "y": 7, "crimes": 4, "category": "anti-social-behaviour"},
        {**counted, "x": 9, "y": 1, "crimes": 9},
        {**counted, "x": 5, "y": 2, "crimes": 6},
        {**counted, "x": 1, "y": 1, "crimes": 50, "recorded_by": "btp"},
        {**counted, "x": 1, "y": 1, "crimes": 70, "month": "2025-05"},
    ]
    found = read_recorded(points, table("located_counts", *rows), "2025-06")["cg"]
    assert found.streets == [Street("Kiln Road", 1, 1, 17, 4, 21)]
    assert [list(column) for column in (found.points.x, found.points.y, found.points.count)] == [[9, 5, 5], [1, 2, 7], [9, 6, 6]]


def test_letters_of_the_list_do_not_count_accents() -> None:
    view = view_streets([street("Ŵern Road", 1), street("5th Avenue", 1), street("", 2)], "2025-06", WORDS, whole=True, crime_only=False)
    assert view is not None
    assert [(group.letter, [line.name for line in group.streets]) for group in view.letters] == [
        ("W", ["Ŵern Road"]), ("0-9", ["5th Avenue"]), ("", ["Points without a name"]),
    ]  # fmt: skip


def test_few_quiet_streets_are_named_and_many_are_counted() -> None:
    few = [street(f"Lane {letter}", 0) for letter in "ABC"]
    view = view_streets(few, "2025-06", WORDS, whole=True, crime_only=False)
    assert view is not None
    assert view.quiet == "Nothing was recorded in June 2025 on or near Lane A, Lane B and Lane C."
    assert view.letters == ()
    many = [street(f"Lane {number}", 0) for number in range(40)]
    alone = view_streets(many, "2025-06", WORDS, whole=True, crime_only=False)
    assert alone is not None
    assert (alone.heading, alone.quiet) == ("", "Nothing was recorded in June 2025 on or near any of the 40 streets and places known here.")
    beside = view_streets([*many, street("Kiln Road", 2)], "2025-06", WORDS, whole=True, crime_only=False)
    assert beside is not None
    assert (beside.heading, beside.quiet) == (
        "1 street or place, A to Z",
        "Nothing was recorded in June 2025 on or near 40 other streets and places.",
    )


def test_silence_is_not_called_nothing_where_the_month_came_in_part() -> None:
    found = view_streets([street("Kiln Road", 0), street("Mill Lane", 1)], "2025-06", WORDS, whole=False, crime_only=False)
    assert found is not None
    assert found.quiet == ""


def test_there_is_no_list_of_no_streets() -> None:
    assert view_streets([], "2025-06", WORDS, whole=True, crime_only=False) is None
    assert view_streets([street("Kiln Road", 0)], "2025-06", WORDS, whole=False, crime_only=False) is None


def test_most_is_said_only_of_more_than_half() -> None:
    assert where_sentence([street("A", 6), street("B", 2), street("C", 2)], WORDS) == "Most of what was recorded lies on or near A."
    assert where_sentence([street("A", 5), street("B", 3), street("C", 2)], WORDS) == "Most of what was recorded lies on or near A and B."
    spread = [street(f"Lane {number}", 1) for number in range(9)]
    assert where_sentence(spread, WORDS) == "What was recorded is spread over 9 streets and places."
    assert where_sentence([street("A", 0)], WORDS) == "Nothing was recorded at any point on this map."
    assert where_sentence([], WORDS, whole=True, crime_only=True) == "No crime was recorded at any point on this map."
    assert where_sentence([], WORDS, whole=False) == "Nothing is known to have been recorded at any point on this map."


def test_kinds_of_place_are_no_labels() -> None:
    assert [name for name, _, _ in label_wishes([street("Supermarket", 90), street("High Street", 2), street("", 5)])] == ["High Street"]


def test_counts_of_a_street_are_broken_after_the_dot_alone() -> None:
    assert street_counts(1, 2, WORDS).replace("\N{NO-BREAK SPACE}", "_") == "1 crime_· 2_ASB"
    assert street_counts(3, 0, WORDS) == "3 crimes"
