"""The inventory finds what there is, says what there is not, and needs no more than one part."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from sitegen.engine.load import load
from sitegen.errors import ConfigError, InputError
from sitegen.raw import RawFile
from sitegen.sources.inventory import Inventory, read_supply, take_inventory
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ForceId, Month


def put(data: Path, *names: str, text: str = "x") -> None:
    for name in names:
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def pack(path: Path, *names: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "x")


def street(data: Path, *keys: str) -> None:
    """`2025-06 loamshire`: a street file of that month and force."""
    for key in keys:
        month, force_id = key.split()
        put(data, f"archive/{month}/{month}-{force_id}-street.csv")


def take(data: Path, *, months: str | None = None, forces: tuple[str, ...] = (), window_months: int = 36, project: Path | None = None) -> Inventory:
    root = project or data.parent / "project"
    window = None
    if months:
        first, last = months.split("..")
        window = (Month.parse(first), Month.parse(last))
    return take_inventory(
        data, root / "content", root / "templates", None, months=window, window_months=window_months, forces=tuple(map(ForceId, forces))
    )


def names(inventory: Inventory, group: str, *part: str) -> list[str]:
    return [ref.name for ref in inventory.raw[group].files.get(part, ())]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_street_files_are_parts_by_force_and_month(data: Path) -> None:
    street(data, "2025-05 loamshire", "2025-06 loamshire", "2025-06 btp")
    inventory = take(data)
    assert inventory.raw["street"].by == ("force_id", "month")
    assert sorted(inventory.raw["street"].files) == [("btp", "2025-06"), ("loamshire", "2025-05"), ("loamshire", "2025-06")]
    assert names(inventory, "street", "btp", "2025-06") == ["archive/2025-06/2025-06-btp-street.csv"]
    assert inventory.force_ids == ("btp", "loamshire")
    assert inventory.release == "2025-06"


def test_outcome_files_of_the_window_are_parts_by_force_and_month(data: Path) -> None:
    street(data, "2025-05 loamshire", "2025-06 loamshire")
    put(
        data,
        *(
            f"archive/{month}/{month}-{force}-outcomes.csv"
            for month, force in [("2025-06", "loamshire"), ("2014-01", "loamshire"), ("2025-05", "btp")]
        ),
    )
    group = take(data, forces=("loamshire",)).raw["outcome_files"]
    assert group.by == ("force_id", "month")
    assert {part: [ref.name for ref in refs] for part, refs in group.files.items()} == {
        ("loamshire", "2025-06"): ["archive/2025-06/2025-06-loamshire-outcomes.csv"]
    }


def test_stop_and_search_files_of_the_window_are_parts_and_make_no_force(data: Path) -> None:
    street(data, "2025-05 loamshire", "2025-06 loamshire")
    for month, force in (("2025-05", "loamshire"), ("2025-06", "wealdmoor"), ("2024-01", "dale")):
        put(data, f"archive/{month}/{month}-{force}-stop-and-search.csv")
    inventory = take(data)
    assert inventory.raw["stop_search_files"].by == ("force_id", "month")
    assert sorted(inventory.raw["stop_search_files"].files) == [("loamshire", "2025-05")]
    assert inventory.force_ids == ("loamshire",)
    assert [note.partition(";")[0] for note in inventory.notes if "stop and search" in note] == ["wealdmoor: stop and search alone"]


def test_a_month_that_stands_alone_does_not_empty_the_site(data: Path) -> None:
    street(data, "2025-05 loamshire", "2025-06 loamshire", "9999-12 loamshire")
    with pytest.raises(InputError, match=r"9999-12, stands alone, 2025-06 being the month before it; .* --months 9999-12\.\.9999-12"):
        take(data)
    assert [str(month) for month in take(data, months="2025-05..2025-06").months] == ["2025-05", "2025-06"]


def test_street_files_outside_the_window_are_said(data: Path) -> None:
    street(data, "2014-01 loamshire", "2025-05 loamshire", "2025-06 loamshire")
    assert "archive/: 1 street files lie outside the site's months, 2025-05 to 2025-06, and are not used" in take(data).notes


def test_the_window_runs_from_the_first_month_with_crimes_to_the_newest(data: Path) -> None:
    street(data, "2025-03 loamshire", "2025-06 loamshire")
    assert [str(month) for month in take(data).months] == ["2025-03", "2025-04", "2025-05", "2025-06"]


def test_the_window_is_no_longer_than_it_may_be(data: Path) -> None:
    street(data, "2014-01 loamshire", "2025-04 wealdmoor", "2025-06 loamshire")
    inventory = take(data, window_months=6)
    assert [str(month) for month in inventory.months] == ["2025-04", "2025-05", "2025-06"]
    assert ("loamshire", "2014-01") not in inventory.raw["street"].files


def test_asked_for_months_are_the_window(data: Path) -> None:
    street(data, "2025-03 loamshire", "2025-06 wealdmoor")
    inventory = take(data, months="2025-02..2025-04")
    assert [str(month) for month in inventory.months] == ["2025-02", "2025-03", "2025-04"]
    assert inventory.force_ids == ("loamshire",)


@pytest.mark.parametrize(
    ("months", "message"),
    [
        ("2025-06..2025-05", "the last month is before the first"),
        ("2020-01..2025-06", r"66 months are more than the 36 of window\.months"),
        ("2024-01..2024-02", "no street crime in these months; the data folder has 2025-06 to 2025-06"),
    ],
)
def test_months_that_cannot_be_are_refused(data: Path, months: str, message: str) -> None:
    street(data, "2025-06 loamshire")
    with pytest.raises(ConfigError, match=message):
        take(data, months=months)


def test_a_site_can_be_restricted_to_forces(data: Path) -> None:
    street(data, "2025-06 loamshire", "2025-06 wealdmoor")
    put(data, "policing/loamshire/neighbourhoods.json", "policing/wealdmoor/neighbourhoods.json", "boundaries/loamshire/NB01.kml")
    inventory = take(data, forces=("wealdmoor",))
    assert inventory.force_ids == ("wealdmoor",)
    for group in ("street", "policing", "boundary_files"):
        assert {part[0] for part in inventory.raw[group].files} <= {"wealdmoor"}
    assert "loamshire" not in str(inventory.raw["inventory"])


def test_an_unknown_force_is_refused_with_those_there_are(data: Path) -> None:
    street(data, "2025-06 loamshire", "2025-06 wealdmoor")
    with pytest.raises(ConfigError, match=r"--force gwent: .* it has loamshire, wealdmoor"):
        take(data, forces=("gwent",))


def test_a_force_of_neighbourhoods_or_boundaries_alone_is_a_force(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "policing/wealdmoor/neighbourhoods.json", "boundaries/dyffryn-aeddan/A 1.kml", "policing/forces/gwent.json")
    assert take(data).force_ids == ("dyffryn-aeddan", "loamshire", "wealdmoor")


def test_teams_alone_are_enough_to_build_from(data: Path) -> None:
    put(data, "policing/loamshire/neighbourhoods.json")
    inventory = take(data)
    assert (inventory.months, inventory.force_ids, inventory.release) == ((), ("loamshire",), "")
    assert "archive/: no street crime; the site shows teams and boundaries only" in inventory.notes


def test_every_absent_part_is_noted(data: Path) -> None:
    street(data, "2025-06 loamshire")
    notes = "\n".join(take(data).notes)
    for part in ("boundaries/: none", "policing/: no lists", "postcodes/: none", "node_modules/: none"):
        assert part in notes


def test_a_force_without_crimes_in_the_window_is_noted(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "policing/wealdmoor/neighbourhoods.json")
    assert "wealdmoor: no street crime in these months" in take(data).notes


def test_strange_folders_are_noted(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "basemap/x.geojson", "archive-partial/x.csv", "README.md")
    notes = take(data).notes
    assert not any(note.startswith("basemap/") for note in notes)
    assert "archive-partial/: not used; it is no part of a data folder" in notes
    assert not any("README" in note for note in notes)


def test_a_basemap_is_listed_with_its_owners_and_other_files_are_noted(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "basemap/roads.gpkg", "basemap/attribution.txt", "basemap/notes.md", "basemap/roads.shp", "basemap/.hidden.gpkg")
    found = take(data)
    assert [ref.name for ref in found.raw["basemap_files"].files[()]] == ["basemap/attribution.txt", "basemap/roads.gpkg"]
    assert [note for note in found.notes if note.startswith("basemap/")] == [
        "basemap/roads.shp: not used; expected *.gpkg, *.geojson, *.json or attribution.txt"
    ]


def test_many_notes_of_a_kind_are_summed_up(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, *(f"archive/2025-06/{number}.txt" for number in range(500)))
    notes = [note for note in take(data).notes if note.startswith("archive/2025-06/") or "more:" in note]
    assert len(notes) == 13
    assert notes[-1].startswith("and 488 more")


def test_an_absent_data_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: no such folder; --data names the folder"):
        take(tmp_path / "nowhere")


def test_a_folder_with_nothing_to_build_from_says_what_was_looked_for(data: Path) -> None:
    put(data, "2025-06-loamshire-street.csv", "postcodes/np.csv")
    with pytest.raises(InputError, match=r"nothing to build from; looked for archive/YYYY-MM/.*policing/.*boundaries/"):
        take(data)


def test_policing_files_lie_at_the_apis_paths(data: Path) -> None:
    put(
        data, "policing/forces.json", "policing/forces/loamshire.json", "policing/forces/loamshire/people.json", "policing/forces/loamshire/x.json",
        "policing/crimes-street-dates.json", "policing/loamshire/neighbourhoods.json", "policing/loamshire/CPT RWB.json",
        "policing/loamshire/CPT RWB/people.json", "policing/loamshire/CPT RWB/events.json", "policing/loamshire/CPT RWB/priorities.json",
        "policing/loamshire/CPT RWB/boundary.json", "policing/loamshire/CPT RWB/photo.jpg", "policing/loamshire/DEV.4050/people.json",
        "policing/loamshire/neighbourhoods/people.json", "policing/loamshire/notes.txt",
    )  # fmt: skip
    inventory = take(data)
    assert names(inventory, "policing_forces") == ["policing/forces.json", "policing/forces/loamshire.json", "policing/forces/loamshire/people.json"]
    assert names(inventory, "policing", "loamshire") == [
        "policing/loamshire/CPT RWB.json", "policing/loamshire/CPT RWB/events.json", "policing/loamshire/CPT RWB/people.json",
        "policing/loamshire/CPT RWB/priorities.json", "policing/loamshire/DEV.4050/people.json", "policing/loamshire/neighbourhoods.json",
        "policing/loamshire/neighbourhoods/people.json",
    ]  # fmt: skip
    assert names(inventory, "boundary_files", "loamshire") == ["policing/loamshire/CPT RWB/boundary.json"]


@pytest.mark.parametrize("key", ["a\nb", "a\u202eb", "x" * 65, " a", "a\x07", "a\\b"])
def test_an_unusable_id_in_a_file_name_is_noted_and_left_alone(data: Path, key: str) -> None:
    street(data, "2025-06 loamshire")
    put(
        data,
        "policing/loamshire/neighbourhoods.json",
        f"policing/loamshire/{key}.json",
        f"policing/loamshire/{key}/people.json",
        f"boundaries/loamshire/{key}.kml",
    )
    inventory = take(data)
    assert names(inventory, "policing", "loamshire") == ["policing/loamshire/neighbourhoods.json"]
    assert ("loamshire",) not in inventory.raw["boundary_files"].files
    assert len([note for note in inventory.notes if "not a neighbourhood's id" in note]) == 3
    assert all(note.isprintable() for note in inventory.notes)


@pytest.mark.parametrize("force", ["Loamshire", "map", "loam shire", "x" * 70, "1x"])
def test_a_folder_that_is_no_force_is_noted_and_left_alone(data: Path, force: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, f"policing/{force}/neighbourhoods.json", f"boundaries/{force}/a.kml")
    inventory = take(data)
    assert inventory.force_ids == ("loamshire",)
    assert len([note for note in inventory.notes if "not a force id" in note]) == 2


def test_a_file_name_that_is_no_text_does_no_harm(data: Path) -> None:
    street(data, "2025-06 loamshire")
    for folder in ("policing/loamshire", "boundaries/loamshire", "boundaries", "archive", "archive/2025-06", "postcodes"):
        (data / folder).mkdir(parents=True, exist_ok=True)
        (data / folder / os.fsdecode(b"bad\xff.json")).write_text("x")
        (data / folder / os.fsdecode(b"bad\xff.kml")).write_text("x")
        (data / folder / os.fsdecode(b"bad\xff.csv")).write_text("x")
    inventory = take(data)
    "\n".join(inventory.notes).encode()
    assert all(ref.name.isprintable() for group in inventory.raw.values() for refs in group.files.values() for ref in refs)


def test_loose_boundaries_go_before_the_zip_file_and_that_before_the_api(data: Path) -> None:
    put(
        data,
        "boundaries/loamshire/A.kml",
        "policing/loamshire/A/boundary.json",
        "policing/loamshire/B/boundary.json",
        "policing/loamshire/C/boundary.json",
    )
    pack(data / "boundaries/2025-06.zip", "2025-06/loamshire/A.kml", "2025-06/loamshire/B.kml", "wealdmoor/DEV.4050.kml", "readme.txt")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == [
        "boundaries/2025-06.zip!2025-06/loamshire/B.kml",
        "boundaries/loamshire/A.kml",
        "policing/loamshire/C/boundary.json",
    ]
    assert names(inventory, "boundary_files", "wealdmoor") == ["boundaries/2025-06.zip!wealdmoor/DEV.4050.kml"]
    assert any("readme.txt: not used" in note for note in inventory.notes)


@pytest.mark.parametrize(
    ("zips", "used"), [(["2025-01", "2025-05", "2025-09"], "2025-05"), (["2025-08", "2025-09"], "2025-08"), (["2025-06"], "2025-06")]
)
def test_the_boundaries_are_the_newest_not_after_the_window(data: Path, zips: list[str], used: str) -> None:
    street(data, "2025-06 loamshire")
    for month in zips:
        pack(data / f"boundaries/{month}.zip", "loamshire/A.kml")
    inventory = take(data)
    assert names(inventory, "boundary_files", "loamshire") == [f"boundaries/{used}.zip!loamshire/A.kml"]
    assert len([note for note in inventory.notes if "is the one for this window" in note]) == len(zips) - 1


def test_geojson_files_are_force_areas(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "boundaries/police_force_areas.geojson", "boundaries/force_kmls.zip")
    inventory = take(data)
    assert names(inventory, "force_area_files") == ["boundaries/police_force_areas.geojson"]
    assert any("force_kmls.zip: not used" in note for note in inventory.notes)


@pytest.mark.parametrize("name", ["postcodes/Data/CSV/np.csv", "postcodes/np.csv", "postcodes/CSV/NP.CSV"])
def test_code_point_files_are_parts_by_area(data: Path, name: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, name)
    inventory = take(data)
    assert inventory.areas == ("np",)
    assert names(inventory, "postcode_files", "np") == [name]
    assert inventory.attributions == ("police", "os", "royal-mail")


def test_code_point_files_are_found_in_their_zip_file(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "postcodes/le.csv")
    pack(data / "postcodes/codepo_gb.zip", "Data/CSV/np.csv", "Data/CSV/le.csv", "Doc/licence.txt", "Doc/Code-Point_Open_Column_Headers.csv")
    inventory = take(data)
    assert inventory.areas == ("le", "np")
    assert names(inventory, "postcode_files", "le") == ["postcodes/le.csv"]
    assert names(inventory, "postcode_files", "np") == ["postcodes/codepo_gb.zip!Data/CSV/np.csv"]


def test_a_postcode_directory_serves_the_areas_code_point_does_not(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "postcodes/Data/CSV/np.csv")
    put(data, "postcodes/ONSPD_sample.csv", text='pcd,pcds\n"AB1 0AA",x\n"NP1 0AA",x\n')
    put(data, "postcodes/Data/multi_csv/ONSPD_FEB_2024_UK_LE.csv", "postcodes/Data/multi_csv/ONSPD_FEB_2024_UK_NP.csv")
    inventory = take(data)
    assert inventory.areas == ("ab", "le", "np")
    assert names(inventory, "postcode_files", "np") == ["postcodes/Data/CSV/np.csv"]
    assert names(inventory, "postcode_files", "ab") == ["postcodes/ONSPD_sample.csv!ab"]
    assert inventory.attributions == ("police", "os", "royal-mail", "ons")


def test_a_whole_postcode_directory_is_read_in_pieces_by_area(data: Path) -> None:
    street(data, "2025-06 loamshire")
    lines = ["pcd,pcds\r\n", '"AB1 0AA",1\r\n', '"AB1 0AB",2\r\n', '"NP1 0AA",3\r\n', ",4\r\n", '"AB9 0AA",5\r\n']
    (data / "postcodes").mkdir()
    (data / "postcodes/NSPL21_MAY_2025_UK.csv").write_text("".join(lines), newline="")
    files = take(data).raw["postcode_files"].files
    assert {part: [load(ref) for ref in refs] for part, refs in files.items()} == {
        ("ab",): [RawFile("postcodes/NSPL21_MAY_2025_UK.csv!ab", "".join(lines[:3] + lines[5:]).encode())],
        ("np",): [RawFile("postcodes/NSPL21_MAY_2025_UK.csv!np", "".join([lines[0], *lines[3:5]]).encode())],
    }


def test_a_postcode_directory_is_used_in_its_zip_file_by_area(data: Path) -> None:
    street(data, "2025-06 loamshire")
    pack(data / "postcodes/ONSPD_MAY_2025.zip", "Data/ONSPD_MAY_2025_UK.csv", "Data/multi_csv/ONSPD_MAY_2025_UK_NP.csv", "Documents/LA names.csv")
    inventory = take(data)
    assert names(inventory, "postcode_files", "np") == ["postcodes/ONSPD_MAY_2025.zip!Data/multi_csv/ONSPD_MAY_2025_UK_NP.csv"]
    assert not [note for note in inventory.notes if note.startswith("postcodes/")]


def test_a_postcode_directory_packed_whole_is_said(data: Path) -> None:
    street(data, "2025-06 loamshire")
    pack(data / "postcodes/o.zip", "ONSPD_MAY_2025_UK.csv")
    note = "postcodes/o.zip!ONSPD_MAY_2025_UK.csv: not used; unpack it, or put the folder Data/multi_csv of the same download there"
    assert note in take(data).notes


def test_place_names_and_population_are_found_loose_and_in_zip_files(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "places/index.csv", "population/2021/lsoa.csv", "population/vars.csv", "population/readme.txt")
    pack(data / "places/opname.zip", "Data/ST28.csv", "Doc/licence.txt")
    inventory = take(data)
    assert inventory.sheets == ("other", "st")
    assert names(inventory, "place_files", "other") == ["places/index.csv"]
    assert names(inventory, "place_files", "st") == ["places/opname.zip!Data/ST28.csv"]
    assert names(inventory, "population_files") == ["population/2021/lsoa.csv", "population/vars.csv"]
    assert inventory.attributions == ("police", "os", "ons")


def test_the_release_is_the_newest_zip_file(data: Path) -> None:
    street(data, "2025-06 loamshire")
    pack(data / "archive/2025-08.zip", "2025-05/2025-05-loamshire-street.csv")
    assert take(data).release == "2025-08"


def test_supply_lists_every_dataset_of_the_sites_forces_in_any_month(data: Path) -> None:
    street(data, "2014-01 loamshire", "2025-06 loamshire")
    put(data, "archive/2025-06/2025-06-wealdmoor-outcomes.csv", "archive/2024-01/2024-01-loamshire-stop-and-search.csv", text="")
    pack(data / "archive/2025-07.zip", "2025-05/2025-05-loamshire-outcomes.csv")
    (ref,) = take(data, months="2025-06..2025-06").raw["inventory"].files[()]
    assert ref.inline is not None
    table = read_supply(inventory=(RawFile(ref.name, ref.inline),))
    assert dict(table.schema) == SCHEMAS["supply"].types
    assert table.rows() == [
        ("outcomes", "loamshire", "2025-05", "archive/2025-07.zip!2025-05/2025-05-loamshire-outcomes.csv", "2025-07", False, 1),
        ("stop-and-search", "loamshire", "2024-01", "archive/2024-01/2024-01-loamshire-stop-and-search.csv", None, False, 0),
        ("street", "loamshire", "2014-01", "archive/2014-01/2014-01-loamshire-street.csv", None, False, 1),
        ("street", "loamshire", "2025-06", "archive/2025-06/2025-06-loamshire-street.csv", None, False, 1),
    ]


def test_an_invented_place_says_so(data: Path) -> None:
    street(data, "2025-06 loamshire")
    assert take(data).invented is None
    put(data, "invented.json", text=json.dumps({"place": "Loamshire", "operator": "O", "contact": "c@x.example"}))
    invented = take(data).invented
    assert invented is not None
    assert (invented.place, invented.operator, invented.contact, invented.privacy_contact) == ("Loamshire", "O", "c@x.example", "")


@pytest.mark.parametrize("text", ["[]", "{}", '{"place": 3}', '{"place": "a\\nb"}', "x"])
def test_a_broken_invented_file_stops_by_name(data: Path, text: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, "invented.json", text=text)
    with pytest.raises(InputError, match=r"^invented\.json: "):
        take(data)


def test_the_projects_own_files_are_groups_by_name(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    put(
        tmp_path / "p", "content/site.toml", "content/known_issues.toml", "content/vocabulary/forces.toml", "content/pages/about.md",
        "content/locales/cy/LC_MESSAGES/site.po", "templates/layouts/base.html", "templates/assets/site.css", "templates/assets/.x.swp",
    )  # fmt: skip
    inventory = take(data, project=tmp_path / "p")
    assert names(inventory, "vocabulary") == ["content/vocabulary/forces.toml"]
    assert names(inventory, "known_issue_file") == ["content/known_issues.toml"]
    assert names(inventory, "content") == ["content/pages/about.md"]
    assert names(inventory, "locales") == ["content/locales/cy/LC_MESSAGES/site.po"]
    assert names(inventory, "templates") == ["templates/layouts/base.html"]
    assert names(inventory, "assets") == ["templates/assets/site.css"]


def test_known_issues_of_the_data_folder_stand_beside_the_projects_own(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    put(tmp_path / "p", "content/known_issues.toml")
    put(data, "known_issues.toml")
    inventory = take(data, project=tmp_path / "p")
    assert names(inventory, "known_issue_file") == ["content/known_issues.toml", "known_issues.toml"]
    assert names(take(data), "known_issue_file") == ["known_issues.toml"]
    assert not [note for note in inventory.notes if "known_issues" in note]


def test_a_library_that_is_not_installed_is_named(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    with pytest.raises(InputError, match=r"node_modules/maplibre-gl/dist/maplibre-gl-csp\.js is missing; run npm ci"):
        take_inventory(data, tmp_path, tmp_path, tmp_path / "node_modules", months=None, window_months=36, forces=())


def test_libraries_are_assets_of_a_vendor(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    libraries = (
        "maplibre-gl/dist/maplibre-gl-csp.js",
        "maplibre-gl/dist/maplibre-gl-csp-worker.js",
        "maplibre-gl/LICENSE.txt",
        "pmtiles/dist/pmtiles.js",
    )
    put(tmp_path / "node_modules", *libraries)
    inventory = take_inventory(data, tmp_path, tmp_path, tmp_path / "node_modules", months=None, window_months=36, forces=())
    assert names(inventory, "assets") == [
        "vendor/maplibre-gl-LICENSE.txt",
        "vendor/maplibre-gl-csp-worker.js",
        "vendor/maplibre-gl-csp.js",
        "vendor/pmtiles.js",
    ]


def test_a_link_that_leads_to_itself_does_no_harm(data: Path) -> None:
    street(data, "2025-06 loamshire")
    (data / "policing").symlink_to(data / "policing")
    assert take(data).force_ids == ("loamshire",)


def test_the_order_of_the_disk_leaves_no_trace(tmp_path: Path) -> None:
    keys = ["2025-05 loamshire", "2025-06 wealdmoor", "2025-06 btp", "2025-04 loamshire"]
    found = []
    for turn, order in enumerate((keys, keys[::-1])):
        data = tmp_path / str(turn) / "data"
        street(data, *order)
        inventory = take(data)
        found.append((inventory.months, inventory.force_ids, inventory.notes, list(inventory.raw["street"].files), inventory.raw["inventory"]))
    assert found[0] == found[1]


@pytest.mark.parametrize("mistyped", ["2205-06", "2026-07"])
def test_a_newest_month_that_stands_alone_stops_by_name(data: Path, mistyped: str) -> None:
    street(data, "2025-05 loamshire", "2025-06 loamshire", f"{mistyped} loamshire")
    with pytest.raises(
        InputError, match=rf"^archive/{mistyped}/{mistyped}-loamshire-street\.csv: .*2025-06 being the month before it; move it away.*--months"
    ):
        take(data)


def test_a_gap_of_a_year_before_the_newest_month_is_taken(data: Path) -> None:
    street(data, "2024-06 loamshire", "2025-06 loamshire")
    assert len(take(data).months) == 13


def test_a_site_of_one_month_takes_the_newest(data: Path) -> None:
    street(data, "2025-05 loamshire", "2025-06 loamshire")
    assert [str(month) for month in take(data, window_months=1).months] == ["2025-06"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contact", "ring us"),
        ("contact", "javascript:alert(1)"),
        ("privacy_contact", "http://x.example"),
        ("privacy_contact", "a b@x.example"),
        ("operator", "o" * 201),
        ("place", "p" * 201),
    ],
)
def test_an_invented_operator_is_held_to_the_rules_of_the_settings(data: Path, key: str, value: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, "invented.json", text=json.dumps({"place": "Loamshire", key: value}))
    with pytest.raises(InputError, match=rf"^invented\.json: {key} must be"):
        take(data)
