"""Files in TOML as plain values: every settings file and vocabulary is read here, and a fault in one is told with its line and key."""

import re
import tomllib

from sitegen.errors import ConfigError

_TOO_LONG = re.compile(r".*?[0-9a-fA-F_]{4300,}")
"""A line with a number of more digits than Python reads: it raises an error without a place."""

_TOO_DEEP = re.compile(r"(?:[^\[{]*[\[{]){20,}")
"""A line with more brackets than any setting has; where a file is nested too deeply, it is to blame."""


def read_toml(data: bytes, name: str) -> dict[str, object]:
    """What a TOML file holds; `name` is how messages call it. Raises ConfigError naming file, line and key."""
    try:
        text = data.decode("utf-8-sig")  # editors on Windows put a mark before the first letter
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(f"{name}: not valid TOML (line {line} is not UTF-8); save the file again as UTF-8") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML ({error})") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: {_place(text, _TOO_DEEP)} is nested too deeply") from error
    except ValueError as error:
        raise ConfigError(f"{name}: {_place(text, _TOO_LONG)} has a number of too many digits") from error


def _place(text: str, fault: re.Pattern[str]) -> str:
    """Key and line of the first line that looks like the fault; "a value" where none does."""
    for number, line in enumerate(text.splitlines(), start=1):
        if fault.match(line):
            key = line.partition("=")[0].strip()[:60] if "=" in line else ""
            return f"{ascii(key)[1:-1]} (line {number})" if key else f"a value (line {number})"
    return "a value"
