"""What a command did, as a file for other programs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import click
import pytest

from sitegen.build import ROOT
from sitegen.cli import main
from sitegen.cli.accounts import accounting, exit_code
from sitegen.errors import CheckError, ConfigError, StoreError
from tests.command_line import run
from tests.one_street import ROW, write_data

GUIDE = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8")


@pytest.fixture
def folder(june: Path, tmp_path: Path) -> Path:
    """A copy of the finished June of one street."""
    shutil.copytree(june, tmp_path, copy_function=shutil.copy2, dirs_exist_ok=True)
    return tmp_path


def account_of(folder: Path, *arguments: str) -> Any:  # Any: JSON
    run(folder, *arguments, "--json", "account.json")
    return json.loads((folder / "account.json").read_text(encoding="utf-8"))


def named_in_the_guide() -> set[str]:
    lines = re.findall(r"^\| `([a-z_`, ]+)` \|", GUIDE, re.MULTILINE)
    return {name for line in lines for name in re.findall(r"[a-z_]+", line)}


@pytest.mark.site
def test_a_build_gives_account_of_a_new_month_and_of_a_change_in_the_past(folder: Path) -> None:
    write_data(folder / "data", ("07",))
    june = next(folder.glob("data/archive/2025-06/*-street.csv"))
    june.write_text(june.read_text() + ROW.format(month="06", place=500))
    found = account_of(folder, "build", "--workers", "1")
    assert (found["exit"], found["error"], found["command"]) == (0, "", "build")
    assert (found["months"], found["forces"]) == (["2025-06", "2025-07"], ["loamshire"])
    assert {"dataset": "crime", "force": "loamshire", "month": "2025-07"} in found["news"]["new"]
    (changed,) = [one for one in found["news"]["changed"] if one["dataset"] == "crime"]
    assert (changed["month"], changed["rows_before"], changed["rows"]) == ("2025-06", 10, 11)
    assert found["changed_files"]["new"] > 0 < found["changed_files"]["altered"]
    assert found["files"] == len(json.loads((folder / "output" / "manifest.json").read_text())["files"])


@pytest.mark.site
def test_a_build_that_does_nothing_gives_account_of_no_change(folder: Path) -> None:
    run(folder, "build", "--workers", "1")
    found = account_of(folder, "build", "--workers", "1")
    assert found["changed_files"] == {"new": 0, "altered": 0, "gone": 0, "written": 0}
    assert found["tasks"]["ran"] == 0
    assert found["news"]["new"] == found["news"]["changed"] == []
    assert {one["dataset"] for one in found["news"]["missing"]} >= {"stops"}


@pytest.mark.site
def test_a_build_that_is_refused_gives_account_of_what_would_be_lost(folder: Path) -> None:
    shutil.rmtree(folder / "data" / "archive" / "2025-06")
    write_data(folder / "data", ("05",))
    found = account_of(folder, "build", "--workers", "1")
    assert found["exit"] == 1
    assert found["losses"]
    assert "--accept-loss" in found["error"]


@pytest.mark.site
def test_a_check_gives_account_of_what_it_found(folder: Path) -> None:
    found = account_of(folder, "check")
    assert (found["exit"], found["findings"]) == (0, [])
    (folder / "output" / "index.html").write_text("<p>another")
    found = account_of(folder, "check")
    assert found["exit"] == 3
    assert any("index.html" in line for line in found["findings"])


@pytest.mark.site
def test_every_member_of_an_account_stands_in_the_operators_guide(folder: Path) -> None:
    for command in ("plan", "build", "check"):
        assert set(account_of(folder, command)) <= named_in_the_guide()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, 0),
        (StoreError("x"), 1),
        (ConfigError("x"), 1),
        (MemoryError(), 1),
        (CheckError("x"), 3),
        (click.UsageError("x"), 2),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
        (click.exceptions.Exit(0), 0),
    ],
)
def test_an_account_gives_the_code_that_the_command_leaves_with(
    error: BaseException | None, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def failing() -> None:
        if error is not None:
            raise error

    monkeypatch.setattr("sitegen.cli.commands", failing)
    with pytest.raises(SystemExit) as left:
        main([])
    capsys.readouterr()
    assert (left.value.code or 0, exit_code(error)) == (code, code)


def test_an_account_that_cannot_be_written_hides_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="what went wrong"), accounting("build", tmp_path / "file" / "account.json"):
        raise ConfigError("what went wrong")
    with pytest.raises(StoreError), accounting("build", tmp_path / "file" / "account.json"):
        pass


def test_notes_and_losses_are_kept_apart_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with accounting("build", tmp_path / "account.json") as account:
        for line in ("note: a\tfile", "loss: a month", "assembling"):
            account.say(line)
    found = json.loads((tmp_path / "account.json").read_text())
    assert (found["notes"], found["losses"]) == (["a\\tfile"], ["a month"])
    assert capsys.readouterr().err == "note: a\\tfile\nloss: a month\nassembling\n"
