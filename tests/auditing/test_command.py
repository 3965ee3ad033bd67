"""`build.py audit` on a built site: it fills in page and report, everything else accepts them, and the next build is not upset."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sitegen import urls
from sitegen.auditing.comparing import note_for_publisher
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


def test_what_it_remembers_is_made_and_a_broken_promise_is_told_where_it_cannot_be_written(folder: Path) -> None:
    audit = ("audit", "output", "--no-attack", "--workers", "1", "--remember")
    first = run(folder, *audit, "kept/seen")
    second = run(folder, *audit, "kept/seen")
    assert (first.returncode, second.returncode, second.stdout) == (0, 0, first.stdout)
    assert len((folder / "kept" / "seen").read_text().splitlines()) > 100
    (folder / "no-folder").touch()
    assert run(folder, *audit, "no-folder/seen").returncode == 1
    shard = next((folder / "output").glob("streets/12/*/*.json"))
    shard.write_bytes(shard.read_bytes().replace(b'{"areas"', b'{"beds":3,"areas"'))
    done = run(folder, *audit, "no-folder/seen")
    assert (done.returncode, "note: what the next audit needs is not written down: " in done.stderr) == (3, True)


@pytest.mark.parametrize("lost", ["data/counts/loamshire.csv", urls.MANIFEST])
def test_a_broken_promise_ends_it_with_three_also_where_nothing_can_be_written(folder: Path, lost: str) -> None:
    (folder / "output" / lost).unlink()
    shard = next((folder / "output").glob("streets/12/*/*.json"))
    shard.write_bytes(shard.read_bytes().replace(b'{"areas"', b'{"beds":3,"areas"'))
    more = ("--read-only",) if lost == urls.MANIFEST else ()
    done = run(folder, "audit", "output", "--no-attack", *more, "--workers", "1", "--json", "told.json")
    assert done.returncode == 3, done.stderr
    told = json.loads((folder / "told.json").read_bytes())
    assert (told["exit"], told["verdicts"]["P5"]) == (3, "failed")
    assert told["verdicts"]["P6"] == ("failed" if more else "needs-review")
    assert any("has the key 'beds'" in line for line in told["findings"])
    if not more:
        assert f"note: the report is not written down: output: {lost} is listed and not there" in done.stderr


def test_what_cannot_be_written_is_refused_before_it_begins(folder: Path) -> None:
    (folder / "link").symlink_to("output")
    (folder / "taken").mkdir()
    for arguments, said in (
        (("link",), "use --read-only"),
        (("output", "--output", "taken"), "is a folder; name a file"),
        (("output", "--output", "output/audit.json"), "lies in the site"),
        (("output", "--remember", "taken"), "is a folder; name a file, like taken/seen"),
    ):
        done = run(folder, "audit", *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr


def test_a_copy_that_its_own_report_contradicts_ends_it_with_three(folder: Path) -> None:
    assert run(folder, "audit", "output", "--no-attack", "--workers", "1").returncode == 0
    file = folder / "output" / urls.AUDIT_REPORT
    true = file.read_bytes()
    forged = json.loads(true)
    next(one for one in forged["checks"] if one["check"] == "P13")["state"] = "needs-review"
    file.write_text(json.dumps(forged))
    done = run(folder, "audit", "output", "--no-attack", "--read-only", "--workers", "1")
    assert (done.returncode, "P13: published as needs-review, found proved here" in done.stdout) == (3, True)
    assert "verify" in done.stderr
    file.write_bytes(true)
    page = folder / "output" / urls.HOME
    page.write_bytes(page.read_bytes() + b" ")
    done = run(folder, "audit", "output", "--no-attack", "--read-only", "--workers", "1")
    assert (done.returncode, "is about other files than these" in done.stdout) == (3, True)


def test_rows_without_an_address_are_ignored_and_counted(folder: Path) -> None:
    (folder / "uprn.csv").write_text("LATITUDE,LONGITUDE\n51.4,-2.6\n12,3\n")
    done = run(folder, "audit", "output", "--no-attack", "--read-only", "--uprn", "uprn.csv", "--workers", "1")
    assert "note: uprn.csv: 1 row ignored" in done.stderr


def test_whoever_publishes_is_told_that_a_site_was_not_audited(folder: Path) -> None:
    assert note_for_publisher(folder / "output").startswith("the site was not audited")
    assert run(folder, "audit", "output", "--no-attack", "--workers", "1").returncode == 0
    assert note_for_publisher(folder / "output") == ""
    file = folder / "output" / urls.AUDIT_REPORT
    file.write_bytes(file.read_bytes().replace(b'"state":"proved"', b'"state":"needs-review"', 1))
    assert note_for_publisher(folder / "output").startswith("the audit of the site asks for a review: P1 (points are")


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
    looked_at = next(one for one in checks(folder) if one["check"] == "P6")["looked_at"]
    assert "cells" in looked_at
    assert looked_at["releases"] == 2


def test_what_an_audit_keeps_stands_for_the_release_before_and_without_it_the_site_is_attacked_alone(folder: Path) -> None:
    kept = run(folder, "audit", "output", "--keep", "told.zip", "--workers", "1")
    assert kept.returncode == 0, kept.stderr
    assert "kept for the audit of the next release: told.zip" in kept.stdout
    assert run(folder, "audit", "output", "--previous", "told.zip", "--workers", "1").returncode == 0
    assert next(one for one in checks(folder) if one["check"] == "P6")["looked_at"]["releases"] == 2
    (folder / "told.zip").write_bytes(b"PK")
    alone = run(folder, "audit", "output", "--previous", "told.zip", "--workers", "1")
    assert alone.returncode == 0
    assert "note: attacked without the release before: told.zip is neither a site nor what --keep wrote" in alone.stderr
    assert next(one for one in checks(folder) if one["check"] == "P6")["looked_at"]["releases"] == 1


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
    assert f"published in the site: output/{urls.AUDIT_PAGE}" in done.stdout


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
        ("copy", "--no-attack", "--keep", "told.zip"),
        ("copy", "--keep", "empty"),
        ("copy", "--keep", "copy/told.zip"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "empty").mkdir()
    write_site(tmp_path / "copy", good_files())
    done = run(tmp_path, "audit", *arguments, "--read-only")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
