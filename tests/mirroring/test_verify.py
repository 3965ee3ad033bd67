"""Proof that a copy is complete and unaltered, by the program and by the plain Python that is published with it."""

from __future__ import annotations

import gzip
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sitegen.errors import ProofError
from sitegen.hosting.folder_target import FolderTarget
from sitegen.mirroring import standalone
from sitegen.mirroring.mirror import mirror
from sitegen.mirroring.source import open_source
from sitegen.mirroring.verify import Verified, verify
from sitegen.proof import keys
from sitegen.publish.serve import Answer, Handler
from tests.command_line import run
from tests.hosting.small_site import put_out, release_in, write_release
from tests.proof.keys import KEY, OTHER_KEY
from tests.serving import serving


class Compressing(Handler):
    """Sends every page as gzip, asked or not, as a CDN may."""

    def send(self, answer: Answer, send_body: bool, body: BinaryIO | None = None) -> None:
        """As of a server, compressed."""
        if body is None or not self.path.endswith(".html"):
            super().send(answer, send_body, body)
            return
        data = gzip.compress(body.read())
        super().send(Answer(answer.status, (*answer.headers, ("Content-Encoding", "gzip")), text=data, length=len(data)), send_body)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A mirror of the published release 1."""
    put_out(FolderTarget(tmp_path / "www"), release_in(write_release(tmp_path / "one", 1)))
    mirror(open_source(str(tmp_path / "www")), tmp_path / "copy", "", date(2025, 8, 2), lambda _files: None, lambda: None)
    return tmp_path / "copy"


def prove(place: Path | str) -> Verified:
    folder = place if isinstance(place, Path) else None
    return verify(open_source(str(place)), [KEY.public], lambda _files: None, lambda: None, folder)


def plain(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", standalone.__file__, *arguments], capture_output=True, text=True, check=False)


def test_a_copy_is_whole(copy: Path) -> None:
    found = prove(copy)
    assert found.whole
    assert (found.files, found.stated.record.sequence) == (9, 1)


def test_a_copy_on_the_web_is_whole(copy: Path) -> None:
    with serving(copy, "/a/") as address:
        assert prove(address).whole
        assert plain(address, KEY.public.text).returncode == 0


def test_an_answer_of_the_api_with_a_space_in_its_path_is_mirrored_and_proved_on_the_web(tmp_path: Path) -> None:
    answer = "api/gwent/NB 85/index.json"
    put_out(FolderTarget(tmp_path / "www"), release_in(write_release(tmp_path / "one", 1, more={answer: b"{}"})))
    with serving(tmp_path / "www", "/a/") as address:
        assert prove(address).whole
        assert plain(address, KEY.public.text).returncode == 0
        mirror(open_source(address), tmp_path / "copy", "", date(2025, 8, 2), lambda _files: None, lambda: None)
    assert (tmp_path / "copy" / answer).read_bytes() == b"{}"


def test_each_file_that_is_not_as_published_is_named(copy: Path) -> None:
    (copy / "index.html").write_text("altered", encoding="utf-8")
    (copy / "data/coverage.csv").unlink()
    (copy / "about/extra.html").write_text("new", encoding="utf-8")
    found = prove(copy)
    assert (found.altered, found.missing, found.foreign) == (("index.html",), ("data/coverage.csv",), ("about/extra.html",))
    done = plain(str(copy))
    assert done.returncode == 1
    assert {"altered: index.html", "missing: data/coverage.csv"} <= set(done.stdout.splitlines())


def test_files_that_a_publisher_keeps_of_earlier_releases_are_told_apart_from_foreign_ones(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "www")
    put_out(target, release_in(write_release(tmp_path / "one", 1)))
    put_out(target, release_in(write_release(tmp_path / "two", 2)))
    (tmp_path / "www/extra.html").write_text("nobody signed this", encoding="utf-8")
    (tmp_path / "www/assets/site.0000000009.css").write_text("nor this", encoding="utf-8")
    found = prove(tmp_path / "www")
    assert (found.earlier, found.foreign) == (2, ("assets/site.0000000009.css", "extra.html"))


def test_a_file_of_an_earlier_release_with_another_byte_is_foreign(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "www")
    put_out(target, release_in(write_release(tmp_path / "one", 1)))
    put_out(target, release_in(write_release(tmp_path / "two", 2)))
    style = tmp_path / "www/assets/site.0000000001.css"
    style.unlink()
    style.write_text("altered", encoding="utf-8")
    assert prove(tmp_path / "www").foreign == ("assets/site.0000000001.css",)


def test_what_a_server_compresses_is_unaltered_and_told(copy: Path) -> None:
    with serving(copy, handler=Compressing) as address:
        found = prove(address)
        assert plain(address).returncode == 0
    assert found.whole
    assert found.packed == 3


class Swelling(Compressing):
    """Sends in place of each page some 100 KB that unpack to 100 MB."""

    bomb = gzip.compress(bytes(100 << 20))

    def send(self, answer: Answer, send_body: bool, body: BinaryIO | None = None) -> None:
        """As of a server that means ill."""
        super().send(answer, send_body, None if body is None else BytesIO(gzip.decompress(self.bomb)) if self.path.endswith(".html") else body)


def test_an_answer_that_unpacks_to_far_more_than_it_takes_is_refused(copy: Path) -> None:
    with serving(copy, handler=Swelling) as address:
        with pytest.raises(ProofError, match=r"bytes unpack to more than 67,108,864; this is no file of a site"):
            prove(address)
        done = plain(address)
    assert (done.returncode, "unpacks to far more than such a file holds" in done.stdout, done.stderr) == (1, True, "")


def test_a_list_of_files_that_unpacks_to_far_more_than_it_takes_is_refused(copy: Path) -> None:
    (path, *_) = (copy / "release/segments").glob("*.gz")
    path.unlink()
    path.write_bytes(gzip.compress(bytes(100 << 20)))
    done = plain(str(copy))
    assert (done.returncode, done.stdout) == (1, f"error: {copy}: a list of files unpacks to far more than such a file holds\n")


def test_compressed_siblings_of_a_copys_files_belong_to_it_and_others_do_not(copy: Path) -> None:
    (copy / "index.html.gz").write_bytes(gzip.compress((copy / "index.html").read_bytes()))
    (copy / "about/index.html.gz").write_bytes(gzip.compress(b"what nobody signed"))
    (copy / "other.html.gz").write_bytes(gzip.compress(b"of no file"))
    assert prove(copy).foreign == ("about/index.html.gz", "other.html.gz")


def test_a_link_in_place_of_a_file_is_no_file(copy: Path, tmp_path: Path) -> None:
    (copy / "index.html").rename(tmp_path / "elsewhere")
    (copy / "index.html").symlink_to(tmp_path / "elsewhere")
    assert prove(copy).missing == ("index.html",)


@pytest.mark.parametrize("pattern", ["records/*.json", "records/*.minisig", "log/checkpoint", "current.json", "log/tile/entries/000.p/1"])
def test_a_damaged_proof_proves_nothing(copy: Path, pattern: str) -> None:
    (key,) = (copy / "release").glob(pattern)
    data = bytearray(key.read_bytes())
    data[len(data) // 2] ^= 1
    key.unlink()
    key.write_bytes(bytes(data))
    with pytest.raises(ProofError):
        prove(copy)
    done = plain(str(copy))
    assert done.returncode == 1
    assert done.stdout.startswith("error: ")
    assert "Traceback" not in done.stderr


def test_plain_python_proves_the_copy_it_lies_in(copy: Path) -> None:
    (copy / "release/verify.py").write_bytes(Path(standalone.__file__).read_bytes())
    done = subprocess.run([sys.executable, "-I", "release/verify.py"], cwd=copy, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "9 files: complete and unaltered" in done.stdout


def test_an_older_pointer_put_back_by_hand_is_told(tmp_path: Path) -> None:
    www = tmp_path / "www"
    put_out(FolderTarget(www), release_in(write_release(tmp_path / "one", 1)))
    older = {path: (www / path).read_bytes() for path in (keys.POINTER, "index.html")}
    put_out(FolderTarget(www), release_in(write_release(tmp_path / "two", 2)))
    said = "its log has release 2 already: what stands was put back, or the next is being published just now"
    assert said not in run(tmp_path, "verify", "www").stdout + plain(str(www)).stdout
    for path, data in older.items():
        (www / path).unlink()
        (www / path).write_bytes(data)
    assert said in run(tmp_path, "verify", "www").stdout.splitlines()
    assert said in plain(str(www)).stdout.splitlines()


def test_a_web_page_in_place_of_the_pointer_is_said_by_both(copy: Path) -> None:
    (copy / keys.POINTER).unlink()
    (copy / keys.POINTER).write_bytes(b"<!doctype html><p>Log in")
    with pytest.raises(ProofError, match=r"current\.json: a web page came in its place; check the address"):
        prove(copy)
    assert plain(str(copy)).stdout == f"error: {copy}: release/current.json is damaged, or a web page came in its place; check the address\n"


def test_plain_python_refuses_another_key(copy: Path) -> None:
    assert "not by the key given" in plain(str(copy), OTHER_KEY.public.text).stdout


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_plain_python_agrees_with_the_library_about_signatures(seed: bytes, data: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(data)
    assert standalone._verified(public, data, signature)
    assert not standalone._verified(public, data + b"x", signature)
    assert not standalone._verified(public, data, signature[:-1] + bytes([signature[-1] ^ 1]))
