"""The command line: parse, call, print; the only module that prints or exits."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from sitegen import urls
from sitegen.build import ROOT, Options, build_site, explain, plan_site
from sitegen.build import clean as clean_cache
from sitegen.config import Config, TilesForm, load_config
from sitegen.engine.executors import open_executor
from sitegen.engine.report import open_progress
from sitegen.errors import CheckError, ConfigError, SiteError
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.run import check_site
from sitegen.publish.disk import disk_advice
from sitegen.publish.nu import nu_findings
from sitegen.publish.serve import make_server
from sitegen.publish.swap import plain_folder, refuse_overlap, standing
from sitegen.sample.write import Scale, write_sample
from sitegen.terms import ForceId, Month, parse_force_id
from sitegen.told import finding_lines, one_line, plan_lines, python, report_lines, result_lines, shown, why_lines

DONE, FAILED, USAGE, CHECKS_FAILED, STOPPED = 0, 1, 2, 3, 130
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
            _print(finding_lines(error.findings))
            _say(f"error: {one_line(error)}")
            return CHECKS_FAILED
        case SiteError():
            _say(f"error: {one_line(error)}")
        case BrokenPipeError():
            # Whoever read our output has seen enough; without this the interpreter complains once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case OSError():
            _say(f"error: {one_line(error.filename or 'this machine')}: {disk_advice(error)}, then run the same command again")
        case MemoryError():
            _say("error: out of memory; run again with fewer --workers")
        case SystemExit():
            raise error
        case _:
            _say(f"error: a mistake in this program ({type(error).__name__}: {one_line(error)[:200]}); run again with --traceback and report it")
    return FAILED


def _say(line: str) -> None:
    click.echo(line, err=True)


def _say_safely(line: str) -> None:
    _say(one_line(line))


def _parse_months(_context: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[Month, Month] | None:
    if text is None:
        return None
    first, dots, last = text.partition("..")
    try:
        return Month.parse(first), Month.parse(last if dots else first)
    except ValueError as error:
        raise click.BadParameter(f"{one_line(text)!r}; write it like 2025-01..2025-06") from error


def _parse_gaps(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[Month, ...]:
    try:
        return tuple(Month.parse(text) for text in texts)
    except ValueError as error:
        raise click.BadParameter(one_line(error)) from error


def _parse_forces(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[ForceId, ...]:
    found: set[ForceId] = set()
    for text in texts:
        names = [part.strip() for part in text.split(",") if part.strip()]
        if not names:
            raise click.BadParameter("names no force; write it like avon-and-somerset, or leave the option out for all of them")
        for name in names:
            try:
                found.add(parse_force_id(name))
            except ValueError as error:
                meant = "-".join(re.findall("[a-z]+", name.lower()))
                raise click.BadParameter(f"{one_line(error)}{f'; did you mean {meant}?' if meant else ''}") from error
    return tuple(sorted(found))


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
    click.option(
        "--accept-gap",
        "gaps",
        metavar="MONTH",
        multiple=True,
        callback=_parse_gaps,
        help="No force has street crime of this month; may be given again.",
    ),
    click.option("--accept-loss", is_flag=True, help="The new site may lack months, forces, datasets or pages of the one it replaces."),
    click.option("--strict", is_flag=True, help="Any note stops the build before it is published."),
    _cache,
    click.option("--config", type=_path, help="The operator's settings (default: site.toml in the data folder, else content/site.toml)."),
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
        gaps: tuple[Month, ...],
        accept_loss: bool,
        strict: bool,
        cache: Path,
        config: Path | None,
        **others: object,
    ) -> object:
        options = Options(data, cache, months, forces, tiles, basemaps, strict, gaps, accept_loss)
        return command(options=options, settings=_settings(config, data), **others)

    return _what_to_build_options(packed)


def _settings(config: Path | None, data: Path) -> Config:
    """The operator's settings: as asked for, else those beside the data, which is then said, else the project's."""
    if config is None and (data / "site.toml").is_file():
        config = data / "site.toml"
        _say_safely(f"settings: {config}")
    return load_config(config or ROOT / "content" / "site.toml")


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
        result = build_site(options, settings, output, workers, lambda: open_progress(sys.stderr), _say_safely)
        if result.manifest.preview:
            empty = "operator, contact or privacy_contact is empty"
            _say_safely(f"PREVIEW, NOT FOR PUBLICATION: {empty} in {shown(settings.path)}; every page says so")
        _print(result_lines(result, output, time.monotonic() - begun))
    except KeyboardInterrupt as error:
        if standing(plain_folder(output)) != stood:
            raise _StoppedAfterSwapError from error
        raise


@commands.command()
@_output
@_workers
@_what_to_build
def plan(output: Path, workers: int, options: Options, settings: Config) -> None:
    """Show what a build would do now, and why; nothing is made. Takes every option of build.

    Example: python build.py plan --data data
    """
    del workers  # of no matter to what would be done
    refuse_overlap(plain_folder(output), plain_folder(options.cache), options.data)
    _print(plan_lines(plan_site(options, settings, _say_safely)))


@commands.command()
@click.argument("address", metavar="URL")
@_cache
@click.option("--full", is_flag=True, help="Every table and file on the way, as a tree.")
@_traceback
def why(address: str, cache: Path, full: bool) -> None:
    """Show where a published file comes from: its stage and part, and the upstream files that reach it.

    Example: python build.py why gwent/nb85/
    """
    _print(why_lines(explain(address, cache), full=full))


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
    _refuse_no_site(folder)
    with open_executor(workers) as executor:
        # Only what can be known of a site that may come from elsewhere: where the project and the folder lie here.
        report = check_site(folder, machine=Machine.of((ROOT, folder)), executor=executor)
    invalid = nu_findings(folder, ROOT / "node_modules") if nu else None
    _print(report_lines(report, invalid))
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
    _refuse_no_site(folder)
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
    click.echo(f"an invented {scale} lies in {folder}; bake it: {python()} build.py build --data {folder}")


def _refuse_no_site(folder: Path) -> None:
    if not folder.is_dir():
        what = "a file, not a folder; name the site's folder" if folder.exists() else "no such folder; build the site first: python build.py build"
        raise ConfigError(f"{folder}: {what}")
    if not any((folder / path).exists() for path in (urls.manifest(), urls.checksums(), "index.html")):
        raise ConfigError(f"{folder}: this is no site: no manifest.json, SHA256SUMS or index.html in it; name the folder that a build wrote")


def _mib(size_bytes: int) -> str:
    return f"{size_bytes / (1 << 20):,.1f} MiB"


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
