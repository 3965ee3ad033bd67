"""Every name stands in the lookup file that its beginning leads to: towns, neighbourhoods, streets and forces."""

from __future__ import annotations

import gzip
import json
from typing import Any

from sitegen.artefacts.shards import names as name_shards
from sitegen.terms import place_key
from tests.artefacts.inputs import table
from tests.artefacts.test_place_names import TABLES, many

POINTS = table(
    "force_points",
    {"force_id": "loamshire", "neighbourhood_id": "NB", "x": 40, "y": 80, "street": "Corn Street"},
    {"force_id": "loamshire", "neighbourhood_id": "NB", "x": 39, "y": 80, "street": "Corn Street"},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "x": 50, "y": 90, "street": "Corn Street"},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "x": 51, "y": 90, "street": "Supermarket"},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "x": 52, "y": 90, "street": None},
)
NO_POINTS = POINTS.clear()
OUTCODES = table("outcodes", {"outcode": "LM10"}, {"outcode": "LM1"})


def bake(**changes: Any) -> dict[str, Any]:
    return {path: json.loads(data) for path, data in name_shards.make(**{**TABLES, "force_points": POINTS, "outcodes": OUTCODES, **changes})}


def test_a_shard_gives_for_each_name_where_it_leads() -> None:
    files = bake()
    assert files["search/index.json"] == {"outcodes": ["LM1", "LM10"], "prefixes": ["5"]}
    shard = files["search/names/5.json"]
    areas = [name for name, _, _ in shard["neighbourhoods"]]
    assert shard["places"] == [
        ["Abbotsham", "", [areas.index("Northbrook <East>")]],
        ["Casnewydd", "Newport", [areas.index("Castle Gate")]],
        ["Newport", "Casnewydd", [areas.index("Castle Gate")]],
        ["Newport", "", [areas.index("Ŵyresdale")]],
        ["St. Ann's", "", [areas.index("Northbrook <East>")]],
    ]
    assert shard["streets"] == [["Corn Street", [[areas.index("Northbrook <East>"), "13-28"], [areas.index("Ŵyresdale"), "1e-2i"]]]]
    assert ["Loamshire Constabulary", "loamshire/"] in shard["forces"]
    assert sorted(areas[number] for number in shard["areas"]) == sorted(areas)
    assert ["Ŵyresdale", "Wealdmoor & Dale Police", "wealdmoor/cg/"] in shard["neighbourhoods"]


def test_a_kind_of_place_that_many_points_are_named_after_is_no_street() -> None:
    assert "Supermarket" not in json.dumps(bake())


def high_streets(*force_ids: str) -> Any:
    """A High Street in forty neighbourhoods of each force."""
    rows = [{"force_id": force_id, "neighbourhood_id": f"N{n}", "x": n, "y": n, "street": "High Street"} for n in range(40) for force_id in force_ids]
    return table("force_points", *rows)


def test_a_street_name_of_very_many_neighbourhoods_is_told_by_their_number() -> None:
    def streets(points: Any) -> list[Any]:
        return [found for shard in bake(**many(0), force_points=points).values() for _, found in shard.get("streets", [])]

    assert [len(found) for found in streets(high_streets("loamshire"))] == [40]
    assert streets(high_streets("loamshire", "wealdmoor")) == [80]


def test_a_site_without_any_name_or_postcode_has_an_empty_list() -> None:
    empty = {name: frame.clear() for name, frame in TABLES.items()}
    assert bake(**empty, force_points=NO_POINTS, outcodes=OUTCODES.clear()) == {"search/index.json": {"outcodes": [], "prefixes": []}}


def test_order_of_rows_does_not_matter() -> None:
    turned = {name: frame.reverse() for name, frame in {**TABLES, "force_points": POINTS, "outcodes": OUTCODES}.items()}
    assert bake(**turned) == bake()


def test_each_part_stands_for_many_names_and_stays_small() -> None:
    world = {**TABLES, **many(3570)}
    files = dict(name_shards.make(**world, force_points=NO_POINTS, outcodes=OUTCODES))
    assert max(len(gzip.compress(data, 6, mtime=0)) for data in files.values()) <= 12 * 1024
    assert min(len(json.loads(data)["places"]) for path, data in files.items() if path != "search/index.json") >= 200


def test_a_neighbourhood_is_found_by_each_name_it_is_made_of() -> None:
    areas = table("neighbourhoods", {"force_id": "loamshire", "neighbourhood_id": "A", "folder": "a", "name": "Abbey Fields & Westgate"})
    fillers = [
        {"force_id": "loamshire", "neighbourhood_id": "A", "x": n, "y": n, "street": f"M{chr(97 + n // 26)}{chr(97 + n % 26)} Lane"}
        for n in range(400)
    ]
    files = bake(place_neighbourhoods=TABLES["place_neighbourhoods"].clear(), neighbourhoods=areas, force_points=table("force_points", *fillers))
    found = [path for path, shard in files.items() if shard.get("areas")]
    prefixes = files["search/index.json"]["prefixes"]
    wanted = {[prefix for prefix in prefixes if prefix <= place_key(name)][-1] for name in ("Abbey Fields", "Westgate")}
    assert len(wanted) == 2
    assert found == [f"search/names/{prefix.replace(' ', '-')}.json" for prefix in sorted(wanted)]
