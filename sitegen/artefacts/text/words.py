"""The words of one language: translated text, and numbers, months, dates and lists as that language writes them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations

import polars as pl
from babel.core import Locale
from babel.dates import format_date

from sitegen.artefacts.figures import Figure, Recorded
from sitegen.artefacts.meetings import is_all_day, last_day
from sitegen.artefacts.text.grammar import grammar_of
from sitegen.artefacts.text.translations import read_translations
from sitegen.languages import LANGUAGES
from sitegen.raw import RawFile
from sitegen.terms import SOURCE_LANGUAGE


def read_words(language: str, locales: Sequence[RawFile]) -> Words:
    """The words of a language from its catalogue; raises InputError when that of a language other than English is absent or cannot be read."""
    translations = read_translations(language, locales)
    return Words(language, translations.messages, translations.behind)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Text and formats of one language, for templates and for view code alike. Each is itself: what is worked out once for it is kept by it.

    Messages are English, with named places like `%(number)s`; a percent sign in a message is written `%%`.
    """

    language: str
    translations: NullTranslations
    behind: int = 0
    """Messages whose translation is older than their English, or not there yet."""

    def gettext(self, message: str, /, **values: object) -> str:
        """The message in this language, with its places filled."""
        return self._filled(self.translations.gettext(message), values)

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """The message in this language, where the same English word needs a context to be told apart."""
        return self._filled(self.translations.pgettext(context, message), values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form of the message for a number; `%(number)s` in it is the number with its thousands marked."""
        return self._filled(self.translations.ngettext(one, many, number), {"number": self.number(number), **values})

    def _filled(self, message: str, values: Mapping[str, object]) -> str:
        return grammar_of(self.language).before_values(message, values) % values

    def translated(self, vocabulary: pl.DataFrame) -> pl.DataFrame:
        """A table of the vocabulary with its public texts (name, about, text, label, old_name) in this language; what has no translation stays."""
        if self.language == SOURCE_LANGUAGE:
            return vocabulary
        texts = [column for column in ("name", "about", "text", "label", "old_name") if column in vocabulary.columns]
        return vocabulary.with_columns(pl.col(column).map_elements(self._of_vocabulary, return_dtype=pl.String) for column in texts)

    def _of_vocabulary(self, text: str) -> str:
        translation = self.translations.gettext(text) if text else text
        return grammar_of(self.language).own_name(text) if translation == text else translation

    def number(self, number: int) -> str:
        """A whole number with thousands commas: 11,840."""
        return f"{number:,}"

    def decimal(self, number: float) -> str:
        """A number with one decimal, as this many a day: 31.2; from 1,000 on a whole one."""
        return self.number(round(number)) if number >= 1000 else f"{number:.1f}"

    def spread(self, low: float, high: float) -> tuple[str, str]:
        """Two ends as whole numbers; with one decimal where they would be the same, and the same only where that does not tell them apart."""
        whole = self.number(round(low)), self.number(round(high))
        return whole if whole[0] != whole[1] else (f"{low:,.1f}", f"{high:,.1f}")

    def figure(self, figure: Figure) -> str:
        """A figure as text: its number, or why there is none, `not supplied`."""
        return self.number(figure.number) if isinstance(figure, Recorded) else self.state(figure.state)

    def state(self, state: str) -> str:
        """A coverage state in words; an unknown state is shown as it is."""
        return _state_names(self).get(state, state)

    def month(self, month: str) -> str:
        """A month `2025-06` as June 2025."""
        return _formatted(f"{month}-01", "LLLL y", LANGUAGES[self.language].locale)

    def months(self, first: str, last: str) -> str:
        """A span of months: July 2022 to June 2025; one month where both are the same."""
        if first == last:
            return self.month(first)
        return self.gettext("%(first)s to %(last)s", first=self.month(first), last=self.month(last))

    def date(self, date: str) -> str:
        """An ISO date or local time as 31 July 2025."""
        return _formatted(date[:10], "d MMMM y", LANGUAGES[self.language].locale)

    def weekday_date(self, date: str) -> str:
        """An ISO date or local time as Thursday 31 July 2025."""
        return _formatted(date[:10], "EEEE d MMMM y", LANGUAGES[self.language].locale)

    def weekday_short(self, date: str) -> str:
        """The short weekday of an ISO date: Thu."""
        return _formatted(date[:10], "ccc", LANGUAGES[self.language].locale)

    def day(self, date: str) -> str:
        """The day of the month of an ISO date: 31."""
        return str(int(date[8:10]))

    def month_name(self, date: str) -> str:
        """The name of the month of an ISO date, without its year, for date blocks: July."""
        width = "LLL" if LANGUAGES[self.language].short_months else "LLLL"
        return _formatted(date[:10], width, LANGUAGES[self.language].locale)

    def month_short(self, month: str) -> str:
        """The month's name as short as a line of them needs it: Jul."""
        return _formatted(f"{month}-01", "LLL", LANGUAGES[self.language].locale)

    def time(self, moment: str) -> str:
        """The time of an ISO local time `2025-07-31T18:30`: 6.30pm, 10am, noon, midnight."""
        hour, minute = int(moment[11:13]), int(moment[14:16])
        if minute == 0 and hour in {0, 12}:
            return self.gettext("noon") if hour else self.gettext("midnight")
        clock = f"{(hour + 11) % 12 + 1}.{minute:02d}" if minute else f"{(hour + 11) % 12 + 1}"
        if hour < 12:
            return self.gettext("%(clock)sam", clock=clock)
        return self.gettext("%(clock)spm", clock=clock)

    def times(self, start: str, end: str | None) -> str:
        """When something begins and ends on its first day: 6.30pm to 8pm, all day; the begin alone where no end is known."""
        last = last_day(start, end)
        if is_all_day(start, end):
            return self.gettext("all day") if last == start[:10] else self.gettext("all day, until the end of %(date)s", date=self.weekday_date(last))
        if not end:
            return self.time(start)
        if last != start[:10]:
            values = {"first": self.time(start), "last": self.time(end), "date": self.weekday_date(last)}
            return self.gettext("from %(first)s, until %(last)s on %(date)s", **values)
        return self.pgettext("times of day", "%(first)s to %(last)s", first=self.time(start), last=self.time(end))

    def list(self, items: Sequence[str]) -> str:
        """Items as one phrase: Gwent, Kent and Surrey."""
        if len(items) < 2:
            return items[0] if items else ""
        return grammar_of(self.language).joined(items)

    def plural_forms(self, one: str, many: str) -> dict[str, str]:
        """A message in every plural form of the language, by CLDR category, with `{n}` where the number goes.

        For scripts, which work out a number in the reader's browser.
        """
        rule = Locale.parse(LANGUAGES[self.language].locale).plural_form
        samples = {rule(number): number for number in range(200, -1, -1)}
        return {category: self.translations.ngettext(one, many, samples[category]) % {"number": "{n}"} for category in sorted(samples)}


@cache
def _state_names(words: Words) -> dict[str, str]:
    return {
        "supplied": words.gettext("supplied"),
        "supplied_partial": words.gettext("supplied in part"),
        "not_supplied": words.gettext("not supplied"),
        "withheld": words.gettext("withheld"),
        "never": words.gettext("never supplied"),
        "not_yet": words.gettext("not yet"),
        "not_in_copy": words.gettext("not in this copy"),
        "not_fetched": words.gettext("not fetched"),
        "without_location": words.gettext("without location"),
        "out_of_window": words.gettext("out of window"),
        "not_applicable": words.gettext("not applicable"),
    }


@cache
def _formatted(date: str, pattern: str, locale: str) -> str:
    return format_date(datetime.date.fromisoformat(date), pattern, locale=locale)
