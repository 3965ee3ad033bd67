"""Is it going up? One sentence on every kind of crime in a place, one chart, and a word on each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.artefacts.sections.changes import Beside, Change
from sitegen.artefacts.sections.comparison import a_day
from sitegen.artefacts.sections.evidence import Evidence
from sitegen.artefacts.sections.issues import Issue
from sitegen.artefacts.sections.series import Category, Monthly
from sitegen.artefacts.sections.year_view import Counted, YearView, all_crime, counted_of, told, unseen_phrase, view_year
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.words import Words
from sitegen.comparing import YEAR
from sitegen.rules import TOTAL
from sitegen.terms import ASB, Month


class Kind(NamedTuple):
    """One kind of crime: where its chart stands, and what is said of it, numbers first."""

    anchor: str
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The section. `figure` is the chart shown first; `kinds` has every chart there is, in the order of the site.

    `months` says which months are compared, empty where there is no year before;
    `left_out` why they are not a year.
    """

    sentence: str
    months: str
    left_out: str
    figure: YearView
    kinds: tuple[Kind, ...]
    issues: tuple[Issue, ...]


def view_change(
    monthly: Monthly, categories: Sequence[Category], changes: Mapping[str, Change], evidence: Evidence, words: Words
) -> ChangeView | None:
    """The section of one place; None where no kind of crime has a number in two of the newest twelve months."""
    counted = _drawn_kinds(monthly, categories, words)
    return _view(monthly, counted, changes, next(_figures(counted, changes, evidence, words), None), evidence, words)


def view_every_change(
    monthly: Monthly, categories: Sequence[Category], changes: Mapping[str, Change], evidence: Evidence, words: Words
) -> tuple[ChangeView | None, tuple[YearView, ...]]:
    """The same section, and the charts of all kinds of crime: all crime first, antisocial behaviour last."""
    counted = _drawn_kinds(monthly, categories, words)
    figures = tuple(_figures(counted, changes, evidence, words))
    return _view(monthly, counted, changes, figures[0] if figures else None, evidence, words), figures


def _figures(counted: Sequence[Counted], changes: Mapping[str, Change], evidence: Evidence, words: Words) -> Iterator[YearView]:
    return (figure for one in counted if (figure := view_year(one, changes.get(one.slug), evidence, words)) is not None)


def _view(
    monthly: Monthly, counted: Sequence[Counted], changes: Mapping[str, Change], figure: YearView | None, evidence: Evidence, words: Words
) -> ChangeView | None:
    if figure is None:
        return None
    whole = changes.get(TOTAL)
    return ChangeView(
        sentence=_sentence(counted, changes, words),
        months=_months_sentence(whole, words) if whole else "",
        left_out="" if whole is None or whole.is_year else _left_out_sentence(words),
        figure=figure,
        kinds=tuple(Kind(one.slug, one.name, _told(one, changes.get(one.slug), whole, words)) for one in counted),
        issues=evidence.faults.touching(("crime", "asb"), monthly.months[-2 * YEAR :][0], monthly.months[-1]),
    )


def beside_sentence(beside: Beside, words: Words) -> str:
    """What the force's neighbourhoods had together and on average, and how many a day in each year: so many that no verdict is given."""
    together = beside.together
    before = [str(Month.parse(month).plus(-YEAR)) for month in together.months]
    span = words.gettext("In the 12 months to %(month)s", month=words.month(together.last_month))
    if not together.is_year:
        span = words.gettext("In these %(number)s months", number=len(together.months))
    return words.gettext(
        "%(span)s the %(number)s neighbourhoods of %(force)s had %(now)s crimes together, each counted once: %(now_day)s a day, and %(mean)s for "
        "each on average. In the same months a year before: %(before)s, %(before_day)s a day.",
        span=span,
        number=words.number(beside.number),
        force=beside.force,
        now=words.number(together.now),
        mean=words.number(round(together.now / beside.number)),
        now_day=a_day(words, together.now, together.months),
        before=words.number(together.before),
        before_day=a_day(words, together.before, before),
    )


def _drawn_kinds(monthly: Monthly, categories: Sequence[Category], words: Words) -> list[Counted]:
    """All crime, its kinds in the order of the site, and antisocial behaviour, as far as there is something to draw."""
    kinds = (counted_of(monthly, category) for category in sorted(categories, key=_is_asb))
    return [one for one in (all_crime(monthly, words), *kinds) if one is not None and _is_drawn(one)]


def _is_asb(category: Category) -> bool:
    return not category.is_crime


def _is_drawn(counted: Counted) -> bool:
    """True for what has a number in two of the newest months, and was recorded in one of the newest two years."""
    newest = counted.numbers[-YEAR:]
    return sum(number is not None for number in newest) > 1 and any(counted.numbers[-2 * YEAR :])


def _sentence(counted: Sequence[Counted], changes: Mapping[str, Change], words: Words) -> str:
    """The headline, from all crime alone; then the kinds of crime that changed by more than chance, and reports of antisocial behaviour."""
    if not changes:
        return words.gettext("This site has too few figures of the year before to say.")
    sentences = [_headline(changes.get(TOTAL), words)]
    kinds = [(one.name, found.verdict) for one in counted if one.slug not in {TOTAL, ASB} and (found := changes.get(one.slug)) is not None]
    up, down = ([name for name, verdict in kinds if verdict == way] for way in ("more", "fewer"))
    if up:
        sentences.append(words.gettext("Up: %(kinds)s.", kinds=words.list(up)))
    if down:
        sentences.append(words.gettext("Down: %(kinds)s.", kinds=words.list(down)))
    told = {verdict for _, verdict in kinds}
    if "unclear" in told and not up and not down:
        sentences.append(words.gettext("No kind of crime shows a change beyond chance."))
    if told == {"few"}:
        sentences.append(words.gettext("Each kind of crime has too few to tell."))
    verdict = changes[ASB].verdict if ASB in changes else None
    if verdict == "more":
        sentences.append(words.gettext("Reports of antisocial behaviour are up by more than chance would explain."))
    if verdict == "fewer":
        sentences.append(words.gettext("Reports of antisocial behaviour are down by more than chance would explain."))
    return " ".join(sentences)


def _headline(whole: Change | None, words: Words) -> str:
    """What is said of all crime together."""
    if whole is None:
        return words.gettext("All crime cannot be compared with the year before.")
    if whole.verdict == "stepped" and whole.step:
        return words.gettext("Crime is perhaps counted in another way since %(month)s, so the years are not compared.", month=words.month(whole.step))
    if whole.verdict == "unclear" and (unseen := unseen_phrase(whole, words)):
        return words.gettext("All crime: %(finding)s.", finding=unseen)
    told = {
        "more": words.gettext("All crime is up by more than chance would explain."),
        "fewer": words.gettext("All crime is down by more than chance would explain."),
        "unclear": words.gettext("All crime has not changed by more than chance would explain."),
    }
    return told.get(whole.verdict or "", words.gettext("All crime: too few to tell."))


def _months_sentence(change: Change, words: Words) -> str:
    """The months that are compared."""
    if change.is_year:
        return words.gettext("Compared: the 12 months to %(month)s and the 12 months before.", month=words.month(change.last_month))
    return words.gettext("Compared: %(months)s.", months=month_runs(words, change.months))


def _left_out_sentence(words: Words) -> str:
    return words.gettext("The other months were not supplied in full, or not counted or placed in the same way.")


def _told(counted: Counted, change: Change | None, whole: Change | None, words: Words) -> str:
    """What may be said of a kind of crime, and the months that are compared where they are others than those of all crime."""
    finding = told(counted.numbers[-YEAR:], change, words)
    if change is None or whole is None or change.compared == whole.compared:
        return finding
    return words.gettext("%(told)s; compared: %(months)s", told=finding, months=month_runs(words, change.months))
