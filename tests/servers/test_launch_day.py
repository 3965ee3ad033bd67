"""A launch day: nginx, configured as in docs/servers, answers 300,000 requests a minute for five minutes, and not one of them wrongly."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from sitegen.publish.manifest import read_manifest
from sitegen.publish.siblings import siblings_of
from tests.servers.started import give_away, started

pytestmark = [pytest.mark.soak, pytest.mark.site]

SECONDS = int(os.environ.get("LAUNCH_SECONDS", "300"))
ASKED_A_MINUTE = 300_000
VISITS = """
local paths, at = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {["Accept-Encoding"] = "gzip"})
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"seconds":%.3f,"bytes":%d,"wrong":%d,"p99_ms":%.1f}\\n', summary.requests, summary.duration / 1e6,
    summary.bytes, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99) / 1000))
end
"""


def test_a_launch_day_is_answered_without_an_error(built_site: Path) -> None:
    wrk = shutil.which("wrk")
    if wrk is None:
        pytest.skip("wrk is not installed; make servers does that")
    manifest = read_manifest(built_site)
    assert manifest is not None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(built_site, folder / "www")
        for path in manifest.files:
            for sibling, packed in siblings_of(path, (folder / "www" / path).read_bytes()):
                (folder / "www" / sibling).write_bytes(packed)
        give_away(folder)
        addresses = [f"/{path.removesuffix('index.html')}" for path in sorted(manifest.files) if path != "404.html"]
        # Pages, shards and tiles as they come, in an order that no cache foresees and every run has.
        random.Random(2011).shuffle(addresses)
        (folder / "paths").write_text("\n".join(addresses) + "\n", encoding="utf-8")
        (folder / "visits.lua").write_text(VISITS.replace("PATHS", str(folder / "paths")), encoding="utf-8")
        with started("nginx", folder) as port:
            command = [wrk, "-t", "1", "-c", "64", "-d", f"{SECONDS}s", "--timeout", "10s", "-s", str(folder / "visits.lua")]
            said = subprocess.run([*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True).stdout
    found = json.loads(said.splitlines()[-1])
    a_minute = found["requests"] / found["seconds"] * 60
    print(f"\n{a_minute:,.0f} requests a minute for {found['seconds']:.0f} s, {found['bytes'] / found['seconds'] / 1e6:,.0f} MB a second, {found}")
    assert found["wrong"] == 0
    assert a_minute >= ASKED_A_MINUTE
