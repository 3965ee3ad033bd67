"""What the map page shows before the interactive map is there: a picture of all forces' areas, and what each recorded in the newest month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.figures import Figure, Missing, Recorded, figure
from sitegen.artefacts.lists.places import alphabetical, force_names
from sitegen.artefacts.maps.area_labels import NARROW, WIDE, AreaLabel, LabelledArea, name_areas
from sitegen.artefacts.maps.land_picture import LandPicture
from sitegen.artefacts.sections.force_lines import ForceLine
from sitegen.artefacts.sections.square_key import KeySquare, key_of
from sitegen.artefacts.supply import read_supply
from sitegen.artefacts.text.phrases import counts_phrase
from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES
from sitegen.terms import ASB, BTP


@dataclass(frozen=True, slots=True)
class PictureArea:
    """A force's area in the picture: the address of its page, its name with what it recorded, its outline, and whether figures are missing."""

    link: str
    title: str
    path: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class PictureView:
    """The picture with its words; labels for wide screens and for narrow ones. `about` says what a square is, empty where there are none."""

    drawn: LandPicture
    areas: tuple[PictureArea, ...]
    wide: tuple[AreaLabel, ...]
    narrow: tuple[AreaLabel, ...]
    key: tuple[KeySquare, ...]
    about: str


@dataclass(frozen=True, slots=True)
class MonthOfForces:
    """What the forces recorded in the newest month: the month in words, the counts of all, a sentence of both, and a line for each force.

    Texts are empty where the site has no month.
    """

    month: str
    counts: str
    sentence: str
    lines: tuple[ForceLine, ...]


_Figures = Mapping[str, tuple[Figure, Figure]]


def read_newest(force_series: pl.DataFrame, coverage: pl.DataFrame, forces: pl.DataFrame, months: Sequence[str]) -> _Figures:
    """Crime and antisocial behaviour of the newest month by force, those of British Transport Police last; nothing where there is no month."""
    if not months:
        return {}
    of_month = force_series.filter(pl.col("month") == months[-1])
    is_asb = pl.col("category") == ASB
    sums = {
        force_id: (crimes, asb)
        for force_id, crimes, asb in of_month.group_by("force_id")
        .agg(pl.col("crimes").filter(~is_asb).sum().alias("crimes"), pl.col("crimes").filter(is_asb).sum().alias("asb"))
        .iter_rows()
    }
    names = force_names(forces)
    found = {}
    for force_id in sorted(names, key=lambda one: (one == BTP, alphabetical(names[one]), one)):
        numbers = sums.get(force_id, (0, 0))
        found[force_id] = (
            _figure(numbers[0], force_id, "crime", coverage, months),
            _figure(numbers[1], force_id, "asb", coverage, months),
        )
    return found


def _figure(number: int, force_id: str, dataset: str, coverage: pl.DataFrame, months: Sequence[str]) -> Figure:
    supply = read_supply(coverage, force_id, dataset, months[-1:])
    state = supply.states[0]
    if state not in COUNTED_STATES or (number == 0 and state != "supplied"):
        return Missing(state, supply.reasons[0])
    return figure(number, state)


def view_month(newest: _Figures, forces: pl.DataFrame, months: Sequence[str], words: Words) -> MonthOfForces:
    """The newest month in words; British Transport Police have a line and are in no sum."""
    names = force_names(forces)
    lines = tuple(ForceLine(names[one], urls.force(one), counts_phrase(words, *figures)) for one, figures in newest.items())
    local = {one: figures for one, figures in newest.items() if one != BTP}
    if not months or not local:
        return MonthOfForces("", "", "", lines)
    month = words.month(months[-1])
    crimes, asb = (_sum([figures[place] for figures in local.values()]) for place in (0, 1))
    supplied = sum(isinstance(crime, Recorded) for crime, _ in local.values())
    if not supplied:
        sentence = words.gettext("No force here supplied figures for crime for %(month)s.", month=month)
        return MonthOfForces(month, "", sentence, lines)
    counts = counts_phrase(words, crimes, asb)
    sentence = words.gettext("%(month)s: %(counts)s.", month=month, counts=counts)
    if supplied < len(local):
        without = [names[one] for one, (crime, _) in local.items() if isinstance(crime, Missing)]
        sentence += " " + words.gettext(
            "%(number)s of %(all)s forces supplied them; %(names)s did not.",
            number=words.number(supplied),
            all=words.number(len(local)),
            names=words.list(without),
        )
    return MonthOfForces(month, counts, sentence, lines)


def _sum(figures: Sequence[Figure]) -> Figure:
    """What those that supplied it recorded together; missing where nobody did."""
    known = [one for one in figures if isinstance(one, Recorded)]
    if not known:
        return figures[0]
    return Recorded(sum(one.number for one in known), any(one.partial for one in known))


def view_picture(drawn: LandPicture, newest: _Figures, forces: pl.DataFrame, words: Words) -> PictureView:
    """The picture with its words."""
    names = force_names(forces)
    areas = [
        PictureArea(
            urls.force(area.force_id),
            words.gettext("%(name)s: %(counts)s", name=names[area.force_id], counts=counts_phrase(words, *newest[area.force_id]))
            if area.force_id in newest
            else names[area.force_id],
            area.path,
            area.force_id in newest and isinstance(newest[area.force_id][0], Missing),
        )
        for area in drawn.areas
        if area.force_id in names
    ]
    wide, narrow = (_labels(drawn, names, type_size) for type_size in (WIDE, NARROW))
    return PictureView(drawn, tuple(areas), wide, narrow, key_of(drawn.largest, words), _about(drawn, words))


def _labels(drawn: LandPicture, names: Mapping[str, str], type_size: int) -> tuple[AreaLabel, ...]:
    """Names that find room, the largest areas' first; an area without one is found in the list."""
    largest = sorted((area for area in drawn.areas if area.force_id in names), key=lambda area: (-area.size, area.force_id))
    wished = [LabelledArea(names[area.force_id], number, area.x, area.y, area.reach) for number, area in enumerate(largest, start=1)]
    return name_areas(wished, (drawn.frame.width, drawn.frame.height), type_size, drawn.large, is_sure=True)


def _about(drawn: LandPicture, words: Words) -> str:
    if not drawn.largest:
        return ""
    return words.gettext(
        "A square stands for an area about %(km)s km across: the larger it is, the more was recorded there, "
        "crimes and reports of antisocial behaviour together.",
        km=words.decimal(drawn.square_m / 1000),
    )
