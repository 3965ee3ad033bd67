"""Releases side by side in whole archives: what the site tells agrees with the files counted by hand, row by row."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.artefacts.html import parse, text
from tests.sources.test_releases import follow

Row = tuple[str, ...]
_OUTCOME = 10
_ASB = "Anti-social behaviour"


def rows_of(path: Path, member: str) -> list[Row]:
    with zipfile.ZipFile(path) as packed:
        return [tuple(row) for row in csv.reader(io.StringIO(packed.read(member).decode()))][1:]


def counted_by_hand(older: list[Row], newer: list[Row]) -> tuple[int, int, int]:
    """Rows added, withdrawn and given another outcome, by the CSV's own text."""
    was, now = (Counter(row[:_OUTCOME] + row[_OUTCOME + 1 :] for row in rows) for rows in (older, newer))
    added, withdrawn = (now - was).total(), (was - now).total()
    return added, withdrawn, len(newer) - added - (Counter(older) & Counter(newer)).total()


def told(site: Path, force_id: str, month: str) -> tuple[int | None, ...]:
    """The same of crime, as the site tells it."""
    answer = json.loads((site / f"data/releases/changes/{force_id}.json").read_bytes())
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    of = {row["change"]: row["crimes"] for row in rows if (row["part"], row["month"], row["dataset"]) == ("month", month, "crime")}
    return of["added"], of["withdrawn"], of["reoutcomed"]


@pytest.mark.parametrize("month", ["2024-08", "2025-05"])
def test_what_the_county_tells_is_what_its_files_say(sample_data: Path, built_site: Path, month: str) -> None:
    member = f"{month}/{month}-loamshire-street.csv"
    older, newer = (
        [row for row in rows_of(sample_data / "archive" / f"{release}.zip", member) if row[9] != _ASB] for release in ("2025-05", "2025-06")
    )
    assert told(built_site, "loamshire", month) == counted_by_hand(older, newer)


def test_the_county_has_rows_that_were_added_and_withdrawn_and_crimes_with_another_outcome(built_site: Path) -> None:
    page = text(parse((built_site / "loamshire/releases/index.html").read_bytes()))
    assert "The release of June 2025, compared with that of May 2025 in" in page
    assert "Crimes added: 227. Crimes taken out: 14." in page


def test_an_old_release_is_found_again_by_its_digest_which_anyone_can_work_out(built_site: Path) -> None:
    listed = json.loads((built_site / "data/releases/index.json").read_bytes())["releases"]
    assert [release["release"] for release in listed] == ["2025-05", "2025-06"]
    for release in listed:
        files = list(csv.DictReader(io.StringIO((built_site / release["files"]).read_text())))
        lines = "".join(f"{row['force_id']} {row['month']} {row['sha256']}\n" for row in files)
        assert hashlib.sha256(lines.encode()).hexdigest() == release["digest"]
        assert release["digest"][:12] in release["counts"]
        assert sum(int(row["crimes"]) for row in csv.DictReader(io.StringIO((built_site / release["counts"]).read_text()))) == sum(
            int(row["crimes"]) for row in files
        )


def test_a_real_year_in_two_states_changed_by_its_outcomes_alone(real_data: Path) -> None:
    archive = real_data.parent / "data-overlaps" / "archive"
    if not archive.is_dir():
        pytest.skip("there is no real year in two states beside the project")
    found = []
    for month in ("2025-02", "2025-09", "2025-12"):
        older, newer = (rows_of(archive / name, f"{month}/{month}-city-of-london-street.csv") for name in ("2026-01.zip", "2026-03.zip"))
        assert older != newer
        found.append(counted_by_hand(older, newer))
        assert followed(archive, month) == found[-1]
    assert found == [(0, 0, 16), (0, 0, 297), (0, 0, 482)]


def followed(archive: Path, month: str) -> tuple[int, int, int]:
    """The same by the maker of the table."""
    data = {}
    for release in ("2026-01", "2026-03"):
        with zipfile.ZipFile(archive / f"{release}.zip") as packed:
            data[release] = packed.read(f"{month}/{month}-city-of-london-street.csv")
    flows = follow(*data.items(), month=month)
    added, withdrawn, reoutcomed = (int(flows.filter(change=change)["crimes"].sum()) for change in ("added", "withdrawn", "reoutcomed"))
    return added, withdrawn, reoutcomed
