"""The tree over all leaves of a log (RFC 6962, section 2.1), and its tiles as static files (C2SP tlog-tiles).

A tile holds 256 hashes of one level, 32 bytes each; the newest of a level may be partial and then has its width in its path.
A log of one leaf a release is small: whoever checks it reads all leaves, which proves more than a path of hashes, and is simpler.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

WIDTH = 256
"""Hashes in a full tile."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\0" + leaf).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """The hash of the tree over leaf hashes, in the order of the log."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return _node(root(hashes[:left]), root(hashes[left:]))


def tiles(hashes: Sequence[bytes], before: int = 0) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the tiles that a log has and had not when it had `before` leaves; levels upwards, then by number."""
    level, row, had = 0, list(hashes), before
    while row:
        for number in range(had // WIDTH, -(-len(row) // WIDTH)):
            part = row[number * WIDTH : (number + 1) * WIDTH]
            if number * WIDTH + len(part) > had:
                yield f"tile/{level}/{tile_path(number, len(part))}", b"".join(part)
        row = [root(row[start : start + WIDTH]) for start in range(0, len(row) - WIDTH + 1, WIDTH)]
        level, had = level + 1, had // WIDTH


def entry_bundles(leaves: Sequence[bytes], before: int = 0) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the bundles of leaves, each leaf behind its length in 2 bytes, that a log had not when it had `before`."""
    for number in range(before // WIDTH, -(-len(leaves) // WIDTH)):
        part = leaves[number * WIDTH : (number + 1) * WIDTH]
        if number * WIDTH + len(part) > before:
            yield f"tile/entries/{tile_path(number, len(part))}", b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in part)


def parse_bundle(data: bytes) -> list[bytes]:
    """The leaves of a bundle; raises ValueError where it is cut short."""
    leaves, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise ValueError("a bundle of log entries is cut short")
        leaves.append(data[at + 2 : end])
        at = end
    return leaves


def bundle_paths(size: int) -> list[str]:
    """The paths of all bundles of a log of `size` leaves."""
    return [f"tile/entries/{tile_path(number, min(WIDTH, size - number * WIDTH))}" for number in range(-(-size // WIDTH))]


def tile_path(number: int, width: int = WIDTH) -> str:
    """A tile's number in groups of three digits, all but the last behind an x; `.p/` and the width where it is partial.

    `tile_path(1234067, 3)` is `x001/x234/067.p/3`.
    """
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
