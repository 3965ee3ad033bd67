"""What a maker is called with: values by name, gathered into the records that it takes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import lru_cache
from inspect import Parameter, signature
from typing import Any, NamedTuple, get_type_hints


class Taken(NamedTuple):
    """A value that a maker takes: its name, the record that it fills or None, and whether it can do without."""

    name: str
    record: type | None
    optional: bool


@lru_cache(maxsize=256)
def taken(target: Callable[..., object]) -> tuple[Taken, ...]:
    """The parameters of a maker, or the fields of a record, in declared order. A parameter whose type is a dataclass is a record to fill."""
    hints = get_type_hints(target)
    if is_dataclass(target):
        optional = {one.name: one.default is not MISSING or one.default_factory is not MISSING for one in fields(target)}
    else:
        optional = {name: parameter.default is not Parameter.empty for name, parameter in signature(target).parameters.items()}
    return tuple(Taken(name, hints[name] if is_dataclass(hints[name]) else None, without) for name, without in optional.items())


def names_taken(target: Callable[..., object]) -> Iterator[Taken]:
    """Every single value that a maker takes, those of its records too; one that several records share comes once for each."""
    for one in taken(target):
        if one.record is None:
            yield one
        else:
            yield from names_taken(one.record)


def arguments(maker: Callable[..., object], values: Mapping[str, object]) -> dict[str, object]:
    """The keyword arguments of a maker; a record is made of the values of its fields' names, also one within a record.

    Raises TypeError where a value is missing, or is there and nobody takes it.
    """
    if spare := sorted(set(values) - {one.name for one in names_taken(maker)}):
        raise TypeError(f"{maker.__module__}: {maker.__name__} takes no {spare[0]}; its line in the list of stages reads it")
    return _filled(maker, values)


def _filled(target: Callable[..., Any], values: Mapping[str, object]) -> dict[str, object]:  # Any: a maker or a record
    found: dict[str, object] = {}
    for name, record, optional in taken(target):
        if record is not None:
            found[name] = record(**_filled(record, values))
        elif name in values:
            found[name] = values[name]
        elif not optional:
            raise TypeError(f"{target.__module__}: {target.__name__} takes {name}, which its line in the list of stages does not read")
    return found
