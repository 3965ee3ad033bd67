"""Findings looked at again: what a supplied name explains is none, and what the operator allows is told and stops nothing."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from sitegen import urls
from sitegen.publish.checks.dates import page_dates
from sitegen.publish.checks.days import day_in
from sitegen.publish.checks.facts import Allowed, Finding
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.postcodes import page_postcodes, path_postcodes, postcode_in
from sitegen.publish.checks.supplied import DATA_FOLDERS, NOTHING, Supplied, supplied

_OF_WORDS = frozenset({"dates", "leaks", "postcodes", "stops"})
"""The checks that judge what a text says, where a supplied text may say it too: only their findings can be explained or allowed."""


def acquit(findings: Sequence[Finding], folder: Path, files: Collection[str]) -> list[Finding]:
    """The findings that remain when days in supplied names and folders named after supplied ids are left out.

    Names are read from the site's own data files, and only where a page has something to explain.
    """
    paths = dict.fromkeys(finding.path for finding in findings if finding.check in {"dates", "postcodes"})
    if not paths:
        return [*findings]
    known = _read_supplied(folder, files)
    explained: set[Finding] = set()
    remaining: dict[Finding, None] = {}
    for path in paths:
        # A text that has two faults is quoted by its first, so what is left is found anew.
        explained |= set(path_postcodes([path]))
        remaining |= dict.fromkeys(path_postcodes([path], known))
        if path.endswith(".html") and path in files:
            page = read_page((folder / path).read_bytes().decode(errors="replace"))
            explained |= {*page_dates(path, page), *page_postcodes(path, page)}
            remaining |= dict.fromkeys([*page_dates(path, page, known), *page_postcodes(path, page, known)])
    return [*(finding for finding in findings if finding not in explained), *remaining]


def allow(findings: Iterable[Finding], allowed: Sequence[Allowed]) -> tuple[list[Finding], list[tuple[Finding, str]]]:
    """The findings nobody allows, and those that an entry allows, each with the entry's reason."""
    refused: list[Finding] = []
    granted: list[tuple[Finding, str]] = []
    for finding in findings:
        reason = next((entry.reason for entry in allowed if finding.check in _OF_WORDS and _covers(entry, finding)), None)
        if reason is None:
            refused.append(finding)
        else:
            granted.append((finding, reason))
    return refused, granted


def _covers(entry: Allowed, finding: Finding) -> bool:
    # A message quotes what it found as Python does, backslashes doubled.
    said = entry.text in finding.message or repr(entry.text)[1:-1] in finding.message
    # The manifest holds the entry itself.
    return said and (fnmatchcase(finding.path, entry.path) or finding.path == urls.MANIFEST)


def way_on(path: str) -> str:
    """What to do about a finding in words that somebody else may have written."""
    return f"`build.py why {path}` names the upstream files; where one of them says it, [[checks.allow]] in site.toml lets it stand, with a reason"


def with_way_on(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those of words with what to do about them."""
    return [one._replace(message=f"{one.message}; {way_on(one.path)}") if one.check in _OF_WORDS else one for one in findings]


def _read_supplied(folder: Path, files: Collection[str]) -> Supplied:
    names: set[str] = set()
    folders: set[str] = set()
    for path in sorted(files):
        if path.endswith("/ids.json"):
            folders |= {one for one in _values(folder / path) if postcode_in(one)}
        elif path.endswith(".json") and path.startswith(DATA_FOLDERS):
            text = (folder / path).read_bytes().decode(errors="replace")
            if day_in(text):
                names |= {" ".join(one.split()) for one in supplied(path, _json(text)) if day_in(one)}
    return Supplied(re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else NOTHING.names, frozenset(folders))


def _values(path: Path) -> list[str]:
    content = _json(path.read_bytes().decode(errors="replace"))
    return [one for one in content.values() if isinstance(one, str)] if isinstance(content, dict) else []


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
