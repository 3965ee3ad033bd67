"""Large files: streamed beside the folder, gone on with where they broke off, checked, and only then put in place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from sitegen.errors import FetchError
from sitegen.fetching.asking import Known, known_by
from sitegen.fetching.inventory import Brought
from sitegen.fetching.judging import count_of, digests, files_in_zip, listed_file, published_md5, refuse_other_kind
from sitegen.fetching.run import Run
from sitegen.fetching.upstream import Dataset, PlainFile
from sitegen.publish.disk import disk_errors

_PLAIN = {"Accept-Encoding": "identity"}
_MIB = 1 << 20


class _About(msgspec.Struct, frozen=True):
    """Of which answer a file that is not whole yet has the first bytes."""

    address: str
    etag: str
    modified: str

    @property
    def validator(self) -> str:
        """What the rest may be asked for with; a weak tag promises too little."""
        return self.modified if self.etag.startswith("W/") or not self.etag else self.etag


@dataclass(slots=True)
class _Part:
    """A file that is not whole yet: its bytes so far, and whose they are."""

    path: Path
    address: str
    about: _About | None

    @classmethod
    def of(cls, run: Run, name: str, address: str) -> _Part:
        path = run.work / f"{name.replace('/', '!')}.part"
        try:
            about = msgspec.json.decode(path.with_suffix(".about").read_bytes(), type=_About)
        except (OSError, msgspec.DecodeError):
            about = None
        return cls(path, address, about if about and about.address == address and about.validator else None)

    @property
    def size(self) -> int:
        """Bytes that can be gone on from."""
        return self.path.stat().st_size if self.about and self.path.is_file() else 0

    def restart(self, known: Known) -> None:
        """Begin with the first byte of another answer."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self.about = _About(self.address, known.etag, known.modified)
        self.path.with_suffix(".about").write_bytes(msgspec.json.encode(self.about))
        self.path.touch()

    def remove(self) -> None:
        """What is there is of no use."""
        self.path.unlink(missing_ok=True)
        self.path.with_suffix(".about").unlink(missing_ok=True)
        self.about = None

    def headers(self, known: Known) -> dict[str, str]:
        """What to ask with: for the rest of what is begun, else for other bytes than those known."""
        if self.about and self.size:
            return {**_PLAIN, "Range": f"bytes={self.size}-", "If-Range": self.about.validator}
        return {**_PLAIN, **known.headers()}


def download(run: Run, dataset: str, address: str, path: str, *, before: str = "") -> None:
    """Bring one file to its path, unless upstream says it has no other; raises FetchError, and then the file that is there stays.

    It is compared with the file `before` it, of last month say, where that lies elsewhere.
    """
    if run.inventory.is_fresh(path):
        run.tally(dataset, same=1)
        return
    entry = run.inventory.known(path)
    part = _Part.of(run, path, address)
    known = entry.known if entry and entry.address == address else Known()
    with disk_errors(run.data / path):
        got = _stream(run, part, known)
        if got is None:
            run.confirm(path, dataset)
            return
        final, size = got
        try:
            digest = _checked(run, run.upstream.about(dataset), (path, before or path), part.path, final, size)
        except FetchError:
            part.remove()
            raise
        brought = Brought(dataset, address, digest, part.path.stat().st_size, known_by(final))
    run.put_file(part.path, path, brought)
    part.remove()


def _stream(run: Run, part: _Part, known: Known) -> tuple[httpx.Response, int] | None:
    """Get all bytes into the part: the answer and how long the whole is, 0 where nobody says; None where there are no others."""
    with run.asking.opened(part.address, part.headers(known)) as tries:
        response, furthest = tries.first(), part.size
        while True:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                run.asking.count(unchanged=1)
                return None
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.remove()
                tries.headers = part.headers(known)
                response = tries.again("the server has not the rest of what was begun")
                continue
            total = _begin(part, response)
            try:
                _write(run, part, response)
                if not total or part.path.stat().st_size == total:
                    return response, total
                why = f"{part.path.stat().st_size:,} bytes came of {total:,}"
            except httpx.HTTPError as error:
                why = f"the connection breaks off after {part.path.stat().st_size:,} bytes ({error})"
            if part.size > furthest:
                furthest = part.size
                tries.refill()
            if part.about and not part.about.validator:
                part.remove()  # nothing tells that the rest would be of the same file
            tries.headers = part.headers(known)
            response = tries.again(why)


def _begin(part: _Part, response: httpx.Response) -> int:
    """Make ready for the bytes of an answer; how long the whole will be, 0 where nobody says."""
    if response.is_success and response.headers.get("Content-Type", "").startswith("text/html"):
        raise FetchError("a web page instead of the file")
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        told = re.fullmatch(r"bytes ([0-9]+)-[0-9]+/([0-9]+)", response.headers.get("Content-Range", ""))
        if told is None or int(told[1]) != part.size:
            part.remove()
            raise FetchError("the server sends another part than it was asked for")
        return int(told[2])
    if response.status_code == httpx.codes.NOT_FOUND:
        raise FetchError("is not there (404); the address may have moved: see upstream.toml")
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"the server answers {response.status_code}")
    part.restart(known_by(response))
    return 0 if "Content-Encoding" in response.headers else int(response.headers.get("Content-Length", 0))


def _write(run: Run, part: _Part, response: httpx.Response) -> None:
    most, unsaid = run.upstream.limits.largest_gib << 30, 0
    with part.path.open("ab") as file:
        for piece in response.iter_bytes():
            file.write(piece)
            run.asking.count(received_bytes=len(piece))
            unsaid += len(piece)
            for _ in range(unsaid // _MIB):
                run.step(_MIB)
            unsaid %= _MIB
            if file.tell() > most:
                part.remove()
                raise FetchError(f"is larger than {most >> 30} GiB")


def _checked(run: Run, about: Dataset, paths: tuple[str, str], fresh: Path, final: httpx.Response, size: int) -> str:
    """The digest of a file that is found good, by its path and that of the one it is compared with; raises FetchError for any other."""
    path, before = paths
    listed_size, md5 = _published(run, about, path)
    actual = fresh.stat().st_size
    if listed_size and actual != listed_size:
        raise FetchError(f"has {actual:,} bytes, its publisher lists {listed_size:,}")
    if not size and not listed_size and actual == 0:
        raise FetchError("is empty")
    refuse_other_kind(fresh, path)
    digest, own = digests(fresh)
    if md5 and own != md5:
        raise FetchError(f"its MD5 is {own}, its publisher lists {md5}")
    if Path(path).suffix.lower() == ".zip":
        # A tag may be the MD5 or anything else: where it is, it proves the file, and where not, it proves nothing.
        proven = bool(md5) or known_by(final).etag.strip('"') == own
        run.refuse_shrunk(count_of(run.data / before), files_in_zip(fresh, read=not proven), "files")
    elif (run.data / path).is_file():
        run.refuse_shrunk((run.data / path).stat().st_size, actual, "bytes")
    return digest


def _published(run: Run, about: Dataset, path: str) -> tuple[int, str]:
    """Size and MD5 as the publisher lists them; 0 and "" where it does not, or its list cannot be had."""
    name = Path(path).name
    try:
        if isinstance(about, PlainFile) and about.listing:
            return listed_file(run.asking.get(about.listing).body, name, about.address)
        if about.checksums:
            return 0, published_md5(run.asking.get(about.checksums).body, name)
    except FetchError:
        return 0, ""
    return 0, ""
