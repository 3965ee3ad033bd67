"""Stop and search as one-way tables: what was looked for, what came of it, who was searched; small groups are not told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.figures import Figure, figure, numbers
from sitegen.artefacts.sections.charts import Spark, draw_spark
from sitegen.artefacts.sections.evidence import Evidence
from sitegen.artefacts.sections.issues import Issue, break_texts
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text.words import Words
from sitegen.rules import ANYTHING_ELSE, COUNTED_STATES, EVERY_STOP, NOT_GIVEN, STOP_FIELDS, STOP_FIELDS_OF_NEIGHBOURHOODS, THRESHOLD, stop_year


class StopRow(NamedTuple):
    """One value: `stops` as a number, or the words for too few to be told."""

    name: str
    stops: str


@dataclass(frozen=True, slots=True)
class StopTable:
    """One way of looking at the stops: `head` names the column, `about` says where the values come from and may be empty."""

    head: str
    about: str
    rows: tuple[StopRow, ...]


@dataclass(frozen=True, slots=True)
class StopMonth:
    """One month of the whole force."""

    month: str
    stops: Figure


@dataclass(frozen=True, slots=True)
class StopView:
    """The section: `missing` is a sentence where there are no figures; `spark` and `months` (newest first) are for a force's page alone."""

    missing: str
    total: str
    span: str
    tables: tuple[StopTable, ...]
    notes: tuple[str, ...]
    issues: tuple[Issue, ...]
    spark: Spark | None = None
    spark_note: str = ""
    months: tuple[StopMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Stops:
    """One force's stops, read once for all its pages: the series and the tables by neighbourhood, the whole force under None."""

    series: Mapping[str | None, Mapping[str, int]]
    unlocated: int
    tables: Mapping[str | None, Mapping[str, tuple[tuple[str, int | None], ...]]]
    names: Mapping[tuple[str, str], str]
    months: tuple[str, ...]
    supply: Supply
    force_name: str
    sentences: tuple[str, ...]
    issues: tuple[Issue, ...]

    @property
    def span(self) -> range:
        """The indexes of the months that are added up."""
        year = stop_year(self.months)
        first = self.months.index(year[0]) if year else 0
        return range(first, first + len(year))


@dataclass(frozen=True, slots=True)
class StopTables:
    """What the section is made from."""

    stop_series: pl.DataFrame
    stop_tables: pl.DataFrame
    stop_words: pl.DataFrame


def read_stops(given: StopTables, evidence: Evidence, words: Words) -> Stops:
    """One force's stops from its tables."""
    months, breaks = evidence.months, evidence.breaks
    last = stop_year(list(months))
    series: dict[str | None, dict[str, int]] = {}
    known = given.stop_series.filter(pl.col("stops").is_not_null()).sort("neighbourhood_id", "month")
    for place, month, stops in known.select("neighbourhood_id", "month", "stops").iter_rows():
        series.setdefault(place, {})[month] = stops
    tables: dict[str | None, dict[str, list[tuple[str, int | None]]]] = {}
    for place, field, value, stops in (
        given.stop_tables.sort("neighbourhood_id", "field", "position", "value").select("neighbourhood_id", "field", "value", "stops").iter_rows()
    ):
        tables.setdefault(place, {}).setdefault(field, []).append((value, stops))
    return Stops(
        series=series,
        unlocated=int(known.filter(pl.col("neighbourhood_id").is_null() & pl.col("month").is_in(last))["unlocated"].sum()),
        tables={place: {field: tuple(values) for field, values in fields.items()} for place, fields in tables.items()},
        names={(field, value): name for field, value, name in words.translated(given.stop_words).select("field", "value", "name").iter_rows()},
        months=months,
        supply=evidence.supply.stops,
        force_name=evidence.supply.force_name,
        sentences=break_texts(breaks.of("stops"), last[0], last[-1]) if last else (),
        issues=evidence.faults.touching(["stops"], last[0] if last else "", last[-1] if last else ""),
    )


def view_stops(stops: Stops, neighbourhood_id: str | None, words: Words) -> StopView:
    """The section of a neighbourhood, or with None of the whole force."""
    supplied = [index for index in stops.span if stops.supply.counted(index)]
    if not supplied:
        return StopView(_missing(stops, words), "", "", (), (), stops.issues)
    whole = neighbourhood_id is None
    known = stops.series.get(neighbourhood_id, {})
    total = sum(known.get(stops.months[index], 0) for index in supplied)
    found = stops.tables.get(neighbourhood_id, {})
    told = dict(found.get(EVERY_STOP, ())).get(EVERY_STOP, total if total >= THRESHOLD else None)
    all_supplied = all(stops.supply.states[index] == "supplied" for index in supplied)
    span = _span(stops, supplied, words)
    tables = tuple(
        _table(field, found[field], stops.names, words) for field in (STOP_FIELDS if whole else STOP_FIELDS_OF_NEIGHBOURHOODS) if field in found
    )
    notes = [*stops.sentences]
    if told is not None or tables:
        together = words.gettext(
            "Groups smaller than %(least)s are not shown, and no two columns are crossed, so that nobody can be recognised.",
            least=words.number(THRESHOLD),
        )
        notes.insert(0, together)
    if whole and (sentence := unlocated_sentence(stops, words)):
        notes.insert(0, sentence)
    return StopView(
        missing="",
        total=_total(total, told, span, words, zero=all_supplied and not total and bool(known)),
        span=span,
        tables=tables if told is not None else (),
        notes=tuple(notes),
        issues=stops.issues,
        **_force_parts(stops, words) if whole else {},  # type: ignore[arg-type]
    )


def unlocated_sentence(stops: Stops, words: Words) -> str:
    """How many of the force's stops have no location; empty where there are none or fewer than may be told."""
    if stops.unlocated < THRESHOLD:
        return ""
    return words.ngettext(
        "%(number)s stop and search has no location: it is counted for the force and in no neighbourhood.",
        "%(number)s stops and searches have no location: they are counted for the force and in no neighbourhood.",
        stops.unlocated,
    )


def _force_parts(stops: Stops, words: Words) -> dict[str, object]:
    """The months of the window as a line and as rows."""
    known = stops.series.get(None, {})
    states = stops.supply.states
    figures = [figure(_known(known.get(month), state), state) for month, state in zip(stops.months, states, strict=True)]
    rows = tuple(StopMonth(month, one) for month, one in zip(stops.months, figures, strict=True))
    note = words.gettext("Each month from %(months)s. Hatched: no figure.", months=words.months(stops.months[0], stops.months[-1]))
    return {"spark": draw_spark(numbers(figures)) if len(rows) > 1 else None, "spark_note": note, "months": rows[::-1]}


def _known(stops: int | None, state: str) -> int | None:
    return None if stops is None or state not in COUNTED_STATES or (stops == 0 and state != "supplied") else stops


def _total(total: int, told: int | None, span: str, words: Words, *, zero: bool) -> str:
    if zero:
        return words.gettext("No stop and search was recorded here in %(span)s.", span=span)
    if told is None:
        return words.gettext("Fewer than %(least)s stops and searches were recorded here in %(span)s.", least=words.number(THRESHOLD), span=span)
    return words.ngettext(
        "%(number)s stop and search was recorded in %(span)s.", "%(number)s stops and searches were recorded in %(span)s.", told, span=span
    )


def _span(stops: Stops, supplied: Sequence[int], words: Words) -> str:
    """The months added up: `the 12 months to June 2025`, or how many of them were supplied."""
    last = words.month(stops.months[stops.span[-1]])
    if len(supplied) < len(stops.span):
        return words.ngettext(
            "the %(number)s month supplied of the %(all)s to %(last)s",
            "the %(number)s months supplied of the %(all)s to %(last)s",
            len(supplied),
            all=words.number(len(stops.span)),
            last=last,
        )
    return words.ngettext("the %(number)s month to %(last)s", "the %(number)s months to %(last)s", len(supplied), last=last)


def _missing(stops: Stops, words: Words) -> str:
    """Why there is no number; the states of the months looked at decide."""
    states = {stops.supply.states[index] for index in stops.span}
    reasons = {stops.supply.reasons[index] for index in stops.span}
    values = {"force": stops.force_name, "months": words.months(stops.months[stops.span[0]], stops.months[stops.span[-1]]) if stops.months else ""}
    whole_window = set(stops.supply.evidence) <= {("not_supplied", None), ("not_in_copy", "not-in-this-copy")}
    sentences = (
        (states == {"never"}, words.gettext("%(force)s does not publish stop and search.", **values)),
        (states == {"not_applicable"}, words.gettext("Stop and search was not yet published in %(months)s.", **values)),
        ("withheld" in states, words.gettext("%(force)s has withheld stop and search for %(months)s, so there is no number to show.", **values)),
        (
            reasons == {"not-in-this-copy"},
            words.gettext("No figures for stop and search by %(force)s for %(months)s were given to this copy of the site.", **values),
        ),
        (whole_window, words.gettext("No file of stop and search from %(force)s is in this copy of the site.", **values)),
        (states == {"not_yet"}, words.gettext("Stop and search for %(months)s has not arrived yet.", **values)),
        (True, words.gettext("%(force)s supplied no stop and search for %(months)s, so there is no number to show.", **values)),
    )
    return next(sentence for is_so, sentence in sentences if is_so)


def _table(field: str, values: Sequence[tuple[str, int | None]], names: Mapping[tuple[str, str], str], words: Words) -> StopTable:
    head, about = _heads(words).get(field, (field.replace("-", " ").capitalize(), ""))
    few = words.gettext("fewer than %(least)s", least=words.number(THRESHOLD))
    rows = tuple(StopRow(_name(field, value, names, words), few if stops is None else words.number(stops)) for value, stops in values)
    return StopTable(head, about, rows)


def _name(field: str, value: str, names: Mapping[tuple[str, str], str], words: Words) -> str:
    if value == ANYTHING_ELSE:
        return words.gettext("Anything else")
    if value == NOT_GIVEN:
        return words.gettext("Not given")
    return names.get((field, value)) or value.replace("-", " ").capitalize()


@cache
def _heads(words: Words) -> dict[str, tuple[str, str]]:
    return {
        "object": (words.gettext("What the officer was looking for"), ""),
        "outcome": (words.gettext("What came of the search"), words.gettext("Not given does not mean that nothing was done.")),
        "legislation": (words.gettext("The law used"), ""),
        "kind": (words.gettext("Who or what was searched"), ""),
        "age": (words.gettext("Age"), ""),
        "gender": (words.gettext("Gender"), ""),
        "officer-ethnicity": (words.gettext("Ethnicity, as the officer recorded it"), ""),
        "self-ethnicity": (words.gettext("Ethnicity, as the person said"), ""),
    }
