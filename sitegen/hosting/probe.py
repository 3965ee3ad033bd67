"""What a target can do, tried out before anything is trusted to it: create only, compare and swap, and telling a lost race from a busy store."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass

from sitegen.errors import TargetError
from sitegen.hosting.headers import Headers, headers_of
from sitegen.hosting.target import Target
from sitegen.proof import keys


@dataclass(frozen=True, slots=True)
class Abilities:
    """Whether a second creation is refused, whether a swap with a fresh mark works, whether one with a stale mark is refused."""

    creates_once: bool
    swaps: bool
    refuses_stale: bool

    @property
    def conditional(self) -> bool:
        """Whether two publishers cannot undo each other here."""
        return self.creates_once and self.swaps and self.refuses_stale

    @property
    def lacking(self) -> str:
        """What it cannot do, as half a sentence; empty where it can do all."""
        lacks = (
            ("create an object only where none is", self.creates_once),
            ("replace an object by its ETag", self.swaps),
            ("refuse a stale ETag", self.refuses_stale),
        )
        return " or ".join(what for what, able in lacks if not able)


def probe(target: Target) -> Abilities:
    """Try a target with an object of a name nobody else has, in a bucket with one below it too, removed again. Raises TargetError."""
    key = f"{keys.PROBE}{secrets.token_hex(8)}.json"
    below = [f"{key}/index.json"] if target.flat else []
    headers = headers_of(key)
    try:
        tried = _tried(target, key, headers)
        for other in below:
            _try_below(target, other, headers)
    except TargetError:
        # What it refused first is what to tell.
        with suppress(TargetError):
            target.delete_all([*below, key])
        raise
    target.delete_all([*below, key])
    return tried


def _tried(target: Target, key: str, headers: Headers) -> Abilities:
    if not target.create(key, b'"1"', headers):
        raise TargetError(f"{target.url}: answers that a new object is there already; nothing can be published here")
    once = not target.create(key, b'"2"', headers)
    first = target.read(key)
    if first is None or first.data not in {b'"1"', b'"2"'}:
        raise TargetError(f"{target.url}: does not give back what it was sent; perhaps a proxy answers in its place")
    swaps = target.replace(key, b'"3"', headers, first.mark)
    return Abilities(once, swaps, swaps and not target.replace(key, b'"4"', headers, first.mark))


def _try_below(target: Target, key: str, headers: Headers) -> None:
    """The API's official addresses are objects beside those below their names."""
    try:
        target.create(key, b'"1"', headers)
    except TargetError as error:
        raise TargetError(
            f"{error}; this was one object below another's name, as the API needs it: api/forces/index.json beside api/forces"
        ) from error
