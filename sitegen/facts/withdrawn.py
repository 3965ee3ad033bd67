"""Files whose rows do not count: a known issue overrules them, they lie wholly outside their force, or they are another file's."""

import polars as pl
import shapely

from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import KNOWN_ISSUE, MISFILED, OUTSIDE_FORCE, is_misfiled, is_outside, overruled_datasets
from sitegen.terms import ASB, BTP

_REACH = {"file": 0.1, "union": 0.5}
"""How far beyond its area a force's rows are still its own, in degrees (about 10 and 50 km), by where the area comes from.

Forces record crimes outside their area in real life. Of one whose area is put together from neighbourhoods many may be missing.
"""
_COARSE = 0.02


def force_extents(*, force_areas: pl.DataFrame) -> pl.DataFrame:
    """Where the rows of each force may lie: its area, drawn wide and coarse; sorted by force, British Transport Police left out."""
    known = force_areas.filter(pl.col("force_id") != BTP).sort("force_id")
    areas, reach = shapely.from_wkb(known["geometry"].to_list()), [_REACH[source] for source in known["source"]]
    wide = shapely.normalize(shapely.simplify(shapely.buffer(shapely.simplify(areas, _COARSE / 4), reach, quad_segs=4), _COARSE))
    return pl.DataFrame({"force_id": known["force_id"], "geometry": shapely.to_wkb(wide, byte_order=1)}, schema=SCHEMAS["force_extents"].types)


def withdraw(
    *,
    force_id: str,
    month: str,
    crimes: pl.DataFrame,
    outcomes: pl.DataFrame,
    stops: pl.DataFrame,
    known_issues: pl.DataFrame,
    force_extents: pl.DataFrame,
    quality: dict[str, float],
) -> pl.DataFrame:
    """The datasets of one force's month none of whose rows counts, sorted by dataset.

    `known-issue`: an issue says that the force gave nothing, and whoever wrote it knew more than a file can tell.
    `outside-force`: no more than the share `quality.share` of the file's located rows lie in the force's area or near it;
    not judged where nothing is located, or the force's area is not known.
    `misfiled`: at least `quality.least` of the file's rows, and more than the share, name another force or month than the file does.
    """
    of_street = [("asb", crimes.filter(pl.col("category") == ASB)), ("crime", crimes.filter((pl.col("category") != ASB).fill_null(value=True)))]
    datasets = dict([*of_street, ("outcomes", outcomes), ("stops", stops)])
    rows = {dataset: int(table["problem"].is_null().sum()) for dataset, table in datasets.items()}
    reasons = dict.fromkeys(overruled_datasets(known_issues, force_id, month), KNOWN_ISSUE)
    for table, of_table in ((crimes, ("asb", "crime")), (outcomes, ("outcomes",)), (stops, ("stops",))):
        if is_misfiled(table, quality):
            reasons = {**dict.fromkeys(of_table, MISFILED), **reasons}
    area = force_extents.filter(pl.col("force_id") == force_id)["geometry"]
    for table, of_table in ((crimes, ("asb", "crime")), (stops, ("stops",))):
        if len(area) and is_outside(table, area[0], quality["share"]):
            reasons = {**dict.fromkeys(of_table, OUTSIDE_FORCE), **reasons}
    found = [(dataset, force_id, month, reasons[dataset], rows[dataset]) for dataset in sorted(reasons)]
    return pl.DataFrame(found, schema=SCHEMAS["withdrawn"].types, orient="row")
