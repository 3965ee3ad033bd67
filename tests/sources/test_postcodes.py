"""Every postcode has a position within a decimetre, or the reason why it has none."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.raw import RawFile
from sitegen.sources.postcodes import read_postcodes
from sitegen.tables.schemas import SCHEMAS

TAIL = b',"W92000004","","","","W06000022","W05000847"'
GOOD = b'"NP100AA",10,327201,188959' + TAIL


def read(*lines: bytes, area: str = "np", end: bytes = b"\n") -> pl.DataFrame:
    table = read_postcodes(area=area, postcode_files=(RawFile("postcodes/Data/CSV/np.csv", end.join(lines) + end),))
    assert dict(table.schema) == SCHEMAS["postcodes"].types
    return table


def test_a_code_point_row_becomes_a_postcode_in_degrees() -> None:
    row = read(GOOD).row(0, named=True)
    assert row["postcode"] == "NP10 0AA"
    assert (row["problem"], row["row"], row["note"]) == (None, None, None)
    assert (round(row["lat"], 3), round(row["lon"], 3)) == (51.595, -3.052)


def test_ordnance_survey_test_point_tp01_is_within_a_tenth_of_a_metre() -> None:
    row = read(b'"TR210AA",10,91492.146,11318.804' + TAIL, area="tr").row(0, named=True)
    assert math.hypot((row["lat"] - 49.92226394) * 111_320, (row["lon"] - -6.29977752) * 71_700) < 0.1


@pytest.mark.parametrize(("written", "postcode"), [("NP1 1AA", "NP1 1AA"), ("NP1  1AA", "NP1 1AA"), ("np11aa", "NP1 1AA"), ("NP108XX", "NP10 8XX")])
def test_seven_character_forms_become_canonical(written: str, postcode: str) -> None:
    assert read(GOOD.replace(b"NP100AA", written.encode()))["postcode"].to_list() == [postcode]


@pytest.mark.parametrize(
    "header",
    [
        b"PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC",
        b"Postcode,Positional_quality_indicator,Eastings,Northings,Country_code,NHS_regional_HA_code,NHS_HA_code,Admin_county_code,"
        b"Admin_district_code,Admin_ward_code",
    ],
)
def test_a_header_row_is_recognised(header: bytes) -> None:
    assert read(header, GOOD).equals(read(GOOD))


def test_line_ends_make_no_difference() -> None:
    assert read(GOOD, end=b"\r\n").equals(read(GOOD))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'"NP100AB",90,0,0', "no-position"),
        (b'"NP100AB",90,327201,188959', "no-position"),
        (b'"NP100AB",10,0,0', "no-position"),
        (b'"NP100AB",10,,', "position-unusable"),
        (b'"NP100AB",10,east,north', "position-unusable"),
        (b'"NP100AB",10,nan,inf', "position-unusable"),
        (b'"NP100AB",10,9999999,188959', "position-unusable"),
        (b'"NP100AB",10,-5,188959', "position-unusable"),
        (b'"NP100",10,327201,188959', "postcode-unreadable"),
        (b'"",10,327201,188959', "postcode-unreadable"),
        (b'"CF101AA",10,327201,188959', "other-area"),
        (b'"N11AA",10,327201,188959', "other-area"),
    ],
)
def test_a_row_that_cannot_be_placed_is_set_aside_with_its_line(line: bytes, problem: str) -> None:
    table = read(GOOD, line + TAIL)
    assert table.filter(pl.col("problem").is_not_null()).select("lon", "lat", "problem", "row").rows() == [(None, None, problem, 2)]
    assert table["problem"].null_count() == 1


def test_a_line_cut_short_is_set_aside() -> None:
    assert read(GOOD, b'"NP100AB",10,3272', GOOD.replace(b"0AA", b"0AC")).select("postcode", "problem").rows() == [
        ("NP10 0AA", None),
        ("NP10 0AC", None),
        (None, "line-malformed"),
    ]


def test_an_area_of_one_letter_takes_no_other_areas_rows() -> None:
    assert read(b'"N1 1AA",10,531070,182310' + TAIL, area="n")["problem"].to_list() == [None]
    assert read(GOOD, area="n")["problem"].to_list() == ["other-area"]


@settings(deadline=None)
@given(st.permutations([GOOD, GOOD.replace(b"327201", b"327200"), GOOD.replace(b"0AA", b"0AB"), b'"NP100AA",90,0,0' + TAIL]))
def test_a_repeated_postcode_has_one_position_in_any_order(lines: list[bytes]) -> None:
    counted = read(*lines).filter(pl.col("problem").is_null()).select("postcode", "lon")
    assert counted["postcode"].to_list() == ["NP10 0AA", "NP10 0AB"]
    assert counted["lon"][0] < -3.05236
    assert sorted(read(*lines)["problem"].drop_nulls()) == ["no-position", "postcode-repeated"]


def test_an_empty_file_has_no_postcodes() -> None:
    assert read_postcodes(area="np", postcode_files=(RawFile("np.csv", b""),)).is_empty()
    assert read_postcodes(area="np", postcode_files=()).is_empty()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a,b,c\n", "another-kind-of-file"),
        (b"<html>\n", "another-kind-of-file"),
        (b"PC,PQ,EA,CY\n", "column-missing"),
        (b'"NP100AA",10,327201,188959,,,,,,,,,,,,,,,\n', "another-kind-of-file"),
        (b"\0" * 200, "file-not-text"),
        (b'"NP1', "header-unreadable"),
    ],
)
def test_a_file_of_another_kind_is_set_aside_whole(data: bytes, reason: str) -> None:
    good = RawFile("np.csv", b'"NP100AA",10,327201,188959,"","","","","",""\n')
    table = read_postcodes(area="np", postcode_files=(RawFile("x.csv", data), good))
    assert table.select("postcode", "file", "row", "problem").rows() == [("NP10 0AA", "np.csv", None, None), (None, "x.csv", None, reason)]


DIRECTORY = b"pcd,pcd2,pcds,dointr,doterm,oseast1m,lat,long\n"


def directory(*lines: bytes, area: str = "np") -> pl.DataFrame:
    return read_postcodes(area=area, postcode_files=(RawFile("postcodes/ONSPD.csv", DIRECTORY + b"\n".join(lines) + b"\n"),))


def test_a_directory_gives_degrees_as_they_stand() -> None:
    table = directory(
        b'"NP100AA","NP10 0AA","NP10 0AA","198001","","327201",51.594757,-3.052350',
        b'"NP100AB","NP10 0AB","NP10 0AB","198001","199606","327201",51.594757,-3.052350',
        b'"NP100AC","NP10 0AC","NP10 0AC","198001","","",99.999999,0.000000',
        b'"NP100AD","NP10 0AD","NP10 0AD","198001","","",nan,x',
    )
    assert table.select("postcode", "lon", "lat", "problem", "row").rows() == [
        ("NP10 0AA", -3.05235, 51.594757, None, None),
        ("NP10 0AB", -3.05235, 51.594757, None, None),
        ("NP10 0AC", None, None, "no-position", 4),
        ("NP10 0AD", None, None, "position-unusable", 5),
    ]


def test_a_directorys_rows_about_other_areas_are_left_to_those() -> None:
    lines = (b'x,x,"NP10 0AA",1,,1,51.594757,-3.052350', b'x,x,"N1 1AA",1,,1,51.5,-0.1')
    assert directory(*lines, area="np")["postcode"].to_list() == ["NP10 0AA"]
    assert directory(*lines, area="n")["postcode"].to_list() == ["N1 1AA"]


def test_a_postcode_that_went_out_of_use_is_counted_with_the_month() -> None:
    table = directory(b'x,x,"NP10 0AA",198001,,1,51.59,-3.05', b'x,x,"NP10 0AB",198001,199606,1,51.59,-3.05', b'x,x,"NP10 0AD",1,june,1,51.59,-3.05')
    assert table.select("postcode", "terminated", "problem").rows() == [
        ("NP10 0AA", None, None),
        ("NP10 0AB", "1996-06", None),
        ("NP10 0AD", None, "month-unreadable"),
    ]


@settings(deadline=None)
@given(st.permutations([b"x,x,NP10 0AA,1,199606,1,51.59,-3.06", b"x,x,NP10 0AA,1,,1,51.59,-3.05", b"x,x,NP10 0AA,1,201001,1,51.59,-3.07"]))
def test_of_a_postcode_given_twice_the_one_in_use_counts(lines: list[bytes]) -> None:
    assert directory(*lines).filter(pl.col("problem").is_null()).select("lon", "terminated").rows() == [(-3.05, None)]


def test_code_point_gives_ward_and_district() -> None:
    assert read(GOOD).select("lsoa", "ward", "district", "terminated").row(0) == (None, "W05000847", "W06000022", None)
    assert read(GOOD.replace(b"W06000022", b"00PR").replace(b"W05000847", b"")).select("ward", "district").row(0) == (None, None)


# The columns that matter of the headers there have been, each with the same postcode.
ERAS = {
    "ONSPD of 2012, without degrees": (
        "pcd,pcd2,pcds,dointr,doterm,oscty,oslaua,osward,usertype,oseast1m,osnrth1m,osgrdind,statsward,oa01,casward,park,lsoa01,lsoa11",
        "NP100AA,NP10 0AA,NP10 0AA,198001,,W99999999,W06000022,W05000847,0,327201,0188959,1,00PR01,x,00PR02,x,W01001660,W01001661",
    ),
    "NSPL of 2019": (
        "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa11,cty,ced,laua,ward,park,lsoa11,msoa11,lat,long",
        "NP100AA,NP10 0AA,NP10 0AA,198001,,0,327201,188959,1,W00008667,W99999999,W99999999,W06000022,W05000847,x,W01001661,x,51.594757,-3.05235",
    ),
    "ONSPD of 2024": (
        "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,lsoa01,lsoa11,oac11,lat,long,oa21,lsoa21,msoa21",
        "NP100AA,NP10 0AA,NP10 0AA,198001,,x,x,W06000022,W05000847,x,0,327201,0188959,1,W01001660,W01001600,x,51.594757,-3.05235,x,W01001661,x",
    ),
    "ONSPD of 2025": (
        "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,north1m,gridind,lsoa11cd,lat,long,imd20ind,lsoa21cd",
        "NP100AA,NP10 0AA,NP10 0AA,198001,,W99999999,x,W06000022,W05000847,x,0,327201,188959,1,W01001600,51.594757,-3.05235,1,W01001661",
    ),
    "in capitals, from the geography portal": (
        "OBJECTID,PCD7,PCD8,DOTERM,LAD23CD,LAD24CD,WD23CD,WD24CD,EAST1M,NORTH1M,GRIDIND,LSOA21CD,LAT,LONG",
        "1,NP100AA,NP10 0AA,,W06000001,W06000022,W05000001,W05000847,327201,188959,1,W01001661,51.594757,-3.05235",
    ),
}


@pytest.mark.parametrize("era", ERAS)
def test_a_directory_of_every_era_is_read(era: str) -> None:
    header, row = ERAS[era]
    found = read_postcodes(area="np", postcode_files=(RawFile("ONSPD.csv", f"{header}\n{row}\n".encode()),)).row(0, named=True)
    assert [found[name] for name in ("postcode", "lsoa", "ward", "district", "problem")] == [
        "NP10 0AA", "W01001661", "W05000847", "W06000022", None
    ]  # fmt: skip
    assert (round(found["lat"], 3), round(found["lon"], 3)) == (51.595, -3.052)


@pytest.mark.parametrize("absent", ["lat", "long", "doterm"])
def test_a_directory_without_a_necessary_column_is_set_aside_whole(absent: str) -> None:
    header = ",".join(name for name in ("pcds", "doterm", "lat", "long") if name != absent)
    table = read_postcodes(area="np", postcode_files=(RawFile("ONSPD.csv", f"{header}\nNP10 0AA,,51.5\n".encode()),))
    assert table["problem"].to_list() == ["column-missing"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("NP10 0AA,,327201,188959,9,51.59,-3.05", "no-position"),
        ("NP10 0AA,,,,9,99.999999,0.000000", "no-position"),
        ("NP10 0AA,199606,,,,99.999999,0", "no-position"),
        ("NP10 0AA,,327201,188959,8,51.59,-3.05", None),
    ],
)
def test_a_grid_indicator_of_9_says_that_there_is_no_position(row: str, problem: str | None) -> None:
    header = b"pcds,doterm,oseast1m,osnrth1m,osgrdind,lat,long\n"
    table = read_postcodes(area="np", postcode_files=(RawFile("ONSPD.csv", header + row.encode()),))
    assert table["problem"].to_list() == [problem]


@pytest.mark.parametrize(
    ("row", "problem"), [("NP10 0AA,,0,0", "no-position"), ("NP10 0AA,,,", "no-position"), ("BT1 1AA,,333863,374073", "position-unusable")]
)
def test_a_directory_of_grid_references_knows_which_it_can_use(row: str, problem: str) -> None:
    file = RawFile("ONSPD.csv", b"pcds,doterm,oseast1m,osnrth1m\n" + row.encode())
    assert read_postcodes(area=row[:2].lower(), postcode_files=(file,))["problem"].to_list() == [problem]


def test_a_code_that_says_there_is_none_is_null() -> None:
    header = b"pcds,doterm,lat,long,osward,lsoa21,lsoa11,oslaua\n"
    table = read_postcodes(area="np", postcode_files=(RawFile("ONSPD.csv", header + b"NP10 0AA,,51.59,-3.05,W99999999,,W01001661,"),))
    assert table.select("ward", "lsoa", "district").row(0) == (None, "W01001661", None)
