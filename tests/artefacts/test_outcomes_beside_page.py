"""Forces are set beside one another by outcomes at one age from A to Z, those apart with their reason, and never in order of rank."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl

from sitegen.artefacts.downloads import outcomes_beside as downloads
from sitegen.artefacts.pages import outcomes_beside
from tests.artefacts.every_beside import NAMES, apart, beside, rows
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import SITE, files_of, raw_group, table
from tests.artefacts.loamshire import world
from tests.calls import called

PAGE = "outcomes/index.html"
FORCES = table("forces", *({"force_id": one, "name": name, "detail_supplied": False} for one, name in NAMES.items()))
SOME = rows(
    beside("kent", 200, 30, 20),
    beside("gwent", 12, 9, 0),
    apart("avon", "other-months", "release", ("2024-12",)),
    *(apart(one, "no-state", age=age) for one in NAMES for age in (1, 3, 12)),
)


def bake(**changes: Any) -> dict[str, bytes]:  # Any: tables, settings
    inputs = {**world(), "forces": FORCES, "known_issues": table("known_issues"), "outcomes_beside": SOME, "language": "en", **changes}
    taken = ("templates", "locales", "asset_paths", "site", "months", "language", "forces", "known_issues", "outcomes_beside")
    return files_of(outcomes_beside.make, **{name: inputs[name] for name in taken})


def section(page: Element, name: str) -> Element:
    (found,) = named(page, "section", id=name)
    return found


def test_forces_stand_from_a_to_z_with_their_shares_and_the_months_they_are_of() -> None:
    files = bake()
    assert faults(files[PAGE]) == []
    six = section(parse(files[PAGE]), "m6")
    lines = [[" ".join(" ".join(cell.itertext()).split()) for cell in row if cell.tag in {"th", "td"}] for row in six.iter("tr")][1:]
    assert lines == [["Gwent Police", "9 of 12 crimes", "none"], ["Kent Police", "15% of 200 crimes", "10%"]]
    assert "Crimes of December 2024 to January 2025 and March 2025 with an outcome within 6 months" in text(six)
    assert "serious cases can take years" in text(six).lower()


def test_who_stands_apart_is_named_with_the_reason_and_without_a_number() -> None:
    page = parse(bake()[PAGE])
    assert "Not set beside the others:Avon Police: not known in full for January 2025 and March 2025" in text(section(page, "m6")).replace("\n", "")
    assert "No two forces can be set side by side at this age." in text(section(page, "m12"))
    assert "Avon Police, Gwent Police and Kent Police: there is no release of that age" in text(section(page, "m12"))
    assert "%" not in text(section(page, "m12"))


def test_no_word_ranks() -> None:
    said = text(next(parse(bake()[PAGE]).iter("main"))).lower()
    assert not [word for word in ("best", "worst", "rank", "highest", "lowest", "better", "top ") if word in said]


def test_a_site_of_one_force_or_without_a_month_has_no_page_and_no_table() -> None:
    one = FORCES.head(1)
    with_btp = pl.concat([one, table("forces", {"force_id": "btp", "name": "British Transport Police", "detail_supplied": False})])
    assert bake(forces=one) == bake(forces=with_btp) == bake(months=[]) == {}
    assert dict(called(downloads.make, forces=with_btp, outcomes_beside=SOME, site=SITE, months=["2025-06"])) == {}
    assert dict(called(downloads.make, forces=FORCES, outcomes_beside=SOME, site=SITE, months=[])) == {}


def test_the_page_is_there_in_welsh() -> None:
    files = bake(language="cy", locales=raw_group("content/locales/cy"), site={**SITE, "languages": ["en", "cy"]})
    assert faults(files[f"cy/{PAGE}"]) == []


def test_the_table_has_counts_of_forces_beside_one_another_alone() -> None:
    files = dict(called(downloads.make, forces=FORCES, outcomes_beside=SOME, site=SITE, months=["2025-06"]))
    found = {(row["force"], row["age"]): row for row in csv.DictReader(io.StringIO(files["outcomes/outcome-ages.csv"].decode()))}
    assert len(found) == 12
    kent, gwent, avon = found["kent", "6"], found["gwent", "6"], found["avon", "6"]
    assert (kent["crimes"], kent["with_outcome"], kent["not_told"], kent["per_cent"]) == ("200", "30", "20", "15.0")
    assert (kent["state"], kent["months"], kent["witness"]) == ("beside", "2024-12 2025-01 2025-03", "release")
    assert (gwent["with_outcome"], gwent["per_cent"]) == ("9", "")
    assert (avon["state"], avon["reason"], avon["crimes"], avon["per_cent"]) == ("apart", "other-months", "", "")
    told = json.loads(files["outcomes/outcome-ages.json"])
    assert told["columns"] == next(csv.reader(io.StringIO(files["outcomes/outcome-ages.csv"].decode())))
    assert len(told["rows"]) == 12
