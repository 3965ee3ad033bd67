"""What a check is: a promise about a finished site, and what looks whether it is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import Page
from sitegen.publish.checks.site import Site


def _nothing(*_given: object) -> tuple[Finding, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check, under the name its findings bear, with what a pass means.

    A page and a file are looked at by workers, and not again while their bytes are the same; the whole site is looked at each time.
    """

    name: str
    promise: str
    of_page: Callable[[str, Page], Iterable[Finding]] = _nothing
    """What is wrong with a page, given with its path."""
    of_file: Callable[[File], Facts | None] | None = None
    """What there is to say of a file that is read: pages, other texts, and what is weighed; None where there is nothing."""
    of_site: Callable[[Site], Iterable[Finding]] = _nothing
    """What is wrong with the site as a whole, by the facts of its files and all else it holds."""
