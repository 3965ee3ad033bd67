"""The command line: parse, call, print; the only package that prints or exits."""

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from sitegen.cli import (
    audit_commands,
    author_commands,
    fetch_commands,
    history_commands,
    mirror_commands,
    month_commands,
    publish_commands,
    site_commands,
)
from sitegen.cli.options import WITH_TRACEBACK
from sitegen.cli.site_commands import StoppedAfterSwapError
from sitegen.cli.terminal import print_lines, say
from sitegen.errors import CheckError, SiteError
from sitegen.messages import as_called, finding_lines, one_line
from sitegen.publish.disk import disk_advice

DONE, FAILED, USAGE, CHECKS_FAILED, STOPPED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code: 0 done, 1 failed, 2 wrong usage, 3 checks failed, 130 stopped."""
    signal.signal(signal.SIGTERM, _stop)
    asked: dict[str, bool] = {}
    try:
        code = commands.main(args=None if arguments is None else list(arguments), prog_name=as_called("build.py"), standalone_mode=False, obj=asked)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001  whatever happens, an operator gets one line
        if asked.get(WITH_TRACEBACK):
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
            swapped = isinstance(error, StoppedAfterSwapError)
            say("stopped; the new site is published" if swapped else "stopped; what was there stays; run the same command to go on")
            return STOPPED
        case CheckError():
            print_lines(finding_lines(error.findings))
            say(f"error: {as_called(one_line(error))}")
            return CHECKS_FAILED
        case SiteError():
            say(f"error: {as_called(one_line(error))}")
        case BrokenPipeError():
            # Whoever read our output has seen enough; without this the interpreter complains once more at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        case OSError():
            say(f"error: {one_line(error.filename or 'this machine')}: {disk_advice(error)}, then run the same command again")
        case MemoryError():
            say("error: out of memory; run again with fewer --workers")
        case SystemExit():
            raise error
        case _:
            say(f"error: a mistake in this program ({type(error).__name__}: {one_line(error)[:200]}); run again with --traceback and report it")
    return FAILED


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Bakes local crime and policing information into a folder of plain files."""


for _command in (
    fetch_commands.fetch,
    site_commands.build,
    site_commands.plan,
    site_commands.why,
    site_commands.clean,
    site_commands.check,
    audit_commands.audit_site,
    site_commands.serve,
    site_commands.sample,
    site_commands.settings,
    publish_commands.keygen,
    publish_commands.publish,
    publish_commands.list_releases,
    publish_commands.rollback,
    publish_commands.prune,
    publish_commands.takedown,
    history_commands.restore,
    month_commands.month,
    mirror_commands.mirror,
    mirror_commands.verify,
    mirror_commands.compare,
    mirror_commands.export,
    mirror_commands.witness,
    author_commands.preview,
    author_commands.show,
):
    for _each in (_command, *(_command.commands.values() if isinstance(_command, click.Group) else ())):
        _each.help = as_called(_each.help or "")
    commands.add_command(_command)
