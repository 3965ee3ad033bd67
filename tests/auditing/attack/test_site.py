"""A built site attacked from its files: the county holds, planted leaks do not."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from sitegen.auditing.attack.published import Published, read_site
from sitegen.auditing.attack.site import AttackReport, Question, answer, attack_stops
from sitegen.auditing.attack.system import ONE_RELEASE, OTHERS, Told
from sitegen.rules import ANYTHING_ELSE, EVERY_STOP, THRESHOLD
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

Row = list[object]


@pytest.fixture(scope="module")
def county(built_few: Path) -> AttackReport:
    return attack_stops(read_site(built_few))


@pytest.fixture
def copy(built_few: Path, tmp_path: Path) -> Path:
    """What the attack reads of the county, to be changed."""
    for path in [
        *built_few.glob("*/figures.*"),
        *built_few.glob("*/*/figures.*"),
        *built_few.glob("*/index.html"),
        *built_few.glob("*/*/index.html"),
    ]:
        target = tmp_path / path.relative_to(built_few)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copytree(built_few / "tiles/stops", tmp_path / "tiles/stops")
    (tmp_path / "data").mkdir(exist_ok=True)
    shutil.copy(built_few / "data/boundaries.parquet", tmp_path / "data/boundaries.parquet")
    return tmp_path


def change(path: Path, changed: Callable[[list[Row]], list[Row]]) -> None:
    """Change the rows of figures in both their forms; a row is table, month, months, kind, count and state."""
    about = json.loads(path.read_bytes())
    about["rows"] = changed(about["rows"])
    path.write_text(json.dumps(about), encoding="utf-8")
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([about["columns"], *about["rows"]])


def a_place(folder: Path, least: int) -> tuple[Path, str, int]:
    """The figures of a neighbourhood with a table of what was looked for, its id, and its anything else."""
    for path in sorted(folder.glob("loamshire/*/figures.json")):
        about = json.loads(path.read_bytes())
        merged = [row[4] for row in about["rows"] if row[0] == "stops-object" and row[3] == ANYTHING_ELSE]
        if merged and merged[0] >= least:
            return path, about["neighbourhood"]["id"], merged[0]
    raise AssertionError("no neighbourhood has such a table")


def test_the_county_gives_nothing_away(county: AttackReport) -> None:
    assert county.contradictions == ()
    assert county.leaks.is_empty()
    assert county.holds
    of_threshold = county.widths.filter(pl.col("limit") == THRESHOLD, pl.col("verdict") == "wide")
    assert of_threshold.height > 50
    assert of_threshold["width"].min() >= THRESHOLD  # type: ignore[operator]
    assert set(county.widths["force_id"]) == {"dyffryn-aeddan", "loamshire"}


def test_the_distribution_counts_every_number_of_which_that_much_must_stay_open(county: AttackReport) -> None:
    told = county.distribution
    guarded = told.select(pl.sum_horizontal("cells", "large", "none").sum()).item()
    assert guarded == county.widths.filter(pl.col("limit") == THRESHOLD).height
    assert told["few"].sum() == county.widths.filter(pl.col("limit").is_between(1, THRESHOLD - 1)).height
    assert (told["least"] <= told["quarter"]).all()
    assert (told["quarter"] <= told["half"]).all()
    assert (told["three_quarters"] <= told["most"]).all()


def test_the_tiles_add_up_to_what_the_figures_say(built_few: Path) -> None:
    site = read_site(built_few)
    inside = pl.concat([site.places.filter(pl.col("force_id") == force, pl.col("month").is_in(months)) for force, months in site.located.items()])
    tiles = inside.group_by("force_id", "neighbourhood_id").agg(pl.col("stops").sum().cast(pl.Int32))
    said = site.told.filter(pl.col("field") == EVERY_STOP, pl.col("stops") > 0, pl.col("neighbourhood_id").is_not_null())
    both = said.join(tiles, on=["force_id", "neighbourhood_id"], how="left")
    assert both.height > 10
    assert both["stops"].equals(both["stops_right"].alias("stops"))


def test_several_processes_find_the_same(built_few: Path, county: AttackReport) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert attack_stops(read_site(built_few), executor=executor).widths.equals(county.widths)


def test_the_release_itself_as_the_one_before_tells_nothing_new(built_few: Path, county: AttackReport) -> None:
    assert attack_stops(read_site(built_few), read_site(built_few)).widths.equals(county.widths)


def test_a_hidden_number_left_over_by_tiles_less_table_is_found(copy: Path) -> None:
    """A table tells all but three of its stops, and neither its total nor anything else; the tiles have the total."""
    path, place, merged = a_place(copy, THRESHOLD)
    change(copy / "loamshire/figures.json", lambda rows: [row for row in rows if row[0] != "stops-object"])

    def planted(rows: list[Row]) -> list[Row]:
        kept = [row for row in rows if row[0] != "stops" and row[3] != ANYTHING_ELSE]
        return [*kept, ["stops-object", "2025-06", 5, "planted", merged - 3, "supplied"]]

    change(path, planted)
    path.with_name("index.html").unlink()
    leaks = attack_stops(read_site(copy)).leaks.filter(pl.col("neighbourhood_id") == place, pl.col("field") == "object")
    assert leaks.height > 0
    assert leaks["high"].max() == 3


def test_a_hidden_number_left_over_by_force_less_neighbourhoods_is_found(copy: Path) -> None:
    """The force tells a value that only one neighbourhood hides, and of all others it is told."""
    site = read_site(copy)
    tables = site.told.filter(pl.col("force_id") == "loamshire", pl.col("field") == "object", pl.col("neighbourhood_id").is_not_null())
    everywhere = int(tables.filter(pl.col("value") == "controlled-drugs")["stops"].sum())

    def planted(rows: list[Row]) -> list[Row]:
        of_drugs = [row for row in rows if row[0] == "stops-object" and row[3] == "controlled-drugs"]
        others = [row for row in rows if row[0] == "stops-object" and row[3] == ANYTHING_ELSE]
        moved = int(str(of_drugs[0][4])) - everywhere - 2
        kept = [row for row in rows if row not in (*of_drugs, *others)]
        merged = moved + (int(str(others[0][4])) if others else 0)
        return [*kept, [*of_drugs[0][:4], everywhere + 2, "supplied"], [*of_drugs[0][:3], ANYTHING_ELSE, merged, "supplied"]]

    change(copy / "loamshire/figures.json", planted)
    (copy / "loamshire/index.html").unlink()
    leaks = attack_stops(read_site(copy)).leaks.filter(pl.col("value") == "controlled-drugs")
    assert leaks.height > 0
    assert leaks["high"].max() == 2


def test_a_number_on_a_page_that_its_figures_do_not_have_is_found(copy: Path) -> None:
    path, _, merged = a_place(copy, THRESHOLD)
    page = path.with_name("index.html")
    text = page.read_text(encoding="utf-8")
    assert f'<td class="n">{merged}</td>' in text
    page.write_text(text.replace(f'<td class="n">{merged}</td>', f'<td class="n">{merged + 777}</td>'), encoding="utf-8")
    report = attack_stops(read_site(copy))
    assert report.contradictions == (("loamshire", page.relative_to(copy).as_posix()),)
    assert not report.holds


def test_two_files_that_tell_different_numbers_contradict_each_other(copy: Path) -> None:
    path, _, _ = a_place(copy, THRESHOLD)
    csv_file = path.with_suffix(".csv")
    lines = csv_file.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("stops-object"))
    head, count, state, age = lines[at].rsplit(",", 3)
    lines[at] = f"{head},{int(count) + 1},{state},{age}"
    csv_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert ("loamshire", "object") in attack_stops(read_site(copy)).contradictions


MONTHS = tuple(f"2025-{number:02d}" for number in range(1, 5))


def release(months: tuple[str, ...], drugs: int, total: int, by_month: dict[str, int]) -> Published:
    """One neighbourhood of one force with a table of these months; the force has a hundred stops a month."""
    tables = [("a", EVERY_STOP, EVERY_STOP, total), ("a", "object", "drugs", drugs), ("a", "object", ANYTHING_ELSE, total - drugs)]
    force = [(None, "object", "drugs", 50 * len(months)), (None, "object", ANYTHING_ELSE, 50 * len(months))]
    told = [("loamshire", *row, months[-1], len(months), "loamshire/a/index.html") for row in (*tables, *force)]
    return Published(
        pl.DataFrame(told, schema=ATTACK_SCHEMAS["told_stops"].types, orient="row"),
        pl.DataFrame([("loamshire", month, 100, 0) for month in months], schema=ATTACK_SCHEMAS["told_months"].types, orient="row"),
        pl.DataFrame([("loamshire", "a", month, by_month[month]) for month in months], schema=ATTACK_SCHEMAS["told_places"].types, orient="row"),
        {"loamshire": months},
        {"loamshire": months},
        pl.DataFrame(schema={"force_id": pl.String, "neighbourhood_id": pl.String, "other": pl.String}),
    )


STOPS = {"2025-01": 2, "2025-02": 40, "2025-03": 40, "2025-04": 5}


def test_releases_whose_years_overlap_give_away_the_months_at_their_ends() -> None:
    """Two stops of January went, five of April came, and those for drugs are five more: all five, and none of the two."""
    older, newer = release(MONTHS[:3], 50, 82, STOPS), release(MONTHS[1:], 55, 85, STOPS)
    assert attack_stops(newer).holds
    leaks = attack_stops(newer, older).leaks
    known = {(value, span): (low, high) for value, span, low, high in leaks.select("value", "span", "low", "high").iter_rows()}
    assert known["drugs", "entered"] == (5, 5)
    assert known["drugs", "left"] == (0, 0)


def test_releases_whose_years_do_not_overlap_give_away_nothing_more() -> None:
    stops = {**STOPS, "2025-03": 42}
    older, newer = release(MONTHS[:2], 25, 42, stops), release(MONTHS[2:], 30, 47, stops)
    both = attack_stops(newer, older)
    assert both.holds
    assert both.widths.filter(pl.col("span") == "year").equals(attack_stops(newer).widths)


def test_stops_by_officers_of_another_force_are_no_contradiction() -> None:
    """The place has more stops than its force made; of 75 at least 25 are others', so at most 50 are the force's own."""
    cells = pl.DataFrame({"place": ["a", "a"], "value": ["drugs", ANYTHING_ELSE], "stops": [40, 35]})
    found = answer(Question("loamshire", "object", (Told(cells, {"drugs": 40, ANYTHING_ELSE: 10}, {"a": 75}, 50),), ONE_RELEASE))
    assert found is not None
    own = found.filter(pl.col("neighbourhood_id") == "a", pl.col("value") == OTHERS)
    assert own.select("low", "high", "verdict").rows() == [(0, 10, "wide")]
    wrong = pl.DataFrame({"place": ["a"], "value": ["drugs"], "stops": [60]})
    assert answer(Question("loamshire", "object", (Told(wrong, {"drugs": 40, ANYTHING_ELSE: 10}, {"a": 75}, 50),), ONE_RELEASE)) is None


def test_a_month_revised_between_two_releases_is_one_of_each() -> None:
    """The year is the same, and one stop was added to March."""
    older, newer = release(MONTHS[:3], 50, 82, STOPS), release(MONTHS[:3], 51, 83, {**STOPS, "2025-03": 41})
    assert {"entered", "left"} <= set(attack_stops(newer, older).widths["span"])


def test_a_folder_that_is_no_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="index"):
        read_site(tmp_path)
