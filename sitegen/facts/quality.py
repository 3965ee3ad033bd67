"""What became of every row of every source: counted, set aside with a reason, or noted."""

from dataclasses import dataclass, fields

import polars as pl

from sitegen.tables.quality import over_budget, tally
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import REASONS, set_aside_crimes, set_aside_rows


def street_quality(*, crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The rows of one street file by what became of them."""
    return tally(dataset="street", rows=set_aside_crimes(crimes, withdrawn))


def outcome_quality(*, outcomes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The rows of one outcomes file by what became of them."""
    return tally(dataset="outcomes", rows=set_aside_rows(outcomes, withdrawn, "outcomes"))


def postcode_quality(*, postcodes: pl.DataFrame) -> pl.DataFrame:
    """The rows of one postcode area's files by what became of them."""
    return tally(dataset="postcodes", rows=postcodes)


def boundary_quality(*, boundaries: pl.DataFrame, past_boundary_quality: pl.DataFrame) -> pl.DataFrame:
    """One row for each boundary file of a force: counted, set aside, or noted as repaired; then what earlier months had."""
    return pl.concat([tally(dataset="boundaries", rows=boundaries), past_boundary_quality])


def past_boundary_quality(*, force_id: str, past_boundaries: pl.DataFrame) -> pl.DataFrame:
    """The same of one earlier month's boundaries of a force, as many files as a month has together: a row names the zip file and the force."""
    together = pl.concat_str(pl.col("file").str.split("!").list.first(), pl.lit(f"!{force_id}"))
    return tally(dataset="past-boundaries", rows=past_boundaries.with_columns(together.alias("file"), pl.lit(None, pl.Int32).alias("row")))


def force_area_quality(*, force_shapes: pl.DataFrame) -> pl.DataFrame:
    """The features of each file of force areas: counted, set aside, or noted as repaired."""
    return tally(dataset="boundaries", rows=force_shapes)


def neighbourhood_quality(*, neighbourhoods: pl.DataFrame) -> pl.DataFrame:
    """The entries of a force's neighbourhood files by what became of them."""
    return tally(dataset="neighbourhoods", rows=neighbourhoods)


def basemap_quality(*, basemap: pl.DataFrame) -> pl.DataFrame:
    """The features of each basemap file by what became of them; `basemap_notes` tells the operator of it."""
    return tally(dataset="basemap", rows=basemap)


@dataclass(frozen=True, slots=True)
class OtherRows:
    """The rows of every dataset that is read whole. A new one's stand here, and what is set aside of them is noted and published."""

    marked_places: pl.DataFrame
    population: pl.DataFrame
    past_neighbourhoods: pl.DataFrame
    past_priorities: pl.DataFrame
    past_events: pl.DataFrame


_DATASETS = {
    "marked_places": "places",
    "past_neighbourhoods": "past-neighbourhoods",
    "past_priorities": "past-priorities",
    "past_events": "past-meetings",
}
"""The datasets of `OtherRows` that are called otherwise than their tables."""


def other_quality(*, tables: OtherRows) -> pl.DataFrame:
    """The rows of the files of every dataset that is read whole by what became of them.

    A row that is a place given again has no line here: it is known only once all files are read.
    """
    names = [one.name for one in fields(tables)]
    return pl.concat([tally(dataset=_DATASETS.get(name, name), rows=getattr(tables, name)) for name in names])


@dataclass(frozen=True, slots=True)
class QualityTables:
    """What became of the rows of each kind of file that is judged alike."""

    street_quality: pl.DataFrame
    outcome_quality: pl.DataFrame
    stop_quality: pl.DataFrame
    postcode_quality: pl.DataFrame
    neighbourhood_quality: pl.DataFrame
    team_quality: pl.DataFrame
    force_quality: pl.DataFrame
    other_quality: pl.DataFrame


def note_files(*, tables: QualityTables, quality: dict[str, float]) -> pl.DataFrame:
    """A line for the operator for each file of which nothing could be used, or less than the share `quality` asks for; sorted.

    A street file without rows has one, too; of outcomes and stops there may be none. Basemaps and boundaries have notes of their own.
    """
    every: list[pl.DataFrame] = [getattr(tables, one.name) for one in fields(tables)]
    rows = pl.concat(every)
    counted = pl.col("rows").filter(pl.col("kind") == "counted").sum()
    reasons = pl.col("reason").filter(pl.col("kind") == "set-aside").unique().sort().str.join(", ")
    # What was withdrawn is told by the notes of coverage, with what to do.
    aside = pl.col("rows").filter((pl.col("kind") == "set-aside") & ~pl.col("reason").is_in(REASONS)).sum()
    empty = tables.street_quality.group_by("file").agg(pl.col("rows").sum()).filter(pl.col("rows") == 0)
    useless = rows.group_by("file").agg(counted.alias("counted"), aside.alias("aside"), reasons.alias("reasons"))
    useless = useless.filter(pl.col("counted") == 0, pl.col("aside") > 0)
    partly = over_budget(rows, quality["share"], int(quality["least"])).join(useless, on="file", how="anti")
    lines = [
        *(f"{file}: has no rows, so its month is not supplied; download it again if it should have some" for file in empty["file"]),
        *(f"{file}: nothing in it could be used ({reasons})" for file, reasons in useless.select("file", "reasons").iter_rows()),
        *(
            f"{file}" + (f" row {first}" if first is not None else "") + f": {bad:,} of {of:,} rows set aside as {reason}, more than the "
            f"{quality['share']:.0%} that quality.share allows; check the file's name, columns and coordinates"
            for file, first, bad, of, reason in partly.select("file", "first_row", "rows", "of", "reason").iter_rows()
        ),
    ]
    return pl.DataFrame({"line": sorted(lines)}, schema=SCHEMAS["quality_notes"].types)
