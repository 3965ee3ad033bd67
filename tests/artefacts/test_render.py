"""Templates become pages: escaped, linked relatively, complete or not at all."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import UndefinedError

from sitegen import urls
from sitegen.artefacts import figures
from sitegen.artefacts.text.render import read_site
from sitegen.errors import SchemaError
from sitegen.raw import RawFile
from tests.artefacts.examples import BARE, COMPONENTS, bake_examples
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import SITE, renderer


@dataclass(frozen=True)
class View:
    name: str = "Castle Gate"


@dataclass(frozen=True)
class FigureView:
    f: figures.Figure


def bake(body: str, path: str = "loamshire/cg/index.html", settings: dict[str, object] | None = None, view: object = None) -> str:
    """The page made from the layout with `body` as its main part."""
    template = RawFile("templates/pages/bare.html", BARE.replace("BODY", body).encode())
    return renderer(settings, template).render("pages/bare.html", path, view or View()).decode()


def test_everything_is_escaped() -> None:
    assert "&lt;script&gt;" in bake("{{ page.name }}", view=View("<script>"))


def test_name_the_view_does_not_have_stops_the_build() -> None:
    with pytest.raises(UndefinedError, match="postcode"):
        bake("{{ page.postcode }}")


def test_links_are_relative_to_the_page() -> None:
    assert 'href="../../about/#top"' in bake("<a href=\"{{ link(urls.page('about'), 'top') }}\">a</a>")
    assert 'href="about/"' in bake("", path=urls.HOME)


def test_asset_has_its_public_name() -> None:
    page = parse(bake(""))
    assert [link.get("href")[:18] for link in named(page, "link", rel="stylesheet")] == ["../../assets/site."]


def test_unknown_asset_is_named() -> None:
    with pytest.raises(SchemaError, match=r"no asset nothing\.js"):
        bake("{{ asset('nothing.js') }}")


def test_page_is_the_same_bytes_each_time() -> None:
    assert bake("{{ page.name }}") == bake("{{ page.name }}")


def test_indentation_goes_and_preformatted_text_stays() -> None:
    assert "<p>a\nb</p>\n<pre>  x\n\n  y</pre>" in bake("<p>a   \n\n      b</p>\n\n   <pre>  x\n\n  y</pre>")


def test_texts_are_translated_with_their_places_escaped() -> None:
    assert "In A&amp;B" in bake("{% trans name=page.name %}In {{ name }}{% endtrans %}", view=View("A&B"))


def test_every_page_says_what_it_is_and_is_not() -> None:
    words = text(parse(bake("")))
    assert "Not a police website" in words
    assert "Run by The Loamshire Open Data Trust." in words
    assert "It is not the police" in words
    assert "Release 2025-08, months May 2025 to June 2025." in words
    page = parse(bake(""))
    assert [link.get("href") for link in page.iter("a") if link.get("href", "").startswith("tel:")] == ["tel:999", "tel:101", "tel:18001101"]


def test_attribution_names_the_datasets_used_and_no_other() -> None:
    words = text(parse(bake("", settings={"attributions": ["police", "royal-mail"]})))
    assert "Open Government Licence v3.0" in words
    assert "Contains Royal Mail data © Royal Mail copyright and database right 2025." in words
    assert "Ordnance Survey" not in words
    assert "National Statistics" not in words


def test_preview_and_invented_data_are_said_on_the_page() -> None:
    plain = text(parse(bake("")))
    assert "Preview" not in plain
    assert "Invented" not in plain
    marked = text(parse(bake("", settings={"preview": True, "operator": "", "contact": "", "invented": "Loamshire and Wealdmoor"})))
    assert "Preview, not for publication." in marked
    assert "Invented data." in marked
    assert "Loamshire and Wealdmoor" in marked
    assert "Nobody has yet said who runs this copy of the site." in marked


def test_contact_may_be_an_email_or_an_address() -> None:
    assert 'href="mailto:people@loamshire.example"' in bake("")
    assert 'href="https://loamshire.example/contact"' in bake("", settings={"contact": "https://loamshire.example/contact"})


def test_canonical_link_needs_a_base_url_and_a_public_site() -> None:
    public = bake("", settings={"base_url": "https://crime.example/"})
    assert '<link rel="canonical" href="https://crime.example/loamshire/cg/">' in public
    assert "noindex" not in public
    for settings in ({}, {"base_url": "https://crime.example/", "preview": True}, {"base_url": "https://crime.example/", "invented": "Loamshire"}):
        hidden = bake("", settings=dict(settings))
        assert "canonical" not in hidden
        assert "noindex" in hidden


def test_site_without_months_still_has_pages() -> None:
    assert "Months" not in bake("", settings={"first_month": "", "last_month": "", "release": ""})


def test_site_setting_with_another_key_is_refused() -> None:
    with pytest.raises(SchemaError, match="nickname"):
        read_site({**SITE, "nickname": "x"})


def test_content_security_policy_allows_nothing_inline() -> None:
    policy = named(parse(bake("")), "meta", http_equiv="Content-Security-Policy")[0].get("content")
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", COMPONENTS)
def test_examples_of_a_component_are_good_markup(name: str) -> None:
    # Links of an example lead to sections that are not there.
    assert [fault for fault in faults(bake_examples(name).encode()) if not fault.startswith("link to #")] == []


def test_missing_figure_is_hatched_and_named_and_never_a_number() -> None:
    cell = bake(
        "{% from 'components/figure/figure.html' import figure_cell %}<table>{{ figure_cell(page.f) }}</table>",
        view=FigureView(figures.Missing("not_supplied")),
    )
    assert '<td class="n missing"><span>not supplied</span></td>' in cell


def test_finding_without_figures_has_no_number() -> None:
    source = "{% from 'components/finding/finding.html' import finding %}{{ finding(page.f, page.f, '2025-06', 'Wealdmoor Police') }}"
    finding = next(p for p in parse(bake(source, view=FigureView(figures.Missing("not_supplied")))).iter("p") if p.get("class") == "finding")
    assert text(finding) == "No figures that can be counted came from Wealdmoor Police for June 2025, so there is no number to show."
    assert not list(finding.iter("b"))


def test_makers_share_the_compiled_templates_and_nothing_of_the_site() -> None:
    one, other = renderer(), renderer({"title": "Another title"})
    assert one.environment is other.environment
    assert (one.site.title, other.site.title) == (SITE["title"], "Another title")


def test_other_templates_are_compiled_anew() -> None:
    assert renderer().environment is not renderer(None, RawFile("templates/pages/bare.html", BARE.encode())).environment
