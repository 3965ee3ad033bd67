"""Whether names of places beside crimes are those of streets, and not of a house or a postcode (P10)."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sitegen.publish.checks.bulk import is_bulk
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.points import is_street_shard
from sitegen.publish.checks.postcodes import postcode_in
from sitegen.publish.checks.records import is_record

ADDRESS, HOUSE, PRECISE = "address", "house", "precise"
"""What findings are called: a postcode beside a crime; what may be a house's number; a place without the words that say it is approximate."""

_HOUSE = re.compile(r"(?:on or near )?\d+[a-z]?(?:[,/-]\s*\d+[a-z]?)?,?\s+[a-z]", re.IGNORECASE | re.ASCII)
_NEAR, _NOWHERE = "On or near", "No Location"


def _of_file(file: File) -> Facts | None:
    if is_street_shard(file.path):
        names, must_say = _names_of_shard(file), False
    elif is_record(file.path):
        names, must_say = _names_of_records(file), True
    elif is_bulk(file.path):
        column = "Location" if "Location" in file.distinct else "street"
        names = file.distinct[column].to_list() if column in file.distinct else []
        must_say = column == "Location"
    else:
        return None
    found = tuple(_faults(file.path, names, must_say=must_say))
    return Facts(found) if found else None


def _faults(path: str, names: Iterable[str], *, must_say: bool) -> Iterator[Finding]:
    found: dict[str, list[str]] = {ADDRESS: [], HOUSE: [], PRECISE: []}
    for name in names:
        for kind in _kinds(name):
            found[kind].append(name)
    for kind, said in (
        (ADDRESS, "has a whole postcode"),
        (HOUSE, "begins with a number that may be a house's"),
        (PRECISE, f"does not begin with {_NEAR!r}"),
    ):
        if found[kind] and (must_say or kind != PRECISE):
            more = f", and {len(found[kind]) - 1:,} more like it" if len(found[kind]) > 1 else ""
            yield Finding(kind, path, f"{found[kind][0][:60]!r} {said}{more}")


@lru_cache(maxsize=1 << 16)
def _kinds(name: str) -> tuple[str, ...]:
    """What may be said of a name of a place. A street is named month for month, and in several files: each is looked at once."""
    told = ((ADDRESS, bool(postcode_in(name))), (HOUSE, bool(_HOUSE.match(name))), (PRECISE, bool(name) and not name.startswith((_NEAR, _NOWHERE))))
    return tuple(kind for kind, is_so in told if is_so)


def _names_of_shard(file: File) -> list[str]:
    points = file.json.get("points") if isinstance(file.json, dict) else None
    values = points.values() if isinstance(points, dict) else ()
    return sorted({value[0] for value in values if isinstance(value, list) and value and isinstance(value[0], str)})


def _names_of_records(file: File) -> list[str]:
    found: set[str] = set()
    for one in file.json if isinstance(file.json, list) else ():
        location = one.get("location") if isinstance(one, dict) else None
        street = location.get("street") if isinstance(location, dict) else None
        found.add(str(street.get("name")) if isinstance(street, dict) else "")
    return sorted(found - {""})


WORDING = Check("wording", "a place beside a crime is a street, without a house's number or a postcode", of_file=_of_file)
