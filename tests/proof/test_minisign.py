"""Signatures that minisign's own tool makes and verifies."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sitegen.errors import ProofError
from sitegen.proof.minisign import PublicKey, parse_public_key, parse_secret_key, public_key_file, secret_key_file, sign, verify
from tests.proof.keys import KEY, OTHER_KEY

needs_minisign = pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign is not installed")


def test_a_signature_fits_the_bytes_and_its_comment() -> None:
    assert verify(b"a release", sign(b"a release", KEY, "release 7"), KEY.public) == "release 7"


@pytest.mark.parametrize(
    ("data", "change"),
    [
        (b"a releasf", (b"", b"")),
        (b"a release", (b"release 7", b"release 8")),
        (b"a release", (b"trusted comment: ", b"trusted comment:")),
    ],
)
def test_a_changed_byte_is_found(data: bytes, change: tuple[bytes, bytes]) -> None:
    signature = sign(b"a release", KEY, "release 7").replace(*change) if change[0] else sign(b"a release", KEY, "release 7")
    with pytest.raises(ProofError):
        verify(data, signature, KEY.public)


def test_another_key_is_named_in_the_message() -> None:
    with pytest.raises(ProofError, match=OTHER_KEY.public.name):
        verify(b"a release", sign(b"a release", KEY, "release 7"), OTHER_KEY.public)


def test_keys_are_read_back_from_their_files() -> None:
    again = parse_secret_key(secret_key_file(KEY).decode())
    assert again.public == KEY.public == parse_public_key(public_key_file(KEY.public).decode()) == parse_public_key(KEY.public.text)
    assert sign(b"x", again, "") == sign(b"x", KEY, "")


@pytest.mark.parametrize("text", ["", "RWx", "untrusted comment: x\n!!\n", "AAAA" * 14, "RWQ\nRWQ"])
def test_what_is_no_key_is_refused_in_one_line(text: str) -> None:
    for parse in (parse_public_key, parse_secret_key):
        with pytest.raises(ProofError) as refused:
            parse(text)
        assert "\n" not in str(refused.value)


def test_a_damaged_secret_key_is_not_used() -> None:
    text = secret_key_file(KEY).decode()
    with pytest.raises(ProofError, match="damaged"):
        parse_secret_key(text[:-10] + ("A" if text[-10] != "A" else "B") + text[-9:])


@needs_minisign
def test_the_packaged_tool_verifies_ours(tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes(b"a release")
    (tmp_path / "record.minisig").write_bytes(sign(b"a release", KEY, "release 7"))
    (tmp_path / "key.pub").write_bytes(public_key_file(KEY.public))
    for key in (["-p", "key.pub"], ["-P", KEY.public.text]):
        done = subprocess.run(["minisign", "-Vm", "record", *key], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert "release 7" in done.stdout


@needs_minisign
def test_ours_verifies_what_the_packaged_tool_signs_with_our_key(tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes(b"a release")
    (tmp_path / "key").write_bytes(secret_key_file(KEY))
    subprocess.run(["minisign", "-Sm", "record", "-s", "key", "-t", "release 7"], cwd=tmp_path, capture_output=True, check=True)
    assert verify(b"a release", (tmp_path / "record.minisig").read_bytes(), KEY.public) == "release 7"


@needs_minisign
def test_a_key_of_the_packaged_tool_is_taken(tmp_path: Path) -> None:
    subprocess.run(["minisign", "-GW", "-p", "key.pub", "-s", "key"], cwd=tmp_path, capture_output=True, check=True)
    key: PublicKey = parse_public_key((tmp_path / "key.pub").read_text(encoding="utf-8"))
    assert parse_secret_key((tmp_path / "key").read_text(encoding="utf-8")).public == key
