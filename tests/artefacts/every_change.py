"""Every state of a year against the year before, and what its sentences say there: scenes for `test_every_sentence`."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from sitegen.artefacts.sections import alike_view, change_view, changes, series, usual_view, year_view
from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.words import Words
from tests.artefacts.every_state import ASB, CATEGORIES, FORCE, LONG, MONTHS, NEWEST, YEAR, Said, place, told
from tests.artefacts.inputs import evidence, table


def change_of(now: int, before: int, compared: str = YEAR) -> changes.Change:
    few, ratio = now + before < 20, now / max(before, 1)
    verdict = "few" if few else "more" if ratio > 1.5 else "fewer" if ratio < 0.7 else "unclear"
    return changes.Change(compared, before, now, NEWEST, 1.0, verdict, None if few else 0.05)


def unclear(change: changes.Change) -> dict[str, changes.Change]:
    """The states in which nothing can be said of counts that are not few."""
    return {
        "a change of 36 in 100 would show": change._replace(verdict="unclear", visible=0.359),
        "a doubling would show": change._replace(verdict="unclear", visible=1.2),
        "many that vary": change._replace(before=3234, now=3100, dispersion=11.9, verdict="unclear", visible=0.32),
        "many that vary wildly": change._replace(before=3234, now=3100, dispersion=90.0, verdict="unclear", visible=1.2),
        "stepped": change._replace(verdict="stepped", step="2025-04"),
    }


def years(words: Words) -> Said:
    """A year against the year before, of each kind of crime with its chart."""
    gaps = YEAR.replace("2025-01 ", "")
    gone, half = told(None, "not_supplied"), told(3, "supplied_partial")
    monthly = place([told(3)] * len(LONG), [told(2)] * len(LONG), LONG)
    pairs = ((0, 1), (0, 0), (1, 0), (4, 6), (18, 1), (120, 61), (61, 120), (1183, 1201))
    for now, before in pairs:
        for compared in (YEAR, gaps):
            name = f"{now}, {before} before, {len(compared.split())} months"
            yield name, year_view.told([now], change_of(now, before, compared), words)
    for state, odd in unclear(change_of(110, 95)).items():
        yield f"110, 95 before: {state}", year_view.told([110], odd, words)
    for state, numbers_of, compared in (
        ("two years", [told(3)] * len(LONG), YEAR),
        ("up and down", [told(at % 7) for at in range(len(LONG))], YEAR),
        ("a gap", [*[told(3)] * 20, gone, *[told(3)] * 6, half, told(3), told(3)], gaps),
        ("a gap before", [*[told(3)] * 8, gone, *[told(3)] * (len(LONG) - 9)], gaps),
    ):
        drawn = place(numbers_of, [told(2)] * len(LONG), LONG)
        for comparing in (change_of(36, 20, compared), None):
            one = year_view.view_year(year_view.all_crime(drawn, words), comparing, evidence(LONG), words)
            assert one
            yield f"chart, {state}, {'compared' if comparing else 'alone'}", f"{one.title}. {one.note} {one.description} {one.rows[-3]}"
    for months in (MONTHS[-2:], MONTHS[1:]):
        one = year_view.view_year(
            year_view.all_crime(place([told(3)] * len(months), [told(2)] * len(months), months), words), None, evidence(months), words
        )
        assert one
        yield f"chart, {len(months)} months", f"{one.title}. {one.note} {one.description}"
    ended = replace(CATEGORIES[0], last_month="2025-03")
    drawn = replace(monthly, by_category={**monthly.by_category, "burglary": (*[3] * (len(LONG) - 3), None, None, None)})
    counted = year_view.counted_of(drawn, ended)
    assert counted
    one = year_view.view_year(counted, None, evidence(LONG), words)
    assert one
    yield "a kind that ended", f"{one.rows[-1]}"


def kinds_together(words: Words) -> Said:
    """What one sentence says of all kinds of crime, and a place beside its force."""
    gaps = YEAR.replace("2025-01 ", "")
    monthly = place([told(3)] * len(LONG), [told(2)] * len(LONG), LONG)
    kinds = [series.Category(slug, slug.capitalize(), "", True) for slug in "abcdefghijk"]
    several = replace(monthly, by_category={**{one.slug: (3,) * len(LONG) for one in kinds}, ASB: (2,) * len(LONG)})
    states = {"same": change_of(1183, 1201), "up": change_of(120, 61), "down": change_of(61, 120), "few": change_of(4, 6), "none": None}
    for told_of in product((0, 1, 2), (0, 2), (0, 2), (0, 1)):
        wanted = [*["up"] * told_of[0], *["down"] * (told_of[0] - 1), *["same"] * told_of[1], *["few"] * told_of[2], *["none"] * told_of[3]]
        if not wanted:
            continue
        there = replace(several, by_category={**{one.slug: (3,) * len(LONG) for one in kinds[: len(wanted)]}, ASB: (2,) * len(LONG)})
        by = {one.slug: known for one, state in zip(kinds, wanted, strict=False) if (known := states[state])}
        view = change_view.view_change(there, [*kinds, CATEGORIES[2]], by, evidence(LONG), words)
        assert view
        yield f"kinds: {', '.join(wanted)}", view.sentence
    view = change_view.view_change(monthly, CATEGORIES, {"crime": change_of(120, 61), "burglary": change_of(120, 61, gaps)}, evidence(LONG), words)
    assert view
    yield "other months than all crime", view.kinds[1].told
    whole = {"up": change_of(120, 61), "few": change_of(4, 6), "same": change_of(1183, 1201), **unclear(change_of(110, 95))}
    for state, one in whole.items():
        view = change_view.view_change(several, [*kinds, CATEGORIES[2]], {"crime": one, "a": change_of(120, 61)}, evidence(LONG), words)
        assert view
        yield f"all crime: {state}", view.sentence
    for state in ("up", "down"):
        for slug in (ASB, "crime"):
            by = {one: known for one, known in (("a", states["same"]), (slug, states[state])) if known}
            view = change_view.view_change(several, [*kinds, CATEGORIES[2]], by, evidence(LONG), words)
            assert view
            yield f"{slug} {state}", view.sentence
    for compared, people in product((YEAR, gaps), ({}, {"cg": 10_000, "ff": 390_000}, {"cg": 500, "ff": 390_000})):
        together = change_of(39_990, 40_020, compared)
        beside = changes.Beside(FORCE, 2, together, people)
        own = {"crime": change_of(1183, 1201, compared), "burglary": change_of(120, 61, compared), "robbery": change_of(61, 120)}
        state = f"{len(compared.split())} months, {people.get('cg', 'unknown')} people"
        view = change_view.view_change(monthly, CATEGORIES, own, evidence(LONG), words)
        assert view
        yield f"{state}: compared", f"{view.months} {view.left_out} / {' / '.join(kind.told for kind in view.kinds)}"
        yield f"{state}: together", change_view.beside_sentence(beside, words)
        force = {"crime": together, "burglary": change_of(4000, 1, compared)}
        few = {"crime": change_of(19, 1, compared), "burglary": change_of(1, 1, compared)}
        for others in (1, 2):
            places: dict[str | None, dict[str, changes.Change]] = {None: force, "cg": own, **{f"few {number}": few for number in range(others)}}
            usual = usual_view.view_usual("cg", "Castle Gate", own, usual_view.read_usuals(places, beside, CATEGORIES), words)
            assert usual
            yield f"{state}, {others} with few: usual", f"{usual.note} {usual.place}, {usual.each}, {usual.force}. {usual.scale}"
        for burglaries in (1, 120, 900):
            here = {**own, "burglary": change_of(burglaries, 61, compared)}
            many: dict[str | None, dict[str, changes.Change]] = {None: force, "cg": here, **{f"p {number}": own for number in range(12)}}
            living = {**people, **{f"p {number}": 10_000 for number in range(12)}} if people else people
            read = usual_view.read_usuals(many, replace(beside, people=living), CATEGORIES)
            usual = usual_view.view_usual("cg", "Castle Gate", here, read, words)
            assert usual
            yield f"{state}, {burglaries} burglaries: range", usual.beyond
        usual = usual_view.view_usual(
            "cg", "Castle Gate", own, usual_view.read_usuals({None: force, "cg": own, "ff": own}, beside, CATEGORIES), words
        )
        assert usual
        yield f"{state}: usual", f"{usual.each}. {usual.scale}"


def alike_places(words: Words) -> Said:
    """A place beside those like it: none, too few, and enough of them; people known and not; more, as many and fewer crimes."""
    places = [Neighbourhood(f"p{at}", f"f{at}", f"Place {at}", None, "", None, *(True,) * 4) for at in range(12)]
    for number, others, people, crimes in product((0, 9, 12), (0, 1, 2, 3, 8), (None, 4000), (20, 300, 3000)):
        row = {"first_month": "2024-07", "last_month": "2025-06", "people": people, "town_centre": 0.124, "shops": 0.0, "travel": 0.09}
        rows = [
            {**row, "neighbourhood_id": f"p{at}", "crimes": crimes if at == 0 else 250 + 20 * at, "area_km2": 3.14 + 10 * at} for at in range(number)
        ]
        pairs = [
            {"neighbourhood_id": f"p{one}", "other_id": f"p{(one + at) % 12}", "distance": 0.5}
            for one in range(number)
            for at in range(1, others + 1)
        ]
        read = alike_view.read_alike(table("place_features", *rows), table("alike", *pairs))
        view = alike_view.view_alike(places[0], places, FORCE, read, words)
        yield (
            f"{number} places, {others} alike, people {people}, {crimes} crimes",
            f"{view.note} {[row.size for row in view.rows[:2]]} {view.spread} {view.range}" if view else "nothing",
        )
        if view and crimes == 20 and number == 12:
            unlike = alike_view.view_alike(Neighbourhood("q", "q", "Q", None, "", None, *(True,) * 4), places, FORCE, read, words)
            yield f"unknown, people {people}", unlike.note if unlike else "nothing"
