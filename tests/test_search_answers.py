"""What is typed into the search leads somewhere: what stands first in the answer, and the page that Enter opens, for the county and for real data."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
FILES_MOST = 2
SAID_ALONE = {"call", "empty", "form", "scotland", "uncovered", "unnamed"}
"""Answers that a sentence gives, with the way to the list of places."""


class Case(NamedTuple):
    """What is typed; how it is answered; what stands first, how many places it is where they are several, and where it leads.

    `opens` says that Enter goes there without a list.
    """

    typed: str
    kind: str
    first: str = ""
    way: str = ""
    opens: bool = False
    places: int = 0


@dataclass(frozen=True)
class Found:
    """An answer as the search gives it, and the files that were read for it."""

    kind: str
    first: str
    way: str
    opens: str
    places: int
    asked: list[str]


def ask(site: Path, cases: list[Case]) -> dict[str, Found]:
    """The answers of a built site's search, by what was typed."""
    lines = "\n".join(json.dumps(case.typed) for case in cases)
    script = ROOT / "tests/scripts/answers_of.js"
    done = subprocess.run(["node", script, site], input=lines, capture_output=True, text=True, check=True)
    return {case.typed: _found(json.loads(line)) for case, line in zip(cases, done.stdout.splitlines(), strict=True)}


def _found(answer: dict[str, Any]) -> Found:
    first = answer["first"] or {"text": "", "way": "", "places": 0}
    return Found(answer["kind"], first["text"], first["way"].split("#")[0], answer["opens"].split("#")[0], first["places"], answer["asked"])


COUNTY = [
    Case("castle gate", "named", "Castle Gate", "loamshire/nb01/", opens=True),
    Case("castle", "named", "Castle Lake", "loamshire/nb04/"),
    Case("Castle Gate, Loamshire", "named", "Castle Gate", "loamshire/nb01/", opens=True),
    Case("aberaeddan", "named", "Aberaeddan", "dyffryn-aeddan/nb01/", opens=True),
    Case("aber aeddan", "named", "Aberaeddan", "dyffryn-aeddan/nb01/", opens=True),
    Case("Pen-y-Bryn", "named", "Pen-y-Bryn", "dyffryn-aeddan/ab.3/", opens=True),
    Case("pen y bryn", "named", "Pen-y-Bryn", "dyffryn-aeddan/ab.3/", opens=True),
    Case("st ebbas", "named", "St Ebba's", "loamshire/nb04/", opens=True),
    Case("saint ebba's", "named", "St Ebba's", "loamshire/nb04/", opens=True),
    Case("abbey fields", "named", "Abbey Fields & Westgate", "loamshire/nb02/", opens=True),
    Case("westgate", "named", "Westgate", "loamshire/nb02/", opens=True),
    Case("belt", "named", "Long Belt", "loamshire/nb20/", opens=True),
    Case("LM1", "part", "Abbey Fields & Westgate", "loamshire/nb02/"),
    Case("LM1 1AA", "named", "Castle Gate", "loamshire/nb01/", opens=True),
    Case("lm1 1", "part", "Abbey Fields & Westgate", "loamshire/nb02/"),
    Case("LM", "outcodes", "LM1", "postcodes/lm1/"),
    Case("LM1 9ZZ", "choose", "Castle Gate", "loamshire/nb01/"),
    Case("LM10 1AA", "named", "Loam Bridge and Fenny Marsh", "loamshire/dev.4050/", opens=True),
    Case("LM1 1ZZ", "named", "Abbey Fields & Westgate", "loamshire/nb02/", opens=True),
    Case("AE1 9AA", "ended", "Parc Aeddan / Aeddan Park", "dyffryn-aeddan/ab.4/"),
    Case("loamshire", "named", "Loamshire Constabulary", "loamshire/", opens=True),
    Case("loamshire constabulary", "named", "Loamshire Constabulary", "loamshire/", opens=True),
    Case("heddlu dyffryn aeddan", "named", "Heddlu Dyffryn Aeddan", "dyffryn-aeddan/", opens=True),
    Case("police", "named", "British Transport Police", "btp/"),
    Case("high street", "named", "High Street", "?", places=2),
    Case("hihg street", "meant", "High Street", "?", places=2),
    Case("church lane", "named", "Church Lane", "?", places=2),
    Case("church ln", "meant", "Church Lane", "?", places=2),
    Case("church lane, castle gate", "partly", "Church Lane", "?", places=2),
    Case("castle gate church lane", "partly", "Castle Gate", "loamshire/nb01/"),
    Case("market street", "partly", "Market Loam (Marchnad Lom)", "loamshire/nb01/"),
    Case("sallow", "named", "Sallow Carr", "loamshire/fen.3/"),
    Case("saltby", "named", "Saltby (Porth Halen)", "loamshire/streets-2/"),
    Case("salby", "meant", "Saltby (Porth Halen)", "loamshire/streets-2/"),
    Case("xaltby", "meant", "Saltby Town & Quay", "loamshire/streets-2/"),
    Case("zeal monachorum", "unnamed"),
    Case("101", "call"),
    Case("EH1 1AA", "scotland"),
    Case("SW1A 1AA", "uncovered"),
    Case("", "empty"),
    Case("🚓", "empty"),
    Case("12", "form"),
    Case("constructor", "unnamed"),
    Case("9 Church Lane, LM1 1AA", "named", "Castle Gate", "loamshire/nb01/", opens=True),
]
REAL = [
    Case("newport", "named", "Newport (Casnewydd)", "gwent/nc81/"),
    Case("casnewydd", "named", "Casnewydd (Newport)", "gwent/nc81/"),
    Case("cardiff", "named", "Cardiff (Caerdydd)"),
    Case("caerdydd", "named", "Caerdydd (Cardiff)"),
    Case("cardif", "named", "Cardiff (Caerdydd)"),
    Case("NP20 1AA", "named", "Stow Hill", "gwent/nc81/", opens=True),
    Case("leicester", "named", "Leicester", "leicestershire/"),
    Case("loughborough", "named", "Loughborough", "leicestershire/"),
    Case("oadby", "named", "Oadby", "leicestershire/ns55/", opens=True),
    Case("LE1 5WW", "nowhere", "Leicestershire Police", "leicestershire/"),
    Case("ebbw vale", "named", "Ebbw Vale (Glynebwy)", "gwent/ge81/"),
    Case("glynebwy", "named", "Glynebwy (Ebbw Vale)", "gwent/ge81/", opens=True),
    Case("glyn ebwy", "named", "Glyn Ebwy", "gwent/ge82/", opens=True),
    Case("st marys", "named", "St Mary's", "gwent/mh81/", opens=True),
    Case("saint mary's", "named", "St Mary's", "gwent/mh81/", opens=True),
    Case("newprot", "meant", "Newport (Casnewydd)", "gwent/nc81/"),
    Case("lecester", "meant", "Leicester", "leicestershire/"),
    Case("enwport", "meant", "Newport", "?"),
    Case("xbbw vale", "meant", "Ebbw Vale", "?"),
    Case("hcurch street", "meant", "Church Street", "?"),
    Case("LE1", "part", "Abbey", "leicestershire/nw02/"),
    Case("LE1 5", "part", "Leicestershire Police", "leicestershire/"),
    Case("LE2", "part", "Aylestone", "leicestershire/ns52/"),
    Case("LE", "outcodes", "LE1", "postcodes/le1/"),
    Case("NP20 4", "part", "Allt-Yr-Yn", "gwent/nb85/"),
    Case("np", "outcodes", "NP10", "postcodes/np10/"),
    Case("gwent", "named", "Gwent Police", "gwent/"),
    Case("heddlu gwent", "named", "Heddlu Gwent", "gwent/", opens=True),
    Case("Heddlu Trafnidiaeth Prydain", "named", "Heddlu Trafnidiaeth Prydain", "btp/", opens=True),
    Case("gwent police", "named", "Gwent Police", "gwent/", opens=True),
    Case("leicestershire", "named", "Leicestershire Police", "leicestershire/", opens=True),
    Case("city of london", "named", "City of London", "city-of-london/cp/"),
    Case("police", "named", "British Transport Police", "btp/"),
    Case("101", "call"),
    Case("999", "call"),
    Case("leicester market", "partly", "Leicester", "leicestershire/"),
    Case("market bosworth", "named", "Market Bosworth", "leicestershire/"),
    Case("bosworth", "named", "Bosworth, Ratby, Groby, Markfield and Stanton", "leicestershire/nh29/"),
    Case("merthyr", "named", "Merthyr Tudful (Merthyr Tydfil)"),
    Case("london road", "named", "London Road", "leicestershire/ns49/streets/", opens=True),
    Case("newport road", "named", "Newport Road", "?", places=10),
    Case("newport rd", "meant", "Newport Road", "?", places=10),
    Case("newport road, abercarn", "named", "Newport Road", "gwent/cr84/streets/", opens=True),
    Case("high street", "named", "High Street", "?", places=26),
    Case("high street, oadby", "partly", "High Street", "?", places=26),
    Case("leicester narborough road", "partly", "Leicester", "leicestershire/"),
    Case("12 High Street, Oadby, LE2 5BA", "nowhere", "Leicestershire Police", "leicestershire/"),
    Case("abergavenny", "named", "Abergavenny (Y Fenni)", "gwent/ma81/"),
    Case("y fenni", "named", "Y Fenni (Abergavenny)", "gwent/ma81/", opens=True),
    Case("cwmbran", "named", "Cwmbran (Cwmbrân)", "gwent/tc87/"),
    Case("blaenavon", "named", "Blaenavon (Blaenafon)", "gwent/tp87/", opens=True),
    Case("pontypool", "named", "Pontypool (Pont-y-pŵl)", "gwent/tp81/", opens=True),
    Case("tredegar", "named", "Tredegar", "gwent/gt81/"),
    Case("bank", "named", "Bank (DLR)", "city-of-london/cp/streets/"),
    Case("caerphilly", "named", "Caerphilly (Caerffili)", "gwent/cp81/"),
    Case("llanover", "named", "Llanover", "gwent/ma93/", opens=True),
    Case("EH1 1AA", "scotland"),
    Case("SW1A 1AA", "uncovered"),
    Case("BT1 1AA", "uncovered"),
    Case("ZZ99 9ZZ", "uncovered"),
    Case("", "empty"),
    Case("☂", "empty"),
    Case("12", "form"),
    Case("constructor", "unnamed"),
    Case("narborough", "named", "Enderby, Narborough, Littlethorpe and Fosse Park", "leicestershire/nh20/", opens=True),
    Case("uppingham", "named", "Uppingham", "leicestershire/nr38/", opens=True),
    Case("melton mowbray", "named", "Melton Mowbray", "leicestershire/"),
    Case("EC2R 8AH", "named", "Community Policing", "city-of-london/cp/", opens=True),
]


@pytest.fixture(scope="module")
def of_county(built_site: Path) -> dict[str, Found]:
    return ask(built_site, COUNTY)


@pytest.fixture(scope="module")
def of_real_data(built_real_site: Path) -> dict[str, Found]:
    return ask(built_real_site, REAL)


@pytest.mark.parametrize("case", COUNTY, ids=lambda case: case.typed or "nothing")
def test_a_search_of_the_county_leads_on(of_county: dict[str, Found], case: Case) -> None:
    _check(of_county[case.typed], case)


@pytest.mark.parametrize("case", REAL, ids=lambda case: case.typed or "nothing")
def test_a_search_of_real_data_leads_on(of_real_data: dict[str, Found], case: Case) -> None:
    _check(of_real_data[case.typed], case)


def _check(found: Found, case: Case) -> None:
    assert (found.kind, found.first, found.way, found.places) == (case.kind, case.first, case.way, case.places)
    assert found.opens == (case.way if case.opens else "")
    assert bool(found.first) != (found.kind in SAID_ALONE)
    assert len([path for path in found.asked if path != "search/index.json"]) <= FILES_MOST
