"""Templates compiled for speed say what Jinja makes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest
from jinja2 import UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from sitegen.artefacts.pages import force, neighbourhood, streets
from sitegen.artefacts.text.inline import as_text, slim
from sitegen.artefacts.text.render import Renderer, make_environment
from sitegen.raw import RawFile
from tests.artefacts import loamshire
from tests.artefacts.inputs import TEMPLATES, renderer

MACROS = RawFile(
    "templates/components/odd/odd.html",
    b"""{% macro box(title, level=2) %}<h{{ level }}>{{ title }}</h{{ level }}>{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}
{% macro twice(items) %}{% for item in items %}{{ box(item, level=loop.index) }}{% endfor %}{% endmacro %}
{% set shape = {"a": "round"} %}
{% macro shaped(name) %}{{ shape[name] }}{% endmacro %}""",
)


def made(body: str, page: object = None, *, plain: bool = False) -> str:
    """A page that imports the odd macros, compiled our way or Jinja's."""
    source = f"{{% from 'components/odd/odd.html' import box, twice, shaped %}}{body}"
    one = renderer(None, MACROS, _page(source))
    if plain:
        one = _plain(one, MACROS, _page(source))
    return one.render("pages/odd.html", "odd/index.html", page).decode()


def _page(source: str) -> RawFile:
    return RawFile("templates/pages/odd.html", source.encode())


def _plain(one: Renderer, *more: RawFile) -> Renderer:
    """The renderer with templates compiled in Jinja's own way; it shares nothing with the one the site uses."""
    environment = make_environment((*TEMPLATES, *more), one.words)
    environment.library = None
    environment.code_generator_class = CodeGenerator
    return replace(one, environment=environment)


@pytest.mark.parametrize(
    "body",
    [
        "{{ box('<A>') }}",
        "{{ box('A', 3) }}{{ box(level=4, title='B') }}",
        "{% set title = 'outer' %}{% call box('A') %}{{ title }}{% endcall %}{{ title }}",
        "{{ twice(['a', 'b', 'c']) }}",
        "{{ shaped('a') }}",
        "{% set kept %}{{ box('A') }}{% endset %}{{ kept }}{{ box('B')|upper }}",
        "{{ _('It is 5%% <b>more</b>') }} {{ box(_('Plain')) }}",
        "{% trans name='<x>' %}In {{ name }}, {{ name }}{% endtrans %}",
        "{% trans name=box('A') %}In {{ name }}{% endtrans %}",
        "{% for n in range(3) %}{% trans number=n %}{{ number }} street{% pluralize number %}{{ number }} streets{% endtrans %}{% endfor %}",
        "{% set seen = page or 'none' %}{% for n in range(2) %}{% set seen = n %}{{ seen }}{% endfor %}{{ seen }}",
        "{% block main %}{% for n in ['<a>', 'b'] %}{{ box(n) }}{% endfor %}{{ '<i>' }}{% endblock %}{{ self.main() }}",
        "{% for n in range(3) %}{% call box(n) %}{{ n }}{{ loop.last }}{% endcall %}{% endfor %}",
    ],
)  # fmt: skip
def test_macros_and_texts_laid_in_say_the_same(body: str) -> None:
    assert re.sub(r"\s+", " ", made(body)) == re.sub(r"\s+", " ", made(body, plain=True))


@pytest.mark.parametrize("maker", [neighbourhood, force, streets], ids=lambda maker: maker.__name__.rpartition(".")[2])
def test_pages_are_those_of_jinja_but_for_white_space(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = loamshire.pages(maker)
    monkeypatch.setattr("sitegen.artefacts.pages.context.make_renderer", lambda **given: _plain(renderer()))
    theirs = loamshire.pages(maker, months=loamshire.MONTHS)
    assert {path: b"".join(page.split()) for path, page in ours.items()} == {path: b"".join(page.split()) for path, page in theirs.items()}


def test_call_without_an_argument_the_macro_needs_stops_the_build() -> None:
    with pytest.raises(UndefinedError, match="title"):
        made("{{ box() }}")


def test_attribute_a_view_does_not_have_stops_the_build() -> None:
    with pytest.raises(UndefinedError, match="postcode"):
        made("{{ page.postcode }}", page=object())


def test_values_are_escaped_and_markup_is_not() -> None:
    assert as_text("a < b & 'c'") == "a &lt; b &amp; &#39;c&#39;"
    assert as_text(Markup("<b>")) == "<b>"
    assert (as_text(5), as_text(True), as_text(None)) == ("5", "True", "None")


def test_line_breaks_beside_rows_and_items_go_and_those_in_a_line_stay() -> None:
    assert slim("<ul>\n<li><a>a</a>\n<a>b</a>\n</li>\n</ul>\nc") == "<ul><li><a>a</a>\n<a>b</a></li></ul>c"
    assert slim("<p>a</p>\n<p>b</p>\n<table class='x'>\n<tr>") == "<p>a</p>\n<p>b</p><table class='x'><tr>"


def test_indentation_of_templates_goes_and_preformatted_text_stays() -> None:
    assert slim("<p>a  \n\n   b</p>\n <pre>  x\n\n  y</pre>") == "<p>a\nb</p>\n<pre>  x\n\n  y</pre>"
