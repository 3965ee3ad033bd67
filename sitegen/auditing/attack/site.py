"""What a release tells of stops attacked, alone or together with the release before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass

import polars as pl

from sitegen.auditing.attack.published import Published
from sitegen.auditing.attack.system import BOTH, ENTERED, LEFT, ONE_RELEASE, REST, Blocks, Told, field_table
from sitegen.auditing.attack.table import ContradictionError
from sitegen.auditing.attack.widths import NARROW, field_widths, hidden_widths
from sitegen.rules import EVERY_STOP, STOP_FIELDS_OF_NEIGHBOURHOODS
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS


@dataclass(frozen=True, slots=True)
class AttackReport:
    """What an attacker can learn: the table `widths`, and what contradicts itself.

    `contradictions` are fields that no counts fit, and pages that tell other numbers than their figures: (force, field or path), sorted.
    """

    widths: pl.DataFrame
    contradictions: tuple[tuple[str, str], ...]
    pages: Mapping[tuple[str, str | None], str]
    """The page of a force, under None, or of its neighbourhood."""

    @property
    def leaks(self) -> pl.DataFrame:
        """The hidden numbers that are too well known."""
        return self.widths.filter(pl.col("verdict") == NARROW)

    @property
    def holds(self) -> bool:
        """Whether nothing is too well known, and nothing contradicts anything."""
        return self.leaks.is_empty() and not self.contradictions

    @property
    def distribution(self) -> pl.DataFrame:
        """The table `hidden_widths` of the numbers hidden by each force, sorted by force; a force without any has no row.

        `cells` are those that have to stay as open as the threshold says, and no certainty about them is harmless. Numbers of places with fewer
        stops than that are bound by their total without any attack: they are `few`; `leaks` has the narrow ones of those as well.
        """
        return hidden_widths(self.widths)


@dataclass(frozen=True, slots=True)
class Question:
    """One field of one force: what each release tells of it, newer first."""

    force_id: str
    field: str
    told: tuple[Told, ...]
    blocks: Blocks


def attack_stops(newer: Published, older: Published | None = None, *, executor: Executor | None = None) -> AttackReport:
    """Attack what a release tells of stops, and with `older` what it and the release before tell together.

    Fields of which the release before tells nothing are attacked alone.
    """
    asked = list(questions(newer, older))
    answers = executor.map(answer, asked) if executor else map(answer, asked)
    widths = [pl.DataFrame(schema=ATTACK_SCHEMAS["widths"].types)]
    wrong = {*newer.strays, *_told_twice(newer)}
    for question, found in zip(asked, answers, strict=True):
        if found is None:
            wrong.add((question.force_id, question.field))
        else:
            widths.append(found)
    keys = ATTACK_SCHEMAS["widths"].sort
    # What is asked of a release alone and of two together is told as it is known best.
    best = pl.concat(widths).sort(*keys, "width", nulls_last=True).unique(keys, keep="first", maintain_order=True)
    pages = newer.told.select("force_id", "neighbourhood_id", "page").unique().sort("force_id", "neighbourhood_id", "page")
    return AttackReport(best, tuple(sorted(wrong)), {(force, place): page for force, place, page in pages.iter_rows()})


def answer(question: Question) -> pl.DataFrame | None:
    """The widths of one field for whoever thinks that only the force itself searched in its places or, where that cannot be, for others.

    None where no counts fit either way.
    """
    for by_others in (False, True):
        with suppress(ContradictionError):
            return field_widths(question.force_id, question.field, field_table(question.told, question.blocks, by_others=by_others))
    return None


def questions(newer: Published, older: Published | None = None) -> Iterator[Question]:
    """Every field of every force that the newer release tells, alone and then with the older one, where that tells something else.

    By force and field.
    """
    for force, field in newer.told.filter(pl.col("field") != EVERY_STOP).select("force_id", "field").unique().sort("force_id", "field").iter_rows():
        rows = _rows(newer, force, field)
        yield Question(force, field, (_told(newer, force, field, rows),), ONE_RELEASE)
        if older is not None and not _tables(older, force, field).is_empty():
            both = sorted({*rows} & {*_rows(older, force, field)})
            told = tuple(_told(one, force, field, both) for one in (newer, older))
            blocks = _blocks(newer, older, force, both)
            if blocks.of_release != ((BOTH,), (BOTH,)) or not _is_same(*told):
                yield Question(force, field, told, blocks)


def _told_twice(site: Published) -> Iterator[tuple[str, str]]:
    """Force and field of numbers that two files tell differently."""
    numbers = site.told.group_by("force_id", "neighbourhood_id", "field", "value").agg(pl.col("stops").n_unique())
    yield from numbers.filter(pl.col("stops") > 1).select("force_id", "field").unique().iter_rows()


def _is_same(one: Told, other: Told) -> bool:
    """Whether two releases tell the same, so that both together tell no more than one."""
    return one.cells.sort(pl.all()).equals(other.cells.sort(pl.all())) and (one.columns, one.totals, one.whole) == (
        other.columns,
        other.totals,
        other.whole,
    )


def _tables(site: Published, force: str, field: str) -> pl.DataFrame:
    return site.told.filter(pl.col("force_id") == force, pl.col("field") == field, pl.col("stops").is_not_null())


def _totals(site: Published, force: str) -> dict[str, int]:
    """The year's stops of every neighbourhood: as its figures say or, where they do not, as the tiles add up."""
    of_tiles = site.places.filter(pl.col("force_id") == force, pl.col("month").is_in(site.located.get(force, ())))
    totals = dict(of_tiles.group_by("neighbourhood_id").agg(pl.col("stops").sum()).sort("neighbourhood_id").iter_rows())
    said = _tables(site, force, EVERY_STOP).filter(pl.col("neighbourhood_id").is_not_null())
    return {**totals, **dict(said.select("neighbourhood_id", "stops").iter_rows())}


def _rows(site: Published, force: str, field: str) -> list[str]:
    """Neighbourhoods of which no two share a stop: those with a table, then the others, fewest stops first; none of a field of the force alone."""
    with_table = set(_tables(site, force, field)["neighbourhood_id"].drop_nulls())
    totals = _totals(site, force) if with_table or field in STOP_FIELDS_OF_NEIGHBOURHOODS else {}
    shares: dict[str, set[str]] = {}
    for one, other in site.shared.filter(pl.col("force_id") == force).select("neighbourhood_id", "other").iter_rows():
        shares.setdefault(one, set()).add(other)
    taken: list[str] = []
    for place in sorted({*totals, *with_table}, key=lambda place: (place not in with_table, totals.get(place, 0), place)):
        if shares.get(place, set()).isdisjoint(taken):
            taken.append(place)
    return sorted(taken)


def _told(site: Published, force: str, field: str, rows: list[str]) -> Told:
    tables = _tables(site, force, field)
    placed = tables.filter(pl.col("neighbourhood_id").is_in(rows))
    columns = dict(tables.filter(pl.col("neighbourhood_id").is_null()).select("value", "stops").sort("value").iter_rows())
    totals = {place: stops for place, stops in _totals(site, force).items() if place in rows}
    in_span = site.months.filter(pl.col("force_id") == force, pl.col("month").is_in(site.spans.get(force, ())))
    cells = placed.select(place="neighbourhood_id", value="value", stops=pl.col("stops").cast(pl.Int64))
    return Told(cells, columns or None, totals, int(in_span["stops"].sum()) if in_span.height else None)


def _blocks(newer: Published, older: Published, force: str, rows: list[str]) -> Blocks:
    """The months that only one release has, or that changed in between, and those that both have alike."""
    spans = [set(site.spans[force]) for site in (newer, older)]
    months = [_by_month(site, force, rows) for site in (newer, older)]
    same = {month for month in spans[0] & spans[1] if months[0].get(month) == months[1].get(month)}
    parts: Mapping[int, tuple[dict[str, dict[str, int]], set[str]]] = {
        BOTH: (months[0], same),
        ENTERED: (months[0], spans[0] - same),
        LEFT: (months[1], spans[1] - same),
    }
    used = {block: part for block, part in parts.items() if part[1]}
    releases = tuple(tuple(block for block in own if block in used) for own in ((BOTH, ENTERED), (BOTH, LEFT)))
    totals = {
        (place, block): sum(by_month.get(month, {}).get(place, 0) for month in own)
        for block, (by_month, own) in used.items()
        for place in [*rows, REST]
    }
    return Blocks(releases, totals)


def _by_month(site: Published, force: str, rows: list[str]) -> dict[str, dict[str, int]]:
    """By month the stops of each row and, under `REST`, of the whole force."""
    located = site.places.filter(pl.col("force_id") == force, pl.col("neighbourhood_id").is_in(rows), pl.col("month").is_in(site.located[force]))
    found: dict[str, dict[str, int]] = {}
    for place, month, stops in located.select("neighbourhood_id", "month", "stops").iter_rows():
        found.setdefault(month, {})[place] = stops
    for month, stops in site.months.filter(pl.col("force_id") == force).select("month", "stops").iter_rows():
        found.setdefault(month, {})[REST] = stops
    return found
