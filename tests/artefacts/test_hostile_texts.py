"""Nothing a force writes can run, restyle its page or link where it should not; long texts fold away, odd entries leave the page whole."""

from __future__ import annotations

import json
from functools import cache
from gettext import NullTranslations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.artefacts.pages import neighbourhood
from sitegen.artefacts.text.long_text import folded
from sitegen.artefacts.text.words import Words
from sitegen.raw import RawFile
from sitegen.sources.neighbourhoods import read_contacts, read_links, read_neighbourhoods, read_stations
from sitegen.sources.teams import read_events, read_people, read_priorities
from tests.artefacts import loamshire
from tests.artefacts.html import Element, faults, parse, text

PATH = "loamshire/cg/index.html"
WORDS = Words("en", NullTranslations())
PIECES = (
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<style>*{display:none}</style>", '<p style="position:fixed">',
    "</p></div></main></body>",
    '<a href="javascript:alert(1)">x</a>', '<a href="//evil.example/">x</a>', '<a href="&#106;avascript:alert(1)">x</a>',
    "<a href=' java\tscript:x'>",
    '<a href="https://a.example/" onclick="x" style="x">x</a>', "<iframe srcdoc='<script>1</script>'>", "<base href=//evil.example>",
    "]]>", "<!--", "-->",
    "<meta http-equiv=refresh content=0;//evil.example>", "<form action=//evil.example>", "<math><mtext><style>", "{{ 7*7 }}", "{% raw %}",
    "%(name)s",
    "javascript:alert(1)", "//evil.example", "data:text/html,x", "https://a.example/\"onmouseover=\"alert(1)", "' onfocus=x autofocus '",
    "\x00", "\u202e",
    "long words " * 400, "0", "", "2025-07-31T18:30:00", "2025-07-30T18:30:00+01:00", "2025-07-31T18:30:00Z", "tidy words",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=4).map("".join)
VALUES = TEXTS | st.none() | st.integers(-2, 10**6) | st.booleans()


@cache
def own_markup() -> tuple[frozenset[str], frozenset[str]]:
    """The names of elements and the addresses of scripts and styles on the same page without a word of the force's."""
    elements = [one for one in parse(made({})).iter() if isinstance(one.tag, str)]
    return frozenset(one.tag for one in elements), frozenset(one.get("src") or one.get("href") for one in elements if one.tag in {"script", "link"})


def made(force_texts: dict[str, object]) -> bytes:
    files = tuple(RawFile(f"policing/loamshire/{name}.json", json.dumps(value).encode()) for name, value in force_texts.items())
    named: dict[str, Any] = {"force_id": "loamshire", "policing": files}  # Any: tables and settings
    tables: dict[str, Any] = {}  # Any: tables and settings
    if files:
        read = read_neighbourhoods(**named, boundaries=loamshire.boundaries())
        tables = {
            "neighbourhoods": read,
            "contacts": read_contacts(**named), "stations": read_stations(**named), "links": read_links(**named),
            "people": read_people(**named), "priorities": read_priorities(**named), "events": read_events(**named),
        }  # fmt: skip
    return loamshire.pages(neighbourhood, **tables)[PATH]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, min_size=24, max_size=24))
def test_nothing_a_force_writes_can_run_restyle_or_lead_astray(values: list[object]) -> None:
    v = iter(values)
    detail = {
        "id": "cg", "name": next(v) or "Castle Gate", "description": next(v), "population": next(v), "url_force": next(v),
        "contact_details": {"email": next(v), "web": next(v), "twitter": next(v), "telephone": next(v)},
        "links": [{"title": next(v), "url": next(v), "description": next(v)}],
        "locations": [{"name": next(v), "address": next(v), "type": next(v), "postcode": next(v)}],
    }  # fmt: skip
    page = made({
        "neighbourhoods": [{"id": "cg", "name": detail["name"]}],
        "cg": detail,
        "cg/people": [{"name": next(v), "rank": next(v)}],
        "cg/priorities": [{"issue": next(v), "action": next(v), "issue-date": next(v)}],
        "cg/events": [{"title": next(v), "description": next(v), "address": next(v), "start_date": "2025-07-31T18:30:00", "end_date": next(v)}],
    })  # fmt: skip
    assert faults(page) == []
    _is_harmless(parse(page))


def _is_harmless(page: Element) -> None:
    tags, own = own_markup()
    for element in page.iter():
        if not isinstance(element.tag, str):  # a comment
            continue
        assert element.tag in tags | {"em", "strong", "ol", "details", "summary"}
        if element.tag == "script":
            assert element.get("src") in own or not element.get("src")
        if element.tag == "link":
            assert element.get("href") in own
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert name not in {"style", "srcdoc", "formaction"}
            if name in {"href", "src", "action"}:
                scheme = value.partition(":")[0] if ":" in value.partition("/")[0] else ""
                assert scheme.lower() in {"", "https", "http", "mailto", "tel"}, value
                assert not value.strip().startswith(("//", "\\")), value


def test_a_long_text_shows_its_beginning_and_folds_the_whole_away() -> None:
    whole = Markup("<p>We meet &amp; talk. Everybody is welcome.</p><p>" + "Each street has its turn. " * 60 + "<strong>Last words.</strong></p>")
    shown = folded(whole, WORDS)
    assert shown is not None
    opening, _, rest = shown.partition("<details>")
    assert opening.startswith("<p>We meet &amp; talk. Everybody is welcome. Each street")
    assert opening.endswith("turn. …</p>")
    assert len(opening) < 400
    assert rest == f"<summary>Read the whole text</summary>{whole}</details>"


def test_a_short_text_stays_as_it_is_whatever_its_markup_weighs() -> None:
    links = Markup("<p>" + '<a href="https://a.example/long/way/to/go" rel="nofollow noopener">here</a> ' * 12 + "</p>")
    assert folded(links, WORDS) is links
    assert folded(None, WORDS) is None


def test_a_description_of_twenty_thousand_characters_folds_and_the_page_stays_whole() -> None:
    words = "Our team walks every street of Castle Gate at least once a month. " * 300
    page = made(
        {"neighbourhoods": [{"id": "cg", "name": "Castle Gate"}], "cg": {"id": "cg", "name": "Castle Gate", "description": words, "population": "0"}}
    )
    assert faults(page) == []
    about = next(one for one in parse(page).iter("section") if one.get("id") == "about")
    assert text(next(about.iter("summary"))) == "Read the whole text"
    assert "people live here" not in text(parse(page))
