"""How many files a second one processor audits: `pytest tests/bench/bench_audit.py -s`; of another site with `AUDITED=folder`.

On a busy machine seconds mean little, so the audit is also told as a multiple of what nobody can save: reading the same bytes and hashing them.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.auditing.audit import audit
from sitegen.auditing.report import Report
from sitegen.publish.checks.remembered import RememberedFile

pytestmark = pytest.mark.bench

TIMES_READING_MOST = 28
"""How often the files of the invented county could be read and hashed while they are audited once. The share of pages and tables makes it."""

TIMES_READING_AGAIN_MOST = 8
"""Likewise where all of them are remembered."""

ROUNDS = 3


def test_an_audit_takes_no_longer_than_so_many_readings(built_site: Path) -> None:
    site = Path(os.environ.get("AUDITED", built_site))
    report = audit(site)  # what is loaded once is not counted
    taken, reading = (min(seconds(do) for _ in range(ROUNDS)) for do in (lambda: audit(site), lambda: read(site)))
    print(f"\n{told(site, report)}\n{report.files / taken:,.0f} files a second of one processor, {taken / reading:.0f} times reading and hashing")
    assert taken / reading <= TIMES_READING_MOST


def test_an_audit_of_what_it_remembers_takes_no_longer_than_so_many_readings(built_site: Path, tmp_path: Path) -> None:
    site = Path(os.environ.get("AUDITED", built_site))
    remembering(site, tmp_path / "seen")
    taken, reading = (min(seconds(do) for _ in range(ROUNDS)) for do in (lambda: remembering(site, tmp_path / "seen"), lambda: read(site)))
    files = sum(path.is_file() for path in site.rglob("*"))
    print(f"\nremembered: {files / taken:,.0f} files a second of one processor, {taken / reading:.0f} times reading and hashing")
    assert taken / reading <= TIMES_READING_AGAIN_MOST


def remembering(site: Path, memory: Path) -> Report:
    """An audit that takes what it learned of these files from `memory`, and leaves there what it has learned."""
    kept = RememberedFile(memory, "1")
    report = audit(site, remembered=kept)
    kept.save()
    return report


def seconds(do: Callable[[], Report | int]) -> float:
    """Seconds of the processor, user and system."""
    began = time.process_time()
    do()
    return time.process_time() - began


def read(site: Path) -> int:
    """Bytes of all files, each hashed."""
    size = 0
    for path in site.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            sha256(data).digest()
            size += len(data)
    return size


def told(site: Path, report: Report) -> str:
    kinds = Counter(path.suffix for path in site.rglob("*") if path.is_file())
    return f"{report.files:,} files, {report.size_bytes / 1e6:.0f} MB: " + ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common(6))
