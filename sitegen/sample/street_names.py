"""Invented street names, English and Welsh: enough for a county, no two alike in one settlement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sitegen.sample.chance import uniform
from sitegen.sample.curves import LAND_SEED

_TREES = ("Acorn", "Alder", "Aspen", "Beech", "Blackthorn", "Bramble", "Cedar", "Chestnut", "Damson", "Elder", "Fern", "Gorse", "Hawthorn", "Hazel",
          "Heather", "Holly", "Hornbeam", "Ivy", "Juniper", "Larch", "Laurel", "Lilac", "Linden", "Maple", "Medlar", "Mulberry", "Myrtle", "Osier",
          "Poplar", "Quince", "Rowan", "Sallow", "Sorrel", "Spindle", "Sycamore", "Teasel", "Walnut", "Willow", "Yarrow", "Yew Tree")  # fmt: skip
_BIRDS = ("Avocet", "Bittern", "Bunting", "Curlew", "Dipper", "Dunlin", "Fieldfare", "Gannet", "Godwit", "Goldcrest", "Grebe", "Harrier", "Heron",
          "Kestrel", "Kingfisher", "Kittiwake", "Lapwing", "Linnet", "Merlin", "Nightjar", "Nuthatch", "Osprey", "Petrel", "Pipit", "Plover",
          "Redstart", "Sandpiper", "Shearwater", "Siskin", "Snipe", "Stonechat", "Teal", "Tern", "Turnstone", "Wheatear", "Whimbrel")  # fmt: skip
_TRADES = ("Baker", "Basket", "Bellfounder", "Brewer", "Carter", "Chandler", "Clothier", "Cooper", "Currier", "Draper", "Dyer", "Fletcher", "Fuller",
           "Girdler", "Glazier", "Grocer", "Hatter", "Hooper", "Joiner", "Lorimer", "Malt", "Mason", "Mercer", "Miller", "Needle", "Pewter", "Potter",
           "Sadler", "Sawyer", "Silver", "Skinner", "Smith", "Spicer", "Tanner", "Thatcher", "Tiler",
           "Turner", "Vintner", "Wain", "Weaver")  # fmt: skip
_VIRTUES = ("Alma", "Amity", "Anchor", "Arcadia", "Aurora", "Beacon", "Britannia", "Burnet", "Charity", "Clarence", "Concord", "Crown", "Diamond",
            "Endeavour", "Equity", "Florence", "Gladstow", "Grange", "Hope", "Industry", "Jubilee", "Lancer", "Lantern", "Liberty", "Minerva",
            "Nelsin", "Oxley", "Paradise", "Park", "Peveril", "Prospect", "Providence", "Regent", "Sabine", "Sebaste", "Sovereign", "Stanmoor",
            "Temperance", "Tower", "Trinity", "Union", "Unity", "Victoria", "Wharf")  # fmt: skip
_PLACES = ("Ashlar", "Barrow", "Bellwood", "Brackley", "Burstow", "Caldmore", "Coldbrook", "Copthorne", "Deepdale", "Eastmoor", "Fairmead", "Fallow",
           "Foxhill", "Glebe", "Greenhow", "Hallam", "Harrow", "Hatherley", "Highfield", "Hollin", "Kelmore", "Kilnwood", "Lambourn", "Lammas",
           "Langmoor", "Larkhill", "Longmead", "Marlowe", "Meadway", "Merrow", "Millbrook", "Netherby", "Norwell", "Oakmere", "Overdale", "Pasture",
           "Priory", "Quarry", "Ravensmoor", "Redhill", "Rushmere", "Selwood", "Sheepcote", "Southmead", "Staneway", "Stonebow", "Swinfield",
           "Thorley", "Uplands", "Wayland", "Westbourne", "Whinfell", "Windmill", "Wolds", "Woodside", "Wyvern")  # fmt: skip

ENGLISH = {
    "core": (_TRADES, ("Street", "Lane", "Row", "Yard", "Passage", "Court")),
    "terrace": (_VIRTUES + _TRADES, ("Street", "Street", "Terrace", "Road", "Place")),
    "avenue": (_PLACES + _TREES, ("Avenue", "Road", "Gardens", "Grove", "Crescent")),
    "drive": (_BIRDS + _TREES + _PLACES, ("Drive", "Way", "Crescent", "Rise")),
    "close": (_BIRDS + _TREES, ("Close", "Close", "Court", "Mews", "Croft")),
    "industry": (("Foundry", "Gasworks", "Kiln", "Enterprise", "Maltings", "Sidings", "Brickfield", "Forge", "Ropery", "Dynamo", "Turbine", "Anvil",
                  "Signal", "Bessemer", "Cotton", "Spinning Mill"), ("Way", "Road", "Park", "Lane")),
    "retail": (("Meridian", "Fenwick", "Orchard", "Beacon", "Haven", "Causeway"), ("Retail Park", "Way")),
    "road": (_PLACES + _VIRTUES, ("Road", "Road", "Lane", "Hill")),
    "lane": (("Back", "Barn", "Bridle", "Chapel", "Church", "Cuckoo", "Duck", "Dairy", "Forge", "Green", "Hall", "Hollow", "Honey", "Manor", "Mill",
              "Moor", "Orchard", "Parson's", "Pightle", "Pound", "Rectory", "School", "Sheepwash", "Stocks", "Stoney", "Tinker's", "Vicarage",
              "Water", "Well", "Wheel"), ("Lane", "Lane", "End", "Road", "Hill")),
}  # fmt: skip

WELSH_OF = ("y Bont", "y Bryn", "y Cae", "y Capel", "y Castell", "y Coed", "y Cwm", "y Dderwen", "y Deri", "y Dref", "y Drindod", "y Ddôl", "y Felin",
       "y Fedwen", "y Ffynnon", "y Foel", "y Gigfran", "y Glyn", "y Gog", "y Graig", "y Grug", "y Gwenyn", "y Gwŷdd", "y Llan", "y Llwyn", "y Mynydd",
       "y Nant", "y Neuadd", "y Parc", "y Pentref", "y Plas", "y Rhedyn", "y Rhiw", "y Sgwâr", "y Wennol", "y Wern", "y Waun", "yr Afon", "yr Allt",
       "yr Ardd", "yr Efail", "yr Eglwys", "yr Eos", "yr Hafod", "yr Hebog", "yr Hendre", "yr Odyn", "yr Onnen", "yr Orsaf", "yr Ŵyl", "yr Ysgol",
       "Aeddan", "Afallen", "Briallu", "Celyn", "Cilfach", "Derwen", "Eithin", "Glanŵyl", "Gwynt", "Helyg", "Isaf", "Las", "Newydd", "Pinwydd",
       "Rhosyn", "Uchaf", "Wen")  # fmt: skip
WELSH = {
    "core": ("Stryd", "Lôn", "Heol"),
    "terrace": ("Stryd", "Heol", "Teras"),
    "avenue": ("Heol", "Rhodfa", "Ffordd"),
    "drive": ("Ffordd", "Maes", "Rhodfa"),
    "close": ("Clos", "Cwrt", "Maes", "Llys"),
    "industry": ("Ffordd", "Heol"),
    "retail": ("Parc",),
    "road": ("Heol", "Ffordd"),
    "lane": ("Lôn", "Tyle", "Heol"),
}


class StreetNames:
    """The names still free in one settlement, by kind of street; the same settlement always hands out the same names."""

    def __init__(self, settlement: str, *, welsh: bool) -> None:
        self._purpose, self._welsh = settlement, welsh
        self._given: set[str] = set()
        self._left: dict[str, Iterator[str]] = {}

    def reserve(self, *names: str) -> None:
        """Names that stand already."""
        self._given.update(names)

    def draw(self, kind: str) -> str:
        """A name nobody has yet in this settlement; where a kind has run out, one of the kind `road` or with a direction."""
        for name in self._left.setdefault(kind, self._names(kind)):
            if name not in self._given:
                self._given.add(name)
                return name
        raise LookupError(f"no street name of the kind {kind} is left in {self._purpose}")

    def _names(self, kind: str) -> Iterator[str]:
        stems, ends = (WELSH_OF, WELSH[kind]) if self._welsh else ENGLISH[kind]
        order = np.argsort(uniform(LAND_SEED, f"names {self._purpose} {kind}", len(stems)), kind="stable").tolist()
        directions = ("", " Isaf", " Uchaf", " Newydd") if self._welsh else ("", "North ", "South ", "East ", "West ", "Upper ", "Lower ")
        for direction in directions:
            for turn in range(len(ends)):
                for place in order:
                    end, stem = ends[(place + turn) % len(ends)], stems[place]
                    yield f"{end} {stem}{direction}" if self._welsh else f"{direction}{stem} {end}"
