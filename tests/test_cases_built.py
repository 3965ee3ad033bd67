"""Cases found in use, put into one small world: what they say is published, and nothing of it stops the site."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from sitegen.publish.checks.run import check_site
from sitegen.raw import RawFile
from sitegen.sources.teams import read_events, read_priorities
from sitegen.terms import folder_names
from tests.cases import case
from tests.settings import SETTINGS
from tests.small_world import Force, put, put_world, street_file

pytestmark = pytest.mark.site

MONTH, FORCE = "2025-06", Force("loamshire", 0, ("HOME", "ISO", "WINDOWS", "LONG", "CON.1", "con.txt", "=1+cmd", "QUIRKS"))
TEAMS = Path("policing/loamshire")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the files of several cases, each in a neighbourhood of its own."""
    folder = tmp_path_factory.mktemp("cases") / "data"
    put_world(folder, [MONTH], [FORCE])
    for name in ("HOME", "ISO", "WINDOWS"):
        shutil.copyfile(case("text-blocks-publication") / f"priorities-{name.lower()}.json", folder / TEAMS / name / "priorities.json")
    shutil.copyfile(case("long-url-overflow") / "priorities.json", folder / TEAMS / "LONG/priorities.json")
    for name in ("events", "people", "priorities"):
        shutil.copyfile(case("team-quirks") / f"data/policing/leicestershire/NA01/{name}.json", folder / TEAMS / f"QUIRKS/{name}.json")
    shutil.copyfile(case("event-9999") / "data/policing/leicestershire/NA01/events.json", folder / TEAMS / "HOME/events.json")
    shutil.copyfile(case("event-year-0") / "events.json", folder / TEAMS / "ISO/events.json")
    shutil.copyfile(case("event-year-0") / "events-year-10000.json", folder / TEAMS / "LONG/events.json")
    stops = (case("stops-easting-in-longitude") / "2025-06-loamshire-stop-and-search.csv").read_bytes()
    crimes = (
        street_file(FORCE, MONTH).replace(b"Mill Lane", b"10:30 Club").replace(b"Moat Lane", b"2025-06-01").replace(b"Burglary", b"Object of search")
    )
    put(folder / f"archive/{MONTH}", {f"{MONTH}-loamshire-street.csv": crimes, f"{MONTH}-loamshire-stop-and-search.csv": stops})
    return folder


@pytest.fixture(scope="module")
def site(data: Path) -> Path:
    build_site(Options(data, data.parent / "cache"), SETTINGS, data.parent / "site")
    return data.parent / "site"


def reasons(site: Path, path: str) -> dict[str, int]:
    """The rows of a file set aside or noted, by reason."""
    with (site / "data/quality.csv").open(newline="") as file:
        return {row["reason"]: int(row["rows"]) for row in csv.DictReader(file) if row["file"] == path and row["kind"] != "counted"}


def test_the_site_of_the_cases_passes_the_checks(site: Path) -> None:
    assert check_site(site).findings == ()
    for folder, words in (
        ("home", "/home/report-it"),
        ("iso", "2025-06-01T10:30:00"),
        ("windows", "C:\\Users\\Public"),
        ("long", "ResponsePage.aspx"),
    ):
        assert words in re.sub("<wbr>", "", (site / "loamshire" / folder / "index.html").read_text())


def test_ids_of_devices_have_folders_that_every_disk_takes(site: Path) -> None:
    folders = json.loads((site / "loamshire/ids.json").read_text())
    assert folders["CON.1"] == "con-area.1"
    assert folders["con.txt"] == "con-area.txt"
    listed = json.loads((case("id-con-dot") / "neighbourhoods.json").read_text())
    assert {one["id"] for one in listed} <= set(folders)
    assert folder_names(one["id"] for one in listed)["CON.1"] == "con-area.1"


def test_a_name_that_a_spreadsheet_would_run_is_harmless(site: Path) -> None:
    assert case("csv-formula").is_dir()
    rows = (site / "data/counts/loamshire.csv").read_text().splitlines()
    assert {row.split(",")[0] for row in rows if "cmd" in row} == {"'=1+cmd"}


@pytest.mark.parametrize("name", ["HOME", "ISO", "LONG"])
def test_a_date_at_the_end_of_the_calendar_is_set_aside(site: Path, name: str) -> None:
    assert reasons(site, f"{TEAMS}/{name}/events.json") == {"date-unreadable": 1}


def test_an_easting_costs_its_row(site: Path) -> None:
    assert reasons(site, f"archive/{MONTH}/{MONTH}-loamshire-stop-and-search.csv")["coordinate-outside-uk"] == 1


def test_calendars_of_odd_meetings_have_no_end_before_their_start(site: Path) -> None:
    words = (site / "loamshire/quirks/meetings.ics").read_text()
    events = words.split("BEGIN:VEVENT")[1:]
    assert len(events) == 9
    for event in events:
        (start,) = re.findall(r"^DTSTART[^:]*:(\S+)", event, re.MULTILINE)
        ends = re.findall(r"^DTEND[^:]*:(\S+)", event, re.MULTILINE)
        assert all(end > start for end in ends)
        assert re.match(r"20\d\d", start)
    assert "DTSTART;VALUE=DATE:20250713\r\nDTEND;VALUE=DATE:20250715" in words.replace("\n", "\r\n").replace("\r\r", "\r")
    assert "DTEND;TZID=Europe/London:20260329" not in words
    assert reasons(site, f"{TEAMS}/QUIRKS/events.json") == {"date-unreadable": 2, "event-ends-before-start": 1}


def test_feeds_of_odd_dates_are_never_after_the_data(site: Path) -> None:
    items = json.loads((site / "loamshire/quirks/feed.json").read_text())["items"]
    assert len(items) > 9
    assert {item["date_published"][:10] > "2025-06-30" for item in items} == {False}


def test_a_published_byte_changed_in_place_is_written_again(data: Path, site: Path) -> None:
    assert case("output-silent-corruption").is_dir()
    copy = data.parent / "changed"
    build_site(Options(data, data.parent / "cache"), SETTINGS, copy)
    page = copy / "about/index.html"
    good, times = page.read_bytes(), page.stat()
    with page.open("r+b") as file:
        file.seek(len(good) // 2)
        file.write(bytes([good[len(good) // 2] ^ 1]))
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    build_site(Options(data, data.parent / "cache"), SETTINGS, copy)
    assert page.read_bytes() == good == (site / "about/index.html").read_bytes()


def test_the_cases_dates_are_read_as_their_notes_say() -> None:
    def answer(folder: str, kind: str) -> tuple[RawFile, ...]:
        return (RawFile(f"policing/loamshire/NA01/{kind}.json", (case(folder) / f"data/policing/leicestershire/NA01/{kind}.json").read_bytes()),)

    assert read_events(force_id="loamshire", policing=answer("event-9999", "events")).is_empty()
    ends = dict(read_events(force_id="loamshire", policing=answer("team-quirks", "events")).select("title", "end").iter_rows())
    assert ends["Beat surgery"] is ends["All day stall"] is ends["Date only"] is ends["DST gap"] is None
    assert ends["Two day fete"] == "2025-07-15T00:00"
    assert "Year 0001" not in ends
    days = read_priorities(force_id="loamshire", policing=answer("team-quirks", "priorities"))["issue_date"].to_list()
    assert days == ["2052-05-01", "2010-05-01", "2025-05-01", None]
