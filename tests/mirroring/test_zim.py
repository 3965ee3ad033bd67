"""A ZIM that cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import StoreError
from sitegen.mirroring.zim import write_zim
from tests.hosting.small_site import write_release
from tests.small_disk import small_files


def test_a_disk_that_takes_no_more_is_one_line_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    pytest.importorskip("libzim")
    site = write_release(tmp_path / "site", 1, more={"assets/icon.00000000aa.png": bytes(1000)})
    with small_files(), pytest.raises(StoreError, match=r"site\.zim: .*free some space, then run the same command again"):
        write_zim(site, tmp_path / "site.zim")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
