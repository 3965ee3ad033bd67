"""`build.py audit` on a built site: it fills in page and report, everything else accepts them, and the next build is not upset."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sitegen import urls
from tests.command_line import run
from tests.publish.site_files import good_files, page, write_site


@pytest.fixture
def folder(june: Path, tmp_path: Path) -> Path:
    """A copy of data, cache and output of one force's June."""
    shutil.copytree(june, tmp_path / "june", copy_function=shutil.copy2)
    return tmp_path / "june"


def report(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "output" / urls.AUDIT_REPORT).read_bytes())
    assert isinstance(found, dict)
    return found


def test_it_fills_in_what_the_build_left_open_and_everything_accepts_the_result(folder: Path) -> None:
    assert report(folder)["audited"] is None
    done = run(folder, "audit", "output", "--data", "data", "--workers", "1", "--json", "told.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert report(folder)["audited"] is not None
    assert "Not audited yet." not in (folder / "output" / urls.AUDIT_PAGE).read_text()
    assert json.loads((folder / "told.json").read_bytes())["verdicts"]["P1"] == "proved"
    checked = run(folder, "check", "output", "--workers", "1")
    assert checked.returncode == 0, checked.stdout
    before = (folder / "output" / urls.AUDIT_REPORT).read_bytes()
    assert run(folder, "audit", "output", "--data", "data", "--workers", "2").returncode == 0
    assert (folder / "output" / urls.AUDIT_REPORT).read_bytes() == before
    agreed = run(folder, "audit", "output", "--data", "data", "--read-only", "--workers", "1")
    assert "the published report says the same of the same files" in agreed.stdout
    less = run(folder, "audit", "output", "--read-only", "--workers", "1")
    assert "the published report says the same of the same files" in less.stdout


def test_the_next_build_is_not_upset_and_a_new_audit_says_the_same(folder: Path) -> None:
    assert run(folder, "audit", "output", "--workers", "1").returncode == 0
    found = report(folder)
    built = run(folder, "build", "--workers", "1")
    assert built.returncode == 0, built.stderr
    assert report(folder)["audited"] is None
    assert run(folder, "check", "output", "--workers", "1").returncode == 0
    assert run(folder, "audit", "output", "--workers", "1").returncode == 0
    assert report(folder) == found


def test_a_promise_that_is_broken_ends_it_with_three_and_is_published_as_failed(folder: Path) -> None:
    shard = next((folder / "output").glob("streets/12/*/*.json"))
    shard.write_bytes(shard.read_bytes().replace(b'{"areas"', b'{"beds":3,"areas"'))
    done = run(folder, "audit", "output", "--workers", "1")
    assert done.returncode == 3
    assert f"P5: {shard.relative_to(folder / 'output')}: has the key 'beds', which is not on the list" in done.stdout
    assert "A check failed." in (folder / "output" / urls.AUDIT_PAGE).read_text()


def test_small_numbers_are_attacked_with_the_release_before_and_without_a_word_of_the_solver(folder: Path) -> None:
    shutil.copytree(folder / "output", folder / "before")
    done = run(folder, "audit", "output", "--previous", "before", "--workers", "1", "--json", "told.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "HiGHS" not in done.stdout + done.stderr
    verdicts = json.loads((folder / "told.json").read_bytes())["verdicts"]
    assert verdicts["P3"] == verdicts["P6"] == "proved"
    assert "cells" in next(one for one in checks(folder) if one["check"] == "P6")["looked_at"]


def test_a_number_that_can_be_worked_out_ends_it_with_three_and_is_not_told(folder: Path) -> None:
    path = "data/releases/changes/loamshire.csv"
    head = "release,before,dataset,part,month,category,change,was,outcome,others,crimes,rows"
    rows = ("2025-06,2025-05,crime,all,,,added,,,false,7,90", "2025-06,2025-05,crime,month,2025-04,,added,,,false,,90")
    (folder / "output" / path).write_text("\n".join((head, *rows, "")))
    done = run(folder, "audit", "output", "--workers", "1")
    assert done.returncode == 3
    said = f"{path}: 2025-06 crime added, 2025-04: this number is left out, and only one fits"
    assert f"P3: {said}" in done.stdout
    assert f"P6: {said}" in done.stdout
    without = run(folder, "audit", "output", "--no-attack", "--read-only", "--workers", "1")
    assert without.returncode == 0
    assert "P6   not-assessed" in without.stdout


def checks(folder: Path) -> list[dict[str, Any]]:  # Any: JSON
    found = report(folder)["checks"]
    assert isinstance(found, list)
    return found


def test_a_copy_is_only_read_and_the_report_goes_where_it_is_wanted(tmp_path: Path) -> None:
    site = write_site(
        tmp_path / "copy", {**good_files(), "find/index.html": page('<script src="https://count.example/"></script>', root="../").encode()}
    )
    (site / urls.MANIFEST).unlink()
    before = sorted((path, path.stat().st_mtime_ns) for path in site.rglob("*"))
    done = run(tmp_path, "audit", "copy", "--read-only", "--output", "report.json", "--workers", "1")
    assert done.returncode == 3
    assert sorted((path, path.stat().st_mtime_ns) for path in site.rglob("*")) == before
    assert f"{urls.AUDIT_REPORT}: is missing or cannot be read; there is nothing to compare with" in done.stdout
    checks = {one["check"]: one["state"] for one in json.loads((tmp_path / "report.json").read_bytes())["checks"]}
    assert checks["P12"] == "failed"


def test_a_report_about_other_files_is_told(tmp_path: Path) -> None:
    told = {"audited": {"digest": "0" * 64}, "checks": [{"check": "P8", "state": "proved"}, {"check": "P1", "state": "failed"}]}
    write_site(tmp_path / "copy", {**good_files(), urls.AUDIT_REPORT: json.dumps(told).encode()})
    said = run(tmp_path, "audit", "copy", "--read-only", "--workers", "1").stdout
    assert "is about other files than these" in said
    assert "P8: published as proved, found not-assessed here (it had evidence that this audit was not given)" in said
    assert "P1: published as failed, found proved here" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("empty",),
        ("copy", "--data", "empty"),
        ("copy", "--uprn", "missing.csv"),
        ("copy", "--previous", "empty"),
        ("copy", "--no-attack", "--previous", "copy"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    write_site(tmp_path / "copy", good_files())
    done = run(tmp_path, "audit", *arguments, "--read-only")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
