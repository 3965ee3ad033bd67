"""What was promised to neighbourhoods is told without a rank and without a verdict; what nobody supplied is never said to be missing."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from sitegen.artefacts.downloads import promise as downloads
from sitegen.artefacts.pages import promise
from sitegen.artefacts.sections.promise_view import PLACES_MOST
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import SITE, files_of, raw_group, table
from tests.artefacts.loamshire import FORCE, world
from tests.calls import called

PAGE = f"{FORCE}/promise/index.html"
NOTHING = {"named": "not_supplied", "reach": "not_supplied", "priorities": "not_supplied", "actions": "not_supplied", "meetings": "not_supplied"}
CASTLE_GATE = {
    "neighbourhood_id": "cg", "folder": "cg", "name": "Castle <Gate>", "named": "yes", "reach": "yes", "priorities": "renewed",
    "issue_month": "2025-06", "issue_age": 0, "actions": "older", "action_month": "2024-01", "action_age": 17, "meetings": "yes",
    "coming": 2, "past": 1,
}  # fmt: skip
FAR_FIELD = {
    "neighbourhood_id": "ff", "folder": "ff", "name": "Far Field", "named": "no", "reach": "yes", "priorities": "older", "issue_month": "2023-01",
    "issue_age": 28, "actions": "none", "meetings": "no", "coming": 0, "past": 0,
}  # fmt: skip
MILL_BANK = {"neighbourhood_id": "MB 1", "folder": "mb-1", "name": "Abbey Mill", **NOTHING}
TOWN = [(None, "shoplifting", 1200), (None, "robbery", 30), (None, "theft-from-the-person", 4), (None, "crime", 1234), ("cg", "crime", 0)]


def rows(*given: dict[str, Any], force_id: str = FORCE) -> pl.DataFrame:
    return table("promises", *({"force_id": force_id, "as_of": "2025-06-30", **one} for one in given))


def town() -> pl.DataFrame:
    year = {"force_id": FORCE, "first_month": "2024-07", "last_month": "2025-06"}
    return table("town_centre", *({**year, "neighbourhood_id": place, "category": category, "crimes": crimes} for place, category, crimes in TOWN))


def months(*given: tuple[str, int | None, int | None, int | None]) -> pl.DataFrame:
    names = ("month", "neighbourhoods", "renewed", "meetings")
    return table("promise_months", *({"force_id": FORCE, **dict(zip(names, one, strict=True))} for one in given))


ALL = {"promises": rows(CASTLE_GATE, FAR_FIELD, MILL_BANK), "promise_months": months(), "town_centre": town()}


def bake(maker: Any = promise.make, **changes: Any) -> dict[str, bytes]:  # Any: tables, settings
    inputs = {**world(), **ALL, "force_id": FORCE, "language": "en", **changes}
    taken = ("templates", "locales", "asset_paths", "site", "months", "language", *ALL, "force_id")
    taken += ("forces", "neighbourhoods", "coverage", "known_issues", "breaks", "categories")
    return files_of(maker, **{name: inputs[name] for name in taken})


def main(**changes: Any) -> Element:  # Any: tables, settings
    return next(parse(bake(**changes)[PAGE]).iter("main"))


def lines(page: Element, section: str) -> list[list[str]]:
    """The rows of the tables of a section, as texts of their cells."""
    (found,) = (one for one in page.iter("section") if one.get("id") == section)
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row if cell.tag in {"th", "td"}] for row in found.iter("tr")]


def test_each_part_says_how_many_neighbourhoods_have_which_answer_and_how_many_nobody_told_of() -> None:
    found = lines(main(), "answers")
    at = found.index(["Named officer"])
    assert found[at + 1 : at + 4] == [["Somebody is named", "1"], ["Nobody is named", "1"], ["Not supplied to this site", "1"]]
    at = found.index(["Newest priority"])
    assert found[at + 1 : at + 4] == [["Within three months", "1"], ["Older than three months", "1"], ["Not supplied to this site", "1"]]


def test_neighbourhoods_stand_by_name_with_one_cell_for_what_nobody_told_of() -> None:
    page = main()
    assert lines(page, "places")[1:] == [
        ["Abbey Mill", "not supplied", "not supplied"],
        ["Castle <Gate>", "yes", "yes", "June 2025", "January 2024", "2 1 in the year before", "0"],
        ["Far Field", "nobody is named", "yes", "January 2023 older than three months", "none is given", "0", "not supplied"],
    ]
    silent = [cell for cell in page.iter("td") if cell.get("colspan") == "5"]
    assert [str(cell.get("class")) for cell in silent] == ["missing"]


def test_no_word_judges_and_no_share_of_outcomes_is_told() -> None:
    said = " ".join(" ".join(main().itertext()).split()).lower()
    assert not [word for word in ("fail", "broken", "worst", "best ", "rank", "%", "per cent", "charged", "no suspect") if word in said]
    assert "England and Wales" in text(main())


def test_town_centre_crime_is_the_sum_of_three_categories_in_a_year_supplied_in_full() -> None:
    assert [row[-1] for row in lines(main(), "town")] == ["Recorded", "1,200", "30", "4", "1,234"]
    assert "July 2024 to June 2025" in text(main())
    absent = main(town_centre=table("town_centre"))
    assert lines(absent, "town") == []
    assert "This copy does not have twelve months in a row in full of this force" in text(absent)


def test_a_force_that_supplied_nothing_of_its_teams_has_no_columns_of_silence() -> None:
    page = main(promises=rows(MILL_BANK))
    assert "That does not mean that there is nothing" in text(page)
    assert lines(page, "answers") == []
    assert lines(page, "places") == [["Neighbourhood", "Town-centre crime in a year July 2024 to June 2025"], ["Abbey Mill", "not supplied"]]


def test_a_force_without_a_list_of_neighbourhoods_still_tells_of_its_town_centres() -> None:
    page = main(promises=rows())
    assert "as of 30 June 2025" in " ".join(text(page).split())
    assert len(lines(page, "town")) == 5
    assert "The list of this force’s neighbourhoods was not supplied to this site." in text(page)
    assert not [one for one in page.iter("section") if one.get("id") == "take"]


def test_earlier_months_are_told_from_two_on_and_what_nobody_looked_at_is_hatched() -> None:
    assert not [one for one in main(promise_months=months(("2025-06", 2, 1, 0))).iter("section") if one.get("id") == "months"]
    found = lines(main(promise_months=months(("2025-05", 3, 0, None), ("2025-06", 2, 1, 4))), "months")
    assert found[1:] == [["June 2025", "2", "1", "4"], ["May 2025", "3", "0", "not supplied"]]


def test_many_neighbourhoods_have_a_page_for_each_letter() -> None:
    many = rows(*({**FAR_FIELD, "neighbourhood_id": f"{n}", "folder": f"{n}", "name": f"{'AB'[n % 2]} {n}"} for n in range(PLACES_MOST + 1)))
    files = bake(promises=many)
    assert sorted(files) == [f"{FORCE}/promise/a/index.html", f"{FORCE}/promise/b/index.html", PAGE]
    a, b = (list(parse(files[f"{FORCE}/promise/{letter}/index.html"]).iter("tr")) for letter in "ab")
    assert len(a) + len(b) == PLACES_MOST + 1 + 2
    assert not [row for row in next(parse(files[PAGE]).iter("main")).iter("tr") if "A 2" in text(row)]
    assert [fault for page in files.values() for fault in faults(page)] == []


@pytest.mark.parametrize("given", [ALL, {**ALL, "promises": rows(MILL_BANK)}, {**ALL, "promises": rows()}])
def test_the_page_is_sound_and_small_in_each_state(given: dict[str, Any]) -> None:
    assert faults(bake(**given)[PAGE]) == []


def test_the_page_is_there_in_welsh() -> None:
    files = bake(language="cy", locales=raw_group("content/locales/cy"), site={**SITE, "languages": ["en", "cy"]})
    assert "Yr addewid i gymdogaethau" in text(next(parse(files[f"cy/{PAGE}"]).iter("h1")))


@pytest.mark.parametrize("changes", [{"force_id": "btp"}, {"months": []}])
def test_whom_the_guarantee_is_not_for_and_a_site_without_a_month_have_no_page(changes: dict[str, Any]) -> None:
    assert bake(**changes) == {}


def national(*force_ids: str, promises: pl.DataFrame = ALL["promises"]) -> dict[str, bytes]:
    forces = table("forces", *({"force_id": one, "name": f"{one.title()} Police", "detail_supplied": False} for one in force_ids))
    inputs = {name: world()[name] for name in ("templates", "locales", "asset_paths", "site", "months")}
    return files_of(promise.make_national, **inputs, forces=forces, promises=promises, town_centre=town(), language="en")


def test_all_forces_stand_from_a_to_z_with_what_is_known_of_each_and_none_is_summed() -> None:
    (page,) = national(FORCE, "kent", "btp").values()
    assert faults(page) == []
    found = lines(next(parse(page).iter("main")), "forces")[1:]
    assert found == [
        ["Kent Police This copy does not have the list of its neighbourhoods.", *["not in this copy"] * 5, "no whole year"],
        ["Loamshire Police Neighbourhoods: 3", "1 of 2 1 not supplied", "2 of 2 1 not supplied", "1 of 2 1 not supplied", "0 of 2 1 not supplied",
         "1 of 2 1 not supplied", "1,234 July 2024 to June 2025"],
    ]  # fmt: skip


def test_what_nobody_fetched_is_no_silence_of_the_force() -> None:
    unasked = {**MILL_BANK, **dict.fromkeys(NOTHING, "not_fetched")}
    mixed = {**MILL_BANK, **dict.fromkeys(("named", "reach"), "not_fetched"), "neighbourhood_id": "NF 2", "folder": "nf-2", "name": "Oak Row"}
    page = main(promises=rows(CASTLE_GATE, unasked, mixed))
    found = {line[0]: line[1:] for line in lines(page, "places")[1:]}
    assert found["Abbey Mill"] == ["not fetched", "not supplied"]
    assert found["Oak Row"][:5] == ["not fetched", "not fetched", "not supplied", "not supplied", "not supplied"]
    assert lines(page, "answers")[2:4] == [["Somebody is named", "1"], ["Not fetched for this site", "2"]]
    assert "Nothing about the teams of Loamshire Constabulary was fetched for this site. That says nothing of the force" in text(
        main(promises=rows(unasked))
    )
    assert "a part was not fetched for this site, and the rest was not supplied" in text(main(promises=rows(unasked, {**MILL_BANK, "folder": "x"})))


def test_all_forces_tell_what_was_not_fetched_apart() -> None:
    unasked = {**MILL_BANK, **dict.fromkeys(NOTHING, "not_fetched")}

    def of(*given: dict[str, Any]) -> list[str]:
        (page,) = national(FORCE, "kent", promises=rows(*given)).values()
        return lines(next(parse(page).iter("main")), "forces")[2]

    assert of(unasked, unasked)[1:6] == ["not fetched"] * 5
    assert of(unasked, MILL_BANK)[1:6] == ["1 not supplied and 1 not fetched"] * 5
    assert of(unasked, MILL_BANK, CASTLE_GATE)[1] == "1 of 1 1 not supplied and 1 not fetched"


def test_one_force_that_the_promise_is_for_has_no_page_of_all() -> None:
    assert national(FORCE, "btp", "northern-ireland") == {}


def taken() -> dict[str, bytes]:
    tables = {**ALL, "promise_months": months(("2025-05", 3, 0, None), ("2025-06", 2, 1, 4)), "forces": world()["forces"]}
    return dict(called(downloads.make, force_id=FORCE, site=SITE, months=["2025-06"], **tables))


def test_the_table_has_a_row_a_neighbourhood_and_leaves_empty_what_is_not_known() -> None:
    found = list(csv.DictReader(io.StringIO(taken()[f"{FORCE}/promise/promise.csv"].decode())))
    assert [row["neighbourhood"] for row in found] == ["MB 1", "cg", "ff"]
    assert found[0]["named_officer"] == "not_supplied"
    assert (found[0]["meetings_to_come"], found[0]["town_centre_crimes"], found[1]["town_centre_crimes"]) == ("", "", "0")
    assert (found[1]["page"], found[1]["month"], found[1]["newest_action"], found[1]["action_months_old"]) == (
        f"{FORCE}/cg/",
        "2025-06",
        "2024-01",
        "17",
    )


def test_the_table_tells_what_was_not_fetched_from_what_was_not_supplied() -> None:
    unasked = {**MILL_BANK, **dict.fromkeys(("named", "meetings"), "not_fetched")}
    tables = {**ALL, "promises": rows(unasked), "forces": world()["forces"]}
    files = dict(called(downloads.make, force_id=FORCE, site=SITE, months=["2025-06"], **tables))
    (found,) = csv.DictReader(io.StringIO(files[f"{FORCE}/promise/promise.csv"].decode()))
    assert (found["named_officer"], found["reach"], found["meetings"]) == ("not_fetched", "not_supplied", "not_fetched")


def test_the_json_says_the_same_with_the_day_and_the_months_that_were_seen() -> None:
    files = taken()
    told = json.loads(files[f"{FORCE}/promise/promise.json"])
    assert (told["as_of"], told["force"]["id"]) == ("2025-06-30", FORCE)
    assert told["columns"] == next(csv.reader(io.StringIO(files[f"{FORCE}/promise/promise.csv"].decode())))
    assert told["months"]["rows"] == [["2025-05", 3, 0, None], ["2025-06", 2, 1, 4]]
    assert named(parse(bake()[PAGE]), "a", href="promise.csv")
