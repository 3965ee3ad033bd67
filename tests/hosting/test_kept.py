"""Releases that a target keeps: listed, brought back, cleared away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen.errors import ConfigError
from sitegen.hosting.kept import prune, releases, roll_back
from sitegen.hosting.sending import Progress
from sitegen.hosting.target import Target
from tests.hosting.kinds import KINDS, empty_target
from tests.hosting.small_site import SIGNING, broken_pages, broken_release, put_out, release_in, write_release
from tests.proof.keys import KEY

DAY = timedelta(days=1)


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """A target with three releases, a month apart; the second has no page about, the third has it again."""
    made = empty_target(request.param, tmp_path / "target")
    for number in (1, 2, 3):
        folder = write_release(tmp_path / str(number), number, gone=("about/index.html",) if number == 2 else ())
        put_out(made, release_in(folder), replace(SIGNING, today=date(2025, 7 + number, 1)))
    return made


def page(target: Target, path: str = "index.html") -> str:
    found = target.read(path)
    return found.data.decode() if found else ""


def test_releases_are_listed_newest_first_with_the_day_they_were_replaced(target: Target) -> None:
    assert [(one.record.sequence, one.replaced) for one in releases(target, KEY.public)] == [
        (3, None),
        (2, date(2025, 10, 1)),
        (1, date(2025, 9, 1)),
    ]


def test_an_earlier_release_comes_back_under_a_new_number(target: Target) -> None:
    done = roll_back(target, 1, replace(SIGNING, today=date(2025, 10, 2)), Progress())
    assert done.sequence == 4
    assert "release 1" in page(target)
    assert broken_pages(target, ("index.html", "gwent/index.html")) == broken_release(target) == []
    assert [(one.record.sequence, one.record.rolls_back_to) for one in releases(target, KEY.public)] == [(4, 1), (3, 0), (2, 0), (1, 0)]


@pytest.mark.parametrize("number", [3, 9])
def test_what_stands_or_was_never_there_is_not_brought_back(target: Target, number: int) -> None:
    with pytest.raises(ConfigError, match=f"release {number} is"):
        roll_back(target, number, replace(SIGNING, today=date(2025, 10, 1)), Progress())
    assert "release 3" in page(target)


def test_nothing_is_cleared_away_within_35_days(target: Target) -> None:
    done = prune(target, KEY.public, date(2025, 9, 1) + 35 * DAY - DAY, keep=1, say=lambda _line: None)
    assert (done.releases, done.files) == ((), 0)


def test_what_only_old_releases_name_is_cleared_away(target: Target) -> None:
    done = prune(target, KEY.public, date(2025, 10, 8), keep=1, say=lambda _line: None)
    assert done.releases == (1,)
    assert target.read(f"assets/site.{1:010x}.css") is None
    assert target.read(f"assets/site.{2:010x}.css") is not None
    assert target.read("assets/font.00000000aa.woff2") is not None
    assert page(target, "about/index.html") != ""
    assert broken_release(target) == []
    assert [one.pruned for one in releases(target, KEY.public)] == [False, False, True]
    with pytest.raises(ConfigError, match="cleared away"):
        roll_back(target, 1, replace(SIGNING, today=date(2025, 10, 9)), Progress())
    roll_back(target, 2, replace(SIGNING, today=date(2025, 10, 9)), Progress())
    assert broken_release(target) == []


def test_the_newest_are_kept_however_old(target: Target) -> None:
    assert prune(target, KEY.public, date(2027, 1, 1), keep=3, say=lambda _line: None).releases == ()
    assert prune(target, KEY.public, date(2027, 1, 1), keep=2, say=lambda _line: None).releases == (1,)


def test_a_page_that_vanished_from_the_site_goes_with_its_last_release(target: Target, tmp_path: Path) -> None:
    folder = write_release(tmp_path / "4", 4, gone=("gwent/index.html",))
    put_out(target, release_in(folder), replace(SIGNING, today=date(2025, 11, 1)))
    assert page(target, "gwent/index.html") != ""
    prune(target, KEY.public, date(2025, 11, 1) + 40 * DAY, keep=1, say=lambda _line: None)
    assert page(target, "gwent/index.html") == ""
    assert broken_release(target) == []


def test_a_dry_run_changes_nothing(target: Target) -> None:
    done = prune(target, KEY.public, date(2027, 1, 1), keep=1, dry_run=True, say=lambda _line: None)
    assert done.releases == (2, 1)
    assert done.files > 0
    assert target.read(f"assets/site.{1:010x}.css") is not None
