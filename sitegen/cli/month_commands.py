"""The command of a scheduled month: every step from the publishers to the readers, and what came of it."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import click

from sitegen.cli import audit_commands, fetch_commands, history_commands, publish_commands, site_commands
from sitegen.cli.accounts import Account, accounting, json_option
from sitegen.cli.month_summary import summary_lines
from sitegen.cli.options import path, traceback_option
from sitegen.cli.target_options import read_key
from sitegen.cli.terminal import print_lines, say
from sitegen.errors import ConfigError, FetchError, StoreError
from sitegen.publish.disk import disk_errors, write_in_one_step

STEPS: Mapping[str, click.Command] = {
    "restore": history_commands.restore,
    "fetch": fetch_commands.fetch,
    "plan": site_commands.plan,
    "build": site_commands.build,
    "check": site_commands.check,
    "audit": audit_commands.audit_site,
    "publish": publish_commands.publish,
}
"""In their order; each is the command of that name, given the options that it has."""

_BUILT, _PUBLISHED = "built", "published"

OPTIONS = "options"
"""In place of a step: something was written wrongly, and none has begun."""

Given = Mapping[str, tuple[str, ...]]
"""The options of this command that were given, by name, with their values; a flag has none."""


@click.command()
@click.argument("target", required=False)
@click.option("--data", metavar="DIR", help="Folder of upstream files.")
@click.option("--upstream", metavar="FILE", help="Table of addresses that fetch asks.")
@click.option("--accept-faults", is_flag=True, help="Go on with what is there where something could not be fetched.")
@click.option("--output", metavar="DIR", default="output", show_default=True, help="Folder of the finished site.")
@click.option("--cache", metavar="DIR", help="Finished work, kept between builds.")
@click.option("--config", metavar="FILE", help="The operator's settings.")
@click.option("--force", metavar="ID", multiple=True, help="Only this police force; may be given again.")
@click.option("--months", metavar="A..B", help="First and last month of the site.")
@click.option("--basemap", metavar="FILE", multiple=True, help="Map to draw under the figures; may be given again.")
@click.option("--tiles", metavar="FORM", help="folder or pmtiles.")
@click.option("--accept-gap", metavar="MONTH", multiple=True, help="No force has street crime of this month; may be given again.")
@click.option("--accept-loss", is_flag=True, help="Every step may lose what it would otherwise refuse to lose.")
@click.option("--compress", is_flag=True, help="Write .gz and .br beside each file that shrinks.")
@click.option("--strict", is_flag=True, help="Any note stops the month before it is published.")
@click.option("--workers", metavar="N", help="Processes to use.")
@click.option("--key", metavar="FILE", envvar="SITEGEN_KEY", help="Secret key that signs (or name it in SITEGEN_KEY).")
@click.option("--switch", metavar="FORM", help="How a folder goes from one release to the next: prefix or in-place.")
@click.option("--single-writer", is_flag=True, help="The target cannot tell two publishers apart; only one ever runs.")
@click.option("--allow-preview", is_flag=True, help="Publish a site that says on every page that it is a preview.")
@click.option("--skip", type=click.Choice([*STEPS]), multiple=True, help="Leave this step out; may be given again.")
@click.option("--summary", "summary_file", type=path, metavar="FILE", help="Write the summary here too, for a mail or a chat.")
@json_option
@traceback_option
def month(
    target: str | None, skip: tuple[str, ...], accept_faults: bool, summary_file: Path | None, json_file: Path | None, **options: object
) -> None:
    """Do a whole month: fetch, plan, build, check, audit, publish; stopped or failed, the same command goes on, and readers see the old site.

    At the end it says what is new, what is missing, what changed in the past and what it cost.

    Example: python build.py month s3://example-site --key site.key --summary summary.txt --json month.json
    """
    given = _given(options)
    # What is kept where the site is published is asked for only by whoever publishes there.
    left_out = {*skip, *(("restore",) if "publish" in skip else ())}
    steps = {name: _arguments(name, command, target, given) for name, command in STEPS.items() if name not in left_out}
    began, told = time.monotonic(), dict[str, Any]()
    with accounting("month", json_file) as account:
        failed, error = OPTIONS, ""
        try:
            if summary_file is not None:
                # Of a run that is killed nothing is to be read that an earlier one wrote.
                with disk_errors(summary_file):
                    summary_file.unlink(missing_ok=True)
            _refuse_early(steps, target, given)
            for name, arguments in steps.items():
                failed = name
                _do(name, arguments, told, accept_faults=accept_faults)
            failed = ""
            _remember(given, steps, account)
        except BaseException as raised:
            error = raised.format_message() if isinstance(raised, click.ClickException) else str(raised) or "stopped"
            raise
        finally:
            lines = [*summary_lines(told, failed, error, time.monotonic() - began)]
            account.add(steps=[*told.values()], failed_step=failed, summary=[*lines])
            _hand_over(lines, summary_file, account)


def _given(options: Mapping[str, object]) -> Given:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in options.items():
        values = value if isinstance(value, tuple) else () if value is True else (str(value),)
        if value is not None and value is not False and value != ():
            found[f"--{name.replace('_', '-')}"] = tuple(map(str, values))
    beside = Path(*found.get("--data", ("data",))) / "site.toml"
    # Named once here, since each step would find and say them anew.
    return found if "--config" in found or not beside.is_file() else found | {"--config": (str(beside),)}


def _arguments(name: str, command: click.Command, target: str | None, given: Given) -> list[str]:
    """What a step is given: those of this command's options that it has, and where the site is."""
    known = {option for one in command.params for option in one.opts}
    found = [word for option, values in given.items() if option in known for word in _words(option, values)]
    if name in {"restore", "publish"}:
        return [*([target] if target else []), *(["--site", *given["--output"]] if name == "publish" else []), *found]
    if name == "audit":
        # Its --output is a file for the report; the site is what it is about.
        built, published = (_told_file(given, which) for which in (_BUILT, _PUBLISHED))
        for_next = ["--remember", str(built.with_name("seen")), "--keep", str(built)]
        before = ["--previous", str(published)] if published.is_file() else []
        return [*given["--output"], "--data", *given.get("--data", ("data",)), *for_next, *before, *_workers(given)]
    return [*given["--output"], *found] if name == "check" else found


def _told_file(given: Given, which: str) -> Path:
    """Where an audit keeps what a release tells, for the attack on the next: of the site as it was built, and as it was last published."""
    (cache,) = given.get("--cache", (".cache",))
    return Path(cache) / "audited" / f"{which}.zip"


def _workers(given: Given) -> list[str]:
    return _words("--workers", given["--workers"]) if "--workers" in given else []


def _words(option: str, values: tuple[str, ...]) -> list[str]:
    return [word for value in values for word in (option, value)] if values else [option]


def _refuse_early(steps: Mapping[str, list[str]], target: str | None, given: Given) -> None:
    """What is written wrongly is said before hours are spent on the steps before it."""
    asked = click.get_current_context().find_root().obj
    # What restoring lacks, publishing lacks too, and says.
    asking = {name: arguments for name, arguments in steps.items() if name != "restore"}
    contexts = {name: STEPS[name].make_context("build.py month", [*arguments], obj=asked) for name, arguments in asking.items()}
    if "publish" in contexts:
        found = contexts["publish"].params
        read_key(found["key_file"])
        if not (target or found["settings"].publish.target):
            raise click.UsageError("where is the site published? name a target, set publish.target in the settings, or say --skip publish")
        is_invented = Path(*given.get("--data", ("data",)), "invented.json").is_file()
        if not (found["settings"].publishable or found["allow_preview"] or is_invented):
            path = found["settings"].path
            raise ConfigError(f"{path}: operator, contact or privacy_contact is empty, so this is a preview; fill them in, or say --allow-preview")


def _do(name: str, arguments: list[str], told: dict[str, Any], *, accept_faults: bool) -> None:
    """Run one step in this process; whatever its end, its account is kept. With `accept_faults` what could not be fetched ends nothing."""
    say(f"== {name} {' '.join(arguments)}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "account.json"
        try:
            asked = click.get_current_context().find_root().obj
            with suppress(FetchError) if accept_faults else nullcontext():
                STEPS[name].main([*arguments, "--json", str(file)], prog_name=f"build.py {name}", standalone_mode=False, obj=asked)
        finally:
            if file.is_file():
                told[name] = json.loads(file.read_bytes())


def _remember(given: Given, steps: Mapping[str, list[str]], account: Account) -> None:
    """What was audited and is now published is the release before for the next month."""
    built = _told_file(given, _BUILT)
    if {"audit", "publish"} <= steps.keys() and built.is_file():
        try:
            built.replace(_told_file(given, _PUBLISHED))
        except OSError as error:
            account.say(f"note: the next audit will not know of this release: {built}: {error.strerror}")


def _hand_over(lines: list[str], file: Path | None, account: Account) -> None:
    print_lines(["", *lines])
    try:
        if file is not None:
            write_in_one_step(file, "".join(f"{line}\n" for line in lines).encode())
    except StoreError as error:
        account.say(f"note: the summary could not be written: {error}")
