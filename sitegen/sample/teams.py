"""Teams, priorities and meetings of the invented land, as the police API would answer."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sitegen.sample.chance import uniform
from sitegen.sample.county import LOAMSHIRE, Force, Neighbourhood
from sitegen.sample.crime_kinds import PLACES
from sitegen.sample.material import read_material
from sitegen.sample.team_names import invent_names
from sitegen.sample.world import World

Json = dict[str, object] | list[dict[str, object]]

TODAY = date(2025, 6, 30)
"""The day the answers were saved."""

NO_BOUNDARY = {"force_id": LOAMSHIRE, "id": "NB99", "name": "Saltby Harbour Patrol"}
"""A neighbourhood in the force's list that has no boundary anywhere."""

SILENT = frozenset({"cwm-eira", "CPT WSM"})
"""Neighbourhoods of the county of which the force says nothing; elsewhere every thirteenth is like them."""
UNASKED = frozenset({"cwm-eira"})
"""Those of the silent that nobody asked for; elsewhere every second of them."""
EMPTY_TEAM, WITHOUT_PRIORITIES, NAMELESS = frozenset({"HayX"}), frozenset({"Nl-6", "Cwm Eira"}), frozenset({"NB02"})
RICH_PEOPLE, RICH_PRIORITIES, RICH_MEETINGS = 11, 10, 10

_PARTS = ("people", "priorities", "events")
_TEXTS = read_material("team_texts.toml")
_SCRIPT = "<script>document.title='x'</script>"


def api_files(world: World, seed: int) -> dict[str, bytes]:
    """Every API answer by its path under the data folder; the first neighbourhood of Loamshire, or of all, is the richest."""
    files: dict[str, Json] = {"forces.json": [{"id": force.id, "name": force.name} for force in world.forces]}
    for force in world.forces:
        if force.rows:
            files.update(_force_files(world, force, seed))
    streets, centres = _streets(world), _centres(world)
    forces = {force.id: force for force in world.forces}
    richest = next((number for number, hood in enumerate(world.neighbourhoods) if hood.force_id == LOAMSHIRE), 0)
    for number, hood in enumerate(world.neighbourhoods):
        if hood.id not in SILENT and number % 13 != 12:
            place = _Place(number, hood, forces[hood.force_id].welsh, number == richest, streets[number], centres[number], seed)
            files.update(_neighbourhood(place))
    return {
        f"policing/{path}": (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode() for path, body in sorted(files.items())
    }


def inventory_file(world: World, answers: Collection[str]) -> tuple[str, bytes]:
    """What a fetch would have noted of these answers, by their paths: those that were asked for and that the API does not have."""
    absent: list[str] = []
    for number, hood in enumerate(world.neighbourhoods):
        if hood.id not in UNASKED and number % 26 != 25:
            place = f"policing/{hood.force_id}/{hood.id}"
            absent += [path for path in (f"{place}.json", *(f"{place}/{part}.json" for part in _PARTS)) if path not in answers]
    noted = {"absent": dict.fromkeys(sorted(absent), f"{TODAY}T06:00:00Z"), "datasets": {}, "files": {}, "format": 1}
    return "inventory.json", (json.dumps(noted, ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class _Place:
    """A neighbourhood and what its texts are made from."""

    number: int
    hood: Neighbourhood
    welsh: bool
    rich: bool
    streets: tuple[str, ...]
    centre: tuple[float, float] | None
    seed: int

    @property
    def path(self) -> str:
        return f"{self.hood.force_id}/{self.hood.id}"

    def draws(self, what: str, count: int) -> list[float]:
        return [float(draw) for draw in uniform(self.seed, f"{self.path} {what}", count)]

    def filled(self, text: str, number: int) -> str:
        """A text with one of the neighbourhood's streets."""
        return text.replace("{street}", self.streets[number % len(self.streets)])


def _force_files(world: World, force: Force, seed: int) -> dict[str, Json]:
    ranks = _TEXTS["welsh_officer_ranks"] if force.welsh else _TEXTS["officer_ranks"]
    officers = invent_names(welsh=force.welsh, seed=seed, purpose=f"{force.id} officers", count=len(ranks))
    listed: list[dict[str, object]] = [{"id": hood.id, "name": hood.name} for hood in world.neighbourhoods if hood.force_id == force.id]
    if force.id == LOAMSHIRE:
        listed.append({"id": NO_BOUNDARY["id"], "name": NO_BOUNDARY["name"]})
    return {
        f"forces/{force.id}.json": {
            "id": force.id,
            "name": force.name,
            "url": f"https://www.{force.id}.example/",
            "telephone": "101",
            "description": f"<p>{force.name} looks after the invented land&rsquo;s people.</p>" + _SCRIPT,
            "engagement_methods": [{"title": "Facebook", "type": "facebook", "url": f"https://facebook.example/{force.id}", "description": None}],
        },
        f"forces/{force.id}/people.json": [_person(name, rank) for name, rank in zip(officers, ranks, strict=True)],
        f"{force.id}/neighbourhoods.json": sorted(listed, key=lambda entry: str(entry["name"])),
    }


def _neighbourhood(place: _Place) -> dict[str, Json]:
    """What is supplied for one neighbourhood: all of it for the richest, less for others."""
    files: dict[str, Json] = {f"{place.path}.json": _detail(place), f"{place.path}/people.json": _people(place)}
    if place.hood.id not in WITHOUT_PRIORITIES and place.number % 13 != 10:
        files[f"{place.path}/priorities.json"] = _priorities(place)
        files[f"{place.path}/events.json"] = _events(place)
    return files


def _person(name: str, rank: str) -> dict[str, object]:
    return {"name": name, "rank": rank, "bio": None, "contact_details": {}}


def _people(place: _Place) -> list[dict[str, object]]:
    """The team by rank; now and then with a collar number, or somebody whose name is not given."""
    if place.hood.id in EMPTY_TEAM:
        return []
    size, numbers = place.draws("team", 2)
    count = RICH_PEOPLE if place.rich else 2 + int(size * size * 8)
    # The smallest teams have no inspector of their own.
    ranks = sorted(_TEXTS["ranks"][:count] if count > 3 else _TEXTS["ranks"][2 : 2 + count], key=list(_TEXTS["welsh_ranks"]).index)
    names = invent_names(welsh=place.welsh, seed=place.seed, purpose=place.path, count=count)
    people = [_person(name, _TEXTS["welsh_ranks"][rank] if place.welsh else rank) for name, rank in zip(names, ranks, strict=True)]
    constable = next((person for person in people if person["rank"] == "Police Constable"), None)
    if constable and (place.rich or numbers < 0.3):
        constable["rank"] = f"Police Constable {4000 + int(numbers * 900)}"
    if place.hood.id in NAMELESS:
        people.append(_person("", "PCSO"))
    return people


def _detail(place: _Place) -> dict[str, object]:
    hood = place.hood
    slug = hood.id.lower().replace(" ", "-").replace(".", "-")
    text = (
        f"<p>Ardal {hood.name}, gyda marchnad bob dydd Mercher.</p><p>The area of {hood.name}, with a market every Wednesday.</p>"
        if place.welsh
        else f'<p>Your team covers {hood.name}, its schools &amp; its shops.</p>{_SCRIPT}<p><a href="javascript:alert(1)">Do not press</a> '
        '<a href="https://www.loamshire.example/news">Read our news</a></p>'
    )
    postcode = "AE1 2BD" if place.welsh else "LM1 2BD"
    stations = [
        ("station", f"{hood.name} Police Station", f"{place.streets[0]}\n, {hood.name}", postcode, None),
        (None, None, f"The Old Library, {place.streets[-1]}", "AE1 3CA" if place.welsh else "LM1 3CA", "A"),
    ]
    return {
        "id": hood.id,
        "name": hood.name,
        "url_force": f"https://www.{hood.force_id}.example/{slug}",
        "population": "0" if place.number % 3 else str(4400 + 311 * (place.number % 50)),
        "centre": {"latitude": f"{place.centre[1]:.5f}", "longitude": f"{place.centre[0]:.5f}"} if place.centre else None,
        "description": text,
        "contact_details": {
            "email": f"{slug}@{hood.force_id}.example",
            "telephone": "101",
            "web": f"https://www.{hood.force_id}.example/{slug}",
            "facebook": f"https://facebook.example/{slug}",
            "twitter": "not a link" if hood.id in NAMELESS else f"https://x.example/{slug}",
            "bebo": "https://bebo.example/x",
        },
        "links": [
            {"title": "Market Loam Town Council", "url": "https://council.loamshire.example/", "description": None},
            {"title": "A bad link", "url": "javascript:alert(1)", "description": None},
        ],
        "locations": [
            {"type": kind, "name": name, "address": address, "postcode": code, "latitude": at, "longitude": at, "description": None}
            for kind, name, address, code, at in stations[: 2 if place.rich else 1]
        ],
    }


def _priorities(place: _Place) -> list[dict[str, object]]:
    """Newest first: some without an action, some years old, of one only the issue is known."""
    texts = _TEXTS["welsh_priorities"] if place.welsh else _TEXTS["priorities"]
    count_draw, start, *luck = place.draws("priorities", 2 + 2 * RICH_PRIORITIES)
    count = RICH_PRIORITIES if place.rich else int(count_draw * 6)
    found: list[dict[str, object]] = []
    for at in range(count):
        issue, action = texts[(int(start * len(texts)) + 3 * at) % len(texts)]
        if place.rich and at == 0:
            issue, action = _TEXTS["long_priority"]
        raised = TODAY - timedelta(days=6 + int(at * 45 * (0.5 + luck[2 * at])) + (900 if at >= 7 or luck[2 * at + 1] > 0.93 else 0))
        acted = min(raised + timedelta(days=12 + int(60 * luck[2 * at + 1])), TODAY)
        done = bool(action) and luck[2 * at + 1] > 0.15
        found.append(
            {
                "issue": place.filled(issue, at),
                "issue-date": f"{raised}T00:00:00",
                "action": place.filled(action, at) if done else None,
                "action-date": f"{acted}T00:00:00" if done else None,
            }
        )
    return found


def _events(place: _Place) -> list[dict[str, object]]:
    """Coming and past meetings, in no order, as in life; one of the richest ends before it begins."""
    texts = _TEXTS["welsh_meetings"] if place.welsh else _TEXTS["meetings"]
    count_draw, start, *luck = place.draws("meetings", 2 + 2 * RICH_MEETINGS)
    count = RICH_MEETINGS if place.rich else int(count_draw * 5)
    found: list[dict[str, object]] = []
    for at in range(count):
        kind, title, where, begins, ends = texts[(int(start * len(texts)) + at) % len(texts)]
        days = int(4 + 55 * luck[2 * at])
        day = TODAY + timedelta(days=days if at % 2 == 0 or (place.rich and at < 6) else -days)
        if place.rich and at == RICH_MEETINGS - 1:
            begins, ends = ends, begins
        note = _TEXTS["meeting_notes"][int(luck[2 * at + 1] * len(_TEXTS["meeting_notes"]))]
        found.append(
            {
                "title": title,
                "type": kind,
                "start_date": f"{day}T{begins}:00",
                "end_date": f"{day}T{ends}:00",
                "description": note or None,
                "address": place.filled(where, at + int(luck[2 * at + 1] * 5)),
                "contact_details": {},
            }
        )
    return found


def _streets(world: World) -> list[tuple[str, ...]]:
    """A few street names of each neighbourhood; of one without snap points, the High Street every place has."""
    points = world.points
    order = np.lexsort((np.arange(len(points.name)), points.neighbourhood))
    starts = np.searchsorted(points.neighbourhood[order], np.arange(len(world.neighbourhoods) + 1))
    found = []
    for number in range(len(world.neighbourhoods)):
        own = order[starts[number] : starts[number + 1]]
        names = dict.fromkeys(points.name[own[:: max(1, len(own) // 12)]].tolist())
        found.append(tuple(name for name in names if name not in PLACES and ", " not in name) or ("High Street",))
    return found


def _centres(world: World) -> list[tuple[float, float] | None]:
    """The middle of each neighbourhood's snap points in degrees."""
    points = world.points
    inside, count = points.neighbourhood >= 0, len(world.neighbourhoods)
    number = np.bincount(points.neighbourhood[inside], minlength=count)
    east, north = (np.bincount(points.neighbourhood[inside], column[inside], minlength=count) for column in (points.lon, points.lat))
    return [(float(e / n), float(y / n)) if n else None for e, y, n in zip(east, north, number, strict=True)]
