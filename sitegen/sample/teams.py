"""Teams, priorities and meetings of the invented county, as the police API would answer."""

from __future__ import annotations

import json

from sitegen.sample.county import DYFFRYN_AEDDAN, FORCES, LOAMSHIRE, NEIGHBOURHOODS, Neighbourhood
from sitegen.sample.land import land

Json = dict[str, object] | list[dict[str, object]]

NO_BOUNDARY = {"force_id": LOAMSHIRE, "id": "NB99", "name": "Saltby Harbour Patrol"}
"""A neighbourhood in the force's list that has no boundary anywhere."""

_ENGLISH = (
    ("Ruth Hallam", "Inspector"),
    ("Tom Aldous", "Sergeant"),
    ("Nasreen Qureshi", "Sergeant"),
    ("Ben Fairweather", "Police Constable"),
    ("Ifeoma Okafor", "Police Constable"),
    ("Callum Reed", "Police Constable 4471"),
    ("Jolanta Wrzesień", "Police Constable"),
    ("Janet Pike", "PCSO"),
    ("Dylan Prothero", "PCSO"),
    ("Sunita Balgobind", "PCSO"),
    ("Leigh Sanderson", "PCSO"),
)
_WELSH = (
    ("Hywel Bevan-Rees", "Arolygydd / Inspector"),
    ("Nia Llwyd-Parri", "Rhingyll / Sergeant"),
    ("Gwenllian Tŷ-Coch", "Cwnstabl / Constable"),
    ("Iorwerth Môn", "SCCH / PCSO"),
    ("Samira Haddad", "SCCH / PCSO"),
)
_OFFICERS = {
    LOAMSHIRE: (
        ("Margaret Olusanya", "Chief Constable"),
        ("Peter Garrick", "Deputy Chief Constable"),
        ("Anita Desmond-Pugh", "Assistant Chief Constable"),
    ),
    DYFFRYN_AEDDAN: (("Eluned Cadwgan", "Prif Gwnstabl / Chief Constable"),),
}
_SCRIPT = "<script>document.title='x'</script>"


def api_files() -> dict[str, bytes]:
    """Every API answer by its path under the data folder."""
    files: dict[str, Json] = {"forces.json": [{"id": force.id, "name": force.name} for force in FORCES]}
    for force in FORCES:
        if force.rows:
            files[f"forces/{force.id}.json"] = {
                "id": force.id,
                "name": force.name,
                "url": f"https://www.{force.id}.example/",
                "telephone": "101",
                "description": f"<p>{force.name} looks after the invented county&rsquo;s people.</p>" + _SCRIPT,
                "engagement_methods": [{"title": "Facebook", "type": "facebook", "url": f"https://facebook.example/{force.id}", "description": None}],
            }
            files[f"forces/{force.id}/people.json"] = [
                {"name": name, "rank": rank, "bio": None, "contact_details": {}} for name, rank in _OFFICERS[force.id]
            ]
            listed: list[dict[str, object]] = [{"id": hood.id, "name": hood.name} for hood in NEIGHBOURHOODS if hood.force_id == force.id]
            if force.id == LOAMSHIRE:
                listed.append({"id": NO_BOUNDARY["id"], "name": NO_BOUNDARY["name"]})
            files[f"{force.id}/neighbourhoods.json"] = sorted(listed, key=lambda entry: str(entry["name"]))
    for number, hood in enumerate(NEIGHBOURHOODS):
        files.update(_neighbourhood(number, hood))
    return {
        f"policing/{path}": (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode() for path, body in sorted(files.items())
    }


def boundary_answer(number: int) -> bytes:
    """A neighbourhood's boundary as the API gives it: one closed ring of texts with ten decimals."""
    ring = land().outline({number})[0][0]
    return (json.dumps([{"latitude": f"{lat:.10f}", "longitude": f"{lon:.10f}"} for lon, lat in ring], indent=1) + "\n").encode()


def _neighbourhood(number: int, hood: Neighbourhood) -> dict[str, Json]:
    """What is supplied for one neighbourhood: all of it for the first, less for others, nothing for some."""
    path = f"{hood.force_id}/{hood.id}"
    if hood.id in {"cwm-eira", "CPT WSM"}:
        return {}
    files: dict[str, Json] = {f"{path}.json": _detail(number, hood)}
    team = _WELSH if hood.force_id == DYFFRYN_AEDDAN else _ENGLISH[: 11 if number == 0 else 3 + number % 4]
    people: list[dict[str, object]] = [{"name": name, "rank": rank, "bio": None, "contact_details": {}} for name, rank in team]
    if number == 1:
        people.append({"name": "", "rank": "PCSO", "bio": None, "contact_details": {}})
    files[f"{path}/people.json"] = [] if hood.id == "HayX" else people
    if number == 0:
        files[f"{path}/priorities.json"] = _rich_priorities()
        files[f"{path}/events.json"] = _rich_events()
    elif hood.id not in {"Nl-6", "Cwm Eira"}:
        files[f"{path}/priorities.json"] = _few_priorities(hood)
        files[f"{path}/events.json"] = _few_events(number, hood)
    return files


def _detail(number: int, hood: Neighbourhood) -> dict[str, object]:
    ring = land().outline({number})[0][0]
    lon, lat = (sum(point[side] for point in ring) / len(ring) for side in (0, 1))
    slug = hood.id.lower().replace(" ", "-").replace(".", "-")
    welsh = hood.force_id == DYFFRYN_AEDDAN
    text = (
        "<p>Ardal wledig gyda marchnad bob dydd Mercher.</p><p>A country area with a market every Wednesday.</p>"
        if welsh
        else f'<p>Your team covers {hood.name}, its schools &amp; its shops.</p>{_SCRIPT}<p><a href="javascript:alert(1)">Do not press</a> '
        '<a href="https://www.loamshire.example/news">Read our news</a></p>'
    )
    return {
        "id": hood.id,
        "name": hood.name,
        "url_force": f"https://www.{hood.force_id}.example/{slug}",
        "population": "0" if number % 3 else str(19400 + 311 * number),
        "centre": {"latitude": f"{lat:.5f}", "longitude": f"{lon:.5f}"},
        "description": text,
        "contact_details": {
            "email": f"{slug}@{hood.force_id}.example",
            "telephone": "101",
            "web": f"https://www.{hood.force_id}.example/{slug}",
            "facebook": f"https://facebook.example/{slug}",
            "twitter": "not a link" if number == 1 else f"https://x.example/{slug}",
            "bebo": "https://bebo.example/x",
        },
        "links": [
            {"title": "Market Loam Town Council", "url": "https://council.loamshire.example/", "description": None},
            {"title": "A bad link", "url": "javascript:alert(1)", "description": None},
        ],
        "locations": [
            {
                "type": "station",
                "name": f"{hood.name} Police Station",
                "address": "Moat Street\n, Market Loam",
                "postcode": "LM1 2BD" if not welsh else "AE1 2BD",
                "latitude": None,
                "longitude": None,
                "description": None,
            },
            {
                "type": None,
                "name": None,
                "address": "The Old Library, Sheep Street",
                "postcode": "LM1 3CA",
                "latitude": "A",
                "longitude": "B",
                "description": None,
            },
        ][: 2 if number == 0 else 1],
    }


def _priority(issue: str, raised: str, action: str | None = None, acted: str | None = None) -> dict[str, object]:
    return {"issue": issue, "issue-date": f"{raised}T00:00:00", "action": action, "action-date": acted and f"{acted}T00:00:00"}


def _rich_priorities() -> list[dict[str, object]]:
    return [
        _priority(
            "<p><strong>Shoplifting on High Street and Corn Market</strong></p>"
            "<p>Shopkeepers told the team that the same few people come back week after week.</p>",
            "2025-03-12",
            "<p>Daily foot patrols from 10am to 6pm. Three people have been charged.</p>",
            "2025-06-18",
        ),
        _priority("Bikes ridden fast through Castle Green", "2025-04-30", "Chicane gates agreed with the town council.", "2025-06-03"),
        _priority(
            "<p>Drug dealing near the station car park</p>",
            "2025-01-20",
            "<ul><li>A search warrant led to two arrests.</li><li>New lighting is due.</li></ul>",
            "2025-05-21",
        ),
        _priority("Parking that blocks the pavement on Mill Lane", "2025-06-24"),
    ]


def _few_priorities(hood: Neighbourhood) -> list[dict[str, object]]:
    if hood.force_id == DYFFRYN_AEDDAN:
        return [
            _priority(
                "Gyrru&rsquo;n rhy gyflym ar Heol y Bont / Speeding on Heol y Bont",
                "2025-05-06",
                "Mesurwyd cyflymder / Speeds were measured.",
                "2025-06-10",
            )
        ]
    return [
        _priority("Speeding past the primary school", "2025-05-06", "Speed checks on four mornings.", "2025-06-10"),
        _priority("Fly-tipping in the lanes", "2025-06-02"),
    ]


def _event(title: str, start: str, end: str, address: str, description: str | None = None, kind: str = "meeting") -> dict[str, object]:
    return {"title": title, "type": kind, "start_date": start, "end_date": end, "description": description, "address": address, "contact_details": {}}


def _rich_events() -> list[dict[str, object]]:
    return [
        _event(
            "Beat meeting: shoplifting and summer evenings",
            "2025-07-31T18:30:00",
            "2025-07-31T20:00:00",
            "Guildhall, Market Place, Market Loam LM1 4QA",
            "<p>Anyone may come.</p>",
        ),
        _event("Street surgery", "2025-08-09T10:00:00", "2025-08-09T12:00:00", "Outside the library, Corn Market"),
        _event("Bike marking, free", "2025-08-20T15:00:00", "2025-08-20T18:00:00", "Castle Green, playground gate", kind="other"),
        _event("Beat meeting", "2025-06-24T18:30:00", "2025-06-24T20:00:00", "Guildhall"),
        _event("Street surgery", "2025-06-07T10:00:00", "2025-06-07T09:00:00", "Corn Market"),
        _event("Beat meeting", "2025-05-29T18:30:00", "2025-05-29T20:00:00", "Guildhall"),
        _event("Street surgery", "2025-05-10T10:00:00", "2025-05-10T12:00:00", "Station Road"),
        _event("Beat meeting", "2025-04-24T18:30:00", "2025-04-24T20:00:00", "St Ebba's Hall"),
    ]


def _few_events(number: int, hood: Neighbourhood) -> list[dict[str, object]]:
    if hood.force_id == DYFFRYN_AEDDAN:
        return [
            _event("Cyfarfod y gymuned / Community meeting", f"2025-07-{10 + number}T19:00:00", f"2025-07-{10 + number}T20:30:00", "Neuadd y Pentref")
        ]
    return [_event("Beat meeting", f"2025-07-{10 + number}T19:00:00", f"2025-07-{10 + number}T20:00:00", "Village Hall", None)]
