"""Tables by which search finds names and postcodes that lie in no neighbourhood, and forces by all their names."""

from sitegen.tables.schema import FORCE, B, F, S, Schema, schema

SEARCH_SCHEMAS: dict[str, Schema] = {
    "gazetteer": schema(
        "name lon lat kind other_name",
        ("name", S, "as supplied; of a town of Wales the English name"),
        ("other_name", S, "the name in the other language; null: none"),
        ("kind", S, "as in places"),
        ("lon", F, "degrees WGS84"),
        ("lat", F, "degrees WGS84"),
    ),
    "map_places": schema(
        "kind name lon lat",
        ("kind", S, "city, town, village or suburb"),
        ("name", S, "as supplied"),
        ("lon", F, "degrees WGS84, where the name stands"),
        ("lat", F, "degrees WGS84, likewise"),
        ("from_gazetteer", B, "true where name or position are the gazetteer's"),
    ),
    "known_places": schema(
        "name lon lat kind other_name",
        ("name", S, "as in gazetteer or map_places"),
        ("other_name", S, "the name in the other language; null: none"),
        ("kind", S, "as in places"),
        ("lon", F, "degrees WGS84"),
        ("lat", F, "degrees WGS84"),
        ("on_map", B, "true where the map names it"),
    ),
    "own_force_names": schema("force_id name", FORCE, ("name", S, "in a language that the program knows; each name once")),
    "outlying_places": schema(
        "name force_id kind lon lat",
        ("name", S, "as supplied"),
        ("other_name", S, "the name in the other language; null: none"),
        ("kind", S, "as in places"),
        ("lon", F, "degrees WGS84"),
        ("lat", F, "degrees WGS84"),
        ("force_id", S, "force in whose area it lies; null: in that of none, and the map names it; it lies in no neighbourhood with a boundary"),
    ),
    "outlying_postcodes": schema(
        "postcode",
        ("postcode", S, "canonical"),
        ("lon", F, "degrees WGS84, rounded to 0.01"),
        ("lat", F, "degrees WGS84, likewise"),
        ("force_id", S, "force in whose area it lies; it lies in no neighbourhood with a boundary"),
    ),
}
