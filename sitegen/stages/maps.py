"""Maps: the grounds drawn on pages, and the tiles of the map page."""

from sitegen.engine.stage import Stage
from sitegen.stages.line import stage

STAGES: tuple[Stage, ...] = (
    stage("neighbourhood_grounds", "artefacts.maps.neighbourhood_grounds:draw_grounds", by="force_id", reads="boundaries force_basemap"),
    stage(
        "crime_tiles",
        "artefacts.maps.crime_tiles:make",
        by="month",
        reads="crime_counts categories month_coverage known_issues forces cell_scales",
        settings="tiles",
        writes="files",
    ),
    stage(
        "year_tiles",
        "artefacts.maps.year_tiles:make",
        reads="year_counts categories coverage known_issues forces cell_scales",
        settings="months tiles",
        writes="files",
    ),
    stage("crime_tile_months", "artefacts.maps.crime_tiles:make_index", reads="coverage", settings="months", writes="files"),
    stage("stop_tiles", "artefacts.maps.stop_tiles:make", by="month", reads="stop_counts month_coverage", settings="tiles", writes="files"),
    stage("stop_tile_months", "artefacts.maps.stop_tiles:make_index", reads="coverage", settings="months", writes="files"),
    stage(
        "boundary_tiles",
        "artefacts.maps.boundary_tiles:make",
        reads="boundaries force_areas forces neighbourhoods",
        settings="tiles credit",
        writes="files",
    ),
    stage("base_tiles", "artefacts.maps.base_tiles:make", reads="basemap boundaries map_places", settings="tiles site credit", writes="files"),
)
