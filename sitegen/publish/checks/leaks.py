"""Whether a file says on which machine and when the site was built, or carries its sources."""

import re
from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.site import Site

_SOURCE_MAP = re.compile(r"sourceMappingURL=data:")


def _of_file(file: File) -> Facts:
    said = [f"holds {word!r}, a name of the machine that built the site" for word in file.machine.named_in(file.text)]
    if moment := file.machine.moment_in(file.text):
        said.append(f"{moment!r} is the time of this build; a build must not say when it ran")
    if file.ending in {"js", "css"} and _SOURCE_MAP.search(file.text):
        said.append("carries a source map; ship the file without it")
    return Facts(tuple(Finding("leaks", file.path, one) for one in said))


def _of_site(site: Site) -> Iterator[Finding]:
    return (Finding("leaks", path, "is a source map; ship the file without it") for path in site.files if path.endswith(".map"))


CHECK = Check(
    "leaks", "no folder and no name of the machine that built the site, no source map, no time of the build", of_file=_of_file, of_site=_of_site
)
