"""How many people live in a place, as worked out from census zones, and what was recorded for every thousand of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.figures import Recorded
from sitegen.artefacts.sections.series import Monthly
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.words import Words
from sitegen.comparing import YEAR, is_far_above
from sitegen.terms import Month


@dataclass(frozen=True, slots=True)
class Residents:
    """People of a place; `year` None where the table they come from does not say it; `kind` of the zones: lsoa, ward or district."""

    people: int
    year: int | None
    kind: str


def read_residents(populations: pl.DataFrame) -> Mapping[str | None, Residents]:
    """The people of one force's neighbourhoods by id, and under None those of the whole force."""
    rows = populations.select("neighbourhood_id", "people", "year", "kind").iter_rows()
    return {neighbourhood_id: Residents(people, year, kind) for neighbourhood_id, people, year, kind in rows}


def residents_sentence(words: Words, residents: Residents) -> str:
    """`About 577,000 people live here (figures of 2011, worked out from local authority districts).`"""
    zones = {
        "lsoa": words.gettext("worked out from census areas"),
        "ward": words.gettext("worked out from wards"),
        "district": words.gettext("added up from local authority districts"),
    }
    people = words.number(_about(residents.people))
    if residents.year is None:
        return words.gettext("About %(people)s people live here (%(how)s).", people=people, how=zones[residents.kind])
    return words.gettext(
        "About %(people)s people live here (figures of %(year)s, %(how)s).", people=people, year=residents.year, how=zones[residents.kind]
    )


def rate_sentences(
    words: Words, residents: Residents | None, monthly: Monthly | None, *, of: tuple[str, str] | None = None, usual: float | None = None
) -> tuple[str, ...]:
    """Crimes for every 1,000 people in twelve months supplied in full, and what that cannot say; nothing where one of them is unknown.

    They are the months from the first to the last of `of`, so that every rate of a page counts the same, or else the newest. `usual` is the
    rate of the places it stands beside.
    """
    if residents is None or monthly is None or not residents.people:
        return ()
    whole = [
        (month, figure.number)
        for month, figure in zip(monthly.months, monthly.crime, strict=True)
        if isinstance(figure, Recorded) and not figure.partial and (of is None or of[0] <= month <= of[1])
    ][-YEAR:]
    if len(whole) < YEAR:
        return ()
    exact = 1000 * sum(number for _, number in whole) / residents.people
    rate, months = round(exact), [month for month, _ in whole]
    span = words.gettext("In the 12 months %(months)s", months=month_runs(words, months))
    if not is_year(months):
        span = words.gettext("In the 12 newest months that were supplied in full, %(months)s", months=month_runs(words, months))
    about = words.gettext("Antisocial behaviour is not in it.")
    if residents.year is not None:
        about = words.gettext("Antisocial behaviour is not in it, and the number of people is that of %(year)s.", year=residents.year)
    visitors = words.gettext(
        "People who come to work, shop or go out are not counted as living here, so a place with many visitors has a higher rate than its "
        "residents meet with."
    )
    return (
        words.ngettext(
            "%(span)s, %(number)s crime was recorded for every 1,000 people who live here.",
            "%(span)s, %(number)s crimes were recorded for every 1,000 people who live here.",
            rate,
            span=span,
        ),
        f"{visitors_sentence(words) if is_far_above(exact, usual) else visitors} {about}",
    )


def is_year(months: Sequence[str]) -> bool:
    """True for twelve months in a row."""
    return len(months) == YEAR and str(Month.parse(months[0]).plus(YEAR - 1)) == months[-1]


def visitors_sentence(words: Words) -> str:
    """What stands beside a rate that is far above the usual."""
    return words.gettext(
        "Few people live here for the number of crimes recorded, as where many come to work, shop or go out: "
        "the rate says little about those who live here."
    )


def _about(people: int) -> int:
    """Three figures at most are as exact as it is."""
    return round(people, -3) if people >= 100_000 else round(people, -2) if people >= 1000 else people
