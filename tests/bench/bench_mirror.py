"""A copy is proved over HTTP, from nginx on this machine, in a few times what its files cost from a folder; both figures are printed."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sitegen.hosting.folder_target import FolderTarget
from sitegen.mirroring.mirror import mirror
from sitegen.mirroring.source import open_source
from sitegen.mirroring.verify import verify
from tests.hosting.small_site import put_out, release_in, write_site
from tests.servers.started import give_away, started

pytestmark = pytest.mark.bench

FILES = 10_000


def test_proving_a_copy_over_http_costs_a_few_times_what_a_folder_does() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        put_out(FolderTarget(folder / "www"), release_in(_site(folder / "built")))
        give_away(folder)
        with started("nginx", folder) as port:
            address = f"http://127.0.0.1:{port}/"
            over_http = _seconds(lambda: verify(open_source(address), [], lambda _files: None, lambda: None))
            brought = _seconds(lambda: mirror(open_source(address), folder / "copy", "", date(2025, 8, 2), lambda _files: None, lambda: None))
        here = _seconds(lambda: verify(open_source(str(folder / "copy")), [], lambda _files: None, lambda: None, folder / "copy"))
    print(f"\nproved over HTTP {FILES / over_http:,.0f}/s, brought {FILES / brought:,.0f}/s, proved in a folder {FILES / here:,.0f}/s")
    assert over_http < 12 * here
    assert brought < 30 * here


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _site(folder: Path) -> Path:
    """A site of files of 0.8 to 8 KB, as a build leaves it."""
    numbers = random.Random(5)
    files = {f"f{number // 200}/{number}.html": numbers.randbytes(numbers.choice([800, 1500, 3000, 8000])) for number in range(FILES)}
    return write_site(folder, files)
