"""Days in the words of a page, as people write them: finer than a month."""

import re

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    "|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
)
_DAY = re.compile(
    r"(?<!\d)(?:"
    r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?!\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[^\S\n]+(?:of[^\S\n]+)?(?:{_MONTHS})\.?,?[^\S\n]+(?:19|20)\d\d(?!\d))"
    rf"|\b(?:{_MONTHS})\.?[^\S\n]+(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?[^\S\n]+(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
"""What every day has in it, and few texts but days and months."""
_MAYBE_DAY = re.compile(
    r"\d(?:(?<=(?:19|20)\d\d)-(?:0[1-9]|1[0-2])-[0-3]|[/.][01]?\d[/.](?:19|20)"
    rf"|(?:st|nd|rd|th)?,?[^\S\n]+(?:(?:of[^\S\n]+)?(?:{_MONTHS})\.?,?[^\S\n]+)?(?:19|20)\d\d)",
    re.IGNORECASE,
)
"""What every day has in it; it begins with a digit, whatever stands before it, which is eight times as fast to search for."""


def may_hold_day(text: str) -> bool:
    """False for a text without a day, whatever is put before and behind it."""
    return ("19" in text or "20" in text) and _YEAR.search(text) is not None and _MAYBE_DAY.search(text) is not None


def day_in(text: str) -> str:
    """The first date finer than a month in a text, as written; empty when there is none."""
    found = _DAY.search(text) if may_hold_day(text) else None
    return found[0] if found else ""
