"""The list of a release's files in segments."""

from __future__ import annotations

from hashlib import sha256

import pytest

from sitegen.errors import ProofError
from sitegen.proof.segments import Segment, changed, cut, packed, parse, unpacked

FILES = {f"force-{number % 40:02}/area-{number:05}/index.html": (sha256(str(number).encode()).hexdigest(), number) for number in range(20_000)}


def test_every_file_is_in_one_segment_and_reads_back() -> None:
    found = [(file.path, (file.digest, file.size_bytes)) for segment, text in cut(FILES) for file in parse(segment, unpacked(packed(text)))]
    assert found == sorted(FILES.items())


def test_a_changed_file_changes_one_segment() -> None:
    path = min(FILES)
    before, after = dict(cut(FILES)), dict(cut(FILES | {path: ("0" * 64, 1)}))
    assert [len(part) for part in changed(before, after)] == [1, 1]


def test_a_new_and_a_gone_file_change_at_most_two_segments_each() -> None:
    after = dict(FILES)
    del after["force-07/area-00007/index.html"]
    after["force-20/area-new/index.html"] = ("1" * 64, 1)
    assert all(len(part) <= 4 for part in changed(dict(cut(FILES)), dict(cut(after))))


def test_other_bytes_than_were_signed_are_refused() -> None:
    segment, text = next(cut(FILES))
    with pytest.raises(ProofError, match="not the one that was signed"):
        parse(segment, text + b"\n")


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a//b", "a/./b", "c:/x", "a\\b", "release/current.json", ""])
def test_a_path_that_leads_elsewhere_is_refused_though_it_was_signed(path: str) -> None:
    text = f"{path}\t{'0' * 64}\t1\n".encode()
    with pytest.raises(ProofError, match="not trusted"):
        parse(Segment(path, sha256(text).hexdigest(), len(text)), text)


def test_what_is_no_digest_names_no_key() -> None:
    text = b"index.html\t../../etc/passwd\t1\n"
    with pytest.raises(ProofError, match="no SHA-256"):
        parse(Segment("index.html", sha256(text).hexdigest(), len(text)), text)


@pytest.mark.parametrize("data", [b"no gzip", packed(b"text")[:-9], packed(b"0" * (17 << 20))])
def test_a_damaged_or_swollen_segment_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        unpacked(data)
