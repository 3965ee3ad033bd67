"""Editorial pages: Markdown from `content/pages/`, with a few named values and links filled in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from sitegen import urls
from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.terms import slug

PAGES = frozenset(
    {"about", "accessibility", "copy", "coverage", "embed", "find", "licences", "map", "method", "offline", "postcodes", "privacy", "privacy/audit"}
)
"""What `[text](page:<name>)` in a text may lead to."""

_VALUE = re.compile(r"\{\{ *([a-z_]+) *\}\}")
_OWN_ID = re.compile(r" \{#([a-z0-9-]+)\}$")
_NO_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


@dataclass(frozen=True, slots=True)
class Editorial:
    """A page of text: its title, the paragraph under it, and the rest."""

    title: str
    lede: Markup
    body: Markup


def read_editorial(file: RawFile, *, path: str, values: Mapping[str, str], link: Callable[[str, str], str] = urls.link) -> Editorial:
    """The page in a Markdown file that is to stand at `path`.

    The file begins with `# Title` and one paragraph. A heading may end with its own id, `{#id}`: a translation gives that of the
    English heading, so that links lead to it. `{{ name }}` is replaced by `values[name]`, which is Markdown; a link to `page:<name>` leads to
    a page of the site, by `link` from one path to another. Raises InputError naming file and row where a value or page is unknown.
    """
    rows, text = _fill(file, values)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    if [token.tag for token in tokens[:4]] != ["h1", "", "h1", "p"]:
        raise InputError(f"{file.name} row 1: a page begins with its title, '# Title', and a paragraph; add them")
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _own_id(tokens[place + 1]) or slug(tokens[place + 1].content))
        for child in token.children or []:
            target = child.attrGet("href")
            if child.type == "link_open" and isinstance(target, str) and target.startswith("page:"):
                child.attrSet("href", _page_link(file, target.removeprefix("page:"), row=rows[(token.map or [0])[0]], link=partial(link, path)))
    return Editorial(title=tokens[1].content, lede=_html(markdown, tokens[4:5]), body=_html(markdown, tokens[6:]))


def _own_id(heading: Token) -> str:
    """The id that a heading gives itself, taken out of its text; empty where it gives none."""
    found = _OWN_ID.search(heading.content)
    if found and heading.children:
        heading.content = heading.content[: found.start()]
        heading.children[-1].content = _OWN_ID.sub("", heading.children[-1].content)
    return found[1] if found else ""


def plain(text: str) -> str:
    """A value as Markdown that reads as the text itself, whatever characters it has."""
    return _NO_MARKDOWN.sub(r"\\\1", text)


def address(contact: str) -> str:
    """An email or https address as a Markdown link."""
    return f"<{contact}>"


def _html(markdown: MarkdownIt, tokens: Sequence[Token]) -> Markup:
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))


def _fill(file: RawFile, values: Mapping[str, str]) -> tuple[list[int], str]:
    """The text with its values, and the row of the file that each of its lines comes from: a value may be several lines."""
    rows: list[int] = []
    filled: list[str] = []
    for number, line in enumerate(file.data.decode().split("\n"), start=1):
        for name in _VALUE.findall(line):
            if name not in values:
                raise InputError(f"{file.name} row {number}: no value {name}; use one of {', '.join(sorted(values))}")
        lines = _VALUE.sub(lambda found: values[found[1]], line).split("\n")
        filled += lines
        rows += [number] * len(lines)
    return rows, "\n".join(filled)


def _page_link(file: RawFile, name: str, row: int, link: Callable[[str], str]) -> str:
    if name not in PAGES:
        raise InputError(f"{file.name} row {row}: no page {name}; use one of {', '.join(sorted(PAGES))}")
    return link(urls.page(name))
