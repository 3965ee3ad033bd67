"""A small world behind the fake of its publishers, and fetching from it with a clock that never waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sitegen.fetching.fetch import Fetched, fetch
from sitegen.fetching.pace import Clock
from sitegen.fetching.run import Wanted
from sitegen.fetching.upstream import Upstream
from sitegen.terms import ForceId
from sitegen.typed_files import read_toml
from tests.small_world import put_world
from tests.upstream.fake import Fake, serving
from tests.upstream.shelves import land, table

FAST = 100_000
LOAMSHIRE = Wanted(forces=(ForceId("loamshire"),))
EVERYTHING = Wanted()


class TurnedClock(Clock):
    """A clock that goes on only where somebody waits, and remembers how long each did."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.passed = 0.0

    def now(self) -> datetime:
        """A day in summer, and what was waited since."""
        return datetime(2025, 7, 1, 6, tzinfo=UTC) + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        """What was waited."""
        return self.passed

    def sleep(self, seconds: float) -> None:
        """Be later at once."""
        self.waits.append(seconds)
        self.passed += seconds


@contextmanager
def small_upstream(folder: Path, months: tuple[str, ...] = ("2025-05", "2025-06")) -> Iterator[Fake]:
    """The fake with two forces, two neighbourhoods each."""
    put_world(folder / "world", months)
    shelves = land(folder / "world")
    shelves.put_file("places/names.csv", b"name,kind\nLoam,Town\n" * 50)
    with serving(shelves) as fake:
        yield fake


def upstream_of(fake: Fake, *, requests_per_second: int = FAST, burst: int = FAST) -> Upstream:
    """The table of addresses of a fake."""
    return read_toml(table(fake.shelves, fake.address, requests_per_second=requests_per_second, burst=burst).encode(), "upstream.toml", Upstream)


def bring(fake: Fake, data: Path, wanted: Wanted = EVERYTHING, clock: Clock | None = None) -> Fetched:
    """Fetch from the fake."""
    return fetch(data, upstream_of(fake), wanted, clock=clock or TurnedClock())


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
