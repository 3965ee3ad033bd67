"""The commands that put a built site online and look after what is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sitegen.cli.options import config_option, path, traceback_option
from sitegen.cli.showing import showing_steps
from sitegen.cli.terminal import print_lines, say, say_safely
from sitegen.config import Config
from sitegen.errors import ConfigError
from sitegen.hosting.changes import Changes
from sitegen.hosting.cost import cost_of
from sitegen.hosting.kept import GRACE_DAYS, releases, roll_back
from sitegen.hosting.kept import prune as prune_target
from sitegen.hosting.open_target import open_target
from sitegen.hosting.probe import probe
from sitegen.hosting.publish import Published, Signing
from sitegen.hosting.publish import publish as publish_release
from sitegen.hosting.refuse import refuse_loss, refuse_preview, refuse_unconditional
from sitegen.hosting.site_folder import release_of
from sitegen.mirroring import standalone
from sitegen.proof import keys
from sitegen.proof.minisign import PublicKey, SecretKey, parse_secret_key, public_key_file, secret_key_file
from sitegen.proof.standing import Standing
from sitegen.publish.disk import disk_errors

_target = click.argument("target")
_key = click.option(
    "--key", "key_file", type=path, envvar="SITEGEN_KEY", required=True, metavar="FILE", help="Secret key that signs (or name it in SITEGEN_KEY)."
)
_next_key = click.option("--next-key", default="", metavar="RW…", help="Public key that later releases will be signed with, where that is to change.")
_lasting = click.option(
    "--lasting", "lasting_days", type=click.IntRange(1, 3650), default=70, show_default=True, help="Days for which mirrors believe this release."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be done, change nothing.")


class _DryRunError(Exception):
    """Ends a publish that was only to be looked at."""


@click.command()
@click.argument("file", type=path)
@traceback_option
def keygen(file: Path) -> None:
    """Make the key that signs releases: FILE is secret, FILE.pub is for everybody.

    Example: python build.py keygen site.key
    """
    made = SecretKey(os.urandom(8), Ed25519PrivateKey.generate())
    public = file.with_name(f"{file.name}.pub")
    if file.exists() or public.exists():
        raise ConfigError(f"{file}: is there already; a key that was lost cannot be made again, so choose another name")
    with disk_errors(file):
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secret_key_file(made))
        public.write_bytes(public_key_file(made.public))
    print_lines(
        (
            f"secret key: {file}; keep a copy where no build can reach it: without it nothing more can be published under its name",
            f"public key: {public}",
            f"fingerprint: {made.public.text}",
        )
    )


@click.command()
@_target
@click.option("--site", type=path, default=Path("output"), show_default=True, help="Folder of the built site.")
@_key
@_next_key
@_lasting
@_dry_run
@click.option("--allow-preview", is_flag=True, help="Publish a site that says on every page that it is a preview.")
@click.option("--accept-loss", is_flag=True, help="The new release may lack much of what stands.")
@click.option("--single-writer", is_flag=True, help="The target cannot tell two publishers apart; only one ever runs.")
@config_option
@traceback_option
def publish(
    target: str,
    site: Path,
    key_file: Path,
    next_key: str,
    lasting_days: int,
    dry_run: bool,
    allow_preview: bool,
    accept_loss: bool,
    single_writer: bool,
    settings: Config,
) -> None:
    """Put a built site online: file:///folder, s3://bucket/folder, gs://… or az://…; only what changed is sent, pages last.

    Example: python build.py publish s3://example-site --key site.key
    """
    signing = Signing(read_key(key_file), next_key, today(), lasting_days)
    release = replace(release_of(site, settings.site.base_url), beside={keys.VERIFIER: Path(standalone.__file__).read_bytes()})
    if not allow_preview:
        refuse_preview(release.about)
    place = open_target(target)
    abilities = probe(place)
    if not single_writer:
        refuse_unconditional(place.url, abilities)

    def approve(standing: Standing, changes: Changes) -> None:
        if not accept_loss:
            refuse_loss(standing, release.about, changes)
        if dry_run:
            print_lines(_dry_lines(standing, changes))
            raise _DryRunError

    try:
        with showing_steps() as steps:
            done = publish_release(place, release, signing, approve, steps)
    except _DryRunError:
        return
    print_lines(_published_lines(done, place.url, signing.key.public))


@click.command("releases")
@_target
@_key
@traceback_option
def list_releases(target: str, key_file: Path) -> None:
    """List the releases of a target, newest first: number, day, months, files, size, signer.

    Example: python build.py releases s3://example-site --key site.key
    """
    for one in releases(open_target(target), read_key(key_file).public):
        found = one.record
        state = "stands" if one.replaced is None else "cleared away" if one.pruned else f"replaced {one.replaced}"
        again = f", brings back {found.rolls_back_to}" if found.rolls_back_to else ""
        click.echo(
            f"{found.sequence:>4}  {found.published}  {found.months[0]}..{found.months[1]}  {found.files:>9,} files  "
            f"{found.size_bytes / (1 << 20):>9,.1f} MiB  {found.signer.name}  {state}{again}"
        )


@click.command()
@_target
@click.argument("release", type=click.IntRange(1))
@_key
@_next_key
@_lasting
@traceback_option
def rollback(target: str, release: int, key_file: Path, next_key: str, lasting_days: int) -> None:
    """Put an earlier release back, at once and under a new number; build.py releases lists them.

    Example: python build.py rollback s3://example-site 7 --key site.key
    """
    signing = Signing(read_key(key_file), next_key, today(), lasting_days)
    place = open_target(target)
    with showing_steps() as steps:
        done = roll_back(place, release, signing, steps)
    print_lines(_published_lines(done, place.url, signing.key.public))


@click.command()
@_target
@_key
@click.option("--keep", type=click.IntRange(1), default=3, show_default=True, help="Newest releases that are kept, however old.")
@_dry_run
@traceback_option
def prune(target: str, key_file: Path, keep: int, dry_run: bool) -> None:
    """Remove files that only releases name which were replaced more than 35 days ago; their records stay.

    Example: python build.py prune s3://example-site --key site.key
    """
    place = open_target(target)
    done = prune_target(place, read_key(key_file).public, today(), keep, dry_run=dry_run, say=say)
    if not done.releases:
        click.echo(f"nothing to remove: no release was replaced more than {GRACE_DAYS} days ago, but for the newest {keep}")
        return
    click.echo(f"{done.files:,} files, {done.size_bytes / (1 << 20):,.1f} MiB {'would be removed' if dry_run else 'removed'}")


def read_key(file: Path) -> SecretKey:
    """The secret key in a file; raises ConfigError where there is none, and says where others can read it."""
    if not file.is_file():
        raise ConfigError(f"--key {file}: no such file; make a key once with: build.py keygen {file}")
    with disk_errors(file):
        text, mode = file.read_text(encoding="utf-8", errors="replace"), file.stat().st_mode
    if mode & 0o077:
        say_safely(f"note: {file} can be read by others on this machine; take that away with: chmod 600 {file}")
    return parse_secret_key(text)


def today() -> date:
    """The day it is, UTC."""
    return datetime.now(UTC).date()


def _dry_lines(standing: Standing, changes: Changes) -> Iterator[str]:
    cost = cost_of(changes)
    yield f"release {standing.sequence + 1} would follow {standing.record.sequence if standing.record else 'nothing: the target is empty'}"
    yield f"{len(changes.new):,} files would be sent, {cost.size_bytes / (1 << 20):,.1f} MiB before they are compressed"
    yield f"{len(changes.switched):,} pages and data files would be switched, {len(changes.gone):,} would be named no more"
    yield f"{cost.writes:,} requests that write and {cost.reads:,} that read, about ${cost.dollars:,.2f} at list prices of Amazon S3"
    yield "nothing was changed"


def _published_lines(done: Published | None, url: str, key: PublicKey) -> Iterator[str]:
    if done is None:
        yield f"{url} has this site already; nothing was sent"
        return
    yield f"release {done.sequence} is at {url}: {done.new:,} files sent, {done.sent_bytes / (1 << 20):,.1f} MiB; {done.switched:,} switched"
    yield f"signed by {key.text}"
