"""A style belongs to one part: no class is styled in two, none that a page uses in none, and every rule matches something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from sitegen.artefacts.assets.styles import assembled
from sitegen.errors import InputError
from sitegen.raw import RawFile
from tests.artefacts.examples import COMPONENTS, bake_examples
from tests.artefacts.inputs import ASSETS, TEMPLATES
from tests.artefacts.stylesheet import (
    Rule,
    Scripts,
    matching_nothing,
    read_rules,
    read_scripts,
    shown_though_hidden,
    styled_by_a_stranger,
    styled_twice,
    styled_without_a_class,
    unstyled,
)

PARTS = {file.name: file.data.decode() for file in ASSETS if file.name.endswith(".css")}
RULES = [rule for name, style in PARTS.items() for rule in read_rules(name, style)]
SEARCH, MAP = "templates/components/search/search.css", "templates/components/baked_map/baked_map.css"
Pages = list[tuple[str, LexborHTMLParser]]


def rules(**parts: str) -> list[Rule]:
    """The rules of some components, by name."""
    return [rule for name, style in parts.items() for rule in read_rules(f"templates/components/{name}/{name}.css", style)]


# ---- one part, one style


def test_no_class_is_styled_in_two_parts() -> None:
    assert len({rule.names for rule in RULES}) > 200
    assert styled_twice(RULES) == []


def test_a_class_styled_twice_is_named_with_both_parts() -> None:
    # So the map's class once made a button of the search 736 px tall.
    planted = [*RULES, *read_rules(MAP, ".locate{height:46rem}"), *read_rules(SEARCH, ".search .locate{margin:0}")]
    assert styled_twice([*planted, *read_rules(SEARCH, ".locate{display:block}")]) == [f".locate is styled in {MAP} and {SEARCH}"]


def test_what_a_wide_screen_or_paper_changes_stands_with_the_class() -> None:
    twice = styled_twice(rules(map=".map{margin:0}", list=".list{gap:0}@media print{.map{margin:1mm}}@container (max-width:9rem){.list{gap:0}}"))
    assert [fault.split()[0] for fault in twice] == [".map"]


def test_a_class_within_another_is_styled_by_one_part_that_owns_one_of_them() -> None:
    assert styled_by_a_stranger(RULES) == []
    own = {"hero": ".hero{margin:0}", "search": ".search{margin:0}"}
    assert styled_by_a_stranger(rules(**own, list=".list{gap:0}.hero .search{gap:0}")) == ["templates/components/list/list.css: .hero .search"]
    assert styled_by_a_stranger(rules(hero=".hero{margin:0}.hero .search{gap:0}", search=".search{margin:0}.search.large{margin:0}")) == []
    in_both = rules(hero=".hero{margin:0}.hero .search{gap:0}", search=".search{margin:0}.hero .search a{gap:1px}")
    assert len(styled_twice(in_both)) == 1


def test_only_what_every_page_has_is_styled_without_a_class() -> None:
    assert styled_without_a_class(RULES) == []
    assert [str(rule) for rule in RULES if not rule.names]
    assert styled_without_a_class(rules(map="svg{margin:0}@media print{.map,table td{margin:0}}")) == [
        "templates/components/map/map.css: svg",
        "templates/components/map/map.css: @media print table td",
    ]


def test_what_is_hidden_stays_hidden() -> None:
    assert [rule.declarations for rule in RULES if rule.selector == "[hidden]"] == [("display:none!important",)]
    assert shown_though_hidden(RULES) == []
    assert (
        len(shown_though_hidden(rules(map=".map{display:block!important}.map a:not([hidden]){display:flex !important}.x{display:none!important}")))
        == 1
    )


# ---- rules and pages


@pytest.fixture(scope="module")
def pages(built_site: Path) -> Pages:
    """Every page of the invented county, and the examples of the components."""
    built = [(path.relative_to(built_site).as_posix(), path.read_bytes()) for path in sorted(built_site.rglob("*.html"))]
    examples = [(f"the examples of {name}", bake_examples(name).encode()) for name in COMPONENTS]
    return [(name, LexborHTMLParser(data)) for name, data in (*built, *examples)]


@pytest.fixture(scope="module")
def scripts() -> Scripts:
    """What the scripts add to pages."""
    return read_scripts("\n".join(file.data.decode() for file in TEMPLATES if file.name.endswith(".js")))


def test_no_page_uses_a_class_that_nobody_styles(pages: Pages, scripts: Scripts) -> None:
    assert len(pages) > 200
    assert unstyled(RULES, pages, scripts) == []


def test_every_rule_matches_something(pages: Pages, scripts: Scripts) -> None:
    # What the county happens not to show, a template with all its branches does.
    bare = [(file.name, re.sub(rb"\{(?:\{.*?\}|%.*?%|#.*?#)\}", b"", file.data)) for file in TEMPLATES if file.name.endswith(".html")]
    branches = [(name, LexborHTMLParser(data)) for name, data in bare]
    assert matching_nothing(RULES, [*pages, *branches], scripts) == []


FOUND = """<main class="found"><p class="said here"></p><ul class="list"><li>1</li></ul></main>"""
SCRIPT = """
  button.className = "plain"; list.classList.add("next"); const b = make("b", say("one", { two })); const note = make("p", text, isOld ? "old" : "");
  row.setAttribute("aria-selected", "true"); root.dataset.isReady = "yes"; document.querySelector(".said"); error.name === "AbortError";
"""


@pytest.mark.parametrize(
    ("selector", "is_dead"),
    [
        (".list li", False), (".list>li:first-child", False), (".list>a", True), (".gone", True), (".found .gone b", True), (".list .found", True),
        (".found b", False), (".found>b small", False), (".gone b", True), (".found[data-is-ready=no]", False), (".found [aria-selected]", False),
        (".found [aria-level]", True), (".found .plain", False), (".next .list", False), (".old", False), (".AbortError", True), (".one", True),
        (".said:hover::before", False), (".said:not(:empty)", False), ("@media print{.list ol}", True), (".found ol", False), (".list ol", True),
    ],
)  # fmt: skip
def test_a_rule_matches_a_page_as_it_is_or_as_a_script_makes_it(selector: str, is_dead: bool) -> None:
    page = [("a page", LexborHTMLParser(FOUND))]
    style = f"{selector[:-1]}{{margin:0}}}}" if selector.startswith("@") else f"{selector}{{margin:0}}"
    assert bool(matching_nothing(rules(found=style), page, read_scripts(SCRIPT))) == is_dead


def test_a_class_that_nobody_styles_is_named_with_its_page() -> None:
    page = [("a page", LexborHTMLParser(FOUND))]
    found = rules(found=".found,.list,.plain,.next{margin:0}")
    # What a script looks for needs no style.
    assert unstyled(found, page, read_scripts(SCRIPT)) == ["a page: nobody styles the class here", "a script: nobody styles the class old"]


# ---- put together


def asset(name: str, text: str) -> RawFile:
    return RawFile(f"templates/{name}", text.encode())


def test_a_stylesheet_is_put_together_in_the_order_of_its_imports() -> None:
    whole = asset("assets/site.css", '/* All. */\n@import "../styles/b.css";\n@import "../components/a/a.css";\n')
    made = assembled((whole, asset("components/a/a.css", "a{}\n"), asset("styles/b.css", "b{}\n"), RawFile("vendor/c.css", b"c{}")))
    assert [file.name for file in made] == ["templates/assets/site.css", "vendor/c.css"]
    assert made[0].data.split() == b"/* All. */ b{} a{}".split()


def test_a_part_that_is_missing_or_forgotten_is_named() -> None:
    whole, part = asset("assets/site.css", '@import "../styles/b.css";'), asset("styles/b.css", "b{}")
    with pytest.raises(InputError, match=r"templates/styles/b\.css: a stylesheet in templates/assets imports it, and it is not there"):
        assembled((whole,))
    with pytest.raises(InputError, match=r"components/a/a\.css: no stylesheet imports it; add it to the list in templates/assets/site\.css"):
        assembled((whole, part, asset("components/a/a.css", "a{}")))


def test_every_part_lies_beside_its_template() -> None:
    templates = {file.name for file in TEMPLATES}
    beside = [name for name in PARTS if name.startswith(("templates/components/", "templates/layouts/"))]
    assert [name for name in beside if name.replace(".css", ".html") not in templates] == []
    pages = [name for name in PARTS if name.startswith("templates/pages/")]
    assert [name for name in pages if re.sub(r"(_\w+)?\.css", ".html", name) not in templates] == []


@pytest.mark.parametrize(
    ("css", "where"),
    [
        ("a {\n}\n\nb { color: red;\n\nc { margin: 0 }\n", "4: the block that opens here is not closed"),
        ("a { }\n}\n", "2: the } here closes a block that is not open"),
        ("a { }\n/* no end\nb { }", "2: the /* here is not closed"),
        ('a { }\nb { content: "x; }\n', '2: the " here is not closed'),
    ],
)
def test_what_is_not_closed_is_named_with_its_line(css: str, where: str) -> None:
    with pytest.raises(InputError) as raised:
        assembled((RawFile("templates/assets/site.css", css.encode()),))
    assert str(raised.value) == f"templates/assets/site.css:{where}"


def test_braces_in_texts_and_comments_open_nothing() -> None:
    css = RawFile("templates/assets/site.css", b"a { content: \"{\" } /* { ' */ b { content: '}' }")
    assert assembled((css,)) == (css,)
