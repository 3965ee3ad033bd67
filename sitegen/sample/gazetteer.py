"""Names of places and numbers of residents of an invented land, in the layouts of Ordnance Survey and the statistics office."""

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np

from sitegen.sample.county import DYFFRYN_AEDDAN, ORIGIN, Place
from sitegen.sample.land import lonlat
from sitegen.sample.settlements import HAMLETS, SETTLEMENTS, SUBURBS
from sitegen.sample.terrain import lakes, open_land
from sitegen.sample.world import Territory

_OPEN_NAMES_WIDTH = 34
_LOCAL_TYPES = {"town": "Town", "village": "Village", "hamlet": "Hamlet", "suburb": "Suburban Area", "locality": "Other Settlement"}

# The other language's name where a place has two.
_OTHER_NAMES = {
    "Market Loam": "Marchnad Lom", "Saltby": "Porth Halen", "Hay Cross": "Croes y Gwair", "Aberaeddan": "Aeddanmouth", "Pont-y-Dŵr": "Waterbridge",
    "Tŷ Gwyn": "Whitehouse", "Môr Isel": "Low Sea", "Blaenaeddan": "Aeddan Head", "Porth Wen": "Whitehaven Bay", "Pentre Ffin": "Border Green",
    "Traeth Bach": "Little Strand", "Llan Glas": "Greenchurch", "Felin Isaf": "Lower Mill", "Yr Harbwr": "Harbour", "Parc Aeddan": "Aeddan Park",
}  # fmt: skip


def place_files() -> Iterator[tuple[str, bytes]]:
    """The county's place names: OS Open Names (grid references, no header) and the Index of Place Names (degrees, a header)."""
    towns = [(town.name, town.kind, str(town.force_id), town.centre) for town in SETTLEMENTS]
    others = [(name, "hamlet", str(force_id), place) for name, force_id, place in HAMLETS]
    suburbs = [(name, "suburb", str(DYFFRYN_AEDDAN) if place[0] > 22.8 else "loamshire", place) for name, place in SUBURBS]
    yield "places/opname_csv/Data/SN07.csv", _open_names([*towns, *others, *suburbs])
    land = [(name, shape.representative_point()) for _, name, shape in open_land() if name] + [
        (n, s.representative_point()) for n, s in lakes().items()
    ]
    localities = [(name, (point.x, point.y)) for name, point in land]
    yield "places/index-of-place-names.csv", _index([*((name, place) for name, _, _, place in (*towns, *others, *suburbs)), *localities])


def population_file(territory: Territory) -> tuple[str, bytes]:
    """Residents of each LSOA, as estimated for the middle of 2023."""
    rows = [("LSOA 2021 Code", "LSOA 2021 Name", "Total"), *zip(territory.lsoas.code, territory.lsoas.name, territory.lsoas.people, strict=True)]
    return "population/lsoa-mid-year-estimates-2023.csv", _csv(rows)


def _open_names(places: Sequence[tuple[str, str, str, Place]]) -> bytes:
    rows = []
    for number, (name, kind, force_id, place) in enumerate(sorted(places)):
        row = [""] * _OPEN_NAMES_WIDTH
        welsh, other = force_id == DYFFRYN_AEDDAN, _OTHER_NAMES.get(name, "")
        row[0], row[1] = f"osgb40009{number:08d}", f"http://data.ordnancesurvey.example/id/40009{number:08d}"
        row[2], row[3] = name, ("cym" if welsh else "eng") if other else ""
        row[4], row[5] = other, ("eng" if welsh else "cym") if other else ""
        row[6], row[7] = "populatedPlace", _LOCAL_TYPES[kind]
        row[8], row[9] = str(round(ORIGIN[0] + 1000 * place[0])), str(round(ORIGIN[1] + 1000 * place[1]))
        row[29] = "Wales" if welsh else "England"
        rows.append(row)
    # Open Names also lists roads and postcodes, which name no settlement.
    road = ["osgb40009999999", "", "Aeddan Road", "", "", "", "transportNetwork", "Named Road", "226000", "287900"]
    rows.append(road + [""] * (_OPEN_NAMES_WIDTH - len(road)))
    return _csv(rows)


def _index(places: Sequence[tuple[str, Place]]) -> bytes:
    metres = np.array(ORIGIN) + 1000 * np.array([place for _, place in places])
    lon, lat = (np.round(side, 6).tolist() for side in lonlat(metres[:, 0], metres[:, 1]))
    rows: list[Sequence[object]] = [("LOC", "LOCd", "LOCo", "x_lon", "y_lat", "OA")]
    named = sorted(zip((name for name, _ in places), lon, lat, strict=True))
    rows += [
        (f"IPN9{number:06d}", name, "".join(letter for letter in name.lower() if letter.isalpha()), f"{x:.6f}", f"{y:.6f}", "")
        for number, (name, x, y) in enumerate(named)
    ]
    return _csv(rows)


def _csv(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
