"""What several commands are asked for in the same words: their options, parsed into types that cannot be wrong."""

import os
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import click

from sitegen.build import ROOT, Options
from sitegen.cli.terminal import say_safely
from sitegen.config import Config, TilesForm, load_config
from sitegen.messages import one_line
from sitegen.terms import ForceId, Month, parse_force_id

WITH_TRACEBACK = "with_traceback"
"""Where the context remembers that the operator wants to see where in the program an error came from."""


def parse_months(_context: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[Month, Month] | None:
    """First and last month of a range as an operator writes it."""
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


def parse_forces(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[ForceId, ...]:
    """Forces as an operator names them, sorted."""
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
    context.find_root().obj[WITH_TRACEBACK] = wanted


Command = Callable[..., object]


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


path = click.Path(path_type=Path)
traceback_option = click.option(
    "--traceback", is_flag=True, expose_value=False, callback=_remember_traceback, help="Show where in the program an error came from."
)
workers_option = click.option("--workers", type=click.IntRange(1, 512), default=os.cpu_count() or 1, help="Processes to use (default: one a core).")
cache_option = click.option("--cache", type=path, default=Path(".cache"), show_default=True, help="Finished work, kept between builds.")
output_option = click.option("--output", type=path, default=Path("output"), show_default=True, help="Folder of the finished site.")
_what_to_build_options = _options(
    click.option("--data", type=path, default=Path("data"), show_default=True, help="Folder of upstream files."),
    click.option("--months", metavar="A..B", callback=parse_months, help="First and last month of the site, like 2025-01..2025-06."),
    click.option("--force", "forces", metavar="ID", multiple=True, callback=parse_forces, help="Only this police force; may be given again."),
    click.option("--tiles", type=click.Choice(["folder", "pmtiles"]), help="One file a tile, or one archive a month (default: as configured)."),
    click.option(
        "--basemap",
        "basemaps",
        type=path,
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
    click.option("--compress", is_flag=True, help="Write .gz and .br beside each file that shrinks, for servers that send them as they lie."),
    click.option("--strict", is_flag=True, help="Any note stops the build before it is published."),
    cache_option,
    click.option("--config", type=path, help="The operator's settings (default: site.toml in the data folder, else content/site.toml)."),
    traceback_option,
)


def _load_settings(context: click.Context, _parameter: click.Parameter, file: Path | None) -> Config:
    # A command's own data folder is read before, since it is eager.
    return _settings(file, context.params.get("data", Path("data")))


config_option = click.option(
    "--config",
    "settings",
    type=path,
    callback=_load_settings,
    metavar="FILE",
    help="The operator's settings (default: site.toml in the data folder, data/, where there is one, else content/site.toml).",
)


def what_to_build(command: Command) -> Command:
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
        compress: bool,
        strict: bool,
        cache: Path,
        config: Path | None,
        **others: object,
    ) -> object:
        options = Options(data, cache, months, forces, tiles, basemaps, strict, gaps, accept_loss, compress)
        return command(options=options, settings=_settings(config, data), **others)

    return _what_to_build_options(packed)


def _settings(config: Path | None, data: Path) -> Config:
    """The operator's settings: as asked for, else those beside the data, which is then said, else the project's."""
    if config is None and (data / "site.toml").is_file():
        config = data / "site.toml"
        say_safely(f"settings: {config}")
    return load_config(config or ROOT / "content" / "site.toml")
