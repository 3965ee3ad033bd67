"""The site on one page: every stage of the build, from upstream files to the finished folder, top to bottom."""

from __future__ import annotations

from typing import Literal

from sitegen.engine.stage import Stage


def _stage(
    name: str, maker: str, by: str = "", reads: str = "", settings: str = "", writes: Literal["table", "files"] = "table", split: str | None = None
) -> Stage:
    """A stage with its dimensions, reads and settings written as words; the maker's package is `sitegen`."""
    return Stage(name, f"sitegen.{maker}", tuple(by.split()), tuple(reads.split()), tuple(settings.split()), writes, split)


NOTES = "_notes"
"""How the name of a stage ends that makes notes for the operator: a build says the lines of its table before anything is published."""

# Dimensions: force_id, a police force; month; area, the letters a postcode begins with; sheet, those of a square of the national grid;
# language, of a page: each has its own texts.
# A read that is no stage is a group of upstream files, listed by sources/inventory.py.
STAGES: tuple[Stage, ...] = (
    # ---- sources: one upstream dataset each, bytes to a typed table
    _stage("categories", "sources.vocabulary:read_categories", reads="vocabulary"),
    _stage("outcome_kinds", "sources.vocabulary:read_outcome_kinds", reads="vocabulary"),
    _stage("breaks", "sources.vocabulary:read_breaks", reads="vocabulary"),
    _stage("force_names", "sources.vocabulary:read_force_names", reads="vocabulary"),
    _stage("stop_words", "sources.stop_words:read_stop_words", reads="vocabulary"),
    _stage("supply", "sources.inventory:read_supply", reads="inventory"),
    _stage("copied_months", "sources.inventory:read_copied_months", reads="copied"),
    _stage("known_issues", "sources.known_issues:read_known_issues", reads="known_issue_file"),
    _stage("help_links", "sources.help_links:read_help_links", reads="link_files"),
    _stage("notices", "sources.notices:read_notices", reads="licence_files"),
    _stage("forces", "sources.forces:read_forces", reads="policing_forces force_vocabulary", settings="force_ids"),
    _stage("officers", "sources.forces:read_officers", reads="policing_forces", settings="force_ids"),
    _stage("crimes", "sources.crimes:read_crimes", by="force_id month", reads="street categories force_names"),
    _stage("outcomes", "sources.outcomes:read_outcomes", by="force_id month", reads="outcome_files outcome_kinds force_names"),
    _stage("stops", "sources.stop_search:read_stops", by="force_id month", reads="stop_search_files stop_words"),
    _stage("boundaries", "sources.boundaries:read_boundaries", by="force_id", reads="boundary_files"),
    _stage("force_shapes", "sources.force_areas:read_force_shapes", reads="force_area_files force_vocabulary"),
    _stage("force_areas", "sources.force_areas:read_force_areas", reads="force_shapes boundaries", settings="force_ids"),
    _stage("neighbourhoods", "sources.neighbourhoods:read_neighbourhoods", by="force_id", reads="policing boundaries"),
    _stage("contacts", "sources.neighbourhoods:read_contacts", by="force_id", reads="policing"),
    _stage("stations", "sources.neighbourhoods:read_stations", by="force_id", reads="policing"),
    _stage("links", "sources.neighbourhoods:read_links", by="force_id", reads="policing"),
    _stage("people", "sources.teams:read_people", by="force_id", reads="policing"),
    _stage("priorities", "sources.teams:read_priorities", by="force_id", reads="policing"),
    _stage("events", "sources.teams:read_events", by="force_id", reads="policing"),
    _stage("team_quality", "sources.team_quality:read_team_quality", by="force_id", reads="policing"),
    _stage("force_quality", "sources.team_quality:read_force_quality", reads="policing_forces"),
    _stage("postcodes", "sources.postcodes:read_postcodes", by="area", reads="postcode_files"),
    _stage("basemap", "sources.basemap:read_basemap", reads="basemap_files boundaries"),
    _stage("places", "sources.places:read_places", by="sheet", reads="place_files"),
    _stage("population", "sources.population:read_population", reads="population_files"),
    # ---- facts: tables derived from tables
    _stage("force_extents", "facts.withdrawn:force_extents", reads="force_areas"),
    _stage(
        "withdrawn",
        "facts.withdrawn:withdraw",
        by="force_id month",
        reads="crimes outcomes stops known_issues force_extents",
        settings="quality",
    ),
    _stage("crime_counts", "facts.counts:count_crimes", by="force_id month", reads="crimes withdrawn"),
    _stage("year_counts", "facts.counts:count_year", by="month", reads="crime_counts", settings="months"),
    _stage("force_counts", "facts.counts:count_by_force", by="force_id month", reads="crime_counts"),
    _stage("month_points", "facts.snap_points:month_points", by="month", reads="crime_counts"),
    _stage("snap_points", "facts.snap_points:snap_points", reads="month_points"),
    _stage("point_areas", "facts.locate:locate_points", by="force_id", reads="snap_points boundaries"),
    _stage("postcode_areas", "facts.locate:locate_postcodes", by="area", reads="postcodes boundaries"),
    _stage("outcodes", "facts.outcodes:outcodes", by="area", reads="postcode_areas"),
    _stage("marked_places", "facts.place_names:mark_repeated", reads="places"),
    _stage("place_areas", "facts.locate:locate_places", by="force_id", reads="marked_places boundaries"),
    _stage("zone_postcodes", "facts.population:zone_postcodes", by="area", reads="postcodes postcode_areas force_areas"),
    _stage("populations", "facts.population:populations", reads="population zone_postcodes", split="force_id"),
    _stage("force_points", "facts.snap_points:points_of_force", by="force_id", reads="snap_points point_areas"),
    _stage("located_counts", "facts.counts:count_located", by="month", reads="crime_counts point_areas", split="force_id"),
    _stage("stated_outcomes", "facts.outcomes:state_outcomes", by="force_id month", reads="crimes withdrawn outcome_kinds"),
    _stage("crime_outcomes", "facts.outcomes:link_outcomes", by="force_id", reads="stated_outcomes outcomes withdrawn outcome_kinds", split="month"),
    _stage("outcome_links", "facts.outcomes:outcome_links", by="force_id", reads="stated_outcomes outcomes withdrawn"),
    _stage("force_outcomes", "facts.outcomes:count_force_outcomes", by="force_id", reads="crime_outcomes"),
    _stage("located_outcomes", "facts.outcomes:locate_outcomes", by="month", reads="crime_outcomes point_areas", split="force_id"),
    _stage("street_quality", "facts.quality:street_quality", by="force_id month", reads="crimes withdrawn"),
    _stage("outcome_quality", "facts.quality:outcome_quality", by="force_id month", reads="outcomes withdrawn"),
    _stage("stop_quality", "facts.stops:stop_quality", by="force_id month", reads="stops withdrawn"),
    _stage(
        "coverage",
        "facts.coverage:cover",
        reads="supply copied_months force_counts known_issues withdrawn street_quality outcome_quality stop_quality",
        settings="months force_ids quality fragment",
    ),
    _stage("coverage_notes", "facts.coverage_notes:note_coverage", reads="coverage withdrawn"),
    _stage("month_coverage", "facts.coverage:coverage_of_month", by="month", reads="coverage"),
    _stage("force_series", "facts.trends:force_series", by="force_id", reads="force_counts located_counts coverage categories", settings="months"),
    _stage("located_shares", "facts.located:located_shares", by="force_id", reads="force_series", settings="located"),
    _stage(
        "area_series",
        "facts.trends:area_series",
        by="force_id",
        reads="neighbourhoods boundaries located_counts coverage categories",
        settings="months",
    ),
    _stage("area_changes", "facts.changes:area_changes", by="force_id", reads="area_series located_counts located_shares breaks", settings="months"),
    _stage("force_rates", "facts.force_rates:force_rates", reads="force_series populations breaks", settings="months"),
    _stage("stop_counts", "facts.stops:count_stops", by="force_id month", reads="stops withdrawn"),
    _stage("stop_points", "facts.stops:stop_points", reads="stop_counts"),
    _stage("stop_areas", "facts.stops:locate_stops", by="force_id", reads="stop_points boundaries"),
    _stage("stop_values", "facts.stops:stop_values", by="month", reads="stops withdrawn stop_areas", split="force_id"),
    _stage(
        "stop_series",
        "facts.stops:stop_series",
        by="force_id",
        reads="stop_values stop_counts neighbourhoods boundaries coverage",
        settings="months",
    ),
    _stage(
        "stop_tables",
        "facts.stop_tables:stop_tables",
        by="force_id",
        reads="stops withdrawn stop_values stop_areas stop_words neighbourhoods boundaries coverage",
        settings="months",
    ),
    _stage("postcode_quality", "facts.quality:postcode_quality", by="area", reads="postcodes"),
    _stage("boundary_quality", "facts.quality:boundary_quality", by="force_id", reads="boundaries"),
    _stage("boundary_notes", "facts.boundary_notes:boundary_notes", reads="boundaries force_shapes"),
    _stage("force_area_quality", "facts.quality:force_area_quality", reads="force_shapes"),
    _stage("neighbourhood_quality", "facts.quality:neighbourhood_quality", by="force_id", reads="neighbourhoods"),
    _stage("basemap_quality", "facts.quality:basemap_quality", reads="basemap"),
    _stage("basemap_notes", "facts.basemap_notes:basemap_notes", reads="basemap", settings="quality"),
    _stage("basemap_owners", "facts.basemap:basemap_owners", reads="basemap"),
    _stage("force_basemap", "facts.basemap:force_basemap", by="force_id", reads="basemap boundaries"),
    _stage("place_quality", "facts.quality:place_quality", reads="marked_places"),
    _stage("population_quality", "facts.quality:population_quality", reads="population"),
    _stage(
        "quality_notes",
        "facts.quality:note_files",
        reads="street_quality outcome_quality stop_quality postcode_quality neighbourhood_quality team_quality force_quality "
        "place_quality population_quality",
        settings="quality",
    ),
    # ---- artefacts: tables to files
    _stage("area_grounds", "artefacts.maps.area_grounds:draw_grounds", by="force_id", reads="boundaries force_basemap"),
    _stage("asset_paths", "artefacts.assets.names:asset_paths", reads="assets"),
    _stage("asset_files", "artefacts.assets.names:asset_files", reads="assets", writes="files"),
    _stage(
        "site_pages",
        "artefacts.pages.site:make",
        by="language",
        reads="templates locales content asset_paths forces neighbourhoods coverage categories outcodes place_areas",
        settings="site months",
        writes="files",
    ),
    _stage(
        "licence_pages",
        "artefacts.pages.licences:make",
        by="language",
        reads="templates locales asset_paths notices",
        settings="site",
        writes="files",
    ),
    _stage("install_files", "artefacts.assets.install:make", reads="assets asset_paths", settings="site", writes="files"),
    _stage(
        "offline_pages",
        "artefacts.pages.offline:make",
        reads="templates locales asset_paths",
        settings="site",
        writes="files",
    ),
    _stage(
        "coverage_pages",
        "artefacts.pages.coverage:make",
        by="language",
        reads="templates locales asset_paths forces coverage "
        "supply known_issues located_shares street_quality outcome_quality outcome_links stop_quality postcode_quality boundary_quality "
        "force_area_quality neighbourhood_quality team_quality force_quality place_quality population_quality basemap_quality",
        settings="site months",
        writes="files",
    ),
    _stage(
        "outcode_pages",
        "artefacts.pages.outcodes:make",
        by="area language",
        reads="templates locales asset_paths postcode_areas forces neighbourhoods",
        settings="site",
        writes="files",
    ),
    _stage(
        "place_pages",
        "artefacts.pages.places:make",
        by="language",
        reads="templates locales asset_paths place_areas forces neighbourhoods",
        settings="site",
        writes="files",
    ),
    _stage("name_shards", "artefacts.shards.names:make", reads="place_areas neighbourhoods forces force_points outcodes", writes="files"),
    _stage("postcode_shards", "artefacts.shards.postcodes:make", by="area", reads="postcode_areas neighbourhoods forces", writes="files"),
    _stage(
        "force_pages",
        "artefacts.pages.force:make",
        by="force_id language",
        reads="templates locales asset_paths forces officers neighbourhoods boundaries force_areas categories force_series "
        "located_counts force_outcomes outcome_kinds stop_series stop_tables stop_words breaks coverage located_shares known_issues force_basemap "
        "populations help_links force_rates",
        settings="site months",
        writes="files",
    ),
    _stage(
        "national_page",
        "artefacts.pages.national:make",
        by="language",
        reads="templates locales asset_paths forces force_areas force_series force_rates categories coverage breaks known_issues",
        settings="site months",
        writes="files",
    ),
    _stage(
        "neighbourhood_pages",
        "artefacts.pages.neighbourhood:make",
        by="force_id language",
        reads="templates locales asset_paths forces neighbourhoods contacts stations links people "
        "priorities events categories area_series area_changes force_series located_shares located_counts force_points area_grounds populations "
        "located_outcomes outcome_kinds stop_series stop_tables stop_words breaks coverage known_issues help_links",
        settings="site months",
        writes="files",
    ),
    _stage(
        "street_pages",
        "artefacts.pages.streets:make",
        by="force_id language",
        reads="templates locales asset_paths forces neighbourhoods located_counts force_points coverage known_issues breaks categories "
        "crime_outcomes outcome_kinds",
        settings="site months",
        writes="files",
    ),
    _stage(
        "calendars", "artefacts.feeds.calendars:make", by="force_id", reads="locales events neighbourhoods forces", settings="site", writes="files"
    ),
    _stage(
        "news_feeds",
        "artefacts.feeds.news:make",
        by="force_id",
        reads="locales forces neighbourhoods priorities events area_series force_series coverage categories",
        settings="site months",
        writes="files",
    ),
    _stage("count_tables", "artefacts.downloads.counts:make", by="force_id", reads="area_series force_series categories", writes="files"),
    _stage(
        "map_page",
        "artefacts.pages.map:make",
        by="language",
        reads="templates locales asset_paths forces categories coverage neighbourhoods basemap_owners",
        settings="site months tiles",
        writes="files",
    ),
    _stage(
        "crime_tiles",
        "artefacts.maps.crime_tiles:make",
        by="month",
        reads="crime_counts categories month_coverage known_issues forces",
        settings="tiles",
        writes="files",
    ),
    _stage(
        "year_tiles",
        "artefacts.maps.year_tiles:make",
        reads="year_counts categories coverage known_issues forces",
        settings="months tiles",
        writes="files",
    ),
    _stage("crime_tile_months", "artefacts.maps.crime_tiles:make_index", reads="coverage", settings="months", writes="files"),
    _stage("stop_tiles", "artefacts.maps.stop_tiles:make", by="month", reads="stop_counts month_coverage", settings="tiles", writes="files"),
    _stage("stop_tile_months", "artefacts.maps.stop_tiles:make_index", reads="coverage", settings="months", writes="files"),
    _stage(
        "boundary_tiles",
        "artefacts.maps.boundary_tiles:make",
        reads="boundaries force_areas forces neighbourhoods",
        settings="tiles credit",
        writes="files",
    ),
    _stage("base_tiles", "artefacts.maps.base_tiles:make", reads="basemap boundaries", settings="tiles site", writes="files"),
    _stage("outcome_shards", "artefacts.shards.outcomes:make", by="month", reads="crime_outcomes outcome_kinds month_coverage", writes="files"),
    _stage("street_shards", "artefacts.shards.streets:make", reads="snap_points point_areas neighbourhoods", writes="files"),
)
