"""Every table that flows: its columns, what they mean, and the order of its rows.

Types are narrow on purpose: Int32 for counts and pixels, String for ids and slugs, Date-like values as ISO text.
A null always has a meaning, given beside the column. Rows are sorted by `sort`, then by all other columns, when a
table is stored, so that the order in which rows arrived never reaches a byte of the site.
"""

from sitegen.tables.age_schemas import AGE_SCHEMAS
from sitegen.tables.alike_schemas import ALIKE_SCHEMAS
from sitegen.tables.cell_schemas import CELL_SCHEMAS
from sitegen.tables.change_schemas import CHANGE_SCHEMAS
from sitegen.tables.fact_schemas import FACT_SCHEMAS
from sitegen.tables.ground_schemas import GROUND_SCHEMAS
from sitegen.tables.promise_schemas import PROMISE_SCHEMAS
from sitegen.tables.release_schemas import RELEASE_SCHEMAS
from sitegen.tables.schema import Column, Schema
from sitegen.tables.search_schemas import SEARCH_SCHEMAS
from sitegen.tables.source_schemas import SOURCE_SCHEMAS

__all__ = ["SCHEMAS", "Column", "Schema"]

# A place that another gives again is set aside in marked_places; the columns stay those of places.
SCHEMAS: dict[str, Schema] = {
    **SOURCE_SCHEMAS,
    **FACT_SCHEMAS,
    **CHANGE_SCHEMAS,
    **PROMISE_SCHEMAS,
    **CELL_SCHEMAS,
    **SEARCH_SCHEMAS,
    **RELEASE_SCHEMAS,
    **AGE_SCHEMAS,
    **ALIKE_SCHEMAS,
    **GROUND_SCHEMAS,
    "marked_places": SOURCE_SCHEMAS["places"],
}
