"""Rules that sources, facts, pages and checks all follow, each with one home: change it here and everything follows."""

from collections.abc import Sequence

from sitegen.terms import YEAR_MONTHS, Month

DATASETS = ("crime", "asb", "outcomes", "stops")
"""What a force supplies or does not, month by month, in the order people read it."""

TOTAL = "crime"
"""In place of a category all crime, without antisocial behaviour."""

COUNTED_STATES = frozenset({"supplied", "supplied_partial"})
"""The coverage states in which a count may exist; a zero only in `supplied`."""

NOT_SUPPLIED, NOT_FETCHED = "not_supplied", "not_fetched"
"""What the force did not give, though it was asked for; what this copy of the site has no answer about, because nobody fetched it."""

SILENT_STATES = frozenset({"never", "withheld"})
"""Coverage states of outcomes in which the street-crime files hold no true outcome either, but a placeholder."""

OUTCOME_AGES = (1, 3, 6, 12)
"""Months after their own at which the crimes of different months are compared by their outcomes."""

SETTLING = 6
"""The age of those at which pages speak of outcomes where they speak of one."""

UNDATED_MOST = 0.02
"""Share of a month's crimes that may have an outcome of unknown date, for those of known date to tell the whole."""

TOLD_LEAST = 0.8
"""Share of a month's crimes, by the newest file, that a release must have told for its outcomes to stand for the month."""

FORCES_LEAST = 2
"""Forces below which none stands beside another: no page of all forces, no table of their rates."""

THRESHOLD = 10
"""The smallest number of stops that is told of a value, in any table, and of rows that a release changed."""

GROUND_POINTS_LEAST = 50
"""Snap points of its own that a neighbourhood's ground must hold for anything before the window to be told of it, and that must be left of a force.

A point stands for eight addresses or more, so 50 stand for 400: as many households as the smallest of the census areas (LSOA) that the police name
beside every crime. Points of its own are those that lie in no other neighbourhood of the force, so that no sum of one less that of
another is of fewer.
"""

GROUND_REASONS = ("no-boundary", "not-supplied", "not-there", "changed", "few-points", "few-left", "no-months")
"""Why nothing is told of a neighbourhood before a month: it has no boundary today; no older one was supplied of the force, or none older; the older
ones have none under its id; they put other points into it; it holds too few; its force would be left with too few; no month was supplied."""

RELEASE_CHANGES = ("added", "withdrawn", "reoutcomed")
"""What a release may do with rows of a month that was told before; the last for crime alone."""

STOP_FIELDS = ("object", "outcome", "legislation", "kind", "age", "gender", "officer-ethnicity", "self-ethnicity")
"""What is counted of stops, one field at a time, in the order people read it; `stops` has a column for each, with underscores."""

STOP_FIELDS_OF_NEIGHBOURHOODS = ("object", "outcome")
"""The fields of a neighbourhood's tables; a whole force has all."""

EVERY_STOP, NOT_GIVEN = "all", "not-given"
"""In place of a field and its value every stop once; the value of a field that the file left empty."""

ANYTHING_ELSE = "anything-else"
"""Values too rare to be told apart, and in a neighbourhood stops by officers of another force, together."""

OWN_STOP_VALUES = frozenset({EVERY_STOP, NOT_GIVEN, ANYTHING_ELSE})
"""Values that the tables of stops add themselves: no field may have one of its own under these names."""

TOWN_CENTRE = ("shoplifting", "robbery", "theft-from-the-person")
"""The categories that the Neighbourhood Policing Guarantee counts as town-centre crime, as far as street crime tells them apart."""

SHOPS = ("Conference/Exhibition Centre", "Nightclub", "Shopping Area", "Supermarket", "Theatre/Concert Hall")
"""Names of snap points that are shops or places to go out, by which places are found alike."""

TRAVEL = (
    "Airport/Airfield", "Bus/Coach Station", "Ferry Terminal", "Motorway Service Area", "Parking Area", "Petrol Station",
)  # fmt: skip
"""Likewise of those that are car parks, petrol stations or places to travel from; railway stations go by names of their own."""

RENEWED_MONTHS = 3
"""Months after which a priority is no longer up to date, by the Neighbourhood Policing Guarantee."""

NOT_PROMISED = frozenset({"btp", "northern-ireland"})
"""Forces that the Guarantee is not for: it is of the forces of England and Wales that have neighbourhoods."""

TIMELINE_LEAST = 2
"""Entries below which a neighbourhood has no timeline: one thing is no course of events."""

STOP_YEAR_LAST = "-03"
"""The last month of the years that tables of stops sum: to March, as those of the Home Office's statistics of stop and search."""


def stop_year(months: Sequence[str]) -> list[str]:
    """Of a site's months, ascending, those that its tables of stops sum: the newest whole year to March or, without one, the newest 12.

    A year that moved on with every release would give away, in what two of them tell less than each other, the stops of a single month. Of a
    site whose months hold no whole year to March the tables do move on.
    """
    for at in range(len(months) - 1, YEAR_MONTHS - 2, -1):
        year = list(months[at - YEAR_MONTHS + 1 : at + 1])
        if year[-1].endswith(STOP_YEAR_LAST) and Month.parse(year[0]).plus(YEAR_MONTHS - 1) == Month.parse(year[-1]):
            return year
    return list(months[-YEAR_MONTHS:])
