"""JSON files from upstream as plain values, refused where they could not be trusted."""

import json
import math

from sitegen.errors import InputError
from sitegen.raw import RawFile

SIZE_MOST = 256 << 20
"""Bytes beyond which a JSON file is refused unread; a country's force areas at full detail are about 100 MB."""

_NUMBER_MOST = 19
"""Digits beyond which a whole number stays the text it was written as: no count and no coordinate is that long."""


class UnreadableJsonError(InputError):
    """A file that is not the JSON it should be; `reason` is its slug in the quality table."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


def list_if_readable(file: RawFile | None) -> tuple[list[object], str | None]:
    """The entries of a list; none, with the reason, of a file that cannot be read, and none without one where there is no file."""
    try:
        return ([] if file is None else read_list(file)), None
    except UnreadableJsonError as error:
        return [], error.reason


def object_if_readable(file: RawFile | None) -> tuple[dict[str, object], str | None]:
    """The keys and values of an object, likewise: one bad file costs itself."""
    try:
        return ({} if file is None else read_object(file)), None
    except UnreadableJsonError as error:
        return {}, error.reason


def read_list(file: RawFile) -> list[object]:
    """The entries of a file that must hold a JSON list; raises InputError naming the file."""
    value = read_json(file)
    if not isinstance(value, list):
        raise _of_another_kind(file, value, "a list")
    return value


def read_object(file: RawFile, *, nan_as_null: bool = False) -> dict[str, object]:
    """The keys and values of a file that must hold a JSON object; raises InputError naming the file."""
    value = read_json(file, nan_as_null=nan_as_null)
    if not isinstance(value, dict):
        raise _of_another_kind(file, value, "an object")
    return value


def read_json(file: RawFile, *, nan_as_null: bool = False) -> object:
    """What a JSON file holds; every number in it is finite. `nan_as_null` reads the words NaN and Infinity, which some tools write, as null.

    Otherwise those words, and a number beyond all bounds, are the text they were written as: they cost themselves and not their file.
    Raises UnreadableJsonError naming the file when it is not JSON, is nested thousands deep or is larger than `SIZE_MOST`.
    """
    if len(file.data) > SIZE_MOST:
        raise UnreadableJsonError(f"{file.name}: larger than {SIZE_MOST >> 20} MB; this cannot be a file of this kind", "too-large")
    try:
        value: object = json.loads(file.data, parse_float=_finite, parse_int=_whole, parse_constant=_none if nan_as_null else str)
    except RecursionError as error:
        raise UnreadableJsonError(f"{file.name}: lists or objects nested too deeply; download the file again", "nested-too-deeply") from error
    except ValueError as error:  # a JSONDecodeError or a UnicodeDecodeError
        raise UnreadableJsonError(f"{file.name}: not readable as JSON ({str(error)[:120]}); download the file again", "json-unreadable") from error
    return value


def member(value: object, key: str) -> object:
    """The value of a key, or None where there is no such key or the value is no object at all."""
    return value.get(key) if isinstance(value, dict) else None


def entries(value: object) -> list[object]:
    """The entries of a list, or none where the value is no list."""
    return value if isinstance(value, list) else []


def _none(_text: str) -> None:
    return None


def _finite(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _NUMBER_MOST else text


def _of_another_kind(file: RawFile, value: object, wanted: str) -> UnreadableJsonError:
    message = f"{file.name}: holds {_kind(value)} where {wanted} is expected; save the API's answer for this path again"
    return UnreadableJsonError(message, "json-unexpected")


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
