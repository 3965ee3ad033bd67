"""The templates of docs/schedule: they parse, and every command in them can be given."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.build import ROOT
from sitegen.cli import commands

FOLDER = ROOT / "docs" / "schedule"
UNITS, WORKFLOWS = sorted(path.name for path in FOLDER.glob("sitegen*")), sorted(path.name for path in FOLDER.glob("*.yml"))
COMMAND = re.compile(r"\bsitegen ((?:month|mirror|settings)\b[^;\n]*)")


def texts(node: Any) -> list[str]:  # Any: YAML
    """Every text of a document, however deep."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in texts(value)]
    return [node] if isinstance(node, str) else []


def scripts(name: str) -> list[str]:
    """The shell scripts of a workflow."""
    document = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    if name.startswith("gitlab"):
        return ["\n".join(job[part]) for job in document.values() for part in ("before_script", "script") if part in job]
    return [step["run"] for job in document["jobs"].values() for step in job["steps"] if "run" in step]


def commands_of(text: str) -> list[list[str]]:
    return [shlex.split(found.replace("; fi", "")) for found in COMMAND.findall(text)]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_holds_scripts_that_a_shell_can_read(name: str) -> None:
    found = scripts(name)
    assert any("sitegen month" in script for script in found)
    for script in found:
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", [*UNITS, *WORKFLOWS])
def test_every_command_of_a_template_can_be_given(name: str) -> None:
    for command, *rest in commands_of((FOLDER / name).read_text(encoding="utf-8")):
        known = {option for one in commands.commands[command].params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= known
        commands.commands[command].make_context(command, [*rest], obj={}, resilient_parsing=True)


def test_every_template_but_those_that_only_start_or_tell_runs_a_month() -> None:
    told = {name: commands_of((FOLDER / name).read_text(encoding="utf-8")) for name in (*UNITS, *WORKFLOWS)}
    running = [name for name, found in told.items() if any(command == "month" for command, *_rest in found)]
    assert running == ["sitegen.service", *WORKFLOWS]


def test_a_workflow_keeps_the_key_out_of_its_text_and_off_its_disk() -> None:
    for name in WORKFLOWS:
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert "untrusted comment" not in text
        if name.startswith("github"):
            assert "umask 077" in text
            assert text.index("> site.key") < text.index("rm -f site.key")


def test_every_template_stands_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "OPERATING.md").read_text(encoding="utf-8")
    assert not [name for name in (*UNITS, *WORKFLOWS) if f"`{name}`" not in guide]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_every_line_of_its_units(name: str, tmp_path: Path) -> None:
    for unit in UNITS:
        text = (FOLDER / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(text.replace("/opt/sitegen/bin/sitegen", "/bin/true"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True, check=False, timeout=120)
    said = [line for line in done.stderr.splitlines() if "sitegen" in line]
    assert (done.returncode, said) == (0, [])
