"""What the commands say of what they did, as lines; the command line prints them."""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from sitegen.build import ROOT, Result
from sitegen.engine.plan import NEVER_BUILT, Plan
from sitegen.engine.why import Step, upstream
from sitegen.inputs import INSTALLED
from sitegen.preview.fault import Fault
from sitegen.preview.loop import Shown
from sitegen.preview.making import Made
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.run import Report
from sitegen.publish.nu import MEANING
from sitegen.stored import Size, Stored

_FINDINGS_SHOWN = 20
_REASONS_SHOWN = 5
_FILES_SHOWN = 3


def one_line(text: object) -> str:
    """A text as one line that is safe on a terminal: control characters escaped."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(text))


def named(what: str, paths: Sequence[str]) -> Iterator[str]:
    """What is to be said of each of some paths, the first of them and how many more."""
    yield from (f"{what}: {one_line(path)}" for path in paths[:_FINDINGS_SHOWN])
    if len(paths) > _FINDINGS_SHOWN:
        yield f"{what}: {len(paths) - _FINDINGS_SHOWN:,} more"


def result_lines(result: Result, output: Path, seconds: float) -> Iterator[str]:
    """What a build made, and how to look at it."""
    files = result.manifest.files
    pages = sum(path.endswith(".html") for path in files)
    tiles = sum(path.startswith("tiles/") and path.endswith((".mvt", ".pmtiles")) for path in files)
    size = sum(size for _digest, size in files.values())
    yield f"{pages:,} pages, {tiles:,} tiles, {len(files):,} files, {size:,} bytes; {many(result.written, 'file')} written"
    if result.siblings:
        yield f"{many(result.siblings, 'compressed sibling')} beside them"
    yield f"{many(result.ran, 'task')} run, {result.reused:,} reused, {seconds:.1f} s"
    if result.report:
        yield f"checked: {result.report.links:,} links and {result.report.points:,} points on {result.report.pages:,} pages and their tiles"
        yield from _report_lines(result.report)
    yield f"the site is in {output}; look at it: {command()} serve {output}"


def many(number: int, thing: str) -> str:
    """So many of something, as English says it."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def command() -> str:
    """How to call this program again from here: by its name where it was installed, else by Python's place in the project and `build.py`."""
    if INSTALLED:
        return "sitegen"
    called = Path(sys.executable)
    return f"{called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else 'python'} build.py"


def as_called(text: str) -> str:
    """A text of the project, which names the command `build.py`, with the name it has here."""
    return re.sub(r"(?:python )?build\.py(?= [a-z]|$)", "sitegen", text) if INSTALLED else text


def shown(path: Path) -> Path:
    """A file of the project by its place there, any other as it was given."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) and not INSTALLED else path


def plan_lines(found: Plan) -> Iterator[str]:
    """What a build would do, by stage, and why; of a first build only how much there is to do."""
    if not any(planned.state == "current" for planned in found.tasks) and all(
        planned.reasons == (NEVER_BUILT,) for planned in found.tasks if planned.state == "stale"
    ):
        tasks = sum(planned.state != "left out" for planned in found.tasks)
        files = sum(found.raw_files.values())
        yield f"nothing is built yet: {tasks:,} tasks, from {files:,} files"
        return
    states = ("stale", "waiting", "current", "left out")
    stages = found.by_stage()
    # Some ninety stages have nothing to do after most changes: those that have are what was asked for.
    by_stage = {stage: counts for stage, counts in stages.items() if counts["stale"] or counts["waiting"]}
    if by_stage:
        width = max(map(len, by_stage))
        yield f"{'stage':<{width}}" + "".join(f"{state:>10}" for state in states)
    for stage, counts in by_stage.items():
        yield f"{stage:<{width}}" + "".join(f"{counts[state] or '':>10}" for state in states)
    yield f"{many(len(stages) - len(by_stage), 'stage')} with nothing to do" + ("" if by_stage else ": the site is as its files are")
    stale = [planned for planned in found.tasks if planned.state == "stale"]
    waiting = sum(planned.state == "waiting" for planned in found.tasks)
    yield f"{many(len(stale), 'task')} would run, {waiting:,} may run after them, of {len(found.tasks):,}"
    reasons: dict[str, Counter[str]] = {}
    for planned in stale:
        reasons.setdefault(planned.task.stage.name, Counter()).update(planned.reasons)
    for stage, counts in reasons.items():
        for reason, tasks in counts.most_common(_REASONS_SHOWN):
            yield f"  {stage}: {one_line(reason)}" + (f" ({tasks:,} tasks)" if tasks > 1 else "")
        if len(counts) > _REASONS_SHOWN:
            yield f"  {stage}: and {len(counts) - _REASONS_SHOWN:,} other reasons"


def why_lines(steps: list[Step], *, full: bool) -> Iterator[str]:
    """Where a file comes from: itself, what made it and the upstream files by their group; or, in full, every step on the way."""
    for step in steps if full else steps[:2]:
        yield f"{'  ' * step.depth}{one_line(step.title)}  {step.digest[:12]}"
    if full:
        return
    for group, names in upstream(steps).items():
        some = names if len(names) <= _FILES_SHOWN else [names[0], "…", names[-1]]
        yield f"    {group}: {len(names):,} file{'' if len(names) == 1 else 's'}: {one_line(', '.join(some))}"
    yield "every step on the way: --full"


def size_lines(tables: Sequence[Size]) -> Iterator[str]:
    """Every table of a build with its parts and rows."""
    width = max((len(table.name) for table in tables), default=0)
    yield f"{'table':<{width}}{'parts':>10}{'rows':>14}"
    yield from (f"{table.name:<{width}}{table.parts:>10,}{table.rows:>14,}" for table in tables)


def stored_lines(stored: Stored, rows: int) -> Iterator[str]:
    """The columns of a table, how many rows it has, and the first of them."""
    columns = stored.schema.columns
    width = max(len(column.name) for column in columns)
    yield from (f"{column.name:<{width}}  {column.type!s:<8} {column.meaning}" for column in columns)
    if not stored.parts:
        yield "the newest build made none of it: there was nothing to make it from, or it is newer than that build (a preview does not count)"
        return
    yield f"{many(stored.table.height, 'row')} from {many(stored.parts, 'part')}, sorted by {', '.join(stored.schema.sort)}"
    with pl.Config(tbl_rows=rows, tbl_cols=-1, tbl_width_chars=-1, tbl_hide_dataframe_shape=True, fmt_str_lengths=60):
        yield from map(one_line, str(stored.table.head(rows)).splitlines())


def shown_line(shown: Shown, made: Made) -> str:
    """What a round of a preview made, of which files, and where to look at it."""
    pages = sum(path.endswith(".html") for path in made.changed)
    verb = "changed" if shown.saved else "shown"
    return f"{shown.address}  {many(pages, 'page')} {verb}, {many(made.ran, 'task')} run, {shown.seconds:.1f} s{_saved(shown)}"


def fault_lines(shown: Shown, fault: Fault) -> Iterator[str]:
    """What went wrong in a round of a preview, and where; the browser shows the whole way there."""
    yield f"error: {fault.what}{_saved(shown)}"
    if fault.where:
        yield f"  in {fault.where}; the next good save goes on, the browser shows the way there: {shown.address}"


def _saved(shown: Shown) -> str:
    names = [str(path.name) for path in shown.saved[:_FILES_SHOWN]]
    more = len(shown.saved) - len(names)
    return f" ({', '.join(names)}{f' and {more:,} more' if more else ''})" if names else ""


def report_lines(report: Report, invalid: list[Finding] | None) -> Iterator[str]:
    """What the checks found; `invalid` None: the HTML validator was not asked."""
    yield f"{report.files:,} files, {report.pages:,} pages, {report.links:,} links, {report.points:,} points"
    for check in report.checks:
        findings = report.by_check[check.name]
        yield f"{check.name:<12}{'ok' if not findings else many(findings, 'finding'):<14}{check.promise}"
    said = "not asked" if invalid is None else many(len(invalid), "finding") if invalid else "ok"
    yield f"{'html':<12}{said:<14}{MEANING}{' (--nu)' if invalid is None else ''}"
    for measure in report.measures:
        unit = "" if measure.unit == "files" else f" {measure.unit}"
        yield f"{measure.what:<40}{measure.found:>14,} of {measure.most:,}{unit}"
    yield from _report_lines(report)
    yield from finding_lines([finding.line for finding in (*report.findings, *(invalid or []))])


def _report_lines(report: Report) -> Iterator[str]:
    for measure in report.measures:
        if measure.is_near and measure.found <= measure.most:
            share = 100 * measure.found // measure.most
            yield f"note: {measure.what}: {share} % of the {measure.most:,} a site may have; plan for fewer months, or --tiles pmtiles"
    for page in report.unlinked:
        yield one_line(f"note: {page}: no other page links to it; link it from one that readers know")
    yield from (one_line(f"allowed: {finding.line} ({reason})") for finding, reason in report.allowed)


def finding_lines(lines: Sequence[str]) -> Iterator[str]:
    """Findings as `check: path: message`, so many of each check."""
    found: Counter[str] = Counter()
    for line in lines:
        name = line.partition(":")[0]
        found[name] += 1
        if found[name] <= _FINDINGS_SHOWN:
            yield one_line(line)
    for name, count in found.items():
        if count > _FINDINGS_SHOWN:
            yield f"{name}: and {count - _FINDINGS_SHOWN:,} more"
