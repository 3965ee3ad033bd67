"""A folder of texts as one run of bytes."""

from __future__ import annotations

from pathlib import Path

import deflate
import pytest

from sitegen.errors import ConfigError, ProofError
from sitegen.hosting.packed_folder import pack, unpack
from sitegen.site_json import to_json

FILES = {"gwent/NB01/events.json": '{"a":1}\n', "gwent/NB01/priorities.json": "ŵ"}


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_comes_back_as_it_was(tmp_path: Path) -> None:
    packed = pack(written(tmp_path / "one", FILES))
    assert unpack(packed, tmp_path / "other") == 2
    assert pack(tmp_path / "other") == packed
    assert (tmp_path / "other/gwent/NB01/priorities.json").read_text(encoding="utf-8") == "ŵ"


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not empty"):
        unpack(pack(written(tmp_path / "one", FILES)), written(tmp_path / "other", {"newer.json": "1"}))


def test_a_file_that_is_no_text_is_named_by_its_folder(tmp_path: Path) -> None:
    (written(tmp_path / "one", FILES) / "photo").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="one: holds a file that is no text"):
        pack(tmp_path / "one")


@pytest.mark.parametrize("data", [b"", b"x", bytes(deflate.gzip_compress(b"[1]", 9)), bytes(deflate.gzip_compress(to_json({"../x": "1"}), 9))])
def test_what_is_no_packed_folder_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ProofError):
        unpack(data, tmp_path / "other" / "deep")
    assert not (tmp_path / "other" / "x").exists()
