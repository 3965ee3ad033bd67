"""Two months compared in words: both numbers, how many a day, or whether there is more than chance in it, as the facts judge it."""

import calendar
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from sitegen.artefacts.figures import Figure, Recorded
from sitegen.artefacts.sections.changes import MonthVerdict
from sitegen.artefacts.text.phrases import asb_phrase, counts_phrase, crime_phrase
from sitegen.artefacts.text.words import Words
from sitegen.comparing import is_few


class Pair(NamedTuple):
    """A count and the one of a year earlier, both supplied in full; `told` is what the facts say of the two, None where they were not judged."""

    now: int
    before: int
    told: MonthVerdict | None = None

    @property
    def both(self) -> tuple[int, int]:
        """The two counts, the later first."""
        return self.now, self.before

    @property
    def verdict(self) -> str:
        """same, unclear, more, fewer, stepped, or few: then both numbers are given and nothing is said of their difference."""
        if is_few(self.now, self.before) or self.told is None:
            return "few"
        return "same" if self.now == self.before and self.told.verdict == "unclear" else self.told.verdict


def pair_of(now: Figure, before: Figure, told: MonthVerdict | None = None) -> Pair | None:
    """Two figures as a pair; None where either is missing or was supplied in part: then nothing can be said."""
    if not isinstance(now, Recorded) or not isinstance(before, Recorded) or now.partial or before.partial:
        return None
    return Pair(now.number, before.number, told)


def a_day(words: Words, count: int, months: Iterable[str]) -> str:
    """How many a day a count of some months is: `31.2`. Months differ in length, and every fourth year has a day more."""
    days = sum(calendar.monthrange(int(month[:4]), int(month[5:]))[1] for month in months)
    return words.decimal(count / days)


def change_phrase(words: Words, now: Figure, before: Figure, months: tuple[str, str], *, daily: bool, told: MonthVerdict | None = None) -> str:
    """The change beside a count: `14 more than June 2024 (47)`; empty where nothing can be said.

    `months` are the later and the earlier one; `daily` gives how many a day they are, and no verdict; `told` is the verdict, None where there is
    none: then the earlier count stands alone.
    """
    pair = pair_of(now, before, told)
    return _change_phrase(words, pair, months, daily) if pair else ""


@lru_cache(maxsize=1 << 14)
def _change_phrase(words: Words, pair: Pair, months: tuple[str, str], daily: bool) -> str:
    verdict = pair.verdict
    values = {"month": words.month(months[1]), "before": words.number(pair.before)}
    difference = words.number(abs(pair.now - pair.before))
    if is_few(pair.now, pair.before) or (verdict == "few" and not daily):
        return words.gettext("%(month)s: %(before)s", **values)
    if daily:
        then = a_day(words, pair.before, months[1:])
        return words.gettext("%(now)s a day; %(then)s a day in %(month)s (%(before)s)", now=a_day(words, pair.now, months[:1]), then=then, **values)
    if pair.told and pair.told.step:
        return words.gettext("perhaps counted in another way since %(month)s", month=words.month(pair.told.step))
    return {
        "same": words.gettext("the same as %(month)s (%(before)s)", **values),
        "unclear": words.gettext("no clear difference from %(month)s (%(before)s)", **values),
        "more": words.gettext("%(difference)s more than %(month)s (%(before)s)", difference=difference, **values),
        "fewer": words.gettext("%(difference)s fewer than %(month)s (%(before)s)", difference=difference, **values),
    }[verdict]


def changed_phrase(words: Words, month: str) -> str:
    """What stands beside a count instead of its change, where the definition is another one since a month."""
    return words.gettext("counted in another way since %(month)s", month=words.month(month))


def changed_sentence(words: Words, month: str, earlier: str, *, asb: bool) -> str:
    """The same for the finding, of crime or of reports of antisocial behaviour."""
    values = {"month": words.month(month), "earlier": words.month(earlier)}
    if asb:
        return words.gettext(
            "What is counted as antisocial behaviour changed in %(month)s, so the reports are not compared with %(earlier)s.", **values
        )
    return words.gettext("What is counted changed in %(month)s, so the number is not compared with %(earlier)s.", **values)


def moved_phrase(words: Words) -> str:
    """What stands beside a count of a place where the force located another share of the month than a year before."""
    return words.gettext("not compared: another share has a location")


def moved_sentence(words: Words, earlier: str, *, asb: bool) -> str:
    """The same for the finding."""
    month = words.month(earlier)
    if asb:
        return words.gettext(
            "The force gave a location for another share of its reports of antisocial behaviour than in %(month)s, "
            "so the number here is not compared.",
            month=month,
        )
    return words.gettext(
        "The force gave a location for another share of its crimes than in %(month)s, so the number here is not compared.", month=month
    )


def year_sentence(words: Words, crime: Pair | None, asb: Pair | None, months: tuple[str, str], *, daily: bool) -> str:
    """The finding's second sentence: the later of two months against the earlier; None, and empty, where nothing can be said.

    Where one of the two counts is few and the other is not, each has its sentence.
    """
    few = [pair is not None and _stands_alone(pair, daily=daily) for pair in (crime, asb)]
    if all(few) or (crime is None and asb is None) or not any(few):
        return _one_sentence(words, crime, asb, months, few=all(few) or any(few), daily=daily)
    parts = (_one_sentence(words, crime, None, months, few=few[0], daily=daily), _one_sentence(words, None, asb, months, few=few[1], daily=daily))
    return " ".join(part for part in parts if part)


def _stands_alone(pair: Pair, *, daily: bool) -> bool:
    """True where both numbers are given and nothing else."""
    return is_few(pair.now, pair.before) if daily else pair.verdict in {"few", "stepped"}


def _one_sentence(words: Words, crime: Pair | None, asb: Pair | None, months: tuple[str, str], *, few: bool, daily: bool) -> str:
    """One sentence on both counts, or on the one that is there."""
    if crime is None and asb is None:
        return ""
    month = words.month(months[1])
    if few:
        return words.gettext("%(month)s had %(counts)s.", month=month, counts=_counts(words, crime, asb))
    if daily:
        return _daily_sentence(words, crime, asb, months)
    unclear = {"same": "unclear"}
    verdicts = [unclear.get(pair.verdict, pair.verdict) if pair else None for pair in (crime, asb)]
    return _sentences(words)[verdicts[0], verdicts[1]] % {"month": month}


def _counts(words: Words, crime: Pair | None, asb: Pair | None) -> str:
    """The earlier counts in words."""
    if crime and asb:
        return counts_phrase(words, Recorded(crime.before), Recorded(asb.before))
    return crime_phrase(words, Recorded(crime.before)) if crime else asb_phrase(words, Recorded(asb.before)) if asb else ""


def _daily_sentence(words: Words, crime: Pair | None, asb: Pair | None, months: tuple[str, str]) -> str:
    crimes, crimes_then = (a_day(words, crime.both[at], months[at : at + 1]) if crime else "" for at in (0, 1))
    reports, reports_then = (a_day(words, asb.both[at], months[at : at + 1]) if asb else "" for at in (0, 1))
    month = words.month(months[1])
    if crime and asb:
        return words.gettext(
            "That is %(crimes)s crimes and %(reports)s reports of antisocial behaviour a day; in %(month)s it was %(crimes_then)s and "
            "%(reports_then)s a day.",
            crimes=crimes, reports=reports, crimes_then=crimes_then, reports_then=reports_then, month=month,
        )  # fmt: skip
    if crime:
        return words.gettext("That is %(crimes)s crimes a day; in %(month)s it was %(then)s a day.", crimes=crimes, then=crimes_then, month=month)
    return words.gettext(
        "That is %(reports)s reports of antisocial behaviour a day; in %(month)s it was %(then)s a day.",
        reports=reports,
        then=reports_then,
        month=month,
    )


def no_year_sentence(words: Words, month: str) -> str:
    """What stands in its place where there is nothing to compare with, `month` being that of a year earlier."""
    return words.gettext(
        "This site has no full figures for %(month)s, so it cannot say whether that is more or fewer than a year before.", month=words.month(month)
    )


def no_year_note(words: Words, month: str) -> str:
    """The same above a table in which no count has its change."""
    return words.gettext("There are no full figures for %(month)s to compare with.", month=words.month(month))


@cache
def _sentences(words: Words) -> dict[tuple[str | None, str | None], str]:
    """Whole sentences, one for each pair of verdicts, because word order differs between languages."""
    gettext = words.translations.gettext
    return {
        ("unclear", "unclear"): gettext("There is no clear difference from %(month)s in either."),
        ("unclear", "more"): gettext("There is no clear difference in crimes from %(month)s, and there are more reports of antisocial behaviour."),
        ("unclear", "fewer"): gettext("There is no clear difference in crimes from %(month)s, and there are fewer reports of antisocial behaviour."),
        ("more", "unclear"): gettext("That is more crimes than in %(month)s, and no clear difference in reports of antisocial behaviour."),
        ("more", "more"): gettext("That is more of each than in %(month)s."),
        ("more", "fewer"): gettext("That is more crimes than in %(month)s, and fewer reports of antisocial behaviour."),
        ("fewer", "unclear"): gettext("That is fewer crimes than in %(month)s, and no clear difference in reports of antisocial behaviour."),
        ("fewer", "more"): gettext("That is fewer crimes than in %(month)s, and more reports of antisocial behaviour."),
        ("fewer", "fewer"): gettext("That is fewer of each than in %(month)s."),
        ("unclear", None): gettext("There is no clear difference in crimes from %(month)s."),
        ("more", None): gettext("That is more crimes than in %(month)s."),
        ("fewer", None): gettext("That is fewer crimes than in %(month)s."),
        (None, "unclear"): gettext("There is no clear difference in reports of antisocial behaviour from %(month)s."),
        (None, "more"): gettext("That is more reports of antisocial behaviour than in %(month)s."),
        (None, "fewer"): gettext("That is fewer reports of antisocial behaviour than in %(month)s."),
    }
