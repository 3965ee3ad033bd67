"""What the operator should know of the boundaries once they were read: which of them cannot be, and why."""

import polars as pl

from sitegen.tables.schemas import SCHEMAS

_NAMED_MOST = 5
"""Files named in one note."""

_IN_ORDER = ["another-file-used", "force-unknown"]
"""Reasons that cost nobody a boundary: a file beside a better one, and the areas of forces that no site has, such as Scotland's."""


def boundary_notes(*, boundaries: pl.DataFrame, force_shapes: pl.DataFrame) -> pl.DataFrame:
    """A line for each force and reason that takes boundaries away, and one for each force some of whose boundaries lack a part."""
    lost = boundaries.filter(pl.col("problem").is_not_null() & ~pl.col("problem").is_in(_IN_ORDER))
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).select("force_id", "neighbourhood_id")
    lost = lost.join(shaped, on=["force_id", "neighbourhood_id"], how="anti")
    parts = boundaries.filter(pl.col("note") == "ring-left-out")
    areas = force_shapes.filter((pl.col("problem").is_not_null() & ~pl.col("problem").is_in(_IN_ORDER)) | (pl.col("note") == "ring-left-out"))
    lines = [
        *(_line(rows, f"cannot be read ({reason}); crimes cannot be counted there") for reason, rows in _groups(lost, "problem")),
        *(_line(rows, "a part that cannot be read was left out; the rest is used") for _, rows in _groups(parts, "note")),
        *(
            f"{file} feature {row}" + (f" ({force_id})" if force_id else "") + f": {_why(problem)}"
            for force_id, file, row, problem in areas.select("force_id", "file", "row", "problem").iter_rows()
        ),
    ]
    return pl.DataFrame({"line": sorted(lines)}, schema=SCHEMAS["boundary_notes"].types)


def _why(problem: str | None) -> str:
    if problem is None:
        return "a part that cannot be read was left out; the rest is used"
    return f"cannot be read ({problem}); it must be polygons in the reference system that the file names, else in longitude and latitude"


def _groups(rows: pl.DataFrame, reason: str) -> list[tuple[str, pl.DataFrame]]:
    return [(str(key[1]), group) for key, group in rows.sort("force_id", "file").group_by("force_id", reason, maintain_order=True)]


def _line(rows: pl.DataFrame, what: str) -> str:
    """One line for files of one force: the first few by name."""
    files = rows["file"].to_list()
    more = len(files) - _NAMED_MOST
    return ", ".join(files[:_NAMED_MOST]) + (f" and {more} more" if more > 0 else "") + f": {what}"
