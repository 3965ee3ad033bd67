"""Files that an operator or an author writes, TOML or JSON, as values of a declared type; a fault is told with file, key and what is wrong.

A type says with the `description` of its `Meta` what its value must be; what a type finds in `__post_init__` begins with the key.
"""

import re
import tomllib
from collections.abc import Iterable
from typing import Annotated, TypeGuard, TypeVar

import msgspec
from msgspec import Meta, Struct, inspect

from sitegen.errors import ConfigError
from sitegen.near_names import meaning
from sitegen.terms import FORCE_ID, MONTH, ForceId

T = TypeVar("T", bound=Struct)


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """Keys and values under one heading; a key that it has not is a fault."""


_ADDRESS = r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+|https://[^\s<>\"']+"

Line = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x1f\x7f\u2028\u2029]*$", description="one line of text of at most 500 characters")]
FilledLine = Annotated[Line, Meta(min_length=1)]
Filled = Annotated[str, Meta(min_length=1, description="a text that is not empty")]
Address = Annotated[str, Meta(max_length=500, pattern=rf"^({_ADDRESS})?$", description="an email address or an https:// address")]
MonthText = Annotated[str, Meta(pattern=rf"^{MONTH}$", description="a month, written like 2025-06")]
ForceText = Annotated[ForceId, Meta(max_length=64, pattern=rf"^{FORCE_ID}$", description="a force id, written like avon-and-somerset")]
Share = Annotated[float, Meta(ge=0, le=1, description="a share from 0 to 1")]

_TOO_LONG = re.compile(r".*?[0-9a-fA-F_]{4300,}")
"""A line with a number of more digits than Python reads: it raises an error without a place."""

_TOO_DEEP = re.compile(r"(?:[^\[{]*[\[{]){20,}")
"""A line with more brackets than any setting has; where a file is nested too deeply, it is to blame."""


def read_toml(data: bytes, name: str, kind: type[T]) -> T:
    """What a TOML file holds; `name` is how messages call it. Raises ConfigError naming file, line and key."""
    return _typed(_plain_toml(data, name), f"{name}: ", kind)


def read_json(data: bytes, name: str, kind: type[T]) -> T:
    """What a JSON file holds, likewise."""
    try:
        return _typed(msgspec.json.decode(_text(data, name, "JSON")), f"{name}: ", kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ConfigError(f"{name}: not valid JSON ({error})") from error


def read_tables(data: bytes, name: str, kind: type[T]) -> dict[str, T]:
    """The tables of a TOML file in its order, where their names are for its author to choose."""
    return {key: _typed(value, f"{name}: ", kind, f"{key}.") for key, value in _plain_toml(data, name).items()}


def read_entries(data: bytes, name: str, key: str, kind: type[T]) -> list[T]:
    """The entries `[[key]]` of a TOML file that has nothing else, in its order."""
    whole = msgspec.defstruct("File", [(key, list[kind], [])], bases=(Written,))  # type: ignore[valid-type]  # known when it runs
    entries: list[T] = getattr(read_toml(data, name, whole), key)
    return entries


def with_texts(kind: type[T], keys: Iterable[str], text: object = Line, otherwise: str | None = "") -> type[T]:
    """The same with texts that may be left out under further keys, those of each language say."""
    return msgspec.defstruct(kind.__name__, [(key, text, otherwise) for key in keys], bases=(kind,))  # type: ignore[return-value]


def _plain_toml(data: bytes, name: str) -> dict[str, object]:
    text = _text(data, name, "TOML")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name}: not valid TOML ({error})") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: {_place(text, _TOO_DEEP)} is nested too deeply") from error
    except ValueError as error:
        raise ConfigError(f"{name}: {_place(text, _TOO_LONG)} has a number of too many digits") from error


def _text(data: bytes, name: str, form: str) -> str:
    try:
        return data.decode("utf-8-sig")  # editors on Windows put a mark before the first letter
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError(f"{name}: not valid {form} (line {line} is not UTF-8); save the file again as UTF-8") from error


def _place(text: str, fault: re.Pattern[str]) -> str:
    """Key and line of the first line that looks like the fault; "a value" where none does."""
    for number, line in enumerate(text.splitlines(), start=1):
        if fault.match(line):
            key = line.partition("=")[0].strip()[:60] if "=" in line else ""
            return f"{ascii(key)[1:-1]} (line {number})" if key else f"a value (line {number})"
    return "a value"


def _typed(value: object, where: str, kind: type[T], table: str = "") -> T:
    plain = _stripped(value)
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise ConfigError(where + _fault(what, path, plain, inspect.type_info(kind), table)) from error


def _stripped(value: object) -> object:
    """The same without space around texts: nobody means it."""
    if isinstance(value, dict):
        return {key: _stripped(one) for key, one in value.items()}
    return [_stripped(one) for one in value] if isinstance(value, list) else value.strip() if isinstance(value, str) else value


def _fault(what: str, path: str, value: object, kind: inspect.Type, said: str) -> str:
    """The fault in our own words: the way to it is followed in value and type, and `said` is how its place is called, `issue 3: text.`"""
    kind, must = _bare(kind)
    for key, number in re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", path):
        if isinstance(kind, inspect.StructType) and isinstance(value, dict):
            value, said = value[key], f"{said}{key}."
            kind, must = _bare(next(one.type for one in kind.fields if one.encode_name == key))
        elif isinstance(kind, inspect.DictType) and isinstance(value, dict) and isinstance(of := _bare(kind.value_type)[0], inspect.StructType):
            # What is wrong with one of many by name is told without the name.
            name = next(name for name, one in value.items() if not _fits(one, of))
            kind, value, said = of, value[name], f"{said[:-1]} {name[:80]}: "
        elif _of_tables(kind) and isinstance(value, list):
            (kind, must), value, said = _bare(kind.item_type), value[int(number)], f"{said[:-1]} {int(number) + 1}: "
    if field := re.fullmatch(r"Object missing required field `(.+)`", what):
        return f"{said}{field[1]} is missing"
    if (field := re.fullmatch(r"Object contains unknown field `(.+)`", what)) and isinstance(kind, inspect.StructType):
        known = [one.encode_name for one in kind.fields]
        return f"{said}{field[1]} is not known here; {meaning(field[1], known) or 'there may be ' + ', '.join(known)}"
    if not what.startswith(("Expected", "Invalid")):
        return said + what
    quotes = " in quotation marks" if what.startswith("Expected `str`, got") else ""
    found = f", not {value!r}" if isinstance(value, str | int | float) and len(str(value)) <= 60 else ""
    return f"{said.rstrip('.: ') or 'it'} must be {must or _wanted(kind, said)}{quotes}{found}"


def _fits(value: object, kind: inspect.StructType) -> bool:
    try:
        msgspec.convert(value, kind.cls)
    except msgspec.ValidationError:
        return False
    return True


def _bare(kind: inspect.Type) -> tuple[inspect.Type, str]:
    """A type without what it says of itself, and that; of a value that may be left out, the value's."""
    if isinstance(kind, inspect.UnionType):
        return _bare(kind.types[0])
    return (kind.type, str((kind.extra_json_schema or {}).get("description", ""))) if isinstance(kind, inspect.Metadata) else (kind, "")


def _of_tables(kind: inspect.Type) -> TypeGuard[inspect.ListType | inspect.VarTupleType]:
    return isinstance(kind, inspect.ListType | inspect.VarTupleType) and isinstance(kind.item_type, inspect.StructType)


def _wanted(kind: inspect.Type, said: str) -> str:
    """What a value of a type must be, where the type does not say it itself."""
    if isinstance(kind, inspect.LiteralType):
        return f"one of {', '.join(map(str, kind.values))}"
    if _of_tables(kind):
        return f"a list of tables; write [[{said[:-1]}]] above each {said[:-1].rpartition('.')[2]}"
    if isinstance(kind, inspect.StructType) and said.endswith("."):
        return f"a table; write [{said[:-1]}] above its keys"
    return _PLAIN.get(type(kind), "a text")


_PLAIN = {inspect.StructType: "a table of keys and values", inspect.IntType: "a whole number", inspect.BoolType: "true or false"}
_PLAIN |= dict.fromkeys((inspect.ListType, inspect.VarTupleType), "a list")
