"""A neighbourhood's baked map: its ground with a circle for every snap point and the names that find room, as parts of an SVG.

Every circle is a row of `located_counts`; the check of the finished site places each again through the frame.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from sitegen.artefacts.maps.frame import Frame, Numbers, Whole, sub_paths
from sitegen.artefacts.maps.ground import GroundPaths
from sitegen.artefacts.maps.labels import Label, Wish, place_labels
from sitegen.artefacts.maps.neighbourhood_grounds import NeighbourhoodGround

KEY_HEIGHT = 82
"""Units below the map that hold the size key."""

_READ_FROM_ONE = 300
"""Below this number one decimal of a radius is enough to tell it from its neighbours."""

_NUMBER_FROM = 10
_DIGIT = 4
"""Half the width of a digit of a number in its circle, units."""
_DIGITS_UP = 6
"""Half the height of such a number, units."""


@dataclass(frozen=True, slots=True)
class BakedMap:
    """The parts of one map, ready for the template; paths are in whole units, `circles` and `numbers` are SVG elements.

    `circles` are paths, one for each number, the biggest first: a circle stands at each of its corners, as wide as its stroke says.
    """

    frame: Frame
    ground: GroundPaths
    boundary: str
    neighbours: str
    circles: Markup
    numbers: Markup
    labels: tuple[Label, ...]
    middle: tuple[int, int]

    @property
    def height(self) -> int:
        """The SVG's height with the key."""
        return self.frame.height + KEY_HEIGHT


@dataclass(frozen=True, slots=True)
class Points:
    """What was recorded at the snap points of one neighbourhood in one month, one entry a point, the most first, then by x and y."""

    x: Sequence[int]
    y: Sequence[int]
    count: Sequence[int]


NOWHERE = Points((), (), ())
"""No point with anything recorded."""


def bake(area: NeighbourhoodGround, points: Points, places: Sequence[tuple[str, int, int]], names: Mapping[str, str]) -> BakedMap:
    """The map of one neighbourhood on its ground.

    `places` are names with the snap point they belong to, the ones to label first; those that find no room are left out. `names` gives the
    neighbourhoods that may be labelled, by id.
    """
    x, y = area.frame.place(np.array(points.x, dtype=np.int64), np.array(points.y, dtype=np.int64))
    marks = list(zip(x.tolist(), y.tolist(), points.count, strict=True))
    return BakedMap(
        frame=area.frame,
        ground=area.ground,
        boundary=area.boundary,
        neighbours=area.neighbours,
        circles=Markup(_circles(x, y, points.count)),
        numbers=Markup(_numbers(x, y, np.array(points.count, dtype=np.int64))),
        labels=_labels(area, marks, places, names),
        middle=area.middle,
    )


def _labels(
    area: NeighbourhoodGround, marks: list[tuple[int, int, int]], places: Sequence[tuple[str, int, int]], names: Mapping[str, str]
) -> tuple[Label, ...]:
    frame, own = area.frame, area.own
    across, down = frame.place(np.array([x for _, x, _ in places], dtype=np.int64), np.array([y for _, _, y in places], dtype=np.int64))
    streets = [Wish(name, x, y, kind="street") for (name, _, _), x, y in zip(places, across.tolist(), down.tolist(), strict=True)]
    others = [Wish(names[other], x, y, kind="neighbour") for other, x, y in area.around if other in names]
    waters = [Wish(name, x, y, kind="water") for name, x, y in area.ground.names]
    shapely.prepare(own)

    def is_home(x: Numbers, y: Numbers) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = shapely.contains_xy(own, frame.x0 + x / frame.scale, frame.y0 + y / frame.scale)
        return inside

    return place_labels(streets, others, marks, (frame.width, frame.height), is_home, waters)


@cache
def radius_text(count: int) -> str:
    """The radius of a circle that stands for `count`, in units: the area follows the number.

    To one decimal, and to two where one would not give the number back to who reads it from the circle.
    """
    return f"{1.6 + 3.4 * count**0.5:.{1 if count < _READ_FROM_ONE else 2}f}".rstrip("0").rstrip(".")


def _circles(x: Whole, y: Whole, counts: Sequence[int]) -> str:
    edges = [0, *(index for index in range(1, len(counts)) if counts[index] != counts[index - 1]), len(counts)]
    spans = list(pairwise(edges)) if counts else []
    paths = zip(spans, sub_paths(x, y, spans, ""), strict=True)
    return "".join(f'<path stroke-width="{radius_text(counts[first])}" d="{path}"/>' for (first, _), path in paths)


def _numbers(x: Whole, y: Whole, counts: Whole) -> str:
    """The numbers of the larger circles, but for those that a circle drawn later, which is no larger, would stand in."""
    radii = 1.6 + 3.4 * np.sqrt(counts)
    texts = []
    for place in range(int(np.searchsorted(-counts, -_NUMBER_FROM, side="right"))):
        later = slice(place + 1, None)
        across = np.abs(x[later] - x[place]) < radii[later] + _DIGIT * len(str(counts[place]))
        down = np.abs(y[later] - y[place]) < radii[later] + _DIGITS_UP
        if not (across & down).any():
            texts.append(f'<text x="{x[place]}" y="{y[place] + 5}">{counts[place]}</text>')
    return "".join(texts)
