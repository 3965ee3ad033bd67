"""Templates are slim: what only their authors need of white space reaches no page, and what is missing stops the build."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from sitegen.artefacts.text.slim import slim
from sitegen.raw import RawFile
from tests.artefacts.inputs import renderer

BOX = RawFile("templates/components/odd/odd.html", b"{% macro box(title, level=2) %}<h{{ level }}>{{ title }}</h{{ level }}>{% endmacro %}")


def made(body: str, page: object = None) -> str:
    source = f"{{% from 'components/odd/odd.html' import box %}}{body}"
    return renderer(None, BOX, RawFile("templates/pages/odd.html", source.encode())).render("pages/odd.html", "odd/index.html", page).decode()


def test_call_without_an_argument_the_macro_needs_stops_the_build() -> None:
    with pytest.raises(UndefinedError, match="title"):
        made("{{ box() }}")


def test_attribute_a_view_does_not_have_stops_the_build() -> None:
    with pytest.raises(UndefinedError, match="postcode"):
        made("{{ page.postcode }}", page=object())


def test_line_breaks_beside_rows_and_items_go_and_those_in_a_line_stay() -> None:
    assert slim("<ul>\n<li><a>a</a>\n<a>b</a>\n</li>\n</ul>\nc") == "<ul><li><a>a</a>\n<a>b</a></li></ul>c"
    assert slim("<p>a</p>\n<p>b</p>\n<table class='x'>\n<tr>") == "<p>a</p>\n<p>b</p><table class='x'><tr>"


def test_indentation_of_templates_goes_and_preformatted_text_stays() -> None:
    assert slim("<p>a  \n\n   b</p>\n <pre>  x\n\n  y</pre>") == "<p>a\nb</p>\n<pre>  x\n\n  y</pre>"
