"""Checks of the web app manifest: what a home screen needs, with addresses that work from any folder."""

import json

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.links import is_external

_SIZES = frozenset({("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")})
"""Icons that a browser wants before it offers to install."""


def _of_file(file: File) -> Facts | None:
    """What is wrong with the manifest, and its addresses: they are links of the site like those of a page."""
    if file.path != urls.WEB_MANIFEST:
        return None
    try:
        found = json.loads(file.data)
        icons = [(str(icon["src"]), str(icon["sizes"]), str(icon["purpose"])) for icon in found["icons"]]
        addresses = [str(found["start_url"]), str(found["scope"]), *(src for src, *_ in icons)]
        name = str(found["name"])
    except (ValueError, KeyError, TypeError) as error:
        return Facts((Finding("install", file.path, f"is no web app manifest ({error!r})"),))
    faults = [f"{address!r} names a host; make it relative" for address in addresses if is_external(address)]
    faults += [f"has no icon of {size} for {purpose!r}" for size, purpose in sorted(_SIZES - {(size, purpose) for _, size, purpose in icons})]
    if not name:
        faults.append("has no name")
    links = tuple(dict.fromkeys(link for link in addresses if not is_external(link)))
    return Facts(tuple(Finding("install", file.path, fault) for fault in faults), links)


CHECK = Check("install", "the web app manifest is relative and names icons that are there in the sizes home screens need", of_file=_of_file)
