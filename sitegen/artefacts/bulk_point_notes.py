"""What the download of points that can mislead is: its columns, their types and meanings."""

from sitegen.artefacts.bulk_table import Field, Table
from sitegen.languages import marked

NOTES = Field(
    "notes",
    "text",
    "why the point may mislead, as slugs with a space between: the table of notes on points has them in full; empty: no reason is known",
    "named-premises",
    optional=True,
)
"""The reasons of a point, where a table of points has them."""

POINT_NOTES = Table(
    "point-notes",
    marked("Notes on points that can mislead"),
    marked(
        "Points on the map that stand for more, or for something else, than a street: named after premises, used by forces from elsewhere, or begun "
        "and ended with a new list of points. A row for each reason. It says nothing of how safe a place is."
    ),
    r"data/point-notes\.(?:csv|jsonl)",
    (
        Field("point", "text", "id of the snap point, the same in every file and page of the site", "4wt5e-3bft2"),
        Field("longitude", "degrees", "WGS84", "-1.1349"),
        Field("latitude", "degrees", "WGS84", "52.6321"),
        Field("street", "text", "name that most rows gave it; empty: none", "Hospital", optional=True),
        Field("reason", "text", "named-premises, shared-by-forces, far-outside, step-at-renewal or told", "named-premises"),
        Field(
            "forces",
            "text",
            "ids of the forces from elsewhere where the reason is about such, else of all that recorded something there, with a space between",
            "loamshire",
            optional=True,
        ),
        Field("recorded", "whole", "crimes and reports of antisocial behaviour that all forces placed there in all months of the site", "514"),
        Field("by_these_forces", "whole", "those of the forces from elsewhere; empty: the reason is not about such", "15", optional=True),
        Field("premises", "text", "kind of premises, a slug; empty: the reason is not about such", "hospital", optional=True),
        Field("usual", "whole", "median of the points of the force that recorded most there; empty: not asked", "3", optional=True),
        Field("distance_km", "whole", "kilometres from the area of a force from elsewhere; empty: not asked", "333", optional=True),
        Field("renewed", "month", "first month of the new list of points; empty: not asked", "2022-07", optional=True),
        Field("text", "text", "what the operator of this site says of it; empty: nothing", "Records office", optional=True),
        Field("source", "text", "address where that can be read; empty: none", "https://example.org/points", optional=True),
    ),
    ("point", "reason"),
)
