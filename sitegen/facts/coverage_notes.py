"""What the operator should know of coverage: files taken for fragments, files set aside as a whole, months without any location."""

import polars as pl

from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.states import WITHOUT_LOCATION
from sitegen.tables.withdrawn import KNOWN_ISSUE, MISFILED

_NAMED_MOST = 6
"""Months named in one note."""
_FRAGMENT = "fewer-rows-than-usual"
_OF_STATES = {
    _FRAGMENT: (
        "far fewer rows than is usual for the force; told as supplied in part and compared with nothing. "
        "Look whether the file is whole, and whether a newer release has more; [coverage] of site.toml has the rule"
    ),
    WITHOUT_LOCATION: "not one row has a location, so no neighbourhood has a figure; look whether the columns of coordinates came along",
}


def note_coverage(*, coverage: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """A line for each force and reason, datasets of the same months together, sorted."""
    odd = coverage.filter(pl.col("reason").is_in(sorted(_OF_STATES))).group_by("force_id", "dataset", "reason").agg(pl.col("month").sort())
    alike = odd.group_by("force_id", "reason", "month").agg(pl.col("dataset").sort())
    lines = [
        f"{force_id} {' and '.join(datasets)} {_named(months)}: {_OF_STATES[reason]}" for force_id, reason, months, datasets in alike.iter_rows()
    ]
    aside = (
        withdrawn.filter(pl.col("rows") > 0)
        .group_by("force_id", "dataset", "reason")
        .agg(pl.col("month").sort(), pl.col("rows").cast(pl.Int64).sum())
    )
    for force_id, dataset, reason, months, rows in aside.iter_rows():
        where = f"{force_id} {dataset} {_named(months)}: rows set aside ({rows:,})"
        if reason == KNOWN_ISSUE:
            lines.append(f"{where}, for known_issues.toml says that the force gave none; if it gives them again, end the issue there")
        elif reason == MISFILED:
            lines.append(f"{where}, for they name another force or month than their file does; look whether the file bears the right name")
        else:
            lines.append(f"{where}, for they lie outside the area of the force; look whether the file bears the right name")
    return pl.DataFrame({"line": sorted(lines)}, schema=SCHEMAS["coverage_notes"].types)


def _named(months: list[str]) -> str:
    more = len(months) - _NAMED_MOST
    return ", ".join(months[:_NAMED_MOST]) + (f" and {more} more months" if more > 0 else "")
