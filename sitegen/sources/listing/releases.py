"""Street crime in every state the archive has it in, as the upstream files of a force and month."""

from collections.abc import Iterable
from itertools import groupby

from sitegen.raw import RawGroup, RawRef
from sitegen.site_json import to_json
from sitegen.sources.listing.archive import ArchiveFile
from sitegen.terms import ForceId


def group_states(states: Iterable[ArchiveFile], force_ids: Iterable[ForceId]) -> RawGroup:
    """The files of each force and month, and before them a list of which release told it by which of them, the oldest release first.

    A member with the size and check sum of a newer release's is the same state: it stands in the list under the newer file's name, and only
    that is read. `states` come sorted by force, month and release.
    """
    known = set(force_ids)
    found: dict[tuple[str, ...], tuple[RawRef, ...]] = {}
    for (force_id, month), files in groupby(states, key=lambda file: (file.force_id, file.month)):
        if force_id in known:
            found[force_id, str(month)] = _refs(f"archive/of/{month}-{force_id}.json", list(files))
    return RawGroup(("force_id", "archive_month"), found)


def _refs(name: str, files: list[ArchiveFile]) -> tuple[RawRef, ...]:
    same: dict[object, ArchiveFile] = {}
    for file in reversed(files):
        same.setdefault(_look(file), file)
    told = [[str(file.release), same[_look(file)].ref.name] for file in files]
    return RawRef(name, inline=to_json(told)), *sorted(file.ref for file in same.values())


def _look(file: ArchiveFile) -> object:
    return file.ref.name if file.crc is None else (file.crc, file.size_bytes)
