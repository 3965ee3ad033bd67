"""What a release changed is told where it is many, and what it hides cannot be worked out from the rest."""

from __future__ import annotations

import hashlib

import polars as pl

from sitegen.facts.releases import digest_releases, tell_changes
from sitegen.tables.schemas import SCHEMAS

Row = tuple[str, str, str | None, str | None, str | None, int]


def flows(*rows: Row, release: str = "2026-03", before: str | None = "2026-01") -> pl.DataFrame:
    """Rows of month, change, category, was, outcome and crimes."""
    schema = SCHEMAS["release_flows"].types
    blank = dict.fromkeys(schema)
    keys = ("month", "change", "category", "was", "outcome", "crimes")
    told = [
        {**blank, "force_id": "loamshire", "release": release, "before": before, "unlocated": 0, **dict(zip(keys, row, strict=True))} for row in rows
    ]
    return pl.DataFrame(told, schema=schema)


def tell(table: pl.DataFrame, part: str, change: str, dataset: str = "crime") -> list[tuple[object, ...]]:
    rows = tell_changes(force_id="loamshire", release_flows=table).filter(
        pl.col("part") == part, pl.col("change") == change, pl.col("dataset") == dataset
    )
    return rows.select("month", "category", "was", "outcome", "others", "crimes").rows()


def reoutcomed(month: str, crimes: int, category: str = "burglary", to: str = "charged") -> Row:
    return (month, "reoutcomed", category, "open", to, crimes)


def kept(month: str, crimes: int = 100) -> Row:
    return (month, "kept", "burglary", "open", "open", crimes)


def test_a_number_below_the_threshold_is_not_told_and_nought_is() -> None:
    table = flows(reoutcomed("2025-05", 9), kept("2025-05"), kept("2025-06"))
    assert tell(table, "all", "reoutcomed") == [(None, None, None, None, False, None)]
    assert tell(table, "all", "added") == [(None, None, None, None, False, 0)]
    assert [row[-1] for row in tell(table, "month", "reoutcomed")] == [None, 0]
    assert tell(table, "category", "reoutcomed") == tell(table, "outcome", "reoutcomed") == []


def test_a_month_whose_file_lies_in_a_month_folder_is_marked() -> None:
    file, member = (
        flows((month, "file", None, None, None, 100)).with_columns(pl.lit(name).alias("file"))
        for month, name in (("2025-05", "archive/2025-05/x.csv"), ("2025-06", "archive/2026-03.zip!x"))
    )
    table = pl.concat([flows(kept("2025-05"), kept("2025-06")), file, member])
    rows = tell_changes(force_id="loamshire", release_flows=table).filter(pl.col("change") == "added", pl.col("dataset") == "crime")
    assert dict(rows.select("month", "single").iter_rows()) == {None: None, "2025-05": True, "2025-06": False}


def test_each_month_has_its_age_in_the_release_unless_its_file_does_not_say_when_it_was_made() -> None:
    months = ("2024-12", "2025-05", "2026-03")
    names = ("archive/2026-03.zip!x", "archive/2025-05/x.csv", "archive/2026-03.zip!y")
    files = [
        flows((month, "file", None, None, None, 100)).with_columns(pl.lit(name).alias("file")) for month, name in zip(months, names, strict=True)
    ]
    rows = tell_changes(force_id="loamshire", release_flows=pl.concat([flows(*map(kept, months)), *files]))
    found = rows.filter(pl.col("change") == "reoutcomed", pl.col("dataset") == "crime")
    assert dict(found.select("month", "age").iter_rows()) == {None: None, "2024-12": 15, "2025-05": None, "2026-03": 0}


def test_a_sum_that_would_give_a_month_away_is_not_told() -> None:
    table = flows(reoutcomed("2025-04", 40), reoutcomed("2025-05", 12, to="fined"), reoutcomed("2025-06", 5, to="fined"))
    assert tell(table, "all", "reoutcomed")[0][-1] is None
    assert [row[-1] for row in tell(table, "month", "reoutcomed")] == [40, 12, None]
    assert [row[-1] for row in tell(table, "outcome", "reoutcomed")] == [40, 12]


def told_sum(hidden: tuple[int, ...]) -> int | None:
    rows = tell_changes(force_id="loamshire", release_flows=flows(*(reoutcomed(f"2025-{n:02d}", crimes) for n, crimes in enumerate(hidden, 1))))
    found = rows.filter(pl.col("part") == "all", pl.col("change") == "reoutcomed")["crimes"].item()
    return int(found) if found is not None else None


def test_whatever_is_told_of_all_months_each_that_is_hidden_may_be_any_small_number() -> None:
    worlds = [(a, b, c) for a in range(1, 10) for b in range(1, 10) for c in range(1, 10)]
    by_told: dict[int | None, list[tuple[int, int, int]]] = {}
    sums = {together: told_sum(next(world for world in worlds if sum(world) == together)) for together in range(3, 28)}
    for world in worlds:
        by_told.setdefault(sums[sum(world)], []).append(world)
    assert len(by_told) > 5
    for told, among in by_told.items():
        for place in range(3):
            assert {world[place] for world in among} == set(range(1, 10)), told


def test_categories_of_a_month_that_is_told_are_told_where_they_are_many() -> None:
    table = flows(*(reoutcomed("2025-04", crimes, name) for name, crimes in (("arson", 3), ("burglary", 40), ("drugs", 8), ("robbery", 30))))
    assert [(row[1], row[4], row[5]) for row in tell(table, "category", "reoutcomed")] == [
        ("burglary", False, 40),
        ("robbery", False, 30),
        (None, True, 11),
    ]


def test_no_category_is_told_of_a_month_that_is_hidden() -> None:
    table = flows(reoutcomed("2025-04", 40), reoutcomed("2025-05", 6, "drugs"))
    assert {row[0] for row in tell(table, "category", "reoutcomed")} == {"2025-04"}


def test_outcomes_are_told_for_the_force_alone_from_one_to_the_other() -> None:
    table = flows(*(reoutcomed("2025-04", crimes, to=to) for to, crimes in (("charged", 20), ("no-suspect", 31), ("fined", 4), ("cautioned", 9))))
    assert [(row[2], row[3], row[4], row[5]) for row in tell(table, "outcome", "reoutcomed")] == [
        ("open", "charged", False, 20),
        ("open", "no-suspect", False, 31),
        (None, None, True, 13),
    ]


def test_antisocial_behaviour_is_told_apart_and_has_no_outcomes() -> None:
    asb = ("2025-04", "added", "anti-social-behaviour", None, None, 25)
    told = tell_changes(force_id="loamshire", release_flows=flows(asb, kept("2025-04")))
    assert tell(flows(asb, kept("2025-04")), "all", "added", "asb")[0][-1] == 25
    assert tell(flows(asb, kept("2025-04")), "all", "added")[0][-1] == 0
    assert not told.filter(pl.col("dataset") == "asb", pl.col("change") == "reoutcomed").height


def test_a_month_that_no_older_release_told_is_not_compared() -> None:
    table = flows(("2025-04", "first", "burglary", None, "open", 50), before=None)
    assert tell_changes(force_id="loamshire", release_flows=table).is_empty()


def test_what_is_told_always_adds_up_and_hides_the_few() -> None:
    rows = [reoutcomed(f"2025-{month:02d}", (month * seed) % 23 + 1, name) for month in range(1, 9) for seed, name in enumerate("abcdef", 3)]
    told = tell_changes(force_id="loamshire", release_flows=flows(*rows)).filter(pl.col("change") == "reoutcomed")
    assert told["crimes"].drop_nulls().min() == 10
    months = told.filter(pl.col("part") == "month")
    assert months["crimes"].sum() == told.filter(pl.col("part") == "all")["crimes"].item()
    for (month,), of in told.filter(pl.col("part") == "category").group_by("month"):
        assert of["crimes"].sum() == months.filter(pl.col("month") == month)["crimes"].item()


def test_a_digest_follows_from_the_files_and_from_nothing_else() -> None:
    digests = {"2025-06": "a", "2025-05": "b"}
    rows = [("2026-01", "loamshire", month, f"archive/a.zip!{month}", digest * 64, 5, 0, None) for month, digest in digests.items()]
    files = pl.DataFrame(rows, schema=SCHEMAS["release_files"].types, orient="row")
    wanted = hashlib.sha256(f"loamshire 2025-05 {'b' * 64}\nloamshire 2025-06 {'a' * 64}\n".encode()).hexdigest()
    assert digest_releases(release_files=files).rows() == [("2026-01", wanted, "2025-05", "2025-06", ["2025-05", "2025-06"], [], ["loamshire"], 2)]
    folder = files.with_columns(pl.when(pl.col("month") == "2025-06").then(pl.lit("archive/2025-06/x.csv")).otherwise("file").alias("file"))
    assert digest_releases(release_files=folder)["single_months"].item().to_list() == ["2025-06"]
    renamed = files.with_columns(pl.lit("archive/b.zip!x").alias("file"))
    assert digest_releases(release_files=renamed)["digest"].item() == wanted
