"""The command that brings the data from its publishers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from sitegen.build import ROOT
from sitegen.cli.options import force_option, parse_months, path, traceback_option
from sitegen.cli.showing import showing_steps
from sitegen.cli.terminal import print_lines, say_safely
from sitegen.errors import FetchError
from sitegen.fetching.fetch import fetch as bring
from sitegen.fetching.fetch import lines_of, opened
from sitegen.fetching.pace import Clock
from sitegen.fetching.planning import Told, plan, try_out
from sitegen.fetching.run import Wanted
from sitegen.fetching.upstream import read_upstream
from sitegen.terms import ForceId, Month

_SHOWN = 40


@click.command()
@click.option("--data", type=path, default=Path("data"), show_default=True, help="Data folder, made where there is none.")
@force_option
@click.option("--months", callback=parse_months, metavar="FIRST..LAST", help="Only these months of the archive, like 2025-01..2025-06.")
@click.option("--release", "releases", multiple=True, metavar="YYYY-MM", help="Another release than the latest; again for several.")
@click.option("--only", multiple=True, metavar="NAME", help="One dataset of the table of addresses, like policing; again for several.")
@click.option("--upstream", "table", type=path, metavar="FILE", help="Table of addresses (default: upstream.toml in the data folder, else the project's).")
@click.option("--accept-loss", is_flag=True, help="Take lists and files that lost more than a set share.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would be brought and how much; nothing is changed.")
@click.option("--try", "only_try", is_flag=True, help="Ask each publisher for one small thing and tell what it answers.")
@traceback_option
def fetch(
    data: Path,
    force_ids: tuple[ForceId, ...],
    months: tuple[Month, Month] | None,
    releases: tuple[str, ...],
    only: tuple[str, ...],
    table: Path | None,
    accept_loss: bool,
    only_plan: bool,
    only_try: bool,
) -> None:
    """Bring the newest data from its publishers into the data folder; stopped, it goes on where it was.

    With --force or --months, only the members of the release that are wanted are brought, into month folders. What cannot be had, or is
    not what it should be, is named in a line, and the file that is there stays.

    Example: python build.py fetch --force gwent
    """
    upstream = read_upstream(data, ROOT / "content", table)
    wanted = Wanted(force_ids, months, tuple(dict.fromkeys(releases)) or ("latest",), only, accept_loss)
    if only_plan or only_try:
        with opened(data, upstream, wanted, Clock()) as run:
            _tell((plan if only_plan else try_out)(run))
        return
    with showing_steps() as steps:
        done = bring(data, upstream, wanted, begin=steps.begin, advance=steps.advance)
    print_lines(lines_of(done))
    for fault in done.faults[:_SHOWN]:
        say_safely(f"fault: {fault}")
    if len(done.faults) > _SHOWN:
        say_safely(f"fault: {len(done.faults) - _SHOWN:,} more")
    if done.faults:
        raise FetchError(f"{len(done.faults):,} things could not be had; the same command asks for them again, and for nothing that it has")


def _tell(lines: Iterable[Told]) -> None:
    faults = 0
    for told in lines:
        faults += told.is_fault
        say_safely(f"fault: {told.line}") if told.is_fault else click.echo(told.line)
    if faults:
        raise FetchError(f"{faults:,} publishers did not answer as they should; a moved address is an edit of upstream.toml")
