"""What is known of the machine and the run that built a site, by value: none of it may stand in a published file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from urllib.parse import quote

_TELLING = re.compile(r"(?=.*[0-9._-])[\w.-]{4,}", re.ASCII)
"""A name of a host or a user that no sentence has by chance; `police` or `web` alone are words like others."""

_MOMENT = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d)"
    r"|(?P<mail>\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d)"
    r"|(?P<epoch>[1-9]\d{9})(?:\.\d+|\d{3}|\d{6}|\d{9})?(?!\d))",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Machine:
    """Folders, names and the clock of one build; all empty where nothing is known, as of a mirror."""

    words: tuple[str, ...] = ()
    """Whole folders, and names of host and user."""
    began: float = 0.0
    ended: float = 0.0
    """Between which moments, in seconds since 1970, the build ran; 0: not known."""

    @classmethod
    def of(
        cls, folders: Sequence[Path], *, host: str = "", user: str = "", published: Sequence[str] = (), began: float = 0.0, ended: float = 0.0
    ) -> Self:
        """What can be told from other text: folders at least two deep, names no sentence has by chance, and none of those the operator publishes.

        `published` are the operator's own words, such as the site's address: a host named there is no secret.
        """
        deep = {str(folder) for given in folders for folder in (given.absolute(), given.resolve()) if len(folder.parts) > 2}
        escaped = {quote(folder) for folder in deep}
        names = {name for name in (host, user, f"{user}@{host}" if user and host else "") if _TELLING.fullmatch(name.replace("@", "."))}
        known = {name for name in names if not any(name in text for text in published)}
        return cls(tuple(sorted(deep | escaped | known)), began, ended)

    def named_in(self, text: str) -> Iterator[str]:
        """The folders and names that stand in a text, whole: `/srv/site` is not in `/srv/site-map`, and is in `/srv/site/a`."""
        for word in self.words:
            if word in text and (found := re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", text)):
                yield found[0]

    def moment_in(self, text: str) -> str:
        """The first moment of this run that a text tells, to the minute, in UTC or the machine's own time; empty when it tells none."""
        if not self.ended:
            return ""
        minutes = {int(self.began) // 60, int(self.ended) // 60}
        told = {day for minute in minutes for day in _days(minute * 60)}
        if not any(day in text for day in told) and str(int(self.began))[:4] not in text:
            return ""
        return next((found[0] for found in _MOMENT.finditer(text) if self._is_of_run(found)), "")

    def _is_of_run(self, found: re.Match[str]) -> bool:
        if found["epoch"]:
            return self.began - 1 <= int(found["epoch"]) <= self.ended + 1
        form = "%d %b %Y %H:%M" if found["mail"] else "%Y%m%dT%H%M"
        written = found["mail"] or found["iso"].replace("-", "").replace(":", "").replace(" ", "T")
        try:
            moment = datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            return False
        local = moment.timestamp() - (datetime.fromtimestamp(self.began).astimezone().utcoffset() or timedelta()).total_seconds()
        return any(self.began // 60 * 60 <= seconds <= self.ended for seconds in (moment.timestamp(), local))


def _days(seconds: int) -> Iterator[str]:
    for moment in (datetime.fromtimestamp(seconds, UTC), datetime.fromtimestamp(seconds).astimezone()):
        yield from (moment.strftime(form) for form in ("%Y-%m-%d", "%Y%m%d", "%d %b %Y"))
        yield f"{moment.day} {moment.strftime('%b %Y')}"
