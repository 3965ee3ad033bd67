"""What no code, stage, template or document of the project names any more: `python -m tests.dead_code` lists it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from vulture import Vulture

from sitegen.artefacts.api import shapes
from sitegen.site import STAGES

ROOT = Path(__file__).parents[1]
CODE = ("sitegen", "tiles", "build.py")

CALLED_BY_LIBRARIES = {
    *("get_path", "get_title", "get_mimetype", "get_contentprovider", "get_hints"),  # libzim
    *("daemon_threads", "handle_error", "protocol_version", "server_version", "sys_version", "do_GET", "do_HEAD"),  # http.server
    *("do_OPTIONS", "log_message"),  # likewise
    "enableCallbacks",  # highspy
    "disable_nagle_algorithm",  # socketserver
    *("request", "client_address"),  # parameters of what it calls
    *("text_factory", "create_system", "readable", "readinto", "seekable"),  # sqlite3, zipfile
    *("filter_stream", "load_bytecode", "dump_bytecode"),  # jinja2
}
ASKED_BY_TESTS = {
    *("KEPT_FOR_EVER", "ASKED_EACH_TIME"),  # a server's rules by address: the tests hold the guide and the built site against them
    "last_got",  # a key of the manifest, written with its fellows
    "straddling_postcode",  # a planted oddity of the invented county
}


def unused(code: Iterable[Path], used: Iterable[str]) -> list[str]:
    """Names that are defined in the code and used neither there nor among `used`, with where they stand."""
    search = Vulture()
    search.scavenge([str(path) for path in code])
    search.used_names.update(used)
    return [f"{Path(item.filename).name}:{item.first_lineno} {item.name}" for item in search.get_unused_code(min_confidence=60)]


def used_elsewhere() -> set[str]:
    """Names of makers and of what they read, words in templates, fields of the API's answers, and what libraries and tests ask for."""
    makers = {stage.maker.rpartition(":")[2] for stage in STAGES}
    tables = {name for stage in STAGES for name in (stage.name, *stage.reads)}
    words = {word for path in (ROOT / "templates").rglob("*.html") for word in re.findall(r"\w+", path.read_text())}
    fields = {field for shape in vars(shapes).values() if isinstance(shape, type) and issubclass(shape, Struct) for field in shape.__struct_fields__}
    return makers | tables | words | fields | CALLED_BY_LIBRARIES | ASKED_BY_TESTS


if __name__ == "__main__":
    found = unused([ROOT / name for name in CODE], used_elsewhere())
    print("\n".join(found))
    sys.exit(bool(found))
