"""Every fault of a file that people write is one line that names the file and, where it can be known, line and key, and what is wrong."""

from __future__ import annotations

from typing import Annotated

import pytest
from msgspec import Meta, Struct

from sitegen.errors import ConfigError
from sitegen.typed_files import Filled, Share, read_entries, read_json, read_tables, read_toml


class Title(Struct, forbid_unknown_fields=True):
    """A toy: a file of one key."""

    title: int


class Rule(Struct, forbid_unknown_fields=True):
    """A toy: an entry, or a table whose name its author chose."""

    name: Filled
    share: Share = 0
    labels: Annotated[list[Filled], Meta(min_length=1, description="a list of labels")] = []
    on: bool = True

    def __post_init__(self) -> None:
        if self.name == "none":
            raise ValueError("name is none: that is no name")


def test_a_mark_before_the_first_letter_is_no_fault() -> None:
    assert read_toml(b"\xef\xbb\xbftitle = 1", "a.toml", Title) == Title(1)


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
        read_toml(data, "s.toml", Title)
    assert str(raised.value).startswith(message)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("share = 0.5", "rule 1: name is missing"),
        ('name = " "', "rule 1: name must be a text that is not empty, not ''"),
        ("name = 3", "rule 1: name must be a text that is not empty in quotation marks, not 3"),
        ('name = "none"', "rule 1: name is none: that is no name"),
        ('nam = "a"', "rule 1: nam is not known here; did you mean name?"),
        ('name = "a"\nweeks = 3', "rule 1: weeks is not known here; there may be name, share, labels, on"),
        ('name = "a"\nshare = 2', "rule 1: share must be a share from 0 to 1, not 2"),
        ('name = "a"\nshare = nan', "rule 1: share must be a share from 0 to 1, not nan"),
        ('name = "a"\nlabels = []', "rule 1: labels must be a list of labels"),
        ('name = "a"\nlabels = ["b", ""]', "rule 1: labels must be a list of labels"),
        ('name = "a"\non = 1', "rule 1: on must be true or false, not 1"),
        ('name = "a"\n[[rule]]\nname = 4', "rule 2: name must be a text"),
    ],
)
def test_a_wrong_value_is_told_with_its_place_and_what_it_must_be(entry: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_entries(f"[[rule]]\n{entry}".encode(), "s.toml", "rule", Rule)
    assert str(raised.value).startswith(f"s.toml: {message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule = 5", "s.toml: rule must be a list of tables; write [[rule]] above each rule, not 5"),
        ("rule = [5]", "s.toml: rule 1 must be a table of keys and values, not 5"),
        ("[[rules]]", "s.toml: rules is not known here; did you mean rule?"),
    ],
)
def test_a_file_of_another_form_is_told_with_the_form_it_must_have(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_entries(text.encode(), "s.toml", "rule", Rule)
    assert str(raised.value) == message


def test_a_table_is_called_by_the_name_its_author_chose() -> None:
    assert [*read_tables(b'[a]\nname = "x"\n[b]\nname = "y"', "s.toml", Rule)] == ["a", "b"]
    with pytest.raises(ConfigError, match=r"^s\.toml: b\.name must be"):
        read_tables(b'[a]\nname = "x"\n[b]\nname = 3', "s.toml", Rule)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[]", "a.json: it must be a table of keys and values"),
        (b"{}", "a.json: title is missing"),
        (b'{"title": "x"}', "a.json: title must be a whole number, not 'x'"),
        (b"{", "a.json: not valid JSON ("),
        (b"[" * 5000, "a.json: not valid JSON ("),
        (b"\xff", "a.json: not valid JSON (line 1 is not UTF-8); save the file again as UTF-8"),
    ],
)
def test_json_is_told_likewise(data: bytes, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_json(data, "a.json", Title)
    assert str(raised.value).startswith(message)
