"""Invented lands for measuring: a region of 8 forces, and a country of 45 with 4,800 neighbourhoods and 750,000 snap points.

They need not be handsome, only true to size: every column is computed at once, and nothing depends on the seed.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from sitegen.sample.census import Lsoas, cluster
from sitegen.sample.chance import uniform
from sitegen.sample.columns import Homes, Points, Scale, Station, Territory, World
from sitegen.sample.county import Force, Neighbourhood
from sitegen.sample.curves import LAND_SEED, blob
from sitegen.sample.invented_names import lands, postcode_neighbourhoods, street_names, towns
from sitegen.sample.land import SEA, area_at, in_degrees, lonlat
from sitegen.terms import ForceId, NeighbourhoodId

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Size:
    """Neighbourhoods of each force, the middle of the land (easting, northing), and how much there is of the rest."""

    hoods: tuple[int, ...]
    middle: tuple[float, float]
    radius_m: float
    points_each: int
    rows_each: float
    """Rows of street crime in a usual month for each neighbourhood."""
    people_each: float
    """Residents for each snap point."""
    stations: int


_SIZES: dict[Scale, _Size] = {
    "region": _Size((120, 90, 70, 50, 40, 20, 9, 1), (430_000, 300_000), 75_000, 150, 100.0, 131.5, 8),
    "national": _Size((600, 450, *(round(151 - 3 * place) for place in range(41)), 18, 1), (410_000, 360_000), 262_000, 156, 104.0, 123.5, 60),
}
_WELSH_EVERY = 11
"""One force in so many is Welsh, beginning with the fourth."""
_HOODS_OF_OUTCODE, _OUTCODES_OF_AREA = 4, 99
_STREET_POINTS, _APART_M = 3, 105.0
_STEP_M = 190.0
"""How far apart the corners of a boundary are."""


def make_country(scale: Scale) -> Territory:
    """The region or the country, always the same."""
    size = _SIZES[scale]
    seeds, force_of = _seeds(size)
    forces = _forces(size)
    hoods = _neighbourhoods(size, forces, force_of)
    shapes = _shapes(size, seeds)
    metres, along = _places(size, seeds)
    lon, lat = (np.round(side, 6) for side in lonlat(metres[:, 0], metres[:, 1]))
    # Streets begun in one neighbourhood may end in the next; what ends in the sea is left out.
    inside = area_at(shapes, lon, lat).astype(np.int64)
    kept = np.flatnonzero(inside != SEA)
    lon, lat, metres, along, hood = lon[kept], lat[kept], metres[kept], along[kept], inside[kept]
    people = np.rint(size.people_each * (0.6 + 0.8 * uniform(LAND_SEED, f"{scale} people", len(kept)))).astype(np.int64)
    lsoas = _lsoas(size, forces, metres, people, hood, force_of)
    force = force_of[hood]
    welsh = np.array([one.welsh for one in forces])
    points = Points(
        lon=lon,
        lat=lat,
        name=_street_of(scale, kept, welsh[force]),
        force=force.astype(np.int16),
        neighbourhood=hood.astype(np.int32),
        lsoa_code=np.array(lsoas.code, dtype=object)[lsoas.of_point],
        lsoa_name=np.array(lsoas.name, dtype=object)[lsoas.of_point],
        weight=_weights(scale, metres - seeds[hood], hood, len(hoods)),
    )
    outcode, outcodes, directory = _outcodes(hood, force_of, welsh)
    homes = Homes(metres, along, np.full(len(hood), _APART_M / 2), people, outcode, outcodes)
    world = World(scale, forces, hoods, points, _stations(size, seeds, hoods))
    return Territory(world, shapes, lsoas, homes, directory, None)


def _seeds(size: _Size) -> tuple[Floats, Numbers]:
    """The middle of every neighbourhood, in metres, sorted by force, and its force's number."""
    count = sum(size.hoods)
    shore = _shore(size)
    pitch = np.sqrt(shore.area / count / 0.866) * 0.985
    row, column = np.mgrid[-200:200, -200:200]
    lattice = np.column_stack([(column + 0.5 * (row % 2)).ravel(), (row * 0.866).ravel()]) * pitch + np.array(size.middle)
    lattice += 0.55 * pitch * (uniform(LAND_SEED, f"seeds {count}", lattice.size).reshape(-1, 2) - 0.5)
    found = lattice[shapely.contains_xy(shore.buffer(-0.25 * pitch), lattice[:, 0], lattice[:, 1])]
    while len(found) < count:  # A land with more coast than usual needs a closer lattice.
        found = np.vstack([found, found[: count - len(found)] + 0.3 * pitch])
    left = np.sort(np.argsort(uniform(LAND_SEED, f"kept {count}", len(found)), kind="stable")[:count])
    seeds = found[left]
    parts = _share(seeds, np.arange(count), list(enumerate(size.hoods)))
    order = np.concatenate([parts[number] for number in range(len(size.hoods))])
    return seeds[order], np.repeat(np.arange(len(size.hoods)), size.hoods)


def _share(seeds: Floats, own: Numbers, hoods: list[tuple[int, int]]) -> dict[int, Numbers]:
    """The seeds of each force: the land is halved across its longer side until each part is one force's."""
    if len(hoods) == 1:
        return {hoods[0][0]: own}
    first: list[tuple[int, int]] = []
    second: list[tuple[int, int]] = []
    taken = [0, 0]
    for number, count in hoods:
        side = int(taken[0] > taken[1])
        (second if side else first).append((number, count))
        taken[side] += count
    axis = int(np.argmax(np.ptp(seeds[own], axis=0)))
    ordered = own[np.argsort(seeds[own, axis], kind="stable")]
    return {**_share(seeds, ordered[: taken[0]], first), **_share(seeds, ordered[taken[0] :], second)}


def _shore(size: _Size) -> shapely.Polygon:
    return shapely.Polygon(
        blob((0.0, 0.0), 1.0, f"shore {size.radius_m}", wobble=0.22, stretch=1.1, turn=1.5) * size.radius_m + np.array(size.middle)
    )


def _forces(size: _Size) -> tuple[Force, ...]:
    """Forces with names like those in life: some of two lands, some Welsh; the last but one has no data at all."""
    english, welsh_names = lands(), towns(welsh=True)
    forces = []
    for number, hoods in enumerate(size.hoods):
        welsh = number % _WELSH_EVERY == 3
        if welsh:
            plain = next(welsh_names)
            name, csv_name, words = f"Heddlu {plain} Police", f"{plain} Police", plain
        else:
            words = f"{next(english)} and {next(english)}" if number % 4 == 1 else next(english)
            name = csv_name = f"{words} {'Constabulary' if number % 3 else 'Police'}"
        force_id = ForceId(words.lower().replace(" ", "-"))
        rows = 0 if number == len(size.hoods) - 2 else max(20, round(hoods * size.rows_each))
        forces.append(Force(force_id, name, csv_name, welsh, f"{'W15' if welsh else 'E23'}000{500 + number}", rows))
    return tuple(forces)


def _neighbourhoods(size: _Size, forces: tuple[Force, ...], force_of: Numbers) -> tuple[Neighbourhood, ...]:
    """Neighbourhoods with ids as they occur in life: alike in several forces, with spaces, dots and mixed case."""
    names = {False: towns(welsh=False), True: towns(welsh=True)}
    ends = ("", " North", " South", " Town &amp; Rural", " East", " West")
    first = np.concatenate([[0], np.cumsum(size.hoods)])
    hoods = []
    known: dict[bool, str] = {}
    for number, force in enumerate(force_of.tolist()):
        own, welsh = number - int(first[force]), forces[force].welsh
        letters = forces[force].csv_name[:3]
        text_id = (
            f"NB{own + 1:02d}", f"{letters.upper()} {own + 1}", f"{letters.upper()}.{4000 + own}", f"{letters}-{own + 1}", f"{own + 101}",
        )[force % 5]  # fmt: skip
        if own % len(ends) == 0 or welsh not in known:
            known[welsh] = next(names[welsh], f"Bro {number}") if welsh else next(names[welsh])
        hoods.append(Neighbourhood(forces[force].id, NeighbourhoodId(text_id), known[welsh] + ends[own % len(ends)]))
    return tuple(hoods)


def _shapes(size: _Size, seeds: Floats) -> tuple[shapely.MultiPolygon, ...]:
    """The neighbourhoods in degrees: the land nearest to each middle, its lines bent as by hills."""
    shore = _shore(size)
    nearest = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=shore))
    # Each line is cut into short steps once, before areas are made of it, so that the areas on both sides get the same corners.
    lines = shapely.get_parts(shapely.union_all([*shapely.boundary(nearest), shore.boundary]))
    parts = shapely.get_parts(shapely.polygonize(shapely.segmentize(lines, _STEP_M)))
    inside = shapely.point_on_surface(parts)
    dry = shapely.contains_properly(shore, inside)
    area = shapely.STRtree(shapely.points(seeds)).nearest(inside[dry])
    length = np.sqrt(shore.area / len(seeds))

    def bent(places: Floats) -> Floats:
        # Pushed east by what lies north, then north by what lies east: two such steps never fold the land.
        x, y = (2 * np.pi * places / length).T
        x = x + 0.56 * (np.sin(0.9 * y) + 0.5 * np.sin(2.7 * y))
        y = y + 0.56 * (np.sin(x) + 0.5 * np.sin(2.3 * x))
        return np.asarray(np.round(np.column_stack([x, y]) * length / (2 * np.pi), 1), dtype=np.float64)

    drawn = shapely.orient_polygons(in_degrees(shapely.transform(parts[dry], bent)))
    order = np.argsort(area, kind="stable")
    return tuple(shapely.multipolygons(drawn[order], indices=area[order]).tolist())


def _places(size: _Size, seeds: Floats) -> tuple[Floats, Floats]:
    """Snap points in threes along short streets, thickest round the middle of each neighbourhood: metres and direction."""
    streets = size.points_each // _STREET_POINTS
    count = streets * len(seeds)
    draws = uniform(LAND_SEED, f"streets {len(seeds)}", 4 * count).reshape(4, count)
    length = np.sqrt(_shore(size).area / len(seeds))
    far = length * np.where(draws[0] < 0.75, 0.16 * np.sqrt(-np.log(1 - np.minimum(draws[0], 0.75) / 0.7501)), 0.48 * np.sqrt(draws[0]))
    angle, run = 2 * np.pi * draws[1], np.pi * draws[2]
    start = np.repeat(seeds, streets, axis=0) + far[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    along = np.repeat(np.column_stack([np.cos(run), np.sin(run)]), _STREET_POINTS, axis=0)
    step = np.tile(np.arange(_STREET_POINTS) * _APART_M, count)[:, None]
    metres = np.round(np.repeat(start, _STREET_POINTS, axis=0) + step * along, 1)
    return metres, along


def _street_of(scale: Scale, number: Numbers, welsh: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The street each point is named after; one point in forty is a public place."""
    public = np.array(["Supermarket", "Parking Area", "Petrol Station", "Park/Open Space", "Shopping Area", "Nightclub"], dtype=object)
    street = number // _STREET_POINTS
    draws = uniform(LAND_SEED, f"{scale} names", int(street.max()) + 1)[street]
    names = np.empty(len(number), dtype=object)
    for own, known in ((welsh, street_names(welsh=True)), (~welsh, street_names(welsh=False))):
        names[own] = known[(draws[own] * len(known)).astype(np.int64)]
    open_to_all = number % 40 == 7
    names[open_to_all] = public[number[open_to_all] // 40 % len(public)]
    return names


def _weights(scale: Scale, offset: Floats, hood: Numbers, hoods: int) -> Floats:
    """Most is recorded near the middle of a neighbourhood, and in some neighbourhoods more than in others."""
    luck, town = uniform(LAND_SEED, f"{scale} busy", len(hood)), uniform(LAND_SEED, f"{scale} towns", hoods)
    return np.asarray((0.15 + np.exp(-np.hypot(offset[:, 0], offset[:, 1]) / 700)) * (0.3 + 3 * luck**4) * (0.3 + 2 * town**3)[hood])


def _lsoas(size: _Size, forces: tuple[Force, ...], metres: Floats, people: Numbers, hood: Numbers, force_of: Numbers) -> Lsoas:
    """LSOAs by district: about a dozen neighbourhoods of one force."""
    first = np.concatenate([[0], np.cumsum(size.hoods)])
    within = (np.arange(len(force_of)) - first[force_of]) // 12
    codes, district = np.unique(force_of * 1000 + within, return_inverse=True)
    titles = [
        ("W" if forces[code // 1000].welsh else "E", f"{forces[code // 1000].csv_name.rpartition(' ')[0]}, District {code % 1000 + 1}")
        for code in codes.tolist()
    ]
    return cluster(metres, people, district[hood], titles)


def _outcodes(hood: Numbers, force_of: Numbers, welsh: NDArray[np.bool_]) -> tuple[Numbers, tuple[str, ...], frozenset[str]]:
    """Each point's outcode, one for four neighbourhoods; every force has an area or several, of letters nobody uses."""
    letters = postcode_neighbourhoods()
    outcodes: list[str] = []
    of_hood = np.zeros(len(force_of), dtype=np.int64)
    directory = set()
    for force in range(len(welsh)):
        own = np.flatnonzero(force_of == force)
        for start in range(0, len(own), _HOODS_OF_OUTCODE * _OUTCODES_OF_AREA):
            area = next(letters)
            part = own[start : start + _HOODS_OF_OUTCODE * _OUTCODES_OF_AREA]
            of_hood[part] = len(outcodes) + np.arange(len(part)) // _HOODS_OF_OUTCODE
            outcodes.extend(f"{area}{number + 1}" for number in range(-(-len(part) // _HOODS_OF_OUTCODE)))
            if welsh[force]:
                directory.add(area)
    return of_hood[hood], tuple(outcodes), frozenset(directory)


def _stations(size: _Size, seeds: Floats, hoods: tuple[Neighbourhood, ...]) -> tuple[Station, ...]:
    chosen = np.linspace(0, len(seeds) - 1, size.stations).astype(np.int64).tolist()
    lon, lat = (np.round(side, 6).tolist() for side in lonlat(seeds[chosen, 0] + 230, seeds[chosen, 1] - 170))
    names = [hoods[number].name.replace("&amp;", "and") for number in chosen]
    return tuple(Station(f"{name} (Station)", x, y) for name, x, y in zip(names, lon, lat, strict=True))
