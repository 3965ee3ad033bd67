"""Options of the tests."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`: a person's way to accept what is made now as what is expected."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files with what the code makes now; review the difference like code"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))
