"""The guides' own commands, given one after the other by an operator and by whoever keeps a copy, lead where the guides say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.build import ROOT
from tests.command_line import Done, run
from tests.serving import serving
from tests.settings import SETTINGS_FILE
from tests.small_world import put_world

MONTHS = ("2025-03", "2025-04", "2025-05")


def lines_of(guide: str, chapter: str) -> list[str]:
    """The commands of one chapter, without their remarks; each begins with build.py."""
    text = (ROOT / "docs" / guide).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(chapter)}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"{guide} has no chapter {chapter}"
    return [line.partition("  #")[0] for line in re.findall(r"^    (?:\.venv/bin/)?python build\.py (.*)$", found[1], re.MULTILINE)]


@pytest.fixture
def folder(three_months: Path, tmp_path: Path) -> Path:
    """An operator's folder: data, cache and output of three months, with settings that say who runs the site."""
    here = tmp_path / "here"
    shutil.copytree(three_months, here, symlinks=True)
    settings = SETTINGS_FILE.read_text(encoding="utf-8")
    for key, said in (("operator", "The Loamshire Trust"), ("contact", "site@loamshire.example"), ("privacy_contact", "privacy@loamshire.example")):
        settings, found = re.subn(rf'^{key} = ""', f'{key} = "{said}"', settings, count=1, flags=re.MULTILINE)
        assert found
    (here / "data" / "site.toml").write_text(settings, encoding="utf-8")
    build(here)
    return here


def build(folder: Path) -> None:
    done = run(folder, "build", "--cache", "cache", "--workers", "1")
    assert done.returncode == 0, done.stderr


def build_next_month(folder: Path) -> None:
    put_world(folder / "data", (*MONTHS, "2025-06"))
    build(folder)


def given(folder: Path, line: str, **instead: str) -> Done:
    """A command of a guide, with this test's own places in place of the guide's."""
    for example, own in instead.items():
        line = line.replace({"target": "s3://example-site", "site": "https://example.org/crime/", "key": "RW…", "release": " 7 "}[example], own)
    done = run(folder, *shlex.split(line))
    assert done.returncode == 0, f"{line}: {done.stderr}"
    return done


def test_an_operator_publishes_and_undoes_by_the_guide(folder: Path) -> None:
    target = (folder / "www").as_uri()
    said = list(_publishing(folder, target))
    assert [name for name, _out in said] == ["keygen", "publish", "publish", "releases", "rollback", "prune", "takedown", "takedown"]
    told = dict(said)
    assert "release 1 is at" in told["publish"]
    assert "brings back 1" in run(folder, "releases", target, "--key", "site.key").stdout
    assert "release 3 is at" in told["rollback"]
    assert "1 digests withdrawn" in told["takedown"] or "2 digests withdrawn" in told["takedown"]
    assert not (folder / "www/current/about/index.html").exists()


def _publishing(folder: Path, target: str) -> Iterator[tuple[str, str]]:
    for line in lines_of("OPERATING.md", "7. Put online"):
        name = line.split()[0]
        if name == "takedown":
            (folder / "list.txt").write_text("about/\n", encoding="utf-8")
        if name == "rollback":
            build_next_month(folder)
            assert "release 2 is at" in run(folder, "publish", target, "--key", "site.key").stdout
        yield name, given(folder, line, target=target, release=" 1 ").stdout


def test_a_mirror_is_kept_and_proved_by_the_guide(folder: Path) -> None:
    target = (folder / "www").as_uri()
    run(folder, "keygen", "site.key")
    key = (folder / "site.key.pub").read_text(encoding="utf-8").splitlines()[1]
    assert run(folder, "publish", target, "--key", "site.key").returncode == 0
    with serving(folder / "www/current", "/crime/") as address:
        for line in lines_of("MIRRORING.md", "Bring it and keep it current"):
            given(folder, line, site=address, key=key)
        build_next_month(folder)
        assert run(folder, "publish", target, "--key", "site.key").returncode == 0
        assert "this copy is behind" in run(folder, "verify", "copy", "--source", address).stdout
        assert "release 2" in run(folder, "mirror", address, "copy").stdout
    assert "complete and unaltered" in _plain(folder, sys.executable, "copy/release/verify.py", key)
    assert "OK" not in _plain(folder / "copy", "sha256sum", "--quiet", "-c", "SHA256SUMS")
    if shutil.which("minisign"):
        (record,) = (folder / "copy/release/records").glob("*.json")
        assert "verified" in _plain(folder, "minisign", "-Vm", str(record), "-P", key)


def _plain(folder: Path, *command: str) -> str:
    arguments = [*command[:2], str(folder / "copy"), *command[2:]] if command[0] == sys.executable else [*command]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_runner_with_an_empty_disk_has_the_history_again(folder: Path, tmp_path: Path) -> None:
    target, seen = (folder / "www").as_uri(), folder / "data/history/loamshire/NB01/events.json"
    seen.parent.mkdir(parents=True)
    seen.write_text('{"entries":[],"format":1}', encoding="utf-8")
    run(folder, "keygen", "site.key")
    assert run(folder, "publish", target, "--key", "site.key").returncode == 0
    shutil.copy(folder / "site.key", tmp_path / "site.key")
    restored = run(tmp_path, "restore", target, "--key", "site.key", "--data", "data")
    assert "1 files of history" in restored.stdout, restored.stderr
    assert (tmp_path / "data/history/loamshire/NB01/events.json").read_text(encoding="utf-8") == seen.read_text(encoding="utf-8")
    assert "is here already" in run(tmp_path, "restore", target, "--key", "site.key").stdout
