"""An audit's verdicts beside those that a site publishes of itself, and what these mean for whoever publishes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen import urls
from sitegen.auditing.report import NAMES, Report, State, worst


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines for people: what contradicts the published report, and what is only to be known, such as that there is none."""

    contradictions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def compared(site: Path, report: Report) -> Comparison:
    """How the report that a site publishes and this one differ.

    A verdict that one of the two could not give, or could not give as harshly, for want of evidence such as addresses, is a remark; any other
    difference contradicts.
    """
    published = _published(site)
    if published is None:
        return Comparison(remarks=(f"{urls.AUDIT_REPORT}: is missing or cannot be read; there is nothing to compare with",))
    audited = published.get("audited")
    if not isinstance(audited, dict):
        return Comparison(remarks=(f"{urls.AUDIT_REPORT}: says that this copy was not audited; there is nothing to compare with",))
    states = {str(one.get("check")): str(one.get("state")) for one in _checks(published)}
    contradictions, remarks = [], []
    if audited.get("digest") != report.digest:
        contradictions.append(f"{urls.AUDIT_REPORT}: is about other files than these; they were altered after the audit, or it was altered")
    for one in report.findings:
        there = states.get(one.check, "missing")
        said = f"{one.check}: published as {there}, found {one.state} here"
        if there == one.state:
            continue
        if one.state == "not-assessed" and one.basis == "files" and there in _ASSESSED:
            remarks.append(f"{said} (it had evidence that this audit was not given)")
        elif one.check in _BY_EVIDENCE and there in _ASSESSED and worst((_ASSESSED[there], one.state)) == there:
            remarks.append(f"{said} (it may have had evidence that this audit was not given)")
        elif there == "not-assessed":
            remarks.append(f"{said} (this audit had evidence that it was not given)")
        else:
            contradictions.append(said)
    if not contradictions and not remarks:
        remarks.append("the published report says the same of the same files")
    return Comparison(tuple(contradictions), tuple(remarks))


_ASSESSED: Mapping[str, State] = {"proved": "proved", "needs-review": "needs-review", "failed": "failed"}
_BY_EVIDENCE = frozenset({"P1", "P3", "P6", "P8"})
"""Checks that find more with upstream's points, the attack or addresses."""


def note_for_publisher(site: Path) -> str:
    """What whoever publishes a site should know of its audit: that there was none, or which checks ask for a person; empty where all is well."""
    published = _published(site)
    if published is None or not isinstance(published.get("audited"), dict):
        return "the site was not audited, and its page of the audit says so; a build always leaves it so: run build.py audit after it"
    for state, said in (("failed", "found a broken promise"), ("needs-review", "asks for a review")):
        if found := [str(one.get("check")) for one in _checks(published) if one.get("state") == state]:
            named = ", ".join(f"{check} ({NAMES[check]})" for check in found if check in NAMES)
            return f"the audit of the site {said}: {named}; docs/PRIVACY.md tells what that means"
    return ""


def _published(site: Path) -> dict[str, object] | None:
    try:
        found = json.loads((site / urls.AUDIT_REPORT).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _checks(published: dict[str, object]) -> list[dict[str, object]]:
    found = published.get("checks")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
