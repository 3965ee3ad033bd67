"""An audit's verdicts beside those that a site publishes of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sitegen import urls
from sitegen.auditing.report import Report


def compared(site: Path, report: Report) -> Iterator[str]:
    """A line for each thing in which the published report differs from this one; one line that says so where they agree, or where there is none.

    A check that was given more evidence there, such as addresses, is no contradiction and says so.
    """
    published = _published(site)
    if published is None:
        yield f"{urls.AUDIT_REPORT}: is missing or cannot be read; there is nothing to compare with"
        return
    audited = published.get("audited")
    if not isinstance(audited, dict):
        yield f"{urls.AUDIT_REPORT}: says that this copy was not audited; there is nothing to compare with"
        return
    if audited.get("digest") != report.digest:
        yield f"{urls.AUDIT_REPORT}: is about other files than these; they were altered after the audit, or it was altered"
    states = {str(one.get("check")): str(one.get("state")) for one in _checks(published)}
    differing = [(one.check, states.get(one.check, "missing"), one.state) for one in report.findings if states.get(one.check) != one.state]
    for check, there, here in differing:
        more = " (it had evidence that this audit was not given)" if here == "not-assessed" else ""
        yield f"{check}: published as {there}, found {here} here{more}"
    if not differing and audited.get("digest") == report.digest:
        yield "the published report says the same of the same files"


def _published(site: Path) -> dict[str, object] | None:
    try:
        found = json.loads((site / urls.AUDIT_REPORT).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _checks(published: dict[str, object]) -> list[dict[str, object]]:
    found = published.get("checks")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
