"""Crimes as the API has them: those without a location by force and month, and those of the newest month by neighbourhood."""

from collections.abc import Callable, Iterator, Mapping

import msgspec
import numpy as np
import polars as pl

from sitegen import urls
from sitegen.artefacts.api.shapes import Crime, OutcomeStatus, SnapPoint, Street, to_bytes
from sitegen.rules import COUNTED_STATES
from sitegen.terms import BTP, Month
from tiles.grid import SIZE

_NOTHING = pl.lit("null")
_EMPTY = pl.lit('""')
_NO_RECORD = b"[]"
_OUTCOME = ("outcome", "age", "month")


def make_unlocated(
    *, force_id: str, unlocated_records: pl.DataFrame, coverage: pl.DataFrame, outcome_kinds: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """One file for each month of which the force supplied crime; a month that was not supplied has none.

    Records are sorted by category and outcome.
    """
    rows = unlocated_records.sort("month", "category", "outcome", "age", nulls_last=True)
    answers = _answers(rows, "month", outcome_kinds, location_type=_NOTHING, location=_NOTHING)
    for month in sorted(_supplied(coverage, force_id)):
        yield urls.api(f"crimes-no-location/{force_id}/{month}"), answers.get(month, _NO_RECORD)


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
    if months[-1] not in _supplied(coverage, force_id):
        return
    location = _object(
        SnapPoint,
        latitude=_quoted_degrees("lat"),
        street=_object(Street, id=(pl.col("x").cast(pl.Int64) * SIZE + pl.col("y")).cast(pl.String), name=_each("street", _quoted_street)),
        longitude=_quoted_degrees("lon"),
    )
    location_type = pl.when(pl.col("recorded_by") == BTP).then(pl.lit('"BTP"')).otherwise(pl.lit('"Force"'))
    rows = newest_records.sort("neighbourhood_id", "category", "x", "y", "recorded_by", "outcome", "age", nulls_last=True)
    answers = _answers(rows, "neighbourhood_id", outcome_kinds, location_type=location_type, location=location)
    for key, folder in api_folders.filter("has_boundary").sort("neighbourhood_id").select("neighbourhood_id", "folder").iter_rows():
        yield urls.api(f"crimes-street/{force_id}/{folder}"), answers.get(key, _NO_RECORD)


def _supplied(coverage: pl.DataFrame, force_id: str) -> set[str]:
    rows = coverage.filter(pl.col("force_id") == force_id, pl.col("dataset") == "crime", pl.col("state").is_in([*COUNTED_STATES]))
    return set(rows["month"])


def _outcome_names(outcome_kinds: pl.DataFrame) -> dict[str, str]:
    """The newest text of each outcome in the CSV files, which is the one the official API shows, by code."""
    return {code: labels[0] for code, labels in outcome_kinds.select("outcome", "labels").iter_rows()}


def _answers(rows: pl.DataFrame, by: str, outcome_kinds: pl.DataFrame, *, location_type: pl.Expr, location: pl.Expr) -> dict[str, bytes]:
    """The rows as lists of `Crime`, by the values of a column: each row as often as it was counted, numbered from 1 within its list."""
    if rows.is_empty():
        return {}
    before, after = _parted(
        category=_each("category", _quoted),
        location_type=location_type,
        location=location,
        context=_EMPTY,
        outcome_status=_outcome_status(_outcome_names(outcome_kinds)),
        persistent_id=_EMPTY,
        location_subtype=_EMPTY,
        month=pl.concat_str(pl.lit('"'), pl.col("month"), pl.lit('"')),
    )
    texts = rows.select(pl.col(by).alias("list"), before.alias("before"), after.alias("after"), "crimes")
    counted = texts["crimes"].to_numpy()
    each = texts if counted.max() == 1 else texts[np.repeat(np.arange(len(counted)), counted)]
    number = pl.int_range(1, pl.len() + 1).over("list").cast(pl.String)
    lists = each.select("list", pl.concat_str("before", number, "after").alias("record")).group_by("list").agg(pl.col("record").str.join(","))
    return {key: f"[{records}]".encode() for key, records in lists.iter_rows()}


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


def _quoted(text: str | None) -> str:
    return to_bytes(text).decode()


def _quoted_street(name: str | None) -> str:
    return to_bytes(f"On or near {name or ''}").decode()


def _quoted_degrees(column: str) -> pl.Expr:
    """Degrees as text of at most six decimals, without noughts at their end, in quotation marks."""
    millionths = (pl.col(column) * 1_000_000).round().cast(pl.Int64)
    whole, rest = millionths.abs() // 1_000_000, (millionths.abs() % 1_000_000).cast(pl.String).str.zfill(6)
    text = pl.concat_str(whole.cast(pl.String), pl.lit("."), rest).str.strip_chars_end("0").str.strip_chars_end(".")
    sign = pl.when(millionths < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(pl.lit('"'), sign, text, pl.lit('"'))


def _outcome_status(names: Mapping[str, str]) -> pl.Expr:
    """What became of a crime, as JSON; null where nothing is known. A code that no vocabulary has is its own text."""

    def written(outcome: str | None, age: int | None, month: str) -> str:
        if outcome is None:
            return "null"
        return to_bytes(OutcomeStatus(names.get(outcome, outcome), "" if age is None else str(Month.parse(month).plus(age)))).decode()

    def each(found: pl.Series) -> pl.Series:
        table = found.struct.unnest()
        distinct = table.unique()
        texts = distinct.with_columns(pl.Series("text", [written(*one) for one in distinct.select(_OUTCOME).iter_rows()], pl.String))
        return table.join(texts, on=_OUTCOME, how="left", nulls_equal=True, maintain_order="left")["text"]

    return pl.struct(_OUTCOME).map_batches(each, return_dtype=pl.String)
