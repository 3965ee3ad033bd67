"""A style belongs to one component: no class has a rule of its own in two sections of the stylesheets."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.artefacts.inputs import ASSETS

# Rules for a wider screen, paper or forced colours change what a section says; they stand in @media, which is left out here.
_AT_RULE = re.compile(r"@[a-z][^{;]*\{(?:[^{}]|\{[^{}]*\})*\}")
_SECTION = re.compile(r"/\* (\d+ [A-Z][^*]*?) ?\*/")


def sections_of_classes(style: str, file: str) -> dict[str, set[str]]:
    """For every class that a rule names alone, `.here{…}`, the sections with such a rule."""
    found: dict[str, set[str]] = defaultdict(set)
    parts = _SECTION.split(style)
    for title, rules in [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]:
        for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", _AT_RULE.sub("", re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL))):
            for selector in selectors.split(","):
                if re.fullmatch(r"\.[\w-]+", selector.strip()):
                    found[selector.strip()].add(f"{file} {title}".strip())
    return found


def test_no_class_is_styled_in_two_sections() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("site.css", "map.css"):
        style = next(file.data.decode() for file in ASSETS if file.name == f"templates/assets/{name}")
        for selector, sections in sections_of_classes(style, name).items():
            found[selector] |= sections
    assert len(found) > 50
    assert {selector: sections for selector, sections in found.items() if len(sections) > 1} == {}


def test_a_class_styled_twice_is_found_and_what_a_wide_screen_changes_is_not() -> None:
    style = "/* 3 Search */\n.here{margin:0}\n.list{gap:0}\n/* 14 Maps */\n.a,.here{display:block}\n/* 20 Wider */\n@media print{.list{gap:1px}}"
    assert {one for one, sections in sections_of_classes(style, "").items() if len(sections) > 1} == {".here"}
