"""What is said of a long step where nobody sees a live line."""

from __future__ import annotations

import re

import pytest

from sitegen.cli.showing import Steps


@pytest.mark.parametrize(
    ("total", "unit", "said"),
    [(2, "files", r"sending: done, 3\.0 MiB, [\d,]+ files a second"), (3, "MiB", r"sending: done, [\d,]+ MiB a second")],
)
def test_a_pace_says_of_what_and_a_size_only_where_it_is_whole(total: int, unit: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps()
    steps.begin("sending", total, unit)
    for _one in range(total):
        steps.advance((3 << 20) // total)
    begun, done = capsys.readouterr().err.splitlines()
    assert begun == f"sending: {total} {unit}"
    assert re.fullmatch(said, done)
