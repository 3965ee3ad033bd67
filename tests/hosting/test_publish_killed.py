"""A publisher that the system kills, on a disk and at a store: the site works, and the next one ends where it would have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitegen.hosting import store_target
from sitegen.hosting.lock import holding
from sitegen.hosting.open_target import open_target
from tests.hosting.killed import deadly, published_apart
from tests.hosting.small_api import answers, out_of_order, wrong_answers
from tests.hosting.small_site import broken_pages, broken_release, put_out, release_in, write_release

PAGES = ("index.html", "gwent/index.html", "about/index.html")
SOME, EVERY = 11, 1
"""How far the moments lie apart that are tried; all of them take minutes."""

all_of_them = pytest.param(EVERY, marks=pytest.mark.soak, id="every")
some_of_them = pytest.param(SOME, id="some")


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases of the small site."""
    return write_release(tmp_path / "one", 1, more=answers(1)), write_release(tmp_path / "two", 2, more=answers(2))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("step", [some_of_them, all_of_them])
@pytest.mark.parametrize("switch", ["in-place", "prefix"])
def test_killed_on_a_disk(sites: tuple[Path, Path], tmp_path: Path, switch: str, step: int) -> None:
    whole = tmp_path / "whole"
    for site in sites:
        put_out(open_target(whole.as_uri(), switch), release_in(site))
    shown = whole / "current" if switch == "prefix" else whole
    for number in range(1, 400, step):
        folder = tmp_path / str(number)
        put_out(open_target(folder.as_uri(), switch), release_in(sites[0]))
        ended = published_apart(folder.as_uri(), sites[1], switch=switch, dies_at=number)
        target = open_target(folder.as_uri(), switch)
        assert broken_pages(target, PAGES) == broken_release(target) == []
        put_out(target, release_in(sites[1]))
        assert files_of(folder / shown.relative_to(whole)) == files_of(shown), number
        if ended:
            break
    assert number > 6 * SOME


def minutes_later() -> datetime:
    """A clock by which the lock of a killed publisher has expired."""
    return datetime.now(UTC) + timedelta(minutes=4)


@pytest.mark.parametrize("step", [some_of_them, all_of_them])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_a_request_to_a_store(
    sites: tuple[Path, Path], bucket_url: str, store_address: str, after: bool, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_target, "holding", lambda target: holding(target, now=minutes_later))
    number = 3
    while True:
        url = f"{bucket_url}/{number}-{after}"
        target = open_target(url)
        put_out(target, release_in(sites[0]))
        with deadly(store_address, number, after=after) as (address, proxy):
            ended = published_apart(url, sites[1], address, began=proxy.began)
        assert broken_pages(target, PAGES) == broken_release(target) == out_of_order(target) == []
        put_out(target, release_in(sites[1]))
        assert broken_pages(target, PAGES) == broken_release(target) == []
        assert wrong_answers(target, 2) == []
        assert {page: found.data for page in PAGES if (found := target.read(page))} == {page: (sites[1] / page).read_bytes() for page in PAGES}
        if ended:
            break
        number += 2 * step if step > 1 else 1
    assert number > 3 * SOME
