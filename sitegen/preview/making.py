"""The asked pages made once: what is stale of them and of what they read, laid into a folder to be served."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.config import load_config
from sitegen.engine.executors import open_executor
from sitegen.engine.ledger import Aside
from sitegen.engine.report import Progress
from sitegen.engine.run import Outcome, run
from sitegen.engine.store import open_store
from sitegen.inputs import Options, engine_build, inventory_of
from sitegen.notes import Notes
from sitegen.preview.asked import Asked


@dataclass(frozen=True, slots=True)
class Made:
    """What one making changed: how many tasks ran, which files differ from the one before, and all pages."""

    ran: int
    changed: tuple[str, ...]
    pages: tuple[str, ...]


def make(options: Options, settings: Path, asked: Asked, site: Path, workers: int) -> Made:
    """Make what is stale of the asked pages and put their files into the folder `site`.

    The site is that of a whole build, so that what one made is used; only tasks the asked pages need are looked at. What is made goes into
    the cache for the next build. Nothing else is noted there. Raises SiteError.
    """
    config = load_config(settings)
    build = replace(engine_build(inventory_of(options, config, Notes()), options, config), wants=asked.wants)
    with open_store(options.cache, ledger=Aside) as store, open_executor(workers) as executor:
        outcome = run(build, store, executor, Progress())
        return Made(outcome.counts["ran"], *_lay_out(outcome, site))


def _lay_out(outcome: Outcome, site: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the files that are new or other than before and remove those that are no more; their paths, and those of all pages."""
    record = site.with_name(f"{site.name}.json")
    before: dict[str, str] = {}
    with suppress(FileNotFoundError):
        before = json.loads(record.read_text())
        record.unlink()  # should this be stopped half-way, the next writes every file
    files = {file.path: file for file in outcome.files()}
    changed = sorted(path for path, file in files.items() if before.get(path) != file.digest)
    for path in changed:
        place = site / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(outcome.blobs.read_file(files[path]))
    for path in before.keys() - files.keys():
        (site / path).unlink(missing_ok=True)
    record.write_text(json.dumps({path: file.digest for path, file in files.items()}))
    return tuple(changed), tuple(path for path in files if path.endswith(".html"))
