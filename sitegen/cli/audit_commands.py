"""The command that audits a site's privacy: from its files alone, in a folder of one's own or in any copy."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import click

from sitegen import urls
from sitegen.artefacts.pages.audit import audited, report_bytes
from sitegen.auditing.attacked import Attacked, attack
from sitegen.auditing.audit import Evidence, audit
from sitegen.auditing.catchment import read_addresses
from sitegen.auditing.comparing import compared
from sitegen.auditing.report import Report
from sitegen.auditing.source_points import read_source_points
from sitegen.auditing.writing import put
from sitegen.build import ROOT
from sitegen.cli.accounts import accounting, json_option
from sitegen.cli.options import path, traceback_option, workers_option
from sitegen.cli.terminal import print_lines
from sitegen.engine.executors import open_executor
from sitegen.engine.load import load_all
from sitegen.errors import CheckError, ConfigError
from sitegen.messages import one_line
from sitegen.publish.checks.machine import Machine
from sitegen.publish.disk import disk_errors, write_in_one_step
from sitegen.sources.listing.project import list_project

_PLACES_TOLD = 5


@click.command(name="audit")
@click.argument("folder", type=path, default=Path("output"))
@click.option("--data", type=path, metavar="DIR", help="Folder of upstream files: every point is held against theirs.")
@click.option("--uprn", type=path, metavar="FILE", help="OS Open UPRN as CSV: addresses behind each point are counted.")
@click.option("--previous", type=path, metavar="SITE", help="The release before, as a folder: what the two tell together is attacked.")
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
    no_attack: bool,
    read_only: bool,
    file: Path | None,
    workers: int,
    json_file: Path | None,
) -> None:
    """Look for what a site could tell of a person, and publish what was found in it; leaves with 3 where a check failed.

    Example: python build.py audit output --data data

    Another: python build.py audit copy --read-only
    """
    for site in filter(None, (folder, previous)):
        if not (site / urls.HOME).is_file():
            raise ConfigError(f"{site}: this is no site: no index.html in it; name the folder that a build wrote, or a copy of one")
    if previous and no_attack:
        raise ConfigError("--previous is for the attack that --no-attack leaves out; give one of the two")
    with accounting("audit", json_file) as account:
        points = read_source_points(data) if data else {}
        addresses = read_addresses(uprn) if uprn else None
        with open_executor(workers) as executor:
            attacked = None if no_attack else _attacked(folder, previous, executor)
            evidence = Evidence(points.get("street"), points.get("stop-and-search"), addresses, attacked)
            report = audit(folder, evidence, machine=Machine.of((ROOT, folder)), executor=executor)
        print_lines(_lines(report))
        if read_only:
            print_lines(compared(folder, report))
        else:
            put(folder, dict(_files(folder, report)))
        if file is not None:
            write_in_one_step(file, report_bytes(report))
        account.add(folder=str(folder), files=report.files, verdicts={one.check: one.state for one in report.findings})
        if report.failed:
            found = tuple(f"{one.check}: {place.path}: {one_line(place.said)}" for one in report.failed for place in one.places)
            raise CheckError(f"{folder}: {len(report.failed)} of {len(report.findings)} promises of privacy are broken", found)


def _attacked(folder: Path, previous: Path | None, executor: Executor) -> Attacked | None:
    """What the attack found; None, with a line that says why, where a site lacks what is attacked."""
    try:
        return attack(folder, previous, executor=executor)
    except (OSError, ValueError, KeyError) as error:
        what = one_line(f"{type(error).__name__}: {error}")
        print_lines([f"not attacked: {folder}{f' or {previous}' if previous else ''} has no figures of stops, or damaged ones ({what})"])
        return None


def _files(folder: Path, report: Report) -> Iterator[tuple[str, bytes]]:
    """The report and its page in every language that the site has it in."""
    project = list_project(ROOT / "content", ROOT / "templates", ROOT / "node_modules", lambda _note: None)
    templates, locales = (load_all([ref for refs in project[group].files.values() for ref in refs], {}) for group in ("templates", "locales"))
    yield urls.AUDIT_REPORT, report_bytes(report)
    with disk_errors(folder):
        pages = [page for page in (folder / urls.AUDIT_PAGE, *sorted(folder.glob(f"??/{urls.AUDIT_PAGE}"))) if page.is_file()]
        if not pages:
            raise ConfigError(f"{folder}: has no page for an audit, so it was made by an older program; build it anew, or use --read-only")
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
        yield f"{one.check:<4} {one.state:<13} {looked_at}"
        for place in one.places[:_PLACES_TOLD]:
            yield f"     {place.path}: {one_line(place.said)}"
        if one.found > _PLACES_TOLD:
            yield f"     and {one.found - _PLACES_TOLD:,} more"
