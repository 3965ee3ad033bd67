"""A KML file as a name and rings of coordinates; no document, however hostile, can make reading it grow or recurse."""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from numpy.typing import NDArray

from sitegen.sources.positions import degrees, in_uk

Ring = tuple[tuple[float, float], ...]
"""Positions (lon, lat) in degrees WGS84."""

Polygon = tuple[Ring, tuple[Ring, ...]]
"""An outer ring and its holes."""

Pairs = list[tuple[object, object]]
"""A ring's longitudes and latitudes as they are written."""

Turned = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""What turns positions in another reference system, a row for each, into longitudes and latitudes."""

SIZE_MOST = 32 << 20
"""Bytes beyond which a boundary file is refused unread; the largest neighbourhoods have some 200 KB."""

_DEPTH_MOST = 64


class UnusableError(Exception):
    """A boundary cannot be used; the argument is the reason, a slug."""


@dataclass(frozen=True, slots=True)
class KmlArea:
    """What a KML file holds: its first name and description, its polygons, each an outer ring and its holes, and how many rings were left out."""

    name: str
    description: str
    polygons: tuple[Polygon, ...]
    left_out: int


def read_kml(data: bytes) -> KmlArea:
    """All polygons of a KML file, in its order; altitudes are left out, and so are points and lines.

    Raises UnusableError: `too-large`, `xml-unreadable`, `xml-forbidden` (a document type or entities), `nested-too-deeply`,
    or what `read_rings` raises.
    """
    if len(data) > SIZE_MOST:
        raise UnusableError("too-large")
    collector = _Collector()
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise UnusableError("xml-forbidden") from error
    except (ParseError, LookupError, ValueError) as error:  # broken XML, an unknown encoding, text that is not in its encoding
        raise UnusableError("xml-unreadable") from error
    polygons, left_out = read_rings([[_pairs(text) for text in (outer, *holes)] for outer, holes in collector.polygons if outer])
    return KmlArea(collector.name.strip(), collector.description.strip(), polygons, left_out)


def read_rings(polygons: list[list[Pairs]], turned: Turned | None = None) -> tuple[tuple[Polygon, ...], int]:
    """Polygons from the positions of their rings, the outer one first, and how many rings were left out because they cannot be used.

    A hole that cannot be used costs itself, an outer ring its polygon. Raises UnusableError, with what `read_ring` says of the first, where no
    polygon is left.
    """
    kept: list[Polygon] = []
    faults: list[UnusableError] = []
    for rings in polygons:
        read: list[Ring | None] = []
        for pairs in rings:
            try:
                read.append(read_ring(pairs, turned))
            except UnusableError as error:
                faults.append(error)
                read.append(None)
        if read and read[0] is not None:
            kept.append((read[0], tuple(hole for hole in read[1:] if hole is not None)))
    if faults and not kept:
        raise faults[0]
    return tuple(kept), len(faults)


def read_ring(pairs: Pairs, turned: Turned | None = None) -> Ring:
    """A ring from pairs of longitude and latitude, as text or numbers, or of what `turned` turns into these.

    Raises UnusableError: `coordinate-not-a-number`, `coordinate-outside-uk` or `ring-too-short`.
    """
    ring = tuple((degrees(lon), degrees(lat)) for lon, lat in pairs)
    if any(lon != lon or lat != lat for lon, lat in ring):  # noqa: PLR0124 - only NaN differs from itself
        raise UnusableError("coordinate-not-a-number")
    if turned is not None:
        ring = tuple((lon, lat) for lon, lat in turned(np.array(ring).reshape(-1, 2)).tolist())
    if not all(in_uk(lon, lat) for lon, lat in ring):
        raise UnusableError("coordinate-outside-uk")
    if len(set(ring)) < 3:
        raise UnusableError("ring-too-short")
    return ring


@dataclass(slots=True)
class _Collector:
    """Receives the parser's events; keeps the open elements' names, never a tree."""

    path: list[str] = field(default_factory=list)
    text: list[str] | None = None
    name: str = ""
    description: str = ""
    polygons: list[tuple[str, list[str]]] = field(default_factory=list)

    def start(self, tag: str, attributes: object) -> None:
        del attributes
        if len(self.path) >= _DEPTH_MOST:
            raise UnusableError("nested-too-deeply")
        name = tag.rpartition("}")[2].lower()
        self.path.append(name)
        if name == "polygon":
            self.polygons.append(("", []))
        if name in {"coordinates", "name", "description"}:
            self.text = []

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        del tag
        name = self.path.pop()
        if self.text is None or name not in {"coordinates", "name", "description"}:
            return
        text, self.text = "".join(self.text), None
        if name == "coordinates":
            self._keep_ring(text)
        elif self.path[-1:] == ["placemark"] and name == "name":
            self.name = self.name or text
        elif self.path[-1:] == ["placemark"]:
            self.description = self.description or text

    def _keep_ring(self, text: str) -> None:
        if "polygon" not in self.path or not text.strip():
            return
        holes = self.polygons[-1][1]
        if "innerboundaryis" in self.path:
            holes.append(text)
        else:
            self.polygons[-1] = (text, holes)

    def close(self) -> None:
        return None


def _pairs(text: str) -> Pairs:
    """Longitude and latitude of each `lon,lat[,altitude]`, also where white space stands around the commas."""
    tuples = " ".join(text.split()).replace(" ,", ",").replace(", ", ",").split()
    parts = [position.split(",") for position in tuples]
    return [(part[0], part[1]) if len(part) in {2, 3} else (None, None) for part in parts]
