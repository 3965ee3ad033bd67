"""What a site tells that the one before it did not, by their coverage tables."""

from __future__ import annotations

from sitegen.publish.manifest import Difference, Manifest, difference
from sitegen.publish.news import Change, News, Supply, news

HEADER = "dataset,force_id,month,state,reason,rows\n"
MAY, JUNE = "crime,gwent,2025-05,supplied,,40\n", "crime,gwent,2025-06,supplied,,50\n"
CRIME_OF_MAY, CRIME_OF_JUNE = Supply("crime", "gwent", "2025-05"), Supply("crime", "gwent", "2025-06")


def told(before: str | None, after: str) -> News:
    return news(None if before is None else (HEADER + before).encode(), (HEADER + after).encode())


def test_the_same_site_has_no_news() -> None:
    assert told(MAY + JUNE, MAY + JUNE) == News((), (), ())


def test_a_month_that_was_not_there_is_new() -> None:
    assert told(MAY, MAY + JUNE).new == (CRIME_OF_JUNE,)


def test_a_month_that_was_not_supplied_before_is_new_and_not_changed() -> None:
    assert told("crime,gwent,2025-05,not_supplied,,\n" + JUNE, MAY + JUNE) == News((CRIME_OF_MAY,), (), ())


def test_the_newest_month_is_missing_where_it_is_not_supplied() -> None:
    stops = "stops,gwent,{},not_supplied,,\n"
    assert told(MAY, MAY + JUNE + stops.format("2025-06")).missing == ((Supply("stops", "gwent", "2025-06"), "not_supplied"),)
    assert told(MAY, MAY + JUNE + stops.format("2025-05")).missing == ()


def test_an_earlier_month_with_other_rows_has_changed() -> None:
    assert told(MAY, MAY.replace("40", "43") + JUNE).changed == (Change(CRIME_OF_MAY, "supplied", "supplied", "40", "43"),)


def test_an_earlier_month_that_lost_its_figures_has_changed() -> None:
    assert told(MAY + JUNE, JUNE + "crime,gwent,2025-05,withheld,known-issue,\n").changed == (Change(CRIME_OF_MAY, "supplied", "withheld", "40", ""),)


def test_of_a_first_site_only_what_is_missing_is_told() -> None:
    assert told(None, MAY + JUNE) == News((), (), ())


def test_a_month_that_the_window_has_left_is_no_change() -> None:
    assert told(MAY + JUNE, JUNE) == News((), (), ())


def test_a_table_that_cannot_be_read_tells_nothing() -> None:
    assert news(b"\xff\x00", b"dataset,month\ncrime,2025-05\n") == News((), (), ())


def site(**digests: str) -> Manifest:
    return Manifest("Site", "", ("", ""), preview=False, invented="", files={path: (digest, 1) for path, digest in digests.items()})


def test_files_of_two_sites_are_new_altered_or_gone() -> None:
    old, new = site(a="1", b="1", c="1"), site(b="1", c="2", d="1", e="1")
    assert difference(old, new) == Difference(new=2, altered=1, gone=1)
    assert difference(None, new) == Difference(new=4, altered=0, gone=0)
