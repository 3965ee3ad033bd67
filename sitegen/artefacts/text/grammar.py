"""What a language does that no catalogue can say: how a list ends, what a word becomes before another, which of two names is its own."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel.core import Locale

from sitegen.languages import LANGUAGES

_BOTH_NAMES = re.compile(r"(Heddlu .+) Police")
"""A force that gives its name in both languages."""
_VOWELS = frozenset("aeiouy")
_WELSH_LINKS = {"a": "ac", "A": "Ac", "y": "yr", "Y": "Yr"}
_WELSH_LINK = re.compile(r"\b([aAyY]) %\((\w+)\)s")
_ASPIRATED = re.compile(r"^([cpt])(?!h)")
_TAGS = re.compile(r"^(?:<[^>]*>)+")
_VOWEL_NUMBER = re.compile(r"8|11?(?![\d,])|11,")
"""Numbers that begin with a vowel when they are said in Welsh: un, wyth, un ar ddeg and those made of them."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of one language."""

    joined: Callable[[Sequence[str]], str]
    """Two items or more as one phrase: Gwent, Kent and Surrey."""
    before_values: Callable[[str, Mapping[str, object]], str] = lambda message, values: message
    """A message as it is with these values, before they are filled in."""
    own_name: Callable[[str], str] = lambda name: name
    """A name without translation as the language has it."""


@cache
def grammar_of(language: str) -> Grammar:
    """The rules of a language; one that has none of its own joins lists as Unicode's CLDR says."""
    return _OWN.get(language) or Grammar(lambda items: _join(LANGUAGES[language].locale, items))


def _join(locale: str, items: Sequence[str]) -> str:
    patterns = _list_patterns(locale)
    if len(items) == 2:
        return patterns["2"].format(*items)
    phrase = patterns["start"].format(items[0], items[1])
    for item in items[2:-1]:
        phrase = patterns["middle"].format(phrase, item)
    return patterns["end"].format(phrase, items[-1])


@cache
def _list_patterns(locale: str) -> dict[str, str]:
    """How a language joins the items of a list: two alone, the first two of more, one in the middle, and the last."""
    return dict(Locale.parse(locale).list_patterns["standard"])


def _welsh_list(items: Sequence[str]) -> str:
    return f"{', '.join(items[:-1])} {_welsh_and(items[-1])} {_aspirated(items[-1])}"


def _aspirated(word: str) -> str:
    """A word after `a`: c, p and t become ch, ph and th; names, which begin with a capital, keep their first letter."""
    return _ASPIRATED.sub(r"\1h", word)


def _welsh_and(word: str) -> str:
    """`and` before a word or number: `ac` before a vowel, else `a`. Names keep their first letter, as names of people and firms do."""
    word = _TAGS.sub("", word)
    if word[:1].isdigit():
        return "ac" if _VOWEL_NUMBER.match(word) else "a"
    first = unicodedata.normalize("NFKD", word)[:1].casefold()
    return "ac" if first in _VOWELS else "a"


def _welsh_links(message: str, values: Mapping[str, object]) -> str:
    """`a` and `y` before a number that begins with a vowel when it is said are `ac` and `yr`."""

    def linked(found: re.Match[str]) -> str:
        link, place = found[1], found[2]
        return f"{_WELSH_LINKS[link] if _VOWEL_NUMBER.match(str(values[place])) else link} %({place})s"

    return _WELSH_LINK.sub(linked, message)


def _welsh_name(name: str) -> str:
    both = _BOTH_NAMES.fullmatch(name)
    return both[1] if both else name


_OWN = {"cy": Grammar(joined=_welsh_list, before_values=_welsh_links, own_name=_welsh_name)}
