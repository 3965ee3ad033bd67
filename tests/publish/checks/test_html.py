"""Tests of sitegen.publish.checks.html: pages that are written badly, or hide something, are read as a browser reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.publish.checks.days import day_in
from sitegen.publish.checks.html import read_page


@given(st.text(alphabet="<>/=\"'!-& \0aàsvgtemplatehrefdata0", max_size=200))
def test_whatever_the_text_there_is_a_page(text: str) -> None:
    assert read_page(text).headings >= 0


@pytest.mark.parametrize("wrapped", ["{}", "<template>{}</template>", "<template><template>{}</template></template>", "<noscript>{}</noscript>"])
def test_what_a_template_or_a_noscript_keeps_is_read(wrapped: str) -> None:
    page = read_page(wrapped.format('<img src="https://cdn.example/a.png" onload="go()"><p id="one">'))
    assert [one.value for one in page.references] == ["https://cdn.example/a.png"]
    assert page.inline == ["onload attribute on img"]
    assert page.anchors == ["one"]


def test_a_day_spread_over_elements_of_a_sentence_is_one_line_and_blocks_break_it() -> None:
    page = read_page('<div data-part="recorded">on <b class="x">12</b> <i>March</i> 2025<p>3</p>May<br>2025</div>')
    lines = [" ".join(line.split()) for line in page.recorded_text]
    assert [line for line in lines if line] == ["recorded", "x", "on 12 March 2025", "3", "May", "2025"]


def test_elements_and_attributes_may_be_written_in_capitals_and_without_quotes() -> None:
    page = read_page("<HTML LANG=en><TITLE>A\n b</TITLE><A HREF=x/ NAME=n ONCLICK=go()><H1>One<SVG><IMAGE XLINK:HREF=//cdn.example/b></SVG>")
    assert (page.language, page.title, page.headings, page.anchors) == ("en", "A b", 1, ["n"])
    assert [one.value for one in page.references] == ["x/", "//cdn.example/b"]
    assert page.inline == ["onclick attribute on a"]


def test_only_the_first_of_two_attributes_of_a_name_counts_as_in_a_browser() -> None:
    assert [one.value for one in read_page('<a href="real/" href="shadow/">x</a>').references] == ["real/"]


def test_a_comment_and_a_text_are_no_elements() -> None:
    page = read_page("<!-- <script>a()</script> --><textarea><script>b()</script></textarea>&lt;style&gt;")
    assert page.inline == []


def test_a_map_has_the_circles_outside_its_key_and_its_markers() -> None:
    drawn = '<marker><circle r="1"/></marker><g class="m-key"><circle cx="9" cy="9"/></g><circle cx="1" cy="2"/><path class="m-pt" d="M5 6l1 -1"/>'
    (baked,) = read_page(f'<div class="map"><svg viewBox="0 0 9 9" data-frame="1 2 3">{drawn}</svg></div><svg><circle cx="7" cy="7"/></svg>').maps
    assert baked.frame == "1 2 3"
    assert baked.circles == [("1", "2"), ("5", "6"), ("6", "5")]


def test_a_row_of_figures_has_a_number_for_each_column() -> None:
    table = "<table data-figures><tr><th>Month<tr><td>1,234 <small>in part</small><td colspan=2>not supplied<td>0</table><table><tr><td>5</table>"
    assert read_page(table).figures == [(1234, None, None, 0)]


def test_text_fields_that_a_form_would_put_into_an_address_are_named() -> None:
    fields = '<form><input name="sent"><textarea name="long"></textarea><input name="kept" type="HIDDEN"></form>'
    assert read_page(f'{fields}<form method="POST"><input name="posted"></form>').sent_fields == ["sent", "long"]


MOVED = '<meta http-equiv="refresh" content="{}"><body><main data-moved>x</main>'


def test_only_the_page_of_an_old_address_leads_on_by_itself_and_where_it_leads_is_a_link() -> None:
    page = read_page(MOVED.format("0; url=../nb02/index.html"))
    assert (page.is_moved, page.inline, [one.value for one in page.references]) == (True, [], ["../nb02/index.html"])
    elsewhere = read_page(MOVED.format("0; url=../nb02/index.html").replace(" data-moved", ""))
    assert (elsewhere.is_moved, elsewhere.inline, elsewhere.references) == (False, ["meta refresh"], [])


@pytest.mark.parametrize("content", ["5; url=x/", "0", "", "0; url=x/ y", "30"])
def test_an_old_address_leads_on_at_once_or_not_at_all(content: str) -> None:
    assert read_page(MOVED.format(content)).inline == ["meta refresh"]


WRITTEN = (
    '<div data-part="recorded">', '<p data-part="recorded" title="2025-03-12">', "</div>", "<p>", "<b>", "</b>", "<td>", "<br>", "12 ", "12",
    " March ", "March", " 2025", "2025", "/03/", "<i>12</i>", "&nbsp;", "\n", "2025-", "03-", "1st of ", "May 12, 2025", "<template>", "</template>",
    '<time datetime="2025-03-12">', "</time>", '<path d="M1 20 2025"/>', "3",
)  # fmt: skip


@given(st.lists(st.sampled_from(WRITTEN), max_size=12))
def test_a_page_in_which_a_recorded_line_has_a_day_may_hold_one(written: list[str]) -> None:
    page = read_page("".join(written))
    assert page.may_hold_day or not any(map(day_in, page.recorded_text))


def test_a_month_between_numbers_is_no_day() -> None:
    assert not read_page('<table data-part="recorded"><tr><td>12<td>June 2025<td>3</table>').may_hold_day
