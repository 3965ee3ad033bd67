"""Every fault of a TOML file is one line that names the file and, where it can be known, line and key."""

from __future__ import annotations

import pytest

from sitegen.errors import ConfigError
from sitegen.toml_files import read_toml


def test_a_mark_before_the_first_letter_is_no_fault() -> None:
    assert read_toml(b"\xef\xbb\xbftitle = 1", "a.toml") == {"title": 1}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a = 1\nlong = " + b"9" * 5000, "s.toml: long (line 2) has a number of too many digits"),
        (b"[site]\ndeep = " + b"[" * 5000, "s.toml: deep (line 2) is nested too deeply"),
        (b"deep = " + b"{b = " * 5000, "s.toml: deep (line 1) is nested too deeply"),
        (b"deep = [" + b"[\n" * 5000, "s.toml: a value is nested too deeply"),
        (b"a = 1\nb = '\xff'", "s.toml: not valid TOML (line 2 is not UTF-8); save the file again as UTF-8"),
        (b"a = ", "s.toml: not valid TOML (Invalid value"),
    ],
    ids=["digits", "lists", "tables", "lines", "letters", "half"],
)
def test_a_fault_is_named(data: bytes, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_toml(data, "s.toml")
    assert str(raised.value).startswith(message)
    assert len(str(raised.value)) < 200
