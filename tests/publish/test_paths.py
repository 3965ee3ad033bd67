"""Tests of sitegen.publish.paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import StoreError
from sitegen.publish.paths import SiteFile, path_fault, refuse_bad_paths


def made(*paths: str) -> list[SiteFile]:
    return [SiteFile(path, "0" * 64, 1, f"stage{number}") for number, path in enumerate(paths)]


def test_paths_of_the_site_are_allowed() -> None:
    refuse_bad_paths(made("index.html", "gwent/index.html", "gwent/nb85/index.html", "postcodes/NP10.json", "tiles/crime/2025-06/1a2b/12/1/2.mvt"))


def test_an_address_of_the_api_may_have_spaces_within() -> None:
    refuse_bad_paths(made("api/loamshire/CPT KTX/index.json", "api/loamshire/NB01/people/index.json"))


@pytest.mark.parametrize("path", ["api/ x/a", "api/x /a", "api/a\u00a0b", "api/a,b", "api/a\tb", "loamshire/CPT KTX/index.html"])
def test_no_other_path_may(path: str) -> None:
    assert path_fault(path)


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "../x", "a/../b", "a//b", "a/./b", "a\\b", "a\0b", "a b", "é.html", "a/.hidden", "a/dot.", ".git/x", "con", "a/NUL.txt",
        "lpt1/x", "a/", "x" * 101, "a/" * 120 + "a", "a\nb", "manifest.json", "sha256sums",
    ],
)  # fmt: skip
def test_an_unsafe_path_is_refused_with_the_task_that_made_it(path: str) -> None:
    with pytest.raises(StoreError, match="made by stage0"):
        refuse_bad_paths(made(path))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/x.json", "a/x.json"),
        ("a/X.json", "a/x.json"),
        ("a/b", "a/b/c"),
        ("a/b/c", "a/b"),
        ("A/one.html", "a/two.html"),
        ("a/B/one.html", "a/b"),
        ("a/b/c/d", "a/B/c/e"),
    ],
)
def test_two_paths_that_cannot_lie_together_are_refused_naming_both_tasks(one: str, other: str) -> None:
    with pytest.raises(StoreError, match=r"stage1.*stage0"):
        refuse_bad_paths(made(one, other))


@given(st.text(max_size=40))
def test_no_allowed_path_leaves_the_folder(text: str) -> None:
    if not path_fault(text):
        assert text.isascii()
        assert not text.startswith("/")
        assert ".." not in text.split("/")
        assert all(text.split("/"))
