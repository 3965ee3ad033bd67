"""Outcomes of the invented county follow its crimes, months later, and the street files agree with them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sitegen.sample.crime_kinds import ASB_KIND, KINDS, LABELS
from sitegen.sample.oddities import NO_OUTCOMES, months_ending
from sitegen.sample.outcome_lives import CHARGED, COURT, FIRST, OUTCOMES, UNDER_INVESTIGATION, draw_lives
from sitegen.sample.outcomes import HEADER
from tests.sample.conftest import Archive, read

MONTHS = [str(month) for month in months_ending(36)]


def test_antisocial_behaviour_has_no_outcome_and_later_ones_come_later() -> None:
    lives = draw_lives(np.repeat(np.arange(len(KINDS)), 400), 1, "test")
    rows = np.repeat(np.arange(len(KINDS)), 400)
    assert (lives.outcome[rows == ASB_KIND] == -1).all()
    for stage in (1, 2):
        more = lives.outcome[:, stage] != -1
        assert more.any()
        assert (lives.outcome[more, stage - 1] != -1).all()
        assert (lives.after[more, stage] > lives.after[more, stage - 1]).all()


def test_a_crime_is_under_investigation_until_its_first_outcome_and_a_charge_waits_for_the_court() -> None:
    lives = draw_lives(np.full(2000, LABELS.index("Shoplifting")), 1, "test")
    at_first = lives.status(np.full(2000, -1))
    assert (at_first == UNDER_INVESTIGATION).all()
    charged = (lives.outcome[:, 0] == CHARGED) & (lives.outcome[:, 1] == -1)
    assert {OUTCOMES[number] for number in lives.status(np.full(2000, 40))[charged].tolist()} == {"Awaiting court outcome"}


def test_the_share_under_investigation_falls_with_age(archive: Archive) -> None:
    def share(month: str) -> float:
        told = [row["Last outcome category"] for row in archive.rows("street", "loamshire", month) if row["Last outcome category"]]
        return told.count("Under investigation") / len(told)

    assert share("2025-06") > 0.4 > share("2025-04") > share("2025-01") > share("2024-06")
    assert share("2023-06") < 0.1


def test_a_crimes_last_outcome_is_the_newest_in_the_outcome_files(archive: Archive) -> None:
    newest: dict[str, str] = {}
    for month in MONTHS:
        if ("loamshire", month) not in NO_OUTCOMES:
            newest.update({row["Crime ID"]: row["Outcome type"] for row in archive.rows("outcomes", "loamshire", month)})
    rows = [row for row in archive.rows("street", "loamshire", "2024-12") if row["Crime ID"]]
    known = [(newest[row["Crime ID"]], row["Last outcome category"]) for row in rows if row["Crime ID"] in newest]
    agree = sum(said == last or (said, last) == ("Suspect charged", "Awaiting court outcome") for said, last in known)
    assert len(known) > 0.8 * len(rows)
    # Not all: ids repeat, and a few street rows are a month ahead.
    assert agree > 0.98 * len(known)


def test_outcomes_of_one_month_are_of_crimes_of_many_and_some_of_none(archive: Archive) -> None:
    outcomes = [row for row in archive.rows("outcomes", "loamshire", "2025-05") if row["Crime ID"]]
    months = {row["Crime ID"]: month for month in MONTHS for row in archive.rows("street", "loamshire", month) if row["Crime ID"]}
    found = Counter(months.get(row["Crime ID"], "") for row in outcomes)
    assert len(found) > 10
    assert 0 < found[""] < 0.05 * len(outcomes)


def test_the_truth_about_links_is_told_for_every_file(archive: Archive) -> None:
    for force_id in ("loamshire", "dyffryn-aeddan"):
        crimes = {row["Crime ID"] for key, file in archive.used.items() if key[:2] == ("street", force_id) for row in read(file)} - {""}
        for key, file in archive.used.items():
            if key[:2] == ("outcomes", force_id):
                assert sum(row["Crime ID"] in crimes for row in read(file)) == file.linked, key
    # The crimes of a month that was never supplied have outcomes all the same.
    lost = archive.used["outcomes", "dyffryn-aeddan", "2025-04"]
    assert lost.linked < 0.9 * lost.rows


def test_a_crime_may_have_several_outcomes(archive: Archive) -> None:
    by_crime = Counter(row["Crime ID"] for row in archive.all_rows("outcomes"))
    counts = Counter(by_crime.values())
    assert counts[1] > 10 * counts[2] > 10 * counts[3] > 0


def test_all_outcomes_of_today_occur_and_courts_only_in_the_oldest_months(archive: Archive) -> None:
    rows = archive.all_rows("outcomes")
    labels = {row["Outcome type"] for row in rows}
    assert labels >= {*FIRST, "Offender given a penalty notice", "Awaiting court outcome", "Court result unavailable"}
    assert {row["Month"] for row in rows if row["Outcome type"] in COURT} == set(MONTHS[:3])


def test_a_month_not_supplied_has_no_file_and_one_force_sends_half_for_a_while(archive: Archive) -> None:
    assert not [key for key in archive.used if key[0] == "outcomes" and key[1:] in NO_OUTCOMES]
    whole, part = (archive.used["outcomes", "dyffryn-aeddan", month].rows for month in ("2024-10", "2024-12"))
    assert part < 0.65 * whole


def test_a_few_rows_of_the_older_release_are_gone_from_the_newest(archive: Archive) -> None:
    files = {file.used: file for file in archive.files if (file.dataset, file.force_id, str(file.month)) == ("outcomes", "loamshire", "2025-04")}
    lost = Counter(tuple(row.values()) for row in read(files[False])) - Counter(tuple(row.values()) for row in read(files[True]))
    assert 2 <= sum(lost.values()) < 20
    assert files[False].rows == files[True].rows + sum(lost.values())


def test_files_have_the_ten_columns_and_rows_of_their_own_month(archive: Archive) -> None:
    for key, file in archive.used.items():
        if key[0] == "outcomes":
            rows = read(file)
            assert tuple(rows[0]) == HEADER
            assert {row["Month"] for row in rows} == {key[2]} or file.planted


@pytest.mark.parametrize(
    ("reason", "column", "text"),
    [
        ("outcome-empty", "Outcome type", ""),
        ("outcome-unknown", "Outcome type", "Referred to a mediation panel"),
        ("month-differs", "Month", "2025-01"),
        ("month-unreadable", "Month", "last month"),
        ("crime-id-empty", "Crime ID", ""),
        ("crime-id-unreadable", "Crime ID", "not an id"),
    ],
)
def test_each_planted_outcome_is_odd_in_one_way(archive: Archive, reason: str, column: str, text: str) -> None:
    file = archive.used["outcomes", "loamshire", "2025-02"]
    assert [planted.reason for planted in file.planted].count(reason) == 1
    assert sum(row[column] == text for row in read(file)) == 1
