"""Scripts and stylesheets without comments and white space: sources are written for their readers, files for slow lines."""

from __future__ import annotations

import rcssmin
import rjsmin


def minify(name: str, data: bytes) -> bytes:
    """The bytes written for the asset of this name, UTF-8; what is neither .js nor .css, or a library's, stays as it is."""
    if name.startswith("vendor/"):
        return data
    if name.endswith(".js"):
        return str(rjsmin.jsmin(data.decode())).encode()
    if name.endswith(".css"):
        return str(rcssmin.cssmin(data.decode())).encode()
    return data
