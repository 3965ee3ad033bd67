"""The boundary of each neighbourhood as GeoJSON (RFC 7946), beside its page."""

from collections.abc import Iterator

import polars as pl
import shapely

from sitegen import urls
from sitegen.artefacts.sections.records import read_neighbourhoods
from sitegen.site_json import to_json


def make(*, force_id: str, boundaries: pl.DataFrame, neighbourhoods: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """A Feature for each neighbourhood that has a page and a boundary, A to Z: the boundary as supplied, each corner of it.

    Outer rings run anticlockwise, as RFC 7946 wants them. A neighbourhood without a boundary has no file.
    """
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("neighbourhood_id", "file")
    shapes = dict(shaped.unique("neighbourhood_id", keep="first", maintain_order=True).select("neighbourhood_id", "geometry").iter_rows())
    for place in read_neighbourhoods(neighbourhoods):
        if (wkb := shapes.get(place.neighbourhood_id)) is None:
            continue
        geometry = shapely.orient_polygons(shapely.from_wkb(wkb))
        feature = {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(geometry),
            "properties": {"force": force_id, "id": place.neighbourhood_id, "name": place.name},
        }
        yield urls.boundary(force_id, place.folder), to_json(feature)
