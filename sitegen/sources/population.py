"""How many people live in each census zone, ward or district, from the tables of the statistics offices."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.csv_files import first_line, read_text
from sitegen.sources.set_aside import first_that_holds, read_each
from sitegen.tables.schemas import SCHEMAS

_ZONE = r"^[A-Z]\d{8}$"
_KINDS = {"E01": "lsoa", "W01": "lsoa", "E05": "ward", "W05": "ward", "E06": "district", "E07": "district", "E08": "district", "E09": "district",
          "W06": "district"}  # fmt: skip
_LONG = frozenset({"zone_id", "var_id", "value"})
_VARIABLES = frozenset({"id", "description"})
_EVERYBODY = "all persons"
_TOTALS = (
    r"total|all persons|all people|all ages|all usual residents|usual residents|population|people|persons|value",
    r"(total|all ages|all persons|all usual residents|population)\b.*",
    r".*\b(total|all persons|all usual residents|population)\b.*",
)
"""Names of the column of everybody; the first of these that a header has."""
_YEAR_NAMES = r"year|period|date|time|mid.?year"
_PEOPLE_MOST = 100_000_000
_LOOKED_AT_BYTES = 64 << 10


def read_population(*, population_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each row of the files, sorted by zone and year; those set aside keep their line and no zone.

    A long file has the columns period, zone_id, var_id and value; of its rows those of the variable described as All
    Persons are read, which a file with the columns id and description beside it names. A wide file has a column of zone codes
    and one of everybody, called total, all persons, all ages, population or value; its year is in a column or in its name.
    The zones of England and Wales read are LSOAs, wards and districts. Reasons: `line-malformed`, `other-count`,
    `other-zone`, `zone-unreadable`, `people-unreadable`, `zone-repeated`; of a file that is neither, which is one row, `column-missing`,
    `variables-missing` (a long file without the list), `file-not-text` or `header-unreadable`.
    """
    everybody = _everybody(population_files)
    types = SCHEMAS["population"].types
    tables = [file for file in population_files if not _is_list_of_variables(file)]
    rows = read_each({**types, "line": pl.Int32()}, tables, lambda file: _read(file, everybody))
    rows = rows.sort("zone", "year", "people", "file", "line", nulls_last=True)
    good = pl.col("problem").is_null()
    repeated = good & (good.cast(pl.Int32).cum_sum().over("zone", "year") > 1)
    judged = rows.with_columns(pl.when(repeated).then(pl.lit("zone-repeated")).otherwise("problem").alias("problem"))
    told = (pl.when(good).then(name).alias(name) for name in ("zone", "kind", "year", "people"))
    return judged.with_columns(*told, pl.when(~good).then("line").alias("row")).select(*types).sort("zone", "year", "file", "row", nulls_last=True)


def _read(file: RawFile, everybody: str | None) -> pl.DataFrame:
    names = _names(file)
    if not names:
        return pl.DataFrame(schema={**SCHEMAS["population"].types, "line": pl.Int32()})
    if set(names) >= _LONG:
        if everybody is None:
            raise InputError(
                f"{file.name}: no file beside it says which var_id counts everybody; "
                "put the list of variables (columns id and description, one described as All Persons) into population/",
                "variables-missing",
            )
        columns = {"zone": names["zone_id"], "variable": names["var_id"], "people": names["value"]}
        rows = read_text(file, {**columns, **_year_column(names)}, width=len(names), header=True)
        rows = rows.with_columns((pl.col("variable").str.strip_chars() != everybody).alias("other"))
    else:
        columns = {"zone": _zone_column(file, names), "people": _total_column(file, names)}
        rows = read_text(file, {**columns, **_year_column(names)}, width=len(names), header=True).with_columns(pl.lit(value=False).alias("other"))
    return _judged(rows if "year" in rows.columns else rows.with_columns(pl.lit(_year_in(file.name), pl.String).alias("year")), file.name)


def _judged(rows: pl.DataFrame, file: str) -> pl.DataFrame:
    zone = pl.col("zone").str.strip_chars()
    people = pl.col("people").str.replace_all(r"[,\s]", "").str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
    kind = zone.str.head(3).replace_strict(_KINDS, default=None, return_dtype=pl.String())
    problems = {
        "line-malformed": pl.col("malformed"),
        "other-count": pl.col("other"),
        "zone-unreadable": ~zone.str.contains(_ZONE).fill_null(value=False),
        "other-zone": kind.is_null(),
        "people-unreadable": ~people.is_between(0, _PEOPLE_MOST).fill_null(value=False),
    }
    return rows.select(
        zone.alias("zone"),
        kind.alias("kind"),
        pl.col("year").str.extract(r"((?:19|20)\d\d)").cast(pl.Int32).alias("year"),
        pl.when(people.is_between(0, _PEOPLE_MOST)).then(people).cast(pl.Int32).alias("people"),
        pl.lit(file).alias("file"),
        pl.lit(None, pl.Int32).alias("row"),
        first_that_holds(problems).alias("problem"),
        pl.lit(None, pl.String).alias("note"),
        "line",
    )


def _names(file: RawFile) -> dict[str, int]:
    """The columns by name in small letters; a name given twice, or none, with its place behind it."""
    names: dict[str, int] = {}
    for place, name in enumerate(first_line(file)):
        plain = " ".join(name.lower().split())
        names[plain if plain and plain not in names else f"{plain} #{place + 1}"] = place
    return names


def _is_list_of_variables(file: RawFile) -> bool:
    try:
        return set(_names(file)) >= _VARIABLES
    except InputError:  # said where the file is read as a table
        return False


def _everybody(files: Sequence[RawFile]) -> str | None:
    """The variable described as All Persons in a list of variables; of several the first by id."""
    found: list[str] = []
    for file in files:
        if _is_list_of_variables(file):
            names = _names(file)
            rows = read_text(file, {name: names[name] for name in sorted(_VARIABLES)}, width=len(names), header=True)
            found += (
                rows.filter(pl.col("description").str.strip_chars().str.to_lowercase() == _EVERYBODY)["id"].drop_nulls().str.strip_chars().to_list()
            )
    return min(found, default=None)


def _zone_column(file: RawFile, names: Mapping[str, int]) -> int:
    """The column of codes; where several are, such as the district beside each LSOA, the one that changes most, the last of equals."""
    head = RawFile(file.name, file.data[: file.data.rfind(b"\n", 0, _LOOKED_AT_BYTES) + 1] or file.data)
    rows = read_text(head, {str(place): place for place in names.values()}, width=len(names), header=True)
    codes = {place: rows[str(place)].str.strip_chars() for place in names.values()}
    different = {place: column.filter(column.str.contains(_ZONE)).n_unique() for place, column in codes.items()}
    best = max(different, key=lambda place: (different[place], place))
    if not different[best]:
        raise InputError(f"{file.name}: no column holds codes of zones like E01000001; is the header in the first line?", "column-missing")
    return best


def _total_column(file: RawFile, names: Mapping[str, int]) -> int:
    for pattern in _TOTALS:
        found = [place for name, place in names.items() if re.fullmatch(pattern, name.split(" #")[0]) and "code" not in name]
        if found:
            return found[0]
    raise InputError(f"{file.name}: no column counts everybody; name one Total, All persons, All ages, Population or Value", "column-missing")


def _year_column(names: Mapping[str, int]) -> dict[str, int]:
    found = [place for name, place in names.items() if re.fullmatch(_YEAR_NAMES, name)]
    return {"year": found[0]} if found else {}


def _year_in(name: str) -> str | None:
    """The year in a file's own name, where it holds one and no more."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.split(r"[/!]", name)[-1]))
    return years.pop() if len(years) == 1 else None
