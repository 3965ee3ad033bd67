"""Releases as files: which there are and by what digest, what each told, and what each changed in months that were told before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.figures import LICENCE, LICENCE_ADDRESS, SOURCE
from sitegen.artefacts.sections.records import read_force
from sitegen.artefacts.text.render import read_site
from sitegen.rules import THRESHOLD
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json

CHANGE_COLUMNS = ("release", "before", "dataset", "part", "month", "category", "change", "was", "outcome", "others", "crimes", "rows", "months_after")
"""Of what a force's releases changed; docs/DATA.md says what each means."""


def make(
    *, releases: pl.DataFrame, release_files: pl.DataFrame, release_counts: pl.DataFrame, site: Mapping[str, object]
) -> Iterator[tuple[str, bytes]]:
    """The list of releases, and for each what it told and the digests of its files; nothing where there is no street crime at all.

    Counts are by force, month and category, rows set aside left out; rows of files are sorted by force and month.
    """
    if releases.is_empty():
        return
    listed = []
    for release, digest, first, last, months, single, force_ids, files in releases.iter_rows():
        paths = {name: urls.release_table(release, digest, name) for name in ("counts", "files")}
        of = {"release": release, "digest": digest, "first_month": first, "last_month": last, "forces": force_ids, "street_files": files}
        listed.append({**of, "months": len(months), "single_months": single, **paths})
        told = release_counts.filter(pl.col("release") == release).group_by("force_id", "month", "category").agg(pl.col("crimes", "unlocated").sum())
        yield paths["counts"], write_csv(told.sort("force_id", "month", "category"))
        own = release_files.filter(pl.col("release") == release).select("force_id", "month", "sha256", "crimes")
        yield paths["files"], write_csv(own.sort("force_id", "month"))
    yield urls.RELEASES, to_json({**_about(site), "releases": listed})


def make_changes(
    *, force_id: str, forces: pl.DataFrame, releases: pl.DataFrame, release_changes: pl.DataFrame, site: Mapping[str, object]
) -> Iterator[tuple[str, bytes]]:
    """What the releases changed of one force as CSV and JSON, oldest first; without a row where only one release has each month."""
    table = release_changes.rename({"age": "months_after"}).select(CHANGE_COLUMNS)
    yield urls.release_changes(force_id, "csv"), write_csv(table)
    digests = {release: digest[:12] for release, digest in releases.select("release", "digest").iter_rows()}
    named = {"force": {"id": force_id, "name": read_force(forces, force_id).name}, "smallest_told": THRESHOLD, "digests": digests}
    yield urls.release_changes(force_id, "json"), to_json({**_about(site), **named, "columns": CHANGE_COLUMNS, "rows": table.rows()})


def _about(site: Mapping[str, object]) -> dict[str, object]:
    return {"title": read_site(site).title, "source": SOURCE, "licence": LICENCE, "licence_address": LICENCE_ADDRESS}
