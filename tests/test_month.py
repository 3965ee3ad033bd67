"""A scheduled month: every step, one summary, and a site that stands whatever fails."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sitegen import urls
from sitegen.cli.month_commands import STEPS
from sitegen.cli.month_summary import summary_lines
from tests.command_line import LIMIT, Done, command_line, run
from tests.fetching.small_upstream import small_upstream
from tests.fetching.test_command import put_table
from tests.one_street import ROW, write_data
from tests.settings import SETTINGS_FILE
from tests.test_accounts import named_in_the_guide
from tests.upstream.fake import Fault

OFFLINE = ("--skip", "fetch")
WHO = {"operator": "The Loamshire Trust", "contact": "site@loamshire.example", "privacy_contact": "privacy@loamshire.example"}


@pytest.fixture
def folder(june: Path, tmp_path: Path) -> Path:
    """An operator's folder with June of one street, never published, and a key."""
    here = tmp_path / "here"
    shutil.copytree(june, here, copy_function=shutil.copy2)
    run(here, "keygen", "site.key")
    prepare(here)
    return here


def prepare(here: Path, months: tuple[str, ...] = ("06",)) -> None:
    write_data(here / "data", months)
    text = SETTINGS_FILE.read_text(encoding="utf-8")
    for key, said in WHO.items():
        text = text.replace(f'{key} = ""', f'{key} = "{said}"', 1)
    (here / "data" / "site.toml").write_text(text, encoding="utf-8")


def month(folder: Path, *more: str) -> Done:
    target = (folder.parent / "www").as_uri()
    return run(folder, "month", target, "--key", "site.key", "--workers", "1", "--summary", "summary.txt", "--json", "month.json", *OFFLINE, *more)


def account(folder: Path) -> Any:  # Any: JSON
    return json.loads((folder / "month.json").read_text(encoding="utf-8"))


def summary(folder: Path) -> list[str]:
    return (folder / "summary.txt").read_text(encoding="utf-8").splitlines()


def pages(folder: Path) -> dict[str, bytes]:
    www = folder.parent / "www"
    return {str(path.relative_to(www)): path.read_bytes() for path in www.rglob("*") if path.is_file()}


@pytest.mark.site
def test_a_month_goes_from_data_to_readers_and_the_next_says_what_is_new(folder: Path) -> None:
    first = month(folder)
    assert first.returncode == 0, first.stderr
    assert summary(folder)[0].startswith("release 1 of ")
    assert first.stdout.endswith("\n".join(["", *summary(folder), ""]))
    told = account(folder)
    assert [step["command"] for step in told["steps"]] == [name for name in STEPS if name != "fetch"]
    assert {name for account in (told, *told["steps"]) for name in account} <= named_in_the_guide()

    june = next(folder.glob("data/archive/2025-06/*-street.csv"))
    june.write_text(june.read_text() + ROW.format(month="06", place=500))
    write_data(folder / "data", ("07",))
    prepare(folder, ("07",))
    done = month(folder)
    assert done.returncode == 0, done.stderr
    lines = summary(folder)
    assert lines[0].startswith("release 2 of ")
    assert "  crime of 2025-07: loamshire" in lines[lines.index("new:") : lines.index("missing:")]
    assert "  stops of 2025-07: loamshire" in lines[lines.index("missing:") :]
    assert "  most of all crime of loamshire 2025-06: 11 rows, 10 before" in lines
    assert any(line.startswith("cost: ") for line in lines)
    assert account(folder)["summary"] == lines
    audits = [next(line for line in said.splitlines() if line.startswith("== audit")) for said in (first.stderr, done.stderr)]
    assert ["--previous" in audit for audit in audits] == [False, True]
    attacked = next(one for one in json.loads((folder / "output" / urls.AUDIT_REPORT).read_bytes())["checks"] if one["check"] == "P6")
    assert attacked["looked_at"]["releases"] == 2


@pytest.mark.site
def test_a_step_that_fails_ends_the_month_and_readers_see_the_old_site(folder: Path) -> None:
    assert month(folder).returncode == 0
    before = pages(folder)
    done = month(folder, "--strict")
    assert done.returncode == 1
    assert summary(folder)[0].startswith("FAILED in plan: --strict: ")
    assert (account(folder)["failed_step"], account(folder)["exit"]) == ("plan", 1)
    assert [step["exit"] for step in account(folder)["steps"]] == [0, 1]
    assert pages(folder) == before


@pytest.mark.site
def test_a_runner_with_an_empty_disk_carries_on(folder: Path) -> None:
    assert month(folder).returncode == 0
    runner = folder.parent / "runner"
    runner.mkdir()
    shutil.copy(folder / "site.key", runner)
    prepare(runner, ("06", "07"))
    done = month(runner)
    assert done.returncode == 0, done.stderr
    assert summary(runner)[0].startswith("release 2 of ")
    assert "  crime of 2025-07: loamshire" in summary(runner)
    assert not any("2025-06: loamshire" in line for line in summary(runner))


@pytest.mark.site
def test_a_month_begins_with_what_the_publishers_have_and_ends_where_they_fail(tmp_path: Path) -> None:
    given = ("--skip", "publish", "--upstream", "upstream.toml", "--force", "loamshire", "--workers", "1", "--json", "month.json")
    with small_upstream(tmp_path) as fake:
        put_table(fake, tmp_path)
        fake.faults.append(Fault("NB01/events", "page"))
        failed = run(tmp_path, "month", *given)
        assert failed.returncode == 1
        assert account(tmp_path)["failed_step"] == "fetch"
        assert not (tmp_path / "output").exists()
        assert {name for told in account(tmp_path)["steps"] for name in told} <= named_in_the_guide()
        fake.faults.append(Fault("NB01/events", "page"))
        gone_on = run(tmp_path, "month", *given, "--accept-faults")
    assert gone_on.returncode == 0, gone_on.stderr
    lines = account(tmp_path)["summary"]
    assert lines[lines.index("faults:") + 1].startswith("  policing/loamshire/NB01/events.json: ")
    assert "files fetched: none, nothing was new" in lines
    assert "built in output, and not published" in lines


@pytest.mark.site
def test_steps_may_be_left_out(folder: Path) -> None:
    done = run(folder, "month", *OFFLINE, "--skip", "publish", "--skip", "check", "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "built in output, and not published" in done.stdout
    assert not (folder.parent / "www").exists()


@pytest.mark.site
def test_a_month_that_was_not_audited_says_so_in_its_summary(folder: Path) -> None:
    done = month(folder, "--skip", "audit", "--skip", "check")
    assert done.returncode == 0, done.stderr
    assert [line for line in summary(folder) if line.startswith("  the site was not audited")] != []


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["--months", "June"], 2, "write it like 2025-01..2025-06"),
        (["--workers", "many"], 2, "is not a valid integer"),
        (["--key", "no.key"], 1, "no such file"),
        ([], 2, "Missing option '--key'"),
        (["--skip", "dance"], 2, "'dance' is not one of"),
    ],
)
def test_what_is_written_wrongly_is_said_before_anything_is_done(tmp_path: Path, given: list[str], code: int, said: str) -> None:
    write_data(tmp_path / "data")
    done = run(tmp_path, "month", "file:///nowhere", *given)
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_month_without_a_target_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    run(tmp_path, "keygen", "site.key")
    done = run(tmp_path, "month", "--key", "site.key")
    assert done.returncode == 2
    assert "--skip publish" in " ".join(done.stderr.split())
    assert not (tmp_path / ".cache").exists()


def test_a_preview_is_refused_before_anything_is_done_and_the_summary_says_so(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    run(tmp_path, "keygen", "site.key")
    (tmp_path / "summary.txt").write_text("of the month before")
    done = month(tmp_path)
    assert done.returncode == 1
    assert summary(tmp_path)[0].startswith("FAILED in options: data/site.toml: operator, contact or privacy_contact is empty")
    assert account(tmp_path)["failed_step"] == "options"
    assert not (tmp_path / ".cache").exists()


def test_what_is_written_wrongly_is_an_option_of_this_command(tmp_path: Path) -> None:
    done = run(tmp_path, "month", "--skip", "publish", "--months", "2025")
    assert done.returncode == 2
    assert "Try 'build.py month --help' for help." in done.stderr.splitlines()


def test_what_many_forces_have_in_common_is_one_line_and_what_no_force_ever_gave_is_none() -> None:
    def supply(dataset: str, force: str, month: str) -> dict[str, str]:
        return {"dataset": dataset, "force": force, "month": month}

    new = [supply("crime", f"force-{letter}", month) for letter in "abcdefghijklmnop" for month in ("2025-05", "2025-06", "2025-07")]
    missing = [supply("stops", "gwent", "2025-07") | {"state": "not_supplied"}, supply("asb", "btp", "2025-07") | {"state": "never"}]
    told = {"build": {"news": {"new": new, "missing": missing, "changed": []}, "notes": ["one", "one"], "seconds": 3.2}}
    lines = [*summary_lines(told, "check", "a\tfault", 61.0)]
    assert lines[0] == "FAILED in check: a\\tfault"
    forces = ", ".join(f"force-{letter}" for letter in "abcdefghijkl")
    assert lines[2:] == [
        "new:",
        f"  crime of 3 months from 2025-05 to 2025-07: {forces} and 4 more",
        "missing:",
        "  stops of 2025-07: gwent",
        "notes:",
        "  one",
        "took 61 s: build 3 s",
    ]


def test_a_month_that_is_killed_leaves_no_summary_of_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "summary.txt").write_text("release 7 of Local crime and policing is at file:///srv/site")
    command = command_line("month", "--skip", "publish", "--skip", "fetch", "--summary", "summary.txt")
    working = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert working.stderr is not None
    assert working.stderr.readline().startswith("== plan")
    working.kill()
    working.communicate(timeout=LIMIT)
    assert not (tmp_path / "summary.txt").exists()
