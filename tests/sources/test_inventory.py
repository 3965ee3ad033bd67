"""The inventory finds what there is, says what there is not, and needs no more than one part."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, InputError
from sitegen.raw import RawFile
from sitegen.sources.supply import read_supply
from sitegen.tables.schemas import SCHEMAS
from tests.sources.data_folder import names, pack, put, street, take


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
    assert "archive/: 1 street files lie outside the site's months, 2025-05 to 2025-06: they are told as sums of forces alone" in take(data).notes


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


def test_teams_alone_have_no_months_and_no_word_of_a_site_that_is_not_made(data: Path) -> None:
    put(data, "policing/loamshire/neighbourhoods.json")
    inventory = take(data)
    assert (inventory.months, inventory.force_ids, inventory.release) == ((), ("loamshire",), "")
    assert not [note for note in inventory.notes if "no street crime" in note]


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
        "basemap/roads.shp: not used; expected *.gpkg, *.geojson, *.json, *.mbtiles, *.pmtiles or attribution.txt"
    ]


def test_many_notes_of_a_kind_are_summed_up(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, *(f"archive/2025-06/{number}.txt" for number in range(500)))
    (note,) = [note for note in take(data).notes if note.startswith("archive/2025-06/")]
    assert note.startswith("archive/2025-06/0.txt, archive/2025-06/1.txt, archive/2025-06/10.txt and 497 more: not used; ")


def test_an_absent_data_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: no such folder; --data names the folder"):
        take(tmp_path / "nowhere")


def test_a_folder_with_nothing_to_build_from_says_what_is_there_and_where_it_belongs(data: Path) -> None:
    put(data, "2025-06-loamshire-street.csv", "postcodes/np.csv")
    with pytest.raises(
        InputError, match=r"nothing to build from; 2025-06-loamshire-street.csv belongs into its month's folder: .*/archive/2025-06/2025-06"
    ):
        take(data)


def test_place_names_and_population_are_found_loose_and_in_zip_files(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "places/index.csv", "population/2021/lsoa.csv", "population/vars.csv", "population/readme.txt")
    pack(data / "places/opname.zip", "Data/ST28.csv", "Doc/licence.txt")
    inventory = take(data)
    assert inventory.grid_squares == ("other", "st")
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
    assert invented.in_language("place", "cy") == ""


def test_an_invented_place_may_have_a_welsh_name(data: Path) -> None:
    street(data, "2025-06 loamshire")
    put(data, "invented.json", text=json.dumps({"place": "Loamshire and Dale", "place_cy": "Loamshire a Dale", "operator": "O"}))
    invented = take(data).invented
    assert invented is not None
    assert (invented.in_language("place", "cy"), invented.in_language("operator", "cy")) == ("Loamshire a Dale", "")


@pytest.mark.parametrize("text", ["[]", "{}", '{"place": 3}', '{"place": "a\\nb"}', "x"])
def test_a_broken_invented_file_stops_by_name(data: Path, text: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, "invented.json", text=text)
    with pytest.raises(ConfigError, match=r"^invented\.json: "):
        take(data)


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
        ("operator", "o" * 501),
        ("place", "p" * 501),
    ],
)
def test_an_invented_operator_is_held_to_the_rules_of_the_settings(data: Path, key: str, value: str) -> None:
    street(data, "2025-06 loamshire")
    put(data, "invented.json", text=json.dumps({"place": "Loamshire", key: value}))
    with pytest.raises(ConfigError, match=rf"^invented\.json: {key} must be"):
        take(data)
