"""The page about the audit of the site's privacy and its report for programs: as a build makes them, and as an audit fills them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.text.render import make_environment
from sitegen.artefacts.text.words import Words, read_words
from sitegen.auditing.report import CHECKS, FORMAT, Crowd, Finding, Hidden, Place, Report
from sitegen.raw import RawFile
from sitegen.rules import THRESHOLD
from sitegen.site_json import to_json

Link = Callable[..., str]

_BEGINS, _END = b'<article class="text read" data-audit>', b"</article>"
"""Between these lies what an audit replaces."""


@dataclass(frozen=True, slots=True)
class Line:
    """One check as people read it: what is promised, the verdict as a word and in words, what was looked at, what is said of it, and what was found.

    `places` are some of the `found`; `more` how many are not among them.
    """

    promise: str
    state: str
    verdict: str
    looked_at: tuple[str, ...]
    remark: str
    places: tuple[Place, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Group:
    """The checks that answer one question of the guidance."""

    id: str
    title: str
    about: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a host's log shows of one kind of visit; `of` is what the crowd is counted in, empty where nothing can be counted."""

    name: str
    of: str
    files: int
    least: int
    middle: int
    unique: int


@dataclass(frozen=True, slots=True)
class Openness:
    """How wide the numbers that are left out of a force stay: how many there are, and the smallest of their widths."""

    force: str
    of: str
    cells: int
    least: int


@dataclass(frozen=True, slots=True)
class AuditView:
    """The page; without an audit `is_audited` is False, and every check says that it was not assessed."""

    is_audited: bool
    files: int
    newest_month: str
    digest: str
    verdicts: tuple[tuple[str, str, int], ...]
    groups: tuple[Group, ...]
    visits: tuple[Visit, ...]
    is_attacked: bool
    hidden: tuple[Openness, ...]
    subtracted: int

    @property
    def failed(self) -> int:
        """How many checks failed."""
        return next(number for state, _word, number in self.verdicts if state == "failed")


def make(*, context: PageContext) -> Iterator[tuple[str, bytes]]:
    """The page `/privacy/audit/` of a language, and once for all languages the report for programs, both of a site that was not audited yet."""
    renderer = context.renderer()
    view = read_audit(renderer.words, None)
    yield renderer.at(urls.AUDIT_PAGE), renderer.render("pages/audit.html", urls.AUDIT_PAGE, view)
    if context.is_source:
        yield urls.AUDIT_REPORT, report_bytes(None)


def audited(page: bytes, report: Report, *, language: str, templates: Sequence[RawFile], locales: Sequence[RawFile]) -> bytes:
    """A page that a build made, with what an audit found in the place of its main part; all around it stays as it was.

    Raises ValueError where the page has no main part to be replaced.
    """
    words = read_words(language, locales)
    own = urls.in_language(urls.AUDIT_PAGE, language)

    def link(target: str, anchor: str = "") -> str:
        return urls.link(own, urls.in_language(target, language), anchor)

    macros = make_environment(templates, words).get_template("components/audit/audit.html").module
    body = str(macros.audit(read_audit(words, report), link)).encode()  # type: ignore[attr-defined]
    before, begins, rest = page.partition(_BEGINS)
    _old, ends, after = rest.partition(_END)
    if not begins or not ends:
        raise ValueError(f"{own}: has no part that an audit fills in; build the site anew")
    return before + b"\n".join(filter(None, body.split(b"\n"))) + after


def report_bytes(report: Report | None) -> bytes:
    """The report for programs as JSON with sorted keys; of a site that was not audited every check is not assessed and `audited` is null."""
    findings = report.findings if report else tuple(Finding(check, "not-assessed") for check in CHECKS)
    whole = {
        "audited": None
        if report is None
        else {"digest": report.digest, "files": report.files, "newest_month": report.newest_month, "size_bytes": report.size_bytes},
        "checks": [_finding(one) for one in findings],
        "crowds": [_crowd(one) for one in report.crowds] if report else [],
        "format": FORMAT,
        "hidden": [_hidden(one) for one in report.hidden] if report else [],
    }
    return to_json(whole)


def _finding(one: Finding) -> dict[str, object]:
    return {
        "basis": one.basis,
        "check": one.check,
        "counts": dict(sorted(one.counts.items())),
        "found": one.found,
        "looked_at": dict(sorted(one.looked_at.items())),
        "places": [{"path": place.path, "said": place.said} for place in one.places],
        "state": one.state,
    }


def _crowd(one: Crowd) -> dict[str, object]:
    return {
        "files": one.files, "kind": one.kind, "least": one.least, "median": one.median, "of": one.of, "smallest": one.smallest,
        "unique_sizes": one.unique,
    }  # fmt: skip


def _hidden(one: Hidden) -> dict[str, object]:
    return {
        "cells": one.cells, "few": one.few, "force": one.force, "half": one.half, "large": one.large, "least": one.least, "most": one.most,
        "name": one.name, "none": one.none, "of": one.of, "quarter": one.quarter, "subtracted": one.subtracted, "three_quarters": one.three_quarters,
    }  # fmt: skip


def read_audit(words: Words, report: Report | None) -> AuditView:
    """What the page says of a report; of None that nothing was assessed."""
    found = {one.check: one for one in report.findings} if report else {}
    promises, verdicts = _promises(words), _verdicts(words)
    every = {check: _line(words, found.get(check), promises[check], verdicts) for check in CHECKS}
    groups = tuple(Group(name, title, about, tuple(every[check] for check in checks)) for name, title, about, checks in _groups(words))
    states = [line.state for line in every.values()]
    return AuditView(
        is_audited=report is not None,
        files=report.files if report else 0,
        newest_month=report.newest_month if report else "",
        digest=report.digest if report else "",
        verdicts=tuple((state, word, states.count(state)) for state, word in verdicts.items()),
        groups=groups,
        visits=tuple(_visit(words, one) for one in report.crowds) if report else (),
        is_attacked="P6" in found and _is_attacked(found["P6"]),
        hidden=tuple(_open(words, one) for one in report.hidden if one.cells) if report else (),
        subtracted=sum(one.subtracted for one in report.hidden) if report else 0,
    )


def _line(words: Words, finding: Finding | None, promise: str, verdicts: Mapping[str, str]) -> Line:
    if finding is None:
        return Line(promise, "not-assessed", verdicts["not-assessed"], (), "", (), 0)
    things = _things(words)
    looked_at = tuple(f"{things.get(name, name)}: {words.number(number)}" for name, number in finding.looked_at.items())
    places, more = finding.places, finding.found - len(finding.places)
    return Line(promise, finding.state, verdicts[finding.state], looked_at, _remark(words, finding), places, max(more, 0))


def _verdicts(words: Words) -> dict[str, str]:
    return {
        "proved": words.gettext("Proved"),
        "needs-review": words.gettext("Needs review"),
        "not-assessed": words.gettext("Not assessed"),
        "failed": words.gettext("Failed"),
    }


def _things(words: Words) -> dict[str, str]:
    return {
        "addresses": words.gettext("addresses"),
        "cells": words.gettext("numbers left out"),
        "files": words.gettext("files"),
        "pages": words.gettext("pages"),
        "points": words.gettext("points"),
        "releases": words.gettext("releases attacked together"),
        "tiles": words.gettext("squares of the map"),
    }


def _promises(words: Words) -> dict[str, str]:
    return {
        "P1": words.gettext("Every crime and every stop on a map or in a file stands at one of the anonymous points of data.police.uk."),
        "P2": words.gettext("Nothing beside a crime or a stop is more exact than a month."),
        "P3": words.gettext(
            "Stops are told as totals and in tables of one thing at a time, without groups of fewer than %(least)s.", least=words.number(THRESHOLD)
        ),
        "P4": words.gettext("The order in files does not show the order in which crimes were recorded."),
        "P5": words.gettext("Files say what is on a list and nothing more: no reference numbers, no remarks, no finer kinds of offence."),
        "P6": words.gettext("Totals agree with each other, and a number that was left out cannot be worked out from them."),
        "P7": words.gettext("No single crime can be followed from one release of the site to the next."),
        "P8": words.gettext("Each anonymous point stands for at least eight addresses, or for none."),
        "P9": words.gettext("Points are shown for the newest 36 months at most."),
        "P10": words.gettext(
            "Beside a crime stands a street or an area, never a house or a postcode; and every map says that its points are approximate."
        ),
        "P11": words.gettext("Of police staff nothing is published but name and rank."),
        "P12": words.gettext("Nothing is loaded from anybody else, no script keeps anything of a reader, and no full postcode is sent."),
        "P13": words.gettext("No file says when, or on which computer, the site was made."),
    }


def _groups(words: Words) -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    return (
        (
            "singling-out",
            words.gettext("Singling out: could one person be told apart?"),
            words.gettext("Somebody would have to find a crime or a stop that can only be about one person, by its place, its time or its group."),
            ("P1", "P2", "P3", "P8", "P10"),
        ),
        (
            "linkability",
            words.gettext("Linkability: could it be joined with something else?"),
            words.gettext("Somebody would have to recognise the same crime in another list, or in this one a month later."),
            ("P4", "P7", "P9"),
        ),
        (
            "inference",
            words.gettext("Inference: could it be worked out?"),
            words.gettext("Somebody would have to learn what is not said from what is: by adding, by taking away, or from a detail too many."),
            ("P5", "P6"),
        ),
        (
            "others",
            words.gettext("Police staff, readers and whoever runs the site"),
            words.gettext("They are people, too, and the site should tell no more of them than they were promised."),
            ("P11", "P12", "P13"),
        ),
    )


def _remark(words: Words, finding: Finding) -> str:
    match finding.check, finding.state:
        case "P4", "not-assessed":
            return words.gettext(
                "The files cannot show this. The program that makes them is tested to give the same files, whatever the order of what it reads."
            )
        case "P6", "not-assessed":
            return _without_sums(words, finding)
        case "P8", "not-assessed":
            return words.gettext("This needs a list of all addresses, and none was given.")
        case "P8", "needs-review":
            return words.gettext(
                "Some points have fewer than eight addresses nearer to them than to another point. They may stand for none, which the rule allows; "
                "only whoever keeps the list of points can say so."
            )
        case "P12", "needs-review":
            return words.gettext("Some files that readers ask for stand for few others. A host’s log that shows such a request says more than most.")
    return ""


def _without_sums(words: Words, finding: Finding) -> str:
    if _is_attacked(finding):
        return words.gettext(
            "Numbers that were left out cannot be worked out. The site’s list of its own files is missing, so some may have been taken away."
        )
    return words.gettext("The totals were compared. Whether numbers that were left out can be worked out was not calculated this time.")


def _is_attacked(finding: Finding) -> bool:
    """Whether it was worked out what numbers that are left out could be: then the verdict says how many there are."""
    return "cells" in finding.looked_at


def _open(words: Words, hidden: Hidden) -> Openness:
    of = {"stops": words.gettext("Stop and search"), "changes": words.gettext("Changes of releases")}
    return Openness(hidden.name, of.get(hidden.of, hidden.of), hidden.cells, hidden.least or 0)


def _visit(words: Words, crowd: Crowd) -> Visit:
    visits = {
        "home": words.gettext("The home page"),
        "postcode_search": words.gettext("A search by postcode: the list of its first half"),
        "outcode_page": words.gettext("The page of the first half of a postcode"),
        "name_search": words.gettext("A search by name: one part of the list"),
        "neighbourhood_page": words.gettext("The page of a neighbourhood"),
        "streets_page": words.gettext("Its streets"),
        "change_page": words.gettext("How its figures change"),
        "map_square": words.gettext("“Use my location”: a square some 6 kilometres across"),
        "map_tile": words.gettext("The map: a square with crimes or stops"),
        "map_background": words.gettext("The map: a square of its background"),
        "map_outcomes": words.gettext("The map: outcomes in a square"),
        "ask_page": words.gettext("The page of questions"),
        "ask_table": words.gettext("A table that a question needs"),
    }
    things = {"postcodes": words.gettext("postcodes"), "names": words.gettext("names"), "points": words.gettext("points")}
    return Visit(visits.get(crowd.kind, crowd.kind), things.get(crowd.of, ""), crowd.files, crowd.least, crowd.median, crowd.unique)
