"""A county from nothing: seconds, CPU seconds and the peak memory of the largest process, of a build with two workers.

Run it from the project's folder: `python -m tests.bench.bench_build [DATA]`; without DATA the sample is written and built.
It prints a table and exits 1 where a process took more than 1 GiB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_MIB = 1024


@pytest.mark.bench
def test_no_process_of_a_build_takes_more_than_a_gibibyte() -> None:
    assert main() == 0


def main(data: str = "") -> int:
    """Print the table; 1 where a process was too large."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(data).absolute() if data else Path(name) / "sample"
        if not data:
            subprocess.run([sys.executable, str(ROOT / "build.py"), "sample", str(source)], check=True, stdout=subprocess.DEVNULL)
        flags = ["--data", str(source), "--output", f"{name}/output", "--cache", f"{name}/cache", "--workers", "2"]
        largest = max(_measured(what, [sys.executable, str(ROOT / "build.py"), "build", *flags]) for what in ("from nothing", "nothing to do"))
    print(f"largest process {largest:.0f} MiB, at most {MOST_MIB} wanted: {'reached' if largest <= MOST_MIB else 'MISSED'}")
    return int(largest > MOST_MIB)


def _measured(what: str, command: list[str]) -> float:
    """Run and print one build; MiB of the largest of its processes."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{what}: the build failed with status {os.waitstatus_to_exitcode(status)}")
    peak = usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
    print(f"{what:<16}{time.perf_counter() - begun:>8.1f} s{usage.ru_utime + usage.ru_stime:>8.1f} CPU-s{peak:>8.0f} MiB")
    return peak


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
