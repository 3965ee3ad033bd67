"""The map over the real data beside the checkout, where it is there: Leicester, Newport and the City of London."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.map_page import drawn, rest, settled, status
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def real_site(built_real_site: Path) -> Iterator[str]:
    """The address of the site baked from the real data."""
    with serving(built_real_site) as address:
        yield address


@pytest.mark.parametrize(
    ("place", "force"), [("52.6351/-1.1315", "leicestershire"), ("51.5877/-2.9984", "gwent"), ("51.5136/-0.0920", "city-of-london")]
)
def test_streets_are_drawn_and_listed_where_people_are(open_page: Open, real_site: str, place: str, force: str) -> None:
    visit = settled(open_page(f"{real_site}map/#z=14.5/{place}"))
    page = visit.page
    rest(page)
    points = drawn(page, "crimes")
    assert len(points) > 10
    assert force in {one["force"] for one in page.evaluate("() => crimeMap.map.featuresIn('boundaries', 'force')")}
    assert "In this view in" in status(page).inner_text()
    listed = page.locator(".inview button")
    assert listed.count() > 10
    listed.first.click()
    page.locator("[data-part=chosen-table]").wait_for()
    assert page.locator("[data-part=chosen-links] a").first.get_attribute("href")
    tiles = [url for url in visit.requests if "/tiles/crime/" in url and url.endswith(".mvt")]
    assert 1 <= len(tiles) <= 6
    assert (visit.refused, visit.complaints) == ([], [])
