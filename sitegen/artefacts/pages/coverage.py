"""The coverage page: what each force supplied for each month, known faults, where the files came from, and rows set aside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.components import CoverageCell, CoverageForce, CoverageRow
from sitegen.artefacts.sections.coverage_states import STATES, explained, is_absent
from sitegen.artefacts.sections.file_quality import FileTables, file_quality
from sitegen.artefacts.sections.issues import Issue, issue_of
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.supply_words import (
    QUALITY_DATASETS,
    dataset_label,
    dataset_name,
    fetched_dataset_name,
    kind_name,
    located_sentences,
    quality_dataset_name,
    quality_reason,
    supply_sentences,
)
from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES, DATASETS


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """A fault somebody has stated, and the months it touches."""

    issue: Issue
    span: str


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """The files of one dataset that came from one release; `release` empty for month folders."""

    force: str
    dataset: str
    release: str
    older: bool
    months: str
    files: int


@dataclass(frozen=True, slots=True)
class QualityLine:
    """Rows of all files of one dataset that met one fate, and in how many files."""

    dataset: str
    fate: str
    reason: str
    rows: int
    files: int


@dataclass(frozen=True, slots=True)
class FetchedLine:
    """The files of one dataset that came from one publisher; `page` may be empty."""

    dataset: str
    publisher: str
    licence: str
    page: str
    files: int
    last: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The whole page; `absent` are datasets that this copy was given no file of, `silent` forces without any crime data."""

    first_month: str
    last_month: str
    months: tuple[str, ...]
    missing_now: tuple[str, ...]
    silent: tuple[str, ...]
    absent: tuple[str, ...]
    forces: tuple[CoverageForce, ...]
    states: tuple[str, ...]
    issues: tuple[KnownIssue, ...]
    supply: tuple[SupplyLine, ...]
    fetched: tuple[FetchedLine, ...]
    quality: tuple[QualityLine, ...]


@dataclass(frozen=True, slots=True)
class CoverageTables:
    """What the coverage page is made from."""

    forces: pl.DataFrame
    coverage: pl.DataFrame
    provenance: pl.DataFrame
    known_issues: pl.DataFrame
    located_shares: pl.DataFrame
    files: FileTables


def make(*, context: PageContext, tables: CoverageTables) -> Iterator[tuple[str, bytes]]:
    """The coverage page."""
    renderer = context.renderer()
    quality = file_quality(tables.files, context.months)
    path = urls.page("coverage")
    yield renderer.at(path), renderer.render("pages/coverage.html", path, view_coverage(tables, quality, context.months, renderer.words))


def view_coverage(tables: CoverageTables, quality: pl.DataFrame, months: Sequence[str], words: Words) -> CoverageView:
    """What the page shows of the window's months; forces in order of name."""
    coverage, supply, located_shares = tables.coverage, tables.files.supply, tables.located_shares
    names = dict(sorted(force_names(words.translated(tables.forces)).items(), key=lambda entry: entry[1]))
    window = coverage.filter(pl.col("month").is_in(list(months)))
    given = [name for name in DATASETS if not is_absent(window, name)]
    supplied: dict[tuple[object, ...], tuple[tuple[str, str | None], ...]] = {
        (force_id, dataset): tuple(found.sort("month").select("state", "reason").iter_rows())
        for (force_id, dataset), found in window.partition_by("force_id", "dataset", as_dict=True).items()
    }
    states = {key: tuple(state for state, _ in found) for key, found in supplied.items()}
    issues = {force_id: _issues_of(tables.known_issues, force_id, months, given) for force_id in ["all", *names]}
    shares = dict(located_shares.partition_by("force_id", as_dict=True).items())
    grid = tuple(
        CoverageForce(
            name,
            urls.force(force_id),
            (
                *supply_sentences(
                    words,
                    {dataset: supplied[force_id, dataset] for dataset in given if (force_id, dataset) in supplied},
                    months,
                    explained(window, force_id),
                ),
                *located_sentences(words, shares.get((force_id,), located_shares.clear())),
            ),
            tuple(_row(words, dataset, states[force_id, dataset], months) for dataset in given if (force_id, dataset) in states),
        )
        for force_id, name in names.items()
    )
    seen = {state for (_, dataset), found in states.items() if dataset in given for state in found}
    silent = [
        name
        for force_id, name in names.items()
        if (found := set(states.get((force_id, "crime"), ())) - {"not_in_copy"}) and COUNTED_STATES.isdisjoint(found)
    ]
    return CoverageView(
        first_month=months[0] if months else "",
        last_month=months[-1] if months else "",
        months=tuple(months),
        missing_now=tuple(
            name
            for force_id, name in names.items()
            if name not in silent and (force_id, "crime") in states and states[force_id, "crime"][-1] not in {*COUNTED_STATES, "not_in_copy"}
        ),
        silent=tuple(silent),
        absent=tuple(dataset_name(words, dataset) for dataset in DATASETS if dataset not in given),
        forces=grid,
        states=tuple(state for state in STATES if state in seen),
        issues=tuple(_issue(words, row) for rows in issues.values() for row in rows.iter_rows(named=True)),
        supply=_supply_lines(words, supply.filter(pl.col("month").is_in(list(months))), names),
        fetched=tuple(_fetched_line(words, row) for row in tables.provenance.iter_rows(named=True)),
        quality=_quality_lines(words, quality),
    )


def _row(words: Words, dataset: str, states: Sequence[str], months: Sequence[str]) -> CoverageRow:
    cells = tuple(CoverageCell(month, state) for month, state in zip(months, states, strict=True))
    return CoverageRow(dataset_label(words, dataset), cells)


def _issues_of(known_issues: pl.DataFrame, force_id: str, months: Sequence[str], datasets: Sequence[str]) -> pl.DataFrame:
    """The issues of a force that touch a month of the window, a sentence said of several datasets once; none without a window."""
    if not months:
        return known_issues.clear()
    return (
        known_issues.filter(
            pl.col("force_id") == force_id,
            pl.col("dataset").is_in(list(datasets)),
            pl.col("first_month") <= months[-1],
            pl.col("last_month").is_null() | (pl.col("last_month") >= months[0]),
        )
        .sort("force_id", "dataset", "first_month", "text")
        .unique("text", keep="first", maintain_order=True)
    )


def _issue(words: Words, row: Mapping[str, str | None]) -> KnownIssue:
    first, last = row["first_month"] or "", row["last_month"]
    span = words.months(first, last) if last else words.gettext("since %(month)s", month=words.month(first))
    return KnownIssue(issue_of(row, words.language), span)


def _supply_lines(words: Words, supply: pl.DataFrame, names: Mapping[str, str]) -> tuple[SupplyLine, ...]:
    grouped = supply.group_by("force_id", "dataset", "release", "older_release").agg(pl.col("month").unique().sort(), pl.len().alias("files"))
    lines = [
        SupplyLine(names.get(force_id, force_id), quality_dataset_name(words, dataset), release or "", older, month_runs(words, months), files)
        for force_id, dataset, release, older, months, files in grouped.sort(
            "force_id", "dataset", "release", "older_release", nulls_last=True
        ).iter_rows()
    ]
    return tuple(sorted(lines, key=lambda line: line.force))


def _fetched_line(words: Words, row: Mapping[str, str | int]) -> FetchedLine:
    dataset = fetched_dataset_name(words, str(row["dataset"]))
    return FetchedLine(dataset, str(row["publisher"]), str(row["licence"]), str(row["page"]), int(row["files"]), str(row["last_got"]))


def _quality_lines(words: Words, quality: pl.DataFrame) -> tuple[QualityLine, ...]:
    """Counted rows first, then those set aside, then those with a note; within each the most frequent reason first."""
    grouped = quality.group_by("dataset", "kind", "reason").agg(
        pl.col("rows").cast(pl.Int64).sum(), pl.col("file").filter(pl.col("rows") > 0).n_unique().alias("files")
    )
    order = {name: place for place, name in enumerate(QUALITY_DATASETS)}
    kinds = {"counted": 0, "set-aside": 1, "noted": 2}
    rows = sorted(grouped.rows(), key=lambda row: (order.get(row[0], 9), row[0], kinds.get(row[1], 9), -row[3], row[2]))
    return tuple(
        QualityLine(quality_dataset_name(words, dataset), kind_name(words, kind), quality_reason(words, reason), count, files)
        for dataset, kind, reason, count, files in rows
    )
