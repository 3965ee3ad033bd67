"""What came in part, from elsewhere, against what is known, without any location or not at all, as a built site tells it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from sitegen.terms import ForceId, Month, months_between
from tests.artefacts.html import parse, text
from tests.cases import case
from tests.settings import SETTINGS
from tests.small_world import LOAMSHIRE, WEALDMOOR, Force, put, put_month, put_world, street_file

pytestmark = pytest.mark.site

MONTHS = [str(month) for month in months_between(Month(2024, 5), Month(2025, 6))]
LOST, OVERRULED, FRAGMENT, ELSEWHERE, NOWHERE = "2024-09", "2025-01", "2025-02", "2025-03", "2025-06"
ISSUE = f"""[[issue]]
force = "wealdmoor"
dataset = "crime"
months = "{OVERRULED}"
state = "withheld"
text = "Wealdmoor withheld this month."
source = ""
read = "2025-07"
"""


@dataclass(frozen=True)
class Built:
    """A site and what its build said to the operator."""

    folder: Path
    notes: tuple[str, ...]

    def rows(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.folder / path).read_text(encoding="utf-8"))))

    def state(self, dataset: str, force: str, month: str) -> tuple[str, str]:
        wanted = (dataset, force, month)
        return next(
            (row["state"], row["reason"]) for row in self.rows("data/coverage.csv") if (row["dataset"], row["force_id"], row["month"]) == wanted
        )

    def counts(self, force: str, month: str) -> list[dict[str, str]]:
        """The rows of the count table of one month: the force, then its neighbourhoods."""
        return [row for row in self.rows(f"data/counts/{force}.csv") if row["month"] == month]

    def page(self, path: str) -> str:
        return text(parse((self.folder / path / "index.html").read_bytes()))

    def tilejson(self, month: str) -> dict[str, dict[str, object]]:
        found: dict[str, dict[str, object]] = json.loads((self.folder / f"tiles/crime/{month}.json").read_bytes())
        return found


def without_locations(street: bytes) -> bytes:
    return re.sub(rb",-\d\.\d+,\d+\.\d+,On or near [A-Za-z]+ Lane", b",,,No Location", street)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("supply")
    data, street = folder / "data", "archive/{0}/{0}-{1}-street.csv"
    put_world(data, [])
    for month in MONTHS:
        put_month(data, month, rows=400)
    shutil.rmtree(data / "archive" / LOST)
    put(
        data,
        {
            street.format(NOWHERE, "loamshire"): without_locations(street_file(LOAMSHIRE, NOWHERE, rows=400)),
            street.format(FRAGMENT, "wealdmoor"): street_file(WEALDMOOR, FRAGMENT, rows=20),
            street.format(ELSEWHERE, "wealdmoor"): street_file(Force("wealdmoor", 70, ("NB01",)), ELSEWHERE, rows=400),
            "known_issues.toml": ISSUE.encode(),
        },
    )
    options = Options(data, folder / "cache", accepted_gaps=(Month.parse(LOST),))
    result = build_site(options, SETTINGS, folder / "output")
    return Built(folder / "output", result.notes)


def test_a_fragment_is_a_part_without_noughts_and_the_operator_is_told(built: Built) -> None:
    assert built.state("crime", "wealdmoor", FRAGMENT) == built.state("asb", "wealdmoor", FRAGMENT) == ("supplied_partial", "fewer-rows-than-usual")
    assert "0" not in {cell for row in built.counts("wealdmoor", FRAGMENT) for cell in row.values()}
    assert any(note.startswith(f"wealdmoor asb and crime {FRAGMENT}: far fewer rows than is usual") for note in built.notes)
    assert "far fewer rows than usual came for February 2025, so these figures are a part." in built.page("wealdmoor")


def test_a_known_issue_wins_over_the_file(built: Built) -> None:
    assert built.state("crime", "wealdmoor", OVERRULED) == ("withheld", "known-issue")
    assert built.state("asb", "wealdmoor", OVERRULED) == ("supplied", "")
    for row in built.counts("wealdmoor", OVERRULED):
        assert (row["burglary"], row["shoplifting"], row["crime_state"]) == ("", "", "withheld")
    assert built.counts("wealdmoor", OVERRULED)[0]["anti-social-behaviour"] == "100"
    assert built.tilejson(OVERRULED)["x-totals"]["crimes"] == 300
    assert any(note.startswith(f"wealdmoor crime {OVERRULED}: rows set aside (300), for known_issues.toml") for note in built.notes)


def test_rows_from_elsewhere_are_counted_nowhere(built: Built) -> None:
    assert built.state("crime", "wealdmoor", ELSEWHERE) == ("not_supplied", "outside-force")
    assert {row["burglary"] for row in built.counts("wealdmoor", ELSEWHERE)} == {""}
    assert built.tilejson(ELSEWHERE)["x-totals"]["crimes"] == 300
    aside = [(row["file"], row["reason"], row["rows"]) for row in built.rows("data/quality.csv") if row["reason"] == "outside-force"]
    assert aside == [(f"archive/{ELSEWHERE}/{ELSEWHERE}-wealdmoor-street.csv", "outside-force", "400")]


def test_what_is_set_aside_adds_up_with_what_is_counted(built: Built) -> None:
    files = {row["file"] for row in built.rows("data/quality.csv") if row["reason"] in {"known-issue", "outside-force"}}
    sums = {file: sum(int(row["rows"]) for row in built.rows("data/quality.csv") if row["file"] == file and row["kind"] != "noted") for file in files}
    assert sorted(sums.values()) == [400, 400]


def test_a_month_without_locations_has_figures_for_the_force_and_none_for_places(built: Built) -> None:
    assert built.state("crime", "loamshire", NOWHERE) == ("supplied", "without-location")
    force, *places = built.counts("loamshire", NOWHERE)
    assert (force["burglary"], force["crime_state"]) == ("100", "supplied")
    assert {(row["burglary"], row["crime_state"]) for row in places} == {("", "without_location")}
    page = built.page("loamshire/nb01")
    assert not re.search(r"\b0 crimes", page)
    assert "without location" in page
    assert built.tilejson(NOWHERE)["x-coverage"]["loamshire"] == {"state": "without_location", "reason": "without-location"}
    assert built.tilejson(NOWHERE)["x-unlocated"]["loamshire"] == {"crimes": 300, "asb": 100}
    feed = (built.folder / "loamshire/nb01/feed.atom").read_text(encoding="utf-8")
    assert "What Loamshire supplied for June 2025 has no locations" in feed


def test_the_share_without_a_location_is_said(built: Built) -> None:
    rows = {(row["force_id"], row["month"]): row for row in built.rows("data/coverage.csv") if row["dataset"] == "crime"}
    assert (rows["loamshire", NOWHERE]["rows"], rows["loamshire", NOWHERE]["located_share"]) == ("300", "0.0")
    assert rows["wealdmoor", NOWHERE]["located_share"] == "1.0"
    assert rows["wealdmoor", ELSEWHERE]["located_share"] == ""
    for page in ("loamshire", "coverage"):
        assert "Crime without a location: 0.0% to 100.0% of what was recorded in a month." in built.page(page)


def test_a_month_of_no_force_is_this_copys_gap(built: Built) -> None:
    for dataset in ("crime", "asb", "outcomes"):
        assert built.state(dataset, "loamshire", LOST) == ("not_in_copy", "not-in-this-copy")
    assert {row["crime_state"] for row in built.counts("loamshire", LOST)} == {"not_in_copy"}
    for page in ("loamshire", "coverage"):
        assert "this copy of the site has no file for September 2024" in built.page(page)
    months = {one["month"]: one for one in json.loads((built.folder / "tiles/crime/index.json").read_bytes())["months"]}
    assert months[LOST]["state"] == "not_in_copy"


def test_a_known_issue_wins_over_fourteen_rows_of_another_county(tmp_path: Path) -> None:
    data = case("gmp-2022-08") / "data"
    build_site(Options(data, tmp_path / "cache", (Month(2022, 7), Month(2022, 8))), SETTINGS, tmp_path / "output")
    site = Built(tmp_path / "output", ())
    assert site.state("crime", "greater-manchester", "2022-08") == ("not_supplied", "known-issue")
    assert {row["neighbourhood"]: row["burglary"] for row in site.counts("leicestershire", "2022-08")}["NA02"] == "15"
    assert "supplied nothing" not in site.page("leicestershire/na02")
    said = site.page("greater-manchester")
    assert "crime not supplied, antisocial behaviour not supplied" in said


def test_three_fragments_of_a_force_are_parts(tmp_path: Path) -> None:
    data = case("dyfed-powys-2024") / "data"
    build_site(Options(data, tmp_path / "cache", forces=(ForceId("dyfed-powys"),)), SETTINGS, tmp_path / "output")
    site = Built(tmp_path / "output", ())
    rows = [row for row in site.rows("data/coverage.csv") if row["dataset"] in {"crime", "asb"}]
    assert {(row["state"], row["reason"]) for row in rows} == {("supplied_partial", "fewer-rows-than-usual")}
    assert all(row["shoplifting"] != "0" for row in site.rows("data/counts/dyfed-powys.csv"))
