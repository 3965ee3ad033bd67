"""JSON files from upstream as plain values, refused where they could not be trusted."""

from __future__ import annotations

import json
import math
from typing import NoReturn

from sitegen.errors import InputError
from sitegen.raw import RawFile

SIZE_MOST = 256 << 20
"""Bytes beyond which a JSON file is refused unread; a country's force areas at full detail are about 100 MB."""


def read_list(file: RawFile) -> list[object]:
    """The entries of a file that must hold a JSON list; raises InputError naming the file."""
    value = read_json(file)
    if not isinstance(value, list):
        raise InputError(f"{file.name}: holds {_kind(value)} where a list is expected; save the API's answer for this path again")
    return value


def read_object(file: RawFile, *, nan_as_null: bool = False) -> dict[str, object]:
    """The keys and values of a file that must hold a JSON object; raises InputError naming the file."""
    value = read_json(file, nan_as_null=nan_as_null)
    if not isinstance(value, dict):
        raise InputError(f"{file.name}: holds {_kind(value)} where an object is expected; save the API's answer for this path again")
    return value


def read_json(file: RawFile, *, nan_as_null: bool = False) -> object:
    """What a JSON file holds; every number in it is finite. `nan_as_null` reads the words NaN and Infinity, which some tools write, as null.

    Raises InputError naming the file when it is not JSON, is nested thousands deep or is larger than `SIZE_MOST`.
    """
    if len(file.data) > SIZE_MOST:
        raise InputError(f"{file.name}: larger than {SIZE_MOST >> 20} MB; this cannot be a file of this kind")
    try:
        value: object = json.loads(file.data, parse_float=_finite, parse_constant=_none if nan_as_null else _refuse)
    except RecursionError as error:
        raise InputError(f"{file.name}: lists or objects nested too deeply; download the file again") from error
    except ValueError as error:  # a JSONDecodeError, a UnicodeDecodeError or a number beyond all bounds
        raise InputError(f"{file.name}: not readable as JSON ({str(error)[:120]}); download the file again") from error
    return value


def member(value: object, key: str) -> object:
    """The value of a key, or None where there is no such key or the value is no object at all."""
    return value.get(key) if isinstance(value, dict) else None


def entries(value: object) -> list[object]:
    """The entries of a list, or none where the value is no list."""
    return value if isinstance(value, list) else []


def _none(_text: str) -> None:
    return None


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is not a finite number")


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
