"""The page of all forces together: totals and trends of those that supplied, forces A to Z, and a map of their areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.figures import COUNTED_STATES
from sitegen.artefacts.maps.squares import SquaresMap, bake_squares
from sitegen.artefacts.pages.crime_view import CrimeView, ForceSupply, view_crime
from sitegen.artefacts.pages.issues import ALL_FORCES, read_breaks, read_faults
from sitegen.artefacts.pages.rates_view import RatesView, view_rates
from sitegen.artefacts.pages.render import make_renderer
from sitegen.artefacts.pages.series import Supply, read_categories, read_monthly, read_supply
from sitegen.artefacts.pages.words import Words
from sitegen.artefacts.places import alphabetical, force_names
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, BTP, SOURCE_LANGUAGE

_LEAST = 2
"""Forces below which there is nothing to add up, and no page."""


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month: how many forces supplied crime, and what they recorded; empty texts where nobody did."""

    month: str
    forces: str
    crimes: str
    asb: str


@dataclass(frozen=True, slots=True)
class NationalView:
    """The whole page; `counted` names the forces in every total of the first part, `left_out` those of the site that are not."""

    month: str
    lede: str
    crime: CrimeView | None
    counted: tuple[str, ...]
    left_out: str
    months: tuple[MonthLine, ...]
    forces: tuple[tuple[str, str], ...]
    rates: RatesView | None
    map: SquaresMap | None


def make(
    *,
    templates: tuple[RawFile, ...],
    locales: tuple[RawFile, ...],
    asset_paths: pl.DataFrame,
    forces: pl.DataFrame,
    force_areas: pl.DataFrame,
    force_series: pl.DataFrame,
    force_rates: pl.DataFrame,
    categories: pl.DataFrame,
    coverage: pl.DataFrame,
    breaks: pl.DataFrame,
    known_issues: pl.DataFrame,
    site: Mapping[str, object],
    months: list[str],
    language: str = SOURCE_LANGUAGE,
) -> Iterator[tuple[str, bytes]]:
    """The page; nothing where the site has one force alone. British Transport Police stay apart from every total."""
    renderer = make_renderer(templates=templates, locales=locales, asset_paths=asset_paths, site=site, language=language)
    words = renderer.words
    forces, categories, breaks = (words.translated(vocabulary) for vocabulary in (forces, categories, breaks))
    names = {force_id: name for force_id, name in force_names(forces).items() if force_id != BTP}
    if len(names) < _LEAST:
        return
    supplied = {dataset: {one: read_supply(coverage, one, dataset, months) for one in names} for dataset in ("crime", "asb")}
    members = {dataset: _members(found, months) for dataset, found in supplied.items()}
    counted = members["crime"] or members["asb"]
    crime = None
    if counted:
        supply = ForceSupply(
            words.ngettext("The %(number)s force counted here", "The %(number)s forces counted here", len(counted)),
            crime=_together([supplied["crime"][one] for one in members["crime"]], months),
            asb=_together([supplied["asb"][one] for one in members["asb"]], months),
            outcomes=_together([], months),
            stops=_together([], months),
            shown=len(months) - 1,
        )
        is_asb = pl.col("category") == ASB
        series = _added(force_series.filter(pl.when(is_asb).then(_of(members["asb"])).otherwise(_of(members["crime"]))))
        known = read_categories(categories, series)
        monthly = read_monthly(series, by="place", column="crimes", months=months, categories=known, crime=supply.crime, asb=supply.asb)
        if "" in monthly:
            crime = view_crime(
                monthly[""],
                known,
                supply=supply,
                breaks=read_breaks(breaks, ALL_FORCES),
                faults=read_faults(known_issues, ALL_FORCES, words.language),
                place=supply.force_name,
                words=words,
            )
    ordered = sorted(names, key=lambda one: (alphabetical(names[one]), one))
    path = urls.page("forces")
    view = NationalView(
        month=months[-1] if months else "",
        lede=_lede(len(names), len(members["crime"]), months, words),
        crime=crime,
        counted=tuple(names[one] for one in ordered if one in counted),
        left_out=_left_out([names[one] for one in ordered if one not in counted], months, words) if crime else "",
        months=_months(force_series, supplied, months, words),
        forces=tuple((names[one], urls.force(one)) for one in ordered),
        rates=view_rates(force_rates, names, None, words),
        map=_map(force_areas, names),
    )
    yield renderer.at(path), renderer.render("pages/forces.html", path, view)


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


def _added(series: pl.DataFrame) -> pl.DataFrame:
    """The counts of all forces by month and category; not known where it is not known of one of them."""
    return (
        series.group_by("month", "category")
        .agg(pl.when(pl.col("crimes").null_count() == 0).then(pl.col("crimes").cast(pl.Int64).sum()).alias("crimes"))
        .with_columns(pl.lit("").alias("place"))
        .sort("month", "category")
    )


def _lede(forces: int, supplied: int, months: Sequence[str], words: Words) -> str:
    known = words.ngettext("This site has %(number)s police force.", "This site has %(number)s police forces.", forces)
    if not months:
        return known
    if supplied == forces:
        return f"{known} " + words.gettext("All supplied crime data for %(month)s.", month=words.month(months[-1]))
    return f"{known} " + words.ngettext(
        "%(number)s of them supplied crime data for %(month)s.",
        "%(number)s of them supplied crime data for %(month)s.",
        supplied,
        month=words.month(months[-1]),
    )


def _left_out(names: Sequence[str], months: Sequence[str], words: Words) -> str:
    if not names:
        return ""
    return words.gettext(
        "Not in these totals, having supplied nothing for %(month)s: %(forces)s.", month=words.month(months[-1]), forces=words.list(names)
    )


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
    lines = []
    for index in reversed(range(len(months))):
        given = {dataset: sum(one.counted(index) for one in found.values()) for dataset, found in supplied.items()}
        crimes, asb = sums.get(months[index], (0, 0))
        lines.append(
            MonthLine(
                months[index],
                words.gettext("%(number)s of %(all)s", number=words.number(given["crime"]), all=words.number(len(supplied["crime"]))),
                words.number(crimes) if given["crime"] else "",
                words.number(asb) if given["asb"] else "",
            )
        )
    return tuple(lines)


def _map(force_areas: pl.DataFrame, names: Mapping[str, str]) -> SquaresMap | None:
    """The outlines of the forces' areas with their names; None where none is known."""
    areas = force_areas.filter(pl.col("force_id").is_in(list(names))).rename({"force_id": "neighbourhood_id"})
    none = pl.DataFrame(schema=SCHEMAS["force_basemap"].types)
    return bake_squares(area=None, boundaries=areas, names=dict(names), crimes=None, force_basemap=none) if areas.height else None
