"""Commands of build.py as an operator gives them: in this process, which has read the libraries already, or in one of their own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from sitegen.build import ROOT
from sitegen.cli import main

LIMIT = 900
"""Seconds that no command takes, on however busy a machine: only one that hangs meets it."""

Done = subprocess.CompletedProcess[str]


def run(folder: Path, *arguments: str | Path) -> Done:
    """What a command given in the folder says, and the code it leaves with."""
    given = [*map(str, arguments)]
    said, told = io.StringIO(), io.StringIO()
    before = signal.getsignal(signal.SIGTERM)
    try:
        with chdir(folder), redirect_stdout(said), redirect_stderr(told):
            main(given)
    except SystemExit as left:
        return Done(given, int(left.code or 0), said.getvalue(), told.getvalue())
    finally:
        signal.signal(signal.SIGTERM, before)


def run_apart(folder: Path, *arguments: str | Path, **environment: str) -> Done:
    """The same in a process of its own: for what only a whole process shows."""
    return started(folder, [*command_line(*arguments)], **environment)


def command_line(*arguments: str | Path) -> list[str]:
    """A command of build.py as a shell is given it."""
    return [sys.executable, str(ROOT / "build.py"), *map(str, arguments)]


def started(folder: Path, command: list[str], **environment: str) -> Done:
    """Any command, started in the folder and waited for; tests and project can be imported there."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=LIMIT)
