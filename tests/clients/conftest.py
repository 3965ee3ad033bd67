"""The API of the invented county, answered by each server that other people's programs may meet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.clients.site_api import SiteApi
from tests.servers.started import give_away, started
from tests.serving import serving


@pytest.fixture(scope="module", params=["serve", "nginx", "caddy"])
def api(request: pytest.FixtureRequest, built_site: Path, sample_data: Path) -> Iterator[SiteApi]:
    """The API of the county, answered by `build.py serve`, nginx or Caddy."""
    with ExitStack() as stack:
        if request.param == "serve":
            yield SiteApi(f"{stack.enter_context(serving(built_site))}api/", built_site, sample_data)
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shutil.copytree(built_site / "api", folder / "www/api")
        give_away(folder)
        port = stack.enter_context(started(request.param, folder))
        yield SiteApi(f"http://127.0.0.1:{port}/api/", built_site, sample_data)
