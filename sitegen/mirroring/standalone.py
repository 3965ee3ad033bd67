#!/usr/bin/env python3
"""Proves a copy of the site complete and unaltered; plain Python 3.9 or newer, nothing to install.

    python3 release/verify.py                    the folder that this file lies in
    python3 verify.py FOLDER-OR-ADDRESS [KEY]    any copy; KEY is the site's public key, a line that begins with RW

Leaves with 0 where every file has the bytes that were signed, 1 where one has not or nothing can be proved.
It checks the signature of the release (minisign, Ed25519), the log that all releases are in, and the SHA-256 of every file.
"""

from __future__ import annotations

import gzip
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
import zlib
from base64 import b64decode
from datetime import date, datetime, timezone
from hashlib import blake2b, sha256, sha512
from io import BytesIO
from pathlib import Path
from typing import Any

_SHOWN = 20

# Ed25519 as in RFC 8032, section 5.1.7; slow, and once a run is enough.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_Point = tuple[int, int, int, int]


class ProofError(Exception):
    """Nothing can be proved; the message says why."""


def main(arguments: list[str]) -> int:
    """Check what is named, print what was found, give the exit code."""
    if len(arguments) > 2 or any(one.startswith("-") for one in arguments):
        print(__doc__)
        return 2
    place = arguments[0] if arguments else str(Path(__file__).resolve().parent.parent)
    try:
        return _check(place, arguments[1] if len(arguments) == 2 else "")
    except (ProofError, OSError, ValueError, KeyError, TypeError, IndexError) as error:
        print(f"error: {place}: {str(error) or 'its proof is damaged'}")
        return 1


def _check(place: str, key: str) -> int:
    pointer = _pointer(_needed(place, "release/current.json"))
    name = f"release/records/{pointer['sequence']:06d}-{pointer['record'][:16]}.json"
    data = _needed(place, name)
    record = json.loads(data)
    if sha256(data).hexdigest() != pointer["record"] or record["sequence"] != pointer["sequence"]:
        raise ProofError("the record is not the one the pointer names")
    if key and key not in {record["key"]}:
        raise ProofError(f"signed by {record['key']}, not by the key given")
    _verify_signature(data, _needed(place, f"{name}.minisig"), record["key"])
    newest = _verify_log(place, record, sha256(data).hexdigest())
    files = _files(place, record)
    wrong = 0
    for path, (digest, size) in sorted(files.items()):
        found = _read(place, path)
        if found is None or len(found) != size or sha256(found).hexdigest() != digest:
            wrong += 1
            if wrong <= _SHOWN:
                print(f"{'missing' if found is None else 'altered'}: {path}")
    if wrong > _SHOWN:
        print(f"{wrong - _SHOWN:,} more")
    left = (date.fromisoformat(record["expires"]) - datetime.now(timezone.utc).date()).days
    print(
        f"release {record['sequence']} of {record['site']}, published {record['published']}, "
        + (f"believed for {left} days more" if left >= 0 else "EXPIRED")
    )
    if newest > record["sequence"]:
        print(f"its log has release {newest} already: what stands was put back, or the next is being published just now")
    print(f"signed by {record['key']}" + ("" if key else "; compare it with what the operator says"))
    print(f"{len(files):,} files: " + (f"{wrong:,} are not as they were published" if wrong else "complete and unaltered"))
    return 1 if wrong else 0


def _pointer(data: bytes) -> dict[str, Any]:  # Any: JSON
    try:
        found: dict[str, Any] = json.loads(data)  # Any: JSON
    except ValueError:
        raise ProofError("release/current.json is damaged, or a web page came in its place; check the address") from None
    return found


def _read(place: str, path: str) -> bytes | None:
    if "://" not in place:
        file = Path(place) / path
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None
    try:
        with urllib.request.urlopen(f"{place.rstrip('/')}/{urllib.parse.quote(path)}", timeout=60) as answer:
            data: bytes = answer.read()
            return _unpacked(data, path) if answer.headers.get("Content-Encoding") == "gzip" else data
    except urllib.error.HTTPError as error:
        if error.code in {403, 404, 410}:
            return None
        raise


def _unpacked(data: bytes, path: str) -> bytes:
    """What gzip packed, up to 64 MB or 200 times its size: a few kilobytes could fill memory."""
    most = max(64 << 20, 200 * len(data))
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            found = file.read(most + 1)
    except (OSError, EOFError, zlib.error):
        raise ProofError(f"{path} is damaged: it is no gzip") from None
    if len(found) > most:
        raise ProofError(f"{path} unpacks to far more than such a file holds")
    return found


def _needed(place: str, path: str) -> bytes:
    data = _read(place, path)
    if data is None:
        raise ProofError(f"{path} is not there")
    return data


def _files(place: str, record: dict[str, Any]) -> dict[str, tuple[str, int]]:  # Any: JSON
    files: dict[str, tuple[str, int]] = {}
    for _first, digest, _size in record["segments"]:
        text = _unpacked(_needed(place, f"release/segments/{digest}.gz"), "a list of files")
        if sha256(text).hexdigest() != digest:
            raise ProofError("a list of files is not the one that was signed")
        for line in text.decode().splitlines():
            path, of_file, size = line.split("\t")
            files[path] = of_file, int(size)
    if len(files) != record["files"]:
        raise ProofError("the lists of files do not come to what the record says")
    return files


def _verify_log(place: str, record: dict[str, Any], digest: str) -> int:  # Any: JSON
    """The number of the newest release in the log."""
    text, _break, signatures = _needed(place, "release/log/checkpoint").decode().partition("\n\n")
    text += "\n"
    key = b64decode(record["key"])[10:]
    mine = sha256(record["origin"].encode() + b"\n\x01" + key).digest()[:4]
    for line in signatures.splitlines():
        _dash, name, encoded = line.split(" ")
        signature = b64decode(encoded)
        if name == record["origin"] and signature[:4] == mine and _verified(key, text.encode(), signature[4:]):
            break
    else:
        raise ProofError("the log's checkpoint has no signature of the site's key")
    _origin, size, root = text.splitlines()[:3]
    leaves: list[bytes] = []
    for number in range(-(-int(size) // 256)):
        width = min(256, int(size) - number * 256)
        digits = f"{number:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        path = "/".join([*("x" + group for group in groups[:-1]), groups[-1]]) + ("" if width == 256 else f".p/{width}")
        bundle, at = _needed(place, f"release/log/tile/entries/{path}"), 0
        while at < len(bundle):
            end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
            leaves.append(bundle[at + 2 : end])
            at = end
    if len(leaves) != int(size) or _tree([sha256(b"\0" + leaf).digest() for leaf in leaves]) != b64decode(root):
        raise ProofError("the log's entries are not those its checkpoint was signed for")
    if f"{record['sequence']} {digest}\n".encode() not in leaves:
        raise ProofError("the release is not in the log")
    return int(leaves[-1].split()[0])


def _tree(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + _tree(hashes[:left]) + _tree(hashes[left:])).digest()


def _verify_signature(data: bytes, file: bytes, key: str) -> None:
    _comment, head, trusted, whole = file.decode().splitlines()
    public, signature = b64decode(key), b64decode(head)
    if signature[2:10] != public[2:10]:
        raise ProofError("signed by another key than the record names")
    signed = data if signature[:2] == b"Ed" else blake2b(data).digest()
    comment = trusted[len("trusted comment: ") :].encode()
    if not _verified(public[10:], signed, signature[10:]) or not _verified(public[10:], signature[10:] + comment, b64decode(whole)):
        raise ProofError("the signature does not fit")


def _verified(key: bytes, data: bytes, signature: bytes) -> bool:
    base = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    public, commitment = _point(key), _point(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or base is None or factor >= _L or len(signature) != 64:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + key + data).digest(), "little") % _L
    one, other = _times(factor, base), _add(commitment, _times(challenge, public))
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 and (one[1] * other[2] - other[1] * one[2]) % _P == 0


def _point(data: bytes) -> _Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _add(one: _Point, other: _Point) -> _Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]) % _P, (one[1] + one[0]) * (other[1] + other[0]) % _P
    c, d = 2 * one[3] * other[3] * _D % _P, 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: _Point) -> _Point:
    found: _Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            found = _add(found, point)
        point, factor = _add(point, point), factor >> 1
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
