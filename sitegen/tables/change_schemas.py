"""The tables that say what changed: a year and a month against the one before, and the steps of a force's series."""

from sitegen.tables.schema import FORCE, NEIGHBOURHOOD, F, N, S, Schema, schema

CHANGE_SCHEMAS: dict[str, Schema] = {
    "neighbourhood_changes": schema(
        "force_id neighbourhood_id category",
        FORCE,
        ("neighbourhood_id", S, "the force's id of the neighbourhood; null: all of the force's together, each crime once"),
        ("category", S, "category slug; crime: all of them but antisocial behaviour"),
        ("months", N, "months compared: those supplied in full in both years that count the same thing"),
        ("compared", S, "these months of the newest year, in order, with a blank between"),
        ("before", N, "count in these months a year earlier"),
        ("now", N, "count in these months of the newest year"),
        ("dispersion", F, "how much more counts like these scatter than chance alone would make them, at least 1"),
        ("p", F, "how often chance alone would part the two counts so far, either way; null: they are few, or nothing is judged"),
        ("verdict", S, "few, unclear, more, fewer or stepped, which is none: see step; null: all of the force's together are not judged"),
        ("visible", F, "the rise that would be called one in 8 of 10 cases, as a share of the usual count; null where p is"),
        ("step", S, "month since which the force may record it in another way, where that lies between the months compared; else null"),
        ("last_month", S, "newest month of the window"),
    ),
    "month_changes": schema(
        "force_id neighbourhood_id category",
        FORCE,
        NEIGHBOURHOOD,
        ("category", S, "category slug; crime: all of them but antisocial behaviour"),
        ("month", S, "the newest month of the window that can be compared with the month a year earlier"),
        ("before", N, "count of that earlier month"),
        ("now", N, "count of the month"),
        ("p", F, "as in neighbourhood_changes"),
        ("verdict", S, "few, unclear, more, fewer or stepped"),
        ("step", S, "as in neighbourhood_changes"),
    ),
    "recording_steps": schema(
        "force_id category month",
        FORCE,
        ("category", S, "category slug; crime: all of them but antisocial behaviour"),
        ("month", S, "first month of the new level"),
        ("before", N, "median crimes a month of the three to six months before"),
        ("after", N, "the same of the months from then on"),
        ("moved", N, "neighbourhoods whose mean moved the same way"),
        ("places", N, "neighbourhoods with enough crimes around it to tell"),
    ),
}
