"""The command line: parse, call, print; the only module that prints or exits."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from sitegen import urls
from sitegen.build import ROOT, Options, Result, build_site, explain, plan_site
from sitegen.build import clean as clean_cache
from sitegen.config import Config, TilesForm, load_config
from sitegen.engine.executors import open_executor
from sitegen.engine.plan import Plan
from sitegen.engine.report import open_progress
from sitegen.errors import CheckError, ConfigError, SiteError
from sitegen.publish.checks.facts import CHECKS, Finding
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.run import Report, check_site
from sitegen.publish.disk import disk_advice
from sitegen.publish.nu import MEANING, nu_findings
from sitegen.publish.serve import make_server
from sitegen.publish.swap import plain_folder, standing
from sitegen.sample.write import Scale, write_sample
from sitegen.terms import ForceId, Month, parse_force_id

DONE, FAILED, USAGE, CHECKS_FAILED, STOPPED = 0, 1, 2, 3, 130
_FINDINGS_SHOWN = 20
_REASONS_SHOWN = 5
_WITH_TRACEBACK = "with_traceback"


class _StoppedAfterSwapError(click.Abort):
    """The operator stopped a build whose new site was in place already."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code: 0 done, 1 failed, 2 wrong usage, 3 checks failed, 130 stopped."""
    signal.signal(signal.SIGTERM, _stop)
    asked: dict[str, bool] = {}
    try:
        code = commands.main(args=None if arguments is None else list(arguments), prog_name="build.py", standalone_mode=False, obj=asked)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001  whatever happens, an operator gets one line
        if asked.get(_WITH_TRACEBACK):
            traceback.print_exc()
        code = _answer_for(error)
    sys.exit(code or DONE)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _answer_for(error: BaseException) -> int:
    """Say in one line what went wrong, and give the exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            error.show()
            return USAGE
        case KeyboardInterrupt() | click.Abort():
            swapped = isinstance(error, _StoppedAfterSwapError)
            _say("stopped; the new site is published" if swapped else "stopped; the old site is untouched; run the same command to go on")
            return STOPPED
        case CheckError():
            _print_findings(error.findings)
            _say(f"error: {_one_line(error)}")
            return CHECKS_FAILED
        case SiteError():
            _say(f"error: {_one_line(error)}")
        case BrokenPipeError():
            # Whoever read our output has seen enough; without this the interpreter complains once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case OSError():
            _say(f"error: {_one_line(error.filename or 'this machine')}: {disk_advice(error)}, then run the same command again")
        case MemoryError():
            _say("error: out of memory; run again with fewer --workers")
        case SystemExit():
            raise error
        case _:
            _say(f"error: a mistake in this program ({type(error).__name__}: {_one_line(error)[:200]}); run again with --traceback and report it")
    return FAILED


def _one_line(text: object) -> str:
    """A text as one line that is safe on a terminal: control characters escaped."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(text))


def _say(line: str) -> None:
    click.echo(line, err=True)


def _parse_months(_context: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[Month, Month] | None:
    if text is None:
        return None
    first, dots, last = text.partition("..")
    try:
        return Month.parse(first), Month.parse(last if dots else first)
    except ValueError as error:
        raise click.BadParameter(f"{_one_line(text)!r}; write it like 2025-01..2025-06") from error


def _parse_forces(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[ForceId, ...]:
    try:
        return tuple(sorted({parse_force_id(part.strip()) for text in texts for part in text.split(",") if part.strip()}))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _remember_traceback(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    context.find_root().obj[_WITH_TRACEBACK] = wanted


Command = Callable[..., object]


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_path = click.Path(path_type=Path)
_traceback = click.option(
    "--traceback", is_flag=True, expose_value=False, callback=_remember_traceback, help="Show where in the program an error came from."
)
_workers = click.option("--workers", type=click.IntRange(1, 512), default=os.cpu_count() or 1, help="Processes to use (default: one a core).")
_cache = click.option("--cache", type=_path, default=Path(".cache"), show_default=True, help="Finished work, kept between builds.")
_output = click.option("--output", type=_path, default=Path("output"), show_default=True, help="Folder of the finished site.")
_what_to_build_options = _options(
    click.option("--data", type=_path, default=Path("data"), show_default=True, help="Folder of upstream files."),
    click.option("--months", metavar="A..B", callback=_parse_months, help="First and last month of the site, like 2025-01..2025-06."),
    click.option("--force", "forces", metavar="ID", multiple=True, callback=_parse_forces, help="Only this police force; may be given again."),
    click.option("--tiles", type=click.Choice(["folder", "pmtiles"]), help="One file a tile, or one archive a month (default: as configured)."),
    click.option(
        "--basemap",
        "basemaps",
        type=_path,
        metavar="FILE",
        multiple=True,
        help="Map to draw under the figures: MBTiles, PMTiles, GeoPackage or GeoJSON; may be given again.",
    ),
    _cache,
    click.option("--config", type=_path, default=ROOT / "content" / "site.toml", show_default="content/site.toml", help="The operator's settings."),
    _traceback,
)


def _what_to_build(command: Command) -> Command:
    """A command that gets `options` and `settings`, read from the options that all builds have."""

    @wraps(command)
    def packed(
        data: Path,
        months: tuple[Month, Month] | None,
        forces: tuple[ForceId, ...],
        tiles: TilesForm | None,
        basemaps: tuple[Path, ...],
        cache: Path,
        config: Path,
        **others: object,
    ) -> object:
        return command(options=Options(data, cache, months, forces, tiles, basemaps), settings=load_config(config), **others)

    return _what_to_build_options(packed)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Bakes local crime and policing information into a folder of plain files."""


@commands.command()
@_output
@_workers
@_what_to_build
def build(output: Path, workers: int, options: Options, settings: Config) -> None:
    """Turn upstream files into a finished site, check it and swap it into place.

    Example: python build.py build --data data --output output
    """
    begun = time.monotonic()
    stood = standing(plain_folder(output))
    try:
        result = build_site(options, settings, output, workers, lambda: open_progress(sys.stderr), _say)
        _print_result(result, output, time.monotonic() - begun)
    except KeyboardInterrupt as error:
        if standing(plain_folder(output)) != stood:
            raise _StoppedAfterSwapError from error
        raise


@commands.command()
@_what_to_build
def plan(options: Options, settings: Config) -> None:
    """Show what a build would do now, and why; nothing is made.

    Example: python build.py plan --data data
    """
    _print_plan(plan_site(options, settings))


@commands.command()
@click.argument("address", metavar="URL")
@_cache
@_traceback
def why(address: str, cache: Path) -> None:
    """Show where a published file comes from: stage, part, inputs, down to the upstream files.

    Example: python build.py why gwent/nb85/
    """
    for step in explain(address, cache):
        click.echo(f"{'  ' * step.depth}{_one_line(step.title)}  {step.digest[:12]}")


@commands.command()
@_cache
@click.option("--all", "everything", is_flag=True, help="The whole cache; the next build then makes everything anew.")
@_traceback
def clean(cache: Path, everything: bool) -> None:
    """Delete from the cache what the last build did not use; the site itself is never touched.

    Example: python build.py clean --cache .cache
    """
    cleaned = clean_cache(cache, everything=everything)
    click.echo(f"{_mib(cleaned.freed_bytes)} freed, {_mib(cleaned.kept_bytes)} of finished work kept in {cache}")


@commands.command()
@click.argument("folder", type=_path, default=Path("output"))
@click.option("--nu", is_flag=True, help="Hold every page against the HTML standard too; needs Java and the Nu validator of `npm ci`.")
@_workers
@_traceback
def check(folder: Path, nu: bool, workers: int) -> None:
    """Prove a built site, or any copy of one: files, links, numbers, privacy, budgets.

    Example: python build.py check output --nu
    """
    if not folder.is_dir():
        what = "a file, not a folder; name the site's folder" if folder.exists() else "no such folder; build the site first: python build.py build"
        raise ConfigError(f"{folder}: {what}")
    if not any((folder / path).exists() for path in (urls.manifest(), urls.checksums(), "index.html")):
        raise ConfigError(f"{folder}: this is no site: no manifest.json, SHA256SUMS or index.html in it; name the folder that a build wrote")
    with open_executor(workers) as executor:
        # Only what can be known of a site that may come from elsewhere: where the project and the folder lie here.
        report = check_site(folder, machine=Machine.of((ROOT, folder)), executor=executor)
    invalid = nu_findings(folder, ROOT / "node_modules") if nu else None
    _print_report(report, invalid)
    if found := len(report.findings) + len(invalid or []):
        raise CheckError(f"{folder}: {found:,} findings")


@commands.command()
@click.argument("folder", type=_path, default=Path("output"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 lets other machines in.")
@click.option("--port", default=8000, show_default=True, help="0 takes any free one.")
@click.option("--prefix", default="/", show_default=True, metavar="PATH", help="Path to serve the site under, like /mirror/a/.")
@_traceback
def serve(folder: Path, host: str, port: int, prefix: str) -> None:
    """Look at a built site in a browser; ends with Ctrl-C.

    Example: python build.py serve output --prefix /mirror/a/
    """
    server = make_server(folder, host, port, prefix)
    path = f"/{prefix.strip('/')}/" if prefix.strip("/") else "/"
    try:
        click.echo(f"{folder} is at http://{host}:{server.server_address[1]}{path} (Ctrl-C ends it)")
        sys.stdout.flush()
        server.serve_forever()
    except KeyboardInterrupt:
        _say("ended")
    finally:
        server.server_close()


@commands.command()
@click.argument("folder", type=_path, default=Path("sample"))
@click.option("--scale", type=click.Choice(["county", "region", "national"]), default="county", show_default=True, help="How large a land.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Another number makes other things happen there.")
@click.option("--months", type=click.IntRange(1, 120), help="Months of crime (default: 36, for national 12).")
@_traceback
def sample(folder: Path, scale: Scale, seed: int, months: int | None) -> None:
    """Invent a land and write its upstream files, to build a site from.

    county: two forces, 40 neighbourhoods, 4,400 snap points, a map of its own. region: 8 forces, 400 neighbourhoods.
    national: 45 forces, 4,800 neighbourhoods, 750,000 snap points; for measuring, it takes minutes and gigabytes.

    Example: python build.py sample sample

    Another: python build.py sample big --scale region --months 6 --seed 2
    """
    write_sample(folder, seed=seed, scale=scale, months=months)
    click.echo(f"an invented {scale} lies in {folder}; bake it: {_python()} build.py build --data {folder}")


def _print_result(result: Result, output: Path, seconds: float) -> None:
    files = result.manifest.files
    pages = sum(path.endswith(".html") for path in files)
    tiles = sum(path.endswith((".mvt", ".pmtiles")) for path in files)
    size = sum(size for _digest, size in files.values())
    for note in result.notes:
        _say(f"note: {_one_line(note)}")
    if result.manifest.preview:
        _say("PREVIEW, NOT FOR PUBLICATION: operator, contact or privacy_contact is empty in content/site.toml; every page says so")
    click.echo(f"{pages:,} pages, {tiles:,} tiles, {len(files):,} files, {size:,} bytes; {result.written:,} files written")
    click.echo(f"{result.ran:,} tasks run, {result.reused:,} reused, {seconds:.1f} s")
    if result.report:
        click.echo(f"checked: {result.report.links:,} links and {result.report.points:,} points on {result.report.pages:,} pages and their tiles")
        _print_allowed(result.report)
    click.echo(f"the site is in {output}; look at it: {_python()} build.py serve {output}")


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / (1 << 20):,.1f} MiB"


def _python() -> str:
    """How to call this Python again from here: by its place in the project where the command was run there."""
    python = Path(sys.executable)
    return str(python.relative_to(Path.cwd())) if python.is_relative_to(Path.cwd()) else "python"


def _print_plan(found: Plan) -> None:
    states = ("stale", "waiting", "current", "left out")
    by_stage = found.by_stage()
    width = max(map(len, by_stage), default=0)
    click.echo(f"{'stage':<{width}}" + "".join(f"{state:>10}" for state in states))
    for stage, counts in by_stage.items():
        click.echo(f"{stage:<{width}}" + "".join(f"{counts[state] or '':>10}" for state in states))
    stale = [planned for planned in found.tasks if planned.state == "stale"]
    waiting = sum(planned.state == "waiting" for planned in found.tasks)
    click.echo(f"{len(stale):,} tasks would run, {waiting:,} may run after them, of {len(found.tasks):,}")
    reasons: dict[str, Counter[str]] = {}
    for planned in stale:
        reasons.setdefault(planned.task.stage.name, Counter()).update(planned.reasons)
    for stage, counts in reasons.items():
        for reason, tasks in counts.most_common(_REASONS_SHOWN):
            click.echo(f"  {stage}: {_one_line(reason)}" + (f" ({tasks:,} tasks)" if tasks > 1 else ""))
        if len(counts) > _REASONS_SHOWN:
            click.echo(f"  {stage}: and {len(counts) - _REASONS_SHOWN:,} other reasons")


def _print_report(report: Report, invalid: list[Finding] | None) -> None:
    click.echo(f"{report.files:,} files, {report.pages:,} pages, {report.links:,} links, {report.points:,} points")
    for check_name, findings in report.by_check.items():
        click.echo(f"{check_name:<12}{'ok' if not findings else f'{findings:,} findings':<14}{CHECKS[check_name]}")
    said = "not asked" if invalid is None else f"{len(invalid):,} findings" if invalid else "ok"
    click.echo(f"{'html':<12}{said:<14}{MEANING}{' (--nu)' if invalid is None else ''}")
    for measure in report.measures:
        unit = "" if measure.unit == "files" else f" {measure.unit}"
        click.echo(f"{measure.what:<40}{measure.found:>14,} of {measure.most:,}{unit}")
    _print_allowed(report)
    _print_findings([finding.line for finding in (*report.findings, *(invalid or []))])


def _print_allowed(report: Report) -> None:
    for finding, reason in report.allowed:
        click.echo(_one_line(f"allowed: {finding.line} ({reason})"))


def _print_findings(lines: Sequence[str]) -> None:
    """Findings as `check: path: message`, so many of each check."""
    shown: Counter[str] = Counter()
    for line in lines:
        name = line.partition(":")[0]
        shown[name] += 1
        if shown[name] <= _FINDINGS_SHOWN:
            click.echo(_one_line(line))
    for name, count in shown.items():
        if count > _FINDINGS_SHOWN:
            click.echo(f"{name}: and {count - _FINDINGS_SHOWN:,} more")
