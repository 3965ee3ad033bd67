"""What the inventory says of the archive, as tables: which files there are, and of which months."""

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.json_files import read_list
from sitegen.tables.schemas import SCHEMAS


def read_supply(*, inventory: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each file of `archive/` that a force of the site has, of any month, sorted by dataset, force and month."""
    keys = tuple(SCHEMAS["supply"].types)
    rows = [tuple(entry[key] for key in keys) for file in inventory for entry in read_list(file) if isinstance(entry, dict)]
    return pl.DataFrame(rows, schema=SCHEMAS["supply"].types, orient="row").sort("dataset", "force_id", "month")


def read_copied_months(*, copied: tuple[RawFile, ...]) -> pl.DataFrame:
    """Each dataset, force and month of which `archive/` would have a file if the force had supplied one; sorted."""
    rows = [tuple(map(str, row)) for file in copied for row in read_list(file) if isinstance(row, list)]
    return pl.DataFrame(rows, schema=SCHEMAS["copied_months"].types, orient="row").sort("dataset", "force_id", "month")
