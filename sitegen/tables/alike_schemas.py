"""The tables of places like one another: what each neighbourhood is like, and which others are like it."""

from sitegen.tables.schema import FORCE, NEIGHBOURHOOD, F, N, S, Schema, schema

ALIKE_SCHEMAS: dict[str, Schema] = {
    "place_features": schema(
        "force_id neighbourhood_id",
        FORCE,
        NEIGHBOURHOOD,
        ("first_month", S, "first of the newest twelve months in a row that are known in full of every neighbourhood with any figures"),
        ("last_month", S, "last of them"),
        ("crimes", N, "crimes in them without antisocial behaviour; no feature, but what may stand beside others"),
        ("people", N, "residents; null of all of the force's unless one source knows them of all"),
        ("area_km2", F, "what its boundary encloses, to a hundredth of a square kilometre"),
        ("town_centre", F, "share of the crimes that are shoplifting, robbery or theft from the person"),
        ("shops", F, "share of its snap points named as shops or places to go out, each point once"),
        ("travel", F, "share of its snap points named as car parks, petrol stations or places to travel from, each point once"),
    ),
    "alike": schema(
        "force_id neighbourhood_id other_id",
        FORCE,
        NEIGHBOURHOOD,
        ("other_id", S, "another neighbourhood of the force that is like it"),
        ("distance", F, "root of the mean square of how far they lie apart in each feature, in spreads of the force's; at most 1"),
    ),
}
