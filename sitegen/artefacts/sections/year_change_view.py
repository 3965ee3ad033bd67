"""A force or the country from year to year in words: how many a day, what would be usual, and why nothing is said where nothing is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.text.words import Words
from sitegen.comparing import CHANGES_LEAST
from sitegen.rules import TOTAL
from sitegen.terms import ASB, YEAR_MONTHS


@dataclass(frozen=True, slots=True)
class YearLine:
    """One category: its numbers a day in the newer year and the one before, the usual range, empty where there is none, and the verdict in words."""

    name: str
    now: str
    before: str
    usual: str
    word: str


@dataclass(frozen=True, slots=True)
class YearChange:
    """What is said of crime, then of antisocial behaviour, each of which may have no two years; and a line for each category of crime."""

    sentences: tuple[str, ...]
    months: str
    lines: tuple[YearLine, ...]


def view_year_change(changes: pl.DataFrame, place: str, categories: Sequence[Category], words: Words) -> YearChange | None:
    """The change of one force or of the country; None where neither crime nor antisocial behaviour has two years in a row supplied in full."""
    rows = {row["category"]: row for row in changes.iter_rows(named=True)}
    sentences = year_sentences(rows, place, words)
    if not sentences:
        return None
    kinds = [kind for kind in categories if kind.is_crime and kind.slug in rows]
    months = words.months(rows[TOTAL]["first_month"], rows[TOTAL]["last_month"]) if TOTAL in rows else ""
    lines = [_line(kind.name, rows[kind.slug], words) for kind in kinds]
    # Why nothing is said of any of them is in the sentence on all crime: no need to say it of each.
    whole = _line("", rows[TOTAL], words) if TOTAL in rows else None
    told = [replace(line, word="") if whole and line.word == whole.word and not whole.usual else line for line in lines]
    return YearChange(sentences, months, tuple(told))


def newest_year_sentence(changes: pl.DataFrame, place: str, months: Sequence[str], words: Words) -> str:
    """What is said of all crime where its newest year ends in the newest twelve of the window's months; else nothing, for it is told elsewhere."""
    rows = {row["category"]: row for row in changes.iter_rows(named=True) if row["last_month"] in months[-YEAR_MONTHS:] and row["category"] == TOTAL}
    return " ".join(year_sentences(rows, place, words))


def year_sentences(rows: Mapping[str, Mapping[str, object]], place: str, words: Words) -> tuple[str, ...]:
    """The sentences on all crime and on antisocial behaviour, of rows by category."""
    return tuple(f"{_numbers(rows[one], place, words)} {_verdict(rows[one], words)}" for one in (TOTAL, ASB) if one in rows)


def _numbers(row: Mapping[str, object], place: str, words: Words) -> str:
    now, before = _a_day(row, words)
    values = {"place": place, "month": words.month(str(row["last_month"])), "now": now, "before": before}
    if row["category"] == ASB:
        return words.gettext(
            "In the twelve months to %(month)s, %(place)s recorded %(now)s reports of antisocial behaviour a day, "
            "and %(before)s a day in the twelve months before.",
            **values,
        )
    return words.gettext(
        "In the twelve months to %(month)s, %(place)s recorded %(now)s crimes a day, and %(before)s a day in the twelve months before.", **values
    )


def _verdict(row: Mapping[str, object], words: Words) -> str:
    verdict = str(row["verdict"])
    if row["low"] is not None:
        return _judged(verdict, _range(row, words), words)
    since = words.month(str(row["since"])) if row["since"] else ""
    least, number = words.number(CHANGES_LEAST), words.number(int(str(row["earlier"])))
    return {
        "broken": words.gettext("What is counted changed in %(month)s, so nothing is said of the difference.", month=since),
        "stepped": words.gettext("They may be recorded in another way since %(month)s, so nothing is said of the difference.", month=since),
        "few": words.gettext("These are too few to say anything of the difference."),
        "short": words.gettext(
            "To say what is usual from one year to the next, %(least)s earlier years are needed that can each be compared with the year before; "
            "this copy has %(number)s.",
            least=least,
            number=number,
        ),
    }[verdict]


def _judged(verdict: str, span: tuple[str, str], words: Words) -> str:
    low, high = span
    return {
        "usual": words.gettext("Years have differed as much before: from %(low)s to %(high)s a day would be usual.", low=low, high=high),
        "more": words.gettext(
            "That is more, by a wider margin than years have differed before: from %(low)s to %(high)s a day would be usual.", low=low, high=high
        ),
        "fewer": words.gettext(
            "That is fewer, by a wider margin than years have differed before: from %(low)s to %(high)s a day would be usual.", low=low, high=high
        ),
    }[verdict]


def _line(name: str, row: Mapping[str, object], words: Words) -> YearLine:
    now, before = _a_day(row, words)
    verdict = str(row["verdict"])
    usual = words.gettext("%(low)s to %(high)s", **dict(zip(("low", "high"), _range(row, words), strict=True))) if row["low"] is not None else ""
    since = words.month(str(row["since"])) if row["since"] else ""
    word = {
        "more": words.gettext("more than usual"),
        "fewer": words.gettext("fewer than usual"),
        "usual": words.gettext("as usual"),
        "few": words.gettext("too few to say"),
        "short": words.gettext("not known what is usual"),
        "broken": words.gettext("counted in another way since %(month)s", month=since),
        "stepped": words.gettext("perhaps counted in another way since %(month)s", month=since),
    }[verdict]
    return YearLine(name, now, before, usual, word)


def _a_day(row: Mapping[str, object], words: Words) -> tuple[str, str]:
    """The numbers a day of the newer year and of the year before."""
    both = [(int(str(row[count])), int(str(row[days]))) for count, days in (("now", "days"), ("before", "days_before"))]
    return _number(both[0][0] / both[0][1], words), _number(both[1][0] / both[1][1], words)


def _range(row: Mapping[str, object], words: Words) -> tuple[str, str]:
    low, high = (float(str(row[end])) for end in ("low", "high"))
    return _number(low, words), _number(high, words)


def _number(rate: float, words: Words) -> str:
    """A number a day; below ten with two decimals, for of few a day one decimal tells little."""
    return f"{rate:.2f}" if rate < 10 else words.decimal(rate)
