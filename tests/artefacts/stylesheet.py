"""Stylesheets as rules, and the laws that they keep: each law is a function that names the faults."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2
from selectolax.lexbor import LexborHTMLParser

PAGE_WIDE = "templates/styles/", "templates/layouts/"
"""Folders whose parts may style elements: what every page has."""

_OF_THE_READER = re.compile(
    r":not\(\[open\]\)|:not\(:has\(:target\)\)|:(?:has|not)\(:target\)"
    r"|::?(before|after|marker|placeholder|hover|focus-visible|focus|active|target|fullscreen|details-content)(?![\w-])|\[(open|disabled)\]"
)
_LISTS = re.compile(r"(?<![\w.#-])ol(?![\w-])")


@dataclass(frozen=True)
class Rule:
    """One selector with what it declares. `condition` is the `@media` or `@container` around it, or nothing."""

    part: str
    condition: str
    selector: str
    declarations: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """The classes and ids in the selector, wherever they stand: `.hero`, `#month`."""
        return frozenset(re.findall(r"[.#][A-Za-z][\w-]*", re.sub(r"\[[^]]*\]", "", self.selector)))

    def __str__(self) -> str:
        return f"{self.part}: {self.condition} {self.selector}".replace(":  ", ": ")


def read_rules(part: str, style: str) -> list[Rule]:
    """The rules of one part of a stylesheet, in their order."""
    return list(_rules(part, "", tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)))


def _rules(part: str, condition: str, nodes: Iterable[Any]) -> Iterator[Rule]:  # Any: nodes of a library without types
    for node in nodes:
        if node.type == "error":
            raise AssertionError(f"{part}:{node.source_line}: {node.message}")
        if node.type == "at-rule" and node.lower_at_keyword in {"media", "container"}:
            inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(part, f"@{node.at_keyword} {tinycss2.serialize(node.prelude).strip()}", inside)
        elif node.type == "qualified-rule":
            told = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            declarations = tuple(f"{one.name}:{tinycss2.serialize(one.value).strip()}{'!important' * one.important}" for one in told)
            yield from (Rule(part, condition, selector, declarations) for selector in _selectors(node.prelude))


def _selectors(prelude: Iterable[Any]) -> list[str]:  # Any: as above
    found: list[list[Any]] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    # Between n and +4 the library writes a comment, so that they do not become one number.
    return [tinycss2.serialize(one).strip().replace("/**/", "") for one in found]


# ---- laws of the rules alone


def styled_twice(rules: Iterable[Rule]) -> list[str]:
    """Classes, or classes within others, `.hero .search`, that two parts style."""
    parts: dict[frozenset[str], set[str]] = defaultdict(set)
    for rule in rules:
        if rule.names:
            parts[rule.names].add(rule.part)
    return [f"{' '.join(sorted(names))} is styled in {' and '.join(sorted(found))}" for names, found in parts.items() if len(found) > 1]


def styled_by_a_stranger(rules: Iterable[Rule]) -> list[str]:
    """Rules none of whose classes is their part's own: styled alone there, or nowhere else."""
    parts: dict[str, set[str]] = defaultdict(set)
    alone: dict[str, set[str]] = defaultdict(set)
    rules = list(rules)
    for rule in rules:
        for name in rule.names:
            parts[name].add(rule.part)
            if len(rule.names) == 1:
                alone[name].add(rule.part)
    return [str(rule) for rule in rules if rule.names and not any(rule.part in alone[name] or parts[name] == {rule.part} for name in rule.names)]


def styled_without_a_class(rules: Iterable[Rule]) -> list[str]:
    """Rules of a component or of one page that reach beyond it, because they name no class."""
    return [str(rule) for rule in rules if not rule.names and not rule.part.startswith(PAGE_WIDE)]


def shown_though_hidden(rules: Iterable[Rule]) -> list[str]:
    """Rules that would show what is hidden: `[hidden]{display:none!important}` yields to what is important too."""
    shows = re.compile(r"display:(?!none).*!important")
    return [str(rule) for rule in rules if any(map(shows.match, rule.declarations)) and ":not([hidden])" not in rule.selector]


# ---- laws of rules and pages


@dataclass(frozen=True)
class Scripts:
    """What scripts may add to a page: classes, attributes and elements; and the classes by which they find something."""

    classes: frozenset[str]
    attributes: frozenset[str]
    elements: frozenset[str]
    looked_for: frozenset[str]


def read_scripts(text: str) -> Scripts:
    """What is written in the scripts' text."""
    given = re.findall(r"class(?:Name\s*=|List\.\w+\()\s*[\"']([^\"']*)", text)
    made = re.findall(r"\bmake\w*\([^,()]*,(?:[^,()]|\([^()]*\))*,\s*([^;]*?)\)", text)
    quoted = set(re.findall(r"[\"'`]([a-z][a-z0-9-]*)[\"'`]", text))
    data = {"data-" + re.sub("[A-Z]", lambda capital: f"-{capital[0].lower()}", name) for name in re.findall(r"dataset\.(\w+)", text)}
    own = {name for words in given + re.findall(r"[\"']([\w -]+)[\"']", " ".join(made)) for name in words.split()}
    return Scripts(
        frozenset(own),
        frozenset(quoted | data),
        frozenset(quoted | ({"button"} if "makeButton(" in text else set())),
        frozenset(re.findall(r"\.([a-z][\w-]*)", " ".join(re.findall(r"(?:querySelector(?:All)?|closest|matches)\(\s*[\"'`]([^\"'`]*)", text)))),
    )


def unstyled(rules: Iterable[Rule], pages: Iterable[tuple[str, LexborHTMLParser]], scripts: Scripts) -> list[str]:
    """Classes of pages, or that scripts give, that no rule names and no script looks for, with a page that has one."""
    named = {name[1:] for rule in rules for name in rule.names if name[0] == "."} | scripts.looked_for
    used = dict.fromkeys(scripts.classes, "a script")
    for path, page in pages:
        used |= {name: path for node in page.css("[class]") for name in (node.attributes["class"] or "").split()}
    return [f"{path}: nobody styles the class {name}" for name, path in sorted(used.items()) if name not in named]


def matching_nothing(rules: Iterable[Rule], pages: Iterable[tuple[str, LexborHTMLParser]], scripts: Scripts) -> list[str]:
    """Rules that match no element of any page, as it is or as a script may change it."""
    left = {rule: {_as_written(rule.selector), _as_scripts_leave_it(rule.selector, scripts)} for rule in rules}
    for _, page in pages:
        left = {rule: forms for rule, forms in left.items() if not any(page.css_matches(form) for form in forms)}
    return [str(rule) for rule in left]


def _as_written(selector: str) -> str:
    """Without what a reader does to a page; a force may number a list that has bullets in the sample."""
    return _filled(_LISTS.sub(":is(ol,ul)", _OF_THE_READER.sub("", selector)))


def _as_scripts_leave_it(selector: str, scripts: Scripts) -> str:
    """Without the states a script sets, and cut where it names an element that a script makes."""
    stateless = _OF_THE_READER.sub("", selector)
    for state in (r":empty", r":has\([^()]*\)", r":not\([^()]*\)"):
        stateless = re.sub(state, "", stateless)
    kept: list[str] = []
    for piece in re.split(r"(\s*[>+~]\s*|\s+)", stateless):
        bare = re.sub(r"\.([\w-]+)", lambda found: "" if found[1] in scripts.classes else found[0], piece)
        bare = re.sub(r"\[([\w-]+)[^]]*\]", lambda found: "" if found[1] in scripts.attributes else found[0], bare)
        made = re.match(r"[a-z]\w*$", bare)
        if kept and (not bare or (made and made[0] in scripts.elements)):
            break
        kept.append(bare)
    return _filled("".join(kept).rstrip("> +~"))


def _filled(selector: str) -> str:
    """With a star where nothing is left between two combinators."""
    return re.sub(r"(^|[\s>+~])(?=$|[\s>+~])", r"\1*", re.sub(r"\s*([>+~])\s*", r"\1", selector.strip())) or "*"
