"""Nothing a force writes can do more than be read."""

from __future__ import annotations

import re
import time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.sources.markup import TEXT_MOST, SafeText, address_line, email_link, plain_text, safe_html, safe_link, safe_text, telephone_link


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Banks &amp; Hesketh", "Banks & Hesketh"),
        ("Banks &amp;amp;amp; Hesketh", "Banks & Hesketh"),
        ("St John&rsquo;s", "St John’s"),
        ("<p>City</p><p>Centre</p>", "City Centre"),
        ("City<br>Centre", "City Centre"),
        ("<b>City</b> Centre", "City Centre"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Town", "Town"),
        ("<script>alert(1)</script>Town", "Town"),
        (" a\n b\t c\u00a0d ", "a b c d"),
        ("under < 5 & over", "under < 5 & over"),
        ("a\u202eb\u0007c\ud800d", "abcd"),
        (12, "12"),
        (None, ""),
        (True, ""),
        ({"a": 1}, ""),
        (float("1e300"), ""),
    ],
)
def test_plain_text_is_one_line_of_what_was_meant(given_text: object, shown: str) -> None:
    assert plain_text(given_text) == shown


def test_plain_text_is_never_longer_than_a_line() -> None:
    assert len(plain_text("name " * 20_000)) <= 300


def test_an_address_is_one_line_with_its_commas_in_place() -> None:
    assert address_line("74 Belgrave Gate\n, Leicester") == "74 Belgrave Gate, Leicester"
    assert address_line(None) == ""


def test_paragraphs_lists_emphasis_and_links_stay() -> None:
    text = '<p>One <strong>two</strong> <em>three</em></p><ul><li><a href="https://example.org/a?b=1&amp;c=2">four</a></li></ul>'
    assert safe_html(text) == (
        '<p>One <strong>two</strong> <em>three</em></p><ul><li><a href="https://example.org/a?b=1&amp;c=2" rel="nofollow noopener">four</a></li></ul>'
    )


def test_bold_and_italic_are_kept_as_strong_and_emphasis() -> None:
    assert safe_html("<b>Call</b> <i>now</i>") == "<strong>Call</strong> <em>now</em>"


@pytest.mark.parametrize(
    "href",
    [
        "//evil.example/x",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "/local",
        "page.html",
        "https://user@evil.example/",
        "ftp://x.example/",
        "",
    ],
)
def test_a_link_to_anywhere_else_loses_its_address(href: str) -> None:
    assert safe_html(f'<a href="{href}">text</a>') == "text"


@pytest.mark.parametrize(
    "text",
    [
        '<img src=x onerror="alert(1)">',
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<iframe src=https://x.example></iframe>",
        "<svg><script>1</script></svg>",
        "<p></p> <br>",
        "",
        "   ",
        "&nbsp;",
    ],
)
def test_what_leaves_nothing_to_read_is_null(text: str) -> None:
    assert safe_html(text) is None


@pytest.mark.parametrize("value", [None, 3, ["<p>x</p>"]])
def test_what_is_no_text_is_null(value: object) -> None:
    assert safe_html(value) is None


def test_attributes_and_styles_are_dropped() -> None:
    assert safe_html('<p class="x" style="color:red" onclick="y()" id="z">text</p>') == "<p>text</p>"


def test_an_escaped_script_stays_text() -> None:
    assert safe_html("&lt;script&gt;alert(1)&lt;/script&gt;") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_entities_escaped_twice_are_resolved_once_more() -> None:
    assert safe_html("Tom &amp;amp; St John&amp;rsquo;s") == "Tom &amp; St John’s"


def test_line_breaks_of_a_plain_text_stay() -> None:
    assert safe_html("one\r\ntwo\nthree") == "one<br>two<br>three"


def test_block_elements_outside_the_list_become_line_breaks() -> None:
    assert safe_html("<div>one</div><h2>two</h2>three") == "one<br>two<br>three"


def test_a_long_text_ends_with_a_sentence() -> None:
    text = safe_html("<p>" + "This is a sentence of the description. " * 600 + "</p>")
    assert text is not None
    assert len(text) <= TEXT_MOST + 20
    assert text.endswith("description. …</p>")


def test_a_text_of_ten_thousand_characters_is_kept_whole() -> None:
    whole = ("A sentence. " * 900)[:9_990].strip()
    assert safe_text(whole) == (whole, False)
    assert safe_text(whole + " And this one is beyond the limit.").is_shortened


def test_a_long_text_of_many_paragraphs_keeps_whole_ones() -> None:
    paragraph = f"<p><strong>Note</strong> {'word ' * 190}</p>"
    text = safe_html(paragraph * 30)
    assert text is not None
    assert text.count("<p>") == text.count("</p>") == 10
    assert "strong" not in text


def test_a_long_text_without_any_space_is_cut_all_the_same() -> None:
    text = safe_html("x" * 30_000)
    assert text is not None
    assert len(text) < 10_100


@pytest.mark.parametrize("piece", ["<strong>", "<ul><li>", "<p>", "<a href='https://x.example'>", "&amp;amp;", "<", "</div  "])
def test_no_repetition_takes_long(piece: str) -> None:
    begun = time.process_time()
    safe_html(piece * 100_000 + "x")
    plain_text(piece * 100_000 + "x")
    assert time.process_time() - begun < 5


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/&;\"' =:apbrulostemhfjscix#\n") | st.characters(), max_size=80))
def test_no_text_gives_a_tag_or_attribute_outside_the_list(text: str) -> None:
    made = safe_html(text)
    if made is None:
        return
    for element in html5lib.parseFragment(made, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
        assert set(element.attrib) <= {"href", "rel"}
        assert re.match(r"https?://|mailto:", element.attrib.get("href", "mailto:"), re.IGNORECASE)


@pytest.mark.parametrize("address", ["https://www.example.org/a?b=c#d", "http://example.org", "HTTPS://Example.org:8443/x"])
def test_web_addresses_are_safe_links(address: str) -> None:
    assert safe_link(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        3,
        "javascript:alert(1)",
        "//x.example",
        "https://",
        "https://a@b.example/",
        'https://x.example/"onclick=',
        "https://x.example/\u202e",
        "https://x.example/" + "a" * 3000,
        "www",
        "www.",
        "wwwexample.org",
    ],
)
def test_anything_else_is_no_link(address: object) -> None:
    assert safe_link(address) is None


def test_addresses_and_numbers_become_links_only_where_they_are_that_and_no_more() -> None:
    assert email_link("team.one@loamshire.example") == "mailto:team.one@loamshire.example"
    assert email_link("team@x.example?subject=a") is None
    assert email_link("write to team@x.example") is None
    assert telephone_link("0116 222-2222 ") == "tel:01162222222"
    assert telephone_link("(01633) 838 111") == "tel:01633838111"
    assert telephone_link("101 or 999 in an emergency") is None


def test_a_link_without_an_address_leaves_its_text_and_other_links_alone() -> None:
    linked = '<a href="https://x.example/" rel="nofollow noopener">b</a>'
    assert safe_html(f'<p><a name="top">a</a> {linked} <a href="javascript:1">c <em>d</em></a></p>') == f"<p>a {linked} c <em>d</em></p>"
    nested = safe_html('<a name="t">a<table><tr><td><a href="https://x.example/">b</a></td></tr></table>c</a>')
    assert nested is not None
    assert nested.count("<a ") == nested.count("</a>") == nested.count("href=")


@pytest.mark.parametrize("unit", ["<ul><li>", "<i></b>", "<b>", "<", "<p>"])
def test_tags_without_end_take_no_time_without_end(unit: str) -> None:
    begun = time.monotonic()
    text = unit * (100_000 // len(unit))
    assert "Hello" in (safe_text(f"Hello {text}").html or "")
    assert plain_text(f"Hello {text}").startswith("Hello")
    assert time.monotonic() - begun < 5


def test_a_text_is_cut_before_the_tag_that_is_one_too_many() -> None:
    assert safe_text("a" + "<br>" * 4000) == SafeText("a" + "<br>" * 4000, False)
    assert safe_text("a" + "<br>" * 4001) == SafeText("a" + "<br>" * 4000, True)


def test_www_is_an_address() -> None:
    assert safe_link(" www.example.org/a ") == "https://www.example.org/a"
    assert safe_link("WWW.example.org") == "https://WWW.example.org"
    assert safe_html('<a href="www.example.org">x</a>') == '<a href="https://www.example.org" rel="nofollow noopener">x</a>'


@pytest.mark.parametrize(
    ("given_html", "shown"),
    [
        ("<table><tr><td>Monday</td><td>9am</td></tr><tr><td>Tuesday</td><td>10am</td></tr></table>", "Monday 9am<br>Tuesday 10am"),
        ("before<div>one</div><div>two</div>after", "before<br>one<br>two<br>after"),
        ("<b>before</b><h2>one</h2>", "<strong>before</strong><br>one"),
        ("<dl><dt>Monday</dt><dd>9am</dd></dl>", "Monday<br>9am"),
        ("<div><p>one</p></div><section><p>two</p></section>", "<p>one</p><p>two</p>"),
        ("one\r\ntwo <b>three</b>\nfour", "one<br>two <strong>three</strong><br>four"),
        ("<p>one\ntwo</p>", "<p>one\ntwo</p>"),
        ("The team covers:\r\nAlder\r\n<table>\r\n<tr>\r\n<td>Monday</td>\r\n<td>9am</td></tr></table>", "The team covers:<br>Alder<br>Monday 9am"),
    ],
)
def test_cells_and_lines_stay_apart(given_html: str, shown: str) -> None:
    assert re.sub(" *<br> *", "<br>", " ".join((safe_html(given_html) or "").split(" "))).replace("  ", " ").strip() == shown


def test_lines_and_cells_of_an_address_stay_apart() -> None:
    assert address_line("1 Elm Road\n, Alder") == "1 Elm Road, Alder"
    assert address_line("<p>Alder Hall</p><p>1 Elm Road<br/>Alder</p>") == "Alder Hall, 1 Elm Road, Alder"
    assert plain_text("<td>Alder</td><td>Hall</td>") == "Alder Hall"
