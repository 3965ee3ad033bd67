"""The command that audits a site's privacy: from its files alone, in a folder of one's own or in any copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import click

from sitegen import urls
from sitegen.artefacts.pages.audit import audited, report_bytes
from sitegen.auditing.attack.kept import keep, read_release
from sitegen.auditing.attack.published import Published, read_site
from sitegen.auditing.attacked import Attacked, attack
from sitegen.auditing.audit import Evidence, audit
from sitegen.auditing.catchment import read_addresses
from sitegen.auditing.comparing import Comparison, compared
from sitegen.auditing.report import NAMES, Report
from sitegen.auditing.source_points import read_source_points
from sitegen.auditing.writing import put, refuse_unwritable
from sitegen.build import ROOT, version_of
from sitegen.cli.accounts import Account, accounting, json_option
from sitegen.cli.options import path, traceback_option, workers_option
from sitegen.cli.terminal import print_lines
from sitegen.engine.executors import open_executor
from sitegen.engine.load import load_all
from sitegen.errors import CheckError, ConfigError, SiteError
from sitegen.messages import many, one_line
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.disk import disk_errors, write_in_one_step
from sitegen.sources.listing.project import list_project

_PLACES_TOLD = 5
_LIKE = {"--output": "audit.json", "--keep": "told.zip", "--remember": "seen"}
"""A name for a file that each option writes."""


@click.command(name="audit")
@click.argument("folder", type=path, default=Path("output"))
@click.option("--data", type=path, metavar="DIR", help="Folder of upstream files: every point is held against theirs.")
@click.option("--uprn", type=path, metavar="FILE", help="OS Open UPRN as CSV: addresses behind each point are counted.")
@click.option("--previous", type=path, metavar="SITE", help="The release before, a folder or what --keep wrote: both together are attacked.")
@click.option("--keep", "kept", type=path, metavar="FILE", help="Write here what the audit of the next release needs of this one.")
@click.option("--remember", "memory", type=path, metavar="FILE", help="Keep here what is learned of each file: the next audit looks at others only.")
@click.option("--no-attack", is_flag=True, help="Do not work out what numbers that are left out could be; that is then not assessed.")
@click.option("--read-only", is_flag=True, help="Write nothing into the site, and compare with the report it publishes.")
@click.option("--output", "file", type=path, metavar="FILE", help="Write the report here too, as JSON.")
@workers_option
@json_option
@traceback_option
def audit_site(
    folder: Path,
    data: Path | None,
    uprn: Path | None,
    previous: Path | None,
    kept: Path | None,
    memory: Path | None,
    no_attack: bool,
    read_only: bool,
    file: Path | None,
    workers: int,
    json_file: Path | None,
) -> None:
    """Look for what a site could tell of a person, and publish what was found in it.

    It leaves with 3 where a check failed, and with --read-only also where the site's own report says otherwise.

    Example: python build.py audit output --data data

    Another: python build.py audit copy --read-only
    """
    if (previous or kept) and no_attack:
        flag = "--previous" if previous else "--keep"
        raise ConfigError(f"{flag} is for the attack that --no-attack leaves out; give one of the two")
    with accounting("audit", json_file) as account:
        _refuse_early(folder, previous, (("--output", file), ("--keep", kept), ("--remember", memory)), read_only=read_only)
        points = read_source_points(data) if data else {}
        addresses = read_addresses(uprn) if uprn else None
        if addresses and addresses.ignored:
            account.say(f"note: {uprn}: {many(addresses.ignored, 'row')} ignored, without a latitude and a longitude in the United Kingdom")
        with open_executor(workers) as executor:
            told = None if no_attack else _told(folder)
            before = _told_before(previous, account) if told and previous else None
            attacked = _attacked(folder, told, before, executor) if told else None
            evidence = Evidence(points.get("street"), points.get("stop-and-search"), addresses[:2] if addresses else None, attacked)
            remembered = RememberedFile(memory, version_of(audit)) if memory else None
            report = audit(folder, evidence, machine=Machine.of((ROOT, folder)), remembered=remembered, executor=executor)
        print_lines(_lines(report))
        account.add(folder=str(folder), files=report.files, verdicts={one.check: one.state for one in report.findings})
        comparison = compared(folder, report) if read_only else Comparison()
        print_lines(comparison.remarks)
        with _hiding_nothing(report, account, "the report"):
            _write(folder, report, file, read_only=read_only)
        with _hiding_nothing(report, account, "what the next audit needs"):
            if told and kept:
                keep(told, kept)
                print_lines([f"kept for the audit of the next release: {kept}"])
            if remembered:
                remembered.save()
        _refuse(folder, report, comparison.contradictions, account)


def _refuse_early(folder: Path, previous: Path | None, written: Iterable[tuple[str, Path | None]], *, read_only: bool) -> None:
    """An audit takes a while: what would end it is said before it begins. `written` are the files asked for, by their flags."""
    for site in filter(None, (folder, previous)):
        if not ((site / urls.HOME).is_file() or (site == previous and site.is_file())):
            raise ConfigError(f"{site}: this is no site: no index.html in it; name the folder that a build wrote, or a copy of one")
    for flag, file in written:
        if file is not None and file.is_dir():
            raise ConfigError(f"{flag} {file}: is a folder; name a file, like {file / _LIKE[flag]}")
        if file is not None and file.resolve().is_relative_to(folder.resolve()):
            raise ConfigError(f"{flag} {file}: lies in the site, which would then hold a file that no list has; name one outside it")
    if not read_only:
        refuse_unwritable(folder)
        if not (folder / urls.AUDIT_PAGE).is_file():
            raise ConfigError(f"{folder}: has no page for an audit: it was made by an older program, or lost it; build it anew, or use --read-only")


@contextmanager
def _hiding_nothing(report: Report, account: Account, what: str) -> Iterator[None]:
    """A broken promise is what this command is for: that something cannot be written down is then a note."""
    try:
        yield
    except SiteError as error:
        if not report.failed:
            raise
        account.say(f"note: {what} is not written down: {one_line(error)}")


def _write(folder: Path, report: Report, file: Path | None, *, read_only: bool) -> None:
    if not read_only:
        put(folder, dict(_files(folder, report)))
        print_lines([f"published in the site: {folder / urls.AUDIT_PAGE} and {folder / urls.AUDIT_REPORT}"])
    if file is not None:
        write_in_one_step(file, report_bytes(report))
        print_lines([f"report: {file}"])


def _refuse(folder: Path, report: Report, contradictions: tuple[str, ...], account: Account) -> None:
    """Raises CheckError where a promise is broken, or the site's own report says otherwise; what needs a review is a note."""
    found = tuple(f"{one.check}: {place.path}: {one_line(place.said)}" for one in report.failed for place in one.places)
    if report.failed:
        broken = f"{len(report.failed)} of {len(report.findings)} promises of privacy are broken"
        raise CheckError(f"{folder}: {broken}", (*found, *contradictions))
    if contradictions:
        advice = "build.py verify tells which files are not those that were published"
        raise CheckError(f"{folder}: the report that it publishes says otherwise than this audit; {advice}", contradictions)
    if review := [f"{one.check} ({NAMES[one.check]})" for one in report.findings if one.state == "needs-review"]:
        account.say(f"note: the audit asks for a review of {', '.join(review)}; docs/PRIVACY.md tells what that means")


def _told(folder: Path) -> Published | None:
    """What the site tells of stops; None, with a line that says why, where it lacks what is attacked."""
    try:
        return read_site(folder)
    except (OSError, ValueError, KeyError) as error:
        print_lines([_not_attacked(folder, error)])
        return None


def _told_before(previous: Path, account: Account) -> Published | None:
    """What the release before told; None, with a note, where that cannot be read: the site is then attacked alone."""
    try:
        return read_release(previous)
    except (OSError, ValueError, KeyError) as error:
        account.say(f"note: attacked without the release before: {previous} is neither a site nor what --keep wrote, or is damaged ({_said(error)})")
        return None


def _attacked(folder: Path, told: Published, before: Published | None, executor: Executor) -> Attacked | None:
    """What the attack found; None, with a line that says why, where a site lacks what is attacked."""
    try:
        return attack(folder, told, before, executor=executor)
    except (OSError, ValueError, KeyError) as error:
        print_lines([_not_attacked(folder, error)])
        return None


def _not_attacked(folder: Path, error: Exception) -> str:
    return f"not attacked: {folder} has no figures of stops, or damaged ones ({_said(error)})"


def _said(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")


def _files(folder: Path, report: Report) -> Iterator[tuple[str, bytes]]:
    """The report and its page in every language that the site has it in."""
    project = list_project(ROOT / "content", ROOT / "templates", ROOT / "node_modules", lambda _note: None)
    templates, locales = (load_all([ref for refs in project[group].files.values() for ref in refs], {}) for group in ("templates", "locales"))
    yield urls.AUDIT_REPORT, report_bytes(report)
    with disk_errors(folder):
        pages = [page for page in (folder / urls.AUDIT_PAGE, *sorted(folder.glob(f"??/{urls.AUDIT_PAGE}"))) if page.is_file()]
        for page in pages:
            public = page.relative_to(folder).as_posix()
            try:
                yield public, audited(page.read_bytes(), report, language=urls.language_of(public), templates=templates, locales=locales)
            except ValueError as error:
                raise ConfigError(f"{folder}: {error}") from error


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.files:,} files up to {report.newest_month or 'no month'}, together {report.digest[:16]}"
    for one in report.findings:
        looked_at = ", ".join(f"{number:,} {name}" for name, number in one.looked_at.items())
        yield f"{one.check:<4} {one.state:<13} {NAMES[one.check]}{f': {looked_at}' if looked_at else ''}"
        for place in one.places[:_PLACES_TOLD]:
            yield f"     {place.path}: {one_line(place.said)}"
        if one.found > _PLACES_TOLD:
            yield f"     and {one.found - _PLACES_TOLD:,} more"
