"""The exceptions of the project; each message says what is wrong, where, and what to do."""


class SiteError(Exception):
    """The build cannot go on; the message is one line for the operator."""


class InputError(SiteError):
    """An upstream file or row cannot be used: the message names file and row; `reason` is its slug where the file is set aside instead."""

    def __init__(self, message: str, reason: str = "file-unreadable") -> None:
        super().__init__(message)
        self.reason = reason


class ConfigError(SiteError):
    """A setting or flag is wrong: the message names file and key, or the flag."""


class SchemaError(SiteError):
    """A maker returned a table that does not match its declared schema: our mistake."""


class StoreError(SiteError):
    """The cache or the output folder cannot be read or written (disk full, permissions, lock)."""


class DamagedError(StoreError):
    """A file of the cache has other bytes than were written; it has been removed, and can be made anew."""


class LossError(SiteError):
    """The finished site lacks what the one it would replace has; nothing was published."""


class CheckError(SiteError):
    """The finished site failed a check; nothing was published."""

    def __init__(self, message: str, findings: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class ProofError(SiteError):
    """What was published or mirrored is not what was signed, or nothing says who signed it."""


class TargetError(SiteError):
    """Where the site is to be published refuses, or cannot be reached; what was published stands."""


class LostLockError(TargetError):
    """Another publisher has taken over, since this one stood still for longer than its lock holds."""


class FetchError(SiteError):
    """Upstream does not give what it was asked for, or gives something else; the file that is there stays."""
