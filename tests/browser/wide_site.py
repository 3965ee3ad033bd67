"""The pages of a small site as a whole, with its lists for search, served from a folder that says what was asked for."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path
from typing import Any

from sitegen.artefacts.assets.names import asset_files
from sitegen.artefacts.pages import coverage, outcodes, places
from sitegen.artefacts.shards import names as name_shards
from sitegen.artefacts.shards import postcodes, streets
from sitegen.facts.outcodes import outcodes as outcodes_of
from tests.artefacts import test_coverage_page, test_site_pages
from tests.artefacts.inputs import ASSETS, SCRIPTS, SITE, VENDOR, files_of, table
from tests.calls import called

POSTCODES = table(
    "postcode_neighbourhoods",
    {"postcode": "LM1 0AA", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "CG"},
    {"postcode": "LM1 4QR", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM1 4QS"},
    {"postcode": "LM10 1AA", "force_id": "wealdmoor", "neighbourhood_id": "CG"},
    {"postcode": "LO1 1AA", "force_id": "loamshire", "neighbourhood_id": "NB"},
    {"postcode": "LM1 7AA", "force_id": "loamshire", "neighbourhood_id": "CG", "terminated": "1996-06"},
    {"postcode": "LM1 7AB", "terminated": "2001-11"},
    {"postcode": "LM5 1AA", "force_id": "loamshire", "neighbourhood_id": "CG", "terminated": "1996-06"},
)
OUTLYING = table("outlying_postcodes", {"postcode": "LM1 4QS", "lon": -1.13, "lat": 52.63, "force_id": "loamshire"})
# Corn Street lies at 51.5 N, 3.2 W.
HERE = {"x": 8239477, "y": 5579406}
FORCE_POINTS = table(
    "force_points",
    {"force_id": "loamshire", "neighbourhood_id": "CG", "street": "Corn Street", **HERE},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "x": HERE["x"] + 700, "y": HERE["y"], "street": "Aberdŵr Road"},
    {"force_id": "loamshire", "neighbourhood_id": "CG", "x": HERE["x"], "y": HERE["y"] + 28, "street": "Mill Lane"},
    {"force_id": "wealdmoor", "neighbourhood_id": "CG", "x": HERE["x"], "y": HERE["y"] + 64, "street": "Mill Lane"},
)
SNAP_POINTS = table("snap_points", *({"lon": -3.2, "lat": 51.5, **row} for row in FORCE_POINTS.select("x", "y", "street").to_dicts()))
POINT_AREAS = table("point_neighbourhoods", *FORCE_POINTS.select("force_id", "neighbourhood_id", "x", "y").to_dicts())


class Served:
    """A folder on a local port, and the paths that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_request(self, code: Any = "-", size: Any = "-") -> None:  # Any: as the library declares it
                asked.append(self.path)

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-store")  # what a tab asked for in one test it asks for in the next
                super().end_headers()

            def log_error(self, format: str, *args: Any) -> None:
                """Say nothing: absent files are part of the test."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/mirror/a/"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def lay_out(root: Path) -> None:
    """Write the site-wide pages below a sub-path, as on a mirror."""
    tables: dict[str, Any] = {
        "forces": test_site_pages.FORCES,
        "neighbourhoods": test_site_pages.NEIGHBOURHOODS,
        "postcode_neighbourhoods": POSTCODES,
    }
    site = {**SITE, "base_url": "https://crime.example/mirror/a/"}
    names = {name: tables[name] for name in ("forces", "neighbourhoods")}
    places_of = {"place_neighbourhoods": test_site_pages.PLACES, "outlying_places": test_site_pages.OUTLYING}
    listed = outcodes_of(postcode_neighbourhoods=POSTCODES)
    common = {name: test_coverage_page.INPUTS[name] for name in ("templates", "locales", "asset_paths")} | {"site": site}
    files = {
        **test_site_pages.bake(**names, outcodes=listed, site=site),
        **files_of(outcodes.make, area="lm", **tables, **common),
        **dict(postcodes.make(area="lm", outlying_postcodes=OUTLYING, **tables)),
        **files_of(places.make, **places_of, forces=tables["forces"], neighbourhoods=tables["neighbourhoods"], **common),
        **dict(called(name_shards.make, **places_of, force_points=FORCE_POINTS, outcodes=listed, own_force_names=names["forces"], **names)),
        **dict(
            streets.make(
                snap_points=SNAP_POINTS,
                point_neighbourhoods=POINT_AREAS,
                neighbourhoods=tables["neighbourhoods"],
                doubtful_points=table("doubtful_points"),
            )
        ),
        **files_of(coverage.make, **test_coverage_page.INPUTS),
        **dict(asset_files(assets=(*ASSETS, *VENDOR), scripts=SCRIPTS)),
        "loamshire/cg/index.html": b"<!doctype html><title>Castle Gate</title>",
    }
    for name, data in files.items():
        path = root / "mirror/a" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
