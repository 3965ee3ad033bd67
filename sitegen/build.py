"""One build from end to end: what there is, what to run, what came out, checked and swapped into place."""

import getpass
import logging
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import polars as pl

from sitegen import urls
from sitegen.compressing import compress
from sitegen.config import Config
from sitegen.engine.executors import open_executor
from sitegen.engine.fingerprint import Code, Libraries, digest_of
from sitegen.engine.graph import Task
from sitegen.engine.ledger import Ref
from sitegen.engine.plan import Plan, first_plan, plan
from sitegen.engine.report import Progress
from sitegen.engine.run import Outcome, run
from sitegen.engine.store import FileRef, Pruned, Store, ask_store, has_store, open_store, remove_store
from sitegen.engine.why import Step, why
from sitegen.errors import CheckError, ConfigError, LossError, SiteError, StoreError
from sitegen.inputs import DISTRIBUTIONS, ROOT, Options, about_site, code_roots, engine_build, inventory_of
from sitegen.notes import Notes, telling
from sitegen.publish.assemble import assemble, complete, settled, still_published
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.points import Places, places
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.checks.run import Report, check_site
from sitegen.publish.losses import losses
from sitegen.publish.manifest import Difference, Manifest, difference, read_manifest
from sitegen.publish.news import News, news
from sitegen.publish.paths import SiteFile
from sitegen.publish.record import checked_path, load_record, record_path, remembered_files, save_record
from sitegen.publish.siblings import siblings_of
from sitegen.publish.swap import plain_folder, publishing, refuse_overlap, staging_folder, swap
from sitegen.site import NOTES
from sitegen.tables import codec

__all__ = ["ROOT", "Options", "Result", "build_site", "clean", "explain", "plan_site", "public_paths", "version_of"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What a build published, what it had to do for it, and what the operator should know."""

    manifest: Manifest
    report: Report | None
    """None: the site was published before and neither its files nor the checks have changed since."""
    written: int
    ran: int
    reused: int
    notes: tuple[str, ...]
    changed: Difference
    """From the site that stood there before."""
    siblings: int
    """Compressed ones, beside the manifest's files."""
    news: News


def build_site(
    options: Options,
    config: Config,
    output: Path,
    workers: int = 1,
    showing: Callable[[], AbstractContextManager[Progress]] = lambda: nullcontext(Progress()),
    say: Callable[[str], None] = log.info,
) -> Result:
    """Make what is stale, assemble, check and publish in `output`.

    `showing` opens the display that follows the tasks; `say` is told what was noticed, always before an error that follows it, and what
    begins after the tasks.

    Raises SiteError, and CheckError with its findings; then the published site is as it was.
    """
    began = time.time()
    output, options = plain_folder(output), replace(options, cache=plain_folder(options.cache))
    refuse_overlap(output, options.cache, options.data)
    notes = Notes()
    with telling(notes, say):
        inventory = inventory_of(options, config, notes)
    build = engine_build(inventory, options, config)
    with open_store(options.cache) as store, publishing(output), open_executor(workers) as executor:
        with telling(notes, say), _noticing(notes, store) as settled, showing() as progress:
            outcome = run(build, store, executor, progress, settled)
        _refuse_notes(notes, options)
        manifest = complete(about_site(inventory, config), _site_files(outcome))
        siblings = compress(outcome, store, executor, version_of(siblings_of, store), say) if options.compress else {}
        made = _Publisher(options, config, output, manifest, siblings, executor, say, began, version_of(check_site, store)).publish(outcome)
        store.ledger.published()
        if outcome.counts["ran"]:
            _keep_within(config.cache.keep_gib, store, say)
    ran, reused = outcome.counts["ran"], outcome.counts["reused"]
    return Result(manifest, made.report, made.written, ran, reused, notes.all(), made.changed, len(siblings), made.news)


def plan_site(options: Options, config: Config, say: Callable[[str], None] = log.info) -> Plan:
    """What a build would do now, task by task; nothing is made, not even a folder. `say` is told what was noticed, also before an error."""
    notes = Notes()
    with telling(notes, say):
        inventory = inventory_of(options, config, notes)
    _refuse_notes(notes, options)
    build = engine_build(inventory, options, config)
    if not has_store(options.cache):
        return first_plan(build)
    with ask_store(options.cache) as store:
        return plan(build, store)


def clean(cache: Path, *, everything: bool = False) -> Pruned:
    """Delete from the cache what the newest build did not use, or all of it; raises StoreError where it is no cache, or in use.

    With the whole cache goes what is remembered of output folders: the next build writes and checks every file.
    """
    cache = plain_folder(cache)
    if not cache.exists():
        raise StoreError(f"{cache}: no such folder; nothing to clean")
    if not everything:
        with open_store(cache, make=False) as store:
            return store.prune(0)
    return Pruned(remove_store(cache, beside=remembered_files(cache)), 0)


def explain(address: str, cache: Path) -> list[Step]:
    """Where a published file comes from; `address` is a public path or a whole URL, wherever the site is mounted. Raises SiteError."""
    with ask_store(cache) as store:
        tried = public_paths(address)
        for path in tried:
            with suppress(SiteError):
                return why(path, store)
        return why(tried[0], store)


def public_paths(address: str) -> list[str]:
    """The public paths an address may stand for: as written, and for a URL also without the folders the site may be mounted in."""
    parts = urlsplit(address)
    path = unquote(parts.path).lstrip("/")
    steps = path.split("/") if parts.netloc else [path]
    tails = ["/".join(steps[start:]) for start in range(len(steps))]
    return [found for tail in tails for found in ([tail, f"{tail}/index.html"] if tail and not tail.endswith("/") else [f"{tail}index.html"])]


def version_of(function: Callable[..., object], store: Store | None = None) -> str:
    """What the code that a function calls, and the libraries behind it, come to: what other code found or made is not taken for the same."""
    code = Code(code_roots(), known=store.ledger.modules() if store else None)
    found = code.of([function.__module__])
    if store:
        store.ledger.save_modules(code.fresh)
    return digest_of([found.modules, Libraries(DISTRIBUTIONS).of(found.libraries)])


def _keep_within(gib: int, store: Store, say: Callable[[str], None]) -> None:
    """Throw away old work above the cap; the newest build's own is never thrown away, however large."""
    kept = store.prune(gib << 30).kept_bytes
    if kept > gib << 30:
        say(f"note: this build alone needs {kept / (1 << 30):,.1f} GiB of cache, more than cache.keep_gib = {gib}; nothing older is kept")


@dataclass(frozen=True, slots=True)
class _Made:
    report: Report | None
    written: int
    changed: Difference
    news: News


@dataclass(frozen=True, slots=True)
class _Publisher:
    """Puts one finished run into the output folder."""

    options: Options
    config: Config
    output: Path
    manifest: Manifest
    siblings: Mapping[str, FileRef]
    executor: Executor
    say: Callable[[str], None]
    began: float
    checker: str
    """What the code that checks comes to: what other code found is not trusted."""

    def publish(self, outcome: Outcome) -> _Made:
        """Assemble, check and swap; nothing at all where the same site is there already."""
        output, kept, version = self.output, record_path(self.options.cache, self.output), self.checker
        record = load_record(kept)
        siblings = {path: file.digest for path, file in self.siblings.items()}
        still = still_published(self.manifest, output, record, siblings)
        if still is not None:
            report = None if record.checker == version else self._check(output, outcome)
            if replace(still, checker=version) != record:
                save_record(kept, replace(still, checker=version))
            told = self._published(urls.COVERAGE_TABLE)
            return _Made(report, 0, difference(self.manifest, self.manifest), news(told, told))
        files = {file.path: file for file in outcome.files()} | {**self.siblings}
        changed, found = self._compared(lambda path: outcome.blobs.read_file(files[path]) if path in files else None)
        self.say(f"assembling {len(self.manifest.files):,} files")
        assembled = assemble(self.manifest, lambda path: outcome.blobs.read_file(files[path]), staging_folder(output), output, record, siblings)
        report = self._check(staging_folder(output), outcome)
        record = replace(assembled.record, checker=version)
        save_record(kept, record)
        swap(output)
        save_record(kept, settled(record, output))
        return _Made(report, len(assembled.written), changed, found)

    def _compared(self, read: Callable[[str], bytes | None]) -> tuple[Difference, News]:
        """What is new; what only the site that is replaced has is said, and unless the operator accepted it, nothing is published."""
        old = read_manifest(self.output)
        lost = losses(old, self._published, self.manifest, read, self.config.window.months) if old else ()
        for line in lost:
            self.say(f"loss: {line}")
        if lost and not self.options.accept_loss:
            narrow = self.options.forces or self.options.months
            apart = "; a build of some forces or months belongs into an --output of its own" if narrow else ""
            raise LossError(
                f"{self.output}: the new site lacks what this one has, see the lines above; nothing was published, the old site is untouched. "
                f"Put back what is missing, or confirm with --accept-loss{apart}"
            )
        told = self._published(urls.COVERAGE_TABLE) if old else None
        return difference(old, self.manifest), news(told, read(urls.COVERAGE_TABLE))

    def _published(self, path: str) -> bytes | None:
        with suppress(OSError):
            return (self.output / path).read_bytes()
        return None

    def _check(self, folder: Path, outcome: Outcome) -> Report:
        """The checks of a folder whose bytes are known to be the manifest's; raises CheckError when one fails."""
        self.say("checking links, privacy and budgets")
        remembered = RememberedFile(checked_path(self.options.cache), self.checker)
        report = check_site(
            folder,
            verify=False,
            source=_source_points(outcome, "snap_points"),
            stop_source=_source_points(outcome, "stop_points"),
            machine=self._machine(),
            remembered=remembered,
            executor=self.executor,
        )
        remembered.save()
        if report.findings:
            raise CheckError(
                f"the new site failed {len(report.findings):,} checks; nothing was published, the old site is untouched",
                tuple(finding.line for finding in report.findings),
            )
        return report

    def _machine(self) -> Machine:
        """What of this machine and run must not be told by the site."""
        options, config = self.options, self.config
        folders = [options.data, options.cache, self.output, ROOT, Path(sys.prefix), *options.basemaps]
        with suppress(RuntimeError):
            folders.append(Path.home())
        site = config.site
        published = (site.base_url, site.contact, site.privacy_contact, site.operator, site.title)
        return Machine.of(folders, host=socket.gethostname(), user=_user(), published=published, began=self.began, ended=time.time())


def _user() -> str:
    # A process in a container may belong to nobody by name.
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""


@contextmanager
def _noticing(notes: Notes, store: Store) -> Iterator[Callable[[Task, tuple[Ref, ...]], None]]:
    """Hands out who is told of each finished task; at the end, also where a task failed, the lines of tables of notes are noted.

    A table of notes is one whose stage is called so: what is known only once tables are made reaches the operator in this way.
    """
    found: dict[int, pl.Series] = {}

    def settled(task: Task, refs: tuple[Ref, ...]) -> None:
        if task.stage.name.endswith(NOTES):
            found[task.number] = codec.decode(task.stage.name, [store.blobs.read(ref.digest) for ref in refs])["line"]

    try:
        yield settled
    finally:
        # In the order of the list of stages, however the tasks finished.
        for number in sorted(found):
            for line in found[number]:
                notes.add(line)


def _refuse_notes(notes: Notes, options: Options) -> None:
    if options.strict and notes.lines:
        raise ConfigError(f"--strict: {len(notes.all()):,} notes, listed above; mend what they name, or build without --strict")


def _site_files(outcome: Outcome) -> list[SiteFile]:
    """Every file of the run with the task that made it, in the order of stages and parts."""
    return [
        SiteFile(file.path, file.digest, file.size_bytes, task.title)
        for task in outcome.tasks
        if task.stage.writes == "files" and outcome.results[task.number]
        for file in outcome.blobs.files(*outcome.results[task.number])
    ]


def _source_points(outcome: Outcome, table: str) -> Places:
    """The snap points of all crimes or of all stops of the window, from the table that what is drawn is made from."""
    points = codec.decode(table, outcome.tables(table))
    return places(points["x"].to_numpy(), points["y"].to_numpy())
