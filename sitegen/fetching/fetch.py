"""Fetching from end to end: every dataset that is wanted, one after the other; what fails costs itself alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import ConfigError, FetchError
from sitegen.fetching import archive, boundaries, policing
from sitegen.fetching.around import Box, box_of_forces, fetch_around
from sitegen.fetching.asking import Asking, Counted
from sitegen.fetching.downloads import download
from sitegen.fetching.inventory import WORK, Inventory
from sitegen.fetching.pace import Clock
from sitegen.fetching.run import Run, Tally, Wanted, many, size
from sitegen.fetching.upstream import PlainFile, Upstream
from sitegen.locks import hold
from sitegen.near_names import meaning
from sitegen.publish.disk import disk_errors
from sitegen.terms import Month


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a run has brought, by dataset in order; what it could not, a line each; how much was asked."""

    tallies: dict[str, Tally]
    faults: tuple[str, ...]
    counted: Counted
    seconds: float


def fetch(
    data: Path,
    upstream: Upstream,
    wanted: Wanted,
    *,
    clock: Clock | None = None,
    begin: Callable[[str, int, str], None] | None = None,
    advance: Callable[[int], None] | None = None,
) -> Fetched:
    """Bring into the data folder what is wanted of what the table names; a stopped run is gone on with.

    Raises ConfigError for a dataset that the table does not name, StoreError where another run is at work or the disk refuses.
    """
    with opened(data, upstream, wanted, clock or Clock()) as run:
        run.begin, run.advance = begin or run.begin, advance or run.advance
        began = run.asking.clock.monotonic()
        try:
            _fetch_all(run)
        except BaseException:
            run.inventory.close(upstream, done=False)
            raise
        run.inventory.close(upstream, done=not run.faults)
        return Fetched(run.tallies, tuple(run.faults), run.asking.counted, run.asking.clock.monotonic() - began)


@contextmanager
def opened(data: Path, upstream: Upstream, wanted: Wanted, clock: Clock) -> Iterator[Run]:
    """A run that alone may change the data folder; its working folder is taken away where nothing is left in it."""
    for name in wanted.only:
        if name not in upstream.names:
            raise ConfigError(f"--only {name}: no such dataset; {meaning(name, upstream.names) or 'there are ' + ', '.join(upstream.names)}")
    work, was_there = data / WORK, data.exists()
    with disk_errors(work):
        work.mkdir(parents=True, exist_ok=True)
        lock = hold(work / "lock", f"{data}: another fetch is at work there; wait for it, or stop it")
    asking = Asking(upstream.limits, clock)
    try:
        yield Run(data, upstream, asking, Inventory(data, clock.now(), upstream.limits.fresh_hours), wanted)
    finally:
        asking.close()
        with disk_errors(work):
            _clear(work)
            lock.close()
            if not was_there and not any(data.iterdir()):
                data.rmdir()


def _clear(work: Path) -> None:
    ended = [path for path in work.glob("*.about") if not path.with_suffix(".part").exists()]
    for path in [*work.glob("*.tmp"), *ended]:
        path.unlink()
    if [path.name for path in work.iterdir()] == ["lock"]:
        (work / "lock").unlink()
        work.rmdir()


def datasets_of(run: Run) -> list[str]:
    """The datasets that have an address and are wanted, in the order in which they are brought."""
    return [name for name in run.upstream.names if run.upstream.about(name).address and (not run.wanted.only or name in run.wanted.only)]


def _fetch_all(run: Run) -> None:
    names = datasets_of(run)
    releases = _releases(run, names)
    for name in names:
        if name == archive.DATASET:
            for release in releases:
                archive.fetch_release(run, release)
        elif name == boundaries.DATASET and releases:
            boundaries.fetch_boundaries(run, max(release.month for release in releases))
        elif name == policing.DATASET:
            policing.fetch_policing(run)
    box = box_of_forces(run) if run.wanted.forces else None
    for file in run.upstream.files:
        if file.name in names:
            try:
                _fetch_file(run, file, box)
            except FetchError as error:
                run.fault(file.name, file.into, error)


def _fetch_file(run: Run, file: PlainFile, box: Box | None) -> None:
    """Bring one file, for some forces only what lies around them; where the whole is there already, the whole."""
    if box and file.members and not (run.data / file.into).exists() and fetch_around(run, file, box):
        return
    run.begin(file.into, 0, "MiB")
    download(run, file.name, file.address, file.into)
    for path in [path for path in run.inventory.of(file.name) if path != file.into]:
        run.take_away(path, file.name)


def _releases(run: Run, names: list[str]) -> list[archive.Release]:
    """The releases that are wanted, oldest first: where overlapping members are brought, the newest has the last word."""
    found: dict[Month, archive.Release] = {}
    if not {archive.DATASET, boundaries.DATASET} & set(names):
        return []
    for name in run.wanted.releases:
        try:
            release = archive.find_release(run, name)
            found[release.month] = release
        except FetchError as error:
            run.fault(archive.DATASET, f"archive/{name}.zip", error)
    return [found[month] for month in sorted(found)]


def lines_of(fetched: Fetched) -> Iterator[str]:
    """What was brought, a line for each dataset, and how much was asked for it."""
    for name, one in fetched.tallies.items():
        parts = [f"{many(one.brought, 'file')} brought" + (f", {size(one.size_bytes)}" if one.brought else "")]
        parts += [f"{number:,} {what}" for number, what in _others(one) if number]
        yield f"{name}: {', '.join(parts)}"
    counted = fetched.counted
    yield (
        f"asked {counted.requests:,} times in {fetched.seconds:,.0f} s, {counted.repeated:,} of them again; "
        f"{counted.unchanged:,} answers were unchanged and not sent; {size(counted.received_bytes)} received"
    )


def _others(one: Tally) -> tuple[tuple[int, str], ...]:
    return (one.same, "the same as before"), (one.absent, "not supplied"), (one.gone, "taken away"), (one.kept, "could not be had")
