"""What a preview shows now: a version that grows with each change, and the fault where the newest making failed."""

import secrets
from threading import Condition

from sitegen.preview.fault import Fault


class Board:
    """Written by the loop, read by the server's threads; versions of two previews are never the same."""

    def __init__(self) -> None:
        self._changed, self._run, self._number = Condition(), secrets.token_hex(4), 0
        self.fault: Fault | None = None

    @property
    def version(self) -> str:
        """A text that is another after each change."""
        return f"{self._run}-{self._number}"

    def show(self, fault: Fault | None) -> None:
        """Pages are new, or there is a fault instead of them."""
        with self._changed:
            self.fault, self._number = fault, self._number + 1
            self._changed.notify_all()

    def wait(self, version: str, seconds: float) -> str:
        """The version as soon as it is another than this, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
            return self.version
