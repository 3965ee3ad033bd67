"""A folder served on this machine while a test runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.publish.serve import Handler, make_server


@contextmanager
def serving(folder: Path, prefix: str = "/", handler: type[Handler] | None = None) -> Iterator[str]:
    """The address of a folder served on this machine, with its prefix and a slash."""
    server = make_server(folder, port=0, prefix=prefix, handler=handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
