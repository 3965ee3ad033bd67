"""Every state that a force's years can be in, and what is said of them: a scene for `test_every_sentence`."""

from __future__ import annotations

from sitegen.artefacts.figures import Recorded
from sitegen.artefacts.pages.history import all_lede, history_lede
from sitegen.artefacts.sections.history_view import list_changes, read_turns, view_history_chart, view_kinds, view_years
from sitegen.artefacts.sections.issues import Break, Breaks, Faults
from sitegen.artefacts.sections.series import Category, Monthly
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text.words import Words
from tests.artefacts.every_state import Said
from tests.artefacts.inputs import table

MONTHS = tuple(f"{year}-{month:02d}" for year in (2012, 2013, 2014) for month in range(1, 13))
BREAKS = Breaks(
    (
        Break("2013-05", "crime", "violent-crime", "It was called violent crime.", "new name", "Violent crime"),
        Break("2013-05", "crime", "public-disorder", "It was divided.", "category divided"),
        Break("2013-06", "outcomes", "", "No court results.", "no court results"),
        Break("2014-02", "all", "", "New points.", "new map points"),
    )
)
KINDS = (
    Category("violent-crime", "Violence and sexual offences", "", is_crime=True, first_month="2010-12"),
    Category("public-disorder", "Public disorder and weapons", "", is_crime=True, first_month="2011-09", last_month="2013-04"),
    Category("public-order", "Public order", "", is_crime=True, first_month="2013-05"),
    Category("burglary", "Burglary", "", is_crime=True, first_month="2010-12"),
)
FAULT = {"force_id": "kent", "dataset": "crime", "state": "supplied_partial", "text": "A district is missing.", "source": "", "read": "2014-09"}
ISSUES = table(
    "known_issues", {**FAULT, "first_month": "2014-07", "last_month": "2014-08"}, {**FAULT, "first_month": "2014-11", "text": "Some are late."}
)


def history(words: Words) -> Said:
    """Years whole, in part, empty and changed; months all there, some there and none; changes of counts, of outcomes and faults."""
    for states in (
        ("supplied",) * 12,
        ("supplied",) * 11 + ("not_in_copy",),
        ("supplied_partial", *("supplied",) * 2),
        ("supplied_partial",) * 7,
        (),
    ):
        supply = Supply(states, (None,) * len(states))
        first, last = (MONTHS[0], MONTHS[len(states) - 1]) if states else ("", "")
        yield f"lede: {len(states)} months, {states.count('supplied')} in full", history_lede("Kent Police", supply, first, last, words)
    yield "lede of all", all_lede(list(MONTHS), words)
    sums = [
        (1234, 12, 0, None, None),
        (None, 11, 0, None, None),
        (None, 1, 2, None, None),
        (None, 0, 0, "not_in_copy", None),
        (None, 0, 0, None, None),
        (None, 12, 0, None, "2013-05"),
    ]
    for crimes, supplied, partly, state, changed in sums:
        of = {"force_id": "kent", "year": "2013", "crimes": crimes, "supplied": supplied, "partly": partly, "state": state, "changed": changed}
        (row,) = view_years(table("long_years", {**of, "category": "crime"}), (), words)
        for name, cell in (("crime", row.crime), ("no row", row.asb)):
            yield f"year: {name}, {supplied} in full, {partly} in part", words.figure(cell.figure) if cell.figure else cell.why
    turns = read_turns(BREAKS, ISSUES, "kent", "en", words)
    for change in (changes := list_changes(turns, MONTHS[0], MONTHS[-1]))[0] + changes[1]:
        yield f"change: {change.month}", f"{change.number}: {' '.join(text.text for text in change.texts)}"
    figures = tuple(Recorded(number) for number in range(len(MONTHS)))
    chart = view_history_chart(Monthly(MONTHS, figures, figures, {}), "Kent Police", words, BREAKS, turns, Faults())
    yield "chart", chart.note if chart else ""
    of_year = {"force_id": "kent", "crimes": 120, "supplied": 12, "partly": 0}
    years = table(
        "long_years", *({**of_year, "year": year, "category": kind.slug} for year in ("2012", "2014") for kind in KINDS if kind.used_in(f"{year}-01"))
    )
    kinds = view_kinds(years, KINDS, (), BREAKS, words)
    for kind in kinds.rows if kinds else ():
        yield f"kind: {kind.name}", kind.span
