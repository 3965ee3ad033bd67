"""Six ways in which public figures of crime are known to have gone wrong, and what this site publishes in their place.

A deprivation index that is made from the same files wrote down what its pipeline had published (github.com/Autonomy-Data-Unit/
annual-deprivation-index, issues 4, 35, 43, 47, 58 and 61): antisocial behaviour counted as crime, rows without a place left out while everybody
stayed in the denominator, half a year of a force told as its year, one month of a national force told as twelve, people of one area under crimes
of another, and blocks that no later input refreshed. Each is put into a small world here, built as any site is, and read off what is published.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import Options, build_site
from sitegen.terms import Month, months_between
from tests.artefacts.html import parse, text
from tests.settings import SETTINGS
from tests.small_world import LOAMSHIRE, WEALDMOOR, Force, put, put_month, put_world, street_file

pytestmark = pytest.mark.site

MONTHS = [str(month) for month in months_between(Month(2024, 5), Month(2025, 4))]
FENSHIRE, RAILWAY = Force("fenshire", 2, ("NB01",)), Force("btp", 0, ("NB01",))
FORCES = (LOAMSHIRE, WEALDMOOR, FENSHIRE)
PEOPLE = {"loamshire": 2_000, "wealdmoor": 8_000, "fenshire": 500}
HALF, RAILWAY_MONTH, OLD = MONTHS[-6:], "2025-01", "2024-07"
WITHOUT_PLACE = 8
"""Rows of each month of Loamshire that have no position: six crimes and two reports of antisocial behaviour."""
ABROAD = 4
"""Burglaries of each month that Wealdmoor recorded in Loamshire's first neighbourhood."""


def write_world(data: Path) -> None:
    """Two forces of twelve months, one of six, one month of the railway's police among them; people of each force's area.

    Each month of a force has 30 crimes, ten of a kind, and 10 reports of antisocial behaviour.
    """
    put_world(data, [], FORCES)
    for month in MONTHS:
        forces = FORCES if month in HALF else FORCES[:2]
        put_month(data, month, forces, rows=40)
        here, abroad = street_file(LOAMSHIRE, month, rows=40), street_file(WEALDMOOR, month, rows=40) + burglaries_abroad(month)
        put(data / f"archive/{month}", {f"{month}-loamshire-street.csv": without_place(here), f"{month}-wealdmoor-street.csv": abroad})
    railway = b"\n".join(line for line in street_file(RAILWAY, RAILWAY_MONTH, rows=24).split(b"\n") if b"Anti-social" not in line)
    put(data / "archive", {f"{RAILWAY_MONTH}/{RAILWAY_MONTH}-btp-street.csv": railway})
    put(data, {"postcodes/onspd.csv": postcodes(), "population/mid-2022.csv": people()})


def without_place(street: bytes, rows: int = WITHOUT_PLACE) -> bytes:
    """The file with its first rows having no position."""
    header, *lines = street.decode().split("\n")
    nowhere = [re.sub(r",-\d\.\d+,\d+\.\d+,On or near [A-Za-z]+ Lane,E01000001,Loam 001A", ",,,No Location,,", line) for line in lines[:rows]]
    return "\n".join([header, *nowhere, *lines[rows:]]).encode()


def burglaries_abroad(month: str) -> bytes:
    """Rows of Wealdmoor that lie in Loamshire."""
    west, south = LOAMSHIRE.corner(0)
    row = f",{month},wealdmoor,wealdmoor,{west + 0.01:.6f},{south + 0.01:.6f},On or near Corn Lane,E01000000,Loam 001A,Burglary,,\n"
    return (row * ABROAD).encode()


def postcodes() -> bytes:
    """Five postcodes in each force's first neighbourhood, all in one census area."""
    lines = ["pcds,doterm,lat,long,laua,osward,lsoa21"]
    for force in FORCES:
        west, south = force.corner(0)
        lines += [
            f"LM{force.place + 1} {unit}AA,,{south + 0.01:.6f},{west + 0.01:.6f},E0600000{force.place},,E0100000{force.place}" for unit in range(1, 6)
        ]
    return ("\n".join(lines) + "\n").encode()


def people() -> bytes:
    """The people of each census area."""
    return ("code,total\n" + "".join(f"E0100000{force.place},{PEOPLE[force.force_id]}\n" for force in FORCES)).encode()


@dataclass(frozen=True, slots=True)
class Built:
    """A folder with the data, the cache and the site made of them."""

    folder: Path

    def build(self, output: str = "output", cache: str = "cache") -> Built:
        build_site(Options(self.folder / "data", self.folder / cache), SETTINGS, self.folder / output)
        return self

    def rows(self, path: str) -> list[dict[str, str]]:
        """The rows of a published table."""
        return list(csv.DictReader(io.StringIO((self.folder / "output" / path).read_text(encoding="utf-8"))))

    def counts(self, force: str, neighbourhood: str = "") -> dict[str, dict[str, str]]:
        """The rows of a force, or of one of its neighbourhoods, by month."""
        return {row["month"]: row for row in self.rows(f"data/counts/{force}.csv") if row["neighbourhood"] == neighbourhood}

    def rates(self) -> dict[str, dict[str, str]]:
        return {row["force"]: row for row in self.rows("forces/rates.csv")}

    def page(self, path: str) -> str:
        return text(parse((self.folder / "output" / path / "index.html").read_bytes()))

    def json(self, path: str) -> Any:  # whatever the file holds
        return json.loads((self.folder / "output" / path).read_bytes())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The world, built; to be read only."""
    folder = tmp_path_factory.mktemp("admitted")
    write_world(folder / "data")
    return Built(folder).build()


def crimes(row: dict[str, str]) -> int | None:
    """The crimes of a row of counts, antisocial behaviour left out; None where no cell has a number."""
    cells = [row[kind] for kind in row.keys() - {"neighbourhood", "month", "crime_state", "asb_state", "anti-social-behaviour"}]
    return sum(map(int, filter(None, cells))) if any(cells) else None


def test_antisocial_behaviour_is_in_no_number_of_crimes(built: Built) -> None:
    newest = built.counts("loamshire")[MONTHS[-1]]
    assert (crimes(newest), newest["anti-social-behaviour"]) == (30, "10")
    assert {row["crimes"] for row in built.rows("forces/figures.csv") if row["force"] == "loamshire"} == {"30"}
    assert built.rates()["loamshire"]["crimes"] == "360"
    for page in ("loamshire", "forces"):
        assert re.search(r"\b(30|94) crimes and (10|30) reports of antisocial behaviour were recorded in April 2025", built.page(page))
    totals = built.json(f"tiles/crime/{MONTHS[-1]}.json")["x-totals"]
    assert (totals["crimes"], totals["asb"]) == (94 - 6, 30 - 2)


def test_rows_without_a_place_are_in_the_number_that_is_divided_by_people_and_beside_those_of_places(built: Built) -> None:
    force, places = built.counts("loamshire"), [built.counts("loamshire", one) for one in LOAMSHIRE.neighbourhoods]
    for month in MONTHS:
        placed = sum(crimes(place[month]) or 0 for place in places)
        assert (crimes(force[month]), placed) == (30, 30 - 6 + ABROAD)
    rate = built.rates()["loamshire"]
    assert (rate["crimes"], rate["people"], rate["rate"]) == ("360", "2000", "180.0")
    covered = [row for row in built.rows("data/coverage.csv") if (row["dataset"], row["force_id"]) == ("crime", "loamshire")]
    assert {(row["rows"], row["unlocated"], row["located_share"]) for row in covered} == {("30", "6", "0.8")}
    assert "8 of these crimes and reports have no location. They are counted here and are on no map." in built.page("loamshire")
    assert "8 further crimes and reports of antisocial behaviour recorded by Loamshire have no location" in built.page("loamshire/nb01")
    assert "for every 1,000 people" not in built.page("loamshire/nb01")
    assert len(built.json(f"api/crimes-no-location/loamshire/{MONTHS[-1]}/index.json")) == WITHOUT_PLACE


def test_half_a_year_is_no_year(built: Built) -> None:
    assert {month for month, row in built.counts("fenshire").items() if crimes(row) is None} == set(MONTHS) - set(HALF)
    assert "fenshire" not in built.rates()
    assert "or the number of people is not known, or what is counted changed within them: Fenshire." in built.page("forces")
    page = built.page("fenshire")
    assert "About 500 people live here" in page
    assert "were recorded for every 1,000 people who live here" not in page
    assert "Crime data missingMay 2024 to October 2024" in page
    together = re.search(
        r"The same figures as a table, month by monthThe forces counted here, each month(.*?)These figures as CSV", built.page("forces")
    )
    assert together
    assert together[1].count("not supplied") == len(MONTHS) - len(HALF)
    year = built.json("tiles/crime/last-12.json")
    assert year["x-coverage"]["fenshire"]["state"] == "supplied_partial"
    assert year["x-missing"]["fenshire"]["crime"] == [month for month in MONTHS if month not in HALF]


def test_one_month_of_a_national_force_is_not_twelve_nor_part_of_anybody_s_total(built: Built) -> None:
    assert {month: crimes(row) for month, row in built.counts("btp").items() if crimes(row) is not None} == {RAILWAY_MONTH: 18}
    assert {row["crime_state"] for month, row in built.counts("btp").items() if month != RAILWAY_MONTH} == {"not_supplied"}
    assert "btp" not in {row["force"] for row in built.rows("forces/figures.csv")} | built.rates().keys()
    nb01 = built.counts("loamshire", "NB01")
    assert len({crimes(row) for row in nb01.values()}) == 1
    page = built.page("btp")
    assert "Crime data missingMay 2024 to December 2024 and February 2025 to April 2025" in page
    assert "What was recorded in January 2025, the newest month supplied" in page
    assert "British Transport Police, whose crimes are kept apart, supplied no figures for April 2025." in built.page("loamshire/nb01")
    assert built.json(f"tiles/crime/{MONTHS[-1]}.json")["x-totals"]["btp"] is None
    year = built.json("tiles/crime/last-12.json")
    assert year["x-coverage"]["btp"]["state"] == "supplied_partial"
    assert len(year["x-missing"]["btp"]["crime"]) == len(MONTHS) - 1


def test_a_force_s_crimes_are_divided_by_the_people_of_its_own_area_alone(built: Built) -> None:
    rates = built.rates()
    of_wealdmoor = 12 * (30 + ABROAD)
    assert (rates["wealdmoor"]["crimes"], rates["wealdmoor"]["people"], rates["wealdmoor"]["rate"]) == (str(of_wealdmoor), "8000", "51.0")
    assert {force: row["people"] for force, row in rates.items()} == {"loamshire": "2000", "wealdmoor": "8000"}
    # What Wealdmoor recorded next door is a crime of the neighbourhood it lies in, and of Wealdmoor's number; Loamshire did not record it.
    assert built.counts("loamshire", "NB01")[MONTHS[-1]]["burglary"] == str(8 + ABROAD)
    assert built.counts("loamshire")[MONTHS[-1]]["burglary"] == "10"
    # No number of people stands under all forces together: not all of them supplied the year.
    assert not re.search(r"[\d,]+ people live", built.page("forces"))


def test_a_file_of_a_month_long_told_changes_everything_that_shows_it(built: Built, tmp_path: Path) -> None:
    for folder in ("data", "cache"):
        shutil.copytree(built.folder / folder, tmp_path / folder)
    mended = without_place(street_file(LOAMSHIRE, OLD, rows=48))
    put(tmp_path / f"data/archive/{OLD}", {f"{OLD}-loamshire-street.csv": mended})
    again = Built(tmp_path).build()
    assert {month: crimes(row) for month, row in again.counts("loamshire").items() if crimes(row) != 30} == {OLD: 36}
    assert (again.rates()["loamshire"]["crimes"], again.rates()["loamshire"]["rate"]) == ("366", "183.0")
    assert "183 crimes were recorded for every 1,000 people who live here" in again.page("loamshire")
    assert {row["crimes"] for row in again.rows("forces/figures.csv") if (row["force"], row["month"]) == ("loamshire", OLD)} == {"36"}
    for period in (OLD, "last-12"):
        before, after = (site.json(f"tiles/crime/{period}.json") for site in (built, again))
        assert after["x-totals"]["crimes"] == before["x-totals"]["crimes"] + 6
        assert after["x-digest"] != before["x-digest"]
    # And nothing is left that a build from nothing would not make.
    anew = Built(tmp_path).build("anew", "fresh")
    assert (anew.folder / "anew/SHA256SUMS").read_bytes() == (again.folder / "output/SHA256SUMS").read_bytes()
