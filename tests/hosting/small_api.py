"""A small API of a published site, and what a reader finds of it in a bucket."""

from __future__ import annotations

from sitegen.hosting.target import Target

ADDRESSES = ("api/forces", "api/gwent/NB01", "api/gwent/NB01/boundary", "api/northern-ireland/Antrim Town")
"""Official addresses: one is the beginning of another, one has a space."""


def answer(address: str, number: int) -> bytes:
    """What release 1, 2, … answers at an address."""
    return f'{{"of": "{address}", "release": {number}}}'.encode()


def answers(number: int) -> dict[str, bytes]:
    """The files of a release that answer."""
    return {f"{address}/index.json": answer(address, number) for address in ADDRESSES}


def bytes_at(target: Target, key: str) -> bytes | None:
    """What lies at a key."""
    found = target.read(key)
    return found.data if found else None


def wrong_answers(target: Target, number: int) -> list[str]:
    """Official addresses and their files that are not those of this release."""
    expected = [(key, address) for address in ADDRESSES for key in (address, f"{address}/index.json")]
    return [key for key, address in expected if bytes_at(target, key) != answer(address, number)]


def out_of_order(target: Target) -> list[str]:
    """Official addresses that are missing, or that have bytes of release 2 where their file has not."""
    found = []
    for address in ADDRESSES:
        official, file = bytes_at(target, address), bytes_at(target, f"{address}/index.json")
        if official is None or (official == answer(address, 2) and file != official):
            found.append(address)
    return found
