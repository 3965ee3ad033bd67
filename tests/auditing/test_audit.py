"""An audit finds a planted fault of every promise, says where it stands, and believes nothing that the site says of itself."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sitegen import terms, urls
from sitegen.auditing.attacked import Attacked
from sitegen.auditing.audit import Evidence, audit
from sitegen.auditing.report import CHECKS, Finding, Hidden, Place, Report
from sitegen.publish.checks import run
from sitegen.publish.checks.facts import Allowed, Facts
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.siblings import FORMS, list_bytes, siblings_of
from tests.publish.site_files import (
    ABOUT,
    OUTCOMES,
    POINTS,
    STOP_POINTS,
    api_records,
    baked_map,
    bulk_crimes,
    good_files,
    outcome_shard,
    page,
    stop_files,
    write_site,
)
from tiles.grid import SIZE, lonlat

STREETS = "streets/12/2041/1360.json"
PAGE = "gwent/nb85/index.html"
RECORDS = "api/crimes-street/gwent/NB 85/index.json"
PEOPLE = "api/gwent/NB 85/people/index.json"
FOLDER = Path("/srv/builders/seventh")
SCRIPT = "assets/site.1a2b3c4d5e.js"
ONE_PERSON = '<ul class="people many" lang="en">\n<li><b>A B</b><span>PC</span></li>\n<li><b>C D</b></li>\n</ul>'
KNOWN = np.array(sorted(x * SIZE + y for x, y in POINTS), np.int64)


def named(street: str) -> bytes:
    """The street shard with another name at its points."""
    points = {terms.snap_point_id(x, y): [street, [0]] for x, y in POINTS}
    return json.dumps({"areas": [["gwent", "nb85", "One"]], "points": points}).encode()


def of(folder: Path, change: Mapping[str, bytes] | None = None, evidence: Evidence | None = None) -> Report:
    """The audit of the good site with some files changed."""
    folder.mkdir(exist_ok=True)
    site = write_site(folder / "site", {**good_files(), **(change or {})})
    return audit(site, evidence, machine=Machine.of((FOLDER,)))


def verdict(report: Report, check: str) -> Finding:
    return next(one for one in report.findings if one.check == check)


def states(report: Report) -> dict[str, str]:
    return {one.check: one.state for one in report.findings}


def test_a_site_without_faults_is_proved_but_for_what_files_cannot_say(tmp_path: Path) -> None:
    found = states(of(tmp_path))
    assert tuple(found) == CHECKS
    assert {check for check, state in found.items() if state != "proved"} == {"P4", "P6", "P8"}
    assert {found[check] for check in ("P4", "P6", "P8")} == {"not-assessed"}


def history(**more: object) -> bytes:
    """A neighbourhood's month of long ago as the downloads tell it, with further columns."""
    row = {"force": "gwent", "neighbourhood": "NB 85", "month": "2012-08", "category": "burglary", "state": "supplied", "crimes": 7} | more
    buffer = io.BytesIO()
    pl.DataFrame([row]).write_parquet(buffer)
    return buffer.getvalue()


def test_sums_of_neighbourhoods_long_ago_are_no_points_and_a_position_beside_them_is_found(tmp_path: Path) -> None:
    table, page = "data/history/gwent.parquet", "gwent/nb85/history.csv"
    sums = {table: history(), page: b"month,category,name,crimes,state\r\n2012-08,burglary,Burglary,7,supplied\r\n"}
    found = states(of(tmp_path / "sums", sums))
    assert (found["P5"], found["P9"]) == ("proved", "proved")
    report = of(tmp_path / "points", {table: history(longitude=-3.0, latitude=51.6)})
    assert (verdict(report, "P5").state, verdict(report, "P5").places[0].path) == ("failed", table)


PLANTED = [
    pytest.param("P1", {OUTCOMES: outcome_shard(*POINTS, (2041 * 4096 + 7, 1360 * 4096 + 7))}, OUTCOMES, id="a point of no list"),
    pytest.param("P1", {RECORDS: api_records((2041 * 4096 + 7, 1360 * 4096 + 7))}, RECORDS, id="a crime of the API beside its point"),
    pytest.param(
        "P1", {"data/crimes/gwent/2025-12.parquet": bulk_crimes((2041 * 4096 + 7, 1360 * 4096 + 7))}, "data/crimes/gwent/2025-12.parquet", id="a row"
    ),
    pytest.param("P2", {PAGE: page('<p data-part="recorded">On 24 December 2025</p>', root="../../").encode()}, PAGE, id="a day on a page"),
    pytest.param("P2", {RECORDS: api_records(month="2025-12-24")}, RECORDS, id="a day in a record"),
    pytest.param("P2", {"data/coverage.csv": b"dataset,force_id,month\ncrime,gwent,2025-12-24\n"}, "data/coverage.csv", id="a day in a table"),
    pytest.param("P3", {"data/stops.csv": b"month,age_range\n2025-12,18-24\n"}, "data/stops.csv", id="a field of a single stop"),
    pytest.param("P3", {"data/stops.csv": b"value,stops\ndrugs,3\n"}, "data/stops.csv", id="a small group"),
    pytest.param("P5", {RECORDS: api_records(context="seen at night")}, RECORDS, id="a remark"),
    pytest.param("P5", {RECORDS: api_records(crime_reference="GW/1")}, RECORDS, id="a reference number"),
    pytest.param("P5", {STREETS: named("High Street").replace(b'"areas"', b'"beds": 3, "areas"')}, STREETS, id="a key too many"),
    pytest.param("P5", {"data/neighbourhoods.csv": b"force,victims\ngwent,3\n"}, "data/neighbourhoods.csv", id="a column too many"),
    pytest.param("P5", stop_files(attribute="searched"), "tiles/stops/2025-12/fedcba9876543210/5/", id="an attribute of stops"),
    pytest.param(
        "P6", {"data/counts/gwent.csv": good_files()["data/counts/gwent.csv"].replace(b",4,3", b",5,3").replace(b",3,3", b",9,3")}, PAGE, id="a sum"
    ),
    pytest.param("P7", {RECORDS: api_records(id=123456)}, RECORDS, id="a number that stays with a crime"),
    pytest.param("P7", {RECORDS: api_records(persistent_id="a" * 64)}, RECORDS, id="a crime's own id"),
    pytest.param("P9", {"outcomes/2022-12/10/510/340.json": outcome_shard(*POINTS)}, "outcomes/2022-12/10/510/340.json", id="a month too old"),
    pytest.param("P10", {STREETS: named("Rose Cottage, NP20 4AA")}, STREETS, id="a postcode beside a crime"),
    pytest.param("P10", {RECORDS: api_records().replace(b"On or near ", b"At ")}, RECORDS, id="a place without its doubt"),
    pytest.param(
        "P10", {PAGE: page(baked_map((55, 60)).replace("Points are approximate.", ""), root="../../").encode()}, PAGE, id="a map that says nothing"
    ),
    pytest.param("P11", {PEOPLE: b'[{"name":"A B","rank":"PC","bio":"Likes dogs","contact_details":{}}]'}, PEOPLE, id="a biography"),
    pytest.param("P11", {PEOPLE: b'[{"name":"A B","rank":"PC","bio":null,"contact_details":{"mobile":"07"}}]'}, PEOPLE, id="a telephone"),
    pytest.param("P11", {PEOPLE: b'[{"name":"A B","rank":"PC","home_town":"Usk"}]'}, PEOPLE, id="a field more of a person"),
    pytest.param(
        "P11", {PAGE: page(ONE_PERSON.replace("</span>", "</span><img src=a.svg>"), root="../../").encode()}, PAGE, id="a picture on a page"
    ),
    pytest.param("P11", {PAGE: page(ONE_PERSON.replace("PC", "<a href='tel:07'>PC</a>"), root="../../").encode()}, PAGE, id="a link on a page"),
    pytest.param("P11", {"gwent/nb85/sergeant.jpg": b"\xff\xd8"}, "gwent/nb85/sergeant.jpg", id="a photograph"),
    pytest.param("P12", {SCRIPT: b"document.cookie = 'a=1';"}, SCRIPT, id="a cookie"),
    pytest.param("P12", {SCRIPT: b"navigator.sendBeacon('count/');"}, SCRIPT, id="a count of readers"),
    pytest.param("P12", {"index.html": page('<img src="https://count.example/a.gif">').encode()}, "index.html", id="a picture from elsewhere"),
    pytest.param("P12", {"index.html": page('<form><input name="postcode"></form>').encode()}, "index.html", id="a postcode that is sent"),
    pytest.param("P13", {"index.html": page(f"<p>{FOLDER}/data</p>").encode()}, "index.html", id="the builder's folder"),
    pytest.param("P13", {SCRIPT: b"//# sourceMappingURL=data:application/json;base64,AA"}, SCRIPT, id="a source map"),
]


@pytest.mark.parametrize(("check", "change", "path"), PLANTED)
def test_a_planted_fault_fails_its_check_and_is_named_by_its_path(tmp_path: Path, check: str, change: Mapping[str, bytes], path: str) -> None:
    found = verdict(of(tmp_path, change), check)
    assert found.state == "failed"
    assert path in [place.path for place in found.places]
    assert found.found >= len(found.places) > 0


REVIEWED = [
    pytest.param("P5", {RECORDS: api_records(category="cyber-nuisance")}, RECORDS, id="a category of no list"),
    pytest.param("P5", {"data/new.json": b"{}"}, "data/new.json", id="a file of no list"),
    pytest.param("P5", {"notes.bin": b"1 High Street"}, "notes.bin", id="a kind of file that nothing reads"),
    pytest.param("P5", {f"{PAGE}.gz": b"1 High Street"}, f"{PAGE}.gz", id="a compressed file that no list names"),
    pytest.param("P10", {STREETS: named("12 High Street")}, STREETS, id="what may be a house's number"),
    pytest.param(
        "P13", {"find/index.html": page("<p>/home/somebody/data</p>", root="../").encode()}, "find/index.html", id="what looks like a folder"
    ),
    pytest.param(
        "P12", {"postcodes/NP1.json": b'{"neighbourhoods":[],"outcode":"NP1","postcodes":{"0AA":[]}}'}, "postcodes/NP1.json", id="a crowd of one"
    ),
]


@pytest.mark.parametrize(("check", "change", "path"), REVIEWED)
def test_what_may_be_nothing_needs_a_person(tmp_path: Path, check: str, change: Mapping[str, bytes], path: str) -> None:
    found = verdict(of(tmp_path, change), check)
    assert (found.state, [place.path for place in found.places]) == ("needs-review", [path])


@pytest.mark.parametrize("street", ["2nd Avenue", "M4", "Rhodfa'r 3ydd", "High Street"])
def test_a_street_is_no_house(tmp_path: Path, street: str) -> None:
    assert verdict(of(tmp_path, {STREETS: named(street)}), "P10").state == "proved"


def test_the_months_that_points_are_shown_of_are_read_off_the_files_alone(tmp_path: Path) -> None:
    change = {"outcomes/2023-01/10/510/340.json": outcome_shard(*POINTS)}
    site = write_site(tmp_path / "site", {**good_files(), **change}, replace(ABOUT, months=("2010-12", "2025-12")))
    assert verdict(audit(site), "P9").state == "proved"
    other = write_site(tmp_path / "other", {**good_files(), "outcomes/2022-12/10/510/340.json": b"{}"}, replace(ABOUT, months=("2010-12", "2025-12")))
    assert verdict(audit(other), "P9").state == "failed"


def test_what_the_operator_lets_stand_is_to_be_reviewed(tmp_path: Path) -> None:
    about = replace(ABOUT, allowed=(Allowed(PAGE, "24 December 2025", "the force wrote it"),))
    site = write_site(
        tmp_path / "site", {**good_files(), PAGE: page('<p data-part="recorded">On 24 December 2025</p>', root="../../").encode()}, about
    )
    found = verdict(audit(site), "P2")
    assert found.state == "needs-review"
    assert "let stand by the operator: the force wrote it" in found.places[0].said


def test_points_are_held_against_those_of_the_source(tmp_path: Path) -> None:
    assert verdict(of(tmp_path / "whole", evidence=Evidence(crimes=KNOWN)), "P1").state == "proved"
    found = verdict(of(tmp_path / "less", evidence=Evidence(crimes=KNOWN[1:])), "P1")
    assert (found.state, found.counts["source_points"]) == ("failed", 2)


def test_stops_are_held_against_those_of_the_source(tmp_path: Path) -> None:
    stops = np.array(sorted(x * SIZE + y for x, y in STOP_POINTS), np.int64)
    assert verdict(of(tmp_path / "whole", evidence=Evidence(stops=stops)), "P1").state == "proved"
    assert verdict(of(tmp_path / "less", evidence=Evidence(stops=stops[1:])), "P1").state == "failed"


def test_addresses_near_a_point_are_counted_where_there_is_a_list(tmp_path: Path) -> None:
    lon, lat = (np.array([float(lonlat(x, y)[axis]) for x, y in POINTS]) for axis in range(2))
    enough = Evidence(addresses=(np.repeat(lon, 8), np.repeat(lat, 8)))
    assert verdict(of(tmp_path / "enough", evidence=enough), "P8").state == "proved"
    few = Evidence(addresses=(np.repeat(lon, [8, 7, 8]), np.repeat(lat, [8, 7, 8])))
    found = verdict(of(tmp_path / "few", evidence=few), "P8")
    assert (found.state, found.counts["points_with_few"]) == ("needs-review", 1)
    assert "has 7 addresses" in found.places[0].said


LEAK = Place("gwent/nb85/figures.json", "object, stolen-goods (year): this number is left out, and only one fits")
HELD = Attacked(Finding("P6", "proved", {"cells": 40}), (), ())


def test_an_attack_that_finds_nothing_proves_sums_and_groups(tmp_path: Path) -> None:
    report = of(tmp_path, evidence=Evidence(attacked=HELD))
    assert states(report)["P6"] == states(report)["P3"] == "proved"
    assert verdict(report, "P6").looked_at["cells"] == 40


def test_a_group_that_is_known_too_well_breaks_two_promises(tmp_path: Path) -> None:
    leaks = Attacked(Finding("P6", "failed", {"cells": 40}, places=(LEAK,), found=1), (LEAK,), ())
    report = of(tmp_path, evidence=Evidence(attacked=leaks))
    assert [verdict(report, check).state for check in ("P3", "P6")] == ["failed", "failed"]
    assert LEAK in verdict(report, "P3").places
    assert LEAK in verdict(report, "P6").places


def test_how_well_numbers_stay_hidden_is_part_of_the_report(tmp_path: Path) -> None:
    hidden = (Hidden("gwent", "Gwent Police", "stops", 2, 10, 10, 12, 14, 14, 0, 0, 0, 0),)
    assert of(tmp_path / "one", evidence=Evidence(attacked=replace(HELD, hidden=hidden))).hidden == hidden
    assert of(tmp_path / "other").hidden == ()


def test_a_team_by_name_and_rank_is_what_was_promised(tmp_path: Path) -> None:
    assert verdict(of(tmp_path, {PAGE: page(ONE_PERSON, root="../../").encode()}), "P11").state == "proved"


def test_order_is_believed_of_the_build(tmp_path: Path) -> None:
    assert verdict(of(tmp_path), "P4").basis == "build"


def test_a_copy_without_a_manifest_can_be_audited(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    (site / urls.MANIFEST).unlink()
    found = states(audit(site))
    assert found["P1"] == found["P9"] == "proved"
    assert (
        Place(urls.MANIFEST, "is missing, or was not made by this program: nothing says which files should be here")
        in verdict(audit(site), "P6").places
    )
    assert found["P6"] == "failed"


def test_a_file_that_is_listed_and_not_there_is_to_be_reviewed(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    (site / "find/index.html").unlink()
    found = verdict(audit(site), "P6")
    assert Place("find/index.html", "is listed and not there") in found.places
    assert found.state == "needs-review"
    assert found.counts["absent"] == 1


def remembering(site: Path, memory: Path, version: str = "1") -> Report:
    kept = RememberedFile(memory, version)
    report = audit(site, machine=Machine.of((FOLDER,)), remembered=kept)
    kept.save()
    return report


def test_a_file_of_the_same_bytes_is_not_looked_into_again_and_the_report_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, memory = write_site(tmp_path / "site", good_files()), tmp_path / "seen"
    first = remembering(site, memory)
    assert first == audit(site, machine=Machine.of((FOLDER,)))
    looked_into = list[str]()
    read = run._Reader.read

    def noting(reader: run._Reader, listed: tuple[str, str]) -> Facts:
        looked_into.append(listed[0])
        return read(reader, listed)

    monkeypatch.setattr(run._Reader, "read", noting)
    assert (remembering(site, memory), looked_into) == (first, [])
    (site / PAGE).write_bytes((site / PAGE).read_bytes() + b"<!-- -->")
    remembering(site, memory)
    assert looked_into == [PAGE]
    remembering(site, memory, "of another program")
    assert len(looked_into) > len(good_files()) / 2


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_planted_fault_is_found_whatever_is_remembered_and_the_manifest_says(tmp_path: Path, is_listed: bool) -> None:
    site, memory = write_site(tmp_path / "site", good_files()), tmp_path / "seen"
    remembering(site, memory)
    # The manifest still has the digest of the page as it was.
    (site / PAGE).write_bytes((site / PAGE).read_bytes().replace(b"</body>", f"<p>{FOLDER}</p></body>".encode()))
    if not is_listed:
        (site / "manifest.json").unlink()
    found = verdict(remembering(site, memory), "P13")
    assert (found.state, {place.path for place in found.places}) == ("failed", {PAGE})


def test_a_table_that_is_lost_fails_without_a_list_too(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    lost = sorted((site / "data/counts").glob("*.csv"))
    for table in lost:
        table.unlink()
    (site / urls.MANIFEST).unlink()
    places = verdict(audit(site), "P6").places
    assert lost
    assert {f"data/counts/{table.name}" for table in lost} <= {place.path for place in places}


SAID = page("<p>A page that is long enough to be sent compressed. </p>" * 40).encode()


def with_siblings(folder: Path, changed: Mapping[str, bytes]) -> Report:
    """The audit of the good site with a longer page and its listed siblings, some of these changed."""
    folder.mkdir(exist_ok=True)
    site = write_site(folder / "site", {**good_files(), "about/index.html": SAID})
    found = {**dict(siblings_of("about/index.html", SAID)), **changed}
    for path, data in found.items():
        (site / path).write_bytes(data)
    (site / urls.SIBLINGS).write_bytes(list_bytes({path: sha256(data).hexdigest() for path, data in found.items()}))
    return audit(site)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_sent_in_place_of_a_file_must_hold_its_bytes_whatever_the_list_says(tmp_path: Path, form: str) -> None:
    assert verdict(with_siblings(tmp_path / "good", {}), "P5").state == "proved"
    other = dict(siblings_of("about/index.html", SAID.replace(b"page", b"man!")))
    found = verdict(with_siblings(tmp_path / "other", {f"about/index.html.{form}": other[f"about/index.html.{form}"]}), "P5")
    assert (found.state, [place.path for place in found.places]) == ("failed", [f"about/index.html.{form}"])


def test_a_listed_sibling_of_no_file_fails(tmp_path: Path) -> None:
    found = verdict(with_siblings(tmp_path, {"gone.html.gz": b"1 High Street"}), "P5")
    assert (found.state, [place.path for place in found.places]) == ("failed", ["gone.html.gz"])


def test_what_publishing_adds_is_no_part_of_a_site(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    before = audit(site)
    for path in ("release/current.json", f"release/blobs/ab/{'ab' * 32}.html"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text("<script src=https://count.example/></script>/home/somebody")
    assert audit(site) == before


def test_several_processes_find_what_one_does_and_order_of_the_disk_is_no_matter(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {**good_files(), STREETS: named("12 High Street")})
    again = write_site(tmp_path / "again", dict(reversed({**good_files(), STREETS: named("12 High Street")}.items())))
    with ThreadPoolExecutor(2) as executor:
        assert audit(site, executor=executor) == audit(site) == audit(again)


def test_another_byte_is_another_digest(tmp_path: Path) -> None:
    assert of(tmp_path / "one").digest != of(tmp_path / "other", {SCRIPT: b"(function () { });"}).digest


def test_files_that_no_reader_can_make_sense_of_do_not_end_it(tmp_path: Path) -> None:
    change = {STREETS: b"[1]", RECORDS: b"[[1],2]", PEOPLE: b"[3]", "data/crimes/gwent/2025-12.parquet": b"PAR", "postcodes/NP1.json": b"{"}
    assert verdict(of(tmp_path, change), "P1").state == "failed"
