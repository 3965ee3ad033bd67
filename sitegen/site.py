"""The site on one page: every stage of the build, from upstream files to the finished folder, room by room. A stage reads what stands above it.

The lines are in `sitegen/stages`, a file for each room. In them, dimensions are: force_id, a police force; month; archive_month, any month
that the archive has street crime of; area, the letters a postcode
begins with; grid_square, those of a square of the national grid; language, of a page: each has its own texts. A read that is no stage is a
group of upstream files, listed by sources/inventory.py. A stage reads the templates it picks, and what these import.
"""

from sitegen.engine.stage import Stage
from sitegen.stages import data, facts, maps, pages, sources

NOTES = "_notes"
"""How the name of a stage ends that makes notes for the operator: a build says the lines of its table before anything is published."""

STAGES: tuple[Stage, ...] = (
    # bytes to typed tables
    *sources.STAGES,
    # tables to tables
    *facts.STAGES,
    # tables to files
    *maps.STAGES,
    *data.STAGES,
    *pages.STAGES,
)
