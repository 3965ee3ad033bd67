"""Two months compared in words: about as many, more or fewer, by one stated rule."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Literal

from sitegen.artefacts.figures import Figure, Recorded
from sitegen.artefacts.pages.words import Words

Verdict = Literal["same", "about", "more", "fewer"]


def compare(now: int, before: int) -> Verdict:
    """Whether a count differs from an earlier one by more than chance alone would often do.

    Two counts of the same steady thing differ by less than twice the square root of their sum 19 times in 20. Within
    that they are "about" the same; beyond it there are more or fewer. Equal counts are the same.
    """
    if now == before:
        return "same"
    if abs(now - before) <= 2 * math.sqrt(now + before):
        return "about"
    return "more" if now > before else "fewer"


def compare_figures(now: Figure, before: Figure) -> Verdict | None:
    """The same for two figures; None where either is missing or was supplied in part: then nothing can be said."""
    if not isinstance(now, Recorded) or not isinstance(before, Recorded) or now.partial or before.partial:
        return None
    return compare(now.number, before.number)


def change_phrase(words: Words, now: Figure, before: Figure, month: str) -> str:
    """The change beside a count: `14 more than June 2024 (47)`; empty where nothing can be said."""
    if not isinstance(now, Recorded) or not isinstance(before, Recorded) or now.partial or before.partial:
        return ""
    return _change_phrase(words, now.number, before.number, month)


@lru_cache(maxsize=1 << 14)
def _change_phrase(words: Words, now: int, before: int, month: str) -> str:
    verdict = compare(now, before)
    values = {"month": words.month(month), "before": words.number(before)}
    difference = words.number(abs(now - before))
    if verdict == "same":
        return words.gettext("the same as %(month)s (%(before)s)", **values)
    if verdict == "about":
        return words.gettext("about the same as %(month)s (%(before)s)", **values)
    if verdict == "more":
        return words.gettext("%(difference)s more than %(month)s (%(before)s)", difference=difference, **values)
    return words.gettext("%(difference)s fewer than %(month)s (%(before)s)", difference=difference, **values)


def changed_phrase(words: Words, month: str) -> str:
    """What stands beside a count instead of its change, where the definition is another one since a month."""
    return words.gettext("counted in another way since %(month)s", month=words.month(month))


def changed_sentence(words: Words, month: str, earlier: str) -> str:
    """The same for the finding."""
    return words.gettext(
        "What is counted changed in %(month)s, so the number is not compared with %(earlier)s.",
        month=words.month(month),
        earlier=words.month(earlier),
    )


def year_sentence(words: Words, crime: Verdict | None, asb: Verdict | None, month: str) -> str:
    """The finding's second sentence: the month against the same month a year earlier; empty where nothing can be said."""
    shown = words.month(month)
    crime_word = "about" if crime == "same" else crime
    asb_word = "about" if asb == "same" else asb
    text = _sentences(words).get((crime_word, asb_word), "")
    return text % {"month": shown} if text else ""


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
        ("about", "about"): gettext("That is about as many of each as in %(month)s."),
        ("about", "more"): gettext("That is about as many crimes as in %(month)s, and more reports of antisocial behaviour."),
        ("about", "fewer"): gettext("That is about as many crimes as in %(month)s, and fewer reports of antisocial behaviour."),
        ("more", "about"): gettext("That is more crimes than in %(month)s, and about as many reports of antisocial behaviour."),
        ("more", "more"): gettext("That is more of each than in %(month)s."),
        ("more", "fewer"): gettext("That is more crimes than in %(month)s, and fewer reports of antisocial behaviour."),
        ("fewer", "about"): gettext("That is fewer crimes than in %(month)s, and about as many reports of antisocial behaviour."),
        ("fewer", "more"): gettext("That is fewer crimes than in %(month)s, and more reports of antisocial behaviour."),
        ("fewer", "fewer"): gettext("That is fewer of each than in %(month)s."),
        ("about", None): gettext("That is about as many crimes as in %(month)s."),
        ("more", None): gettext("That is more crimes than in %(month)s."),
        ("fewer", None): gettext("That is fewer crimes than in %(month)s."),
        (None, "about"): gettext("That is about as many reports of antisocial behaviour as in %(month)s."),
        (None, "more"): gettext("That is more reports of antisocial behaviour than in %(month)s."),
        (None, "fewer"): gettext("That is fewer reports of antisocial behaviour than in %(month)s."),
    }
