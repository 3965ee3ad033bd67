"""A whole county from its publishers, at the pace they allow; a site of it is the site of what an operator lays out."""

from __future__ import annotations

import random
import signal
import subprocess
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from sitegen.fetching.run import Wanted
from tests.command_line import command_line, run
from tests.fetching.small_upstream import bring, files_in
from tests.settings import SETTINGS
from tests.upstream.fake import Limiter, serving
from tests.upstream.shelves import land, table

pytestmark = pytest.mark.soak

_OF_THE_ZIP_FILES = {"SHA256SUMS", "manifest.json", "coverage/index.html", "cy/coverage/index.html", "data/quality.csv"}
"""What names the files that were read, and where they came from."""


def test_a_fetched_county_builds_to_the_same_bytes_but_for_where_its_files_came_from(sample_data: Path, built_site: Path, tmp_path: Path) -> None:
    with serving(land(sample_data)) as fake:
        assert not bring(fake, tmp_path / "data", Wanted(releases=("2025-05", "latest"))).faults
    build_site(Options(tmp_path / "data", tmp_path / "cache"), SETTINGS, tmp_path / "site")
    by_hand, fetched = files_in(built_site), files_in(tmp_path / "site")
    assert {name for name in by_hand.keys() | fetched.keys() if by_hand.get(name) != fetched.get(name)} <= _OF_THE_ZIP_FILES


def test_a_county_fetched_at_the_rate_limit_and_killed_twenty_times_is_the_county(sample_data: Path, tmp_path: Path) -> None:
    chance = random.Random(1)
    with serving(land(sample_data)) as fake:
        fake.limiter = Limiter(15, 30)
        (tmp_path / "upstream.toml").write_text(table(fake.shelves, fake.address, requests_per_second=15, burst=30), encoding="utf-8")
        command = ["fetch", "--upstream", "upstream.toml", "--data"]
        for _ in range(20):
            started = subprocess.Popen(command_line(*command, "killed"), cwd=tmp_path, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            try:
                started.wait(chance.uniform(0.8, 2.5))
            except subprocess.TimeoutExpired:
                started.send_signal(signal.SIGKILL)
                started.wait()
        assert run(tmp_path, *command, "killed").returncode == 0
        assert run(tmp_path, *command, "whole").returncode == 0
    killed, whole = files_in(tmp_path / "killed"), files_in(tmp_path / "whole")
    assert killed.keys() == whole.keys()
    # The inventory and the history tell moments; all else is the same.
    assert [name for name in whole if killed[name] != whole[name] and name != "inventory.json" and not name.startswith("history/")] == []
