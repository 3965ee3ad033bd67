"""A store of blobs as Azure has them, in its emulator where that is installed: what is published there, brought back and taken down."""

from __future__ import annotations

import base64
import hmac
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.build import ROOT
from sitegen.hosting.kept import prune, releases, roll_back
from sitegen.hosting.open_target import open_target
from sitegen.hosting.probe import probe
from sitegen.hosting.sending import Progress
from sitegen.hosting.takedown import take_down
from tests.hosting.small_site import SIGNING, broken_pages, broken_release, put_out, release_in, write_release

pytestmark = pytest.mark.soak

PROGRAM = ROOT / "node_modules/.bin/azurite-blob"
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The emulator's own, the same on every machine."""


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a container with nothing in it."""
    if not PROGRAM.exists():
        pytest.skip("azurite is not installed: npm install --no-save azurite@3.37")
    command = [str(PROGRAM), "--skipApiVersionCheck", "--inMemoryPersistence", "--blobPort", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        _make_container(f"{address}/{ACCOUNT}", "site")
        for name, value in (("ACCOUNT_NAME", ACCOUNT), ("ACCOUNT_KEY", KEY), ("ENDPOINT", f"{address}/{ACCOUNT}")):
            monkeypatch.setenv(f"AZURE_STORAGE_{name}", value)
        yield "az://site/crime"
        process.terminate()


def _make_container(account: str, name: str) -> None:
    now, version = formatdate(usegmt=True), "2021-08-06"
    line_breaks = "\n" * 12
    said = f"PUT{line_breaks}x-ms-date:{now}\nx-ms-version:{version}\n/{ACCOUNT}/{ACCOUNT}/{name}\nrestype:container"
    signature = base64.b64encode(hmac.new(base64.b64decode(KEY), said.encode(), sha256).digest()).decode()
    headers = {"x-ms-date": now, "x-ms-version": version, "Authorization": f"SharedKey {ACCOUNT}:{signature}"}
    urllib.request.urlopen(urllib.request.Request(f"{account}/{name}?restype=container", method="PUT", headers=headers))


def test_two_releases_a_return_a_clearing_and_a_takedown(container: str, tmp_path: Path) -> None:
    target = open_target(container)
    assert probe(target).conditional
    one, two = (release_in(write_release(tmp_path / str(number), number)) for number in (1, 2))
    done = [put_out(target, release) for release in (one, one, two)]
    assert [published.sequence if published else 0 for published in done] == [1, 0, 2]
    assert broken_pages(target, ("index.html", "gwent/index.html")) == broken_release(target) == []
    assert roll_back(target, 1, replace(SIGNING, today=date(2025, 9, 2)), Progress()).sequence == 3
    assert prune(target, SIGNING.key.public, date(2026, 1, 1), 1, say=lambda _line: None).releases == (2, 1)
    assert take_down(target, ["about/index.html"], SIGNING, Progress()).sequence == 4
    assert target.read("about/index.html") is None
    assert broken_release(target) == []
    assert [one.pruned for one in releases(target, None)] == [False, True, True, True]
