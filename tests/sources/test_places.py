"""Towns, villages and localities of either gazetteer are read; roads and repeated names are set aside."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.raw import RawFile
from sitegen.sources.places import read_places
from sitegen.tables.quality import over_budget, tally
from sitegen.tables.schemas import SCHEMAS

LOCALITIES = "LOC,LOCd,LOCo,x_lon,y_lat,OA"
INDEX = "placeid,place12cd,place15cd,placesort,place12nm,place15nm,splitind,descnm,lat,long"


def named(name: str, local_type: str = "Village", *, east: str = "331000", north: str = "188000", other: str = "", languages: str = ",") -> str:
    """A row of OS Open Names."""
    first, second = languages.split(",")
    fields = ["osgb4000000074", "http://x.example/", name, first, other, second, "populatedPlace", local_type, east, north, *[""] * 24]
    return ",".join(fields)


def read(*files: str) -> pl.DataFrame:
    table = read_places(place_files=tuple(RawFile(f"places/{number}.csv", text.encode()) for number, text in enumerate(files)))
    assert dict(table.schema) == SCHEMAS["places"].types
    return table


def counted(*files: str) -> list[tuple[str, str | None, str]]:
    return read(*files).filter(pl.col("problem").is_null()).select("name", "other_name", "kind").rows()


def test_localities_of_the_index_are_read_with_their_position() -> None:
    table = read(f"{LOCALITIES}\nIPN0011864,Caerleon,caerleon,-2.961214,51.618069,W00008447\n")
    assert table.select("name", "kind", "lon", "lat", "problem", "row").rows() == [("Caerleon", "locality", -2.961214, 51.618069, None, None)]


def test_the_index_reads_localities_and_leaves_wards_and_parishes_aside() -> None:
    rows = ["1,,E1,malpas,Old Malpas,Malpas,0,LOC,51.61,-3.00", "2,,E2,malpas,Malpas,Malpas,0,WD,51.61,-3.01", "3,,E3,usk,Usk,Usk,0,PAR,51.7,-2.9"]
    table = read("\n".join([INDEX, *rows]))
    assert table.select("name", "problem", "row").rows() == [("Malpas", None, None), (None, "not-a-settlement", 3), (None, "not-a-settlement", 4)]


def test_the_index_in_the_windows_alphabet_is_read() -> None:
    file = RawFile("places/index.csv", f"{LOCALITIES}\n1,Fforest Gôch,x,-3.9,51.7,W1\n".encode("cp1252"))
    assert read_places(place_files=(file,))["name"].to_list() == ["Fforest Gôch"]


def test_a_name_in_turned_order_is_turned_back() -> None:
    rows = ['1,"Hammer, Abinger",abingerhammer,-0.43,51.21,E1', '2,"Fence Wood, Upper and Lower",fencewoodupperandlower,-2.5,54.1,E1']
    assert [row[0] for row in counted("\n".join([LOCALITIES, *rows]))] == ["Abinger Hammer", "Fence Wood, Upper and Lower"]


@pytest.mark.parametrize(
    ("local_type", "kind"),
    [("City", "city"), ("Town", "town"), ("Village", "village"), ("Hamlet", "hamlet"), ("Suburban Area", "suburb"), ("Other Settlement", "locality")],
)
def test_settlements_of_open_names_are_read_by_kind(local_type: str, kind: str) -> None:
    assert counted(named("Rogerstone", local_type)) == [("Rogerstone", None, kind)]


def test_open_names_grid_references_become_degrees() -> None:
    row = read(named("Newport", "City", east="331000", north="188000")).row(0, named=True)
    assert (round(row["lat"], 3), round(row["lon"], 3)) == (51.587, -2.997)


def test_roads_and_postcodes_of_open_names_are_set_aside_and_over_no_budget() -> None:
    table = read("\n".join([named("Chepstow"), *(named(f"B{number}", "Numbered Road") for number in range(40)), named("NP20 1AA", "Postcode")]))
    assert table["problem"].drop_nulls().to_list() == ["not-a-settlement"] * 41
    assert over_budget(tally(dataset="places", rows=table), share=0.05, least=20).is_empty()


@pytest.mark.parametrize(
    ("name", "other", "languages", "names"),
    [
        ("Casnewydd", "Newport", "cym,eng", ("Newport", "Casnewydd")),
        ("Newport", "Casnewydd", "eng,cym", ("Newport", "Casnewydd")),
        ("Y Fenni", "Abergavenny", "cym,", ("Abergavenny", "Y Fenni")),
        ("Cwmbrân", "Cwmbran", "cym,cym", ("Cwmbrân", "Cwmbran")),
        ("Usk", "Usk", "eng,cym", ("Usk", None)),
    ],
)
def test_the_english_name_stands_first_and_the_other_beside_it(name: str, other: str, languages: str, names: tuple[str, str | None]) -> None:
    assert [row[:2] for row in counted(named(name, other=other, languages=languages))] == [names]


def test_the_header_file_of_open_names_holds_no_place() -> None:
    header = "ID,NAMES_URI,NAME1,NAME1_LANG,NAME2,NAME2_LANG,TYPE,LOCAL_TYPE,GEOMETRY_X,GEOMETRY_Y" + ",X" * 24
    assert read(header + "\n").is_empty()
    assert counted(f"{header}\n{named('Usk')}\n") == [("Usk", None, "village")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("1,Usk,usk,-2.9", "line-malformed"),
        ("1,,usk,-2.9,51.7,W1", "name-unusable"),
        ("1,12,usk,-2.9,51.7,W1", "name-unusable"),
        (f"1,{'x' * 101},usk,-2.9,51.7,W1", "name-unusable"),
        ("1,Usk,usk,51.7,-2.9,W1", "position-unusable"),
        ("1,Usk,usk,,,W1", "position-unusable"),
    ],
)
def test_a_row_that_names_no_place_is_set_aside_with_its_line(row: str, problem: str) -> None:
    assert read(f"{LOCALITIES}\n{row}\n").select("name", "lon", "problem", "row").rows() == [(None, None, problem, 2)]


@pytest.mark.parametrize("text", ["a,b,c\n1,2,3\n", "name,lat\nUsk,51.7\n", ",".join("x" * 33)])
def test_a_file_of_another_kind_is_set_aside_whole(text: str) -> None:
    assert read(text).select("name", "row", "problem").rows() == [(None, None, "another-kind-of-file")]


def test_no_files_and_empty_files_have_no_places() -> None:
    assert read().is_empty()
    assert read("").is_empty()
