"""How many files a second one processor audits, on the invented county: `pytest tests/bench/bench_audit.py -s`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sitegen.auditing.audit import audit

pytestmark = pytest.mark.bench

FILES_A_SECOND_LEAST = 400
"""Half of what a busy machine of 2026 does. What it does depends on the share of pages: a page takes as long as ten tiles."""


def test_a_processor_audits_so_many_files_a_second(built_site: Path) -> None:
    audit(built_site)  # what is loaded once is not counted
    began = time.process_time()
    report = audit(built_site)
    taken = time.process_time() - began
    print(f"{report.files:,} files in {taken:.1f} s of one processor: {report.files / taken:,.0f} a second")
    assert report.files / taken >= FILES_A_SECOND_LEAST
