"""A cheap phone on a slow line: the browser's own "Slow 4G" (1.6 Mbit/s down, 150 ms) and a processor four times slower than this one."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Playwright

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}


@dataclass
class Traffic:
    """Requests of a page and the bytes they took on the line, by address."""

    by_address: dict[str, float]

    def of(self, part: str) -> tuple[int, float]:
        """Number and KB of the requests whose address holds this."""
        sizes = [size for address, size in self.by_address.items() if part in address]
        return len(sizes), sum(sizes) / 1024


def chromium(playwright: Playwright) -> Browser:
    """The browser, which draws without a graphics card."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])


def compressed(folder: Path, copy: Path) -> Path:
    """A copy of the site with a gzip form beside each file a page may load, as any host gives them."""
    shutil.copytree(folder, copy)
    for path in sorted(copy.rglob("*")):
        if path.suffix in {".html", ".js", ".css", ".json", ".mvt", ".wasm"} and path.is_file():
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
    return copy


def watch(page: Page, *, slow: bool) -> tuple[CDPSession, Traffic]:
    """The page's session with the browser, and the bytes it takes from now on; `slow`: as a phone."""
    session = page.context.new_cdp_session(page)
    traffic = Traffic({})
    names: dict[str, str] = {}
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})

    def note(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"]

    def weigh(event: dict[str, Any]) -> None:
        if event["requestId"] in names and event["encodedDataLength"] > 0:
            traffic.by_address[names[event["requestId"]]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", note)
    session.on("Network.loadingFinished", weigh)
    return session, traffic
