"""What is said of the ground of neighbourhoods before the window, in every state of what is known of it."""

from __future__ import annotations

from sitegen.artefacts.sections.ground_view import view_ground, view_grounds
from sitegen.artefacts.sections.history_view import view_years
from sitegen.artefacts.sections.records import Neighbourhood
from sitegen.artefacts.text.words import Words
from sitegen.rules import GROUND_REASONS
from tests.artefacts.every_state import Said
from tests.artefacts.inputs import table

PLACES = tuple(
    Neighbourhood(key, key.lower(), key, None, "", None, detail_supplied=True, people_supplied=True, priorities_supplied=True, events_supplied=True)
    for key in ("A", "B")
)


def grounds(words: Words) -> Said:
    """Grounds told since one boundary and many, with every reason why nothing older is; forces of which all, some and none are told."""
    told = {"neighbourhood_id": "A", "force_id": "kent", "since": "2015-12", "first_month": "2016-01", "points": 80}
    for why, at, moved in (("not-supplied", None, None), ("not-there", "2014-03", None), ("changed", "2014-03", 24)):
        for months in (["2015-12"], ["2015-12", "2016-01", "2019-06"]):
            row = table("unchanged_grounds", {**told, "boundaries": months, "why": why, "at": at, "moved": moved})
            ground = view_ground(row, "A", words)
            yield f"ground: {why} {moved or ''}, {len(months)} boundaries", f"{ground.told} {ground.older}" if ground else ""
    for number in (2, 1, 0):
        rows = [{**told, "neighbourhood_id": key, "boundaries": ["2015-12"], "why": "not-supplied"} for key in ("A", "B")[:number]]
        rest = [{"force_id": "kent", "neighbourhood_id": why, "why": why} for why in (GROUND_REASONS if number < 2 else ())]
        view = view_grounds(table("unchanged_grounds", *rows, *rest), PLACES, "2025-01", words)
        yield f"force: {number} of 2", f"{view.told} {view.others}" if view else ""
    of = {"force_id": "kent", "neighbourhood_id": "A", "year": "2022", "category": "crime", "supplied": 12, "partly": 0, "renewed": "2022-07"}
    (year,) = view_years(table("long_place_years", of), (), words)
    yield "year: renewed map points", year.crime.why
