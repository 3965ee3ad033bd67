"""Stop and search of the invented land in the fifteen columns of data.police.uk: latitude first, dates in UTC."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.sample.chance import pick, uniform
from sitegen.sample.county import LOAMSHIRE, Force
from sitegen.sample.crime_kinds import LABELS
from sitegen.sample.ground import Ground
from sitegen.sample.material import read_material
from sitegen.sample.oddities import DATES_WITHOUT_TIME, NO_LEGISLATION, OLD_WORDS_OF_STOPS, STOPS_HEADER_ONLY, UNPLACED_STOPS, Planted
from sitegen.sample.street_crime import Row
from sitegen.terms import Month

HEADER = (
    "Type", "Date", "Part of a policing operation", "Policing operation", "Latitude", "Longitude", "Gender", "Age range",
    "Self-defined ethnicity", "Officer-defined ethnicity", "Legislation", "Object of search", "Outcome",
    "Outcome linked to object of search", "Removal of more than just outer clothing",
)  # fmt: skip

WORDS = read_material("stop_words.toml")
"""The words of stop and search files, today's and those of a few years ago, with how often each occurs."""

_SHARE = 0.075
"""Stops for each row of street crime."""
_SEASON = (94, 95, 101, 102, 104, 103, 101, 99, 100, 103, 102, 96)
# Of a hundred stops, how many begin in each hour of the local day.
_HOURS = (6, 5, 3.5, 2.5, 1.5, 1, 0.8, 1, 1.5, 2.5, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 6.5, 6, 6, 6, 6.5, 7, 6.7)
_LOOKS_LIKE = LABELS.index("Drugs")


def stops_csv(ground: Ground, force: int, month: Month, seed: int) -> tuple[bytes, int]:
    """A stop and search file without its planted rows, and its rows, sorted by time."""
    described, own = ground.world.forces[force], ground.forces[force]
    key, purpose = (described.id, str(month)), f"{described.id} {month} stops"
    old = key in OLD_WORDS_OF_STOPS
    usual = round(described.rows * _SHARE * _SEASON[month.number - 1] / 100 * (0.88 + 0.24 * float(uniform(seed, purpose, 1)[0])))

    number = 0 if key in STOPS_HEADER_ONLY else usual

    def draw(name: str) -> NDArray[np.float64]:
        return uniform(seed, f"{purpose} {name}", number)

    searches = pl.DataFrame([search[:2] for search in WORDS["searches"]], schema=["Legislation", "Object of search"], orient="row")
    found = _texts(WORDS["old_outcomes"] if old else WORDS["outcomes"], draw("outcome"))
    self_ethnicity = _texts(WORDS["old_self_ethnicities"] if old else WORDS["self_ethnicities"], draw("self"))
    table = searches[pick(np.array([weight for *_, weight in WORDS["searches"]]), draw("search"))].with_columns(
        _texts(WORDS["kinds"], draw("kind")).alias("Type"),
        _dates(described, month, draw("day"), draw("hour"), draw("minute")).alias("Date"),
        _texts(WORDS["operations"], draw("operation")).alias("Policing operation"),
        _texts(WORDS["genders"], draw("gender")).alias("Gender"),
        _texts(WORDS["ages"], draw("age")).alias("Age range"),
        self_ethnicity.alias("Self-defined ethnicity"),
        _seen(self_ethnicity, draw("seen")).alias("Officer-defined ethnicity"),
        found.alias("Outcome"),
        pl.Series("linked", draw("linked")),
        pl.Series("removed", draw("removed")),
    )
    nothing = pl.col("Outcome").is_null() | pl.col("Outcome").is_in(WORDS["nothing_found"])
    operation = pl.col("Policing operation").is_not_null()
    table = table.with_columns(
        pl.when(old).then(None).otherwise(_flag(operation)).alias("Part of a policing operation"),
        pl.when((pl.col("linked") < 0.06) | old).then(None).otherwise(_flag(~nothing & (pl.col("linked") < 0.8))).alias(HEADER[13]),
        pl.when((pl.col("removed") < 0.03) | old).then(None).otherwise(_flag(pl.col("removed") > 0.97)).alias(HEADER[14]),
    )
    if key in NO_LEGISLATION:
        table = table.with_columns(pl.lit(None, pl.String).alias("Legislation"))
    weight = own.weights_of_month(described.rows, seed, purpose) * own.factors[_LOOKS_LIKE]
    unplaced = (draw("unplaced") < 0.045) | (key in UNPLACED_STOPS)
    place = pl.Series("place", np.where(unplaced, -1, own.points[pick(weight, draw("point"))]))
    where = ground.texts.select(pl.col("Latitude", "Longitude").gather(place.set(place < 0, None)))
    whole = pl.concat([table, where], how="horizontal").select(HEADER)
    order = np.argsort(table["Date"].to_numpy(), kind="stable")
    return whole[order].write_csv(float_precision=6).encode(), number


def odd_stops(force: Force, month: Month) -> tuple[list[Row], tuple[Planted, ...]]:
    """The rows planted in one force's stops, each with its reason: in Loamshire's February of 2025 only."""
    if (force.id, str(month)) != (LOAMSHIRE, "2025-02"):
        return [], ()
    plain = [
        "Person search", "2025-02-11T14:20:00+00:00", "False", "", "", "", "Male", "25-34", "Other ethnic group - Not stated", "White",
        "Misuse of Drugs Act 1971 (section 23)", "Controlled drugs", "Arrest", "TRUE", "false",
    ]  # fmt: skip
    changes: dict[str, dict[str, str]] = {
        "coordinate-not-a-number": {"Latitude": "north", "Longitude": "-4.5"},
        "coordinates-swapped": {"Latitude": "-4.500000", "Longitude": "52.400000"},
        "coordinate-outside-uk": {"Latitude": "52.400000", "Longitude": "120.500000"},
        "coordinate-incomplete": {"Latitude": "52.400000"},
        "value-unknown": {"Object of search": "A lost umbrella"},
        "date-unreadable": {"Date": "11 February"},
        "date-differs": {"Date": "2024-02-11T14:20:00+00:00"},
        "boolean-unreadable": {HEADER[2]: "perhaps"},
        "line-malformed": {},
    }
    rows = []
    for change in changes.values():
        rows.append([change.get(name, value) for name, value in zip(HEADER, plain, strict=True)])
    del rows[-1][9:]
    return rows, tuple(Planted(force.id, str(month), reason, "stop-and-search") for reason in changes)


def _texts(shares: dict[str, float], draws: NDArray[np.float64]) -> pl.Series:
    """A text for each draw; null for an empty one."""
    words = pl.Series([word or None for word in shares], dtype=pl.String)
    return words.gather(pick(np.array(list(shares.values())), draws))


def _flag(where: pl.Expr) -> pl.Expr:
    return pl.when(where).then(pl.lit("True")).otherwise(pl.lit("False"))


def _seen(self_ethnicity: pl.Series, draws: NDArray[np.float64]) -> pl.Series:
    """What the officer saw: mostly what the person says, sometimes another, sometimes nothing."""
    text = self_ethnicity.fill_null("").to_frame("said")
    usual = pl.lit(None, pl.String)
    for begins, seen in reversed(WORDS["officer_ethnicity"]):
        usual = pl.when(pl.col("said").str.starts_with(begins)).then(pl.lit(seen)).otherwise(usual)
    luck = pl.col("luck")
    return text.with_columns(pl.Series("luck", draws)).select(
        pl.when(luck < 0.02)
        .then(None)
        .when(luck < 0.04)
        .then(pl.lit("Other"))
        .when(luck < 0.055)
        .then(pl.lit("Mixed"))
        .when(luck < 0.065)
        .then(pl.lit("Black"))
        .when(luck < 0.075)
        .then(pl.lit("Asian"))
        .otherwise(usual)
        .alias("seen")
    )["seen"]


def _dates(force: Force, month: Month, day: NDArray[np.float64], hour: NDArray[np.float64], minute: NDArray[np.float64]) -> pl.Series:
    """Local moments of the month written in UTC: in summer the first hour of the month lies in the month before."""
    start = np.datetime64(str(month), "D")
    days = int((np.datetime64(str(month.plus(1)), "D") - start).astype(np.int64))
    dates = start + (day * days).astype(np.int64).astype("timedelta64[D]")
    if force.id == DATES_WITHOUT_TIME:
        return pl.Series(dates.astype("datetime64[ms]")).dt.strftime("%Y-%m-%dT00:00:00+00:00")
    hours = pick(np.array(_HOURS), hour)
    # Each summer month has two stops just after its first midnight.
    dates[:2], hours[:2] = start, 0
    local = dates.astype("datetime64[m]") + (60 * hours + (minute * 60).astype(np.int64)).astype("timedelta64[m]")
    summer = (local >= _last_sunday(month.year, 3) + np.timedelta64(60, "m")) & (local < _last_sunday(month.year, 10) + np.timedelta64(120, "m"))
    moment = local - np.where(summer, np.timedelta64(60, "m"), np.timedelta64(0, "m"))
    return pl.Series(moment.astype("datetime64[ms]")).dt.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _last_sunday(year: int, month: int) -> np.datetime64:
    """Its midnight; clocks change one hour later, in UTC."""
    end = date(year, month, 31)
    return np.datetime64(end - timedelta(days=(end.weekday() + 1) % 7), "m")
