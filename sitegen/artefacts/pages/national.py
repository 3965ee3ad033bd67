"""The page of all forces together: totals and trends of those that supplied, forces A to Z, and a map of their areas."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl
import shapely

from sitegen import urls
from sitegen.artefacts.lists.places import alphabetical, force_names
from sitegen.artefacts.maps.area_labels import NARROW, WIDE, AreaLabel, LabelledArea, label_areas, numbers_of
from sitegen.artefacts.maps.frame import shapes_in_pixels
from sitegen.artefacts.maps.squares import SquaresMap, bake_squares
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.coverage_states import STATES
from sitegen.artefacts.sections.crime_view import CrimeView, view_crime
from sitegen.artefacts.sections.evidence import Evidence, ForceSupply
from sitegen.artefacts.sections.issues import ALL_FORCES, Breaks, read_breaks, read_faults
from sitegen.artefacts.sections.rates_view import RatesView, view_rates
from sitegen.artefacts.sections.series import read_categories, read_monthly
from sitegen.artefacts.sections.year_change_view import year_sentences
from sitegen.artefacts.supply import Supply, read_supply
from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES, FORCES_LEAST, NOT_PROMISED, TOTAL
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP


class MonthSum(NamedTuple):
    """What all forces recorded of one data set in a month, and in words how many supplied it; empty texts where nobody did."""

    number: str
    forces: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month: crime and antisocial behaviour, each with the forces that supplied it."""

    month: str
    crime: MonthSum
    asb: MonthSum


@dataclass(frozen=True, slots=True)
class Counted:
    """Which forces a total holds: a sentence, and the names under what each supplied, `Not supplied: …`."""

    sentence: str
    forces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForcesMap:
    """The outlines of the forces' areas with labels for wide screens and for narrow ones; `is_numbered`: some are numbers of the list."""

    drawn: SquaresMap
    wide: tuple[AreaLabel, ...]
    narrow: tuple[AreaLabel, ...]
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class NationalView:
    """The whole page; `counted` says for each data set which forces are in the totals of the first part, and what became of the others.

    `year` compares the newest year of the forces that have it with the one before, and names those left out; empty where there are no two years.
    `promised`: there is a page of what was promised to neighbourhoods.
    """

    month: str
    lede: str
    crime: CrimeView | None
    counted: tuple[Counted, ...]
    year: tuple[str, ...]
    months: tuple[MonthLine, ...]
    forces: tuple[tuple[str, str], ...]
    rates: RatesView | None
    map: ForcesMap | None
    promised: bool


@dataclass(frozen=True, slots=True)
class NationalTables:
    """What the page of all forces is made from."""

    forces: pl.DataFrame
    force_areas: pl.DataFrame
    force_series: pl.DataFrame
    force_rates: pl.DataFrame
    categories: pl.DataFrame
    coverage: pl.DataFrame
    breaks: pl.DataFrame
    known_issues: pl.DataFrame
    national_year_changes: pl.DataFrame


def make(*, context: PageContext, tables: NationalTables) -> Iterator[tuple[str, bytes]]:
    """The page; nothing where the site has one force alone. British Transport Police stay apart from every total."""
    renderer, months = context.renderer(), context.months
    words = renderer.words
    found = {force_id: name for force_id, name in force_names(words.translated(tables.forces)).items() if force_id != BTP}
    if len(found) < FORCES_LEAST:
        return
    names = {one: found[one] for one in sorted(found, key=lambda one: (alphabetical(found[one]), one))}
    supplied = {dataset: {one: read_supply(tables.coverage, one, dataset, months) for one in names} for dataset in ("crime", "asb")}
    crime = _crime(tables, supplied, months, words)
    path = urls.page("forces")
    view = NationalView(
        month=context.newest,
        lede=_lede(supplied["crime"], months, words),
        crime=crime,
        counted=_counted(supplied, names, words) if crime else (),
        year=year_lines(tables.national_year_changes, names, words),
        months=_months(tables.force_series, supplied, months, words),
        forces=tuple((name, urls.force(one)) for one, name in names.items()),
        rates=view_rates(tables.force_rates, names, None, words),
        map=_map(tables.force_areas, names),
        promised=bool(months) and len(set(names) - NOT_PROMISED) >= FORCES_LEAST,
    )
    yield renderer.at(path), renderer.render("pages/forces.html", path, view)


def _crime(tables: NationalTables, supplied: Mapping[str, Mapping[str, Supply]], months: Sequence[str], words: Words) -> CrimeView | None:
    """The figures of the forces that supplied the newest month, added up; None where none did."""
    members = {dataset: _members(found, months) for dataset, found in supplied.items()}
    if not any(members.values()):
        return None
    together = words.gettext("The forces counted here")
    supply = ForceSupply(
        together,
        crime=_together([supplied["crime"][one] for one in members["crime"]], months),
        asb=_together([supplied["asb"][one] for one in members["asb"]], months),
        outcomes=_together([], months),
        stops=_together([], months),
        shown=len(months) - 1,
    )
    is_asb = pl.col("category") == ASB
    series = _added(tables.force_series.filter(pl.when(is_asb).then(_of(members["asb"])).otherwise(_of(members["crime"]))))
    # A force may have no row of a category that others have: that it gave nothing is known by the state of the month alone.
    is_counted = pl.when(is_asb).then(_in_counted(supply.asb, months)).otherwise(_in_counted(supply.crime, months))
    series = series.with_columns(pl.when(is_counted).then("crimes").alias("crimes"))
    known = read_categories(words.translated(tables.categories), series)
    monthly = read_monthly(series, by="place", column="crimes", months=months, categories=known, crime=supply.crime, asb=supply.asb)
    if "" not in monthly:
        return None
    evidence = Evidence(
        months=tuple(months),
        supply=supply,
        breaks=_breaks_of(words.translated(tables.breaks), set().union(*members.values())),
        faults=read_faults(tables.known_issues, ALL_FORCES, words.language),
    )
    return view_crime(monthly[""], known, evidence, place=together, words=words, of="forces")


def year_lines(changes: pl.DataFrame, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """The sentences on crime and on antisocial behaviour, each with the forces that are not in it; empty where no two years have enough forces."""
    found = []
    for row in changes.filter(pl.col("category").is_in([TOTAL, ASB])).sort(pl.col("category") != TOTAL).iter_rows(named=True):
        counted = set(row["forces"].split())
        together = words.ngettext("%(number)s force together", "%(number)s forces together", len(counted))
        (sentence,) = year_sentences({row["category"]: row}, together, words)
        absent = [name for one, name in names.items() if one not in counted]
        left_out = words.gettext("Left out, as they cannot be compared over both years: %(forces)s.", forces=words.list(absent)) if absent else ""
        found.append(f"{sentence} {left_out}".rstrip())
    return tuple(found)


def _members(found: Mapping[str, Supply], months: Sequence[str]) -> tuple[str, ...]:
    """The forces that supplied the newest month: the same forces are added up in every month, so that a line compares like with like."""
    return tuple(force_id for force_id, supply in found.items() if months and supply.counted(len(months) - 1))


def _together(supplies: Sequence[Supply], months: Sequence[str]) -> Supply:
    """What several forces supplied together: a month that one of them did not supply is missing for all, for a sum without it is another sum."""

    def state(index: int) -> str:
        states = {one.states[index] for one in supplies}
        if not supplies or not states <= COUNTED_STATES:
            return "not_supplied"
        return "supplied" if states == {"supplied"} else "supplied_partial"

    return Supply(tuple(state(index) for index in range(len(months))), (None,) * len(months))


def _of(force_ids: Sequence[str]) -> pl.Expr:
    return pl.col("force_id").is_in(list(force_ids))


def _in_counted(supply: Supply, months: Sequence[str]) -> pl.Expr:
    return pl.col("month").is_in([month for month, state in zip(months, supply.states, strict=True) if state in COUNTED_STATES])


def _added(series: pl.DataFrame) -> pl.DataFrame:
    """The counts of all forces by month and category; not known where it is not known of one of them."""
    return (
        series.group_by("month", "category")
        .agg(pl.when(pl.col("crimes").null_count() == 0).then(pl.col("crimes").cast(pl.Int64).sum()).alias("crimes"))
        .with_columns(pl.lit("").alias("place"))
        .sort("month", "category")
    )


def _breaks_of(breaks: pl.DataFrame, force_ids: Collection[str]) -> Breaks:
    """The changes of definition of the sum: those of every force, and those of any force that is in it."""
    rows = [row for one in sorted(force_ids) for row in read_breaks(breaks, one).of_totals().rows]
    return Breaks(tuple(sorted(dict.fromkeys(rows), key=lambda row: (row.month, row.dataset, row.category, row.text))))


def _lede(crime: Mapping[str, Supply], months: Sequence[str], words: Words) -> str:
    known = words.ngettext("This site has %(number)s police force.", "This site has %(number)s police forces.", len(crime))
    if not months:
        return known
    month, states = words.month(months[-1]), [supply.states[-1] for supply in crime.values()]
    whole, part = states.count("supplied"), states.count("supplied_partial")
    if whole == len(states):
        return f"{known} " + words.gettext("All supplied crime data for %(month)s.", month=month)
    if not whole + part:
        return f"{known} " + words.gettext("None of them supplied crime data for %(month)s.", month=month)
    sentence = words.ngettext(
        "%(number)s of them supplied crime data for %(month)s.", "%(number)s of them supplied crime data for %(month)s.", whole + part, month=month
    )
    if part:
        sentence += " " + words.ngettext("%(number)s did so in part.", "%(number)s did so in part.", part)
    return f"{known} {sentence}"


def _counted(supplied: Mapping[str, Mapping[str, Supply]], names: Mapping[str, str], words: Words) -> tuple[Counted, ...]:
    """For each data set the forces in its total and what became of the others; both together where every force did the same with both."""
    newest = {dataset: {one: found[one].states[-1] for one in names} for dataset, found in supplied.items()}
    if newest["crime"] == newest["asb"]:
        return (_counted_of(words.gettext("Crime and antisocial behaviour"), newest["crime"], names, words),)
    return (
        _counted_of(words.gettext("Crime"), newest["crime"], names, words),
        _counted_of(words.gettext("Antisocial behaviour"), newest["asb"], names, words),
    )


def _counted_of(data: str, states: Mapping[str, str], names: Mapping[str, str], words: Words) -> Counted:
    by_state: dict[str, list[str]] = {}
    for force_id, name in names.items():
        by_state.setdefault(states[force_id], []).append(name)
    counted = sum(len(by_state.get(state, [])) for state in COUNTED_STATES)
    lines = [f"{_capital(words.state(state))}: {words.list(by_state[state])}." for state in STATES if state in by_state]
    sentence = words.gettext(
        "%(data)s: the total holds %(number)s of %(all)s forces.", data=data, number=words.number(counted), all=words.number(len(names))
    )
    return Counted(sentence, tuple(lines))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _months(series: pl.DataFrame, supplied: Mapping[str, Mapping[str, Supply]], months: Sequence[str], words: Words) -> tuple[MonthLine, ...]:
    """Every month, newest first, with all forces that supplied it: their number changes, so the lines are not to be compared."""
    is_asb = pl.col("category") == ASB
    sums = {
        month: (crimes, asb)
        for month, crimes, asb in series.filter(pl.col("force_id") != BTP)
        .group_by("month")
        .agg(pl.col("crimes").filter(~is_asb).cast(pl.Int64).sum().alias("crimes"), pl.col("crimes").filter(is_asb).cast(pl.Int64).sum().alias("asb"))
        .iter_rows()
    }

    def line(index: int) -> MonthLine:
        crimes, asb = sums.get(months[index], (0, 0))
        return MonthLine(months[index], _month_sum(crimes, supplied["crime"], index, words), _month_sum(asb, supplied["asb"], index, words))

    return tuple(line(index) for index in reversed(range(len(months))))


def _month_sum(number: int, supplied: Mapping[str, Supply], index: int, words: Words) -> MonthSum:
    states = [supply.states[index] for supply in supplied.values()]
    part = states.count("supplied_partial")
    counted = states.count("supplied") + part
    if not counted or (not number and part == counted):
        return MonthSum("", "")
    values = {"number": words.number(counted), "all": words.number(len(states))}
    if part:
        forces = words.gettext("%(number)s of %(all)s forces, %(part)s of them in part", part=words.number(part), **values)
    else:
        forces = words.gettext("%(number)s of %(all)s forces", **values)
    return MonthSum(words.number(number), forces)


def _map(force_areas: pl.DataFrame, names: Mapping[str, str]) -> ForcesMap | None:
    """The outlines of the forces' areas with their names, or their numbers in the order of `names`; None where no area is known."""
    areas = force_areas.filter(pl.col("force_id").is_in(list(names))).rename({"force_id": "neighbourhood_id"})
    none = pl.DataFrame(schema=SCHEMAS["force_basemap"].types)
    drawn = bake_squares(area=None, boundaries=areas, names={}, crimes=None, force_basemap=none) if areas.height else None
    if drawn is None:
        return None
    numbers = {force_id: number for number, force_id in enumerate(names, start=1)}
    shaped = areas.filter(pl.col("geometry").is_not_null())
    shapes = shapes_in_pixels(shaped["geometry"].to_numpy())
    x, y = drawn.frame.place(*shapely.get_coordinates(shapely.point_on_surface(shapes)).T)
    found = zip(shaped["neighbourhood_id"], shapely.area(shapes).tolist(), x.tolist(), y.tolist(), strict=True)
    largest = sorted(found, key=lambda one: (-one[1], one[0]))
    labelled = [LabelledArea(names[force_id], numbers[force_id], across, down) for force_id, _, across, down in largest]
    wide, narrow = (label_areas(labelled, (drawn.frame.width, drawn.frame.height), type_size) for type_size in (WIDE, NARROW))
    by_number = {number: names[force_id] for force_id, number in numbers.items()}
    return ForcesMap(drawn, wide, narrow, bool(numbers_of(wide, by_number) | numbers_of(narrow, by_number)))
