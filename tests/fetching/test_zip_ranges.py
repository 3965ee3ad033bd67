"""Members of a zip file that stays where it is, wherever its pieces happen to end."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from typing import cast

import httpx
import pytest

from sitegen.fetching.asking import Asking, Known, known_by
from sitegen.fetching.zip_ranges import Place, RemoteZip


class Shelf:
    """Answers Range requests for one file, as a publisher's store does."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, _address: str, headers: Mapping[str, str], _whole: Collection[int] = ()) -> tuple[httpx.Response, bytes]:
        """The part that is asked for."""
        found = re.fullmatch(r"bytes=([0-9]+)-([0-9]+)", headers["Range"])
        assert found
        return httpx.Response(206), self.data[int(found[1]) : int(found[2]) + 1]


def remote(data: bytes, tail: int) -> RemoteZip:
    known: Known = known_by(httpx.Response(206))
    return RemoteZip(cast("Asking", Shelf(data)), Place("https://shelf.example/a.zip", len(data), known, ranges=True), data[-tail:])


@pytest.mark.parametrize("tail", [22, 60, 200, 700, 1000, 4000, 100_000])
def test_every_member_is_read_wherever_the_pieces_end(tail: int) -> None:
    """The directory begins in one piece and ends in another; the header of the last member reaches into it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"2025-06/force-{number}.csv", f"{number}\n" * number)
    found = remote(packed.getvalue(), min(tail, len(packed.getvalue())))
    assert {info.filename: found.read(info) for info in found.infos} == {f"2025-06/force-{n}.csv": (f"{n}\n" * n).encode() for n in range(40)}
