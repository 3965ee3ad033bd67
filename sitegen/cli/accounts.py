"""What a command did, as a file for other programs: `--json FILE`. Its form is a promise, told in docs/OPERATING.md."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from sitegen import urls
from sitegen.build import Result
from sitegen.cli.options import path
from sitegen.cli.terminal import say_safely
from sitegen.engine.plan import Plan
from sitegen.engine.stage import Json
from sitegen.errors import CheckError, SiteError
from sitegen.fetching.fetch import Fetched
from sitegen.hosting.changes import Changes
from sitegen.hosting.cost import cost_of
from sitegen.hosting.publish import Published
from sitegen.hosting.target import Target
from sitegen.messages import one_line
from sitegen.proof.standing import Standing
from sitegen.publish.checks.run import Report
from sitegen.publish.disk import write_in_one_step
from sitegen.publish.manifest import Manifest
from sitegen.publish.news import News, Supply, news
from sitegen.reserved import RESERVED_AT_ROOT

FORMAT = 1
"""Raised when a member changes its meaning or goes; new ones may come at any time."""

json_option = click.option(
    "--json", "json_file", type=path, metavar="FILE", help="Write here what was done, also where it failed, for other programs."
)


@dataclass(slots=True)
class Account:
    """What one command did: the lines it said, and facts by name."""

    command: str
    notes: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    facts: dict[str, Json] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """A line for the operator, kept where it is a note or a loss."""
        for kind, kept in (("note: ", self.notes), ("loss: ", self.losses)):
            if line.startswith(kind):
                kept.append(one_line(line.removeprefix(kind)))
        say_safely(line)

    def add(self, **facts: Json) -> None:
        """What was found out; a later fact of the same name counts."""
        self.facts |= facts


@contextmanager
def accounting(command: str, file: Path | None) -> Iterator[Account]:
    """An account that is written at the end, whatever the end is; nothing is written where no file is asked for."""
    account, began, error = Account(command), time.monotonic(), None
    try:
        yield account
    except BaseException as raised:
        error = raised
        raise
    finally:
        if file is not None:
            done = _ended(account, error, time.monotonic() - began)
            # An error that ends the command is told first, and not that it could not be written down.
            with nullcontext() if error is None else suppress(SiteError):
                write_in_one_step(file, f"{json.dumps(done, indent=1, sort_keys=True, ensure_ascii=False)}\n".encode())


def exit_code(error: BaseException | None) -> int:
    """The code a command leaves with: 0 done, 1 failed, 2 wrong usage, 3 checks failed, 130 stopped."""
    match error:
        case None:
            return 0
        case click.exceptions.Exit():
            return error.exit_code
        case KeyboardInterrupt() | click.Abort():
            return 130
        case click.ClickException():
            return 2
        case CheckError():
            return 3
        case _:
            return 1


def _ended(account: Account, error: BaseException | None, seconds: float) -> Mapping[str, Json]:
    found: dict[str, Json] = {
        "format": FORMAT,
        "command": account.command,
        "exit": exit_code(error),
        "error": "" if error is None else one_line(error) or type(error).__name__,
        "seconds": round(seconds, 1),
        "notes": [*account.notes],
        "losses": [*account.losses],
    }
    if isinstance(error, CheckError) and error.findings:
        found["findings"] = [one_line(line) for line in error.findings]
    return {"findings": [], **account.facts, **found}


def fetched(done: Fetched) -> dict[str, Json]:
    """What was brought, by dataset, what could not be, and how much was asked."""
    return {
        "datasets": {name: asdict(tally) for name, tally in done.tallies.items()},
        "faults": [one_line(fault) for fault in done.faults],
        "asked": asdict(done.counted),
    }


def built(result: Result, output: Path) -> dict[str, Json]:
    """What a build made."""
    manifest = result.manifest
    files = manifest.files
    return {
        **about(manifest, output),
        "forces": [*_forces(manifest)],
        "tiles": sum(path.startswith("tiles/") and path.endswith((".mvt", ".pmtiles")) for path in files),
        "changed_files": {**result.changed._asdict(), "written": result.written},
        "siblings": result.siblings,
        "tasks": {"ran": result.ran, "reused": result.reused},
        "checked": checked(result.report) if result.report else None,
        "news": as_json(result.news),
    }


def to_publish(place: Target, site: Path, standing: Standing, changes: Changes) -> dict[str, Json]:
    """What publishing a site will change at the target, ask of it, and tell its readers."""
    stands = place.read(urls.COVERAGE_TABLE) if standing.record else None
    told = site / urls.COVERAGE_TABLE
    cost = cost_of(changes)
    return {
        "number": standing.record.sequence if standing.record else 0,
        "changed_files": {"new": len(changes.new), "switched": len(changes.switched), "gone": len(changes.gone)},
        "cost": {"writes": cost.writes, "reads": cost.reads, "size_bytes": cost.size_bytes, "dollars": round(cost.dollars, 2)},
        "news": as_json(news(stands.data if stands else None, told.read_bytes() if told.is_file() else None)),
        "sent_bytes": 0,
    }


def published(done: Published | None) -> dict[str, Json]:
    """What publishing did; None: the site was there already."""
    return {} if done is None else {"number": done.sequence, "sent_bytes": done.sent_bytes}


def planned(found: Plan) -> dict[str, Json]:
    """How many tasks are in which state."""
    states = Counter(task.state for task in found.tasks)
    return {state.replace(" ", "_"): states[state] for state in ("stale", "waiting", "current", "left out")}


def checked(report: Report) -> dict[str, Json]:
    """What the checks looked at."""
    return {"pages": report.pages, "links": report.links, "points": report.points}


def _forces(manifest: Manifest) -> list[str]:
    folders = {path.partition("/")[0] for path in manifest.files} - RESERVED_AT_ROOT
    return sorted(folder for folder in folders if urls.force(folder) in manifest.files)


def about(manifest: Manifest, folder: Path) -> dict[str, Json]:
    """What a site is, and how large."""
    return {
        "folder": str(folder),
        "site": manifest.site,
        "release": manifest.release,
        "months": [*manifest.months],
        "preview": manifest.preview,
        "invented": manifest.invented,
        "files": len(manifest.files),
        "pages": sum(path.endswith(".html") for path in manifest.files),
        "size_bytes": sum(size for _digest, size in manifest.files.values()),
    }


def as_json(found: News) -> dict[str, Json]:
    """The news as an account has them."""
    return {
        "new": [_supply(supply) for supply in found.new],
        "missing": [_supply(supply) | {"state": state} for supply, state in found.missing],
        "changed": [
            _supply(one.supply)
            | {"state_before": one.state_before, "state": one.state, "rows_before": _number(one.rows_before), "rows": _number(one.rows)}
            for one in found.changed
        ],
    }


def _supply(supply: Supply) -> dict[str, Json]:
    return {"dataset": supply.dataset, "force": supply.force_id, "month": supply.month}


def _number(text: str) -> Json:
    return int(text) if text.isdigit() else None
