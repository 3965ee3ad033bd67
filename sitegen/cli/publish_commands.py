"""The commands that put a built site online and look after what is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sitegen.auditing.comparing import note_for_publisher
from sitegen.cli.accounts import accounting, json_option, published, to_publish
from sitegen.cli.history_commands import data_option, sealed_history
from sitegen.cli.options import path, traceback_option
from sitegen.cli.showing import showing_steps
from sitegen.cli.target_options import dry_run_option, reading_target, signing_at_target, single_writer_option, today
from sitegen.cli.terminal import print_lines, say
from sitegen.config import Config
from sitegen.errors import ConfigError
from sitegen.hosting.changes import Changes
from sitegen.hosting.cost import cost_of, in_dollars
from sitegen.hosting.kept import GRACE_DAYS, releases, roll_back
from sitegen.hosting.kept import prune as prune_target
from sitegen.hosting.prefix_target import PrefixTarget
from sitegen.hosting.probe import probe
from sitegen.hosting.publish import Published, Signing
from sitegen.hosting.publish import publish as publish_release
from sitegen.hosting.refuse import refuse_loss, refuse_preview, refuse_unconditional, refuse_within
from sitegen.hosting.site_folder import release_of
from sitegen.hosting.takedown import take_down
from sitegen.hosting.target import Target
from sitegen.messages import as_called, many, named, one_line
from sitegen.mirroring import standalone
from sitegen.proof import keys
from sitegen.proof.minisign import PublicKey, SecretKey, public_key_file, secret_key_file
from sitegen.proof.standing import Standing
from sitegen.publish.disk import disk_errors


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
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(secret_key_file(made))
            public.write_bytes(public_key_file(made.public))
        except OSError:
            # Half a key would be taken for one that is there already.
            for half in (file, public):
                half.unlink(missing_ok=True)
            raise
    print_lines(
        (
            f"secret key: {file}; keep a copy where no build can reach it: without it nothing more can be published under its name",
            f"public key: {public}",
            f"fingerprint: {made.public.text}",
        )
    )


@click.command()
@signing_at_target
@click.option("--site", type=path, default=Path("output"), show_default=True, help="Folder of the built site.")
@data_option
@dry_run_option
@click.option("--allow-preview", is_flag=True, help="Publish a site that says on every page that it is a preview.")
@click.option("--accept-loss", is_flag=True, help="The new release may lack much of what stands.")
@single_writer_option
@json_option
def publish(
    place: Target,
    signing: Signing,
    settings: Config,
    site: Path,
    data: Path,
    dry_run: bool,
    allow_preview: bool,
    accept_loss: bool,
    json_file: Path | None,
) -> None:
    """Put a built site online: file:///folder, s3://bucket/folder, gs://… or az://…; only what changed is sent, pages last.

    Example: python build.py publish s3://example-site --key site.key
    """
    with accounting("publish", json_file) as account:
        refuse_within(place.url, site, data)
        beside = {keys.VERIFIER: Path(standalone.__file__).read_bytes(), **sealed_history(data, signing.key)}
        release = replace(release_of(site, settings.site.base_url), beside=beside)
        if said := note_for_publisher(site):
            account.say(as_called(f"note: {said}"))
        account.add(target=place.url, site=release.about.site, months=[*release.about.months], files=release.about.files)
        if not allow_preview:
            refuse_preview(release.about)
        refuse_unconditional(place.url, probe(place))

        def approve(standing: Standing, changes: Changes) -> None:
            account.add(**to_publish(place, site, standing, changes))
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
        account.add(**published(done))
        print_lines(_published_lines(done, place, signing.key.public))


@click.command("releases")
@reading_target
def list_releases(place: Target, key: PublicKey | None, settings: Config) -> None:
    """List the releases of a target, newest first: number, day, months, files, size, signer.

    Example: python build.py releases s3://example-site
    """
    del settings
    listed = releases(place, key)
    known = {one.record.sequence: one.record for one in listed}
    for one in listed:
        found = one.record
        state = "stands" if one.replaced is None else "cleared away" if one.pruned else f"replaced {one.replaced}"
        before = known.get(found.rolls_back_to)
        without = ", without what was taken down" if before and set(before.withdrawn) < set(found.withdrawn) else ""
        again = f", brings back {found.rolls_back_to}{without}" if found.rolls_back_to else ""
        click.echo(
            f"{found.sequence:>4}  {found.published}  {found.months[0]}..{found.months[1]}  {found.files:>9,} files  "
            f"{found.size_bytes / (1 << 20):>9,.1f} MiB  {found.signer.name}  {state}{again}"
        )


def _release_number(_context: click.Context, _parameter: click.Parameter, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise click.BadParameter(f"{one_line(text)!r} is no number of a release; give the target and then one that build.py releases lists, like 7")
    return int(text)


@click.command()
@signing_at_target
@click.argument("release", callback=_release_number)
@single_writer_option
def rollback(place: Target, signing: Signing, settings: Config, release: int) -> None:
    """Put an earlier release back, at once and under a new number; build.py releases lists them.

    Example: python build.py rollback s3://example-site 7 --key site.key
    """
    del settings
    with showing_steps() as steps:
        done = roll_back(place, release, signing, steps)
    print_lines(_published_lines(done, place, signing.key.public))


@click.command()
@reading_target
@click.option("--keep", type=click.IntRange(1), help="Newest releases that are kept, however old (default: 3).")
@dry_run_option
@single_writer_option
def prune(place: Target, key: PublicKey | None, settings: Config, keep: int | None, dry_run: bool) -> None:
    """Remove files that only releases name which were replaced more than 35 days ago; their records stay.

    Example: python build.py prune s3://example-site
    """
    keeps = keep or settings.publish.keep
    done = prune_target(place, key, today(), keeps, dry_run=dry_run, say=say)
    if not done.releases:
        click.echo(f"nothing to remove: the newest {keeps} stay, and no other was replaced more than {GRACE_DAYS} days ago")
        return
    click.echo(f"{done.files:,} files, {done.size_bytes / (1 << 20):,.1f} MiB {'would be removed' if dry_run else 'removed'}")


@click.command()
@signing_at_target
@click.argument("names", type=click.File(encoding="utf-8"), metavar="LIST")
@dry_run_option
@single_writer_option
def takedown(place: Target, signing: Signing, settings: Config, names: TextIO, dry_run: bool) -> None:
    """Remove the files that LIST names from every release, at once and for good: a path a line, or the SHA-256 of bytes; - reads them typed in.

    Example: python build.py takedown s3://example-site list.txt --key site.key
    """
    del settings
    wanted = {_as_listed(line.strip()) for line in names if line.strip()}
    with showing_steps() as steps:
        done = take_down(place, wanted, signing, steps, dry_run=dry_run)
    counted = f"{many(done.digests, 'digest')}; {many(done.removed, 'object')} removed, {many(done.rewritten, 'release')} rewritten"
    print_lines(named("would go" if dry_run else "gone", done.paths))
    print_lines(named("stays", done.beside))
    if done.beside:
        click.echo("note: what stays lies beside pages that go and may tell the same; list it too where it does")
    if dry_run:
        click.echo(f"would be withdrawn: {counted}")
        return
    click.echo(f"withdrawn: {counted}; release {done.sequence} stands")
    click.echo("caches between readers and the target may have them still: clear those as well, and build the next release without them")


def _as_listed(line: str) -> str:
    """A path as lists of files have it: an address ends with the name of its page."""
    path = line.removeprefix("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


def _dry_lines(standing: Standing, changes: Changes) -> Iterator[str]:
    cost = cost_of(changes)
    yield f"release {standing.sequence + 1} would follow {standing.record.sequence if standing.record else 'nothing: the target is empty'}"
    yield f"{len(changes.new):,} files would be sent, {cost.size_bytes / (1 << 20):,.1f} MiB before they are compressed"
    yield f"{len(changes.switched):,} pages and data files would be switched, {len(changes.gone):,} would be named no more"
    yield f"{cost.writes:,} requests that write and {cost.reads:,} that read, {in_dollars(cost.dollars)} at list prices of Amazon S3"
    yield "nothing was changed"


def _published_lines(done: Published | None, place: Target, key: PublicKey) -> Iterator[str]:
    if done is None:
        yield f"{place.url} has this site already; nothing was sent"
        return
    yield f"release {done.sequence} is at {place.url}: {done.sent:,} files sent, {done.sent_bytes / (1 << 20):,.1f} MiB; {done.switched:,} switched"
    if isinstance(place, PrefixTarget):
        yield f"a web server has to serve {place.served}"
    yield f"signed by {key.text}"
