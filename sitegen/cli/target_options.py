"""What the commands that publish are asked for in the same words: where, by whose key, for how long; options go before the operator's settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import cast

import click

from sitegen.cli.options import config_option, path, traceback_option
from sitegen.cli.terminal import say_safely
from sitegen.config import Config, Switch
from sitegen.errors import ConfigError, ProofError
from sitegen.hosting.open_target import open_target
from sitegen.hosting.publish import Signing
from sitegen.hosting.target import Target
from sitegen.proof.minisign import PublicKey, SecretKey, parse_public_key, parse_secret_key
from sitegen.publish.disk import disk_errors

Command = Callable[..., object]

single_writer_option = click.option("--single-writer", is_flag=True, help="The target cannot tell two publishers apart; only one ever runs.")
"""Of commands that write; it goes into the `place` that they get."""
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, change nothing.")

_target = click.argument("target", nargs=-1, metavar="[TARGET]")
_switch = click.option("--switch", type=click.Choice(["prefix", "in-place"]), help="How a folder goes from one release to the next.")
_secret = click.option(
    "--key", "key_file", type=path, envvar="SITEGEN_KEY", required=True, metavar="FILE", help="Secret key that signs (or name it in SITEGEN_KEY)."
)
_either = click.option("--key", "key_file", type=path, envvar="SITEGEN_KEY", metavar="FILE", help="Key of the site, secret or public.")
_next_key = click.option("--next-key", metavar="RW…", help="Public key that later releases will be signed with, where that is to change.")
_lasting = click.option("--lasting", "lasting_days", type=click.IntRange(1, 3650), help="Days for which mirrors believe this release (default: 70).")


def signing_at_target(command: Command) -> Command:
    """A command that gets `place`, `signing` and `settings`."""

    @_target
    @_secret
    @_next_key
    @_lasting
    @_switch
    @config_option
    @traceback_option
    @wraps(command)
    def given(
        target: tuple[str, ...],
        key_file: Path,
        next_key: str | None,
        lasting_days: int | None,
        switch: Switch | None,
        settings: Config,
        **others: object,
    ) -> object:
        asked = settings.publish
        key = read_key(key_file)
        _refuse_other_key(key.public, settings)
        signing = Signing(key, asked.next_key if next_key is None else next_key, today(), lasting_days or asked.lasting_days)
        return command(place=_place(target, settings, switch, others), signing=signing, settings=settings, **others)

    return cast("Command", given)


def opening_target(command: Command) -> Command:
    """A command that gets `place`, `key`, which is secret, and `settings`, and signs nothing."""

    @_target
    @_secret
    @config_option
    @traceback_option
    @wraps(command)
    def given(target: tuple[str, ...], key_file: Path, settings: Config, **others: object) -> object:
        key = read_key(key_file)
        _refuse_other_key(key.public, settings)
        return command(place=_place(target, settings, None, others), key=key, settings=settings, **others)

    return cast("Command", given)


def reading_target(command: Command) -> Command:
    """A command that gets `place`, `key` (None: whoever signed) and `settings`, and signs nothing."""

    @_target
    @_either
    @config_option
    @traceback_option
    @wraps(command)
    def given(target: tuple[str, ...], key_file: Path | None, settings: Config, **others: object) -> object:
        stated = settings.publish.public_key
        key = read_public_key(key_file) if key_file else parse_public_key(stated) if stated else None
        return command(place=_place(target, settings, None, others), key=key, settings=settings, **others)

    return cast("Command", given)


def read_key(file: Path) -> SecretKey:
    """The secret key in a file; raises ConfigError where there is none, and says where others can read it."""
    text = _text(file)
    try:
        found = parse_secret_key(text)
    except ProofError as error:
        raise ConfigError(f"--key {file}: {error}") from error
    with disk_errors(file):
        is_open = file.stat().st_mode & 0o077
    if is_open:
        say_safely(f"note: {file} can be read by others on this machine; take that away with: chmod 600 {file}")
    return found


def read_public_key(file: Path) -> PublicKey:
    """The public key in a file, or that of a secret key in it; raises ConfigError where there is none."""
    text = _text(file)
    return parse_public_key(text) if "minisign public key" in text or len(text.split()) == 1 else parse_secret_key(text).public


def today() -> date:
    """The day it is, UTC."""
    return datetime.now(UTC).date()


def _text(file: Path) -> str:
    if not file.is_file():
        raise ConfigError(f"--key {file}: no such file; make a key once with: build.py keygen {file}")
    with disk_errors(file):
        return file.read_text(encoding="utf-8", errors="replace")


def _place(given: tuple[str, ...], settings: Config, switch: Switch | None, others: dict[str, object]) -> Target:
    if len(given) > 1:
        raise click.UsageError(f"one target at a time, not {len(given)}")
    target = given[0] if given else settings.publish.target
    if not target:
        raise ConfigError(f"no target is given: name one, like s3://bucket/folder, or set publish.target in {settings.path}")
    return open_target(target, switch or settings.publish.switch, single_writer=bool(others.pop("single_writer", False)))


def _refuse_other_key(key: PublicKey, settings: Config) -> None:
    stated = settings.publish.public_key
    if stated and key.text != stated:
        raise ConfigError(
            f"--key: its public key is {key.text}, and {settings.path} says publish.public_key = {stated}; sign with that key, or change the setting"
        )
