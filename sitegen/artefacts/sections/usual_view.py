"""Is this more than usual? A place beside all neighbourhoods of its force: for each kind of crime a dot for every one of them, on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.artefacts.sections.changes import Beside, Change
from sitegen.artefacts.sections.residents import visitors_sentence
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.sections.usual_dots import Dots, across, draw_dots, upright
from sitegen.artefacts.text.words import Words
from sitegen.comparing import FAR_ABOVE, FEW, is_far_above, is_few
from sitegen.funnel import between_places, stands
from sitegen.rules import TOTAL

_FIRST = 3
"""Rows that stand on the page of the neighbourhood itself."""


class Usual(NamedTuple):
    """One kind of crime in all of a force: its number in all neighbourhoods together, in each of them, and these as dots on a scale to `end`.

    `between` is how much its neighbourhoods differ beyond chance, None where too few could tell.
    """

    slug: str
    name: str
    force: float
    each: tuple[float, ...]
    end: float
    dots: Dots
    between: float | None


@dataclass(frozen=True, slots=True)
class Usuals:
    """What every place of a force stands beside: a line for each kind of crime. `shown` neighbourhoods have a dot, `few` too few crimes for one."""

    beside: Beside
    kinds: tuple[Usual, ...]
    shown: int
    few: int


class UsualRow(NamedTuple):
    """One kind of crime: the numbers here and of all of the force as written, where they stand across, and the dots of the neighbourhoods."""

    name: str
    here: str
    force: str
    here_x: str
    force_x: str
    dots: Dots


@dataclass(frozen=True, slots=True)
class UsualView:
    """The table of dots. `first` are the rows with the largest numbers, in the same order.

    `note` says what is counted, and what that cannot say; `place`, `each` and `force` name the dot of the place, those of all, where there are any,
    and the line of all together; `scale` says how to read them. `beyond` names the kinds in which the place lies outside the range of others of its
    size, empty where too few could tell.
    """

    note: str
    place: str
    force: str
    each: str
    scale: str
    beyond: str
    rows: tuple[UsualRow, ...]
    first: tuple[UsualRow, ...]


def read_usuals(changes: Mapping[str | None, Mapping[str, Change]], beside: Beside | None, categories: Sequence[Category]) -> Usuals | None:
    """The kinds of crime in all neighbourhoods of a force; None where there is nothing to stand beside.

    Counted are crimes for every 1,000 residents where the residents of all are known; else the share of all crime, because places that
    differ in size cannot stand on one scale. A kind of crime that is compared over other months than all crime is left out, and a
    neighbourhood that is, or that had fewer than `FEW` crimes, has no dot: of so few a share says nothing.
    """
    if beside is None or not beside.together.now:
        return None
    together, compared = changes.get(None, {}), beside.together.compared
    alike = {place: found for place, found in changes.items() if place is not None and TOTAL in found and found[TOTAL].compared == compared}
    enough = {place: found for place, found in alike.items() if found[TOTAL].now >= FEW}
    all_parts = sum(beside.people.values()) / 1000 if beside.people else beside.together.now / 100
    kinds = []
    for category in categories:
        force = together.get(category.slug)
        if not category.is_crime or force is None or force.compared != compared or not force.now:
            continue
        each = [_part(place, found, category.slug, beside) for place, found in enough.items()]
        usual = force.now / all_parts
        # A few town centres, far above all others, would press these together at the beginning of the scale.
        end = max(usual, min(max(each, default=0.0), FAR_ABOVE * usual))
        kinds.append(
            Usual(category.slug, category.name, usual, tuple(each), end, draw_dots(each, end), _between(enough, category.slug, usual, beside))
        )
    return Usuals(beside, tuple(kinds), len(enough), len(alike) - len(enough)) if kinds else None


def view_usual(neighbourhood_id: str, place: str, changes: Mapping[str, Change], usuals: Usuals | None, words: Words) -> UsualView | None:
    """A place, called `place`, beside the force; None where it is the only one, or their months differ."""
    whole = changes.get(TOTAL)
    if usuals is None or whole is None or not whole.now or usuals.beside.together.compared != whole.compared:
        return None
    beside = usuals.beside
    pairs = [
        (usual, _part(neighbourhood_id, changes, usual.slug, beside))
        for usual in usuals.kinds
        if usual.slug in changes and changes[usual.slug].compared == whole.compared
    ]
    if not pairs:
        return None
    people = beside.people.get(neighbourhood_id, 0)
    rows = tuple(_row(usual, here, words) for usual, here in pairs)
    parts = _parts(neighbourhood_id, changes, beside)
    standing = [
        (usual.name, stands(changes[usual.slug].now, usual.force * parts, usual.between))
        for usual, _ in pairs
        if usual.between is not None and not is_few(changes[usual.slug].now, usual.force * parts)
    ]
    largest = sorted(range(len(pairs)), key=lambda at: (-max(pairs[at][0].force, pairs[at][1]), at))[:_FIRST]
    return UsualView(
        note=_rate_note(whole, people, beside, words) if people else _share_note(beside, words),
        place=place,
        force=words.gettext("all of them together"),
        each=words.ngettext("%(number)s neighbourhood", "each of %(number)s neighbourhoods", usuals.shown) if usuals.shown else "",
        scale=_scale_note(usuals, words),
        beyond=_beyond_note(standing, beside, words),
        rows=rows,
        first=tuple(rows[at] for at in sorted(largest)),
    )


def _part(neighbourhood_id: str, changes: Mapping[str, Change], slug: str, beside: Beside) -> float:
    """Crimes of a kind in a neighbourhood for every 1,000 of its residents, or of every 100 of its crimes; 0 where there was none of that kind."""
    found = changes.get(slug)
    return found.now / _parts(neighbourhood_id, changes, beside) if found else 0.0


def _parts(neighbourhood_id: str, changes: Mapping[str, Change], beside: Beside) -> float:
    """What is divided by: thousands of residents, or hundreds of crimes."""
    people = beside.people.get(neighbourhood_id, 0)
    return people / 1000 if people else changes[TOTAL].now / 100


def _between(places: Mapping[str, Mapping[str, Change]], slug: str, usual: float, beside: Beside) -> float | None:
    """How much the neighbourhoods differ beyond chance in a kind of crime."""
    observed = [found[slug].now if slug in found else 0 for found in places.values()]
    return between_places(observed, [usual * _parts(place, found, beside) for place, found in places.items()])


def _beyond_note(standing: Sequence[tuple[str, str]], beside: Beside, words: Words) -> str:
    """The kinds in which the place lies outside the limits of the funnel."""
    above, below = ([name for name, where in standing if where == way] for way in ("above", "below"))
    sentences = []
    if above:
        sentences.append(
            words.gettext(
                "Higher than in %(force)s as a whole, by more than chance and the usual differences between neighbourhoods explain: %(kinds)s.",
                force=beside.force,
                kinds=words.list(above),
            )
        )
    if below:
        sentences.append(
            words.gettext(
                "Lower than in %(force)s as a whole, by more than chance and the usual differences between neighbourhoods explain: %(kinds)s.",
                force=beside.force,
                kinds=words.list(below),
            )
        )
    if standing and not sentences:
        sentences.append(
            words.gettext(
                "No kind of crime with enough to judge is further from %(force)s as a whole than chance and the usual differences between "
                "neighbourhoods explain.",
                force=beside.force,
            )
        )
    return " ".join(sentences)


def _row(usual: Usual, here: float, words: Words) -> UsualRow:
    """One line; where the place itself lies beyond the end of the scale it runs to there."""
    end = max(usual.end, here)
    return UsualRow(
        name=usual.name,
        here=_written(here, words),
        force=_written(usual.force, words),
        here_x=across(here, end),
        force_x=upright(usual.force, end),
        dots=usual.dots if end == usual.end else draw_dots(usual.each, end),
    )


def _rate_note(whole: Change, people: int, beside: Beside, words: Words) -> str:
    """What is counted, both numbers of all crime, and what they cannot say."""
    own, usual = 1000 * whole.now / people, 1000 * beside.together.now / sum(beside.people.values())
    note = words.gettext(
        "Crimes for every 1,000 people who live there, here and in all neighbourhoods of %(force)s, in the same months: %(here)s and %(all)s of all "
        "kinds. Those who come to shop, work or go out are not among the people.",
        force=beside.force,
        here=words.number(round(own)),
        all=words.number(round(usual)),
    )
    return f"{note} {visitors_sentence(words)}" if is_far_above(own, usual) else note


def _share_note(beside: Beside, words: Words) -> str:
    return words.gettext(
        "Of every 100 crimes, here and in all neighbourhoods of %(force)s, in the same months.",
        force=beside.force,
    )


def _scale_note(usuals: Usuals, words: Words) -> str:
    """How the lines are to be read, and which neighbourhoods have no dot."""
    note = words.gettext(
        "Every line begins at 0 and has a scale of its own. What is more than three times as high as in all of them together stands at its end."
    )
    if not usuals.few:
        return note
    few = words.ngettext(
        "%(number)s neighbourhood with fewer than %(least)s crimes has no dot.",
        "%(number)s neighbourhoods with fewer than %(least)s crimes have no dot.",
        usuals.few,
        least=words.number(FEW),
    )
    return f"{note} {few}"


def _written(number: float, words: Words) -> str:
    """With a decimal below 10: there it tells small numbers apart."""
    return words.decimal(number) if round(number, 1) < 10 else words.number(round(number))
