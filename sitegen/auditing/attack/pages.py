"""Whether a page tells a number of stops that no file of figures has, and that the attack would not know of."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from sitegen import urls
from sitegen.publish.checks.html import read_page
from sitegen.rules import EVERY_STOP


def stray_pages(folder: Path, told: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    """The pages of forces and neighbourhoods whose tables of stops have other numbers than `told`, the table `told_stops`; as (force, path).

    Pages without such tables are not among them, nor are places whose page is missing. A folder's page is that beside its figures.
    """
    tables = told.filter(pl.col("field") != EVERY_STOP, pl.col("stops").is_not_null())
    numbers = {key: rows["stops"].to_list() for key, rows in tables.partition_by("force_id", "page", as_dict=True).items()}
    strays: list[tuple[str, str]] = []
    for force, page in told.select("force_id", "page").unique().sort("force_id", "page").iter_rows():
        path = folder / page
        if not path.is_file():
            continue
        on_page = [number for _, row in read_page(path.read_text(encoding="utf-8")).stop_values for number in row if number is not None]
        if Counter(on_page) - Counter(numbers.get((force, page), [])):
            strays.append((force, page))
    return tuple(strays)


def page_of(figures: Path, folder: Path) -> str:
    """The path of the page that a file of figures lies beside."""
    return figures.with_name(urls.HOME).relative_to(folder).as_posix()
