"""A month's work in some lines, for a mail or a chat: what is new, what is missing, what changed in the past, what it cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sitegen.hosting.cost import in_dollars
from sitegen.messages import one_line

Told = Mapping[str, Any]  # Any: JSON
"""The account of one step."""

_SHOWN = 12


def summary_lines(told: Mapping[str, Told], failed: str, error: str, seconds: float) -> Iterator[str]:
    """The summary of the steps that ran, by name and in order; `failed` is the step that ended it, empty where none did."""
    publish, build = told.get("publish", {}), told.get("build", {})
    if failed:
        yield f"FAILED in {failed}: {one_line(error)}"
        yield "readers are served as before; mend what the line names and run the same command again: what is done is not done twice"
    elif publish:
        sent = publish.get("sent_bytes", 0) / (1 << 20)
        yield f"release {publish.get('number')} of {one_line(publish.get('site', ''))} is at {publish.get('target')}; {sent:,.1f} MiB sent"
    elif build:
        yield f"built in {one_line(build.get('folder', ''))}, and not published"
    if "months" in build:
        forces = f"{build['pages']:,} pages of {len(build['forces']):,} forces"
        yield f"months {build['months'][0]} to {build['months'][1]}: {forces}, {build['files']:,} files"
    yield from _fetched_lines(told.get("fetch", {}).get("datasets", {}))
    yield from _news_lines((publish if "news" in publish else build).get("news"))
    yield from _change_lines(publish, build)
    for kind in ("faults", "losses", "findings", "notes"):
        yield from _shown(kind, [*dict.fromkeys(line for account in told.values() for line in account.get(kind, []))])
    took = ", ".join(f"{name} {account['seconds']:,.0f} s" for name, account in told.items() if "seconds" in account)
    yield f"took {seconds:,.0f} s: {took}" if took else f"took {seconds:,.0f} s"


def _fetched_lines(datasets: Told) -> Iterator[str]:
    brought = [f"{name} {one['brought']:,}" for name, one in datasets.items() if one["brought"]]
    if datasets:
        yield f"files fetched: {', '.join(brought) or 'none, nothing was new'}"


def _news_lines(news: Told | None) -> Iterator[str]:
    if news is None:
        return
    yield from _shown("new", _by_dataset(news["new"]))
    yield from _shown("missing", _by_dataset(one for one in news["missing"] if one["state"] != "never"))
    yield from _shown("changed in the past", _by_dataset(news["changed"]))
    counted = [one for one in news["changed"] if one["rows"] is not None and one["rows_before"] is not None]
    if counted:
        most = max(counted, key=lambda one: abs(one["rows"] - one["rows_before"]))
        yield f"  most of all {most['dataset']} of {most['force']} {most['month']}: {most['rows']:,} rows, {most['rows_before']:,} before"


def _change_lines(publish: Told, build: Told) -> Iterator[str]:
    changed = build.get("changed_files")
    if changed:
        yield f"files: {changed['new']:,} new, {changed['altered']:,} changed, {changed['gone']:,} gone"
    cost = publish.get("cost")
    if cost:
        requests = f"{cost['writes']:,} requests that write and {cost['reads']:,} that read"
        yield f"cost: {requests}, {in_dollars(cost['dollars'])} at list prices of Amazon S3"


def _by_dataset(supplies: Iterable[Told]) -> list[str]:
    """A line for each dataset and set of months: which forces."""
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in supplies:
        months[one["dataset"], one["force"]].append(one["month"])
    forces: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (dataset, force), found in months.items():
        forces[dataset, tuple(sorted(found))].append(force)
    return [f"{dataset} of {_span(found)}: {_few(sorted(named))}" for (dataset, found), named in sorted(forces.items())]


def _span(months: tuple[str, ...]) -> str:
    return ", ".join(months) if len(months) <= 2 else f"{len(months)} months from {months[0]} to {months[-1]}"


def _few(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _SHOWN else f"{', '.join(names[:_SHOWN])} and {len(names) - _SHOWN:,} more"


def _shown(what: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{what}:"
    yield from (f"  {one_line(line)}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"  and {len(lines) - _SHOWN:,} more"
