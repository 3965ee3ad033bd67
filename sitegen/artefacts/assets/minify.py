"""Stylesheets without comments and white space: sources are written for their readers, files for slow lines."""

import rcssmin


def minify(name: str, data: bytes) -> bytes:
    """The bytes written for the asset of this name, UTF-8; what is no stylesheet, or a library's, stays as it is."""
    if name.endswith(".css") and not name.startswith("vendor/"):
        return str(rcssmin.cssmin(data.decode())).encode()
    return data
