"""All forces together: the same ones in every month, nothing missing counted as nought, from A to Z."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import polars as pl
import shapely

from sitegen.artefacts.pages import force, national
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.run import page_findings
from tests.artefacts import loamshire
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import table

PATH = "forces/index.html"
FORCES = {"loamshire": "Loamshire Constabulary", "ambershire": "Ambershire Police", "btp": "British Transport Police"}
RATES = table(
    "force_rates",
    *(
        {"force_id": one, "first_month": "2024-07", "last_month": "2025-06", "crimes": n, "low": n * 0.9, "high": n * 1.1, "people": people}
        for one, n, people in (("loamshire", 600, 10_000), ("ambershire", 900, 10_000), ("wealdmoor", 5, None))
    ),
)


def world(only_asb: tuple[str, ...] = (), part: tuple[str, ...] = (), **gaps: tuple[str, ...]) -> dict[str, Any]:  # Any: tables
    """Two forces with 10 burglaries and 4 reports a month; `gaps` are months that a force did not supply.

    In the newest month the forces `only_asb` supplied no crime, and those of `part` supplied crime in part.
    """
    series, coverage = [], []
    for one in FORCES:
        for month in loamshire.MONTHS:
            for dataset, category, crimes in (("crime", "burglary", 10), ("asb", "anti-social-behaviour", 4)):
                state = "not_supplied" if month in gaps.get(one, ()) else "supplied"
                if month == loamshire.NEWEST and dataset == "crime":
                    state = "not_supplied" if one in only_asb else "supplied_partial" if one in part else state
                coverage.append({"dataset": dataset, "force_id": one, "month": month, "state": state})
                counted = crimes if state != "not_supplied" else None
                series.append({"force_id": one, "month": month, "category": category, "crimes": counted, "state": state})
    return {
        "forces": table("forces", *({"force_id": one, "name": name, "detail_supplied": False} for one, name in FORCES.items())),
        "force_series": table("force_series", *series),
        "coverage": table("coverage", *coverage),
        "force_rates": RATES,
    }


def html(**changes: Any) -> str:  # Any: tables
    return loamshire.pages(national, **changes)[PATH].decode()


def test_page_is_good_markup_and_passes_the_checks_of_a_finished_site() -> None:
    made = html(**world())
    assert faults(made.encode()) == []
    assert list(page_findings(PATH, read_page(made))) == []


def test_totals_are_of_all_forces_but_the_railways() -> None:
    finding = next(one for one in parse(html(**world())).iter("p") if one.get("class") == "finding")
    assert text(finding).startswith("20 crimes and 8 reports of antisocial behaviour were recorded in June 2025.")


def test_a_month_one_force_did_not_supply_has_no_total_and_breaks_the_line() -> None:
    page = parse(html(**world(ambershire=("2025-02",))))
    trend = named(page, "section", id="trend")[0]
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for row in trend.iter("tr")}
    assert rows["February 2025"] == ["not supplied"]
    assert rows["March 2025"] == ["20", "8"]
    assert "There are no figures for February 2025." in text(trend)
    lines = {text(row[0]): [text(cell) for cell in row[1:]] for row in named(page, "section", id="months")[0].iter("tr")}
    assert lines["February 2025"] == ["101 of 2 forces", "41 of 2 forces"]


def test_a_category_of_one_force_alone_has_no_sum_where_another_force_supplied_nothing() -> None:
    tables = world(ambershire=("2025-02",))
    alone = [
        {"force_id": "loamshire", "month": month, "category": "cyber-nuisance", "crimes": 141, "state": "supplied"} for month in loamshire.MONTHS
    ]
    tables["force_series"] = pl.concat([tables["force_series"], table("force_series", *alone)])
    page = parse(html(**tables))
    rows = {text(row[0]): [text(cell) for cell in row[1:]] for row in named(page, "section", id="trend")[0].iter("tr")}
    assert rows["February 2025"] == ["not supplied"]
    assert rows["March 2025"] == ["161", "8"]


def test_a_force_without_the_newest_month_is_in_no_total_and_named() -> None:
    page = parse(html(**world(ambershire=("2025-06",))))
    assert counted(page) == [
        "Crime and antisocial behaviour: the total holds 1 of 2 forces.", "Supplied: Loamshire Constabulary.", "Not supplied: Ambershire Police.",
    ]  # fmt: skip
    assert "10 crimes" in text(next(one for one in page.iter("p") if one.get("class") == "finding"))


def counted(page: Element) -> list[str]:
    """What the folded lists under the finding say."""
    found = named(page, "section", id="totals")[0]
    return [text(part) for details in found.iter("details") for part in details.iter() if part.tag in {"summary", "li"}]


def test_each_data_set_has_its_own_forces_and_states() -> None:
    page = parse(html(**world(only_asb=("ambershire",), part=("loamshire",))))
    assert counted(page) == [
        "Crime: the total holds 1 of 2 forces.", "Supplied in part: Loamshire Constabulary.", "Not supplied: Ambershire Police.",
        "Antisocial behaviour: the total holds 2 of 2 forces.", "Supplied: Ambershire Police and Loamshire Constabulary.",
    ]  # fmt: skip
    finding = text(next(one for one in page.iter("p") if one.get("class") == "finding"))
    assert finding.startswith("10 crimes and 8 reports of antisocial behaviour were recorded in June 2025. Some of the forces supplied this month in")
    lines = {text(row[0]): [text(cell) for cell in row[1:]] for row in named(page, "section", id="months")[0].iter("tr")}
    assert lines["June 2025"] == ["101 of 2 forces, 1 of them in part", "82 of 2 forces"]
    assert "1 of them supplied crime data for June 2025. 1 did so in part." in text(page)


def test_the_sum_is_told_a_day_and_not_judged() -> None:
    finding = text(next(one for one in parse(html(**world())).iter("p") if one.get("class") == "finding"))
    assert finding.endswith("That is 0.7 crimes a day; in June 2024 it was 0.7 a day. June 2024 had 8 reports of antisocial behaviour.")


def test_a_force_s_own_change_of_definition_parts_the_sum_it_is_in() -> None:
    changed = table("breaks", {"month": "2025-04", "dataset": "crime", "force_id": "ambershire", "text": "It changed.", "label": "changed"})
    told = "What is counted changed in April 2025, so the number is not compared with June 2024."
    assert told in text(parse(html(**world(), breaks=changed)))
    assert told not in text(parse(html(**world(ambershire=("2025-06",)), breaks=changed)))


def test_map_points_made_anew_do_not_change_what_forces_recorded_together() -> None:
    anew = {"month": "2025-04", "dataset": "all", "force_id": "all", "text": "The points were made anew.", "label": "new map points"}
    said = [text(parse(html(**world(), breaks=table("breaks", {**anew, "of_places": of_places})))) for of_places in (False, True)]
    assert ["The points were made anew." in one for one in said] == [True, False]


def test_where_nobody_supplied_the_newest_month_there_is_no_total() -> None:
    page = parse(html(**world(ambershire=("2025-06",), loamshire=("2025-06",))))
    assert "there is no total to show" in text(page)
    lines = {text(row[0]): [text(cell) for cell in row[1:]] for row in named(page, "section", id="months")[0].iter("tr")}
    assert lines["June 2025"] == ["not supplied", "not supplied"]


def _areas(*boxes: tuple[str, float, float, float, float]) -> pl.DataFrame:
    return table("force_areas", *({"force_id": one, "geometry": shapely.box(*sides).wkb, "source": "supplied"} for one, *sides in boxes))


def test_a_force_without_room_for_its_name_has_the_number_it_has_in_the_list() -> None:
    page = parse(html(**world(), force_areas=_areas(("loamshire", -3, 52, 1, 55), ("ambershire", -0.61, 53.49, -0.59, 53.51))))
    labels = [text(one) for one in named(page, "section", id="forces")[0].iter("{http://www.w3.org/2000/svg}text")]
    assert labels == ["1", "2", "1", "2"]
    rows = [text(row) for row in named(page, "section", id="forces")[0].iter("li")]
    assert rows == ["Ambershire Police1", "Loamshire Constabulary2"]


def test_forces_that_are_all_named_need_no_numbers() -> None:
    page = parse(html(**world(), force_areas=_areas(("loamshire", -3, 52, 1, 54), ("ambershire", -3, 54, 1, 56))))
    assert {text(one) for one in named(page, "section", id="forces")[0].iter("{http://www.w3.org/2000/svg}text")} == {
        "Ambershire Police",
        "Loamshire Constabulary",
    }
    assert [text(row) for row in named(page, "section", id="forces")[0].iter("li")] == ["Ambershire Police", "Loamshire Constabulary"]


def test_one_force_alone_has_no_such_page() -> None:
    assert loamshire.pages(national) == {}


def test_forces_stand_from_a_to_z_whatever_their_numbers() -> None:
    page = parse(html(**world()))
    beside = named(page, "section", id="beside")[0]
    assert [text(row[0]) for row in beside.iter("tr")][1:] == ["Ambershire Police", "Loamshire Constabulary"]
    own = loamshire.pages(
        force, forces=pl.concat([loamshire.world()["forces"], world()["forces"].filter(pl.col("force_id") == "ambershire")]), force_rates=RATES
    )
    rows = [[text(cell) for cell in row] for row in named(parse(own["loamshire/index.html"]), "section", id="beside")[0].iter("tr")][1:]
    assert rows == [["Ambershire Policemore than here", "90", "81 to 99"], ["Loamshire Constabularythis force", "60", "54 to 66"]]


def test_ranges_that_overlap_are_not_told_apart_and_a_force_without_people_is_named() -> None:
    near = RATES.with_columns(pl.lit(0.0).alias("low"))
    forces = {**world(), "force_rates": near}["forces"]
    made = loamshire.pages(force, forces=forces, force_rates=near)["loamshire/index.html"].decode()
    assert "cannot be told apart from here" in made
    assert "more than here" not in made


def test_a_force_without_a_rate_has_no_comparison() -> None:
    alone = RATES.filter(pl.col("force_id") != "loamshire")
    assert 'id="beside"' not in loamshire.pages(force, forces=world()["forces"], force_rates=alone)["loamshire/index.html"].decode()


def test_a_rate_far_above_the_others_is_not_left_without_a_word() -> None:
    crowded = RATES.with_columns(pl.when(pl.col("force_id") == "ambershire").then(500).otherwise("people").cast(pl.Int32).alias("people"))
    rows = [[text(cell) for cell in row] for row in named(parse(html(**{**world(), "force_rates": crowded})), "section", id="beside")[0].iter("tr")]
    assert rows[1] == ["Ambershire Policefew residents for so many crimes: the number says little about them", "1,800", "1,620 to 1,980"]
    assert rows[2][0] == "Loamshire Constabulary"


def test_a_range_is_never_from_a_number_to_itself() -> None:
    narrow = RATES.with_columns((pl.col("crimes") * 0.995).alias("low"), (pl.col("crimes") * 1.005).alias("high"))
    rows = [[text(cell) for cell in row] for row in named(parse(html(**{**world(), "force_rates": narrow})), "section", id="beside")[0].iter("tr")]
    assert rows[2][1:] == ["60", "59.7 to 60.3"]
