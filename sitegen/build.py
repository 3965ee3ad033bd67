"""One build from end to end: what there is, what to run, what came out, checked and swapped into place."""

from __future__ import annotations

import calendar
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import sitegen
from sitegen.config import Config, TilesForm
from sitegen.engine.executors import open_executor
from sitegen.engine.graph import Build
from sitegen.engine.plan import Plan, plan
from sitegen.engine.report import Progress
from sitegen.engine.run import Outcome, run
from sitegen.engine.stage import Json
from sitegen.engine.store import Store, open_store, remove_store
from sitegen.engine.why import Step, why
from sitegen.errors import CheckError, ConfigError, InputError, SiteError, StoreError
from sitegen.publish.assemble import assemble, complete, is_published
from sitegen.publish.checks.points import Places, places
from sitegen.publish.checks.remembered import RememberedFile, checker_version
from sitegen.publish.checks.run import Report, check_site
from sitegen.publish.manifest import Manifest
from sitegen.publish.paths import SiteFile
from sitegen.publish.record import checked_path, load_record, record_path, remembered_files, save_record
from sitegen.publish.swap import plain_folder, publishing, refuse_overlap, staging_folder, swap
from sitegen.site import STAGES
from sitegen.sources.inventory import Inventory, take_inventory
from sitegen.tables import codec
from sitegen.terms import ForceId, Month

log = logging.getLogger(__name__)

ROOT = Path(sitegen.__file__).resolve().parents[1]
"""The project's folder: its texts, templates and libraries lie here, wherever the command is run."""

SHAPING_LIBRARIES = (
    "babel", "convertbng", "defusedxml", "deflate", "jinja2", "mapbox-vector-tile", "markdown-it-py", "markupsafe", "mercantile", "nh3", "numpy",
    "pmtiles", "polars", "rcssmin", "rjsmin", "shapely",
)  # fmt: skip
"""Distributions whose version can change a byte of the site; they are part of every task's key."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to build from what; `months` and `tiles` None: as configured, `forces` empty: all; `basemaps` lie outside the data folder."""

    data: Path
    cache: Path
    months: tuple[Month, Month] | None = None
    forces: tuple[ForceId, ...] = ()
    tiles: TilesForm | None = None
    basemaps: tuple[Path, ...] = ()


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


def build_site(
    options: Options,
    config: Config,
    output: Path,
    workers: int = 1,
    showing: Callable[[], AbstractContextManager[Progress]] = lambda: nullcontext(Progress()),
    say: Callable[[str], None] = log.info,
) -> Result:
    """Make what is stale, assemble, check and publish in `output`.

    `showing` opens the display that follows the tasks; `say` is told what begins after them.

    Raises SiteError, and CheckError with its findings; then the published site is as it was.
    """
    output, options = plain_folder(output), replace(options, cache=plain_folder(options.cache))
    refuse_overlap(output, options.cache, options.data)
    inventory = _inventory(options, config)
    build = _engine_build(inventory, options, config)
    with open_store(options.cache) as store, publishing(output), open_executor(workers) as executor:
        with showing() as progress:
            outcome = run(build, store, executor, progress)
        manifest = complete(_about(inventory, config), _site_files(outcome))
        made = _Publisher(options, output, manifest, executor, say).publish(outcome)
        store.ledger.published()
        if outcome.counts["ran"]:
            _keep_within(config.cache_gib, store, say)
    return Result(manifest, made.report, made.written, outcome.counts["ran"], outcome.counts["reused"], inventory.notes)


def plan_site(options: Options, config: Config) -> Plan:
    """What a build would do now, task by task; nothing is made or published."""
    build = _engine_build(_inventory(options, config), options, config)
    with open_store(options.cache) as store:
        return plan(build, store)


def clean(cache: Path, *, everything: bool = False) -> Cleaned:
    """Delete from the cache what the newest build did not use, or all of it; raises StoreError where it is no cache, or in use.

    With the whole cache goes what is remembered of output folders: the next build writes and checks every file.
    """
    cache = plain_folder(cache)
    if not cache.is_dir():
        raise StoreError(f"{cache}: no such folder; nothing to clean")
    if not everything:
        with open_store(cache, make=False) as store:
            return Cleaned(*store.prune(0))
    freed = remove_store(cache, beside=remembered_files(cache))
    return Cleaned(freed, 0)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning the cache freed and what is left of finished work, in bytes."""

    freed_bytes: int
    kept_bytes: int


def explain(address: str, cache: Path) -> list[Step]:
    """Where a published file comes from; `address` is a public path or a whole URL, wherever the site is mounted. Raises SiteError."""
    with open_store(cache) as store:
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


def _keep_within(gib: int, store: Store, say: Callable[[str], None]) -> None:
    """Throw away old work above the cap; the newest build's own is never thrown away, however large."""
    kept = store.prune(gib << 30).kept_bytes
    if kept > gib << 30:
        say(f"note: this build alone needs {kept / (1 << 30):,.1f} GiB of cache, more than cache.keep_gib = {gib}; nothing older is kept")


@dataclass(frozen=True, slots=True)
class _Made:
    report: Report | None
    written: int


@dataclass(frozen=True, slots=True)
class _Publisher:
    """Puts one finished run into the output folder."""

    options: Options
    output: Path
    manifest: Manifest
    executor: Executor
    say: Callable[[str], None]

    def publish(self, outcome: Outcome) -> _Made:
        """Assemble, check and swap; nothing at all where the same site is there already."""
        output, kept = self.output, record_path(self.options.cache, self.output)
        record, version = load_record(kept), checker_version()
        if is_published(self.manifest, output, record):
            if record.checker == version:
                return _Made(None, 0)
            report = self._check(output, outcome)
            save_record(kept, replace(record, checker=version))
            return _Made(report, 0)
        self.say(f"assembling {len(self.manifest.files):,} files")
        files = {file.path: file for file in outcome.files()}
        assembled = assemble(self.manifest, lambda path: outcome.blobs.read_file(files[path]), staging_folder(output), output, record)
        report = self._check(staging_folder(output), outcome)
        save_record(kept, replace(assembled.record, checker=version))
        swap(output)
        return _Made(report, len(assembled.written))

    def _check(self, folder: Path, outcome: Outcome) -> Report:
        """The checks of a folder whose bytes are known to be the manifest's; raises CheckError when one fails."""
        self.say("checking links, privacy and budgets")
        remembered = RememberedFile(checked_path(self.options.cache))
        report = check_site(
            folder,
            verify=False,
            source=_source_points(outcome, "snap_points"),
            stop_source=_source_points(outcome, "stop_points"),
            private=self._private(),
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

    def _private(self) -> list[str]:
        """Folders of this machine that must not be named in the site; those too short to be told from other text are left out."""
        folders = (self.options.data, self.options.cache, self.output, ROOT)
        return sorted({str(folder.resolve()) for folder in folders if len(folder.resolve().parts) > 2})


def _inventory(options: Options, config: Config) -> Inventory:
    libraries = ROOT / "node_modules"
    if not (libraries / "maplibre-gl").is_dir():
        raise ConfigError(f"{libraries}: the map's library is missing; run `make setup` in the project's folder")
    inventory = take_inventory(
        options.data,
        ROOT / "content",
        ROOT / "templates",
        libraries,
        months=options.months,
        window_months=config.window_months,
        forces=options.forces,
        basemaps=options.basemaps,
    )
    if not inventory.months:
        raise InputError(f"{options.data / 'archive'}: no street crime of any month; a site needs at least one YYYY-MM/YYYY-MM-<force>-street.csv")
    return inventory


def _engine_build(inventory: Inventory, options: Options, config: Config) -> Build:
    months = [str(month) for month in inventory.months]
    settings: dict[str, Json] = {
        "months": [*months],
        "force_ids": [*inventory.force_ids],
        "quality": {"share": config.quality_share, "least": config.quality_least},
        "fragment": {"share": config.fragment_share, "least": config.fragment_least},
        "located": {"step": config.located_step},
        "tiles": options.tiles or config.tiles,
        "site": _site_setting(inventory, config),
        "credit": {"attributions": [*inventory.attributions], "year": str(inventory.months[-1].year)},
    }
    return Build(
        stages=STAGES,
        raws=inventory.raw,
        parts={
            "force_id": inventory.force_ids,
            "month": tuple(months),
            "area": inventory.areas,
            "sheet": inventory.sheets,
            "language": _languages(inventory, config),
        },
        settings=settings,
        codec="sitegen.tables.codec",
        roots={"sitegen": ROOT / "sitegen", "tiles": ROOT / "tiles"},
        libraries=SHAPING_LIBRARIES,
    )


def _site_setting(inventory: Inventory, config: Config) -> dict[str, Json]:
    """What every page may say of the site as a whole; an invented county names its own operator where none is configured."""
    last = inventory.months[-1]
    invented = inventory.invented
    return {
        "title": config.title,
        "operator": config.operator or (invented.operator if invented else ""),
        "contact": config.contact or (invented.contact if invented else ""),
        "privacy_contact": config.privacy_contact or (invented.privacy_contact if invented else ""),
        "base_url": config.base_url,
        "languages": [*_languages(inventory, config)],
        "unreviewed": [one for one in _languages(inventory, config)[1:] if not config.reviewed_by.get(one)],
        "preview": _is_preview(inventory, config),
        "invented": invented.place if invented else "",
        "release": inventory.release,
        "first_month": str(inventory.months[0]),
        "last_month": str(last),
        "as_of": f"{last}-{calendar.monthrange(last.year, last.number)[1]:02d}",
        "attributions": [*inventory.attributions],
        "postcodes": bool(inventory.areas),
        "places": bool(inventory.sheets),
        "in_languages": {one: _in_language(one, inventory, config) for one in _languages(inventory, config)[1:]},
    }


def _in_language(language: str, inventory: Inventory, config: Config) -> dict[str, Json]:
    """What a page in another language than English says otherwise of the site; what was not given is left out."""
    invented = inventory.invented.in_languages.get(language, {}) if inventory.invented else {}
    operator = config.operators[language] or ("" if config.operator else invented.get("operator", ""))
    told = {"title": config.titles[language], "operator": operator, "invented": invented.get("place", "")}
    return {key: text for key, text in told.items() if text}


def _languages(inventory: Inventory, config: Config) -> tuple[str, ...]:
    """The languages of the pages: those configured, or where that is English alone those an invented land asks for."""
    invented = inventory.invented.languages if inventory.invented else ()
    return config.languages if len(config.languages) > 1 else invented or config.languages


def _is_preview(inventory: Inventory, config: Config) -> bool:
    return inventory.invented is None and not config.publishable


def _about(inventory: Inventory, config: Config) -> Manifest:
    return Manifest(
        site=config.title,
        release=inventory.release,
        months=(str(inventory.months[0]), str(inventory.months[-1])),
        preview=_is_preview(inventory, config),
        invented=inventory.invented.place if inventory.invented else "",
    )


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
