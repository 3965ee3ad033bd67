"""Crimes as the API has them: those without a location by force and month, and those of the newest month by neighbourhood."""

from collections.abc import Callable, Iterator, Mapping

import msgspec
import polars as pl

from sitegen import urls
from sitegen.artefacts.api.shapes import Crime, OutcomeStatus, SnapPoint, Street, to_bytes
from sitegen.rules import COUNTED_STATES
from sitegen.terms import BTP, Month
from tiles.grid import SIZE

_ORDER = ("category", "x", "y", "recorded_by", "outcome", "age")
_NOTHING = pl.lit("null")
_EMPTY = pl.lit('""')


def make_unlocated(
    *, force_id: str, unlocated_records: pl.DataFrame, coverage: pl.DataFrame, outcome_kinds: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """One file for each month of which the force supplied crime; a month that was not supplied has none.

    Records are sorted by category and outcome.
    """
    names = _outcome_names(outcome_kinds)
    for month in sorted(_supplied(coverage, force_id)):
        rows = unlocated_records.filter(pl.col("month") == month).sort("category", "outcome", "age", nulls_last=True)
        answer = _answer(rows, names, month, location_type=_NOTHING, location=_NOTHING)
        yield urls.api(f"crimes-no-location/{force_id}/{month}"), answer


def make_street(
    *,
    force_id: str,
    newest_records: pl.DataFrame,
    api_folders: pl.DataFrame,
    coverage: pl.DataFrame,
    outcome_kinds: pl.DataFrame,
    months: list[str],
) -> Iterator[tuple[str, bytes]]:
    """One file for each neighbourhood with a boundary, of the newest month; none where its force did not supply that month.

    Records are sorted by category, snap point, recording force and outcome; `location_type` tells those of British Transport Police
    apart, which are in no total of a page.
    """
    month = months[-1]
    if month not in _supplied(coverage, force_id):
        return
    names = _outcome_names(outcome_kinds)
    rows = newest_records.sort(*_ORDER, nulls_last=True)
    location = _object(
        SnapPoint,
        latitude=_quoted_degrees("lat"),
        street=_object(Street, id=(pl.col("x").cast(pl.Int64) * SIZE + pl.col("y")).cast(pl.String), name=_each("street", _quoted_street)),
        longitude=_quoted_degrees("lon"),
    )
    location_type = pl.when(pl.col("recorded_by") == BTP).then(pl.lit('"BTP"')).otherwise(pl.lit('"Force"'))
    by_neighbourhood = {str(key): part for (key,), part in rows.partition_by("neighbourhood_id", as_dict=True, maintain_order=True).items()}
    for key, folder in api_folders.filter("has_boundary").sort("neighbourhood_id").select("neighbourhood_id", "folder").iter_rows():
        found = by_neighbourhood.get(key, rows.clear())
        yield urls.api(f"crimes-street/{force_id}/{folder}"), _answer(found, names, month, location_type=location_type, location=location)


def _supplied(coverage: pl.DataFrame, force_id: str) -> set[str]:
    rows = coverage.filter(pl.col("force_id") == force_id, pl.col("dataset") == "crime", pl.col("state").is_in([*COUNTED_STATES]))
    return set(rows["month"])


def _outcome_names(outcome_kinds: pl.DataFrame) -> dict[str, str]:
    """The newest text of each outcome in the CSV files, which is the one the official API shows, by code."""
    return {code: labels[0] for code, labels in outcome_kinds.select("outcome", "labels").iter_rows()}


def _answer(rows: pl.DataFrame, names: Mapping[str, str], month: str, *, location_type: pl.Expr, location: pl.Expr) -> bytes:
    """The rows as a list of `Crime`, each as often as it was counted and numbered from 1."""
    before, after = _parted(
        category=_each("category", lambda text: to_bytes(text).decode()),
        location_type=location_type,
        location=location,
        context=_EMPTY,
        outcome_status=_outcome_status(names, month),
        persistent_id=_EMPTY,
        location_subtype=_EMPTY,
        month=pl.lit(f'"{month}"'),
    )
    texts = rows.select(before.alias("before"), after.alias("after"), "crimes")
    each = texts.select(pl.col("before", "after").repeat_by("crimes").explode()) if texts.height else texts.select("before", "after")
    numbered = each.select(pl.concat_str("before", pl.int_range(1, pl.len() + 1).cast(pl.String), "after"))
    return f"[{','.join(numbered.to_series())}]".encode()


def _parted(**values: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The JSON of a `Crime` before its number and after it."""
    names = [one.encode_name for one in msgspec.structs.fields(Crime)]
    at = names.index("id")
    before = pl.concat_str(pl.lit("{"), *(part for name in names[:at] for part in (pl.lit(f'"{name}":'), values[name], pl.lit(","))), pl.lit('"id":'))
    after = pl.concat_str(*(part for name in names[at + 1 :] for part in (pl.lit(f',"{name}":'), values[name])), pl.lit("}"))
    return before, after


def _object(shape: type[msgspec.Struct], **values: pl.Expr) -> pl.Expr:
    """The JSON of an object of a shape, row by row, from that of its fields."""
    names = [one.encode_name for one in msgspec.structs.fields(shape)]
    parts = [part for place, name in enumerate(names) for part in (pl.lit(f'{"," if place else "{"}"{name}":'), values[name])]
    return pl.concat_str(*parts, pl.lit("}"))


def _each(column: str, write: Callable[[str | None], str]) -> pl.Expr:
    """What `write` makes of each distinct value of a column."""
    return pl.col(column).map_batches(lambda values: _written(values, write), return_dtype=pl.String)


def _written(values: pl.Series, write: Callable[[str | None], str]) -> pl.Series:
    distinct = values.unique()
    texts = pl.DataFrame({"value": distinct, "text": pl.Series([write(value) for value in distinct], dtype=pl.String)})
    return values.to_frame("value").join(texts, on="value", how="left", nulls_equal=True, maintain_order="left")["text"]


def _quoted_street(name: str | None) -> str:
    return to_bytes(f"On or near {name or ''}").decode()


def _quoted_degrees(column: str) -> pl.Expr:
    """Degrees as text of at most six decimals, without noughts at their end, in quotation marks."""
    millionths = (pl.col(column) * 1_000_000).round().cast(pl.Int64)
    whole, rest = millionths.abs() // 1_000_000, (millionths.abs() % 1_000_000).cast(pl.String).str.zfill(6)
    text = pl.concat_str(whole.cast(pl.String), pl.lit("."), rest).str.strip_chars_end("0").str.strip_chars_end(".")
    sign = pl.when(millionths < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(pl.lit('"'), sign, text, pl.lit('"'))


def _outcome_status(names: Mapping[str, str], month: str) -> pl.Expr:
    """What became of a crime, as JSON; null where nothing is known. A code that no vocabulary has is its own text."""
    first = Month.parse(month)

    def written(outcome: str | None, age: int | None) -> str:
        if outcome is None:
            return "null"
        return to_bytes(OutcomeStatus(names.get(outcome, outcome), "" if age is None else str(first.plus(age)))).decode()

    def each(pairs: pl.Series) -> pl.Series:
        table = pairs.struct.unnest()
        distinct = table.unique()
        texts = distinct.with_columns(pl.Series("text", [written(*pair) for pair in distinct.select("outcome", "age").iter_rows()], pl.String))
        return table.join(texts, on=["outcome", "age"], how="left", nulls_equal=True, maintain_order="left")["text"]

    return pl.struct("outcome", "age").map_batches(each, return_dtype=pl.String)
