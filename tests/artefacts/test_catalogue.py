"""Every text a reader sees is marked for translation, and the list of them is up to date."""

from __future__ import annotations

import io
import re
import warnings

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from sitegen.languages import TRANSLATED
from sitegen.raw import RawFile
from tests.artefacts.catalogue import extract_messages, outdated, places, refresh, texts_of, untranslated
from tests.artefacts.inputs import ROOT, TEMPLATES, raw_group

PAGES = [file for file in TEMPLATES if file.name.endswith(".html") and not file.name.endswith("examples.html")]
CATALOGUE = ROOT / "content/locales/site.pot"

_READ_ALOUD = ("alt", "aria-label", "placeholder", "title", "label")


def literal_texts(source: str) -> list[str]:
    """Words that stand in a template outside of any marked text: between tags, and in attributes that are read aloud."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    kept, in_trans, in_block, statement = "", False, False, ""
    for _, kind, value in environment.lex(source):
        if kind == "block_begin":
            in_block, statement = True, ""
        elif kind == "block_end":
            in_block = False
            words = statement.split()
            in_trans = words[0] == "trans" or (in_trans and words[0] != "endtrans")
        elif in_block:
            statement += value
        elif kind == "data" and not in_trans:
            kept += value
        elif kind == "variable_begin":
            kept += "\x00"
    attributes = [found[2] for found in re.finditer(rf'\b({"|".join(_READ_ALOUD)})="([^"\x00]*)"', kept)]
    between = re.sub(r"<!?[^<>]*>", "\n", kept).replace("\x00", "\n").split("\n")
    is_attribute = re.compile(r'[\w-]+="[^"]*"')  # the block that fills in the body's class
    return [text.strip() for text in (*between, *attributes) if re.search(r"[^\W\d_]", text) and not is_attribute.fullmatch(text.strip())]


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_no_text_of_a_template_is_unmarked(file: RawFile) -> None:
    assert literal_texts(file.data.decode()) == []


def test_unmarked_texts_are_found() -> None:
    source = '<p title="Tip">{% trans %}Marked{% endtrans %} Bare {{ name }} <b aria-label="{{ _("x") }}">999</b></p>{% if a %}Also{% endif %}'
    assert literal_texts(source) == ["Bare", "Also", "Tip"]


def test_catalogue_of_messages_is_up_to_date(update_golden: bool) -> None:
    made = extract_messages(
        [*PAGES, *raw_group("content/vocabulary"), *(file for file in raw_group("sitegen/artefacts") if file.name.endswith(".py"))]
    )
    if update_golden:
        CATALOGUE.write_bytes(made)
    assert CATALOGUE.is_file(), "content/locales/site.pot is missing; run pytest tests/artefacts/test_catalogue.py --update-golden"
    assert made == CATALOGUE.read_bytes(), "texts have changed; run pytest tests/artefacts/test_catalogue.py --update-golden"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str, update_golden: bool) -> None:
    path = ROOT / f"content/locales/{language}/LC_MESSAGES/site.po"
    fresh = refresh(path.read_bytes(), CATALOGUE.read_bytes(), language)
    if update_golden:
        path.write_bytes(fresh)
    refreshing = "run pytest tests/artefacts/test_catalogue.py --update-golden, which keeps what is translated"
    assert fresh == path.read_bytes(), f"{path.relative_to(ROOT)}: not the messages of site.pot; {refreshing}"
    if older := outdated(fresh, language):
        warnings.warn(f"{path.relative_to(ROOT)}: translations older than their English ({len(older)}): {older}", stacklevel=1)
    missing = untranslated(fresh, language)
    refreshed = "the catalogues are up to date now, and one thing is left: " if update_golden else ""
    assert missing == [], (
        f"{path.relative_to(ROOT)}: {refreshed}fill in the msgstr of these {len(missing)} messages (if one is not in the file, {refreshing}); "
        "who does not speak the language writes the English there, and `#, fuzzy` above it"
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_and_tags_of_its_message(language: str) -> None:
    catalogue = read_po(io.BytesIO((ROOT / f"content/locales/{language}/LC_MESSAGES/site.po").read_bytes()), locale=language)
    wrong = []
    for message in catalogue:
        texts = texts_of(message)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        allowed = [places(text) for text in texts]
        for form in map(str, forms if message.id else ()):
            if form and places(form) not in allowed:
                wrong.append((texts[-1], form))
    assert wrong == []


def test_refreshing_a_catalogue_keeps_translations_drops_old_messages_and_leaves_new_ones_empty() -> None:
    head = b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    made = refresh(
        head + b'msgid "kept"\nmsgstr "cadw"\n\nmsgid "old"\nmsgstr "hen"\n', head + b'msgid "kept"\nmsgstr ""\n\nmsgid "new"\nmsgstr ""\n', "cy"
    )
    assert made == head + b'msgid "kept"\nmsgstr "cadw"\n\nmsgid "new"\nmsgstr ""\n\n'
    assert untranslated(made, "cy") == ["new"]


HEAD = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def test_a_message_whose_english_has_changed_keeps_its_translation_and_is_marked() -> None:
    old = HEAD + '#, python-format\nmsgid "Nothing from %(force)s yet."\nmsgstr "Dim gan %(force)s eto."\n\n'
    new = HEAD + '#, python-format\nmsgid "Nothing yet from %(force)s."\nmsgstr ""\n\n'
    made = refresh(old.encode(), new.encode(), "cy")
    assert made.decode() == HEAD + (
        '#, fuzzy, python-format\n#| msgid "Nothing from %(force)s yet."\nmsgid "Nothing yet from %(force)s."\nmsgstr "Dim gan %(force)s eto."\n\n'
    )
    assert (untranslated(made, "cy"), outdated(made, "cy")) == ([], ["Nothing yet from %(force)s."])
    assert refresh(made, new.encode(), "cy") == made
    again = refresh(made, new.replace("Nothing yet", "Nothing so far").encode(), "cy").decode()
    assert '#| msgid "Nothing from %(force)s yet."\nmsgid "Nothing so far from %(force)s."\nmsgstr "Dim gan %(force)s eto."' in again


def test_a_changed_message_with_plural_forms_keeps_them_all() -> None:
    old = HEAD + 'msgid "%(number)s street"\nmsgid_plural "%(number)s streets"\nmsgstr[0] "%(number)s stryd"\nmsgstr[1] "%(number)s o strydoedd"\n\n'
    made = refresh(old.encode(), (HEAD + 'msgid "%(number)s road"\nmsgid_plural "%(number)s streets"\nmsgstr[0] ""\nmsgstr[1] ""\n\n').encode(), "cy")
    assert b'msgstr[1] "%(number)s o strydoedd"' in made
    assert outdated(made, "cy") == ["%(number)s road"]


@pytest.mark.parametrize("new", ["Nothing from %(place)s yet.", "Nothing from the force yet.", "A wholly different sentence of %(force)s"])
def test_a_translation_that_could_not_be_filled_in_or_says_another_thing_is_not_kept(new: str) -> None:
    old = HEAD + 'msgid "Nothing from %(force)s yet."\nmsgstr "Dim gan %(force)s eto."\n\n'
    made = refresh(old.encode(), (HEAD + f'msgid "{new}"\nmsgstr ""\n\n').encode(), "cy")
    assert (untranslated(made, "cy"), outdated(made, "cy")) == ([new], [])


def test_messages_come_from_templates_and_code_with_their_plurals() -> None:
    template = RawFile(
        "templates/a.html", b"{{ _('Reach <b>us</b>') }}{% trans n=1 %}one{% pluralize %}many{% endtrans %}{{ plural_forms('a bell', 'bells') }}"
    )
    code = RawFile("sitegen/b.py", b'words.gettext("%(force)s sent nothing", force=name)\nwords.ngettext("%(number)s day", "%(number)s days", 2)')
    made = extract_messages([code, template]).decode()
    for line in (
        'msgid "Reach <b>us</b>"',
        'msgid_plural "many"',
        'msgid "%(force)s sent nothing"',
        'msgid_plural "%(number)s days"',
        'msgid_plural "bells"',
    ):
        assert line in made
    assert made == extract_messages([template, code]).decode()
