"""A fetch that is killed without warning before it touches the data folder for the n-th time: `python -m tests.fetching.killed TABLE DATA N`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sitegen.fetching.fetch import fetch
from sitegen.fetching.run import Wanted
from sitegen.fetching.upstream import Upstream
from sitegen.typed_files import read_toml
from tests.fetching.small_upstream import TurnedClock


def main(table: Path, data: Path, times: int) -> None:
    """Fetch all, or die on the way."""
    left = times

    def watch(event: str, given: tuple[object, ...]) -> None:
        nonlocal left
        touches = event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir"} or (event == "open" and str(given[1]).startswith(("w", "a")))
        if touches and str(given[0]).startswith(str(data)):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    upstream = read_toml(table.read_bytes(), table.name, Upstream)
    sys.addaudithook(watch)
    fetch(data, upstream, Wanted(), clock=TurnedClock())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
