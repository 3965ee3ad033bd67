"""What `show` tells of the tables that the newest build made."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest

from sitegen.tables.schemas import SCHEMAS
from tests.command_line import command_line, run


@pytest.fixture(scope="module")
def built(three_months: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the `.cache` of three months of two forces."""
    folder = tmp_path_factory.mktemp("stored")
    shutil.copytree(three_months / "cache", folder / ".cache")
    return folder


def lines(folder: Path, *arguments: str) -> list[str]:
    done = run(folder, "show", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def written(folder: Path, *arguments: str) -> Path:
    assert lines(folder, *arguments, "--output", "table") == []
    return folder / "table"


def test_without_a_name_every_table_is_listed_with_its_parts_and_rows(built: Path) -> None:
    listed = lines(built)
    assert listed[0].split() == ["table", "parts", "rows"]
    assert ["crimes", "6", "72"] in [line.split() for line in listed]


def test_a_table_is_shown_with_what_its_columns_mean_how_many_rows_it_has_and_the_first(built: Path) -> None:
    shown = lines(built, "crimes", "--force", "loamshire", "--rows", "3")
    schema = SCHEMAS["crimes"]
    for line, column in zip(shown, schema.columns, strict=False):
        assert line.split(maxsplit=2) == [column.name, str(column.type), column.meaning]
    assert shown[len(schema.columns)].startswith("36 rows from 3 parts, sorted by ")
    assert sum("Lane" in line for line in shown) == 3


def test_csv_and_parquet_hold_the_same_rows(built: Path) -> None:
    csv = pl.read_csv(written(built, "neighbourhood_series", "--force", "loamshire", "--format", "csv"))
    parquet = pl.read_parquet(written(built, "neighbourhood_series", "--force", "loamshire", "--format", "parquet"))
    assert dict(parquet.schema) == SCHEMAS["neighbourhood_series"].types
    assert csv.height == parquet.height > 0
    assert set(parquet["force_id"]) == {"loamshire"}


def test_a_table_can_be_sent_on(built: Path) -> None:
    sent = subprocess.run(command_line("show", "crimes", "--rows", "5", "--format", "parquet"), cwd=built, capture_output=True, check=True)
    assert pl.read_parquet(io.BytesIO(sent.stdout)).height == 5


def test_a_split_table_is_cut_by_what_it_was_split_by(built: Path) -> None:
    assert any(line.startswith("crimes ") for line in lines(built, "located_counts", "--force", "wealdmoor", "--month", "2025-05"))


def test_shapes_are_hexadecimal_in_csv(built: Path) -> None:
    assert pl.read_csv(written(built, "boundaries", "--format", "csv"))["geometry"].str.starts_with("01").all()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["crime"], 1, "error: crime: no such table; did you mean crimes"),
        (["crimes", "--force", "loamshir"], 1, "error: --force loamshir: crimes has no rows of it; did you mean loamshire?"),
        (["crimes", "--month", "1999-01"], 1, "error: --month 1999-01: crimes has no rows of it; there is 2025-03 to 2025-05"),
        (["categories", "--area", "sw"], 1, "error: --area sw: categories has no area; its columns are "),
        (["crimes", "--cache", "nowhere"], 1, "error: nowhere: there is no cache here"),
        (["--rows", "3"], 2, "Error: which table?"),
        (["crimes", "--output", "x"], 2, "Error: --output is for --format csv or parquet"),
    ],
    ids=["table", "force", "month", "area", "cache", "no table", "output"],
)
def test_what_there_is_not_is_refused_with_what_was_meant(built: Path, arguments: list[str], code: int, says: str) -> None:
    done = run(built, "show", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.splitlines()[-1].startswith(says)
    assert not (built / "nowhere").exists()


def test_showing_changes_no_file_of_the_cache(built: Path) -> None:
    def state() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (built / ".cache").rglob("*") if path.is_file()}

    before = state()
    lines(built, "crimes")
    assert state() == before
