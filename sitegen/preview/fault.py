"""What went wrong in making a page, as an author reads it: what, and where in which file."""

import re
import traceback
from dataclasses import dataclass
from pathlib import Path

_FRAME = re.compile(r'^\s*File "([^"]+)", line (\d+)', re.MULTILINE)
_PROJECT = f"{Path(__file__).resolve().parents[2]}/"
_NOT_OURS = ("site-packages", "<", "/lib/python")


@dataclass(frozen=True, slots=True)
class Fault:
    """One line that says what is wrong, the file and line it stands in (empty where the first says it), and the whole way there."""

    what: str
    where: str
    way: str


def fault_of(error: BaseException) -> Fault:
    """The fault behind an error: an error of a worker carries the way there as its note, one that was foreseen names its place itself.

    In a component the page that called it is named as well: there a wrong value came from.
    """
    notes = "\n".join(getattr(error, "__notes__", ()))
    way = notes or "".join(traceback.format_exception(error))
    frames = [f"{file.removeprefix(_PROJECT)}:{line}" for file, line in _FRAME.findall(way) if not any(part in file for part in _NOT_OURS)]
    last = " ".join(next((line for line in reversed(way.splitlines()) if line.strip()), "").split())
    if last.startswith("sitegen.errors."):
        return Fault(last.partition(": ")[2], "", "")
    templates = [frame for frame in frames if frame.startswith("templates/")]
    called = f", called from {templates[-2]}" if len(templates) > 1 and frames[-1] == templates[-1] else ""
    return Fault(last, frames[-1] + called if frames else "", way)
