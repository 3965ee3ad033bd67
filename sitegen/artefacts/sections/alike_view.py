"""Places like this one: the neighbourhoods of a force that are most like another, what makes them so, and the spread of crime among them. No rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.words import Words
from sitegen.comparing import ALIKE_LEAST
from sitegen.funnel import PLACES_LEAST, between_places, limits


class Features(NamedTuple):
    """A row of `place_features`."""

    first_month: str
    last_month: str
    crimes: int
    people: int | None
    area_km2: float
    town_centre: float
    shops: float
    travel: float


@dataclass(frozen=True, slots=True)
class Alike:
    """What each neighbourhood of a force is like, and the ids of those like it.

    `between` is how much places differ beyond chance from those like them: a variance as `funnel` has it; None where people are not known, or
    fewer than `PLACES_LEAST` have enough others like them.
    """

    features: Mapping[str, Features]
    others: Mapping[str, frozenset[str]]
    between: float | None


class AlikeRow(NamedTuple):
    """A place: its folder, empty of the page's own; its size in words, and three shares as written."""

    name: str
    folder: str
    size: str
    town_centre: str
    shops: str
    travel: str


@dataclass(frozen=True, slots=True)
class AlikeView:
    """The page's own place and then those like it from A to Z; no rows where there is none.

    `note` says how they were chosen, or why there are none; `spread` how much crime is recorded in them and here, and `range` what that says of here.
    """

    note: str
    rows: tuple[AlikeRow, ...]
    spread: str
    range: str


def read_alike(place_features: pl.DataFrame, alike: pl.DataFrame) -> Alike:
    """Both tables of one force."""
    features = {one: Features(*values) for one, *values in place_features.select("neighbourhood_id", *Features._fields).iter_rows()}
    others: dict[str, set[str]] = {}
    for one, other in alike.select("neighbourhood_id", "other_id").iter_rows():
        others.setdefault(one, set()).add(other)
    ids = {one: frozenset(found) for one, found in others.items()}
    expected = [
        (features[one].crimes, usual)
        for one in sorted(ids)
        if one in features and (usual := _expected(features[one], [features[other] for other in sorted(ids[one]) if other in features])) is not None
    ]
    between = between_places([crimes for crimes, _ in expected], [usual for _, usual in expected])
    return Alike(features, ids, between)


def view_alike(place: Neighbourhood, places: Sequence[Neighbourhood], force: str, alike: Alike, words: Words) -> AlikeView | None:
    """What stands on the page of `place`; `places` are those of its force from A to Z. None where no twelve months of the force are known."""
    if not alike.features:
        return None
    own = alike.features.get(place.neighbourhood_id)
    if len(alike.features) < PLACES_LEAST:
        return _without(
            words.gettext(
                "Fewer than %(number)s neighbourhoods of %(force)s have a boundary and enough crimes: too few to find any like this one.",
                number=PLACES_LEAST,
                force=force,
            )
        )
    if own is None:
        return _without(words.gettext("Too few crimes, or no boundary, are known of this neighbourhood to find others like it."))
    ids = alike.others.get(place.neighbourhood_id, frozenset())
    found = [one for one in places if one.neighbourhood_id in ids]
    if not found:
        return _without(
            words.gettext(
                "No neighbourhood of %(force)s is like this one in its size, its share of town-centre crime and its mix of places.", force=force
            )
        )
    others = [alike.features[one.neighbourhood_id] for one in found]
    return AlikeView(
        note=words.gettext(
            "Those of %(force)s most like it in what is shown here; how much crime they have played no part. From A to Z. Town-centre crime "
            "(shoplifting, robbery, theft from the person) in per cent of crimes, the others in per cent of map points.",
            force=force,
        ),
        rows=(_row(place.name, "", own, words), *(_row(one.name, one.folder, features, words) for one, features in zip(found, others, strict=True))),
        spread=_spread(own, others, words),
        range=_range(own, others, alike, words),
    )


def _without(note: str) -> AlikeView:
    return AlikeView(note, (), "", "")


def _row(name: str, folder: str, found: Features, words: Words) -> AlikeRow:
    area = words.decimal(found.area_km2) if found.area_km2 < 10 else words.number(round(found.area_km2))
    size = words.gettext("%(area)s km²", area=area)
    if found.people:
        size = words.gettext("%(people)s people, %(area)s km²", people=words.number(found.people), area=area)
    return AlikeRow(name, folder, size, *(words.number(round(100 * share)) for share in (found.town_centre, found.shops, found.travel)))


def _spread(own: Features, others: Sequence[Features], words: Words) -> str:
    """Lowest and highest of those like it, and the place's own."""
    if len(others) < ALIKE_LEAST:
        return words.gettext("These are too few to show a range of crime in places like this one.")
    numbers = [_rate(found) for found in (own, *others)]
    values = {
        "months": words.months(own.first_month, own.last_month),
        "here": words.number(round(numbers[0])),
        "low": words.number(round(min(numbers[1:]))),
        "high": words.number(round(max(numbers[1:]))),
    }
    if own.people:
        return words.gettext("Crimes for every 1,000 people, %(months)s: %(here)s here; from %(low)s to %(high)s in those like it.", **values)
    return words.gettext(
        "Crimes, %(months)s: %(here)s here; from %(low)s to %(high)s in those like it. How many people live in each of them is not known, so more "
        "crimes may only mean more people.",
        **values,
    )


def _range(own: Features, others: Sequence[Features], alike: Alike, words: Words) -> str:
    """Whether it lies where nearly all places lie beside those like them; empty where people are not known, or places too few."""
    expected = _expected(own, others)
    if expected is None or alike.between is None or not own.people:
        return ""
    low, high = limits(expected, alike.between)
    values = {"low": words.number(round(1000 * low / own.people)), "high": words.number(round(1000 * high / own.people))}
    if own.crimes > high:
        return words.gettext(
            "Allowing for chance and for how places differ from those like them, nearly all would have %(low)s to %(high)s: this one has more.",
            **values,
        )
    if own.crimes < low:
        return words.gettext(
            "Allowing for chance and for how places differ from those like them, nearly all would have %(low)s to %(high)s: this one has fewer.",
            **values,
        )
    return words.gettext(
        "Allowing for chance and for how places differ from those like them, nearly all would have %(low)s to %(high)s, and so has this one.",
        **values,
    )


def _expected(own: Features, others: Sequence[Features]) -> float | None:
    """The crimes that as many people would have at the rate of the others together; None where people are not known, or the others too few."""
    people = [found.people for found in others if found.people]
    if not own.people or len(people) < max(ALIKE_LEAST, len(others)):
        return None
    return own.people * sum(found.crimes for found in others) / sum(people)


def _rate(found: Features) -> float:
    """Crimes for every 1,000 residents; where they are not known, crimes."""
    return 1000 * found.crimes / found.people if found.people else found.crimes
