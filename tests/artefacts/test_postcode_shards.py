"""Postcode shards answer a search with one small file, and keep straddling and unplaced postcodes."""

from __future__ import annotations

import gzip
import json
from typing import Any

import polars as pl

from sitegen.artefacts.shards import postcodes
from tests.artefacts.inputs import table

FORCES = table("forces", {"force_id": "loamshire", "name": "Loamshire Constabulary"}, {"force_id": "wealdmoor", "name": "Wealdmoor Police"})
NEIGHBOURHOODS = table(
    "neighbourhoods",
    {"force_id": "loamshire", "neighbourhood_id": "CG", "folder": "cg", "name": "Castle Gate"},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "folder": "cg", "name": "Ŵyresdale"},
)
POSTCODES = table(
    "postcode_neighbourhoods",
    {"postcode": "LM1 0AA", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 0AB", "force_id": "wealdmoor", "neighbourhood_id": "CG"},
    {"postcode": "LM1 0AB", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 0AD"},
    {"postcode": "LM1 0AE", "force_id": "loamshire", "neighbourhood_id": "WITHOUT-A-PAGE"},
    {"postcode": "LM12 0AA", "force_id": "wealdmoor", "neighbourhood_id": "CG"},
)


OUTLYING = table("outlying_postcodes", {"postcode": "LM1 0AD", "lon": -1.13, "lat": 52.63, "force_id": "loamshire"})


def bake(areas: pl.DataFrame) -> dict[str, Any]:
    files = postcodes.make(area="lm", postcode_neighbourhoods=areas, outlying_postcodes=OUTLYING, neighbourhoods=NEIGHBOURHOODS, forces=FORCES)
    return {path: json.loads(data) for path, data in files}


def test_postcode_keeps_every_candidate_and_one_without_keeps_none() -> None:
    assert bake(POSTCODES)["postcodes/LM1.json"] == {
        "outcode": "LM1",
        "neighbourhoods": [["Castle Gate", "Loamshire Constabulary", "loamshire/cg/"], ["Ŵyresdale", "Wealdmoor Police", "wealdmoor/cg/"]],
        "outside": {"0AD": 0},
        "postcodes": {"0AA": [0], "0AB": [0, 1], "0AD": [], "0AE": []},
        "spots": [["Loamshire Constabulary", "loamshire/", -1.13, 52.63]],
        "terminated": {},
    }


def test_a_postcode_that_went_out_of_use_is_told_apart_and_keeps_its_neighbourhood() -> None:
    ended = {"terminated": "1996-06", "force_id": "loamshire", "neighbourhood_id": "CG"}
    areas = table("postcode_neighbourhoods", {**ended, "postcode": "LM3 0AA"}, {"postcode": "LM3 0AB", "terminated": "2001-11"})
    shard = bake(areas)["postcodes/LM3.json"]
    assert (shard["postcodes"], shard["terminated"]) == ({"0AA": [0], "0AB": []}, {"0AA": "1996-06", "0AB": "2001-11"})


def test_each_outcode_has_its_own_file() -> None:
    assert sorted(bake(POSTCODES)) == ["postcodes/LM1.json", "postcodes/LM12.json"]


def test_order_of_rows_does_not_matter() -> None:
    tables = {"postcode_neighbourhoods": POSTCODES, "outlying_postcodes": OUTLYING, "neighbourhoods": NEIGHBOURHOODS, "forces": FORCES}
    assert list(postcodes.make(area="lm", **{name: frame.reverse() for name, frame in tables.items()})) == list(postcodes.make(area="lm", **tables))


def test_largest_outcode_stays_within_its_budget() -> None:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    incodes = [f"{digit}{first}{last}" for digit in range(10) for first in letters for last in letters]
    rows = [{"postcode": f"LM1 {code}", "force_id": "loamshire", "neighbourhood_id": f"N{(7 * at) % 40}"} for at, code in enumerate(incodes)]
    names = [{"force_id": "loamshire", "neighbourhood_id": f"N{n}", "folder": f"n{n}", "name": f"Neighbourhood number {n}"} for n in range(40)]
    outlying = [
        {"postcode": f"LM1 {code}", "force_id": "loamshire", "lon": -1 - at % 7 / 100, "lat": 52 + at % 3 / 100} for at, code in enumerate(incodes)
    ]
    tables = {"postcode_neighbourhoods": table("postcode_neighbourhoods", *rows), "neighbourhoods": table("neighbourhoods", *names)}
    files = dict(postcodes.make(area="lm", outlying_postcodes=table("outlying_postcodes", *outlying[::8]), forces=FORCES, **tables))
    assert len(gzip.compress(files["postcodes/LM1.json"], 9, mtime=0)) <= 15 * 1024
