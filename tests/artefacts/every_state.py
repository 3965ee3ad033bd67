"""Every state that a page can be in, and what its sentences say there: scenes for `test_every_sentence`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from sitegen import doubtful
from sitegen.artefacts.figures import Figure, Missing, Recorded, figure, numbers
from sitegen.artefacts.pages import national
from sitegen.artefacts.sections import (
    apart,
    changes,
    comparison,
    crime_view,
    doubts,
    force_lines,
    outcome_view,
    rates_view,
    residents,
    series,
    street_view,
)
from sitegen.artefacts.sections.issues import Break, Breaks
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text import phrases
from sitegen.artefacts.text.render import make_environment
from sitegen.artefacts.text.words import Words
from sitegen.raw import RawFile
from sitegen.terms import Month, months_between
from tests.artefacts.html import parse, text
from tests.artefacts.inputs import TEMPLATES, evidence, table

MONTHS = tuple(str(month) for month in months_between(Month(2024, 6), Month(2025, 6)))
LONG = tuple(str(month) for month in months_between(Month(2023, 1), Month(2025, 6)))
YEAR, NEWEST = " ".join(MONTHS[1:]), MONTHS[-1]
FORCE = "Loamshire Constabulary"
ASB = "anti-social-behaviour"
CATEGORIES = (
    series.Category("burglary", "Burglary", "Breaking into a building.", True),
    series.Category("robbery", "Robbery", "", True),
    series.Category(ASB, "Antisocial behaviour", "", False),
)
FINDING = RawFile(
    "templates/finding.html",
    b"{% from 'components/finding/finding.html' import finding %}{{ finding(page.crime, page.asb, page.month, force, page.comparison) }}",
)
COUNTS = (0, 1, 2, 3, 6, 40, 1234)
NOWHERE = table("located_counts")
Said = Iterator[tuple[str, str]]
"""A state in a few words, and what is said in it."""


def told(number: int | None, state: str = "supplied") -> Figure:
    return figure(number, state) if number is not None else Missing(state)


def place(crime: Sequence[Figure], asb: Sequence[Figure], months: tuple[str, ...] = MONTHS, category: str = "burglary") -> series.Monthly:
    """A place all of whose crime is of one category."""
    recorded = numbers(crime)
    others = {one.slug: tuple(None if n is None else 0 for n in recorded) for one in CATEGORIES if one.is_crime}
    return series.Monthly(months, tuple(crime), tuple(asb), {**others, category: tuple(recorded), ASB: tuple(numbers(asb))})


def supplied(figures: Sequence[Figure]) -> Supply:
    states = [one.state if isinstance(one, Missing) else "supplied_partial" if one.partial else "supplied" for one in figures]
    return Supply(tuple(states), (None,) * len(states))


def every(state: str, months: Sequence[str] = MONTHS) -> Supply:
    return Supply((state,) * len(months), (None,) * len(months))


def view(
    words: Words,
    monthly: series.Monthly,
    of: crime_view.Extent = "neighbourhood",
    breaks: Breaks | None = None,
    moved: frozenset[tuple[str, str]] = frozenset(),
) -> crime_view.CrimeView:
    behind = evidence(monthly.months, crime=supplied(monthly.crime), asb=supplied(monthly.asb), breaks=breaks)
    behind = replace(behind, supply=replace(behind.supply, moved=moved))
    told = {
        (category, month): verdict_on(now, before)
        for category, figures in (("crime", monthly.crime), (ASB, monthly.asb), ("burglary", monthly.crime))
        for month, now, before in zip(monthly.months[12:], numbers(figures)[12:], numbers(figures), strict=False)
        if now is not None and before is not None
    }
    return crime_view.view_crime(monthly, CATEGORIES, behind, place="Castle Gate", words=words, of=of, verdicts=told)


def verdict_on(now: int, before: int) -> changes.MonthVerdict:
    """A verdict that the facts might give."""
    ratio = now / max(before, 1)
    return changes.MonthVerdict("more" if ratio > 1.3 else "fewer" if ratio < 0.77 else "unclear")


def finding(words: Words, found: crime_view.CrimeView) -> str:
    """The finding as the page has it."""
    made = make_environment((*TEMPLATES, FINDING), words).get_template("finding.html").render(page=found, force=FORCE)
    return text(parse(f"<html><body>{made}</body></html>"))


PARTS = {
    "both": (told(312), told(98)),
    "both, crime in part": (told(312, "supplied_partial"), told(98)),
    "both, ASB in part": (told(312), told(98, "supplied_partial")),
    "both in part": (told(312, "supplied_partial"), told(98, "supplied_partial")),
    "crime alone": (told(312), told(None, "not_supplied")),
    "ASB alone": (told(None, "not_supplied"), told(98)),
    "neither": (told(None, "not_yet"), told(None, "withheld")),
    "not in this copy": (told(None, "not_in_copy"), told(None, "not_in_copy")),
    "without a location": (told(None, "without_location"), told(None, "without_location")),
}


def findings(words: Words) -> Said:
    """The finding in each state of supply, now and a year before, of a neighbourhood, a force and forces together."""
    for now, before in [*((now, "both") for now in PARTS), *(("both", before) for before in PARTS)]:
        crime, asb = ([PARTS[before][at], *[told(300)] * 11, PARTS[now][at]] for at in (0, 1))
        monthly = place(crime, asb)
        extents: tuple[crime_view.Extent, ...] = ("neighbourhood", "force", "forces")
        for of in extents:
            yield f"{of}: {now}; a year before {before}", finding(words, view(words, monthly, of))
        yield f"{now}, in short", view(words, monthly).glance
        yield f"{now}, in the margin", view(words, monthly).supply_note
    yield "first month, no year before", finding(words, view(words, place([told(7)], [told(8)], (NEWEST,))))
    for of in extents[1:]:
        yield f"{of}: first month", finding(words, view(words, place([told(7)], [told(8)], (NEWEST,)), of))
    for dataset, category in (("crime", ""), ("asb", ""), ("all", ""), ("crime", "burglary")):
        changed = Breaks((Break("2025-04", dataset, category, "It changed.", "changed"),))
        monthly = place([told(794)] * 12 + [told(1953)], [told(98)] * 13)
        yield f"{dataset} {category} changed in April", view(words, monthly, breaks=changed).comparison
    for sets in (("crime",), ("asb",), ("crime", "asb")):
        monthly = place([told(441)] * 12 + [told(3)], [told(98)] * 13)
        found = view(words, monthly, moved=frozenset((dataset, NEWEST) for dataset in sets))
        rows = ", ".join(row.change for row in (*found.counts.crime, *found.counts.asb)) if found.counts else ""
        yield f"another share located, {' and '.join(sets)}", f"{found.comparison} / {rows}"
    for crimes, reports in product((0, 1, 2, 6, 300, 400), (0, 2, 90, 150)):
        earlier = (told(300 if crimes >= 300 else crimes + 1), told(100 if reports >= 90 else 3))
        monthly = place([earlier[0], *[told(1)] * 11, told(crimes)], [earlier[1], *[told(1)] * 11, told(reports)])
        yield f"{crimes} and {reports}", finding(words, view(words, monthly))


def tables(words: Words) -> Said:
    """The caption, the changes and the notes of the table by category."""
    gone, there = told(None, "not_supplied"), told(30)
    shown = {
        "newest": ([there] * 13, [there] * 13),
        "newest month neither": ([there] * 12 + [gone], [there] * 12 + [gone]),
        "newest month ASB alone": ([there] * 12 + [gone], [there] * 13),
        "never crime, newest month none": ([gone] * 13, [there] * 12 + [gone]),
    }
    for state, (crime, asb) in shown.items():
        counts = view(words, place(crime, asb)).counts
        assert counts
        yield f"caption: {state}", f"{counts.caption} / {counts.note}"
        yield f"absent: {state}", counts.absent
    counts = view(words, place([there] * 13, [there] * 13)).counts
    assert counts
    yield "about", " ".join(counts.about)
    yield "antisocial behaviour", counts.asb[0].name
    yield "one month", counts_of(words, place([told(1)], [told(1)], (NEWEST,))).caption
    for now, before in ((0, 0), (4, 0), (1, 6), (10, 10), (10, 9), (200, 150), (150, 200), (1500, 2000), (1500, 1501)):
        for daily in (False, True):
            change = comparison.change_phrase(words, Recorded(now), Recorded(before), (NEWEST, "2024-06"), daily=daily, told=verdict_on(now, before))
            yield f"{now}, {before} before, {'a force' if daily else 'a place'}", change
    for state, odd in (("not judged", None), ("stepped", changes.MonthVerdict("stepped", "2025-04"))):
        yield state, comparison.change_phrase(words, Recorded(200), Recorded(150), (NEWEST, "2024-06"), daily=False, told=odd)
        pair = comparison.Pair(200, 150, odd)
        yield f"{state}, the finding", comparison.year_sentence(words, pair, pair, (NEWEST, "2024-06"), daily=False)
    yield "changed", comparison.changed_phrase(words, "2025-04")


def counts_of(words: Words, monthly: series.Monthly) -> crime_view.CountsView:
    counts = view(words, monthly).counts
    assert counts
    return counts


def trends(words: Words) -> Said:
    """Titles and descriptions of the chart over the window."""
    gone = told(None, "not_supplied")
    unknown = (None, None)
    spans: tuple[tuple[tuple[int | None, int | None], tuple[int, int]], ...] = (
        ((0, 0), (0, 0)), ((1, 1), (2, 2)), ((4, 4), (3, 3)), ((4, 9), (1, 2)), (unknown, (0, 0)), (unknown, (1, 1)), (unknown, (5, 8)),
    )  # fmt: skip
    for crime, asb in spans:
        figures = [[told(one) if one is not None else gone for one in (first, *[last] * 12)] for first, last in (crime, asb)]
        for monthly in (place(figures[0], figures[1]), place([*figures[0][:5], gone, *figures[0][6:]], figures[1])):
            found = view(words, monthly).trend
            missing = ", a month missing" if monthly.crime[5] is gone else ""
            yield f"crime {crime}, ASB {asb}{missing}", f"{found.title}. {found.note} {found.description}" if found else ""
    for months in (MONTHS[:2], MONTHS[1:], LONG[:24], LONG, tuple(str(month) for month in months_between(Month(2022, 7), Month(2025, 6)))):
        found = view(words, place([told(3)] * len(months), [told(1)] * len(months), months)).trend
        yield f"{len(months)} months", found.heading if found else ""
    parts = [told(4, "supplied_partial")] * 13
    for name, crime_figures, asb_figures in (
        ("reports of two months", parts, [told(2), told(5), *parts[2:]]),
        ("one month", [*parts[:12], told(3)], parts),
        ("none", parts, parts),
    ):
        found = view(words, place(crime_figures, asb_figures)).trend
        assert found
        yield f"supplied in full: {name}", f"{found.title}. {found.note} {found.description}"
    found = view(words, place([*[told(3)] * 12, gone], [told(2)] * 12 + [gone])).trend
    assert found
    yield "labels, last month missing", f"{found.crime_label} / {found.asb_label}"


def aparts(words: Words) -> Said:
    """What stands beside the figures because it is on no map, or not of this force."""
    for crimes, asb in ((0, 0), (1, 0), (2, 0), (0, 1), (0, 40), (1, 1), (40, 6)):
        found = apart.Apart(crimes, asb, {"cg": crimes}, "supplied", {"cg": (("Ambershire Police", crimes + asb),)} if crimes else {})
        yield f"neighbourhood, {crimes} and {asb}", " ".join(apart.view_apart(found, "cg", FORCE, NEWEST, words))
        counted = {"force_id": "l", "month": NEWEST, "state": "supplied"}
        pairs = (("burglary", crimes), (ASB, asb))
        rows = table(
            "force_series", *({**counted, "category": slug, "crimes": 2 * count, "unlocated": count, "elsewhere": count} for slug, count in pairs)
        )
        for places in (None, (3, 0, 0), (3, 1, 0), (3, 2, 0), (3, 0, 1), (3, 0, 2), (3, 1, 2), (3, 3, 0)):
            if places in {None, (3, 0, 0)} or crimes == 2:
                said = apart.view_force_apart(rows, NOWHERE, NEWEST, places, words)
                yield f"force, {crimes} and {asb}, neighbourhoods, without boundary, unreadable {places}", " ".join(said)
    for away in (1, 3):
        rows = table("force_series", {"force_id": "l", "month": NEWEST, "category": "burglary", "crimes": away, "unlocated": 0, "elsewhere": 0})
        yield f"force, {away} elsewhere", " ".join(apart.view_force_apart(rows, NOWHERE, NEWEST, (3, 0, 0), words))
    for state in ("not_supplied", "supplied_partial"):
        yield f"railways {state}", " ".join(apart.view_apart(apart.Apart(None, None, {}, state, {}), "cg", FORCE, NEWEST, words))


def outcomes(words: Words) -> Said:
    """What came of it, by what was supplied."""
    kinds = table(
        "outcome_kinds",
        *(
            {"outcome": outcome, "name": outcome.capitalize(), "group": group, "position": at}
            for at, (outcome, group) in enumerate((("charged", "charged"), ("open", "open"), ("unavailable", "unknown")))
        ),
    )

    def read(
        newest: dict[str | None, int],
        old: int,
        crime: str = "supplied",
        given: str = "supplied",
        months: tuple[str, ...] = LONG,
        releases: dict[str, str] | None = None,
    ) -> outcome_view.OutcomeView:
        crimes = [{"month": months[-1], "outcome": outcome, "crimes": count} for outcome, count in newest.items() if count]
        crimes += [{"month": months[0 if len(months) < 8 else -8], "outcome": "charged", "crimes": old}] if old else []
        rows = table("force_outcomes", *({"force_id": "l", "category": "burglary", **row} for row in crimes))
        behind = evidence(months, crime=every(crime, months), outcomes=every(given, months), releases=releases)
        return outcome_view.view_force_outcomes(outcome_view.read_outcomes(rows, kinds, behind, by=None, words=words), kinds, words)

    for newest in ("1000", "0100", "0010", "0001", "2000", "0300", "3921", "6903"):
        charged, still, silent, none = map(int, newest)
        yield (
            f"newest: {charged} ended, {still} open, {silent} unavailable, {none} blank",
            read({"charged": charged, "open": still, "unavailable": silent, None: none}, 0).newest,
        )
    for crime, given, old in product(("supplied", "supplied_partial", "not_supplied"), ("supplied", "not_supplied", "withheld", "never"), (0, 1, 40)):
        if old and crime == "not_supplied":
            continue
        found = read({}, old, crime, given)
        rows = ", ".join(f"{row.name} {row.crimes} {row.share}" for row in found.rows)
        yield f"crime {crime}, outcomes {given}, {old} old", found.missing or f"{found.caption} / {found.note} {' '.join(found.about)} {rows}"
    yield "few months", read({}, 0, months=MONTHS[-4:]).missing
    yield "not in this copy", read({}, 0, "not_in_copy").missing
    told = dict.fromkeys(LONG, LONG[-1])
    later = dict.fromkeys(LONG, str(Month.parse(LONG[-1]).plus(2)))
    folder, early = {**told, LONG[-8]: ""}, {**told, LONG[-8]: LONG[-5]}
    for name, releases in (("month folders", {}), ("one month folder", folder), ("an early release", early), ("a later release", later)):
        for number in (1, 40):
            found = read({"charged": number}, number, releases=releases)
            yield f"{name}, {number}", f"{found.note} {found.newest}"
    short = read({}, 3, months=MONTHS[-7:])
    yield "seven months", f"{short.caption}. {short.note}"
    part = outcome_view.read_outcomes(
        table("force_outcomes", {"force_id": "l", "category": "burglary", "month": LONG[-8], "outcome": "charged", "crimes": 3}), kinds,
        evidence(LONG, crime=every("supplied", LONG), outcomes=Supply(("supplied",) * 29 + ("not_supplied",), (None,) * 30)), by=None, words=words,
    )  # fmt: skip
    yield "a month without a file of outcomes", " ".join(part.about)
    shares = outcome_view._rows({"charged": 1, "open": 999}, outcome_view.group_names(words), 1000, words)
    yield "shares", ", ".join(row.share for row in shares)
    yield "in a narrow list", ", ".join(outcome_view.short_group_names(words).values())


def rates(words: Words) -> Said:
    """People, rates and forces beside one another."""
    for kind, year, people in product(("lsoa", "ward", "district"), (None, 2021), (880, 16_500, 576_750)):
        if kind == "lsoa" or people == 576_750:
            yield f"{people} people, {kind}, {year}", residents.residents_sentence(words, residents.Residents(people, year, kind))
    full = place([told(100)] * 13, [told(9)] * 13)
    gap = place([*[told(100)] * 6, told(None, "not_supplied"), *[told(100)] * 6], [told(9)] * 13)
    for (name, monthly), people, year in product((("whole", full), ("with a gap", gap)), (500, 20_000, 1_100_000), (None, 2021)):
        yield f"{name}, {people} people, {year}", " ".join(residents.rate_sentences(words, residents.Residents(people, year, "ward"), monthly))
    rows = (("a", 600, 10_000, 0.1), ("b", 601, 10_000, 0.001), ("c", 900, 10_000, 0.1), ("d", 9000, 500, 0.1), ("e", 100, 10_000, None))
    forces = table(
        "force_rates",
        *(
            {
                "force_id": one, "first_month": MONTHS[1], "last_month": NEWEST, "crimes": crimes, "people": people,
                "low": None if width is None else crimes * (1 - width), "high": None if width is None else crimes * (1 + width),
            }
            for one, crimes, people, width in rows
        ),
    )  # fmt: skip
    found = rates_view.view_rates(forces, {one: f"Force {one.upper()}" for one in "abcdef"}, "b", words)
    assert found
    yield "rates", f"{found.caption}. {' '.join(found.about)} {found.absent}"
    for row in found.rows:
        yield f"rates, {row.name}", f"{row.rate}, {row.span}; {row.verdict}; {row.remark}"
    own = rates_view.view_rates(forces, {one: f"Force {one.upper()}" for one in "abcde"}, "c", words)
    yield "rates beside another", ", ".join(row.verdict for row in own.rows) if own else ""


def streets(words: Words) -> Said:
    """The list of streets and the map in words."""
    for busy, quiet in ((0, 0), (0, 1), (0, 2), (0, 40), (1, 0), (1, 1), (2, 13), (90, 40)):
        listed = [street_view.Street(f"Lane {at}", at, 0, 2, at % 2, 2 + at % 2) for at in range(busy)]
        listed += [street_view.Street(f"Quiet {at}", at, 1, 0, 0, 0) for at in range(quiet)]
        for whole, crime_only in ((True, False), (True, True), (False, False)):
            found = street_view.view_streets(listed, NEWEST, words, whole=whole, crime_only=crime_only)
            where = street_view.where_sentence(listed, words, whole=whole, crime_only=crime_only)
            state = "in part" if not whole else "crime alone" if crime_only else "both"
            yield f"{busy} busy, {quiet} quiet, {state}", f"{found.heading} / {found.quiet} / {where}" if found else f"(no list) / {where}"
    nameless = street_view.view_streets([street_view.Street("", 1, 1, 1, 0, 1)], NEWEST, words, whole=True, crime_only=False)
    assert nameless
    yield "without a name", nameless.letters[0].streets[0].name
    for crimes, asb in product((0, 1, 2), (0, 1)):
        yield f"street with {crimes} and {asb}", street_view.street_counts(crimes, asb, words)


def countries(words: Words) -> Said:
    """All forces together, and forces in a list."""
    names = {"a": "Ambershire Police", "b": "Loamshire Constabulary", "c": "Wealdmoor Police"}
    for crime, asb in (
        (("supplied",) * 3, ("supplied",) * 3),
        (("supplied", "not_supplied", "supplied"), ("supplied",) * 3),
        (("supplied", "supplied_partial", "supplied_partial"), ("supplied", "supplied", "not_yet")),
        (("not_supplied", "withheld", "never"), ("supplied", "not_supplied", "not_supplied")),
        (("not_supplied",) * 3, ("not_supplied",) * 3),
        (("supplied_partial", "not_supplied", "not_supplied"), ("supplied", "never", "not_applicable")),
    ):
        supply = {
            dataset: {one: every(state, MONTHS[-1:]) for one, state in zip(names, states, strict=True)}
            for dataset, states in (("crime", crime), ("asb", asb))
        }
        state = f"crime {', '.join(crime)}; ASB {', '.join(asb)}"
        yield f"lede: {state}", national._lede(supply["crime"], MONTHS[-1:], words)
        yield f"lists: {state}", " ".join(f"{one.sentence} {' '.join(one.forces)}" for one in national._counted(supply, names, words))
        line = national._month_sum(12, supply["crime"], 0, words)
        yield f"month: {state}", f"{line.number} {line.forces}"
    yield "lede: no months", national._lede({"a": every("never", ())}, (), words)
    every_name = {**names, "btp": "British Transport Police"}
    forces = table("forces", *({"force_id": one, "name": name, "detail_supplied": False} for one, name in every_name.items()))
    places = (("a", "1"), ("b", "1"), ("b", "2"))
    areas = table("neighbourhoods", *({"force_id": force, "neighbourhood_id": at, "folder": at, "name": at} for force, at in places))
    coverage = table(
        "coverage",
        *({"dataset": "crime", "force_id": force, "month": month, "state": "supplied"} for force, month in (("a", NEWEST), ("b", MONTHS[3]))),
        {"dataset": "crime", "force_id": "b", "month": NEWEST, "state": "not_supplied"},
    )
    for months in (MONTHS, ()):
        for one in force_lines.force_lines(words, forces, areas, coverage, months):
            yield f"{one.name}, {len(months)} months", one.about
    for number in COUNTS:
        yield f"{number} crimes and reports", phrases.counts_phrase(words, Recorded(number), Recorded(number))
    for state in ("not_supplied", "withheld", "not_in_copy", "without_location"):
        yield f"no figures, {state}", phrases.no_figures_sentence(words, state, FORCE, words.month(NEWEST))
    yield "forces together", words.gettext("The forces counted here")


def doubted(words: Words) -> Said:
    names = {"a": "Loamshire Constabulary", "b": "Wealdmoor Police"}
    about: dict[str, str | int | float | None] = {
        "x": 1,
        "y": 1,
        "forces": "a b",
        "distance_km": 1234,
        "renewed": "2022-07",
        "text": None,
        "source": None,
    }
    for kind in doubtful.KINDS:
        row: dict[str, str | int | float | None] = {**about, "reason": doubtful.PREMISES, "premises": kind}
        yield f"{doubts.reason_name(doubtful.PREMISES, words)}: {kind}", doubts.doubt_of(row, words, names).text
    for reason in (doubtful.SHARED, doubtful.OUTSIDE, doubtful.RENEWAL):
        for forces in ("a", "a b"):
            row = {**about, "reason": reason, "forces": forces}
            yield f"{doubts.reason_name(reason, words)}: {forces}", doubts.doubt_of(row, words, names).text
    yield "operator", doubts.reason_name(doubtful.TOLD, words)


SCENES = (findings, tables, trends, aparts, outcomes, rates, streets, countries, doubted)
