"""A lock in an object store: one object with a holder and an expiry, made, renewed and taken over only by conditional writes."""

from __future__ import annotations

import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sitegen.errors import LostLockError, TargetError
from sitegen.hosting.headers import headers_of
from sitegen.hosting.target import Conditional
from sitegen.proof import keys
from sitegen.proof.reader import Found
from sitegen.site_json import to_json

log = logging.getLogger(__name__)

HELD_S = 180
"""How long a lock holds without being renewed: so long the next publisher waits for one that was killed."""

_RENEWED_S = 45
_NEVER = datetime.fromtimestamp(0, UTC)


@contextmanager
def holding(target: Conditional, held_s: int = HELD_S, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Held]:
    """The lock of a target, renewed while the block runs.

    Raises TargetError where another holds it, LostLockError at the end of the block where it was lost meanwhile.
    """
    held = Held(target, secrets.token_hex(8), timedelta(seconds=held_s), now)
    held.take()
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(held, ended, min(_RENEWED_S, held_s / 4)), daemon=True)
    renewing.start()
    try:
        yield held
        held.confirm()
    finally:
        ended.set()
        renewing.join()
        held.release()


@dataclass
class Held:
    """One holder's lock: who, until when, and the mark under which it was last written."""

    target: Conditional
    holder: str
    lasting: timedelta
    now: Callable[[], datetime]
    mark: str = ""
    expires: datetime = _NEVER
    lost: bool = False
    guard: threading.Lock = field(default_factory=threading.Lock)

    def take(self) -> None:
        """Make the lock, or take over one that has expired."""
        for _attempt in range(3):
            found, expires = self.target.read(keys.LOCK), self.now() + self.lasting
            if found is None:
                taken = self.target.create(keys.LOCK, self._bytes(expires), headers_of(keys.LOCK))
            else:
                self._refuse_held(found)
                taken = self.target.replace(keys.LOCK, self._bytes(expires), headers_of(keys.LOCK), found.mark)
            if taken and self._is_mine(expires):
                return
        raise TargetError(f"{self.target.url}: another publisher took the lock at the same moment; try again")

    def renew(self) -> None:
        """Hold on for as long again; notes it where another has taken the lock."""
        with self.guard:
            expires = self.now() + self.lasting
            replaced = not self.lost and self.target.replace(keys.LOCK, self._bytes(expires), headers_of(keys.LOCK), self.mark)
            self.lost = not (replaced and self._is_mine(expires))

    def confirm(self) -> None:
        """Raises LostLockError where the lock is not ours any more; called before each thing that must not be done twice.

        It asks the target only where the lock is half run out, so that a publisher which stood still finds out before it goes on.
        """
        if not self.lost and self.expires - self.now() < self.lasting / 2:
            self.renew()
        if self.lost:
            raise LostLockError(f"{self.target.url}: another publisher has taken over, since this one stood still for too long")

    def release(self) -> None:
        """Let go, unless another holds it by now."""
        with self.guard:
            found = None if self.lost else self.target.read(keys.LOCK)
            if found is not None and _holder(found)[0] == self.holder:
                self.target.delete_all([keys.LOCK])

    def _bytes(self, expires: datetime) -> bytes:
        return to_json({"expires": expires.isoformat(timespec="seconds"), "holder": self.holder})

    def _is_mine(self, expires: datetime) -> bool:
        found = self.target.read(keys.LOCK)
        if found is None or _holder(found)[0] != self.holder:
            return False
        self.mark, self.expires = found.mark, expires
        return True

    def _refuse_held(self, found: Found) -> None:
        _other, expires = _holder(found)
        left = (expires - self.now()).total_seconds()
        if left > 0:
            raise TargetError(f"{self.target.url}: another publisher holds it for {left:,.0f} s more, or was stopped; try again then")


def _holder(found: Found) -> tuple[str, datetime]:
    try:
        value = json.loads(found.data)
        expires = datetime.fromisoformat(value["expires"])
        return str(value["holder"]), expires if expires.tzinfo else expires.replace(tzinfo=UTC)
    except (ValueError, KeyError, TypeError):
        # Whoever wrote this is no publisher of ours; it holds nothing.
        return "", _NEVER


def _renew(held: Held, ended: threading.Event, every_s: float) -> None:
    while not ended.wait(every_s):
        try:
            held.renew()
        except TargetError as error:
            # The next try may go through; an expired lock is found out before anything is switched.
            log.info("the lock could not be renewed: %s", error)
