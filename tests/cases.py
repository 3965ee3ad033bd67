"""The folder of cases beside the project: files as found in use, each with a note of what is right; the project does not ship them."""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"


def case(name: str) -> Path:
    """The folder of a case; the test that asks for one that is not there is skipped."""
    folder = CASES / name
    if not folder.is_dir():
        pytest.skip(f"the case {name} is not here")
    return folder
