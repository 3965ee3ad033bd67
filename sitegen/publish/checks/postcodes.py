"""Whether a full postcode stands in an address, or a form would put one there."""

import re
from collections.abc import Iterable, Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.html import Page
from sitegen.publish.checks.links import is_external
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.supplied import NOTHING, Supplied
from sitegen.terms import OUTCODE

_POSTCODE = re.compile(rf"(?<![A-Za-z0-9]){OUTCODE}(?:%20|[+_ -])?[0-9][ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z0-9])", re.IGNORECASE | re.ASCII)


def page_postcodes(path: str, page: Page, supplied: Supplied = NOTHING) -> Iterator[Finding]:
    """Postcodes in the addresses of a page, and fields that would put one there; folders of neighbourhoods that look like one are none."""
    for reference in page.references:
        if not is_external(reference.value) and (found := postcode_in(_without_folders(reference.value, supplied))):
            yield Finding("postcodes", path, f"{found!r} in the address {reference.value[:80]!r}; publish outcodes at most")
    for name in dict.fromkeys(page.sent_fields):
        yield Finding("postcodes", path, f"the text field {name!r} would be sent in the address; leave its name out")


def path_postcodes(paths: Iterable[str], supplied: Supplied = NOTHING) -> Iterator[Finding]:
    """Postcodes in paths; names that can be looked up are none."""
    for path in paths:
        if not path.startswith("search/names/") and (word := postcode_in(_without_folders(path, supplied))):
            yield Finding("postcodes", path, f"{word!r} stands in the path; publish outcodes at most")


def postcode_in(address: str) -> str:
    """What looks like a full unit postcode in an address; empty when nothing does."""
    found = _POSTCODE.search(address)
    return found[0] if found else ""


def _without_folders(address: str, supplied: Supplied) -> str:
    """An address without the folders of neighbourhoods that look like postcodes; also as the map's fragment names them, in `area=`."""
    if not supplied.folders:
        return address
    return "/".join(step for step in re.split(r"[/#?&]", address) if step not in supplied.folders)


def _of_site(site: Site) -> Iterator[Finding]:
    return path_postcodes(site.files)


CHECK = Check(
    "postcodes",
    "no full postcode in an address, and no form that would put one there",
    of_page=page_postcodes,
    of_site=_of_site,
)
