"""Street crime as every release told it: what one force's month held in each, and what changed from one to the next, as counts.

Of months before the window whose places may be told, also what the newest release has at each snap point: for sums of grounds alone.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from sitegen.raw import RawFile
from sitegen.sources.crimes import read_crimes
from sitegen.sources.json_files import read_list
from sitegen.sources.positions import pixels
from sitegen.tables.labels import codes_of, replace_with
from sitegen.tables.quality import WHOLE_FILES
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import MISFILED, OUTSIDE_FORCE, is_misfiled, is_outside, overruled_datasets
from sitegen.terms import ASB

_KEY = ("crime_id", "lon", "lat", "street", "lsoa_code", "lsoa_name", "category")
"""By what a row is known again: all that is read of it but its outcome."""
_TYPES = SCHEMAS["followed_months"].types
_LOCATED = {name: SCHEMAS["earlier_counts"].types[name] for name in ("lon", "lat", "category")}
_PLACE = "place"
"""The change of a row that tells no change: what the newest release has at a snap point."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How files name categories, forces and outcomes."""

    listed_categories: pl.DataFrame
    force_names: pl.DataFrame
    outcome_kinds: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Doubts:
    """By what the rows of a whole file are set aside, as in `facts.withdrawn`."""

    known_issues: pl.DataFrame
    force_extents: pl.DataFrame
    quality: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _State:
    """A file that was read: its digest, the counted rows of each dataset that is not set aside, and what is known against it.

    `aside` are the rows that have a problem of their own, `doubt` the reason for which none of its rows counts, null where some may.
    """

    sha256: str
    rows: Mapping[str, pl.DataFrame]
    aside: int
    doubt: str | None


def follow_releases(
    *,
    force_id: str,
    archive_month: str,
    street_states: tuple[RawFile, ...],
    vocabulary: Vocabulary,
    doubts: Doubts,
    earlier_months: tuple[RawFile, ...] = (),
) -> pl.DataFrame:
    """One force's month in all releases that have it: the rows of each file, and which were kept, added, withdrawn or given another outcome.

    Rows are read and judged as `read_crimes` does, and set aside by the rules of `facts.withdrawn`. Crime and antisocial behaviour are compared each
    with the newest older release that has rows of the file and does not set them aside; a file without a counted row is compared with
    nothing. Rows are matched as multisets by all that is read of them but the outcome: identical rows are separate incidents, and
    the order of the file means nothing. A row whose key stands in both, with another outcome, was given another outcome; where several of a key were,
    they are paired in the order of their codes. Files with the same bytes are read once.
    Counts alone are returned: no street and no id, and no position but where `earlier_months` asks for the places of the month: then what the newest
    release has is counted by snap point and category (`place`). In no order.
    """
    listing, *files = street_states
    by_name = {file.name: file for file in files}
    read: dict[str, _State] = {}
    digests = {name: hashlib.sha256(file.data).hexdigest() for name, file in by_name.items()}
    flows: list[pl.DataFrame] = []
    last: dict[str, tuple[str, _State]] = {}
    told = _told(listing)
    for release, name in told:
        digest = digests[name]
        if digest not in read:
            read[digest] = _read(digest, (force_id, archive_month), by_name[name], vocabulary, doubts)
        state = read[digest]
        found = [_of_file(state, name)]
        for dataset, rows in state.rows.items():
            before, older = last.get(dataset, (None, None))
            compared = _compare(older.rows[dataset] if older else None, rows, is_same=older is state)
            found.append(compared.with_columns(pl.lit(before, pl.String).alias("before")))
            last[dataset] = release, state
        if earlier_months and release == told[-1][0]:
            found.append(_placed(state))
        flows += [flow.with_columns(pl.lit(release).alias("release")) for flow in found]
    here = (pl.lit(force_id).alias("force_id"), pl.lit(archive_month).alias("month"))
    table = pl.concat([pl.DataFrame(schema=_TYPES), *flows], how="diagonal_relaxed").with_columns(here)
    return table.select(pl.col(name).cast(dtype) for name, dtype in _TYPES.items())


def release_flows(*, followed_months: pl.DataFrame) -> pl.DataFrame:
    """One force's files and changes, without places; in no order."""
    return followed_months.filter(pl.col("change") != _PLACE).select(*SCHEMAS["release_flows"].types)


def earlier_counts(*, followed_months: pl.DataFrame) -> pl.DataFrame:
    """What one force recorded at each snap point in months before the window whose places are asked for; in no order."""
    places = followed_months.filter(pl.col("change") == _PLACE)
    return places.rename({"month": "archive_month"}).select(*SCHEMAS["earlier_counts"].types)


def count_by_release(*, release_flows: pl.DataFrame) -> pl.DataFrame:
    """One force's street crime as each release told it, by month, category and last outcome; sorted by these.

    Rows set aside are left out. A month and release without a row here either has no file, none that counts, or is set aside.
    """
    keys = ("force_id", "month", "release", "category", "outcome")
    told = release_flows.filter(pl.col("change").is_in(["first", "kept", "added", "reoutcomed"]))
    return told.group_by(keys).agg(pl.col("crimes", "unlocated").sum()).select(*SCHEMAS["release_counts"].types).sort(keys)


def newest_told(*, release_flows: pl.DataFrame) -> pl.DataFrame:
    """One force's street crime as the newest release that has the month's file told it, by month and category; sorted by these.

    A month is not here where that file has no row that counts, whatever an older release told of it.
    """
    keys = ("force_id", "month", "release")
    newest = release_flows.filter(pl.col("change") == "file").group_by("force_id", "month").agg(pl.col("release").max())
    told = count_by_release(release_flows=release_flows.join(newest, on=keys, how="semi"))
    return told.group_by(*keys, "category").agg(pl.col("crimes", "unlocated").sum()).sort("force_id", "month", "category")


def list_release_files(*, release_flows: pl.DataFrame) -> pl.DataFrame:
    """The street files of every release, with their digests, sorted by release, force and month."""
    files = release_flows.filter(pl.col("change") == "file").select(*SCHEMAS["release_files"].types)
    return files.sort("release", "force_id", "month")


def _told(listing: RawFile) -> list[tuple[str, str]]:
    """Releases, oldest first, each with the file that told it."""
    return [(str(pair[0]), str(pair[1])) for pair in read_list(listing) if isinstance(pair, list)]


def _read(sha256: str, of: tuple[str, str], file: RawFile, vocabulary: Vocabulary, doubts: Doubts) -> _State:
    """One file of a force and month, judged as its rows and as a whole."""
    force_id, month = of
    names = (vocabulary.listed_categories, vocabulary.force_names)
    crimes = read_crimes(force_id=force_id, month=month, street=(file,), listed_categories=names[0], force_names=names[1])
    doubt = _doubt(force_id, crimes, doubts)
    aside = {"crime", "asb"} if doubt else set(overruled_datasets(doubts.known_issues, force_id, month))
    texts = codes_of(crimes["outcome"], vocabulary.outcome_kinds, "outcome")
    counted = crimes.filter(pl.col("problem").is_null()).select(*_KEY, replace_with("outcome", texts, "code"))
    rows = {} if counted.is_empty() else {"crime": counted.filter(pl.col("category") != ASB), "asb": counted.filter(pl.col("category") == ASB)}
    return _State(sha256, {dataset: of_set for dataset, of_set in rows.items() if dataset not in aside}, crimes.height - counted.height, doubt)


def _doubt(force_id: str, crimes: pl.DataFrame, doubts: Doubts) -> str | None:
    """Why no row of a file counts: it cannot be read, or it is another file's."""
    if is_misfiled(crimes, dict(doubts.quality)):
        return MISFILED
    area = doubts.force_extents.filter(pl.col("force_id") == force_id)["geometry"]
    if len(area) and is_outside(crimes, area[0], doubts.quality["share"]):
        return OUTSIDE_FORCE
    return next(iter(sorted(WHOLE_FILES & set(crimes["problem"].drop_nulls()))), None)


def _of_file(state: _State, name: str) -> pl.DataFrame:
    """The one row that tells of the file itself."""
    crimes = sum(rows.height for rows in state.rows.values())
    unlocated = sum(rows["lon"].null_count() for rows in state.rows.values())
    told = {"change": "file", "crimes": crimes, "unlocated": unlocated, "file": name, "sha256": state.sha256}
    row = pl.DataFrame({column: [value] for column, value in told.items()})
    return row.with_columns(pl.lit(state.aside).alias("aside"), pl.lit(state.doubt, pl.String).alias("doubt"))


def _placed(state: _State) -> pl.DataFrame:
    """The rows with a location by snap point and category, as `facts.counts` has those of the window."""
    rows = pl.concat([rows.select("lon", "lat", "category") for rows in state.rows.values()]) if state.rows else pl.DataFrame(schema=_LOCATED)
    at = rows.filter(pl.col("lon").is_not_null()).group_by("lon", "lat", "category").agg(pl.len().cast(pl.Int32).alias("crimes"))
    x, y = pixels(at["lon"].to_numpy(), at["lat"].to_numpy())
    return at.with_columns(x.alias("x"), y.alias("y"), pl.lit(_PLACE).alias("change"))


def _compare(older: pl.DataFrame | None, newer: pl.DataFrame, *, is_same: bool) -> pl.DataFrame:
    """What became of the rows: change, category, was, outcome, crimes, unlocated."""
    if older is None or is_same:
        change, was = ("first", pl.lit(None, pl.String)) if older is None else ("kept", pl.col("outcome"))
        return _counted(newer.with_columns(pl.lit(change).alias("change"), was.alias("was"), pl.lit(1, pl.Int32).alias("crimes")))
    both = pl.concat([older.with_columns(pl.lit(value=False).alias("now")), newer.with_columns(pl.lit(value=True).alias("now"))])
    alike = both.group_by(*_KEY, "outcome").agg(pl.col("now").not_().sum().alias("past"), pl.col("now").sum())
    kept = alike.select(
        pl.lit("kept").alias("change"), "category", "lon", pl.col("outcome").alias("was"), "outcome", pl.min_horizontal("past", "now").alias("crimes")
    )
    rest = alike.filter(pl.col("past") != pl.col("now"))
    gone = _numbered(rest.with_columns(times=pl.col("past").cast(pl.Int64) - pl.col("now").cast(pl.Int64))).rename({"outcome": "was"})
    come = _numbered(rest.with_columns(times=pl.col("now").cast(pl.Int64) - pl.col("past").cast(pl.Int64)))
    marked = gone.with_columns(was_there=True).join(
        come.with_columns(is_there=True), on=[*_KEY, "place"], how="full", coalesce=True, nulls_equal=True, maintain_order="left_right"
    )
    is_new, is_gone = pl.col("was_there").is_null(), pl.col("is_there").is_null()
    what = pl.when(is_new).then(pl.lit("added")).when(is_gone).then(pl.lit("withdrawn")).otherwise(pl.lit("reoutcomed"))
    changed = marked.select(what.alias("change"), "category", "lon", "was", "outcome", pl.lit(1).alias("crimes"))
    return _counted(pl.concat([kept.with_columns(pl.col("crimes").cast(pl.Int32)), changed]))


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    """Each row as often as `times` says, with its `place` among those of its key, in the order of outcomes."""
    often = rows.filter(pl.col("times") > 0).sort("outcome", nulls_last=False)
    single = often.select(*_KEY, "outcome", pl.int_ranges(0, pl.col("times")).alias("each")).explode("each")
    return single.select(*_KEY, "outcome", pl.int_range(pl.len()).over(_KEY).alias("place"))


def _counted(rows: pl.DataFrame) -> pl.DataFrame:
    unlocated = pl.col("crimes").filter(pl.col("lon").is_null()).sum().cast(pl.Int32)
    counted = rows.group_by("change", "category", "was", "outcome").agg(pl.col("crimes").sum().cast(pl.Int32), unlocated.alias("unlocated"))
    return counted.filter(pl.col("crimes") > 0)
