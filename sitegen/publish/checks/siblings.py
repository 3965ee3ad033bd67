"""Whether every compressed sibling is listed, and holds the very bytes of its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.site import Site
from sitegen.publish.disk import read_file
from sitegen.publish.siblings import original, owner


def apart(files: Mapping[str, int], listed: Mapping[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """The files of a site, and its listed siblings with their list: those say nothing of their own, and no other check looks at them."""
    beside = {path: size for path, size in files.items() if path in listed or path == urls.SIBLINGS}
    return {path: size for path, size in files.items() if path not in beside}, beside


def _of_site(site: Site) -> Iterator[Finding]:
    for path in sorted(site.siblings.keys() - site.beside.keys()):
        yield Finding("siblings", path, f"is listed in {urls.SIBLINGS} but not in the folder")
    for path in sorted(site.siblings.keys() & site.beside.keys()):
        wanted, size = site.digests.get(owner(path)), site.files.get(owner(path), 0)
        if wanted is None:
            yield Finding("siblings", path, "stands for no file of the manifest")
        elif site.verify:
            data = read_file(site.folder, path)
            plain = original(path, data, size)
            if sha256(data).hexdigest() != site.siblings[path] or plain is None or sha256(plain).hexdigest() != wanted:
                yield Finding("siblings", path, f"holds other bytes than {owner(path)}, or than {urls.SIBLINGS} says")


CHECK = Check("siblings", "every compressed sibling holds the bytes of its file", of_site=_of_site)
