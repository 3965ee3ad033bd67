"""Data: what programs read, the downloads and the API."""

from sitegen.engine.stage import Stage
from sitegen.stages.line import stage

BULK_STAGES = (
    "crime_tables month_tables count_table point_tables point_note_table boundary_tables postcode_tables team_tables count_tables "
    "place_history_tables release_tables release_change_tables neighbourhood_table supply_tables boundary_tiles year_tiles"
)
"""The stages that make bulk files."""

STAGES: tuple[Stage, ...] = (
    stage("count_tables", "artefacts.downloads.counts:make", by="force_id", reads="neighbourhood_series force_series categories", writes="files"),
    stage("neighbourhood_table", "artefacts.downloads.neighbourhoods:make", reads="forces neighbourhoods", writes="files"),
    stage(
        "supply_tables",
        "artefacts.downloads.supply:make",
        reads="coverage located_shares supply outcome_links street_quality outcome_quality stop_quality postcode_quality boundary_quality "
        "force_area_quality neighbourhood_quality team_quality force_quality other_quality basemap_quality",
        settings="months",
        writes="files",
    ),
    stage("count_table", "artefacts.downloads.all_counts:make", reads="neighbourhood_series force_series", writes="files"),
    stage(
        "crime_tables",
        "artefacts.downloads.crimes:make_force_month",
        by="force_id month",
        reads="crimes withdrawn categories force_names forces",
        writes="files",
    ),
    stage("month_tables", "artefacts.downloads.crimes:make_month", by="month", reads="crimes withdrawn", writes="files"),
    stage("point_tables", "artefacts.downloads.points:make", reads="snap_points year_counts categories doubtful_points", writes="files"),
    stage("point_note_table", "artefacts.downloads.point_notes:make", reads="doubtful_points", writes="files"),
    stage("boundary_tables", "artefacts.downloads.all_boundaries:make", reads="boundaries neighbourhoods", writes="files"),
    stage("postcode_tables", "artefacts.downloads.postcodes:make", reads="postcode_neighbourhoods neighbourhoods", writes="files"),
    stage(
        "team_tables",
        "artefacts.downloads.teams:make",
        reads="neighbourhoods people contacts stations links priorities events past_neighbourhoods past_priorities past_events",
        settings="months",
        writes="files",
    ),
    stage(
        "release_tables",
        "artefacts.downloads.releases:make",
        reads="releases release_files release_counts",
        settings="site",
        writes="files",
    ),
    stage(
        "release_change_tables",
        "artefacts.downloads.releases:make_changes",
        by="force_id",
        reads="forces releases release_changes",
        settings="site",
        writes="files",
    ),
    stage("place_history_tables", "artefacts.downloads.place_history:make_table", by="force_id", reads="long_place_series", writes="files"),
    stage("data_descriptions", "artefacts.downloads.describing:make", reads=f"{BULK_STAGES} categories", settings="site months", writes="files"),
    stage("component_list", "artefacts.downloads.sbom:make", reads="components", writes="files"),
    stage("api_lists", "artefacts.api.lists:make", reads="forces categories force_counts coverage", settings="months", writes="files"),
    stage("api_description", "artefacts.api.describing:make", reads="forces officers api_folders coverage", settings="months", writes="files"),
    stage(
        "api_forces",
        "artefacts.api.forces:make",
        by="force_id",
        reads="forces engagements officers neighbourhoods api_folders boundaries contacts stations links people priorities events",
        writes="files",
    ),
    stage("api_unlocated", "artefacts.api.crimes:make_unlocated", by="force_id", reads="unlocated_records coverage outcome_kinds", writes="files"),
    stage(
        "api_street",
        "artefacts.api.crimes:make_street",
        by="force_id",
        reads="newest_records api_folders coverage outcome_kinds",
        settings="months",
        writes="files",
    ),
    stage(
        "figure_files",
        "artefacts.downloads.figures:make",
        by="force_id",
        settings="site months",
        writes="files",
        reads="forces neighbourhoods coverage force_series neighbourhood_series force_outcomes located_outcomes stop_series stop_tables",
    ),
    stage(
        "promise_tables",
        "artefacts.downloads.promise:make",
        by="force_id",
        settings="site months",
        writes="files",
        reads="forces promises promise_months town_centre",
    ),
    stage(
        "outcome_age_files",
        "artefacts.downloads.outcome_ages:make",
        by="force_id",
        reads="forces outcome_ages",
        settings="site months",
        writes="files",
    ),
    stage(
        "outcomes_beside_files",
        "artefacts.downloads.outcomes_beside:make",
        reads="forces outcomes_beside",
        settings="site months",
        writes="files",
    ),
    stage(
        "national_figures",
        "artefacts.downloads.national:make",
        reads="forces force_series force_rates categories",
        settings="site months",
        writes="files",
    ),
    stage(
        "history_tables",
        "artefacts.downloads.history:make",
        by="force_id",
        reads="forces categories long_series long_years force_year_changes breaks",
        settings="site",
        writes="files",
    ),
    stage(
        "place_history_files",
        "artefacts.downloads.place_history:make",
        by="force_id",
        reads="neighbourhoods long_place_series categories breaks",
        writes="files",
    ),
    stage("boundary_downloads", "artefacts.downloads.boundaries:make", by="force_id", reads="boundaries neighbourhoods", writes="files"),
)
