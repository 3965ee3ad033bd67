"""The command that brings the data from its publishers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from sitegen.build import ROOT
from sitegen.cli.accounts import accounting, fetched, json_option
from sitegen.cli.options import parse_forces, parse_months, path, traceback_option
from sitegen.cli.showing import showing_steps
from sitegen.cli.terminal import print_lines, say_safely
from sitegen.errors import FetchError
from sitegen.fetching.fetch import fetch as bring
from sitegen.fetching.fetch import lines_of, opened
from sitegen.fetching.pace import Clock
from sitegen.fetching.planning import Told, plan, try_out
from sitegen.fetching.run import Wanted, many
from sitegen.fetching.upstream import read_upstream
from sitegen.messages import one_line
from sitegen.terms import ForceId, Month

_SHOWN = 40


def _parse_releases(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(text if text == "latest" else str(Month.parse(text)) for text in texts)) or ("latest",)
    except ValueError as error:
        raise click.BadParameter(f"{one_line(error)}, or latest") from error


@click.command()
@click.option("--data", type=path, default=Path("data"), show_default=True, help="Data folder, made where there is none.")
@click.option("--force", "forces", metavar="ID", multiple=True, callback=parse_forces, help="Only what this force needs; may be given again.")
@click.option("--months", callback=parse_months, metavar="A..B", help="Only these months of the release, like 2025-01..2025-06.")
@click.option(
    "--release", "releases", multiple=True, metavar="MONTH", callback=_parse_releases, help="Not the latest release but this; may be given again."
)
@click.option("--only", multiple=True, metavar="NAME", help="One dataset of the table of addresses, like policing; may be given again.")
@click.option("--upstream", "table", type=path, metavar="FILE", help="Table of addresses (default: data/upstream.toml, else the project's).")
@click.option("--accept-loss", is_flag=True, help="Take lists and files that lost more than a set share.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be brought and how much; nothing is changed.")
@click.option("--try", "only_try", is_flag=True, help="Ask each publisher for one small thing and tell what it answers.")
@json_option
@traceback_option
def fetch(
    data: Path,
    forces: tuple[ForceId, ...],
    months: tuple[Month, Month] | None,
    releases: tuple[str, ...],
    only: tuple[str, ...],
    table: Path | None,
    accept_loss: bool,
    only_plan: bool,
    only_try: bool,
    json_file: Path | None,
) -> None:
    """Bring the newest data from its publishers into the data folder; stopped, it goes on where it was.

    With --force or --months, only the members of the release that are wanted are brought, into month folders. What cannot be had, or is
    not what it should be, is named in a line, and the file that is there stays.

    Example: python build.py fetch --force gwent
    """
    upstream = read_upstream(data, ROOT / "content", table)
    wanted = Wanted(forces, months, releases, only, accept_loss)
    if only_plan or only_try:
        with opened(data, upstream, wanted, Clock()) as run:
            _tell((plan if only_plan else try_out)(run))
        return
    with accounting("fetch", json_file) as account:
        with showing_steps() as steps:
            done = bring(data, upstream, wanted, begin=steps.begin, advance=steps.advance)
        account.add(**fetched(done))
        print_lines(lines_of(done))
        for fault in done.faults[:_SHOWN]:
            say_safely(f"fault: {fault}")
        if len(done.faults) > _SHOWN:
            say_safely(f"fault: {len(done.faults) - _SHOWN:,} more")
        if done.faults:
            raise FetchError(f"{many(len(done.faults), 'thing')} could not be had; the same command asks for them again, and for nothing that it has")


def _tell(lines: Iterable[Told]) -> None:
    faults = 0
    for told in lines:
        faults += told.is_fault
        say_safely(f"fault: {told.line}") if told.is_fault else click.echo(told.line)
    if faults:
        raise FetchError(f"{many(faults, 'publisher')} did not answer as expected; a moved address is an edit of upstream.toml")
