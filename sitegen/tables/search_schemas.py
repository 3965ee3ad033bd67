"""Tables by which search finds names and postcodes that lie in no neighbourhood, and forces by all their names."""

from sitegen.tables.schema import FORCE, F, S, Schema, schema

SEARCH_SCHEMAS: dict[str, Schema] = {
    "own_force_names": schema("force_id name", FORCE, ("name", S, "in a language that the program knows; each name once")),
    "outlying_places": schema(
        "name force_id kind lon lat",
        ("name", S, "as supplied"),
        ("other_name", S, "the name in the other language; null: none"),
        ("kind", S, "as in places"),
        ("lon", F, "degrees WGS84"),
        ("lat", F, "degrees WGS84"),
        ("force_id", S, "force in whose area it lies; it lies in no neighbourhood with a boundary"),
    ),
    "outlying_postcodes": schema(
        "postcode",
        ("postcode", S, "canonical"),
        ("lon", F, "degrees WGS84, rounded to 0.01"),
        ("lat", F, "degrees WGS84, likewise"),
        ("force_id", S, "force in whose area it lies; it lies in no neighbourhood with a boundary"),
    ),
}
