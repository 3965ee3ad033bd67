"""Every name stands in the lookup file that its beginning leads to: towns, neighbourhoods, streets and forces."""

from __future__ import annotations

import gzip
import json
from typing import Any

from sitegen.artefacts.shards import names as name_shards
from sitegen.artefacts.shards.near_names import near_names
from sitegen.artefacts.text.own_force_names import own_force_names
from sitegen.terms import place_key
from tests.artefacts.inputs import table
from tests.artefacts.test_place_names import TABLES, many
from tests.artefacts.test_site_pages import FORCES
from tests.artefacts.test_welsh import LOCALES
from tests.calls import called

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
    return {path: json.loads(data) for path, data in made(**changes).items()}


def made(**changes: Any) -> dict[str, bytes]:
    common = {"force_points": POINTS, "outcodes": OUTCODES, "own_force_names": FORCES}
    return dict(called(name_shards.make, **{**TABLES, **common, **changes}))


def test_a_shard_gives_for_each_name_where_it_leads() -> None:
    files = bake()
    assert files["search/index.json"] == {"outcodes": ["LM1", "LM10"], "prefixes": ["5"]}
    shard = files["search/names/5.json"]
    areas = [name for name, _, _ in shard["neighbourhoods"]]
    assert sorted(shard["places"]) == [
        ["Abbotsham", "", [areas.index("Northbrook <East>")]],
        ["Newport", "", [areas.index("Ŵyresdale")]],
        ["St. Ann's", "", [areas.index("Northbrook <East>")]],
    ]
    assert shard["streets"] == [["Corn Street", [[areas.index("Northbrook <East>"), "13-28"], [areas.index("Ŵyresdale"), "1e-2i"]]]]
    assert ["Loamshire Constabulary", "loamshire/"] in shard["forces"]
    assert sorted(areas[number] for number in shard["areas"]) == sorted(areas)
    assert ["Far Hay", "Gwair", "Wealdmoor & Dale Police", "wealdmoor/", -1.0, 52.5] in shard["outside"]
    assert ["Ŵyresdale", "Wealdmoor & Dale Police", "wealdmoor/cg/"] in shard["neighbourhoods"]


def test_a_city_leads_to_the_map_too_and_a_town_in_no_force_to_the_map_alone() -> None:
    mapped = bake()["search/names/5.json"]["mapped"]
    assert [row for row in mapped if row[0] in ("Casnewydd", "Newport", "Westport")] == [
        ["Casnewydd", "Newport", "Castle Gate, Loamshire Constabulary", "loamshire/cg/", -2.997, 51.588],
        ["Newport", "Casnewydd", "Castle Gate, Loamshire Constabulary", "loamshire/cg/", -2.997, 51.588],
        ["Westport", "Porth y Gorllewin", "", "", -3.2, 51.5],
    ]


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
    assert bake(**empty, own_force_names=FORCES.clear(), force_points=NO_POINTS, outcodes=OUTCODES.clear()) == {
        "search/index.json": {"outcodes": [], "prefixes": []},
        "search/near.json": {"names": [], "words": []},
    }


def test_order_of_rows_does_not_matter() -> None:
    turned = {name: frame.reverse() for name, frame in {**TABLES, "force_points": POINTS, "outcodes": OUTCODES}.items()}
    assert bake(**turned) == bake()


def test_each_part_stands_for_many_names_and_stays_small() -> None:
    world = {**TABLES, **many(3570)}
    files = made(**world, force_points=NO_POINTS)
    assert max(len(gzip.compress(data, 6, mtime=0)) for data in files.values()) <= 12 * 1024
    assert min(len(json.loads(data)["places"]) for path, data in files.items() if "/names/" in path) >= 200


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


def test_a_name_is_found_by_a_later_word_that_few_names_have() -> None:
    fields = [
        {"name": f"Mill{chr(97 + n // 26)}{chr(97 + n % 26)} Green", "kind": "hamlet", "force_id": "loamshire", "neighbourhood_id": "NB"}
        for n in range(400)
    ]
    places = table("place_neighbourhoods", *fields, {"name": "Market Zeal", "kind": "town", "force_id": "loamshire", "neighbourhood_id": "NB"})
    files = bake(place_neighbourhoods=places)
    having = {
        name: [path for path, shard in files.items() if name in [row[0] for row in shard.get("places", [])]]
        for name in ("Market Zeal", "Millaa Green")
    }
    assert [len(paths) for paths in having.values()] == [2, 1]


def test_the_forces_stand_under_their_names_in_every_language() -> None:
    forces = table("forces", {"force_id": "gwent", "name": "Gwent Police"})
    empty = {name: frame.clear() for name, frame in TABLES.items()} | {"forces": forces, "force_points": NO_POINTS}
    found = bake(**empty, own_force_names=own_force_names(catalogues=LOCALES, forces=forces))
    assert [shard["forces"] for shard in found.values() if "forces" in shard] == [[["Heddlu Gwent", "gwent/"], ["Gwent Police", "gwent/"]]]


def test_of_too_many_names_near_a_misspelt_one_towns_are_kept_before_villages() -> None:
    villages = [("village", f"{first}{second}{third}ham") for first in "abcdefghij" for second in "abcdefghijklmno" for third in "abcdefghijklmno"]
    found = near_names([*villages, ("town", "Zeal Monachorum")], {"Corn Street", "Corn Lane", "Mill Lane"})
    assert len(found["names"]) == 2000
    assert "Zeal Monachorum" in found["names"]
    assert found["words"] == ["corn", "lane", "mill", "street"]


def test_the_names_near_a_misspelt_one_stay_small() -> None:
    streets = many(3570)["place_neighbourhoods"]["name"].to_list()
    towns = [("town", name[4:] + name[:4]) for name in streets]
    assert len(gzip.compress(json.dumps(near_names(towns, set(streets))).encode(), 6, mtime=0)) <= 15 * 1024
