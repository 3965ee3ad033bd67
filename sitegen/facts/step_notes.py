"""What the operator should know of series that step: each as the entry that would make it a known change of definition."""

import polars as pl

from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB


def note_steps(*, recording_steps: pl.DataFrame) -> pl.DataFrame:
    """A line for each step, sorted: both levels, how many places moved, and what breaks.toml takes if it is a change of recording."""
    lines = []
    for force_id, category, month, before, after, moved, able in recording_steps.select(
        "force_id", "category", "month", "before", "after", "moved", "places"
    ).iter_rows():
        dataset = "asb" if category == ASB else "crime"
        of = "" if category in {"crime", ASB} else f'category = "{category}", '
        lines.append(
            f"{force_id} {category} {month}: {before:,} a month became {after:,} at once, in {moved} of {able} neighbourhoods with enough to tell; "
            f"no verdict is given across it. If it was recorded in another way from then on, say so in breaks.toml: [[break]] "
            f'month = "{month}", dataset = "{dataset}", {of}force = "{force_id}", with a text and a label; a key a line'
        )
    return pl.DataFrame({"line": sorted(lines)}, schema=SCHEMAS["step_notes"].types)
