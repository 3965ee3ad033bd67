"""The commands of whoever keeps a copy: bring it, prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from sitegen.cli.options import path, traceback_option
from sitegen.cli.showing import showing_steps
from sitegen.cli.target_options import read_key, today
from sitegen.cli.terminal import print_lines
from sitegen.errors import CheckError, ConfigError, ProofError
from sitegen.messages import named
from sitegen.mirroring.compare import differences, read_listed
from sitegen.mirroring.force_zip import force_zip
from sitegen.mirroring.mirror import mirror as bring
from sitegen.mirroring.source import FolderSource, open_source
from sitegen.mirroring.trust import Stated, read_stated, refuse_older, trusted_by
from sitegen.mirroring.verify import Verified
from sitegen.mirroring.verify import verify as prove
from sitegen.mirroring.zim import write_zim
from sitegen.proof import keys, record
from sitegen.proof.checkpoint import witnessed
from sitegen.proof.minisign import parse_public_key
from sitegen.publish.disk import write_in_one_step


def _public_key(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    """A public key's line as it was given; raises ConfigError where it is none."""
    try:
        return parse_public_key(text).text if text else ""
    except ProofError as error:
        raise ConfigError(f"--key {text}: is no public key; give the line of a .pub file that begins with RW") from error


_key = click.option(
    "--key",
    default="",
    metavar="RW…",
    callback=_public_key,
    help="Public key of the site, from a place you trust; without it, the first one seen.",
)


@click.command()
@click.argument("source")
@click.argument("folder", type=path)
@_key
@traceback_option
def mirror(source: str, folder: Path, key: str) -> None:
    """Keep a copy of a published site in FOLDER: fetches what changed, proves every byte, takes the old copy's place at once.

    Example: python build.py mirror https://example.org/crime/ copy --key RW…
    """
    if re.match("[a-z0-9]+:/", str(folder)):
        raise ConfigError(f"{folder}: is an address, no folder; the source comes first: build.py mirror SOURCE FOLDER")
    place = open_source(source)
    with showing_steps() as steps:
        proving, copying = (partial(steps.begin, what) for what in ("reading", "copying"))
        done = bring(place, folder, key, today(), copying, steps.advance, proving)
    stated = done.stated
    if not done.fetched and not done.linked:
        click.echo(f"{folder} is current: {_about(stated)}")
    else:
        size = done.fetched_bytes / (1 << 20)
        click.echo(f"{folder} is now {_about(stated)}; {done.fetched:,} files fetched, {size:,.1f} MiB, {done.linked:,} kept")
    click.echo(f"signed by {stated.record.key}" + ("" if key else "; compare it with what the operator says, it was believed as it came"))


@click.command()
@click.argument("place")
@_key
@click.option("--source", metavar="URL", help="Where the newest release can be asked for.")
@traceback_option
def verify(place: str, key: str, source: str | None) -> None:
    """Prove that a copy, a folder or an address, is complete and unaltered as of its release; names each file that is not.

    Example: python build.py verify copy --source https://example.org/crime/
    """
    reader = open_source(place)
    folder = Path(reader.url) if isinstance(reader, FolderSource) else None
    with showing_steps() as steps:
        found = prove(reader, trusted_by(None, key), lambda files: steps.begin("reading", files), steps.advance, folder)
    print_lines(_verified_lines(found, place))
    if source is not None:
        newest = read_stated(open_source(source), trusted_by(found.stated, key))
        refuse_older(found.stated, newest, source)
        current = newest.digest == found.stated.digest
        click.echo(f"{source} has {'the same release' if current else f'release {newest.record.sequence}; this copy is behind'}")
    if not found.whole:
        wrong = len(found.missing) + len(found.altered) + len(found.foreign)
        raise CheckError(f"{place}: {wrong:,} files are not as they were published")


@click.command()
@click.argument("one")
@click.argument("other")
@traceback_option
def compare(one: str, other: str) -> None:
    """Says whether two sites, built or published, in a folder or at an address, list the same files; names those that differ.

    Example: python build.py compare output https://example.org/crime/
    """
    found = read_listed(open_source(one)), read_listed(open_source(other))
    for place, listed in zip((one, other), found, strict=True):
        click.echo(f"{place}: {_about(listed.stated) if listed.stated else 'a build that was not published'}, {len(listed.files):,} files")
    differing = differences(*found)
    ways = ((f"only in {one}", differing.only_one), (f"only in {other}", differing.only_other), ("other bytes", differing.other_bytes))
    print_lines(line for what, paths in ways for line in named(what, paths))
    if differing.number:
        raise CheckError(f"{one} and {other} differ in {differing.number:,} files")
    click.echo("both list the same files with the same bytes; verify proves that they are so, or check where nothing was published")


@click.group()
def export() -> None:
    """Puts a site, or a part of it, into one file for readers without a connection.

    Example: python build.py export zip output loamshire loamshire.zip
    """


@click.command("zip")
@click.argument("site", type=path)
@click.argument("force")
@click.argument("out", type=path)
@traceback_option
def export_zip(site: Path, force: str, out: Path) -> None:
    """Write the pages of a FORCE of the built SITE into the zip OUT: unpacked, they are read from a disk.

    Example: python build.py export zip output loamshire loamshire.zip
    """
    data = force_zip(site, force)
    write_in_one_step(out, data)
    click.echo(f"{out}: {len(data) / (1 << 20):,.1f} MiB; unpack it and open its index.html")


@click.command("zim")
@click.argument("site", type=path)
@click.argument("out", type=path)
@traceback_option
def export_zim(site: Path, out: Path) -> None:
    """Write the whole built SITE into the ZIM file OUT, for Kiwix; needs the library libzim.

    Example: python build.py export zim output site.zim
    """
    files = write_zim(site, out)
    click.echo(f"{out}: {files:,} files, {out.stat().st_size / (1 << 20):,.1f} MiB")


export.add_command(export_zip)
export.add_command(export_zim)


@click.command()
@click.argument("folder", type=path)
@click.option("--key", "key_file", type=path, required=True, metavar="FILE", help="The witness's own secret key.")
@click.option("--name", required=True, metavar="NAME", help="Who the witness is, like the name of a website; no spaces.")
@traceback_option
def witness(folder: Path, key_file: Path, name: str) -> None:
    """Sign the log of a copy with a key of your own: that you saw these releases, in this order, and no other history.

    Example: python build.py witness copy --key witness.key --name library.example
    """
    if any(letter.isspace() or letter == "+" for letter in name):
        raise ConfigError(f"--name {name!r}: must have no spaces and no +; write it like library.example")
    key = read_key(key_file)
    stated = read_stated(FolderSource(folder), [])
    note = witnessed(stated.note, name, key)
    write_in_one_step(folder / keys.CHECKPOINT, note)
    click.echo(f"{folder / keys.CHECKPOINT} now says that {name} saw a log of {len(stated.leaves):,}; its last line is for the operator:")
    click.echo(note.decode().splitlines()[-1])


def _about(stated: Stated) -> str:
    found = stated.record
    return f"release {found.sequence} of {found.site}, published {found.published}, months {found.months[0]} to {found.months[1]}"


def _verified_lines(found: Verified, place: str) -> Iterator[str]:
    for what, paths in (("missing", found.missing), ("altered", found.altered), ("not of this release", found.foreign)):
        yield from named(what, paths)
    if found.packed:
        yield f"{found.packed:,} of them came compressed, which changes nothing"
    if found.altered and (pages := sum(path.endswith(".html") for path in found.altered)) == len(found.altered) > 1:
        yield f"only pages are altered, {pages:,} of them: a server or CDN may rewrite pages on the way (shorten them, add scripts); that must be off"
    if found.earlier:
        yield f"{found.earlier:,} further files are of earlier releases of the log, kept here and unaltered"
    left = record.days_left(found.stated.record, today())
    age = f"to be believed for {left:,} days more" if left >= 0 else f"EXPIRED {-left:,} days ago: there should be a newer one"
    if found.whole:
        yield f"{place} is complete and unaltered: {found.files:,} files, {found.size_bytes:,} bytes"
    yield f"{_about(found.stated)}; {age}"
    newest = int(found.stated.leaves[-1].split()[0])
    if newest > found.stated.record.sequence:
        yield f"its log has release {newest} already: what stands was put back, or the next is being published just now"
    yield f"signed by {found.stated.record.key}, entry {found.stated.record.sequence} of a log of {len(found.stated.leaves):,}"
