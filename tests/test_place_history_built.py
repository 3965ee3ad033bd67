"""A neighbourhood over the years in a built site: sums as counted by hand from old files, and not one point of theirs in any file."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from sitegen.auditing.audit import audit
from sitegen.build import Options, build_site
from sitegen.publish.checks.machine import Machine
from tests.artefacts.test_history_pages import text
from tests.settings import SETTINGS
from tests.small_world import LOAMSHIRE, STREET, area_files, put_release, put_world

pytestmark = pytest.mark.site

WINDOW, OLD = ("2025-05", "2025-06"), [f"2019-{month:02d}" for month in range(1, 13)]
PAGE = "loamshire/nb01/history/index.html"


def old_month(month: str) -> bytes:
    """Sixty burglaries in the first neighbourhood, each at a point of its own, forty in the second and thirty north of it, and one report in each.

    In May one more, east of the first neighbourhood of today.
    """
    west, south = LOAMSHIRE.corner(0)
    east = f",{month},loamshire,loamshire,{west + 0.022:.6f},{south + 0.01:.6f},On or near Old Lane,E01000001,Loam 001A,Burglary,,"
    lines = [STREET, *([east] if month.endswith("-05") else [])]
    for place, rows in enumerate((60, 40, 30)):
        west, south = LOAMSHIRE.corner(place)
        for row in range(rows + 1):
            kind = "Anti-social behaviour" if row == rows else "Burglary"
            where = f"{west + 0.001 + 0.0003 * (row % 60):.6f},{south + 0.01:.6f},On or near Old Lane"
            lines.append(f",{month},loamshire,loamshire,{where},E01000001,Loam 001A,{kind},,")
    return ("\n".join(lines) + "\n").encode()


def boundaries(*, wider: float = 0.0) -> dict[str, bytes]:
    """The members of a monthly zip file; `wider` as in `area_files`."""
    found = {path: body for path, body in area_files(LOAMSHIRE, wider=wider).items() if path.startswith("boundaries/")}
    return {path.removeprefix("boundaries/"): body for path, body in found.items()}


@dataclass(frozen=True)
class Built:
    """A site and where it was built."""

    folder: Path
    site: Path

    def text(self, path: str) -> str:
        return text((self.site / path).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("over-the-years")
    data = folder / "data"
    put_world(data, WINDOW, (LOAMSHIRE,))
    put_release(data, "2020-01", {f"{month}/{month}-loamshire-street.csv": old_month(month) for month in OLD})
    for month, wider in (("2017-06", 0.004), ("2018-11", 0.0)):
        with zipfile.ZipFile(data / f"boundaries/{month}.zip", "w") as packed:
            for name, body in boundaries(wider=wider).items():
                packed.writestr(name, body)
    build_site(Options(data, folder / "cache"), SETTINGS, folder / "site")
    return Built(folder, folder / "site")


def test_a_year_before_the_window_has_the_sum_counted_by_hand(built: Built) -> None:
    said = built.text(PAGE)
    assert "2019 720 12" in said
    assert "the boundaries of November 2018 put the same ones into it as today’s" in said
    assert (
        "Nothing before November 2018 is told: in the boundaries of June 2017 its ground was another (map points on the other side of its line: 1)."
        in said
    )
    rows = list(csv.DictReader(io.StringIO((built.site / "loamshire/nb01/history.csv").read_text(encoding="utf-8"))))
    assert [row["crimes"] for row in rows if row["category"] == "burglary" and row["month"] in OLD] == ["60"] * 12
    assert {row["state"] for row in rows if row["month"] == "2020-02"} == {"not_in_copy"}


def test_the_pages_of_the_force_and_of_the_neighbourhood_lead_there(built: Built) -> None:
    said = built.text("loamshire/history/index.html")
    assert "Neighbourhoods of which months before May 2025 are told, too: 1 of 2." in said
    assert "Not told: fewer than 50 map points of its own (1)." in said
    for page, link in (("loamshire/history/index.html", "../nb01/history/"), ("loamshire/nb01/change/index.html", "../history/")):
        assert f'href="{link}' in (built.site / page).read_text(encoding="utf-8")
    assert not (built.site / "loamshire/nb-02/history").exists()
    assert "history/" not in (built.site / "loamshire/nb-02/change/index.html").read_text(encoding="utf-8")


def test_the_table_for_programs_has_the_same_and_no_position(built: Built) -> None:
    table = pl.read_parquet(built.site / "data/history/loamshire.parquet")
    assert table.columns == ["force", "neighbourhood", "month", "category", "state", "crimes"]
    assert table["neighbourhood"].unique().to_list() == ["NB01"]
    assert table.filter(pl.col("month").str.starts_with("2019"), pl.col("category") == "burglary")["crimes"].sum() == 720
    assert "data/history/loamshire.parquet".removeprefix("data/") in (built.site / "data/datapackage.json").read_text(encoding="utf-8")


def test_no_file_has_a_point_or_a_street_of_an_old_month(built: Built) -> None:
    west, _south = LOAMSHIRE.corner(0)
    old = [f"{west + 0.001 + 0.0003 * place:.6f}".rstrip("0") for place in range(60)]
    window = "".join(path.read_text(encoding="utf-8") for path in built.folder.glob("data/archive/2025-*/*-street.csv"))
    alone = [place for place in old if place not in window]
    assert len(alone) > 50
    for path in built.site.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert b"Old Lane" not in body, path
            assert not [place for place in alone if place.encode() in body], path


def test_an_audit_sees_no_point_that_is_too_old(built: Built) -> None:
    found = {one.check: one.state for one in audit(built.site, None, machine=Machine.of((built.folder,))).findings}
    assert (found["P5"], found["P9"]) == ("proved", "proved")
