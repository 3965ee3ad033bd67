"""Where a target keeps what belongs to releases and to no page; these are public paths, and a mirror has the same."""

from __future__ import annotations

import re

from sitegen import urls

FOLDER = "release/"
POINTER = "release/current.json"
PENDING = "release/pending.json"
SENDING = "release/sending.json"
"""How far a publisher has come that is still sending files, or was stopped."""
LOCK = "release/lock.json"
PRUNED = "release/pruned.json"
"""Which releases have been cleared away."""
PROBE = "release/probe-"
"""How the names of objects begin that are only tried out."""
PUBLIC_KEY = "release/key.pub"
CHECKPOINT = "release/log/checkpoint"
LOG = "release/log/"
VERIFIER = "release/verify.py"
HISTORY = "release/history.sealed"
"""What an operator's next run needs and nobody else can read."""

_ADDED = re.compile(
    r"release/(?:(?:current|pending|sending|lock|pruned)\.json|probe-[\w.-]+|key\.pub|verify\.py|history\.sealed|log/.+|\.new/.+"
    r"|records/[0-9]{6,}-[0-9a-f]{16}\.json(?:\.minisig)?|segments/[0-9a-f]{64}\.gz|blobs/[0-9a-f]{2}/[0-9a-f]{64}(?:\.[\w.]+)?)",
    re.ASCII,
)
_FOR_EVER = re.compile("|".join(f"(?:{pattern})" for pattern in urls.KEPT_FOR_EVER), re.ASCII)


def record(sequence: int, digest: str) -> str:
    """The record of a release, by its number and its own digest: two publishers that take the same number do not meet."""
    return f"release/records/{sequence:06d}-{digest[:16]}.json"


def signature(sequence: int, digest: str) -> str:
    """The signature of a release's record, where minisign looks for it."""
    return f"{record(sequence, digest)}.minisig"


def segment(digest: str) -> str:
    """A segment of the list of files, gzip."""
    return f"release/segments/{digest}.gz"


def blob(path: str, digest: str) -> str:
    """The bytes of a file that changes, by their digest; with the file's ending, so that they are sent as what they are."""
    name = path.rpartition("/")[2]
    _stem, dot, ending = name.rpartition(".")
    return f"release/blobs/{digest[:2]}/{digest}{dot}{ending if dot else ''}"


def is_added(path: str) -> bool:
    """Whether a path is one of those that publishing adds to a site, which no manifest lists: records prove them, by `verify`."""
    return _ADDED.fullmatch(path) is not None


def is_immutable(path: str) -> bool:
    """Whether a file of the site is named by its content, so that another release has it under the same path or not at all."""
    return _FOR_EVER.fullmatch(path) is not None


def holds(path: str, digest: str) -> str:
    """Where the bytes of a file lie for good: at its own path, or in a blob where they may be replaced there."""
    return path if is_immutable(path) else blob(path, digest)
