"""Whether the site's scripts remember or report a reader, and whether a file names a folder of somebody's machine (P12, P13)."""

import re

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File

REMEMBERS, FOLDER = "remembers", "folder"
"""What findings are called."""

_REMEMBERS = re.compile(r"document\s*\.\s*cookie|cookieStore|localStorage|sessionStorage|sendBeacon|new\s+(?:WebSocket|EventSource)\b")
_FOLDER = re.compile(r"(?<![\w./-])(?:/home/[\w.-]+|/Users/[\w.-]+|/root/[\w.-]+|[A-Z]:\\\\?Users\\\\?[\w.-]+|file:///[\w.-]+)")
_WORDS = ("/home/", "/Users/", "/root/", "Users\\", "file:///")
"""One of them stands in every such folder: most texts have none."""
_EMSCRIPTEN = "/home/web_user"
"""A folder that a compiled program invents for itself, the same in every copy of it."""


def _of_file(file: File) -> Facts | None:
    found = []
    if file.ending == "js" and (told := _REMEMBERS.search(file.text)):
        found.append(Finding(REMEMBERS, file.path, f"uses {told[0]!r}; nothing may be kept of a reader, or sent about them"))
    if not file.path.startswith("assets/vendor/"):
        named = (
            next((one[0] for one in _FOLDER.finditer(file.text) if one[0] != _EMSCRIPTEN), "") if any(word in file.text for word in _WORDS) else ""
        )
        if named:
            found.append(Finding(FOLDER, file.path, f"{named[:60]!r} looks like a folder of somebody's machine"))
    return Facts(tuple(found)) if found else None


SCRIPTS = Check("scripts", "no script keeps or reports anything of a reader, and no file names a folder of a machine", of_file=_of_file)
