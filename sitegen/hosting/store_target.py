"""A bucket to publish into: S3 and what speaks like it, Google Cloud Storage, Azure."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeVar

import deflate
import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError, PreconditionError

from sitegen.errors import TargetError
from sitegen.hosting.headers import Headers, headers_of
from sitegen.hosting.lock import holding
from sitegen.hosting.refusals import is_no_bucket, refusal
from sitegen.hosting.target import Sent
from sitegen.proof.reader import Found

if TYPE_CHECKING:
    from obstore import ObjectMeta, UpdateVersion
    from obstore.store import ObjectStore

Item = TypeVar("Item")
Made = TypeVar("Made")

_AT_ONCE = 48
_LEVEL = 9
_TOGETHER = 1000
"""Keys that a store removes in one request, at most."""
_PATIENCE = 5


class StoreTarget:
    """Objects below a prefix of a bucket; those that shrink are kept gzipped and say so, since a bucket compresses nothing by itself."""

    flat = True

    def __init__(self, url: str, store: ObjectStore, *, single_writer: bool = False) -> None:
        self.url = url
        self._store = store
        self._single_writer = single_writer
        """Whether nobody else ever writes here, so that a look beforehand does for stores that know no conditions."""
        self._bare = False
        """Whether it has turned out that the store knows its own ETags only without the quotation marks that it gives them."""

    def read(self, key: str) -> Found | None:
        """What lies at a key; None: nothing."""
        with self._refusing(key):
            try:
                found = obstore.get(self._store, key)
                data, encoded = bytes(found.bytes()), found.attributes.get("Content-Encoding", "")
            except (NotFoundError, FileNotFoundError) as error:
                if is_no_bucket(error):
                    raise
                return None
            return Found(self._decoded(key, data, str(encoded)), _mark(found.meta))

    def create(self, key: str, data: bytes, headers: Headers) -> bool:
        """Put an object where nothing is yet."""
        if self._single_writer:
            return self.read(key) is None and self._overwrite(key, data, headers)
        with self._refusing(key):
            for _attempt in range(_PATIENCE):
                try:
                    obstore.put(self._store, key, _encoded(data, headers), attributes=_attributes(headers), mode="create", use_multipart=False)
                    return True
                except AlreadyExistsError as error:
                    # 412: something is there. 409: others ask for the same key just now, and nothing may have come of it.
                    if "409 Conflict" not in str(error) or self.read(key) is not None:
                        return False
        return False

    def replace(self, key: str, data: bytes, headers: Headers, mark: str) -> bool:
        """Put an object in place of the one that was read with this mark."""
        if self._single_writer:
            return (found := self.read(key)) is not None and found.mark == mark and self._overwrite(key, data, headers)
        etag, _break, version = mark.partition("\n")
        bare = etag.strip('"')
        with self._refusing(key):
            if self._swap(key, data, headers, bare if self._bare else etag, version):
                return True
            if self._bare or bare == etag or (found := self.read(key)) is None or found.mark != mark:
                return False
            # Refused, and yet it is what was read: so Ceph answers where an ETag comes as it gave it.
            self._bare = self._swap(key, data, headers, bare, version)
            return self._bare

    def put_all(self, objects: Iterable[Sent], *, once: bool) -> Iterator[int]:
        """Put objects side by side; `once`: what is there with the same bytes is left, anything else replaced."""
        return _side_by_side(lambda sent: self._put(sent, once=once), objects)

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Copy objects within the bucket, side by side; their headers come along."""
        return _side_by_side(self._copy, pairs)

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """What lies at many keys, side by side."""
        return _side_by_side(lambda key: (key, self.read(key)), names)

    def delete_all(self, names: Iterable[str]) -> None:
        """Remove objects."""
        doomed = list(names)
        for _done in _side_by_side(self._delete, [doomed[start : start + _TOGETHER] for start in range(0, len(doomed), _TOGETHER)]):
            pass

    def settle(self) -> None:
        """Nothing to wait for: a store answers when it has kept what it was sent."""

    @contextmanager
    def locked(self) -> Iterator[Callable[[], None]]:
        """Holds the bucket's prefix by an object in it; yields what raises TargetError where the lock was lost."""
        with holding(self) as held:
            yield held.confirm

    def _swap(self, key: str, data: bytes, headers: Headers, etag: str, version: str) -> bool:
        known: UpdateVersion = {"e_tag": etag}
        if version:
            known["version"] = version
        try:
            obstore.put(self._store, key, _encoded(data, headers), attributes=_attributes(headers), mode=known, use_multipart=False)
        except (PreconditionError, AlreadyExistsError, NotFoundError, FileNotFoundError):
            return False
        return True

    def _overwrite(self, key: str, data: bytes, headers: Headers) -> bool:
        with self._refusing(key):
            obstore.put(self._store, key, _encoded(data, headers), attributes=_attributes(headers), use_multipart=False)
        return True

    def _put(self, sent: Sent, *, once: bool) -> int:
        data, attributes = _encoded(sent.data(), sent.headers), _attributes(sent.headers)
        mode: Literal["create", "overwrite"] = "create" if once and not self._single_writer else "overwrite"
        with self._refusing(sent.key):
            try:
                obstore.put(self._store, sent.key, data, attributes=attributes, mode=mode, use_multipart=False)
            except AlreadyExistsError:
                found = self.read(sent.key)
                if found is None or found.data != sent.data():
                    obstore.put(self._store, sent.key, data, attributes=attributes, use_multipart=False)
        return len(data)

    def _copy(self, pair: tuple[str, str]) -> str:
        with self._refusing(pair[0]):
            obstore.copy(self._store, *pair)
        return pair[1]

    def _delete(self, names: list[str]) -> None:
        with self._refusing(names[0]):
            try:
                obstore.delete(self._store, names)
            except (NotFoundError, FileNotFoundError):
                if len(names) > 1:
                    # Some stores mind that one is not there, and leave the rest.
                    for name in names:
                        self._delete([name])

    def _decoded(self, key: str, data: bytes, encoding: str) -> bytes:
        # Some stores drop the header, some clients and proxies unpack on the way: the bytes say what they are.
        kept_packed = encoding == "gzip" or headers_of(key).content_encoding == "gzip"
        return gzip.decompress(data) if kept_packed and data[:2] == b"\x1f\x8b" else data

    @contextmanager
    def _refusing(self, key: str) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            raise TargetError(f"{self.url}: {refusal(error, key)}") from error


def _mark(about: ObjectMeta) -> str:
    # Google's store knows a state by its generation, the others by its ETag.
    return f"{about['e_tag'] or ''}\n{about['version'] or ''}".removesuffix("\n")


def _encoded(data: bytes, headers: Headers) -> bytes:
    return bytes(deflate.gzip_compress(data, _LEVEL)) if headers.content_encoding == "gzip" else data


def _attributes(headers: Headers) -> dict[str, str]:
    sent = {"Content-Type": headers.content_type, "Cache-Control": headers.cache_control}
    return sent | ({"Content-Encoding": headers.content_encoding} if headers.content_encoding else {})


def _side_by_side(work: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """What `work` makes of each item, many at once and in their order, never more waiting than are at work; the first error ends it."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        waiting: deque[Future[Made]] = deque()
        try:
            for item in items:
                waiting.append(threads.submit(work, item))
                if len(waiting) >= 2 * _AT_ONCE:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()
