"""What files of releases tell of changes: numbers that are left out stay open, planted ones do not, and subtraction is counted apart."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from sitegen import urls
from sitegen.auditing.attack.ledger import attack_ledger
from sitegen.auditing.attack.widths import NARROW, hidden_widths
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

HEAD = "release,before,dataset,part,month,category,change,was,outcome,others,crimes,rows"
COUNTS = "force_id,month,category,crimes,unlocated"


def month(month: str, crimes: int | str, change: str = "added") -> str:
    return f"2025-06,2025-05,crime,month,{month},,{change},,,false,{crimes},100"


def together(crimes: int | str, change: str = "added") -> str:
    return f"2025-06,2025-05,crime,all,,,{change},,,false,{crimes},300"


def category(name: str, crimes: int, *, month: str = "2025-01") -> str:
    return f"2025-06,2025-05,crime,category,{month},{name},added,,,{str(not name).lower()},{crimes},"


def ledger(folder: Path, *rows: str, older: str = "", newer: str = "") -> Path:
    """A site with these changes of Gwent, and the counts of two releases."""
    changes = folder / urls.release_changes("gwent", "csv")
    changes.parent.mkdir(parents=True)
    changes.write_text("\n".join((HEAD, *rows, "")))
    listed = []
    for release, counted in (("2025-05", older), ("2025-06", newer)):
        path = folder / urls.release_table(release, "0" * 64, "counts")
        path.parent.mkdir(parents=True)
        path.write_text(f"{COUNTS}\n{counted}")
        listed.append({"release": release, "counts": path.relative_to(folder).as_posix()})
    (folder / urls.RELEASES).write_text(json.dumps({"releases": listed}))
    return folder


def known(folder: Path) -> list[tuple[str, int, int, str]]:
    widths = attack_ledger(folder).widths
    return widths.select("neighbourhood_id", "low", "high", "verdict").rows()


def test_a_month_that_is_not_told_may_have_any_number_from_1_to_9(tmp_path: Path) -> None:
    assert known(ledger(tmp_path, together(""), month("2025-01", ""), month("2025-02", 0))) == [("2025-01", 1, 9, "wide")]


@pytest.mark.parametrize(("number", "state"), [(10, "wide"), (11, "narrow"), (18, "narrow")])
def test_a_sum_of_two_months_leaves_both_open_only_where_it_is_10(tmp_path: Path, number: int, state: str) -> None:
    found = known(ledger(tmp_path, together(number + 20), month("2025-01", ""), month("2025-02", ""), month("2025-03", 20)))
    assert [row[3] for row in found] == [state, state]
    assert found[0][1:3] == (number - 9, 9)


def test_a_category_that_is_not_told_is_no_larger_than_the_smallest_that_is(tmp_path: Path) -> None:
    rows = (together(40), month("2025-01", 40), category("drugs", 17), category("", 23))
    assert known(ledger(tmp_path, *rows)) == [("2025-01", 0, 17, "wide")]


def test_where_one_category_alone_is_not_told_its_number_is_known(tmp_path: Path) -> None:
    names = [f"kind-{number}" for number in range(13)]
    rows = (together(139), month("2025-01", 139), *(category(name, 10) for name in names), category("", 9))
    assert known(ledger(tmp_path, *rows)) == [("2025-01", 9, 9, "narrow")]


@pytest.mark.parametrize("crimes", [41, 39])
def test_parts_that_do_not_make_their_number_contradict_it(tmp_path: Path, crimes: int) -> None:
    report = attack_ledger(ledger(tmp_path, together(40), month("2025-01", 40), category("drugs", 17), category("", crimes - 17)))
    assert report.contradictions == (("gwent", urls.release_changes("gwent", "csv")),)


@pytest.mark.parametrize(("newer", "withdrawn", "sure"), [(104, 0, 1), (104, "", 0), (108, "", 2), (92, "", 2)])
def test_what_counts_tell_by_subtraction_is_counted_apart(tmp_path: Path, newer: int, withdrawn: int | str, sure: int) -> None:
    rows = (together(""), month("2025-01", ""), together("", "withdrawn"), month("2025-01", withdrawn, "withdrawn"))
    counted = "gwent,2025-01,drugs,{},0\n"
    report = attack_ledger(ledger(tmp_path, *rows, older=counted.format(100), newer=counted.format(newer)))
    assert report.sure_by_counts == {"gwent": sure}
    assert NARROW not in report.widths["verdict"]


def test_a_site_without_releases_has_nothing_to_attack(tmp_path: Path) -> None:
    report = attack_ledger(tmp_path)
    assert report.widths.is_empty()
    assert report.contradictions == ()


def test_the_county_tells_no_change_that_it_leaves_out(built_few: Path) -> None:
    report = attack_ledger(built_few)
    assert report.contradictions == ()
    assert set(report.widths["verdict"]) <= {"wide", "large"}
    assert report.sure_by_counts.keys() >= {"loamshire"}


def test_months_of_changes_are_among_the_numbers_that_must_stay_open(tmp_path: Path) -> None:
    widths = attack_ledger(ledger(tmp_path, together(""), month("2025-01", ""))).widths
    assert hidden_widths(widths, limit=8).select("cells", "least", "few").rows() == [(1, 8, 0)]
    assert hidden_widths(widths).select("cells", "least", "few").rows() == [(0, None, 1)]


def test_a_force_of_which_nothing_is_left_out_has_no_row() -> None:
    assert hidden_widths(pl.DataFrame(schema=ATTACK_SCHEMAS["widths"].types)).is_empty()
