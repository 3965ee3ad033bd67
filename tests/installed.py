"""The program as somebody has it who installed the wheel: a command in an environment of its own, with nothing of the checkout to be found."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.command_line import LIMIT, Done


def install(wheel: Path, place: Path) -> None:
    """An environment that holds the wheel, and the libraries of this one, which are only pointed at: no network is asked."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True, timeout=LIMIT)
    python = place / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", "--no-compile"]
    subprocess.run([*command, str(wheel)], check=True, timeout=LIMIT, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    (found,) = place.glob("lib/python*/site-packages")
    (found / "libraries.pth").write_text(sysconfig.get_paths()["purelib"])


def asked(place: Path, folder: Path, *arguments: str | Path, **environment: str) -> Done:
    """What the command of that environment says in a folder."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | environment
    given = [str(place / "bin" / "sitegen"), *map(str, arguments)]
    return subprocess.run(given, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=LIMIT)
