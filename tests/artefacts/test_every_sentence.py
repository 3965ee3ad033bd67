"""What the pages say in every state of supply, at every edge and in each language, written out for a person to read.

The files in `sentences/` are the whole of it, a line for each state: a sentence that reads wrong there reads wrong on a page.
`--update-golden` writes them anew. No message of the modules below is left untried.
"""

from __future__ import annotations

import gettext
import io
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

from sitegen.artefacts.pages import history, national
from sitegen.artefacts.sections import (
    ages_view,
    alike_view,
    apart,
    change_view,
    comparison,
    crime_view,
    doubts,
    force_lines,
    ground_view,
    history_view,
    outcome_view,
    promise_view,
    rates_view,
    release_view,
    residents,
    street_view,
    timeline_view,
    trend_view,
    usual_view,
    year_change_view,
    year_view,
)
from sitegen.artefacts.text import phrases
from sitegen.artefacts.text.words import Words, read_words
from sitegen.raw import RawFile
from tests.artefacts.catalogue import extract_messages
from tests.artefacts.every_age import equal_ages
from tests.artefacts.every_beside import forces_beside
from tests.artefacts.every_change import alike_places, kinds_together, years
from tests.artefacts.every_ground import grounds
from tests.artefacts.every_history import history as years_told
from tests.artefacts.every_promise import promises, timelines
from tests.artefacts.every_release import releases
from tests.artefacts.every_state import SCENES
from tests.artefacts.every_year_change import year_changes
from tests.artefacts.inputs import ROOT, raw_group

MODULES: tuple[ModuleType, ...] = (
    ages_view, alike_view, apart, change_view, comparison, crime_view, doubts, force_lines, ground_view, history, history_view, national,
    outcome_view, phrases, promise_view, rates_view, release_view, residents, street_view, timeline_view, trend_view, usual_view, year_change_view,
    year_view,
)  # fmt: skip


class Heard(gettext.NullTranslations):
    """The translations of a language, with the messages they were asked for."""

    def __init__(self, inner: gettext.NullTranslations) -> None:
        super().__init__()
        self.inner = inner
        self.messages: set[str] = set()

    def gettext(self, message: str) -> str:
        self.messages.add(message)
        return self.inner.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        self.messages.add(message)
        return self.inner.pgettext(context, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages.add(msgid1)
        return self.inner.ngettext(msgid1, msgid2, n)


class Telling(NamedTuple):
    """All that is said in one language, and the messages it is made of."""

    lines: tuple[str, ...]
    messages: frozenset[str]


@cache
def tell(language: str) -> Telling:
    known = read_words(language, raw_group("content/locales"))
    heard = Heard(known.translations)
    words = Words(language, heard)
    lines: list[str] = []
    scenes = (equal_ages, years, kinds_together, alike_places, promises, releases, timelines, years_told, grounds, year_changes, forces_beside)
    for scene in (*SCENES, *scenes):
        lines.append(f"== {scene.__name__}")
        lines += dict.fromkeys(f"{state} | {' '.join(said.split())}" for state, said in scene(words))
    return Telling(tuple(lines), frozenset(heard.messages))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_state_says_what_was_read_and_found_right(language: str, update_golden: bool) -> None:
    path = Path(__file__).parent / "sentences" / f"{language}.txt"
    said = "\n".join(tell(language).lines) + "\n"
    if update_golden:
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8"), "sentences have changed: read them (--update-golden writes the file)"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_message_is_left_untried(module: ModuleType) -> None:
    source = Path(str(module.__file__))
    name = source.relative_to(ROOT).as_posix()
    catalogue = read_po(io.BytesIO(extract_messages([RawFile(name, source.read_bytes())])))
    messages = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id}
    assert sorted(messages - tell("en").messages) == []


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_sentence_has_a_hole_a_doubled_stop_or_a_number_to_itself(language: str) -> None:
    for line in tell(language).lines:
        said = line.partition(" | ")[2]
        for fault in ("%(", ".. ", "( ", "=None"):
            assert fault not in said, line
        many = re.search(r"(?<![\d,.])1 (?:crimes|reports|forces|streets|months|neighbourhoods)\b|\b(\d[\d,.]*) to \1\b", said)
        assert not many or "a day" in said, line
