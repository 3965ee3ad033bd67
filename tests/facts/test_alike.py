"""Places are alike by what is published of them and never by how much crime they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pytest
import shapely

from sitegen.comparing import ALIKE_FARTHEST, ALIKE_MOST
from sitegen.facts.alike import alike, place_features
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, Month, months_between
from tests.artefacts.inputs import table

MONTHS = [str(month) for month in months_between(Month(2024, 1), Month(2025, 6))]
PLACES = [f"P{number:02}" for number in range(12)]


def like(place: str, **values: Any) -> dict[str, object]:  # Any: cells of every column type
    usual = {"crimes": 300, "people": 4000, "area_km2": 3.0, "town_centre": 0.1, "shops": 0.04, "travel": 0.1}
    return {"force_id": "gwent", "neighbourhood_id": place, "first_month": "2024-07", "last_month": "2025-06", **usual, **values}


def rows(places: Sequence[str] = PLACES, **odd: Mapping[str, Any]) -> list[dict[str, object]]:  # Any: likewise
    """Places that grow in people and area, their shares to and fro, with `odd` ones by id."""
    return [
        like(place, people=2000 + 300 * at, area_km2=2.0 + 0.4 * at, town_centre=0.05 + 0.02 * (at % 3), travel=0.1 + 0.01 * (at % 4))
        | dict(odd.get(place, {}))
        for at, place in enumerate(places)
    ]


def found(table_rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    result = alike(force_id="gwent", place_features=table("place_features", *table_rows))
    assert dict(result.schema) == SCHEMAS["alike"].types
    return result


def test_each_place_has_a_few_others_from_a_to_z_and_none_that_lies_too_far() -> None:
    pairs = found(rows())
    assert pairs.equals(pairs.sort("neighbourhood_id", "other_id"))
    assert pairs.filter(pl.col("neighbourhood_id") == pl.col("other_id")).is_empty()
    assert pairs.group_by("neighbourhood_id").len()["len"].max() == ALIKE_MOST
    assert (pairs["distance"] <= ALIKE_FARTHEST).all()


def test_how_much_crime_there_is_makes_no_places_alike() -> None:
    assert found(rows()).equals(found(rows(P03={"crimes": 9000}, P04={"crimes": 20})))


def test_a_town_centre_among_villages_has_no_place_like_it_and_does_not_change_who_is_like_whom() -> None:
    odd = {"people": 2900, "area_km2": 0.4, "town_centre": 0.7, "shops": 0.5}
    pairs = found(rows(P03=odd))
    assert "P03" not in {*pairs["neighbourhood_id"], *pairs["other_id"]}
    assert set(pairs["neighbourhood_id"]) == set(PLACES) - {"P03"}


def test_the_distance_is_the_root_of_the_mean_square_over_the_features() -> None:
    # All but two features are the same everywhere, so that these two are all there is.
    shares = [0.04, 0.09, 0.16, 0.25, 0.36, 0.49, 0.64, 0.81, 1.0, 0.01]
    places = [like(place, town_centre=share, travel=share) for place, share in zip(PLACES, shares, strict=False)]
    # Roots run from 0.1 to 1 in tenths: half of them stray 0.25 or less from the median 0.55, so one step is 0.1 / (1.4826 × 0.25).
    near = found(places).filter(pl.col("neighbourhood_id") == "P00")
    assert near.select("other_id", "distance").rows() == [("P01", 0.269796), ("P02", 0.539593), ("P03", 0.809389), ("P09", 0.269796)]


def test_a_feature_that_is_unknown_of_one_is_no_feature_of_any() -> None:
    unknown = found(rows(P05={"people": None}))
    assert unknown.equals(found([row | {"people": None} for row in rows()]))
    assert not unknown.equals(found(rows()))


def test_a_force_of_few_places_has_no_scale_to_find_any_alike() -> None:
    assert found(rows(PLACES[:9])).is_empty()
    assert not found(rows(PLACES[:10])).is_empty()
    assert found([]).is_empty()


def test_where_all_are_the_same_nothing_tells_who_is_like_whom() -> None:
    assert found([like(place) for place in PLACES]).is_empty()


def test_the_order_of_rows_changes_nothing() -> None:
    assert found(rows()).equals(found(rows()[::-1]))


def features(states: Mapping[str, str] | None = None, months: list[str] = MONTHS, **changes: pl.DataFrame) -> pl.DataFrame:
    """A: 2 shopliftings and 3 burglaries a month, with a supermarket among four points; B: half of the points are car parks."""
    states = states or {}
    counts = {("A", "shoplifting"): 2, ("A", "burglary"): 3, ("B", "burglary"): 4, ("B", ASB): 50}
    series = [
        {
            "force_id": "gwent", "neighbourhood_id": place, "month": month, "category": category, "state": states.get(month, "supplied"),
            "crimes": number if states.get(month, "supplied") == "supplied" else None,
        }
        for month in MONTHS
        for (place, category), number in counts.items()
    ]  # fmt: skip
    points: dict[str, list[str | None]] = {"A": ["Supermarket", "High Street", "Mill Lane", "Mill Lane", None], "B": ["Parking Area", "Church Lane"]}
    square = shapely.box(-3.0, 51.5, -2.99, 51.51).wkb
    inputs = {
        "neighbourhoods": table("neighbourhoods", *({"force_id": "gwent", "neighbourhood_id": place, "population": 900} for place in "AB")),
        "boundaries": table("boundaries", *({"force_id": "gwent", "neighbourhood_id": place, "geometry": square} for place in "AB")),
        "populations": table("populations", *({"force_id": "gwent", "neighbourhood_id": place, "people": 1200} for place in "AB")),
        "neighbourhood_series": table("neighbourhood_series", *series),
        "force_points": table(
            "force_points",
            *(
                {"force_id": "gwent", "neighbourhood_id": place, "x": at, "y": 1, "street": street}
                for place, streets in points.items()
                for at, street in enumerate(streets)
            ),
        ),
        **changes,
    }
    result = place_features(force_id="gwent", months=months, **inputs)
    assert dict(result.schema) == SCHEMAS["place_features"].types
    return result


def test_the_features_are_shares_of_crimes_and_of_named_points_with_people_and_area() -> None:
    rows_of_both = features().drop("force_id", "area_km2").rows()
    assert rows_of_both == [
        ("A", "2024-07", "2025-06", 60, 1200, 0.4, 0.25, 0.0),
        ("B", "2024-07", "2025-06", 48, 1200, 0.0, 0.0, 0.5),
    ]


def test_the_area_is_in_square_kilometres() -> None:
    # A hundredth of a degree is 1.112 km north and, at 51.505°, 0.692 km east.
    assert features()["area_km2"].to_list() == [0.77, 0.77]


@pytest.mark.parametrize("state", ["supplied_partial", "not_supplied", "withheld"])
def test_a_month_not_supplied_in_full_moves_the_year_back(state: str) -> None:
    assert set(features({"2025-05": state}).select("first_month", "last_month").rows()) == {("2024-05", "2025-04")}


def test_without_a_whole_year_nothing_is_known_of_any_place() -> None:
    assert features({"2024-12": "not_supplied"}).is_empty()
    assert features(months=MONTHS[:11]).is_empty()


def test_people_come_from_the_force_where_census_zones_do_not_tell_them_of_all() -> None:
    known = table("populations", {"force_id": "gwent", "neighbourhood_id": "A", "people": 1200})
    assert features(populations=known)["people"].to_list() == [900, 900]
    half = table("neighbourhoods", *({"force_id": "gwent", "neighbourhood_id": place, "population": p} for place, p in (("A", 900), ("B", None))))
    assert features(populations=known, neighbourhoods=half)["people"].to_list() == [None, None]


def test_a_place_without_boundary_or_with_few_crimes_is_left_out() -> None:
    shape = shapely.box(-3.0, 51.5, -2.99, 51.51).wkb
    only = table("boundaries", *({"force_id": "gwent", "neighbourhood_id": place, "geometry": wkb} for place, wkb in (("A", shape), ("B", None))))
    assert features(boundaries=only)["neighbourhood_id"].to_list() == ["A"]
    few = [
        {"force_id": "gwent", "neighbourhood_id": place, "month": month, "category": "burglary", "crimes": number, "state": "supplied"}
        for month in MONTHS
        for place, number in (("A", 1), ("B", 2))
    ]
    assert features(neighbourhood_series=table("neighbourhood_series", *few))["neighbourhood_id"].to_list() == ["B"]
