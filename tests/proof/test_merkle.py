"""The tree over a log, and its tiles."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.proof.merkle import bundle_paths, entry_bundles, leaf_hash, parse_bundle, root, tile_path, tiles

# Roots of the first leaves of RFC 6962's well-known test vectors.
LEAVES = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", bytes(range(0x50, 0x58)), bytes(range(0x60, 0x70))]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_tree_has_the_roots_of_the_standard(size: int) -> None:
    assert root([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == ROOTS[size]


def test_an_empty_log_has_the_hash_of_nothing() -> None:
    assert root([]) == sha256(b"").digest()


@pytest.mark.parametrize(
    ("number", "width", "path"), [(0, 256, "000"), (5, 1, "005.p/1"), (999, 256, "999"), (1234067, 256, "x001/x234/067"), (1000, 3, "x001/000.p/3")]
)
def test_a_tile_lies_where_the_standard_says(number: int, width: int, path: str) -> None:
    assert tile_path(number, width) == path


@given(st.integers(0, 600), st.integers(0, 600))
def test_a_grown_log_has_the_tiles_of_one_written_at_once(before: int, more: int) -> None:
    leaves = [f"{number}\n".encode() for number in range(before + more)]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    grown = dict(tiles(hashes[:before])) | dict(tiles(hashes, before))
    whole = dict(tiles(hashes))
    assert whole.items() <= grown.items()
    assert {path for path in grown.keys() - whole.keys() if ".p/" not in path} == set()
    bundles = dict(entry_bundles(leaves[:before])) | dict(entry_bundles(leaves, before))
    assert [leaf for path in bundle_paths(len(leaves)) for leaf in parse_bundle(bundles[path])] == leaves


def test_the_tile_above_has_a_hash_for_each_full_tile_below() -> None:
    hashes = [leaf_hash(str(number).encode()) for number in range(600)]
    found = dict(tiles(hashes))
    assert found["tile/1/000.p/2"] == root(hashes[:256]) + root(hashes[256:512])
    assert found["tile/0/002.p/88"] == b"".join(hashes[512:])


def test_a_bundle_that_is_cut_short_is_refused() -> None:
    bundle = next(data for _path, data in entry_bundles([b"leaf"]))
    with pytest.raises(ValueError, match="cut short"):
        parse_bundle(bundle[:-1])
