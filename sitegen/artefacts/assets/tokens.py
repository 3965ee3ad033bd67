"""The colours of the site, which stand in one part of its stylesheet and nowhere else: for drawings and files that cannot read it themselves."""

import re
from collections.abc import Mapping

from sitegen.errors import InputError
from sitegen.raw import RawFile

_TOKENS = "templates/styles/tokens.css"
_BLOCK = re.compile(r"(@media[^{]*\{)?\s*:root\s*\{([^{}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
_USE = re.compile(r"var\((--[\w-]+)\)")


def read_tokens(assets: tuple[RawFile, ...], scheme: str = "light") -> dict[str, str]:
    """The tokens of the stylesheet, `--m-land` to its value, as they stand in the light or the dark scheme; none where that part is missing."""
    tokens: dict[str, str] = {}
    for file in assets:
        if file.name == _TOKENS:
            for condition, block in _BLOCK.findall(file.data.decode()):
                if not condition or (scheme == "dark" and "prefers-color-scheme" in condition and "dark" in condition):
                    tokens |= {name: value.strip() for name, value in _TOKEN.findall(block)}
    return tokens


def colour_of(tokens: Mapping[str, str], name: str) -> str:
    """A colour as `#rrggbb`; raises InputError for a token that the stylesheet does not have as one."""
    found = re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", tokens.get(name, ""))
    if not found:
        raise InputError(f"{_TOKENS}: no colour {name} in :root, such as {name}:#f6f2e9; the icons and the manifest need it")
    digits = found[1]
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)


def coloured(data: bytes, tokens: Mapping[str, str]) -> bytes:
    """A drawing with `var(--m-land)` replaced by the colour: an icon stands where no stylesheet reaches it."""
    return _USE.sub(lambda use: colour_of(tokens, use[1]), data.decode()).encode()
