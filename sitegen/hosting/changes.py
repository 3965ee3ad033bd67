"""What a publisher has to send and switch: the difference between two releases, read off the segments that differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sitegen.hosting.target import Target
from sitegen.proof import keys, segments
from sitegen.proof.record import Record
from sitegen.proof.segments import File, Segment
from sitegen.proof.standing import Standing, each_file


@dataclass(frozen=True, slots=True)
class Changes:
    """Files whose bytes are not kept here yet, and those to be switched at their own path, by path; paths that the new release has no more."""

    new: Mapping[str, File]
    switched: Mapping[str, File]
    gone: Sequence[str]

    @property
    def size_bytes(self) -> int:
        """Bytes of the new files, before they are compressed."""
        return sum(file.size_bytes for file in self.new.values())


def changes_to(target: Target, standing: Standing, texts: Mapping[Segment, bytes]) -> Changes:
    """The difference between what stands and the release with these segments and their texts."""
    after = _Difference.between(target, standing.record, texts)
    switched = {path: file for path, file in after.new.items() if not keys.is_immutable(path)}
    if standing.pending is not None:
        # Pages of a release that was never finished may lie here: whatever it and this one have differently, and it and the last, is switched.
        switched |= {path: file for path, file in _Difference.between(target, standing.pending, texts).new.items() if not keys.is_immutable(path)}
    return Changes(after.new, dict(sorted(switched.items())), after.gone)


@dataclass(frozen=True, slots=True)
class _Difference:
    new: Mapping[str, File]
    gone: Sequence[str]

    @classmethod
    def between(cls, target: Target, before: Record | None, texts: Mapping[Segment, bytes]) -> _Difference:
        old, new = segments.changed(before.segments if before else (), texts)
        has = {file.path: file for segment in new for file in segments.parse(segment, texts[segment])}
        gone: list[str] = []
        for had in each_file(target, old):
            if had.path not in has:
                gone.append(had.path)
            elif has[had.path] == had:
                del has[had.path]
        return cls({path: has[path] for path in sorted(has)}, sorted(gone))
